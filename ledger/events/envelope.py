"""The envelope: how a decision came to be known. It stays for good, also when the content is erased one day."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from ledger.events.base import Event
from ledger.events.fields import composed
from ledger.language import _
from ledger.problems import Origin

Dated = Literal["printed", "stated", "convention"]
"""How an effective date is known: printed in the source, stated by somebody, or set by convention."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    @field_validator("*", mode="before")
    @classmethod
    def _composed(cls, raw: object) -> object:
        return composed(raw)


class Source(_Part):
    """Where it stands: the document with its diarienummer and publication date, the section or paragraph, the place
    in it.
    """

    document: str
    title: str | None = None
    diarienummer: str | None = None
    published_on: date | None = None
    section: str | None = None
    place: str | None = None

    def __str__(self) -> str:
        parts = [
            self.title or self.document,
            self.diarienummer and f"dnr {self.diarienummer}",
            self.section,
            self.place,
        ]
        return ", ".join(part for part in parts if part)


class Decider(_Part):
    """Who decided: a body, or a delegate of it by a delegation that has a reference. Roles, never names of persons."""

    body: str
    delegate: str | None = None
    delegation: str | None = None

    def __str__(self) -> str:
        if not self.delegate:
            return self.body
        by = _("{body} genom {delegate}").format(body=self.body, delegate=self.delegate)
        return f"{by} (delegation {self.delegation})" if self.delegation else by


class Envelope(_Part):
    """All that is known of an event but its content, place and recorded time, which the store's own columns hold.

    ``content`` is the digest of salt and content; an event without it withdraws the one that it ``replaces``.
    ``recorded_by`` is the system's user, which nobody chooses; ``actor`` the person on whose behalf. Both are ids
    in the register of persons. ``overrides`` are the locks that it fell into and was recorded in spite of, for the
    ``reason``: the ids of the events that closed them.
    """

    id: str
    effective_on: date
    dated: Dated
    recorded_by: str
    actor: str | None = None
    decided_by: Decider | None = None
    replaces: str | None = None
    reason: str | None = None
    note: str | None = None
    source: Source | None = None
    content: str | None = None
    overrides: tuple[str, ...] | None = None

    @property
    def withdraws(self) -> bool:
        """Whether it takes an entry away."""
        return self.content is None

    def stored(self) -> bytes:
        """The bytes that are kept and that the leaf covers."""
        fields = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody asks the ledger to record: a decision, a correction (``replaces``), or a withdrawal (no
    ``event``).

    ``id`` makes it safe to ask twice: the same proposal again is no change. A ``repeatable`` one, which a document
    makes, gets an id that follows from document, content and its ordinal among equals. ``expected`` is the version
    of the stream that the proposer has seen; a stream that has moved on refuses. ``files`` are the bytes of what the
    event names by digest, to be kept with it. ``override`` is a reason to record it though its period may be locked;
    it is said of an event only if it was. ``origin`` is where it was read, for messages.
    """

    event: Event | None
    effective_on: date
    dated: Dated = "stated"
    id: str = ""
    replaces: str | None = None
    reason: str | None = None
    note: str | None = None
    source: Source | None = None
    decided_by: Decider | None = None
    actor: str | None = None
    expected: int | None = None
    repeatable: bool = False
    files: tuple[bytes, ...] = field(default=(), repr=False)
    override: str | None = None
    origin: Origin = field(default_factory=Origin)

    @property
    def reason_to_override(self) -> str | None:
        """Why it is recorded in spite of a lock, after the reason that it has without one."""
        told = dict.fromkeys(reason.strip() for reason in (self.reason, self.override) if reason)
        return "; ".join(filter(None, told)) or None
