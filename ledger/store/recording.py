"""From proposals to events: what a recording decides inside the lock, and all the reasons to refuse at once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from eventsourcing.persistence import StoredEvent

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope, Proposal
from ledger.events.fields import NamesPersons
from ledger.events.issued import ReportIssued, digest_of
from ledger.events.persons import PersonRegistered
from ledger.events.removals import LEDGERS_OWN
from ledger.events.subjects import marked_fields, stream_of
from ledger.integrity import content_digest
from ledger.language import _
from ledger.problems import Problem, Refused, refused
from ledger.store.index import IndexWriter, Placed
from ledger.store.locks import Locks
from ledger.store.precedents import Precedents
from ledger.store.recorder import LedgerRecorder, Recording, Written
from ledger.store.register import SYSTEM, Register
from ledger.store.rules import Rules
from ledger.store.sql import Cursor, Row
from ledger.surroundings import STOCKHOLM, Surroundings, moment

BATCH = 5_000
NAMESPACE = UUID("5f3d9c1a-7e52-4c0b-9b0e-6a1f0d2c8e47")
"""The name space of ids that follow from a document's decision (RFC 9562 section 5.5). For good."""


_UNPRINTABLE = re.compile(
    r"(?<!\\)(?:\\\\)*\\(?:u00[01][0-9a-f]|[bf])"
    r"|[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters, as JSON escapes them or as they are: a terminal would obey them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a proposal: the event's id, position and stream version; ``new`` is False if it was there
    already.
    """

    id: str
    position: int
    stream: str
    version: int
    new: bool = True


Then = Callable[[Cursor, list[Outcome]], None]
"""What the ledger does in the same recording, once the events that say so are written."""


class Unchanged(Exception):  # noqa: N818
    """Everything proposed is there already; the recording is undone, so that it leaves no trace and no time."""

    def __init__(self, outcomes: list[Outcome]):
        self.outcomes = outcomes


def record(
    recorder: LedgerRecorder, catalogue: Catalogue, proposals: Sequence[Proposal], then: Then | None = None
) -> list[Outcome]:
    """Record all of ``proposals`` in one recording, or none. Raises ``Refused`` with every reason found. With ``then``
    they may be what only the ledger itself records.
    """
    if not proposals:
        return []
    try:
        with recorder.recording() as recording:
            user = recorder.user(recording.cursor)
            session = _Session(recording, catalogue, recorder.surroundings, user, own=then is not None)
            outcomes = session.run(proposals)
            if then:
                then(recording.cursor, outcomes)
            return outcomes
    except Unchanged as unchanged:
        return unchanged.outcomes


def rehearse(recorder: LedgerRecorder, catalogue: Catalogue, proposals: Sequence[Proposal]) -> list[Problem]:
    """Every reason to refuse ``proposals``. They are recorded in earnest, and then undone."""
    try:
        with recorder.recording() as recording:
            user = recorder.user(recording.cursor)
            outcomes = _Session(recording, catalogue, recorder.surroundings, user).run(proposals)
            raise Unchanged(outcomes)
    except Refused as refusal:
        return list(refusal.problems)
    except Unchanged:
        return []


class _Session:
    """One recording, proposal by proposal; ``own`` if it is the ledger's own doing."""

    def __init__(
        self, recording: Recording, catalogue: Catalogue, surroundings: Surroundings, user: str, *, own: bool = False
    ):
        self._recording = recording
        self._catalogue = catalogue
        self._random = surroundings.random
        self._own = own
        self._register = Register(recording.cursor, surroundings.random, [])
        self._index = IndexWriter(recording.cursor)
        self._precedents = Precedents(recording.cursor, catalogue, self._flush_for)
        self._locks = Locks(recording.cursor, catalogue, self._flush)
        self._ordinals: Counter[str] = Counter()
        self._waiting: set[str] = set()  # ids of events written or replaced, and not yet in the database
        self._recorder = self._register.id_of(user, SYSTEM)

    def run(self, proposals: Sequence[Proposal]) -> list[Outcome]:
        """The outcome of each proposal. Raises ``Refused`` with every problem, ``Unchanged`` if nothing is new."""
        outcomes: list[Outcome] = []
        problems: list[Problem] = []
        written: list[tuple[Event | None, int, Proposal]] = []
        for proposal in proposals:
            event = self._register.with_ids(proposal.event) if proposal.event else None
            try:
                outcome = self._take(proposal, event)
            except Refused as refusal:
                problems.extend(problem.at(proposal.origin) for problem in refusal.problems)
                continue
            outcomes.append(outcome)
            if outcome.new:
                written.append((event, outcome.position, proposal))
        self._flush()
        problems.extend(self._locks.problems)
        problems.extend(self._broken_rules(written))
        if problems:
            raise Refused(problems)
        if not any(outcome.new for outcome in outcomes):
            raise Unchanged(outcomes)
        return outcomes

    def _flush_for(self, event_id: str) -> None:
        """Write what is waiting, if the event that somebody asks about is among it."""
        if event_id in self._waiting:
            self._flush()

    def _flush(self) -> None:
        self._recording.flush()
        self._index.flush()
        self._waiting.clear()

    def _broken_rules(self, written: list[tuple[Event | None, int, Proposal]]) -> Iterator[Problem]:
        rules = Rules(self._recording.cursor, self._catalogue, self._recording.last)
        for event, position, proposal in written:
            for problem in rules.broken(event, position) if event else rules.uncovered(position):
                yield problem.at(proposal.origin)

    def _take(self, proposal: Proposal, event: Event | None) -> Outcome:
        """Take a proposal in, unless it is there already. Raises ``Refused`` if it does not fit what is."""
        if event is None and proposal.replaces is None:
            raise refused(
                _("förslaget varken beslutar eller återtar något"), _("ge det ett beslut, eller det som återtas")
            )
        if isinstance(event, LEDGERS_OWN) and not self._own:
            what = _("{topic} registreras bara av liggaren själv").format(topic=event.topic)
            raise refused(what, _only_by(event))
        topic = event.topic if event else None
        content = self._catalogue.encode(event) if event else None
        event_id = proposal.id or self._following_id(proposal)
        if event_id:
            same = self._precedents.same(event_id, event, proposal)
            if same:
                return Outcome(event_id, same["position"], same["stream"], same["version"], new=False)
        target = self._precedents.replaced(proposal.replaces, topic, proposal.reason) if proposal.replaces else None
        overrides = self._locks.overridden(proposal, event, target)
        actor = self._register.id_of(proposal.actor, SYSTEM) if proposal.actor else None
        self._enter_newcomers()
        self._keep(proposal, event)
        return self._write(proposal, event, content, event_id or self._random_id(), actor, target, overrides)

    def _write(
        self,
        proposal: Proposal,
        event: Event | None,
        content: bytes | None,
        event_id: str,
        actor: str | None,
        target: Row | None,
        overrides: tuple[str, ...] | None = None,
    ) -> Outcome:
        """Write an event: its envelope, its content with a salt, its index rows."""
        stream = target["stream"] if target else stream_of(event) if event else ""
        topic = event.topic if event else target["topic"] if target else ""
        version = self._precedents.next_version(stream, proposal.expected)
        salt = self._random(16) if content is not None else b""
        envelope = Envelope(
            id=event_id,
            effective_on=proposal.effective_on,
            dated=proposal.dated,
            recorded_by=self._recorder,
            actor=actor,
            decided_by=proposal.decided_by,
            replaces=proposal.replaces,
            reason=proposal.reason_to_override if overrides else proposal.reason,
            note=proposal.note,
            source=proposal.source,
            content=None if content is None else content_digest(salt, content),
            overrides=overrides,
        )
        stored = StoredEvent(stream, version, topic, envelope.stored())
        if _UNPRINTABLE.search((content or b"").decode() + stored.state.decode()):
            raise refused(
                _("texten innehåller styrtecken"), _("ta bort dem; de syns inte men kan ändra vad skärmen visar")
            )
        position = self._recording.add(Written(event_id, stored, salt, content))
        replaces = target["position"] if target else None
        self._index.add(Placed(position, topic, event, proposal.effective_on, replaces))
        self._waiting.update(filter(None, (event_id, proposal.replaces)))
        if len(self._waiting) >= BATCH:
            self._flush()
        return Outcome(event_id, position, stream, version)

    def _keep(self, proposal: Proposal, event: Event | None) -> None:
        """Keep the files that the event names, and no others: what nothing names would never be asked for."""
        named = {file.sha256 for file in event.files} if isinstance(event, ReportIssued) else set[str]()
        for kept in proposal.files:
            if (digest := digest_of(kept)) in named:
                self._recording.keep(digest, kept)

    def _enter_newcomers(self) -> None:
        """Events for those who were entered in the register just now: before the event that names them."""
        today = moment(self._recording.recorded).astimezone(STOCKHOLM).date()
        while self._register.entered:
            event = self._register.entered.pop(0)
            content = self._catalogue.encode(event)
            self._write(Proposal(event, today), event, content, self._random_id(), None, None)

    def _random_id(self) -> str:
        return str(UUID(bytes=self._random(16), version=4))

    def _following_id(self, proposal: Proposal) -> str:
        """For a document's own decision, the id that follows from it, so that a second import is no change; else "".

        The recipe is for good. It takes what the document says and nothing that may change without it: neither the
        form's version nor defaults, and no person, whose id is random and whose name is never hashed.
        """
        event = proposal.event
        if not proposal.repeatable or event is None or proposal.source is None:
            return ""
        persons = set(marked_fields(type(event), NamesPersons))
        said = event.model_dump(mode="json", exclude_unset=True, exclude_none=True, exclude=persons)
        text = json.dumps(
            [proposal.source.document, event.topic, said, proposal.replaces], ensure_ascii=False, sort_keys=True
        )
        self._ordinals[text] += 1
        return str(uuid5(NAMESPACE, f"{text}#{self._ordinals[text]}"))


def _only_by(event: Event) -> str:
    """How what only the ledger records comes about."""
    if isinstance(event, PersonRegistered):
        return _("skriv namnet i det beslut som gäller personen")
    return _("en person tas bort med ”planledger erase”, innehållet i en händelse med ”planledger remove”")
