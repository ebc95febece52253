"""The few things that our SQL needs of a database: to execute with named parameters, and rows by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Parameters = Mapping[str, Any]


class Row(Protocol):
    """A row whose columns are asked for by name."""

    def __getitem__(self, name: str) -> Any:
        """The value of a column."""


class Cursor(Protocol):
    """Runs one statement after another, each in the subset of SQL that SQLite and PostgreSQL share."""

    def run(self, statement: str, parameters: Parameters = ...) -> Sequence[Row]:
        """Run a statement and hand out its rows."""

    def run_many(self, statement: str, parameters: Sequence[Parameters]) -> None:
        """Run a statement once for each set of parameters."""
