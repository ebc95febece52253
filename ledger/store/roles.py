"""Roles of a shared ledger in PostgreSQL: who may read, who may record, and who owns it."""

from __future__ import annotations

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

from ledger.store.schema import INDEX_TABLES

FOR_GOOD = ("event", "content", "subtree", "kept", "person")
TABLES = (*FOR_GOOD, "removed", *INDEX_TABLES, "ledger")


def role_statements(database: str) -> list[Composed]:
    """Statements that make the three roles of a ledger in ``database``, and give each its rights. They may be run
    again.

    The reader reads. The recorder reads and inserts, and moves the clock; it can change or remove nothing. The
    owner owns the tables, and is the one that can ``rebuild`` the index, and ``erase`` and ``remove`` under a decision.
    None of the three can log in: grant them to those who can.
    """
    owner, recorder, reader = (Identifier(f"{database}_{role}") for role in ("owner", "recorder", "reader"))
    statements = [_made(f"{database}_{role}") for role in ("reader", "recorder", "owner")]
    statements += [
        SQL("GRANT {} TO {}").format(reader, recorder),
        SQL("GRANT {} TO {}").format(recorder, owner),
        SQL("GRANT USAGE ON SCHEMA public TO {}").format(reader),
        SQL("GRANT SELECT ON {} TO {}").format(_names(*TABLES, "record"), reader),
        SQL("GRANT INSERT ON {} TO {}").format(_names(*FOR_GOOD, *INDEX_TABLES), recorder),
        SQL("GRANT UPDATE (recorded, injected) ON ledger TO {}").format(recorder),
        SQL("GRANT CREATE ON SCHEMA public TO {}").format(owner),
    ]
    statements += [SQL("ALTER TABLE {} OWNER TO {}").format(Identifier(table), owner) for table in TABLES]
    return [*statements, SQL("ALTER VIEW record OWNER TO {}").format(owner)]


def as_script(statements: list[Composed], connection: Connection[object]) -> str:
    """The statements as text that can be read, and run with psql."""
    return "\n".join(f"{statement.as_string(connection)};" for statement in statements)


def _names(*tables: str) -> Composed:
    return SQL(", ").join(map(Identifier, tables))


def _made(role: str) -> Composed:
    """A role, unless it is there: roles belong to the whole server."""
    return SQL("DO $$BEGIN CREATE ROLE {} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END$$").format(
        Identifier(role)
    )
