"""What a ledger needs of the database that it lies in, and how the database's own errors are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from ledger.problems import Problem, Refused
from ledger.store.sql import Parameters, Row
from ledger.surroundings import Surroundings

if TYPE_CHECKING:
    from ledger.store.recorder import Fill, LedgerRecorder


class OpenReading:
    """A connection that only reads. ``begin`` starts a snapshot; ``in_dialect`` puts a statement as the driver
    wants it.
    """

    def __init__(self, connection: Any, begin: str, in_dialect: Callable[[str], str] = str):
        self._connection = connection
        self._begin = begin
        self._in_dialect = in_dialect

    def run(self, statement: str, parameters: Parameters | None = None) -> Sequence[Row]:
        """Run a question and hand out its rows."""
        rows: Sequence[Row] = self._connection.execute(self._in_dialect(statement), parameters or {}).fetchall()
        return rows

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, every answer is from one moment, whatever others record."""
        self._connection.execute(self._begin)
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()


class Database(Protocol):
    """A place for one ledger. Each method may raise the database's own errors; ``told`` says what they mean."""

    @property
    def address(self) -> str:
        """What messages call it; never a password."""

    def missing(self) -> Problem | None:
        """Why there is no ledger here; None if there is one."""

    @property
    def position_column(self) -> str:
        """What the table of events calls the position."""

    def create(self, title: str, surroundings: Surroundings, fill: Fill | None = None) -> None:
        """Make a ledger, and what ``fill`` puts in, or nothing. Raises ``Refused`` if something lies here already."""

    def reading(self) -> OpenReading:
        """A connection that only reads."""

    def inspecting(self) -> OpenReading:
        """A connection that reads whatever lies there, also text that is none."""

    def damage(self, reading: OpenReading) -> list[str]:
        """What the database itself finds damaged in its files, in its own words."""

    def recorder(self, surroundings: Surroundings) -> LedgerRecorder:
        """A recorder; ``close`` it."""

    def roles(self, *, apply: bool) -> str | None:
        """The statements that make a ledger's roles, run if ``apply``; None where there is no such thing."""

    def told(self, error: Exception) -> Problem | None:
        """What an error of the database means, in words for people; None if it is not the database's."""


@contextmanager
def told_plainly(database: Database) -> Iterator[None]:
    """Turn the database's errors into refusals."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        problem = database.told(error)
        if problem is None:
            raise
        raise Refused(problem) from error
