"""The derivation as a picture: one file that needs nothing else, with all that the tree of text says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from ledger.cli import main
from ledger.events import RamAllocated, RamChanged
from ledger.events.envelope import Decider, Source
from ledger.explain import Node, as_tree, why
from ledger.explain.lettering import laid, text_width
from ledger.explain.picture import as_picture
from ledger.language import speaking
from ledger.tables import Table, table
from ledger.testing import Given, decided, given
from ledger.views import View

SVG = "{http://www.w3.org/2000/svg}"
SOURCE = Source(
    document="rk-plan-2025", title="Plan & budget <2025>", diarienummer="RV240122", section="Ramar", place="s. 12"
)
BODY = Decider(body="Regionstyrelsen", delegate="regiondirektören", delegation="D 4.2")


@table("bild", title="Bild")
def pictured(view: View) -> Table:
    """En andel av en skillnad, och en cell där inget gäller."""
    first, second = (
        view.latest_one(RamAllocated, forvaltning="RK", part=part, period="2025").amount for part in ("CE", "CHR")
    )
    rows = Table("Vad", "Värde")
    rows.add("andel", "Andel", (first - view.total(RamChanged, forvaltning="RK")).share_of(first.to("tkr")))
    return rows.add("saknas", "Saknas", first - second)


def ram(part: str, amount: str, **about: Any) -> Any:
    event = RamAllocated(forvaltning="RK", part=part, period="2025", amount=amount)
    return decided(event, "2025-01-01", source=SOURCE, decided_by=BODY, **about)


def world() -> Given:
    return given(
        ram("CE", "70 mnkr", id="first-version"),
        ram("CHR", "80 mnkr", id="taken-back"),
        ram("CE", "71 mnkr", id="second-version", replaces="first-version", reason="Tryckfel"),
        decided(None, "2025-01-01", id="withdrawal", replaces="taken-back", reason="Fattades aldrig"),
        decided(RamChanged(forvaltning="RK", period="2025", cause="Hyra", amount="0,9 mnkr"), "2025-01-01", id="rent"),
        ram("CE", "72 mnkr", id="third-version", replaces="second-version", reason="Ny uppgift"),
    )


def explained(row: str, known: int | None = 5) -> Node:
    return why(pictured.shown(world().view("2025-12-31", known), "prov/bild", {}), row, "Värde")


def drawn(node: Node, **about: str) -> Element:
    return fromstring(as_picture(node, lambda person: "Anna Andersson", **about))


def said(picture: Element) -> str:
    """All that is drawn, without the text for who cannot see it; spaces where lines are broken."""
    return " ".join(text.text or "" for text in picture.iter(f"{SVG}text"))


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in (*node.children, *node.because):
        yield from nodes(child)


@pytest.mark.parametrize("row", ["andel", "saknas"])
def test_all_that_the_tree_says_is_in_the_picture(row: str) -> None:
    """Each value, sign and text, each event with its date, body, source, recording, reason and successor."""
    tree = explained(row)
    text = said(drawn(tree))
    for node in nodes(tree):
        assert node.value in text
        assert node.sign in text
        assert node.text in text
        for version in node.versions:
            assert version.record.id in text
            assert version.said in text
            assert str(version.envelope.effective_on) in text
    for part in (
        "registrerad 2025-01-01 12:01 av Anna Andersson",
        str(SOURCE),
        "(rk-plan-2025)",
        str(BODY),
        "skäl: Tryckfel",
    ):
        assert part in text


def test_what_no_longer_is_so_is_struck_through() -> None:
    """And only that; where a version stands is said in words too."""
    picture = drawn(explained("andel"))
    struck = {text.text for text in picture.iter(f"{SVG}text") if text.get("text-decoration") == "line-through"}
    assert struck == {"70\u00a0mnkr"}
    assert {"ersatt", "gäller", "registrerat senare"} <= {text.text for text in picture.iter(f"{SVG}text")}
    assert "återtagen" in said(drawn(explained("saknas")))


def test_it_is_told_to_those_who_cannot_see_it_in_the_language_spoken() -> None:
    """A title, and the tree as text."""
    node = explained("andel")
    picture = drawn(node)
    assert (picture.get("role"), picture.get("lang")) == ("img", "sv")
    named = (picture.get("aria-labelledby") or "").split()
    assert [(picture[place].tag, picture[place].get("id")) for place in (0, 1)] == [
        (f"{SVG}title", named[0]),
        (f"{SVG}desc", named[1]),
    ]
    assert picture[0].text == f"{node.text}: {node.value}"
    assert picture[1].text == as_tree(node, lambda person: "Anna Andersson")
    with speaking("en"):
        assert drawn(node).get("lang") == "en"


def test_it_needs_nothing_else() -> None:
    """No script, no link, no font or image from elsewhere; light, dark and print."""
    text = as_picture(explained("andel"), str)
    assert not {"script", "image", "use", "a", "foreignObject"} & {
        each.tag.removeprefix(SVG) for each in fromstring(text).iter()
    }
    assert all(word not in text for word in ("url(", "@import", "@font-face", "href", "javascript"))
    assert text.count("http") == 1  # the name space
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_everything_lies_within_the_sheet_and_nothing_upon_another() -> None:
    """Boxes follow one another, each text within its box, by widths that no common font exceeds."""
    picture = drawn(explained("andel"), title="Bild", seen="Per 2025-12-31 " * 20)
    width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
    below = 0.0
    for group in picture.iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect[@class='box']")
        assert box is not None
        left, top, wide, high = (float(box.get(name, 0)) for name in ("x", "y", "width", "height"))
        assert top >= below
        assert left + wide <= width
        below = top + high
        for text in group.iter(f"{SVG}text"):
            if text.get("class") == "mark":
                continue
            assert top < float(text.get("y", 0)) < below
            if text.get("text-anchor") is None:
                bold = text.get("font-weight") == "700"
                end = float(text.get("x", 0)) + text_width(text.text or "", int(text.get("font-size", 0)), bold=bold)
                assert end <= left + wide
    assert below < height


def test_a_tree_deep_or_broad_is_still_a_picture() -> None:
    """Sixty levels stay on a sheet that can be read; hundreds of terms lie below each other."""
    deep = replace(explained("andel"), children=())
    for level in range(60):
        deep = Node(f"steg {level}", f"{level} mnkr", "+", (deep,))
    picture = drawn(deep)
    assert len(list(picture.iter(f"{SVG}g"))) == 61
    assert float(picture.get("width", 0)) < 3_000
    broad = drawn(Node("summa", "5 mnkr", children=tuple(Node(f"post {n}", f"{n} mnkr", "+") for n in range(500))))
    assert len(list(broad.iter(f"{SVG}circle"))) == 500
    assert float(broad.get("width", 0)) < 1_000
    assert drawn(Node("ensam")).find(f"{SVG}g") is not None


def test_what_only_selects_is_dashed_and_told_last() -> None:
    """It gives no value: it has a branch of its own, in text and data too."""
    chosen = Node("Enhet bildad: CE", children=(Node("och varför"),))
    node = Node("Ram", "71 mnkr", children=(Node("läst", "71 mnkr"),), because=(chosen,))
    picture = drawn(node)
    assert [group.get("class") for group in picture.iter(f"{SVG}g")] == ["root", "step", "label", "because", "because"]
    assert len([each for each in picture.iter(f"{SVG}path") if each.get("class") == "branch dashed"]) == 6
    assert as_tree(node, str).splitlines()[2:] == ["└ därför att:", "  └ Enhet bildad: CE", "    └ och varför"]


def test_text_is_laid_on_lines_that_fit() -> None:
    """A word that is too wide is broken; what a no-break space holds together is not."""
    lines = laid("Ram 1\u00a0234\u00a0mnkr " + "x" * 100, 12, 100)
    assert "".join(lines).replace(" ", "") == "Ram1\u00a0234\u00a0mnkr" + "x" * 100
    assert all(text_width(line, 12) <= 100 for line in lines)
    assert any("1\u00a0234\u00a0mnkr" in line for line in lines)
    assert laid("", 12, 100) == []


def test_the_command_draws(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To the screen, or to a file whose suffix decides; a suffix that is no form is refused before anything else."""
    asked = ["why", "rk/ramfordelning", "--row", "centrum för hr", "--column", "ram 2025 (mnkr)", "--at", "2025-08-31"]
    call = ["--ledger", str(demo / "demo.db"), *asked]
    assert main([*call, "--format", "svg"]) == 0
    printed = capsys.readouterr().out
    for name, begins in {"varför.svg": "<svg", "varför.JSON": "{", "varför.txt": "Centrum för HR, Ram 2025: "}.items():
        assert main([*call, "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert (tmp_path / "varför.svg").read_text("utf-8") == printed
    assert "position" in said(fromstring(printed))
    assert capsys.readouterr().out == ""
    assert main([*call, "-o", str(tmp_path / "varför.docx")]) == 2
    assert not (tmp_path / "varför.docx").exists()
