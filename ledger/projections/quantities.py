"""Quantities: a figure by its name (``ledger.events.quantities``), for texts that refer to figures and for whoever
compares them. What is made up of others is worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger.events.base import Event
from ledger.events.control import ControlFinding
from ledger.events.finance import (
    BudgetCarriedOver,
    BudgetSet,
    DeviationExplained,
    ForecastChangeStated,
    ForecastMade,
    OutcomeChangeStated,
    OutcomeRead,
)
from ledger.events.grants import GrantAllocated
from ledger.events.indicators import IndicatorChangeStated, IndicatorRead, IndicatorTargetSet
from ledger.events.quantities import QuantityName
from ledger.events.ram import ALL_CAUSES, RamAllocated, RamChanged
from ledger.figures.figure import Figure, Missing
from ledger.figures.values import UNKNOWN
from ledger.projections import ram
from ledger.projections.control import share_found
from ledger.projections.finance import Accounts
from ledger.projections.grants import grant
from ledger.projections.indicators import Indicators
from ledger.views.facts import Fact, NoFact, newest
from ledger.views.view import View

About = dict[str, Any]
Answer = Callable[[View, str, About, str], Figure]


def quantity(view: View, forvaltning: str, name: QuantityName) -> Figure:
    """The figure of that name. Unknown, with the question, for what nothing is known of or what is named wrong."""
    try:
        event_class = name.event_class(view.catalogue)
        answer = _WORKED_OUT.get(event_class, _as_decided(event_class))
        return answer(view, forvaltning, name.fields(event_class), name.value_field(event_class))
    except ValueError:
        return Figure(UNKNOWN, Missing(str(name)))


def decided(view: View, forvaltning: str, event_class: type[Event], about: About) -> Fact[Event] | NoFact[Event]:
    """The event that decides what ``about`` says."""
    unsaid = dict.fromkeys(name for name in event_class.key if name != "period")
    key = {**unsaid, **{name: value for name, value in about.items() if name in event_class.key}}
    if so_far := about.get(event_class.accumulates):
        facts = view.each(event_class, forvaltning=forvaltning, **key)
        covering = [fact for fact in facts if getattr(fact.event, event_class.accumulates) == so_far]
        return newest(covering) or NoFact(event_class, view.missing(event_class, forvaltning=forvaltning, **key))
    return view.latest_one(event_class, forvaltning=forvaltning, **key)


def _as_decided(event_class: type[Event]) -> Answer:
    """The value of the event itself."""

    def answer(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
        figure: Figure = getattr(decided(view, forvaltning, event_class, about), value_of)
        return figure

    return answer


def _ram(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
    if about.get("part"):
        return _as_decided(RamAllocated)(view, forvaltning, about, value_of)
    return ram.decided(view, forvaltning, about["period"])


def _ram_change(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
    if about["cause"] == ALL_CAUSES:
        return ram.changed(view, forvaltning, about["period"])
    part, year = about.get("part") or "", about["period"]
    for change in ram.changes(view, forvaltning, parts=bool(part)):
        if (change.cause, change.part) == (about["cause"], part) and year in change.amounts:
            return change.amounts[year]
    return _as_decided(RamChanged)(view, forvaltning, about, value_of)


def _budget(view: View, forvaltning: str, about: About, _value_of: str) -> Figure:
    return Accounts.of(view, forvaltning).budget(**about)


def _carried_over(view: View, forvaltning: str, about: About, _value_of: str) -> Figure:
    return Accounts.of(view, forvaltning).carried_over(**about)


def _outcome(view: View, forvaltning: str, about: About, _value_of: str) -> Figure:
    asked = {name: value for name, value in about.items() if name != "period"}
    return Accounts.of(view, forvaltning).outcome(**asked)


def _forecast(view: View, forvaltning: str, about: About, _value_of: str) -> Figure:
    return Accounts.of(view, forvaltning).forecast(**_round_code(about))


def _outcome_change(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
    accounts = Accounts.of(view, forvaltning)
    if value_of == "from_budget":
        return accounts.outcome_against_budget(**about)
    return accounts.outcome_change(**about, share=value_of == "share")


def _forecast_change(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
    accounts, asked = Accounts.of(view, forvaltning), _round_code(about)
    if value_of == "from_budget":
        return accounts.forecast_against_budget(**asked)
    return accounts.forecast_change(**asked, share=value_of == "share")


def _deviation(view: View, forvaltning: str, about: About, _value_of: str) -> Figure:
    fact = view.latest_one(DeviationExplained, forvaltning=forvaltning, **about)
    return Accounts.of(view, forvaltning).explained(fact) if isinstance(fact, Fact) else fact.amount


def _reading(view: View, forvaltning: str, about: About, _value_of: str) -> Figure:
    covered = about.get("accumulated") or about["period"]
    return Indicators.of(view, forvaltning).reading(about["indicator"], covered, about.get("group"))


def _target(view: View, forvaltning: str, about: About, _value_of: str) -> Figure:
    return Indicators.of(view, forvaltning).target(about["indicator"], about["period"], about.get("group"))


def _indicator_change(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
    indicators = Indicators.of(view, forvaltning)
    asked = (about["indicator"], about["period"], about.get("group"))
    return indicators.change(*asked, share=value_of == "share")


def _finding(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
    fact = view.latest_one(ControlFinding, forvaltning=forvaltning, **about)
    if value_of == "share" and isinstance(fact, Fact):
        return share_found(view, fact)
    return _as_decided(ControlFinding)(view, forvaltning, about, value_of)


def _round_code(about: About) -> About:
    """What is asked of the accounts, where a follow-up goes by its code."""
    return {("round_code" if name == "round" else name): value for name, value in about.items()}


def _grant(view: View, forvaltning: str, about: About, value_of: str) -> Figure:
    return grant(view, forvaltning, about["grant"], about["period"], value_of)


_WORKED_OUT: dict[type[Event], Answer] = {
    RamAllocated: _ram,
    RamChanged: _ram_change,
    BudgetSet: _budget,
    BudgetCarriedOver: _carried_over,
    OutcomeRead: _outcome,
    ForecastMade: _forecast,
    OutcomeChangeStated: _outcome_change,
    ForecastChangeStated: _forecast_change,
    DeviationExplained: _deviation,
    IndicatorRead: _reading,
    IndicatorTargetSet: _target,
    IndicatorChangeStated: _indicator_change,
    ControlFinding: _finding,
    GrantAllocated: _grant,
}
"""What is not always decided by one event of its own."""
