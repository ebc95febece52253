"""An event as it lies in the store: its place, its envelope and its content, still in bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from ledger.events.envelope import Envelope
from ledger.surroundings import moment

SHORT = 8
"""How much of an event's id is shown; commands take any beginning that only one id has."""


@dataclass(frozen=True, slots=True)
class Record:
    """One stored event. ``entry`` is the position of the original that it is a version of.

    ``envelope`` may be empty where only the content was asked for; ``content`` is None for a withdrawal, and for
    what has been erased.
    """

    position: int
    id: str
    topic: str
    entry: int
    effective: date
    recorded: int
    stream: str
    version: int
    content: bytes | None
    envelope: bytes = b""

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded, UTC."""
        return moment(self.recorded)

    def opened(self) -> Envelope:
        """The envelope, read."""
        return Envelope.model_validate_json(self.envelope)


def content_bytes(version: int, fields: dict[str, object]) -> bytes:
    """Content as it is stored: the version of its topic's form, then the fields, in one canonical order."""
    return json.dumps([version, fields], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
