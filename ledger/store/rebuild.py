"""Rebuild: drop the index and make it again from the events, in one recording's lock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope
from ledger.events.removals import ContentRemoved
from ledger.language import _
from ledger.problems import refused
from ledger.store.index import IndexWriter, Placed, Subject
from ledger.store.recorder import LedgerRecorder
from ledger.store.schema import COLUMNS, INDEX_TABLES
from ledger.store.sql import Cursor, Reading, Row

_AT_A_TIME = 5_000
_REMOVED = """SELECT d.position, e.topic, r.content FROM removed d JOIN record r ON r.position = d.removed_by
    JOIN record e ON e.position = d.position"""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to. ``not_indexed`` counts events whose topic no plugin here knows; ``same`` compares row
    by row.
    """

    events: int
    not_indexed: int
    rows: int
    same: bool


def rebuild(recorder: LedgerRecorder, catalogue: Catalogue) -> Rebuilt:
    """Make the index again. Readers see the old one until it is done."""
    with recorder.transaction() as cursor:
        cursor.run("UPDATE ledger SET recorded = recorded + 1")  # takes the lock before anything is read
        before = _digest(cursor)
        for table in INDEX_TABLES:
            cursor.run(f"DELETE FROM {table}")
        events, not_indexed = index_all(cursor, cursor, catalogue)
        rows, after = _digest(cursor)
        return Rebuilt(events, not_indexed, rows, (rows, after) == before)


def index_all(source: Reading, target: Cursor, catalogue: Catalogue) -> tuple[int, int]:
    """Make the index of the events in ``source`` in the empty tables of ``target``: how many events there are, and how
    many no plugin here knows.
    """
    index, positions, removed = IndexWriter(target), _Positions(source), _removed(source, catalogue)
    events = not_indexed = 0
    for row in _events(source):
        envelope = Envelope.model_validate_json(row["envelope"])
        event = _decoded(row, catalogue)
        not_indexed += event is None and row["content"] is not None
        replaces = positions.of(envelope.replaces) if envelope.replaces else None
        place, topic = row["position"], row["topic"]
        index.add(Placed(place, topic, event, envelope.effective_on, replaces, removed.get(place)))
        events += 1
    index.flush()
    return events, not_indexed


def _decoded(row: Row, catalogue: Catalogue) -> Event | None:
    known = row["content"] is not None and row["topic"] in catalogue
    return catalogue.decode_bytes(row["topic"], row["content"]) if known else None


def _removed(source: Reading, catalogue: Catalogue) -> dict[int, Subject]:
    """What the events whose content has been removed were about, by their positions. What nobody here could have read
    is about nothing now, as it would be with its content.
    """
    found: dict[int, Subject] = {}
    for row in source.run(_REMOVED):
        event = catalogue.decode_bytes(ContentRemoved.topic, row["content"])
        assert isinstance(event, ContentRemoved)
        if row["topic"] in catalogue:
            found[row["position"]] = row["topic"], event.forvaltning, event.period, event.about
    return found


class _Positions:
    """Where the events lie that others replace."""

    def __init__(self, source: Reading):
        self._source = source

    def of(self, event_id: str) -> int:
        """The position of an event."""
        rows = self._source.run("SELECT position FROM record WHERE id = :id", {"id": event_id})
        if not rows:
            raise refused(_("händelse {id}, som en annan ersätter, finns inte i liggaren").format(id=event_id))
        return int(rows[0]["position"])


def _events(source: Reading) -> Iterator[Row]:
    after = 0
    while True:
        rows = source.run(
            "SELECT position, topic, envelope, content FROM record WHERE position > :after"
            " ORDER BY position LIMIT :most",
            {"after": after, "most": _AT_A_TIME},
        )
        if not rows:
            return
        yield from rows
        after = rows[-1]["position"]


def _digest(cursor: Cursor) -> tuple[int, str]:
    """How many rows the index has, and a digest over all of them in order."""
    digest, count = sha256(), 0
    for table in INDEX_TABLES:
        columns = COLUMNS[table]
        for row in cursor.run(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]}"):
            digest.update(repr([row[column] for column in columns]).encode())
            count += 1
    return count, digest.hexdigest()
