"""Cells: where they are, what a formula calls them, and several of them as ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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


class Numbers:
    """The cells of a sheet that hold numbers, column by column and row by row."""

    def __init__(self, numbers: Iterable[Place]):
        self._columns: dict[int, list[Place]] = {}
        self._rows: dict[int, list[Place]] = {}
        for place in sorted(numbers):
            self._rows.setdefault(place[0], []).append(place)
            self._columns.setdefault(place[1], []).append(place)

    def ranges(self, places: Collection[Place]) -> Iterator[str]:
        """Some of them as a formula names them; those beside each other that no other lies between as a range, down a
        column or else along a row.
        """
        runs = list(_runs(places, [self._columns[column] for column in sorted({column for _row, column in places})]))
        single = {run[0] for run in runs if len(run) == 1}
        found = [run for run in runs if len(run) > 1]
        found += _runs(single, [self._rows[row] for row in sorted({row for row, _column in single})])
        for run in sorted(found, key=lambda run: _down(run[0])):
            yield named(run[0]) if len(run) == 1 else f"{named(run[0])}:{named(run[-1])}"


def _runs(places: Collection[Place], lines: Iterable[Sequence[Place]]) -> Iterator[list[Place]]:
    """The places that follow each other among all numbers of a row or a column."""
    for line in lines:
        for taken, run in groupby(line, key=places.__contains__):
            if taken:
                yield list(run)


def _down(place: Place) -> Place:
    """What sorts cells column by column, each from the top."""
    return place[1], place[0]
