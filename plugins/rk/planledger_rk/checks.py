"""What Regionkontoret's figures must agree with."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.checks import Check, Finding, check, reimbursement_is_made_up
from ledger.views import View
from planledger_rk.events import EffectEstimated
from planledger_rk.words import BOARD, RK

reimbursement = reimbursement_is_made_up(RK, "regionersattning", {"anslag": BOARD})


@check("rk-effekt-forsvunnen")
def effects_are_followed_up(view: View, forvaltning: str) -> Iterator[Finding]:
    """Åtgärder vars effekt väntas ett senare år men som inte finns i det årets lista."""
    if forvaltning != RK:
        return
    listed = {fact.event.period for fact in view.latest(EffectEstimated, forvaltning=RK)}
    for fact in view.latest(EffectEstimated, forvaltning=RK):
        year = fact.event.effect_from
        if year is None or year not in listed:
            continue
        if not view.latest_one(EffectEstimated, forvaltning=RK, measure=fact.event.measure, period=year):
            what = f"Åtgärden ”{fact.name}” väntas ge {fact.amount} från {year} men finns inte i listan för {year}"
            remedy = "följ upp åtgärden, eller säg att den inte blev av"
            yield Finding("warning", what, remedy, (("beräknad", fact.amount),), (fact.record,))


CHECKS: tuple[Check, ...] = (reimbursement, effects_are_followed_up)
