"""Verify a proof from a Planledger log, offline and without Planledger.

This file is enough: it needs Python 3.11 and the library ``cryptography``, and imports nothing of the program whose
word it judges. Everything is worked out here from the published formats:

- RFC 9162 section 2.1: the Merkle tree, inclusion and consistency proofs (https://www.rfc-editor.org/rfc/rfc9162)
- https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint: the signed head of the log
- https://c2sp.org/tlog-proof: the proof of an event, whose ``extra`` line is JSON with what the leaf covers
- https://c2sp.org/tlog-witness, add-checkpoint: the proof that the log has only grown

Exit codes: 0 it is proved, 1 it is not, 2 the call or a file could not be read.
"""

from __future__ import annotations

import argparse
import binascii
import json
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("Biblioteket cryptography saknas. Installera det: pip install cryptography", file=sys.stderr)
    raise SystemExit(2) from None

PROVED, DISPROVED, UNREADABLE = 0, 1, 2

HEADER = "c2sp.org/tlog-proof@v1"
ED25519 = b"\1"
EMPTY_ROOT = sha256(b"").digest()
USAGE = "verify_proof.py BEVIS --key NYCKEL [--key NYCKEL …] [--old KONTROLLPUNKT]"


class Disproved(Exception):  # noqa: N818
    """It could be read, and does not hold."""


class Unreadable(Exception):  # noqa: N818
    """It could not be read."""


# Reading, strictly: nothing that could be written in two ways


def base64_bytes(text: str) -> bytes:
    """What standard base64 says; ValueError unless it is written as it should be."""
    try:
        raw = b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if b64encode(raw).decode() != text:
        raise ValueError("not canonical")
    return raw


def decimal(text: str) -> int:
    """A number without leading zeroes; ValueError for anything else."""
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text):
        raise ValueError("not a number")
    return int(text)


def hash_bytes(line: str) -> bytes:
    """A hash of a proof; ValueError if it is not 32 bytes."""
    raw = base64_bytes(line)
    if len(raw) != len(EMPTY_ROOT):
        raise ValueError("not SHA-256")
    return raw


def after(word: str, line: str) -> str:
    """What stands after the word that a line begins with; ValueError if it does not."""
    if not line.startswith(word):
        raise ValueError(f"no {word}")
    return line[len(word) :]


def read(name: str) -> str:
    """A file as it is: line ends too, since signatures are over bytes."""
    try:
        return Path(name).read_bytes().decode()
    except OSError as error:
        raise Unreadable(f"{name} kan inte läsas: {error.strerror}") from None
    except ValueError:
        raise Unreadable(f"{name} är inte text i UTF-8.") from None


# Keys and checkpoints


@dataclass(frozen=True)
class Key:
    """A verifier key: name, id, and the 32 bytes of an Ed25519 public key."""

    name: str
    id: bytes
    public: bytes

    def verifies(self, text: str, signature: bytes) -> bool:
        """Whether the signature is this key's of the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


def key_of(given: str) -> Key:
    """The key that was given as ``name+id+base64``, or as a file with that line."""
    try:
        is_file = Path(given).is_file()
    except (OSError, ValueError):
        is_file = False
    vkey = read(given).removesuffix("\n") if is_file else given
    try:
        name, key_id, base64 = vkey.split("+", 2)
        typed = base64_bytes(base64)
        expected = sha256(f"{name}\n".encode() + typed).digest()[:4]
        if (
            not name
            or any(map(str.isspace, name))
            or key_id != expected.hex()
            or typed[:1] != ED25519
            or len(typed) != 33
        ):
            raise ValueError("not a key")
    except ValueError:
        what = f"{given} är varken en fil eller en hel verifieringsnyckel (namn+kortnummer+nyckel)."
        raise Unreadable(what if not is_file else f"{given} innehåller ingen hel verifieringsnyckel.") from None
    return Key(name, expected, typed[1:])


@dataclass(frozen=True)
class Checkpoint:
    """What a verified checkpoint says."""

    origin: str
    size: int
    root: bytes


def checkpoint_of(note: str, keys: Sequence[Key], what: str) -> Checkpoint:
    """The checkpoint in a signed note, once the log's own key is found to have signed it."""
    malformed = Unreadable(f"{what} är inte en signerad kontrollpunkt.")
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n") or any(c < " " and c != "\n" for c in note) or lines.count("\n") > 100:
        raise malformed
    text += "\n"
    try:
        signatures = [signature_of(line) for line in lines[:-1].split("\n")]
        origin, size, root, *extensions = text[:-1].split("\n")
        checkpoint = Checkpoint(origin, decimal(size), hash_bytes(root))
    except ValueError:
        raise malformed from None
    if not origin or not all(extensions) or (checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT):
        raise malformed
    signers = {key.name for key in keys if signed_by(key, text, signatures, what)}
    if not signers:
        raise Disproved(f"{what} är inte signerad med den nyckel som angavs.")
    if origin not in signers:
        raise Disproved(f"{what} gäller loggen {origin}, men är inte signerad med den loggens nyckel.")
    return checkpoint


def signature_of(line: str) -> tuple[str, bytes, bytes]:
    """The name, the key id and the signature of a signature line; ValueError if it is none."""
    name, base64 = after("— ", line).split(" ", 1)
    raw = base64_bytes(base64)
    if not name or "+" in name or any(map(str.isspace, name)) or len(raw) < 5:
        raise ValueError("not a signature")
    return name, raw[:4], raw[4:]


def signed_by(key: Key, text: str, signatures: Sequence[tuple[str, bytes, bytes]], what: str) -> bool:
    """Whether the key has signed; a wrong signature in its name means that somebody has touched the text."""
    own = [signature for name, key_id, signature in signatures if (name, key_id) == (key.name, key.id)]
    if not all(key.verifies(text, signature) for signature in own):
        raise Disproved(f"{what} är ändrad sedan den signerades: signaturen av {key.name} stämmer inte.")
    return bool(own)


# The tree


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees: RFC 9162 section 2.1.1."""
    return sha256(b"\1" + left + right).digest()


def root_above(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf's inclusion path leads to, or None if it is too long or too short: section 2.1.3.2."""
    if index >= size:
        return None
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = node(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def has_only_grown(first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path leads to both roots: section 2.1.4.2."""
    if first > second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path and first_root == EMPTY_ROOT
    if not path:
        return False
    hashes = list(path)
    if first & (first - 1) == 0:
        hashes.insert(0, first_root)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = hashes[0]
    for c in hashes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and (fr, sr) == (first_root, second_root)


# The two kinds of proof


@dataclass(frozen=True)
class Event:
    """An event as the log keeps it."""

    recorded: int
    stream: str
    version: int
    topic: str
    envelope: bytes
    salt: bytes | None
    content: bytes | None

    @property
    def leaf(self) -> bytes:
        """SHA-256(0x00 ‖ [recorded,stream,version,topic] ‖ 0x0A ‖ envelope)."""
        frame = [self.recorded, self.stream, self.version, self.topic]
        said = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
        return sha256(b"\0" + said.encode() + b"\n" + self.envelope).digest()


FIELDS = {"recorded": int, "stream": str, "version": int, "topic": str, "envelope": str}
CONTENT_FIELDS = {"salt": str, "content": str}


def event_of(extra: bytes) -> Event:
    """The event in an ``extra`` line; ValueError if it is none."""
    try:
        fields = json.loads(extra)
    except RecursionError:
        raise ValueError("too deep") from None
    types = {name: type(value) for name, value in fields.items()} if isinstance(fields, dict) else {}
    if types not in (FIELDS, FIELDS | CONTENT_FIELDS):
        raise ValueError("not an event")
    for text in (fields["stream"], fields["topic"]):
        text.encode()
    salt, content = (base64_bytes(fields[name]) if name in fields else None for name in CONTENT_FIELDS)
    envelope = base64_bytes(fields["envelope"])
    return Event(fields["recorded"], fields["stream"], fields["version"], fields["topic"], envelope, salt, content)


def inclusion(proof: str, keys: Sequence[Key]) -> list[str]:
    """What a proof of an event proves, in lines."""
    head, _, note = proof.partition("\n\n")
    try:
        _header, extra, index_line, *hashes = head.split("\n")
        event = event_of(base64_bytes(after("extra ", extra)))
        index, path = decimal(after("index ", index_line)), [hash_bytes(line) for line in hashes]
    except ValueError:
        raise Unreadable("Beviset går inte att läsa: det är inte helt, eller så har det ändrats.") from None
    checkpoint = checkpoint_of(note, keys, "Kontrollpunkten")
    if root_above(event.leaf, index, checkpoint.size, path) != checkpoint.root:
        raise Disproved("Händelsen, så som den står i beviset, finns inte i den logg som kontrollpunkten gäller.")
    envelope = envelope_of(event)
    return [
        "BEVISAT: händelsen finns i loggen, oförändrad.",
        f"  Logg         {checkpoint.origin}",
        f"  Händelse     {envelope.get('id', 'utan id')}",
        f"  Slag         {event.topic}",
        f"  Ström        {event.stream}, version {event.version}",
        f"  Registrerad  {when(event.recorded)}",
        f"  Plats        löv {index} (räknat från 0) av {checkpoint.size}",
        f"  Innehåll     {content_told(event, envelope)}",
        *([f"  {event.content.decode(errors='replace')}"] if event.content is not None else []),
    ]


def envelope_of(event: Event) -> dict[str, object]:
    """The envelope's fields; empty if they cannot be told, since the leaf covers its bytes whatever they are."""
    try:
        envelope = json.loads(event.envelope)
    except (ValueError, RecursionError):
        return {}
    return envelope if isinstance(envelope, dict) else {}


def content_told(event: Event, envelope: dict[str, object]) -> str:
    """How the content stands to the digest in the envelope."""
    if event.salt is not None and event.content is not None:
        if envelope.get("content") != sha256(event.salt + event.content).hexdigest():
            raise Disproved("Innehållet är ett annat än det som registrerades.")
        return "stämmer med det som registrerades:"
    return "är inte bifogat" if "content" in envelope else "finns inte: händelsen tar tillbaka en annan"


def when(recorded: int) -> str:
    """A time in microseconds since 1970, in Sweden if the machine knows its time zones."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=recorded)
        return moment.astimezone(ZoneInfo("Europe/Stockholm")).isoformat(" ")
    except ZoneInfoNotFoundError:
        return moment.isoformat(" ")
    except OverflowError:
        return f"{recorded} mikrosekunder efter 1970"


def growth(proof: str, keys: Sequence[Key], kept: str) -> list[str]:
    """What a proof of growth proves to somebody who kept a checkpoint, in lines."""
    head, _, note = proof.partition("\n\n")
    try:
        old_line, *hashes = head.split("\n")
        size, path = decimal(after("old ", old_line)), [hash_bytes(line) for line in hashes]
    except ValueError:
        raise Unreadable("Beviset går inte att läsa: det är inte helt, eller så har det ändrats.") from None
    old = checkpoint_of(kept, keys, "Den sparade kontrollpunkten")
    new = checkpoint_of(note, keys, "Den nya kontrollpunkten")
    if old.origin != new.origin:
        raise Disproved(f"Kontrollpunkterna gäller olika loggar: {old.origin} och {new.origin}.")
    if old.size != size:
        raise Disproved(f"Beviset utgår från {size} händelser, men den sparade kontrollpunkten har {old.size}.")
    if not has_only_grown(old.size, old.root, new.size, new.root, path):
        raise Disproved("Loggen har inte bara vuxit: det som fanns vid den sparade kontrollpunkten är inte detsamma.")
    return [
        "BEVISAT: loggen har bara vuxit; inget före den sparade kontrollpunkten har ändrats eller tagits bort.",
        f"  Logg   {new.origin}",
        f"  Då     {old.size} händelser",
        f"  Nu     {new.size} händelser",
    ]


# The command


class Arguments(argparse.ArgumentParser):
    """Arguments whose faults are told in Swedish."""

    def error(self, _message: str) -> NoReturn:
        """Tell how it is called, and stop."""
        raise Unreadable(f"Anropet är fel. Så här: {USAGE}")

    def format_help(self) -> str:
        """What ``--help`` prints."""
        return (
            f"Verifierar ett bevis ur en Planledger-logg, utan Planledger.\n\n  {USAGE}\n\n"
            "  BEVIS                  ett bevis om en händelse, eller om att loggen bara har vuxit\n"
            "  --key NYCKEL           loggens verifieringsnyckel, eller en fil med den; kan anges flera gånger\n"
            "  --old KONTROLLPUNKT    för bevis om att loggen har vuxit: den kontrollpunkt som du sparade\n\n"
            "Slutkoder: 0 bevisat, 1 inte bevisat, 2 anropet eller en fil gick inte att läsa.\n"
        )


def verified(arguments: Sequence[str]) -> list[str]:
    """What was proved, in lines."""
    parser = Arguments(allow_abbrev=False)
    parser.add_argument("proof")
    parser.add_argument("--key", action="append", required=True)
    parser.add_argument("--old")
    given = parser.parse_args(arguments)
    keys = [key_of(key) for key in given.key]
    proof = read(given.proof)
    if proof.startswith("old "):
        if given.old is None:
            raise Unreadable(
                "Ange med --old den kontrollpunkt som du sparade: det är från den som loggen ska ha vuxit."
            )
        return growth(proof, keys, read(given.old))
    if not proof.startswith(f"{HEADER}\n"):
        raise Unreadable(f"{given.proof} är inget bevis: första raden är varken {HEADER} eller old och ett antal.")
    if given.old is not None:
        raise Unreadable("--old hör till ett bevis om att loggen har vuxit; det här gäller en händelse.")
    return inclusion(proof, keys)


def printable(line: str) -> str:
    """The line without anything that a terminal would obey."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)


def main(arguments: Sequence[str]) -> int:
    """Say what was proved, or why nothing was."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console may lack a letter
    try:
        lines = verified(arguments)
    except Disproved as error:
        print(printable(f"INTE BEVISAT. {error}"), file=sys.stderr)
        return DISPROVED
    except Unreadable as error:
        print(printable(str(error)), file=sys.stderr)
        return UNREADABLE
    print("\n".join(map(printable, lines)))
    return PROVED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
