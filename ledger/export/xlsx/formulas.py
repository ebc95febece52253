"""Formulas: what a figure was worked out from, over the cells of the sheet that it stands on.

A formula is worked out exactly as it is built, and kept only if it says what the cell does. A term that has no cell of
its own is worked out in turn, or stands as its exact number; the rounding to what a document prints is a term as well.
Which program the sheet is for matters only in that SUM and ROUND mean there what they mean here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ledger.export.xlsx.cells import Numbers, Place, named
from ledger.export.xlsx.expressions import (
    ATOM,
    PRODUCT,
    SUM,
    Addend,
    Expression,
    InexactError,
    addend_of,
    constant,
    is_decimal,
    repeated,
)
from ledger.export.xlsx.identities import Identities
from ledger.figures.figure import Converted, Figure, Product, Quotient, Rounded, Sum, Total
from ledger.figures.printing import rounded
from ledger.figures.units import MONEY, factor
from ledger.figures.values import Quantity

LONGEST = 8000
"""How many characters a formula has at most; programs take 8192."""

MOST_ENTRIES = 250
"""How many entries a store may have added up for them to be looked for on the sheet."""

SEVERAL = 3
"""How many cells are added by name before SUM does it."""


class Formulas:
    """The formulas of a sheet's figures. ``figures`` are those that stand as numbers, each in its cell; ``others`` are
    the cells that hold numbers of another kind, which a range must not take in.
    """

    def __init__(self, figures: Mapping[Place, Figure], others: Collection[Place] = ()):
        self._figures = figures
        self._numbers = Numbers({*figures, *others})
        self._identities = Identities()
        self._places: dict[int, list[Place]] = {}
        for place, figure in figures.items():
            self._places.setdefault(self._identities.of(figure), []).append(place)

    def formula(self, place: Place) -> str | None:
        """The formula of the figure in a cell, "=" first. None for one that was read, one that has no term on the
        sheet, and one that no formula says exactly.
        """
        figure = self._figures[place]
        try:
            worked_out = self._worked_out(figure, place)
        except InexactError:
            return None
        if worked_out is None or not worked_out.refers or worked_out.number != _number(figure):
            return None
        formula = f"={worked_out.text}"
        return formula if len(formula) <= LONGEST else None

    def _worked_out(self, figure: Figure, target: Place) -> Expression | None:
        """A figure by the way that it was worked out; None for one that was not."""
        match figure.how:
            case Sum() | Converted() | Rounded() | Total():
                return self._added(list(self._addends(figure, Fraction(1), target)), _is_total(figure))
            case Quotient(above, below, times):
                return self._divided(above, below, times, target)
            case Product(factors):
                return self._multiplied(factors, target)
        return None

    def _addends(self, figure: Figure, times: Fraction, target: Place) -> Iterator[Addend]:
        """What a figure is the sum of, each so many times."""
        match figure.how:
            case Sum(terms):
                for sign, term in terms:
                    yield from self._addend(term, times * sign * _scale(term, figure), target)
            case Total(entries) if len(entries) <= MOST_ENTRIES:
                for term in entries.figures():
                    yield from self._addend(term, times * _scale(term, figure), target)
            case Converted(original):
                yield from self._addend(original, times * _scale(original, figure), target)
            case Rounded(exact):
                yield from self._rounded(figure, exact, times, target)
            case Quotient() | Product():
                worked_out = self._worked_out(figure, target)
                yield Addend(times, worked_out) if worked_out else addend_of(_number(figure), times)
            case _:
                yield addend_of(_number(figure), times)

    def _addend(self, term: Figure, times: Fraction, target: Place) -> Iterator[Addend]:
        """A term: its cell, or what it was worked out from if any of that has one, or its number."""
        if term.number is None:
            return  # a total leaves it out, and so does SUM
        if cell := self._cell_of(term, target):
            yield replace(cell, times=times * cell.times)
            return
        parts = list(self._addends(term, times, target)) if term.computed else []
        if any(part.expression.refers for part in parts):
            yield from parts
        elif number := _number(term) * times:
            yield addend_of(number)

    def _rounded(self, figure: Figure, exact: Figure, times: Fraction, target: Place) -> Iterator[Addend]:
        """The exact figure and the rounding; or ROUND, where the rounding is no decimal and ROUND does it."""
        scale = _scale(exact, figure)
        rounding = _number(figure) - _number(exact) * scale
        places = figure.value.decimals if isinstance(figure.value, Quantity) else None
        if is_decimal(rounding) or places is None:
            yield from self._addend(exact, times * scale, target)
            if rounding:
                yield addend_of(rounding, times)
            return
        inner = self._added(list(self._addend(exact, scale, target)), skips=False)
        if Fraction(rounded(inner.number, places)) == _number(figure):
            yield Addend(times, Expression(f"ROUND({inner.text},{places})", _number(figure), ATOM, inner.refers))
        else:
            yield Addend(times, inner)
            yield addend_of(rounding, times)

    def _added(self, addends: list[Addend], skips: bool) -> Expression:
        """What is added less what is taken away; what is only a number stands last."""
        number = sum((each.times * each.expression.number for each in addends), Fraction(0))
        referring = [each for each in addends if each.expression.refers]
        numbers = [each for each in addends if not each.expression.refers]
        signed = [
            *self._gathered([each for each in referring if each.times > 0], skips),
            *self._gathered([each for each in referring if each.times < 0], skips=False),
            *self._gathered([each for each in numbers if each.times > 0], skips=False),
            *self._gathered([each for each in numbers if each.times < 0], skips=False),
        ]
        if not any(sign > 0 and each.refers for sign, each in signed):
            signed.sort(key=lambda each: each[0], reverse=True)
        if len(signed) == 1 and signed[0][0] > 0:
            return replace(signed[0][1], number=number)
        texts = (f"-{each.within(PRODUCT)}" if sign < 0 else f"+{each.within(SUM)}" for sign, each in signed)
        return Expression("".join(texts).removeprefix("+") or "0", number, SUM, bool(referring))

    def _gathered(self, addends: Sequence[Addend], skips: bool) -> Iterator[tuple[int, Expression]]:
        """Addends of one sign, each with it: cells in one SUM if they are several, then the rest."""
        sign = 1 if addends and addends[0].times > 0 else -1
        once = [each.place for each in addends if each.place and abs(each.times) == 1]
        cells = set(once) if len(set(once)) >= SEVERAL or (skips and len(set(once)) > 1) else set()
        if cells:
            number = sum((_number(self._figures[place]) for place in cells), Fraction(0))
            yield sign, Expression(f"SUM({','.join(self._numbers.ranges(cells))})", number, ATOM, refers=True)
        for addend in addends:
            if addend.place in cells and abs(addend.times) == 1:
                cells.discard(addend.place)  # what is added twice is added once more by name
            else:
                yield sign, repeated(addend)

    def _divided(self, above: Figure, below: Figure, times: int, target: Place) -> Expression:
        upper, lower = self._operand(above, target), self._operand(below, target)
        scale = times * _scale(above, below)
        text = f"{upper.within(PRODUCT)}/{lower.within(ATOM)}"
        if scale != 1:
            text += f"*{constant(scale).within(ATOM)}"
        return Expression(text, upper.number / lower.number * scale, PRODUCT, upper.refers or lower.refers)

    def _multiplied(self, factors: Iterable[Figure], target: Place) -> Expression:
        operands = [self._operand(each, target) for each in factors]
        number = Fraction(1)
        for each in operands:
            number *= each.number
        text = "*".join(each.within(ATOM) for each in operands)
        return Expression(text, number, PRODUCT, any(each.refers for each in operands))

    def _operand(self, figure: Figure, target: Place) -> Expression:
        """A figure within an expression: its cell, what it was worked out from, or its number."""
        if cell := self._cell_of(figure, target):
            return repeated(cell)
        worked_out = self._worked_out(figure, target)
        return worked_out if worked_out and worked_out.refers else constant(_number(figure))

    def _cell_of(self, term: Figure, target: Place) -> Addend | None:
        """The cell that a term stands in, so many times as makes it the term: that of the target's column if there are
        several, else of its row.
        """
        identity, asking = self._identities.of(term), self._figures[target]
        itself = identity == self._identities.of(asking)
        found = [
            place
            for place in self._places.get(identity, ())
            # Of what stands on the sheet in two units, only the one that was converted may refer to the other.
            if place != target and not (itself and isinstance(self._figures[place].how, Converted))
            if _number(self._figures[place]) * _scale(self._figures[place], term) == _number(term)
        ]
        if not found:
            return None
        place = min(found, key=lambda each: (each[1] != target[1], each[0] != target[0], each))
        cell = self._figures[place]
        return Addend(_scale(cell, term), Expression(named(place), _number(cell), ATOM, refers=True), place)


def _number(figure: Figure) -> Fraction:
    """The exact number of a figure that has one."""
    number = figure.number
    if number is None:
        raise InexactError
    return Fraction(number)


def _is_total(figure: Figure) -> bool:
    """Whether it is a total, which a sheet adds by SUM even if it is of two: rounded or converted all the same."""
    match figure.how:
        case Rounded(inner) | Converted(inner):
            return _is_total(inner)
        case Sum(skips=skips):
            return skips
    return isinstance(figure.how, Total)


def _scale(term: Figure, whole: Figure) -> Fraction:
    """What a term is multiplied by to be in the size of the whole. Only kronor have sizes."""
    sizes = {term.unit, whole.unit} <= set(MONEY)
    return Fraction(factor(term.unit, whole.unit)) if sizes else Fraction(1)
