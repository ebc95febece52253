"""The plan against a follow-up: what was told, reworded, merged, handed over, moved, what vanished, what is new.

*The plan as decided* is what was in force when the year began, or on the day that the first thing of a kind was
planned for the year, if that came later. *The follow-up's day* is its cut-off, or the last day that something was
judged at it, if that came later: the document that judges may be dated after the day that it is about. What the two
views say differently is a change; a correction is none, for what it corrects was never so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal, get_args

from ledger.events.activities import ActivityJudged, ActivityMerged, ActivityPlanned, ActivityReworded
from ledger.events.base import Event
from ledger.events.control import ControlPerformed, ControlPlanned
from ledger.events.followup import Judged, RoundOpened
from ledger.events.goals import GoalSet, UppdragGiven, UppdragJudged
from ledger.events.indicators import IndicatorAdopted, IndicatorJudged
from ledger.events.investments import InvestmentPlanned
from ledger.events.record import Record
from ledger.figures.figure import Figure
from ledger.figures.periods import Period
from ledger.figures.rounding import differs
from ledger.figures.values import UNKNOWN
from ledger.projections.activities import Activity, activities
from ledger.projections.finance import Accounts
from ledger.projections.indicators import Indicators, is_due
from ledger.views.facts import Fact, Text
from ledger.views.view import View

Kind = Literal["uppdrag", "indikator", "aktivitet", "investering", "kontroll"]
EVERY_KIND: tuple[Kind, ...] = get_args(Kind)
Aspect = Literal[
    "name", "goal", "direction", "direction-worded", "within", "schedule", "responsible", "target", "method", "scope",
    "budget", "printed",
]  # fmt: skip
How = Literal["told", "with", "whole", "later", "not-due", "missing", "unreported"]
"""Told of its own; together with another; in the whole that it is a part of; planned for a later year instead; not
due yet; missing from a follow-up that tells of others of its kind; of a kind that the follow-up tells nothing of.
"""
Said = str | Figure
Judgement = Fact[ActivityJudged] | Fact[UppdragJudged] | Fact[IndicatorJudged]


@dataclass(frozen=True)
class Change:
    """What the plan said, and what is said at the follow-up."""

    aspect: Aspect
    then: Said
    now: Said


@dataclass(frozen=True)
class Planned:
    """Something that was planned for a year, and what a follow-up says of it. ``new`` if it came after the plan.

    ``source`` is what shows how it was told: the judgement, the merger, or the plan of what is missing.
    """

    kind: Kind
    code: str
    name: str
    how: How
    source: Record
    responsible: str = ""
    changes: tuple[Change, ...] = ()
    other: str = ""
    judged: Judgement | None = None
    within: str = ""
    new: bool = False

    @property
    def as_planned(self) -> bool:
        """Whether there is nothing to look into: it was told of as it was planned, or is not due yet."""
        return self.how in {"told", "whole", "not-due"} and not self.changes and not self.new


@dataclass(frozen=True)
class _Item:
    """Something as a view has it: its name, what else is said of it, and what it is a part of."""

    name: str
    record: Record
    said: Mapping[Aspect, Said | None] = field(default_factory=dict)
    within: str = ""
    due: bool = True


@dataclass(frozen=True)
class _Told:
    """What tells of something at a follow-up, and how it was judged if it was."""

    record: Record
    judged: Judgement | None = None


Items = dict[str, _Item]


@dataclass(frozen=True)
class _Kind:
    """A kind of thing that is planned: by which event, how a view has it, and what a follow-up tells of it."""

    name: Kind
    planned_by: type[Event]
    seen: Callable[[View, str, Period | None, Period], Items]
    told: Callable[[View, str, RoundOpened], dict[str, _Told]]
    moves: bool = False


def planned_and_followed_up(
    view: View, forvaltning: str, opened: Fact[RoundOpened], kinds: Collection[Kind] = EVERY_KIND
) -> list[Planned]:
    """What was planned for the year of a follow-up, kind by kind in the order of the plan; what came after the plan
    stands last in its kind. ``kinds`` asks for some of them only.
    """
    event = opened.event
    now = _seen_at(view, max(event.cut_off, _last_judged(view, forvaltning, event.round)))
    found: list[Planned] = []
    for kind in (each for each in _KINDS if each.name in kinds):
        first = _plan_day(now, forvaltning, kind, event.period.whole_year)
        if first:
            found += _Comparison(kind, forvaltning, event, _seen_at(now, first), now).rows()
    return found


def _seen_at(view: View, day: date) -> View:
    """The view as of a day, if that is earlier than its own; made once, so that it keeps what it works out."""
    return view if day >= view.at else view.once(("seen at", day), lambda: view.seen_at(day))


def _last_judged(view: View, forvaltning: str, round_code: str) -> date:
    kinds: tuple[type[Judged], ...] = (ActivityJudged, UppdragJudged, IndicatorJudged)
    days = [fact.effective for kind in kinds for fact in view.latest(kind, forvaltning=forvaltning, round=round_code)]
    return max(days, default=date.min)


def _plan_day(view: View, forvaltning: str, kind: _Kind, year: Period) -> date | None:
    """When the plan of a kind was in place: when the year began, or when the first was planned; None if none was."""
    facts = view.each(kind.planned_by, forvaltning=forvaltning)
    days = [fact.effective for fact in facts if fact.event.period.overlaps(year)]  # type: ignore[attr-defined]
    return max(year.first, min(days)) if days else None


@dataclass(frozen=True)
class _Comparison:
    """A kind of thing in the plan as decided, and at a follow-up."""

    kind: _Kind
    forvaltning: str
    opened: RoundOpened
    plan: View
    now: View

    @property
    def year(self) -> Period:
        """The year that is planned and followed up."""
        return self.opened.period.whole_year

    @cached_property
    def told(self) -> dict[str, _Told]:
        """What the follow-up tells of."""
        return self.kind.told(self.now, self.forvaltning, self.opened)

    @cached_property
    def merged(self) -> dict[str, Fact[ActivityMerged]]:
        """Activities that are followed up together with another."""
        if self.kind.planned_by is not ActivityPlanned:
            return {}
        return {fact.event.activity: fact for fact in self.now.latest(ActivityMerged, forvaltning=self.forvaltning)}

    @cached_property
    def later(self) -> dict[str, Fact[Any]]:
        """What was planned for a later year once the plan had been decided."""
        if not self.kind.moves:
            return {}
        asked = {"forvaltning": self.forvaltning}
        before = {fact.record.entry for fact in self.plan.each(self.kind.planned_by, **asked)}
        facts: list[Fact[Any]] = self.now.latest(self.kind.planned_by, **asked)
        moved = [fact for fact in facts if fact.event.period.first > self.year.last and fact.record.entry not in before]
        return {fact.key: fact for fact in reversed(moved)}

    def rows(self) -> Iterator[Planned]:
        """The plan's, and then what came after it: what is told of, or was planned by the cut-off."""
        decided, now = self._seen(self.plan, self.year), self._seen(self.now, self.year)
        every = {**self._seen(self.now, None), **now} if self.told.keys() - now.keys() else now
        by_cut_off = self._seen(_seen_at(self.now, self.opened.cut_off), self.year)
        for code, plan in decided.items():
            yield self._row(code, plan, now.get(code, plan))
        for code in dict.fromkeys((*now, *self.told)):
            if code not in decided and code in every and (code in by_cut_off or code in self.told):
                yield self._row(code, None, every[code])

    def _seen(self, view: View, year: Period | None) -> Items:
        return self.kind.seen(view, self.forvaltning, year, self.opened.period)

    def _row(self, code: str, plan: _Item | None, item: _Item) -> Planned:
        how, source, other = self._how(code, item)
        told = self.told.get(code) or self.told.get(other)
        return Planned(
            kind=self.kind.name,
            code=code,
            name=(plan or item).name,
            how=how,
            source=source,
            responsible=_text(item.said.get("responsible")),
            changes=tuple(_changes(plan, item)) if plan else (),
            other=other,
            judged=told.judged if told else None,
            within=item.within,
            new=plan is None,
        )

    def _how(self, code: str, item: _Item) -> tuple[How, Record, str]:
        """How it is told of, what shows it, and the other that it is told of with, or the year that it moved to."""
        if code in self.told:
            return "told", self.told[code].record, ""
        if code in self.merged:
            return "with", self.merged[code].record, self.merged[code].event.into
        if item.within in self.told:
            return "whole", self.told[item.within].record, ""
        if not self.told:
            return "unreported", item.record, ""
        if code in self.later:
            return "later", self.later[code].record, str(self.later[code].event.period)
        return "missing" if item.due else "not-due", item.record, ""


def _changes(plan: _Item, item: _Item) -> Iterator[Change]:
    """What is said otherwise than in the plan. What one of the two does not say is no change."""
    if str(plan.name) != str(item.name):
        yield Change("name", plan.name, item.name)
    for aspect, then in plan.said.items():
        match then, item.said.get(aspect):
            case Text(), Text() as now if then and now and str(then) != str(now):
                worded = aspect == "direction" and now.record.topic == ActivityReworded.topic
                yield Change("direction-worded" if worded else aspect, then, now)
            case Figure(), Figure() as now if UNKNOWN not in {then.value, now.value}:
                yield from _changed_figure(aspect, then, now)


def _changed_figure(aspect: Aspect, then: Figure, now: Figure) -> Iterator[Change]:
    """Another figure that was decided, or else the one that a document prints though none was."""
    if differs(replace(then, published=now)):
        yield Change(aspect, then, now)
    elif now.published and differs(now) and not differs(then):
        yield Change("printed", then, now.published)


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _schedule(fact: Fact[ActivityPlanned] | Fact[UppdragGiven]) -> Text | None:
    when = fact.event.schedule
    text: Text = fact.schedule
    return Text(when.in_quarters, fact.record) if isinstance(when, Period) else text or None


def _goal(view: View, fact: Fact[ActivityPlanned] | Fact[UppdragGiven] | Fact[IndicatorAdopted]) -> Text | None:
    """The goal by its name, as the event that says it is for it."""
    code = fact.event.goal
    if not code:
        return None
    named = view.latest_one(GoalSet, forvaltning=fact.event.forvaltning, goal=code)
    return Text(named.name or code, fact.record)


def _activities(view: View, forvaltning: str, year: Period | None, _covered: Period) -> Items:
    years = [year] if year else view.periods(ActivityPlanned, forvaltning=forvaltning)
    trees = [one for each in years for one in activities(view, forvaltning, each)]
    every = [one for tree in trees for one in _flat(tree)]
    names = {one.code: one.plan.name for one in every}
    return {one.code: _activity(view, one, names) for one in every}


def _activity(view: View, activity: Activity, names: Mapping[str, str]) -> _Item:
    plan = activity.plan
    whole = plan.event.within or ""
    said: dict[Aspect, Said | None] = {
        "goal": _goal(view, plan),
        "direction": _as_said(activity.direction),
        "within": Text(names.get(whole, whole), plan.record) if whole else None,
        "schedule": _schedule(plan),
        "responsible": _as_said(activity.responsible),
    }
    return _Item(activity.name, plan.record, said, whole)


def _as_said(text: str) -> Text | None:
    return text if isinstance(text, Text) and text else None


def _flat(activity: Activity) -> Iterator[Activity]:
    yield activity
    for part in activity.parts:
        yield from _flat(part)


def _activities_told(view: View, forvaltning: str, opened: RoundOpened) -> dict[str, _Told]:
    facts = view.latest(ActivityJudged, forvaltning=forvaltning, round=opened.round)
    return {fact.event.activity: _Told(fact.record, fact) for fact in facts}


def _uppdrag(view: View, forvaltning: str, year: Period | None, _covered: Period) -> Items:
    facts = view.latest(UppdragGiven, forvaltning=forvaltning)
    return {
        fact.event.uppdrag: _Item(
            fact.name,
            fact.record,
            {"goal": _goal(view, fact), "schedule": _schedule(fact), "responsible": fact.responsible},
        )
        for fact in facts
        if year is None or fact.event.period.overlaps(year)
    }


def _uppdrag_told(view: View, forvaltning: str, opened: RoundOpened) -> dict[str, _Told]:
    facts = view.latest(UppdragJudged, forvaltning=forvaltning, round=opened.round)
    return {fact.event.uppdrag: _Told(fact.record, fact) for fact in facts}


def _indicators(view: View, forvaltning: str, year: Period | None, covered: Period) -> Items:
    indicators = Indicators.of(view, forvaltning)
    if year is None:
        return {code: _Item(fact.name, fact.record) for code, fact in indicators.defined.items()}
    return {fact.key: _indicator(indicators, fact, covered) for fact in indicators.adopted(year)}


def _indicator(indicators: Indicators, fact: Fact[IndicatorAdopted], covered: Period) -> _Item:
    event = fact.event
    target = indicators.target(event.indicator, event.period, event.group)
    due = not event.reported or is_due(fact, covered)
    name = fact.name or Text(indicators.name(event.indicator), fact.record)
    within = event.indicator if event.group else ""
    return _Item(name, fact.record, {"goal": _goal(indicators.view, fact), "target": target}, within, due)


def _indicators_told(view: View, forvaltning: str, opened: RoundOpened) -> dict[str, _Told]:
    """Those that were judged, or read over what the follow-up covers."""
    indicators, found = Indicators.of(view, forvaltning), {}
    for fact in indicators.adopted(opened.period.whole_year):
        for covered in dict.fromkeys((opened.period, opened.staff_period or opened.period)):
            figure = indicators.reading(fact.event.indicator, covered, fact.event.group)
            if source := _source(figure):
                found[fact.key] = _Told(source)
    for judged in view.latest(IndicatorJudged, forvaltning=forvaltning, round=opened.round):
        found[judged.event.indicator] = _Told(judged.record, judged)
    return found


def _source(figure: Figure) -> Record | None:
    """An event that a figure with a value was read from."""
    if figure.value == UNKNOWN:
        return None
    return next((read.source for read in figure.reads() if isinstance(read.source, Record)), None)


def _investments(view: View, forvaltning: str, year: Period | None, _covered: Period) -> Items:
    accounts = Accounts.of(view, forvaltning)
    facts = view.latest(InvestmentPlanned, forvaltning=forvaltning)
    return {
        fact.event.line: _Item(
            Text(accounts.name(fact.event.line), fact.record),
            fact.record,
            {"budget": accounts.budget(fact.event.line, fact.event.period)},
        )
        for fact in facts
        if year is None or fact.event.period == year
    }


def _investments_told(view: View, forvaltning: str, opened: RoundOpened) -> dict[str, _Told]:
    """Those with an outcome so far, or a forecast at the follow-up."""
    accounts, year, found = Accounts.of(view, forvaltning), opened.period.whole_year, {}
    for fact in view.latest(InvestmentPlanned, forvaltning=forvaltning, period=year):
        line = fact.event.line
        figures = (accounts.outcome(line, opened.period), accounts.forecast(line, year, opened.round))
        if sources := [source for figure in figures if (source := _source(figure))]:
            found[line] = _Told(sources[0])
    return found


def _controls(view: View, forvaltning: str, year: Period | None, _covered: Period) -> Items:
    """The controls, with how and where they are told of once they have been made."""
    found = {}
    for fact in view.latest(ControlPlanned, forvaltning=forvaltning):
        if year is None or fact.event.period == year:
            about = {"control": fact.event.control, "period": fact.event.period}
            made = view.latest_one(ControlPerformed, forvaltning=forvaltning, **about)
            said: dict[Aspect, Said | None] = {
                "scope": made.scope or fact.scope,
                "method": made.method or fact.method,
                "responsible": fact.responsible,
            }
            name = fact.risk or fact.area or Text(fact.event.control, fact.record)
            found[fact.event.control] = _Item(name, fact.record, said)
    return found


def _controls_told(view: View, forvaltning: str, opened: RoundOpened) -> dict[str, _Told]:
    facts = view.latest(ControlPerformed, forvaltning=forvaltning, period=opened.period.whole_year)
    return {fact.event.control: _Told(fact.record) for fact in facts}


_KINDS = (
    _Kind("uppdrag", UppdragGiven, _uppdrag, _uppdrag_told),
    _Kind("indikator", IndicatorAdopted, _indicators, _indicators_told),
    _Kind("aktivitet", ActivityPlanned, _activities, _activities_told, moves=True),
    _Kind("investering", InvestmentPlanned, _investments, _investments_told, moves=True),
    _Kind("kontroll", ControlPlanned, _controls, _controls_told),
)
