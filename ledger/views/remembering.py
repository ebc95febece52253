"""A reader that remembers, for views that follow close upon each other: what no step between them has touched is
answered as before. It also knows what it was asked, and so which steps can change what was made of the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any, TypeVar, cast

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.record import Record
from ledger.views.reader import EVERY_ENTRY, Question, Reader, Step, Subject, SubjectTotal
from ledger.views.view import View

A = TypeVar("A")
_Narrowed = tuple[str | None, str | None, str | None]  # förvaltning, period, key
_NEVER = date.min


class Asked:
    """Questions, whatever they were seen from."""

    def __init__(self) -> None:
        self._by_topic: dict[str, dict[_Narrowed, Question]] = {}

    def add(self, question: Question) -> None:
        """Remember a question; of the same at several dates the last."""
        asked, narrowed = self._by_topic.setdefault(question.topic, {}), _narrowed(question)
        if narrowed not in asked or question.at > asked[narrowed].at:
            asked[narrowed] = question

    def covers(self, subject: Subject) -> bool:
        """Whether an answer to one of them may tell of a subject."""
        asked = self._by_topic.get(subject[0])
        return asked is not None and any(narrowed in asked for narrowed in narrowings(subject))

    def includes(self, question: Question) -> bool:
        """Whether all that a question asks for is asked for by one of them."""
        asked = self._by_topic.get(question.topic, {})
        return any(narrowed in asked for narrowed in narrowings((question.topic, *_narrowed(question))))

    def touched_by(self, step: Step) -> bool:
        """Whether a step may change an answer to one of them."""
        return any(place is not None and self.covers(place.subject) for place in (step.before, step.after))

    def __iter__(self) -> Iterator[Question]:
        for asked in self._by_topic.values():
            yield from asked.values()


def _narrowed(question: Question) -> _Narrowed:
    return question.forvaltning, question.period, question.key


def narrowings(subject: tuple[str, str | None, str | None, str | None]) -> Iterator[_Narrowed]:
    """Every way to ask for a subject."""
    _topic, forvaltning, period, key = subject
    return product((forvaltning, None), (period, None), (key, None))


class RememberingReader:
    """Answers as another reader does, and remembers; what depends on no time is passed on."""

    def __init__(self, reader: Reader):
        self._reader = reader
        self._answers: dict[tuple[str, Question], Any] = {}
        self.begin(_NEVER, EVERY_ENTRY)

    def begin(self, at: date, entry: int) -> None:
        """Forget what has been asked, but not the answers. ``at`` and ``entry`` are those of the view that will ask: of
        what is asked from there, the answer is the same from the next view, unless a step has touched it.
        """
        self.opened, self.added, self.whole = Asked(), Asked(), Asked()
        self._at, self._entry = at, entry
        self.looked_ahead = False
        """Whether something was asked from a later date than the view's, or from the whole of its day."""
        self._used: set[tuple[str, Question]] = set()

    def drop_unused(self) -> None:
        """Forget the answers that nobody has asked for since ``begin``: nobody looks after them any more."""
        self._answers = {key: answer for key, answer in self._answers.items() if key in self._used}

    def forget_totals(self) -> None:
        """Forget what the store has added up."""
        self._answers = {key: answer for key, answer in self._answers.items() if key[0] != "totals"}

    def forget_totals_of(self, step: Step) -> None:
        """Forget what the store has added up that a step may have changed."""
        subjects = _subjects(step)
        stale = [
            key for key in self._answers if key[0] == "totals" and any(key[1].covers(subject) for subject in subjects)
        ]
        for key in stale:
            del self._answers[key]

    def changed_by(self, step: Step, before: View, after: View) -> bool:
        """Whether a step from one view to another changes an answer that somebody has seen; they are brought up to
        date. Of what is remembered, only what is about the step's own subjects is asked for again.
        """
        changed = self.whole.touched_by(step)
        for subject in _subjects(step):
            for kind, question in list(self._answers):
                if kind != "totals" and question.covers(subject):
                    changed |= self._brought_up(kind, question, subject, before, after)
        return changed

    def _brought_up(self, kind: str, question: Question, subject: Subject, before: View, after: View) -> bool:
        """Bring an answer up to date on a subject, or forget it; False if it is still the same."""
        if kind in {"greatest", "periods"}:
            about = _about(question, after, period=subject[2])
            there: bool = subject[2] in self._answers[kind, question]
            if kind == "periods" and there == bool(self._reader.periods(about)):
                return False
            del self._answers[kind, question]
            return True
        ask = self._reader.latest if kind == "latest" else self._reader.each
        own = {"forvaltning": subject[1], "period": subject[2], "key": subject[3]}
        old, new = (ask(_about(question, view, **own)) for view in (before, after))
        if [record.position for record in old] == [record.position for record in new]:
            return False
        answer = self._answers[kind, question]
        first = old[0].position if old else 0
        place = next((number for number, record in enumerate(answer) if record.position == first), None)
        if place is None:  # where those of a subject that is new among them belong, only the store knows
            del self._answers[kind, question]
        else:
            self._answers[kind, question] = [*answer[:place], *new, *answer[place + len(old) :]]
        return True

    def latest(self, question: Question) -> Sequence[Record]:
        """The one in force of each subject."""
        self.opened.add(question)
        return self._remembered("latest", question, self._reader.latest)

    def each(self, question: Question) -> Sequence[Record]:
        """Every entry in force."""
        self.opened.add(question)
        return self._remembered("each", question, self._reader.each)

    def greatest(self, question: Question) -> Sequence[Record]:
        """The entries with the greatest amounts."""
        self.opened.add(question)
        self.whole.add(question)
        return self._remembered("greatest", question, self._reader.greatest)

    def periods(self, question: Question) -> Sequence[str]:
        """The periods that decisions are about."""
        self.opened.add(question)
        return self._remembered("periods", question, self._reader.periods)

    def history(self, question: Question) -> Sequence[Record]:
        """The entries that ever were about it: the same from every view, but the asker may leave out some."""
        self.opened.add(question)
        self.whole.add(question)
        return self._reader.history(question)

    def totals(self, question: Question) -> Sequence[SubjectTotal]:
        """Sums, which nobody sees the terms of."""
        self.added.add(question)
        return self._remembered("totals", question, self._reader.totals)

    def _remembered(self, kind: str, question: Question, ask: Callable[[Question], A]) -> A:
        self.looked_ahead = self.looked_ahead or (question.at, question.entry) > (self._at, self._entry)
        key = (kind, self._timeless(question))
        self._used.add(key)
        if key not in self._answers:
            self._answers[key] = ask(question)
        return cast(A, self._answers[key])

    def _timeless(self, question: Question) -> Question:
        """The question, whatever the view's own date and position; from another date than the view's it is another."""
        own = (question.at, question.entry) == (self._at, self._entry)
        at = _NEVER if own else question.at
        return Question(question.topic, at, 0, question.forvaltning, question.period, question.key, most=question.most)

    def __getattr__(self, name: str) -> Any:
        """What depends on no time."""
        return getattr(self._reader, name)


def _subjects(step: Step) -> set[Subject]:
    return {place.subject for place in (step.before, step.after) if place is not None}


def _about(question: Question, view: View, **narrowed: str) -> Question:
    """A remembered question as asked from a view, at the view's date unless it has one of its own, and of less."""
    at, entry = (view.at, view.entry) if question.at == _NEVER else (question.at, EVERY_ENTRY)
    return replace(question, at=at, position=view.position, entry=entry, **narrowed)  # type: ignore[arg-type]


class _Decoded(Catalogue):
    """A catalogue that decodes each event once: of several views most events are the same."""

    def __init__(self, catalogue: Catalogue):
        self.__dict__.update(catalogue.__dict__)
        self._events: dict[int, Event] = {}

    def decode(self, record: Record) -> Event:
        """The decision that a record holds."""
        if record.position not in self._events:
            self._events[record.position] = super().decode(record)
        return self._events[record.position]


def remembering(view: View) -> tuple[View, RememberingReader]:
    """The same view, and its reader, which remembers."""
    reader = RememberingReader(view.reader)
    return replace(view, reader=cast(Reader, reader), catalogue=_Decoded(view.catalogue)), reader
