"""What a view asks of a store. The store answers by seeks; ``ledger.views.fold`` answers by the definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ledger.events.record import SHORT, Record
from ledger.events.removals import decision_told
from ledger.language import _

EVERY_ENTRY = 2**62
"""Greater than the place of any entry."""

Subject = tuple[str, str, str, str]
"""What a decision is about: topic, förvaltning, period, key."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which decisions are asked for, and from where they are seen.

    In force at (``at``, ``position``) is the last version known of each entry that is not withdrawn and effective
    by ``at``: knowledge first, then the date. ``forvaltning``, ``period`` and ``key`` narrow it; None asks for all.
    Of what takes effect on ``at`` itself, only the entries up to ``entry`` are seen: so that there is a view between
    any two that take effect on one day. ``most`` asks for so many entries only.
    """

    topic: str
    at: date
    position: int
    forvaltning: str | None = None
    period: str | None = None
    key: str | None = None
    entry: int = EVERY_ENTRY
    most: int | None = None

    def covers(self, subject: Subject) -> bool:
        """Whether a subject is among what is asked for."""
        wanted = (self.topic, self.forvaltning, self.period, self.key)
        return all(asked is None or asked == found for asked, found in zip(wanted, subject, strict=True))


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


@dataclass(frozen=True, slots=True)
class Placed:
    """A version of an entry as the index has it: its subject, and the amount that totals add, in millionths."""

    subject: Subject
    millionths: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """From one view to the next: an event that becomes known, or an entry that takes effect. ``before`` is what was in
    force in its place, ``after`` what is; None for nothing.
    """

    position: int
    effective: date
    entry: int
    before: Placed | None
    after: Placed | None
    withdraws: bool = False

    @property
    def original(self) -> bool:
        """Whether the event is no later version of an entry."""
        return self.position == self.entry


@dataclass(frozen=True, slots=True)
class Removal:
    """That the content of an event has been removed: of which event, what it was about (None where nobody here can
    read such events), and by which event, envelope included.
    """

    position: int
    id: str
    stream: str
    subject: Subject | None
    by: Record

    def __str__(self) -> str:
        return _("Innehållet i händelse {id} ({stream}) är borttaget: {decision}").format(
            id=self.id[:SHORT], stream=self.stream, decision=decision_told(self.by.opened())
        )


class Reader(Protocol):
    """Reads a ledger. Every answer holds for good, since what was so at a position stays so. Only content can be taken
    away, and then it is gone from every answer, the earlier ones too: ``latest``, ``each``, ``greatest`` and
    ``history`` give such an event in its place, without content.
    """

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

    def greatest(self, question: Question) -> Sequence[Record]:
        """The entries in force with the greatest amounts, whatever their sign; ``most`` of them."""

    def became_known(self, question: Question, until: int) -> Sequence[Step]:
        """What became known after the question's position, to ``until``, of what is asked for, and had taken effect:
        an event a step, in the order that they were recorded.
        """

    def took_effect(self, question: Question, until: date) -> Sequence[Step]:
        """What took effect after the question's date, to ``until``, of what is asked for, as known at its position: an
        entry a step, by (effective date, entry).
        """

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

    def replacing(self, after: int, last: int) -> Mapping[int, Record]:
        """What replaced the events at the positions after ``after``, to ``last``, by their positions; envelopes
        included.
        """

    def replaced(self, after: int, last: int) -> Mapping[int, Record]:
        """What the events at those positions replaced, by their positions; envelopes included."""

    def sizes(self, first: int, last: int) -> Mapping[int, int]:
        """How many events each recording has, by its recorded time, from one time to another."""

    def gaps(self, question: Question) -> Sequence[Removal]:
        """The entries in force whose content has been removed, by (subject, effective date, entry)."""

    def removals(self, after: int, last: int) -> Mapping[int, Removal]:
        """Which of the events at the positions after ``after``, to ``last``, have lost their content, by their
        positions.
        """

    def person(self, person: str) -> str | None:
        """What the register says of a person, or None if that has been erased."""
