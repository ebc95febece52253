"""Regionkontorets effekthemtagning och ram."""

from __future__ import annotations

from ledger.events import Event
from ledger.hookspecs import hookimpl
from ledger.tables import TableDefinition
from planledger_rk import tables
from planledger_rk.events import EffectEstimated, EffectRealised


@hookimpl
def planledger_events() -> tuple[type[Event], ...]:
    """The kinds of decision that only this förvaltning has."""
    return (EffectEstimated, EffectRealised)


@hookimpl
def planledger_tables() -> tuple[TableDefinition, ...]:
    """The tables, in the order that they are listed."""
    return (tables.effects, tables.ram_by_part, tables.ram_by_cause)
