"""The index: where the entries of a subject lie, and which versions are superseded. Written in the transaction of
the event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.events.base import Event
from ledger.events.subjects import fields_of, indexed_amount, period_of, subject_key
from ledger.store.sql import Cursor

_ENTRY = """INSERT INTO entry (position, subject, effective, entry, amount, unit)
    VALUES (:position, :subject, :effective, :entry, :amount, :unit)"""
_SUPERSEDED = """INSERT INTO superseded (position, replaced_by, subject, effective, amount, unit)
    SELECT position, :replaced_by, subject, effective, amount, unit FROM entry WHERE position = :position"""
_SUBJECT = """INSERT INTO subject (id, topic, forvaltning, period, key)
    VALUES (:id, :topic, :forvaltning, :period, :key)"""


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that got its position: what the index needs to know of it. ``event`` is None where nobody can read
    it.
    """

    position: int
    topic: str
    event: Event | None
    effective: date
    replaces: int | None = None


class IndexWriter:
    """Writes the rows of one transaction, in the order of the positions."""

    def __init__(self, cursor: Cursor):
        self._cursor = cursor
        self._subjects: dict[tuple[str, str, str, str], int] = {}
        self._last_subject = cursor.run("SELECT coalesce(max(id), 0) AS last FROM subject")[0]["last"]
        self._entries: dict[int, int] = {}

    def add(self, placed: Placed) -> None:
        """Index one event: its own row, and what it supersedes."""
        entry = placed.position if placed.replaces is None else self._entry_of(placed.replaces)
        self._entries[placed.position] = entry
        amount, unit = indexed_amount(placed.event) if placed.event else (None, "")
        row = {
            "position": placed.position,
            "subject": self._subject(placed.event) if placed.event else None,
            "effective": placed.effective.toordinal(),
            "entry": entry,
            "amount": amount,
            "unit": unit,
        }
        self._cursor.run(_ENTRY, row)
        if placed.replaces is not None:
            self._cursor.run(_SUPERSEDED, {"position": placed.replaces, "replaced_by": placed.position})

    def _entry_of(self, position: int) -> int:
        if position not in self._entries:
            rows = self._cursor.run("SELECT entry FROM entry WHERE position = :position", {"position": position})
            self._entries[position] = rows[0]["entry"]
        return self._entries[position]

    def _subject(self, event: Event) -> int:
        key = subject_key(type(event), fields_of(event))
        subject = (event.topic, event.forvaltning, period_of(event), key)
        if subject not in self._subjects:
            self._subjects[subject] = self._found(subject) or self._made(subject)
        return self._subjects[subject]

    def _found(self, subject: tuple[str, str, str, str]) -> int | None:
        topic, forvaltning, period, key = subject
        rows = self._cursor.run(
            "SELECT id FROM subject WHERE topic = :topic AND forvaltning = :forvaltning"
            " AND period = :period AND key = :key",
            {"topic": topic, "forvaltning": forvaltning, "period": period, "key": key},
        )
        return rows[0]["id"] if rows else None

    def _made(self, subject: tuple[str, str, str, str]) -> int:
        topic, forvaltning, period, key = subject
        self._last_subject += 1
        row = {
            "id": self._last_subject,
            "topic": topic,
            "forvaltning": forvaltning,
            "period": period,
            "key": key,
        }
        self._cursor.run(_SUBJECT, row)
        return int(self._last_subject)
