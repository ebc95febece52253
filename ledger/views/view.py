"""A view: everything as of a date, as known at a position. Immutable; filtering never changes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.fields import stored
from ledger.events.record import Record
from ledger.events.subjects import fields_of, subject_key
from ledger.figures.figure import Figure, Missing, Total, total
from ledger.figures.periods import Period
from ledger.figures.values import UNKNOWN, Quantity, Word, shortest
from ledger.language import _
from ledger.views.facts import Fact, NoFact, newest
from ledger.views.reader import EVERY_ENTRY, Question, Reader, Subject, SubjectTotal

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
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], M]) -> M:
        """What ``make`` gives, made once for each key: what is seen in a view stays so."""
        if key not in self._kept:
            self._kept[key] = make()
        found: M = self._kept[key]
        return found

    def latest(self, event_class: type[E], **narrowed: Any) -> list[Fact[E]]:
        """The decision in force of each subject, in the order that the subjects came up.

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
            return [fact.record for fact in self._decoded(event_class, seen, rest)]

        return Figure(UNKNOWN, Missing(_asked(event_class, narrowed), before))

    def each(self, event_class: type[E], **narrowed: Any) -> list[Fact[E]]:
        """Every entry in force, not only the latest of each subject: for what adds up."""
        return self._facts(event_class, self.reader.each, narrowed)

    def total(self, event_class: type[E], **narrowed: Any) -> Figure:
        """The sum of what the class adds, made by the store. Its events are asked for when somebody wants them."""
        question, rest = self._question(event_class, narrowed)
        sums = [item for item in self.reader.totals(question) if _fits(event_class, item.key, rest)]
        left_out = sum(item.left_out for item in sums)
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
            event = self.catalogue.decode(record)
            assert isinstance(event, event_class)
            fields = fields_of(event) if rest else {}
            if all(fields.get(name, "") == value for name, value in rest.items()):
                yield Fact(event, record, self.name_of)


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
        return asked.topic, asked.forvaltning, asked.period, asked.key, self.rest

    @property
    def subjects(self) -> frozenset[Hashable]:
        """The subjects of which there is something."""
        topic = self.question.topic
        return frozenset((topic, each.forvaltning, each.period, each.key) for each in self.sums)

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
        """Amounts as asked for. What the store cannot narrow by is left out here, so all has to be read for it."""
        question = replace(self.question, most=None if self.rest else most)
        facts = list(self.view._decoded(self.event_class, ask(question), dict(self.rest)))
        return [getattr(fact, self.event_class.adds) for fact in facts[:most]]


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


def _fits(event_class: type[Event], key: str, rest: dict[str, Any]) -> bool:
    if not rest:
        return True
    names = [name for name in event_class.key if name != "period"]
    found = dict(zip(names, json.loads(key), strict=True))
    return all(found[name] == value for name, value in rest.items())


def _asked(event_class: type[Event], narrowed: dict[str, Any]) -> str:
    about = ", ".join(str(value) for value in narrowed.values() if value)
    return f"{event_class.swedish_name()}: {about}" if about else event_class.swedish_name()
