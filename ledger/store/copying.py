"""Copying a whole ledger between any two databases, while others record: ids, positions, times and leaves stay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.events.issued import digest_of
from ledger.integrity import content_digest, leaf_hash
from ledger.language import _
from ledger.problems import Refused, refused
from ledger.store.schema import COLUMNS
from ledger.store.sql import Cursor, Parameters, Reading, Row
from ledger.store.tree import grow

AT_A_TIME = 5_000
FILES_AT_A_TIME = 20
"""Kept files are whole documents, and few of them are held in memory at once."""
_EVENT = ("id", "recorded", "originator_id", "originator_version", "topic", "state", "leaf")
# The events whose content is not there, or should not be.
_ABSENT = """SELECT e.{column} AS position, e.id, e.state, c.position AS content, r.position AS removed FROM event e
    LEFT JOIN content c ON c.position = e.{column} LEFT JOIN removed r ON r.position = e.{column}
    WHERE e.{column} > :after AND (c.position IS NULL OR r.position IS NOT NULL) ORDER BY e.{column} LIMIT :most"""
_CLOCK = """UPDATE ledger SET recorded = :recorded, injected = CASE WHEN injected = 1 THEN 1 ELSE :injected END
    WHERE recorded < :recorded"""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to: how many events, and the position of the last."""

    events: int
    position: int


def copy_ledger(source: Reading, source_column: str, target: Cursor, target_column: str) -> Copied:
    """Copy everything into the empty tables of a new ledger, and check every leaf, content and kept file on the way.

    ``source`` reads from one snapshot, ``target`` works in one transaction; the columns are what each calls the
    position of an event. Raises ``Refused`` if one is not what the stored bytes give: a copy never hides damage.
    """
    events = position = 0
    for rows in _pages(source, "event", (source_column, *_EVENT)):
        position = rows[-1][source_column]
        events += len(rows)
        for row in rows:
            _check(row, row[source_column])
        grow(target, target_column, position - len(rows), [bytes(row["leaf"]) for row in rows])
        _insert(target, "event", [(target_column, source_column), *((name, name) for name in _EVENT)], rows)
    if events != position:
        raise refused(_("{n} händelser saknas i källan").format(n=position - events), _undone())
    _check_absent(source, source_column)
    for table, columns in COLUMNS.items():
        for rows in _pages(source, table, columns):
            if table == "content":
                _check_contents(source, source_column, rows)
            elif table == "kept":
                _check_kept(rows)
            _insert(target, table, [(name, name) for name in columns], rows)
    clock = source.run("SELECT recorded, injected FROM ledger")[0]
    target.run(_CLOCK, {"recorded": clock["recorded"], "injected": clock["injected"]})
    return Copied(events, position)


def _pages(source: Reading, table: str, columns: Sequence[str]) -> Iterator[Sequence[Row]]:
    """A table's rows by its first column, a page at a time."""
    key, last, where = columns[0], None, ""
    most = FILES_AT_A_TIME if table == "kept" else AT_A_TIME
    while True:
        parameters: Parameters = {"most": most} if last is None else {"most": most, "last": last}
        rows = source.run(f"SELECT {', '.join(columns)} FROM {table} {where} ORDER BY {key} LIMIT :most", parameters)
        if not rows:
            return
        yield rows
        last, where = rows[-1][key], f"WHERE {key} > :last"


def _insert(cursor: Cursor, table: str, names: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
    cursor.insert(table, [{new: row[old] for new, old in names} for row in rows])


def _check(row: Row, position: int) -> None:
    leaf = leaf_hash(row["recorded"], row["originator_id"], row["originator_version"], row["topic"], row["state"])
    if leaf != row["leaf"]:
        raise _damaged(row["id"], position)


def _check_contents(source: Reading, column: str, rows: Sequence[Row]) -> None:
    """Hold each content to the digest in its envelope, which the leaf covers."""
    found = source.run(
        f"SELECT {column} AS position, id, state FROM event WHERE {column} >= :first AND {column} <= :last",
        {"first": rows[0]["position"], "last": rows[-1]["position"]},
    )
    envelopes = {event["position"]: event for event in found}
    for row in rows:
        event = envelopes[row["position"]]
        vouched, body = json.loads(event["state"]).get("content"), row["body"]
        if not isinstance(body, bytes) or content_digest(row["salt"], body) != vouched:
            raise _damaged(event["id"], row["position"])


def _check_absent(source: Reading, column: str) -> None:
    """Hold what is not there to ``removed``: content is missing only where that says so, and then it is missing."""
    after = 0
    while rows := source.run(_ABSENT.format(column=column), {"after": after, "most": AT_A_TIME}):
        for row in rows:
            absent = row["content"] is None
            vouched = json.loads(row["state"]).get("content") is not None
            if absent is not (row["removed"] is not None or not vouched):
                raise _damaged(row["id"], row["position"])
        after = rows[-1]["position"]


def _check_kept(rows: Sequence[Row]) -> None:
    """Hold each kept file to the digest that it is kept by."""
    for row in rows:
        if not isinstance(row["bytes"], bytes) or digest_of(row["bytes"]) != row["digest"]:
            what = _("en fil som bevaras för en fastställd rapport är inte som den lämnades ut (SHA-256 {digest})")
            raise refused(what.format(digest=row["digest"]), _undone())


def _undone() -> str:
    return _("något har ändrats i källan; kopian är inte gjord")


def _damaged(event_id: str, position: int) -> Refused:
    what = _("händelse {id} på position {position} är inte som den registrerades")
    return refused(what.format(id=event_id, position=position), _undone())
