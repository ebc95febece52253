"""Sums of the store's in closed form: what a step does to a table that only adds them up, without making it anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from ledger.explain.diff.moves import Course, LegName, Move, Run, Share
from ledger.explain.diff.revaluing import Ratio, Revalue, is_settled, multiples, revaluing, totals_in
from ledger.explain.diff.sheet import Place, Sheet
from ledger.figures.figure import Figure
from ledger.views.reader import Step, Subject
from ledger.views.remembering import narrowings
from ledger.views.view import AddedUp


@dataclass(slots=True)
class _Sum:
    """A sum as it stands. It is open if it cannot be told in closed form."""

    entries: AddedUp
    unit: str
    counted: int
    millionths: int
    open: bool
    run: Run

    def changed_by(self, step: Step) -> tuple[int, int] | None:
        """By how many entries and how much; None if not only the sum becomes another, but what can be said of it."""
        counted = millionths = 0
        for place, sign in ((step.before, -1), (step.after, 1)):
            if place is not None and self.entries.covers(place.subject):
                if place.millionths is None or place.unit != self.unit:
                    return None
                counted += sign
                millionths += sign * place.millionths
        return (counted, millionths) if self.counted + counted > 0 else None


@dataclass(slots=True)
class _Other:
    """A figure that does more than add, of some sums, as it stands."""

    keys: frozenset[Hashable]
    revalue: Revalue
    number: Ratio
    unit: str
    course: Course


class Sums:
    """The sums that a sheet is made of, as the steps since then have left them."""

    def __init__(
        self, sheet: Sheet, added_up: Iterable[AddedUp], closed: Iterable[AddedUp], looked_at: Iterable[Figure]
    ):
        """``closed`` are the sums that follow the view's own date; others are not told in closed form."""
        figures = {
            place: content for place, content in sheet.items() if isinstance(content, Figure) and totals_in(content)
        }
        shown = {key for figure in figures.values() if is_settled(figure) for key in totals_in(figure)}
        opened = {key for figure in {id(each): each for each in looked_at}.values() for key in totals_in(figure)}
        opened |= {key for figure in figures.values() if not is_settled(figure) for key in totals_in(figure)}
        told = {each.asked for each in closed} & (shown - opened)
        self._sums = {each.asked: _sum_of(each, each.asked in told) for each in added_up}
        self._by_question: dict[Hashable, list[_Sum]] = defaultdict(list)
        for each in self._sums.values():
            asked = each.entries.question
            self._by_question[asked.topic, asked.forvaltning, asked.period, asked.key].append(each)
        self._shares = {place: multiples(figure) for place, figure in figures.items()}
        self._numbers = {key: each.millionths for key, each in self._sums.items()}
        self._units = {place: figure.unit for place, figure in figures.items()}
        self._others = {
            place: self._other(figures[place])
            for place, share in self._shares.items()
            if share is None and is_settled(figures[place])
        }
        self._leg: LegName = "known"
        self.moved = False

    def _other(self, figure: Figure) -> _Other:
        revalue = revaluing(figure)
        number = revalue(self._numbers)
        course = Course("known", figure.unit, number)
        return _Other(frozenset(totals_in(figure)), revalue, number, figure.unit, course)

    def begin(self, leg: LegName) -> None:
        """Begin to note what the steps of a leg do."""
        self._leg = leg
        for each in self._sums.values():
            each.run = Run(leg, each.unit)
        for other in self._others.values():
            other.course = Course(leg, other.unit, other.number)

    def take(self, step: Step) -> bool:
        """Take a step; False, with nothing done, if the sheet must be made anew."""
        changes = []
        for each in self._touched(step):
            change = None if each.open else each.changed_by(step)
            if change is None:
                return False
            changes.append((each, *change))
        if not self._revalue(step, {each.entries.asked: each.millionths + more for each, _counted, more in changes}):
            return False
        self.moved = self.moved or bool(changes)
        for each, counted, millionths in changes:
            each.counted += counted
            each.millionths += millionths
            each.run.steps.append(step)
            each.run.millionths.append(millionths)
        return True

    def _revalue(self, step: Step, after: dict[Hashable, int]) -> bool:
        """Work out anew what does more than add; False, with nothing done, if something would have no number."""
        before = {key: self._numbers[key] for key in after}
        self._numbers |= after
        touched = [other for other in self._others.values() if not other.keys.isdisjoint(after)]
        try:
            numbers = [other.revalue(self._numbers) for other in touched]
        except ZeroDivisionError:
            self._numbers |= before
            return False
        for other, number in zip(touched, numbers, strict=True):
            other.number = number
            other.course.steps.append(step)
            other.course.numbers.append(number)
        return True

    def ended(self) -> dict[Place, list[Move]]:
        """What the steps since ``begin`` moved."""
        moves: dict[Place, list[Move]] = defaultdict(list)
        for place, other in self._others.items():
            if other.course.steps:
                moves[place].append(other.course)
        for place, share in self._shares.items():
            for key, by in (share or {}).items():
                run = self._sums[key].run
                if run.steps and by:
                    moves[place].append(Share(run, by, self._units[place]))
        self.begin(self._leg)
        return moves

    def _touched(self, step: Step) -> Iterator[_Sum]:
        """The sums that a step may change, each once."""
        found: dict[Hashable, _Sum] = {}
        for place in (step.before, step.after):
            if place is not None:
                found |= {each.entries.asked: each for each in self._about(place.subject)}
        yield from found.values()

    def _about(self, subject: Subject) -> Iterator[_Sum]:
        for narrowed in narrowings(subject):
            for each in self._by_question.get((subject[0], *narrowed), ()):
                if each.entries.covers(subject):
                    yield each


def _sum_of(entries: AddedUp, shown: bool) -> _Sum:
    """A sum at its making. One of amounts in several units is left open: which of them it is told in may change."""
    units = {each.unit for each in entries.sums if each.counted}
    unit = units.pop() if len(units) == 1 else ""
    counted, millionths = sum(each.counted for each in entries.sums), sum(each.millionths for each in entries.sums)
    return _Sum(entries, unit, counted, millionths, not shown or not unit or bool(units), Run("known", unit))
