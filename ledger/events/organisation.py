"""Organisation: the parts of a förvaltning that ram, responsibility and measures belong to."""

from __future__ import annotations

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import Code, Text, Unit


class UnitFormed(Event, topic="organisation.unit-formed", title="Enhet bildad", key=("unit",), told_by="name"):
    """A part of a förvaltning came to be: an area, a centrum, a unit, or a purpose that money is set aside for.

    Others refer to it by its code, which stays when the name changes. The same name under two parents is two units.
    """

    unit: Code = Field(title="Enhet", description="Kod som andra händelser hänvisar till, t.ex. CE")
    name: Text = Field(title="Namn", description="Namnet som det står i dokumenten")
    within: Unit | None = Field(
        None,
        title="Ingår i",
        description="Koden för den enhet som den är en del av; tom om den ligger direkt under förvaltningen",
    )
