"""For tests of tables and plugins: a clock that stands still, a ledger in a folder, and views over decisions
without a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ledger.events import CORE_EVENTS, Catalogue, Envelope, Event, Proposal, Record
from ledger.events.subjects import stream_of
from ledger.opening import Ledger, create_ledger
from ledger.plugins import Plugins
from ledger.surroundings import Surroundings, microseconds, repeatable
from ledger.tables import TableDefinition
from ledger.tables.contract import contract
from ledger.views import View
from ledger.views.fold import FoldReader

FIRST_RECORDING = microseconds(datetime(2025, 1, 1, 12))


class Clock:
    """A clock that stands where it is set, in Stockholm."""

    def __init__(self, start: str = "2025-01-01T12:00"):
        self.set(start)

    def set(self, when: str) -> None:
        """Set the clock."""
        self._now = microseconds(datetime.fromisoformat(when))

    def __call__(self) -> int:
        """The time in microseconds."""
        return self._now


def surroundings(clock: Clock | None = None, seed: int = 1, user: str = "test") -> Surroundings:
    """Surroundings that repeat themselves."""
    return repeatable(seed, clock or Clock(), user)


def ledger_at(
    url: str | Path, *, clock: Clock | None = None, plugins: Plugins | None = None, title: str = ""
) -> Ledger:
    """A new ledger at ``url``, with surroundings that repeat themselves."""
    return create_ledger(url, title=title, plugins=plugins, surroundings=surroundings(clock))


def ledger_in(folder: Path, *, clock: Clock | None = None, plugins: Plugins | None = None, title: str = "") -> Ledger:
    """A new ledger ``test.db`` in a folder, with surroundings that repeat themselves."""
    return ledger_at(folder / "test.db", clock=clock, plugins=plugins, title=title)


def decided(event: Event, on: str | date, **about: Any) -> Proposal:
    """A proposal: ``event`` with its effective date, and what else is known of it."""
    return Proposal(event, on if isinstance(on, date) else date.fromisoformat(on), **about)


@dataclass(frozen=True)
class Given:
    """Decisions that have been taken, a minute apart, and the views over them. No database is involved."""

    reader: FoldReader
    catalogue: Catalogue

    def view(self, at: str, known: int | None = None) -> View:
        """The view as of ``at``, as known at a position (all of them if None)."""
        position = self.reader.position() if known is None else known
        return View(self.reader, self.catalogue, date.fromisoformat(at), position, self.reader.recorded(position))

    def table(self, definition: TableDefinition, at: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A table as the JSON contract has it."""
        return contract(definition.shown(self.view(at), definition.name, params or {}))


def given(*proposals: Proposal, events: Iterable[type[Event]] = ()) -> Given:
    """The world in which ``proposals`` have been recorded, with ``events`` beside the core's. A proposal's ``id``
    is kept.
    """
    catalogue = Catalogue()
    catalogue.add("core", CORE_EVENTS)
    catalogue.add("test", events)
    records: list[Record] = []
    for proposal in proposals:
        records.append(_recorded(proposal, records, catalogue))
    return Given(FoldReader(records, catalogue), catalogue)


def _recorded(proposal: Proposal, before: list[Record], catalogue: Catalogue) -> Record:
    replaced = next((record for record in before if record.id == proposal.replaces), None)
    event, position = proposal.event, len(before) + 1
    stream = replaced.stream if replaced else stream_of(event) if event else ""
    content = catalogue.encode(event) if event else None
    envelope = Envelope(
        id=proposal.id or f"event-{position}",
        effective_on=proposal.effective_on,
        dated=proposal.dated,
        recorded_by="p-test",
        replaces=proposal.replaces,
        reason=proposal.reason,
        source=proposal.source,
        decided_by=proposal.decided_by,
        content=None if content is None else "",
    )
    minute = timedelta(minutes=position) // timedelta(microseconds=1)
    return Record(
        position=position,
        id=envelope.id,
        topic=event.topic if event else replaced.topic if replaced else "",
        entry=replaced.entry if replaced else position,
        effective=proposal.effective_on,
        recorded=FIRST_RECORDING + minute,
        stream=stream,
        version=1 + sum(record.stream == stream for record in before),
        content=content,
        envelope=envelope.stored(),
    )
