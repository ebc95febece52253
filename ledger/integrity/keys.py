"""Keys that sign checkpoints: Ed25519, written as the Go note package writes them and C2SP signed-note describes.

A signing key is ``PRIVATE+KEY+<name>+<id>+<base64>`` and lies in a file that only its owner can read. The verifier key
(vkey) is ``<name>+<id>+<base64>``; it is for everybody, and lies beside.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from ledger.integrity.encoding import base64_of, bytes_of, text_of
from ledger.language import _
from ledger.problems import Origin, Refused, refused

ED25519 = b"\1"
"""The signature type of C2SP signed-note, before the key in both formats."""

_PRIVATE = "PRIVATE+KEY+"
_KEY_BYTES = 32

Key = TypeVar("Key")


def is_key_name(name: str) -> bool:
    """Whether ``name`` may name a key: not empty, and neither spaces nor plus in it (C2SP signed-note)."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half: whom a signature is by, and whether it is."""

    name: str
    public: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64_of(ED25519 + self.public)}"

    @property
    def id(self) -> bytes:
        """The key id of a signature line: SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is this key's of ``message``."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @classmethod
    def parse(cls, vkey: str) -> VerifierKey:
        """The key that ``vkey`` says. Its id shows whether it was copied whole."""
        name, _id, public = _parts(vkey) or ("", "", b"")
        key = cls(name, public)
        if not name or str(key) != vkey:
            what = _("det är ingen verifieringsnyckel, eller så är den inte hel")
            raise refused(what, _("den är en rad: namn+kortnummer+nyckel; kopiera den på nytt"))
        return key


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half. It is never shown: ``repr`` leaves it out, and only ``written`` gives it."""

    name: str
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls, name: str, random: Callable[[int], bytes] = os.urandom) -> SigningKey:
        """A key of its own: 32 random bytes (RFC 8032 section 5.1.5)."""
        if not (is_key_name(name) and name.isprintable()):
            what = _("en nyckel kan inte heta ”{name}”").format(name=name)
            raise refused(what, _("välj ett namn utan blanksteg och plustecken, som region.example/planering"))
        return cls(name, random(_KEY_BYTES))

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return VerifierKey(self.name, public.public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The signature of ``message``: the same every time (RFC 8032 section 5.1.6)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def written(self) -> str:
        """The key as it is kept. Whoever has it can sign in its name."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{base64_of(ED25519 + self.seed)}"

    @classmethod
    def parse(cls, written: str) -> SigningKey:
        """The key that ``written`` says."""
        name, _id, seed = _parts(written.removeprefix(_PRIVATE)) or ("", "", b"")
        key = cls(name, seed)
        if not name or key.written() != written:
            raise refused(
                _("det är ingen signeringsnyckel, eller så är den inte hel"), _("hämta den ur en säkerhetskopia")
            )
        return key


def _parts(key: str) -> tuple[str, str, bytes] | None:
    """The name, the id and the 32 bytes of a key of type Ed25519."""
    name, _plus, rest = key.partition("+")
    key_id, _plus, base64 = rest.partition("+")
    try:
        typed = bytes_of(base64)
    except ValueError:
        return None
    if not is_key_name(name) or typed[:1] != ED25519 or len(typed) != 1 + _KEY_BYTES:
        return None
    return name, key_id, typed[1:]


# Files


def public_path(path: Path) -> Path:
    """Where the verifier key of the signing key in ``path`` lies."""
    return path.with_name(f"{path.name}.pub")


def write_key(key: SigningKey, path: Path) -> Path:
    """Keep ``key`` in ``path``, which only its owner can read, and the verifier key beside it, whose path is given.

    Neither file is overwritten: a lost key cannot be made again, and with another the log goes on under a name that
    nobody has verified.
    """
    public = public_path(path)
    for file in (path, public):
        if file.exists():
            raise _exists(file)
    _create(path, key.written(), 0o600)
    try:
        _create(public, str(key.verifier), 0o644)
    except Refused:
        path.unlink()  # half a pair would stand in the way of the next try
        raise
    return public


def _create(file: Path, line: str, mode: int) -> None:
    """Write a line to a new file, so that it stays there. The mode is there from the start, not set afterwards."""
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as opened:
            opened.write(f"{line}\n")
            opened.flush()
            os.fsync(opened.fileno())
    except FileExistsError:
        raise _exists(file) from None
    except OSError as error:
        what = _("{file} kan inte skrivas: {error}").format(file=file, error=error.strerror)
        raise refused(what, _("välj en annan fil")) from None


def _exists(file: Path) -> Refused:
    return refused(
        _("{address} finns redan").format(address=file), _("en nyckel skrivs aldrig över; välj en annan fil")
    )


def read_signing_key(path: Path) -> SigningKey:
    """The signing key in ``path``, unless others than its owner can read it: then it may be anybody's."""
    try:
        with open(path, "rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode  # of what was opened, whatever has the name by now
            if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                what = _("signeringsnyckeln kan läsas av andra än sin ägare")
                raise refused(
                    what, _("chmod 600 {file}; har någon annan läst den behövs en ny").format(file=path), file=str(path)
                )
            return _line(path, opened.read(), SigningKey.parse)
    except OSError as error:
        raise _unreadable(path, error) from None


def read_verifier_key(path: Path) -> VerifierKey:
    """The verifier key in ``path``."""
    try:
        return _line(path, path.read_bytes(), VerifierKey.parse)
    except OSError as error:
        raise _unreadable(path, error) from None


def _line(path: Path, raw: bytes, parse: Callable[[str], Key]) -> Key:
    """What ``parse`` makes of the only line of a file."""
    try:
        return parse(text_of(raw).removesuffix("\n"))
    except Refused as error:
        raise Refused(problem.at(Origin(str(path))) for problem in error.problems) from None


def _unreadable(path: Path, error: OSError) -> Refused:
    return refused(_("filen kan inte läsas: {error}").format(error=error.strerror), file=str(path))
