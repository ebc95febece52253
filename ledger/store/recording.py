"""From proposals to events: what a recording decides inside the lock, and all the reasons to refuse at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from eventsourcing.persistence import StoredEvent

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope, Proposal
from ledger.events.persons import PersonRegistered
from ledger.events.subjects import stream_of
from ledger.integrity import content_digest
from ledger.language import _
from ledger.problems import Problem, Refused
from ledger.store.index import IndexWriter, Placed
from ledger.store.recorder import LedgerRecorder, Recording, Written
from ledger.store.register import SYSTEM, Register
from ledger.store.rules import Rules
from ledger.store.sql import Row
from ledger.surroundings import Surroundings, moment

NAMESPACE = UUID("5f3d9c1a-7e52-4c0b-9b0e-6a1f0d2c8e47")
"""The name space of ids that follow from a document's decision (RFC 9562 section 5.5). For good."""


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


class _Stop(Exception):  # noqa: N818
    """A proposal that cannot go on, with the reason."""

    def __init__(self, what: str, remedy: str = ""):
        self.problem = Problem(what, remedy)


class Unchanged(Exception):  # noqa: N818
    """Everything proposed is there already; the recording is undone, so that it leaves no trace and no time."""

    def __init__(self, outcomes: list[Outcome]):
        self.outcomes = outcomes


def record(recorder: LedgerRecorder, catalogue: Catalogue, proposals: Sequence[Proposal]) -> list[Outcome]:
    """Record all of ``proposals`` in one recording, or none. Raises ``Refused`` with every reason found."""
    if not proposals:
        return []
    try:
        with recorder.recording() as recording:
            return _Session(recording, catalogue, recorder.surroundings).run(proposals)
    except Unchanged as unchanged:
        return unchanged.outcomes


class _Session:
    """One recording, proposal by proposal."""

    def __init__(self, recording: Recording, catalogue: Catalogue, surroundings: Surroundings):
        self._recording = recording
        self._run = recording.cursor.run
        self._catalogue = catalogue
        self._surroundings = surroundings
        self._register = Register(recording.cursor, surroundings.random, [])
        self._index = IndexWriter(recording.cursor)
        self._versions: dict[str, int] = {}
        self._ordinals: Counter[str] = Counter()

    def run(self, proposals: Sequence[Proposal]) -> list[Outcome]:
        recorder_id = self._register.id_of(self._surroundings.user(), SYSTEM)
        outcomes: list[Outcome] = []
        problems: list[Problem] = []
        written: list[tuple[Event, int, Proposal]] = []
        for proposal in proposals:
            try:
                outcome, event = self._take(proposal, recorder_id)
            except _Stop as stop:
                problems.append(stop.problem.at(proposal.origin))
                continue
            outcomes.append(outcome)
            if event is not None and outcome.new:
                written.append((event, outcome.position, proposal))
        problems.extend(self._broken_rules(written))
        if problems:
            raise Refused(problems)
        if not any(outcome.new for outcome in outcomes):
            raise Unchanged(outcomes)
        return outcomes

    def _broken_rules(self, written: list[tuple[Event, int, Proposal]]) -> Iterator[Problem]:
        rules = Rules(self._recording.cursor, self._catalogue, self._recording.last)
        for event, position, proposal in written:
            for problem in rules.broken(event, position):
                yield problem.at(proposal.origin)

    def _take(self, proposal: Proposal, recorder_id: str) -> tuple[Outcome, Event | None]:
        event = self._register.with_ids(proposal.event) if proposal.event else None
        actor = self._register.id_of(proposal.actor, SYSTEM) if proposal.actor else None
        content = self._catalogue.encode(event) if event else None
        event_id = proposal.id or self._id_for(proposal, event, content)
        same = self._already(event_id, proposal, event, content)
        if same:
            return same, event
        target = self._target(proposal, event)
        self._enter_newcomers(recorder_id)
        stream = target["stream"] if target else stream_of(event) if event else ""
        version = self._next_version(stream, proposal.expected)
        salt = self._surroundings.random(16) if content is not None else b""
        envelope = Envelope(
            id=event_id,
            effective_on=proposal.effective_on,
            dated=proposal.dated,
            recorded_by=recorder_id,
            actor=actor,
            decided_by=proposal.decided_by,
            replaces=proposal.replaces,
            reason=proposal.reason,
            note=proposal.note,
            source=proposal.source,
            content=None if content is None else content_digest(salt, content),
        )
        topic = event.topic if event else target["topic"] if target else ""
        stored = StoredEvent(stream, version, topic, envelope.stored())
        position = self._write(Written(event_id, stored, salt, content), event, proposal.effective_on, target)
        return Outcome(event_id, position, stream, version), event

    def _write(self, written: Written, event: Event | None, effective: date, target: Row | None) -> int:
        [position] = self._recording.insert([written])
        replaces = target["position"] if target else None
        self._index.add(Placed(position, written.stored.topic, event, effective, replaces))
        return position

    def _enter_newcomers(self, recorder_id: str) -> None:
        """Events for the persons who were entered in the register just now: before the event that names them."""
        while self._register.entered:
            event: PersonRegistered = self._register.entered.pop(0)
            content, salt = self._catalogue.encode(event), self._surroundings.random(16)
            day = moment(self._recording.recorded).date()
            envelope = Envelope(
                id=self._random_id(),
                effective_on=day,
                dated="stated",
                recorded_by=recorder_id,
                content=content_digest(salt, content),
            )
            stored = StoredEvent(stream_of(event), 1, event.topic, envelope.stored())
            self._write(Written(envelope.id, stored, salt, content), event, day, None)

    def _random_id(self) -> str:
        return str(UUID(bytes=self._surroundings.random(16), version=4))

    def _id_for(self, proposal: Proposal, event: Event | None, content: bytes | None) -> str:
        """A random id; for a document's own decision one that follows from it, so that a second import is no change."""
        if not proposal.repeatable or event is None or content is None or proposal.source is None:
            return self._random_id()
        said = [
            proposal.source.document,
            event.topic,
            content.decode(),
            proposal.effective_on.isoformat(),
            proposal.replaces,
        ]
        text = json.dumps(said, ensure_ascii=False)
        self._ordinals[text] += 1
        return str(uuid5(NAMESPACE, f"{text}#{self._ordinals[text]}"))

    def _already(self, event_id: str, proposal: Proposal, event: Event | None, content: bytes | None) -> Outcome | None:
        """The outcome of the same proposal made before. Stops if the id is taken by another decision."""
        rows = self._run(
            "SELECT r.position, r.stream, r.version, r.topic, r.content, r.envelope FROM record r WHERE r.id = :id",
            {"id": event_id},
        )
        if not rows:
            return None
        row = rows[0]
        found = Envelope.model_validate_json(row["envelope"])
        asked = (event.topic if event else row["topic"], content, proposal.effective_on, proposal.replaces)
        if asked != (row["topic"], row["content"], found.effective_on, found.replaces):
            raise _Stop(
                _("id {id} är redan taget av en annan händelse ({topic})").format(id=event_id, topic=row["topic"]),
                _("utelämna id så får händelsen ett eget, eller rätta den som finns (correct)"),
            )
        return Outcome(event_id, row["position"], row["stream"], row["version"], new=False)

    def _target(self, proposal: Proposal, event: Event | None) -> Row | None:
        """The version that the proposal replaces. Stops if it cannot be replaced."""
        if proposal.replaces is None:
            return None
        rows = self._run(
            "SELECT r.position, r.stream, r.topic, r.envelope FROM record r WHERE r.id = :id",
            {"id": proposal.replaces},
        )
        if not rows:
            raise _Stop(_("det finns ingen händelse {id}").format(id=proposal.replaces), _("se ”planledger log”"))
        target = rows[0]
        if not proposal.reason:
            raise _Stop(_("skälet saknas"), _("ange det med --reason"))
        if Envelope.model_validate_json(target["envelope"]).withdraws:
            raise _Stop(
                _("händelse {id} är ett återtagande, och det gäller för gott").format(id=proposal.replaces),
                _("registrera beslutet på nytt om det ändå gäller"),
            )
        self._refuse_replaced(target, proposal.replaces)
        if event is not None and event.topic != target["topic"]:
            raise _Stop(
                _("en rättelse byter aldrig slag: {id} är {old}, inte {new}").format(
                    id=proposal.replaces, old=target["topic"], new=event.topic
                ),
                _("återta den (withdraw) och registrera den nya"),
            )
        return target

    def _refuse_replaced(self, target: Row, event_id: str) -> None:
        rows = self._run(
            "SELECT r.id, r.envelope FROM superseded x JOIN record r ON r.position = x.replaced_by"
            " WHERE x.position = :position",
            {"position": target["position"]},
        )
        if not rows:
            return
        later = rows[0]["id"]
        if Envelope.model_validate_json(rows[0]["envelope"]).withdraws:
            raise _Stop(
                _("händelse {id} är återtagen genom {later}").format(id=event_id, later=later),
                _("registrera beslutet på nytt om det ändå gäller"),
            )
        raise _Stop(
            _("händelse {id} är redan ersatt av {later}").format(id=event_id, later=later),
            _("rätta eller återta den senaste versionen: {later}").format(later=later),
        )

    def _next_version(self, stream: str, expected: int | None) -> int:
        if stream not in self._versions:
            rows = self._run(
                "SELECT coalesce(max(originator_version), 0) AS last FROM event WHERE originator_id = :stream",
                {"stream": stream},
            )
            self._versions[stream] = rows[0]["last"]
        last = self._versions[stream]
        if expected is not None and expected != last:
            raise _Stop(
                _("strömmen {stream} är nu i version {last}, inte {expected}").format(
                    stream=stream, last=last, expected=expected
                ),
                _("se vad som har tillkommit (planledger log --stream) och pröva beslutet på nytt"),
            )
        self._versions[stream] = last + 1
        return last + 1
