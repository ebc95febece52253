"""Expressions: the pieces that a formula is put together of, each with the exact number that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ledger.export.xlsx.cells import Place

MOST_DIGITS = 15
"""How many digits a program keeps of a number. One with more cannot be said exactly in a formula."""

SUM, PRODUCT, ATOM = 0, 1, 2
"""How tightly an expression holds together: the loosest within a tighter needs parentheses."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A piece of a formula, and the exact number that it makes. ``refers`` to cells, or is only a number."""

    text: str
    number: Fraction
    binding: int = ATOM
    refers: bool = False

    def within(self, binding: int) -> str:
        """The text as a part of something that holds together so tightly."""
        return self.text if self.binding >= binding else f"({self.text})"


class InexactError(ValueError):
    """A number has more digits than a program keeps."""


@dataclass(frozen=True, slots=True)
class Addend:
    """What is added: a cell, or else an expression, so many times; a negative number of times takes it away."""

    times: Fraction
    expression: Expression
    place: Place | None = None


def is_decimal(number: Fraction) -> bool:
    """Whether a decimal holds the number exactly."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def constant(number: Fraction) -> Expression:
    """An exact number: a decimal, or one whole number by another. Raises ``InexactError`` if no program keeps it."""
    sign = "-" if number < 0 else ""
    if not is_decimal(number):
        text, binding = f"{_digits(abs(number.numerator))}/{_digits(number.denominator)}", PRODUCT
    else:
        places = next(places for places in range(60) if (number * 10**places).denominator == 1)
        digits = _digits(abs(int(number * 10**places))).rjust(places + 1, "0")
        whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
        text, binding = f"{whole}.{rest}" if rest else whole, ATOM
    return Expression(sign + text, number, SUM if sign else binding)


def _digits(number: int) -> str:
    text = str(number)
    if len(text) > MOST_DIGITS:
        raise InexactError(text)
    return text


def addend_of(number: Fraction, times: Fraction = Fraction(1)) -> Addend:
    """A number as what is added, or taken away if it is negative."""
    product = number * times
    return Addend(Fraction(-1 if product < 0 else 1), constant(abs(product)))


def repeated(addend: Addend) -> Expression:
    """What is added, without its sign: once, some whole number of times, or a part of it."""
    by, expression = abs(addend.times), addend.expression
    number = expression.number * by
    if by == 1:
        return expression
    if not expression.refers:
        return constant(number)
    inner = expression.within(PRODUCT)
    text = f"{inner}/{constant(1 / by).text}" if by.numerator == 1 else f"{inner}*{constant(by).within(ATOM)}"
    return Expression(text, number, PRODUCT, refers=True)
