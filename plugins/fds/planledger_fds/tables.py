"""Förvaltningen för digitaliseringsstöds tables: its own portfolio, and the shared blocks with its columns."""

from __future__ import annotations

from decimal import Decimal

from ledger.blocks import activities as activity
from ledger.blocks import control, indicators, staff
from ledger.blocks import finance as money
from ledger.blocks import goals as goal
from ledger.blocks.followup import periods_followed_up
from ledger.blocks.planned import plan_followed_up_table
from ledger.events import ControlPlanned
from ledger.figures import COUNT, DASH, MONTHS, Figure, Period, Quantity, Read
from ledger.projections.followup import round_code
from ledger.tables import Bars, Column, Lines, Mark, Table, TableDefinition, Timeline, recorded_for, table
from ledger.views import Fact, NoFact, Text, View
from planledger_fds import words
from planledger_fds.events import (
    Light,
    ProjectAssessed,
    ProjectPrioritised,
    ProjectRegistered,
    ProjectScheduled,
)
from planledger_fds.words import FDS

followed_up = periods_followed_up(FDS)
"""The periods that have been followed up."""


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
        ((each, _order(view, each)) for each in view.latest(ProjectRegistered, forvaltning=FDS)), key=_priority
    ):
        code = project.event.project
        schedule = view.latest_one(ProjectScheduled, forvaltning=FDS, project=code)
        state = view.latest_one(ProjectAssessed, forvaltning=FDS, project=code)
        lights = (_light(state, "time"), _light(state, "resources"), _light(state, "quality"))
        comment = state.comment or None
        rows.add(
            project.key,
            project.name,
            _place(order),
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
    return rows.pictured(Timeline("starts", "ends", lights=("time", "resources", "quality")))


Order = Fact[ProjectPrioritised] | NoFact[ProjectPrioritised]


def _order(view: View, project: Fact[ProjectRegistered]) -> Order:
    return view.latest_one(ProjectPrioritised, forvaltning=FDS, project=project.event.project)


def _priority(row: tuple[Fact[ProjectRegistered], Order]) -> tuple[int, str]:
    project, order = row
    return (order.event.priority if isinstance(order, Fact) else 10_000, project.name)


def _place(order: Order) -> Figure | str:
    """The place in the order as a number that knows its event; a dash where none was decided."""
    if not isinstance(order, Fact):
        return DASH
    return Figure(Quantity(Decimal(order.event.priority), COUNT), Read(order.record, "priority"))


def _light(state: Fact[ProjectAssessed] | NoFact[ProjectAssessed], aspect: str) -> Mark | Text | str:
    """The light as a sign that knows its event; a dash where nobody knows."""
    if not isinstance(state, Fact):
        return DASH
    said: Text = getattr(state, aspect)
    light: Light | None = getattr(state.event, aspect)
    return Mark(SIGNS[light].text, SIGNS[light].tone, said) if light else said


@table("nyckeltal", title="Anslutning till sammanhållen journal", periods=followed_up)
def key_figures(view: View, period: Period) -> Table:
    """Hur många av länets kommuner som är med i den sammanhållna journalen."""
    columns = [indicators.measured("Antal", period.so_far)]
    return indicators.measures(view, FDS, words.MUNICIPALITIES, columns, label="Kommuner")


@table("malomraden", title="Målområden")
def goal_areas(view: View) -> Table:
    """Målområdena."""
    return goal.goal_list(view, FDS, "Målområde", label="Målområde")


@table("indikatorer", title="Mål och indikatorer", periods=followed_up)
def indicators_followed(view: View, period: Period) -> Table:
    """Indikatorerna per målområde med mål och utfall så långt."""
    year = period.whole_year
    columns = [
        indicators.target(f"Mål {year}", year),
        indicators.reading("Utfall ack.", period.so_far, groups=()),
        indicators.reported("Redovisas"),
    ]
    return indicators.followed(view, FDS, year, columns, label="Indikator")


@table("atgarder", title="Åtgärder", periods=followed_up)
def measures_followed(view: View, period: Period) -> Table:
    """Åtgärderna per målområde med delåtgärder, tidplan och status."""
    code = round_code(view, FDS, period)
    columns = [
        activity.number("Nr"),
        activity.schedule("Tidplan"),
        activity.status("Status", view, FDS, code),
        activity.remark("Kommentar", view, FDS, code),
    ]
    return activity.activities(view, FDS, period.whole_year, columns, label="Åtgärd", by_goal=True)


def _last_year_first(covered: Period) -> list[indicators.MeasureColumn]:
    return [
        indicators.measured("Föregående år", covered.earlier()),
        indicators.measured("Innevarande år", covered),
    ]


@table("sjukfranvaro", title="Sjukfrånvaro (ack)", periods=followed_up)
def sick_leave(view: View, period: Period) -> Table:
    """Sjukfrånvaron efter längd, kön och ålder, jämförd med året före."""
    rows = (*staff.SICK_LEAVE_BY_LENGTH, *staff.SICK_LEAVE_BY_SEX, *staff.SICK_LEAVE_BY_AGE)
    return staff.staff_measures(view, FDS, period, rows, _last_year_first, label="Sjukfrånvaro")


@table("sjukfranvaro-manad", title="Sjukfrånvaro per månad", periods=followed_up)
def sick_leave_by_month(view: View, period: Period) -> Table:
    """Sjukfrånvaron månad för månad."""
    months = [Period.of(f"{period.year}-{month:02d}") for month in range(1, period.last.month + 1)]
    by_month = indicators.by_period(view, FDS, staff.SICK_LEAVE, months, label="Månad", name=_month)
    return by_month.pictured(Lines((staff.SICK_LEAVE,)))


def _month(period: Period) -> str:
    return MONTHS[period.first.month - 1].capitalize()


@table("rehabilitering", title="Antal rehabiliteringsärenden (ack)", periods=followed_up)
def rehabilitation(view: View, period: Period) -> Table:
    """Rehabiliteringsärenden, och hur många som är avslutade."""
    return staff.staff_measures(view, FDS, period, words.CASES, _last_year_first, label="Ärenden")


@table("arbetsmiljo", title="Arbetsmiljöavvikelser (ack)", periods=followed_up)
def incidents(view: View, period: Period) -> Table:
    """Händelser och risker, och vad de gällde."""
    return staff.staff_measures(view, FDS, period, words.INCIDENTS, _last_year_first, label="Avvikelser")


@table("arbetad-tid", title="Arbetad tid (ack)", periods=followed_up)
def worked_time(view: View, period: Period) -> Table:
    """Arbetad tid och årsarbetare, med förändringen mot året före."""

    def columns(covered: Period) -> list[indicators.MeasureColumn]:
        return [
            indicators.measured("Innevarande år", covered),
            indicators.change("Förändring", covered),
            indicators.change_in_percent("Förändring %", covered, places=2),
            indicators.measured("Föregående år", covered.earlier()),
        ]

    return staff.staff_measures(view, FDS, period, words.WORKED_TIME, columns, label="Arbetad tid")


@table("resultatrakning", title="Förenklad resultaträkning", periods=followed_up)
def income_statement(view: View, period: Period) -> Table:
    """Resultaträkningen så långt mot budget och året före, och helårets prognos mot budget."""
    year, so_far, code = period.whole_year, period.so_far, round_code(view, FDS, period)
    columns = [
        money.outcome("Ack utfall inn år", so_far),
        money.budget("Ack budget inn år", so_far),
        money.outcome_against_budget("Ack avv från budget", so_far),
        money.outcome("Ack utfall fg år", so_far.earlier()),
        money.forecast("Helår prognos", year, code),
        money.budget("Helår budget", year),
        money.forecast_against_budget("Avv bud mot prog", year, code),
        money.outcome("Bokslut utf fg år", year.earlier()),
        money.outcome_against_last_year("Ack avv fg år", so_far),
    ]
    outcome, budgeted, _gap, _before, forecast, budget, *_more = (each.key for each in columns)
    drawn = Bars((outcome, budgeted, forecast, budget), rows=("intakter", "kostnader", "resultat"))
    return money.by_line(view, FDS, words.STATEMENT, columns, label="Resultaträkning").pictured(drawn)


@table("avvikelser", title="Större avvikelser, perioden", periods=followed_up)
def deviations_so_far(view: View, period: Period) -> Table:
    """Orsakerna till att periodens utfall avviker från budget."""
    return money.explained_deviations(view, FDS, period.so_far, round_code(view, FDS, period))


deviations_forecast = money.forecast_deviations_table(FDS, "prognosavvikelser", "Större avvikelser, helåret")


@table("investeringar", title="Investeringar", periods=followed_up)
def investments_followed(view: View, period: Period) -> Table:
    """Investeringarna: budget med överförda medel, utfall och prognos."""
    year = period.whole_year
    columns = [
        money.available(f"Budget {year} inkl överförda medel", year),
        money.outcome("Utfall", period.so_far),
        money.forecast(f"Prognos {year}", year, round_code(view, FDS, period)),
    ]
    return money.by_line(
        view, FDS, words.INVESTMENTS, columns, label="Investeringsprojekt", words=words.WORDS_OF_INVESTMENTS
    )


@table("internkontroll", title="Intern kontroll", periods=recorded_for(ControlPlanned, FDS))
def controls_performed(view: View, period: Period) -> Table:
    """Granskningarnas resultat och åtgärder."""
    return control.performed_controls(view, FDS, period.whole_year, "regionövergripande", with_responsible=False)


control_findings = control.control_findings_table(FDS, "Intern kontroll, iakttagelser")


plan_against_followup = plan_followed_up_table(FDS, activities="Åtgärder")


TABLES = tuple(each for each in list(globals().values()) if isinstance(each, TableDefinition))
"""All of them, in the order above."""
