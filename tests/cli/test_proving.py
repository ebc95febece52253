"""Proof by the command: ``key``, ``checkpoint``, ``prove`` and ``verify``; what they write is held to the stand-alone
verifier, and the tree of a real ledger to another implementation of RFC 9162.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import stat
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from pymerkle import InclusionProof as TheirInclusionProof
from pymerkle import InmemoryTree

import verify_proof
from databases import rows, unguarded
from desk import BaseDesk
from elsewhere import folded
from ledger.events import Proposal, RamChanged, UnitFormed
from ledger.integrity.checkpoint import opened
from ledger.integrity.keys import read_verifier_key
from ledger.integrity.proof import ConsistencyProof, InclusionProof
from ledger.opening import open_ledger
from ledger.plugins import Plugins
from ledger.testing import decided, ledger_at, surroundings

NAME = "region.example/planering"
SCRIPT = Path(verify_proof.__file__)
EVENTS = 300
"""More than one stored subtree of 256."""

WITHOUT_OURS = """import sys, runpy
from importlib.util import find_spec
sys.path.append({folder!r})
assert not any(find_spec(name) for name in ("ledger", "planledger_rk", "eventsourcing"))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def rams(count: int, first: int = 1000) -> list[Proposal]:
    """Changes of a ram, whose events have ids that begin with ``ram-``."""
    return [
        decided(
            RamChanged(forvaltning="RK", period="2025", cause=f"orsak-{first + number}", amount="31,4 mnkr"),
            "2025-01-01",
            id=f"ram-{first + number}",
        )
        for number in range(count)
    ]


class Desk(BaseDesk):
    """The command on one ledger, and the folder in which its files land."""

    def __init__(self, place: str | Path, folder: Path, capsys: pytest.CaptureFixture[str]):
        super().__init__(place, capsys)
        self.folder = folder

    def found(self, *arguments: object) -> tuple[str, str]:
        """Output and errors of a ``verify`` that finds something."""
        code, out, errors = self.call("verify", *arguments)
        assert code == 1
        return out, errors

    def file(self, name: str, *arguments: object) -> Path:
        """The file that a command writes, and it prints nothing."""
        path = self.folder / name
        assert self.run(*arguments, "-o", path) == ""
        return path

    @property
    def key(self) -> Path:
        """The signing key."""
        return self.folder / "planering.key"

    @property
    def public(self) -> Path:
        """The verifier key."""
        return self.folder / "planering.key.pub"

    def checkpoint(self, name: str) -> Path:
        """A new checkpoint in a file."""
        return self.file(name, "checkpoint", "--key", self.key)

    def grow(self, first: int, count: int = 40) -> None:
        """Record more."""
        with open_ledger(self.place, plugins=Plugins([]), surroundings=surroundings()) as ledger:
            ledger.record(rams(count, first))


@pytest.fixture
def desk(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The command on a ledger with a few hundred events and no plugins, and a key of its own."""
    return with_key(place, tmp_path, capsys, monkeypatch)


@pytest.fixture
def in_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same in a file only, where the database makes no difference."""
    return with_key(str(tmp_path / "test.db"), tmp_path, capsys, monkeypatch)


def with_key(place: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("ledger.cli.state.Plugins", lambda: Plugins([]))
    with ledger_at(place, plugins=Plugins([]), title="Prov") as ledger:
        unit = UnitFormed(forvaltning="RK", unit="Å", name="Ålderdom och omsorg")
        ledger.record([decided(unit, "2024-01-01", id="unit", actor="Ekonomen")])
        ledger.record(rams(EVENTS))
        ledger.record([Proposal(None, decided(unit, "2025-01-01").effective_on, replaces="ram-1007", reason="Fel")])
    made = Desk(place, folder, capsys)
    made.run("key", NAME, "-o", made.key)
    return made


def judged(*arguments: object) -> tuple[int, str, str]:
    """What the stand-alone verifier says."""
    command = [sys.executable, SCRIPT, *arguments]
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def proved(*arguments: object) -> str:
    """What it says of a proof that holds."""
    code, out, errors = judged(*arguments)
    assert (code, errors) == (0, "")
    return out


# Keys


def test_a_key_lies_in_a_file_that_its_owner_alone_can_read(in_file: Desk) -> None:
    other = in_file.folder / "annan"
    said = in_file.run("key", "region.example/annan", "-o", other)
    assert stat.S_IMODE(other.stat().st_mode) == 0o600
    verifier = read_verifier_key(in_file.folder / "annan.pub")
    assert verifier.name == "region.example/annan"
    assert said.splitlines()[-1] == str(verifier)
    assert str(other) in said
    secret = other.read_text()
    assert secret.startswith("PRIVATE+KEY+")
    assert secret.strip().rpartition("+")[2] not in said


def test_two_keys_of_one_name_are_not_the_same(in_file: Desk) -> None:
    in_file.run("key", NAME, "-o", in_file.folder / "b")
    assert (in_file.folder / "b").read_text() != in_file.key.read_text()


def test_a_key_needs_no_ledger(in_file: Desk) -> None:
    Desk(in_file.folder / "ingen.db", in_file.folder, in_file._capsys).run("key", "x", "-o", in_file.folder / "x")


def test_a_key_is_never_overwritten(in_file: Desk) -> None:
    before = in_file.key.read_bytes(), in_file.public.read_bytes()
    assert "skrivs aldrig över" in in_file.refused("key", NAME, "-o", in_file.key)
    in_file.public.rename(in_file.folder / "undan")
    assert "skrivs aldrig över" in in_file.refused("key", NAME, "-o", in_file.key)
    (in_file.folder / "undan").rename(in_file.public)
    in_file.key.rename(in_file.folder / "undan")
    assert "skrivs aldrig över" in in_file.refused("key", NAME, "-o", in_file.key)
    assert not in_file.key.exists()
    assert before == ((in_file.folder / "undan").read_bytes(), in_file.public.read_bytes())


@pytest.mark.parametrize("name", ["", "två ord", "a+b", "rad\nrad", "a\u00a0b", "a\x1bb"])
def test_a_name_that_no_signature_could_bear_is_refused(in_file: Desk, name: str) -> None:
    assert "kan inte heta" in in_file.refused("key", name, "-o", in_file.folder / "k")
    assert not (in_file.folder / "k").exists()


def test_a_key_that_cannot_be_written_is_told(in_file: Desk) -> None:
    assert "kan inte skrivas" in in_file.refused("key", NAME, "-o", in_file.folder / "ingen" / "k")


# Checkpoints


def test_a_checkpoint_says_what_the_log_is(desk: Desk) -> None:
    """In a file and on the terminal it is the same, byte for byte, as long as nothing is recorded."""
    kept = desk.checkpoint("k").read_bytes()
    assert desk.run("checkpoint", "--key", desk.key).encode() == kept
    said = opened(kept.decode(), [read_verifier_key(desk.public)])
    [(events,)] = rows(desk.place, "SELECT count(*) FROM event")
    assert (said.origin, said.size) == (NAME, events)
    report = json.loads(desk.run("verify", "--format", "json"))
    assert (report["size"], report["root"]) == (said.size, said.root.hex())


def test_an_empty_ledger_has_a_checkpoint_that_it_can_be_held_to(in_file: Desk) -> None:
    with ledger_at(in_file.folder / "tom.db", plugins=Plugins([])):
        pass
    empty = Desk(in_file.folder / "tom.db", in_file.folder, in_file._capsys)
    kept = empty.checkpoint("tom")
    assert kept.read_text().splitlines()[1] == "0"
    assert "0 händelser" in empty.run("verify", "--checkpoint", kept, "--key", empty.public)
    empty.grow(1)
    empty.run("verify", "--checkpoint", kept, "--key", empty.public)
    proof = empty.file("vuxit", "prove", "--since", kept, "--key", empty.key)
    assert "0 händelser" in proved(proof, "--key", empty.public, "--old", kept)


# Proofs of an event


def test_an_event_is_proved_under_a_checkpoint_that_was_kept(desk: Desk) -> None:
    kept = desk.checkpoint("k")
    proof = desk.file("bevis.tlog-proof", "prove", "ram-1007", "--checkpoint", kept)
    assert desk.run("prove", "ram-1007", "--checkpoint", kept) == proof.read_text()
    assert proof.read_text().endswith(f"\n\n{kept.read_text()}")
    told = proved(proof, "--key", desk.public)
    assert "  Händelse     ram-1007\n" in told
    assert "  Slag         ram.changed\n" in told
    assert "31.4" in told
    InclusionProof.parse(proof.read_text()).check([read_verifier_key(desk.public)])


def test_an_event_is_proved_under_a_new_checkpoint(desk: Desk) -> None:
    """It is named by the beginning of its id, as everywhere."""
    proof = desk.file("bevis", "prove", "uni", "--key", desk.key)
    assert "Ålderdom och omsorg" in proved(proof, "--key", desk.public)


def test_what_an_event_says_can_be_left_out(desk: Desk) -> None:
    proof = desk.file("bevis", "prove", "ram-1001", "--key", desk.key, "--no-content")
    told = proved(proof, "--key", desk.public)
    assert "är inte bifogat" in told
    assert "31.4" not in told
    assert InclusionProof.parse(proof.read_text()).content is None


def test_a_withdrawal_is_proved_too(in_file: Desk) -> None:
    [(event_id,)] = rows(in_file.place, "SELECT id FROM event ORDER BY rowid DESC LIMIT 1")
    proof = in_file.file("bevis", "prove", event_id, "--key", in_file.key)
    assert "tar tillbaka en annan" in proved(proof, "--key", in_file.public)


def test_old_proofs_and_checkpoints_hold_when_the_ledger_has_grown(desk: Desk) -> None:
    """And that it has only grown is proved, to whoever kept the checkpoint."""
    kept = desk.checkpoint("då")
    proof = desk.file("bevis", "prove", "ram-1002", "--checkpoint", kept)
    desk.grow(2000)
    desk.grow(3000, 260)
    proved(proof, "--key", desk.public)
    assert "stämmer med kontrollpunkten" in desk.run("verify", "--checkpoint", kept, "--key", desk.public)
    assert desk.run("prove", "ram-1002", "--checkpoint", kept) == proof.read_text()
    now = desk.checkpoint("nu")
    growth = desk.file("vuxit", "prove", "--since", kept, "--checkpoint", now)
    told = proved(growth, "--key", desk.public, "--old", kept)
    size, later = kept.read_text().split("\n")[1], now.read_text().split("\n")[1]
    assert f"  Då     {size} händelser\n  Nu     {later} händelser\n" in told
    assert int(later) == int(size) + 300
    assert "Den stämmer med 2 kontrollpunkter." in desk.run(
        "verify", "--checkpoint", kept, "--checkpoint", now, "--key", desk.public
    )


def test_growth_is_proved_up_to_a_checkpoint_that_is_made_at_once(in_file: Desk) -> None:
    kept = in_file.checkpoint("då")
    in_file.grow(2000)
    proved(
        in_file.file("vuxit", "prove", "--since", kept, "--key", in_file.key), "--key", in_file.public, "--old", kept
    )


def test_a_proof_of_growth_is_of_no_use_with_another_checkpoint(in_file: Desk) -> None:
    """Whoever verifies brings the one that they kept themselves."""
    first = in_file.checkpoint("1")
    in_file.grow(2000)
    second = in_file.checkpoint("2")
    in_file.grow(3000)
    growth = in_file.file("vuxit", "prove", "--since", first, "--key", in_file.key)
    code, out, errors = judged(growth, "--key", in_file.public, "--old", second)
    assert (code, out) == (1, "")
    assert errors.startswith("INTE BEVISAT.")


# The verifier needs nothing of ours


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is installed here without what is ours, and without what makes ours be found."""
    folder = tmp_path_factory.mktemp("others")
    for installed in Path(sysconfig.get_path("purelib")).iterdir():
        if installed.name.partition(".")[0] in {"cryptography", "cffi", "_cffi_backend", "tzdata"}:
            (folder / installed.name).symlink_to(installed)
    return folder


def test_the_proofs_are_verified_where_nothing_of_ours_can_be_imported(
    in_file: Desk, others: Path, tmp_path: Path
) -> None:
    """From another folder, without our path, with ``cryptography`` alone beside the standard library."""
    kept = in_file.checkpoint("då")
    in_file.grow(2000)
    proof = in_file.file("bevis", "prove", "ram-1003", "--key", in_file.key)
    growth = in_file.file("vuxit", "prove", "--since", kept, "--key", in_file.key)
    (tmp_path / "elsewhere").mkdir()
    alone = tmp_path / "elsewhere" / "verify_proof.py"
    alone.write_bytes(SCRIPT.read_bytes())
    for arguments in ([proof], [growth, "--old", kept]):
        code = WITHOUT_OURS.format(folder=str(others))
        command = [sys.executable, "-I", "-S", "-c", code, alone, *arguments, "--key", in_file.public]
        done = subprocess.run(
            list(map(str, command)), cwd=alone.parent, capture_output=True, encoding="utf-8", check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("BEVISAT")


def test_the_verifier_loads_nothing_of_ours_even_where_it_could(in_file: Desk, tmp_path: Path) -> None:
    proof = in_file.file("bevis", "prove", "ram-1003", "--key", in_file.key)
    command = [sys.executable, "-I", "-X", "importtime", SCRIPT, proof, "--key", in_file.public]
    done = subprocess.run(list(map(str, command)), cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "cryptography" in loaded
    assert [name for name in loaded if "ledger" in name] == []


# Another implementation


def entries(desk: Desk) -> list[bytes]:
    """What each leaf is the hash of, written down here by hand from the rows of the database."""
    column = "notification_id" if "://" in desk.place else "rowid"
    stored = rows(
        desk.place,
        f"SELECT recorded, originator_id, originator_version, topic, state FROM event ORDER BY {column}",
    )
    return [
        json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + bytes(envelope)
        for *frame, envelope in stored
    ]


def test_pymerkle_makes_the_same_tree_of_the_ledger_and_takes_its_proofs(desk: Desk) -> None:
    kept, known = desk.checkpoint("då"), [read_verifier_key(desk.public)]
    desk.grow(2000, 250)
    before, now = (opened(path.read_text(), known) for path in (kept, desk.checkpoint("nu")))
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(entries(desk))
    column = "notification_id" if "://" in desk.place else "rowid"
    leaves = [bytes(leaf) for (leaf,) in rows(desk.place, f"SELECT leaf FROM event ORDER BY {column}")]
    assert leaves == [tree.get_leaf(number) for number in range(1, tree.get_size() + 1)]
    assert (tree.get_size(), tree.get_root()) == (now.size, now.root)
    assert tree.get_root(before.size) == before.root
    for event_id in ("unit", "ram-1000", "ram-1299", "ram-2249"):
        proof = InclusionProof.parse(desk.run("prove", event_id, "--checkpoint", desk.folder / "nu"))
        number = proof.index + 1  # theirs are counted from 1
        rule = tree.prove_inclusion(number, now.size).rule
        theirs = TheirInclusionProof("sha256", True, now.size, number, rule, [proof.entry.leaf, *proof.hashes])
        theirs.verify(tree.get_leaf(number), now.root, number, now.size)
    growth = ConsistencyProof.parse(desk.run("prove", "--since", kept, "--checkpoint", desk.folder / "nu"))
    assert list(growth.hashes) == folded(tree.prove_consistency(before.size, now.size))


# Nothing else is proved


def accepted(changed: bytes, *arguments: str, kept: bytes = b"") -> bool:
    """Whether the verifier says that it is proved, with its files in memory."""

    def read(name: str) -> str:
        try:
            return (kept if name == "kept" else changed).decode()
        except ValueError:
            raise verify_proof.Unreadable("no text") from None

    try:
        with mock.patch.object(verify_proof, "read", read):
            verify_proof.verified(["proof", *arguments])
    except (verify_proof.Disproved, verify_proof.Unreadable):
        return False
    return True


def changes(whole: bytes, *, every: bool) -> Iterator[bytes]:
    """The same bytes with one bit changed: of each byte one bit, or each of them."""
    chance = random.Random(1)
    for place in range(len(whole)):
        for bit in range(8) if every else [chance.randrange(8)]:
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            yield bytes(changed)


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_no_bit_of_a_proof_can_be_changed(in_file: Desk, *, every: bool) -> None:
    """Neither of a proof of an event, nor of one of growth, nor of the checkpoint that somebody kept."""
    kept_file = in_file.checkpoint("då")
    in_file.grow(2000)
    kept = kept_file.read_bytes()
    proof = in_file.run("prove", "ram-1003", "--key", in_file.key).encode()
    growth = in_file.run("prove", "--since", kept_file, "--key", in_file.key).encode()
    key = ("--key", in_file.public.read_text().strip())
    old = (*key, "--old", "kept")
    assert accepted(proof, *key)
    assert accepted(growth, *old, kept=kept)
    assert not any(accepted(changed, *key) for changed in changes(proof, every=every))
    assert not any(accepted(changed, *old, kept=kept) for changed in changes(growth, every=every))
    assert not any(accepted(growth, *old, kept=changed) for changed in changes(kept, every=every))


def test_a_proof_with_another_content_is_not_proved(in_file: Desk) -> None:
    """The content of one event beside the envelope of another."""
    kept = in_file.checkpoint("k")
    one, other = (
        InclusionProof.parse(in_file.run("prove", event_id, "--checkpoint", kept)) for event_id in ("ram-1001", "unit")
    )
    forged = in_file.folder / "förfalskat"
    forged.write_text(str(InclusionProof(one.entry, one.index, one.hashes, one.checkpoint, other.content)))
    code, out, errors = judged(forged, "--key", in_file.public)
    assert (code, out) == (1, "")
    assert "Innehållet är ett annat" in errors


# Verifying


def test_a_sound_ledger_is_told_to_be_sound(desk: Desk) -> None:
    told = desk.run("verify")
    assert "Liggaren är som den registrerades" in told
    assert "visar bara en kontrollpunkt" in told
    kept = desk.checkpoint("k")
    told = desk.run("verify", "--checkpoint", kept, "--key", desk.public)
    assert "Den stämmer med kontrollpunkten." in told
    assert "visar bara en kontrollpunkt" not in told
    report = json.loads(desk.run("verify", "--checkpoint", kept, "--key", desk.public, "--format", "json"))
    assert report == {
        "sound": True,
        "size": int(kept.read_text().split("\n")[1]),
        "root": report["root"],
        "removed": 0,
        "erased": 0,
        "issued": 0,
        "first": None,
        "faults": [],
        "notes": [],
    }


def test_what_is_changed_is_told_with_its_position(desk: Desk) -> None:
    kept = desk.checkpoint("k")
    unguarded(desk.place)
    column = "notification_id" if "://" in desk.place else "rowid"
    rows(desk.place, f"UPDATE event SET recorded = recorded + 1 WHERE {column} = 77")
    for more in ((), ("--checkpoint", kept, "--key", desk.public)):
        out, errors = desk.found(*more)
        assert "Liggaren är inte som den registrerades." in out
        assert "Det första felet: position 77." in out
        assert "Fel: position 77: bladet stämmer inte" in errors
    code, out, _errors = desk.call("verify", "--format", "json")
    report = json.loads(out)
    assert (code, report["sound"], report["first"]) == (1, False, 77)
    assert report["faults"][0]["position"] == 77


def test_a_checkpoint_that_the_ledger_does_not_hold_is_told(in_file: Desk) -> None:
    """Signed by the log's own key, of a log that has other events: as if the owner had made it all again."""
    other = Desk(in_file.folder / "annan.db", in_file.folder, in_file._capsys)
    with ledger_at(other.place, plugins=Plugins([])) as ledger:
        ledger.record(rams(20, 5000))
    short = other.checkpoint("kort")
    other.grow(6000, 600)
    long = other.checkpoint("lång")
    _out, errors = in_file.found("--checkpoint", short, "--checkpoint", long, "--key", in_file.public)
    assert "något ett annat än vid kontrollpunkten" in errors
    assert "slutet är borta" in errors
    assert "inte den här liggarens" in in_file.refused("prove", "unit", "--checkpoint", short)
    assert "inte den här liggarens" in in_file.refused("prove", "unit", "--checkpoint", long)
    assert "inte den här liggarens" in in_file.refused("prove", "--since", short, "--key", in_file.key)


def test_a_key_that_has_not_signed_says_nothing_of_the_ledger(in_file: Desk) -> None:
    in_file.run("key", "någon.annan", "-o", in_file.folder / "b")
    in_file.run("key", NAME, "-o", in_file.folder / "c")
    kept = in_file.checkpoint("k")
    for public in ("b.pub", "c.pub"):
        errors = in_file.refused("verify", "--checkpoint", kept, "--key", in_file.folder / public)
        assert "inte med någon nyckel som angavs" in errors
    in_file.run("verify", "--checkpoint", kept, "--key", in_file.folder / "b.pub", "--key", in_file.public)


def test_a_signature_that_has_been_changed_is_told(in_file: Desk) -> None:
    kept = in_file.checkpoint("k")
    text = kept.read_text()
    place = text.rindex("=") - 10
    kept.write_text(text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :])
    _out, errors = in_file.found("--checkpoint", kept, "--key", in_file.public)
    assert f"signaturen av {NAME} stämmer inte" in errors


# Wrong calls and wrong files


def test_what_is_missing_is_asked_for(in_file: Desk) -> None:
    kept, key = in_file.checkpoint("k"), in_file.key
    assert "vad som ska bevisas" in in_file.refused("prove")
    assert "vad som ska bevisas" in in_file.refused("prove", "--key", key)
    assert "ange bara det ena" in in_file.refused("prove", "unit", "--since", kept, "--key", key)
    assert "kontrollpunkten saknas" in in_file.refused("prove", "unit")
    assert "ange bara det ena" in in_file.refused("prove", "unit", "--checkpoint", kept, "--key", key)
    assert "kontrollpunkten saknas" in in_file.refused("prove", "--since", kept)
    assert "nyckeln till kontrollpunkten saknas" in in_file.refused("verify", "--checkpoint", kept)
    assert "--key" in in_file.refused("checkpoint")
    assert "--output" in in_file.refused("key", NAME)
    assert "NAMN" in in_file.refused("key")


def test_a_wrong_event_is_refused(in_file: Desk) -> None:
    assert "ingen händelse finns-ej" in in_file.refused("prove", "finns-ej", "--key", in_file.key)
    assert "händelsens id saknas" in in_file.refused("prove", "", "--key", in_file.key)
    assert "flera händelser börjar på ram-" in in_file.refused("prove", "ram-", "--key", in_file.key)


def test_an_event_later_than_the_checkpoint_is_refused(desk: Desk) -> None:
    kept = desk.checkpoint("k")
    desk.grow(2000, 1)
    said = desk.refused("prove", "ram-2000", "--checkpoint", kept)
    assert "ram-2000" in said
    assert "kom efter kontrollpunkten" in said
    assert "planledger checkpoint" in said


def test_growth_is_not_proved_backwards(in_file: Desk) -> None:
    old = in_file.checkpoint("1")
    in_file.grow(2000)
    new = in_file.checkpoint("2")
    assert "ange den äldre med --since" in in_file.refused("prove", "--since", new, "--checkpoint", old)


def test_a_wrong_file_is_named_for_what_it_is(in_file: Desk) -> None:
    folder, key, public, kept = in_file.folder, in_file.key, in_file.public, in_file.checkpoint("k")
    noise, missing = folder / "brus", folder / "ingen"
    noise.write_bytes(b"\xff\xfe\x00")
    noise.chmod(0o600)
    proof = in_file.file("bevis", "prove", "unit", "--checkpoint", kept)
    (folder / "tom").write_bytes(b"")
    assert "ingen signerad kontrollpunkt" in in_file.refused("prove", "unit", "--checkpoint", public)
    assert "ingen signerad kontrollpunkt" in in_file.refused("prove", "unit", "--checkpoint", folder / "tom")
    assert "ingen signerad kontrollpunkt" in in_file.refused("verify", "--checkpoint", public, "--key", public)
    assert "inte text i UTF-8" in in_file.refused("prove", "unit", "--checkpoint", noise)
    assert "inte text i UTF-8" in in_file.refused("checkpoint", "--key", noise)
    assert "inte text i UTF-8" in in_file.refused("verify", "--checkpoint", kept, "--key", noise)
    assert "kan inte läsas" in in_file.refused("prove", "unit", "--checkpoint", missing)
    assert "kan inte läsas" in in_file.refused("prove", "--since", missing, "--key", key)
    assert "kan inte läsas" in in_file.refused("checkpoint", "--key", missing)
    assert "kan inte läsas" in in_file.refused("verify", "--checkpoint", missing, "--key", public)
    assert "kan inte läsas" in in_file.refused("verify", "--checkpoint", kept, "--key", missing)
    assert "ingen signeringsnyckel" in in_file.refused("checkpoint", "--key", with_mode(kept))
    assert "ingen verifieringsnyckel" in in_file.refused("verify", "--checkpoint", kept, "--key", key)
    assert in_file.refused("verify", "--checkpoint", proof, "--key", public)
    assert "kan inte skrivas" in in_file.refused("checkpoint", "--key", key, "-o", kept / "x")
    assert in_file.refused("prove", "unit", "--checkpoint", folder)
    assert in_file.refused("prove", "unit", "--key", key, "-o", folder)


def with_mode(file: Path, mode: int = 0o600) -> Path:
    file.chmod(mode)
    return file


def test_every_message_names_the_file(in_file: Desk) -> None:
    kept = in_file.checkpoint("k")
    assert str(kept) in in_file.refused("checkpoint", "--key", with_mode(kept))
    assert str(in_file.key) in in_file.refused("verify", "--checkpoint", kept, "--key", in_file.key)
    assert str(in_file.public) in in_file.refused("prove", "unit", "--checkpoint", in_file.public)
    assert str(in_file.public) in in_file.refused("prove", "--since", in_file.public, "--key", in_file.key)
    assert str(in_file.public) in in_file.refused("verify", "--checkpoint", in_file.public, "--key", in_file.public)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_key_that_others_can_read_signs_nothing(in_file: Desk, mode: int) -> None:
    with_mode(in_file.key, mode)
    for command in (["checkpoint"], ["prove", "unit"]):
        said = in_file.refused(*command, "--key", in_file.key)
        assert "kan läsas av andra" in said
        assert f"chmod 600 {in_file.key}" in said


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_a_key_that_cannot_be_read_is_told(in_file: Desk) -> None:
    with_mode(in_file.key, 0)
    assert "kan inte läsas" in in_file.refused("checkpoint", "--key", in_file.key)


def test_without_a_ledger_there_is_nothing_to_prove(in_file: Desk) -> None:
    kept = in_file.checkpoint("k")
    nowhere = Desk(in_file.folder / "ingen.db", in_file.folder, in_file._capsys)
    for command in (
        ["verify"],
        ["checkpoint", "--key", in_file.key],
        ["prove", "unit", "--checkpoint", kept],
        ["prove", "--since", kept, "--key", in_file.key],
    ):
        assert "det finns ingen liggare" in nowhere.refused(*command)


# Copies


def test_a_copy_has_the_same_root_and_holds_the_same_checkpoint(desk: Desk) -> None:
    """Also to the other database."""
    desk.grow(2000, 250)
    kept = desk.checkpoint("k")
    before = json.loads(desk.run("verify", "--format", "json"))
    copy = Desk(desk.folder / "kopia.db", desk.folder, desk._capsys)
    desk.run("copy", desk.place, copy.place)
    assert json.loads(copy.run("verify", "--checkpoint", kept, "--key", desk.public, "--format", "json")) == before
    assert copy.checkpoint("k2").read_bytes() == kept.read_bytes()
    assert copy.run("prove", "ram-2100", "--checkpoint", kept) == desk.run("prove", "ram-2100", "--checkpoint", kept)


def test_a_copy_to_the_shared_database_holds_it_too(in_file: Desk, postgres: str) -> None:
    kept = in_file.checkpoint("k")
    in_file.run("copy", in_file.place, postgres)
    copy = Desk(postgres, in_file.folder, in_file._capsys)
    assert "Den stämmer med kontrollpunkten." in copy.run("verify", "--checkpoint", kept, "--key", copy.public)


# A file that is damaged


PAGE = 4096


def damaged(desk: Desk, chance: random.Random) -> bytes:
    """The file with noise in one page, or some of it, or without its end."""
    raw = bytearray(Path(desk.place).read_bytes())
    pages = len(raw) // PAGE
    kind = chance.randrange(4)
    if kind == 0:
        return bytes(raw[: chance.randrange(len(raw))])
    at = chance.randrange(pages) * PAGE
    if kind == 1:
        raw[at : at + PAGE] = chance.randbytes(PAGE)
    elif kind == 2:
        start = at + chance.randrange(PAGE - 64)
        raw[start : start + 64] = chance.randbytes(64)
    else:
        raw[at : at + PAGE] = bytes(PAGE)
    return bytes(raw)


@pytest.mark.parametrize("count", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_a_damaged_file_is_told_plainly(in_file: Desk, count: int) -> None:
    """Exit code 1 or 2, never that all is well unless the noise fell where nothing lies, and never a trace."""
    in_one_file(in_file)
    kept, chance = in_file.checkpoint("k"), random.Random(count)
    whole = Path(in_file.place).read_bytes()
    unheard = 0
    for _each in range(count):
        Path(in_file.place).write_bytes(damaged(in_file, chance))
        code, out, errors = in_file.call("verify", "--checkpoint", kept, "--key", in_file.public)
        assert code in {0, 1, 2}
        unheard += code == 0
        assert (code == 0) == ("som den registrerades:" in out)
        assert bool(errors) == bool(code)
        Path(in_file.place).write_bytes(whole)
    assert unheard < count / 4
    assert in_file.run("verify", "--checkpoint", kept, "--key", in_file.public)


def test_a_file_cut_short_or_of_noise_is_told_plainly(in_file: Desk) -> None:
    in_one_file(in_file)
    path = Path(in_file.place)
    whole = path.read_bytes()
    for raw in (whole[: PAGE * 3 + 100], whole[: PAGE // 2], whole[:50], b"\x93" * 20_000, b""):
        path.write_bytes(raw)
        code, out, errors = in_file.call("verify")
        assert code in {1, 2}
        assert "som den registrerades:" not in out
        assert errors.startswith("Fel: ")


@pytest.mark.parametrize("value", ["'x'", "x'ff80'", "CAST(x'ff80' AS TEXT)", "1.5", "1000000000000", "-1"])
def test_what_no_column_should_hold_is_told_plainly(in_file: Desk, value: str) -> None:
    """SQLite keeps anything in any column; a form that there never was is no form of a ledger."""
    unguarded(in_file.place)
    columns = {
        "event": ("id", "recorded", "originator_id", "originator_version", "topic", "state", "leaf"),
        "content": ("salt", "body"),
        "subtree": ("level", "place", "hash"),
        "person": ("id", "salt", "record"),
        "subject": ("topic", "period", "key"),
        "entry": ("subject", "effective", "entry", "amount", "unit"),
    }
    in_one_file(in_file)
    whole = Path(in_file.place).read_bytes()
    for table, names in columns.items():
        for name in names:
            rows(in_file.place, f"UPDATE {table} SET {name} = {value} WHERE rowid = (SELECT min(rowid) FROM {table})")
            _out, errors = in_file.found()
            assert errors.startswith("Fel: "), (table, name)
            in_one_file(in_file)
            Path(in_file.place).write_bytes(whole)
    rows(in_file.place, f"UPDATE ledger SET format = {value}")
    assert in_file.call("verify")[0] == 2


def in_one_file(desk: Desk) -> None:
    """Leave no log beside the file."""
    with closing(sqlite3.connect(desk.place)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
