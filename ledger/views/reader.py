"""What a view asks of a store. The store answers by seeks; ``ledger.views.fold`` answers by the definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ledger.events.record import Record


@dataclass(frozen=True, slots=True)
class Question:
    """Which decisions are asked for, and from where they are seen.

    In force at (``at``, ``position``) is the last version known of each entry that is not withdrawn and effective
    by ``at``: knowledge first, then the date. ``forvaltning``, ``period`` and ``key`` narrow it; None asks for all.
    """

    topic: str
    at: date
    position: int
    forvaltning: str | None = None
    period: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectTotal:
    """The sum of a subject's amounts in one unit, in millionths; ``left_out`` counts entries without an amount."""

    forvaltning: str
    period: str
    key: str
    unit: str
    millionths: int
    counted: int
    left_out: int


class Reader(Protocol):
    """Reads a ledger. Every answer holds for good, since what was so at a position stays so."""

    def position(self, known: int | None = None) -> int:
        """The greatest position recorded by ``known`` (microseconds); of all if None; 0 if there is none."""

    def recorded(self, position: int) -> int:
        """When the event at a position was recorded, in microseconds; 0 for position 0."""

    def latest(self, question: Question) -> Sequence[Record]:
        """The one in force of each subject: the greatest by (effective date, entry). In the order the subjects came
        up.
        """

    def each(self, question: Question) -> Sequence[Record]:
        """Every entry in force, by (subject, effective date, entry)."""

    def totals(self, question: Question) -> Sequence[SubjectTotal]:
        """The sum over the entries in force of each subject and unit, in the order the subjects came up."""

    def periods(self, question: Question) -> Sequence[str]:
        """The periods that the entries in force are about, each once."""

    def entry(self, position: int) -> Sequence[Record]:
        """All versions of the entry that begins at ``position``, in order, envelopes included; a withdrawal last."""

    def history(self, question: Question) -> Sequence[Record]:
        """The entries that ever were about what is asked for, each as it was first known, whatever the view's times."""

    def find(self, event_id: str) -> Sequence[Record]:
        """The events whose id begins with ``event_id``, envelopes included; at most ten."""

    def log(self, after: int, limit: int) -> Sequence[Record]:
        """Events after a position in order, envelopes included."""

    def person(self, person: str) -> str | None:
        """What the register says of a person, or None if that has been erased."""
