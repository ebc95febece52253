"""Rings: nothing may lie within itself, by however many steps. Asked inside the lock, of what a recording has changed.

A *link* is a field that names another of the kind that its event is about: the line that a line lies within, the
groups that a group is the sum of, the unit that a unit went up in. The ``References`` marks say which fields they are.
What is said for a period leads on within that period only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.fields import References
from ledger.events.subjects import marked_fields
from ledger.store.reader import STANDS
from ledger.store.sql import Cursor, Parameters

_STANDING = f"""SELECT s.period, e.effective, r.content
    FROM subject s JOIN entry e ON e.subject = s.id AND {STANDS} JOIN record r ON r.position = e.position
    WHERE s.topic = :topic AND s.forvaltning = :forvaltning AND s.key = :key ORDER BY e.effective, e.entry"""
_CHANGED = """SELECT s.forvaltning, s.period, s.key, c.effective FROM subject s JOIN (
        SELECT subject, effective FROM entry WHERE position = :position
        UNION ALL SELECT subject, effective FROM superseded WHERE replaced_by = :position) c ON c.subject = s.id"""


@dataclass(frozen=True, slots=True)
class Thing:
    """What may lie within another: the topic that brings such things into being, förvaltning and key; its code is
    last in the key.
    """

    topic: str
    forvaltning: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A field that leads from the thing that an event is about to others of its kind."""

    event_class: type[Event]
    name: str
    reference: References

    def leads_to(self, event: Event) -> Iterator[Thing]:
        """The things that an event's field names."""
        value = getattr(event, self.name) or ()
        among = [getattr(event, name) for name in self.reference.among]
        for code in value if isinstance(value, tuple) else (value,):
            yield Thing(self.reference.topic, event.forvaltning, (*among, code))


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that there is on a day: the things, from one round to the same, and the link that leads from the first."""

    things: tuple[Thing, ...]
    link: Link
    day: date


@dataclass(frozen=True, slots=True)
class _Said:
    """What a link says of a thing, for a period or for all, from a day on."""

    link: Link
    period: str
    day: int
    to: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way from a thing: what has been passed, and the period that it is passed in, if in one."""

    passed: tuple[Thing, ...]
    period: str


class Rings:
    """Finds those that a recording has closed. What the ledger answers is kept: everything recorded is in place."""

    def __init__(self, cursor: Cursor, catalogue: Catalogue, now: Parameters):
        self._cursor = cursor
        self._catalogue = catalogue
        self._now = now
        self._links = list(_links(catalogue))
        self._said: dict[Thing, list[_Said]] = {}
        self._told: set[frozenset[Thing]] = set()

    def closed(self, event_class: type[Event], position: int) -> Iterator[Ring]:
        """The rings, each told once, that the event at a position lies in on its own day or later. Where it replaces
        another, that one's thing and day count too: what stood behind it may have come into force again.
        """
        links = [link for link in self._links if link.event_class is event_class]
        for row in self._cursor.run(_CHANGED, {"position": position}) if links else ():
            for link in links:
                start = Thing(link.reference.topic, row["forvaltning"], tuple(json.loads(row["key"])))
                ring = self._ring(start, link, row["period"], row["effective"])
                if ring and frozenset(ring.things) not in self._told:
                    self._told.add(frozenset(ring.things))
                    yield ring

    def _ring(self, start: Thing, link: Link, period: str, day: int) -> Ring | None:
        """The shortest ring from a thing by a link, on a day or on the first day after it that has one."""
        while True:
            later: set[int] = set()
            ring = self._ring_on(start, link, period, day, later)
            if ring or not later:
                return ring
            day = min(later)

    def _ring_on(self, start: Thing, link: Link, period: str, day: int, later: set[int]) -> Ring | None:
        """The ring on a day. ``later`` takes in the days on which something that was passed says something else."""
        walks, seen = [_Walk((start,), period)], {(start, period)}
        for walk in walks:  # which grows: breadth first
            for said in self._in_force(walk.passed[-1], walk.period, day, later):
                if walk.passed == (start,) and said.link != link:
                    continue
                within = walk.period or said.period
                for thing in said.to:
                    if thing == start and len(walk.passed) > 1:
                        return Ring((*walk.passed, thing), link, date.fromordinal(day))
                    if (thing, within) not in seen:
                        seen.add((thing, within))
                        walks.append(_Walk((*walk.passed, thing), within))
        return None

    def _in_force(self, thing: Thing, period: str, day: int, later: set[int]) -> Iterator[_Said]:
        """What each link says of a thing on a day: the latest, of each period if none is given."""
        latest: dict[tuple[Link, str], _Said] = {}
        for said in self._all_said(thing):
            if said.period and period and said.period != period:
                continue
            if said.day > day:
                later.add(said.day)
            else:
                latest[said.link, said.period] = said
        yield from latest.values()

    def _all_said(self, thing: Thing) -> list[_Said]:
        if thing not in self._said:
            links = [link for link in self._links if link.reference.topic == thing.topic]
            self._said[thing] = [said for link in links for said in self._asked(link, thing)]
        return self._said[thing]

    def _asked(self, link: Link, thing: Thing) -> Iterator[_Said]:
        """What stands of a link, the oldest first."""
        about = {
            "topic": link.event_class.topic,
            "forvaltning": thing.forvaltning,
            "key": json.dumps(thing.key, ensure_ascii=False, separators=(",", ":")),
        }
        for row in self._cursor.run(_STANDING, {**self._now, **about}):
            if row["content"] is not None:
                event = self._catalogue.decode_bytes(link.event_class.topic, row["content"])
                yield _Said(link, row["period"], row["effective"], tuple(link.leads_to(event)))


def _links(catalogue: Catalogue) -> Iterator[Link]:
    """The links of every event whose key is the one that its own field refers to."""
    for event_class in catalogue:
        key = tuple(name for name in event_class.key if name != "period")
        for name, reference in marked_fields(event_class, References).items():
            if name != reference.key and key == (*reference.among, reference.key):
                yield Link(event_class, name, reference)
