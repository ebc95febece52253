"""Numbers: which cells hold one, and the format that prints it as the report does."""

from __future__ import annotations

import re

from ledger.export.document import Box
from ledger.figures.printing import MINUS, NO_BREAK_SPACE

SWEDISH = "[$-41D]"
"""Begins a format that is Swedish, whatever language the program speaks."""

_PRINTED = re.compile(rf"({MINUS}?)([\d{NO_BREAK_SPACE}]*\d)(?:,(\d+))?(.*)", re.DOTALL)


MOST_DIGITS = 15
"""How many digits of a number a program keeps: one that is printed with more stands as text, with all of them."""

LONGEST_FORMAT = 255
"""How many characters a format has at most."""


def is_number(box: Box) -> bool:
    """Whether a cell is written as a number, not as the text that it has."""
    if not box.cell.number or box.cell.value is None:
        return False
    printed = _PRINTED.fullmatch(box.text)
    if printed is None:
        return True
    _minus, whole, decimals, _after = printed.groups()
    digits = f"{whole}{decimals or ''}".replace(NO_BREAK_SPACE, "").lstrip("0")
    return len(digits) <= MOST_DIGITS and len(number_format(box.text)) <= LONGEST_FORMAT


def number_format(text: str) -> str:
    """The format that prints a number as ``text`` does: decimals, a real minus, and all that stands after it. What is
    rounded to nothing has no minus, though the number is negative: only texts with a minus have a format for it.
    """
    match = _PRINTED.fullmatch(text)
    if match is None:
        return "General"
    minus, whole, decimals, after = match.groups()
    digits = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "")
    plain = digits + _quoted(after)
    nothing = not minus and not (whole + (decimals or "")).strip("0")
    negative = plain if nothing else f"{_quoted(MINUS)}{plain}"
    return f"{SWEDISH}{plain};{SWEDISH}{negative};{SWEDISH}{plain}"


def _quoted(text: str) -> str:
    """A text as it stands, within a format."""
    return "".join('\\"' if part == '"' else f'"{part}"' for part in re.split('(")', text) if part)
