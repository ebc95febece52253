"""The few things that our SQL needs of a database: named parameters, rows by name, and many rows at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

Parameters = Mapping[str, Any]
SECONDS_TO_WAIT = 60
"""How long a recording waits for another; in PostgreSQL also how long one may stand still before the server ends it."""

_NAMED = re.compile(r"(?<!:):([a-z_]+)")


class Row(Protocol):
    """A row whose columns are asked for by name."""

    def __getitem__(self, name: str) -> Any:
        """The value of a column."""


class Reading(Protocol):
    """Answers questions, in the subset of SQL that SQLite and PostgreSQL share."""

    def run(self, statement: str, parameters: Parameters = ...) -> Sequence[Row]:
        """Run a statement and hand out its rows."""


class Cursor(Reading, Protocol):
    """Works inside a transaction."""

    def insert(self, table: str, rows: Sequence[Parameters]) -> None:
        """Insert rows that all name the same columns, as fast as the database can."""


@lru_cache(maxsize=256)
def in_postgres(statement: str) -> str:
    """A statement with its named parameters as psycopg writes them."""
    return _NAMED.sub(r"%(\1)s", statement)
