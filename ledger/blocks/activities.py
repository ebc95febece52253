"""Activities: what is to be done for which goal or uppdrag, by whom and when, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.blocks.followup import comment, judgement
from ledger.blocks.goals import under_goals
from ledger.blocks.schedule import schedule_of
from ledger.events.goals import GoalSet
from ledger.figures.periods import Period
from ledger.language import _
from ledger.projections import activities as projected
from ledger.projections.activities import Activity
from ledger.projections.followup import scales
from ledger.tables.table import Column, Content, Kind, Table
from ledger.views.facts import Text
from ledger.views.view import View


def linked(label: str, view: View, forvaltning: str) -> Says[Activity]:
    """What it is for: uppdrag, an inriktning, or a goal."""
    goals = {fact.event.goal: fact for fact in view.latest(GoalSet, forvaltning=forvaltning)}

    def said(activity: Activity) -> Content:
        plan = activity.plan
        if plan.event.uppdrag:
            uppdrag: Text = plan.uppdrag
            return uppdrag
        if activity.direction:
            about = _("Inriktning {direction}").format(direction=activity.direction)
            return Text(about, plan.record)
        goal = goals.get(plan.event.goal or "")
        return Text(_("Mål: {goal}").format(goal=goal.name), plan.record) if goal else None

    return Says(Column(label, "linked"), said)


def effect(label: str) -> Says[Activity]:
    """The effect that is expected, in words."""
    return Says(Column(label, "effect"), lambda activity: activity.plan.effect or None)


def schedule(label: str) -> Says[Activity]:
    """When it is to be done."""
    return Says(Column(label, "schedule"), lambda activity: schedule_of(activity.plan))


def responsible(label: str) -> Says[Activity]:
    """Who is responsible."""
    return Says(Column(label, "responsible"), lambda activity: activity.responsible or None)


def status(label: str, view: View, forvaltning: str, round_code: str) -> Says[Activity]:
    """How it goes, as judged at a follow-up."""
    on = scales(view, forvaltning)

    def said(activity: Activity) -> Content:
        return judgement(on, projected.judged(view, forvaltning, activity.code, round_code))

    return Says(Column(label, "status"), said)


def remark(label: str, view: View, forvaltning: str, round_code: str) -> Says[Activity]:
    """The comment at a follow-up."""

    def said(activity: Activity) -> Content:
        return comment(view, forvaltning, projected.judged(view, forvaltning, activity.code, round_code).comment)

    return Says(Column(label, "comment"), said)


def number(label: str) -> Says[Activity]:
    """The number that is printed."""
    return Says(Column(label, "number"), lambda activity: activity.plan.number or None)


def milestone(label: str, view: View, forvaltning: str, year: Period) -> Says[Activity]:
    """What is to have been reached in a year."""

    def said(activity: Activity) -> Content:
        fact = projected.milestone(view, forvaltning, activity.code, year)
        return fact.milestone if fact else None

    return Says(Column(label, f"milestone-{year}"), said)


def activities(
    view: View, forvaltning: str, year: Period, columns: Sequence[Says[Activity]], *, label: str, by_goal: bool = False
) -> Table:
    """The activities of a year, in the order that they were planned, under the goals that they serve if ``by_goal``;
    parts of one, and what it was merged with, below it.
    """
    found = projected.activities(view, forvaltning, year)
    rows = [(each.plan.event.goal if by_goal else None, row) for each in found for row in _rows(each)]
    return filled_table(label, columns, under_goals(view, forvaltning, rows))


def _rows(activity: Activity, kind: Kind = "item") -> Iterator[RowOf[Activity]]:
    yield RowOf(activity.code, activity.name, activity, kind)
    for part in activity.parts:
        yield from _rows(part, "varav")
