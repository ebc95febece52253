"""Rendering: the same printed table as terminal text, Markdown, CSV or the JSON contract."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from textwrap import wrap
from typing import Any

from ledger.figures.printing import MINUS, NO_BREAK_SPACE
from ledger.language import _
from ledger.surroundings import STOCKHOLM, in_utc, moment
from ledger.tables.definition import Shown
from ledger.tables.printed import Cell, Printed, PrintedRow, printed

Style = Callable[[str, str], str]
"""Adds colour for a tone ("good", "warning", "bad", "quiet", "strong"); never the only signal."""

_TERMINAL_WIDTH = 100


def unstyled(text: str, _tone: str) -> str:
    """No colour."""
    return text


def as_text(shown: Shown, style: Style = unstyled, width: int = _TERMINAL_WIDTH) -> str:
    """For a terminal: a title, the table, its notes, and what it was seen from."""
    table = printed(shown.table)
    parts = [
        style(shown.title, "strong"),
        "",
        _grid(table, style, width) if table.rows else nothing_decided(shown),
    ]
    notes = [line for note in (*table.notes, *(f"* {each}" for each in table.incomplete)) for line in wrap(note, width)]
    footer = [style(line, "quiet") for line in wrap(seen_from(shown), width)]
    return "\n".join([*parts, *([""] if notes else []), *notes, "", *footer])


def as_markdown(shown: Shown) -> str:
    """Markdown with a pipe table, totals in bold."""
    from tabulate import tabulate

    table = printed(shown.table)
    parts = [f"## {shown.title}", ""]
    if table.rows:
        headings = [_escaped(table.label), *(_escaped(table.heading(column)) for column in table.columns)]
        lines = zip(table.rows, _lines(table), strict=True)
        rows = [[_bold(row, _escaped(text)) for text in texts] for row, texts in lines]
        parts.append(tabulate(rows, headings, "pipe", disable_numparse=True, colalign=_alignment(table)))
    else:
        parts.append(nothing_decided(shown))
    notes = [
        line for note in (*table.notes, *(f"\\* {each}" for each in table.incomplete)) for line in ("", _escaped(note))
    ]
    return "\n".join([*parts, *notes, "", f"*{seen_from(shown)}*"])


def as_csv(shown: Shown) -> str:
    """CSV for a Swedish spreadsheet: semicolons, decimal comma, nothing but the table."""
    table = printed(shown.table)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if table.rows:
        writer.writerow([table.label, *(table.heading(column) for column in table.columns)])
    for row, (label, *texts) in zip(table.rows, _lines(table, mark=""), strict=True):
        writer.writerow([label, *(_for_spreadsheet(text, cell) for text, cell in zip(texts, row.cells, strict=True))])
    return "\ufeff" + out.getvalue()


def _for_spreadsheet(text: str, cell: Cell) -> str:
    """A number as a spreadsheet reads one: no thousands, an ordinary minus sign."""
    return text.replace(NO_BREAK_SPACE, "").replace(MINUS, "-") if cell.number else text


def as_json(shown: Shown) -> str:
    """The JSON contract."""
    return json.dumps(contract(shown), ensure_ascii=False, indent=2)


def contract(shown: Shown) -> dict[str, Any]:
    """A table as the JSON contract has it."""
    table = printed(shown.table)
    notes = [*table.notes, *table.incomplete] if table.rows else [*table.notes, nothing_decided(shown)]
    return {
        "table": shown.name,
        "title": shown.title,
        "ledger": shown.ledger,
        "at": shown.view.at.isoformat(),
        "known": in_utc(shown.view.known) if shown.view.known else None,
        "position": shown.view.position,
        "params": dict(shown.params),
        "label": table.label,
        "columns": [{"key": column.name, "label": column.label, "unit": column.unit} for column in table.columns],
        "rows": [
            {
                "kind": row.kind,
                "key": row.key,
                "label": row.label,
                "cells": [_cell(cell) for cell in row.cells],
            }
            for row in table.rows
        ],
        "notes": notes,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    fields: dict[str, Any] = {"label": cell.label} if cell.label else {}
    return fields | {
        "text": cell.text.replace(NO_BREAK_SPACE, " ") if not cell.number else cell.text,
        "value": cell.value,
        "unit": cell.unit,
        "events": list(cell.events),
        "events_count": cell.events_count,
        "computed": cell.computed,
        "left_out": cell.left_out,
        "parts": [_cell(part) for part in cell.parts],
        "published": None,
    }


def nothing_decided(shown: Shown) -> str:
    """What is said in place of an empty table."""
    about = ", ".join(f"{key} {value}" for key, value in shown.params.items())
    return _("Inget är registrerat{about} per {at}.").format(about=f" ({about})" if about else "", at=shown.view.at)


def seen_from(shown: Shown) -> str:
    """Both times, the position and the ledger's title."""
    view = shown.view
    known = (
        f"{moment(view.known).astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if view.position else _("innan något registrerats")
    )
    line = _("Per {at}, enligt vad som var känt {known} (position {position})").format(
        at=view.at, known=known, position=view.position
    )
    return f"{line} · {shown.ledger}" if shown.ledger else line


def _lines(table: Printed, mark: str = " *") -> list[list[str]]:
    """The label and the cells of each row; a total that left something out is marked. Varav rows say so once, in a
    heading or each.
    """
    headed, lines = False, []
    for row in table.rows:
        headed = row.kind == "heading" or (headed and row.kind == "varav")
        lines.append(_texts(row, "– " if headed else _("– varav "), mark))
    return lines


def _texts(row: PrintedRow, varav: str, mark: str) -> list[str]:
    label = f"{varav}{row.label}" if row.kind == "varav" else row.label
    return [label, *(f"{cell.text}{mark}" if cell.left_out else cell.text for cell in row.cells)]


def _alignment(table: Printed) -> list[str]:
    """Right for columns of figures, left for the rest."""
    places = range(len(table.columns))
    numeric = [any(row.cells[place].number for row in table.rows) for place in places]
    return ["left", *("right" if each else "left" for each in numeric)]


def _grid(table: Printed, style: Style, width: int) -> str:
    import tabulate

    tabulate.MIN_PADDING = 0  # headings would else be two wider than what we have measured
    headings = [table.label, *(table.heading(column) for column in table.columns)]
    rows = _lines(table)
    widths = _column_widths([headings, *rows], width, fixed=_alignment(table))
    styled = [_styled(row, texts, style) for row, texts in zip(table.rows, rows, strict=True)]
    return tabulate.tabulate(
        styled,
        headings,
        "simple",
        disable_numparse=True,
        colalign=_alignment(table),
        maxcolwidths=widths,
        maxheadercolwidths=widths,
    )


def _styled(row: PrintedRow, texts: list[str], style: Style) -> list[str]:
    if row.kind in {"total", "subtotal", "heading"}:
        return [style(text, "strong") if text else text for text in texts]
    return [
        texts[0],
        *(style(text, cell.tone) if cell.tone else text for text, cell in zip(texts[1:], row.cells, strict=True)),
    ]


def _column_widths(lines: list[list[str]], width: int, fixed: list[str]) -> list[int]:
    """Widths that fit the terminal: columns of figures keep theirs, columns of text give way, the widest first."""
    longest = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    word = [
        max((len(part) for line in lines for part in line[place].split()), default=1) for place in range(len(lines[0]))
    ]
    body = [max((len(line[place]) for line in lines[1:]), default=1) for place in range(len(lines[0]))]
    least = [
        max(word[place], body[place]) if kind == "right" else max(word[place], 8) for place, kind in enumerate(fixed)
    ]
    room = width - 2 * (len(longest) - 1)
    while sum(longest) > room:
        able = [place for place in range(len(longest)) if longest[place] > least[place]]
        if not able:
            break
        widest = max(able, key=lambda place: longest[place])
        longest[widest] -= 1
    return longest


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _bold(row: PrintedRow, text: str) -> str:
    return f"**{text}**" if text and row.kind in {"total", "subtotal", "heading"} else text


FORMATS: dict[str, Callable[[Shown], str]] = {
    "text": as_text,
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
