"""The reader: answers a view's questions by seeks in the index, at two times, and fetches only what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.events.persons import EVERYONE
from ledger.events.record import Record
from ledger.figures.units import MONEY
from ledger.store.sql import Parameters, Row
from ledger.views.reader import Placed, Question, Removal, Step, SubjectTotal

Run = Callable[[str, Parameters], Sequence[Row]]

STANDS = """e.effective <= :at AND e.position <= :position AND NOT EXISTS (
    SELECT 1 FROM superseded x WHERE x.position = e.position AND x.replaced_by <= :position)"""
_SEEN = f"{STANDS} AND (e.effective < :at OR e.entry <= :entry)"
_PLACE = "r.position, r.id, r.topic, r.recorded, r.stream, r.version, r.content, n.entry, n.effective"
_WHOLE = f"{_PLACE}, r.envelope"

_LATEST = f"""SELECT {_PLACE} FROM (
        SELECT s.id AS subject, (
            SELECT e.position FROM entry e WHERE e.subject = s.id AND {_SEEN}
            ORDER BY e.effective DESC, e.entry DESC LIMIT 1) AS position
        FROM subject s WHERE {{subjects}}) t
    JOIN record r ON r.position = t.position JOIN entry n ON n.position = t.position ORDER BY t.subject"""
# What is asked for is put in order before it is fetched: of very many, only the first are read whole.
_EACH = f"""SELECT {_PLACE} FROM (
        SELECT s.id AS subject, e.position FROM subject s JOIN entry e ON e.subject = s.id AND {_SEEN}
        WHERE {{subjects}} ORDER BY s.id, e.effective, e.entry{{limit}}) t
    JOIN record r ON r.position = t.position JOIN entry n ON n.position = t.position
    ORDER BY t.subject, n.effective, n.entry"""
# Kronor in several sizes are weighed by their size; nothing else is compared.
_SIZES_OF_KRONOR = " ".join(f"WHEN '{unit}' THEN {size}.0" for unit, size in MONEY.items())
_SIZE = f"(CASE e.unit {_SIZES_OF_KRONOR} ELSE 1.0 END)"
_GREATEST = f"""SELECT {_PLACE} FROM (
        SELECT e.position, e.entry, abs(coalesce(e.amount, 0)) * {_SIZE} AS size FROM subject s
        JOIN entry e ON e.subject = s.id AND {_SEEN} WHERE {{subjects}} ORDER BY size DESC, e.entry{{limit}}) t
    JOIN record r ON r.position = t.position JOIN entry n ON n.position = t.position ORDER BY t.size DESC, t.entry"""
# What was ever effective and known, less what of it has been superseded: two sums over covering indexes.
_TOTALS = """SELECT s.id, s.forvaltning, s.period, s.key, u.unit, sum(u.amount) AS amount, sum(u.counted) AS counted,
        sum(u.entries) AS entries
    FROM subject s JOIN (
        SELECT subject, unit, sum(amount) AS amount, count(amount) AS counted, count(*) AS entries FROM entry
        WHERE subject IN (SELECT s.id FROM subject s WHERE {subjects}) AND effective <= :at AND position <= :position
            AND (effective < :at OR entry <= :entry)
        GROUP BY subject, unit
        UNION ALL
        SELECT subject, unit, -sum(amount), -count(amount), -count(*) FROM superseded
        WHERE subject IN (SELECT s.id FROM subject s WHERE {subjects}) AND effective <= :at AND replaced_by <= :position
            AND (effective < :at OR entry <= :entry)
        GROUP BY subject, unit) u ON u.subject = s.id
    GROUP BY s.id, s.forvaltning, s.period, s.key, u.unit HAVING sum(u.entries) > 0 ORDER BY s.id, u.unit"""
_STEP = """n.position, n.effective, n.entry, o.topic AS old_topic, o.forvaltning AS old_forvaltning,
        o.period AS old_period, o.key AS old_key, x.effective AS old_effective, x.amount AS old_amount,
        x.unit AS old_unit, s.topic, s.forvaltning, s.period, s.key, n.amount, n.unit"""
# An event replaces a version of the subjects asked for, or is of one of them itself: found from either side.
_BECAME_KNOWN = f"""SELECT {_STEP} FROM subject s JOIN entry n ON n.subject = s.id
    LEFT JOIN superseded x ON x.replaced_by = n.position LEFT JOIN subject o ON o.id = x.subject
    WHERE {{subjects}} AND n.position > :position AND n.position <= :until
        AND (n.effective <= :at OR x.effective <= :at)
    UNION SELECT {_STEP} FROM subject o JOIN superseded x ON x.subject = o.id JOIN entry n ON n.position = x.replaced_by
    LEFT JOIN subject s ON s.id = n.subject
    WHERE {{replaced}} AND x.replaced_by > :position AND x.replaced_by <= :until
        AND (x.effective <= :at OR n.effective <= :at)
    ORDER BY 1"""
_TOOK_EFFECT = f"""SELECT e.position, e.effective, e.entry, s.topic, s.forvaltning, s.period, s.key, e.amount, e.unit
    FROM subject s JOIN entry e ON e.subject = s.id AND {STANDS.replace(":at", ":until")} AND e.effective > :at
    WHERE {{subjects}} ORDER BY e.effective, e.entry"""
_PERIODS = f"""SELECT DISTINCT s.period FROM subject s WHERE {{subjects}}
    AND EXISTS (SELECT 1 FROM entry e WHERE e.subject = s.id AND {_SEEN}) ORDER BY s.period"""
_HISTORY = f"""SELECT {_PLACE} FROM record r JOIN entry n ON n.position = r.position WHERE r.position IN (
        SELECT min(e.position) FROM subject s JOIN entry e ON e.subject = s.id WHERE {{subjects}} GROUP BY e.entry)
    ORDER BY n.entry"""
_EVENTS = f"SELECT {_WHOLE} FROM record r JOIN entry n ON n.position = r.position"

# What has been removed is little: it is gone through first, and held to what is asked for.
_REMOVALS = f"""SELECT {_WHOLE}, g.position AS gone, g.id AS gone_id, g.topic AS gone_topic, g.stream AS gone_stream,
        s.forvaltning, s.period, s.key
    FROM removed d CROSS JOIN entry e JOIN record g ON g.position = d.position
    JOIN record r ON r.position = d.removed_by JOIN entry n ON n.position = r.position
    LEFT JOIN subject s ON s.id = e.subject WHERE e.position = d.position"""
_GAPS = f"{_REMOVALS} AND {{subjects}} AND {_SEEN} ORDER BY s.id, e.effective, e.entry"

_REPLACING = f"""SELECT {_WHOLE}, x.position AS about FROM superseded x JOIN record r ON r.position = x.replaced_by
    JOIN entry n ON n.position = r.position WHERE x.position > :after AND x.position <= :last"""
_REPLACED = f"""SELECT {_WHOLE}, x.replaced_by AS about FROM superseded x JOIN record r ON r.position = x.position
    JOIN entry n ON n.position = r.position WHERE x.replaced_by > :after AND x.replaced_by <= :last"""
_SIZES = """SELECT recorded, count(*) AS events FROM record WHERE recorded >= :first AND recorded <= :last
    GROUP BY recorded"""


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

    def forvaltningar(self) -> list[str]:
        """The förvaltningar that something has been recorded of; the register of persons is everybody's."""
        asked = "SELECT DISTINCT forvaltning FROM subject WHERE forvaltning <> :everyone ORDER BY forvaltning"
        rows = self._run(asked, {"everyone": EVERYONE})
        return [row["forvaltning"] for row in rows]

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

    def greatest(self, question: Question) -> Sequence[Record]:
        """The entries with the greatest amounts."""
        return [_record(row) for row in self._asked(_GREATEST, question)]

    def became_known(self, question: Question, until: int) -> Sequence[Step]:
        """The events at the positions between."""
        wanted, at = _narrowed(question), question.at.toordinal()
        steps = []
        for row in self._asked(_BECAME_KNOWN, question, until=until):
            before, after = _placed(row, "old_", at, wanted), _placed(row, "", at, wanted)
            if before or after:
                day = date.fromordinal(row["effective"])
                steps.append(Step(row["position"], day, row["entry"], before, after, row["topic"] is None))
        return steps

    def took_effect(self, question: Question, until: date) -> Sequence[Step]:
        """The entries in force with dates between."""
        return [
            Step(
                row["position"],
                date.fromordinal(row["effective"]),
                row["entry"],
                None,
                Placed((row["topic"], row["forvaltning"], row["period"], row["key"]), row["amount"], row["unit"]),
            )
            for row in self._asked(_TOOK_EFFECT, question, until=until.toordinal())
        ]

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

    def replacing(self, after: int, last: int) -> Mapping[int, Record]:
        """What replaced the events at some positions."""
        return self._by_event(_REPLACING, after, last)

    def replaced(self, after: int, last: int) -> Mapping[int, Record]:
        """What the events at some positions replaced."""
        return self._by_event(_REPLACED, after, last)

    def sizes(self, first: int, last: int) -> Mapping[int, int]:
        """How many events the recordings between two times have."""
        rows = self._run(_SIZES, {"first": first, "last": last})
        return {int(row["recorded"]): int(row["events"]) for row in rows}

    def gaps(self, question: Question) -> Sequence[Removal]:
        """What is in force and has lost its content."""
        return [_removal(row) for row in self._asked(_GAPS, question)]

    def removals(self, after: int, last: int) -> Mapping[int, Removal]:
        """The events at some positions that have lost their content."""
        rows = self._run(f"{_REMOVALS} AND d.position > :after AND d.position <= :last", {"after": after, "last": last})
        return {int(row["gone"]): _removal(row) for row in rows}

    def person(self, person: str) -> str | None:
        """What the register says of a person."""
        if person not in self._persons:
            rows = self._run("SELECT record FROM person WHERE id = :person", {"person": person})
            self._persons[person] = _name(rows[0]["record"]) if rows else None
        return self._persons[person]

    def forget_persons(self) -> None:
        """Ask the register again: somebody has been erased from it."""
        self._persons.clear()

    def kept(self, digest: str) -> bytes | None:
        """The file that is kept by a digest, as it lies there; None if none is."""
        rows = self._run("SELECT bytes FROM kept WHERE digest = :digest", {"digest": digest})
        return bytes(rows[0]["bytes"]) if rows else None

    def _by_event(self, statement: str, after: int, last: int) -> Mapping[int, Record]:
        rows = self._run(statement, {"after": after, "last": last})
        return {int(row["about"]): _record(row, row["envelope"]) for row in rows}

    def _asked(self, statement: str, question: Question, **more: int) -> Sequence[Row]:
        wanted = _narrowed(question)
        subjects = " AND ".join(f"s.{name} = :{name}" for name in wanted)
        limit = " LIMIT :most" if question.most is not None else ""
        times = {"at": question.at.toordinal(), "position": question.position, "entry": question.entry}
        parameters: dict[str, Any] = {**wanted, **times, **more}
        if limit:
            parameters["most"] = question.most
        replaced = subjects.replace("s.", "o.")
        return self._run(statement.format(subjects=subjects, replaced=replaced, limit=limit), parameters)


def _narrowed(question: Question) -> dict[str, str]:
    """The columns of a subject that are asked for."""
    wanted = {
        "topic": question.topic,
        "forvaltning": question.forvaltning,
        "period": question.period,
        "key": question.key,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _placed(row: Row, side: str, at: int, wanted: Mapping[str, str]) -> Placed | None:
    """What one side of a step has in the index, if it has taken effect and is of what is asked for."""
    found = {name: row[f"{side}{name}"] for name in ("topic", "forvaltning", "period", "key")}
    if found["topic"] is None or row[f"{side}effective"] > at:
        return None
    if any(found[name] != value for name, value in wanted.items()):
        return None
    return Placed(tuple(found.values()), row[f"{side}amount"], row[f"{side}unit"])


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


def _removal(row: Row) -> Removal:
    subject = (row["gone_topic"], row["forvaltning"], row["period"], row["key"])
    known = row["forvaltning"] is not None
    return Removal(
        row["gone"], row["gone_id"], row["gone_stream"], subject if known else None, _record(row, row["envelope"])
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
