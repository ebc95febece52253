"""What Hälso- och sjukvårdsförvaltningens figures must agree with."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.checks import Check, Finding, check, sums_up
from ledger.events import BudgetSet
from ledger.projections import ram
from ledger.projections.finance import Accounts
from ledger.projections.grants import counted_in, grant
from ledger.views import View
from planledger_hsf.words import HSF

GRANTS = {"anslag": "summa-anslag", "statsbidrag": "summa-statsbidrag"}
"""The sums of grants that regionersättningen is made of, beside the ram."""


@check("hsf-regionersattning")
def reimbursement(view: View, forvaltning: str) -> Iterator[Finding]:
    """Budgeterad regionersättning mot ram, anslag och statsbidrag."""
    if forvaltning != HSF:
        return
    for year in view.periods(BudgetSet, forvaltning=HSF):
        if all(counted_in(view, HSF, group, year) for group in GRANTS.values()):
            budget = Accounts(view, HSF).budget("regionersattning", year)
            budgeted = {name: grant(view, HSF, group, year, "budgeted") for name, group in GRANTS.items()}
            terms = {"ram": ram.decided(view, HSF, year), **budgeted}
            yield from sums_up(f"Regionersättning {year}", budget, terms)


CHECKS: tuple[Check, ...] = (reimbursement,)
