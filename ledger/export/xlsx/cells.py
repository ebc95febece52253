"""Cells: where they are, what a formula calls them, and several of them as ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

Place = tuple[int, int]
"""The row and the column of a cell, both counted from 0."""


def named(place: Place) -> str:
    """A cell as a formula names it: the first is A1."""
    row, column = place
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def ranges(places: Collection[Place], numbers: Collection[Place]) -> Iterator[str]:
    """Cells as a formula names them; those beside each other that no other of all ``numbers`` lies between as a range,
    down a column or else along a row.
    """
    runs = list(_runs(places, sorted(numbers, key=_down), 1))
    single = {run[0] for run in runs if len(run) == 1}
    found = [run for run in runs if len(run) > 1] + list(_runs(single, sorted(numbers), 0))
    for run in sorted(found, key=lambda run: _down(run[0])):
        yield named(run[0]) if len(run) == 1 else f"{named(run[0])}:{named(run[-1])}"


def _runs(places: Collection[Place], numbers: Sequence[Place], line: int) -> Iterator[list[Place]]:
    """The places that follow each other among all numbers, within a row (``line`` 0) or a column (1)."""
    for _line, cells in groupby(numbers, key=lambda place: place[line]):
        for taken, run in groupby(cells, key=places.__contains__):
            if taken:
                yield list(run)


def _down(place: Place) -> Place:
    """What sorts cells column by column, each from the top."""
    return place[1], place[0]
