"""Sums of the store's in closed form: what a step does to a table that only adds them up, without making it anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from ledger.explain.diff.moves import MILLION, LegName, Move, Moved, Run, Share
from ledger.explain.diff.revaluing import is_settled, multiples, revalued, totals_in
from ledger.explain.diff.sheet import Place, Said, Sheet, said_in
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

    @property
    def number(self) -> Fraction:
        """The sum, in its unit."""
        return Fraction(self.millionths, MILLION)

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


class Sums:
    """The sums that a sheet is made of, as the steps since then have left them."""

    def __init__(self, sheet: Sheet, added_up: Iterable[AddedUp], looked_at: Iterable[Figure]):
        figures = {
            place: content for place, content in sheet.items() if isinstance(content, Figure) and totals_in(content)
        }
        shown = {key for figure in figures.values() if is_settled(figure) for key in totals_in(figure)}
        opened = {key for figure in {id(each): each for each in looked_at}.values() for key in totals_in(figure)}
        opened |= {key for figure in figures.values() if not is_settled(figure) for key in totals_in(figure)}
        self._sums = {each.asked: _sum_of(each, each.asked in shown - opened) for each in added_up}
        self._by_question: dict[Hashable, list[_Sum]] = defaultdict(list)
        for each in self._sums.values():
            asked = each.entries.question
            self._by_question[asked.topic, asked.forvaltning, asked.period, asked.key].append(each)
        self._shares = {place: multiples(figure) for place, figure in figures.items()}
        self._others = {place: figures[place] for place, share in self._shares.items() if share is None}
        self._keys = {place: frozenset(totals_in(figure)) for place, figure in self._others.items()}
        self._said = {place: said_in(figure) for place, figure in self._others.items()}
        self._units = {place: figure.unit for place, figure in figures.items()}
        self._moves: dict[Place, list[Move]] = {}
        self._leg: LegName = "known"
        self.moved = False

    def begin(self, leg: LegName) -> None:
        """Begin to note what the steps of a leg do."""
        self._leg = leg
        self._moves = {}
        for each in self._sums.values():
            each.run = Run(leg, each.unit)

    def take(self, step: Step) -> bool:
        """Take a step; False, with nothing done, if the sheet must be made anew."""
        changes = []
        for each in self._touched(step):
            change = None if each.open else each.changed_by(step)
            if change is None:
                return False
            changes.append((each, *change))
        after = {each.entries.asked: each.number + Fraction(more, MILLION) for each, _counted, more in changes}
        if not self._revalue(step, after):
            return False
        self.moved = self.moved or bool(changes)
        for each, counted, millionths in changes:
            each.counted += counted
            each.millionths += millionths
            each.run.steps.append(step)
            each.run.millionths.append(millionths)
        return True

    def _revalue(self, step: Step, after: dict[Hashable, Fraction]) -> bool:
        """Work out anew what does more than add; False if that leaves something without a number."""
        found: dict[Place, Said] = {}
        for place, figure in self._others.items():
            if not after.keys().isdisjoint(self._keys[place]):
                numbers = {key: after.get(key, self._sums[key].number) for key in self._keys[place]}
                try:
                    found[place] = replace(self._said[place], number=revalued(figure, numbers))
                except ZeroDivisionError:
                    return False
        for place, said in found.items():
            if said != self._said[place]:
                self._moves.setdefault(place, []).append(Moved(self._leg, step, self._said[place], said))
                self._said[place] = said
        return True

    def ended(self) -> dict[Place, list[Move]]:
        """What the steps since ``begin`` moved."""
        moves: dict[Place, list[Move]] = defaultdict(list, self._moves)
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
