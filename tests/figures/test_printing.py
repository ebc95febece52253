from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.figures import UNKNOWN, Comparison, Period, Quantity, Value, Word, swedish, swedish_number
from ledger.figures.printing import rounded

NBSP, MINUS, DASH = "\u00a0", "\u2212", "\u2013"


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("1.4", "1,4"),
        ("1.40", "1,40"),
        ("0", "0"),
        ("-0", "0"),
        ("999", "999"),
        ("9384.8", f"9{NBSP}384,8"),
        ("-1234567.05", f"{MINUS}1{NBSP}234{NBSP}567,05"),
        ("-0.3", f"{MINUS}0,3"),
    ],
)
def test_a_number_is_printed_with_its_own_decimals(number: str, printed: str) -> None:
    """Decimal comma, no-break space for thousands and a real minus sign, with the decimals it was given."""
    assert swedish_number(Decimal(number)) == printed


@pytest.mark.parametrize(
    ("number", "places", "printed"),
    [
        ("0.25", 1, "0,3"),
        ("0.35", 1, "0,4"),
        ("-0.25", 1, f"{MINUS}0,3"),
        ("2.5", 0, "3"),
        ("-2.5", 0, f"{MINUS}3"),
        ("0.249999", 1, "0,2"),
        ("999.95", 1, f"1{NBSP}000,0"),
        ("-0.04", 1, "0,0"),
        ("1.4", 3, "1,400"),
    ],
)
def test_halves_are_rounded_away_from_zero(number: str, places: int, printed: str) -> None:
    """As published tables round, on both sides of zero, and never to a minus zero."""
    assert swedish_number(Decimal(number), places) == printed


@pytest.mark.parametrize(
    ("fraction", "places", "printed"),
    [
        (Fraction(200, 3), None, "66,7"),
        (Fraction(-200, 3), None, f"{MINUS}66,7"),
        (Fraction(1, 3), 3, "0,333"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(5), None, "5,0"),
        (Fraction(1, 40), 2, "0,03"),
    ],
)
def test_a_fraction_is_rounded_when_it_is_printed(fraction: Fraction, places: int | None, printed: str) -> None:
    """With one decimal if nothing else is asked for."""
    assert swedish_number(fraction, places) == printed


@given(st.fractions(-(10**9), 10**9), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half_a_step(number: Fraction, places: int) -> None:
    """What is printed lies within half of the last decimal, and a half goes outwards."""
    off = Fraction(rounded(number, places)) - number
    assert abs(off) * 2 <= Fraction(1, 10**places)
    assert abs(off) * 2 < Fraction(1, 10**places) or off * number > 0


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Quantity(Decimal("1.4"), "mnkr"), f"1,4{NBSP}mnkr"),
        (Quantity(Decimal("256"), "antal"), "256"),
        (UNKNOWN, DASH),
        (Word("Stor"), "Stor"),
        (Comparison("<", Decimal(4), "%"), f"<{NBSP}4{NBSP}%"),
        (Comparison(">", Decimal(75), "antal"), f">{NBSP}75"),
        (Comparison("öka"), "Öka"),
        (Comparison("bättre än", benchmark="rikssnittet"), "Bättre än rikssnittet"),
        (
            Comparison("bättre än", Decimal(67), "%", "rikssnittet", Period.of("2024")),
            f"Bättre än rikssnittet (67{NBSP}% 2024)",
        ),
        (Comparison("bättre än", benchmark="rikssnittet", period=Period.of("2024")), "Bättre än rikssnittet (2024)"),
    ],
)
def test_every_kind_of_value_is_printed_with_its_unit(value: Value, printed: str) -> None:
    """Unknown is a dash, a count has no unit to print, and a target reads as its document wrote it."""
    assert swedish(value, with_unit=True) == printed


def test_the_unit_is_left_to_the_heading() -> None:
    """In a cell the number stands alone."""
    assert swedish(Quantity(Decimal("1.4"), "mnkr")) == "1,4"
    assert swedish(Quantity(Decimal("1.44"), "mnkr"), places=1) == "1,4"
