"""Grants beside the ram: what is available, what is budgeted, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.blocks.followup import comment
from ledger.events.grants import GrantAllocated, GrantUsed
from ledger.figures.figure import Figure
from ledger.figures.periods import Period
from ledger.language import _
from ledger.projections.grants import Granted, grant, granted, sum_of
from ledger.tables.definition import Periods
from ledger.tables.table import Column, Content, Table
from ledger.views.facts import Fact
from ledger.views.view import View


def amount(label: str) -> Says[Granted]:
    """What is available."""
    return Says(Column(label, "amount"), lambda fact: fact.amount)


def budgeted(label: str) -> Says[Granted]:
    """What the budget counts with, where that is another amount."""
    return Says(Column(label, "budgeted"), lambda fact: fact.budgeted if fact.event.budgeted else None)


def used(label: str, use: str, view: View) -> Says[Granted]:
    """What became of it: nyttjat, överfört or återbetalat."""

    def said(fact: Granted) -> Content:
        about = {"grant": fact.event.grant, "use": use, "period": fact.event.period}
        found = view.latest_one(GrantUsed, forvaltning=fact.event.forvaltning, **about)
        return found.amount if isinstance(found, Fact) else None

    return Says(Column(label, use), said)


def remark(label: str, view: View) -> Says[Granted]:
    """The comment."""
    return Says(Column(label, "comment"), lambda fact: comment(view, fact.event.forvaltning, fact.comment))


def granted_by(forvaltning: str, givers: Sequence[str]) -> Periods:
    """The periods for which some givers have made something available."""

    def periods(view: View) -> list[Period]:
        facts = view.latest(GrantAllocated, forvaltning=forvaltning)
        return sorted({fact.event.period for fact in facts if fact.event.giver in givers})

    return periods


def grants(
    view: View,
    forvaltning: str,
    year: Period,
    givers: Sequence[str],
    columns: Sequence[Says[Granted]],
    *,
    label: str,
    total_label: str = "",
) -> Table:
    """What some givers have made available for a year, with the sums that the grants are counted in."""
    facts = granted(view, forvaltning, year, givers)
    rows = filled_table(label, columns, (RowOf(fact.key, fact.name, fact) for fact in facts))
    for fact in facts:
        if fact.event.on_demand:
            rows.note(_("{name}: hämtas vid behov, beloppet är ett tak").format(name=fact.name))
    if not total_label:
        return rows
    group = sum_of(facts)

    def held(column: Column, added: Figure) -> Figure:
        return grant(view, forvaltning, group, year, column.name) if group else added

    return rows.with_total(total_label, held=held)
