"""Internal control: risks, how they are examined, and what was found."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Code, Count, Measure, Percentage, References, Text, Units

CONTROL_TOPIC = "control.planned"
Control = Annotated[Code, References(CONTROL_TOPIC, "control")]
Scope = Literal["regionövergripande", "förvaltningen"]


class ControlPlanned(
    Event, topic=CONTROL_TOPIC, title="Kontroll planerad", key=("control", "period"), told_by="control"
):
    """A risk was assessed, and a control of it planned. The risk value is S times K, worked out."""

    control: Code = Field(title="Kontroll", description="Kod för kontrollen, t.ex. avtalstrohet")
    period: About = Field(title="År", description="Året som kontrollen gäller")
    scope: Scope = Field(title="Omfattning", description="regionövergripande eller förvaltningen")
    risk: Text | None = Field(None, title="Risk", description="Risken, i egna ord; tom om bara området sägs")
    area: Text | None = Field(None, title="Granskningsområde", description="Vad som granskas, i egna ord")
    rules: Text | None = Field(None, title="Berörda regler", description="Reglemente, policy eller regler")
    method: Text | None = Field(None, title="Metod", description="Hur det granskas, i egna ord")
    likelihood: Count | None = Field(None, title="S", description="Sannolikhet på en skala från ett")
    consequence: Count | None = Field(None, title="K", description="Konsekvens på en skala från ett")
    due: date | None = Field(None, title="Granskning klar", description="Dagen då granskningen ska vara klar")
    responsible: Units = Field((), title="Ansvarig", description="Ansvarigas koder, med snedstreck emellan")


class ControlPerformed(Event, topic="control.performed", title="Kontroll utförd", key=("control", "period")):
    """A control was made: with which result, and what is to be done. How it was made, where that differs."""

    control: Control = Field(title="Kontroll", description="Kontrollens kod")
    period: About = Field(title="År", description="Året som kontrollen gäller")
    scope: Scope | None = Field(None, title="Omfattning", description="Om den redovisas under en annan än planerat")
    method: Text | None = Field(None, title="Metod", description="Hur det granskades, om det sägs på nytt")
    result: Text | None = Field(None, title="Resultat", description="Kort, tal som hänvisningar inom klammer")
    measure: Text | None = Field(None, title="Åtgärder", description="Vad som ska göras, i egna ord")


class ControlFinding(
    Event,
    topic="control.finding-read",
    title="Iakttagelse vid kontroll",
    key=("control", "finding", "period"),
    told_by="name",
):
    """A figure that a control found: so many examined, so many of them as they should be, or a measure."""

    control: Control = Field(title="Kontroll", description="Kontrollens kod")
    period: About = Field(title="År", description="Året som kontrollen gäller")
    finding: Code = Field(title="Iakttagelse", description="Kod för det som räknades")
    name: Text = Field(title="Benämning", description="Vad som räknades, i få ord")
    examined: Count | None = Field(None, title="Granskade", description="Antal granskade")
    found: Measure | None = Field(None, title="Utfall", description="Antal eller belopp som funnits")
    share: Percentage | None = Field(None, title="Andel", description="Andelen, om den inte kan räknas ut")
