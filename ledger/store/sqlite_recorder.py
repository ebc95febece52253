"""Recording in SQLite: one file is the whole ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteDatastore

from ledger.store.recorder import Fill, LedgerRecorder
from ledger.store.schema import EVENTS, FORMAT, INDEX
from ledger.store.sql import SECONDS_TO_WAIT, Parameters, Row
from ledger.surroundings import Surroundings

TYPES = {"position": "rowid", "integer": "INTEGER", "bytes": "BLOB", "text": "TEXT"}


def _refusing(table: str, name: str, when: str, message: str) -> str:
    return f"CREATE TRIGGER {table}_{name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"


_FOR_GOOD = "events are recorded for good"
# INSERT OR REPLACE walks past triggers on UPDATE and DELETE, so inserting over something is refused too.
TRIGGERS = (
    _refusing("event", "update", "UPDATE ON event", _FOR_GOOD),
    _refusing("event", "delete", "DELETE ON event", _FOR_GOOD),
    _refusing(
        "event",
        "replace",
        "INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE rowid = NEW.rowid OR id = NEW.id"
        " OR (originator_id = NEW.originator_id AND originator_version = NEW.originator_version))",
        f"UNIQUE: {_FOR_GOOD}",
    ),
    _refusing("content", "update", "UPDATE ON content", _FOR_GOOD),
    _refusing("content", "delete", "DELETE ON content", _FOR_GOOD),
    _refusing(
        "content",
        "replace",
        "INSERT ON content WHEN EXISTS (SELECT 1 FROM content WHERE position = NEW.position)",
        f"UNIQUE: {_FOR_GOOD}",
    ),
    _refusing("kept", "update", "UPDATE ON kept", _FOR_GOOD),
    _refusing("kept", "delete", "DELETE ON kept", _FOR_GOOD),
    _refusing(
        "kept",
        "replace",
        "INSERT ON kept WHEN EXISTS (SELECT 1 FROM kept WHERE digest = NEW.digest)",
        f"UNIQUE: {_FOR_GOOD}",
    ),
    _refusing(
        "ledger",
        "update",
        "UPDATE ON ledger WHEN NEW.recorded <= OLD.recorded OR NEW.injected < OLD.injected OR NEW.one <> OLD.one",
        "the clock never runs backwards",
    ),
    _refusing("ledger", "replace", "INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger)", "a ledger keeps its clock"),
    _refusing("ledger", "delete", "DELETE ON ledger", "a ledger keeps its clock"),
)


class SqliteCursor:
    """The library's cursor with our two verbs."""

    def __init__(self, cursor: SQLiteCursor):
        self._cursor = cursor

    def run(self, statement: str, parameters: Parameters | None = None) -> Sequence[Row]:
        """Run a statement and hand out its rows."""
        self._cursor.execute(statement, parameters or {})
        rows: list[Row] = self._cursor.fetchall()
        return rows

    def insert(self, table: str, rows: Sequence[Parameters]) -> None:
        """Insert rows that all name the same columns."""
        columns = list(rows[0])
        named = ", ".join(f":{column}" for column in columns)
        self._cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({named})", rows)


class SqliteRecorder(LedgerRecorder, SQLiteApplicationRecorder):
    """The library's recorder with the ledger's recording."""

    position_column = "rowid"

    def __init__(self, path: Path | str, surroundings: Surroundings):
        datastore = SQLiteDatastore(str(path), lock_timeout=SECONDS_TO_WAIT, originator_id_type="text")
        super().__init__(datastore, events_table_name="event")
        self.surroundings = surroundings

    def construct_create_table_statements(self) -> list[str]:
        """Everything that a new ledger has, but the one row that says that it is one."""
        return [*(statement.format(**TYPES) for statement in (*EVENTS, *INDEX)), *TRIGGERS]

    def create_ledger(self, title: str, fill: Fill | None = None) -> None:
        """Make the tables, the row and what ``fill`` puts in, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            for statement in self.create_table_statements:
                cursor.execute(statement)
            row = (FORMAT, int(self.surroundings.injected), title)
            cursor.execute("INSERT INTO ledger (one, recorded, format, injected, title) VALUES (1, 0, ?, ?, ?)", row)
            if fill:
                fill(SqliteCursor(cursor))

    @contextmanager
    def transaction(self) -> Iterator[SqliteCursor]:
        """A transaction that commits if nothing is raised in it."""
        with self.datastore.transaction(commit=True) as cursor:
            yield SqliteCursor(cursor)

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()
