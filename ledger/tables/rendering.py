"""Rendering: the same printed table as terminal text, Markdown, CSV or the JSON contract; a report likewise."""

from __future__ import annotations

from collections.abc import Callable

from ledger.tables.contract import as_json, report_as_json
from ledger.tables.definition import Shown
from ledger.tables.markdown import as_markdown, report_as_markdown
from ledger.tables.report import ShownReport
from ledger.tables.spreadsheet import as_csv, report_as_csv
from ledger.tables.terminal import as_text, report_as_text

FORMATS: dict[str, Callable[[Shown], str]] = {
    "text": as_text,
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
REPORT_FORMATS: dict[str, Callable[[ShownReport], str]] = {
    "text": report_as_text,
    "md": report_as_markdown,
    "csv": report_as_csv,
    "json": report_as_json,
}
