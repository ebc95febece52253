"""Effekthemtagning: what savings were expected to give, and what they have given so far."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ledger.events import About, AmountOrWord, Code, Event, Text, Units, When


class EffectEstimated(
    Event,
    topic="rk.effect-estimated",
    title="Beräknad effekt",
    key=("measure", "period"),
    adds="amount",
    told_by="name",
):
    """A saving that a measure is expected to give in a year; where the source has only a word for it, the word."""

    measure: Code = Field(
        title="Åtgärd", description="Kod som håller ihop åtgärden mellan uppföljningar, t.ex. lonestod"
    )
    name: Text = Field(title="Aktivitet/projekt", description="Åtgärdens namn som det står i uppföljningen")
    period: About = Field(title="År", description="Det år som uppföljningen gäller")
    schedule: When = Field(title="Tidplan", description="En period (2025-05) eller ett ord (Pågående)")
    amount: AmountOrWord = Field(title="Beräknad effekt", description="Belopp, ord eller ? för okänt")
    responsible: Units = Field((), title="Ansvarig", description="Enheternas koder, med snedstreck emellan")
    carried_out: About | None = Field(None, title="Genomförs", description="När åtgärden genomförs, om det sägs")
    effect_from: About | None = Field(None, title="Effekt från", description="Perioden då effekten börjar, om det sägs")
    full_effect: About | None = Field(
        None, title="Helårseffekt", description="Det år då full effekt väntas, om det sägs"
    )


class EffectRealised(
    Event,
    topic="rk.effect-realised",
    title="Realiserad effekt",
    key=("measure", "compared_with", "period"),
    accumulates="accumulated",
):
    """What a measure has given so far in a year: an accumulated reading, which the next one replaces and never adds
    to.
    """

    measure: Code = Field(title="Åtgärd", description="Åtgärdens kod, som i den beräknade effekten")
    period: About = Field(title="År", description="Det år som effekten räknas för")
    accumulated: About = Field(
        title="Ackumulerat", description="Perioden som hittills räknats samman, t.ex. 2025-01/2025-08"
    )
    amount: AmountOrWord = Field(title="Realiserad effekt", description="Belopp, ord eller ? för okänt")
    compared_with: Literal["utfall", "budget"] | None = Field(
        None, title="Jämfört med", description="utfall eller budget, om det sägs"
    )
    comparison_period: About | None = Field(None, title="Jämförelseperiod", description="Året som det jämförs med")
