"""Rendering: the same printed table as terminal text, Markdown, CSV or the JSON contract; a report likewise."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from ledger.figures.printing import MINUS, NO_BREAK_SPACE
from ledger.tables.contract import as_json, report_as_json
from ledger.tables.definition import Shown
from ledger.tables.lines import lines_of
from ledger.tables.markdown import as_markdown, report_as_markdown
from ledger.tables.printed import Cell, printed
from ledger.tables.report import ShownReport
from ledger.tables.terminal import as_text, report_as_text


def as_csv(shown: Shown) -> str:
    """CSV for a Swedish spreadsheet: semicolons, decimal comma, nothing but the table."""
    table = printed(shown.table)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if table.rows:
        writer.writerow([table.label, *(table.heading(column) for column in table.columns)])
    for row, (label, *texts) in zip(table.rows, lines_of(table, marked=False), strict=True):
        writer.writerow([label, *(_for_spreadsheet(text, cell) for text, cell in zip(texts, row.cells, strict=True))])
    return "\ufeff" + out.getvalue()


def _for_spreadsheet(text: str, cell: Cell) -> str:
    """A number as a spreadsheet reads one: no thousands, an ordinary minus sign."""
    return text.replace(NO_BREAK_SPACE, "").replace(MINUS, "-") if cell.number else text


FORMATS: dict[str, Callable[[Shown], str]] = {
    "text": as_text,
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
REPORT_FORMATS: dict[str, Callable[[ShownReport], str]] = {
    "text": report_as_text,
    "md": report_as_markdown,
    "json": report_as_json,
}
