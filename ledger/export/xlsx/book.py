"""The workbook: its sheets in order, and what the file says of itself.

Every number is a number, printed as the report prints it by the format of its cell, and what was worked out of other
cells is a formula (``formulas.py``). The id of each figure stands in a hidden column beside its table, and the sheet of
sources tells for each id which events it comes from.
"""

from __future__ import annotations

from datetime import datetime
from datetime import time as clock_time
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from ledger.export.document import Document
from ledger.export.trace import Trace
from ledger.export.xlsx.names import names_of
from ledger.export.xlsx.pen import Formats, Pen
from ledger.export.xlsx.report_sheet import write_report
from ledger.export.xlsx.source_sheet import write_sources
from ledger.export.xlsx.style import FONT
from ledger.export.xlsx.table_sheet import write_table


def written(document: Document, trace: Trace, template: Path | None = None) -> bytes:
    """The workbook. This form takes no template. Raises ``Refused`` for a text that is longer than a cell holds."""
    assert template is None
    content = BytesIO()
    book = _empty_book(content)
    book.set_properties(_properties(document))
    _write_sheets(book, document, trace)
    book.close()
    return content.getvalue()


def _empty_book(content: BytesIO) -> Any:
    """A workbook without sheets, in which no text becomes anything else."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(FONT),  # the library writes in it
    }
    return xlsxwriter.Workbook(content, options)


def _properties(document: Document) -> dict[str, Any]:
    """What the file says of itself; never the clock: the same document makes the same bytes."""
    return {
        "title": document.title,
        "author": document.shown.office,
        "comments": document.standing,
        "created": datetime.combine(document.shown.view.at, clock_time()),
    }


def _write_sheets(book: Any, document: Document, trace: Trace) -> None:
    """The first sheet, one a table, and the sources."""
    formats, names = Formats(book), names_of(document)

    def pen(name: str) -> Pen:
        return Pen(book.add_worksheet(name), formats)

    write_report(pen(names.report), document, names)
    for grid, name in zip(document.grids, names.tables, strict=True):
        write_table(pen(name), document, grid)
    write_sources(pen(names.sources), document, trace)
