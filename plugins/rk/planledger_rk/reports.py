"""Regionkontoret's three documents, section by section in the published order."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.figures import Period
from ledger.projections.texts import paragraphs
from ledger.tables import Section, TableDefinition, TableRequest, report
from ledger.views import Prose, View
from planledger_rk import tables
from planledger_rk.words import OFFICE, RK


def _years(view: View) -> list[Period]:
    return [period for period in tables.followed_up(view) if period.is_year]


def _months(view: View) -> list[Period]:
    return [period for period in tables.followed_up(view) if not period.is_year]


@report(
    "forvaltningsplan",
    title="Förvaltningsplan och budget",
    periods=tables.planned_years,
    years=3,
    forvaltning=RK,
    office=OFFICE,
)
def plan(view: View, period: Period) -> Iterator[Section]:
    """Förvaltningsplanen: grunduppdrag, mål och uppdrag, aktiviteter, ekonomiska förutsättningar, intern kontroll."""

    def about(theme: str) -> list[Prose]:
        return paragraphs(view, RK, theme, period)

    def of(definition: TableDefinition, **more: str) -> TableRequest:
        return definition.of(period=period, **more)

    yield Section("Förvaltningens grunduppdrag", text=about("grunduppdrag"))
    yield Section("Planering och uppföljning i förvaltningen", text=about("planering"))
    yield Section(
        "Mål och uppdrag",
        tables.goals.of(),
        of(tables.uppdrag_given),
        of(tables.indicators_planned),
        text=about("mal"),
    )
    yield Section("Plan för genomförande av uppdrag och måluppfyllelse", of(tables.activities_planned))
    yield Section(
        "Ekonomiska förutsättningar",
        tables.ram.of(),
        of(tables.grants_of_the_board),
        of(tables.ram_by_part),
        tables.ram_by_cause.of(),
        text=about("ersattning"),
    )
    yield Section("Intäktsfinansierade verksamheter", of(tables.self_financed), text=about("intaktsfinansierat"))
    yield Section(
        "Investeringar", tables.investment_ram.of(), of(tables.larger_investments), text=about("investeringar")
    )
    yield Section("Budget", of(tables.budget), text=about("ekonomi"))
    yield Section(
        "Intern kontroll: regionövergripande kontrollområden",
        of(tables.controls_planned, omfattning="regionövergripande"),
        text=about("internkontroll"),
    )
    yield Section(
        "Intern kontroll: förvaltningens kontrollområden", of(tables.controls_planned, omfattning="förvaltningen")
    )


@report("arsredovisning", title="Årsredovisning", periods=_years, forvaltning=RK, office=OFFICE)
def annual_report(view: View, period: Period) -> Iterator[Section]:
    """Årsredovisningen: måluppfyllelse, uppdrag och aktiviteter, medarbetare, effekthemtagning, ekonomi."""

    def about(theme: str) -> list[Prose]:
        return paragraphs(view, RK, theme, period)

    def of(definition: TableDefinition) -> TableRequest:
        return definition.of(period=period)

    yield Section("Året i korthet", text=about("inledning"))
    yield Section("Framtid och utmaningar", text=about("framtid"))
    yield Section("Så redovisas utvecklingen", tables.scale_steps.of())
    yield Section("Måluppfyllelse", of(tables.indicators_followed), text=about("mal"))
    yield Section("Uppdrag", of(tables.uppdrag))
    yield Section("Aktiviteter", of(tables.activities_followed))
    yield Section("Nyckeltal", of(tables.key_figures_changed), of(tables.key_figures), text=about("nyckeltal"))
    yield Section(
        "Medarbetare", of(tables.sick_leave), of(tables.cases), of(tables.worked_time), text=about("medarbetare")
    )
    yield Section("Ekonomisk effekthemtagning", of(tables.effects), text=about("effekthemtagning"))
    yield Section(
        "Ekonomi", of(tables.income_statement), of(tables.deviations), of(tables.grants_used), text=about("ekonomi")
    )
    yield Section("Ekonomi på centrumnivå", of(tables.results_by_centre), text=about("centrum"))
    yield Section("Kostnadsutveckling", of(tables.cost_development), text=about("kostnadsutveckling"))
    yield Section(
        "Investeringar",
        of(tables.investments_followed),
        of(tables.investments_by_object),
        text=about("investeringar"),
    )
    yield Section("Ärende", of(tables.handled))


@report("delarsrapport", title="Delårsrapport", periods=_months, forvaltning=RK, office=OFFICE)
def interim_report(view: View, period: Period) -> Iterator[Section]:
    """Delårsrapporten: mål, uppdrag och aktiviteter, medarbetare, nyckeltal, ekonomi, intern kontroll."""
    covered = period.so_far

    def about(theme: str) -> list[Prose]:
        return paragraphs(view, RK, theme, covered)

    def of(definition: TableDefinition, **more: str) -> TableRequest:
        return definition.of(period=period, **more)

    year = period.whole_year
    yield Section("Året i korthet", text=about("inledning"))
    yield Section("Framtid och utmaningar", text=about("framtid"))
    yield Section("Så redovisas utvecklingen", tables.scale_steps.of())
    yield Section("Förvaltningens mål och indikatorer", of(tables.indicators_followed), text=about("mal"))
    yield Section("Uppdrag från fullmäktige", of(tables.uppdrag))
    yield Section("Aktiviteter för att nå mål, inriktning och uppdrag", of(tables.activities_followed))
    yield Section(
        "Medarbetare", of(tables.sick_leave), of(tables.worked_time), of(tables.cases), text=about("medarbetare")
    )
    yield Section("Nyckeltal", of(tables.key_figures_changed), of(tables.key_figures), text=about("nyckeltal"))
    yield Section("Ekonomisk effekthemtagning", tables.effects.of(period=year), text=about("effekthemtagning"))
    yield Section("Ekonomi", of(tables.income_statement), of(tables.deviations), text=about("ekonomi"))
    yield Section(
        "Utveckling centrumbildningar",
        of(tables.results_by_centre),
        of(tables.forecast_by_centre),
        text=about("centrum"),
    )
    yield Section("Kostnadsutveckling", of(tables.cost_development), text=about("kostnadsutveckling"))
    yield Section(
        "Investeringar",
        of(tables.investments_followed),
        of(tables.investments_by_object),
        text=about("investeringar"),
    )
    yield Section(
        "Internkontroll: regionövergripande",
        of(tables.controls_performed, omfattning="regionövergripande"),
        text=about("internkontroll"),
    )
    yield Section(
        "Internkontroll: förvaltningens kontrollområden", of(tables.controls_performed, omfattning="förvaltningen")
    )
    yield Section("Internkontroll: iakttagelser", of(tables.control_findings))
    yield Section("Investeringsredovisning", of(tables.investment_accounts))


REPORTS = (plan, annual_report, interim_report)
"""All of them, in the order of the year."""
