"""How a document was handled."""

from __future__ import annotations

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.events.texts import DocumentHandled
from ledger.language import _
from ledger.tables.table import Column, Table
from ledger.views.facts import Fact
from ledger.views.view import View


def handled(view: View, forvaltning: str, document: str) -> Table:
    """By which body, on which day, under which diarienummer."""
    columns: list[Says[Fact[DocumentHandled]]] = [
        Says(Column(_("Behandlas datum"), "handled-on"), lambda fact: fact.handled_on),
        Says(Column(_("Diarienummer"), "diarienummer"), lambda fact: fact.diarienummer or None),
    ]
    facts = view.latest(DocumentHandled, forvaltning=forvaltning, document=document)
    return filled_table(_("Behandlas av"), columns, (RowOf(fact.key, fact.body, fact) for fact in facts))
