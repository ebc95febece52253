"""What Hälso- och sjukvårdsförvaltningens figures must agree with."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.blocks.grants import in_reimbursement
from ledger.checks import Check, Finding, check, sums_up
from ledger.events import BudgetSet
from ledger.projections.finance import Accounts
from ledger.views import View
from planledger_hsf.words import BOARD, HSF, STATE

GIVERS = {"anslag": BOARD, "statsbidrag": STATE}
"""Whose grants regionersättningen is made of, beside the ram."""


@check("hsf-regionersattning")
def reimbursement(view: View, forvaltning: str) -> Iterator[Finding]:
    """Budgeterad regionersättning mot ram, anslag och statsbidrag."""
    if forvaltning != HSF:
        return
    for year in view.periods(BudgetSet, forvaltning=HSF):
        if terms := in_reimbursement(view, HSF, year, GIVERS):
            yield from sums_up(f"Regionersättning {year}", Accounts(view, HSF).budget("regionersattning", year), terms)


CHECKS: tuple[Check, ...] = (reimbursement,)
