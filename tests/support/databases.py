"""Looking into a ledger's tables past the program, in either database; and an empty place in one again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

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


def tables(place: object, names: tuple[str, ...]) -> dict[str, Rows]:
    """Every row of some tables, by their first column."""
    return {name: rows(place, f"SELECT * FROM {name} ORDER BY 1") for name in names}


def emptied(url: str) -> str:
    """The same PostgreSQL database with nothing in it."""
    rows(url, "DROP SCHEMA public CASCADE")
    rows(url, "CREATE SCHEMA public")
    return url
