"""Locks: a förvaltning's period is closed for some kinds of decision, and opened again with a reason.

An event falls into a lock when its förvaltning is the lock's, its topic is among the lock's kinds, and its effective
date lies within the lock's period; or when that is so of the version that it replaces. So neither a correction that
moves into the closed period, nor one that moves out of it, nor a withdrawal there, gets by.

What is closed for an event follows from the order of recording alone: the locks that stand where it is recorded. A
lock's own date tells when it was decided and closes nothing; what was recorded before the lock stands.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from ledger.events.base import Event
from ledger.events.fields import About, Cell, Code, several
from ledger.events.issued import ReportIssued
from ledger.events.removals import LEDGERS_OWN


def _in_order(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(kinds)))


Kinds = Annotated[tuple[Code, ...], AfterValidator(_in_order), Cell(several, "finance./ram.allocated")]
"""Topics, or beginnings of topics that end with their dot; each once and in order, so that the same is the same."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version of a decision lies, as a lock sees it."""

    topic: str
    forvaltning: str
    day: date


class LockClosed(Event, topic="lock.closed", title="Period låst", key=("period",), each_counts=True):
    """A period was closed: nothing more is recorded into it, but by overriding the lock with a reason."""

    period: About = Field(title="Period", description="Perioden som låses; det som gäller från en dag i den är låst")
    kinds: Kinds = Field(
        (),
        title="Slag",
        description="Slag av händelser, eller början på deras namn med punkten; tomt för alla",
    )

    def closes(self, place: Place) -> bool:
        """Whether what lies there falls into the lock."""
        return (
            place.forvaltning == self.forvaltning
            and self.period.first <= place.day <= self.period.last
            and place.topic not in NEVER_LOCKED
            and (not self.kinds or any(is_among(place.topic, kind) for kind in self.kinds))
        )


class LockOpened(Event, topic="lock.opened", title="Lås öppnat", key=("lock",)):
    """A lock was opened again. That it was withdrawn closes the lock anew."""

    lock: Code = Field(title="Lås", description="Id på händelsen som låste perioden; ”planledger locks” visar det")


LOCK_TOPICS = frozenset({LockClosed.topic, LockOpened.topic})
NEVER_LOCKED = LOCK_TOPICS | {ReportIssued.topic, *(each.topic for each in LEDGERS_OWN)}
"""What no lock keeps out: locks themselves, reports given out of what stands, persons entered or erased, and contents
that are removed under a decision.
"""


def is_among(topic: str, kind: str) -> bool:
    """Whether a topic is the kind that a lock names, or begins so."""
    return topic == kind or (kind.endswith(".") and topic.startswith(kind))


def forvaltning_in(stream: str, content: bytes | None) -> str:
    """The förvaltning that stored content is about, of any topic and release. The stream, which keeps the name that
    it first had, tells it of content that has been erased.
    """
    if content is not None:
        return str(json.loads(content)[1]["forvaltning"])
    _topic, _slash, rest = stream.partition("/")
    return rest.partition("/")[0]
