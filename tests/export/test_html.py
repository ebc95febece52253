"""The page: every figure of the five documents is there, leads to its explanation, and needs nothing from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from documents import FIVE, published_report
from ledger.events.envelope import Decider
from ledger.explain.why import derivation
from ledger.export.forms import report_file
from ledger.export.setting import document_of
from ledger.export.trace import MOST_TERMS, leaves
from ledger.issuing import Matter
from ledger.tables.contract import report_contract

NO_BREAK_SPACE = "\u00a0"


class Read:
    """A page as another library reads it, beside the report that it was made of."""

    def __init__(self, demo: Path, which: str):
        with published_report(demo, which) as (ledger, shown):
            self.source = ledger.written("html", shown).decode()
            self.contract: dict[str, Any] = json.loads(json.dumps(report_contract(shown)))
            self.head = ledger.head(shown.view.position)
        self.tree: Element = html5lib.parse(self.source, namespaceHTMLElements=False)

    def all(self, path: str) -> list[Element]:
        return self.tree.findall(f".//{path}")

    def tables(self) -> list[list[list[Element]]]:
        """The rows of every table, each with its cells."""
        return [[list(row) for row in table.findall("tbody/tr")] for table in self.all("table")]


@cache
def _read(demo: Path, which: str) -> Read:
    return Read(demo, which)


@pytest.fixture(params=FIVE)
def page(demo: Path, request: pytest.FixtureRequest) -> Read:
    return _read(demo, request.param)


def said(element: Element) -> str:
    """The text of an element, spaces folded as a browser folds them."""
    text = "".join(element.itertext()).replace(NO_BREAK_SPACE, " ")
    return " ".join(text.split())


def plain(text: str) -> str:
    return " ".join(text.replace(NO_BREAK_SPACE, " ").split())


def unsigned(text: str) -> str:
    """A text without the signs that lead to notes."""
    return re.sub(r" [†*]", "", text)


def tables_of(contract: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in contract["sections"]:
        yield from (table for table in section["tables"] if table["rows"])


def test_every_figure_equals_the_json(page: Read) -> None:
    """Cell by cell, the printed text and the exact value."""
    expected = list(tables_of(page.contract))
    found = page.tables()
    assert len(found) == len(expected)
    numbers = 0
    for rows, table in zip(found, expected, strict=True):
        assert len(rows) == len(table["rows"])
        for cells, row in zip(rows, table["rows"], strict=True):
            assert said(cells[0]).removeprefix("varav ") == plain(row["label"]).removeprefix("varav ")
            if row["kind"] == "heading":
                continue
            assert [unsigned(said(cell)) for cell in cells[1:]] == [plain(cell["text"]) for cell in row["cells"]]
            values = [cell["value"] for cell in row["cells"] if cell["value"] is not None and not cell["parts"]]
            assert [cell.get("data-value") for cell in cells[1:] if cell.get("data-value")] == values
            numbers += len(values)
    assert numbers > 20


def test_every_paragraph_equals_the_json(page: Read) -> None:
    expected = [plain(text["text"]) for section in page.contract["sections"] for text in section["paragraphs"]]
    found = [unsigned(said(each)) for each in page.all("section/p") if each.get("class") != "empty"]
    assert found[: len(expected)] == [unsigned(text) for text in expected]


def test_every_figure_leads_to_an_explanation_and_that_to_its_events(page: Read) -> None:
    """By links that the page itself answers, so also without its script."""
    anchors = {element.get("id") for element in page.tree.iter() if element.get("id")}
    links = [each for each in page.all("a") if each.get("class") in {"figure", "event"}]
    assert links
    assert {str(link.get("href"))[1:] for link in links} <= anchors
    explained = {each.get("data-figure") for each in page.all("article") if each.get("class") == "explanation"}
    assert {link.get("data-figure") for link in links if link.get("class") == "figure"} == explained


def test_what_is_a_figure_in_the_json_is_a_link(page: Read) -> None:
    """Nothing that stands on events is left without an explanation."""
    for rows, table in zip(page.tables(), tables_of(page.contract), strict=True):
        for cells, row in zip(rows, table["rows"], strict=True):
            for element, cell in zip(cells[1:], row["cells"], strict=False):
                figures = len(cell["parts"]) if cell["parts"] else int(cell["value"] is not None)
                links = element.findall("a")
                assert len(links) >= figures if cell["events"] else True, (row["label"], cell)


def test_each_id_stands_once(page: Read) -> None:
    ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_page_needs_nothing_from_outside(page: Read) -> None:
    """No address but anchors of its own, no file, no font, no import."""
    for element in page.tree.iter():
        for name in ("src", "href", "srcset", "action", "data"):
            address = element.get(name, element.get(f"{{http://www.w3.org/1999/xlink}}{name}", "#"))
            assert address.startswith("#"), (element.tag, address)
    outside = re.sub(r'xmlns(:xlink)?="[^"]+"', "", page.source)
    assert not re.search(r"https?://|@import|url\(", outside)


def test_it_says_what_a_signed_document_says(page: Read) -> None:
    """Language, title, förvaltning, status, period, both times, the head of the log, sources."""
    assert page.tree.get("lang") == "sv"
    [title] = [said(each) for each in page.all("h1")]
    assert title == plain(page.contract["title"])
    assert "ARBETSMATERIAL" in [said(each) for each in page.all("p")]
    labels = [said(each) for each in page.all("dt")]
    assert labels == ["Period", "Läget den", "Som det var känt", "Liggare", "Position"]
    footer = said(page.all("footer")[0])
    assert page.head in footer
    assert f"Per {page.contract['at']}, enligt vad som var känt 2025-10-31 12:00" in footer
    assert any("publicerad" in said(each) for each in page.all("li"))


def test_headings_descend_one_level_at_a_time(page: Read) -> None:
    levels = [int(each.tag[1]) for each in page.tree.iter() if re.fullmatch(r"h[1-6]", str(each.tag))]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_table_has_headers_with_scopes_and_a_caption(page: Read) -> None:
    for table in page.all("table"):
        assert said(table.findall("caption")[0])
        headers = [*table.findall("thead/tr/th"), *table.findall("tbody/tr/th")]
        assert headers
        assert {each.get("scope") for each in headers} <= {"col", "row", "colgroup"}


def test_an_explanation_says_what_why_says(demo: Path) -> None:
    """The steps and the events of every figure are those of ``why``."""
    with published_report(demo, "rk-delar-2025-08") as (ledger, shown):
        document = document_of(shown)
        tree = html5lib.parse(ledger.written("html", shown).decode(), namespaceHTMLElements=False)
        nodes = {
            name: derivation(about.name, about.content, about.view, MOST_TERMS)
            for name, about in document.traced.items()
        }
    articles = [each for each in tree.iter("article") if each.get("class") == "explanation"]
    assert len(articles) > 400
    for article in articles:
        node = nodes[str(article.get("data-figure"))]
        events = [link.get("href") for link in article.iter("a") if link.get("class") == "event"]
        assert events == [f"#h-{version.record.id}" for version in leaves(node)]
        assert plain(f"{node.text}: {node.value}") in said(article)


def test_the_same_report_is_the_same_page(demo: Path) -> None:
    with published_report(demo, "rk-plan-2025") as (ledger, shown):
        assert ledger.written("html", shown) == ledger.written("html", shown)


def test_an_issued_report_says_by_whom_and_in_which_matter(demo: Path) -> None:
    """In place of ARBETSMATERIAL."""
    with published_report(demo, "rk-plan-2025") as (ledger, draft):
        matter = Matter(draft.view.at, Decider(body="Regionstyrelsen"), "RS 2025-0123")
        definition = ledger.plugins.report(draft.name)
        shown = definition.shown(draft.view, draft.name, draft.params, draft.ledger, matter.issuance)
        text = report_file("html", shown).decode()
    assert "ARBETSMATERIAL" not in text
    assert "Fastställd 2025-01-01 av Regionstyrelsen, dnr RS 2025-0123" in text
    assert "<dt>Diarienummer</dt><dd>RS 2025-0123</dd>" in text


def test_text_is_never_markup(demo: Path) -> None:
    """What somebody wrote is text, whatever it looks like."""
    with published_report(demo, "rk-plan-2025") as (_ledger, shown):
        text = report_file("html", replace(shown, title="<script>alert(1)</script> & co")).decode()
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</h1>" in text


def test_a_page_names_nobody_who_recorded(page: Read) -> None:
    """It may end up anywhere. When and from which document it was recorded is told."""
    told = [said(each) for each in page.all("article") if each.get("class") == "told"]
    assert told
    assert all("registrerad 20" in each and "källa: " in each for each in told)
    assert "av demo" not in page.source
