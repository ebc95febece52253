"""Activities: as they were planned, and as they have been reworded, moved and merged since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from ledger.events.activities import (
    ActivityJudged,
    ActivityMerged,
    ActivityMilestoneSet,
    ActivityPlanned,
    ActivityReworded,
    ResponsibleChanged,
)
from ledger.events.base import Event
from ledger.figures.periods import Period
from ledger.views.facts import Fact, NoFact
from ledger.views.view import View

L = TypeVar("L", bound=Event)


@dataclass(frozen=True)
class Activity:
    """An activity in a view: its plan, and what later documents say of it. It keeps its code through all of them."""

    code: str
    plan: Fact[ActivityPlanned]
    name: str
    direction: str
    responsible: str
    parts: tuple[Activity, ...] = ()


def activities(view: View, forvaltning: str, year: Period) -> list[Activity]:
    """The activities of a year, in the order that they were planned; a part of another, or one that was merged with
    another, stands within it.
    """
    plans = view.latest(ActivityPlanned, forvaltning=forvaltning, period=year)
    reworded = {fact.event.activity: fact for fact in view.latest(ActivityReworded, forvaltning=forvaltning)}
    handed = {fact.event.activity: fact for fact in view.latest(ResponsibleChanged, forvaltning=forvaltning)}
    into = {fact.event.activity: fact.event.into for fact in view.latest(ActivityMerged, forvaltning=forvaltning)}
    within = {plan.event.activity: plan.event.within for plan in plans if plan.event.within}
    above = within | into
    found: dict[str, Activity] = {}
    for plan in plans:
        code = plan.event.activity
        words, hands = _since(plan, reworded.get(code)), _since(plan, handed.get(code))
        found[code] = Activity(
            code,
            plan,
            (words.name if words else "") or plan.name,
            (words.direction if words else "") or plan.direction,
            hands.responsible if hands else plan.responsible,
        )
    stand_in = {code: _above(code, above, found) for code in found}
    return [_with_parts(found[code], found, stand_in) for code in found if stand_in[code] is None]


def judged(
    view: View, forvaltning: str, activity: str, round_code: str
) -> Fact[ActivityJudged] | NoFact[ActivityJudged]:
    """How an activity went, as judged at a follow-up."""
    return view.latest_one(ActivityJudged, forvaltning=forvaltning, activity=activity, round=round_code)


def milestone(
    view: View, forvaltning: str, activity: str, year: Period
) -> Fact[ActivityMilestoneSet] | NoFact[ActivityMilestoneSet]:
    """What an activity is to have reached in a year."""
    return view.latest_one(ActivityMilestoneSet, forvaltning=forvaltning, activity=activity, period=year)


def _since(plan: Fact[ActivityPlanned], later: Fact[L] | None) -> Fact[L] | None:
    """What was said of an activity after it was planned; what was said before holds no more."""
    return later if later and (later.effective, later.record.position) > (plan.effective, plan.record.entry) else None


def _above(code: str, above: dict[str, str], found: dict[str, Activity]) -> str | None:
    """What an activity stands within; None for one that stands for itself, as each in a ring does."""
    seen: set[str] = set()
    one = above.get(code)
    while one in found and one not in seen:
        if one == code:
            return None
        seen.add(one)
        one = above.get(one)
    return above[code] if above.get(code) in found else None


def _with_parts(activity: Activity, found: dict[str, Activity], stand_in: dict[str, str | None]) -> Activity:
    """An activity with those that stand within it, and within those."""
    parts = (found[code] for code in found if stand_in[code] == activity.code)
    return replace(activity, parts=tuple(_with_parts(part, found, stand_in) for part in parts))
