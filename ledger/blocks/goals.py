"""Goals and uppdrag: what fullmäktige and the nämnd want, and how it goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.blocks.followup import comment, judgement
from ledger.blocks.schedule import schedule_of
from ledger.events.goals import GoalSet, UppdragGiven, UppdragJudged
from ledger.figures.periods import Period
from ledger.language import _
from ledger.projections.followup import scales
from ledger.tables.definition import TableDefinition, recorded_for, table
from ledger.tables.table import Column, Content, Table
from ledger.views.facts import Fact, NoFact
from ledger.views.view import View

Given = Fact[UppdragGiven]
R = TypeVar("R")


def goals(view: View, forvaltning: str, bodies: tuple[str, str]) -> Table:
    """The goals of the first body, each with the goal of the second that serves it."""
    upper, lower = bodies
    rows = Table(upper, Column(lower, "serving"))
    facts = view.latest(GoalSet, forvaltning=forvaltning)
    serving = {fact.event.serves: fact for fact in facts if fact.event.body == lower}
    for fact in facts:
        if fact.event.body == upper:
            served = serving.get(fact.event.goal)
            rows.add(fact.key, fact.name, served.name if served else None)
    return rows


def goal_list(view: View, forvaltning: str, body: str, *, label: str) -> Table:
    """The goals of one body."""
    rows = Table(label)
    for fact in view.latest(GoalSet, forvaltning=forvaltning):
        if fact.event.body == body:
            rows.add(fact.key, fact.name)
    return rows


def wording(label: str) -> Says[Given]:
    """What is to be done."""
    return Says(Column(label, "uppdrag"), lambda fact: fact.name)


def schedule(label: str) -> Says[Given]:
    """When."""
    return Says(Column(label, "schedule"), schedule_of)


def responsible(label: str) -> Says[Given]:
    """By whom."""
    return Says(Column(label, "responsible"), lambda fact: fact.responsible or None)


def status(label: str, view: View, forvaltning: str, round_code: str) -> Says[Given]:
    """How it goes, as judged at a follow-up."""
    on = scales(view, forvaltning)
    return Says(Column(label, "status"), lambda fact: judgement(on, _judged(view, fact, round_code)))


def remark(label: str, view: View, forvaltning: str, round_code: str) -> Says[Given]:
    """The comment at a follow-up."""

    def said(fact: Given) -> Content:
        return comment(view, forvaltning, _judged(view, fact, round_code).comment)

    return Says(Column(label, "comment"), said)


def uppdrag_given_table(forvaltning: str, name: str, title: str) -> TableDefinition:
    """The uppdrag of a year as they were given, as a table of a förvaltning."""

    @table(name, title=title, periods=recorded_for(UppdragGiven, forvaltning))
    def build(view: View, period: Period) -> Table:
        """Uppdragen för ett år."""
        return uppdrag(view, forvaltning, period, [wording("Uppdrag")])

    return build


def uppdrag(view: View, forvaltning: str, year: Period, columns: Sequence[Says[Given]]) -> Table:
    """The uppdrag of a year, in the order that they were given."""
    facts = view.latest(UppdragGiven, forvaltning=forvaltning, period=year)
    return filled_table(_("Id"), columns, (RowOf(fact.event.uppdrag, fact.uppdrag, fact) for fact in facts))


def under_goals(view: View, forvaltning: str, rows: Iterable[tuple[str | None, RowOf[R]]]) -> list[RowOf[R]]:
    """Rows under the goals that they serve, each goal once, as they came up; those that serve none come first."""
    named = {fact.event.goal: fact.name for fact in view.latest(GoalSet, forvaltning=forvaltning)}
    serving: dict[str, list[RowOf[R]]] = {"": []}
    for goal, row in rows:
        serving.setdefault(goal or "", []).append(row)
    found = serving.pop("")
    for goal, below in serving.items():
        found += [RowOf(goal, named.get(goal, goal), None), *below]
    return found


def _judged(view: View, fact: Given, round_code: str) -> Fact[UppdragJudged] | NoFact[UppdragJudged]:
    about = {"uppdrag": fact.event.uppdrag, "round": round_code}
    return view.latest_one(UppdragJudged, forvaltning=fact.event.forvaltning, **about)
