"""The index: where the entries of a subject lie, and which versions are superseded. Written with the events
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.events.base import Event
from ledger.events.subjects import fields_of, indexed_amount, period_of, subject_key
from ledger.store.sql import Cursor, Parameters

Subject = tuple[str, str, str, str]  # topic, förvaltning, period, key


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that got its position: what the index needs to know. ``event`` is None where nobody can read it;
    ``removed`` is what it was about if its content has been removed.
    """

    position: int
    topic: str
    event: Event | None
    effective: date
    replaces: int | None = None
    removed: Subject | None = None


class IndexWriter:
    """Makes the rows of one transaction, in the order of the positions, and writes them in batches."""

    def __init__(self, cursor: Cursor):
        self._cursor = cursor
        self._subjects: dict[Subject, int] = {}
        self._last_subject: int = cursor.run("SELECT coalesce(max(id), 0) AS last FROM subject")[0]["last"]
        self._waiting: dict[str, list[Parameters]] = {"subject": [], "entry": [], "superseded": []}

    def add(self, placed: Placed) -> None:
        """Index one event: its own row, and what it supersedes."""
        amount, unit = indexed_amount(placed.event) if placed.event else (None, "")
        row = {
            "position": placed.position,
            "subject": self._subject(placed),
            "effective": placed.effective.toordinal(),
            "entry": placed.position,
            "amount": amount,
            "unit": unit,
        }
        if placed.replaces is not None:
            replaced = self._entry_at(placed.replaces)
            row["entry"] = replaced["entry"]
            kept = {name: replaced[name] for name in ("position", "subject", "effective", "entry", "amount", "unit")}
            self._waiting["superseded"].append(kept | {"replaced_by": placed.position})
        self._waiting["entry"].append(row)

    def flush(self) -> None:
        """Write what is waiting."""
        for table, rows in self._waiting.items():
            if rows:
                self._cursor.insert(table, rows)
                rows.clear()

    def _entry_at(self, position: int) -> Parameters:
        self.flush()
        rows = self._cursor.run(
            "SELECT position, subject, effective, entry, amount, unit FROM entry WHERE position = :position",
            {"position": position},
        )
        found = rows[0]
        return {name: found[name] for name in ("position", "subject", "effective", "entry", "amount", "unit")}

    def _subject(self, placed: Placed) -> int | None:
        """The subject's row, made if it is new. What nobody can read is about nothing; what was removed is about what
        it was about before.
        """
        subject = subject_of(placed.event) if placed.event else placed.removed
        if subject is None:
            return None
        if subject not in self._subjects:
            self._subjects[subject] = self._found(subject) or self._made(subject)
        return self._subjects[subject]

    def _found(self, subject: Subject) -> int | None:
        rows = self._cursor.run(
            "SELECT id FROM subject WHERE topic = :topic AND forvaltning = :forvaltning"
            " AND period = :period AND key = :key",
            _named(subject),
        )
        return rows[0]["id"] if rows else None

    def _made(self, subject: Subject) -> int:
        self._last_subject += 1
        self._waiting["subject"].append({"id": self._last_subject, **_named(subject)})
        return self._last_subject


def subject_of(event: Event) -> Subject:
    """What a decision is about."""
    return event.topic, event.forvaltning, period_of(event), subject_key(type(event), fields_of(event))


def _named(subject: Subject) -> dict[str, str]:
    return dict(zip(("topic", "forvaltning", "period", "key"), subject, strict=True))
