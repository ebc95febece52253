"""Indicators: what a goal is measured by, the value aimed at, and what was read."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, AnyValue, Code, Measure, References, Text

INDICATOR_TOPIC = "indicator.defined"
Indicator = Annotated[Code, References(INDICATOR_TOPIC, "indicator")]


class IndicatorDefined(Event, topic=INDICATOR_TOPIC, title="Indikator fastställd", key=("indicator",), told_by="name"):
    """An indicator was decided on, for a goal."""

    indicator: Code = Field(title="Indikator", description="Kod som mål och mätvärden hänvisar till")
    name: Text = Field(title="Namn", description="Indikatorns namn som det står i dokumenten")
    goal: Text | None = Field(None, title="Mål", description="Det mål som indikatorn mäter")
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
    value: Measure = Field(title="Värde", description="Talet med enhet, ett ord, eller ? för okänt")
