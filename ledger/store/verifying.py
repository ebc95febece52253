"""Verifying: everything is worked out again from the stored bytes, and whatever is not as it was recorded is told.

Each event's leaf is made again from its envelope, the tree from the leaves, the digests from contents, files and
persons, and the index from the events. Whoever can write in the database can change all of these so that they agree; a
checkpoint that somebody else has kept is what tells.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from pydantic_core import from_json

from ledger.events.catalogue import Catalogue
from ledger.events.issued import ReportIssued, digest_of
from ledger.events.persons import PersonErased, PersonRegistered
from ledger.events.removals import ContentRemoved
from ledger.integrity import content_digest, leaf_hash
from ledger.integrity.checkpoint import Checkpoint
from ledger.integrity.tree import STORED_LEVELS, GrowingTree, Subtree
from ledger.language import _
from ledger.problems import Refused
from ledger.store.database import Database, OpenReading
from ledger.store.rebuild import index_all
from ledger.store.schema import COLUMNS, INDEX, INDEX_TABLES
from ledger.store.sql import Reading, Row
from ledger.store.sqlite_recorder import TYPES, SqliteCursor, cursor_on

AT_A_TIME = 5_000
MOST_FAULTS = 20
"""How many faults are told; one is enough to know that something was changed."""

EVENTS = """SELECT {column} AS position, id, recorded, originator_id AS stream, originator_version AS version, topic,
    state AS envelope, leaf FROM event WHERE {column} > :after ORDER BY {column} LIMIT :most"""
_CONTENTS = """SELECT e.{column} AS position, e.topic, e.state AS envelope, c.salt, c.body,
    (SELECT max(r.position) FROM removed r WHERE r.position = e.{column}) AS removed
    FROM event e LEFT JOIN content c ON c.position = e.{column}
    WHERE e.{column} > :after ORDER BY e.{column} LIMIT :most"""


_REMOVED = """SELECT r.removed_by, coalesce(r.person, e.id) AS what
    FROM removed r LEFT JOIN event e ON e.{column} = r.position"""
_TAKES_AWAY = {ContentRemoved.topic: "event", PersonErased.topic: "person"}
"""The events that take something away, and the field that says what."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was recorded: at which position, or somewhere from it to the ``last``, if that is
    known.
    """

    what: str
    position: int | None = None
    last: int | None = None


@dataclass
class Verified:
    """What verifying came to."""

    size: int = 0
    root: bytes = b""
    removed: int = 0
    erased: int = 0
    issued: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether all is as it was recorded."""
        return not self.faults

    @property
    def first(self) -> int | None:
        """The first position at which something is wrong."""
        known = [(fault.last is not None, fault.position) for fault in self.faults if fault.position is not None]
        return min(known, default=(True, None))[1]


def verified(database: Database, catalogue: Catalogue, checkpoints: Sequence[Checkpoint] = ()) -> Verified:
    """Everything that is stored, worked out again, and held to ``checkpoints`` whose signatures have been verified."""
    found = Verified()
    with closing(database.inspecting()) as reading, reading.snapshot():
        for damage in _told_by_database(database, reading):
            found.faults.append(Fault(_("databasen: {damage}").format(damage=damage)))
        for fault in events_and_tree(reading, database.position_column, found, checkpoints):
            found.faults.append(fault)
        found.faults += _clock(reading)
        for part in (_contents(reading, database.position_column, found), _files(reading), _index(reading, catalogue)):
            if all(fault.last is not None for fault in found.faults):  # else what follows from them says nothing
                found.faults += part
    return found


def _told_by_database(database: Database, reading: OpenReading) -> Iterator[str]:
    try:
        yield from database.damage(reading)
    except Exception as error:
        if database.told(error) is None:
            raise
        yield str(error)


def _clock(reading: OpenReading) -> Iterator[Fault]:
    """The ledger's own clock, which never runs behind its last event."""
    [row] = reading.run("SELECT recorded, (SELECT coalesce(max(recorded), 0) FROM event) AS last FROM ledger")
    last = row["last"] if isinstance(row["last"], int) else 0  # an event's own time is looked at with the event
    if not isinstance(row["recorded"], int) or row["recorded"] < last:
        yield Fault(_("liggarens klocka går efter dess sista händelse"))


# Events and their tree


class _Log:
    """The events as they go by: what each has to be, from those before it."""

    def __init__(self) -> None:
        self.tree = GrowingTree()
        self._recorded = 0
        self._versions: dict[str, int] = {}

    def faults(self, row: Row) -> list[str]:
        """What is wrong with the next event. ``ValueError``, ``TypeError`` or ``KeyError`` if it cannot be read."""
        recorded, stream, version, envelope = row["recorded"], row["stream"], row["version"], row["envelope"]
        last, faults = self._versions.get(stream, 0), list[str]()
        if row["position"] != self.tree.size + 1:
            faults.append(_("en händelse saknas före den"))
        if recorded < self._recorded:
            faults.append(_("den är registrerad före den som står före den"))
        if version != last + 1:
            what = _("den är version {version} i sin ström, som hade {last}")
            faults.append(what.format(version=version, last=last))
        self._recorded, self._versions[stream] = recorded, version
        if leaf_hash(recorded, stream, version, row["topic"], envelope) != row["leaf"]:
            faults.append(_("bladet stämmer inte: händelsen eller bladet är ändrat"))
        if from_json(envelope)["id"] != row["id"]:
            faults.append(_("den har ett annat id än i sitt kuvert"))
        return faults


def events_and_tree(
    reading: OpenReading, column: str, found: Verified, checkpoints: Sequence[Checkpoint] = ()
) -> Iterator[Fault]:
    """Events that are not as they were recorded, and where the tree is not theirs or not that of a checkpoint. What the
    tree came to is told to ``found``.
    """
    log, roots, subtrees = _Log(), dict[int, bytes](), dict[tuple[int, int], Subtree]()
    wanted = {checkpoint.size for checkpoint in checkpoints}
    faults = 0
    for row in pages(reading, EVENTS.format(column=column)):
        for what in _told(log, row):
            yield Fault(what, row["position"])
            faults += 1
        if faults >= MOST_FAULTS:
            break
        for subtree in log.tree.append(_bytes(row["leaf"])):
            subtrees[subtree.level, subtree.index] = subtree
        if log.tree.size in wanted:
            roots[log.tree.size] = log.tree.root()
    else:
        yield from _subtrees(reading, subtrees)
        found.size, found.root = log.tree.size, log.tree.root()
        roots[0] = GrowingTree().root()
        yield from (fault for each in checkpoints for fault in _held_to(each, roots, log.tree.size))


def _told(log: _Log, row: Row) -> list[str]:
    """What is wrong with an event; that it cannot even be read, if so."""
    try:
        return log.faults(row)
    except (ValueError, TypeError, KeyError):
        return [_("den går inte att läsa")]


def _subtrees(reading: OpenReading, expected: dict[tuple[int, int], Subtree]) -> Iterator[Fault]:
    """Where the stored hashes above the leaves are not those of the leaves."""
    stored = {
        (row["level"], row["place"]): row["hash"] for row in reading.run("SELECT level, place, hash FROM subtree")
    }
    if not all(level in STORED_LEVELS and isinstance(place, int) for level, place in stored):
        yield Fault(_("trädet har hashar som inte hör till något träd"))
        return
    for key in sorted(expected.keys() | stored.keys(), key=lambda each: (each[1] << each[0], each[0])):
        level, place = key
        subtree = expected.get(key)
        if subtree is None or stored.get(key) != subtree.hash:
            first, last = (place << level) + 1, place + 1 << level
            what = _("trädet stämmer inte för positionerna {first}–{last}: en händelse eller trädet är ändrat")
            yield Fault(what.format(first=first, last=last), first, last)


def _held_to(checkpoint: Checkpoint, roots: dict[int, bytes], size: int) -> Iterator[Fault]:
    if checkpoint.size > size:
        what = _("kontrollpunkten har {kept} händelser, liggaren {size}: slutet är borta")
        yield Fault(what.format(kept=checkpoint.size, size=size), size + 1)
    elif roots[checkpoint.size] != checkpoint.root:
        what = _("bland positionerna 1–{size} är något ett annat än vid kontrollpunkten")
        yield Fault(what.format(size=checkpoint.size), 1, checkpoint.size)


# Contents, persons and files


def _contents(reading: OpenReading, column: str, found: Verified) -> Iterator[Fault]:
    """Contents and persons that are not what the envelopes and the register's events vouch for."""
    persons = {row["id"]: row for row in reading.run("SELECT id, salt, record FROM person")}
    erased = {row["person"] for row in reading.run("SELECT person FROM removed WHERE person IS NOT NULL")}
    known, decided = 0, dict[int, str]()
    kept = {row["digest"] for row in reading.run("SELECT digest FROM kept")}
    for row in pages(reading, _CONTENTS.format(column=column)):
        vouched = from_json(row["envelope"]).get("content")
        if row["body"] is None:
            found.removed += row["removed"] is not None
            if vouched is not None and row["removed"] is None:
                yield Fault(_("innehållet är borta utan beslut"), row["position"])
        elif row["removed"] is not None:
            yield Fault(_("innehållet finns kvar fast det är borttaget genom beslut"), row["position"])
        elif vouched is None or content_digest(_bytes(row["salt"]), _bytes(row["body"])) != vouched:
            yield Fault(_("innehållet är ett annat än det som registrerades"), row["position"])
        elif row["topic"] == PersonRegistered.topic:
            known += 1
            yield from _person(row, persons, erased)
        elif row["topic"] == ReportIssued.topic:
            yield from _without_files(row, kept)
        elif row["topic"] in _TAKES_AWAY:
            decided[row["position"]] = _taken_by(row)
    yield from _taken_away(reading, column, decided)
    found.erased = len(erased)
    if known < len(persons) + len(erased):
        yield Fault(_("registret har personer som ingen händelse har registrerat"))
    strays = reading.run(f"SELECT position FROM content WHERE position NOT IN (SELECT {column} FROM event) LIMIT 1")
    for row in strays:
        yield Fault(_("det finns innehåll utan händelse"), row["position"])


def _without_files(row: Row, kept: set[str]) -> Iterator[Fault]:
    """The files of an issued report that are not kept, whether it was withdrawn or not."""
    try:
        named = [file["sha256"] for file in from_json(row["body"])[1]["files"]]
    except (ValueError, TypeError, LookupError):
        named = [""]
    if not kept.issuperset(named):
        yield Fault(_("filer som lämnades ut när rapporten fastställdes är borta"), row["position"])


def _taken_by(row: Row) -> str:
    """What an event takes away: the id of an event, or a person's. "" if it does not say."""
    try:
        return str(from_json(row["body"])[1][_TAKES_AWAY[row["topic"]]])
    except (ValueError, TypeError, LookupError):
        return ""


def _taken_away(reading: OpenReading, column: str, decided: dict[int, str]) -> Iterator[Fault]:
    """Where what has been taken away is not what the events that say so decided."""
    stored = {row["removed_by"]: row["what"] for row in reading.run(_REMOVED.format(column=column))}
    for position in sorted(decided.keys() | stored.keys()):
        if decided.get(position) != stored.get(position):
            yield Fault(_("det som är borttaget är något annat än det som beslutades"), position)


def _person(row: Row, persons: dict[str, Row], erased: set[str]) -> Iterator[Fault]:
    try:
        fields = from_json(row["body"])[1]
        person, digest = fields["person"], fields["digest"]
    except (ValueError, TypeError, LookupError):
        yield Fault(_("den går inte att läsa"), row["position"])
        return
    entry = persons.get(person)
    if entry is None and person not in erased:
        yield Fault(_("personen {person} är borta ur registret utan beslut").format(person=person), row["position"])
    elif entry is not None and person in erased:
        what = _("personen {person} finns kvar i registret fast den är borttagen").format(person=person)
        yield Fault(what, row["position"])
    elif entry is not None and content_digest(_bytes(entry["salt"]), _encoded(entry["record"])) != digest:
        what = _("personen {person} är en annan i registret än när den registrerades").format(person=person)
        yield Fault(what, row["position"])


def _files(reading: OpenReading) -> Iterator[Fault]:
    """Kept files that are not what their digests say."""
    for listed in reading.run("SELECT digest FROM kept ORDER BY digest"):
        digest = listed["digest"]  # one at a time: they are whole documents
        [row] = reading.run("SELECT bytes FROM kept WHERE digest = :digest", {"digest": digest})
        if digest_of(_bytes(row["bytes"])) != digest:
            what = _("en fil som bevaras för en fastställd rapport är inte som den lämnades ut (SHA-256 {digest})")
            yield Fault(what.format(digest=ascii(digest)[1:-1]))


# The index


def _empty_index(connection: sqlite3.Connection) -> SqliteCursor:
    """The index's own tables, with nothing in them."""
    connection.row_factory = sqlite3.Row
    for statement in INDEX:
        connection.execute(statement.format(**TYPES))
    return cursor_on(connection)


def _index(reading: OpenReading, catalogue: Catalogue) -> Iterator[Fault]:
    """Where the index is not what the events give."""
    with closing(sqlite3.connect(":memory:")) as connection:
        made = _empty_index(connection)
        try:
            index_all(reading, made, catalogue)
        except Refused as refusal:
            yield from (Fault(problem.what) for problem in refusal.problems)
            return
        for table in INDEX_TABLES:
            expected, stored = (_by_key(each, table) for each in (made, reading))
            for first, second in zip_longest(expected, stored):
                if first != second:
                    key = min(row[0] for row in (first, second) if row)
                    what = _("läsindexet stämmer inte ({table} {key}): gör om det med ”planledger rebuild”")
                    yield Fault(what.format(table=table, key=key), None if table == "subject" else key)
                    break  # one says it: the index is made again whole


def _by_key(reading: Reading, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table of the index, some thousands at a time."""
    columns = COLUMNS[table]
    key, where, parameters = columns[0], "", {"most": AT_A_TIME}
    while rows := reading.run(
        f"SELECT {', '.join(columns)} FROM {table} {where} ORDER BY {key} LIMIT :most", parameters
    ):
        yield from (tuple(row[column] for column in columns) for row in rows)
        where, parameters = f"WHERE {key} > :after", parameters | {"after": rows[-1][key]}


def pages(reading: OpenReading, statement: str) -> Iterator[Row]:
    """The rows of a statement, some thousands at a time."""
    after = 0
    while rows := reading.run(statement, {"after": after, "most": AT_A_TIME}):
        yield from rows
        after = rows[-1]["position"]


def _bytes(value: object) -> bytes:
    """The stored bytes. What is none, as a file can hold, becomes bytes that are never the right ones."""
    return value if isinstance(value, bytes) else ascii(value).encode()


def _encoded(text: object) -> bytes:
    """The bytes of stored text, or of what lies where text should be."""
    return text.encode(errors="surrogateescape") if isinstance(text, str) else ascii(text).encode()
