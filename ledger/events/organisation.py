"""Organisation: the parts of a förvaltning that ram, responsibility and measures belong to."""

from __future__ import annotations

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import UNIT_TOPIC, Code, Text, Unit


class UnitFormed(Event, topic=UNIT_TOPIC, title="Enhet bildad", key=("unit",), told_by="name"):
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


class UnitRenamed(Event, topic="organisation.unit-renamed", title="Enhet omdöpt", key=("unit",), told_by="name"):
    """A unit goes by another name from a day on. Its code stays, and so does all that refers to it."""

    unit: Unit = Field(title="Enhet", description="Enhetens kod")
    name: Text = Field(title="Namn", description="Det nya namnet")


class UnitMerged(Event, topic="organisation.unit-merged", title="Enhet uppgick i en annan", key=("unit",)):
    """A unit became part of another and is no more of its own. What was its own before stays its own."""

    unit: Unit = Field(title="Enhet", description="Koden för den enhet som upphör")
    into: Unit = Field(title="Uppgick i", description="Koden för den enhet som tar över")
