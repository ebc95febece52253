"""What a table or a document says, place by place, so that two of them can be laid side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from ledger.figures.figure import Figure
from ledger.figures.printing import swedish
from ledger.figures.units import MONEY, factor
from ledger.figures.values import Quantity
from ledger.tables.definition import Shown
from ledger.tables.printed import prose
from ledger.tables.report import ShownReport
from ledger.tables.table import Content, Mark, Parts, Row
from ledger.views.facts import Prose

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in which section and table, at which row and column, as which of several figures.

    ``row`` and ``column`` are keys, which stay when names change. The row's own label has no ``column``; a paragraph
    has neither.
    """

    section: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    part: str = ""

    def __contains__(self, other: Place) -> bool:
        """Whether another place is this one, or one of the figures in it."""
        return other == self or replace(other, part="") == self


@dataclass(frozen=True, slots=True)
class Said:
    """What stands there: a figure, or a text that is none. Two figures are the same if their numbers are, however they
    are printed.
    """

    text: str = field(compare=False)
    number: Fraction | None = None
    unit: str = ""
    words: str = field(init=False, default="")
    """The text where there is no number."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", self.text if self.number is None else "")

    def in_unit(self, unit: str) -> Fraction | None:
        """The number in another unit of the same measure; None if there is no such number."""
        if self.number is None or self.unit == unit:
            return self.number
        return self.number * Fraction(factor(self.unit, unit)) if {self.unit, unit} <= set(MONEY) else None


Sheet = dict[Place, Figure | str]


def said_in(content: Figure | str) -> Said:
    """What a content says."""
    if isinstance(content, str):
        return Said(content)
    value = content.value
    text = swedish(value, with_unit=True)
    return Said(text, Fraction(value.number), value.unit) if isinstance(value, Quantity) else Said(text)


def sheet_of(shown: Shown | ShownReport) -> Sheet:
    """All that a table or a document says."""
    return dict(_of_report(shown) if isinstance(shown, ShownReport) else _of_table(shown, Place(table=shown.name)))


def cell_place(shown: Shown, row: int, column: int) -> Place:
    """The place of a cell of a table, by the numbers of its row and column."""
    keys = [key for key, _row in _told_apart((each.key, each) for each in shown.table.rows)]
    return Place(table=shown.name, row=keys[row], column=shown.table.columns[column].name)


def _of_report(shown: ShownReport) -> Iterator[tuple[Place, Figure | str]]:
    for section in shown.sections:
        for number, paragraph in enumerate(section.text, 1):
            yield from _of_prose(paragraph, Place(section=section.title, row=f"¶{number}"))
        for name, table in _told_apart((table.name, table) for table in section.tables):
            yield from _of_table(table, Place(section=section.title, table=name))


def _of_table(shown: Shown, within: Place) -> Iterator[tuple[Place, Figure | str]]:
    for key, row in _told_apart((row.key, row) for row in shown.table.rows):
        yield from _of_row(row, [column.name for column in shown.table.columns], replace(within, row=key))


def _of_row(row: Row, columns: list[str], within: Place) -> Iterator[tuple[Place, Figure | str]]:
    yield within, row.label
    for column, content in zip(columns, row.contents, strict=True):
        yield from _of_content(content, replace(within, column=column))


def _of_content(content: Content, place: Place) -> Iterator[tuple[Place, Figure | str]]:
    match content:
        case Figure():
            yield place, content
        case Parts(parts):
            for number, part in enumerate(parts):
                yield replace(place, part=part.label or str(number + 1)), part.figure
        case Prose():
            yield from _of_prose(content, place)
        case Mark(text):
            yield place, text
        case None:
            pass
        case _:
            yield place, str(content)


def _of_prose(text: Prose, place: Place) -> Iterator[tuple[Place, Figure | str]]:
    """A text, and each figure in it."""
    yield place, prose(text)
    figures = [piece for piece in text.pieces if isinstance(piece, Figure)]
    for number, figure in enumerate(figures, 1):
        yield replace(place, part=str(number)), figure


Labels = dict[Place, str]
"""What tables, rows and columns are called."""


def labels_of(shown: Shown | ShownReport) -> Labels:
    """What the tables, rows and columns of a table or a document are called, each by a place that names no more."""
    if isinstance(shown, Shown):
        return dict(_table_labels(shown, Place(table=shown.name)))
    found: Labels = {}
    for section in shown.sections:
        for name, table in _told_apart((table.name, table) for table in section.tables):
            found |= dict(_table_labels(table, Place(section=section.title, table=name)))
    return found


def _table_labels(shown: Shown, within: Place) -> Iterator[tuple[Place, str]]:
    yield within, shown.title
    for column in shown.table.columns:
        yield replace(within, column=column.name), column.label
    for key, row in _told_apart((row.key, row) for row in shown.table.rows):
        yield replace(within, row=key), row.label


def _told_apart(named: Iterable[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """Things with their names, the second of a name numbered."""
    counts: Counter[str] = Counter()
    for name, thing in named:
        counts[name] += 1
        yield name if counts[name] == 1 else f"{name} ({counts[name]})", thing
