"""Products: of numbers without a size, such as a likelihood times a consequence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest

from ledger.figures import UNKNOWN, Figure, Product, Quantity, Read, UnitsDiffer, value_in


@dataclass(frozen=True)
class Event:
    """Stands for an event."""

    id: str


def read(text: str) -> Figure:
    return Figure(value_in(text), Read(Event(text), "likelihood"))


def test_a_product_knows_both_of_its_factors() -> None:
    """3 times 4 is 12, by both events."""
    value = read("3 antal") * read("4 antal")
    assert value.value == Quantity(Decimal(12), "antal")
    assert (value.event_ids(), value.computed, str(value)) == (["3 antal", "4 antal"], True, "12")
    assert isinstance(value.how, Product)


def test_a_product_of_products_is_one_too() -> None:
    """Each factor is found behind it, as often as it is used."""
    value = read("2 antal") * read("3 antal") * read("2 antal")
    assert value.number == 12
    assert [reading.source.id for reading in value.reads()] == ["2 antal", "3 antal", "2 antal"]


@pytest.mark.parametrize(("one", "other"), [("?", "4 antal"), ("4 antal", "?"), ("?", "?"), ("Stor", "4 antal")])
def test_a_product_with_something_unknown_is_unknown(one: str, other: str) -> None:
    """And says what it was to be made of."""
    value = read(one) * read(other)
    assert value.value == UNKNOWN
    assert value.event_ids() == list(dict.fromkeys([one, other]))


@pytest.mark.parametrize(("one", "other"), [("3 mnkr", "4 antal"), ("3 antal", "4 %"), ("2 dagar", "2 dagar")])
def test_what_has_a_size_is_not_multiplied(one: str, other: str) -> None:
    """There are no square kronor."""
    with pytest.raises(UnitsDiffer):
        _ = read(one) * read(other)


def test_a_product_with_a_ratio_is_exact() -> None:
    """A third of one is a third until it is printed."""
    assert (read("1 antal") / read("3 antal") * read("1 antal")).number == Fraction(1, 3)
