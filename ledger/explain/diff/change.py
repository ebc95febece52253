"""What changed between two views of a table or a document: each place's difference as terms that sum to it exactly."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from ledger.explain.diff.moves import Amount, LegName, Move
from ledger.explain.diff.sheet import Labels, Place, Said, labels_of, said_in, sheet_of
from ledger.explain.diff.walk import Make, Walked, walked
from ledger.tables.definition import Shown
from ledger.tables.report import ShownReport
from ledger.views.reader import Step
from ledger.views.view import View

Kind = Literal["late arrival", "correction", "withdrawal", "decision", "method"]
"""Why an event changes a figure. It became known: an original that had taken effect, a correction, a withdrawal. Or it
took effect: a decision or an observation, or what says how figures are worked out.
"""
RowChange = Literal["came", "went", "renamed"]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a difference: an event, on which leg, of what kind, and by how much in the difference's unit."""

    leg: LegName
    kind: Kind
    step: Step
    amount: Fraction


@dataclass(frozen=True)
class Change:
    """What stands at a place before and after, and what moved it. ``unit`` is that of the difference, where both are
    numbers of one measure.
    """

    place: Place
    before: Said | None
    after: Said | None
    unit: str | None
    moves: tuple[Move, ...]
    methods: frozenset[str]
    sign: int = 1

    @property
    def amount(self) -> Fraction | None:
        """The difference, after less before; None where either is no number."""
        if self.unit is None or self.before is None or self.after is None:
            return None
        before, after = self.before.in_unit(self.unit), self.after.in_unit(self.unit)
        return None if before is None or after is None else after - before

    def terms(self) -> Iterator[Term]:
        """The terms of the difference, which sum to it, in the order of the way. What changes nothing is no term."""
        yield from map(self._term, self._amounts())

    def greatest(self, most: int) -> tuple[list[Term], int, Fraction]:
        """The ``most`` terms with the greatest amounts, in their order; how many others there are, and what they come
        to together.
        """
        amounts = self._amounts()
        if len(amounts) <= most:
            return [self._term(each) for each in amounts], 0, Fraction(0)
        sizes = [abs(number / parts) for _leg, _step, (number, parts) in amounts]
        least = heapq.nlargest(most, sizes)[-1]
        terms = {place: self._term(amounts[place]) for place, size in enumerate(sizes) if size >= least}
        chosen = set(heapq.nlargest(most, terms, key=lambda place: abs(terms[place].amount)))
        told = [term for place, term in terms.items() if place in chosen]
        rest = (self.amount or Fraction(0)) - sum((term.amount for term in told), Fraction(0))
        return told, len(amounts) - most, rest

    def _amounts(self) -> list[Amount]:
        """What each event changes it by, in the order of the way, but for what changes nothing. There may be very many
        of them: they are terms when somebody looks at them.
        """
        found: dict[tuple[LegName, int], Amount] = {}
        for move in self.moves if self.unit is not None else ():
            for each in move.amounts(self.unit or ""):
                leg, step, (number, parts) = each
                before = found.get((leg, step.position))
                if before is not None:
                    number, parts = number * before[2][1] + before[2][0] * parts, parts * before[2][1]
                    each = (leg, step, (number, parts))  # noqa: PLW2901
                found[leg, step.position] = each
        amounts = [each for each in found.values() if each[2][0]]
        return amounts[:: self.sign]

    def _term(self, amount: Amount) -> Term:
        leg, step, (number, parts) = amount
        return Term(leg, self._kind(leg, step), step, Fraction(self.sign * number, parts))

    def positions(self) -> set[int]:
        """Where the events lie that moved it."""
        return {step.position for move in self.moves for _leg, step in move.moving()}

    def movers(self) -> list[Term]:
        """The events that moved what is no number, each with nothing as its amount."""
        steps = {(leg, step.position): step for move in self.moves for leg, step in move.moving()}
        found = [Term(leg, self._kind(leg, step), step, Fraction(0)) for (leg, _position), step in steps.items()]
        return found[:: self.sign]

    def _kind(self, leg: LegName, step: Step) -> Kind:
        if leg == "time":
            topic = step.after.subject[0] if step.after else ""
            return "method" if topic in self.methods else "decision"
        if step.original:
            return "late arrival"
        return "withdrawal" if step.withdraws else "correction"


@dataclass(frozen=True)
class Difference:
    """What changed from one view to another in a table or a document, place by place."""

    before: Shown | ShownReport
    after: Shown | ShownReport
    changes: tuple[Change, ...]

    @cached_property
    def labels(self) -> Labels:
        """What places are called: as at the end, or as they were where they are gone."""
        return labels_of(self.before) | labels_of(self.after)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What either end lacks, since its content has been removed: it stood there once, and is no change."""
        return tuple(dict.fromkeys((*self.before.lacking, *self.after.lacking)))

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not self.changes


def difference(make: Make, start: View, end: View) -> Difference:
    """What changed from ``start`` to ``end`` in what ``make`` makes of a view. From a later date to an earlier it is
    the negative of the way there.
    """
    methods = frozenset(each.topic for each in start.catalogue if each.defines)
    if (end.at, end.position) < (start.at, start.position):
        way = walked(make, end, start)
        return _difference(way.last, way.first, way, methods, -1)
    way = walked(make, start, end)
    return _difference(way.first, way.last, way, methods, 1)


def _difference(
    before: Shown | ShownReport, after: Shown | ShownReport, way: Walked, methods: frozenset[str], sign: int
) -> Difference:
    old, new = ({place: said_in(content) for place, content in sheet_of(each).items()} for each in (before, after))
    changes = []
    for place in list(dict.fromkeys([*new, *old])):
        was, now = old.get(place), new.get(place)
        if was != now:
            moves = tuple(way.moves.get(place, ()))
            changes.append(Change(place, was, now, _unit(was, now), moves, methods, sign))
    return Difference(before, after, tuple(changes))


def _unit(before: Said | None, after: Said | None) -> str | None:
    """The unit of a difference: that of what stands afterwards, where both are numbers of one measure."""
    if before is None or after is None or before.number is None or after.number is None:
        return None
    return after.unit if before.in_unit(after.unit) is not None else None
