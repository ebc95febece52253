"""Recording: one lock, one clock, one gapless order; events, leaves and index rows commit together or not at all.

This mixes into the library's recorder of each database and overrides its public ``insert_events`` only. The first
statement of every recording writes, so it waits for the lock, and nothing that is read after it is older than the
lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from ledger.integrity import leaf_hash
from ledger.language import _
from ledger.problems import refused
from ledger.store.sql import Cursor, Parameters
from ledger.store.tree import grow
from ledger.surroundings import Surroundings, moment

CLOCK_MAY_LAG = 10 * 60 * 1_000_000
"""How far behind the last recording the clock may be, in microseconds, before recording is refused."""

Fill = Callable[[Cursor], None]
"""Puts something into the tables of a new ledger."""

_LOCK = """UPDATE ledger SET recorded = CASE WHEN recorded < :now THEN :now ELSE recorded + 1 END,
    injected = CASE WHEN :injected = 1 THEN 1 ELSE injected END RETURNING recorded"""


@dataclass(frozen=True, slots=True)
class Written:
    """An event ready to be written: what the library stores, with its id, and the content that lies beside it."""

    id: str
    stored: StoredEvent
    salt: bytes = b""
    content: bytes | None = None


class Recording:
    """An open recording: nobody else records until it ends, so what is read in it still holds when it commits.

    Events get their positions at once and are written in batches: ``flush`` before asking the database about them.
    """

    def __init__(self, cursor: Cursor, position_column: str, recorded: int):
        self.cursor = cursor
        self.recorded = recorded
        self._column = position_column
        self._events: list[Parameters] = []
        self._contents: list[Parameters] = []
        self.last: int = cursor.run(f"SELECT coalesce(max({position_column}), 0) AS last FROM event")[0]["last"]

    def add(self, event: Written) -> int:
        """Take in an event, and give its position."""
        self.last += 1
        self._events.append(self._row(self.last, event))
        if event.content is not None:
            self._contents.append({"position": self.last, "salt": event.salt, "body": event.content})
        return self.last

    def keep(self, digest: str, kept: bytes) -> None:
        """Keep a file by its digest; one that is kept already is the same."""
        if not self.cursor.run("SELECT 1 FROM kept WHERE digest = :digest", {"digest": digest}):
            self.cursor.insert("kept", [{"digest": digest, "bytes": kept}])

    def flush(self) -> None:
        """Write what has been taken in, and what it adds to the tree of the log."""
        if self._events:
            grow(self.cursor, self._column, self.last - len(self._events), [row["leaf"] for row in self._events])
        for table, rows in (("event", self._events), ("content", self._contents)):
            if rows:
                self.cursor.insert(table, rows)
                rows.clear()

    def _row(self, position: int, event: Written) -> Parameters:
        stored, stream = event.stored, _text(event.stored.originator_id)
        return {
            self._column: position,
            "id": event.id,
            "recorded": self.recorded,
            "originator_id": stream,
            "originator_version": stored.originator_version,
            "topic": stored.topic,
            "state": stored.state,
            "leaf": leaf_hash(self.recorded, stream, stored.originator_version, stored.topic, stored.state),
        }


class LedgerRecorder(ApplicationRecorder):
    """What the recorders of both databases share."""

    position_column: ClassVar[str]
    server_clock: ClassVar[str] = ""
    surroundings: Surroundings = Surroundings()

    def create_ledger(self, title: str, fill: Fill | None = None) -> None:
        """Make the tables, the row that says that it is a ledger, and what ``fill`` puts in, in one transaction."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the database."""
        raise NotImplementedError

    def transaction(self) -> AbstractContextManager[Cursor]:
        """A transaction that commits if nothing is raised in it."""
        raise NotImplementedError

    def sweep(self) -> list[str]:
        """Take what has been deleted out of the database's files too; where it may be left all the same, in words. What
        cannot be done now, since others read or write, is among them.
        """
        raise NotImplementedError

    def user(self, _cursor: Cursor) -> str:
        """Who records: the system's user, whom nobody chooses."""
        return self.surroundings.user()

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """Take the lock and the time, and commit at the end. Raises ``Refused`` if the clock is far behind."""
        with self.transaction() as cursor:
            recorded, now = self._locked(cursor)
            if recorded - now > CLOCK_MAY_LAG:
                raise refused(
                    _("datorns klocka ({now}) går efter den senaste registreringen ({last})").format(
                        now=f"{moment(now):%Y-%m-%d %H:%M}", last=f"{moment(recorded):%Y-%m-%d %H:%M}"
                    ),
                    _("ställ klockan rätt; en registrering får aldrig se ut att ligga före en tidigare"),
                )
            yield Recording(cursor, self.position_column, recorded)

    def _locked(self, cursor: Cursor) -> tuple[int, int]:
        """Take the lock and the time: the recorded time, and what the clock said."""
        injected = int(self.surroundings.injected)
        if (
            self.server_clock and not injected
        ):  # a client's clock is the client's own; a shared ledger goes by the server's
            row = cursor.run(
                _LOCK.replace(":now", self.server_clock) + f", {self.server_clock} AS now", {"injected": 0}
            )[0]
            return row["recorded"], row["now"]
        now = self.surroundings.clock()
        return cursor.run(_LOCK, {"now": now, "injected": injected})[0]["recorded"], now

    def insert_events(self, stored_events: Sequence[StoredEvent], **_kwargs: Any) -> Sequence[int] | None:
        """The library's own door: events without content beside them."""
        if not stored_events:
            return []
        with self.recording() as recording:
            positions = [recording.add(_named(event)) for event in stored_events]
            recording.flush()
            return positions


def _named(event: StoredEvent) -> Written:
    """An event of the library's own, with the id that its place in its stream gives it."""
    return Written(f"{_text(event.originator_id)}@{event.originator_version}", event)


def _text(originator_id: object) -> str:
    return originator_id if isinstance(originator_id, str) else str(getattr(originator_id, "hex", originator_id))
