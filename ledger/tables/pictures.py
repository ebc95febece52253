"""Pictures that a table asks for: which of its columns are drawn, and how. What draws them is ``ledger.export``.

A picture shows nothing that its table does not have: the table is its text alternative, and every length in it is a
traced figure. A table asks for one in one line, by the keys of its columns::

    return rows.pictured(Gaps("outcome", "target"))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Gaps:
    """How far each row is from its target: a point for the reading, one for the target, and the way between them.
    ``between`` is the column that tells how far it is, if there is one: it stands beside.
    """

    reading: str
    target: str
    between: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Each row from when it starts to when it ends, with its lights as letter and shape. A cell with a period gives the
    time; words and what is unknown leave that end open.
    """

    start: str
    end: str
    lights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar a row for each of some columns, side by side: budget, outcome and forecast. ``rows`` are the keys of the
    rows that are drawn, in that order; all that have a figure if none are named.
    """

    columns: tuple[str, ...]
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A line for each of some columns over the rows, which are periods: sick leave by month. It breaks where a period
    is missing.
    """

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How the rows of a column add up to its total, step by step; varav rows and subtotals are no steps."""

    column: str


Picture: TypeAlias = Gaps | Timeline | Bars | Lines | Waterfall
