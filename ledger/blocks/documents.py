"""How a document was handled."""

from __future__ import annotations

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.events.texts import DocumentHandled
from ledger.figures.periods import Period
from ledger.language import _
from ledger.tables.definition import Periods
from ledger.tables.table import Column, Table
from ledger.views.facts import Fact
from ledger.views.view import View


def handled_periods(forvaltning: str) -> Periods:
    """The periods that documents which have been handled are about."""
    return lambda view: sorted(fact.event.period for fact in view.latest(DocumentHandled, forvaltning=forvaltning))


def handled(view: View, forvaltning: str, period: Period) -> Table:
    """The documents about a period: by which body, on which day, under which diarienummer."""
    columns: list[Says[Fact[DocumentHandled]]] = [
        Says(Column(_("Behandlas datum"), "handled-on"), lambda fact: fact.handled_on),
        Says(Column(_("Diarienummer"), "diarienummer"), lambda fact: fact.diarienummer or None),
    ]
    about = (period, period.so_far)
    facts = [fact for fact in view.latest(DocumentHandled, forvaltning=forvaltning) if fact.event.period in about]
    return filled_table(_("Behandlas av"), columns, (RowOf(fact.key, fact.body, fact) for fact in facts))
