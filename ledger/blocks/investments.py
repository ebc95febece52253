"""Investments as planned: the planning ram, and the larger ones with why and what they are to give."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.events.investments import InvestmentPlanned, InvestmentRamSet
from ledger.figures.periods import Period
from ledger.language import _
from ledger.projections.finance import Accounts
from ledger.tables.definition import TableDefinition, recorded_for, table
from ledger.tables.table import Column, Table
from ledger.views.facts import Fact
from ledger.views.view import View

Planned = Fact[InvestmentPlanned]


def investment_ram_table(forvaltning: str) -> TableDefinition:
    """The planning ram of each year, as a table of a förvaltning."""

    @table("investeringsram", title="Planeringsramar för inventarier och utrustning")
    def build(view: View) -> Table:
        """Planeringsramen för varje år."""
        return investment_ram(view, forvaltning)

    return build


def investment_ram(view: View, forvaltning: str) -> Table:
    """The planning ram of each year."""
    accounts = Accounts.of(view, forvaltning)
    facts = view.latest(InvestmentRamSet, forvaltning=forvaltning)
    rows = Table(_("År"), Column(_("Planeringsram"), "amount"))
    kinds = {fact.event.line for fact in facts}
    for fact in facts:
        label = fact.period if len(kinds) == 1 else f"{accounts.name(fact.event.line)}, {fact.period}"
        rows.add(f"{fact.event.line}/{fact.event.period}", label, fact.amount)
    return rows


def kind(label: str) -> Says[Planned]:
    """Whether it is new, or replaces or rebuilds something."""
    return Says(Column(label, "kind"), lambda fact: fact.kind or None)


def cause(label: str) -> Says[Planned]:
    """Why."""
    return Says(Column(label, "cause"), lambda fact: fact.cause or None)


def amount(label: str, view: View) -> Says[Planned]:
    """Its budget for the year."""
    return Says(
        Column(label, "amount"),
        lambda fact: Accounts.of(view, fact.event.forvaltning).budget(fact.event.line, fact.event.period),
    )


def decided(label: str) -> Says[Planned]:
    """The whole amount that was decided, where that is told."""
    return Says(Column(label, "decided"), lambda fact: fact.decided if fact.event.decided else None)


def effect(label: str) -> Says[Planned]:
    """What it is to give."""
    return Says(Column(label, "effect"), lambda fact: fact.effect or None)


def larger_investments_table(forvaltning: str) -> TableDefinition:
    """The larger investments of a year in things, as a table of a förvaltning."""

    @table("storre-investeringar", title="Större investeringar", periods=recorded_for(InvestmentPlanned, forvaltning))
    def build(view: View, period: Period) -> Table:
        """Årets större investeringar i inventarier och utrustning, med orsak och förväntad effekt."""
        columns = [
            kind("Ny- eller reinvestering"),
            cause("Orsak"),
            amount("Investeringsbelopp", view),
            effect("Förväntad effekt"),
        ]
        return larger_investments(view, forvaltning, period, columns, label="Större investeringar")

    return build


def larger_investments(
    view: View, forvaltning: str, year: Period, columns: Sequence[Says[Planned]], *, label: str, premises: bool = False
) -> Table:
    """The larger investments of a year, in things or in ``premises`` that are rented."""
    accounts = Accounts.of(view, forvaltning)
    facts = view.latest(InvestmentPlanned, forvaltning=forvaltning, period=year)
    chosen = (fact for fact in facts if fact.event.premises == premises)
    return filled_table(label, columns, (RowOf(fact.key, accounts.name(fact.event.line), fact) for fact in chosen))
