"""Markdown: pipe tables with totals in bold, reports with headings."""

from __future__ import annotations

from ledger.tables.definition import Shown
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
from ledger.tables.printed import PrintedRow, printed
from ledger.tables.report import ShownReport


def as_markdown(shown: Shown) -> str:
    """Markdown with a pipe table, totals in bold."""
    return "\n".join([f"## {shown.title}", "", *_markdown_of(shown), "", f"*{seen_from(shown)}*"])


def report_as_markdown(shown: ShownReport) -> str:
    """Markdown with a heading a section and a heading a table."""
    lines = [f"# {shown.title}", "", f"**{_escaped(standing(shown))}**"]
    for section in shown.sections:
        lines += ["", f"## {section.title}"]
        for paragraph in section.text:
            text, notes = paragraph_of(paragraph)
            lines += [line for each in (text, *notes) for line in ("", _escaped(each))]
        for table in section.tables:
            title = ["", f"### {table.title}"] if needs_title(table, section) else []
            lines += [*title, "", *_markdown_of(table)]
    if not shown.sections:
        lines += ["", nothing_decided(shown)]
    lines += [line for note in shown.notes for line in ("", _escaped(note))]
    return "\n".join([*lines, "", f"*{seen_from(shown)}*"])


def _markdown_of(shown: Shown) -> list[str]:
    """The table and its notes."""
    from tabulate import tabulate

    table = printed(shown.table)
    notes = [line for note in notes_of(table) for line in ("", _escaped(note).replace("* ", "\\* ", 1))]
    if not table.rows:
        return [nothing_decided(shown), *notes]
    headings = [_escaped(table.corner), *(_escaped(table.heading(column)) for column in table.columns)]
    lines = zip(table.rows, lines_of(table), strict=True)
    rows = [[_bold(row, _escaped(text)) for text in texts] for row, texts in lines]
    grid = tabulate(rows, headings, "pipe", disable_numparse=True, colalign=alignment(table))
    return [grid, *notes]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _bold(row: PrintedRow, text: str) -> str:
    return f"**{text}**" if text and row.kind in {"total", "subtotal", "heading"} else text
