"""Regionkontoret's tables. Each is a shared block with Regionkontoret's columns, order and words.

A period that is a year makes the year's table; one that is a month, such as 2025-08, that of the delårsrapport so far.
"""

from __future__ import annotations

from ledger.blocks import activities as activity
from ledger.blocks import control, documents, followup, grants, indicators, investments, staff
from ledger.blocks import finance as money
from ledger.blocks import goals as goal
from ledger.blocks.planned import plan_followed_up_table
from ledger.blocks.ram import ram_by_year, ram_changes_table, ram_distribution
from ledger.events import ActivityPlanned, BudgetSet, ControlPlanned, ForecastMade, Scope
from ledger.figures import Period
from ledger.projections.followup import round_code
from ledger.projections.ram import distributed_periods
from ledger.tables import Bars, Table, TableDefinition, recorded_for, table
from ledger.views import Fact, NoFact, View, joined
from planledger_rk import words
from planledger_rk.events import EffectEstimated, EffectRealised
from planledger_rk.words import RK

followed_up = followup.periods_followed_up(RK)
"""The periods that have been followed up."""

planned_years = recorded_for(ActivityPlanned, RK)
"""The years that have a plan."""


def _forecast_months(view: View) -> list[Period]:
    rounds = {fact.event.round for fact in view.latest(ForecastMade, forvaltning=RK)}
    return [period for period in followed_up(view) if round_code(view, RK, period) in rounds]


@table("mal", title="Mål från fullmäktige och regionstyrelse")
def goals(view: View) -> Table:
    """Fullmäktiges mål, och regionstyrelsens mål som bidrar till dem."""
    return goal.goals(view, RK, words.BODIES)


uppdrag_given = goal.uppdrag_given_table(RK, "uppdrag-givna", "Uppdrag från fullmäktige och regionstyrelse")


@table("uppdrag", title="Uppdrag", periods=followed_up)
def uppdrag(view: View, period: Period) -> Table:
    """Uppdragen med status och kommentar vid uppföljningen."""
    code = round_code(view, RK, period)
    when = [] if period.is_year else [goal.schedule("Tidplan"), goal.responsible("Ansvarig")]
    judged = [goal.status("Status", view, RK, code), goal.remark("Kommentar", view, RK, code)]
    return goal.uppdrag(view, RK, period.whole_year, [goal.wording("Uppdrag"), *when, *judged])


indicators_planned = indicators.planned_table(
    RK, "indikatorer-planerade", lambda year: indicators.reading(f"Nuläge {year}", year)
)


@table("indikatorer", title="Förvaltningens mål och indikatorer", periods=followed_up)
def indicators_followed(view: View, period: Period) -> Table:
    """Indikatorerna med mål, utfall, utveckling och kommentar."""
    year, code = period.whole_year, round_code(view, RK, period)
    before = indicators.reading(f"Utfall {year.earlier()}", year.earlier())
    if period.is_year:
        columns = [
            before,
            indicators.target(f"Mål {year}", year),
            indicators.reading(f"Utfall {year}", year),
            indicators.trend("Trend", code),
        ]
    else:
        columns = [
            before,
            indicators.target(f"Målvärde {year}", year),
            indicators.reading(f"Utfall delår {year}", period.so_far),
            indicators.trend("Utveckling", code),
        ]
    return indicators.followed(view, RK, year, [*columns, indicators.remark("Kommentar", code)], label="Indikator")


@table(
    "aktiviteter-planerade",
    title="Aktiviteter för att nå mål, inriktning och uppdrag",
    periods=planned_years,
)
def activities_planned(view: View, period: Period) -> Table:
    """Årets aktiviteter: för vad, med vilken effekt, när och av vem."""
    columns = [
        activity.linked("Koppling till", view, RK),
        activity.effect("Beräknad effekt"),
        activity.schedule("Tidplan"),
        activity.responsible("Ansvarig"),
    ]
    return activity.activities(view, RK, period, columns, label="Aktivitet/projekt")


@table("aktiviteter", title="Aktiviteter", periods=followed_up)
def activities_followed(view: View, period: Period) -> Table:
    """Aktiviteterna med status och kommentar vid uppföljningen."""
    code = round_code(view, RK, period)
    when = [] if period.is_year else [activity.schedule("Tidplan"), activity.responsible("Ansvarig")]
    columns = [
        activity.linked("Koppling till", view, RK),
        *when,
        activity.status("Status", view, RK, code),
        activity.remark("Kommentar", view, RK, code),
    ]
    return activity.activities(view, RK, period.whole_year, columns, label="Aktivitet")


@table("skalor", title="Så redovisas utvecklingen")
def scale_steps(view: View) -> Table:
    """Skalorna som mål, uppdrag och aktiviteter bedöms på."""
    return followup.scale_steps(view, RK, words.SCALES)


@table("effekthemtagning", title="Ekonomisk effekthemtagning", periods=recorded_for(EffectEstimated, RK))
def effects(view: View, period: Period) -> Table:
    """Åtgärder med beräknad och realiserad effekt; det som återstår räknas ut."""
    rows = Table(
        "Aktivitet/projekt",
        "Tidplan",
        "Ansvarig",
        "Beräknad effekt",
        "Realiserad effekt",
        "Återstår",
        "Jämfört med",
    )
    for effect in view.latest(EffectEstimated, forvaltning=RK, period=period):
        realised = _realised(view, effect.event.measure, period)
        rows.add(
            effect.key,
            effect.name,
            effect.schedule,
            effect.responsible,
            effect.amount,
            realised.amount,
            effect.amount - realised.amount,
            joined(realised.compared_with, realised.comparison_period),
        )
    return rows.with_total(columns=["beräknad-effekt", "realiserad-effekt"])


def _realised(view: View, measure: str, period: Period) -> Fact[EffectRealised] | NoFact[EffectRealised]:
    """The reading against last year's outcome, or the plain one: one against budget is a comparison of its own."""
    for compared_with in ("utfall", None):
        about = {"measure": measure, "period": period, "compared_with": compared_with}
        reading = view.latest_one(EffectRealised, forvaltning=RK, **about)
        if reading:
            return reading
    return reading


@table("ram", title="Ram per år")
def ram(view: View) -> Table:
    """Regionkontorets beslutade ram för varje år."""
    return ram_by_year(view, RK, label="År")


@table(
    "ramfordelning",
    title="Fördelning av ersättningen inom förvaltningen",
    periods=lambda view: distributed_periods(view, RK),
)
def ram_by_part(view: View, period: Period) -> Table:
    """Ramen per centrumbildning, jämförd med året före."""
    years = [period.earlier(), period]
    return ram_distribution(view, RK, years, label="Centrumbildning", total_label="Summa Regionkontoret")


ram_by_cause = ram_changes_table(RK, total_label="Summa")


@table(
    "anslag",
    title="Beslutade ersättningar ur regionstyrelsens anslag",
    periods=grants.granted_by(RK, [words.BOARD]),
)
def grants_of_the_board(view: View, period: Period) -> Table:
    """Anslagen för ett år."""
    columns = [grants.amount("Belopp")]
    return grants.grants(view, RK, period, [words.BOARD], columns, label="Ändamål", total_label="Summa")


@table(
    "riktade-medel",
    title="Riktade statsbidrag och medel från myndigheter",
    periods=grants.granted_by(RK, words.STATE),
)
def grants_used(view: View, period: Period) -> Table:
    """Vad som var tillgängligt, och vad som blev av det."""
    columns = [
        grants.amount("Tillgängligt"),
        grants.budgeted("I budget"),
        grants.used("Nyttjat", "nyttjat", view),
        grants.used("Överförs", "överfört", view),
        grants.used("Återbetalas", "återbetalat", view),
    ]
    return grants.grants(view, RK, period, words.STATE, columns, label="Bidrag")


self_financed = money.self_financed_table(RK)


investment_ram = investments.investment_ram_table(RK)


larger_investments = investments.larger_investments_table(RK)


@table("budget", title="Budget", periods=recorded_for(BudgetSet, RK))
def budget(view: View, period: Period) -> Table:
    """Budgeten rad för rad, jämförd med året före."""
    columns = [money.budget(f"Årsbudget {year}", year) for year in (period.earlier(), period)]
    return money.by_line(view, RK, words.STATEMENT, columns, label="Belopp")


SUMS = ("intakter", "kostnader", "resultat")
"""The lines of the income statement that are drawn."""


@table("resultatrakning", title="Resultaträkning", periods=followed_up)
def income_statement(view: View, period: Period) -> Table:
    """Resultaträkningen: utfall, föregående år, budget och, i delårsrapporten, prognos."""
    year, before = period.whole_year, period.whole_year.earlier()
    if period.is_year:
        columns = [
            money.outcome(f"Bokslut {year}", year),
            money.outcome(f"Bokslut {before}", before),
            money.budget(f"Budget {year}", year),
        ]
        lines, own = words.STATEMENT_OF_THE_YEAR, words.WORDS_OF_THE_YEAR
        outcome, before_it, budgeted = (each.key for each in columns)
        drawn = Bars((outcome, budgeted, before_it), rows=SUMS)
        return money.by_line(view, RK, lines, columns, label="Resultaträkning", words=own).pictured(drawn)
    columns = [
        money.outcome(period.swedish.capitalize(), period.so_far),
        money.outcome(period.earlier().swedish.capitalize(), period.earlier().so_far),
        money.outcome(f"Bokslut {before}", before),
        money.budget(f"Budget {year}", year),
        _forecast(view, period),
    ]
    outcome, _before, _closed, budgeted, forecast = (each.key for each in columns)
    drawn = Bars((outcome, budgeted, forecast), rows=SUMS)
    return money.by_line(view, RK, words.STATEMENT, columns, label="Resultaträkning").pictured(drawn)


def _forecast(view: View, period: Period) -> money.Amounts:
    month = period.swedish.partition(" ")[0]
    return money.forecast(f"Prognos {month}", period.whole_year, round_code(view, RK, period))


@table("centrum", title="Utveckling centrumbildningar", periods=followed_up)
def results_by_centre(view: View, period: Period) -> Table:
    """Resultatet per centrumbildning över åren; varav-rader läggs aldrig till."""
    year = period.whole_year
    years = [year.earlier(back) for back in range(4, -1, -1)]
    columns = [money.outcome(str(each), each) for each in (years if period.is_year else years[:-1])]
    if not period.is_year:
        columns.append(money.forecast(f"Prognos {year}", year, round_code(view, RK, period)))
    label = "Utveckling centrumbildningar"
    return money.by_part(view, RK, "resultat", words.CENTRES, columns, label=label, total_label="Resultat")


@table("centrum-prognos", title="Prognos mot budget och föregående år", periods=_forecast_months)
def forecast_by_centre(view: View, period: Period) -> Table:
    """Delar vars prognos förklaras mot budget eller föregående år."""
    return money.forecast_changes(
        view, RK, period.whole_year, round_code(view, RK, period), line="resultat", costs="kostnader"
    )


deviations = money.forecast_deviations_table(RK, "avvikelser", "Förklarade avvikelser")


@table("kostnadsutveckling", title="Kostnadsutveckling", periods=followed_up)
def cost_development(view: View, period: Period) -> Table:
    """Kostnadsslagens förändring i procent mot föregående år."""
    if period.is_year:
        lines = words.COSTS_OF_THE_YEAR
        return money.cost_development(
            view, RK, lines, "Kostnadsslag", lambda accounts, line: accounts.outcome_change(line, period, share=True)
        )
    year, code = period.whole_year, round_code(view, RK, period)
    return money.cost_development(
        view,
        RK,
        words.COSTS_FORECAST,
        "Kostnadsslag",
        lambda accounts, line: accounts.forecast_change(line, year, code, share=True),
    )


@table("investeringar", title="Investeringar", periods=followed_up)
def investments_followed(view: View, period: Period) -> Table:
    """Investeringarna per slag: budget med överförda medel, utfall, prognos och vad som återstår."""
    year = period.whole_year
    available = money.available(f"Budget {year} inkl överförda medel", year)
    spent = money.outcome(f"Utfall {year}", period.so_far)
    if period.is_year:
        columns = [available, spent, money.difference("Kvarvarande medel", "left", available, spent)]
    else:
        code = round_code(view, RK, period)
        expected = money.forecast(f"Prognos {year}", year, code)
        columns = [available, spent, expected, money.difference("Avvikelse", "left", available, spent)]
    own, shown = words.WORDS_OF_INVESTMENTS, _in_its_unit(period, columns)
    return money.by_line(view, RK, words.INVESTMENTS, shown, label="Investeringsprojekt", words=own)


@table("investeringsobjekt", title="Investeringar per objekt", periods=followed_up)
def investments_by_object(view: View, period: Period) -> Table:
    """De enskilda investeringarna: budget med överförda medel, utfall, och vad som förs vidare."""
    year = period.whole_year
    available = money.available(f"Budget {year}", year)
    spent = money.outcome(f"Utfall {year}", period.so_far)
    if period.is_year:
        columns = [spent, money.carried_over(f"Flyttas till {year.first.year + 1}", year, _next(year))]
    else:
        expected = money.forecast(f"Prognos {year}", year, round_code(view, RK, period))
        columns = [available, spent, expected, money.difference("Återstår", "left", available, expected)]
    shown = _in_its_unit(period, columns)
    return money.by_line(view, RK, words.INVESTMENT_PROJECTS, shown, label="Objekt")


def _in_its_unit(period: Period, columns: list[money.Amounts]) -> list[money.Amounts]:
    """The årsredovisning has investments in mnkr, the delårsrapport in whole tkr."""
    return money.in_unit("mnkr", columns) if period.is_year else money.in_unit("tkr", columns, places=0)


def _next(year: Period) -> Period:
    return Period.of(str(year.year + 1))


@table("investeringsredovisning", title="Investeringsredovisning", periods=_forecast_months)
def investment_accounts(view: View, period: Period) -> Table:
    """Investeringarna per slag och budgetår: köpt, kvarvarande, budget, prognos och avvikelse."""
    year = period.whole_year
    earlier = [year.earlier(2), year.earlier()]
    available = money.available("Budget total", year)
    spent = money.outcome(f"Tot utfall {period.last}", period.so_far)
    columns = [
        money.outcome(f"Bokslut {year.earlier().last}", year.earlier()),
        *(money.outcome(f"Inköp {year} utifrån budget {each}", period.so_far, each) for each in (*earlier, year)),
        spent,
        *(money.carried_over(f"Kvarvarande budget från {each} under {year}", each, year) for each in earlier),
        money.budget(f"Budget {year}", year),
        available,
        money.forecast(f"Prognos totalt {year}", year, round_code(view, RK, period)),
        money.difference("Avvikelse tot budget-utfall", "left", available, spent),
    ]
    shown = money.in_unit("tkr", columns, places=1)
    return money.by_line(view, RK, words.INVESTMENT_ACCOUNTS, shown, label="Investeringskategori")


@table("sjukfranvaro", title="Sjukfrånvaro", periods=followed_up)
def sick_leave(view: View, period: Period) -> Table:
    """Sjukfrånvaron efter längd, kön och ålder, jämförd med året före."""
    rows = (*staff.SICK_LEAVE_BY_LENGTH, *staff.SICK_LEAVE_BY_SEX, *staff.SICK_LEAVE_BY_AGE)
    found = staff.staff_measures(view, RK, period, rows, _two_years, label="Sjukfrånvaro mätt i procent")
    groups = (staff.SICK_LEAVE_BY_LENGTH[0], *staff.SICK_LEAVE_BY_SEX, *staff.SICK_LEAVE_BY_AGE)
    before, now = (each.name for each in found.columns)
    return found.pictured(Bars((now, before), rows=tuple(each.key for each in groups)))


@table("arbetad-tid", title="Arbetad tid", periods=followed_up)
def worked_time(view: View, period: Period) -> Table:
    """Arbetad tid och årsarbetare, med förändringen mot året före."""

    def columns(covered: Period) -> list[indicators.MeasureColumn]:
        share = indicators.change_in_percent("Förändring %", covered, places=2)
        return [*_two_years(covered), indicators.change("Förändring", covered), share]

    return staff.staff_measures(
        view, RK, period, staff.WORKED_TIME_ROWS, columns, label="Arbetad tid, ack aktuell månad"
    )


@table("arbetsmiljo", title="Rehabilitering och arbetsmiljö", periods=followed_up)
def cases(view: View, period: Period) -> Table:
    """Rehabiliteringsärenden och rapporterade arbetsmiljöavvikelser."""
    return indicators.measures(view, RK, words.CASES, _two_years(period.so_far), label="Ärenden")


def _two_years(covered: Period) -> list[indicators.MeasureColumn]:
    before = covered.earlier()
    return [indicators.measured(str(each.year), each) for each in (before, covered)]


@table("nyckeltal-forandring", title="Nyckeltal, förändring mot föregående år", periods=followed_up)
def key_figures_changed(view: View, period: Period) -> Table:
    """Nyckeltal som dokumentet bara anger förändringen av."""
    covered = period.so_far
    columns = [indicators.change("Förändring", covered), indicators.change_in_percent("Förändring %", covered)]
    return indicators.measures(view, RK, words.KEY_FIGURES_CHANGED, columns, label="Nyckeltal")


@table("nyckeltal", title="Nyckeltal", periods=followed_up)
def key_figures(view: View, period: Period) -> Table:
    """Nyckeltal som dokumentet anger nivån av."""
    columns = [indicators.measured("Värde", period.so_far)]
    return indicators.measures(view, RK, words.KEY_FIGURES, columns, label="Nyckeltal")


controls_planned = control.planned_controls_table(RK, "internkontroll-planerad")


@table("internkontroll", title="Internkontroll", periods=recorded_for(ControlPlanned, RK))
def controls_performed(view: View, period: Period, omfattning: Scope = "regionövergripande") -> Table:
    """Granskningarnas resultat och åtgärder."""
    return control.performed_controls(view, RK, period.whole_year, omfattning)


control_findings = control.control_findings_table(RK, "Internkontroll, iakttagelser")


@table("arende", title="Ärende", periods=documents.handled_periods(RK))
def handled(view: View, period: Period) -> Table:
    """Vem som behandlade dokumentet om en period, och när."""
    return documents.handled(view, RK, period)


plan_against_followup = plan_followed_up_table(RK)


TABLES = tuple(each for each in list(globals().values()) if isinstance(each, TableDefinition))
"""All of them, in the order above."""
