"""The reader: answers a view's questions by seeks in the index, at two times, and fetches only what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from ledger.events.record import Record
from ledger.store.sql import Parameters, Row
from ledger.views.reader import Question, SubjectTotal

Run = Callable[[str, Parameters], Sequence[Row]]

STANDS = """e.effective <= :at AND e.position <= :position AND NOT EXISTS (
    SELECT 1 FROM superseded x WHERE x.position = e.position AND x.replaced_by <= :position)"""
_PLACE = "r.position, r.id, r.topic, r.recorded, r.stream, r.version, r.content, n.entry, n.effective"
_WHOLE = f"{_PLACE}, r.envelope"

_LATEST = f"""SELECT {_PLACE} FROM (
        SELECT s.id AS subject, (
            SELECT e.position FROM entry e WHERE e.subject = s.id AND {STANDS}
            ORDER BY e.effective DESC, e.entry DESC LIMIT 1) AS position
        FROM subject s WHERE {{subjects}}) t
    JOIN record r ON r.position = t.position JOIN entry n ON n.position = t.position ORDER BY t.subject"""
_EACH = f"""SELECT {_PLACE} FROM subject s
    JOIN entry e ON e.subject = s.id AND {STANDS}
    JOIN record r ON r.position = e.position JOIN entry n ON n.position = e.position
    WHERE {{subjects}} ORDER BY s.id, e.effective, e.entry"""
# What was ever effective and known, less what of it has been superseded: two sums over covering indexes.
_TOTALS = """SELECT s.id, s.forvaltning, s.period, s.key, u.unit, sum(u.amount) AS amount, sum(u.counted) AS counted,
        sum(u.entries) AS entries
    FROM subject s JOIN (
        SELECT subject, unit, sum(amount) AS amount, count(amount) AS counted, count(*) AS entries FROM entry
        WHERE subject IN (SELECT s.id FROM subject s WHERE {subjects}) AND effective <= :at AND position <= :position
        GROUP BY subject, unit
        UNION ALL
        SELECT subject, unit, -sum(amount), -count(amount), -count(*) FROM superseded
        WHERE subject IN (SELECT s.id FROM subject s WHERE {subjects}) AND effective <= :at AND replaced_by <= :position
        GROUP BY subject, unit) u ON u.subject = s.id
    GROUP BY s.id, s.forvaltning, s.period, s.key, u.unit HAVING sum(u.entries) > 0 ORDER BY s.id, u.unit"""
_PERIODS = f"""SELECT DISTINCT s.period FROM subject s WHERE {{subjects}}
    AND EXISTS (SELECT 1 FROM entry e WHERE e.subject = s.id AND {STANDS}) ORDER BY s.period"""
_HISTORY = f"""SELECT {_PLACE} FROM record r JOIN entry n ON n.position = r.position WHERE r.position IN (
        SELECT min(e.position) FROM subject s JOIN entry e ON e.subject = s.id WHERE {{subjects}} GROUP BY e.entry)
    ORDER BY n.entry"""
_EVENTS = f"SELECT {_WHOLE} FROM record r JOIN entry n ON n.position = r.position"


class SqlReader:
    """Reads a ledger through ``run``, which runs SQL on whichever database it is."""

    def __init__(self, run: Run):
        self._run = run
        self._persons: dict[str, str | None] = {}

    def position(self, known: int | None = None) -> int:
        """The greatest position recorded by ``known``."""
        if known is None:
            return int(self._run("SELECT coalesce(max(position), 0) AS position FROM record", {})[0]["position"])
        rows = self._run(
            "SELECT position FROM record WHERE recorded <= :known ORDER BY recorded DESC, position DESC LIMIT 1",
            {"known": known},
        )
        return int(rows[0]["position"]) if rows else 0

    def recorded(self, position: int) -> int:
        """When the event at a position was recorded."""
        rows = self._run("SELECT recorded FROM record WHERE position = :position", {"position": position})
        return int(rows[0]["recorded"]) if rows else 0

    def latest(self, question: Question) -> Sequence[Record]:
        """The one in force of each subject."""
        return [_record(row) for row in self._asked(_LATEST, question)]

    def each(self, question: Question) -> Sequence[Record]:
        """Every entry in force."""
        return [_record(row) for row in self._asked(_EACH, question)]

    def totals(self, question: Question) -> Sequence[SubjectTotal]:
        """The sum of each subject and unit."""
        return [_total(row) for row in self._asked(_TOTALS, question)]

    def periods(self, question: Question) -> Sequence[str]:
        """The periods that the entries in force are about."""
        return [row["period"] for row in self._asked(_PERIODS, question)]

    def entry(self, position: int) -> Sequence[Record]:
        """All versions of an entry."""
        rows = self._run(f"{_EVENTS} WHERE n.entry = :position ORDER BY r.position", {"position": position})
        return [_record(row, row["envelope"]) for row in rows]

    def history(self, question: Question) -> Sequence[Record]:
        """The entries that ever were about it."""
        return [_record(row) for row in self._asked(_HISTORY, question)]

    def find(self, event_id: str) -> Sequence[Record]:
        """The events whose id begins so."""
        bounds = {"first": event_id, "last": event_id + "\U0010ffff"}
        rows = self._run(f"{_EVENTS} WHERE r.id >= :first AND r.id <= :last ORDER BY r.id LIMIT 10", bounds)
        return [_record(row, row["envelope"]) for row in rows]

    def log(self, after: int, limit: int) -> Sequence[Record]:
        """Events in order."""
        rows = self._run(
            f"{_EVENTS} WHERE r.position > :after ORDER BY r.position LIMIT :most",
            {"after": after, "most": limit},
        )
        return [_record(row, row["envelope"]) for row in rows]

    def person(self, person: str) -> str | None:
        """What the register says of a person."""
        if person not in self._persons:
            rows = self._run("SELECT record FROM person WHERE id = :person", {"person": person})
            self._persons[person] = _name(rows[0]["record"]) if rows else None
        return self._persons[person]

    def _asked(self, statement: str, question: Question) -> Sequence[Row]:
        wanted = {
            "topic": question.topic,
            "forvaltning": question.forvaltning,
            "period": question.period,
            "key": question.key,
        }
        given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        subjects = " AND ".join(f"s.{name} = :{name}" for name in given)
        parameters = {**given, "at": question.at.toordinal(), "position": question.position}
        return self._run(statement.format(subjects=subjects), parameters)


def _name(record: str) -> str:
    name: str = json.loads(record)["name"]
    return name


def _record(row: Row, envelope: bytes = b"") -> Record:
    return Record(
        position=row["position"],
        id=row["id"],
        topic=row["topic"],
        entry=row["entry"],
        effective=date.fromordinal(row["effective"]),
        recorded=row["recorded"],
        stream=row["stream"],
        version=row["version"],
        content=row["content"],
        envelope=envelope,
    )


def _total(row: Row) -> SubjectTotal:
    counted = int(row["counted"])
    return SubjectTotal(
        forvaltning=row["forvaltning"],
        period=row["period"],
        key=row["key"],
        unit=row["unit"],
        millionths=int(row["amount"] or 0),
        counted=counted,
        left_out=int(row["entries"]) - counted,
    )
