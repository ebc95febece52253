"""Indicators: what a goal or a staff is measured by, the value aimed at, what was read, and how it moves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, AnyValue, Code, Codes, Measure, Percentage, References, Text
from ledger.events.finance import Line
from ledger.events.followup import Judged
from ledger.events.goals import Goal

INDICATOR_TOPIC, GROUP_TOPIC = "indicator.defined", "indicator.group-defined"
Indicator = Annotated[Code, References(INDICATOR_TOPIC, "indicator")]
Groups = Annotated[Codes, References(GROUP_TOPIC, "group", among=("indicator",))]


class IndicatorDefined(
    Event, topic=INDICATOR_TOPIC, title="Indikator fastställd", key=("indicator",), told_by="name", defines=True
):
    """An indicator was decided on. One that measures a line of the economy is never read: it follows from the line."""

    indicator: Code = Field(title="Indikator", description="Kod som mål och mätvärden hänvisar till")
    name: Text = Field(title="Namn", description="Indikatorns namn som det står i dokumenten")
    measured_from: About | None = Field(None, title="Mäts från", description="Första året som den mäts, om det sägs")
    line: Line | None = Field(None, title="Rad", description="Raden i ekonomin som den följer av, om den gör det")
    sum_of: Groups = Field((), title="Summa av", description="Grupperna som den är summan av, om den är det")


class IndicatorGroupDefined(
    Event, topic=GROUP_TOPIC, title="Grupp för indikator", key=("indicator", "group"), told_by="name", defines=True
):
    """A group that an indicator is read for, or that is the sum of others and never read."""

    indicator: Annotated[Code, References(INDICATOR_TOPIC, "indicator")] = Field(
        title="Indikator", description="Indikatorns kod"
    )
    group: Code = Field(title="Grupp", description="Gruppens kod, t.ex. K")
    name: Text = Field(title="Namn", description="Gruppens namn som det står i dokumenten")
    sum_of: Groups = Field((), title="Summa av", description="Grupperna som den är summan av, om den är det")


class IndicatorAdopted(Event, topic="indicator.adopted", title="Indikator vald", key=("indicator", "group", "period")):
    """An indicator was chosen for a year: for which goal, when it is reported, and how it is worded then."""

    indicator: Indicator = Field(title="Indikator", description="Indikatorns kod")
    period: About = Field(title="År", description="Året som den följs")
    name: Text | None = Field(None, title="Namn", description="Namnet det året, om det är ett annat")
    goal: Goal | None = Field(None, title="Mål", description="Målet som indikatorn mäter, om det sägs")
    group: Code | None = Field(None, title="Grupp", description="Gruppen, när raden är en varav-post")
    reported: Text | None = Field(None, title="Redovisas", description="När den redovisas, t.ex. Delår, År")


class IndicatorTargetSet(
    Event, topic="indicator.target-set", title="Målvärde beslutat", key=("indicator", "group", "period")
):
    """A target was decided for a period: a number, a comparison or a direction."""

    indicator: Indicator = Field(title="Indikator", description="Indikatorns kod")
    group: Code | None = Field(
        None, title="Grupp", description="Den grupp som målet gäller, t.ex. K eller M; tom för alla"
    )
    period: About = Field(title="Period", description="Perioden som målet gäller")
    target: AnyValue = Field(
        title="Målvärde",
        description="Talet med enhet, en jämförelse (<4 %), en riktning (Öka) eller ? för okänt",
    )


class IndicatorRead(
    Event,
    topic="indicator.read",
    title="Indikator avläst",
    key=("indicator", "group", "period"),
    accumulates="accumulated",
    observes="period",
):
    """An indicator was read. Several readings in one printed cell (all, K, M) are several events, told apart by
    ``group``.
    """

    indicator: Indicator = Field(title="Indikator", description="Indikatorns kod")
    group: Code | None = Field(
        None, title="Grupp", description="Den grupp som värdet gäller, t.ex. K eller M; tom för alla"
    )
    period: About = Field(title="Period", description="Perioden som värdet gäller")
    accumulated: About | None = Field(
        None, title="Ackumulerat", description="Perioden som hittills räknats samman, om värdet ackumuleras"
    )
    value: AnyValue = Field(title="Värde", description="Talet med enhet, en jämförelse (>1000), ett ord, eller ?")


class IndicatorChangeStated(
    Event,
    topic="indicator.change-stated",
    title="Indikatorns förändring",
    key=("indicator", "group", "period"),
    observes="period",
):
    """How far an indicator moved from the same period a year before, where the source states only that."""

    indicator: Indicator = Field(title="Indikator", description="Indikatorns kod")
    group: Code | None = Field(None, title="Grupp", description="Den grupp som det gäller; tom för alla")
    period: About = Field(title="Period", description="Perioden, jämförd med samma period året före")
    change: Measure | None = Field(None, title="Förändring", description="Förändringen med enhet")
    share: Percentage | None = Field(None, title="Förändring, procent", description="Förändringen i procent")


class IndicatorJudged(
    Judged, topic="indicator.judged", title="Indikatorns utveckling bedömd", key=("indicator", "round")
):
    """Which way an indicator goes, as judged at a follow-up."""

    indicator: Indicator = Field(title="Indikator", description="Indikatorns kod")
