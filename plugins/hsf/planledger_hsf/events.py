"""Vårdgaranti: how many patients are to get their care in time, and how many do (hälso- och sjukvårdslagen 9 kap. 1
§).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ledger.events import About, Event, Measure, Percentage, Text

Level = Literal["Primärvård", "Specialistsjukvård", "BUP"]
Care = Literal["Kontakt", "Medicinsk bedömning", "Besök", "Åtgärd", "Utredning", "Behandling"]


class VardgarantiTargetSet(
    Event,
    topic="hsf.vardgaranti-target-set",
    title="Målvärde för vårdgarantin",
    key=("level", "care", "period"),
):
    """The share of patients that are to get a kind of care within its time limit was decided for a year."""

    level: Level = Field(title="Nivå", description="Primärvård, Specialistsjukvård eller BUP")
    care: Care = Field(
        title="Slag", description="Kontakt, Medicinsk bedömning, Besök, Åtgärd, Utredning eller Behandling"
    )
    period: About = Field(title="År", description="Det år som målet gäller")
    time_limit: Measure = Field(
        title="Tidsgräns", description="Antal dagar (90 dagar), ord (samma dag) eller ? om den inte anges"
    )
    target: Percentage = Field(title="Målvärde", description="Andel i procent")
    reported: Text | None = Field(None, title="Redovisas", description="När måttet redovisas")


class VardgarantiMeasured(
    Event, topic="hsf.vardgaranti-measured", title="Utfall för vårdgarantin", key=("level", "care", "period")
):
    """The share of patients that got a kind of care in time was read for a period."""

    level: Level = Field(title="Nivå", description="Samma ord som i målvärdet")
    care: Care = Field(title="Slag", description="Samma ord som i målvärdet")
    period: About = Field(title="Period", description="Perioden som utfallet gäller")
    value: Percentage = Field(title="Utfall", description="Andel i procent, eller ? om den är okänd")


class FeeRuleSet(Event, topic="hsf.fee-rule", title="Regel för uteblivandeavgift", key=("time",), defines=True):
    """Until when a booked time has to be cancelled, so that no fee for staying away is charged."""

    time: Literal["öppenvård", "dagkirurgi", "slutenvård"] = Field(
        title="Slag av tid", description="öppenvård, dagkirurgi eller slutenvård"
    )
    limit: Measure = Field(title="Tidsgräns", description="Hur långt före, t.ex. 24 timmar")
    counted_from: Text | None = Field(None, title="Räknas till", description="Vad tiden räknas till, om det sägs")
    exception: Text | None = Field(None, title="Undantag", description="När avgift inte tas ut, i egna ord")
