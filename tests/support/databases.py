"""Looking into a ledger's tables past the program, in either database; and an empty place in one again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from ledger.opening import database_at
from ledger.store.schema import INDEX_TABLES

Rows = list[tuple[Any, ...]]


def rows(place: object, statement: str) -> Rows:
    """The rows of a question, or of a change that is committed."""
    url = str(place)
    if "://" not in url:
        with closing(sqlite3.connect(url, isolation_level=None)) as connection:
            return connection.execute(statement).fetchall()
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        cursor = server.execute(statement)
        return cursor.fetchall() if cursor.description else []


def unguarded(place: object) -> None:
    """Drop every trigger, as an owner of the database can."""
    if "://" in str(place):
        for (table,) in rows(place, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            rows(place, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    else:
        for (name,) in rows(place, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            rows(place, f"DROP TRIGGER {name}")


def tables(place: object, names: tuple[str, ...]) -> dict[str, Rows]:
    """Every row of some tables, by their first column."""
    return {name: rows(place, f"SELECT * FROM {name} ORDER BY 1") for name in names}


def emptied(url: str) -> str:
    """The same PostgreSQL database with nothing in it."""
    rows(url, "DROP SCHEMA public CASCADE")
    rows(url, "CREATE SCHEMA public")
    return url


TABLES = ("content", "subtree", "kept", "person", "removed", *INDEX_TABLES)
"""All but the events, whose position each database calls something of its own."""


def everything(place: str) -> dict[str, list[list[Any]]]:
    """Every row of every table, the position's column called the same in both databases."""
    database = database_at(place)
    reading = database.reading()
    try:
        found = {
            table: [list(_values(row)) for row in reading.run(f"SELECT * FROM {table} ORDER BY 1, 2")]
            for table in TABLES
        }
        events = reading.run(f"SELECT * FROM event ORDER BY {database.position_column}")
        named = [{name.replace("rowid", "notification_id"): row[name] for name in row.keys()} for row in events]  # noqa: SIM118
        return found | {"event": [sorted(each.items()) for each in named]}
    finally:
        reading.close()


def _values(row: Any) -> Any:
    return row.values() if isinstance(row, dict) else tuple(row)
