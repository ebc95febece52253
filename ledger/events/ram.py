"""Ram: the frame of money that a förvaltning, or a part of one, is decided to have for a period.

A decided ram is a decision. A ramförändring says what it starts from and which decided ram already includes it; ram
in force is the latest decided ram and the later changes that it does not include (``ledger.projections.ram``).
Varav parts never add.
"""

from __future__ import annotations

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Amount, Code, Text, Unit

ALL_CAUSES = "summa"
"""The cause in an assertion about what all causes of a year come to together."""


class RamAllocated(Event, topic="ram.allocated", title="Ram beslutad", key=("part", "period"), adds="amount"):
    """A ram was decided: for the whole förvaltning (no ``part``), or as the share of one of its parts."""

    period: About = Field(title="År", description="Det år ramen gäller")
    part: Unit | None = Field(
        None, title="Del", description="Den del av förvaltningen som får ramen; tom för hela förvaltningen"
    )
    amount: Amount = Field(title="Belopp", description="Ramens storlek i kr, tkr eller mnkr")


class RamMoved(
    Event, topic="ram.moved", title="Ram flyttad", key=("from_part", "to_part", "cause", "period"), adds="amount"
):
    """Ram was moved from one part to another; the parts' decided ram includes it already."""

    from_part: Unit | None = Field(None, title="Från", description="Delen som lämnar; tom om det inte sägs")
    to_part: Unit = Field(title="Till", description="Delen som får")
    period: About = Field(title="År", description="Året som flytten gäller")
    cause: Code = Field(title="Orsak", description="Kod för det som flyttas")
    name: Text | None = Field(None, title="Avser", description="Vad som flyttas, kort")
    amount: Amount = Field(title="Belopp", description="Det som flyttas, i kr, tkr eller mnkr")


class RamChanged(
    Event,
    topic="ram.changed",
    title="Ramförändring",
    key=("part", "cause", "period"),
    adds="amount",
    each_counts=True,
):
    """A ram is changed for a cause. With a ``part``, it is the varav of a change to the whole, and never adds to it."""

    period: About = Field(title="År", description="Det år förändringen gäller")
    part: Unit | None = Field(
        None, title="Del", description="Den del som förändringen avser när den är en varav-post; tom annars"
    )
    cause: Code = Field(title="Orsak", description="Kod för orsaken, samma från år till år")
    name: Text | None = Field(None, title="Benämning", description="Orsaken som den skrivs; tom om koden räcker")
    amount: Amount = Field(title="Belopp", description="Förändringen i kr, tkr eller mnkr; minskning med minustecken")
    starts_from: About | None = Field(None, title="Utgår från", description="Året vars ram förändringen räknas från")
    included_in: About | None = Field(
        None,
        title="Ingår redan i",
        description="Året vars beslutade ram redan innehåller förändringen; tom om ingen gör det",
    )
