"""Economy by line: what was budgeted, how it went, and what is expected.

A *line* (a row of the income statement, a kind of investment) lies within another or in none. A line that is made up
of others has no amounts of its own: the sum is worked out. Costs are negative, as the documents print them, and
investments positive.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Amount, Code, Percentage, References, Text, Unit, Units
from ledger.events.followup import Round

LINE_TOPIC = "finance.line-defined"
Line = Annotated[Code, References(LINE_TOPIC, "line")]


class LineDefined(Event, topic=LINE_TOPIC, title="Rad i ekonomin", key=("line",), told_by="name", defines=True):
    """A line of the economy was decided on: a kind of income, of cost, of investment, or a sum of others."""

    line: Code = Field(title="Rad", description="Kod som belopp hänvisar till, t.ex. personal")
    name: Text = Field(title="Namn", description="Radens namn som det står i dokumenten")
    within: Line | None = Field(None, title="Ingår i", description="Raden som den är en del av; tom om ingen är det")


class BudgetSet(
    Event, topic="finance.budget-set", title="Budget beslutad", key=("line", "part", "period"), adds="amount"
):
    """A budget was decided for a line and a year, of the whole förvaltning or of a part."""

    line: Line = Field(title="Rad", description="Radens kod")
    part: Unit | None = Field(None, title="Del", description="Den del som budgeten gäller; tom för hela förvaltningen")
    period: About = Field(title="År", description="Budgetåret")
    amount: Amount = Field(title="Belopp", description="Budgeten i kr, tkr eller mnkr; kostnader med minustecken")


class BudgetCarriedOver(
    Event,
    topic="finance.budget-carried-over",
    title="Budget överförd",
    key=("line", "part", "from_period", "period"),
    adds="amount",
):
    """What was not used of one year's budget was moved to another."""

    line: Line = Field(title="Rad", description="Radens kod")
    part: Unit | None = Field(None, title="Del", description="Den del som det gäller; tom för hela förvaltningen")
    from_period: About = Field(title="Från år", description="Året vars budget medlen kommer ur")
    period: About = Field(title="Till år", description="Året då medlen får användas")
    amount: Amount = Field(title="Belopp", description="Det som förs över, i kr, tkr eller mnkr")


class OutcomeRead(
    Event,
    topic="finance.outcome-read",
    title="Utfall",
    key=("line", "part", "budget_period", "period"),
    accumulates="accumulated",
):
    """What a line came to so far in a year. The next reading of the year replaces it and never adds to it."""

    line: Line = Field(title="Rad", description="Radens kod")
    part: Unit | None = Field(None, title="Del", description="Den del som utfallet gäller; tom för hela förvaltningen")
    budget_period: About | None = Field(
        None, title="Ur budget", description="Budgetåret som utgiften belastar, om det är ett annat eller sägs"
    )
    period: About = Field(title="År", description="Året som utfallet gäller")
    accumulated: About = Field(title="Ackumulerat", description="Perioden som hittills räknats samman")
    amount: Amount = Field(title="Belopp", description="Utfallet i kr, tkr eller mnkr; kostnader med minustecken")


class ForecastMade(
    Event, topic="finance.forecast-made", title="Prognos", key=("line", "part", "period", "round"), adds="amount"
):
    """What a line was expected to come to for a whole year, as judged at a follow-up."""

    line: Line = Field(title="Rad", description="Radens kod")
    part: Unit | None = Field(None, title="Del", description="Den del som prognosen gäller; tom för hela förvaltningen")
    period: About = Field(title="År", description="Året som prognosen gäller")
    round: Round = Field(title="Uppföljning", description="Uppföljningen som prognosen hör till")
    amount: Amount = Field(title="Belopp", description="Prognosen i kr, tkr eller mnkr; kostnader med minustecken")


class ForecastChangeStated(
    Event,
    topic="finance.forecast-change-stated",
    title="Prognosens förändring",
    key=("line", "part", "period", "round"),
):
    """How far a forecast lies from last year's outcome or from the budget, where the source states only that."""

    line: Line = Field(title="Rad", description="Radens kod")
    part: Unit | None = Field(None, title="Del", description="Den del som det gäller; tom för hela förvaltningen")
    period: About = Field(title="År", description="Året som prognosen gäller")
    round: Round = Field(title="Uppföljning", description="Uppföljningen som prognosen hör till")
    from_budget: Amount | None = Field(
        None, title="Mot budget", description="Prognos minus budget; bättre resultat är ett plus"
    )
    from_last_year: Amount | None = Field(
        None, title="Mot föregående år", description="Prognos minus föregående års utfall"
    )
    share: Percentage | None = Field(
        None, title="Mot föregående år, procent", description="Förändringen mot föregående års utfall i procent"
    )


class OutcomeChangeStated(
    Event,
    topic="finance.outcome-change-stated",
    title="Utfallets förändring",
    key=("line", "part", "period"),
    observes="period",
):
    """How far an outcome lies from the year before or from the budget, where the source states only that."""

    line: Line = Field(title="Rad", description="Radens kod")
    part: Unit | None = Field(None, title="Del", description="Den del som det gäller; tom för hela förvaltningen")
    period: About = Field(title="År", description="Året eller perioden, jämförd med samma året före")
    change: Amount | None = Field(None, title="Förändring", description="Förändringen i kr, tkr eller mnkr")
    from_budget: Amount | None = Field(None, title="Mot budget", description="Utfall minus periodens budget")
    share: Percentage | None = Field(None, title="Förändring, procent", description="Förändringen i procent")


class DeviationExplained(
    Event,
    topic="finance.deviation-explained",
    title="Avvikelse förklarad",
    key=("cause", "period", "round"),
    told_by="name",
):
    """A cause that was given for a deviation between forecast and budget.

    Its amount is worked out where it is that of a ``line``, or of the result of some ``parts``; else it is stated.
    """

    cause: Code = Field(title="Orsak", description="Kod för orsaken")
    name: Text = Field(title="Benämning", description="Orsaken i få ord")
    period: About = Field(title="År", description="Året som prognosen gäller")
    round: Round = Field(title="Uppföljning", description="Uppföljningen som förklaringen hör till")
    line: Line | None = Field(None, title="Rad", description="Raden vars avvikelse det är, om den räknas ut")
    parts: Units = Field((), title="Delar", description="Delarna vars resultat det är, om det räknas ut")
    amount: Amount | None = Field(None, title="Belopp", description="Beloppet, om det inte kan räknas ut")
    comment: Text | None = Field(None, title="Kommentar", description="Kort, tal som hänvisningar inom klammer")


class SelfFinancedPlanned(
    Event,
    topic="finance.self-financed-planned",
    title="Intäktsfinansierad verksamhet planerad",
    key=("part", "period"),
):
    """What an activity that lives on its own income was planned to change its price and volume by, and to bring in."""

    part: Unit = Field(title="Verksamhet", description="Verksamhetens kod")
    period: About = Field(title="År", description="Budgetåret")
    price_share: Percentage = Field(title="Prisförändring, procent", description="Prisförändring i procent")
    price: Amount = Field(title="Prisförändring", description="Prisförändring i kr, tkr eller mnkr")
    volume: Amount = Field(title="Volymförändring", description="Volymförändring i kr, tkr eller mnkr")
    income: Amount = Field(title="Total beräknad intäkt", description="Intäkten i kr, tkr eller mnkr")
