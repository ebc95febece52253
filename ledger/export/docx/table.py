"""A grid as a real Word table: headings repeated on every page, rows kept whole, everything in styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from ledger.export.document import Box, Grid, Line
from ledger.export.docx.widths import Widths, told
from ledger.language import _
from ledger.tables.table import Tone

TONES: Mapping[Tone, str] = {"good": "Gott", "warning": "Varning", "bad": "Dåligt"}
"""The character style of each tone."""

SHORT = 60
"""How many characters a text may have and still stand to the right, in a column of figures."""
TOGETHER = 12
"""A table with no more rows than this is kept on one page."""
END = 3
"""How many rows are kept together first and last in a longer one."""


def element(name: str, **attributes: str | int) -> Any:
    """An element of Word's own, such as ``w:tr``, with attributes of the same name space."""
    made: Any = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


def paragraph(style: str, runs: Iterable[tuple[str, str]], size: float | None = None) -> CT_P:
    """A paragraph in a style, given by its id, of texts that each have the id of a character style, or "" for none.
    ``size`` is the type's, in points, where it is not that of the style.
    """
    made: CT_P = OxmlElement("w:p")
    made.style = style
    for text, character in runs:
        run = made.add_r()
        if character:
            run.style = character
        run.text = text
    if size is not None:
        for each in Paragraph(made, None).runs:  # type: ignore[arg-type]
            each.font.size = Pt(size)
    return made


def keep_with_next(made: CT_P) -> None:
    """Keep a paragraph on the page of what follows."""
    Paragraph(made, None).paragraph_format.keep_with_next = True  # type: ignore[arg-type]


class TableWriter:
    """Writes tables in the styles of a template, given by their ids; ``size`` is the type that tables have there."""

    def __init__(self, styles: Mapping[str, str], size: float):
        self._styles = styles
        self._size = size

    def table(self, grid: Grid, widths: Widths) -> CT_Tbl:
        """A grid's table. Its title and columns are told to who has it read aloud."""
        size = None if widths.size == self._size else widths.size
        columns = [round(width * 20) for width in widths.columns]  # Word counts in twentieths of a point
        made = element("tbl")
        made.append(self._properties(grid, columns))
        layout = element("tblGrid")
        for width in columns:
            layout.append(element("gridCol", w=width))
        made.append(layout)
        made.append(self._headings(grid, columns, size))
        for place, line in enumerate(grid.lines):
            made.append(self._line(line, grid, columns, size, _kept(place, grid)))
        table: CT_Tbl = made
        return table

    def _properties(self, grid: Grid, columns: Sequence[int]) -> Any:
        sums = bool(grid.lines) and grid.lines[-1].kind == "total"
        told = _("Tabell med kolumnerna {columns}").format(columns=", ".join(filter(None, grid.headings)))
        made = element("tblPr")
        made.append(element("tblStyle", val=self._styles["Planledger tabell"]))
        made.append(element("tblW", w=sum(columns), type="dxa"))
        made.append(
            element("tblLook", firstRow=1, lastRow=int(sums), firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)
        )
        made.append(element("tblCaption", val=grid.heading))
        made.append(element("tblDescription", val=told))
        return made

    def _headings(self, grid: Grid, columns: Sequence[int], size: float | None) -> Any:
        made = _row(heading=True)
        for width, text, numeric in zip(columns, grid.headings, grid.numeric, strict=True):
            style = self._styles["Tabellrubrik tal" if numeric else "Tabellrubrik"]
            made.append(_cell(width, paragraph(style, [(text, "")], size)))
        return made

    def _line(self, line: Line, grid: Grid, columns: Sequence[int], size: float | None, together: bool) -> Any:
        strong = self._styles["Strong"] if line.strong else ""
        label = paragraph(self._styles["Varav" if line.indent else "Tabelltext"], [(line.label, strong)], size)
        if line.heading:
            return self._across(label, columns)
        boxes = [
            paragraph(self._styles[_style(box, numeric)], self._runs(box, strong), size)
            for box, numeric in zip(line.boxes, grid.numeric[1:], strict=True)
        ]
        made = _row()
        for width, each in zip(columns, (label, *boxes), strict=True):
            if together:
                keep_with_next(each)
            made.append(_cell(width, each))
        return made

    @staticmethod
    def _across(label: CT_P, columns: Sequence[int]) -> Any:
        """A row that only heads the rows below, and keeps with them."""
        keep_with_next(label)
        made = _row()
        made.append(_cell(sum(columns), label, across=len(columns)))
        return made

    def _runs(self, box: Box, strong: str) -> list[tuple[str, str]]:
        character = self._styles[TONES[box.tone]] if box.tone else strong
        return [(told(piece), character) for piece in box.pieces]


def _kept(place: int, grid: Grid) -> bool:
    """Whether a row is kept on the page of what follows: short tables and the ends of long ones, and notes."""
    after = len(grid.lines) - place - 1
    if not after:
        return bool(grid.notes)
    return len(grid.lines) <= TOGETHER or place < END - 1 or after < END


def _style(box: Box, numeric: bool) -> str:
    """The style of a cell: to the right in a column of figures, unless it holds a long text."""
    right = numeric and (box.cell.number or len(box.text) <= SHORT)
    return "Tabelltal" if right else "Tabelltext"


def _row(*, heading: bool = False) -> Any:
    """An empty row, which is not split between pages."""
    made, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    if heading:
        properties.append(element("tblHeader"))
    made.append(properties)
    return made


def _cell(width: int, text: CT_P, *, across: int = 1) -> Any:
    """A cell with a paragraph; ``across`` is how many columns it takes."""
    made, properties = element("tc"), element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if across > 1:
        properties.append(element("gridSpan", val=across))
    made.append(properties)
    made.append(text)
    return made
