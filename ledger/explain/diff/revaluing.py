"""What a figure would be, were the sums of a store that it is made of others: the closed form of a change.

A figure that only adds and takes away changes with each of its totals by a fixed multiple. Any other is worked out
anew, from its totals' numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from math import prod

from ledger.figures.figure import Converted, Figure, Product, Quotient, Rounded, Sum, Total, terms_of
from ledger.figures.units import MONEY, factor
from ledger.figures.values import Quantity

MILLION = 1_000_000

Totals = Mapping[Hashable, int]
"""Totals by what was asked for, in millionths."""

Ratio = tuple[int, int]
"""A number as so many parts, which are not brought to their lowest terms: there are very many of them."""

Revalue = Callable[[Totals], Ratio]


def totals_in(figure: Figure) -> dict[Hashable, Total]:
    """The totals that a figure is made of, by what was asked for."""
    return {leaf.entries.asked: leaf for leaf in figure.leaves() if isinstance(leaf, Total)}


def multiples(figure: Figure) -> dict[Hashable, Fraction] | None:
    """By how much a figure changes, in its own unit, when each of its totals changes by one in its own; None if that
    is not the same everywhere.
    """
    found: dict[Hashable, Fraction] = {}
    pending = [(figure, Fraction(1))]
    while pending:
        term, by = pending.pop()
        match term.how:
            case Total(entries):
                found[entries.asked] = found.get(entries.asked, Fraction(0)) + by
            case Sum(terms):
                known = [(sign, each) for sign, each in terms if isinstance(each.carried, Quantity)]
                pending += [(each, by * sign * _size(each, term)) for sign, each in known]
            case Converted(original):
                pending.append((original, by * _size(original, term)))
            case Quotient() | Product() | Rounded():
                if totals_in(term):
                    return None
    return found


def is_settled(figure: Figure) -> bool:
    """Whether every step from the totals of a figure up to itself has a number, so that another follows from others."""
    pending = [figure]
    while pending:
        term = pending.pop()
        if isinstance(term.how, Total) or totals_in(term):
            if not isinstance(term.carried, Quantity):
                return False
            pending.extend(terms_of(term.how))
    return True


def revaluing(figure: Figure) -> Revalue:
    """What gives the number of a settled figure if its totals had other numbers, each in its own unit, in millionths.
    It raises ``ZeroDivisionError`` where the figure would have none.
    """
    match figure.how:
        case Total(entries):
            return lambda totals, asked=entries.asked: (totals[asked], MILLION)  # type: ignore[misc]
        case _ if not totals_in(figure):
            number = Fraction(figure.carried.number) if isinstance(figure.carried, Quantity) else Fraction(0)
            return lambda _totals: (number.numerator, number.denominator)
        case Sum(terms):
            known = [(sign, each) for sign, each in terms if isinstance(each.carried, Quantity)]
            return _sum_of([_sized(revaluing(each), sign * _size(each, figure)) for sign, each in known])
        case Converted(original):
            return _sized(revaluing(original), _size(original, figure))
        case Quotient(above, below, times):
            return _quotient_of(revaluing(above), revaluing(below), Fraction(factor(above.unit, below.unit)) * times)
        case Product(factors):
            return _product_of([revaluing(each) for each in factors])
    number = Fraction(figure.carried.number) if isinstance(figure.carried, Quantity) else Fraction(0)
    return lambda _totals: (number.numerator, number.denominator)


def _sized(revalue: Revalue, by: Fraction) -> Revalue:
    if by == 1:
        return revalue

    def sized(totals: Totals) -> Ratio:
        number, parts = revalue(totals)
        return number * by.numerator, parts * by.denominator

    return sized


def _sum_of(terms: list[Revalue]) -> Revalue:
    def added(totals: Totals) -> Ratio:
        number, parts = 0, 1
        for term in terms:
            other, others = term(totals)
            number, parts = (
                (number + other, parts) if parts == others else (number * others + other * parts, parts * others)
            )
        return number, parts

    return added


def _quotient_of(above: Revalue, below: Revalue, times: Fraction) -> Revalue:
    def divided(totals: Totals) -> Ratio:
        number, parts = above(totals)
        other, others = below(totals)
        if not other:
            raise ZeroDivisionError
        return number * others * times.numerator, parts * other * times.denominator

    return divided


def _product_of(factors: list[Revalue]) -> Revalue:
    def multiplied(totals: Totals) -> Ratio:
        numbers = [each(totals) for each in factors]
        return prod(number for number, _parts in numbers), prod(parts for _number, parts in numbers)

    return multiplied


def _size(term: Figure, whole: Figure) -> Fraction:
    """What an amount in a term's unit is in that of the whole; percentages and their points are one size."""
    return Fraction(factor(term.unit, whole.unit)) if {term.unit, whole.unit} <= set(MONEY) else Fraction(1)
