"""From one view to another, event by event. This is what a change is made of.

Two views differ in what was known, and in the date. The way between them has two legs: first what became known, at the
first date, an event a step in the order that they were recorded; then what took effect, by what is known at the end,
an entry a step by (effective date, entry). What stands between two steps is itself a view, so the changes that the
steps make sum to the whole difference, whatever is made of the views.

Most steps change nothing in a table. A step is passed over when it changes the answer to none of the questions asked
for the table as it stands: the table would ask the same, be answered the same, and be the same. A step that only
changes what the store adds up, where nobody has looked at the sum, changes it in closed form
(``ledger.explain.diff.revaluing``). At all other steps the table is made anew.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from ledger.explain.diff.moves import LegName, Move, Moved
from ledger.explain.diff.sheet import Place, said_in, sheet_of
from ledger.explain.diff.sums import Sums
from ledger.figures.figure import looked_at
from ledger.tables.definition import Shown
from ledger.tables.report import ShownReport
from ledger.views.reader import EVERY_ENTRY, Question, Step
from ledger.views.remembering import Asked, remembering
from ledger.views.view import View

Make = Callable[[View], Shown | ShownReport]
OWN_DAY = EVERY_ENTRY - 1
"""All entries of a day, as the views on the way see them: so what a table asks from its own view is told from what it
asks from a day of its own (``View.seen_at``), though the two be the same day.
"""
MANY = 20
"""From how many questions about one kind of event on all its steps are asked for at once."""


@dataclass
class Walked:
    """The way from one view to another: what stands at both ends, and at each place what moved it, in order."""

    first: Shown | ShownReport
    last: Shown | ShownReport
    moves: dict[Place, list[Move]] = field(default_factory=dict)


def walked(make: Make, start: View, end: View) -> Walked:
    """The way from ``start`` to ``end``, which is no earlier date."""
    walk = _Walk(make, start)
    walk.go(_Known(start, end))
    walk.go(_Time(replace(start, position=end.position), end))
    return walk.result(start, end)


class _Known:
    """The first leg: what becomes known at the first view's date; or what is no longer known, if the second view knows
    less.
    """

    name: LegName = "known"

    def __init__(self, start: View, end: View):
        self._start = start
        self._down = end.position < start.position
        self._low, self._high = sorted((start.position, end.position))
        self._until = end.position
        self.is_there = self._low != self._high

    def steps(self, question: Question) -> list[Step]:
        """The steps that may tell of what is asked."""
        at = max(self._start.at, question.at)  # a table may look ahead of its own date
        asked = replace(question, at=at, entry=EVERY_ENTRY, position=self._low, most=None)
        found = self._start.reader.became_known(asked, self._high)
        return [replace(step, before=step.after, after=step.before) for step in found] if self._down else list(found)

    def order(self, step: Step) -> tuple[int, int]:
        """The place of a step on the way."""
        return (-step.position if self._down else step.position), 0

    def after(self, view: View, step: Step) -> View:
        """The view after a step."""
        return replace(view, position=step.position - 1 if self._down else step.position)

    def end(self, view: View) -> View:
        """The view at the end of the leg."""
        return replace(view, position=self._until)


class _Time:
    """The second leg: what takes effect, as known at the end."""

    name: LegName = "time"

    def __init__(self, start: View, end: View):
        self._start, self._end = start, end
        self.is_there = start.at != end.at

    def steps(self, question: Question) -> list[Step]:
        """The steps that may tell of what is asked."""
        asked = replace(question, at=self._start.at, entry=EVERY_ENTRY, position=self._end.position, most=None)
        return list(self._start.reader.took_effect(asked, self._end.at))

    def order(self, step: Step) -> tuple[int, int]:
        """The place of a step on the way."""
        return step.effective.toordinal(), step.entry

    def after(self, view: View, step: Step) -> View:
        """The view after a step."""
        return replace(view, at=step.effective, entry=step.entry)

    def end(self, view: View) -> View:
        """The view at the end of the leg."""
        return replace(view, at=self._end.at, entry=OWN_DAY)


_Leg = _Known | _Time


class _Ahead:
    """The steps of a leg that are still to be taken, of what has been asked for."""

    def __init__(self, leg: _Leg):
        self._leg = leg
        self._asked = Asked()
        self._steps: dict[int, Step] = {}
        self._waiting: list[tuple[tuple[int, int], int]] = []
        self._at: tuple[int, int] | None = None

    def ask(self, *questions: Asked) -> None:
        """Take in the steps that may tell of what is asked, if nobody has asked before."""
        for question in _broadened([question for asked in questions for question in asked]):
            if not self._asked.includes(question):
                self._asked.add(question)
                for step in self._leg.steps(question):
                    self._take_in(step)

    def _take_in(self, step: Step) -> None:
        order = self._leg.order(step)
        if self._at is not None and order <= self._at:
            return
        known = self._steps.get(step.position)
        if known is None:
            heapq.heappush(self._waiting, (order, step.position))
            self._steps[step.position] = step
        elif known != step:  # asked for from either side: what it replaces, and what it puts in its place
            both = replace(known, before=known.before or step.before, after=known.after or step.after)
            self._steps[step.position] = both

    def __iter__(self) -> Iterator[Step]:
        while self._waiting:
            self._at, position = heapq.heappop(self._waiting)
            yield self._steps.pop(position)


def _broadened(questions: list[Question]) -> Iterator[Question]:
    """The questions, those about one kind of event in one förvaltning together where they are many."""
    groups: dict[tuple[str, str | None], list[Question]] = {}
    for question in questions:
        groups.setdefault((question.topic, question.forvaltning), []).append(question)
    for (topic, forvaltning), several in groups.items():
        if len(several) < MANY:
            yield from several
        else:
            yield Question(topic, max(each.at for each in several), several[0].position, forvaltning)


class _Walk:
    """Where the way has come to: the view, what is made of it, and the moves so far."""

    def __init__(self, make: Make, start: View):
        self._make = make
        self._view, self._reader = remembering(replace(start, entry=OWN_DAY))
        self._moves: dict[Place, list[Move]] = {}
        self._leg: LegName = "known"
        self._first = self._made()

    def result(self, start: View, end: View) -> Walked:
        """The whole way, its ends as seen in the views that were asked for."""
        if self._sums.moved:
            self._made()
        return Walked(replace(self._first, view=start), replace(self._last, view=end), self._moves)

    def go(self, leg: _Leg) -> None:
        """Walk a leg."""
        if not leg.is_there:
            return
        self._leg = leg.name
        self._sums.begin(leg.name)
        ahead = _Ahead(leg)
        ahead.ask(self._reader.opened, self._reader.added)
        for step in ahead:
            if self._seen_changes(leg, step) or not self._sums.take(step):
                self._end_runs()
                self._reader.forget_totals_of(step)
                self._view = leg.after(self._view, step)
                self._make_anew(step)
                ahead.ask(self._reader.opened, self._reader.added)
        self._end_runs()
        self._view = leg.end(self._view)

    def _seen_changes(self, leg: _Leg, step: Step) -> bool:
        """Whether a step changes an answer that the table has seen, other than sums."""
        if not self._reader.opened.touched_by(step):
            return False
        before, self._view = self._view, leg.after(self._view, step)
        return self._reader.changed_by(step, before, self._view)

    def _made(self) -> Shown | ShownReport:
        """What is made of the view as it stands."""
        self._reader.begin(self._view.at, self._view.entry)
        view = replace(self._view)  # a copy keeps nothing of what was worked out in another
        with looked_at() as seen:
            self._last = self._make(view)
        self._reader.drop_unused()
        sheet = sheet_of(self._last)
        self._said = {place: said_in(content) for place, content in sheet.items()}
        own = [each for each in view.added_up if (each.question.at, each.question.entry) == (view.at, view.entry)]
        closed = [] if self._reader.looked_ahead else own
        self._sums = Sums(sheet, view.added_up, closed, seen)
        return self._last

    def _make_anew(self, step: Step) -> None:
        """Make it of the view after a step, and note what moved."""
        before = self._said
        self._made()
        self._sums.begin(self._leg)
        for place in before.keys() | self._said.keys():
            old, new = before.get(place), self._said.get(place)
            if old != new:
                self._moves.setdefault(place, []).append(Moved(self._leg, step, old, new))

    def _end_runs(self) -> None:
        """Note what the steps since the last making have moved in closed form."""
        for place, moves in self._sums.ended().items():
            self._moves.setdefault(place, []).extend(moves)
            for move in moves:
                self._said[place] = move.onto(self._said[place])
        if self._sums.moved:
            self._reader.forget_totals()
