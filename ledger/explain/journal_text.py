"""The journal as people read it: a heading for each recording, and below it each event in a line or two.

What many events in a row have in common (document, section, who decided) is said once above them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap
from typing import Any

from pydantic import BaseModel

from ledger.events.assertions import Asserted
from ledger.events.catalogue import Catalogue, told_of
from ledger.events.envelope import Envelope
from ledger.events.fields import NamesPersons
from ledger.events.persons import PersonRegistered
from ledger.events.record import Record
from ledger.events.subjects import accumulated, marked_fields, told
from ledger.explain.journal import Filter, Noted
from ledger.explain.telling import SHORT_ID, dated_in_words, removed_told
from ledger.figures.periods import Period
from ledger.figures.printing import DASH, NO_BREAK_SPACE, swedish
from ledger.figures.values import Comparison, Quantity, Unknown, Word
from ledger.language import _, counted
from ledger.surroundings import STOCKHOLM

LONG = 60
"""A text longer than this is told in a list of events only as one that was changed."""

VALUES = (Quantity, Comparison, Word)

Line = tuple[str, str]
"""A line and its tone: "strong" for a heading, "quiet" for what stands beside, "" for the rest."""


class JournalText:
    """Tells events in order, and remembers what it has told already."""

    def __init__(self, catalogue: Catalogue, name_of: Callable[[str], str | None], wanted: Filter, width: int):
        self._catalogue = catalogue
        self._name_of = name_of
        self._whole = wanted == Filter()
        self._with_stream = bool(wanted.stream)
        self._width = width
        self._recorded = -1
        self._common: tuple[str, str] = ("", "")

    def version(self, entry: Noted) -> Iterator[Line]:
        """A version of an entry with nothing left out: below what the entry is about, if it is the first."""
        if entry.replaces is None:
            yield from self._folded(self._about(entry.record), "  ", "strong", first="")
            yield from self._folded(_("ström {stream}").format(stream=entry.record.stream), "  ", "quiet", first="")
        yield "", ""
        record, envelope = entry.record, entry.envelope
        head = _("{version}. {kind}, {registered}").format(
            version=record.version, kind=self._kind(entry), registered=self._registered(record, envelope)
        )
        yield from self._folded(head, "   ", "strong", first="")
        for text in self._all_said(entry):
            yield from self._folded(text, "     ", first="   ")
        for text in self._beside(entry, self._source_and_body(envelope)):
            yield from self._folded(text, "     ", "quiet", first="   ")

    def _all_said(self, entry: Noted) -> Iterator[str]:
        """All that an original says, all that a correction changes, or what a withdrawal takes away."""
        yield _("id {id}").format(id=entry.record.id)
        if entry.replaces is None:
            yield _("gäller från {day} ({how})").format(
                day=entry.envelope.effective_on, how=dated_in_words(entry.envelope)
            )
            yield from (f"{title}: {text}" for title, text in self._fields(entry.record).items() if text != DASH)
        elif entry.envelope.withdraws:
            yield self._with_value(entry.replaces)
        else:
            yield from self._changes(entry.replaces, entry, longest=None)

    def _kind(self, entry: Noted) -> str:
        if entry.replaces is None:
            return _("Ursprunglig")
        return _("Återtagande") if entry.envelope.withdraws else _("Rättelse")

    def lines(self, entry: Noted) -> Iterator[Line]:
        """An event, below the heading of its recording if it is the first of it."""
        if entry.record.recorded != self._recorded:
            yield from self._heading(entry)
        if entry.record.topic != PersonRegistered.topic:  # which comes in between, and has neither
            yield from self._what_is_common(entry.envelope)
        record, envelope = entry.record, entry.envelope
        forvaltning = record.stream.split("/")[1] if record.stream.count("/") > 1 else ""
        head = f"{record.id[:SHORT_ID]}  {envelope.effective_on}  {forvaltning:<4}"
        what, *more = self._what(entry)
        yield from self._folded(f"{head} {what}", " " * 10, first="    ")
        for text in more:
            yield from self._folded(text, " " * 12, first=" " * 10)
        beside = " · ".join(self._beside(entry, self._not_told(entry)))
        if beside:
            yield from self._folded(beside, " " * 12, "quiet", first=" " * 10)

    def _heading(self, entry: Noted) -> Iterator[Line]:
        """When, by whom, for whom, how many events, and from which document."""
        if self._recorded >= 0:
            yield "", ""
        self._recorded = entry.record.recorded
        self._common = ("", "")
        opening = entry.opening.opened()
        size = counted(entry.size, "{n} händelse", "{n} händelser")
        if not self._whole and entry.size > 1:
            size = _("ur en registrering med {events}").format(events=size)
        yield from self._folded(f"{self._registered(entry.record, opening)} · {size}", "  ", "strong", first="")
        if opening.source:
            yield from self._folded(_document(opening), "  ", "quiet")

    def _registered(self, record: Record, envelope: Envelope) -> str:
        by = _("{when}, registrerat av {who}").format(when=_when(record), who=self._name(envelope.recorded_by))
        return by + (_(", för {who}").format(who=self._name(envelope.actor)) if envelope.actor else "")

    def _what_is_common(self, envelope: Envelope) -> Iterator[Line]:
        """Section and body above the first of the events that share them."""
        section = envelope.source.section or "" if envelope.source else ""
        common = section, _body(envelope)
        if common != self._common:
            self._common = common
            if text := " · ".join(filter(None, common)):
                yield from self._folded(text, "  ", "quiet")

    def _not_told(self, entry: Noted) -> Iterator[str]:
        """Of source and actor, what neither the heading nor the line above has told."""
        envelope, opening = entry.envelope, entry.opening.opened()
        if envelope.actor and envelope.actor != opening.actor:
            yield _("för {who}").format(who=self._name(envelope.actor))
        if envelope.source and (opening.source is None or _document(envelope) != _document(opening)):
            yield _("källa: {source}").format(source=_document(envelope))
        if envelope.source and envelope.source.place:
            yield envelope.source.place
        if self._with_stream:
            yield _("{stream}, version {version}").format(stream=entry.record.stream, version=entry.record.version)

    def _source_and_body(self, envelope: Envelope) -> Iterator[str]:
        if body := _body(envelope):
            yield body
        if envelope.source:
            yield _("källa: {source}").format(source=envelope.source)

    def _beside(self, entry: Noted, where: Iterable[str]) -> Iterator[str]:
        """What the event replaced, what has replaced it since, why, and where it comes from."""
        envelope = entry.envelope
        if entry.replaces:
            verb = _("återtar {id}") if envelope.withdraws else _("rättar {id}")
            yield verb.format(id=entry.replaces.id[:SHORT_ID])
        if envelope.reason:
            yield _("skäl: {reason}").format(reason=envelope.reason)
        for lock in envelope.overrides or ():
            yield _("trots lås {id}").format(id=lock[:SHORT_ID])
        yield from where
        if envelope.note:
            yield _("anm.: {note}").format(note=envelope.note)
        if later := entry.replaced_by:
            verb = _("återtas av {id} ({when})") if later.opened().withdraws else _("rättas senare av {id} ({when})")
            yield verb.format(id=later.id[:SHORT_ID], when=_when(later))
        if entry.removed_by:
            yield removed_told(entry.removed_by)

    def _what(self, entry: Noted) -> Iterator[str]:
        """What an event says in a line or two: of a correction what it changes, of a withdrawal what it takes away."""
        record, before = entry.record, entry.replaces
        if entry.envelope.withdraws:
            yield _("ÅTERTAGEN: {what}").format(what=self._with_value(before) if before else record.stream)
        elif before is not None:
            yield _("RÄTTELSE: {what}").format(what=self._about(record))
            yield from self._changes(before, entry, LONG)
        else:
            yield self._with_value(record)
            if details := ", ".join(self._details(record)):
                yield details

    def _with_value(self, record: Record) -> str:
        """What an event is about, with its value if it has one."""
        values = list(self._values(record).values())
        return f"{self._about(record)} ={NO_BREAK_SPACE}{values[0]}" if len(values) == 1 else self._about(record)

    def _values(self, record: Record) -> dict[str, str]:
        """The values that an event gives, by the titles of their fields."""
        if not self._readable(record):
            return {}
        event = self._catalogue.decode(record)
        names = ["value"] if isinstance(event, Asserted) else type(event).model_fields
        said = {str(type(event).model_fields[name].title): getattr(event, name) for name in names}
        return {title: swedish(each, with_unit=True) for title, each in said.items() if isinstance(each, VALUES)}

    def _details(self, record: Record) -> Iterator[str]:
        """The values of an event that has several; else, where it has none, the other things that it says shortly."""
        if not self._readable(record) or len(values := self._values(record)) == 1:
            return
        event_class = self._catalogue.get(record.topic)
        told_already = {"forvaltning", event_class.told_by, *event_class.key, "digest"}
        titles = {str(field.title) for name, field in event_class.model_fields.items() if name not in told_already}
        for title, text in (values or self._fields(record)).items():
            if title in titles and text != DASH and len(text) <= LONG:
                yield f"{title}: {text}"

    def _about(self, record: Record) -> str:
        """What an event is about. One that nobody here can read is told by its stream."""
        if record.content is None and not record.opened().withdraws:
            return told_of(record, self._catalogue)
        if not self._readable(record):
            return _("{stream} (okänd här)").format(stream=record.stream)
        event = self._catalogue.decode(record)
        match event:
            case PersonRegistered():
                return f"{event.swedish_name()}: {self._name(event.person)}"
            case Asserted() if (claimed := self._catalogue.find(event.claims)) is not None:
                about = ", ".join(event.said_of.values())
                return f"{event.swedish_name()}: {claimed.swedish_name()}: {about}"
        so_far = accumulated(event)
        if so_far is None or so_far == getattr(event, "period", None):
            return told(event)
        return f"{told(event)} ({so_far.swedish})"

    def _readable(self, record: Record) -> bool:
        return record.content is not None and record.topic in self._catalogue

    def _changes(self, before: Record, entry: Noted, longest: int | None) -> Iterator[str]:
        """Each field that a correction changes, from what to what; then what it changes of date and source. Of what has
        been removed nobody knows which fields it changed.
        """
        both = before.content is not None and entry.record.content is not None
        old, new = (self._fields(before), self._fields(entry.record)) if both else ({}, {})
        old |= self._envelope_fields(before.opened())
        new |= self._envelope_fields(entry.envelope)
        for title in dict.fromkeys([*old, *new]):
            was, now = old.get(title, DASH), new.get(title, DASH)
            if was == now:
                continue
            if longest and max(len(was), len(now)) > longest:
                yield _("{field}: ändrad").format(field=title)
            else:
                yield _("{field}: {old} → {new}").format(field=title, old=was, new=now)

    def _fields(self, record: Record) -> dict[str, str]:
        """What an event's fields say, by their titles."""
        if not self._readable(record):
            return {}
        event = self._catalogue.decode(record)
        persons = marked_fields(type(event), NamesPersons)
        return {
            str(field.title): self._said(getattr(event, name), persons=name in persons)
            for name, field in type(event).model_fields.items()
        }

    def _said(self, value: Any, *, persons: bool = False) -> str:
        match value:
            case None | ():
                return DASH
            case bool():
                return _("ja") if value else _("nej")
            case tuple():
                return ", ".join(self._name(each) if persons else self._said(each) for each in value)
            case Period():
                return value.swedish
            case Quantity() | Comparison() | Word() | Unknown():
                return swedish(value, with_unit=True)
            case BaseModel():
                return ", ".join(str(part) for part in value.model_dump(mode="json", exclude_none=True).values())
        return str(value)

    def _envelope_fields(self, envelope: Envelope) -> dict[str, str]:
        return {
            _("Gäller från"): f"{envelope.effective_on}",
            _("Daterad"): dated_in_words(envelope),
            _("Beslutad av"): str(envelope.decided_by or DASH),
            _("Källa"): str(envelope.source or DASH),
            _("Anmärkning"): envelope.note or DASH,
        }

    def _name(self, person: str) -> str:
        return self._name_of(person) or _("(borttagen)")

    def _folded(self, text: str, indent: str, tone: str = "", first: str | None = None) -> Iterator[Line]:
        begins = indent if first is None else first
        for line in wrap(
            text,
            self._width,
            initial_indent=begins,
            subsequent_indent=indent,
            break_on_hyphens=False,
            drop_whitespace=True,
        ):
            yield line, tone


def _when(record: Record) -> str:
    return f"{record.recorded_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def _body(envelope: Envelope) -> str:
    return _("beslutad av {who}").format(who=envelope.decided_by) if envelope.decided_by else ""


def _document(envelope: Envelope) -> str:
    """The document alone: its title and diarienummer."""
    assert envelope.source is not None
    return str(envelope.source.model_copy(update={"section": None, "place": None}))
