"""CSV for a Swedish spreadsheet: semicolons, decimal comma, a byte order mark. A table as it stands; a report as one
long list, a figure a line, which a spreadsheet can filter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ledger.figures.printing import MINUS, NO_BREAK_SPACE
from ledger.language import _
from ledger.tables.definition import Shown
from ledger.tables.lines import lines_of
from ledger.tables.printed import Cell, PrintedRow, printed, prose
from ledger.tables.report import ShownReport
from ledger.tables.table import Column

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet takes a text for a formula."""


def as_csv(shown: Shown) -> str:
    """A table: its headings, its rows, and nothing else."""
    table = printed(shown.table)
    rows: list[Sequence[str]] = []
    if table.rows:
        rows.append([table.label, *(table.heading(column) for column in table.columns)])
    for row, (label, *texts) in zip(table.rows, lines_of(table, marked=False), strict=True):
        rows.append([_safe(label), *(_plain(text, cell) for text, cell in zip(texts, row.cells, strict=True))])
    return _written(rows)


def report_as_csv(shown: ShownReport) -> str:
    """A report: each figure with its section, table, row and column, its exact value with unit, and what is printed."""
    heading = [_("Avsnitt"), _("Tabell"), _("Rad"), _("Kolumn"), _("Värde"), _("Enhet"), _("Text")]
    return _written([heading, *_figures(shown)])


def _figures(shown: ShownReport) -> Iterator[Sequence[str]]:
    for section in shown.sections:
        for text in section.text:
            yield _safe(section.title), "", "", "", "", "", _safe(prose(text))
        for each in section.tables:
            table = printed(each.table)
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    if cell.text:
                        yield from _cells(section.title, each.title, row, column, cell)


def _cells(section: str, table: str, row: PrintedRow, column: Column, cell: Cell) -> Iterator[Sequence[str]]:
    """A cell, or each of the figures in it."""
    for each in cell.parts or (cell,):
        label = " ".join(filter(None, (column.label, each.label)))
        value = each.value.replace(".", ",") if each.value else ""
        place = (section, table, row.label, label)
        yield *map(_safe, place), value, each.unit, _plain(each.text, each)


def _plain(text: str, cell: Cell) -> str:
    """A number as a spreadsheet reads one: no thousands, an ordinary minus sign. Anything else is text."""
    return text.replace(NO_BREAK_SPACE, "").replace(MINUS, "-") if cell.number else _safe(text)


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return "\ufeff" + out.getvalue()
