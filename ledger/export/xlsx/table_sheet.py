"""A table's sheet: its rows with numbers and formulas, its notes, and the ids of its figures in hidden columns."""

from __future__ import annotations

from decimal import Decimal

from ledger.export.document import Box, Document, Grid, Line
from ledger.export.xlsx.cells import Place
from ledger.export.xlsx.formulas import Formulas
from ledger.export.xlsx.layout import lines_beside, lines_of_row, widths_of
from ledger.export.xlsx.numbers import is_number, number_format
from ledger.export.xlsx.page import set_up_page
from ledger.export.xlsx.pen import Pen
from ledger.export.xlsx.style import FOLDED, HEADING, LEFT, MIDDLE, QUIET, TITLE, TONES, Style, of_column, of_line
from ledger.figures.figure import Figure
from ledger.language import _
from ledger.tables.lines import seen_from

HEADINGS = 5
"""The row of a table's headings, from 0; above it stand the title and what is said of the whole document."""

FIRST = HEADINGS + 1
"""The row of a table's first line."""


def write_table(pen: Pen, document: Document, grid: Grid) -> None:
    """Write the sheet of a document's table."""
    _TableSheet(pen, document, grid).write()


class _TableSheet:
    """The sheet as it is being written."""

    def __init__(self, pen: Pen, document: Document, grid: Grid):
        self._pen = pen
        self._document = document
        self._grid = grid
        self._widths = widths_of(grid)
        self._formulas = _formulas(grid)

    def write(self) -> None:
        """All of it, from the top down."""
        sheet = self._pen.sheet
        self._pen.widths(self._widths)
        self._write_top()
        self._write_headings()
        for row, line in enumerate(self._grid.lines, FIRST):
            self._write_line(row, line)
        last = self._write_below(FIRST + len(self._grid.lines))
        sheet.freeze_panes(FIRST, 1)
        sheet.hide_gridlines(2)
        sheet.repeat_rows(HEADINGS)
        set_up_page(sheet, self._document, last=(last, len(self._widths) - 1))

    def _write_top(self) -> None:
        """The title, and what is said of the whole document."""
        document, shown = self._document, self._document.shown
        about = " · ".join(filter(None, (shown.office, document.title)))
        self._across(0, self._grid.heading, TITLE | FOLDED, size=1.5)
        for row, text in enumerate((about, document.standing, seen_from(shown)), 1):
            self._across(row, text, QUIET | FOLDED)

    def _write_headings(self) -> None:
        """The headings, and those of the hidden columns."""
        headings = self._grid.headings
        for column, heading in enumerate(headings):
            self._pen.text((HEADINGS, column), heading, HEADING, of_column(self._grid, column))
        for column, heading in enumerate(headings[1:], len(headings)):
            self._pen.text((HEADINGS, column), _("Id: {heading}").format(heading=heading))
            self._pen.hide(column)
        self._pen.height(HEADINGS, lines_beside(headings, self._widths, bold=True))

    def _write_line(self, row: int, line: Line) -> None:
        """A row: its label, its cells, and their ids. One that takes a line only stands in the middle of its height."""
        lines = lines_of_row(line, self._widths)
        self._pen.height(row, lines)
        style = of_line(line) | (MIDDLE if lines == 1 else {})
        self._pen.text((row, 0), line.label, style, FOLDED, LEFT, {"indent": 2 * line.indent})
        for column, box in enumerate(line.boxes, 1):
            self._write_box((row, column), box, style | TONES[box.tone] | of_column(self._grid, column))
            if box.id:
                self._pen.text((row, len(line.boxes) + column), box.id)

    def _write_box(self, place: Place, box: Box, style: Style) -> None:
        """A cell: a number that looks as the report prints it, as a formula where there is one; or a text."""
        if not is_number(box):
            self._pen.text(place, box.text, style, FOLDED)
            return
        number = float(Decimal(box.cell.value or "0"))
        formula = self._formulas.formula(place) if isinstance(box.content, Figure) else None
        self._pen.number(place, number, style, {"num_format": number_format(box.text)}, formula=formula)

    def _write_below(self, row: int) -> int:
        """What is said in place of rows, and the notes, from a row on. The last row."""
        if self._grid.empty:
            row = self._across(row, self._grid.empty, QUIET | FOLDED)
        row += 1
        for note in self._grid.notes:
            row = self._across(row, note, QUIET | FOLDED)
        return row - 1

    def _across(self, row: int, text: str, style: Style, size: float = 1) -> int:
        """A text over all columns, in letters so many times the usual. The row after it."""
        width = int(sum(self._widths) * 1.1)  # not every letter is as wide as a figure
        return self._pen.across(row, len(self._widths), width, text, style, size)


def _formulas(grid: Grid) -> Formulas:
    """The formulas of the figures that stand as numbers, each in its cell; other numbers are only in their way."""
    figures, others = {}, set()
    for row, line in enumerate(grid.lines, FIRST):
        for column, box in enumerate(line.boxes, 1):
            if is_number(box) and isinstance(box.content, Figure):
                figures[row, column] = box.content
            elif is_number(box):
                others.add((row, column))
    return Formulas(figures, others)
