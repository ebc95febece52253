"""Investments as planned. Their money is followed by line, as all economy is (``ledger.events.finance``)."""

from __future__ import annotations

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Amount, Text, YesNo
from ledger.events.finance import Line


class InvestmentRamSet(
    Event, topic="investment.ram-set", title="Planeringsram för investeringar", key=("line", "period")
):
    """How much may be invested in a kind of things in a year was decided."""

    line: Line = Field(title="Slag", description="Kod för slaget av investeringar")
    period: About = Field(title="År", description="Året som ramen gäller")
    amount: Amount = Field(title="Belopp", description="Planeringsramen i kr, tkr eller mnkr")


class InvestmentPlanned(
    Event, topic="investment.planned", title="Större investering", key=("line", "period"), told_by="line"
):
    """A larger investment was planned: why, and what it is to give. Its amount is the line's budget."""

    line: Line = Field(title="Investering", description="Investeringens kod")
    period: About = Field(title="År", description="Året som den planeras för")
    kind: Text | None = Field(
        None, title="Ny- eller reinvestering", description="Nyinvestering, Reinvestering, Ombyggnad …"
    )
    premises: YesNo = Field(False, title="Hyresrelaterad", description="ja om den gäller lokaler som hyrs")
    decided: Amount | None = Field(None, title="Beslutat", description="Hela det beslutade beloppet, om det sägs")
    cause: Text | None = Field(None, title="Orsak", description="Orsaken enligt investeringsverktyget")
    effect: Text | None = Field(None, title="Förväntad effekt", description="Effekten i egna ord")
