"""Folding: text in a narrow column breaks between words, after slashes, and where Swedish hyphenates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.tables.folding import folded


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Centrum för ekonomi", 19, ["Centrum för ekonomi"]),
        ("Centrum för ekonomi", 12, ["Centrum för", "ekonomi"]),
        ("Kostnadsutveckling", 12, ["Kostnadsut-", "veckling"]),
        ("En kostnadsutveckling", 12, ["En", "kostnadsut-", "veckling"]),
        ("CE/CHR/CK/Regionstaben", 12, ["CE/CHR/CK/", "Regionstaben"]),
        ("CE/CHR/CK", 6, ["CE/", "CHR/CK"]),
        ("Lokal/fastighetsförvaltning", 12, ["Lokal/", "fastighets-", "förvaltning"]),
        ("sjukdag 91-365", 10, ["sjukdag", "91-365"]),
        ("", 5, [""]),
    ],
)
def test_text_breaks_where_a_reader_expects_it(text: str, width: int, lines: list[str]) -> None:
    """Between words where that is enough, after a slash, and between the parts of a long word."""
    assert folded(text, width).split("\n") == lines


def test_a_word_that_fits_is_never_broken() -> None:
    """Also where its line is full."""
    assert folded("ekonomisk effekthemtagning", 16) == "ekonomisk\neffekthemtagning"


def test_what_cannot_be_hyphenated_still_fits() -> None:
    """A code or a number of many digits is cut."""
    lines = folded("RV240122-998877665544", 8).split("\n")
    assert "".join(lines) == "RV240122-998877665544"
    assert max(map(len, lines)) <= 8


LETTERS = st.text("abcdefgåäöABC1-/,", min_size=1, max_size=30)
WORDS = st.lists(st.one_of(LETTERS, st.sampled_from(["kostnadsutveckling", "effekthemtagning", "Regionkontoret"])))


@given(WORDS, st.integers(4, 40))
def test_every_line_fits_and_nothing_is_lost(words: list[str], width: int) -> None:
    """But for the hyphens that are added, the text is the same, sign by sign."""
    text = " ".join(words)
    lines = folded(text, width).split("\n")
    assert max(map(len, lines)) <= width
    assert "".join("".join(lines).split()).replace("-", "") == "".join(text.split()).replace("-", "")


@given(WORDS, st.integers(4, 40))
def test_words_are_told_apart_as_they_were(words: list[str], width: int) -> None:
    """No blank comes into a word: those on a line are the text's own."""
    for line in folded(" ".join(words), width).split("\n"):
        for word in line.split(" ")[1:-1]:
            assert word in words


def test_a_word_is_hyphenated_before_its_comma() -> None:
    """The comma is no letter, and goes with the last part."""
    assert folded("Rehabiliteringsärenden, avslutade", 20) == "Rehabiliteringsären-\nden, avslutade"
