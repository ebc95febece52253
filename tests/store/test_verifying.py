"""Whatever is changed past the program is found, and the first position named; with a checkpoint, also what was made
again from the beginning.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from databases import rows, unguarded
from ledger.events import Proposal, RamAllocated, UnitFormed
from ledger.integrity.keys import SigningKey
from ledger.opening import Ledger, open_ledger
from ledger.proving import Verdict
from ledger.testing import Clock, decided, ledger_at

EVENTS = 600
KEY = SigningKey.new("region.example/prov", lambda count: bytes(range(count)))


def history(more: int = 0) -> list[list[Proposal]]:
    """Recordings of units, of their ram, and of corrections; ``more`` puts others in between."""
    units = [
        decided(UnitFormed(forvaltning="RK", unit=f"E{number}", name=f"Enhet {number}"), "2024-01-01")
        for number in range(EVENTS // 2)
    ]
    rams = [
        decided(
            RamAllocated(forvaltning="RK", part=f"E{number}", period="2025", amount="1,5 mnkr"),
            "2025-01-01",
            id=f"00000000-0000-4000-8000-{number:012}",
        )
        for number in range(EVENTS // 2 - 10)
    ]
    others = [
        decided(RamAllocated(forvaltning="HSF", period=str(2000 + number), amount="2 mnkr"), "2024-06-01")
        for number in range(more)
    ]
    corrected = [
        decided(
            RamAllocated(forvaltning="RK", part="E1", period="2025", amount="1,6 mnkr"),
            "2025-01-01",
            replaces="00000000-0000-4000-8000-000000000001",
            reason="Skrivfel",
            actor="Ekonomen",
        )
    ]
    return [units, *([others] if others else []), rams, corrected]


def recorded(place: str | Path, more: int = 0) -> Ledger:
    """A ledger in which it has happened."""
    clock = Clock()
    ledger = ledger_at(place, clock=clock)
    for day, proposals in enumerate(history(more), 1):
        clock.set(f"2025-02-0{day}T12:00")
        ledger.record(proposals)
    return ledger


def verified(place: str, *checkpoints: str) -> Verdict:
    """What verifying comes to, as somebody finds it who opens the ledger anew."""
    with open_ledger(place) as opened:
        return opened.verify(checkpoints, [KEY.verifier])


@pytest.fixture
def checkpoint(place: str) -> str:
    """A ledger, whose triggers are gone, and the checkpoint that somebody kept of it."""
    with recorded(place) as ledger:
        note = str(ledger.checkpoint(KEY))
    unguarded(place)
    assert verified(place, note).sound
    return note


def position(place: str) -> str:
    """What the database calls the position."""
    return "notification_id" if "://" in place else "rowid"


def emptied_byte(place: str, column: str) -> str:
    """SQL that changes one byte of a column."""
    if "://" in place:
        return f"set_byte({column}, 20, 90)"
    return f"CAST(substr({column}, 1, 20) || x'5a' || substr({column}, 22) AS BLOB)"


def swapped(place: str, one: int, other: int) -> None:
    """Exchange the positions of two events."""
    column = position(place)
    for old, new in ((one, -1), (other, one), (-1, other)):
        rows(place, f"UPDATE event SET {column} = {new} WHERE {column} = {old}")


CHANGES: dict[str, tuple[Callable[[str], object], int]] = {
    "one byte of an envelope": (
        lambda place: rows(
            place, f"UPDATE event SET state = {emptied_byte(place, 'state')} WHERE {position(place)} = 100"
        ),
        100,
    ),
    "a recorded time": (
        lambda place: rows(place, f"UPDATE event SET recorded = recorded + 1 WHERE {position(place)} = 200"),
        200,
    ),
    "an event removed": (lambda place: rows(place, f"DELETE FROM event WHERE {position(place)} = 301"), 302),
    "two events swapped": (lambda place: swapped(place, 400, 310), 310),
    "two events of one recording swapped": (lambda place: swapped(place, 3, 4), 3),
    "a leaf": (
        lambda place: rows(place, f"UPDATE event SET leaf = {emptied_byte(place, 'leaf')} WHERE {position(place)} = 7"),
        7,
    ),
    "a hash above the leaves": (
        lambda place: rows(place, f"UPDATE subtree SET hash = {emptied_byte(place, 'hash')} WHERE place = 1"),
        257,
    ),
    "what an event says": (
        lambda place: rows(place, f"UPDATE content SET body = {emptied_byte(place, 'body')} WHERE position = 150"),
        150,
    ),
    "what an event says taken away": (lambda place: rows(place, "DELETE FROM content WHERE position = 151"), 151),
    "an amount in the index": (
        lambda place: rows(place, "UPDATE entry SET amount = amount + 1 WHERE position = 400"),
        400,
    ),
    "the clock set back": (lambda place: rows(place, "UPDATE ledger SET recorded = 1"), 0),
    "a correction taken out of the index": (lambda place: rows(place, "DELETE FROM superseded"), 0),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_is_found_with_its_position(place: str, checkpoint: str, name: str) -> None:
    """Without any checkpoint: what is stored does not agree with itself."""
    change, first = CHANGES[name]
    change(place)
    verdict = verified(place)
    assert not verdict.sound
    if first:
        assert verdict.stored.first == first
    assert not verified(place, checkpoint).sound


def test_a_person_in_the_register_is_held_to_the_event_that_registered_them(place: str, checkpoint: str) -> None:
    """Another name is found, and so is one that is gone without a decision."""
    assert checkpoint
    [name] = [key for key, record in rows(place, "SELECT id, record FROM person") if "Ekonomen" in record]
    rows(place, f"UPDATE person SET record = 'x' WHERE id = '{name}'")
    assert "en annan i registret" in verified(place).stored.faults[0].what
    rows(place, f"DELETE FROM person WHERE id = '{name}'")
    assert "borta ur registret utan beslut" in verified(place).stored.faults[0].what


def test_files_that_were_handed_out_are_missed_also_when_the_issue_was_withdrawn(demo: Path, tmp_path: Path) -> None:
    """They were handed out all the same."""
    path = str(shutil.copy(demo / "demo.db", tmp_path / "copy.db"))
    with open_ledger(path) as ledger:
        issued = ledger.issue("rk/arsredovisning", at=date(2025, 3, 4), params={"period": "2024"})
        ledger.record([Proposal(None, date(2025, 3, 4), replaces=issued.id, reason="Fel organ")])
        assert ledger.verify().sound
    unguarded(path)
    rows(path, "DELETE FROM kept WHERE digest = (SELECT min(digest) FROM kept)")
    assert "lämnades ut" in verified(path).stored.faults[0].what


def test_an_end_that_is_cut_off_is_found_by_the_checkpoint_alone(place: str, checkpoint: str) -> None:
    """What is left agrees with itself."""
    last = f"SELECT max({position(place)}) FROM event"
    for table, column in (
        ("content", "position"),
        ("entry", "position"),
        ("superseded", "replaced_by"),
        ("event", position(place)),
    ):
        rows(place, f"DELETE FROM {table} WHERE {column} = ({last})")
    assert verified(place).sound
    verdict = verified(place, checkpoint)
    assert "slutet är borta" in verdict.stored.faults[0].what
    [(left,)] = rows(place, last)
    assert verdict.stored.first == left + 1


def test_a_history_made_again_with_one_event_more_is_found_by_the_checkpoint_alone(
    place: str, checkpoint: str, tmp_path: Path
) -> None:
    """All its hashes are right: only somebody who kept what it was can tell."""
    assert place
    other = str(tmp_path / "other.db")
    with recorded(other, more=1):
        pass
    assert verified(other).sound
    assert "är något ett annat än vid kontrollpunkten" in verified(other, checkpoint).stored.faults[0].what


def test_a_checkpoint_that_nobody_known_has_signed_proves_nothing(place: str, checkpoint: str) -> None:
    """One byte of it is enough."""
    changed = checkpoint.replace("3\n", "4\n", 1)
    assert "stämmer inte" in verified(place, changed).stored.faults[0].what


COLUMNS = (
    ("event", "state"),
    ("event", "leaf"),
    ("event", "id"),
    ("event", "recorded"),
    ("event", "topic"),
    ("event", "originator_id"),
    ("event", "originator_version"),
    ("content", "body"),
    ("content", "salt"),
    ("subtree", "hash"),
    ("person", "record"),
    ("person", "salt"),
    ("subject", "key"),
    ("subject", "topic"),
    ("entry", "subject"),
    ("entry", "effective"),
    ("entry", "entry"),
    ("entry", "amount"),
    ("entry", "unit"),
    ("superseded", "replaced_by"),
    ("superseded", "entry"),
    ("superseded", "amount"),
)


def flipped(value: object, chance: random.Random) -> object:
    """A value with one bit of one of its bytes changed."""
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(40)
    raw = bytearray(value.encode() if isinstance(value, str) else value)  # type: ignore[arg-type]
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return raw if isinstance(value, bytes) else bytes(raw).decode(errors="surrogateescape")


def changed_at_random(path: str, chance: random.Random) -> Iterator[str]:
    """Change a byte somewhere, and change it back when it has been looked at."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.text_factory = bytes
        table, column = chance.choice(COLUMNS)
        places = connection.execute(
            f"SELECT rowid, {column}, typeof({column}) FROM {table} WHERE {column} IS NOT NULL AND length({column}) > 0"
        ).fetchall()
        row, value, kind = chance.choice(places)
        new = flipped(value.decode() if kind == b"text" else value, chance)
        told = f"{table}.{column} {row}"
        put = f"UPDATE {table} SET {column} = CAST(? AS {kind.decode()}) WHERE rowid = ?"
        encoded = new.encode(errors="surrogateescape") if isinstance(new, str) else new
        try:
            connection.execute(put, (encoded, row))
        except sqlite3.IntegrityError:  # the database itself takes no two of the same
            return
        yield told
        connection.execute(put, (value, row))


@pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.long)])
def test_any_byte_that_is_changed_is_found(tmp_path: Path, count: int) -> None:
    """At random, in everything that is stored of events, envelopes, leaves, tree, register and index."""
    path = str(tmp_path / "test.db")
    with recorded(path):
        pass
    unguarded(path)
    chance = random.Random(count)
    missed = []
    for _each in range(count):
        for told in changed_at_random(path, chance):
            if verified(path).sound:
                missed.append(told)
    assert not missed
    assert verified(path).sound
