"""PDF, read back with other libraries than the one that wrote it: every figure, the tags, the standards, the JSON."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
import typst

from documents import FIVE, published_report
from ledger.export.document import Box, Chapter, Document, Grid, Line, Paragraph, Piece
from ledger.export.drawing import Drawing
from ledger.export.pdf import paper
from ledger.export.setting import document_of
from ledger.export.trace import Trace, traced
from ledger.problems import Refused
from ledger.tables.contract import report_as_json, report_contract
from ledger.tables.printed import Cell
from ledger.tables.report import Issuance
from ledger.tables.table import Column

HEAD = "Zm9vYmFyYmF6"
"""Stands for the head of the ledger's log."""


@dataclass(frozen=True)
class Written:
    """A document with what explains it, and its PDF."""

    document: Document
    trace: Trace
    raw: bytes

    @cached_property
    def read(self) -> Read:
        """The PDF as others read it."""
        return Read(self.raw)


@dataclass(frozen=True)
class Node:
    """A node of the tree of tags: its tag, what it holds, and the pieces of the page that are marked as its own."""

    tag: str
    element: pikepdf.Object
    children: tuple[Node, ...]
    marked: tuple[tuple[int, int], ...]

    def all(self, *tags: str) -> Iterator[Node]:
        """Every node with one of these tags, itself included, in order."""
        if self.tag in tags:
            yield self
        for child in self.children:
            yield from child.all(*tags)

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """The pieces of pages that it and its children hold: the page and the number of the piece."""
        yield from self.marked
        for child in self.children:
            yield from child.places


class Read:
    """A PDF: its tags from pikepdf, the characters that they hold from pdfplumber."""

    def __init__(self, raw: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(raw))
        self.pages = pdfplumber.open(io.BytesIO(raw)).pages
        self.numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.characters: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for number, page in enumerate(self.pages):
            for place, character in _marked(page.chars):
                self.characters.setdefault((number, place), []).append(character)
        (whole,) = list(self.pdf.Root.StructTreeRoot.K)
        self.tags = self._node(whole)

    def _node(self, element: pikepdf.Object) -> Node:
        kids = element.get("/K", pikepdf.Array())
        children, marked = [], []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                marked.append((self.numbers[element.Pg.objgen], int(kid)))
            elif "/MCID" in kid:
                marked.append((self.numbers[kid.get("/Pg", element.get("/Pg")).objgen], int(kid.MCID)))
            elif "/S" in kid:
                children.append(self._node(kid))
        return Node(str(element.S).lstrip("/"), element, tuple(children), tuple(marked))

    def text(self, node: Node) -> str:
        """What a node says; a line that ends without a space or a hyphen has none."""
        return "".join(character["text"] for place in node.places for character in self.characters.get(place, ()))

    def rows(self, table: Node) -> list[list[Node]]:
        """The rows of a table, each its cells."""
        return [list(row.children) for row in table.all("TR")]


def _marked(characters: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The characters of a page that are tagged, each with the number of the piece that it lies in.

    pdfplumber forgets that number after a piece within a piece, such as a hyphen with a text of its own: what has
    neither a number nor is decoration goes on with the piece before it.
    """
    place = None
    for character in characters:
        if character["mcid"] is not None:
            place = character["mcid"]
        elif character["tag"] == "Artifact":
            place = None
        if place is not None:
            yield place, character


@pytest.fixture(scope="module")
def papers(demo: Path) -> dict[str, Written]:
    """The five documents as PDF."""
    found = {}
    for which in FIVE:
        with published_report(demo, which) as (_ledger, shown):
            document = document_of(shown, HEAD)
            trace = traced(document)
            found[which] = Written(document, trace, paper.written(document, trace))
    return found


@pytest.fixture(params=FIVE)
def one(request: pytest.FixtureRequest, papers: dict[str, Written]) -> Written:
    """Each of the five."""
    return papers[request.param]


@pytest.fixture
def small(papers: dict[str, Written]) -> Written:
    """One of the five, for what needs no more."""
    return papers["rk-plan-2025"]


def squeezed(text: str) -> str:
    """A text without what depends on where its lines are broken: spaces, and hyphens, whatever their kind."""
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


def test_every_cell_says_what_the_json_says(one: Written) -> None:
    contract = report_contract(one.document.shown)
    expected = [table for section in contract["sections"] for table in section["tables"]]
    tables = list(one.read.tags.all("Table"))
    assert len(tables) == len(expected)
    for node, table, grid in zip(tables, expected, one.document.grids, strict=True):
        heading, *rows = one.read.rows(node)
        assert [squeezed(one.read.text(cell)) for cell in heading] == [squeezed(each) for each in grid.headings]
        for cells, row, line in zip(rows, table["rows"], grid.lines, strict=True):
            label, *texts = [one.read.text(cell) for cell in cells]
            assert squeezed(label) == squeezed(line.label)
            if row["kind"] == "heading":
                assert texts == []
                continue
            for text, cell, box in zip(texts, row["cells"], line.boxes, strict=True):
                _same(text, cell, box)


def _same(text: str, cell: dict[str, Any], box: Box) -> None:
    """A cell on paper says what the JSON says of it, and no figure in it is divided or has lost its spaces."""
    signs = box.pieces[-1].sign.replace(" ", "\u00a0") if box.pieces else ""
    if cell["value"] is not None:
        assert text == cell["text"] + signs
    elif cell["parts"]:
        assert squeezed(re.sub("[†*]", "", text)) == squeezed(re.sub("[†*]", "", cell["text"]))
        _whole_figures(text, cell["parts"])
    else:
        assert squeezed(text) == squeezed(cell["text"] + signs)


def _whole_figures(text: str, parts: list[dict[str, Any]]) -> None:
    """No figure in a text is divided or has lost its spaces; of what is only compared the JSON keeps common ones."""
    for part in parts:
        assert part["text"] in (text if part["value"] is not None else text.replace("\u00a0", " "))


def test_every_paragraph_says_what_the_json_says(one: Written) -> None:
    said = [one.read.text(node) for node in one.read.tags.all("P")]
    by_words = {squeezed(text.replace("†", "")): text for text in said}
    paragraphs = [each for section in report_contract(one.document.shown)["sections"] for each in section["paragraphs"]]
    assert paragraphs
    for paragraph in paragraphs:
        text = by_words[squeezed(paragraph["text"])]
        _whole_figures(text, paragraph["parts"])


def test_what_stands_under_tables_and_paragraphs_is_told(one: Written) -> None:
    said = {squeezed(one.read.text(node)) for node in one.read.tags.all("P")}
    for chapter in one.document.chapters:
        for noted in (*chapter.paragraphs, *chapter.grids):
            assert {squeezed(note) for note in noted.notes} <= said


def test_figures_stand_to_the_right_and_varav_is_indented(one: Written) -> None:
    for node, grid in zip(one.read.tags.all("Table"), one.document.grids, strict=True):
        lefts: dict[tuple[int, int], set[float]] = {}
        rights: dict[tuple[int, int], set[float]] = {}
        for cells, line in zip(one.read.rows(node)[1:], grid.lines, strict=True):
            for place, cell in enumerate(cells):
                if line.heading or not one.read.text(cell):
                    continue
                page, left, right = _reach(one.read, cell)
                if place == 0:
                    lefts.setdefault((page, line.indent), set()).add(round(left))
                elif line.boxes[place - 1].cell.value is not None:
                    rights.setdefault((page, place), set()).add(round(right))
        assert all(max(ends) - min(ends) <= 1 for ends in rights.values())
        for (page, indent), starts in lefts.items():
            if indent and (page, 0) in lefts:
                assert min(starts) > max(lefts[page, 0])


def _reach(read: Read, cell: Node) -> tuple[int, float, float]:
    """The page on which a cell begins, and how far to the left and the right its text there reaches."""
    places = list(cell.places)
    page = places[0][0]
    found = [each for place in places if place[0] == page for each in read.characters.get(place, ())]
    visible = [each for each in found if each["text"].strip()]
    return page, min(each["x0"] for each in visible), max(each["x1"] for each in visible)


def _nothing_sticks_out(read: Read) -> None:
    """No cell reaches into its neighbour or over the margin."""
    for table in read.tags.all("Table"):
        for cells in read.rows(table):
            reaches = [_reach(read, cell) for cell in cells if read.text(cell).strip()]
            for (_page, _left, right), (_next_page, left, _right) in pairwise(reaches):
                assert right < left
            for page, left, right in reaches:
                assert left > 0.9 * 56.6
                assert right < float(read.pages[page].width) - 0.9 * 56.6


def test_no_cell_reaches_into_another_or_over_the_margin(one: Written) -> None:
    _nothing_sticks_out(one.read)


def test_headings_are_repeated_but_told_once(one: Written) -> None:
    """The rows of tags are those of the table, though its heading stands on every page that it goes over."""
    for node, grid in zip(one.read.tags.all("Table"), one.document.grids, strict=True):
        heading = one.read.rows(node)[0]
        assert {cell.tag for cell in heading} == {"TH"}
        pages = {page for page, _number in node.places}
        assert len(one.read.rows(node)) == len(grid.lines) + 1
        for page in pages:
            text = squeezed(one.read.pages[page].extract_text())
            assert squeezed(grid.headings[-1].split()[0]) in text


def test_the_json_is_attached_byte_for_byte(one: Written) -> None:
    shown = one.document.shown
    attached = one.read.pdf.attachments[paper.attachment_name(shown)]
    assert attached.get_file().read_bytes() == f"{report_as_json(shown)}\n".encode()
    assert attached.get_file().mime_type == "application/json"
    assert str(attached.obj.AFRelationship) == "/Data"
    assert len(one.read.pdf.attachments) == 1


def test_it_claims_to_be_kept_and_to_be_read_aloud(one: Written) -> None:
    with one.read.pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == one.document.title


def test_language_title_and_bookmarks(one: Written) -> None:
    root = one.read.pdf.Root
    assert str(root.Lang) == "sv"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)
    with one.read.pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [*(chapter.title for chapter in one.document.chapters), "Källor"]


def test_every_picture_is_told_in_words(one: Written) -> None:
    for figure in one.read.tags.all("Figure"):
        assert str(figure.element.Alt).strip()


def test_each_page_says_what_it_is_of(one: Written) -> None:
    document, pages = one.document, one.read.pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"Sida {number} av {len(pages)}" in text
        assert document.title in text
        assert document.shown.office in text
        assert "ARBETSMATERIAL" in text
        assert f"Per {document.shown.view.at}, enligt vad som var känt" in text


def test_the_first_page_and_the_last_chapter_tell_where_it_comes_from(one: Written) -> None:
    first = squeezed(one.read.pages[0].extract_text())
    last = squeezed("".join(one.read.text(node) for node in one.read.tags.all("P", "L")))
    for particular in one.document.particulars:
        assert squeezed(particular.text) in (last if particular.key == "head" else first)
    for origin in one.trace.origins():
        assert squeezed(origin.told) in last
    assert squeezed(HEAD) in last


def test_an_issued_report_says_so_and_is_no_draft(small: Written) -> None:
    issued = Issuance(small.document.shown.view.at, "Regionstyrelsen", "RS-2025-0017")
    document = document_of(replace(small.document.shown, issued=issued), HEAD)
    read = Read(paper.written(document, small.trace))
    for page in read.pages:
        assert document.standing in page.extract_text()
        assert "ARBETSMATERIAL" not in page.extract_text()
    assert "RS-2025-0017" in read.pages[0].extract_text()


def test_the_same_report_is_the_same_bytes(small: Written) -> None:
    assert paper.written(small.document, small.trace) == small.raw


def test_a_trace_that_is_not_whole_is_told(small: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = squeezed("".join(page.extract_text() for page in small.read.pages))
    monkeypatch.setattr(Trace, "complete", property(lambda _self: False))
    cut = squeezed("".join(page.extract_text() for page in Read(paper.written(small.document, small.trace)).pages))
    told = squeezed("bara de största med här")
    assert told in cut
    assert told not in whole


def test_a_picture_is_set_with_its_words(small: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60"><rect width="900" height="60"/></svg>'
    drawing = Drawing(svg, 900, 60, "Ramen per år", "Ramen växer varje år")
    first = next(small.document.grids)
    monkeypatch.setattr(paper, "drawn", lambda grid: drawing if grid is first else None)
    read = Read(paper.written(small.document, small.trace))
    (figure,) = read.tags.all("Figure")
    assert str(figure.element.Alt) == "Ramen växer varje år"
    assert "Ramen per år" in {read.text(node) for node in read.tags.all("P")}


def _invented(small: Written, *grids: Grid, text: str = "") -> Document:
    """A document of one chapter with these tables."""
    paragraphs = (Paragraph((Piece(text),), (), "a#¶1"),) if text else ()
    return replace(small.document, chapters=(Chapter("Kapitel", paragraphs, grids),))


def _grid(labels: list[str], columns: int, text: str, value: str | None = None) -> Grid:
    """A table with these rows and this text in all its cells."""
    box = Box((Piece(text),), Cell(text, value, number=value is not None), None, "")
    return Grid(
        name="a",
        title="Tabell",
        heading="Tabell",
        headings=("Rad", *(f"Kolumn {number}" for number in range(columns))),
        numeric=(False, *[value is not None] * columns),
        columns=(Column("Kolumn"),) * columns,
        lines=tuple(Line("item", label, label, 0, (box,) * columns) for label in labels),
        notes=(),
        picture=None,
    )


@pytest.mark.parametrize(
    "grid",
    [
        pytest.param(_grid(["Rad"] * 3, 24, "1\u00a0234", "1234"), id="many-columns"),
        pytest.param(_grid(["x" * 150, "Rad"], 3, "https://exempel.se/" + "a1" * 60), id="words-that-no-rule-divides"),
        pytest.param(_grid(["Verksamhetsuppföljningsprocessutveckling"] * 2, 8, "ord " * 90), id="long-texts"),
        pytest.param(_grid(["Rad"] * 2, 2, "Många ord i en och samma cell. " * 400), id="a-row-over-several-pages"),
        pytest.param(_grid(["Rad"], 0, ""), id="no-columns"),
    ],
)
def test_tables_of_any_shape_stay_within_their_cells(small: Written, grid: Grid) -> None:
    read = Read(paper.written(_invented(small, grid), small.trace))
    _nothing_sticks_out(read)
    texts = [[squeezed(read.text(cell)) for cell in row] for row in read.rows(next(read.tags.all("Table")))[1:]]
    assert texts == [[squeezed(line.label), *(squeezed(box.text) for box in line.boxes)] for line in grid.lines]


def test_no_text_is_read_as_markup(small: Written) -> None:
    text = '= Rubrik #panic("fel") *fet* $x$ <etikett> @referens `kod` \\ // slut /* och */ [hake] _under_ --- ~'
    read = Read(paper.written(_invented(small, _grid([text], 1, text), text=text), small.trace))
    assert squeezed(text) in {squeezed(read.text(node)) for node in read.tags.all("P")}
    assert [squeezed(read.text(cell)) for cell in list(read.tags.all("TR"))[1].children] == [squeezed(text)] * 2


def test_a_report_in_which_nothing_is_decided_says_so(small: Written) -> None:
    document = document_of(replace(small.document.shown, sections=()), HEAD)
    read = Read(paper.written(document, Trace({})))
    assert document.notes[0] in " ".join(read.pages[0].extract_text().split())


def test_a_sign_that_no_font_has_is_refused(small: Written) -> None:
    """And the text that it stands in is named."""
    with pytest.raises(
        Refused, match=r"inget typsnitt har tecknet U\+F1234, som står i ”Rapport \U000f1234”"
    ) as refusal:
        paper.written(replace(small.document, title="Rapport \U000f1234"), small.trace)
    assert "fonts" in str(refusal.value)


def test_what_the_engine_has_against_a_report_is_not_blamed_on_a_template(
    small: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compiled(*_args: object, **_more: object) -> bytes:
        error = typst.TypstError("wrong")
        error.message, error.hints, error.diagnostic = "something is wrong", [], ""
        raise error

    monkeypatch.setattr(typst, "compile", compiled)
    with pytest.raises(Refused, match="something is wrong") as refusal:
        paper.written(small.document, small.trace)
    assert "mall" not in str(refusal.value)
    assert "html" in str(refusal.value)


def test_a_template_that_needs_the_network_is_refused(small: Written, tmp_path: Path) -> None:
    file = tmp_path / "own.typ"
    file.write_text('#import "@preview/cetz:0.3.4"', encoding="utf-8")
    with pytest.raises(Refused, match="mallen hämtar @preview/cetz:0.3.4 från nätet"):
        paper.written(small.document, small.trace, file)


def test_no_word_is_too_long_for_its_place(small: Written) -> None:
    """In titles, headings, paragraphs, notes and cells."""
    word = "W" * 300
    grid = replace(_grid([word], 3, word), title=word, heading=word, notes=(word,))
    read = Read(paper.written(_invented(small, grid, text=word), small.trace))
    for page in read.pages:
        assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars)


def test_the_fonts_of_the_machine_are_used_only_for_signs_that_need_them(
    small: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def compiled(*_args: object, ignore_system_fonts: bool, **_more: object) -> bytes:
        asked.append(ignore_system_fonts)
        if ignore_system_fonts:
            error = typst.TypstError("a sign")  # as the engine makes it: with its message beside it
            error.message = 'the text `"字"` could not be displayed with font `"Libertinus Serif"`'
            raise error
        return b"%PDF"

    monkeypatch.setattr(typst, "compile", compiled)
    assert paper.written(small.document, small.trace) == b"%PDF"
    assert asked == [True, False]


OWN = """#import "words.typ": greeting
#let data = json(bytes(sys.inputs.document))
#set document(title: data.title)
#set text(lang: data.language)
#greeting #data.title
#image("mark.svg", alt: "Vapen")
#data.chapters.map(chapter => chapter.title).join("; ")
"""


def test_a_template_of_ones_own_is_used_with_what_lies_beside_it(small: Written, tmp_path: Path) -> None:
    (tmp_path / "words.typ").write_text('#let greeting = "Hej,"', encoding="utf-8")
    (tmp_path / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    (tmp_path / "own.typ").write_text(OWN, encoding="utf-8")
    read = Read(paper.written(small.document, small.trace, tmp_path / "own.typ"))
    text = " ".join(read.pages[0].extract_text().split())
    assert f"Hej, {small.document.title}" in text
    assert small.document.chapters[-1].title in text
    assert [str(figure.element.Alt) for figure in read.tags.all("Figure")] == ["Vapen"]


@pytest.mark.parametrize(
    ("template", "row", "said"),
    [
        ('#set document(title: "A")\n\n#no-such-thing()', 3, "unknown variable: no-such-thing"),
        ('#set document(title: "A")\n#image("none.svg")', 2, "file not found"),
        ('#set document(title: "A")\n= En\n=== Tre', 3, "PDF/UA-1 error"),
        ('#set document(title: "A")\n#json(bytes(sys.inputs.document)).nothing', 2, "nothing"),
    ],
)
def test_a_broken_template_is_refused_with_its_line(
    small: Written, tmp_path: Path, template: str, row: int, said: str
) -> None:
    file = tmp_path / "own.typ"
    file.write_text(template, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        paper.written(small.document, small.trace, file)
    (problem,) = refusal.value.problems
    assert said in problem.what
    assert problem.origin.row == row
    assert Path(problem.origin.file).resolve() == file
    assert problem.remedy


def test_a_template_that_is_not_there_or_is_not_text_is_refused(small: Written, tmp_path: Path) -> None:
    for file in (tmp_path / "none.typ", tmp_path):
        with pytest.raises(Refused, match="filen kan inte läsas"):
            paper.written(small.document, small.trace, file)
    (tmp_path / "own.typ").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="Typst"):
        paper.written(small.document, small.trace, tmp_path / "own.typ")
