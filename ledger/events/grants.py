"""Grants: money beside the ram, from regionstyrelsen's anslag, from the state, from an authority."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Amount, AmountOrWord, Code, References, Text, YesNo

GRANT_TOPIC = "grant.allocated"
Grant = Annotated[Code, References(GRANT_TOPIC, "grant")]


class GrantAllocated(
    Event, topic=GRANT_TOPIC, title="Anslag eller bidrag", key=("grant", "period"), adds="amount", told_by="name"
):
    """Money for a purpose was made available, beside the ram."""

    grant: Code = Field(title="Bidrag", description="Kod som användningen hänvisar till, t.ex. civilt-forsvar")
    name: Text = Field(title="Ändamål", description="Ändamålet, som det skrivs")
    giver: Text = Field(title="Från", description="Vems pengar det är: Regionstyrelsen, Staten, MSB …")
    period: About = Field(title="År", description="Året som pengarna gäller")
    amount: Amount = Field(title="Belopp", description="Det som är tillgängligt, i kr, tkr eller mnkr")
    budgeted: Amount | None = Field(None, title="I budget", description="Det som budgeten räknade med, om det är annat")
    comment: Text | None = Field(None, title="Kommentar", description="Kort, i egna ord")
    within: Code | None = Field(None, title="Ingår i", description="Koden för summan som bidraget räknas i, om någon")
    on_demand: YesNo = Field(False, title="Vid behov", description="ja om det är ett tak som används vid behov")


class GrantUsed(Event, topic="grant.used", title="Bidrag använt", key=("grant", "use", "period")):
    """What became of a grant: used, carried over, or paid back."""

    grant: Grant = Field(title="Bidrag", description="Bidragets kod")
    period: About = Field(title="År", description="Året som pengarna gällde")
    use: Literal["nyttjat", "överfört", "återbetalat"] = Field(
        title="Användning", description="nyttjat, överfört eller återbetalat"
    )
    amount: AmountOrWord = Field(title="Belopp", description="Belopp, ord (det mesta) eller ? för okänt")
    to_period: About | None = Field(None, title="Till år", description="Året som det förs över till")
