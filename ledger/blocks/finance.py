"""Economy by line and by part: income statements, budgets, results, investments, cost development."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.blocks.followup import comment, periods_followed_up
from ledger.events.finance import DeviationExplained, ForecastChangeStated, SelfFinancedPlanned
from ledger.figures.figure import Converted, Figure, Missing, Sum
from ledger.figures.periods import Period
from ledger.figures.rounding import as_published
from ledger.figures.units import PERCENT
from ledger.language import _
from ledger.projections.finance import Accounts
from ledger.projections.followup import round_code as code_of_round
from ledger.projections.organisation import units
from ledger.tables.definition import TableDefinition, recorded_for, table
from ledger.tables.pictures import Bars
from ledger.tables.table import Column, Kind, Table
from ledger.views.facts import Fact
from ledger.views.view import View


@dataclass(frozen=True)
class Amounts:
    """A column of amounts: ``ask`` gives that of a line, of the whole förvaltning or of a part."""

    label: str
    key: str
    ask: Callable[[Accounts, str, str | None], Figure]
    places: int | None = None

    @property
    def column(self) -> Column:
        """The column in a table."""
        return Column(self.label, self.key, places=self.places)


def budget(label: str, year: Period) -> Amounts:
    """The budget of a year."""
    return Amounts(label, f"budget-{year}", lambda accounts, line, part: accounts.budget(line, year, part))


def carried_over(label: str, from_year: Period, year: Period) -> Amounts:
    """What was moved from one year's budget to another's."""
    key = f"carried-over-{from_year}-{year}"
    return Amounts(label, key, lambda accounts, line, part: accounts.carried_over(line, from_year, year, part))


def available(label: str, year: Period) -> Amounts:
    """The budget of a year with all that was moved to it."""
    return Amounts(label, f"available-{year}", lambda accounts, line, part: accounts.available(line, year, part))


def outcome(label: str, accumulated: Period, budget_year: Period | None = None) -> Amounts:
    """The outcome of a year or the part of it so far; only that charged to ``budget_year`` if one is given."""
    key = "-".join(str(each) for each in ("outcome", accumulated, budget_year) if each)
    return Amounts(label, key, lambda accounts, line, part: accounts.outcome(line, accumulated, part, budget_year))


def forecast(label: str, year: Period, round_code: str) -> Amounts:
    """The forecast for a year, as judged at a follow-up."""
    key = f"forecast-{year}-{round_code}"
    return Amounts(label, key, lambda accounts, line, part: accounts.forecast(line, year, round_code, part))


def outcome_against_budget(label: str, period: Period) -> Amounts:
    """How far the outcome of a period lies from its budget."""
    key = f"outcome-budget-{period}"
    return Amounts(label, key, lambda accounts, line, part: accounts.outcome_against_budget(line, period, part))


def outcome_against_last_year(label: str, period: Period) -> Amounts:
    """How far the outcome of a period lies from the same a year before."""
    key = f"outcome-change-{period}"
    return Amounts(label, key, lambda accounts, line, part: accounts.outcome_change(line, period, part))


def forecast_against_budget(label: str, year: Period, round_code: str) -> Amounts:
    """How far the forecast lies from the year's budget."""
    key = f"forecast-budget-{year}"
    return Amounts(
        label, key, lambda accounts, line, part: accounts.forecast_against_budget(line, year, round_code, part)
    )


def difference(label: str, key: str, one: Amounts, other: Amounts) -> Amounts:
    """One column less another."""
    return Amounts(
        label, key, lambda accounts, line, part: one.ask(accounts, line, part) - other.ask(accounts, line, part)
    )


def in_unit(unit: str, columns: Iterable[Amounts], places: int | None = None) -> list[Amounts]:
    """The columns with every amount in one unit of money, with as many decimals."""

    def converted(column: Amounts) -> Amounts:
        return replace(
            column, places=places, ask=lambda accounts, line, part: column.ask(accounts, line, part).to(unit)
        )

    return [converted(column) for column in columns]


def by_line(
    view: View,
    forvaltning: str,
    lines: Sequence[str],
    columns: Sequence[Amounts],
    *,
    label: str,
    words: Mapping[str, str] | None = None,
) -> Table:
    """A line a row, in the order given. A line that others before it are part of is a subtotal; one above all, the
    total. One that comes below the line that it is part of is a varav.

    ``words`` gives the förvaltning's own name of a line where the document uses another than the ledger's.
    """
    accounts = Accounts.of(view, forvaltning)
    above = {line: [each for each in accounts.ancestors(line) if each in lines] for line in lines}
    varav = {line for place, line in enumerate(lines) if set(above[line]) & set(lines[:place])}
    sums = {each for line, ancestors in above.items() if line not in varav for each in ancestors}
    rows = Table(label, *(column.column for column in columns))
    for line in lines:
        kind: Kind = "subtotal" if above[line] else "total"
        if line not in sums:
            kind = "varav" if line in varav else "item"
        name = (words or {}).get(line) or accounts.name(line)
        amounts = [_blank_if_never(column.ask(accounts, line, None)) for column in columns]
        if any(figure is not None for figure in amounts):
            rows.add(line, name, *amounts, kind=kind)
    return rows


def by_part(
    view: View,
    forvaltning: str,
    line: str,
    parts: Sequence[str],
    columns: Sequence[Amounts],
    *,
    label: str,
    total_label: str,
) -> Table:
    """A part a row, in the order given; one that lies within another is a varav; the sum of the parts is worked out."""
    accounts, named = Accounts.of(view, forvaltning), units(view, forvaltning)
    rows = Table(label, *(column.column for column in columns))
    for part in parts:
        kind: Kind = "varav" if named.parent(part) in parts else "item"
        amounts = [_blank_if_never(column.ask(accounts, line, part)) for column in columns]
        if any(figure is not None for figure in amounts):
            rows.add(part, named.name(part), *amounts, kind=kind)
    asked = {column.key: column for column in columns}

    def held(column: Column, figure: Figure) -> Figure:
        whole = asked[column.name].ask(accounts, line, None)
        return as_published(figure, whole.published) if whole.published else figure

    return rows.with_total(total_label, held=held)


def cost_development(
    view: View, forvaltning: str, lines: Sequence[str], label: str, change: Callable[[Accounts, str], Figure]
) -> Table:
    """By how many percent each line changes: worked out where both years are known, else as the source states it."""
    accounts = Accounts.of(view, forvaltning)
    rows = Table(label, Column(_("Förändring"), "change", PERCENT, places=None))
    for line in lines:
        if (figure := _blank_if_never(change(accounts, line))) is not None:
            rows.add(line, accounts.name(line), figure)
    return rows.pictured(Bars(("change",)))


def forecast_deviations_table(forvaltning: str, name: str, title: str) -> TableDefinition:
    """The deviations of a whole year that were explained at its follow-ups, as a table of a förvaltning."""

    @table(name, title=title, periods=periods_followed_up(forvaltning))
    def build(view: View, period: Period) -> Table:
        """Orsakerna till att helårets prognos avviker från budget."""
        return explained_deviations(view, forvaltning, period.whole_year, code_of_round(view, forvaltning, period))

    return build


def explained_deviations(view: View, forvaltning: str, year: Period, round_code: str) -> Table:
    """The causes given for what deviates from the budget; amounts worked out where they follow from others: from
    forecasts while the year goes on, from outcomes once it is over.
    """
    accounts = Accounts.of(view, forvaltning)
    rows = Table(_("Avvikelse"), Column(_("Belopp"), "amount"), Column(_("Kommentar"), "comment"))
    for fact in view.latest(DeviationExplained, forvaltning=forvaltning, period=year, round=round_code):
        rows.add(fact.key, fact.name, accounts.explained(fact), comment(view, forvaltning, fact.comment))
    return rows


def forecast_changes(view: View, forvaltning: str, year: Period, round_code: str, *, line: str, costs: str) -> Table:
    """The parts of which the source states how far the forecast lies from the budget, or the costs from last year."""
    accounts, named = Accounts.of(view, forvaltning), units(view, forvaltning)
    rows = Table(
        _("Del"),
        Column(_("Prognos"), "forecast"),
        Column(_("Mot budget"), "from-budget"),
        Column(_("Kostnader mot föregående år"), "from-last-year"),
    )
    facts = view.latest(ForecastChangeStated, forvaltning=forvaltning, period=year, round=round_code)
    for part in dict.fromkeys(fact.event.part for fact in facts if fact.event.part):
        rows.add(
            part,
            named.name(part),
            accounts.forecast(line, year, round_code, part),
            accounts.forecast_against_budget(line, year, round_code, part),
            _blank_if_never(accounts.forecast_change(costs, year, round_code, part)),
        )
    return rows


def self_financed_table(forvaltning: str) -> TableDefinition:
    """The activities that live on their own income, as a table of a förvaltning."""
    periods = recorded_for(SelfFinancedPlanned, forvaltning)

    @table("intaktsfinansierat", title="Intäktsfinansierade verksamheter", periods=periods)
    def build(view: View, period: Period) -> Table:
        """Verksamheterna som lever på egna intäkter."""
        return self_financed(view, forvaltning, period)

    return build


def self_financed(view: View, forvaltning: str, year: Period) -> Table:
    """The activities that live on their own income."""
    named = units(view, forvaltning)
    facts = view.latest(SelfFinancedPlanned, forvaltning=forvaltning, period=year)
    columns: list[Says[Fact[SelfFinancedPlanned]]] = [
        Says(Column(_("Prisförändring i procent"), "price-share"), lambda fact: fact.price_share),
        Says(Column(_("Prisförändring"), "price"), lambda fact: fact.price),
        Says(Column(_("Volymförändring"), "volume"), lambda fact: fact.volume),
        Says(Column(_("Total beräknad intäkt"), "income"), lambda fact: fact.income),
    ]
    return filled_table(
        _("Verksamhet"), columns, (RowOf(fact.key, named.name(fact.event.part), fact) for fact in facts)
    )


def _blank_if_never(figure: Figure) -> Figure | None:
    """Nothing where nothing was ever known, and no document prints anything; unknown what has been withdrawn."""
    known = figure.number is not None or figure.published is not None
    return figure if known or _ever_known(figure) else None


def _ever_known(figure: Figure) -> bool:
    match figure.how:
        case Missing(_question, before):
            return any(True for _source in before())
        case Sum(terms):
            return any(_ever_known(term) for _sign, term in terms)
        case Converted(original):
            return _ever_known(original)
    return True
