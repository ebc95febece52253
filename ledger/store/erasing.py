"""Erasing: a person's entry in the register, and the content of events, taken away under a decision.

The event that says so, the row in ``removed`` that lets the database delete, and the deletion itself are one recording.
Event rows, leaves and streams are never touched, so every proof holds. What the index has of a removed event's amount
goes too; what the event was about stays, since the name of its stream says it for good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Dated, Decider, Proposal, Source
from ledger.events.fields import FreeText, composed
from ledger.events.issued import ReportIssued
from ledger.events.locks import LOCK_TOPICS
from ledger.events.persons import EVERYONE, PersonErased
from ledger.events.record import Record
from ledger.events.removals import LEDGERS_OWN, ContentRemoved, says
from ledger.events.subjects import marked_fields
from ledger.language import _
from ledger.problems import Problem, Refused
from ledger.store.index import subject_of
from ledger.store.recorder import LedgerRecorder
from ledger.store.recording import Outcome
from ledger.store.recording import record as record_together
from ledger.store.sql import Cursor, Reading

FOR_GOOD = LOCK_TOPICS | {ReportIssued.topic} | {each.topic for each in LEDGERS_OWN}
"""The topics whose content is never removed: it holds ids, digests and codes, and says what was done."""

SHORTEST = 4
"""Shorter words than this, of a name or of a content, may stand in a reason: they are words of other things too."""

_PERSONS = "SELECT id, record FROM person ORDER BY id"
_TAKE_AWAY = "INSERT INTO removed (removed_by, position, person) VALUES (:removed_by, :position, :person)"
_HAS_CONTENT = "SELECT 1 FROM content WHERE position = :position"
_HAS_ENTRY = "SELECT 1 FROM person WHERE id = :person"


@dataclass(frozen=True, slots=True)
class Order:
    """The decision under which something is taken away: why, on which day, by whom, and where it stands. All of it
    stays for good in the envelope of the event that says so.
    """

    reason: str
    on: date
    dated: Dated = "stated"
    decided_by: Decider | None = None
    source: Source | None = None
    note: str | None = None
    actor: str | None = None

    def proposal(self, event: Event) -> Proposal:
        """The proposal of an event under the decision."""
        return Proposal(
            event,
            self.on,
            self.dated,
            reason=self.reason,
            note=self.note,
            source=self.source,
            decided_by=self.decided_by,
            actor=self.actor,
        )

    def repeats(self, text: str) -> bool:
        """Whether the decision's own words say ``text``, as a word or words of their own."""
        source = self.source.model_dump(mode="json", exclude_none=True) if self.source else {}
        said = [self.reason, self.note, str(self.decided_by or ""), *source.values()]
        return any(says(each, text) for each in said if each)


@dataclass(frozen=True, slots=True)
class Person:
    """An entry in the register: the id, the name, and within what it is known."""

    id: str
    name: str
    scope: str

    def __str__(self) -> str:
        return f"{self.id} ({self.name}, {self.scope})"


def persons_named(reading: Reading, wanted: str) -> list[Person]:
    """The entries that an id or a name leads to: one name may be several persons', one in each förvaltning."""
    name, found = str(composed(wanted.strip())), list[Person]()
    for row in reading.run(_PERSONS):
        entry = json.loads(row["record"])
        if name in {row["id"], entry["name"]}:
            found.append(Person(row["id"], entry["name"], entry["scope"]))
    return found


def erase(recorder: LedgerRecorder, catalogue: Catalogue, persons: Sequence[Person], order: Order) -> list[Outcome]:
    """Erase entries of the register. Raises ``Refused`` for a decision without a reason, or that repeats a name."""
    problems = [*_unfounded(order), *(_repeated(_("namnet")) for each in persons if _names(order, each.name))]
    if problems:
        raise Refused(dict.fromkeys(problems))
    events = [PersonErased(forvaltning=EVERYONE, person=each.id) for each in persons]

    def take_away(cursor: Cursor, outcomes: list[Outcome]) -> None:
        for person, outcome in zip(persons, outcomes, strict=True):
            if not cursor.run(_HAS_ENTRY, {"person": person.id}):
                raise Refused(Problem(_("{id} är redan borttagen ur registret").format(id=person.id)))
            cursor.run(_TAKE_AWAY, {"removed_by": outcome.position, "position": None, "person": person.id})
            cursor.run("DELETE FROM person WHERE id = :person", {"person": person.id})

    return record_together(recorder, catalogue, [order.proposal(event) for event in events], take_away)


def remove(recorder: LedgerRecorder, catalogue: Catalogue, records: Sequence[Record], order: Order) -> list[Outcome]:
    """Remove the contents of events, all or none. Raises ``Refused`` with every reason."""
    events = removable(catalogue, records, order)

    def take_away(cursor: Cursor, outcomes: list[Outcome]) -> None:
        for record, outcome in zip(records, outcomes, strict=True):
            if not cursor.run(_HAS_CONTENT, {"position": record.position}):
                raise Refused(_gone_already(record))
            _take_content(cursor, record.position, outcome.position)

    removals = [_removal(event, record) for event, record in zip(events, records, strict=True)]
    return record_together(recorder, catalogue, [order.proposal(each) for each in removals], take_away)


def removable(catalogue: Catalogue, records: Sequence[Record], order: Order) -> list[Event]:
    """The events, if their contents can be removed. Raises ``Refused`` with every reason: content that stays for good
    or is gone, a decision that nobody took, or whose words repeat what is to be removed.
    """
    problems = [*_unfounded(order, named=True)]
    problems += [each for record in records for each in _unremovable(record, catalogue)]
    if problems:
        raise Refused(dict.fromkeys(problems))
    events = [catalogue.decode(record) for record in records]
    if any(order.repeats(text) for event in events for text in _texts(event)):
        raise Refused(_repeated(_("det som tas bort")))
    return events


def _take_content(cursor: Cursor, position: int, removed_by: int) -> None:
    """Delete a content, and what the index has of its amount."""
    place: dict[str, Any] = {"position": position}
    cursor.run(_TAKE_AWAY, {"removed_by": removed_by, "person": None, **place})
    cursor.run("DELETE FROM content WHERE position = :position", place)
    for table in ("entry", "superseded"):
        cursor.run(f"UPDATE {table} SET amount = NULL, unit = '' WHERE position = :position", place)


def _removal(event: Event, record: Record) -> ContentRemoved:
    _topic, forvaltning, period, key = subject_of(event)
    return ContentRemoved(forvaltning=forvaltning, event=record.id, period=period, about=key)


def _unfounded(order: Order, *, named: bool = False) -> Iterator[Problem]:
    """What a decision lacks."""
    if not order.reason.strip():
        yield Problem(_("skälet saknas"), _("ange med --reason varför det tas bort"))
    if named and order.decided_by is None:
        yield Problem(_("det saknas vem som beslutade"), _("ange organet eller delegaten med --by"))


def _unremovable(record: Record, catalogue: Catalogue) -> Iterator[Problem]:
    """Why the content of an event cannot be removed."""
    if record.opened().withdraws:
        what = _("händelse {id} är ett återtagande och har inget innehåll").format(id=record.id)
        yield Problem(what, _("ta bort innehållet i den händelse som den återtar"))
    elif record.content is None:
        yield _gone_already(record)
    elif record.topic in FOR_GOOD:
        what = _("innehållet i en händelse {topic} tas aldrig bort").format(topic=record.topic)
        yield Problem(what, _("det är id, koder och kontrollsummor, och säger vad som har gjorts"))
    elif record.topic not in catalogue:
        what = _("händelse {id} är av ett slag som är okänt här: {topic}").format(id=record.id, topic=record.topic)
        yield Problem(what, _("installera det insticksprogram som har slaget"))


def _gone_already(record: Record) -> Problem:
    what = _("innehållet i händelse {id} är redan borttaget").format(id=record.id)
    return Problem(what, _("”planledger log --event {id}” visar genom vilket beslut").format(id=record.id))


def _repeated(what: str) -> Problem:
    told = _("skäl, källa eller beslutande organ upprepar {what}, och skulle bevara det för gott").format(what=what)
    return Problem(told, _("skriv det utan; hänvisa till ärendets diarienummer"))


def _names(order: Order, name: str) -> bool:
    """Whether a decision names a person, by the whole name or by a part of it."""
    parts = [part for part in re.findall(r"\w+", name) if len(part) >= SHORTEST]
    return order.actor == name or any(order.repeats(each) for each in (name, *parts))


def _texts(event: Event) -> Iterator[str]:
    """The texts and the numbers of a content: a decision's own words may not repeat them. Codes and periods may be
    said, since they tell what it is about.
    """
    texts = [getattr(event, name) for name in marked_fields(type(event), FreeText)]
    for field in event.model_dump(mode="json", exclude_none=True).values():
        match field:
            case {"number": str(number)}:
                texts.append(number.replace(".", ","))
            case {"word": str(word)}:
                texts.append(word)
    yield from (text for text in texts if text and len(text) >= SHORTEST)


@dataclass(frozen=True, slots=True)
class Mention:
    """An event in which a name stands: in its content, which can be removed, or in its envelope, which stays."""

    record: Record
    in_envelope: bool


def mentions(records: Iterable[Record], name: str) -> Iterator[Mention]:
    """The events that say a name in their own words. It was written there by somebody: the register is not asked."""
    for each in records:
        if each.content is not None and says(each.content.decode(), name):
            yield Mention(each, in_envelope=False)
        if says(each.envelope.decode(), name):
            yield Mention(each, in_envelope=True)
