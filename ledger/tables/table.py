"""Tables: rows of traced contents under columns. The author adds rows; totals, units and notes follow from the
figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ledger.figures.figure import Figure, total
from ledger.figures.units import MONEY
from ledger.tables.pictures import Picture
from ledger.views.facts import Prose, Text

Kind = Literal["item", "heading", "subtotal", "total", "varav"]
Tone = Literal["", "good", "warning", "bad"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign such as a traffic light: its text says all, the tone only helps the eye."""

    text: str
    tone: Tone
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several figures in a printed cell: "256 K: 137 M: 119" is a figure and two parts."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Parts:
    """Several figures in one cell, the first without a label."""

    parts: tuple[Part, ...]
    separator: str = " "


Content = Figure | Parts | Mark | Prose | str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, a key that stays, a unit if the heading names one, decimals if they are set."""

    label: str
    key: str = ""
    unit: str = ""
    places: int | None = None

    @property
    def name(self) -> str:
        """The key, or the heading as one."""
        return self.key or "-".join(self.label.casefold().split())


Held = Callable[[Column, Figure], Figure]
"""Holds a total against what a document prints of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what kind it is, a key that stays when names change, its label, and one content a column."""

    kind: Kind
    key: str
    label: str
    contents: tuple[Content, ...]


class Table:
    """Rows under columns. ``label`` heads the rows' own labels."""

    def __init__(self, label: str, *columns: Column | str):
        self.label = label
        self.columns = tuple(column if isinstance(column, Column) else Column(column) for column in columns)
        self.rows: list[Row] = []
        self.notes: list[str] = []
        self.picture: Picture | None = None

    def add(self, key: str, label: str, *contents: Content, kind: Kind = "item") -> Table:
        """Add a row with one content a column; a heading has none. Raises ``ValueError`` for more or fewer."""
        if len(contents) != len(self.columns):
            raise ValueError(f"{len(contents)} cells for {len(self.columns)} columns in row {label!r}")
        if kind == "heading" and any(content is not None for content in contents):
            raise ValueError(f"the heading {label!r} has contents, which nobody would see")
        self.rows.append(Row(kind, key, label, contents))
        return self

    def heading(self, key: str, label: str) -> Table:
        """Add a row that is only a heading."""
        return self.add(key, label, *[None] * len(self.columns), kind="heading")

    def note(self, text: str) -> Table:
        """Add a note under the table."""
        self.notes.append(text)
        return self

    def pictured(self, picture: Picture) -> Table:
        """Have a picture drawn of the table, where a document can show one."""
        self.picture = picture
        return self

    def with_total(
        self,
        label: str = "Summa",
        *,
        columns: Iterable[str] | None = None,
        kind: Kind = "total",
        held: Held | None = None,
    ) -> Table:
        """Add the sum of the item rows, in the columns named, or else in those that hold money. Varav rows never
        add. ``held`` holds each sum against what a document prints.
        """
        wanted = None if columns is None else set(columns)
        items = [row for row in self.rows if row.kind == "item"]
        if not items:
            return self
        sums = [_summed(items, place, column, wanted) for place, column in enumerate(self.columns)]
        if held:
            sums = [figure and held(column, figure) for column, figure in zip(self.columns, sums, strict=True)]
        return self.add(kind, label, *sums, kind=kind)


def _summed(items: Sequence[Row], place: int, column: Column, wanted: set[str] | None) -> Figure | None:
    """The sum of a column, or None where it does not add up to anything."""
    terms = [(row.label, content) for row in items if isinstance(content := row.contents[place], Figure)]
    adds = any(figure.unit in MONEY for _label, figure in terms) if wanted is None else column.name in wanted
    if not terms or not adds:
        return None
    return total((figure for _label, figure in terms), (label for label, _figure in terms))
