"""A view: everything as of a date, as known at a position. Immutable; filtering never changes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.fields import stored
from ledger.events.record import Record
from ledger.events.subjects import fields_of, subject_key
from ledger.figures.figure import Figure, Missing, Read, Total, total
from ledger.figures.periods import Period
from ledger.figures.values import UNKNOWN, Quantity, Word, shortest
from ledger.language import _
from ledger.views.facts import Fact, NoFact, newest
from ledger.views.reader import EVERY_ENTRY, Question, Reader, Removal, Subject, SubjectTotal

E = TypeVar("E", bound=Event)
M = TypeVar("M")


@dataclass(frozen=True)
class View:
    """The ledger as of ``at``, as known at ``position``: the last one recorded by ``known`` (microseconds).

    ``entry`` makes a view between two that take effect on one day: of what takes effect on ``at``, it sees the entries
    up to that one.
    """

    reader: Reader
    catalogue: Catalogue
    at: date
    position: int
    known: int
    entry: int = EVERY_ENTRY
    added_up: list[AddedUp] = field(default_factory=list, init=False, repr=False, compare=False)
    """What the store has added up for this view so far."""
    _gaps: list[dict[int, Removal]] = field(default_factory=lambda: [{}], init=False, repr=False, compare=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], M]) -> M:
        """What ``make`` gives, made once for each key: what is seen in a view stays so."""
        if key not in self._kept:
            with self.noting() as lacking:
                self._kept[key] = make(), lacking
        found: M
        found, lacking = self._kept[key]
        self._gaps[-1].update(lacking)  # whoever asks again lacks it as well
        return found

    @property
    def lacking(self) -> tuple[Removal, ...]:
        """What has been asked for and is not there, since its content has been removed; in the order of the events."""
        return in_order(self._gaps[0])

    @contextmanager
    def noting(self) -> Iterator[dict[int, Removal]]:
        """What is found to be lacking within, by its position."""
        found: dict[int, Removal] = {}
        self._gaps.append(found)
        try:
            yield found
        finally:
            self._gaps.pop()
            self._gaps[-1].update(found)

    def seen_at(self, day: date) -> View:
        """The same knowledge at another date, the whole day. What it lacks, this view lacks, and what is added up for
        it, is for this one too.
        """
        if (day, EVERY_ENTRY) == (self.at, self.entry):
            return self
        other = replace(self, at=day, entry=EVERY_ENTRY)
        for shared in ("_gaps", "added_up"):
            object.__setattr__(other, shared, getattr(self, shared))
        return other

    def latest(self, event_class: type[E], **narrowed: Any) -> list[Fact[E]]:
        """The decision in force of each subject, in the order that the subjects came up. Where its content has been
        removed there is none: nothing stands in its place, and the view remembers that it lacks it.

        ``narrowed`` gives fields of the key, förvaltning or period: ``view.latest(RamAllocated, forvaltning="RK",
        period=period)``.
        """
        return self._facts(event_class, self.reader.latest, narrowed)

    def latest_one(self, event_class: type[E], **narrowed: Any) -> Fact[E] | NoFact[E]:
        """The decision in force of one subject; of several that fit, the one that took effect last."""
        found = newest(self.latest(event_class, **narrowed))
        return found or NoFact(event_class, self.missing(event_class, **narrowed))

    def missing(self, event_class: type[Event], **narrowed: Any) -> Figure:
        """An unknown figure where nothing is in force; it knows what has been there, such as what was withdrawn."""
        question, rest = self._question(event_class, narrowed)

        def before() -> list[Record]:
            seen = [each for each in self.reader.history(question) if self._sees(each)]
            return [record for record in seen if self._met(event_class, record, rest) is not None]

        return Figure(UNKNOWN, Missing(_asked(event_class, narrowed), before))

    def each(self, event_class: type[E], **narrowed: Any) -> list[Fact[E]]:
        """Every entry in force, not only the latest of each subject: for what adds up."""
        return self._facts(event_class, self.reader.each, narrowed)

    def total(self, event_class: type[E], **narrowed: Any) -> Figure:
        """The sum of what the class adds, made by the store. Its events are asked for when somebody wants them."""
        question, rest = self._question(event_class, narrowed)
        sums = [item for item in self.reader.totals(question) if _fits(event_class, item.key, rest)]
        if left_out := sum(item.left_out for item in sums):
            self._lack(each for each in self.reader.gaps(question) if _about(event_class, each, rest))
        counted = [item for item in sums if item.counted]
        added_up = AddedUp(self, event_class, question, tuple(rest.items()), tuple(sums))
        self.added_up.append(added_up)
        how = Total(added_up)
        if not counted:
            return Figure(UNKNOWN, how, left_out) if sums else self.missing(event_class, **narrowed)
        sums_of = [Figure(Quantity(shortest(Decimal(item.millionths).scaleb(-6)), item.unit)) for item in counted]
        return replace(total(sums_of), how=how, left_out=left_out)

    def periods(self, event_class: type[Event], **narrowed: Any) -> list[Period]:
        """The periods that decisions in force are about, the earliest first."""
        question, _rest = self._question(event_class, narrowed)
        return sorted(Period.of(text) for text in self.reader.periods(question) if text)

    def name_of(self, person: str) -> str:
        """Who a person is by the register; "(borttagen)" once erased."""
        return self.reader.person(person) or _("(borttagen)")

    def versions(self, record: Record) -> list[Record]:
        """All versions of the entry that an event belongs to, those recorded after this view's position included."""
        return list(self.reader.entry(record.entry))

    def _sees(self, record: Record) -> bool:
        """Whether a version was known, and had taken effect, at this view's times."""
        if record.effective == self.at and record.entry > self.entry:
            return False
        return record.position <= self.position and record.effective <= self.at

    def _question(self, event_class: type[Event], narrowed: dict[str, Any]) -> tuple[Question, dict[str, Any]]:
        """The question for the reader, and the fields of the key that it cannot narrow by."""
        allowed = {"forvaltning", *event_class.key}
        if stray := set(narrowed) - allowed:
            known = ", ".join(sorted(allowed))
            raise TypeError(f"{event_class.__name__} is not told apart by {', '.join(sorted(stray))}, only by {known}")
        given = {name: _plain(value) for name, value in narrowed.items()}
        forvaltning, period = given.pop("forvaltning", None), given.pop("period", None)
        whole = set(given) == set(event_class.key) - {"period"}
        key = subject_key(event_class, given) if whole else None
        question = Question(event_class.topic, self.at, self.position, forvaltning, period, key, self.entry)
        return question, {} if whole else given

    def _facts(self, event_class: type[E], ask: Any, narrowed: dict[str, Any]) -> list[Fact[E]]:
        question, rest = self._question(event_class, narrowed)
        return list(self._decoded(event_class, ask(question), rest))

    def _decoded(self, event_class: type[E], records: list[Record], rest: dict[str, Any]) -> Iterator[Fact[E]]:
        for record in records:
            match self._met(event_class, record, rest):
                case Fact() as fact:
                    yield fact
                case Removal() as removal:
                    self._lack([removal])

    def _met(self, event_class: type[E], record: Record, rest: dict[str, Any]) -> Fact[E] | Removal | None:
        """What a record is: a fact, or one that has lost its content; None if it is not among what was asked for."""
        if record.content is None:
            removal = self.reader.removals(record.position - 1, record.position).get(record.position)
            return removal if removal and _about(event_class, removal, rest) else None
        event = self.catalogue.decode(record)
        assert isinstance(event, event_class)
        fields = fields_of(event) if rest else {}
        fits = all(fields.get(name, "") == value for name, value in rest.items())
        return Fact(event, record, self.name_of) if fits else None

    def _lack(self, removals: Iterable[Removal]) -> None:
        self._gaps[-1].update((each.position, each) for each in removals)


def in_order(lacking: dict[int, Removal]) -> tuple[Removal, ...]:
    """What is lacking, in the order of the events."""
    return tuple(lacking[position] for position in sorted(lacking))


@dataclass(frozen=True, slots=True)
class AddedUp:
    """What a store has added up for a view: entries of one class, of the subjects that were asked for."""

    view: View
    event_class: type[Event]
    question: Question
    rest: tuple[tuple[str, Any], ...]
    sums: tuple[SubjectTotal, ...]

    @property
    def asked(self) -> Hashable:
        """The question without its times."""
        asked = self.question
        return asked.topic, asked.forvaltning, asked.period, asked.key, self.rest, asked.at

    @property
    def counts(self) -> dict[Hashable, int]:
        """How many entries each subject has."""
        found: dict[Hashable, int] = {}
        for each in self.sums:
            subject = (self.question.topic, each.forvaltning, each.period, each.key)
            found[subject] = found.get(subject, 0) + each.counted + each.left_out
        return found

    def covers(self, subject: Subject) -> bool:
        """Whether entries of a subject are among what is added up."""
        return self.question.covers(subject) and _fits(self.event_class, subject[3], dict(self.rest))

    def __len__(self) -> int:
        return sum(each.counted + each.left_out for each in self.sums)

    def figures(self, most: int | None = None) -> list[Figure]:
        """The amounts of the entries."""
        return self._read(self.view.reader.each, most)

    def greatest(self, most: int) -> list[Figure]:
        """The greatest amounts."""
        return self._read(self.view.reader.greatest, most)

    def _read(self, ask: Any, most: int | None) -> list[Figure]:
        """Amounts as asked for; one that has been removed is unknown. What the store cannot narrow by is left out here,
        so all has to be read for it.
        """
        question = replace(self.question, most=None if self.rest else most)
        met = ((record, self.view._met(self.event_class, record, dict(self.rest))) for record in ask(question))
        adds = self.event_class.adds
        amounts = [
            getattr(each, adds) if isinstance(each, Fact) else Figure(UNKNOWN, Read(record, adds))
            for record, each in met
            if each is not None
        ]
        return amounts[:most]


def _plain(value: object) -> Any:
    """A field of a key as it is stored."""
    match value:
        case None:
            return ""
        case Period():
            return str(value)
        case Word() | Quantity():
            return stored(value)
        case str():
            return str(value)
    return value


def _about(event_class: type[Event], removal: Removal, rest: dict[str, Any]) -> bool:
    """Whether what has been removed was about what is asked for."""
    return not rest or (removal.subject is not None and _fits(event_class, removal.subject[3], rest))


def _fits(event_class: type[Event], key: str, rest: dict[str, Any]) -> bool:
    if not rest:
        return True
    names = [name for name in event_class.key if name != "period"]
    found = dict(zip(names, json.loads(key), strict=True))
    return all(found[name] == value for name, value in rest.items())


def _asked(event_class: type[Event], narrowed: dict[str, Any]) -> str:
    about = ", ".join(str(value) for value in narrowed.values() if value)
    return f"{event_class.swedish_name()}: {about}" if about else event_class.swedish_name()
