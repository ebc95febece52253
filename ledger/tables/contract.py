"""The JSON contract: of a table, and of a report."""

from __future__ import annotations

import json
from typing import Any

from ledger.figures.printing import NO_BREAK_SPACE
from ledger.surroundings import in_utc
from ledger.tables.definition import Shown
from ledger.tables.lines import nothing_decided
from ledger.tables.printed import Cell, printed, printed_prose, prose
from ledger.tables.report import Issuance, ShownReport


def as_json(shown: Shown) -> str:
    """The JSON contract."""
    return json.dumps(contract(shown), ensure_ascii=False, indent=2)


def report_as_json(shown: ShownReport) -> str:
    """The JSON contract of a report."""
    return json.dumps(report_contract(shown), ensure_ascii=False, indent=2)


def contract(shown: Shown) -> dict[str, Any]:
    """A table as the JSON contract has it."""
    table = printed(shown.table)
    told = [*table.notes, *table.incomplete, *table.deviating]
    notes = told if table.rows else [*table.notes, nothing_decided(shown)]
    return {
        "table": shown.name,
        "title": shown.title,
        **_seen(shown),
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


def report_contract(shown: ShownReport) -> dict[str, Any]:
    """A report as the JSON contract has it: each table as the contract of tables has it."""
    return {
        "report": shown.name,
        "title": shown.title,
        **_seen(shown),
        "issued": _issued(shown.issued) if shown.issued else None,
        "sections": [
            {
                "title": section.title,
                "text": "\n\n".join(prose(paragraph) for paragraph in section.text),
                "paragraphs": [_cell(printed_prose(paragraph)) for paragraph in section.text],
                "tables": [contract(table) for table in section.tables],
            }
            for section in shown.sections
        ],
        **({"notes": list(shown.notes)} if shown.notes else {}),
    }


def _issued(issued: Issuance) -> dict[str, str | None]:
    """That it was issued; what nobody knows of it is null."""
    return {
        "diarienummer": issued.diarienummer or None,
        "body": issued.body or None,
        "on": issued.on.isoformat(),
    }


def _seen(shown: Shown | ShownReport) -> dict[str, Any]:
    """What it was seen from."""
    return {
        "ledger": shown.ledger,
        "at": shown.view.at.isoformat(),
        "known": in_utc(shown.view.known) if shown.view.known else None,
        "position": shown.view.position,
        "params": dict(shown.params),
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
        "published": _printed_elsewhere(cell.published) if cell.published else None,
    }


def _printed_elsewhere(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "value": cell.value, "unit": cell.unit, "events": list(cell.events)}
