"""What a picture reads out of a table: figures in one unit, their texts as printed, and who has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.export.document import Box, Grid, Line
from ledger.figures.printing import DASH
from ledger.figures.units import COUNT, PERCENT, UNNAMED, UnitsDiffer, factor
from ledger.language import _


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a picture: what it is called, the exact number, and the text that the table prints; its ``label`` has
    the signs that a note explains too.
    """

    name: str
    number: Decimal
    text: str
    label: str

    @property
    def size(self) -> float:
        """The number as a length."""
        return float(self.number)


def place_of(grid: Grid, key: str) -> int:
    """The place of a column. Raises ``ValueError`` if the table has none by that key: its author has misspelt it."""
    for place, column in enumerate(grid.columns):
        if column.name == key:
            return place
    names = ", ".join(column.name for column in grid.columns)
    raise ValueError(f"{grid.name}: the picture asks for the column {key!r}, and the table has {names}")


def unit_of(grid: Grid, places: Iterable[int]) -> str:
    """The unit that most figures of some columns are in."""
    boxes = [line.boxes[place] for place in places for line in grid.lines]
    units = Counter(box.cell.unit for box in boxes if box.cell.value is not None)
    return units.most_common(1)[0][0] if units else ""


def number_in(box: Box, unit: str) -> Decimal | None:
    """The number of a cell in a unit; None for words, for what is unknown, and for a unit that does not convert."""
    if box.cell.value is None:
        return None
    try:
        return Decimal(box.cell.value) * factor(box.cell.unit, unit)
    except UnitsDiffer:
        return None


def point(line: Line, place: int, unit: str, name: str = "") -> Point | None:
    """A row's figure in a column, or None where it has none."""
    box = line.boxes[place]
    number = number_in(box, unit)
    return None if number is None else Point(name or line.label, number, box.cell.text, box.text)


def text_of(box: Box) -> str:
    """What the table prints in a cell; a dash where it is empty."""
    return box.text or DASH


def unit_name(unit: str) -> str:
    """A unit as an axis or a caption names it; "" for none."""
    return {PERCENT: _("procent"), UNNAMED: ""}.get(unit, unit)


def with_unit(text: str, unit: str) -> str:
    """A text, and the unit that its figures are in."""
    name = unit_name(unit)
    return _("{text}, i {unit}").format(text=text, unit=name) if name and unit != COUNT else text


def lowered(text: str) -> str:
    """A heading within a sentence; initials such as T and IT stay as they are."""
    return text if text[1:2].isupper() or len(text) == 1 else text[:1].lower() + text[1:]


def listed(texts: Sequence[str]) -> str:
    """Texts in a row: the one, the other and the third."""
    *before, last = texts
    return _("{before} och {last}").format(before=", ".join(before), last=last) if before else last


def extremes(points: Sequence[Point]) -> str:
    """The greatest and the least of some figures, in words."""
    high, low = max(points, key=lambda each: each.number), min(points, key=lambda each: each.number)
    told = _("Högst är {name} ({text})").format(name=high.name, text=high.text)
    if low.number == high.number:
        return f"{told}."
    return _("{told} och lägst {name} ({text}).").format(told=told, name=low.name, text=low.text)


def headed(grid: Grid, columns: Sequence[str]) -> str:
    """What a table is of, and which of its columns are drawn; a single one that the heading names is not said again."""
    if len(columns) == 1 and columns[0].casefold() in grid.heading.casefold():
        return grid.heading
    return f"{grid.heading}: {listed([lowered(column) for column in columns])}"


def told_of(*sentences: str) -> str:
    """What a picture shows in words; the figures are in the table."""
    return " ".join((*sentences, _("Siffrorna står i tabellen.")))


def captioned(caption: str, lacking: Sequence[str]) -> str:
    """A caption, with the rows that have no figure to draw."""
    return f"{caption}. {_('Utan siffra: {rows}.').format(rows=', '.join(lacking))}" if lacking else caption
