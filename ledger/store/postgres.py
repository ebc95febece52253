"""PostgreSQL: the shared store of a region. Reading needs neither the library nor the lock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ledger.language import _
from ledger.problems import Problem, Refused, refused
from ledger.store.database import OpenReading
from ledger.store.sql import in_postgres
from ledger.surroundings import Surroundings

if TYPE_CHECKING:
    import psycopg

    from ledger.store.postgres_recorder import PostgresRecorder
    from ledger.store.recorder import Fill

SECONDS_TO_CONNECT = 10


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """A ledger in a database of its own, at ``postgresql://…``."""

    url: str
    position_column: ClassVar[str] = "notification_id"

    @property
    def address(self) -> str:
        """The URL without its password."""
        scheme, _separator, rest = self.url.partition("://")
        login, at, place = rest.rpartition("@")
        user = login.partition(":")[0]
        return f"{scheme}://{user}{at}" + re.sub(r"\b(ssl)?password=[^&]*&?", "", place)

    def missing(self) -> Problem | None:
        """Why there is no ledger here."""
        reading = self.reading()
        try:
            if reading.run("SELECT 1 FROM pg_class WHERE relname = 'ledger' AND relkind = 'r'"):
                return None
        finally:
            reading.close()
        return Problem(
            _("det finns ingen liggare {address}").format(address=self.address),
            _("skapa den med ”planledger init”, eller peka ut en annan med --ledger"),
        )

    def create(self, title: str, surroundings: Surroundings, fill: Fill | None = None) -> None:
        """Make the tables, or none."""
        if self.missing() is None:
            remedy = _("välj en annan databas; en liggare skrivs aldrig över")
            raise Refused(Problem(_("{address} finns redan").format(address=self.address), remedy))
        recorder = self.recorder(surroundings)
        try:
            recorder.create_ledger(title, fill)
        finally:
            recorder.close()

    def reading(self) -> OpenReading:
        """A connection that only reads."""
        connection = connected(self.url, "-c default_transaction_read_only=on")
        return OpenReading(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", in_postgres)

    def inspecting(self) -> OpenReading:
        """The same: PostgreSQL holds no text that is none."""
        return self.reading()

    def damage(self, _reading: OpenReading) -> list[str]:
        """Nothing: pages are checked by PostgreSQL's own checksums when they are read, and by its own tools."""
        return []

    def recorder(self, surroundings: Surroundings) -> PostgresRecorder:
        """A recorder."""
        from ledger.store.postgres_recorder import PostgresRecorder

        return PostgresRecorder(self.url, surroundings)

    def roles(self, *, apply: bool) -> str:
        """The statements that make the ledger's roles and give them their rights; ``apply`` runs them too."""
        from ledger.store.roles import as_script, role_statements

        with connected(self.url) as connection:
            statements = role_statements(connection.info.dbname)
            if apply:
                with connection.transaction():
                    for statement in statements:
                        connection.execute(statement)
            return as_script(statements, connection)

    def told(self, error: Exception) -> Problem | None:
        """What an error means."""
        import psycopg

        from_library = type(error).__module__ == "eventsourcing.persistence"
        if not (isinstance(error, psycopg.Error) or from_library):
            return None
        cause = error if isinstance(error, psycopg.Error) else error.__cause__ or error
        said = " ".join(str(cause).split())
        return Problem(
            _("{address} kan inte användas: {error}").format(address=self.address, error=said), _remedy(cause)
        )


def connected(url: str, options: str = "") -> psycopg.Connection[Any]:
    """A connection whose rows are asked by name. Raises ``Refused`` if the driver is not installed."""
    try:
        import psycopg
        from psycopg.rows import dict_row
    except ImportError:
        what = _("drivrutinen för PostgreSQL är inte installerad")
        raise refused(what, _('installera den: pip install ".[postgres]" i en utcheckning av Planledger')) from None
    return psycopg.connect(
        url, autocommit=True, row_factory=dict_row, options=options, connect_timeout=SECONDS_TO_CONNECT
    )


def _remedy(error: BaseException) -> str:
    """What to do about an error, by the kind that the server says it is (SQLSTATE)."""
    state = getattr(error, "sqlstate", None) or ""
    if state == "42501":
        return _("din roll får inte göra detta; be liggarens ägare om rollen som behövs (planledger init --roles)")
    if state.startswith("28"):
        return _("kontrollera användare och lösenord i adressen")
    if state == "3D000":
        return _("skapa databasen först: createdb")
    if state in {"55P03", "57014"}:
        return _("någon annan registrerar just nu; försök igen")
    if "password authentication failed" in str(error) or "no password supplied" in str(error):
        return _("kontrollera användare och lösenord i adressen")
    if "does not exist" in str(error) and "database" in str(error):
        return _("skapa databasen först: createdb")
    return _("inget halvt är registrerat; kontrollera att servern är i gång och försök igen")
