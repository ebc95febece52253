"""Moves: what the steps from one view to another did to what stands at a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from ledger.explain.diff.revaluing import MILLION, Ratio
from ledger.explain.diff.sheet import Said
from ledger.figures.units import MONEY, factor
from ledger.views.reader import Step

LegName = Literal["known", "time"]
"""The first leg, on which events become known, and the second, on which they take effect."""

Amount = tuple[LegName, Step, Ratio]
"""On which leg and by which step something moved, and by how much."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one step did: from what to what; None where nothing stood."""

    leg: LegName
    step: Step
    before: Said | None
    after: Said | None

    def amounts(self, unit: str) -> Iterator[Amount]:
        """By how much, in a unit. What has no amount in between counts as nothing."""
        before, after = (said and said.in_unit(unit) for said in (self.before, self.after))
        yield self.leg, self.step, ((after or Fraction(0)) - (before or Fraction(0))).as_integer_ratio()

    def moving(self) -> Iterator[tuple[LegName, Step]]:
        """The step."""
        yield self.leg, self.step

    def onto(self, _said: Said) -> Said:
        """What stands there afterwards."""
        assert self.after is not None
        return self.after


@dataclass(slots=True)
class Run:
    """What the steps did, one after the other, to a sum that the store makes."""

    leg: LegName
    unit: str
    steps: list[Step] = field(default_factory=list)
    millionths: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Share:
    """What a whole run did at a place: each step by its amount times ``by``, in the place's ``unit``."""

    run: Run
    by: Fraction
    unit: str

    def amounts(self, unit: str) -> Iterator[Amount]:
        """By how much each step, in a unit."""
        times, parts = (self.by * _size(self.unit, unit) / MILLION).as_integer_ratio()
        for step, millionths in zip(self.run.steps, self.run.millionths, strict=True):
            yield self.run.leg, step, (times * millionths, parts)

    def moving(self) -> Iterator[tuple[LegName, Step]]:
        """The steps that changed it."""
        yield from ((leg, step) for leg, step, (number, _parts) in self.amounts(self.unit) if number)

    def onto(self, said: Said) -> Said:
        """What stands there afterwards."""
        number = (said.number or Fraction(0)) + self.by * sum(self.run.millionths) / MILLION
        return replace(said, number=number)


@dataclass(slots=True)
class Course:
    """What the steps did, one after the other, to a figure that does more than add: the number that each left."""

    leg: LegName
    unit: str
    first: Ratio
    steps: list[Step] = field(default_factory=list)
    numbers: list[Ratio] = field(default_factory=list)

    def amounts(self, unit: str) -> Iterator[Amount]:
        """By how much each step, in a unit."""
        times, by = _size(self.unit, unit).as_integer_ratio()
        before, parts = self.first
        for step, (after, others) in zip(self.steps, self.numbers, strict=True):
            yield self.leg, step, ((after * parts - before * others) * times, parts * others * by)
            before, parts = after, others

    def moving(self) -> Iterator[tuple[LegName, Step]]:
        """The steps that changed it."""
        yield from ((leg, step) for leg, step, (number, _parts) in self.amounts(self.unit) if number)

    def onto(self, said: Said) -> Said:
        """What stands there afterwards."""
        return replace(said, number=Fraction(*self.numbers[-1]))


Move = Moved | Share | Course


def _size(unit: str, other: str) -> Fraction:
    """What an amount in one unit is in the other; nothing, if they are of different measures."""
    if unit == other:
        return Fraction(1)
    return Fraction(factor(unit, other)) if {unit, other} <= set(MONEY) else Fraction(0)
