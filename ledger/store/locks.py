"""Locks, inside a recording: what falls into a closed period is refused, unless it overrides the lock with a reason.

What is asked here is asked of what has been recorded up to that very event, also earlier in the same recording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope, Proposal
from ledger.events.locks import LOCK_TOPICS, NEVER_LOCKED, LockClosed, LockOpened, Place, forvaltning_in, is_among
from ledger.language import _
from ledger.problems import Origin, Problem, suggestion
from ledger.projections.locks import Lock, closed_locks, lock_told, what_is_closed
from ledger.store.reader import SqlReader
from ledger.store.sql import Cursor, Row


class Locks:
    """Holds every proposal to the locks that are closed when it is taken in. They are read once, and again when the
    recording itself has changed them; ``flush`` makes sure that it is seen.

    ``problems`` are the reasons to refuse. They are collected and not raised, so that what else is wrong with the same
    proposal, and with those that refer to it, is told too.
    """

    def __init__(self, cursor: Cursor, catalogue: Catalogue, flush: Callable[[], None]):
        self._reader = SqlReader(cursor.run)
        self._catalogue = catalogue
        self._flush = flush
        self._known: list[Lock] | None = None
        self._told: dict[str, str] = {}
        self.problems: list[Problem] = []

    def overridden(self, proposal: Proposal, event: Event | None, target: Row | None) -> tuple[str, ...] | None:
        """The ids of the locks that a proposal overrides; None if it does not fall into any. ``target`` is the version
        that it replaces.
        """
        topic = event.topic if event else str(target["topic"]) if target else ""
        if topic in LOCK_TOPICS:
            self._told_of(proposal, self._wrong_with(proposal, event, target))
            self._known = None  # another state of the locks, once this is written
            return None
        if topic in NEVER_LOCKED or not self._closed:
            return None
        met = dict(self._met(list(_places(proposal, event, target))))
        if not met:
            return None
        if proposal.override is None:
            self._told_of(proposal, (self._refusal(lock, place) for lock, place in met.items()))
        elif not proposal.override.strip():
            self._told_of(proposal, [_without_reason()])
        return tuple(lock.id for lock in met)

    @property
    def _closed(self) -> list[Lock]:
        if self._known is None:
            self._flush()
            self._known = closed_locks(self._reader, self._catalogue, self._reader.position())
        return self._known

    def _met(self, places: list[Place]) -> Iterator[tuple[Lock, Place]]:
        """The locks that something falls into, each with the place that does."""
        for lock in self._closed:
            if place := next((each for each in places if lock.event.closes(each)), None):
                yield lock, place

    def _refusal(self, lock: Lock, place: Place) -> Problem:
        if lock.id not in self._told:
            self._told[lock.id] = lock_told(lock, self._reader)
        what = _("{topic} {day} ligger i en låst period: {lock}").format(
            topic=place.topic, day=place.day, lock=self._told[lock.id]
        )
        remedy = _("registrera ändå, med --override --reason SKÄL, eller lås upp: planledger unlock {id} --reason SKÄL")
        return Problem(what, remedy.format(id=lock.id))

    def _told_of(self, proposal: Proposal, problems: Iterable[Problem]) -> None:
        self.problems.extend(problem.at(proposal.origin) for problem in problems)

    def _wrong_with(self, proposal: Proposal, event: Event | None, target: Row | None) -> Iterator[Problem]:
        """What keeps a lock from being closed, opened, or changed."""
        if not (proposal.reason or "").strip() and target is None:  # of what replaces another it is asked elsewhere
            yield _without_reason()
        if isinstance(event, LockClosed):
            yield from self._misnamed(event)
            yield from self._locked_the_same(event, target)
        elif isinstance(event, LockOpened):
            yield from self._not_opened(event, target)

    def _misnamed(self, event: LockClosed) -> Iterator[Problem]:
        """Kinds that no topic is among, which would close nothing, and those that are never closed."""
        topics = [each.topic for each in self._catalogue]
        for kind in event.kinds:
            among = {topic for topic in topics if is_among(topic, kind)}
            if not among:
                what = _("det finns inget slag av händelser ”{kind}”").format(kind=kind)
                yield Problem(what, suggestion(kind, [*_beginnings(topics), *topics]), Origin(column="kinds"))
            elif among <= NEVER_LOCKED:
                what = _("{kind} kan inte låsas").format(kind=kind)
                yield Problem(what, _("lås, rapporter och personer registreras alltid"), Origin(column="kinds"))

    def _locked_the_same(self, event: LockClosed, target: Row | None) -> Iterator[Problem]:
        """Another lock that closes just the same."""
        corrected = self._reader.find(target["id"])[0].entry if target else None
        for lock in self._closed:
            if lock.entry != corrected and _closing(lock.event) == _closing(event):
                what = _("{closed} är redan låst: {lock}").format(
                    closed=what_is_closed(event), lock=lock_told(lock, self._reader)
                )
                yield Problem(what, _("det behöver inte låsas igen"))

    def _not_opened(self, event: LockOpened, target: Row | None) -> Iterator[Problem]:
        """A lock that is not there to be opened, or is another förvaltning's."""
        if target is not None:
            before = self._catalogue.decode_bytes(event.topic, target["content"])
            if (before.forvaltning, getattr(before, "lock", "")) != (event.forvaltning, event.lock):
                what = _("en rättelse öppnar inget annat lås")
                yield Problem(what, _("återta den (withdraw) och lås upp det andra (unlock)"), Origin(column="lock"))
            return
        lock = next((each for each in self._closed if each.id == event.lock), None)
        if lock is None:
            what = _("det finns inget stängt lås {id}").format(id=event.lock)
            yield Problem(what, _("”planledger locks” visar det som är låst"), Origin(column="lock"))
        elif lock.event.forvaltning != event.forvaltning:
            what = _("lås {id} är {other}s, inte {forvaltning}s").format(
                id=event.lock, other=lock.event.forvaltning, forvaltning=event.forvaltning
            )
            yield Problem(what, _("rätta förvaltningen"), Origin(column="forvaltning"))


def _places(proposal: Proposal, event: Event | None, target: Row | None) -> Iterator[Place]:
    """Where a proposal's decision lies, and where the version lies that it replaces. A withdrawal decides nothing: it
    lies where that does which it takes away.
    """
    if event is not None:
        yield Place(event.topic, event.forvaltning, proposal.effective_on)
    if target is not None:
        forvaltning = forvaltning_in(target["stream"], target["content"])
        day = Envelope.model_validate_json(target["envelope"]).effective_on
        yield Place(target["topic"], forvaltning, day)


def _closing(event: LockClosed) -> tuple[object, ...]:
    return event.forvaltning, event.period, event.kinds


def _beginnings(topics: Iterable[str]) -> Iterator[str]:
    """The areas that topics begin with, each once."""
    return iter(dict.fromkeys(f"{topic.partition('.')[0]}." for topic in topics))


def _without_reason() -> Problem:
    return Problem(_("skälet saknas"), _("ange varför, med --reason"), Origin(column="reason"))
