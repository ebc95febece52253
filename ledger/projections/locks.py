"""Which locks are closed, by the order of recording: the one definition, for the recording, for checks and listings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.locks import LockClosed, LockOpened
from ledger.events.record import Record
from ledger.language import _
from ledger.surroundings import STOCKHOLM
from ledger.views.reader import Question, Reader

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that is closed. ``id`` is that of the event that first closed it, at the position ``entry``: it is opened
    and overridden by it. ``event`` is what it closes, as corrected since.
    """

    id: str
    entry: int
    event: LockClosed


def closed_locks(reader: Reader, catalogue: Catalogue, position: int) -> list[Lock]:
    """The locks that are closed for what is recorded after a position: those that stand there and that nothing which
    stands there has opened, whatever their dates.
    """
    locks = [
        Lock(_first_id(reader, record), record.entry, event)
        for record, event in _standing(reader, catalogue, LockClosed, position)
    ]
    openings = _standing(reader, catalogue, LockOpened, position) if locks else ()
    opened = {event.lock for _record, event in openings}
    return [lock for lock in locks if lock.id not in opened]


def _first_id(reader: Reader, record: Record) -> str:
    return record.id if record.position == record.entry else reader.entry(record.entry)[0].id


def _standing(reader: Reader, catalogue: Catalogue, kind: type[E], position: int) -> Iterator[tuple[Record, E]]:
    for record in reader.each(Question(kind.topic, date.max, position)):
        event = catalogue.decode(record)
        assert isinstance(event, kind)
        yield record, event


def what_is_closed(event: LockClosed) -> str:
    """What a lock closes: "RK 2025 (alla slag)"."""
    return f"{event.forvaltning} {event.period.swedish} ({kinds_told(event)})"


def kinds_told(event: LockClosed) -> str:
    """The kinds that a lock closes."""
    return ", ".join(event.kinds) or _("alla slag")


def lock_told(lock: Lock, reader: Reader) -> str:
    """A lock with when it was recorded, by whom and why."""
    first = reader.entry(lock.entry)[0]
    envelope = first.opened()
    return _("lås {id} på {closed}, registrerat {when} av {who} med skälet ”{reason}”").format(
        id=lock.id,
        closed=what_is_closed(lock.event),
        when=recorded_when(first),
        who=reader.person(envelope.recorded_by) or _("(borttagen)"),
        reason=envelope.reason,
    )


def recorded_when(record: Record) -> str:
    """When an event was recorded, to the minute in Stockholm."""
    return f"{record.recorded_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
