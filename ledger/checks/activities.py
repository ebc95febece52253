"""Uppdrag and activities: numbers, references, and what the plan has and the follow-up has not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from ledger.checks.finding import Check, Finding, check
from ledger.events.activities import ActivityJudged, ActivityPlanned
from ledger.events.followup import RoundOpened
from ledger.events.goals import UppdragGiven
from ledger.events.record import Record
from ledger.figures.periods import Period
from ledger.language import _
from ledger.projections.followup import finished
from ledger.projections.planned import Kind, planned_and_followed_up
from ledger.views.facts import Fact
from ledger.views.view import View

Plan = Fact[ActivityPlanned]


@check("dubbelt-nummer")
def numbers_are_told_apart(view: View, forvaltning: str) -> Iterator[Finding]:
    """Numbers that several activities of a year have."""
    for year, plans in _by_year(view, forvaltning).items():
        same: dict[tuple[str, str], list[Plan]] = defaultdict(list)
        for plan in plans:
            if plan.event.number:
                same[plan.event.number, plan.event.within or ""].append(plan)
        for (number, _within), several in same.items():
            if len(several) > 1:
                names = ", ".join(f"”{plan.name}”" for plan in several)
                what = _("Aktivitet {number} ({year}) finns {n} gånger: {names}").format(
                    number=number, year=year, n=len(several), names=names
                )
                yield Finding("error", what, _("ge dem var sitt nummer"), records=_records(several))


@check("hanvisning")
def references_lead_somewhere(view: View, forvaltning: str) -> Iterator[Finding]:
    """Activities that refer to activities or uppdrag that are not there, and uppdrag that no activity carries."""
    given = view.latest(UppdragGiven, forvaltning=forvaltning)
    by_year = _by_year(view, forvaltning)
    for year, plans in by_year.items():
        numbers = {plan.event.number for plan in plans}
        for plan in plans:
            for number in plan.event.refers_to:
                if number not in numbers:
                    what = _("Aktivitet ”{name}” ({year}) hänvisar till aktivitet {number}, som inte finns").format(
                        name=plan.name, year=year, number=number
                    )
                    yield Finding("error", what, _("ta bort hänvisningen, eller rätta numret"), records=(plan.record,))
        yield from _without_uppdrag(plans, year, given)
    yield from _without_activity(by_year, given)


def _without_uppdrag(plans: list[Plan], year: Period, given: list[Fact[UppdragGiven]]) -> Iterator[Finding]:
    there = {fact.event.uppdrag for fact in given if fact.event.period.overlaps(year)}
    strays: dict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        for code in plan.event.uppdrag:
            if code not in there:
                strays[code].append(plan)
    for code, several in strays.items():
        names = ", ".join(f"”{plan.name}”" for plan in several)
        what = _("{names} ({year}) hör till uppdrag {code}, som inte finns").format(names=names, year=year, code=code)
        remedy = _("registrera uppdraget (uppdrag.given), eller rätta beteckningen")
        yield Finding("error", what, remedy, records=_records(several))


def _without_activity(by_year: dict[Period, list[Plan]], given: list[Fact[UppdragGiven]]) -> Iterator[Finding]:
    for fact in given:
        code, period = fact.event.uppdrag, fact.event.period
        plans = [plan for year, several in by_year.items() if year.overlaps(period) for plan in several]
        if plans and not any(code in plan.event.uppdrag for plan in plans):
            what = _("Uppdrag {code} ({year}) har ingen aktivitet").format(code=code, year=period)
            remedy = _("planera en aktivitet för uppdraget, eller säg varför ingen behövs")
            yield Finding("warning", what, remedy, records=(fact.record,))


@check("tidplan")
def activities_end_in_time(view: View, forvaltning: str) -> Iterator[Finding]:
    """Activities that are past their time at the last follow-up that judged them, and are not finished."""
    followed_up = sorted(_followed_up(view, forvaltning), key=lambda each: each[0].event.cut_off)
    last = {plan.record.id: (round_fact, plan, judged) for round_fact, plan, judged in followed_up if judged}
    for round_fact, plan, judged in last.values():
        when = plan.event.schedule
        if not isinstance(when, Period) or when.last >= round_fact.event.cut_off:
            continue
        if not finished(judged.event.said):
            what = _("Aktivitet ”{name}” skulle vara klar {when} och är {said} vid {cut_off}").format(
                name=plan.name,
                when=when.in_quarters,
                said=judged.event.said or _("inte bedömd"),
                cut_off=round_fact.event.cut_off,
            )
            remedy = _("bedöm den som klar, eller besluta en ny tidplan")
            yield Finding("warning", what, remedy, records=(plan.record, judged.record))


@check("saknas-i-uppfoljning")
def what_was_planned_is_followed_up(view: View, forvaltning: str) -> Iterator[Finding]:
    """Activities and uppdrag of a year, by the day of its follow-up, that are not judged there though others are."""
    for round_fact in view.latest(RoundOpened, forvaltning=forvaltning):
        rows = planned_and_followed_up(view, forvaltning, round_fact, _MISSED.keys())
        there = {row.code for row in rows if row.kind == "aktivitet"}
        for row in rows:
            # A part is missed with the whole that it is a part of, which is told once.
            if row.how == "missing" and row.within not in there:
                what, remedy = _MISSED[row.kind]()
                told = what.format(name=row.name, code=row.code, round=round_fact.event.round)
                yield Finding("warning", told, remedy, records=(row.source,))


def _activity_missed() -> tuple[str, str]:
    return (
        _("Aktivitet ”{name}” har ingen bedömning i uppföljningen {round}"),
        _("bedöm den (activity.judged), eller säg att den redovisas ihop med en annan (activity.merged)"),
    )


def _uppdrag_missed() -> tuple[str, str]:
    return (
        _("Uppdrag {code} har ingen bedömning i uppföljningen {round}"),
        _("bedöm uppdraget (uppdrag.judged), eller säg varför det inte redovisas"),
    )


_MISSED: dict[Kind, Callable[[], tuple[str, str]]] = {"aktivitet": _activity_missed, "uppdrag": _uppdrag_missed}


def _followed_up(view: View, forvaltning: str) -> Iterator[tuple[Fact[RoundOpened], Plan, Fact[ActivityJudged] | None]]:
    """Each follow-up in which activities were judged, with each activity of its year and how it was judged."""
    by_year = _by_year(view, forvaltning)
    for round_fact in view.latest(RoundOpened, forvaltning=forvaltning):
        code = round_fact.event.round
        facts = view.latest(ActivityJudged, forvaltning=forvaltning, round=code)
        judged = {fact.event.activity: fact for fact in facts}
        year = round_fact.event.period.whole_year
        for plan in by_year.get(year, []) if judged else []:
            yield round_fact, plan, judged.get(plan.event.activity)


def _by_year(view: View, forvaltning: str) -> dict[Period, list[Plan]]:
    found: dict[Period, list[Plan]] = defaultdict(list)
    for plan in view.latest(ActivityPlanned, forvaltning=forvaltning):
        found[plan.event.period].append(plan)
    return found


def _records(facts: list[Plan]) -> tuple[Record, ...]:
    return tuple(fact.record for fact in facts)


ACTIVITY_CHECKS: tuple[Check, ...] = (
    numbers_are_told_apart,
    references_lead_somewhere,
    activities_end_in_time,
    what_was_planned_is_followed_up,
)
