"""Schedules, as plans write them: a year, quarters, a month, or words."""

from __future__ import annotations

from typing import Any

from ledger.figures.periods import Period
from ledger.tables.table import Content
from ledger.views.facts import Text


def schedule_of(fact: Any) -> Content:
    """The schedule of a plan, quarters as quarters; nothing where none is given."""
    when = fact.event.schedule
    if when is None:
        return None
    return Text(when.in_quarters, fact.record) if isinstance(when, Period) else fact.schedule
