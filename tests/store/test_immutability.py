"""What the database itself refuses, to anybody who opens the file with plain sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.events import Proposal, RamAllocated
from ledger.testing import decided, ledger_in


def ram(amount: str, event_id: str) -> Proposal:
    event = RamAllocated(forvaltning="RK", period="2025", amount=amount)
    return decided(event, "2025-01-01", id=event_id)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A ledger with two decisions and a kept file, opened past the program."""
    with ledger_in(tmp_path) as ledger:
        ledger.record([ram("31,4 mnkr", "a"), ram("32 mnkr", "b")])
        path = ledger.database.address
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO kept VALUES ('digest', x'01')")
        yield connection


def contents(database: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    return [database.execute(f"SELECT * FROM {table}").fetchall() for table in ("event", "content", "kept", "ledger")]


REFUSED = {
    "change a date": "UPDATE event SET recorded = 0 WHERE id = 'a'",
    "change an envelope": "UPDATE event SET state = x'00'",
    "change a leaf": "UPDATE event SET leaf = x'00'",
    "move an event": "UPDATE event SET rowid = 99 WHERE id = 'a'",
    "change to the same": "UPDATE event SET topic = topic",
    "update or replace": "UPDATE OR REPLACE event SET id = 'a' WHERE id = 'b'",
    "delete an event": "DELETE FROM event WHERE id = 'a'",
    "delete all events": "DELETE FROM event",
    "replace by position": "INSERT OR REPLACE INTO event"
    " SELECT rowid, 'z', recorded, 'z', 9, topic, state, leaf FROM event",
    "replace by id": "INSERT OR REPLACE INTO event SELECT 99, id, recorded, 'z', 9, topic, state, leaf FROM event",
    "replace by version": "INSERT OR REPLACE INTO event"
    " SELECT 99, 'z', recorded, originator_id, originator_version, topic, state, leaf FROM event WHERE id = 'a'",
    "replace": "REPLACE INTO event SELECT * FROM event",
    "upsert": "INSERT INTO event SELECT * FROM event WHERE true ON CONFLICT (rowid) DO UPDATE SET state = x'00'",
    "change content": "UPDATE content SET body = x'00'",
    "change a salt": "UPDATE content SET salt = x'00'",
    "delete content": "DELETE FROM content",
    "replace content": "INSERT OR REPLACE INTO content SELECT position, salt, x'00' FROM content",
    "change a kept file": "UPDATE kept SET bytes = x'00'",
    "call a kept file something else": "UPDATE kept SET digest = 'other'",
    "delete a kept file": "DELETE FROM kept",
    "replace a kept file": "INSERT OR REPLACE INTO kept SELECT digest, x'00' FROM kept",
    "turn the clock back": "UPDATE ledger SET recorded = recorded - 1",
    "stop the clock": "UPDATE ledger SET recorded = recorded",
    "unmark an injected clock": "UPDATE ledger SET recorded = recorded + 1, injected = 0",
    "delete the clock": "DELETE FROM ledger",
    "replace the clock": "INSERT OR REPLACE INTO ledger SELECT one, 0, format, 0, title FROM ledger",
    "upsert the clock": "INSERT INTO ledger SELECT * FROM ledger WHERE true"
    " ON CONFLICT (one) DO UPDATE SET recorded = 0",
    "a second clock": "INSERT INTO ledger SELECT 2, 0, format, 0, title FROM ledger",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_to(database: sqlite3.Connection, statement: str) -> None:
    """Neither event, content, kept file nor clock can be changed, removed or written over, and all is as it was."""
    before = contents(database)
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)
    assert contents(database) == before


def test_the_database_takes_what_is_new(database: sqlite3.Connection) -> None:
    """The same statements go through for a new event and a later time: it is the old that is guarded."""
    database.execute("INSERT INTO event SELECT 99, 'z', recorded, 'z', 1, topic, state, leaf FROM event WHERE id = 'a'")
    database.execute("INSERT INTO content SELECT 99, salt, body FROM content LIMIT 1")
    database.execute("UPDATE ledger SET recorded = recorded + 1")
    assert database.execute("SELECT count(*) FROM event WHERE rowid = 99").fetchone() == (1,)
