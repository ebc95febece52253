"""Facts: decisions as the author of a table meets them. What is read from a fact knows its event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from ledger.events.base import Event
from ledger.events.fields import NamesPersons, cell_of, mark_of
from ledger.events.record import Record
from ledger.events.subjects import row_key, told
from ledger.figures.figure import Figure, Missing, Read
from ledger.figures.periods import Period
from ledger.figures.values import UNKNOWN, Comparison, Quantity, Unknown, Word

E = TypeVar("E", bound=Event)


class Text(str):
    """Text that knows the event it was read from. It behaves as any other text."""

    __slots__ = ("record",)
    record: Record

    def __new__(cls, text: str, record: Record) -> Text:
        """``text`` as read from ``record``."""
        self = super().__new__(cls, text)
        self.record = record
        return self


@dataclass(frozen=True, slots=True)
class Prose:
    """A text with figures in it, read from an event; the figures know theirs."""

    pieces: tuple[str | Figure, ...]
    record: Record


def joined(*texts: str) -> str:
    """The texts that say something, with spaces between; traced if the first of them is."""
    said = [text for text in texts if text]
    text = " ".join(said)
    return Text(text, said[0].record) if said and isinstance(said[0], Text) else text


class Fact(Generic[E]):
    """A decision in force. ``fact.amount`` is a traced figure, ``fact.name`` a traced text; ``fact.event`` is the
    decision itself.
    """

    __slots__ = ("_name_of", "event", "record")

    def __init__(self, event: E, record: Record, name_of: Callable[[str], str]):
        self.event = event
        self.record = record
        self._name_of = name_of

    @property
    def key(self) -> str:
        """A key for the row, stable when names change."""
        return row_key(self.event)

    @property
    def effective(self) -> date:
        """The effective date."""
        return self.record.effective

    def __bool__(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.event, name)
        match value:
            case Quantity() | Comparison():
                return Figure(value, Read(self.record, name))
            case None if _holds_amount(type(self.event), name):
                return Figure(UNKNOWN, Missing(told(self.event)))
            case Word() | Unknown() if _holds_amount(type(self.event), name):
                return Figure(value, Read(self.record, name))
        return Text(self._text(name, value), self.record)

    def _text(self, name: str, value: object) -> str:
        field = type(self.event).model_fields[name]
        match value:
            case None | Unknown():
                return ""
            case Period():
                return value.swedish
            case Word(text):
                return text
            case tuple() if mark_of(field, NamesPersons):
                return ", ".join(self._name_of(person) for person in value)
            case tuple():
                return "/".join(str(item) for item in value)
        return str(value)

    def __repr__(self) -> str:
        return f"<{told(self.event)}>"


class NoFact(Generic[E]):
    """Nothing in force: false, and every amount read from it is unknown."""

    __slots__ = ("event_class", "unknown")

    def __init__(self, event_class: type[E], unknown: Figure):
        self.event_class = event_class
        self.unknown = unknown

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name not in self.event_class.model_fields:
            raise AttributeError(name)
        return self.unknown if _holds_amount(self.event_class, name) else ""


def _holds_amount(event_class: type[Event], name: str) -> bool:
    cell = cell_of(event_class.model_fields[name])
    return bool(cell and cell.takes_unit)


def newest(facts: Iterable[Fact[E]]) -> Fact[E] | None:
    """The one with the greatest (effective date, entry), or None."""
    return max(facts, key=lambda fact: (fact.record.effective, fact.record.entry), default=None)
