"""The style that all pictures share: colours by what they are for, letters, and how much room a text takes.

Lengths are CSS pixels. What a colour says is always said by a shape, a pattern or a word too.
"""

from __future__ import annotations

from ledger.explain.lettering import laid, text_width

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1c2127",
    "quiet": "#4b5560",
    "rule": "#78828c",
    "first": "#0e559f",
    "second": "#a8480c",
    "third": "#5a3d99",
    "fourth": "#4e6b1e",
    "gain": "#1d6f5c",
    "loss": "#a23052",
    "whole": "#37414f",
    "good": "#1a7536",
    "warning": "#a06400",
    "bad": "#b8232f",
}
"""The colours on a light page, by role. No two are the same, so that each tells its role in the SVG: a page may put
another in its place. All but the paper are at least 3:1 against it; texts, in ink or quiet, more than 4.5:1.
"""

DARK = {
    "paper": "#14181d",
    "ink": "#eef1f4",
    "quiet": "#b4bdc7",
    "rule": "#7f8b97",
    "first": "#72b0f7",
    "second": "#f59f66",
    "third": "#bba3f5",
    "fourth": "#a8cc6d",
    "gain": "#62cfb0",
    "loss": "#f58fae",
    "whole": "#c2ccd8",
    "good": "#6cd388",
    "warning": "#eebe5c",
    "bad": "#ff8d8d",
}
"""The colours of the same roles on a dark page."""

FONT = "'Source Sans 3', 'Segoe UI', 'DejaVu Sans', 'Libertinus Serif', sans-serif"
"""Families for programs and pages; Libertinus Serif is the one that typst always has."""

WIDTH = 680.0
"""How wide a picture is."""

TEXT_SIZE, AXIS_SIZE = 12.0, 11.0
LINE_HEIGHT = 15.0


def room(text: str, size: float = TEXT_SIZE, *, bold: bool = False) -> float:
    """How much room the widest line of a text needs."""
    return max((text_width(line, size, bold=bold) for line in text.split("\n")), default=0)


def wrapped(text: str, width: float, size: float = TEXT_SIZE) -> str:
    """A text on as many lines as it needs to be no wider than ``width``. Nothing is cut off."""
    return "\n".join(laid(text, size, width))


def height_of(text: str) -> float:
    """How high a text is on its lines."""
    return (text.count("\n") + 1) * LINE_HEIGHT
