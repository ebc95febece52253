"""Checks: where the ledger, or the documents that it was read from, do not agree. ``ledger.checks.run`` runs them."""

from ledger.checks.economy import reimbursement_is_made_up, sums_up
from ledger.checks.finding import Check, Finding, Level, check

__all__ = ["Check", "Finding", "Level", "check", "reimbursement_is_made_up", "sums_up"]
