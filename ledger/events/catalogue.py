"""The catalogue: which topics there are, and how bytes of any age become today's decisions. No global; each ledger
has its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from ledger.events.base import Event, newer_release
from ledger.events.record import Record, content_bytes
from ledger.events.subjects import fields_of, told
from ledger.language import _
from ledger.problems import refused, suggestion


class Catalogue:
    """Topics and their classes. ``owners`` says who brought each, so that a clash can name both."""

    def __init__(self) -> None:
        self._classes: dict[str, type[Event]] = {}
        self._owners: dict[str, str] = {}

    def add(self, owner: str, classes: Iterable[type[Event]]) -> None:
        """Take in ``owner``'s events. Raises ``Refused`` if another has claimed a topic."""
        for event_class in classes:
            topic = event_class.topic
            known = self._classes.get(topic)
            if known is not None and known is not event_class:
                raise refused(
                    _("både {first} och {second} gör anspråk på händelsen ”{topic}”").format(
                        first=self._owners[topic], second=owner, topic=topic
                    ),
                    _("avinstallera ett av dem, eller byt namn på händelsen i det ena"),
                )
            self._classes[topic] = event_class
            self._owners.setdefault(topic, owner)

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._classes.values())

    def __contains__(self, topic: str) -> bool:
        return topic in self._classes

    def owner(self, topic: str) -> str:
        """Who brought the topic."""
        return self._owners[topic]

    def find(self, topic: str) -> type[Event] | None:
        """The class of a topic, or None if no plugin here knows it."""
        return self._classes.get(topic)

    def get(self, topic: str) -> type[Event]:
        """The class of a topic. Raises ``Refused`` with what comes nearest."""
        if topic not in self._classes:
            raise refused(_("det finns ingen händelse ”{topic}”").format(topic=topic), suggestion(topic, self._classes))
        return self._classes[topic]

    def decode(self, record: Record) -> Event:
        """The decision that a record holds, lifted to today's form. Raises ``Refused`` for one that cannot be read."""
        if record.content is None:
            raise refused(_("händelse {id} har inget innehåll").format(id=record.id))
        return self.decode_bytes(record.topic, record.content)

    def decode_bytes(self, topic: str, content: bytes) -> Event:
        """The decision that content of a topic holds."""
        event_class = self.get(topic)
        version, fields = json.loads(content)
        if version > event_class.version:
            raise refused(newer_release(topic, version), _("uppgradera planledger och dess insticksprogram"))
        for upcaster in event_class.upcasters[version - 1 :]:
            fields = upcaster(fields)
        try:
            return event_class.model_validate(fields)
        except ValidationError as error:
            what = _("en händelse {topic} kan inte läsas: {error}").format(topic=topic, error=error)
            raise refused(
                what, _("formen har ändrats utan uppgradering av gamla händelser; rapportera felet")
            ) from error

    def encode(self, event: Event) -> bytes:
        """The bytes of a decision's content."""
        return content_bytes(event.version, fields_of(event))


def told_of(record: Record, catalogue: Catalogue) -> str:
    """What an event is about; of one whose content has been removed, the name of its stream."""
    if record.content is None:
        return _("{stream} (innehållet är borttaget)").format(stream=record.stream)
    return told(catalogue.decode(record))
