"""Keys as the Go note package writes them, and the files that they lie in."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ledger.integrity.keys import (
    SigningKey,
    VerifierKey,
    public_path,
    read_signing_key,
    read_verifier_key,
    write_key,
)
from ledger.problems import Refused

# The example key of golang.org/x/mod/sumdb/note, and the verifier key of the C2SP signed-note specification.
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
C2SP_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"


def test_the_key_of_the_go_package_is_read_and_written() -> None:
    key = SigningKey.parse(SKEY)
    assert (key.name, key.written(), str(key.verifier)) == ("PeterNeumann", SKEY, VKEY)
    assert key.verifier.id.hex() == "c74f20a3"


@pytest.mark.parametrize("vkey", [VKEY, C2SP_VKEY])
def test_verifier_keys_are_read_and_written(vkey: str) -> None:
    assert str(VerifierKey.parse(vkey)) == vkey


@pytest.mark.parametrize(("parse", "written"), [(VerifierKey.parse, VKEY), (SigningKey.parse, SKEY)])
def test_a_mangled_key_is_refused(parse: type, written: str) -> None:
    """As in the Go package's own tests: every part of it, and every character exchanged for the next."""
    parts = {written[start:end] for start in range(len(written)) for end in range(start, len(written) + 1)} - {written}
    exchanged = {f"{written[:at]}{chr(ord(letter) + 1)}{written[at + 1 :]}" for at, letter in enumerate(written)}
    for mangled in parts | exchanged | {f"{written}\n", f" {written}"}:
        with pytest.raises(Refused):
            parse(mangled)


@pytest.mark.parametrize(
    "vkey",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # too long, with its id
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # an unknown type, with its id
        "",
    ],
)
def test_other_kinds_of_keys_are_refused(vkey: str) -> None:
    with pytest.raises(Refused, match="ingen verifieringsnyckel"):
        VerifierKey.parse(vkey)


def test_a_new_key_signs_for_its_verifier_alone() -> None:
    key, other = SigningKey.new("region.example/planering"), SigningKey.new("region.example/planering")
    signature = key.sign(b"text")
    assert key.verifier.verifies(b"text", signature)
    assert not key.verifier.verifies(b"Text", signature)
    assert not key.verifier.verifies(b"text", signature[:-1])
    assert not other.verifier.verifies(b"text", signature)
    assert SigningKey.parse(key.written()) == key
    assert key.verifier.id != VerifierKey("region.example/annat", key.verifier.public).id


def test_the_same_chance_makes_the_same_key() -> None:
    """The demonstration and the tests can be repeated to the byte."""
    assert SigningKey.new("a", lambda size: b"\7" * size) == SigningKey.new("a", lambda size: b"\7" * size)


@pytest.mark.parametrize("name", ["", "två ord", "a+b", "rad\nrad", "a\N{NO-BREAK SPACE}b", "a\x1b[31m"])
def test_a_key_needs_a_name_that_can_be_written(name: str) -> None:
    with pytest.raises(Refused, match="kan inte heta"):
        SigningKey.new(name)


def test_a_signing_key_does_not_show_itself() -> None:
    key = SigningKey.parse(SKEY)
    assert repr(key) == "SigningKey(name='PeterNeumann')"


# Files


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.parse(SKEY)


def test_a_key_is_kept_for_its_owner_with_the_verifier_key_beside(key: SigningKey, tmp_path: Path) -> None:
    path = tmp_path / "logg.nyckel"
    before = os.umask(0)
    try:
        public = write_key(key, path)
    finally:
        os.umask(before)
    assert public == public_path(path) == tmp_path / "logg.nyckel.pub"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (path.read_text(), public.read_text()) == (f"{SKEY}\n", f"{VKEY}\n")
    assert (read_signing_key(path), read_verifier_key(public)) == (key, key.verifier)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_key_that_others_can_use_is_refused(key: SigningKey, tmp_path: Path, mode: int) -> None:
    path = tmp_path / "logg.nyckel"
    write_key(key, path)
    path.chmod(mode)
    with pytest.raises(Refused, match="kan läsas av andra än sin ägare") as refusal:
        read_signing_key(path)
    assert SKEY not in str(refusal.value)


@pytest.mark.parametrize("there", ["logg.nyckel", "logg.nyckel.pub"])
def test_no_file_is_overwritten(key: SigningKey, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("kvar")
    with pytest.raises(Refused, match=f"{there} finns redan"):
        write_key(key, tmp_path / "logg.nyckel")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(there, "kvar")]


def test_a_link_that_leads_nowhere_is_not_followed(key: SigningKey, tmp_path: Path) -> None:
    """It would put the key where somebody else wants it; and half a pair does not stay behind."""
    (tmp_path / "logg.nyckel.pub").symlink_to(tmp_path / "annanstans")
    with pytest.raises(Refused, match="finns redan"):
        write_key(key, tmp_path / "logg.nyckel")
    assert [file.name for file in tmp_path.iterdir()] == ["logg.nyckel.pub"]


def test_files_that_hold_no_key_are_refused(key: SigningKey, tmp_path: Path) -> None:
    path = tmp_path / "logg.nyckel"
    for raw in (b"", b"PRIVATE+KEY+", SKEY.encode() + b"\n\n", b"\xff\xfe"):
        path.write_bytes(raw)
        path.chmod(0o600)
        with pytest.raises(Refused, match="logg.nyckel"):
            read_signing_key(path)
        with pytest.raises(Refused, match="logg.nyckel"):
            read_verifier_key(path)


def test_places_that_cannot_be_read_or_written_are_told(key: SigningKey, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="kan inte läsas"):
        read_signing_key(tmp_path / "ingen")
    with pytest.raises(Refused, match="kan inte läsas"):
        read_verifier_key(tmp_path)
    with pytest.raises(Refused, match="kan inte skrivas"):
        write_key(key, tmp_path / "ingen" / "nyckel")
