"""Where the figures of a document come from: the explanation of each, and the documents that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ledger.events.envelope import Source
from ledger.explain.why import Node, Version, derivation
from ledger.export.document import Document
from ledger.language import _, counted

T = TypeVar("T")
Progress = Callable[[Sequence[T], str], Iterable[T]]
"""Goes through some work, a step at a time, and shows how far it has come."""

MOST_TERMS = 100
"""How many terms of a sum a document explains: those with the greatest amounts. The rest are counted and added up."""


def calmly(work: Sequence[T], _label: str) -> Iterable[T]:
    """Go through some work without showing anything."""
    return work


@dataclass(frozen=True, slots=True)
class Origin:
    """A document that figures stand in: how many events are read from it."""

    title: str
    document: str
    diarienummer: str
    published_on: date | None
    events: int

    @property
    def told(self) -> str:
        """The document with its diarienummer and day, and how much is read from it, in a line."""
        number = _("dnr {number}").format(number=self.diarienummer) if self.diarienummer else ""
        day = _("publicerad {day}").format(day=self.published_on) if self.published_on else ""
        read = counted(self.events, "{n} händelse", "{n} händelser")
        return ", ".join(filter(None, (self.title, number, day, read)))


@dataclass(frozen=True, slots=True)
class Trace:
    """The explanation of everything in a document that has one, by id."""

    nodes: Mapping[str, Node]

    def origins(self) -> list[Origin]:
        """The documents behind it, in the order that they are met; what names no document is told last."""
        found: dict[tuple[str, str, str, date | None], set[str]] = {}
        for version in self.versions():
            found.setdefault(_described(version.envelope.source), set()).add(version.record.id)
        origins = [Origin(*described, len(events)) for described, events in found.items()]
        return sorted(origins, key=lambda origin: not origin.document)

    def versions(self) -> Iterator[Version]:
        """Every version in force that something stands on, as often as it does."""
        for node in self.nodes.values():
            yield from (version for version in leaves(node) if version.standing == "in force")

    @property
    def complete(self) -> bool:
        """Whether every term of every sum is told one by one."""
        return not any(step.rest for node in self.nodes.values() for step in steps(node))

    @property
    def reservation(self) -> str:
        """What a document says of its sources where it does not tell every term; "" where it does."""
        return "" if self.complete else _("Av summor med mycket många poster är bara de största med här.")


def _described(source: Source | None) -> tuple[str, str, str, date | None]:
    if source is None:
        return _("registrerat utan källa"), "", "", None
    return source.title or source.document, source.document, source.diarienummer or "", source.published_on


def steps(node: Node) -> Iterator[Node]:
    """Every step of an explanation, from the top down."""
    pending = [node]
    while pending:
        step = pending.pop()
        yield step
        pending.extend(reversed(step.children))


def leaves(node: Node) -> Iterator[Version]:
    """Every version of every event that an explanation ends in."""
    for step in steps(node):
        yield from step.versions


def traced(document: Document, progress: Progress[str] = calmly) -> Trace:
    """The explanations of a document's figures, each worked out once."""
    nodes = {}
    for name in progress(list(document.traced), _("Följer siffrorna")):
        each = document.traced[name]
        nodes[name] = derivation(each.name, each.content, each.view, MOST_TERMS)
    return Trace(nodes)
