"""Rounding: a printed figure that can be what is worked out is shown as printed, and one that cannot stands beside."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from added import added
from ledger.figures import Figure, Quantity, Read, Rounded, Sum, as_published, differs, total, value_in
from ledger.figures.printing import rounded
from ledger.figures.rounding import bounds


@dataclass(frozen=True)
class Event:
    """Stands for an event."""

    id: str


def read(text: str) -> Figure:
    return Figure(value_in(text), Read(Event(text), "amount"))


def summed(*texts: str) -> Figure:
    return total(read(text) for text in texts)


def limits(figure: Figure) -> tuple[str, str] | None:
    """The bounds in plain decimals, where they are such."""
    found = bounds(figure)
    return None if found is None else (f"{float(found[0]):g}", f"{float(found[1]):g}")


def test_a_sum_that_differs_by_rounding_is_shown_as_printed() -> None:
    """171 and 356 are 527, and each may be half a million off: the document's 526 is shown, and 527 is behind it."""
    figure = as_published(summed("171 mnkr", "356 mnkr"), read("526 mnkr"))
    assert (str(figure), differs(figure)) == ("526\u00a0mnkr", False)
    assert isinstance(figure.how, Rounded)
    assert figure.how.exact.number == 527
    assert figure.event_ids() == ["171 mnkr", "356 mnkr"]


def test_two_figures_that_were_read_differ_though_each_is_rounded() -> None:
    """26 against 27: no exact figure is printed as both, and the one that was read stands with the other beside."""
    figure = as_published(read("26 mnkr"), read("27 mnkr"))
    assert (figure.number, figure.published and figure.published.number, differs(figure)) == (26, 27, True)
    assert isinstance(figure.how, Read)


@pytest.mark.parametrize(
    ("figure", "printed", "shown", "deviates"),
    [
        (summed("171 mnkr", "356 mnkr"), "525 mnkr", "527", True),
        (summed("1,4 mnkr", "1,4 mnkr", "1,4 mnkr"), "4,0 mnkr", "4.2", True),
        (summed("1,4 mnkr", "1,4 mnkr", "1,4 mnkr"), "4,1 mnkr", "4.1", False),
        (summed("1,4 mnkr", "?"), "1,4 mnkr", "1.4", False),
        (read("12,3 mnkr") - read("4,1 mnkr"), "8,3 mnkr", "8.3", False),
        (read("12,3 mnkr") - read("4,1 mnkr"), "8,4 mnkr", "8.2", True),
        (-read("4,1 mnkr"), "−4,1 mnkr", "-4.1", False),
        (read("1 500 tkr").to("mnkr"), "1,5 mnkr", "1.5", False),
        (summed("1 449 tkr", "1 000 tkr"), "2,4 mnkr", "2.4", False),
        (summed("1 440 tkr", "1 000 tkr"), "2,5 mnkr", "2440", True),
        (summed("1,4 mnkr", "400 tkr"), "1 760 tkr", "1760", False),
        (summed("137 antal", "119 antal"), "256 antal", "256", False),
        (summed("137 antal", "119 antal"), "257 antal", "256", True),
        (read("26 mnkr"), "26,3 mnkr", "26.3", False),
        (read("26 mnkr"), "26,6 mnkr", "26", True),
        (read("26,3 mnkr"), "26 mnkr", "26", False),
        (read("5,2 %").points_from(read("5,0 %")), "0,3 procentenheter", "0.3", False),
        (read("5,2 %").points_from(read("5,0 %")), "0,4 procentenheter", "0.2", True),
        (read("5,2 %").points_from(read("5,0 %")), "0,2 %", "0.2", True),
        (read("3 antal") * read("4 antal"), "12 antal", "12", False),
        (read("3 antal") * read("4 antal"), "13 antal", "12", True),
        (read("5 mnkr"), "5 %", "5", True),
    ],
)
def test_what_is_printed_is_shown_where_it_can_be_the_same(
    figure: Figure, printed: str, shown: str, deviates: bool
) -> None:
    """Sums, differences, converted units, counts, products, and a figure that is printed finer or coarser."""
    found = as_published(figure, read(printed))
    assert (found.number, differs(found)) == (Decimal(shown), deviates)
    assert found.published is not None
    assert str(found.published.value) == str(value_in(printed))


@pytest.mark.parametrize(
    ("printed", "deviates"), [("33,3 %", False), ("33 %", False), ("33,8 %", False), ("34,5 %", True), ("32,8 %", True)]
)
def test_a_share_may_be_as_wrong_as_its_parts(printed: str, deviates: bool) -> None:
    """50 of 150, both rounded, is something between 32,9 and 33,8 percent."""
    assert differs(as_published(read("50 mnkr").share_of(read("150 mnkr")), read(printed))) is deviates


@pytest.mark.parametrize(("printed", "deviates"), [("33,3 %", False), ("33 %", False), ("33,4 %", True)])
def test_a_share_of_what_is_counted_is_exact(printed: str, deviates: bool) -> None:
    """1 of 3 is a third, and only the print is rounded."""
    share = read("1 antal").share_of(read("3 antal"))
    assert bounds(share) == (Fraction(100, 3), Fraction(100, 3))
    assert differs(as_published(share, read(printed))) is deviates


def test_a_share_of_what_may_be_nothing_could_be_anything() -> None:
    """Nobody knows its bounds, so only the very same figure agrees."""
    share = read("5 mnkr").share_of(read("1,0 mnkr") - read("0,9 mnkr"))
    assert bounds(share) is None
    assert differs(as_published(share, read("4 900 %")))
    assert not differs(as_published(share, read("5 000 %")))


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (read("26 mnkr"), ("25.5", "26.5")),
        (read("26,0 mnkr"), ("25.95", "26.05")),
        (read("26 antal"), ("26", "26")),
        (read("1 500 tkr").to("mnkr"), ("1.4995", "1.5005")),
        (summed("1 mnkr", "2 mnkr"), ("2", "4")),
        (read("5 mnkr") - read("2,0 mnkr"), ("2.45", "3.55")),
        (-read("5 mnkr"), ("-5.5", "-4.5")),
        (summed("1 mnkr", "?"), ("0.5", "1.5")),
        (Figure(Quantity(Decimal(3), "mnkr"), added(read("1 mnkr"), read("2 mnkr"))), ("2", "4")),
        (read("?"), None),
        (read("Stor"), None),
        (read("1 mnkr") - read("?"), None),
    ],
)
def test_bounds_follow_from_the_rounding_of_what_was_read(figure: Figure, expected: tuple[str, str] | None) -> None:
    """Half a unit of the last decimal for each term; nothing for what is counted; nobody knows for what is unknown."""
    assert limits(figure) == expected


def test_what_was_shown_as_printed_keeps_the_bounds_of_what_it_is() -> None:
    """The print adds no knowledge to a sum of sums: 527 that is shown as 526 lies between 526 and 528."""
    shown = as_published(summed("171 mnkr", "356 mnkr"), read("526 mnkr"))
    assert limits(shown) == ("526", "528")
    assert limits(total([shown, read("1 mnkr")])) == ("526.5", "529.5")


def test_the_very_same_figure_is_no_rounding() -> None:
    """What agrees exactly is shown as it was worked out, in its own unit, and knows that it is printed."""
    figure = as_published(summed("1,5 mnkr", "1,0 mnkr"), read("2 500 tkr"))
    assert isinstance(figure.how, Sum)
    assert (str(figure), figure.published and str(figure.published)) == ("2,5\u00a0mnkr", "2\u00a0500\u00a0tkr")
    assert not differs(figure)


def test_of_several_that_are_printed_one_agrees_and_one_differs() -> None:
    """The agreeing one is shown, and the other stands beside it."""
    figure = as_published(summed("171 mnkr", "356 mnkr"), read("530 mnkr"), read("526 mnkr"))
    assert (figure.number, figure.published and figure.published.number, differs(figure)) == (526, 530, True)


def test_of_several_that_agree_the_last_is_shown() -> None:
    """As the document prints it last."""
    figure = as_published(summed("171 mnkr", "356 mnkr"), read("526 mnkr"), read("527,5 mnkr"))
    assert (figure.number, differs(figure)) == (Decimal("527.5"), False)


def test_what_nobody_prints_is_as_it_was() -> None:
    """Nothing is printed, nothing differs."""
    figure = read("26 mnkr")
    assert as_published(figure) is figure
    assert not differs(figure)


@pytest.mark.parametrize(
    ("known", "printed", "deviates"),
    [("?", "5 mnkr", True), ("Stor", "Stor", False), ("Stor", "Liten", True), ("<4 %", "<4 %", False)],
)
def test_words_and_comparisons_agree_only_with_themselves(known: str, printed: str, deviates: bool) -> None:
    """Nothing of them is rounded; and what is unknown here is not filled in from what another prints."""
    figure = as_published(read(known), read(printed))
    assert (figure.value, differs(figure)) == (value_in(known), deviates)


def test_a_converted_figure_keeps_what_is_printed_of_it() -> None:
    """26 mnkr against 27 differs in tkr too."""
    figure = as_published(read("26 mnkr"), read("27 mnkr")).to("tkr")
    assert (figure.number, differs(figure)) == (26_000, True)


def test_a_total_that_left_something_out_still_says_so() -> None:
    """Also when it is shown as printed."""
    assert as_published(summed("171 mnkr", "356 mnkr", "?"), read("526 mnkr")).left_out == 1


@given(
    st.lists(st.tuples(st.integers(-9999, 9999), st.integers(0, 2)), min_size=1, max_size=6),
    st.integers(0, 2),
)
def test_whatever_is_rounded_agrees_with_its_own_rounded_sum(terms: list[tuple[int, int]], places: int) -> None:
    """Exact figures, each printed with its own decimals, and their sum with its: no document is wrongly accused."""
    exact = [Fraction(thousandths, 1000) for thousandths, _places in terms]
    figures = [
        Figure(Quantity(rounded(number, its), "mnkr"), Read(Event("a"), "amount"))
        for number, (_thousandths, its) in zip(exact, terms, strict=True)
    ]
    printed = Figure(Quantity(rounded(sum(exact, Fraction(0)), places), "mnkr"), Read(Event("b"), "value"))
    assert not differs(as_published(total(figures), printed))
