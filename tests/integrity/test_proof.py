"""Proofs as files: what they prove, that nothing else is proved, and that the stand-alone verifier says the same."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.events import Proposal, RamAllocated, UnitFormed
from ledger.integrity import content_digest
from ledger.integrity.checkpoint import Checkpoint
from ledger.integrity.encoding import base64_of, bytes_of
from ledger.integrity.keys import SigningKey, write_key
from ledger.integrity.note import Unproven
from ledger.integrity.proof import HEADER, SUFFIX, ConsistencyProof, Content, Entry, InclusionProof
from ledger.integrity.tree import NodesInMemory, consistency_proof, inclusion_proof, tree_root
from ledger.problems import Refused
from ledger.testing import decided, ledger_at

SCRIPT = Path(__file__).parent.parent.parent / "scripts" / "verify_proof.py"

ORIGIN = "region.example/planering"
KEY = SigningKey.new(ORIGIN, lambda size: bytes(range(size)))
OTHER_LOG = SigningKey.new("region.example/annan", lambda size: b"\5" * size)
KNOWN = [KEY.verifier]

CONTENT = Content(b"\1" * 16, b'[1,{"amount":"31,4 mnkr"}]')


def entry(number: int, content: Content = CONTENT) -> Entry:
    envelope = {"content": content_digest(content.salt, content.body), "id": f"händelse-{number}"}
    stored = json.dumps(envelope, ensure_ascii=False).encode()
    return Entry(1735729200000000 + number, "ram.allocated/RK//2025", number + 1, "ram.allocated", stored)


ENTRIES = [entry(number) for number in range(300)]
NODES = NodesInMemory(event.leaf for event in ENTRIES)


def checkpoint(size: int, key: SigningKey = KEY, nodes: NodesInMemory = NODES) -> str:
    return str(Checkpoint(key.name, size, tree_root(nodes, size)).signed(key))


def included(index: int, size: int, content: Content | None = CONTENT) -> InclusionProof:
    return InclusionProof(ENTRIES[index], index, inclusion_proof(NODES, index, size), checkpoint(size), content)


def grown(old: int, new: int) -> ConsistencyProof:
    return ConsistencyProof(old, consistency_proof(NODES, old, new), checkpoint(new))


# Ours


def test_a_proof_of_an_event_is_a_tlog_proof() -> None:
    """Line by line as c2sp.org/tlog-proof has it, with JSON in the extra line."""
    proof = included(2, 5)
    header, extra, index, *hashes_and_checkpoint = str(proof).split("\n")
    assert (header, index) == ("c2sp.org/tlog-proof@v1", "index 2")
    assert json.loads(bytes_of(extra.removeprefix("extra "))) == {
        "recorded": 1735729200000002,
        "stream": "ram.allocated/RK//2025",
        "version": 3,
        "topic": "ram.allocated",
        "envelope": base64_of(ENTRIES[2].envelope),
        "salt": base64_of(CONTENT.salt),
        "content": base64_of(CONTENT.body),
    }
    assert "\n".join(hashes_and_checkpoint) == "".join(f"{base64_of(hashed)}\n" for hashed in proof.hashes) + (
        f"\n{checkpoint(5)}"
    )


@pytest.mark.parametrize("content", [CONTENT, None])
@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (2, 5), (255, 256), (299, 300)])
def test_a_proof_of_an_event_comes_back_and_holds(index: int, size: int, content: Content | None) -> None:
    proof = InclusionProof.parse(str(included(index, size, content)))
    assert proof == included(index, size, content)
    assert proof.check(KNOWN) == Checkpoint(ORIGIN, size, tree_root(NODES, size))


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (1, 2), (5, 5), (6, 8), (256, 300), (299, 300)])
def test_a_proof_of_growth_comes_back_and_holds(old: int, new: int) -> None:
    proof = ConsistencyProof.parse(str(grown(old, new)))
    assert proof == grown(old, new)
    before, after = proof.check(checkpoint(old), KNOWN)
    assert (before.size, after.size) == (old, new)


def test_the_example_that_a_witness_is_sent_is_read_and_written() -> None:
    """From c2sp.org/tlog-witness, add-checkpoint."""
    example = (
        "old 20852014\n"
        "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
        "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
        "\n"
        "example.com/behind-the-sofa\n"
        "20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        "\n"
        "— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    proof = ConsistencyProof.parse(example)
    assert (proof.old_size, len(proof.hashes)) == (20852014, 4)
    assert str(proof) == example


REWRITTEN = NodesInMemory(event.leaf for event in [entry(999), *ENTRIES[1:]])


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (replace(included(2, 5), entry=replace(ENTRIES[2], recorded=1)), "finns inte i den logg"),
        (replace(included(2, 5), entry=replace(ENTRIES[2], stream="ram.allocated/RK//2026")), "finns inte i den logg"),
        (replace(included(2, 5), entry=replace(ENTRIES[2], version=1)), "finns inte i den logg"),
        (replace(included(2, 5), entry=replace(ENTRIES[2], topic="ram.changed")), "finns inte i den logg"),
        (replace(included(2, 5), entry=replace(ENTRIES[2], envelope=ENTRIES[3].envelope)), "finns inte i den logg"),
        (replace(included(2, 5), index=3), "finns inte i den logg"),
        (replace(included(2, 5), index=5), "finns inte i den logg"),
        (replace(included(2, 5), hashes=included(2, 5).hashes[:-1]), "finns inte i den logg"),
        (replace(included(2, 5), checkpoint=checkpoint(6)), "finns inte i den logg"),
        (replace(included(0, 5), checkpoint=checkpoint(5, nodes=REWRITTEN)), "finns inte i den logg"),
        (
            replace(included(2, 5), content=replace(CONTENT, body=b'[1,{"amount":"71,7 mnkr"}]')),
            "innehållet är ett annat",
        ),
        (replace(included(2, 5), content=replace(CONTENT, salt=b"\2" * 16)), "innehållet är ett annat"),
        (replace(included(2, 5), checkpoint=checkpoint(5, OTHER_LOG)), "den nyckel som angavs|ingen känd nyckel"),
        (replace(included(2, 5), checkpoint=checkpoint(5).replace("\n5\n", "\n6\n")), "stämmer inte"),
    ],
)
def test_what_is_not_so_is_not_proved(proof: InclusionProof, said: str, tmp_path: Path) -> None:
    """By us and by the stand-alone verifier alike."""
    read = InclusionProof.parse(str(proof))
    with pytest.raises(Unproven, match=said):
        read.check(KNOWN)
    (tmp_path / "p").write_text(str(proof))
    code, _out, err = verify(tmp_path / "p", "--key", str(KEY.verifier))
    assert code == 1, err
    assert err.startswith("INTE BEVISAT.")


@pytest.mark.parametrize(
    ("proof", "kept", "said"),
    [
        (grown(6, 8), checkpoint(6, nodes=REWRITTEN), "inte bara vuxit"),
        (grown(6, 8), checkpoint(5), "utgår från 6 händelser, men den sparade kontrollpunkten har 5"),
        (replace(grown(6, 8), checkpoint=checkpoint(7)), checkpoint(6), "inte bara vuxit"),
        (replace(grown(6, 8), hashes=grown(6, 8).hashes[1:]), checkpoint(6), "inte bara vuxit"),
        (replace(grown(6, 8), checkpoint=checkpoint(5)), checkpoint(6), "inte bara vuxit"),
        (replace(grown(6, 8), checkpoint=checkpoint(8, nodes=REWRITTEN)), checkpoint(6), "inte bara vuxit"),
        (grown(6, 8), checkpoint(6).replace("\n6\n", "\n5\n"), "stämmer inte"),
        (grown(6, 8), checkpoint(6, OTHER_LOG), "olika loggar"),
    ],
)
def test_what_has_not_only_grown_is_not_proved(proof: ConsistencyProof, kept: str, said: str, tmp_path: Path) -> None:
    keys = [KEY.verifier, OTHER_LOG.verifier]
    with pytest.raises(Unproven, match=said):
        ConsistencyProof.parse(str(proof)).check(kept, keys)
    (tmp_path / "p").write_text(str(proof))
    (tmp_path / "kept").write_text(kept)
    given = [word for key in keys for word in ("--key", str(key))]
    code, _out, err = verify(tmp_path / "p", *given, "--old", str(tmp_path / "kept"))
    assert code == 1, err
    assert err.startswith("INTE BEVISAT.")


def with_extra(extra: object) -> str:
    written = extra if isinstance(extra, bytes) else json.dumps(extra).encode()
    lines = str(included(2, 5)).split("\n")
    return "\n".join([lines[0], f"extra {base64_of(written)}", *lines[2:]])


FIELDS = {"recorded": 1, "stream": "s", "version": 1, "topic": "t", "envelope": ""}

ALMOST_PROOFS = [
    "",
    "c2sp.org/tlog-proof@v2\n",
    f"{HEADER}\n",
    str(included(2, 5)).replace("\n", "\r\n"),
    str(included(2, 5)).replace("index 2", "index 02"),
    str(included(2, 5)).replace("index 2", "index -2"),
    str(included(2, 5)).replace("index 2", f"index {'9' * 5000}"),
    str(included(2, 5)).replace("extra ", "extra  "),
    str(included(2, 5)).replace("=\n\n", "\n\n", 1),
    str(included(2, 5)).replace("\n\n", "\nAAAA\n\n", 1),
    with_extra(b"\xff"),
    with_extra(b"[" * 100_000),
    with_extra([]),
    with_extra(FIELDS | {"recorded": True}),
    with_extra(FIELDS | {"recorded": 1.0}),
    with_extra(FIELDS | {"recorded": "1"}),
    with_extra(FIELDS | {"version": None}),
    with_extra(FIELDS | {"envelope": "?"}),
    with_extra(FIELDS | {"more": 1}),
    with_extra(FIELDS | {"salt": ""}),
    with_extra(FIELDS | {"stream": "\ud800"}),
    with_extra(b'{"recorded":' + b"9" * 5000 + b"}"),
]


@pytest.mark.parametrize("written", ALMOST_PROOFS)
def test_what_is_almost_a_proof_cannot_be_read(written: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="inget bevis som går att läsa"):
        InclusionProof.parse(written)
    (tmp_path / "p").write_bytes(written.encode())
    assert_unreadable(tmp_path / "p", "--key", str(KEY.verifier))


@pytest.mark.parametrize(
    "written", ["old\n\n", "old -1\n\n", "old 01\n\n", "old 1\nAAAA\n\n", f"old 1\n{base64_of(bytes(32))} \n\n"]
)
def test_what_is_almost_a_proof_of_growth_cannot_be_read(written: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="inget bevis som går att läsa"):
        ConsistencyProof.parse(written + checkpoint(8))
    (tmp_path / "p").write_text(written + checkpoint(8))
    (tmp_path / "kept").write_text(checkpoint(6))
    assert_unreadable(tmp_path / "p", "--key", str(KEY.verifier), "--old", str(tmp_path / "kept"))


def test_a_proof_has_no_more_hashes_than_a_witness_takes() -> None:
    for proof in (replace(included(2, 5), hashes=(bytes(32),) * 64), replace(grown(6, 8), hashes=(bytes(32),) * 64)):
        with pytest.raises(Refused):
            type(proof).parse(str(proof))


def test_no_flipped_bit_of_a_file_proves_anything_else() -> None:
    """Each bit of a whole proof, headers and padding too: it cannot be read, or it is not proved."""
    raw = str(included(2, 5, None)).encode()
    for bit in range(len(raw) * 8):
        changed = bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(raw))
        try:
            proof = InclusionProof.parse(changed.decode())
            proof.check(KNOWN)
        except (UnicodeDecodeError, Refused, Unproven):
            continue
        pytest.fail(f"bit {bit} makes no difference: {changed!r}")


# The stand-alone verifier


def verify(*arguments: str | Path, encoding: str = "utf-8") -> tuple[int, str, str]:
    """Its exit code, what it says and what it complains of."""
    done = subprocess.run(
        [sys.executable, SCRIPT, *arguments],
        capture_output=True,
        check=False,
        encoding=encoding,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def assert_unreadable(*arguments: str | Path) -> str:
    code, out, err = verify(*arguments)
    assert (code, out) == (2, ""), err
    assert err.endswith("\n")
    return err


def test_it_says_what_was_proved_of_an_event(tmp_path: Path) -> None:
    proof = tmp_path / f"p{SUFFIX}"
    proof.write_text(str(included(2, 300)))
    code, out, err = verify(proof, "--key", str(KEY.verifier))
    assert (code, err) == (0, "")
    assert out == (
        "BEVISAT: händelsen finns i loggen, oförändrad.\n"
        "  Logg         region.example/planering\n"
        "  Händelse     händelse-2\n"
        "  Slag         ram.allocated\n"
        "  Ström        ram.allocated/RK//2025, version 3\n"
        "  Registrerad  2025-01-01 12:00:00.000002+01:00\n"
        "  Plats        löv 2 (räknat från 0) av 300\n"
        "  Innehåll     stämmer med det som registrerades:\n"
        '  [1,{"amount":"31,4 mnkr"}]\n'
    )


def test_it_says_what_was_proved_of_growth(tmp_path: Path) -> None:
    (tmp_path / "p").write_text(str(grown(6, 300)))
    (tmp_path / "kept").write_text(checkpoint(6))
    write_key(KEY, tmp_path / "key")
    code, out, err = verify(tmp_path / "p", "--key", tmp_path / "key.pub", "--old", tmp_path / "kept")
    assert (code, err) == (0, "")
    assert out == (
        "BEVISAT: loggen har bara vuxit; inget före den sparade kontrollpunkten har ändrats eller tagits bort.\n"
        "  Logg   region.example/planering\n"
        "  Då     6 händelser\n"
        "  Nu     300 händelser\n"
    )


@pytest.mark.parametrize("content", [CONTENT, None])
def test_it_proves_every_kind_that_we_do(content: Content | None, tmp_path: Path) -> None:
    for size in (1, 2, 3, 7, 257):
        for index in {0, size // 2, size - 1}:
            (tmp_path / "p").write_text(str(included(index, size, content)))
            code, out, err = verify(tmp_path / "p", "--key", str(OTHER_LOG.verifier), "--key", str(KEY.verifier))
            assert (code, err) == (0, "")
            assert f"löv {index} (räknat från 0) av {size}\n" in out
            assert ("är inte bifogat" in out) == (content is None)
    for old, new in ((0, 0), (0, 3), (3, 3), (4, 8), (5, 256), (256, 257)):
        (tmp_path / "p").write_text(str(grown(old, new)))
        (tmp_path / "kept").write_text(checkpoint(old))
        assert verify(tmp_path / "p", "--key", str(KEY.verifier), "--old", tmp_path / "kept")[0] == 0


def test_a_call_or_a_file_that_is_wrong_is_told_without_traceback(tmp_path: Path) -> None:
    proof, growth, kept, empty = (tmp_path / name for name in ("proof", "growth", "kept", "empty"))
    proof.write_text(str(included(2, 5)))
    growth.write_text(str(grown(6, 8)))
    kept.write_text(checkpoint(6))
    empty.write_bytes(b"\xff")
    key = str(KEY.verifier)
    assert "Anropet är fel" in assert_unreadable()
    assert "Anropet är fel" in assert_unreadable(proof)
    assert "Anropet är fel" in assert_unreadable(proof, "--key")
    assert "Anropet är fel" in assert_unreadable(proof, "--key", key, "--nytt")
    assert "kan inte läsas" in assert_unreadable(tmp_path / "ingen", "--key", key)
    assert "kan inte läsas" in assert_unreadable(tmp_path, "--key", key)
    assert "är inte text" in assert_unreadable(empty, "--key", key)
    assert "är inget bevis" in assert_unreadable(kept, "--key", key)
    assert "hel verifieringsnyckel" in assert_unreadable(proof, "--key", key[:-1])
    assert "hel verifieringsnyckel" in assert_unreadable(proof, "--key", "x" * 5000)
    assert "hel verifieringsnyckel" in assert_unreadable(proof, "--key", KEY.written())
    assert "hel verifieringsnyckel" in assert_unreadable(proof, "--key", kept)
    assert "Ange med --old" in assert_unreadable(growth, "--key", key)
    assert "kan inte läsas" in assert_unreadable(growth, "--key", key, "--old", tmp_path / "ingen")
    assert "sparade kontrollpunkten är inte en signerad" in assert_unreadable(growth, "--key", key, "--old", proof)
    assert "--old hör till" in assert_unreadable(proof, "--key", key, "--old", kept)
    proof.write_text(str(replace(included(2, 5), checkpoint="")))
    assert "Kontrollpunkten är inte en signerad" in assert_unreadable(proof, "--key", key)


def test_it_tells_how_it_is_called() -> None:
    code, out, err = verify("--help")
    assert (code, err) == (0, "")
    assert "verify_proof.py BEVIS --key NYCKEL" in out


def test_a_terminal_does_not_obey_what_it_prints(tmp_path: Path) -> None:
    """Whoever owns the log can put anything in an envelope, and sign it."""
    event = replace(ENTRIES[0], envelope=b'{"id":"\\u001b[31m\\ud800"}', recorded=10**30)
    nodes = NodesInMemory([event.leaf])
    (tmp_path / "p").write_text(str(InclusionProof(event, 0, (), checkpoint(1, nodes=nodes))))
    code, out, err = verify(tmp_path / "p", "--key", str(KEY.verifier))
    assert (code, err) == (0, "")
    assert "\ufffd[31m\ufffd" in out
    assert "\x1b" not in out
    assert f"{10**30} mikrosekunder efter 1970" in out


def test_it_also_speaks_where_letters_are_missing(tmp_path: Path) -> None:
    (tmp_path / "p").write_text(str(included(2, 5)))
    code, out, _err = verify(tmp_path / "p", "--key", str(KEY.verifier), encoding="ascii")
    assert (code, out.startswith("BEVISAT: h?ndelsen")) == (0, True)


def test_it_imports_nothing_of_ours() -> None:
    """The standard library and cryptography: an auditor can read the whole of it."""
    packages = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            packages |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            packages.add((node.module or "").partition(".")[0])
    assert packages - set(sys.stdlib_module_names) == {"cryptography"}


def rows(path: Path) -> Sequence[dict[str, object]]:
    """The events of a ledger as they lie in the database, with contents and salts, after some have been recorded."""
    with ledger_at(str(path)) as ledger:
        ram = RamAllocated(forvaltning="RK", period="2025", part="Å", amount="31,4 mnkr")
        unit = UnitFormed(forvaltning="RK", unit="Å", name="Ålderdom och omsorg")
        ledger.record([decided(unit, "2025-01-01"), decided(ram, "2025-01-01", id="a")])
        ledger.record([Proposal(None, date(2025, 1, 1), replaces="a", reason="Fattades aldrig")])
        reading, column = ledger.database.reading(), ledger.database.position_column
        statement = f"SELECT e.*, c.salt, c.body FROM event e LEFT JOIN content c ON c.position = e.{column}"
        found = reading.run(f"{statement} ORDER BY e.{column}")
        reading.close()
        return [dict(row) for row in found]


def test_the_events_of_a_ledger_are_proved_as_they_are_stored(tmp_path: Path) -> None:
    """From the rows of a database to the verifier's word, a withdrawal included."""
    stored = rows(tmp_path / "t.db")
    nodes = NodesInMemory(row["leaf"] for row in stored)
    said = []
    for index, row in enumerate(stored):
        columns = ("recorded", "originator_id", "originator_version", "topic", "state")
        event = Entry(*(row[name] for name in columns))
        assert event.leaf == row["leaf"]
        content = None if row["body"] is None else Content(row["salt"], row["body"])
        hashes = inclusion_proof(nodes, index, len(stored))
        proof = InclusionProof(event, index, hashes, checkpoint(len(stored), nodes=nodes), content)
        assert proof.check(KNOWN).size == len(stored)
        (tmp_path / "p").write_text(str(proof))
        code, out, err = verify(tmp_path / "p", "--key", str(KEY.verifier))
        assert (code, err) == (0, "")
        said.append(out)
    assert "  Händelse     a\n" in said[-2]
    assert "31.4" in said[-2]
    assert "  Innehåll     finns inte: händelsen tar tillbaka en annan\n" in said[-1]


def test_the_leaf_in_the_script_is_the_leaf_of_the_log() -> None:
    """The framing is written down in two places, on purpose; a proof above would fail if they differed."""
    event = ENTRIES[0]
    frame = b'[1735729200000000,"ram.allocated/RK//2025",1,"ram.allocated"]\n'
    assert event.leaf == sha256(b"\0" + frame + event.envelope).digest()
