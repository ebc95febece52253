"""How much room things take: the widths of columns in characters, lines of folded texts, the heights of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from ledger.export.document import Grid, Line
from ledger.export.xlsx.numbers import is_number

WIDEST = 150
"""How many characters a table is wide, so that it can be read when it is fitted to a page; wider if it has to be."""

NARROWEST = 60
"""How many characters a table is wide at least, so that there is room for its notes."""

LABEL_CAP = 34
"""How many characters the labels of rows may always take before they are folded."""

LINE_HEIGHT = 13.5
"""The height of a line of text, in points."""

HIGHEST = 409
"""How high a row is at most, in points: no program makes one higher."""

MOST_LINES = 30
"""How many lines such a row has room for."""


@dataclass(slots=True)
class _Column:
    """What a column holds: its heading, its texts, and how wide its widest figure is."""

    heading: str
    texts: list[str] = field(default_factory=list)
    figures: int = 0

    def width(self, cap: int) -> int:
        """Its width: its widest figure, which is never folded, and what its texts take, folded at ``cap``; the heading
        may always be folded.
        """
        words = max((len(word) for text in (self.heading, *self.texts) for word in text.split()), default=0)
        texts = min(max(map(len, self.texts), default=0), cap)
        return max(self.figures, texts, min(len(self.heading), 12), min(words, 30), 6) + 3


def widths_of(grid: Grid) -> list[int]:
    """How wide the columns are: figures and words whole, texts folded so that the table fits a page and no row is too
    high.
    """
    columns = _columns(grid)
    cap = NARROWEST
    while sum(_capped(columns, cap)) > WIDEST and cap > 16:
        cap -= 2
    while cap < WIDEST and _is_too_high(grid, _capped(columns, cap)):
        cap += 10
    widths = _capped(columns, cap)
    widths[0] += max(0, NARROWEST - sum(widths))
    return widths


def _columns(grid: Grid) -> list[_Column]:
    """What the columns of a table hold, that of its labels first."""
    columns = [_Column(heading) for heading in grid.headings]
    for line in grid.lines:
        columns[0].texts.append(line.label)
        for column, box in zip(columns[1:], line.boxes, strict=True):
            if is_number(box):
                column.figures = max(column.figures, len(box.text))
            else:
                column.texts.append(box.text)
    return columns


def _capped(columns: Sequence[_Column], cap: int) -> list[int]:
    """The widths of columns whose texts are folded at ``cap``."""
    labels, *rest = columns
    return [labels.width(max(cap, LABEL_CAP)), *(column.width(cap) for column in rest)]


def _is_too_high(grid: Grid, widths: Sequence[int]) -> bool:
    """Whether a row takes more lines than there is room for."""
    return any(lines_of_row(line, widths) > MOST_LINES for line in grid.lines)


def lines_of_row(line: Line, widths: Sequence[int]) -> int:
    """How many lines a row of a table takes; a number is never folded."""
    texts = [line.label, *("" if is_number(box) else box.text for box in line.boxes)]
    return lines_beside(texts, widths, bold=line.strong)


def lines_beside(texts: Sequence[str], widths: Sequence[int], *, bold: bool = False) -> int:
    """How many lines that of several texts beside each other takes that takes the most of them."""
    return max(lines_of(text, width - 1 if bold else width) for text, width in zip(texts, widths, strict=True))


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes, folded at a width; rather one too many than one too few."""
    return sum(max(1, len(wrap(line, width))) for line in text.split("\n"))


def height_of(lines: int, size: float = 1) -> float:
    """The height of a row, in points, for letters so many times the usual."""
    return min(HIGHEST, 2 + LINE_HEIGHT * size * lines)
