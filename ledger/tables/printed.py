"""A table as it is printed: text in every cell, units in the headings, and for each cell what the JSON contract
promises.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ledger.figures.figure import Figure
from ledger.figures.printing import DASH, rounded, swedish
from ledger.figures.rounding import differs
from ledger.figures.units import COUNT, PERCENT, UNNAMED
from ledger.figures.values import Comparison, Quantity
from ledger.language import _, counted
from ledger.tables.table import Column, Content, Kind, Mark, Parts, Row, Table, Tone
from ledger.views.facts import Prose, Text

SEVERAL = 3
"""How many columns of one unit there are before it is said once for all."""

MOST_EVENTS = 1000
"""How many ids a cell lists at most; their count is always told."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell. ``value`` is an exact decimal in a string, or None where there is no number. ``published`` is
    what a document prints of the same; the cell ``deviates`` if that is something else, beyond rounding.
    """

    text: str = ""
    value: str | None = None
    unit: str = ""
    events: tuple[str, ...] = ()
    events_count: int = 0
    computed: bool = False
    left_out: int = 0
    label: str = ""
    parts: tuple[Cell, ...] = ()
    tone: Tone = ""
    number: bool = False
    published: Cell | None = None
    deviates: bool = False


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of printed cells."""

    kind: Kind
    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A table in print: headings carry the units that a whole column shares."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[PrintedRow, ...]
    notes: tuple[str, ...]
    incomplete: tuple[str, ...]
    deviating: tuple[str, ...]

    @property
    def corner(self) -> str:
        """The label with the unit that all columns of figures share, where they are several."""
        return _with(self.label, self._shared_unit)

    def heading(self, column: Column) -> str:
        """The heading with its unit, unless it says it already, or the corner does for all."""
        return column.label if self._shared_unit else _with(column.label, column.unit)

    @property
    def _shared_unit(self) -> str:
        units = [
            column.unit
            for place, column in enumerate(self.columns)
            if column.unit or any(row.cells[place].number for row in self.rows)
        ]
        return units[0] if len(units) >= SEVERAL and len(set(units)) == 1 else ""


def _with(label: str, unit: str) -> str:
    """A label with a unit, unless it says it already, or nobody would say it."""
    said = label.casefold().endswith((unit, _("i procent"))) if unit == PERCENT else label.endswith(unit)
    return label if said or unit in {COUNT, UNNAMED} else f"{label} ({unit})"


def printed(table: Table) -> Printed:
    """``table`` in print."""
    columns = tuple(_with_unit(column, table, place) for place, column in enumerate(table.columns))
    rows = tuple(_row(row, columns) for row in table.rows)
    incomplete, deviating = tuple(_incomplete(columns, rows)), tuple(_deviating(columns, rows))
    return Printed(table.label, columns, rows, tuple(table.notes), incomplete, deviating)


def _with_unit(column: Column, table: Table, place: int) -> Column:
    """The column with the unit that all its figures share, if they share one."""
    if column.unit:
        return column
    contents = [row.contents[place] for row in table.rows]
    figures = [figure for content in contents for figure in _figures(content)]
    if any(isinstance(figure.value, Comparison) for figure in figures) or any(map(_is_words, contents)):
        return column  # what is compared has its unit with it, and so has what stands beside words
    units = {figure.unit for figure in figures if figure.unit}
    return Column(column.label, column.key, units.pop(), column.places) if len(units) == 1 else column


def _is_words(content: Content) -> bool:
    return isinstance(content, Text | Prose) and bool(content)


def _figures(content: Content) -> Iterator[Figure]:
    match content:
        case Figure():
            yield content
        case Parts(parts):
            yield from (part.figure for part in parts)


def _row(row: Row, columns: tuple[Column, ...]) -> PrintedRow:
    cells = tuple(_cell(content, column) for content, column in zip(row.contents, columns, strict=True))
    return PrintedRow(row.kind, row.key, row.label, cells)


def _cell(content: Content, column: Column) -> Cell:
    match content:
        case Figure():
            return _figure(content, column)
        case Parts(parts, separator):
            cells = tuple(_figure(part.figure, column, part.label) for part in parts)
            text = separator.join(f"{cell.label}: {cell.text}" if cell.label else cell.text for cell in cells)
            return _gathered(text, (), cells, deviates=any(cell.deviates for cell in cells))
        case Prose():
            return printed_prose(content)
        case Mark(text, tone, source):
            ids = (source.record.id,) if source is not None else ()
            return Cell(text, events=ids, events_count=len(ids), tone=tone)
        case Text():
            return Cell(str(content) or DASH, events=(content.record.id,), events_count=1)
        case None:
            return Cell()
        case int():
            return Cell(swedish(Quantity(Fraction(content), COUNT), places=0), str(content), COUNT, number=True)
        case str():
            return Cell(content or DASH)


def prose(text: Prose, mark: str = "") -> str:
    """A text with its figures in place, each with its unit; what deviates from the print is marked with ``mark``."""
    return "".join(
        f"{piece} {mark}" if mark and isinstance(piece, Figure) and differs(piece) else str(piece)
        for piece in text.pieces
    )


def prose_notes(text: Prose) -> list[str]:
    """A note for every figure of a text of which a document prints something else."""
    return [
        _("{printed} i dokumentet, {text} här").format(printed=piece.published, text=piece)
        for piece in text.pieces
        if isinstance(piece, Figure) and differs(piece)
    ]


def printed_prose(text: Prose) -> Cell:
    """A text as a cell: its parts are the figures in it."""
    cells = tuple(_figure(piece, Column("")) for piece in text.pieces if isinstance(piece, Figure))
    deviates = any(cell.deviates for cell in cells)
    return _gathered(prose(text), (text.record.id,), cells, deviates=deviates)


def _gathered(text: str, ids: tuple[str, ...], cells: tuple[Cell, ...], *, deviates: bool) -> Cell:
    """A cell that holds several figures."""
    found = tuple(dict.fromkeys([*ids, *(event for cell in cells for event in cell.events)]))
    return Cell(text, events=found[:MOST_EVENTS], events_count=len(found), parts=cells, deviates=deviates)


def _figure(figure: Figure, column: Column, label: str = "") -> Cell:
    ids, count = figure.events_behind(MOST_EVENTS)
    number = figure.number
    return Cell(
        text=swedish(figure.value, with_unit=figure.unit != column.unit, places=column.places),
        value=None if number is None else _exact(number),
        unit=figure.unit,
        events=tuple(ids),
        events_count=count,
        computed=figure.computed,
        left_out=figure.left_out,
        label=label,
        number=number is not None,
        published=_figure(figure.published, Column("", unit=column.unit)) if figure.published else None,
        deviates=differs(figure),
    )


def _exact(number: object) -> str:
    """The number in a string. A fraction that no decimal holds is given with twenty decimals."""
    if isinstance(number, Fraction):
        return f"{rounded(number, 20).normalize():f}"
    return f"{number:f}"


def _incomplete(columns: tuple[Column, ...], rows: tuple[PrintedRow, ...]) -> Iterator[str]:
    """A note for every total that left something out."""
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            if cell.left_out:
                yield _("{row}, {column}: ofullständig, {rows} är inte med").format(
                    row=row.label,
                    column=column.label,
                    rows=counted(cell.left_out, "{n} post utan belopp", "{n} poster utan belopp"),
                )


def _deviating(columns: tuple[Column, ...], rows: tuple[PrintedRow, ...]) -> Iterator[str]:
    """A note for every cell of which a document prints something else."""
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            for each in (cell, *cell.parts):
                if each.deviates and each.published:
                    place = " ".join(part for part in (column.label, each.label) if part)
                    yield _("{row}, {column}: {printed} i dokumentet, {text} här").format(
                        row=row.label, column=place, printed=each.published.text, text=each.text
                    )
