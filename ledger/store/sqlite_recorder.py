"""Recording in SQLite: one file is the whole ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteDatastore

from ledger.language import _
from ledger.store.recorder import Fill, LedgerRecorder
from ledger.store.schema import EVENTS, FORMAT, INDEX
from ledger.store.sql import SECONDS_TO_WAIT, Parameters, Row
from ledger.surroundings import Surroundings

_OVERWRITING = "PRAGMA secure_delete = ON"
"""What is deleted is overwritten, whether the library was built to do so or not."""

TYPES = {"position": "rowid", "integer": "INTEGER", "bytes": "BLOB", "text": "TEXT"}


def _refusing(table: str, name: str, when: str, message: str) -> str:
    return f"CREATE TRIGGER {table}_{name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"


_FOR_GOOD = "events are recorded for good"
_GONE = "what was removed does not come back"
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
    _refusing(
        "content",
        "delete",
        "DELETE ON content WHEN NOT EXISTS (SELECT 1 FROM removed WHERE position = OLD.position)",
        _FOR_GOOD,
    ),
    _refusing(
        "content",
        "return",
        "INSERT ON content WHEN EXISTS (SELECT 1 FROM removed WHERE position = NEW.position)",
        _GONE,
    ),
    _refusing(
        "content",
        "replace",
        "INSERT ON content WHEN EXISTS (SELECT 1 FROM content WHERE position = NEW.position)",
        f"UNIQUE: {_FOR_GOOD}",
    ),
    _refusing("person", "update", "UPDATE ON person", _FOR_GOOD),
    _refusing(
        "person",
        "delete",
        "DELETE ON person WHEN NOT EXISTS (SELECT 1 FROM removed WHERE person = OLD.id)",
        _FOR_GOOD,
    ),
    _refusing(
        "person",
        "replace",
        "INSERT ON person WHEN EXISTS (SELECT 1 FROM person WHERE id = NEW.id OR record = NEW.record)",
        f"UNIQUE: {_FOR_GOOD}",
    ),
    _refusing(
        "person",
        "return",
        "INSERT ON person WHEN EXISTS (SELECT 1 FROM removed WHERE person = NEW.id)",
        _GONE,
    ),
    _refusing(
        "removed",
        "undecided",
        "INSERT ON removed WHEN NOT EXISTS (SELECT 1 FROM event WHERE rowid = NEW.removed_by AND topic ="
        " CASE WHEN NEW.person IS NULL THEN 'content.removed' ELSE 'person.erased' END)",
        "nothing is removed without an event that says so",
    ),
    _refusing("removed", "update", "UPDATE ON removed", _FOR_GOOD),
    _refusing("removed", "delete", "DELETE ON removed", _FOR_GOOD),
    _refusing(
        "removed",
        "replace",
        "INSERT ON removed WHEN EXISTS (SELECT 1 FROM removed WHERE removed_by = NEW.removed_by"
        " OR position = NEW.position OR person = NEW.person)",
        f"UNIQUE: {_FOR_GOOD}",
    ),
    _refusing("subtree", "update", "UPDATE ON subtree", _FOR_GOOD),
    _refusing("subtree", "delete", "DELETE ON subtree", _FOR_GOOD),
    _refusing(
        "subtree",
        "replace",
        "INSERT ON subtree WHEN EXISTS (SELECT 1 FROM subtree WHERE level = NEW.level AND place = NEW.place)",
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


def cursor_on(connection: sqlite3.Connection) -> SqliteCursor:
    """A cursor on a connection of one's own."""
    return SqliteCursor(SQLiteCursor(connection.cursor()))


class SqliteRecorder(LedgerRecorder, SQLiteApplicationRecorder):
    """The library's recorder with the ledger's recording."""

    position_column = "rowid"

    def __init__(self, path: Path | str, surroundings: Surroundings):
        datastore = SQLiteDatastore(str(path), lock_timeout=SECONDS_TO_WAIT, originator_id_type="text")
        super().__init__(datastore, events_table_name="event")
        self._path = str(path)
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
            cursor.execute(_OVERWRITING)
            yield SqliteCursor(cursor)

    def sweep(self) -> list[str]:
        """Write the file anew without what has been deleted, and empty the log beside it."""
        with closing(sqlite3.connect(self._path, timeout=SECONDS_TO_WAIT, isolation_level=None)) as connection:
            try:
                connection.execute(_OVERWRITING)
                connection.execute("VACUUM")
                [busy, _pages, _done] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError as error:
                return [_("filen kunde inte skrivas om nu ({error})").format(error=error)]
        return [_("filens logg (-wal) kunde inte tömmas nu, eftersom någon läser")] if busy else []

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()
