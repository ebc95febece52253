"""What a ledger needs of the database that it lies in, and how the database's own errors are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from ledger.problems import Problem, Refused
from ledger.store.sql import Reading
from ledger.surroundings import Surroundings

if TYPE_CHECKING:
    from ledger.store.recorder import Fill, LedgerRecorder


class OpenReading(Reading, Protocol):
    """A connection that only reads."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, every answer is from one moment, whatever others record."""

    def close(self) -> None:
        """Let go of it."""


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
