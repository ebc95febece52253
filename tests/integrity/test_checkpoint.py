"""Notes and checkpoints against the examples of the Go note package and of C2SP, and against what is almost one."""

from __future__ import annotations

import pytest

from ledger.integrity.checkpoint import Checkpoint, opened
from ledger.integrity.encoding import base64_of, bytes_of, number_of
from ledger.integrity.keys import SigningKey, VerifierKey
from ledger.integrity.note import Note, Signature, Unproven
from ledger.integrity.tree import EMPTY_ROOT
from ledger.problems import Refused

# golang.org/x/mod/sumdb/note, note_test.go
PETER_KEY = SigningKey.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
PETER = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
ENOCH = VerifierKey.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

# c2sp.org/signed-note, "Example"
C2SP_KEY = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
C2SP_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

# c2sp.org/tlog-checkpoint
C2SP_CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)


def test_the_go_package_signs_the_same() -> None:
    assert str(Note(TEXT).signed(PETER_KEY)) == f"{TEXT}\n{BY_PETER}"


def test_the_example_of_the_specification_verifies() -> None:
    note = Note.parse(C2SP_NOTE)
    assert note.text == "This is an example message.\n"
    assert note.verified([C2SP_KEY]) == (C2SP_KEY,)
    assert str(note) == C2SP_NOTE


def test_unknown_keys_are_passed_over_and_one_known_is_needed() -> None:
    note = Note.parse(f"{TEXT}\n{BY_PETER}{BY_ENOCH}")
    assert note.verified([PETER]) == (PETER,)
    assert note.verified([ENOCH, PETER, ENOCH]) == (ENOCH, PETER)
    for known in ([], [C2SP_KEY], [VerifierKey("PeterNeumann", C2SP_KEY.public)]):
        with pytest.raises(Unproven, match="ingen känd nyckel"):
            note.verified(known)


def test_a_wrong_signature_by_a_known_key_rejects_the_note() -> None:
    """Also beside one that is right, of another key or of its own."""
    wrong = BY_PETER.replace("x08go/ZJ", "x08go/ZK")
    for signatures in (wrong, wrong + BY_ENOCH, BY_PETER + wrong):
        with pytest.raises(Unproven, match="PeterNeumann stämmer inte"):
            Note.parse(f"{TEXT}\n{signatures}").verified([PETER, ENOCH])
    assert Note.parse(f"{TEXT}\n{wrong}{BY_ENOCH}").verified([ENOCH]) == (ENOCH,)


def test_any_change_of_the_text_is_found() -> None:
    note = Note.parse(f"{TEXT}\n{BY_PETER}")
    for at in range(len(TEXT) - 1):
        other = Note(f"{TEXT[:at]}{chr(ord(TEXT[at]) + 1)}{TEXT[at + 1 :]}", note.signatures)
        with pytest.raises(Unproven):
            other.verified([PETER])


def test_signing_again_replaces_only_ones_own_signature() -> None:
    note = Note.parse(f"{TEXT}\n{BY_ENOCH}").signed(PETER_KEY)
    assert str(note) == str(note.signed(PETER_KEY)) == f"{TEXT}\n{BY_ENOCH}{BY_PETER}"


def test_the_last_empty_line_ends_the_text() -> None:
    note = Note("Ett\n\nTvå\n").signed(PETER_KEY)
    assert Note.parse(str(note)) == note


@pytest.mark.parametrize(
    "written",
    [
        "",
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}\n{BY_PETER[:-1]}",
        f"{TEXT}{BY_PETER}",
        f"\x01{TEXT}\n{BY_PETER}",
        f"{TEXT}\n{BY_PETER}".replace("\n", "\r\n"),
        f"{TEXT}\n— Bad Name {BY_PETER.rsplit(maxsplit=1)[-1]}\n",
        f"{TEXT}\n— a+b {BY_PETER.rsplit(maxsplit=1)[-1]}\n",
        f"{TEXT}\n{BY_PETER}Unexpected line.\n",
        f"{TEXT}\n{BY_PETER}\n",
        f"{TEXT}\n{BY_PETER.replace('—', '-')}",
        f"{TEXT}\n— PeterNeumann\n",
        f"{TEXT}\n— PeterNeumann x08gow==\n",  # a key id and nothing more
        f"{TEXT}\n{BY_PETER.replace('nAM=', 'nAN=')}",  # the same bytes, written in another way
        f"{TEXT}\n{BY_PETER * 101}",
    ],
)
def test_what_is_almost_a_note_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="ingen signerad kontrollpunkt"):
        Note.parse(written)


def test_sixteen_signatures_are_read() -> None:
    """As the specification asks, of kinds that we do not know."""
    others = "".join(f"— witness{number} {base64_of(bytes([number]) * 5000)}\n" for number in range(16))
    assert Note.parse(f"{TEXT}\n{others}{BY_PETER}").verified([PETER]) == (PETER,)


# Checkpoints

ORIGIN = "region.example/planering"
KEY = SigningKey.new(ORIGIN, lambda size: bytes(range(size)))
AUDITOR = SigningKey.new("revision.example", lambda size: b"\7" * size)
ROOT = bytes(range(32))


def test_the_example_checkpoint_of_the_specification_is_read_and_written() -> None:
    note = Note.parse(C2SP_CHECKPOINT)
    checkpoint = Checkpoint.parse(note.text)
    root = bytes_of("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint == Checkpoint("example.com/behind-the-sofa", 20852163, root)
    assert str(Note(checkpoint.text(), note.signatures)) == C2SP_CHECKPOINT


def test_a_checkpoint_is_known_to_the_byte() -> None:
    """Signed once and for all: the format never changes, and Ed25519 signs the same every time."""
    assert str(Checkpoint(ORIGIN, 1412, ROOT).signed(KEY)) == (
        "region.example/planering\n"
        "1412\n"
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        "\n"
        "— region.example/planering "
        "84Iiv10895ZTF8Fkiu2/cWQtQnIxP9zf4Cj5GTY7NU+vVwTnbnyyd1ay5k5x3ZVgKmJMV+CELxQCGIS6Om8QiXylEwc=\n"
    )


def test_a_checkpoint_comes_back_as_it_was() -> None:
    for checkpoint in (Checkpoint(ORIGIN, 0, EMPTY_ROOT), Checkpoint(ORIGIN, 7, ROOT, ("mer", "och mer"))):
        assert opened(str(checkpoint.signed(KEY).signed(AUDITOR)), [KEY.verifier]) == checkpoint


def test_only_the_key_of_the_origin_speaks_for_the_log() -> None:
    """A checkpoint that others whom one knows have signed is not the log's word."""
    checkpoint = Checkpoint(ORIGIN, 7, ROOT)
    alone = str(Note(checkpoint.text()).signed(AUDITOR))
    with pytest.raises(Unproven, match=f"gäller {ORIGIN}, men"):
        opened(alone, [KEY.verifier, AUDITOR.verifier])
    with pytest.raises(ValueError, match="does not sign for"):
        checkpoint.signed(AUDITOR)
    assert opened(str(Note.parse(alone).signed(KEY)), [KEY.verifier, AUDITOR.verifier]) == checkpoint


ROOT64 = base64_of(ROOT)


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n7\n",
        f"\n7\n{ROOT64}\n",
        f"{ORIGIN}\n07\n{ROOT64}\n",
        f"{ORIGIN}\n-7\n{ROOT64}\n",
        f"{ORIGIN}\n+7\n{ROOT64}\n",
        f"{ORIGIN}\n7 \n{ROOT64}\n",
        f"{ORIGIN}\n٧\n{ROOT64}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{ROOT64}\n",
        f"{ORIGIN}\n7\n{ROOT64[:-1]}\n",
        f"{ORIGIN}\n7\n{ROOT64[:-4]}\n",
        f"{ORIGIN}\n7\n{ROOT64}\n\nmer\n",
        f"{ORIGIN}\n7\n{ROOT64}\n\n",
        f"{ORIGIN}\n0\n{ROOT64}\n",  # the tree without leaves has one root
    ],
)
def test_what_is_almost_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="loggens namn, antal och rot"):
        opened(str(Note(text).signed(KEY)), [KEY.verifier])


def test_a_checkpoint_that_could_not_be_read_is_not_made() -> None:
    for origin, size, root, more in (
        ("", 1, ROOT, ()),
        ("a\nb", 1, ROOT, ()),
        (ORIGIN, -1, ROOT, ()),
        (ORIGIN, 1, b"", ()),
        (ORIGIN, 0, ROOT, ()),
        (ORIGIN, 1, ROOT, ("",)),
    ):
        with pytest.raises(ValueError, match="checkpoint|tree"):
            Checkpoint(origin, size, root, more)


def test_numbers_and_bytes_have_one_form() -> None:
    assert (number_of("0"), number_of("1412")) == (0, 1412)
    assert bytes_of(base64_of(b"\xfb\xff")) == b"\xfb\xff"
    for text in ("-_8=", "+/9=", "+/8", "+/8=\n", "å", " "):
        with pytest.raises(ValueError, match="base64|ASCII"):
            bytes_of(text)


def test_a_signature_is_told_by_name_and_id_together() -> None:
    """An id is short and can be forged; a name can be anybody's."""
    signature = Signature(PETER.name, ENOCH.id, b"signature")
    assert not signature.is_by(PETER)
    assert not signature.is_by(ENOCH)
