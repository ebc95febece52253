"""What a figure is of, said as the event that would decide it: its topic, the fields of its key, and the field that
holds the value: ``finance.outcome-read line=resultat period=2024 accumulated=2024``.

Assertions name their quantities so, and so do the references in texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.fields import cell_of
from ledger.language import _
from ledger.problems import suggestion

REFERENCE = re.compile(r"\{\s*([a-z][\w-]*(?:\.[\w-]+)+(?:\s[^{}]*)?)\}")
"""A reference in a text: a topic with a dot in it, and fields, in braces. Other braces are only signs."""


@dataclass(frozen=True, slots=True)
class QuantityName:
    """The name of a quantity. ``value_of`` says which value where the event has several, and is the first if ""."""

    topic: str
    about: Mapping[str, str]
    value_of: str = ""
    stray: tuple[str, ...] = ()

    @classmethod
    def written(cls, reference: str) -> QuantityName:
        """The name that a reference gives: ``topic field=value field=value``, ``value_of=`` among the fields."""
        topic, *parts = reference.split()
        about = dict(part.split("=", 1) for part in parts if "=" in part)
        value_of = about.pop("value_of", "")
        return cls(topic, about, value_of, tuple(part for part in parts if "=" not in part))

    def __str__(self) -> str:
        return " ".join([self.topic, *(f"{name}={value}" for name, value in self.about.items())])

    def event_class(self, catalogue: Catalogue) -> type[Event]:
        """The event that would decide it. Raises ``ValueError`` with what is wrong with the name."""
        event_class = catalogue.find(self.topic)
        if event_class is None:
            raise ValueError(_("det finns ingen händelse ”{topic}”").format(topic=self.topic))
        if self.stray:
            raise ValueError(_("”{part}” ska skrivas fält=värde").format(part=self.stray[0]))
        values, fields = value_fields(event_class), _about_fields(event_class)
        if not values:
            raise ValueError(_("händelsen {topic} har inget värde").format(topic=self.topic))
        if self.value_of and self.value_of not in values:
            raise ValueError(_no_such(self.topic, self.value_of, values))
        for name in self.about:
            if name not in fields:
                raise ValueError(_no_such(self.topic, name, fields))
        for name in fields:
            if event_class.model_fields[name].is_required() and name not in self.about:
                raise ValueError(_("fältet {name} saknas för {topic}").format(name=name, topic=self.topic))
        return event_class

    def fields(self, event_class: type[Event]) -> dict[str, Any]:
        """The fields in the types of the event. Raises ``ValueError`` for what they cannot hold."""
        found = {}
        for name, text in self.about.items():
            try:
                found[name] = _reader(event_class, name).validate_python(text)
            except ValidationError as error:
                title = event_class.model_fields[name].title
                raise ValueError(
                    _("”{given}” går inte att läsa som {title}").format(given=text, title=title)
                ) from error
        return found

    def value_field(self, event_class: type[Event]) -> str:
        """The field that holds the value."""
        return self.value_of or value_fields(event_class)[0]


def references(text: str) -> Iterator[QuantityName]:
    """The quantities that a text refers to."""
    for match in REFERENCE.finditer(text):
        yield QuantityName.written(match[1])


def about_of(event_class: type[Event], fields: Mapping[str, Any]) -> str:
    """What a quantity is about, as one text: the fields of the key that say something, and the period so far."""
    named = ((name, fields.get(name)) for name in _about_fields(event_class))
    return "; ".join(f"{name}={value}" for name, value in named if value not in (None, ""))


def value_fields(event_class: type[Event]) -> list[str]:
    """The fields that hold values rather than say what they are about."""
    fields = event_class.model_fields.items()
    return [
        name for name, field in fields if name not in event_class.key and (cell := cell_of(field)) and cell.takes_unit
    ]


def _about_fields(event_class: type[Event]) -> list[str]:
    return [*event_class.key, *filter(None, [event_class.accumulates])]


@cache
def _reader(event_class: type[Event], name: str) -> TypeAdapter[Any]:
    field = event_class.model_fields[name]
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return TypeAdapter(kind)


def _no_such(topic: str, name: str, names: list[str]) -> str:
    told = _("händelsen {topic} har inget fält ”{name}” här").format(topic=topic, name=name)
    return " – ".join(filter(None, [told, suggestion(name, names)]))
