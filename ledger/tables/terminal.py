"""For a terminal: tables as grids that fit its width, reports as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from textwrap import wrap

from ledger.tables.definition import Shown
from ledger.tables.folding import folded
from ledger.tables.lines import (
    alignment,
    lines_of,
    needs_title,
    notes_of,
    nothing_decided,
    paragraph_of,
    seen_from,
    standing,
)
from ledger.tables.printed import Printed, PrintedRow, printed
from ledger.tables.report import ShownReport

Style = Callable[[str, str], str]
"""Adds colour for a tone ("good", "warning", "bad", "quiet", "strong"); never the only signal."""

WIDTH = 100
GAP = 2
SHORTEST = 12
"""How narrow a column of text may become before its words are broken."""


def unstyled(text: str, _tone: str) -> str:
    """No colour."""
    return text


def as_text(shown: Shown, style: Style = unstyled, width: int = WIDTH) -> str:
    """For a terminal: a title, the table, its notes, and what it was seen from."""
    footer = [style(line, "quiet") for line in wrap(seen_from(shown), width)]
    return "\n".join([style(shown.title, "strong"), "", *_text_of(shown, style, width), "", *footer])


def report_as_text(shown: ShownReport, style: Style = unstyled, width: int = WIDTH) -> str:
    """For a terminal: the title, then each section with its texts and its tables, and what it was seen from."""
    lines = [style(shown.title, "strong"), style("=" * len(shown.title), "quiet"), ""]
    lines += [style(line, "strong") for line in wrap(standing(shown), width)]
    for section in shown.sections:
        lines += ["", "", style(section.title, "strong"), style("-" * len(section.title), "quiet")]
        for paragraph in section.text:
            text, notes = paragraph_of(paragraph)
            lines += ["", *(line for each in (text, *notes) for line in wrap(each, width))]
        for table in section.tables:
            title = [style(table.title, "strong"), ""] if needs_title(table, section) else []
            lines += ["", *title, *_text_of(table, style, width)]
    if not shown.sections:
        lines += ["", nothing_decided(shown)]
    lines += [line for note in shown.notes for line in ("", *wrap(note, width))]
    return "\n".join([*lines, "", "", *(style(line, "quiet") for line in wrap(seen_from(shown), width))])


def _text_of(shown: Shown, style: Style, width: int) -> list[str]:
    """The table and its notes."""
    table = printed(shown.table)
    grid = _grid(table, style, width) if table.rows else nothing_decided(shown)
    notes = [line for note in notes_of(table) for line in wrap(note, width)]
    return [grid, *([""] if notes else []), *notes]


def _grid(table: Printed, style: Style, width: int) -> str:
    """The table as a grid; one that is too wide in several, each with its share of the columns."""
    for pieces in range(1, len(table.columns) + 1):
        shares = _shares(table, pieces)
        widths = [_column_widths(share, width) for share in shares]
        if all(_fits(each, width) for each in widths) or pieces == len(table.columns):
            return "\n\n".join(_drawn(*each, style) for each in zip(shares, widths, strict=True))
    return _drawn(table, _column_widths(table, width), style)


def _shares(table: Printed, pieces: int) -> list[Printed]:
    """The table in so many tables, each with its share of the columns."""
    count = len(table.columns)
    bounds = [count * piece // pieces for piece in range(pieces + 1)]
    return [
        replace(
            table,
            columns=table.columns[first:last],
            rows=tuple(replace(row, cells=row.cells[first:last]) for row in table.rows),
        )
        for first, last in pairwise(bounds)
    ]


def _drawn(table: Printed, widths: list[int], style: Style) -> str:
    lines = (_folded(texts, widths) for texts in lines_of(table))
    rows = [
        texts
        for place, (row, texts) in enumerate(zip(table.rows, lines, strict=True))
        for texts in ([[]] if place and row.kind == "heading" else []) + [_styled(row, texts, style)]
    ]
    headings = _folded(_headings(table), widths)
    return plain_grid(rows, headings, alignment(table))


def plain_grid(rows: list[list[str]], headings: list[str], aligned: list[str]) -> str:
    """Rows under headings, in columns as wide as their longest line."""
    import tabulate

    before = tabulate.MIN_PADDING
    tabulate.MIN_PADDING = 0  # headings would else be two wider than what has been measured
    try:
        return tabulate.tabulate(rows, headings, "simple", disable_numparse=True, colalign=aligned)
    finally:
        tabulate.MIN_PADDING = before  # Markdown is the same whatever was printed before it


def _headings(table: Printed) -> list[str]:
    return [table.corner, *(table.heading(column) for column in table.columns)]


def _folded(texts: list[str], widths: list[int]) -> list[str]:
    """The texts on as many lines as their columns need."""
    return [folded(text, width) for text, width in zip(texts, widths, strict=True)]


def _styled(row: PrintedRow, texts: list[str], style: Style) -> list[str]:
    """The texts in their tones, line by line: a terminal does not carry a colour from one cell's line to its next."""

    def toned(text: str, tone: str) -> str:
        return "\n".join(style(line, tone) for line in text.split("\n")) if text and tone else text

    if row.kind in {"total", "subtotal", "heading"}:
        return [toned(text, "strong") for text in texts]
    return [texts[0], *(toned(text, cell.tone) for text, cell in zip(texts[1:], row.cells, strict=True))]


def _column_widths(table: Printed, width: int) -> list[int]:
    """Widths that fit the terminal if any do: numbers keep theirs, texts give way, the widest first; words are broken
    last of all.
    """
    rows = lines_of(table)
    texts = list(zip(_headings(table), *rows, strict=True))
    kept = [
        ("", *(text if cell.number else "" for text, cell in zip(row[1:], printed_row.cells, strict=True)))
        for row, printed_row in zip(rows, table.rows, strict=True)
    ]
    longest = [max(map(len, column)) for column in texts]
    number = [max(map(len, column)) for column in zip(*kept, strict=True)]
    word = [max((len(part) for text in column for part in text.split(" ")), default=1) for column in texts]
    places = range(len(longest))
    give_way(longest, [max(word[place], number[place], 8) for place in places], width)
    give_way(longest, [max(min(word[place], SHORTEST), number[place]) for place in places], width)
    return _without_slack(longest, texts, width)


def _without_slack(widths: list[int], texts: list[tuple[str, ...]], width: int) -> list[int]:
    """What folding leaves over, given to the column with the tallest cells."""
    lines = [[folded(text, each).split("\n") for text in column] for column, each in zip(texts, widths, strict=True)]
    used = [max(len(line) for cell in column for line in cell) for column in lines]
    slack = width - sum(used) - GAP * (len(used) - 1)
    if slack > 0 and used != widths:
        tallest = max(range(len(used)), key=lambda place: sum(map(len, lines[place])))
        used[tallest] += slack
        return used
    return widths


def _fits(widths: list[int], width: int) -> bool:
    return sum(widths) + GAP * (len(widths) - 1) <= width


def give_way(widths: list[int], least: list[int], width: int) -> None:
    """Narrow the widest column until all fit, or none can give way."""
    while not _fits(widths, width):
        able = [place for place, each in enumerate(widths) if each > least[place]]
        if not able:
            return
        widths[max(able, key=widths.__getitem__)] -= 1
