"""How Swedish documents print a value: decimal comma, no-break space for thousands, a real minus sign, a dash for
unknown.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from ledger.figures.units import COUNT, UNNAMED
from ledger.figures.values import Comparison, Quantity, Unknown, Value, Word, decimals

NO_BREAK_SPACE, MINUS, DASH = "\u00a0", "\u2212", "\u2013"


def rounded(number: Decimal | Fraction, places: int) -> Decimal:
    """``number`` with ``places`` decimals, halves away from zero as published tables do."""
    with localcontext() as context:
        context.prec = 60
        scaled = Fraction(number) * 10**places
        whole = (Decimal(abs(scaled.numerator)) / Decimal(scaled.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
        return (whole if scaled >= 0 else -whole).scaleb(-places)


def swedish_number(number: Decimal | Fraction, places: int | None = None) -> str:
    """``number`` as it is printed, with ``places`` decimals, or with its own (one for a fraction)."""
    if places is None:
        places = decimals(number) if isinstance(number, Decimal) else 1
    shown = rounded(number, places)
    whole, _point, rest = f"{abs(shown):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    sign = MINUS if shown < 0 else ""
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def swedish(value: Value, *, with_unit: bool = False, places: int | None = None) -> str:
    """``value`` as it is printed in a cell; ``with_unit`` where no heading carries the unit."""
    match value:
        case Quantity(number, unit):
            text = swedish_number(number, places)
            return f"{text}{NO_BREAK_SPACE}{unit}" if with_unit and unit not in {COUNT, UNNAMED} else text
        case Word(text):
            return text
        case Unknown():
            return DASH
        case Comparison():
            return _comparison(value)


def _comparison(value: Comparison) -> str:
    number = ""
    if value.number is not None:
        number = swedish(Quantity(value.number, value.unit), with_unit=True)
    if value.relation in {"<", "≤", ">", "≥"}:
        return f"{value.relation}{NO_BREAK_SPACE}{number}"
    year = str(value.period) if value.period else ""
    inside = " ".join(part for part in (number, year) if part)
    head = " ".join(part for part in (value.relation.capitalize(), value.benchmark) if part)
    return f"{head} ({inside})" if inside else head
