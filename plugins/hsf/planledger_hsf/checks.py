"""What Hälso- och sjukvårdsförvaltningens figures must agree with."""

from __future__ import annotations

from ledger.checks import Check, reimbursement_is_made_up
from planledger_hsf.words import BOARD, HSF, STATE

reimbursement = reimbursement_is_made_up(HSF, "regionersattning", {"anslag": BOARD, "statsbidrag": STATE})

CHECKS: tuple[Check, ...] = (reimbursement,)
