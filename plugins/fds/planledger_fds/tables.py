"""Förvaltningen för digitaliseringsstöds tables."""

from __future__ import annotations

from ledger.figures import DASH
from ledger.tables import Column, Mark, Table, table
from ledger.views import Fact, NoFact, Text, View
from planledger_fds.events import (
    Light,
    ProjectAssessed,
    ProjectPrioritised,
    ProjectRegistered,
    ProjectScheduled,
)

# A shape and a word for each light, so that colour is never the only signal.
SIGNS: dict[Light, Mark] = {
    "grön": Mark("● grön", "good"),
    "gul": Mark("▲ gul", "warning"),
    "röd": Mark("■ röd", "bad"),
}


@table("projektportfolj", title="Projektportfölj")
def portfolio(view: View) -> Table:
    """Projekten i prioritetsordning med ägare, projektledare, tidslinje och läge för tid, resurser och kvalitet (T,
    R, K).
    """
    rows = Table(
        "Projekt",
        Column("Prio", "priority"),
        Column("Ägare", "owners"),
        Column("PL", "leads"),
        Column("Start", "starts"),
        Column("Slut", "ends"),
        Column("T", "time"),
        Column("R", "resources"),
        Column("K", "quality"),
        Column("Kommentar", "comment"),
    )
    for project, order in sorted(
        ((each, _order(view, each)) for each in view.latest(ProjectRegistered)), key=_priority
    ):
        code = project.event.project
        schedule = view.latest_one(ProjectScheduled, project=code)
        state = view.latest_one(ProjectAssessed, project=code)
        lights = (_light(state, "time"), _light(state, "resources"), _light(state, "quality"))
        comment = state.comment or None
        rows.add(
            project.key,
            project.name,
            order.priority or DASH,
            project.owners,
            project.leads,
            schedule.starts,
            schedule.ends,
            *lights,
            comment,
        )
    if rows.rows:
        rows.note("T, R, K: tid, resurser och kvalitet. –: okänt.")
        rows.note("● grön: enligt plan, ▲ gul: mindre avvikelse, ■ röd: stor avvikelse eller risk.")
    return rows


Order = Fact[ProjectPrioritised] | NoFact[ProjectPrioritised]


def _order(view: View, project: Fact[ProjectRegistered]) -> Order:
    return view.latest_one(ProjectPrioritised, project=project.event.project)


def _priority(row: tuple[Fact[ProjectRegistered], Order]) -> tuple[int, str]:
    project, order = row
    return (order.event.priority if isinstance(order, Fact) else 10_000, project.name)


def _light(state: Fact[ProjectAssessed] | NoFact[ProjectAssessed], aspect: str) -> Mark | Text | str:
    """The light as a sign that knows its event; a dash where nobody knows."""
    if not isinstance(state, Fact):
        return DASH
    said: Text = getattr(state, aspect)
    light: Light | None = getattr(state.event, aspect)
    return Mark(SIGNS[light].text, SIGNS[light].tone, said) if light else said
