from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import pytest

from ledger.events import Proposal, RamAllocated, Source, UnitFormed
from ledger.integrity import content_digest, leaf_hash
from ledger.store.sql import Row
from ledger.testing import decided, ledger_at

ENVELOPE = '{"id":"a","reason":"Tryckfel i förvaltningsplanen"}'.encode()


def test_a_leaf_is_known_to_the_byte() -> None:
    """The hash of one event, worked out once and for all with another program: it never changes."""
    framed = b'\x00[1735729200000000,"ram.allocated/RK//2025",1,"ram.allocated"]\n' + ENVELOPE
    expected = hashlib.new("sha256", framed).digest()
    assert leaf_hash(1735729200000000, "ram.allocated/RK//2025", 1, "ram.allocated", ENVELOPE) == expected
    assert expected.hex() == "5d8919df5c67da812b818b17427fd2eb369b8177b2c065cb21f0e463ad522c2a"


def test_a_leaf_has_a_domain_of_its_own() -> None:
    """The byte 0 before the entry keeps a leaf from being taken for a node (RFC 9162 section 2.1.1)."""
    entry = b'[1,"s",1,"t"]\n' + ENVELOPE
    assert leaf_hash(1, "s", 1, "t", ENVELOPE) == hashlib.sha256(b"\x00" + entry).digest()
    assert leaf_hash(1, "s", 1, "t", ENVELOPE) not in {
        hashlib.sha256(entry).digest(),
        hashlib.sha256(b"\x01" + entry).digest(),
    }


def test_a_leaf_covers_everything_about_an_event() -> None:
    """Another time, stream, version, topic or envelope is another leaf, also where text moves between the parts."""
    leaves = [
        leaf_hash(1, "s", 1, "t", b"e"),
        leaf_hash(2, "s", 1, "t", b"e"),
        leaf_hash(1, "S", 1, "t", b"e"),
        leaf_hash(1, "s", 2, "t", b"e"),
        leaf_hash(1, "s", 1, "T", b"e"),
        leaf_hash(1, "s", 1, "t", b"E"),
        leaf_hash(11, "s", 1, "t", b"e"),
        leaf_hash(1, "s", 11, "t", b"e"),
        leaf_hash(1, 's",1,"t"]\n', 1, "t", b"e"),
        leaf_hash(1, "s", 1, 't"]\ne', b""),
    ]
    assert len(set(leaves)) == len(leaves)
    assert {len(leaf) for leaf in leaves} == {32}


def test_a_content_digest_is_of_salt_and_content() -> None:
    """SHA-256(salt ‖ content), in hex; another salt is another digest, so that nobody can guess at content."""
    assert content_digest(b"salt", b"content") == hashlib.sha256(b"saltcontent").hexdigest()
    assert content_digest(b"salt", b"content") != content_digest(b"pepp", b"content")


def ram(amount: str, **about: object) -> Proposal:
    event = RamAllocated(forvaltning="RK", period="2025", part="Å", amount=amount)
    return decided(event, "2025-01-01", source=Source(document="rk-plan-2025"), **about)


@pytest.fixture
def rows(place: str) -> Sequence[Row]:
    """The events of a ledger as they lie in the database, contents and salts beside them."""
    with ledger_at(place) as ledger:
        unit = decided(UnitFormed(forvaltning="RK", unit="Å", name="Ålderdom och omsorg"), "2025-01-01")
        ledger.record([unit, ram("31,4 mnkr", id="a"), ram("?", id="b", replaces="a", reason="Överstruket")])
        ledger.record([Proposal(None, date(2025, 1, 1), replaces="b", reason="Fattades aldrig")])
        reading, column = ledger.database.reading(), ledger.database.position_column
        statement = f"SELECT e.*, c.salt, c.body FROM event e LEFT JOIN content c ON c.position = e.{column}"
        found = reading.run(f"{statement} ORDER BY e.{column}")
        reading.close()
        return found


def test_every_stored_leaf_is_worked_out_again_from_its_row(rows: Sequence[Row]) -> None:
    """Anybody with the file and SHA-256 comes to the same leaf, from the stored bytes as they are."""
    assert len(rows) == 5
    for row in rows:
        stored = (row["recorded"], row["originator_id"], row["originator_version"], row["topic"])
        frame = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()
        assert row["leaf"] == hashlib.sha256(b"\x00" + frame + b"\n" + row["state"]).digest()
    assert len({row["leaf"] for row in rows}) == len(rows)


def test_every_envelope_has_the_digest_of_its_content(rows: Sequence[Row]) -> None:
    """The envelope that the leaf covers vouches for the content beside it."""
    with_content = [row for row in rows if row["body"] is not None]
    assert len(with_content) == 4
    for row in with_content:
        assert json.loads(row["state"])["content"] == hashlib.sha256(row["salt"] + row["body"]).hexdigest()


def test_every_content_has_a_salt_of_its_own(rows: Sequence[Row]) -> None:
    """Equal contents do not show that they are equal."""
    salts = [row["salt"] for row in rows if row["salt"] is not None]
    assert len(set(salts)) == len(salts) == 4
    assert {len(salt) for salt in salts} == {16}


def test_a_withdrawal_has_no_content_to_vouch_for(rows: Sequence[Row]) -> None:
    """Its envelope says what it replaces, and there is nothing beside it."""
    withdrawal = rows[-1]
    envelope = json.loads(withdrawal["state"])
    assert (envelope["replaces"], withdrawal["body"], "content" in envelope) == ("b", None, False)


def test_the_envelope_tells_nothing_of_the_content(rows: Sequence[Row]) -> None:
    """Once the content is erased, the amount and the name are gone from all that is kept for good."""
    kept = b"".join(row["state"] for row in rows)
    for said in ("31.4", "mnkr", "Ålderdom"):
        assert said.encode() not in kept
