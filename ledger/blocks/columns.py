"""Columns that know what they say of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ledger.tables.table import Column, Content, Kind, Table

R = TypeVar("R")


@dataclass(frozen=True)
class Says(Generic[R]):
    """A column, and what it says of a row."""

    column: Column
    of: Callable[[R], Content]


@dataclass(frozen=True)
class RowOf(Generic[R]):
    """A row to be filled: its key, its label, its kind, and what it is about. One about nothing is a heading."""

    key: str
    label: str
    about: R | None
    kind: Kind = "item"


def filled_table(label: str, columns: Sequence[Says[R]], rows: Iterable[RowOf[R]]) -> Table:
    """A table whose columns say what they have to say of each row."""
    table = Table(label, *(each.column for each in columns))
    for row in rows:
        if row.about is None:
            table.heading(row.key, row.label)
        else:
            table.add(row.key, row.label, *(each.of(row.about) for each in columns), kind=row.kind)
    return table
