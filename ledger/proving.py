"""Proving: what an auditor takes home from a ledger (a checkpoint, a proof), and what they hold it to later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.events.record import Record
from ledger.integrity.checkpoint import Checkpoint, opened
from ledger.integrity.encoding import base64_of
from ledger.integrity.note import Note, Unproven
from ledger.integrity.proof import ConsistencyProof, Content, Entry, InclusionProof
from ledger.integrity.tree import consistency_proof, inclusion_proof, tree_root
from ledger.language import _
from ledger.problems import Refused, refused
from ledger.store.tree import StoredNodes
from ledger.store.verifying import Fault, Verified, verified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.events.catalogue import Catalogue
    from ledger.integrity.keys import SigningKey, VerifierKey
    from ledger.issuing import Issued, Reissued
    from ledger.store.database import Database, OpenReading

_CONTENT = "SELECT salt, body FROM content WHERE position = :position"


@dataclass(frozen=True, slots=True)
class Prover:
    """Makes checkpoints and proofs of a ledger, from one moment."""

    reading: OpenReading
    column: str

    @property
    def nodes(self) -> StoredNodes:
        """The tree of the log."""
        return StoredNodes(self.reading, self.column)

    def head(self, size: int) -> str:
        """The root of the tree of the first ``size`` events, in base64."""
        return base64_of(tree_root(self.nodes, size))

    def checkpoint(self, key: SigningKey, size: int) -> Note:
        """The head of the tree of the first ``size`` events, signed. The log goes by the key's name."""
        return Checkpoint(key.name, size, tree_root(self.nodes, size)).signed(key)

    def inclusion(self, record: Record, note: str, *, with_content: bool) -> InclusionProof:
        """That an event is in the log that a checkpoint heads; with what it decided, unless that has been removed.
        Raises ``Refused`` for an event that came later.
        """
        checkpoint = self._ours(note)
        if record.position > checkpoint.size:
            what = _("händelse {id} (position {position}) kom efter kontrollpunkten, som har {size} händelser")
            told = what.format(id=record.id, position=record.position, size=checkpoint.size)
            raise refused(told, _("gör en ny kontrollpunkt (planledger checkpoint)"))
        entry = Entry(record.recorded, record.stream, record.version, record.topic, record.envelope)
        rows = self.reading.run(_CONTENT, {"position": record.position}) if with_content else ()
        content = Content(bytes(rows[0]["salt"]), bytes(rows[0]["body"])) if rows else None
        hashes = inclusion_proof(self.nodes, record.position - 1, checkpoint.size)
        return InclusionProof(entry, record.position - 1, hashes, note, content)

    def consistency(self, old: str, note: str) -> ConsistencyProof:
        """That the log has only grown from one checkpoint to another. Raises ``Refused`` if the old is the longer."""
        first, last = self._ours(old), self._ours(note)
        if first.size > last.size:
            what = _("den gamla kontrollpunkten har {old} händelser, den nya {new}").format(
                old=first.size, new=last.size
            )
            raise refused(what, _("ange den äldre med --since"))
        return ConsistencyProof(first.size, consistency_proof(self.nodes, first.size, last.size), note)

    def _ours(self, note: str) -> Checkpoint:
        """What a checkpoint says. Raises ``Refused`` if this ledger is not the one that it heads."""
        checkpoint = Checkpoint.parse(Note.parse(note).text)
        [row] = self.reading.run(f"SELECT coalesce(max({self.column}), 0) AS size FROM event")
        if checkpoint.size > row["size"] or tree_root(self.nodes, checkpoint.size) != checkpoint.root:
            what = _("kontrollpunkten är inte den här liggarens, eller så är liggaren ändrad sedan dess")
            raise refused(what, _("se efter med ”planledger verify --checkpoint”"))
        return checkpoint


@dataclass
class Verdict:
    """What verifying a whole ledger came to. ``notes`` are what an auditor should know and nobody did wrong."""

    stored: Verified
    notes: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether all is as it was recorded."""
        return self.stored.sound

    def hold(self, issued: Issued, make_again: Callable[[Issued], Reissued]) -> None:
        """Make an issued report again, unless it was withdrawn, and take in what is found."""
        if issued.withdrawn is not None:
            return
        self.stored.issued += 1
        try:
            again = make_again(issued)
        except Refused as refusal:
            self.stored.faults += [Fault(problem.what, issued.versions[0].position) for problem in refusal.problems]
            return
        if not again.same:
            what = _("den fastställda rapporten {report} ({id}) blir en annan när den görs om, med {releases} då")
            self.notes.append(what.format(report=issued.told, id=issued.id, releases=again.releases))


def _signed_by_one_of(known: Sequence[VerifierKey], note: str) -> None:
    """Raises ``Refused`` if no key that was given has anything to say of a checkpoint: then the call is wrong, and
    nothing is known of the ledger.
    """
    parsed = Note.parse(note)
    if not any(signature.is_by(key) for signature in parsed.signatures for key in known):
        names = ", ".join(signature.name for signature in parsed.signatures)
        what = _("kontrollpunkten är signerad av {names}, och inte med någon nyckel som angavs").format(names=names)
        raise refused(what, _("ange den verifieringsnyckeln med --key"))


def verify(
    database: Database, catalogue: Catalogue, checkpoints: Iterable[str], keys: Iterable[VerifierKey]
) -> Verdict:
    """Work out again all that is stored, and hold it to checkpoints, whose signatures are verified first."""
    known, trusted, faults = tuple(keys), list[Checkpoint](), list[Fault]()
    for note in checkpoints:
        _signed_by_one_of(known, note)
        try:
            trusted.append(opened(note, known))
        except Unproven as unproven:
            faults.append(Fault(str(unproven)))
    stored = verified(database, catalogue, trusted)
    stored.faults[:0] = faults
    return Verdict(stored)
