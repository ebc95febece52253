"""Förvaltningen för digitaliseringsstöds delårsrapport, med projektportföljen."""

from __future__ import annotations

from ledger.events import Event
from ledger.hookspecs import hookimpl
from ledger.tables import ReportDefinition, TableDefinition
from planledger_fds import reports, tables
from planledger_fds.events import ProjectAssessed, ProjectPrioritised, ProjectRegistered, ProjectScheduled


@hookimpl
def planledger_events() -> tuple[type[Event], ...]:
    """The kinds of decision that only this förvaltning has."""
    return (ProjectRegistered, ProjectPrioritised, ProjectScheduled, ProjectAssessed)


@hookimpl
def planledger_tables() -> tuple[TableDefinition, ...]:
    """The tables, in the order that they are listed."""
    return tables.TABLES


@hookimpl
def planledger_reports() -> tuple[ReportDefinition, ...]:
    """The documents."""
    return reports.REPORTS
