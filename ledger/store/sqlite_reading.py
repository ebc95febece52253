"""Reading from SQLite: a connection that can only read, without the library and without the lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ledger.store.sql import Parameters, Row

SECONDS_TO_WAIT = 60


class SqliteReading:
    """A file that is only read."""

    def __init__(self, path: Path):
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=SECONDS_TO_WAIT)
        self._connection.row_factory = sqlite3.Row

    def run(self, statement: str, parameters: Parameters | None = None) -> Sequence[Row]:
        """Run a question and hand out its rows."""
        rows: list[Any] = self._connection.execute(statement, parameters or {}).fetchall()
        return rows

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
