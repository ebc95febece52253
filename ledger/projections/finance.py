"""Economy by line: budgets, outcomes and forecasts, where a line that is made up of others is their sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ledger.events.base import Event
from ledger.events.finance import (
    BudgetCarriedOver,
    BudgetSet,
    DeviationExplained,
    ForecastChangeStated,
    ForecastMade,
    LineDefined,
    OutcomeChangeStated,
    OutcomeRead,
)
from ledger.figures.figure import Figure, total
from ledger.figures.periods import Period
from ledger.projections.assertions import as_asserted
from ledger.projections.followup import round_period
from ledger.projections.organisation import units
from ledger.views.facts import Fact
from ledger.views.view import View

RESULT = "resultat"
"""The code of the line that a förvaltning's economy comes to in the end."""

Own = Callable[[str], Figure | None]
"""What is known of a line itself, not of those that it is made up of."""


@dataclass(frozen=True)
class Accounts:
    """The economy of a förvaltning in a view. Each figure knows what documents print of it.

    What is asked for is read once a year and kind, so that a whole statement costs a few questions.
    """

    view: View
    forvaltning: str
    _read: dict[tuple[type[Event], Period], list[Any]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, view: View, forvaltning: str) -> Accounts:
        """The accounts of a förvaltning, with what has been read of them in this view before."""
        return view.once((cls, forvaltning), lambda: cls(view, forvaltning))

    @cached_property
    def lines(self) -> dict[str, Fact[LineDefined]]:
        """The lines by code."""
        return {fact.event.line: fact for fact in self.view.latest(LineDefined, forvaltning=self.forvaltning)}

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        """The lines that a line is made up of."""
        found: dict[str, list[str]] = {}
        for code, fact in self.lines.items():
            found.setdefault(fact.event.within or "", []).append(code)
        return found

    def name(self, line: str) -> str:
        """The name of a line, or its code where the view does not know it."""
        return self.lines[line].name if line in self.lines else line

    def ancestors(self, line: str) -> list[str]:
        """The lines that a line is part of, the nearest first. A ring of lines ends where it began."""
        found: list[str] = []
        while line in self.lines and (above := self.lines[line].event.within) and above not in found:
            found.append(above)
            line = above
        return found

    def budget(self, line: str, period: Period, part: str | None = None) -> Figure:
        """The budget of a line for a year."""

        def own(code: str) -> Figure | None:
            return _one(fact.amount for fact in self._facts(BudgetSet, period, code, part))

        about = {"line": line, "part": part, "period": period}
        return self._asserted(self._rolled(line, own), BudgetSet, about)

    def carried_over(self, line: str, from_period: Period, period: Period, part: str | None = None) -> Figure:
        """What was moved from one year's budget to another's."""

        def own(code: str) -> Figure | None:
            facts = self._facts(BudgetCarriedOver, period, code, part)
            return _one(fact.amount for fact in facts if fact.event.from_period == from_period)

        about = {"line": line, "part": part, "from_period": from_period, "period": period}
        return self._asserted(self._rolled(line, own), BudgetCarriedOver, about)

    def available(self, line: str, period: Period, part: str | None = None) -> Figure:
        """The budget of a line with all that was moved to it from earlier years."""
        years = {fact.event.from_period for fact in self._all(BudgetCarriedOver, period)}
        carried = (self.carried_over(line, year, period, part) for year in sorted(years))
        known = [figure for figure in (self.budget(line, period, part), *carried) if figure.number is not None]
        return total(known) if known else self.budget(line, period, part)

    def outcome(
        self, line: str, accumulated: Period, part: str | None = None, budget_period: Period | None = None
    ) -> Figure:
        """What a line came to over ``accumulated``; only that charged to ``budget_period`` if one is given."""
        year = accumulated.whole_year

        def read(code: str) -> dict[Period | None, Figure]:
            facts = self._facts(OutcomeRead, year, code, part)
            return {fact.event.budget_period: fact.amount for fact in facts if fact.event.accumulated == accumulated}

        def charged_to(budget_year: Period | None) -> Figure | None:
            return self._rolled(line, lambda code: read(code).get(budget_year))

        figure: Figure | None
        if budget_period:
            figure = charged_to(budget_period)
        elif None in read(line):  # of whatever budget: what each year's was charged with is in it already
            figure = read(line)[None]
        else:
            budget_years = {fact.event.budget_period for fact in self._all(OutcomeRead, year)}
            every = (charged_to(each) for each in sorted(budget_years, key=str))
            figure = _one(each for each in every if each is not None)
        if figure is None and part is None:
            figure = self._of_parts(
                {
                    fact.event.part: fact.amount
                    for fact in self._all(OutcomeRead, year)
                    if (fact.event.line, fact.event.accumulated) == (line, accumulated) and fact.event.part
                }
            )
        about = {
            "line": line,
            "part": part,
            "budget_period": budget_period,
            "period": year,
            "accumulated": accumulated,
        }
        return self._asserted(figure, OutcomeRead, about)

    def forecast(self, line: str, period: Period, round_code: str, part: str | None = None) -> Figure:
        """What a line was expected to come to, as judged at a follow-up."""

        def own(code: str) -> Figure | None:
            facts = self._facts(ForecastMade, period, code, part)
            return _one(fact.amount for fact in facts if fact.event.round == round_code)

        about = {"line": line, "part": part, "period": period, "round": round_code}
        return self._asserted(self._rolled(line, own), ForecastMade, about)

    def outcome_change(self, line: str, period: Period, part: str | None = None, *, share: bool = False) -> Figure:
        """How far the outcome of a period lies from the same a year before, as an amount or in percent."""
        now, before = self.outcome(line, period, part), self.outcome(line, period.earlier(), part)
        about = {"line": line, "part": part, "period": period}
        return self._compared(OutcomeChangeStated, "share" if share else "change", about, now, before, share=share)

    def outcome_against_budget(self, line: str, period: Period, part: str | None = None) -> Figure:
        """How far the outcome of a period lies from its budget."""
        now, budget = self.outcome(line, period, part), self.budget(line, period, part)
        about = {"line": line, "part": part, "period": period}
        return self._compared(OutcomeChangeStated, "from_budget", about, now, budget)

    def forecast_change(
        self, line: str, period: Period, round_code: str, part: str | None = None, *, share: bool = False
    ) -> Figure:
        """How far a forecast lies from last year's outcome, as an amount or in percent."""
        now, before = self.forecast(line, period, round_code, part), self.outcome(line, period.earlier(), part)
        about = {"line": line, "part": part, "period": period, "round": round_code}
        value_of = "share" if share else "from_last_year"
        return self._compared(ForecastChangeStated, value_of, about, now, before, share=share)

    def forecast_against_budget(self, line: str, period: Period, round_code: str, part: str | None = None) -> Figure:
        """How far a forecast lies from the year's budget."""
        now, budget = self.forecast(line, period, round_code, part), self.budget(line, period, part)
        about = {"line": line, "part": part, "period": period, "round": round_code}
        return self._compared(ForecastChangeStated, "from_budget", about, now, budget)

    def explained(self, fact: Fact[DeviationExplained]) -> Figure:
        """The amount of a deviation that was explained: that of its line, or of its parts' results, or as stated.

        While the year goes on it is told from forecasts; once the follow-up is of the whole year, from outcomes.
        """
        event = fact.event
        over = round_period(self.view, self.forvaltning, event.round) == event.period

        def came_to(line: str, part: str | None = None) -> Figure:
            if over:
                return self.outcome(line, event.period, part)
            return self.forecast(line, event.period, event.round, part)

        figure: Figure = fact.amount
        if event.line:
            figure = came_to(event.line) - self.budget(event.line, event.period)
        elif event.parts:
            named = units(self.view, self.forvaltning)
            results = [_less(came_to(RESULT, part), self.budget(RESULT, event.period, part)) for part in event.parts]
            figure = results[0] if len(results) == 1 else total(results, [named.name(part) for part in event.parts])
        about = {"cause": event.cause, "period": event.period, "round": event.round}
        return as_asserted(self.view, figure, DeviationExplained, "amount", about, forvaltning=self.forvaltning)

    def _compared(
        self,
        stated: type[Event],
        value_of: str,
        about: dict[str, Any],
        now: Figure,
        other: Figure,
        *,
        share: bool = False,
    ) -> Figure:
        """A difference: worked out where both ends are known, or else as the source states it."""
        if now.number is None or other.number is None or (share and other.number == 0):
            figure = getattr(self.view.latest_one(stated, forvaltning=self.forvaltning, **about), value_of)
        else:
            figure = (now - other).share_of(other) if share else now - other
        return as_asserted(self.view, figure, stated, value_of, about, forvaltning=self.forvaltning)

    def _rolled(self, line: str, own: Own, above: tuple[str, ...] = ()) -> Figure | None:
        """What is known of a line itself, or else the sum of what is known of those that it is made up of."""
        if line in above:
            return None
        if (figure := own(line)) is not None:
            return figure
        found = {code: self._rolled(code, own, (*above, line)) for code in self._parts.get(line, [])}
        terms = {code: figure for code, figure in found.items() if figure is not None}
        return total(terms.values(), [self.name(code) for code in terms]) if terms else None

    def _of_parts(self, amounts: dict[str, Figure]) -> Figure | None:
        """The sum over the parts of the förvaltning, where only they are known; a varav never adds."""
        named = units(self.view, self.forvaltning)
        adding = {part: figure for part, figure in amounts.items() if named.parent(part) not in amounts}
        return total(adding.values(), [named.name(part) for part in adding]) if adding else None

    def _asserted(self, figure: Figure | None, event_class: type[Event], about: dict[str, Any]) -> Figure:
        if figure is None:
            key = {name: value for name, value in about.items() if name in event_class.key}
            figure = self.view.missing(event_class, forvaltning=self.forvaltning, **key)
        return as_asserted(self.view, figure, event_class, "amount", about, forvaltning=self.forvaltning)

    def _facts(self, event_class: type[Any], period: Period, line: str, part: str | None) -> list[Any]:
        return [
            fact
            for fact in self._all(event_class, period)
            if fact.event.line == line and (fact.event.part or None) == part
        ]

    def _all(self, event_class: type[Any], period: Period) -> list[Any]:
        """All of a kind for a year: every entry of what accumulates, the latest of each subject of what does not."""
        if (event_class, period) not in self._read:
            ask = self.view.each if event_class.accumulates else self.view.latest
            self._read[event_class, period] = ask(event_class, forvaltning=self.forvaltning, period=period)
        return self._read[event_class, period]


def _less(figure: Figure, budget: Figure) -> Figure:
    """How far a figure lies from its budget, which is nothing where none is known."""
    return figure if budget.number is None else figure - budget


def _one(figures: Iterable[Figure]) -> Figure | None:
    """A lone figure as it was read, several as their sum, None for none."""
    found = list(figures)
    return None if not found else found[0] if len(found) == 1 else total(found)
