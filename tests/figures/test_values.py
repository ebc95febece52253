from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.events.fields import restored, stored
from ledger.figures import UNKNOWN, Comparison, Period, Quantity, Value, Word, exact, quantity_in, value_in
from ledger.figures.printing import swedish
from ledger.figures.values import RELATIONS


def quantity(number: str, unit: str) -> Quantity:
    return Quantity(Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,4 mnkr", "", quantity("1.4", "mnkr")),
        ("1,4", "mnkr", quantity("1.4", "mnkr")),
        ("1.4", "mnkr", quantity("1.4", "mnkr")),
        ("9 384,8", "mnkr", quantity("9384.8", "mnkr")),
        ("9\u00a0384,8", "mnkr", quantity("9384.8", "mnkr")),
        ("9\u202f384,8", "mnkr", quantity("9384.8", "mnkr")),
        ("9\u2009384,8", "mnkr", quantity("9384.8", "mnkr")),
        ("1 234 567", "kr", quantity("1234567", "kr")),
        ("\u20100,3", "mnkr", quantity("-0.3", "mnkr")),
        ("\u22120,3", "mnkr", quantity("-0.3", "mnkr")),
        ("\u20130,3", "mnkr", quantity("-0.3", "mnkr")),
        ("- 0,3", "mnkr", quantity("-0.3", "mnkr")),
        ("+2,2", "mnkr", quantity("2.2", "mnkr")),
        ("19, 6 %", "", quantity("19.6", "%")),
        ("86,7%", "", quantity("86.7", "%")),
        ("90 dagar", "", quantity("90", "dagar")),
        ("1 000 per 1 000 invånare", "", quantity("1000", "per 1 000 invånare")),
        ("3 mkr", "", quantity("3", "mnkr")),
        ("3 Mkr", "tkr", quantity("3", "mnkr")),
        ("256 st", "", quantity("256", "antal")),
    ],
)
def test_a_number_is_read_as_documents_write_it(text: str, unit: str, value: Value) -> None:
    """Decimal commas, every kind of space and minus, stray spaces and several spellings of a unit are one value."""
    assert value_in(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("?", "mnkr", UNKNOWN),
        (" ? ", "", UNKNOWN),
        ("Stor", "mnkr", Word("Stor")),
        (" Ingår i budget\u20132025 ", "mnkr", Word("Ingår i budget\u20132025")),
        ("<4 %", "", Comparison("<", Decimal(4), "%")),
        ("< 4", "%", Comparison("<", Decimal(4), "%")),
        (">75", "", Comparison(">", Decimal(75), "antal")),
        ("≥ 90,5 %", "", Comparison("≥", Decimal("90.5"), "%")),
        ("Öka", "%", Comparison("öka")),
        ("Behålla", "", Comparison("behålla")),
        ("minska", "", Comparison("minska")),
        ("Bättre än rikssnittet", "", Comparison("bättre än", benchmark="rikssnittet")),
        (
            "Bättre än rikssnittet (67 % 2024)",
            "",
            Comparison("bättre än", Decimal(67), "%", "rikssnittet", Period.of("2024")),
        ),
        ("bättre än rikssnittet (67 %)", "", Comparison("bättre än", Decimal(67), "%", "rikssnittet")),
    ],
)
def test_what_is_no_number_is_read_as_what_it_says(text: str, unit: str, value: Value) -> None:
    """Unknown, words, limits, directions and benchmarks are values of their own."""
    assert value_in(text, unit) == value


def test_a_benchmark_with_a_year_and_no_number_is_a_year() -> None:
    """ "(2024)" after a benchmark is when, not how much, also under a heading that has a unit."""
    better = Comparison("bättre än", benchmark="rikssnittet", period=Period.of("2024"))
    assert value_in("Bättre än rikssnittet (2024)", "%") == better


def test_a_number_without_a_unit_is_refused() -> None:
    """Nobody guesses what a number counts."""
    with pytest.raises(ValueError, match="saknar enhet"):
        value_in("1,4")


@pytest.mark.parametrize("text", ["1,1234567 mnkr", "1 234 567 890 123 kr", "<0,1234567 %"])
def test_more_digits_than_the_ledger_holds_are_refused(text: str) -> None:
    """A number is never cut to fit."""
    with pytest.raises(ValueError, match="fler siffror"):
        value_in(text)


@pytest.mark.parametrize(
    "text", ["12,3,4", "12,3,4 mnkr", "1.234,5", "12 34", "9 3848", "10000 000", ",5", "1 2 3 mnkr"]
)
def test_what_looks_like_a_number_but_is_none_is_refused(text: str) -> None:
    """A mistyped number is refused, and never cut short with the rest of its digits for a unit."""
    with pytest.raises(ValueError, match="inget tal"):
        value_in(text, "mnkr")


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_an_empty_cell_is_no_value(text: str) -> None:
    """What is not said is left out or written "?": an empty word could not be read back from an event."""
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        value_in(text, "mnkr")


def test_quantity_in_takes_numbers_only() -> None:
    """Where a number must stand, a word is refused."""
    assert quantity_in("1,4", "mnkr") == quantity("1.4", "mnkr")
    with pytest.raises(ValueError, match="”Stor” är inget tal"):
        quantity_in("Stor", "mnkr")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "ett"])
def test_exact_takes_finite_numbers_only(text: str) -> None:
    """A decimal that is no number is refused."""
    with pytest.raises(ValueError, match="inget tal"):
        exact(text)


@pytest.mark.parametrize(("text", "decimals"), [("1,40", 2), ("1,4", 1), ("1", 0), ("1000000", 0)])
def test_decimals_are_kept_as_they_were_read(text: str, decimals: int) -> None:
    """How the source rounded is part of what it said."""
    assert quantity_in(text, "tkr").decimals == decimals


numbers = st.decimals(-999_999_999_999, 999_999_999_999, places=6) | st.decimals(-9_999, 9_999, places=1)
quantities = st.builds(Quantity, numbers, st.sampled_from(["kr", "tkr", "mnkr", "%", "antal", "dagar"]))
words = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip())).map(Word)
years = st.integers(1990, 2050).map(lambda year: Period.of(str(year)))
limits = st.builds(Comparison, st.sampled_from(RELATIONS[:4]), numbers, st.just("%"))
benchmarks = st.builds(
    Comparison, st.just("bättre än"), st.none() | numbers, st.just(""), st.just("rikssnittet"), st.none() | years
)
directions = st.sampled_from(RELATIONS[4:7]).map(Comparison)
values = quantities | words | st.just(UNKNOWN) | limits | benchmarks | directions


@given(values)
def test_a_value_comes_back_as_it_was_stored(value: Value) -> None:
    """What an event's JSON holds is the very value, decimals included."""
    back = restored(stored(value))
    assert back == value
    assert str(back) == str(value)


@given(quantities | limits | directions)
def test_a_value_is_read_as_it_is_printed(value: Value) -> None:
    """A printed number, limit or direction means the same when it is typed in again."""
    unit = value.unit if isinstance(value, Quantity) else ""
    assert value_in(swedish(value), unit) == value


@pytest.mark.parametrize(
    "raw",
    [
        1.4,
        None,
        {"number": 1.4, "unit": "mnkr"},
        {"number": "1,4", "unit": "mnkr"},
        {"number": "1.4"},
        {"number": "1.4", "unit": "mnkr", "mer": "x"},
        {"number": "1.1234567", "unit": "mnkr"},
        {"word": " "},
        {"unknown": False},
        {"relation": "ungefär"},
        {"relation": "<", "number": "4", "mer": "x"},
    ],
)
def test_what_is_no_stored_value_is_refused(raw: object) -> None:
    """Floats, half a value and keys that nobody knows are refused."""
    with pytest.raises(ValueError, match=r"är inget (värde|tal)|fler siffror"):
        restored(raw)


@pytest.mark.parametrize("text", ["–", "-", "−", "256 K: 137 M: 119"])
def test_what_could_be_two_things_is_refused(text: str) -> None:
    """A dash is zero or unknown, and several readings in a cell are several events: a person says which."""
    with pytest.raises(ValueError, match="streck|inget tal"):
        value_in(text, "antal")
