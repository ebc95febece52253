"""What was recorded into a closed period: in spite of a lock, or past it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.checks.finding import Check, Finding, check
from ledger.events.locks import LOCK_TOPICS, NEVER_LOCKED, LockClosed, Place, forvaltning_in
from ledger.events.record import Record
from ledger.language import _, counted
from ledger.projections.locks import Lock, closed_locks, lock_told, recorded_when
from ledger.views.reader import Question
from ledger.views.view import View

PAGE = 1_000
MOST_STREAMS = 3
"""How many streams a finding names; all the events behind it are in its JSON."""


@dataclass(frozen=True, slots=True)
class _Entered:
    """An event that fell into a lock that was closed when it was recorded."""

    record: Record
    lock: Lock

    @property
    def overrode(self) -> bool:
        return self.lock.id in (self.record.opened().overrides or ())

    @property
    def told_with(self) -> tuple[object, ...]:
        """What the events have in common that are told together."""
        envelope = self.record.opened()
        return self.overrode, self.lock.id, self.record.recorded, envelope.actor, envelope.reason


@check("last-period")
def what_entered_closed_periods(view: View, forvaltning: str) -> Iterator[Finding]:
    """What was recorded into a period that was locked then: in spite of the lock, with a reason, or past it.

    Of what has taken effect in the view, or did in the version that it replaced. Whether it still stands is no matter.
    """
    together: dict[tuple[object, ...], list[_Entered]] = defaultdict(list)
    for entered in view.once("entered closed periods", lambda: list(_all_entered(view))):
        if entered.lock.event.forvaltning == forvaltning:
            together[entered.told_with].append(entered)
    for several in together.values():
        yield (_overridden if several[0].overrode else _passed)(view, several)


def _overridden(view: View, several: list[_Entered]) -> Finding:
    first = several[0]
    what = _("{events} i en låst period trots låset, med skälet ”{reason}”: {streams}. {lock}").format(
        reason=first.record.opened().reason, **_told(view, several)
    )
    remedy = _("se efter att skälet håller för det som har ändrats i perioden")
    return Finding("warning", what, remedy, records=tuple(each.record for each in several))


def _passed(view: View, several: list[_Entered]) -> Finding:
    what = _("{events} i en låst period utan att säga det: {streams}. {lock}").format(**_told(view, several))
    remedy = _("ta reda på vem som har registrerat förbi låset, och återta det som inte ska gälla (withdraw)")
    return Finding("error", what, remedy, records=tuple(each.record for each in several))


def _told(view: View, several: list[_Entered]) -> dict[str, str]:
    """What is said of events that were recorded together: how many, when and by whom, their streams, and the lock."""
    record, lock = several[0].record, several[0].lock
    envelope = record.opened()
    number = counted(len(several), "{n} händelse", "{n} händelser")
    events = _("{when} registrerade {who} {number}").format(
        when=recorded_when(record), who=view.name_of(envelope.recorded_by), number=number
    )
    if envelope.actor:
        events += _(" för {who}").format(who=view.name_of(envelope.actor))
    streams = list(dict.fromkeys(each.record.stream for each in several))
    told, rest = ", ".join(streams[:MOST_STREAMS]), len(streams) - MOST_STREAMS
    more = _(" och {n} till").format(n=rest) if rest > 0 else ""
    locked = lock_told(lock, view.reader)
    return {"events": events, "streams": told + more, "lock": locked[0].upper() + locked[1:]}


def _all_entered(view: View) -> Iterator[_Entered]:
    """Every event that fell into a lock by its place in the log, whatever it says itself."""
    closed: list[Lock] = []
    for record, before in _since_the_first_lock(view):
        if record.topic in LOCK_TOPICS:
            closed = closed_locks(view.reader, view.catalogue, record.position)
        if record.topic in NEVER_LOCKED or not closed:
            continue
        places = [place for place in _places(record, before) if place.day <= view.at]
        for lock in closed:
            if any(lock.event.closes(place) for place in places):
                yield _Entered(record, lock)


def _since_the_first_lock(view: View) -> Iterator[tuple[Record, Record | None]]:
    """The events that the view knows, from the first lock on, each with the version that it replaced."""
    ever = view.reader.history(Question(LockClosed.topic, date.max, view.position))
    after = min((record.entry for record in ever), default=view.position + 1) - 1
    while after < view.position and (page := view.reader.log(after, PAGE)):
        replaced = view.reader.replaced(after, page[-1].position)
        for record in page:
            if record.position <= view.position:
                yield record, replaced.get(record.position)
        after = page[-1].position


def _places(record: Record, before: Record | None) -> Iterator[Place]:
    """Where an event lies, unless it only takes away; and where the version lies that it replaced."""
    if record.content is not None or not record.opened().withdraws:
        yield _place(record)
    if before is not None:
        yield _place(before)


def _place(record: Record) -> Place:
    return Place(record.topic, forvaltning_in(record.stream, record.content), record.effective)


LOCK_CHECKS: tuple[Check, ...] = (what_entered_closed_periods,)
