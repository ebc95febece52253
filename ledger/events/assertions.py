"""Assertions: what a document prints that another has decided, or that can be worked out. They never feed a figure.

An assertion says what an event of some topic would say: "the outcome of line resultat in 2024 is 28 mnkr". What the
ledger itself knows of the same quantity stands, and the assertion is held beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from ledger.events.base import Event
from ledger.events.fields import AnyValue, Code, Measure, YesNo
from ledger.events.quantities import QuantityName, about_of, value_fields
from ledger.events.subjects import fields_of
from ledger.figures.values import Quantity

Key = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^=; ]+=[^=;]+(; [^=; ]+=[^=;]+)*$")]


class Asserted(
    Event,
    topic="assertion.made",
    title="Uppgift i dokument",
    key=("claims", "about", "value_of", "in_text"),
    each_counts=True,
    defines=True,
):
    """A document prints a figure that it does not decide."""

    claims: Code = Field(title="Händelse", description="Slaget av uppgift, t.ex. finance.outcome-read")
    about: Key = Field(title="Om", description="Vad den gäller: line=resultat; period=2024; accumulated=2024")
    value_of: Code = Field(title="Fält", description="Fältet som värdet hör till, t.ex. amount")
    value: AnyValue = Field(title="Värde", description="Det som är tryckt")
    rounding: Measure | None = Field(None, title="Avrundat till", description="Minsta enhet, t.ex. 1 mnkr")
    in_text: YesNo = Field(False, title="I löpande text", description="ja om den står i text, inte i en uppställning")

    @property
    def said_of(self) -> dict[str, str]:
        """What it is about, field by field, as text."""
        return dict(part.split("=", 1) for part in self.about.split("; "))

    @property
    def quantity(self) -> QuantityName:
        """What is printed of."""
        return QuantityName(self.claims, self.said_of, self.value_of)


def assertions(event: Event, *, in_text: YesNo = False) -> Iterator[Asserted]:
    """What a document asserts by printing what ``event`` says: one assertion for each of its values."""
    for name in value_fields(type(event)):
        value = getattr(event, name)
        if value is not None:
            about = about_of(type(event), fields_of(event))
            yield Asserted(
                forvaltning=event.forvaltning,
                claims=event.topic,
                about=about,
                value_of=name,
                value=value,
                rounding=_last_place(value),
                in_text=in_text,
            )


def _last_place(value: object) -> Quantity | None:
    """One of the last decimal that was printed; None for what is counted or is no number."""
    if not isinstance(value, Quantity) or value.decimals is None or not value.rounds:
        return None
    return Quantity(Decimal(1).scaleb(-value.decimals), value.unit)
