"""A checkpoint says what the log was when it had so many events: C2SP tlog-checkpoint, as a signed note.

Three lines: the origin, which names the log for good; the number of leaves; the root in base64. Whoever keeps one can
ask for proof, later, that nothing before it has been changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.integrity.encoding import base64_of, bytes_of, number_of
from ledger.integrity.keys import SigningKey, VerifierKey
from ledger.integrity.note import Note, Unproven
from ledger.integrity.tree import EMPTY_ROOT
from ledger.language import _
from ledger.problems import refused


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log's tree. Extension lines are read and kept; we write none, since nobody can audit them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(line and "\n" not in line for line in (self.origin, *self.extensions)):
            raise ValueError("a line of a checkpoint is not empty, and one line")
        if self.size < 0 or len(self.root) != len(EMPTY_ROOT):
            raise ValueError("a tree has a size and a root of 32 bytes")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise ValueError("a tree without leaves has the one root (RFC 9162 section 2.1.1)")

    def text(self) -> str:
        """The lines that are signed."""
        return "\n".join((self.origin, str(self.size), base64_of(self.root), *self.extensions, ""))

    def signed(self, key: SigningKey) -> Note:
        """The note that the log itself signs, with the key that has the origin's name. ``Note.signed`` adds others."""
        if key.name != self.origin:
            raise ValueError(f"{key.name} does not sign for {self.origin}")
        return Note(self.text()).signed(key)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """What the text of a note says."""
        try:
            origin, size, root, *extensions = text.removesuffix("\n").split("\n")
            return cls(origin, number_of(size), bytes_of(root), tuple(extensions))
        except ValueError:
            what = _("kontrollpunkten är inte loggens namn, antal och rot på var sin rad")
            raise refused(what, _("hämta den på nytt, byte för byte")) from None


def opened(written: str, known: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint in a signed note, once the log's own key has been found among the ``known`` that signed it.

    Others that one knows may have signed too, but only a key of the origin's name speaks for the log (C2SP tlog-proof,
    "Verifying a tlog proof", step 2).
    """
    note = Note.parse(written)
    checkpoint = Checkpoint.parse(note.text)  # its form alone: a wrong file is called that, not a changed checkpoint
    signers = note.verified(known)
    if checkpoint.origin not in {key.name for key in signers}:
        raise Unproven(
            _("kontrollpunkten gäller {origin}, men är inte signerad med dess nyckel").format(origin=checkpoint.origin)
        )
    return checkpoint
