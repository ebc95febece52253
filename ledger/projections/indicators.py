"""Indicators: which a year follows, their targets, what was read, and how they move."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ledger.events.followup import RoundOpened
from ledger.events.indicators import (
    IndicatorAdopted,
    IndicatorChangeStated,
    IndicatorDefined,
    IndicatorGroupDefined,
    IndicatorJudged,
    IndicatorRead,
    IndicatorTargetSet,
)
from ledger.figures.figure import Figure, total
from ledger.figures.periods import Period
from ledger.figures.units import MONEY, PERCENT
from ledger.language import _
from ledger.projections.assertions import as_asserted
from ledger.projections.finance import Accounts
from ledger.views.facts import Fact, NoFact
from ledger.views.view import View

Judgement = Fact[IndicatorJudged] | NoFact[IndicatorJudged]

_BY_YEAR = {"år", "å"}


@dataclass(frozen=True)
class Indicators:
    """The indicators of a förvaltning in a view. Each figure knows what documents print of it."""

    view: View
    forvaltning: str

    @classmethod
    def of(cls, view: View, forvaltning: str) -> Indicators:
        """The indicators of a förvaltning, with what has been read of them in this view before."""
        return view.once((cls, forvaltning), lambda: cls(view, forvaltning))

    @cached_property
    def defined(self) -> dict[str, Fact[IndicatorDefined]]:
        """The indicators by code."""
        return {fact.event.indicator: fact for fact in self.view.latest(IndicatorDefined, forvaltning=self.forvaltning)}

    @cached_property
    def _accounts(self) -> Accounts:
        return Accounts.of(self.view, self.forvaltning)

    def adopted(self, year: Period) -> list[Fact[IndicatorAdopted]]:
        """The indicators that a year follows, in the order that they were chosen."""
        return self.view.latest(IndicatorAdopted, forvaltning=self.forvaltning, period=year)

    def name(self, indicator: str) -> str:
        """The name of an indicator, or its code where the view does not know it."""
        return self.defined[indicator].name if indicator in self.defined else indicator

    def reading(self, indicator: str, covered: Period, group: str | None = None) -> Figure:
        """What was read over exactly ``covered``: a year, or the part of one that has been added up so far. What
        follows a line of the economy, or is the sum of groups, is worked out.
        """
        if (line := self._line(indicator)) and not group:
            return self._accounts.outcome(line, covered)
        year = covered.whole_year
        about = {"indicator": indicator, "group": group, "period": year}
        figure = self._read_or_added(indicator, covered, group)
        if figure is None:
            figure = self.view.missing(IndicatorRead, forvaltning=self.forvaltning, **about)
        if covered != year:
            about["accumulated"] = covered
        return as_asserted(self.view, figure, IndicatorRead, "value", about, forvaltning=self.forvaltning)

    def _read_or_added(
        self, indicator: str, covered: Period, group: str | None, above: tuple[str | None, ...] = ()
    ) -> Figure | None:
        """The newest reading over a period, or else the sum of the groups that it is the sum of. A ring of groups
        ends where it began.
        """
        if group in above:
            return None
        read = [fact for fact in self._readings(indicator, group) if covered_by(fact) == covered]
        if read:
            figure: Figure = read[-1].value
            return figure
        parts = self._sum_of(indicator, group)
        found = {part: self._read_or_added(indicator, covered, part, (*above, group)) for part in parts}
        terms = {self.group_name(indicator, part): figure for part, figure in found.items() if figure is not None}
        return total(terms.values(), terms) if terms else None

    def _sum_of(self, indicator: str, group: str | None) -> tuple[str, ...]:
        if group:
            fact = self._groups.get((indicator, group))
            return fact.event.sum_of if fact else ()
        return self.defined[indicator].event.sum_of if indicator in self.defined else ()

    @cached_property
    def _groups(self) -> dict[tuple[str, str], Fact[IndicatorGroupDefined]]:
        facts = self.view.latest(IndicatorGroupDefined, forvaltning=self.forvaltning)
        return {(fact.event.indicator, fact.event.group): fact for fact in facts}

    def group_name(self, indicator: str, group: str) -> str:
        """The name of a group, or its code where the view knows no name."""
        fact = self._groups.get((indicator, group))
        return fact.name if fact else group

    def _line(self, indicator: str) -> str | None:
        return self.defined[indicator].event.line if indicator in self.defined else None

    def groups(self, indicator: str) -> list[str]:
        """The groups that an indicator has been read for, in the order that they came up."""
        facts = self.view.latest(IndicatorRead, forvaltning=self.forvaltning, indicator=indicator)
        return list(dict.fromkeys(fact.event.group for fact in facts if fact.event.group))

    def of_line(self, indicator: str, after: Period) -> list[tuple[str, Figure]]:
        """Where an indicator follows a line of the economy: its outcome of ``after``, and outcomes and forecasts of
        the follow-ups since, each with what it is.
        """
        line = self._line(indicator)
        if not line:
            return []
        found = [("", self._accounts.outcome(line, after))]
        for fact in self.view.latest(RoundOpened, forvaltning=self.forvaltning):
            covered, year = fact.event.period, fact.event.period.whole_year
            if covered.last > after.last:
                found.append((covered.swedish, self._accounts.outcome(line, covered)))
                found.append(
                    (_("prognos {year}").format(year=year), self._accounts.forecast(line, year, fact.event.round))
                )
        return [(label, figure) for label, figure in found if figure.number is not None]

    def covered_since(self, indicator: str, first: Period, group: str | None = None) -> list[Period]:
        """What the readings cover that end in ``first`` or later, the earliest first."""
        covered = {covered_by(fact) for fact in self._readings(indicator, group)}
        return sorted(each for each in covered if each.last >= first.first)

    def last_covered(self, indicator: str, until: Period, group: str | None = None) -> Period | None:
        """What the last reading covers of those that end no later than ``until``; None if there is none.

        Of a year, an earlier year's reading; of part of a year, only one of the same year so far, the longest.
        """
        covered = (covered_by(fact) for fact in self._readings(indicator, group))
        ended = [each for each in covered if each.last <= until.last and each.is_year == until.is_year]
        fit = ended if until.is_year else [each for each in ended if each.first == until.first]
        return max(fit, key=lambda each: (each.last, -each.first.toordinal()), default=None)

    def target(self, indicator: str, period: Period, group: str | None = None) -> Figure:
        """The target for a period."""
        about = {"indicator": indicator, "group": group, "period": period}
        fact = self.view.latest_one(IndicatorTargetSet, forvaltning=self.forvaltning, **about)
        return as_asserted(self.view, fact.target, IndicatorTargetSet, "target", about, forvaltning=self.forvaltning)

    def change(self, indicator: str, covered: Period, group: str | None = None, *, share: bool = False) -> Figure:
        """How far it moved from the same period a year before, as a difference or in percent: worked out where both
        are known, or else as the source states it.
        """
        about = {"indicator": indicator, "group": group, "period": covered}
        now, before = self.reading(indicator, covered, group), self.reading(indicator, covered.earlier(), group)
        value_of = "share" if share else "change"
        if not _comparable(now, before) or (share and before.number == 0):
            stated = self.view.latest_one(IndicatorChangeStated, forvaltning=self.forvaltning, **about)
            figure: Figure = getattr(stated, value_of)
        else:
            figure = (now - before).share_of(before) if share else _moved(now, before)
        return as_asserted(self.view, figure, IndicatorChangeStated, value_of, about, forvaltning=self.forvaltning)

    def judged(self, indicator: str, round_code: str) -> Judgement:
        """Which way it goes, as judged at a follow-up."""
        return self.view.latest_one(
            IndicatorJudged, forvaltning=self.forvaltning, indicator=indicator, round=round_code
        )

    def _readings(self, indicator: str, group: str | None) -> list[Fact[IndicatorRead]]:
        return self.view.each(IndicatorRead, forvaltning=self.forvaltning, indicator=indicator, group=group)


def covered_by(fact: Fact[IndicatorRead]) -> Period:
    """The period that a reading covers."""
    return fact.event.accumulated or fact.event.period


def is_due(adopted: Fact[IndicatorAdopted], covered: Period) -> bool:
    """Whether an indicator is reported at a follow-up of this length: Delår or D1 for a part of the year, År or Å for
    a year. What is written in other words ("vartannat år") is not known to be due.
    """
    parts = re.split("[,/;]", (adopted.event.reported or "").casefold())
    times = [part.split() for part in parts]
    known = [word for words in times if all(map(_is_time, words)) for word in words]
    return any(word in _BY_YEAR for word in known) if covered.is_year else any(map(_is_within_year, known))


def _is_time(word: str) -> bool:
    return word in _BY_YEAR or word.isdigit() or _is_within_year(word)


def _is_within_year(word: str) -> bool:
    return word in {"d", "m"} or word.startswith(("delår", "d1", "d2", "månad"))


def _comparable(now: Figure, before: Figure) -> bool:
    """Whether two readings are both numbers, in one unit or in kronor of some size."""
    known = now.number is not None and before.number is not None
    return known and (now.unit == before.unit or {now.unit, before.unit} <= set(MONEY))


def _moved(now: Figure, before: Figure) -> Figure:
    """A difference; between two percentages it is in percentage points."""
    return now.points_from(before) if now.unit == before.unit == PERCENT else now - before
