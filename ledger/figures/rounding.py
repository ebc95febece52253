"""Rounding: whether what a document prints can be what is worked out here.

Documents print rounded figures, so their sums do not always foot. Every figure that was read lies within half a unit
of its last decimal; from that follows, term by term, between which bounds a sum, a difference or a ratio lies. A
printed figure within the bounds is shown as printed, and the rounding difference is a term of its own. Beyond them,
what is worked out is shown, and the printed figure stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ledger.figures.figure import Converted, Figure, Product, Quotient, Read, Rounded, Sum, Total
from ledger.figures.units import MONEY, factor
from ledger.figures.values import Quantity, Value

Bounds = tuple[Fraction, Fraction]


def as_published(figure: Figure, *printed: Figure, outdated: Sequence[Figure] = ()) -> Figure:
    """``figure`` with what documents print of it. One that differs by no more than rounding is shown as printed; one
    that differs by more stands beside the figure. What is ``outdated`` agrees only if it is the same.
    """
    every = (*outdated, *printed)
    agreeing = [
        each
        for each in every
        if _equal(figure.value, each.value) or (each in printed and _within_rounding(figure, each))
    ]
    differing = [each for each in every if each not in agreeing]
    shown = figure
    if agreeing:
        chosen = agreeing[-1]
        exact = _equal(figure.value, chosen.value)
        how = figure.how if exact else Rounded(figure, chosen)
        shown = Figure(figure.value if exact else chosen.value, how, figure.left_out, chosen)
    return replace(shown, published=differing[-1]) if differing else shown


def differs(figure: Figure) -> bool:
    """Whether a document prints something else than this, beyond rounding."""
    return figure.published is not None and not _equal(figure.value, figure.published.value)


def bounds(figure: Figure) -> Bounds | None:
    """Between which numbers the exact figure lies, by the rounding of what was read; None where nobody knows."""
    number = figure.number
    if number is None:
        return None
    match figure.how:
        case Sum(terms):
            amounts = [(sign, _in_size_of(figure, term)) for sign, term in terms if term.number is not None]
            return _added([_signed(sign, bounds(term)) for sign, term in amounts])
        case Converted(original):
            scale = Fraction(factor(original.unit, figure.unit))
            return _added([_signed(scale, bounds(original))])
        case Quotient(above, below, times):
            scale = Fraction(factor(above.unit, below.unit)) * times
            return _divided(_signed(scale, bounds(above)), bounds(below))
        case Rounded(exact, _printed):
            return bounds(exact.to(figure.unit))
        case Total(entries):
            return _added([bounds(term.to(figure.unit)) for term in entries.figures() if term.number is not None])
        case Read(rounding=Quantity() as step):
            half = Fraction(step.number) * Fraction(factor(step.unit, figure.unit)) / 2
            return Fraction(number) - half, Fraction(number) + half
        case Product():
            return Fraction(number), Fraction(number)
        case _:
            half = half_unit(figure.value)
            return Fraction(number) - half, Fraction(number) + half


def _in_size_of(figure: Figure, term: Figure) -> Figure:
    """The term in the same size of kronor; a difference of percentages has percentage points, and its terms percent."""
    return term.to(figure.unit) if figure.unit in MONEY else term


def half_unit(value: Value) -> Fraction:
    """How far the exact number may lie from the one given: half of its last decimal; nothing for what is counted."""
    if not isinstance(value, Quantity) or value.decimals is None or not value.rounds:
        return Fraction(0)
    return Fraction(1, 2 * 10**value.decimals)


def _within_rounding(figure: Figure, printed: Figure) -> bool:
    """Whether the two differ by less than the rounding of the terms and of the print."""
    if not _comparable(figure, printed):
        return False
    limits, asserted = bounds(figure), bounds(printed.to(figure.unit))
    if limits is None or asserted is None:
        return False
    if limits[0] == limits[1]:  # an exact figure may lie just between two prints, which rounds either way
        return asserted[0] <= limits[0] <= asserted[1]
    return limits[0] < asserted[1] and asserted[0] < limits[1]


def _comparable(figure: Figure, printed: Figure) -> bool:
    if figure.number is None or printed.number is None:
        return False
    return figure.unit == printed.unit or {figure.unit, printed.unit} <= set(MONEY)


def _equal(value: Value, other: Value) -> bool:
    if isinstance(value, Quantity) and isinstance(other, Quantity) and {value.unit, other.unit} <= set(MONEY):
        return Fraction(value.number) * Fraction(MONEY[value.unit]) == Fraction(other.number) * Fraction(
            MONEY[other.unit]
        )
    return value == other


def _signed(by: int | Fraction, limits: Bounds | None) -> Bounds | None:
    if limits is None:
        return None
    low, high = by * limits[0], by * limits[1]
    return min(low, high), max(low, high)


def _added(terms: list[Bounds | None]) -> Bounds | None:
    known = [limits for limits in terms if limits is not None]
    if len(known) < len(terms):
        return None
    return sum((low for low, _high in known), Fraction(0)), sum((high for _low, high in known), Fraction(0))


def _divided(above: Bounds | None, below: Bounds | None) -> Bounds | None:
    """The bounds of a ratio; None where the denominator may be zero."""
    if above is None or below is None or below[0] <= 0 <= below[1]:
        return None
    ratios = [over / under for over in above for under in below]
    return min(ratios), max(ratios)
