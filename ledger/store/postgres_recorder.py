"""Recording in PostgreSQL. Around the library's traps: no pipeline, no table lock, no sequence, batches by COPY."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Cursor as PsycopgCursor
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege, LockNotAvailable, QueryCanceled
from psycopg.sql import SQL, Composed

from ledger.language import _
from ledger.store.postgres import connected
from ledger.store.recorder import Fill, LedgerRecorder
from ledger.store.schema import EVENTS, FORMAT, INDEX
from ledger.store.sql import SECONDS_TO_WAIT, Cursor, Parameters, Row, in_postgres
from ledger.surroundings import Surroundings

TYPES = {"position": "notification_id", "integer": "bigint", "bytes": "bytea", "text": 'text COLLATE "C"'}
_ERASABLE = ("content", "person", "entry", "superseded")
"""The tables that something is ever deleted from, or changed in, when a content or a person is removed."""
FEW = 20
"""So many rows are inserted one by one; more are copied."""


def _refusing(name: str, message: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END$$"
    )


def _for_good(table: str, guard: str = "for_good") -> tuple[str, ...]:
    """Triggers that fire whatever the session's replication role is. ``guard`` refuses to change or delete a row."""
    return (
        f"CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {guard}()",
        f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION for_good()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_row, ENABLE ALWAYS TRIGGER {table}_all",
    )


def _removable(table: str, key: str, named: str) -> tuple[str, ...]:
    """Triggers for a table whose rows go only when ``removed`` names them, and then never come back. What comes in is
    asked about once a statement, since it may be many rows.
    """
    return (
        f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$"
        f"BEGIN IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM removed WHERE removed.{named} = OLD.{key})"
        " THEN RETURN OLD; END IF; RAISE EXCEPTION 'events are recorded for good'"
        " USING ERRCODE = 'integrity_constraint_violation'; END$$",
        *_for_good(table, f"{table}_stays"),
        f"CREATE FUNCTION {table}_is_gone() RETURNS trigger LANGUAGE plpgsql AS $$"
        f"BEGIN IF EXISTS (SELECT 1 FROM added JOIN removed ON removed.{named} = added.{key})"
        " THEN RAISE EXCEPTION 'what was removed does not come back'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END$$",
        f"CREATE TRIGGER {table}_return AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_gone()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_return",
    )


TRIGGERS = (
    _refusing("for_good", "events are recorded for good"),
    *_for_good("event"),
    *_removable("content", "position", "position"),
    *_removable("person", "id", "person"),
    *_for_good("removed"),
    "CREATE FUNCTION is_decided() RETURNS trigger LANGUAGE plpgsql AS $$"
    "BEGIN IF NOT EXISTS (SELECT 1 FROM event WHERE notification_id = NEW.removed_by AND topic ="
    " CASE WHEN NEW.person IS NULL THEN 'content.removed' ELSE 'person.erased' END)"
    " THEN RAISE EXCEPTION 'nothing is removed without an event that says so'"
    " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END$$",
    "CREATE TRIGGER removed_undecided BEFORE INSERT ON removed FOR EACH ROW EXECUTE FUNCTION is_decided()",
    "ALTER TABLE removed ENABLE ALWAYS TRIGGER removed_undecided",
    # The server's statistics are samples of what lies in a table, and would keep it when it is gone.
    "ALTER TABLE content ALTER COLUMN body SET STATISTICS 0, ALTER COLUMN salt SET STATISTICS 0",
    "ALTER TABLE person ALTER COLUMN record SET STATISTICS 0, ALTER COLUMN salt SET STATISTICS 0",
    "ALTER TABLE entry ALTER COLUMN amount SET STATISTICS 0",
    "ALTER TABLE superseded ALTER COLUMN amount SET STATISTICS 0",
    *_for_good("subtree"),
    *_for_good("kept"),
    _refusing("clock_stands", "the clock never runs backwards"),
    "CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger FOR EACH ROW WHEN (NEW.recorded <= OLD.recorded"
    " OR NEW.injected < OLD.injected OR NEW.one <> OLD.one) EXECUTE FUNCTION clock_stands()",
    "CREATE TRIGGER ledger_row BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION for_good()",
    "CREATE TRIGGER ledger_all BEFORE TRUNCATE ON ledger EXECUTE FUNCTION for_good()",
    "ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_update, ENABLE ALWAYS TRIGGER ledger_row,"
    " ENABLE ALWAYS TRIGGER ledger_all",
)


class PostgresCursor:
    """The library's cursor with our two verbs."""

    def __init__(self, cursor: PsycopgCursor[Any]):
        self._cursor = cursor

    def run(self, statement: str, parameters: Parameters | None = None) -> Sequence[Row]:
        """Run a statement and hand out its rows."""
        self._cursor.execute(in_postgres(statement), parameters or {})
        rows: list[Any] = self._cursor.fetchall() if self._cursor.description else []
        return rows

    def insert(self, table: str, rows: Sequence[Parameters]) -> None:
        """Insert rows that all name the same columns."""
        columns = list(rows[0])
        if len(rows) >= FEW:
            with self._cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([row[column] for column in columns])
            return
        named = ", ".join(f":{column}" for column in columns)
        for row in rows:
            self._cursor.execute(in_postgres(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({named})"), row)


class PostgresRecorder(LedgerRecorder, PostgresApplicationRecorder):
    """The library's recorder with the ledger's recording."""

    position_column = "notification_id"
    server_clock = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"

    def __init__(self, url: str, surroundings: Surroundings):
        super().__init__(datastore_at(url), events_table_name="event")
        self.surroundings = surroundings
        self._url = url
        statements = (*(statement.format(**TYPES) for statement in (*EVENTS, *INDEX)), *TRIGGERS)
        self.sql_create_statements = [Composed([SQL(statement)]) for statement in statements]

    def create_ledger(self, title: str, fill: Fill | None = None) -> None:
        """Make the tables, the row and what ``fill`` puts in, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            for statement in self.sql_create_statements:
                cursor.execute(statement, prepare=False)
            row = (FORMAT, int(self.surroundings.injected), title)
            cursor.execute("INSERT INTO ledger (one, recorded, format, injected, title) VALUES (1, 0, %s, %s, %s)", row)
            if fill:
                fill(PostgresCursor(cursor))

    @contextmanager
    def transaction(self) -> Iterator[PostgresCursor]:
        """A transaction that commits if nothing is raised in it; whoever listens for events is then told."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS_TO_WAIT}s'")
            yield PostgresCursor(cursor)
            cursor.execute(f"NOTIFY {self.channel_name}")

    def user(self, cursor: Cursor) -> str:
        """Who records: the user that the server let in, since a client may call itself anything."""
        return (
            super().user(cursor)
            if self.surroundings.injected
            else str(cursor.run("SELECT session_user")[0]["session_user"])
        )

    def sweep(self) -> list[str]:
        """Write the tables anew without what has been deleted, and let the server throw the old files away."""
        left = [
            _("serverns logg (WAL) har det tills den har skrivits över, och arkiverade loggar så länge de sparas"),
            _("säkerhetskopior och repliker som gjordes innan"),
        ]
        with connected(self._url, f"-c lock_timeout={SECONDS_TO_WAIT}s") as connection:
            try:
                connection.execute(f"VACUUM (FULL) {', '.join(_ERASABLE)}")
            except (LockNotAvailable, QueryCanceled, InsufficientPrivilege) as error:
                return [_("tabellerna kunde inte skrivas om nu ({error})").format(error=_plain(error)), *left]
            try:
                connection.execute("CHECKPOINT")
            except InsufficientPrivilege:
                left.insert(0, _("tabellernas gamla filer, tills servern har gjort sin nästa CHECKPOINT"))
        return left

    def close(self) -> None:
        """Let go of the connection."""
        self.datastore.close()


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())


def datastore_at(url: str) -> PostgresDatastore:
    """The library's datastore with everything that the URL says, certificates included."""
    said = conninfo_to_dict(url)
    datastore = PostgresDatastore(
        dbname=str(said.pop("dbname", "")),
        host=str(said.pop("host", "")),
        port=str(said.pop("port", "")),
        user=str(said.pop("user", "")),
        password=str(said.pop("password", "")),
        originator_id_type="text",
        idle_in_transaction_session_timeout=SECONDS_TO_WAIT,
    )
    assert isinstance(datastore.pool.kwargs, dict)
    given = {name: value for name, value in datastore.pool.kwargs.items() if value != ""}
    datastore.pool.kwargs = given | said
    return datastore
