from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from added import Added, added
from ledger.figures import (
    UNKNOWN,
    Comparison,
    Figure,
    Missing,
    Quantity,
    Read,
    UnitsDiffer,
    Value,
    Word,
    total,
    value_in,
)
from ledger.figures.figure import Total, looked_at


@dataclass(frozen=True)
class Event:
    id: str


def read(text: str, event: str = "") -> Figure:
    return Figure(value_in(text), Read(Event(event or text), "amount"))


def words(*texts: str) -> list[Figure]:
    return [read(text) for text in texts]


def test_a_sum_knows_its_events_in_the_order_of_the_terms() -> None:
    """1,4 + 0,6 is 2,0 mnkr by two events."""
    result = read("1,4 mnkr", "a") + read("0,6 mnkr", "b")
    assert result.value == Quantity(Decimal("2.0"), "mnkr")
    assert result.event_ids() == ["a", "b"]
    assert result.computed


def test_a_difference_knows_both_of_its_terms() -> None:
    """1,4 − 0,2 is what remains, by both events."""
    result = read("1,4 mnkr", "a") - read("0,2 mnkr", "b")
    assert result.value == Quantity(Decimal("1.2"), "mnkr")
    assert result.event_ids() == ["a", "b"]


def test_a_negated_figure_keeps_its_event() -> None:
    """−x is by the event of x."""
    result = -read("1,4 mnkr", "a")
    assert (result.number, result.event_ids()) == (Decimal("-1.4"), ["a"])


def test_a_share_is_exact_and_converts_money() -> None:
    """1 mnkr of 3 000 tkr is a third, not 0,33, and both events stand behind it."""
    share = read("1 mnkr", "part").share_of(read("3 000 tkr", "whole"))
    assert share.value == Quantity(Fraction(100, 3), "%")
    assert share.event_ids() == ["part", "whole"]
    assert str(share) == "33,3\u00a0%"


@pytest.mark.parametrize("whole", ["0 mnkr", "?", "Stor"])
def test_a_share_of_nothing_or_of_something_unknown_is_unknown(whole: str) -> None:
    """Nobody divides by zero; what is unknown still tells its sources."""
    share = read("1 mnkr", "part").share_of(read(whole, "whole"))
    assert share.value == UNKNOWN
    assert share.event_ids() == ["part", "whole"]


def test_a_share_of_another_kind_is_refused() -> None:
    """Kronor are no share of days."""
    with pytest.raises(UnitsDiffer):
        read("1 mnkr").share_of(read("90 dagar"))


def test_a_quotient_does_not_mix_units() -> None:
    """500 tkr by 1 mnkr is a half, as money is converted, and kronor by days are refused rather than unitless."""
    assert (read("500 tkr") / read("1 mnkr")).number == Fraction(1, 2)
    with pytest.raises(UnitsDiffer):
        read("500 tkr") / read("90 dagar")


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [("1,4 mnkr", "tkr", "1400"), ("1 970 tkr", "mnkr", "1.970"), ("0,25 mnkr", "kr", "250000"), ("5 kr", "kr", "5")],
)
def test_money_converts_exactly_and_stays_traced(text: str, unit: str, number: str) -> None:
    """The same amount in another size of kronor, from the same event."""
    result = read(text, "a").to(unit)
    assert result.value == Quantity(Decimal(number), unit)
    assert result.event_ids() == ["a"]


def test_only_money_converts() -> None:
    """Days become no kronor; a word or unknown stays what it is."""
    with pytest.raises(UnitsDiffer):
        read("90 dagar").to("tkr")
    assert read("Stor").to("tkr").value == Word("Stor")


def test_points_from_is_the_difference_of_percentages_in_points() -> None:
    """From 80,5 % to 86,7 % is 6,2 procentenheter, by both events."""
    result = read("86,7 %", "now").points_from(read("80,5 %", "then"))
    assert result.value == Quantity(Decimal("6.2"), "procentenheter")
    assert result.event_ids() == ["now", "then"]


def test_points_are_between_percentages_only() -> None:
    """The difference of two amounts of money is never points."""
    with pytest.raises(UnitsDiffer):
        read("2 mnkr").points_from(read("1 mnkr"))


def test_points_keep_the_count_of_what_was_left_out() -> None:
    """Points between shares of an incomplete total say that it is incomplete."""
    part = total(words("1 mnkr", "Stor")).share_of(read("4 mnkr"))
    assert (part - read("5 %")).left_out == 1
    assert part.points_from(read("5 %")).left_out == 1


def test_a_total_skips_and_counts_what_has_no_amount() -> None:
    """Words, comparisons and unknowns are left out, counted, and among the sources all the same."""
    figures = [*words("1,4 mnkr", "Stor", "?", "0,6 mnkr"), Figure(Comparison("öka"), Read(Event("mål"), "target"))]
    result = total(figures)
    assert (result.value, result.left_out) == (Quantity(Decimal("2.0"), "mnkr"), 3)
    assert result.event_ids() == ["1,4 mnkr", "Stor", "?", "0,6 mnkr", "mål"]


def test_a_total_of_totals_counts_what_they_left_out() -> None:
    """What a part of the total skipped is skipped by the whole."""
    result = total([total(words("1 mnkr", "Stor")), total(words("2 mnkr", "?", "Liten")), read("?")])
    assert (result.number, result.left_out) == (Decimal(3), 4)


def test_a_total_of_totals_counts_the_terms_of_one_without_any_amount() -> None:
    """Two words in a part of the total are two terms left out, whether or not the part has an amount beside them."""
    result = total([total(words("Stor", "Liten")), read("1 mnkr")])
    assert (result.number, result.left_out) == (Decimal(1), 2)


@pytest.mark.parametrize(("texts", "left_out"), [((), 0), (("?",), 1), (("Stor", "?"), 2)])
def test_a_total_of_no_amounts_is_unknown(texts: tuple[str, ...], left_out: int) -> None:
    """Nothing to add is unknown and never zero."""
    result = total(words(*texts))
    assert (result.value, result.left_out) == (UNKNOWN, left_out)


@pytest.mark.parametrize("other", ["?", "Stor"])
def test_arithmetic_with_something_unknown_is_unknown(other: str) -> None:
    """A difference or a sum of two with a word or an unknown has no amount, and tells both events."""
    for result in (read("1,4 mnkr", "a") - read(other, "b"), read(other, "a") + read("1,4 mnkr", "b")):
        assert (result.value, result.left_out, result.event_ids()) == (UNKNOWN, 0, ["a", "b"])


def test_a_difference_of_totals_keeps_what_they_left_out() -> None:
    """An incomplete total makes what is worked out from it incomplete."""
    assert (total(words("3 mnkr", "Stor")) - total(words("1 mnkr", "?"))).left_out == 2


def test_units_do_not_mix_in_a_sum() -> None:
    """Kronor with days is a mistake in the table."""
    for texts in (("1 mnkr", "90 dagar"), ("5 %", "5 procentenheter")):
        with pytest.raises(UnitsDiffer):
            total(words(*texts))


def test_kronor_in_several_sizes_add_up_in_the_one_that_most_are_in() -> None:
    """A source that changes from tkr to mnkr is no obstacle; the sum is exact."""
    assert (read("1 mnkr") + read("1 tkr")).value == Quantity(Decimal("1.001"), "mnkr")
    assert total(words("1,5 mnkr", "250 tkr", "750 tkr")).value == Quantity(Decimal(2500), "tkr")


def test_a_figure_says_whether_it_was_read_or_worked_out() -> None:
    """Read and missing are not computed; sums, shares and conversions are."""
    one = read("1 mnkr")
    assert [figure.computed for figure in (one, Figure(UNKNOWN, Missing("ram")), Figure(UNKNOWN))] == [False] * 3
    assert all(figure.computed for figure in (one + one, one - one, one.share_of(one), one.to("kr"), total([one])))


def test_a_total_of_the_store_asks_for_its_events_when_they_are_wanted() -> None:
    """The events behind a total are fetched at the first question about them, not before."""
    asked = count()

    def ask() -> list[Figure]:
        next(asked)
        return words("1 mnkr", "2 mnkr")

    result = Figure(Quantity(Decimal(3), "mnkr"), Total(Added(ask))) + read("3 mnkr")
    assert next(asked) == 0
    assert result.event_ids() == ["1 mnkr", "2 mnkr", "3 mnkr"]


def test_of_very_many_events_only_the_first_are_listed_and_the_rest_counted() -> None:
    """What a store has added up is not read to be counted, unless single readings may be among it."""
    one, other = added(*words("1 mnkr", "2 mnkr", "3 mnkr")), read("4 mnkr")
    lone = Figure(Quantity(Decimal(6), "mnkr"), one)
    assert lone.events_behind(2) == (["1 mnkr", "2 mnkr"], 3)
    assert lone.share_of(lone).events_behind(2) == (["1 mnkr", "2 mnkr"], 3)
    assert (lone + other).events_behind(2) == (["1 mnkr", "2 mnkr"], 4)


def test_arithmetic_looks_at_no_figure() -> None:
    """Sums, shares and products take what they get; whoever asks for a value or the events has looked."""
    one, other = read("1 mnkr"), read("2 mnkr")
    with looked_at() as seen:
        worked_out = total([one + other - one, other.to("tkr"), -one])
        assert worked_out.unit == "mnkr"
        one.share_of(other)
        assert not seen
        assert other.number == 2
        worked_out.event_ids()
    assert seen == [other, worked_out]
    assert one.value != other.value
    assert len(seen) == 2


def test_an_event_used_twice_is_read_twice_and_named_once() -> None:
    """x + x has two readings of one event."""
    result = read("1 mnkr", "a") + read("1 mnkr", "a")
    assert len(list(result.reads())) == 2
    assert result.event_ids() == ["a"]


def test_a_hundred_thousand_terms_are_walked_without_recursion() -> None:
    """A chain of additions is as deep as it is long, and is still walked in order."""
    chain = read("1 kr", "0")
    for number in range(1, 100_000):
        chain += read("1 kr", str(number))
    assert chain.number == 100_000
    assert chain.event_ids() == [str(number) for number in range(100_000)]


@given(st.lists(st.decimals(-999_999_999_999, 999_999_999_999, places=6), min_size=1, max_size=30))
def test_sums_are_exact(numbers: list[Decimal]) -> None:
    """No addition rounds, whatever the order of sums and totals."""
    figures = [Figure(Quantity(number, "kr")) for number in numbers]
    exact = sum(map(Fraction, numbers), Fraction(0))
    chain = figures[0]
    for figure in figures[1:]:
        chain += figure
    assert Fraction(chain.number or 0) == Fraction(total(figures).number or 0) == exact


@pytest.mark.parametrize(
    ("value", "number", "unit"),
    [(Quantity(Decimal(1), "mnkr"), Decimal(1), "mnkr"), (Word("Stor"), None, ""), (UNKNOWN, None, "")],
)
def test_only_a_quantity_has_a_number_and_a_unit(value: Value, number: Decimal | None, unit: str) -> None:
    """A word or an unknown has neither."""
    figure = Figure(value)
    assert (figure.number, figure.unit) == (number, unit)
