"""The journal: events one by one, in the order that they were recorded, each with what it replaced and what has
replaced it.

It is read a page at a time, so that it may be as long as it likes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from itertools import pairwise
from typing import Any

from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope
from ledger.events.persons import PersonRegistered
from ledger.events.record import Record
from ledger.events.subjects import fields_of
from ledger.surroundings import STOCKHOLM, in_utc, microseconds
from ledger.views.reader import Reader, Removal

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events are wanted; what is empty is not asked for."""

    stream: str = ""
    topic: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    corrections: bool = False

    def fits(self, record: Record) -> bool:
        """Whether an event is wanted."""
        recorded = record.recorded_at.astimezone(STOCKHOLM).date()
        return (
            record.stream.startswith(self.stream)
            and record.topic.startswith(self.topic)
            and (self.since is None or recorded >= self.since)
            and (self.until is None or recorded <= self.until)
            and (not (self.source or self.corrections) or self._told_so(record.opened()))
        )

    def _told_so(self, envelope: Envelope) -> bool:
        source = envelope.source
        named = {source.document, source.title, source.diarienummer} if source else set[str | None]()
        return (not self.source or self.source in named) and (not self.corrections or envelope.replaces is not None)


@dataclass(frozen=True)
class Noted:
    """An event in the journal. ``opening`` is the event that its recording is told by: the first that is more than a
    new person in the register; ``size`` is how many events the recording has. ``removed_by`` is the event that took its
    content away.
    """

    record: Record
    replaces: Record | None
    replaced_by: Record | None
    opening: Record
    size: int
    removed_by: Record | None = None

    @cached_property
    def envelope(self) -> Envelope:
        """The envelope, read."""
        return self.record.opened()


def noted(reader: Reader, wanted: Filter) -> Iterator[Noted]:
    """The events that are wanted, a page in memory at a time."""
    after = reader.position(microseconds(datetime.combine(wanted.since, time())) - 1) if wanted.since else 0
    openings: dict[int, Record] = {}
    while page := reader.log(after, PAGE):
        openings = _openings(page) | openings
        yield from filter(lambda each: wanted.fits(each.record), _page(reader, after, page, openings))
        after, last = page[-1].position, page[-1].recorded
        openings = {last: openings[last]}  # the recording may go on in the next page
        if wanted.until is not None and page[-1].recorded_at.astimezone(STOCKHOLM).date() > wanted.until:
            return


def chain(reader: Reader, record: Record) -> list[Noted]:
    """The whole entry that an event is a version of: the original, every correction, a withdrawal last."""
    versions = reader.entry(record.entry)
    around = list(pairwise([None, *versions, None]))
    sizes = {each.recorded: reader.sizes(each.recorded, each.recorded)[each.recorded] for each in versions}
    removals = reader.removals(versions[0].position - 1, versions[-1].position)
    return [
        Noted(each, before, after, each, sizes[each.recorded], _by(removals, each))
        for each, (before, _same), (_self, after) in zip(versions, around, around[1:], strict=False)
    ]


def _page(reader: Reader, after: int, page: Sequence[Record], openings: dict[int, Record]) -> Iterator[Noted]:
    last = page[-1].position
    replaced, replacing = reader.replaced(after, last), reader.replacing(after, last)
    removals = reader.removals(after, last)
    sizes = reader.sizes(page[0].recorded, page[-1].recorded)
    for record in page:
        before, later = replaced.get(record.position), replacing.get(record.position)
        opening, by = openings[record.recorded], _by(removals, record)
        yield Noted(record, before, later, opening, sizes[record.recorded], by)


def _by(removals: Mapping[int, Removal], record: Record) -> Record | None:
    """The event that took a content away."""
    return removals[record.position].by if record.position in removals else None


def _openings(page: Sequence[Record]) -> dict[int, Record]:
    """The event that each recording of a page is told by; one of nothing but persons by the first of them."""
    found: dict[int, Record] = {}
    for record in page:
        before = found.setdefault(record.recorded, record)
        if before.topic == PersonRegistered.topic != record.topic:
            found[record.recorded] = record
    return found


def as_data(entry: Noted, catalogue: Catalogue) -> dict[str, Any]:
    """An event as JSON: its place, its envelope, its content, and the id of what replaced it."""
    record = entry.record
    known = record.content is not None and record.topic in catalogue
    return {
        "position": record.position,
        "recorded_at": in_utc(record.recorded),
        "topic": record.topic,
        "stream": record.stream,
        "version": record.version,
        **entry.envelope.model_dump(mode="json", exclude_none=True, exclude={"content"}),
        **({"replaced_by": entry.replaced_by.id} if entry.replaced_by else {}),
        **({"removed_by": entry.removed_by.id} if entry.removed_by else {}),
        "decision": fields_of(catalogue.decode(record)) if known else None,
    }
