"""Comparing two contracts of a report: what differs is told by its place, in the document's order."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from ledger.tables.comparing import differences


def cell(text: str, value: str | None = None, unit: str = "", *events: str) -> dict[str, Any]:
    return {"text": text, "value": value, "unit": unit, "events": list(events)}


def contract() -> dict[str, Any]:
    """A report with a text and a table of two rows."""
    rows = [
        {"key": "a", "label": "Personal", "cells": [cell("1,4", "1.4", "mnkr", "e1"), cell("Klart")]},
        {"key": "b", "label": "It", "cells": [cell("–"), cell("")]},
    ]
    columns = [{"label": "Belopp"}, {"label": "Läge"}]
    table = {"title": "Årets budget", "columns": columns, "rows": rows, "notes": ["Utan it."]}
    return {
        "title": "Plan 2025",
        "sections": [{"title": "Ekonomi", "paragraphs": [cell("Det går bra.")], "tables": [table]}],
    }


def table_in(report: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = report["sections"][0]["tables"][0]
    return found


def told(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return [str(each) for each in differences(was, now)]


def test_the_same_report_has_no_differences() -> None:
    """Nor has one with more names in it than an earlier release gave."""
    more = contract()
    table_in(more)["rows"][0]["cells"][0]["colour"] = "blue"
    more["sections"][0]["order"] = 1
    assert told(contract(), contract()) == told(contract(), more) == told(more, contract()) == []


CHANGES = {
    "a title": (lambda now: now.update(title="Plan 2026"), "Titel: Plan 2025 → Plan 2026"),
    "a text": (
        lambda now: now["sections"][0]["paragraphs"][0].update(text="Det går sämre."),
        "Ekonomi, stycke 1: Det går bra. → Det går sämre.",
    ),
    "a figure": (
        lambda now: table_in(now)["rows"][0]["cells"][0].update(text="1,5", value="1.5"),
        "Ekonomi, Årets budget, Personal, Belopp: 1,4 mnkr → 1,5 mnkr",
    ),
    "decimals that are not printed": (
        lambda now: table_in(now)["rows"][0]["cells"][0].update(value="1.41"),
        "Ekonomi, Årets budget, Personal, Belopp: 1.4 → 1.41",
    ),
    "the events behind a figure": (
        lambda now: table_in(now)["rows"][0]["cells"][0].update(events=["e2"]),
        "Ekonomi, Årets budget, Personal, Belopp: 1,4 mnkr → 1,4 mnkr, men inte ur samma händelser",
    ),
    "something for nothing": (
        lambda now: table_in(now)["rows"][1]["cells"][1].update(text="Pågår"),
        "Ekonomi, Årets budget, It, Läge: (tom) → Pågår",
    ),
    "a note": (
        lambda now: table_in(now)["notes"].append("Mer."),
        "Ekonomi, Årets budget, not 2: (fanns inte) → Mer.",
    ),
}


@pytest.mark.parametrize(("change", "line"), CHANGES.values(), ids=CHANGES.keys())
def test_what_differs_is_told_by_its_place(change: Any, line: str) -> None:
    """What was, and what is."""
    now = contract()
    change(now)
    assert told(contract(), now) == [line]


def test_rows_tables_and_sections_come_and_go() -> None:
    """Each place of theirs is told; rows of one name are told apart."""
    now = contract()
    rows = table_in(now)["rows"]
    rows.append(deepcopy(rows[0]))
    assert told(contract(), now) == [
        "Ekonomi, Årets budget, Personal (2), Belopp: (fanns inte) → 1,4 mnkr",
        "Ekonomi, Årets budget, Personal (2), Läge: (fanns inte) → Klart",
    ]
    now = contract()
    now["sections"] = []
    assert len(told(contract(), now)) == 6
    assert all(line.endswith("→ (fanns inte)") for line in told(contract(), now))


def test_a_table_called_as_its_section_is_named_once() -> None:
    """As in print."""
    was, now = contract(), contract()
    for each in (was, now):
        table_in(each)["title"] = "Ekonomi"
    table_in(now)["rows"][0]["cells"][1]["text"] = "Sent"
    assert told(was, now) == ["Ekonomi, Personal, Läge: Klart → Sent"]
