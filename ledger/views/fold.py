"""The definition of "in force", as a plain fold over all events. It is the specification that the store's SQL is
held to, and a reader for tests that need no database.

::

    entry(v)      = v for an original, else entry(what v replaces)
    gone          = { v : some content.removed names v }                      at whatever position: gone from every view
    tip(n, K)     = the last version of entry n at a position <= K
    InForce(at,K) = { tip(n, K) : not withdrawn, effective_on <= at }
    latest(key)   = the greatest of InForce with that topic and key by (effective_on, entry); if it is gone, nothing:
                    neither an earlier version nor an earlier decision stands in its place
    total(group)  = the sum over InForce with that topic in that group, less gone, which is counted as left out
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.record import Record
from ledger.events.removals import ContentRemoved
from ledger.events.subjects import fields_of, indexed_amount, period_of, subject_key
from ledger.figures.units import MONEY
from ledger.views.reader import EVERY_ENTRY, Placed, Question, Removal, Step, Subject, SubjectTotal


@dataclass(frozen=True, slots=True)
class _Held:
    """A decision with its subject; what is gone has lost its event, and not its place."""

    record: Record
    event: Event | None
    subject: Subject

    @property
    def amount(self) -> tuple[int | None, str]:
        """What totals add, in millionths, and its unit."""
        return indexed_amount(self.event) if self.event else (None, "")


class FoldReader:
    """Answers as a store would, by going through every event."""

    def __init__(self, records: Iterable[Record], catalogue: Catalogue, persons: dict[str, str] | None = None):
        every = list(records)
        self._persons = persons or {}
        self._removals = _removals(every, catalogue)
        self._records = [replace(each, content=None) if each.position in self._removals else each for each in every]
        self._held = {
            record.position: _held(record, catalogue) for record in self._records if record.content is not None
        }
        for record in self._records:
            if (removal := self._removals.get(record.position)) and removal.subject:
                self._held[record.position] = _Held(record, None, removal.subject)
        self._held = dict(sorted(self._held.items()))
        self._order: dict[Subject, int] = {}
        for held in self._held.values():
            self._order.setdefault(held.subject, len(self._order))

    def in_force(self, question: Question) -> list[_Held]:
        """InForce(at, K), narrowed as asked: knowledge first, then the date."""
        tips: dict[int, Record] = {}
        for record in self._records:
            if record.position <= question.position:
                tips[record.entry] = record
        standing = (self._held[tip.position] for tip in tips.values() if tip.position in self._held)
        seen = (question.at.toordinal(), question.entry)
        return [held for held in standing if _moment(held) <= seen and question.covers(held.subject)]

    def latest(self, question: Question) -> Sequence[Record]:
        """The greatest of each subject by (effective date, entry)."""
        found: dict[Subject, Record] = {}
        for held in sorted(self.in_force(question), key=_moment):
            found[held.subject] = held.record
        return [found[subject] for subject in sorted(found, key=self._order.__getitem__)]

    def each(self, question: Question) -> Sequence[Record]:
        """Every entry in force."""
        held = sorted(self.in_force(question), key=lambda item: (self._order[item.subject], _moment(item)))
        return [item.record for item in held][: question.most]

    def greatest(self, question: Question) -> Sequence[Record]:
        """The entries with the greatest amounts."""
        held = sorted(self.in_force(question), key=_size)
        return [item.record for item in held][: question.most]

    def became_known(self, question: Question, until: int) -> Sequence[Step]:
        """The events at the positions between."""
        at = question.at
        steps = []
        for record in self._records:
            if question.position < record.position <= until:
                older = [each for each in self._records if each.entry == record.entry]
                before = older[older.index(record) - 1] if older[0] is not record else None
                places = self._placed(before, at, question), self._placed(record, at, question)
                withdraws = record.position not in self._held
                steps.append(Step(record.position, record.effective, record.entry, *places, withdraws))
        return [step for step in steps if step.before or step.after]

    def took_effect(self, question: Question, until: date) -> Sequence[Step]:
        """The entries in force with dates between."""
        later = sorted(self.in_force(replace(question, at=until, entry=EVERY_ENTRY)), key=_moment)
        return [
            Step(each.record.position, each.record.effective, each.record.entry, None, _place(each))
            for each in later
            if each.record.effective > question.at
        ]

    def _placed(self, record: Record | None, at: date, question: Question) -> Placed | None:
        """A version's place in the index, if it has taken effect and is of what is asked for."""
        if record is None or record.position not in self._held or record.effective > at:
            return None
        held = self._held[record.position]
        return _place(held) if question.covers(held.subject) else None

    def totals(self, question: Question) -> Sequence[SubjectTotal]:
        """Sums by subject and unit."""
        groups: dict[tuple[Subject, str], list[int | None]] = {}
        for held in self.in_force(question):
            millionths, unit = held.amount
            groups.setdefault((held.subject, unit), []).append(millionths)
        ordered = sorted(groups, key=lambda group: (self._order[group[0]], group[1]))
        return [_total(subject, unit, groups[subject, unit]) for subject, unit in ordered]

    def periods(self, question: Question) -> Sequence[str]:
        """The periods that decisions in force are about."""
        return sorted({held.subject[2] for held in self.in_force(question)})

    def position(self, known: int | None = None) -> int:
        """The greatest position recorded by ``known``."""
        return max(
            (record.position for record in self._records if known is None or record.recorded <= known),
            default=0,
        )

    def recorded(self, position: int) -> int:
        """When it was recorded."""
        return max((record.recorded for record in self._records if record.position <= position), default=0)

    def entry(self, position: int) -> Sequence[Record]:
        """All versions of an entry."""
        return [record for record in self._records if record.entry == position]

    def history(self, question: Question) -> Sequence[Record]:
        """The entries that ever were about it."""
        about = [held.record for held in self._held.values() if question.covers(held.subject)]
        first: dict[int, Record] = {}
        for record in about:
            first.setdefault(record.entry, record)
        return [first[entry] for entry in sorted(first)]

    def find(self, event_id: str) -> Sequence[Record]:
        """Events by the beginning of the id."""
        return [record for record in self._records if record.id.startswith(event_id)][:10]

    def log(self, after: int, limit: int) -> Sequence[Record]:
        """Events in order."""
        return [record for record in self._records if record.position > after][:limit]

    def replacing(self, after: int, last: int) -> Mapping[int, Record]:
        """The next version of each."""
        return {old.position: new for old, new in self._successions() if after < old.position <= last}

    def replaced(self, after: int, last: int) -> Mapping[int, Record]:
        """The version before each."""
        return {new.position: old for old, new in self._successions() if after < new.position <= last}

    def _successions(self) -> Iterator[tuple[Record, Record]]:
        """Each version with the next one of its entry."""
        tips: dict[int, Record] = {}
        for record in self._records:
            if record.entry in tips:
                yield tips[record.entry], record
            tips[record.entry] = record

    def sizes(self, first: int, last: int) -> Mapping[int, int]:
        """Events by recorded time."""
        return Counter(record.recorded for record in self._records if first <= record.recorded <= last)

    def gaps(self, question: Question) -> Sequence[Removal]:
        """What is in force and gone."""
        held = sorted(self.in_force(question), key=lambda item: (self._order[item.subject], _moment(item)))
        return [self._removals[item.record.position] for item in held if item.event is None]

    def removals(self, after: int, last: int) -> Mapping[int, Removal]:
        """What is gone of the events at some positions."""
        return {position: each for position, each in self._removals.items() if after < position <= last}

    def person(self, person: str) -> str | None:
        """Who it is."""
        return self._persons.get(person)


def _removals(records: list[Record], catalogue: Catalogue) -> dict[int, Removal]:
    """What is gone, by its position."""
    by_id = {record.id: record for record in records}
    found: dict[int, Removal] = {}
    for record in records:
        if record.topic == ContentRemoved.topic:
            event = catalogue.decode(record)
            assert isinstance(event, ContentRemoved)
            gone = by_id[event.event]
            subject = (gone.topic, event.forvaltning, event.period, event.about)
            found[gone.position] = Removal(gone.position, gone.id, gone.stream, subject, record)
    return found


def _held(record: Record, catalogue: Catalogue) -> _Held:
    event = catalogue.decode(record)
    key = subject_key(type(event), fields_of(event))
    return _Held(record, event, (record.topic, event.forvaltning, period_of(event), key))


def _place(held: _Held) -> Placed:
    return Placed(held.subject, *held.amount)


def _size(held: _Held) -> tuple[Decimal, int]:
    """The greatest amount first; kronor are weighed by their size."""
    amount, unit = held.amount
    return -abs(amount or 0) * MONEY.get(unit, Decimal(1)), held.record.entry


def _moment(held: _Held) -> tuple[int, int]:
    return held.record.effective.toordinal(), held.record.entry


def _total(subject: Subject, unit: str, amounts: list[int | None]) -> SubjectTotal:
    counted = [amount for amount in amounts if amount is not None]
    _topic, forvaltning, period, key = subject
    return SubjectTotal(forvaltning, period, key, unit, sum(counted), len(counted), len(amounts) - len(counted))
