"""XLSX: a report as a workbook, one sheet a table, with numbers that can be counted with.

Every number is a number, printed as the report prints it by the format of its cell, and what was worked out of other
cells is a formula (``formulas.py``). The id of each figure stands in a hidden column beside its table, and the sheet of
sources tells for each id which events it comes from. Nothing that a text says becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from textwrap import wrap
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from ledger.events.envelope import Source
from ledger.explain.telling import standing_told
from ledger.explain.why import Version
from ledger.export.document import Box, Chapter, Document, Grid, Line, Paragraph
from ledger.export.trace import Trace, leaves
from ledger.export.xlsx.formulas import Formulas, Place
from ledger.figures.figure import Figure
from ledger.figures.printing import MINUS, NO_BREAK_SPACE
from ledger.language import _
from ledger.problems import refused
from ledger.surroundings import STOCKHOLM, moment
from ledger.tables.lines import seen_from

LONGEST_TEXT = 32_767
"""How many characters a cell holds, by the format of the file."""

LONGEST_NAME = 31
"""How many characters the name of a sheet has at most."""

LONGEST_SHOWN = 60
"""How many characters of what is explained stand beside each source: enough for any figure, and to know a text by."""

LONGEST_FOOTER = 255
"""How many characters a footer has at most, its signs for page and place included."""

WIDEST = 150
"""How many characters a table is wide, so that it can be read when it is fitted to a page; wider if it has to be."""

NARROWEST = 60
"""How many characters a table is wide at least, so that there is room for its notes."""

HEADINGS = 5
"""The row of a table's headings, from 0; above it stand the title and what is said of the whole document."""

LINE_HEIGHT = 13.5
"""The height of a line of text, in points."""

MOST_LINES = 30
"""How many lines a row has room for: programs make no row higher than 409 points."""

LABEL_WIDTH, TEXT_WIDTH = 24, 84
"""How many characters wide the columns of the first sheet are."""

SWEDISH = "[$-41D]"
"""Begins a format that is Swedish, whatever language the program speaks."""

EARLIEST = date(1900, 3, 1)
"""The first day that all programs count alike; what is earlier stands as text."""

_PRINTED = re.compile(rf"({MINUS}?)([\d{NO_BREAK_SPACE}]*\d)(?:,(\d+))?(.*)", re.DOTALL)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

FONT: dict[str, Any] = {"font_name": "Arial", "font_scheme": "none", "font_size": 10, "valign": "top"}
TITLE = {"bold": True, "font_size": 16}
CHAPTER = {"bold": True, "font_size": 13}
QUIET = {"font_color": "#4d5661", "text_wrap": True}
HEADING = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#e9edf2", "valign": "bottom"}
LABEL = {"bold": True, "align": "left"}
LINK = {"font_color": "#0b57a4", "underline": 1, "text_wrap": True}
DAY, MOMENT = {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm"}
TONES = {"": {}, "good": {"bg_color": "#dff1e4"}, "warning": {"bg_color": "#fdf0cf"}, "bad": {"bg_color": "#fbdfe1"}}


def written(document: Document, trace: Trace, template: Path | None = None) -> bytes:
    """The workbook. This form takes no template. Raises ``Refused`` for a text that is longer than a cell holds."""
    assert template is None
    return _Workbook(document, trace).written()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table and the name of its sheet."""

    grid: Grid
    name: str


class _Workbook:
    """A document as it is being written."""

    def __init__(self, document: Document, trace: Trace):
        self._document = document
        self._trace = trace
        self._bytes = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(FONT),  # the library writes in it
        }
        self._book: Any = xlsxwriter.Workbook(self._bytes, options)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._report, self._sources, *names = _sheet_names(
            [_("Rapport"), _("Källor"), *(grid.heading for grid in document.grids)]
        )
        self._sheets = [_Sheet(grid, name) for grid, name in zip(document.grids, names, strict=True)]

    def written(self) -> bytes:
        """The bytes of the file."""
        document = self._document
        day = datetime.combine(document.shown.view.at, clock_time())
        properties = {"title": document.title, "author": document.shown.office, "comments": document.standing}
        self._book.set_properties(properties | {"created": day})  # never the clock: the same document, the same bytes
        self._write_report(self._book.add_worksheet(self._report))
        for sheet in self._sheets:
            self._write_table(self._book.add_worksheet(sheet.name), sheet.grid)
        self._write_sources(self._book.add_worksheet(self._sources))
        self._book.close()
        return self._bytes.getvalue()

    def _format(self, *properties: dict[str, Any]) -> Any:
        """The format with all these properties, the later ones above the earlier."""
        merged: dict[str, Any] = {**FONT}
        for each in properties:
            merged |= each
        key = tuple(sorted(merged.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(merged)
        return self._formats[key]

    def _text(self, sheet: Any, place: Place, text: str, *properties: dict[str, Any]) -> None:
        """Write a text as it stands, whatever it begins with."""
        if text:
            sheet.write_string(*place, _fitting(text), self._format(*properties))
        else:
            sheet.write_blank(*place, None, self._format(*properties))

    def _day(self, sheet: Any, place: Place, day: date | None, *properties: dict[str, Any]) -> None:
        """Write a date; one that programs do not count alike as text."""
        if day and day >= EARLIEST:
            sheet.write_datetime(*place, day, self._format(DAY, *properties))
        elif day:
            self._text(sheet, place, day.isoformat(), *properties)

    def _moment(self, sheet: Any, place: Place, recorded: int, *properties: dict[str, Any]) -> None:
        """Write a recorded time, as the clocks of Stockholm showed it."""
        local = moment(recorded).astimezone(STOCKHOLM).replace(tzinfo=None)
        sheet.write_datetime(*place, local, self._format(MOMENT, *properties))

    # The report's own sheet

    def _write_report(self, sheet: Any) -> None:
        """The first sheet: what is said of the whole document, its texts, and where its tables are."""
        document = self._document
        sheet.set_column(0, 0, LABEL_WIDTH)
        sheet.set_column(1, 1, TEXT_WIDTH)
        sheet.set_column(2, 2, 30, None, {"hidden": True})
        sheet.hide_gridlines(2)
        self._text(sheet, (0, 0), document.title, TITLE)
        sheet.set_row(0, _height(1, 1.6))
        self._text(sheet, (1, 0), document.standing, {"bold": True})
        row = self._write_particulars(sheet, 3) + 1
        tables = iter(self._sheets)
        for chapter in document.chapters:
            row = self._write_chapter(sheet, row, chapter, [next(tables) for _grid in chapter.grids])
        for note in document.notes:
            row = self._write_long(sheet, row, note, QUIET)
        self._text(sheet, (row, 0), _("Källor"), LABEL)
        self._link(sheet, (row, 1), self._sources, _("Varje siffras händelser och dokument"))
        self._set_up_print(sheet, last=(row, 1), landscape=False)

    def _write_particulars(self, sheet: Any, row: int) -> int:
        """What is said of the whole document, from a row on. The row after it."""
        view = self._document.shown.view
        for particular in self._document.particulars:
            self._text(sheet, (row, 0), particular.label, LABEL)
            match particular.key:
                case "at":
                    self._day(sheet, (row, 1), view.at, {"align": "left"})
                case "known" if view.position:
                    self._moment(sheet, (row, 1), view.known, {"align": "left"})
                case "position":
                    sheet.write_number(row, 1, view.position, self._format({"align": "left"}))
                case _:
                    self._write_long(sheet, row, particular.text, {"text_wrap": True})
            row += 1
        return row

    def _write_chapter(self, sheet: Any, row: int, chapter: Chapter, tables: Sequence[_Sheet]) -> int:
        """A chapter, from a row on: its texts, and a link to each table. The row after it."""
        self._text(sheet, (row, 0), chapter.title, CHAPTER)
        sheet.set_row(row, _height(1, 1.4))
        row += 1
        for paragraph in chapter.paragraphs:
            self._text(sheet, (row, 2), paragraph.id)
            row = self._write_long(sheet, row, paragraph.text, {"text_wrap": True})
            for note in paragraph.notes:
                row = self._write_long(sheet, row, note, QUIET)
        for table in tables:
            self._text(sheet, (row, 0), _("Tabell"))
            self._link(sheet, (row, 1), table.name, table.grid.heading)
            row += 1
        return row + 1

    def _write_long(self, sheet: Any, row: int, text: str, properties: dict[str, Any]) -> int:
        """A text that takes the lines it needs, over several rows if one has no room for them. The row after it."""
        lines = _lines_of(text, TEXT_WIDTH)
        rows = ceil(lines / MOST_LINES)
        if rows > 1:
            sheet.merge_range(row, 1, row + rows - 1, 1, "", self._format(properties))
        self._text(sheet, (row, 1), text, properties)
        for each in range(row, row + rows):
            sheet.set_row(each, _height(ceil(lines / rows)))
        return row + rows

    def _link(self, sheet: Any, place: Place, name: str, text: str) -> None:
        """A text that leads to a sheet."""
        escaped = name.replace("'", "''")
        sheet.write_url(*place, f"internal:'{escaped}'!A1", self._format(LINK), _fitting(text))

    # A table's sheet

    def _write_table(self, sheet: Any, grid: Grid) -> None:
        """A table with its notes, and the ids of its figures in hidden columns."""
        document = self._document
        widths = _widths(grid)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        about = " · ".join(filter(None, (document.shown.office, document.title)))
        self._across(sheet, 0, widths, grid.heading, {**TITLE, "text_wrap": True}, size=1.5)
        for row, text in enumerate((about, document.standing, seen_from(document.shown)), 1):
            self._across(sheet, row, widths, text, QUIET)
        self._write_headings(sheet, grid, widths)
        formulas = Formulas(*_numbers(grid))
        for row, line in enumerate(grid.lines, HEADINGS + 1):
            lines = _lines_in(_texts_of(line), widths, bold=line.strong)
            sheet.set_row(row, _height(lines))
            self._write_line(sheet, row, line, grid, formulas, {"valign": "vcenter"} if lines == 1 else {})
        below = HEADINGS + 1 + len(grid.lines)
        under = [*filter(None, [grid.empty]), "", *grid.notes]
        for row, text in enumerate(under, below):
            if text:
                self._across(sheet, row, widths, text, QUIET)
        sheet.freeze_panes(HEADINGS + 1, 1)
        sheet.hide_gridlines(2)
        sheet.repeat_rows(HEADINGS)
        self._set_up_print(sheet, last=(below + len(under) - 1, len(widths) - 1))

    def _across(
        self, sheet: Any, row: int, widths: Sequence[int], text: str, properties: dict[str, Any], size: float = 1
    ) -> None:
        """A text over all columns."""
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", self._format(properties))
        self._text(sheet, (row, 0), text, properties)
        sheet.set_row(row, _height(_lines_of(text, int(sum(widths) * 1.1 / size)), size))

    def _write_headings(self, sheet: Any, grid: Grid, widths: Sequence[int]) -> None:
        """The headings, and those of the hidden columns."""
        for column, heading in enumerate(grid.headings):
            self._text(sheet, (HEADINGS, column), heading, HEADING, _side(grid, column))
        for column, heading in enumerate(grid.headings[1:], len(grid.headings)):
            self._text(sheet, (HEADINGS, column), _("Id: {heading}").format(heading=heading))
            sheet.set_column(column, column, 30, None, {"hidden": True})
        sheet.set_row(HEADINGS, _height(_lines_in(grid.headings, widths, bold=True)))

    def _write_line(
        self, sheet: Any, row: int, line: Line, grid: Grid, formulas: Formulas, place: dict[str, Any]
    ) -> None:
        """A row: its label, its cells, and their ids; ``place`` is where in its height they stand."""
        style = _style(line) | place
        self._text(sheet, (row, 0), line.label, style, {"text_wrap": True, "align": "left", "indent": 2 * line.indent})
        for column, box in enumerate(line.boxes, 1):
            self._write_box(sheet, (row, column), box, style | TONES[box.tone] | _side(grid, column), formulas)
            if box.id:
                self._text(sheet, (row, len(line.boxes) + column), box.id)

    def _write_box(self, sheet: Any, place: Place, box: Box, style: dict[str, Any], formulas: Formulas) -> None:
        """A cell: a number that looks as the report prints it, as a formula where there is one; or a text."""
        if not _is_number(box):
            self._text(sheet, place, box.text, style, {"text_wrap": True})
            return
        cell_format = self._format(style, {"num_format": number_format(box.text)})
        value = float(Decimal(box.cell.value or "0"))
        formula = formulas.formula(place) if isinstance(box.content, Figure) else None
        if formula:
            sheet.write_formula(*place, formula, cell_format, value)
        else:
            sheet.write_number(*place, value, cell_format)

    # The sheet of sources

    def _write_sources(self, sheet: Any) -> None:
        """Each figure's events, one a row."""
        self._text(sheet, (0, 0), _("Källor"), TITLE)
        self._text(
            sheet, (1, 0), _("Siffrans id står i dolda kolumner till höger i varje tabell."), {"font_color": "#4d5661"}
        )
        row = 2
        if not self._trace.complete:
            told = _("Av summor med mycket många poster nämns bara de största posterna.")
            self._text(sheet, (row, 0), told, {"font_color": "#4d5661"})
            row += 1
        top = row + 1
        headings = _source_headings()
        widths = [width for _heading, width in headings]
        for column, (heading, width) in enumerate(headings):
            sheet.set_column(column, column, width)
            self._text(sheet, (top, column), heading, HEADING)
        row = top
        for figure in _figures(self._document):
            for version in _versions(self._trace, figure.id):
                row += 1
                self._write_source(sheet, row, figure, version, widths)
        sheet.autofilter(top, 0, max(row, top), len(headings) - 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        sheet.repeat_columns(0)
        self._set_up_print(sheet, last=(max(row, top), len(headings) - 1), across=2)

    def _write_source(self, sheet: Any, row: int, figure: _Traced, version: Version, widths: Sequence[int]) -> None:
        """One event behind a figure."""
        envelope, record = version.envelope, version.record
        source = envelope.source or Source(document="")
        cells: tuple[str | date | int | None, ...] = (
            figure.id,
            figure.table,
            figure.row,
            figure.column,
            _cut(figure.text, LONGEST_SHOWN),
            record.id,
            envelope.effective_on,
            str(envelope.decided_by or ""),
            source.title or "",
            source.document,
            source.diarienummer or "",
            source.published_on,
            source.section or "",
            source.place or "",
            record.recorded,
            standing_told(version),
        )
        for column, said in enumerate(cells):
            place = row, column
            match said:
                case str() if said:
                    self._text(sheet, place, said, {"text_wrap": True})
                case date():
                    self._day(sheet, place, said, {"align": "left"})
                case int():
                    self._moment(sheet, place, said, {"align": "left"})
        sheet.set_row(
            row, _height(_lines_in([said if isinstance(said, str) else "" for said in cells], widths, bold=False))
        )

    def _set_up_print(self, sheet: Any, last: Place, *, landscape: bool = True, across: int = 1) -> None:
        """On A4, as wide as a page or so many of them, with a footer that says what it is and which page."""
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(across, 0)
        sheet.print_area(0, 0, *last)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
        sheet.set_footer(_footer(self._document))


@dataclass(frozen=True, slots=True)
class _Traced:
    """A figure that has sources: its id, where it stands, and what it says."""

    id: str
    table: str
    row: str
    column: str
    text: str


def _figures(document: Document) -> Iterator[_Traced]:
    """All that can be traced, in the order that it stands."""
    for chapter in document.chapters:
        for number, paragraph in enumerate(chapter.paragraphs, 1):
            yield from _traced(paragraph, chapter.title, f"¶{number}", "")
        for grid in chapter.grids:
            for line in grid.lines:
                for heading, box in zip(grid.headings[1:], line.boxes, strict=True):
                    yield from _traced(box, grid.heading, line.label, heading)


def _traced(whole: Box | Paragraph, table: str, row: str, column: str) -> Iterator[_Traced]:
    """A cell or a paragraph, and each figure in it that has an id of its own."""
    if whole.id:
        yield _Traced(whole.id, table, row, column, whole.text)
    for piece in whole.pieces:
        if piece.id not in {"", whole.id}:
            yield _Traced(piece.id, table, row, column, piece.text + piece.sign)


def _versions(trace: Trace, name: str) -> Iterable[Version]:
    """The versions that an explanation ends in, each once."""
    return {version.record.id: version for version in leaves(trace.nodes[name])}.values()


def _source_headings() -> list[tuple[str, int]]:
    """The headings of the sheet of sources, each with its column's width in characters."""
    return [
        (_("Siffrans id"), 40),
        (_("Tabell"), 24),
        (_("Rad"), 30),
        (_("Kolumn"), 20),
        (_("Visas som"), 24),
        (_("Händelse"), 38),
        (_("Gäller från"), 12),
        (_("Beslutad av"), 24),
        (_("Dokument"), 66),
        (_("Dokumentets id"), 20),
        (_("Diarienummer"), 14),
        (_("Publicerad"), 12),
        (_("Avsnitt"), 28),
        (_("Plats"), 24),
        (_("Registrerad"), 17),
        (_("Ställning"), 18),
    ]


def _numbers(grid: Grid) -> tuple[dict[Place, Figure], set[Place]]:
    """The figures that stand as numbers, each in its cell, and the cells of other numbers."""
    figures, others = {}, set()
    for row, line in enumerate(grid.lines, HEADINGS + 1):
        for column, box in enumerate(line.boxes, 1):
            if _is_number(box) and isinstance(box.content, Figure):
                figures[row, column] = box.content
            elif _is_number(box):
                others.add((row, column))
    return figures, others


def _is_number(box: Box) -> bool:
    return box.cell.number and box.cell.value is not None


def number_format(text: str) -> str:
    """The format that prints a number as ``text`` does: decimals, a real minus, and all that stands after it."""
    match = _PRINTED.fullmatch(text)
    if match is None:
        return "General"
    _minus, _whole, decimals, after = match.groups()
    digits = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "")
    plain = digits + _quoted(after)
    negative = f"{_quoted(MINUS)}{plain}"
    return f"{SWEDISH}{plain};{SWEDISH}{negative};{SWEDISH}{plain}"


def _quoted(text: str) -> str:
    """A text as it stands, within a format."""
    return "".join('\\"' if part == '"' else f'"{part}"' for part in re.split('(")', text) if part)


def _style(line: Line) -> dict[str, Any]:
    """How a row's cells look: headings and sums in bold, sums under a rule, the whole table's under a stronger one."""
    style: dict[str, Any] = {"bold": True} if line.strong else {}
    if line.kind in {"subtotal", "total"}:
        style["top"] = 1
    if line.kind == "total":
        style["bottom"] = 1
    if line.heading:
        style["bg_color"] = "#f4f6f8"
    return style


def _side(grid: Grid, column: int) -> dict[str, Any]:
    """On which side the texts of a column stand: figures to the right, words a little away from what stands before."""
    return {"align": "right"} if grid.numeric[column] else {"align": "left", "indent": 1 if column else 0}


def _texts_of(line: Line) -> list[str]:
    """What a row's cells say; a number is never folded."""
    return [line.label, *("" if _is_number(box) else box.text for box in line.boxes)]


def _widths(grid: Grid) -> list[int]:
    """How wide the columns are, in characters: figures and words whole, texts folded so that the table fits a page and
    no row is too high.
    """
    figures = [0] * len(grid.headings)
    texts: list[list[str]] = [[] for _heading in grid.headings]
    for line in grid.lines:
        texts[0].append(line.label)
        for column, box in enumerate(line.boxes, 1):
            if _is_number(box):
                figures[column] = max(figures[column], len(box.text))
            else:
                texts[column].append(box.text)
    columns = list(zip(grid.headings, texts, figures, strict=True))

    def capped(cap: int) -> list[int]:
        return [_width(*column, cap if place else max(cap, 34)) for place, column in enumerate(columns)]

    cap = NARROWEST
    while sum(capped(cap)) > WIDEST and cap > 16:
        cap -= 2
    while cap < WIDEST and any(
        _lines_in(_texts_of(line), capped(cap), bold=line.strong) > MOST_LINES for line in grid.lines
    ):
        cap += 10
    widths = capped(cap)
    widths[0] += max(0, NARROWEST - sum(widths))
    return widths


def _width(heading: str, texts: Sequence[str], figures: int, cap: int) -> int:
    """The width of a column: its widest figure, which is never folded, and what its texts take, folded at ``cap``; the
    heading may always be folded.
    """
    words = max((len(word) for text in (heading, *texts) for word in text.split()), default=0)
    return max(figures, min(max(map(len, texts), default=0), cap), min(len(heading), 12), min(words, 30), 6) + 3


def _lines_in(texts: Sequence[str], widths: Sequence[int], *, bold: bool) -> int:
    """How many lines the cell that takes the most of them takes."""
    return max(_lines_of(text, width - 1 if bold else width) for text, width in zip(texts, widths, strict=True))


def _lines_of(text: str, width: int) -> int:
    """How many lines a text takes, folded at a width; rather one too many than one too few."""
    return sum(max(1, len(wrap(line, width))) for line in text.split("\n"))


def _height(lines: int, size: float = 1) -> float:
    """The height of a row, in points. It is always set: not every program finds it when a file is opened."""
    return min(409, 2 + LINE_HEIGHT * size * lines)


def _sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names of sheets as all programs take them, no two alike whatever their case."""
    names: list[str] = []
    taken = {"history", "historik"}  # which Excel keeps for itself
    for text in wanted:
        plain = " ".join(text.translate(_FORBIDDEN).split()).strip("' ") or "–"
        number, name = 1, _cut(plain, LONGEST_NAME)
        while name.casefold() in taken:
            number += 1
            name = _cut(plain, LONGEST_NAME - len(f" ({number})")) + f" ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, longest: int) -> str:
    """A text, or as many whole words of it as there is room for, with an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    words = head.rpartition(" ")[0]
    return f"{(words if len(words) > longest // 2 else head).rstrip(' ,.–-')}…"


def _footer(document: Document) -> str:
    """What stands at the foot of each page: the title, how the document stands, and which page it is."""
    page = _("Sida {page} av {pages}").format(page="&P", pages="&N")
    room = (LONGEST_FOOTER - len(page) - len("&L&C&R")) // 2
    title, standing = (_cut(text, room // 2).replace("&", "&&") for text in (document.title, document.standing))
    return f"&L{title}&C{standing}&R{page}"


def _fitting(text: str) -> str:
    """A text that a cell holds. Raises ``Refused`` for a longer one: nothing is cut off in silence."""
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        what = _("en text är längre än de {most} tecken som en cell i ett kalkylblad rymmer: ”{text}…”")
        raise refused(what.format(most=LONGEST_TEXT, text=text[:60]), _("välj en annan form, eller dela upp texten"))
    return text
