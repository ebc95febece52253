"""How a difference is worded: what is left out of a text, and with how many decimals a change can be seen."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ledger.explain.diff import Change, Place, Said
from ledger.explain.diff.story import amount_told, excerpts, rounding_of
from ledger.explain.diff.telling import exact

TEXTS = {
    "one word at the end": ("a b c d e f g h i", "a b c d e f g h j", "… c d e f g h i", "… c d e f g h j"),
    "one in the middle": (
        "1 2 3 4 5 6 7 8 x 1 2 3 4 5",
        "1 2 3 4 5 6 7 8 y z 1 2 3 4 5",
        "… 3 4 5 6 7 8 x 1 2 3 …",
        "… 3 4 5 6 7 8 y z 1 2 3 …",
    ),
    "another text": ("Positiv", "Negativ", "Positiv", "Negativ"),
    "more of it": ("a b", "a b c", "a b", "a b c"),
    "less of it": ("a a a", "a a", "a a a", "a a"),
    "one word is not left out": ("a b c d e f g", "a b c d e f h", "a b c d e f g", "a b c d e f h"),
    "nor are seven with one": ("0 1 2 3 4 5 6 x", "0 1 2 3 4 5 6 y", "0 1 2 3 4 5 6 x", "0 1 2 3 4 5 6 y"),
}


@pytest.mark.parametrize(("before", "after", "was", "now"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_is_told_by_what_changed(before: str, after: str, was: str, now: str) -> None:
    """With a few words around it."""
    assert excerpts(before, after) == (was, now)
    assert excerpts(after, before) == (now, was)


def change(before: str, after: str, unit: str) -> Change:
    """A change from one number to another."""
    ends = [Said(f"{number} {unit}", Fraction(number), unit) for number in (before, after)]
    return Change(Place(), ends[0], ends[1], unit, (), frozenset())


def test_the_difference_of_percentages_is_in_their_points() -> None:
    """And that of anything else in what its ends are in."""
    assert amount_told(change("3.5", "3.3", "%"), 1) == "−0,2\u00a0procentenheter"
    assert amount_told(change("1", "3", "mnkr"), 0) == "+2"


def test_rounding_is_what_printed_terms_lack() -> None:
    """Here they are none, so it is all of it."""
    assert rounding_of(change("1", "3", "mnkr"), [], Fraction(0), 0) == 2


@pytest.mark.parametrize(
    ("number", "text"),
    [("0", "0"), ("-2", "-2"), ("0.05", "0.05"), ("-12.5", "-12.5"), ("1/3", "1/3"), ("-3400/88293", "-3400/88293")],
)
def test_numbers_are_exact(number: str, text: str) -> None:
    """Decimals where there are any, else fractions."""
    assert exact(Fraction(number)) == text
