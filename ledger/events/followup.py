"""Follow-up: rounds, and the scales on which people judge.

A forecast, a status, a trend or a comment belongs to a round. A status is judged by a person: it is what was said, on
a scale that the ledger knows, never the outcome of a rule.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Code, Codes, References, Text

ROUND_TOPIC = "followup.round-opened"
Round = Annotated[Code, References(ROUND_TOPIC, "round")]
Tone = Literal["good", "warning", "bad"]


class RoundOpened(Event, topic=ROUND_TOPIC, title="Uppföljning öppnad", key=("round",)):
    """A follow-up was opened: of which period, with which cut-off, and what is due."""

    round: Code = Field(title="Uppföljning", description="Kod som bedömningar hänvisar till, t.ex. 2025-08")
    period: About = Field(title="Period", description="Perioden som följs upp, t.ex. 2025-01/2025-08")
    cut_off: date = Field(title="Brytdag", description="Dagen som läget avser")
    staff_period: About | None = Field(
        None, title="Personalens period", description="Perioden för personalens mätvärden, när den är en annan"
    )
    due: Codes = Field((), title="Ska redovisas", description="Slag som ska redovisas: prognos/status/indikator …")


class RoundClosed(Event, topic="followup.round-closed", title="Uppföljning stängd", key=("round",)):
    """A follow-up was closed: what comes later belongs to another."""

    round: Round = Field(title="Uppföljning", description="Uppföljningens kod")


class ScaleStepDefined(
    Event, topic="followup.scale-step-defined", title="Skalsteg", key=("scale", "order"), defines=True
):
    """A step on a scale: its word, its place in the order from best to worst, and what it means."""

    scale: Code = Field(title="Skala", description="Kod för skalan, t.ex. utveckling")
    order: int = Field(title="Ordning", description="Ordningstal, från ett för det bästa", ge=1)
    step: Text = Field(title="Skalsteg", description="Ordet, t.ex. Positiv")
    meaning: Text | None = Field(None, title="Betydelse", description="Vad steget betyder, i få ord")
    tone: Tone | None = Field(None, title="Färg", description="good, warning eller bad; tom för ingen")
    spellings: Text | None = Field(
        None, title="Skrivs också", description="Andra skrivningar av samma steg, med komma emellan"
    )


class Judged(Event):
    """What every judgement at a follow-up has: the word that was said, its scale, and a comment."""

    round: Round = Field(title="Uppföljning", description="Uppföljningen som bedömningen hör till")
    said: Text | None = Field(None, title="Bedömning", description="Ordet som sades, t.ex. Planenligt; tomt om inget")
    scale: Code | None = Field(None, title="Skala", description="Skalan som ordet hör till; tom om ingen har det")
    comment: Text | None = Field(None, title="Kommentar", description="Kort, tal som hänvisningar inom klammer")
