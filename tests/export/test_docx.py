"""DOCX: what the Word file says is what the JSON contract says, it is made of Word's own parts, and a förvaltning may
lay it out with a template of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx2python import docx2python

from documents import FIVE, published_report
from ledger.explain.why import Node, Rest
from ledger.export.document import Document
from ledger.export.docx.widths import widths
from ledger.export.docx.writing import written
from ledger.export.drawing import drawn
from ledger.export.setting import document_of
from ledger.export.trace import Trace, traced
from ledger.figures.figure import total
from ledger.problems import Refused
from ledger.tables.contract import report_contract
from ledger.tables.report import Issuance
from make_word_template import TARGET, template

HEAD = "huvudet på loggen"
TWENTIETH = 635
"""A twentieth of a point, in which Word counts a table's columns, in the units in which it counts a page."""


@dataclass(frozen=True)
class Made:
    """A document, the trace of it, what the contract says of it, and the Word file."""

    document: Document
    trace: Trace
    contract: dict[str, Any]
    file: bytes

    @property
    def word(self) -> WordDocument:
        return docx.Document(BytesIO(self.file))


@pytest.fixture(scope="module", params=sorted(FIVE))
def made(request: pytest.FixtureRequest, demo: Path) -> Iterator[Made]:
    """Each of the five documents."""
    yield from _made(demo, request.param)


@pytest.fixture(scope="module")
def one(demo: Path) -> Iterator[Made]:
    """One of them, which has most: varav rows, wide tables, notes, pictures."""
    yield from _made(demo, "rk-delar-2025-08")


def _made(demo: Path, which: str) -> Iterator[Made]:
    with published_report(demo, which) as (_ledger, shown):
        document = document_of(shown, HEAD)
        trace = traced(document)
        yield Made(document, trace, report_contract(shown), written(document, trace))


def _read(file: bytes) -> tuple[list[list[list[str]]], list[str]]:
    """The tables, and the paragraphs outside them, as another library reads them."""
    with docx2python(BytesIO(file)) as read:
        body = read.body
    tables = [[[_plain("\n".join(cell)) for cell in row] for row in each] for each in body if len(each) > 1]
    return tables, [_plain(text) for each in body if len(each) == 1 for text in each[0][0]]


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _unmarked(text: str) -> str:
    """A text without the signs that refer to notes."""
    return re.sub(r" [*†]", "", text)


def test_every_figure_of_every_table_is_that_of_the_contract(made: Made) -> None:
    tables, _paragraphs = _read(made.file)
    expected = [table for section in made.contract["sections"] for table in section["tables"] if table["rows"]]
    assert len(tables) == len(expected) > 10
    for table, contract in zip(tables, expected, strict=True):
        assert [_unmarked(cell) for row in table[1:] for cell in row[1:]] == [
            row["label"] if row["kind"] == "heading" else _plain(cell["text"])
            for row in contract["rows"]
            for cell in row["cells"]
        ]


def test_every_row_has_its_label_and_every_column_its_heading_with_its_unit(made: Made) -> None:
    tables, _paragraphs = _read(made.file)
    for table, grid in zip(tables, (grid for grid in made.document.grids if grid.lines), strict=True):
        assert table[0] == [_plain(heading) for heading in grid.headings]
        assert [row[0] for row in table[1:]] == [_plain(line.label) for line in grid.lines]
    contract = [table for section in made.contract["sections"] for table in section["tables"] if table["rows"]]
    for table, told in zip(tables, contract, strict=True):
        for heading, column in zip(table[0][1:], told["columns"], strict=True):
            assert heading in {column["label"], f"{column['label']} ({column['unit']})"}
        for row, line in zip(table[1:], told["rows"], strict=True):
            assert row[0] in {_plain(line["label"]), f"varav {_plain(line['label'])}"}


def test_every_paragraph_heading_and_note_is_there(made: Made) -> None:
    _tables, paragraphs = _read(made.file)
    unmarked = [_unmarked(text) for text in paragraphs]
    for section in made.contract["sections"]:
        assert section["title"] in paragraphs
        for paragraph in section["paragraphs"]:
            assert _plain(paragraph["text"]) in unmarked
        for table in section["tables"]:
            for note in table["notes"]:
                assert any(text in {_plain(note), f"* {_plain(note)}", f"† {_plain(note)}"} for text in paragraphs)


def test_what_deviates_is_marked_where_it_stands(one: Made) -> None:
    tables, _paragraphs = _read(one.file)
    marked = {cell for table in tables for row in table for cell in row if "†" in cell}
    assert "28 †" in marked


def test_the_particulars_and_the_sources_are_told(made: Made) -> None:
    _tables, paragraphs = _read(made.file)
    assert paragraphs[:2] == [made.document.title, "ARBETSMATERIAL"]
    said = "\n".join(paragraphs)
    for each in made.document.particulars:
        assert each.text in said
    sources = paragraphs[paragraphs.index("Källor") + 1 :]
    assert sources[: len(made.trace.origins())] == [origin.told for origin in made.trace.origins()]
    assert sources[-1] == f"Liggarens huvud: {HEAD}"
    assert str(made.document.shown.view.at) in sources[-2]
    assert f"position {made.document.shown.view.position}" in sources[-2]


def test_that_sums_are_not_told_in_full_is_said_only_where_it_is_so(one: Made) -> None:
    told = "Av summor med mycket många poster är bara de största med här."
    node = Node("summa", rest=Rest(3, total([])))
    assert told in _read(written(one.document, Trace({**one.trace.nodes, "en till": node})))[1]
    assert told not in _read(one.file)[1]


def test_chapters_and_tables_stand_under_real_headings(made: Made) -> None:
    headings = [
        (paragraph.style.name, paragraph.text)
        for paragraph in made.word.paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith(("Title", "Heading"))
    ]
    expected = [("Title", made.document.title)]
    for chapter in made.document.chapters:
        expected.append(("Heading 1", chapter.title))
        expected += [("Heading 2", grid.title) for grid in chapter.grids if grid.title]
    assert headings == [*expected, ("Heading 1", "Källor")]


def test_tables_repeat_their_headings_keep_rows_whole_and_are_described(made: Made) -> None:
    for table, grid in zip(made.word.tables, (grid for grid in made.document.grids if grid.lines), strict=True):
        rows = table._tbl.tr_lst
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * len(grid.lines)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert table.style is not None
        assert table.style.name == "Planledger tabell"
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == grid.heading
        assert grid.headings[-1] in table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_numbers_stand_to_the_right_varav_rows_are_indented_and_sums_are_bold(one: Made) -> None:
    kinds = set()
    for table, grid in zip(one.word.tables, (grid for grid in one.document.grids if grid.lines), strict=True):
        for row, line in zip(table.rows[1:], grid.lines, strict=True):
            kinds.add(line.kind)
            cells = row.cells
            label = cells[0].paragraphs[0]
            assert bool(label.style.paragraph_format.left_indent) == (line.kind == "varav")
            assert all((run.style.name == "Strong") == line.strong for run in label.runs)
            for cell, box in zip(cells[1:], line.boxes, strict=True):
                if box.cell.number:
                    assert cell.paragraphs[0].style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert kinds == {"item", "varav", "subtotal", "total", "heading"}


def test_pictures_are_there_with_words_for_who_cannot_see_them_and_captions(made: Made) -> None:
    pictures = [picture for grid in made.document.grids if (picture := drawn(grid))]
    properties = made.word.element.body.findall(f".//{qn('wp:docPr')}")
    assert [each.get("descr") for each in properties] == [picture.told for picture in pictures]
    assert pictures
    assert len({each.get("id") for each in properties}) == len(pictures)
    assert all(picture.told for picture in pictures)
    captions = [each.text for each in made.word.paragraphs if each.style is not None and each.style.name == "Caption"]
    assert captions == [picture.caption for picture in pictures]


def test_a_table_fits_its_page_and_one_too_wide_gets_a_page_that_lies_down(made: Made) -> None:
    sections = iter(made.word.sections)
    section = next(sections)
    lying = []
    for element in made.word.element.body:
        if element.tag == qn("w:tbl"):
            room = ((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / TWENTIETH
            taken = sum(int(each.get(qn("w:w"))) for each in element.find(qn("w:tblGrid")))
            assert 0.4 * room < taken <= room + 10
            lying.append(section.orientation == WD_ORIENT.LANDSCAPE)
        elif element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            section = next(sections)
    assert section.orientation == WD_ORIENT.PORTRAIT, "the sources stand upright"
    too_wide = [len(grid.columns) >= 8 and "Berörda regler" in grid.headings for grid in made.document.grids]
    assert all(lies for lies, wide in zip(lying, too_wide, strict=True) if wide)
    assert sum(lying) < len(lying) / 3


def test_no_number_is_wider_than_its_column(one: Made) -> None:
    for grid in one.document.grids:
        fitted = widths(grid, 464.9, 711.5, 9)
        for place, width in enumerate(fitted.columns[1:]):
            for line in grid.lines:
                for number in re.findall(r"[\d\u00a0,−]+", line.boxes[place].text):
                    assert len(number) * 0.5 * fitted.size < width, (grid.heading, number)


def test_header_and_footer_say_whose_it_is_its_standing_and_which_page_of_how_many(one: Made) -> None:
    with docx2python(BytesIO(one.file)) as read:
        assert read.header[0][0][0] == ["Regionkontoret", "ARBETSMATERIAL"]
        assert read.footer[0][0][0] == ["Delårsrapport augusti 2025 · Sida 1 av 1"]
    with ZipFile(BytesIO(one.file)) as archive:
        footer = archive.read("word/footer1.xml").decode()
    assert re.findall(r"<w:instrText[^>]*> (\w+) <", footer) == ["PAGE", "NUMPAGES"]


def test_an_issued_report_says_so_in_its_header(one: Made) -> None:
    issued = Issuance(date(2025, 10, 1), "Regionstyrelsen", "RV250001 & 2")
    document = document_of(replace(one.document.shown, issued=issued))
    with docx2python(BytesIO(written(document, traced(document)))) as read:
        assert read.header[0][0][0][1] == "Fastställd 2025-10-01 av Regionstyrelsen, dnr RV250001 & 2"
        assert "ARBETSMATERIAL" not in read.text
        assert "Diarienummer:\tRV250001 & 2" in read.text


def test_the_file_is_swedish_and_names_nobody_and_no_time_but_that_of_what_it_shows(made: Made) -> None:
    about, at = made.word.core_properties, made.document.shown.view.at
    assert (about.title, about.language) == (made.document.title, "sv-SE")
    assert (about.author, about.last_modified_by) == (made.document.shown.office, "")
    assert about.created is not None
    assert about.modified is not None
    assert about.created.date() == about.modified.date() == at
    assert made.word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val")) == "sv-SE"
    with ZipFile(BytesIO(made.file)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_document_gives_the_same_bytes(made: Made) -> None:
    again = document_of(made.document.shown, HEAD)
    assert written(again, traced(again)) == made.file


def test_no_break_spaces_are_kept(one: Made) -> None:
    assert any("264\u00a0879\u00a0timmar" in cell.text for table in one.word.tables for cell in table._cells)


def _saved(word: WordDocument, folder: Path) -> Path:
    path = folder / "mall.docx"
    word.save(str(path))
    return path


def test_a_template_of_its_own_keeps_its_header_and_gets_the_styles_that_it_lacks(one: Made, tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "Region Exempel · {{ period }} · {{ finns_inte }}{{ finns.inte }}."
    own.add_paragraph("Före {{ standing }}")
    own.add_paragraph("{{ content }}")
    own.add_paragraph("Efter")
    assert "Tabelltal" not in [style.name for style in own.styles]
    file = written(one.document, one.trace, _saved(own, tmp_path))
    word = docx.Document(BytesIO(file))
    assert word.sections[0].header.paragraphs[0].text == "Region Exempel · augusti 2025 · ."
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[:2] == ["Före ARBETSMATERIAL", one.document.title]
    assert texts[-1] == "Efter"
    assert _read(file)[0] == _read(one.file)[0]
    assert {style.name for style in word.styles} >= {"Tabelltal", "Varav", "Planledger tabell", "Källa"}
    numbers = [style.style_id for style in word.styles]
    assert len(numbers) == len(set(numbers))
    built_upon = {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:basedOn"))}
    assert built_upon <= set(numbers)
    used = word.element.body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    assert {each.get(qn("w:val")) for each in used} <= set(numbers)


def test_a_style_that_the_template_has_is_the_templates(one: Made, tmp_path: Path) -> None:
    own = docx.Document()
    own.styles["Heading 1"].font.name = "Comic Sans MS"
    word = docx.Document(BytesIO(written(one.document, one.trace, _saved(own, tmp_path))))
    heading = next(paragraph for paragraph in word.paragraphs if paragraph.text == one.document.chapters[0].title)
    assert heading.style is not None
    assert heading.style.font.name == "Comic Sans MS"


def test_a_template_without_a_place_gets_the_report_last(one: Made, tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("Försättsblad")
    file = written(one.document, one.trace, _saved(own, tmp_path))
    tables, paragraphs = _read(file)
    assert paragraphs[:2] == ["Försättsblad", one.document.title]
    assert tables == _read(one.file)[0]


def test_a_place_that_ends_a_section_keeps_the_section(one: Made, tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("{{ content }}")
    own.add_section().orientation = WD_ORIENT.LANDSCAPE
    place = own.paragraphs[0]._p
    ending = own.element.body.findall(f".//{qn('w:pPr')}/{qn('w:sectPr')}")[0]
    ending.getparent().getparent().getparent().remove(ending.getparent().getparent())
    place.set_sectPr(ending)
    own.add_paragraph("Efter, liggande")
    word = docx.Document(BytesIO(written(one.document, one.trace, _saved(own, tmp_path))))
    assert word.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    assert word.sections[-2].orientation == WD_ORIENT.PORTRAIT
    assert "content" not in "".join(paragraph.text for paragraph in word.paragraphs)


@pytest.mark.parametrize(
    "text", ["{{ title", "{{ title | finns_inte }}", "{% if %}", "{{ 1 / 0 }}", "{{ ''.__class__.mro() }}"]
)
def test_a_template_with_wrong_placeholders_is_refused(one: Made, tmp_path: Path, text: str) -> None:
    own = docx.Document()
    own.add_paragraph(text)
    with pytest.raises(Refused, match="platshållare som inte kan fyllas i") as caught:
        written(one.document, one.trace, _saved(own, tmp_path))
    assert "{{ title }}" in caught.value.problems[0].remedy


def test_a_template_that_is_no_word_document_is_refused(one: Made, tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    path.write_bytes(b"inte Word")
    with pytest.raises(Refused, match="inte ett Word-dokument"):
        written(one.document, one.trace, path)
    with ZipFile(path, "w") as archive:
        archive.writestr("annat.txt", "inte heller")
    with pytest.raises(Refused, match="inte ett Word-dokument"):
        written(one.document, one.trace, path)


def test_a_template_that_is_not_there_is_refused(one: Made, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="kan inte läsas"):
        written(one.document, one.trace, tmp_path / "saknas.docx")


def test_a_place_in_a_table_a_header_or_twice_is_refused(one: Made, tmp_path: Path) -> None:
    table, header, twice = docx.Document(), docx.Document(), docx.Document()
    table.add_table(1, 1).cell(0, 0).text = "{{ content }}"
    header.sections[0].header.paragraphs[0].text = "{{ content }}"
    for _time in range(2):
        twice.add_paragraph("{{ content }}")
    for own in (table, header, twice):
        with pytest.raises(Refused, match="eget stycke"):
            written(one.document, one.trace, _saved(own, tmp_path))


def test_the_standard_template_is_what_its_script_makes() -> None:
    with ZipFile(TARGET) as kept, ZipFile(BytesIO(template())) as now:
        assert kept.namelist() == now.namelist()
        assert all(kept.read(name) == now.read(name) for name in kept.namelist())


def test_every_style_that_is_used_is_defined(one: Made) -> None:
    with ZipFile(BytesIO(one.file)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    defined = set(re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"]))
    used = chain.from_iterable(re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]*)"', text) for text in parts.values())
    assert set(used) <= defined
