"""How wide the columns of a table are to be, in points, so that no number and no word is broken and no row is too tall;
and whether the table needs a page that lies down.

Word fits columns to what is in them only where it must, so each is given a width. The widths of letters are those of
Helvetica and Arial; the fonts of most templates are as wide or less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from math import ceil

from ledger.export.document import Box, Grid, Piece
from ledger.figures.printing import NO_BREAK_SPACE

LETTERS = {
    "ijlÍ'’": 0.222,
    "Ift.,:;!/| \u00a0[]\\": 0.29,
    "-()r": 0.333,
    "Jcksvxyz": 0.5,
    "TFZ": 0.611,
    "ABEKPSVXYÅÄ&": 0.667,
    "CDHNRUw": 0.722,
    "GOQÖ": 0.778,
    "Mm": 0.833,
    "%": 0.889,
    "W—…": 1.0,
}
"""The widths of letters, in parts of the font's size; all others are as wide as a digit."""

DIGIT = 0.556
BOLD = 1.1
SLACK = 1.12
"""Room for fonts that are wider."""
WORD_SLACK = 1.2
"""Room for the longest word: even in the wide font that stands in where Arial is missing, no figure may be broken."""

PADDING = 9.0
"""The space within a cell, left and right of its text, in points."""
INDENT = 15.0
"""How far a varav row is indented, in points."""

MOST_LINES = 7
"""How many lines a row may take before its table gets a page that lies down."""
NARROW = 0.62
"""How much of the page a small table takes: not so much that its rows are hard to follow."""
LONG_WORD = 20
"""How many characters a word has before a slash in it may end a line."""
FOLDING = 1.1
"""How much more room a text needs when it is folded: lines are never quite full."""
STEPS = (48.0, 24.0, 12.0, 6.0)
"""How much room columns give one another at a time, in points."""
LEAST_SIZE = 6.5
"""The smallest type that a table is set in, in points."""


@dataclass(frozen=True, slots=True)
class Widths:
    """The width of each column in points; the size of the type, which is smaller only where there is no other way; and
    whether the page lies down.
    """

    columns: tuple[float, ...]
    size: float
    lying: bool


@dataclass(frozen=True, slots=True)
class Need:
    """What a column needs, in points: for its longest word, for its heading and for each of its texts in one line."""

    word: float
    texts: tuple[float, ...]
    numeric: bool

    @property
    def whole(self) -> float:
        """The width at which everything has one line."""
        return max(self.word, max(self.texts) + PADDING)

    def lines(self, width: float) -> list[int]:
        """About how many lines the heading and each text take: a line that is folded is never quite full."""
        room = width - PADDING + 0.01
        return [1 if text <= room else ceil(text * FOLDING / room) for text in self.texts]


def widths(grid: Grid, upright: float, lying: float, size: float) -> Widths:
    """The widths of a table's columns, on a page with room for ``upright`` points, or turned for ``lying``, in type of
    ``size`` points.
    """
    for smaller in (size, size - 0.5, size - 1.0):
        if fitted := _fitted(needs := _needs(grid, smaller), upright):
            if _tallest(needs, fitted) > MOST_LINES and lying > upright:
                break
            return Widths(fitted, smaller, lying=False)
    room = max(lying, upright)
    while not (fitted := _fitted(_needs(grid, size), room)) and size > LEAST_SIZE:
        size -= 0.5
    return Widths(fitted or _squeezed(_needs(grid, size), room), size, lying=lying > upright)


def _fitted(needs: Sequence[Need], room: float) -> tuple[float, ...]:
    """The widths at which rows take the fewest lines in all; none if a word would be broken."""
    wholes = [need.whole for need in needs]
    if sum(wholes) <= room:
        return _widened(needs, wholes, room * NARROW if sum(wholes) <= room * NARROW else room)
    words = [need.word for need in needs]
    if sum(words) > room:
        return ()
    wishes = [whole - word for whole, word in zip(wholes, words, strict=True)]
    share = (room - sum(words)) / sum(wishes)
    return tuple(_exchanged(needs, [word + share * wish for word, wish in zip(words, wishes, strict=True)]))


def _tallest(needs: Sequence[Need], columns: Sequence[float]) -> int:
    """How many lines the tallest row takes."""
    return max(max(need.lines(width)) for need, width in zip(needs, columns, strict=True))


def _widened(needs: Sequence[Need], wholes: Sequence[float], room: float) -> tuple[float, ...]:
    """The rest of the room to the columns with texts."""
    texts = [0.0 if need.numeric else whole for need, whole in zip(needs, wholes, strict=True)]
    rest = (room - sum(wholes)) / sum(texts)
    return tuple(whole + rest * text for whole, text in zip(wholes, texts, strict=True))


def _exchanged(needs: Sequence[Need], columns: list[float]) -> list[float]:
    """Columns that have given room to one another for as long as the table became lower by it."""
    lines = [need.lines(width) for need, width in zip(needs, columns, strict=True)]
    height = sum(map(max, zip(*lines, strict=True)))
    for step in STEPS:
        pairs = list(permutations(range(len(columns)), 2))
        better = True
        while better:
            better = False
            for giver, taker in pairs:
                if columns[giver] - step < needs[giver].word:
                    continue
                tried = lines.copy()
                tried[giver] = needs[giver].lines(columns[giver] - step)
                tried[taker] = needs[taker].lines(columns[taker] + step)
                if (lower := sum(map(max, zip(*tried, strict=True)))) < height:
                    columns[giver], columns[taker] = columns[giver] - step, columns[taker] + step
                    lines, height, better = tried, lower, True
    return columns


def _squeezed(needs: Sequence[Need], room: float) -> tuple[float, ...]:
    """The room, shared by the longest words, where they have no room even in the smallest type."""
    words = sum(need.word for need in needs)
    return tuple(room * need.word / words for need in needs)


def _needs(grid: Grid, size: float) -> list[Need]:
    """What each column needs, that of the rows' labels first. Rows that are headings have the whole width."""
    lines = [line for line in grid.lines if not line.heading]
    labels = [(line.label, line.strong, line.indent * INDENT) for line in lines]
    columns = [labels] + [
        [_set(line.boxes[place], line.strong) for line in lines] for place in range(len(grid.columns))
    ]
    return [
        _need([(heading, True, 0.0), *texts], numeric, size)
        for heading, texts, numeric in zip(grid.headings, columns, grid.numeric, strict=True)
    ]


def told(piece: Piece) -> str:
    """A piece as it is set: a sign stays on the line of its figure, and a figure on that of a colon before it."""
    text = piece.text[:-1] + NO_BREAK_SPACE if piece.text.endswith(": ") and not piece.id else piece.text
    return text + piece.sign.replace(" ", NO_BREAK_SPACE)


def _set(box: Box, strong: bool) -> tuple[str, bool, float]:
    """A cell's text, whether it is bold, and its indentation."""
    return "".join(map(told, box.pieces)), strong or bool(box.tone), 0.0


def _need(texts: Sequence[tuple[str, bool, float]], numeric: bool, size: float) -> Need:
    word = max(_word(text, bold) * size + indent for text, bold, indent in texts) + PADDING
    return Need(word, tuple(_text(text, bold) * size + indent for text, bold, indent in texts), numeric)


def _word(text: str, bold: bool) -> float:
    """The width of the longest word in a text, of size 1. Numbers, dates and what a no-break space ties are words; a
    hyphen between letters may end a line, and so may a slash in what is very long.
    """
    words = re.split(r"[ \n]|(?<=[^\W\d]-)(?=\w)", text)
    parts = (part for word in words for part in (word.split("/") if len(word) > LONG_WORD else [word]))
    return max(_text(part, bold) for part in parts) * WORD_SLACK / SLACK


@cache
def _text(text: str, bold: bool) -> float:
    """The width of the longest line of a text, of size 1."""
    lines = text.split("\n")
    return max(sum(map(_letter, line)) for line in lines) * (BOLD if bold else 1) * SLACK


@cache
def _letter(letter: str) -> float:
    return next((width for letters, width in LETTERS.items() if letter in letters), DIGIT)
