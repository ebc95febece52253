"""Hälso- och sjukvårdsförvaltningens förvaltningsplan, section by section in the published order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledger.figures import Period
from ledger.projections.texts import paragraphs
from ledger.tables import Section, TableDefinition, TableRequest, report
from ledger.views import Prose, View
from planledger_hsf import tables
from planledger_hsf.words import HSF, OFFICE

About = Callable[[str], list[Prose]]
"""The paragraphs of a theme."""

Of = Callable[..., TableRequest]
"""A table of the plan's period."""


@report(
    "forvaltningsplan", title="Förvaltningsplan", periods=tables.planned_years, years=3, forvaltning=HSF, office=OFFICE
)
def plan(view: View, period: Period) -> Iterator[Section]:
    """Förvaltningsplanen: mål och uppdrag, aktiviteter, ekonomiska förutsättningar, budget, intern kontroll."""

    def about(theme: str) -> list[Prose]:
        return paragraphs(view, HSF, theme, period)

    def of(definition: TableDefinition, **more: str) -> TableRequest:
        return definition.of(period=period, **more)

    yield from _what_is_to_be_done(about, of)
    yield from _what_it_may_cost(about, of)
    yield from _how_it_is_controlled(about, of)


def _what_is_to_be_done(about: About, of: Of) -> Iterator[Section]:
    yield Section("Förvaltningens grunduppdrag", text=about("grunduppdrag"))
    yield Section("Satsningar på nära vård och vårdkapacitet", text=about("satsningar"))
    yield Section("Planering och uppföljning i förvaltningen", text=about("planering"))
    yield Section("Mål och uppdrag", tables.goals.of(), of(tables.uppdrag))
    yield Section("Förvaltningens mål och indikatorer", of(tables.indicators_planned), of(tables.vardgaranti))
    yield Section(
        "Plan för genomförande av uppdrag och måluppfyllelse",
        tables.areas.of(),
        of(tables.activities),
        of(tables.partial_goals),
        text=about("genomforande"),
    )


def _what_it_may_cost(about: About, of: Of) -> Iterator[Section]:
    yield Section(
        "Ekonomiska förutsättningar",
        tables.ram.of(),
        of(tables.grants_of_the_board),
        text=about("ersattning"),
    )
    yield Section("Statsbidrag", of(tables.state_grants), text=about("statsbidrag"))
    yield Section(
        "Fördelning och förändring av ramen",
        of(tables.ram_by_part),
        tables.ram_by_cause.of(),
        of(tables.ram_moved),
        text=about("justering"),
    )
    yield Section("Intäktsfinansierade verksamheter", of(tables.self_financed), text=about("intaktsfinansierat"))
    yield Section(
        "Investeringar",
        tables.investment_ram.of(),
        of(tables.larger_investments),
        of(tables.investments_in_premises),
        text=about("investeringar"),
    )
    yield Section("Budget", of(tables.budget), text=about("ekonomi"))
    yield Section("Kvarvarande underskott", of(tables.deficit), of(tables.deficit_figures), text=about("underskott"))
    yield Section("Uteblivandeavgift", tables.fee_rules.of(), text=about("uteblivandeavgift"))


def _how_it_is_controlled(about: About, of: Of) -> Iterator[Section]:
    yield Section(
        "Intern kontroll: regionövergripande kontrollområden",
        of(tables.controls, omfattning="regionövergripande"),
        text=about("internkontroll"),
    )
    yield Section("Intern kontroll: förvaltningens kontrollområden", of(tables.controls, omfattning="förvaltningen"))


REPORTS = (plan,)
"""All of them."""
