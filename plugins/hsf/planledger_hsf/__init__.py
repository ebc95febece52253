"""Hälso- och sjukvårdsförvaltningens förvaltningsplan, med vårdgaranti och ram."""

from __future__ import annotations

from ledger.checks import Check
from ledger.events import Event
from ledger.hookspecs import hookimpl
from ledger.tables import ReportDefinition, TableDefinition
from planledger_hsf import checks, reports, tables
from planledger_hsf.events import FeeRuleSet, VardgarantiMeasured, VardgarantiTargetSet


@hookimpl
def planledger_events() -> tuple[type[Event], ...]:
    """The kinds of decision that only this förvaltning has."""
    return (VardgarantiTargetSet, VardgarantiMeasured, FeeRuleSet)


@hookimpl
def planledger_tables() -> tuple[TableDefinition, ...]:
    """The tables, in the order that they are listed."""
    return tables.TABLES


@hookimpl
def planledger_reports() -> tuple[ReportDefinition, ...]:
    """The documents."""
    return reports.REPORTS


@hookimpl
def planledger_checks() -> tuple[Check, ...]:
    """What the figures must agree with, beside the core's checks."""
    return checks.CHECKS
