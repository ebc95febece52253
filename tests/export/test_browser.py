"""The page in a browser: figures are clicked, reached by keyboard, sorted, and judged by axe-core.

Needs Chromium on the machine (Debian's package ``chromium``); without it these tests are skipped and say so.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from documents import FIVE, published_report
from ledger.cli import main
from ledger.export.document import Document
from ledger.export.setting import document_of

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
CALM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
SOME = 8
"""How many figures of a document the short form clicks; the long form clicks all."""

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="Chromium saknas: installera Debians paket chromium för att pröva sidorna i en webbläsare"
)

SAID_IN_DIALOG = """() => [...document.querySelectorAll('dialog .steps li')].map(step => ({
    value: step.querySelector(':scope > .value')?.textContent ?? '',
    text: step.querySelector(':scope > .what').textContent,
    sign: step.querySelector(':scope > .sign')?.textContent ?? '',
    events: [...step.querySelectorAll(':scope > .version')].map(version => version.textContent.trim()),
}))"""


@dataclass(frozen=True)
class Written:
    """A document, and the page that was made of it."""

    document: Document
    file: Path

    @property
    def address(self) -> str:
        return self.file.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CALM))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    """The five documents as pages."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for which in FIVE:
        with published_report(demo, which) as (ledger, shown):
            file = folder / f"{which}.html"
            file.write_bytes(ledger.written("html", shown))
            found[which] = Written(document_of(shown), file)
    return found


@pytest.fixture(params=FIVE)
def written(pages: dict[str, Written], request: pytest.FixtureRequest) -> Written:
    return pages[request.param]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab without a network, which keeps what it was asked to fetch and what went wrong."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    tab.problems = []
    tab.on("pageerror", lambda error: tab.problems.append(str(error)))
    tab.on("request", lambda asked: asked.url.startswith("file:") or tab.problems.append(asked.url))
    yield tab
    context.close()
    assert tab.problems == []


def why(demo: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the command says of a figure."""
    assert main(["--ledger", str(demo / "demo.db"), "why", *arguments, "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def steps_of(terms: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The steps of an explanation, from the top down."""
    for term in terms:
        yield term
        yield from steps_of(term["terms"])


def clicked_figures(written: Written, *, everything: bool) -> list[str]:
    """The ids of the figures that are clicked: those of tables, which the command can be asked about."""
    figures = [
        box.id for grid in written.document.grids for line in grid.lines for box in line.boxes if box.cell.number
    ]
    known = [name for name in figures if name and written.document.traced[name].why]
    return known if everything else known[:: max(1, len(known) // SOME)]


def held_to_why(page: Any, written: Written, demo: Path, capsys: Any, *, everything: bool) -> None:
    page.goto(written.address)
    names = clicked_figures(written, everything=everything)
    assert len(names) >= SOME
    for name in names:
        page.locator(f'a.figure[data-figure="{name}"]').first.click()
        assert page.locator("dialog[open]").count() == 1
        assert page.evaluate("document.querySelector('dialog').dataset.figure") == name
        told = why(demo, written.document.traced[name].why, capsys)
        said = page.evaluate(SAID_IN_DIALOG)
        expected = list(steps_of(told["terms"]))
        assert [(each["sign"], each["value"], each["text"]) for each in said] == [
            (each["sign"], each["value"], each["text"]) for each in expected
        ]
        text = page.locator("dialog").inner_text()
        for shown, step in zip(said, expected, strict=True):
            assert len(shown["events"]) == len(step["events"])
            for line, event in zip(shown["events"], step["events"], strict=True):
                assert line.endswith(event["id"][:8])
                assert event["effective_on"] in line
                assert event["source"]["title"] in text.replace("\n", " ")
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0


def test_a_clicked_figure_says_what_why_says(
    page: Any, written: Written, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same steps, signs and amounts, the same events with their dates and documents."""
    held_to_why(page, written, demo, capsys, everything=False)


@pytest.mark.long
def test_every_clicked_figure_says_what_why_says(
    page: Any, written: Written, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held_to_why(page, written, demo, capsys, everything=True)


def violations(page: Any, *rules: str) -> list[str]:
    """What axe-core finds by some of its rules, or all: each rule with the first place."""
    from axe_playwright_python.sync_playwright import Axe

    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [f"{each['id']}: {each['help']} {each['nodes'][0]['html'][:200]}" for each in found]


def test_axe_finds_nothing(page: Any, written: Written) -> None:
    """In the page, and in an explanation that is open; all of axe's rules, best practice too. In the dark the colours."""
    page.goto(written.address)
    assert violations(page) == []
    page.locator("a.figure").first.click()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []
    page.keyboard.press("Escape")
    assert violations(page, "color-contrast") == []


@pytest.mark.parametrize(
    "which", [pytest.param(each, marks=[] if each == "rk-plan-2025" else pytest.mark.long) for each in FIVE]
)
def test_axe_finds_nothing_without_the_script(browser: Any, pages: dict[str, Written], which: str) -> None:
    """The explanations then stand in the page itself. axe is run from outside the page's own script."""
    source = pages[which].file.read_text(encoding="utf-8")
    before, _, after = source.partition("<script>")
    context = browser.new_context(offline=True)
    tab = context.new_page()
    tab.set_content(before + after.partition("</script>")[2])
    assert tab.locator(".explanation").first.is_visible()
    assert violations(tab) == []
    context.close()


def test_without_script_a_figure_leads_to_its_explanation(browser: Any, pages: dict[str, Written]) -> None:
    """And the explanation to its events."""
    context = browser.new_context(offline=True, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(pages["rk-plan-2025"].address)
    tab.locator("a.figure").first.click()
    explanation = tab.locator(".explanation:target")
    assert explanation.is_visible()
    explanation.locator("a.event").first.click()
    assert tab.locator(".told:target").is_visible()
    context.close()


def test_the_keyboard_alone_reaches_every_explanation(page: Any, written: Written) -> None:
    """Tab goes to every figure in the order of the page, Enter opens, Escape closes and comes back."""
    page.goto(written.address)
    wanted = page.evaluate("[...document.querySelectorAll('a.figure')].map(link => link.hash)")
    reached: list[str] = []
    stops = page.evaluate("[...document.querySelectorAll('a[href], button, [tabindex=\"0\"], summary')].length")
    for _stop in range(stops):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.matches('a.figure') ? document.activeElement.hash : ''")
        if not here:
            continue
        reached.append(here)
        if len(reached) % (len(wanted) // SOME or 1) == 0:
            opened_and_closed(page, here)
        if len(reached) == len(wanted):
            break
    assert reached == wanted


def opened_and_closed(page: Any, anchor: str) -> None:
    page.keyboard.press("Enter")
    figure = page.evaluate("hash => document.getElementById(hash.slice(1)).dataset.figure", anchor)
    assert page.evaluate("document.querySelector('dialog[open]').dataset.figure") == figure
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.hash") == anchor


def column(page: Any, table: Any, place: int) -> list[str]:
    return [
        str(text)
        for text in table.evaluate(
            "(table, place) => [...table.tBodies[0].rows].map(row => row.cells[place].textContent)", place
        )
    ]


def test_tables_sort_and_sums_stay_below(page: Any, pages: dict[str, Written]) -> None:
    """Up, down, and as it was; numbers as numbers."""
    page.goto(pages["rk-plan-2025"].address)
    table = page.locator('.scroll[aria-label="Fördelning av ersättningen inom förvaltningen"] table')
    before = column(page, table, 2)
    heading = table.locator("thead th").nth(2)
    heading.locator("button").click()
    rising = column(page, table, 2)
    amounts = [float(text.replace("\u00a0", "").replace(",", ".")) for text in rising]
    assert heading.get_attribute("aria-sort") == "ascending"
    assert amounts[:-1] == sorted(amounts[:-1]) != [float(text.replace(",", ".")) for text in before[:-1]]
    assert rising[-1] == before[-1]
    heading.locator("button").click()
    assert column(page, table, 2) == [*reversed(rising[:-1]), rising[-1]]
    heading.locator("button").click()
    assert column(page, table, 2) == before
    assert heading.get_attribute("aria-sort") is None


def test_varav_rows_follow_their_row_when_it_is_sorted(page: Any, pages: dict[str, Written]) -> None:
    page.goto(pages["rk-delar-2025-08"].address)
    table = page.locator('.scroll[aria-label="Utveckling centrumbildningar"] table')
    table.locator("thead th").first.locator("button").click()
    labels = [label.removeprefix("varav ") for label in column(page, table, 0)]
    assert labels.index("Upphandling") - labels.index("Centrum för administration") == 2


def test_on_paper_there_is_the_report_and_nothing_else(page: Any, written: Written) -> None:
    """No list of contents to click, no explanations; every table is whole."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    page.goto(written.address)
    for hidden in ("nav", ".explanations", ".hint"):
        assert not page.locator(hidden).first.is_visible()
    cut = page.evaluate(
        "[...document.querySelectorAll('.scroll:not(.wide)')].filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.ariaLabel)"
    )
    assert cut == []
