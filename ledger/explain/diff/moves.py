"""Moves: what the steps from one view to another did to what stands at a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from ledger.explain.diff.sheet import Said
from ledger.figures.units import MONEY, factor
from ledger.views.reader import Step

LegName = Literal["known", "time"]
"""The first leg, on which events become known, and the second, on which they take effect."""

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Moved:
    """What one step did: from what to what; None where nothing stood."""

    leg: LegName
    step: Step
    before: Said | None
    after: Said | None

    def amounts(self, unit: str) -> Iterator[tuple[LegName, Step, Fraction]]:
        """By how much, in a unit. What has no amount in between counts as nothing."""
        before, after = (said and said.in_unit(unit) for said in (self.before, self.after))
        yield self.leg, self.step, (after or Fraction(0)) - (before or Fraction(0))

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

    def amounts(self, unit: str) -> Iterator[tuple[LegName, Step, Fraction]]:
        """By how much each step, in a unit."""
        by = self.by * _size(self.unit, unit) / MILLION
        for step, millionths in zip(self.run.steps, self.run.millionths, strict=True):
            yield self.run.leg, step, by * millionths

    def onto(self, said: Said) -> Said:
        """What stands there afterwards."""
        number = (said.number or Fraction(0)) + self.by * sum(self.run.millionths) / MILLION
        return replace(said, number=number)


Move = Moved | Share


def _size(unit: str, other: str) -> Fraction:
    """What an amount in one unit is in the other; nothing, if they are of different measures."""
    if unit == other:
        return Fraction(1)
    return Fraction(factor(unit, other)) if {unit, other} <= set(MONEY) else Fraction(0)
