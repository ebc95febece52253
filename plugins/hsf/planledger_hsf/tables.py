"""Hälso- och sjukvårdsförvaltningens tables: vårdgaranti and fee rules, and the shared blocks with its columns."""

from __future__ import annotations

from ledger.blocks import activities as activity
from ledger.blocks import control, grants, indicators, investments
from ledger.blocks import finance as money
from ledger.blocks import goals as goal
from ledger.blocks.planned import plan_followed_up_table
from ledger.blocks.ram import ram_by_year, ram_changes_table, ram_distribution, ram_moves
from ledger.events import (
    ActivityMilestoneSet,
    ActivityPlanned,
    IndicatorTargetSet,
)
from ledger.figures import POINTS, Period
from ledger.projections.followup import round_code
from ledger.projections.ram import distributed_periods
from ledger.tables import Bars, Column, Gaps, Table, TableDefinition, recorded_for, table
from ledger.views import View
from planledger_hsf import words
from planledger_hsf.events import FeeRuleSet, VardgarantiMeasured, VardgarantiTargetSet
from planledger_hsf.words import HSF

planned_years = recorded_for(ActivityPlanned, HSF)
"""The years that have a plan."""


@table("mal", title="Mål från fullmäktige och nämnd")
def goals(view: View) -> Table:
    """Fullmäktiges mål, och perspektiven som bidrar till dem."""
    return goal.goals(view, HSF, ("Regionfullmäktige", "Perspektiv"))


@table("insatsomraden", title="Insatsområden")
def areas(view: View) -> Table:
    """De fem insatsområdena."""
    return goal.goal_list(view, HSF, "Insatsområde", label="Insatsområde")


uppdrag = goal.uppdrag_given_table(HSF, "uppdrag", "Uppdrag från fullmäktige och nämnd")


indicators_planned = indicators.planned_table(
    HSF, "indikatorer", lambda year: indicators.readings(f"Nuläge {year}", year, year.earlier(2))
)


@table(
    "vardgaranti",
    title="Andel patienter som får sin vård enligt vårdgarantin",
    periods=recorded_for(VardgarantiTargetSet, HSF),
)
def vardgaranti(view: View, period: Period) -> Table:
    """Mål och senaste utfall per nivå och slag av vård; avståndet till målet räknas ut."""
    rows = Table(
        "Nivå och slag",
        Column("Tidsgräns", "time-limit"),
        Column(f"Målvärde {period}", "target"),
        Column("Utfall", "value"),
        Column("Utfall avser", "measured"),
        Column("Till målet", "gap", POINTS),
        Column("Redovisas", "reported"),
    )
    for target in view.latest(VardgarantiTargetSet, forvaltning=HSF, period=period):
        reading = view.latest_one(VardgarantiMeasured, forvaltning=HSF, level=target.level, care=target.care)
        gap = target.target.points_from(reading.value)
        label = f"{target.level}, {target.care.lower()}"
        reported = target.reported or None
        rows.add(target.key, label, target.time_limit, target.target, reading.value, reading.period, gap, reported)
    return rows.pictured(Gaps("value", "target", between="gap"))


@table("aktiviteter", title="Aktiviteter och milstolpar", periods=planned_years)
def activities(view: View, period: Period) -> Table:
    """Aktiviteterna per insatsområde, med uppdrag och milstolpar för de tre åren och dem efter som har någon."""
    planned = [period.earlier(-more) for more in range(3)]
    later = [year for year in view.periods(ActivityMilestoneSet, forvaltning=HSF) if year.first > planned[-1].last]
    columns = [
        activity.number("Nr"),
        activity.effect("Beskrivning"),
        activity.linked("Koppling till uppdrag", view, HSF),
        *(activity.milestone(str(year), view, HSF, year) for year in [*planned, *later]),
    ]
    return activity.activities(view, HSF, period, columns, label="Aktivitet / Milstolpe", by_goal=True)


@table("delmal", title="Mätbara delmål i aktiviteterna", periods=planned_years)
def partial_goals(view: View, period: Period) -> Table:
    """Det som två av aktiviteterna siktar på, från planåret och framåt."""
    rows = Table("Delmål", Column("Avser", "period"), Column("Mål", "target"))
    for indicator, name in words.PARTIAL_GOALS.items():
        for fact in view.latest(IndicatorTargetSet, forvaltning=HSF, indicator=indicator):
            if fact.event.period.last >= period.first:
                rows.add(f"{indicator}/{fact.event.period}", name, fact.period, fact.target)
    return rows


@table("ram", title="Ram per år")
def ram(view: View) -> Table:
    """Förvaltningens beslutade ram för varje år, och vårdvalets del av den."""
    return ram_by_year(view, HSF, label="År", parts=[words.VARDVAL])


@table("anslag", title="Beslutade ersättningar ur regionstyrelsens anslag", periods=planned_years)
def grants_of_the_board(view: View, period: Period) -> Table:
    """Anslagen i regionplanen, och det som förvaltningen har budgeterat."""
    return _grants(view, period, words.BOARD, label="Anslag i regionplanen")


@table("statsbidrag", title="Statsbidrag och överenskommelser i regionplanen", periods=planned_years)
def state_grants(view: View, period: Period) -> Table:
    """Statsbidragen i regionplanen, och det som förvaltningen har budgeterat."""
    return _grants(view, period, words.STATE, label="Statsbidrag/överenskommelse")


def _grants(view: View, period: Period, giver: str, *, label: str) -> Table:
    columns = [
        grants.amount("Belopp i regionplanen"),
        grants.budgeted("Varav budgetbelopp i HSF"),
        grants.remark("Kommentar", view),
    ]
    return grants.grants(view, HSF, period, [giver], columns, label=label, total_label="Summa")


@table(
    "ramfordelning",
    title="Fördelning av ersättningen inom förvaltningen",
    periods=lambda view: distributed_periods(view, HSF),
)
def ram_by_part(view: View, period: Period) -> Table:
    """Ramen per område, jämförd med året före; varav-rader läggs aldrig till summan."""
    return ram_distribution(view, HSF, [period, period.earlier()], label="Verksamhet", total_label="Summa")


ram_by_cause = ram_changes_table(HSF, total_label="Summa förändring")


@table("ramflyttar", title="Justering av ramar", periods=planned_years)
def ram_moved(view: View, period: Period) -> Table:
    """Ram som flyttas mellan områden."""
    return ram_moves(view, HSF, period)


self_financed = money.self_financed_table(HSF)


investment_ram = investments.investment_ram_table(HSF)


larger_investments = investments.larger_investments_table(HSF)


@table("fastighetsinvesteringar", title="Hyresrelaterade fastighetsinvesteringar", periods=planned_years)
def investments_in_premises(view: View, period: Period) -> Table:
    """Investeringar i lokaler som förvaltningen hyr."""
    columns = [
        investments.kind("Ny- eller ombyggnad"),
        investments.decided("Beslutat"),
        investments.amount(f"Investeringsbelopp {period}", view),
        investments.effect("Förväntad effekt"),
    ]
    label = "Hyresrelaterade fastighetsinvesteringar"
    return investments.larger_investments(view, HSF, period, columns, label=label, premises=True)


@table("budget", title="Budget", periods=planned_years)
def budget(view: View, period: Period) -> Table:
    """Budgeten rad för rad, jämförd med året före och med bokslutet dessförinnan."""
    closed = period.earlier(2)
    columns = [
        money.outcome(f"Bokslut {closed}", closed),
        *(money.budget(f"Budget {year}", year) for year in (period.earlier(), period)),
    ]
    drawn = Bars(tuple(each.key for each in columns), rows=("intakter", "kostnader", "resultat"))
    return money.by_line(view, HSF, words.STATEMENT, columns, label="Rad").pictured(drawn)


@table("underskott", title="Kvarvarande underskott", periods=planned_years)
def deficit(view: View, period: Period) -> Table:
    """Underskottsposten i två års budget, och resultatet som prognosen pekar på."""
    before, code = period.earlier(), round_code(view, HSF, _so_far(period))
    columns = [
        money.budget(f"Budget {before}", before),
        money.forecast(f"Prognos {before}", before, code),
        money.budget(f"Budget {period}", period),
    ]
    return money.by_line(view, HSF, words.DEFICIT, money.in_unit("mnkr", columns), label="Post")


@table("underskott-nyckeltal", title="Åtgärder mot underskottet", periods=planned_years)
def deficit_figures(view: View, period: Period) -> Table:
    """Det som åtgärderna siktar på."""
    covered = _so_far(period)
    columns = [
        indicators.measured(covered.swedish.capitalize(), covered),
        indicators.aimed(f"Mål {period}", period),
    ]
    return indicators.measures(view, HSF, words.DEFICIT_FIGURES, columns, label="Uppgift")


def _so_far(period: Period) -> Period:
    """January–August of the year before: what the latest delårsrapport covers."""
    return Period.of(f"{period.earlier()}-08").so_far


@table("uteblivandeavgift", title="Uteblivandeavgift")
def fee_rules(view: View) -> Table:
    """När en tid senast ska av- eller ombokas."""
    rows = Table(
        "Slag av tid",
        Column("Senaste av- eller ombokning före tiden", "limit"),
        Column("Räknas till", "counted-from"),
        Column("Undantag", "exception"),
    )
    for rule in view.latest(FeeRuleSet, forvaltning=HSF):
        rows.add(rule.key, rule.time.capitalize(), rule.limit, rule.counted_from, rule.exception)
    return rows


controls = control.planned_controls_table(HSF, "internkontroll")


plan_against_followup = plan_followed_up_table(HSF)


TABLES = tuple(each for each in list(globals().values()) if isinstance(each, TableDefinition))
"""All of them, in the order above."""
