"""Activities: what a förvaltning plans to do, how it goes, and how an activity stays itself when it is reworded."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Code, Codes, Measure, References, Text, Units, When
from ledger.events.followup import Judged
from ledger.events.goals import Goal

ACTIVITY_TOPIC = "activity.planned"
Activity = Annotated[Code, References(ACTIVITY_TOPIC, "activity")]


class ActivityPlanned(
    Event, topic=ACTIVITY_TOPIC, title="Aktivitet planerad", key=("activity", "period"), told_by="name"
):
    """An activity was planned for a year: for what, when, by whom, and with which effect in words."""

    activity: Code = Field(title="Aktivitet", description="Kod som håller ihop aktiviteten, t.ex. rk25-varuforsorjning")
    period: About = Field(title="År", description="Planåret")
    name: Text = Field(title="Aktivitet i korthet", description="Vad som ska göras, kort och i egna ord")
    number: Code | None = Field(None, title="Nummer", description="Numret som är tryckt, om det är det")
    within: Annotated[Code, References(ACTIVITY_TOPIC, "activity")] | None = Field(
        None, title="Del av", description="Koden för den aktivitet som den är en del av; tom om ingen är det"
    )
    refers_to: Codes = Field((), title="Hänvisar till", description="Nummer på andra aktiviteter som texten nämner")
    uppdrag: Codes = Field((), title="Uppdrag", description="Uppdragens beteckningar, som de trycks")
    goal: Goal | None = Field(None, title="Mål", description="Målet som den bidrar till, om det sägs")
    direction: Text | None = Field(None, title="Inriktning", description="Inriktningen som den hör till, om det sägs")
    effect: Text | None = Field(None, title="Beräknad effekt", description="Effekten i ord")
    schedule: When | None = Field(None, title="Tidplan", description="Period, ord, eller ? för okänt")
    responsible: Units = Field((), title="Ansvarig", description="Ansvarigas koder, med snedstreck emellan")


class ActivityMilestoneSet(
    Event, topic="activity.milestone-set", title="Milstolpe för aktivitet", key=("activity", "period")
):
    """What an activity is to have reached in a year: a measure, or a word such as Delmål."""

    activity: Activity = Field(title="Aktivitet", description="Aktivitetens kod")
    period: About = Field(title="År", description="Året som milstolpen gäller")
    milestone: Measure = Field(title="Milstolpe", description="Talet med enhet, ett ord, eller ? för okänt")


class ActivityReworded(
    Event, topic="activity.reworded", title="Aktivitet omformulerad", key=("activity",), told_by="name"
):
    """A later document words the activity, or what it is for, in another way. It is the same activity."""

    activity: Activity = Field(title="Aktivitet", description="Aktivitetens kod")
    name: Text | None = Field(None, title="Aktivitet i korthet", description="Den nya lydelsen, i egna ord")
    direction: Text | None = Field(None, title="Inriktning", description="Inriktningen, som den nu skrivs")


class ActivityMerged(Event, topic="activity.merged", title="Aktivitet sammanslagen", key=("activity",)):
    """An activity is followed up together with another. It keeps its identity, and stands below the other."""

    activity: Activity = Field(title="Aktivitet", description="Aktivitetens kod")
    into: Activity = Field(title="Tillsammans med", description="Koden för den som den redovisas ihop med")


class ResponsibleChanged(
    Event, topic="activity.responsible-changed", title="Ny ansvarig för aktivitet", key=("activity",)
):
    """Others became responsible for an activity."""

    activity: Activity = Field(title="Aktivitet", description="Aktivitetens kod")
    responsible: Units = Field(title="Ansvarig", description="De nya ansvarigas koder, med snedstreck emellan")


class ActivityJudged(Judged, topic="activity.judged", title="Aktivitet bedömd", key=("activity", "round")):
    """How an activity went, as judged at a follow-up."""

    activity: Activity = Field(title="Aktivitet", description="Aktivitetens kod")
