"""The journal: events one by one, in the order that they were recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope
from ledger.events.record import Record
from ledger.events.subjects import fields_of, told
from ledger.explain.telling import SHORT_ID
from ledger.figures.printing import swedish
from ledger.figures.values import Comparison, Quantity, Word
from ledger.language import _
from ledger.surroundings import STOCKHOLM, in_utc


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events are wanted; what is empty is not asked for."""

    stream: str = ""
    topic: str = ""
    source: str = ""
    since: date | None = None

    def fits(self, record: Record) -> bool:
        """Whether an event is wanted."""
        recorded = record.recorded_at.astimezone(STOCKHOLM).date()
        return (
            record.stream.startswith(self.stream)
            and record.topic.startswith(self.topic)
            and (self.since is None or recorded >= self.since)
            and (not self.source or self._from_source(record.opened()))
        )

    def _from_source(self, envelope: Envelope) -> bool:
        source = envelope.source
        return source is not None and self.source in {source.document, source.title, source.diarienummer}


def as_line(record: Record, catalogue: Catalogue, name_of: Callable[[str], str | None]) -> str:
    """An event in a line or two, with what it replaces and why."""
    envelope = record.opened()
    when = f"{record.recorded_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
    what = _what(record, envelope, catalogue)
    head = f"{record.position:>6}  {when}  {envelope.effective_on}  {record.id[:SHORT_ID]}  {what}"
    return "\n".join([head, *(f"{'':8}{line}" for line in _more(record, envelope, name_of))])


def _what(record: Record, envelope: Envelope, catalogue: Catalogue) -> str:
    if envelope.withdraws:
        return _("ÅTERTAGEN: {stream}").format(stream=record.stream)
    if record.content is None or record.topic not in catalogue:
        return _("{stream} (okänd här)").format(stream=record.stream)
    event = catalogue.decode(record)
    values = [getattr(event, name) for name in type(event).model_fields]
    said = [swedish(value, with_unit=True) for value in values if isinstance(value, Quantity | Comparison | Word)]
    return f"{told(event)}{' = ' + ', '.join(said) if said else ''}"


def _more(record: Record, envelope: Envelope, name_of: Callable[[str], str | None]) -> Iterator[str]:
    if envelope.replaces:
        verb = _("återtar") if envelope.withdraws else _("rättar")
        yield f"{verb} {envelope.replaces[:SHORT_ID]}: {envelope.reason}"
    if envelope.source:
        yield str(envelope.source)
    yield _("{stream}, version {version}, av {who}").format(
        stream=record.stream, version=record.version, who=name_of(envelope.recorded_by) or _("(borttagen)")
    )


def as_data(record: Record, catalogue: Catalogue) -> dict[str, Any]:
    """An event as JSON: its place, its envelope and its content."""
    known = record.content is not None and record.topic in catalogue
    return {
        "position": record.position,
        "recorded_at": in_utc(record.recorded),
        "topic": record.topic,
        "stream": record.stream,
        "version": record.version,
        **record.opened().model_dump(mode="json", exclude_none=True, exclude={"content"}),
        "decision": fields_of(catalogue.decode(record)) if known else None,
    }
