"""Asked for nothing in particular, every table and report of a plugin is about a period of its own förvaltning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ledger.opening import open_ledger
from ledger.plugins import Plugins

PLUGINS = ("fds", "hsf", "rk")
TABLES = [f"{name}/{each.name}" for name in PLUGINS for each in Plugins().get(name).tables]
REPORTS = [f"{name}/{each.name}" for name in PLUGINS for each in Plugins().get(name).reports]
TODAY = date(2026, 7, 1)
"""A day after everything that the demonstration's documents say."""
NO_FOLLOW_UP = "hsf/plan-mot-uppfoljning"
"""HSF's document is a plan; nothing is recorded of a follow-up of its year."""


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_asked_for_nothing_has_rows(demo: Path, name: str) -> None:
    """In a ledger that several förvaltningar share, of different years."""
    with open_ledger(demo / "demo.db") as ledger:
        assert bool(ledger.show(name, at=TODAY).table.rows) == (name != NO_FOLLOW_UP)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_is_asked_for_nothing_has_sections(demo: Path, name: str) -> None:
    """As its tables have rows."""
    with open_ledger(demo / "demo.db") as ledger:
        assert ledger.report(name, at=TODAY).sections
