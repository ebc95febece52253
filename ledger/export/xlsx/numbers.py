"""Numbers: which cells hold one, and the format that prints it as the report does."""

from __future__ import annotations

import re

from ledger.export.document import Box
from ledger.figures.printing import MINUS, NO_BREAK_SPACE

SWEDISH = "[$-41D]"
"""Begins a format that is Swedish, whatever language the program speaks."""

_PRINTED = re.compile(rf"({MINUS}?)([\d{NO_BREAK_SPACE}]*\d)(?:,(\d+))?(.*)", re.DOTALL)


def is_number(box: Box) -> bool:
    """Whether a cell is written as a number, not as the text that it has."""
    return box.cell.number and box.cell.value is not None


def number_format(text: str) -> str:
    """The format that prints a number as ``text`` does: decimals, a real minus, and all that stands after it."""
    match = _PRINTED.fullmatch(text)
    if match is None:
        return "General"
    _minus, _whole, decimals, after = match.groups()
    digits = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "")
    plain = digits + _quoted(after)
    negative = f"{_quoted(MINUS)}{plain}"
    return f"{SWEDISH}{plain};{SWEDISH}{negative};{SWEDISH}{plain}"


def _quoted(text: str) -> str:
    """A text as it stands, within a format."""
    return "".join('\\"' if part == '"' else f'"{part}"' for part in re.split('(")', text) if part)
