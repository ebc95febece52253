"""Goals, and the uppdrag that fullmäktige or a nämnd gives a förvaltning."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Code, References, Text, Units, When
from ledger.events.followup import Judged

GOAL_TOPIC, UPPDRAG_TOPIC = "goal.set", "uppdrag.given"
Goal = Annotated[Code, References(GOAL_TOPIC, "goal")]
Uppdrag = Annotated[Code, References(UPPDRAG_TOPIC, "uppdrag")]


class GoalSet(Event, topic=GOAL_TOPIC, title="Mål beslutat", key=("goal",), told_by="name"):
    """A goal was decided by a body; one of a nämnd may serve one of fullmäktige's."""

    goal: Code = Field(title="Mål", description="Kod som indikatorer och aktiviteter hänvisar till")
    name: Text = Field(title="Namn", description="Målet, i få ord")
    body: Text = Field(title="Organ", description="Den som beslutade målet, t.ex. Regionfullmäktige")
    serves: Goal | None = Field(None, title="Bidrar till", description="Det överordnade målets kod")


class UppdragGiven(Event, topic=UPPDRAG_TOPIC, title="Uppdrag givet", key=("uppdrag", "period"), told_by="uppdrag"):
    """An uppdrag was given: what is to be done, by whom, when. The same id in another year is another uppdrag."""

    uppdrag: Code = Field(title="Uppdrag", description="Beteckningen som den trycks: RF24-12, RF2")
    period: About = Field(title="År", description="Året eller planperioden som uppdraget gäller")
    name: Text = Field(title="Uppdrag i korthet", description="Vad som ska göras, kort och i egna ord")
    body: Text = Field(title="Organ", description="Den som gav uppdraget")
    goal: Goal | None = Field(None, title="Mål", description="Målet som det bidrar till, om det sägs")
    schedule: When | None = Field(None, title="Tidplan", description="Period, ord, eller ? för okänt")
    responsible: Units = Field((), title="Ansvarig", description="Ansvarigas koder, med snedstreck emellan")


class UppdragJudged(Judged, topic="uppdrag.judged", title="Uppdrag bedömt", key=("uppdrag", "round")):
    """How an uppdrag went, as judged at a follow-up."""

    uppdrag: Uppdrag = Field(title="Uppdrag", description="Uppdragets beteckning")
