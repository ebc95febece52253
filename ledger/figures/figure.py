"""Figures: values that know where they come from.

A figure is born traced: one that is read knows its event, and arithmetic keeps its terms. The derivation is lazy and
n-ary, so that adding a thousand figures costs a thousand steps; sources are walked when somebody asks. A figure that
is unknown or a word makes a difference or a ratio unknown; a total skips it and counts it. Kronor in several sizes add
up in the size that most are in; any other units do not mix.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from math import prod
from typing import Protocol

from ledger.figures.printing import swedish
from ledger.figures.units import COUNT, PERCENT, POINTS, UnitsDiffer, factor
from ledger.figures.values import UNKNOWN, Quantity, Value, shortest


class Source(Protocol):
    """What a figure is read from: an event, seen from here by its id alone."""

    @property
    def id(self) -> str:
        """The event's id."""


@dataclass(frozen=True, slots=True)
class Read:
    """Read from a field of one event; ``rounding`` is what it was rounded to, where the event says so."""

    source: Source
    field: str
    rounding: Value | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that are added or taken away: a total if ``skips``, which leaves out what has no amount.

    ``labels`` says what each term is, where whoever added them knew it.
    """

    terms: tuple[tuple[int, Figure], ...]
    skips: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotient:
    """One figure by another, times a whole number (100 for a percentage)."""

    numerator: Figure
    denominator: Figure
    times: int = 1


@dataclass(frozen=True, slots=True)
class Product:
    """Figures that are multiplied, as a risk value is."""

    factors: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """Shown as a document prints it, since it differs from what is worked out by no more than rounding."""

    exact: Figure
    printed: Figure


@dataclass(frozen=True, slots=True)
class Converted:
    """The same amount in another unit."""

    figure: Figure


class Entries(Protocol):
    """What a store has added up. It is asked for later, and never more of it than is wanted: what was so at a position
    stays so.
    """

    @property
    def asked(self) -> Hashable:
        """What was asked for; within one view, the same is the same sum."""

    @property
    def counts(self) -> Mapping[Hashable, int]:
        """How many entries each subject has: those of different subjects are different entries."""

    def __len__(self) -> int:
        """How many entries there are."""

    def figures(self, most: int | None = None) -> Sequence[Figure]:
        """The entries' own figures, those without an amount included; the first ``most`` of them, or all."""

    def greatest(self, most: int) -> Sequence[Figure]:
        """The ``most`` with the greatest amounts, whatever their sign, the greatest first."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that the store made."""

    entries: Entries


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing was found; ``question`` says what was asked for, and ``before`` gives what has been there."""

    question: str = ""
    before: Callable[[], Iterable[Source]] = field(default=tuple, compare=False)


How = Read | Sum | Quotient | Product | Rounded | Converted | Total | Missing


_noticing: list[Callable[[Figure], None]] = []
"""Who wants to know of each figure that is looked at: see ``looked_at``."""


@contextmanager
def looked_at() -> Iterator[list[Figure]]:
    """The figures whose value somebody looks at within the block. Arithmetic does not: it only adds up what it gets.

    Whoever made a table without looking at a figure would have made the same rows and the same sums, had the figure
    been another.
    """
    seen: list[Figure] = []
    _noticing.append(seen.append)
    try:
        yield seen
    finally:
        _noticing.pop()


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A value and how it came about. ``left_out`` counts the terms without an amount that a total skipped;
    ``published`` is what a document prints in its place, where one does (``ledger.figures.rounding``).
    """

    carried: Value
    """The value, for arithmetic: everybody else asks for ``value``."""
    how: How = Missing()
    left_out: int = 0
    published: Figure | None = None

    @property
    def value(self) -> Value:
        """What the figure says."""
        for notice in _noticing:
            notice(self)
        return self.carried

    @property
    def number(self) -> Decimal | Fraction | None:
        """The exact number, or None for a word, a comparison or something unknown."""
        value = self.value
        return value.number if isinstance(value, Quantity) else None

    @property
    def unit(self) -> str:
        """The unit, or "" where there is none."""
        return self.carried.unit if isinstance(self.carried, Quantity) else ""

    @property
    def computed(self) -> bool:
        """Whether it was worked out rather than read."""
        return not isinstance(self.how, Read | Missing)

    def __add__(self, other: Figure) -> Figure:
        return _sum(((1, self), (1, other)))

    def __sub__(self, other: Figure) -> Figure:
        return _sum(((1, self), (-1, other)))

    def __neg__(self) -> Figure:
        return _sum(((-1, self),))

    def __truediv__(self, other: Figure) -> Figure:
        return _quotient(self, other, "", 1)

    def __mul__(self, other: Figure) -> Figure:
        return _product((self, other))

    def share_of(self, whole: Figure) -> Figure:
        """This as a percentage of ``whole``, exact until it is printed."""
        return _quotient(self, whole, PERCENT, 100)

    def points_from(self, other: Figure) -> Figure:
        """The difference between two percentages, in percentage points. Raises ``UnitsDiffer`` for anything else."""
        difference = self - other
        if difference.unit not in {"", PERCENT}:
            raise UnitsDiffer(f"{difference.unit} / {PERCENT}")
        if not isinstance(difference.carried, Quantity):
            return difference
        return replace(difference, carried=Quantity(difference.carried.number, POINTS))

    def to(self, unit: str) -> Figure:
        """The same amount in another unit of money. Raises ``UnitsDiffer``."""
        if not isinstance(self.carried, Quantity) or self.carried.unit == unit:
            return self
        number = self.carried.number
        by = factor(self.carried.unit, unit)
        product = number * Fraction(by) if isinstance(number, Fraction) else shortest(number * by)
        return Figure(Quantity(product, unit), Converted(self), self.left_out, self.published)

    def leaves(self) -> Iterator[Read | Total | Missing]:
        """Where the derivation ends, in the order of the terms, each as often as it is used."""
        pending = [self]
        while pending:
            how = pending.pop().how
            if isinstance(how, Read | Total | Missing):
                yield how
            else:
                pending.extend(reversed(terms_of(how)))

    def reads(self) -> Iterator[Read]:
        """Every reading behind this figure, in the order of the terms, each as often as it is used."""
        for notice in _noticing:
            notice(self)
        for leaf in self.leaves():
            if isinstance(leaf, Read):
                yield leaf
            elif isinstance(leaf, Total):
                for figure in leaf.entries.figures():
                    yield from figure.reads()

    def event_ids(self) -> list[str]:
        """The ids of the events behind this figure, each once, in the order of the terms."""
        return list(dict.fromkeys(read.source.id for read in self.reads()))

    def events_behind(self, most: int) -> tuple[list[str], int]:
        """The first ``most`` of ``event_ids``, and how many there are in all: those that a store has added up are
        counted, not read.
        """
        leaves = list(self.leaves())
        totals = {leaf.entries.asked: leaf.entries for leaf in leaves if isinstance(leaf, Total)}
        if not totals or any(isinstance(leaf, Read) for leaf in leaves):
            ids = self.event_ids()
            return ids[:most], len(ids)
        first: dict[str, None] = {}
        counts: dict[Hashable, int] = {}
        for entries in totals.values():
            counts |= entries.counts
            if len(first) < most:  # as many as there are already may be met again
                terms = entries.figures(most + len(first))
                first |= dict.fromkeys(read.source.id for term in terms for read in term.reads())
        return list(first)[:most], sum(counts.values())

    def __str__(self) -> str:
        return swedish(self.value, with_unit=True)


def terms_of(how: How) -> tuple[Figure, ...]:
    """The figures that one was worked out from, in their order."""
    match how:
        case Sum(terms):
            return tuple(figure for _sign, figure in terms)
        case Quotient(numerator, denominator):
            return numerator, denominator
        case Product(factors):
            return factors
        case Converted(figure) | Rounded(figure):
            return (figure,)
        case _:
            return ()


def total(figures: Iterable[Figure], labels: Iterable[str] = ()) -> Figure:
    """The sum of what has an amount. What has none is left out and counted; nothing at all is unknown."""
    return _sum(tuple((1, figure) for figure in figures), skips=True, labels=tuple(labels))


def _sum(terms: tuple[tuple[int, Figure], ...], skips: bool = False, labels: tuple[str, ...] = ()) -> Figure:
    unit = _shared_unit([figure.unit for _sign, figure in terms if figure.unit])
    amounts = [(sign, figure.to(unit).carried) for sign, figure in terms if isinstance(figure.carried, Quantity)]
    left_out = sum(_without_amount(figure) for _sign, figure in terms)
    how = Sum(terms, skips, labels)
    if not amounts or (not skips and len(amounts) < len(terms)):
        return Figure(UNKNOWN, how, left_out if skips else 0)
    return Figure(Quantity(_added(amounts), unit), how, left_out)


def _number(figure: Figure) -> Decimal | Fraction | None:
    """A figure's number, for arithmetic."""
    return figure.carried.number if isinstance(figure.carried, Quantity) else None


def _shared_unit(units: list[str]) -> str:
    """The unit that most terms are in, the first of equals."""
    return Counter(units).most_common(1)[0][0] if units else ""


def _without_amount(figure: Figure) -> int:
    """How many terms without an amount there are in a term: it may itself be a total."""
    return figure.left_out if isinstance(figure.carried, Quantity) else max(1, figure.left_out)


def _added(amounts: Sequence[tuple[int, Value]]) -> Decimal | Fraction:
    """The exact sum of quantities in one unit."""
    numbers = [(sign, value.number) for sign, value in amounts if isinstance(value, Quantity)]
    if any(isinstance(number, Fraction) for _sign, number in numbers):
        return sum((sign * Fraction(number) for sign, number in numbers), Fraction(0))
    with localcontext() as context:
        context.prec = 60  # more digits than any ledger's sum: nothing is rounded
        plain = [number if sign > 0 else -number for sign, number in numbers if isinstance(number, Decimal)]
        return sum(plain[1:], plain[0])


def _product(factors: tuple[Figure, ...]) -> Figure:
    """The product of numbers without a size: counts, points on a scale. Raises ``UnitsDiffer`` for anything else."""
    numbers = [_number(figure) for figure in factors]
    if strange := {figure.unit for figure in factors} - {"", COUNT}:
        raise UnitsDiffer(" · ".join(sorted(strange)))
    if any(number is None for number in numbers):
        return Figure(UNKNOWN, Product(factors))
    return Figure(Quantity(_multiplied([number for number in numbers if number is not None]), COUNT), Product(factors))


def _multiplied(numbers: Sequence[Decimal | Fraction]) -> Decimal | Fraction:
    """The exact product."""
    if any(isinstance(number, Fraction) for number in numbers):
        return prod((Fraction(number) for number in numbers), start=Fraction(1))
    with localcontext() as context:
        context.prec = 60
        return prod((number for number in numbers if isinstance(number, Decimal)), start=Decimal(1))


def _quotient(numerator: Figure, denominator: Figure, unit: str, times: int) -> Figure:
    how = Quotient(numerator, denominator, times)
    above, below = _number(numerator), _number(denominator)
    if above is None or below is None or below == 0:
        return Figure(UNKNOWN, how)
    scale = Fraction(factor(numerator.unit, denominator.unit))
    return Figure(
        Quantity(Fraction(above) / Fraction(below) * times * scale, unit),
        how,
        numerator.left_out + denominator.left_out,
    )
