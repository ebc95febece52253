"""What a figure would be, were the sums of a store that it is made of others: the closed form of a change.

A figure that only adds and takes away changes with each of its totals by a fixed multiple. Any other is worked out
anew, from its totals' numbers alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import prod

from ledger.figures.figure import Converted, Figure, Product, Quotient, Rounded, Sum, Total, terms_of
from ledger.figures.units import MONEY, factor
from ledger.figures.values import Quantity

Numbers = Mapping[Hashable, Fraction]


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


def revalued(figure: Figure, numbers: Numbers) -> Fraction:
    """The number of a settled figure if its totals had these ``numbers``, each in its own unit. Raises
    ``ZeroDivisionError`` where it would have none.
    """
    match figure.how:
        case Total(entries) if entries.asked in numbers:
            return numbers[entries.asked]
        case Sum(terms):
            known = [(sign, each) for sign, each in terms if isinstance(each.carried, Quantity)]
            return sum((sign * revalued(each, numbers) * _size(each, figure) for sign, each in known), Fraction(0))
        case Converted(original):
            return revalued(original, numbers) * _size(original, figure)
        case Quotient(above, below, times):
            size = Fraction(factor(above.unit, below.unit)) * times
            return revalued(above, numbers) / revalued(below, numbers) * size
        case Product(factors):
            return prod((revalued(each, numbers) for each in factors), start=Fraction(1))
    return Fraction(figure.carried.number) if isinstance(figure.carried, Quantity) else Fraction(0)


def _size(term: Figure, whole: Figure) -> Fraction:
    """What an amount in a term's unit is in that of the whole; percentages and their points are one size."""
    return Fraction(factor(term.unit, whole.unit)) if {term.unit, whole.unit} <= set(MONEY) else Fraction(1)
