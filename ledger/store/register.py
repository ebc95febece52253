"""The register of persons, beside the log. The log holds a random id and a salted digest, never a name nor a hash
of one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from ledger.events.base import Event
from ledger.events.fields import NamesPersons
from ledger.events.persons import EVERYONE, PersonRegistered
from ledger.events.subjects import marked_fields
from ledger.integrity import content_digest
from ledger.store.sql import Cursor

SYSTEM = "system"
"""The scope of the system's users; other persons are known within their förvaltning."""
_ID = re.compile(r"p-[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Register:
    """Finds persons by name within a scope, and enters those who are new, inside an open recording."""

    cursor: Cursor
    random: Callable[[int], bytes]
    entered: list[PersonRegistered]

    def id_of(self, name: str, scope: str) -> str:
        """The id of the person that ``scope`` knows by ``name``. An id is its own."""
        if _ID.fullmatch(name):  # also of one who has been erased, and is never entered anew
            return name
        record = json.dumps({"name": name, "scope": scope}, ensure_ascii=False, sort_keys=True)
        rows = self.cursor.run("SELECT id FROM person WHERE record = :record", {"record": record})
        return str(rows[0]["id"]) if rows else self._enter(record)

    def _enter(self, record: str) -> str:
        person, salt = f"p-{self.random(12).hex()}", self.random(16)
        self.cursor.run(
            "INSERT INTO person (id, salt, record) VALUES (:id, :salt, :record)",
            {"id": person, "salt": salt, "record": record},
        )
        digest = content_digest(salt, record.encode())
        self.entered.append(PersonRegistered(forvaltning=EVERYONE, person=person, digest=digest))
        return person

    def with_ids(self, event: Event) -> Event:
        """The same decision with ids where it names persons."""
        named = marked_fields(type(event), NamesPersons)
        ids = {name: tuple(self.id_of(person, event.forvaltning) for person in getattr(event, name)) for name in named}
        return event.model_copy(update=ids) if any(ids.values()) else event
