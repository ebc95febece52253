"""Proofs as files that anybody can verify offline, with the log's verifier key and nothing else of ours.

*That an event is in the log*: C2SP tlog-proof. It fits as it is: its ``extra`` line is for what is needed to work out
the leaf again, and that is where the event lies, as JSON. So other tools for transparency logs can read our proofs.

*That the log has only grown* since a checkpoint that somebody kept: there is no such file in C2SP, but what a witness
is sent (tlog-witness, add-checkpoint) is the same thing: the old size, the hashes, the new checkpoint. The old
checkpoint is not in it, by design: the one who verifies brings the one they kept, or nothing is proved to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.integrity.checkpoint import Checkpoint, opened
from ledger.integrity.encoding import base64_of, bytes_of, hashes_of, lines_of, number_of
from ledger.integrity.keys import VerifierKey
from ledger.integrity.leaf import content_digest, leaf_hash
from ledger.integrity.note import Unproven
from ledger.integrity.tree import Proof, verify_consistency, verify_inclusion
from ledger.language import _
from ledger.problems import Refused, refused

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"

MOST_HASHES = 63
"""What a witness is sent at most; a tree of 2⁶³ leaves needs no more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the leaf of an event covers; ``envelope`` as it is stored, byte for byte."""

    recorded: int
    stream: str
    version: int
    topic: str
    envelope: bytes

    @property
    def leaf(self) -> bytes:
        """The hash that stands for the event in the tree."""
        return leaf_hash(self.recorded, self.stream, self.version, self.topic, self.envelope)

    def vouches_for(self, content: Content) -> bool:
        """Whether the digest in the envelope is that of ``content``."""
        try:
            envelope = json.loads(self.envelope)
        except (ValueError, RecursionError):
            return False
        return isinstance(envelope, dict) and envelope.get("content") == content_digest(content.salt, content.body)


@dataclass(frozen=True, slots=True)
class Content:
    """What was decided, and the salt that keeps anybody from guessing at it from its digest. It can be left out."""

    salt: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That ``entry`` is leaf ``index``, counted from 0, of the tree whose head is ``checkpoint``, a signed note."""

    entry: Entry
    index: int
    hashes: Proof
    checkpoint: str
    content: Content | None = None

    def __str__(self) -> str:
        extra = base64_of(_extra(self.entry, self.content))
        return f"{HEADER}\nextra {extra}\nindex {self.index}\n{lines_of(self.hashes)}\n{self.checkpoint}"

    def check(self, known: Iterable[VerifierKey]) -> Checkpoint:
        """The checkpoint that the event was proved to be under, or ``Unproven``."""
        checkpoint = opened(self.checkpoint, known)
        if not verify_inclusion(self.entry.leaf, self.index, checkpoint.size, self.hashes, checkpoint.root):
            raise Unproven(_("händelsen, så som den står i beviset, finns inte i den logg som kontrollpunkten gäller"))
        if self.content is not None and not self.entry.vouches_for(self.content):
            raise Unproven(_("innehållet är ett annat än det som registrerades"))
        return checkpoint

    @classmethod
    def parse(cls, written: str) -> InclusionProof:
        """The proof that ``written`` is; nothing is verified yet."""
        head, _separator, checkpoint = written.partition("\n\n")
        try:
            header, extra, index, *hashes = head.split("\n")
            if header != HEADER or len(hashes) > MOST_HASHES:
                raise ValueError("not a proof of an event")
            entry, content = _entry(bytes_of(_after("extra ", extra)))
            return cls(entry, number_of(_after("index ", index)), hashes_of(hashes), checkpoint, content)
        except ValueError:
            raise _malformed() from None


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the first ``old_size`` leaves are the same in the tree whose head is ``checkpoint``, a signed note."""

    old_size: int
    hashes: Proof
    checkpoint: str

    def __str__(self) -> str:
        return f"old {self.old_size}\n{lines_of(self.hashes)}\n{self.checkpoint}"

    def check(self, kept: str, known: Iterable[VerifierKey]) -> tuple[Checkpoint, Checkpoint]:
        """The checkpoint that somebody ``kept`` and the one that it was proved to have grown to, or ``Unproven``."""
        known = tuple(known)
        old, new = opened(kept, known), opened(self.checkpoint, known)
        if old.origin != new.origin:
            raise Unproven(
                _("kontrollpunkterna gäller olika loggar: {old} och {new}").format(old=old.origin, new=new.origin)
            )
        if old.size != self.old_size:
            what = _("beviset utgår från {size} händelser, men den sparade kontrollpunkten har {kept}")
            raise Unproven(what.format(size=self.old_size, kept=old.size))
        if not verify_consistency(old.size, old.root, new.size, new.root, self.hashes):
            raise Unproven(
                _("loggen har inte bara vuxit: det som fanns vid den sparade kontrollpunkten är inte detsamma")
            )
        return old, new

    @classmethod
    def parse(cls, written: str) -> ConsistencyProof:
        """The proof that ``written`` is; nothing is verified yet."""
        head, _separator, checkpoint = written.partition("\n\n")
        try:
            old, *hashes = head.split("\n")
            if len(hashes) > MOST_HASHES:
                raise ValueError("not a proof of growth")
            return cls(number_of(_after("old ", old)), hashes_of(hashes), checkpoint)
        except ValueError:
            raise _malformed() from None


def _extra(entry: Entry, content: Content | None) -> bytes:
    """The event as JSON; bytes are in base64, so that they come back as they were."""
    fields: dict[str, object] = {
        "recorded": entry.recorded,
        "stream": entry.stream,
        "version": entry.version,
        "topic": entry.topic,
        "envelope": base64_of(entry.envelope),
    }
    if content is not None:
        fields |= {"salt": base64_of(content.salt), "content": base64_of(content.body)}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


_TYPES = {"recorded": int, "stream": str, "version": int, "topic": str, "envelope": str}
_CONTENT_TYPES = {"salt": str, "content": str}


def _entry(extra: bytes) -> tuple[Entry, Content | None]:
    """The event in the JSON of an ``extra`` line, and its content if it is there; ValueError for anything else."""
    try:
        fields = json.loads(extra)
    except RecursionError:
        raise ValueError("too deep") from None
    types = {name: type(value) for name, value in fields.items()} if isinstance(fields, dict) else {}
    if types not in (_TYPES, _TYPES | _CONTENT_TYPES):
        raise ValueError("not an event")
    for text in (fields["stream"], fields["topic"]):
        text.encode()  # half a surrogate pair, which JSON can say, is no text
    entry = Entry(
        fields["recorded"], fields["stream"], fields["version"], fields["topic"], bytes_of(fields["envelope"])
    )
    return entry, Content(bytes_of(fields["salt"]), bytes_of(fields["content"])) if "salt" in fields else None


def _after(word: str, line: str) -> str:
    if not line.startswith(word):
        raise ValueError(f"a line begins with {word}")
    return line.removeprefix(word)


def _malformed() -> Refused:
    return refused(_("det är inget bevis som går att läsa"), _("hämta det på nytt, byte för byte"))
