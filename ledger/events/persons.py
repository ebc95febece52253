"""Persons: the log holds a random id and a salted digest; who it is lies in a register beside the log, and can be
erased.
"""

from __future__ import annotations

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import Code, Text

EVERYONE = "alla"
"""Stands where a decision names its förvaltning: the register is everybody's."""


class PersonRegistered(Event, topic="person.registered", title="Person registrerad", key=("person",)):
    """A person was entered in the register. The digest is SHA-256(salt ‖ record): it proves the record, and tells
    no name.
    """

    person: Code = Field(title="Person", description="Slumpvis id")
    digest: Text = Field(title="Kontrollsumma", description="SHA-256 av salt och registerpost, hexadecimalt")


class PersonErased(Event, topic="person.erased", title="Person borttagen", key=("person",)):
    """A person's entry in the register was erased: the id stays wherever it stands, and leads to nobody. Why, and by
    whose decision, lies in the envelope.
    """

    person: Code = Field(title="Person", description="Slumpvis id")
