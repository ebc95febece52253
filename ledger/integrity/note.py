"""A text signed by one or more keys: C2SP signed-note, which is the note of the Go checksum database.

The text, an empty line, and a line a signature: ``— <key name> base64(key id ‖ signature)``. Nothing that the text says
is to be believed before ``verified`` has named a key that the reader knew beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger.integrity.encoding import base64_of, bytes_of
from ledger.integrity.keys import SigningKey, VerifierKey, is_key_name
from ledger.language import _
from ledger.problems import Refused, refused

MOST_SIGNATURES = 100
"""As in the Go package; the format asks that at least 16 be read."""

_DASH = "— "
_ID_BYTES = 4


class Unproven(Exception):  # noqa: N818  what is said is the finding, not a fault in the program
    """What was given could be read, but does not prove what it says. The message says in what way, to a person."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: by whom it says that it is, and the bytes that show it."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64_of(self.key_id + self.signature)}"

    def is_by(self, key: VerifierKey) -> bool:
        """Whether it says that it is by ``key``: name and id together tell a key (a name or an id alone does not)."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text, its last newline included, and its signatures. ``str`` gives the note as it is written."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return "\n".join((self.text, *map(str, self.signatures), ""))

    def signed(self, key: SigningKey) -> Note:
        """The same note with a signature by ``key`` after the others, instead of one that it had made before."""
        verifier = key.verifier
        others = (signature for signature in self.signatures if not signature.is_by(verifier))
        signature = Signature(key.name, verifier.id, key.sign(self.text.encode()))
        return replace(self, signatures=(*others, signature))

    def verified(self, known: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """The ``known`` keys that have signed this text: at least one, or it is unproven.

        Signatures by others are passed over. A wrong one by a known key is not: somebody has touched the note.
        """
        found = []
        for key in dict.fromkeys(known):
            own = [signature for signature in self.signatures if signature.is_by(key)]
            if not all(key.verifies(self.text.encode(), signature.signature) for signature in own):
                raise Unproven(
                    _("signaturen av {name} stämmer inte: texten är en annan än den som signerades").format(
                        name=key.name
                    )
                )
            if own:
                found.append(key)
        if not found:
            raise Unproven(_("ingen känd nyckel har signerat kontrollpunkten"))
        return tuple(found)

    @classmethod
    def parse(cls, written: str) -> Note:
        """The note that ``written`` is, to the character; nothing is verified yet."""
        if any(character < " " and character != "\n" for character in written):
            raise _malformed()
        text, separator, lines = written.rpartition("\n\n")  # the last empty line: the text may have others
        if not separator or not lines.endswith("\n"):
            raise _malformed()
        signatures = tuple(map(_signature, lines[:-1].split("\n")))
        if len(signatures) > MOST_SIGNATURES:
            raise _malformed()
        return cls(f"{text}\n", signatures)


def _signature(line: str) -> Signature:
    name, _space, base64 = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name):
        raise _malformed()
    try:
        raw = bytes_of(base64)
    except ValueError:
        raise _malformed() from None
    if len(raw) <= _ID_BYTES:
        raise _malformed()
    return Signature(name, raw[:_ID_BYTES], raw[_ID_BYTES:])


def _malformed() -> Refused:
    return refused(_("det är ingen signerad kontrollpunkt"), _("hämta den på nytt, byte för byte"))
