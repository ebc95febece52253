"""Comparing: where two JSON contracts of one report say different things, place by place, in words for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledger.language import _

Contract = dict[str, Any]
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place of a report, and what it says in either; "" where it is not there."""

    place: Place
    was: str
    now: str

    def __str__(self) -> str:
        missing = _("(fanns inte)")
        return f"{', '.join(self.place)}: {self.was or missing} → {self.now or missing}"


def differences(was: Contract, now: Contract) -> list[Difference]:
    """What differs between two contracts of a report, in the order of the document. Raises ``LookupError`` for what is
    no such contract.
    """
    before, after = dict(_told(was)), dict(_told(now))
    places = [*before, *(place for place in after if place not in before)]
    return [
        Difference(place, *_words(before.get(place), after.get(place)))
        for place in places
        if _facets(before.get(place)) != _facets(after.get(place))
    ]


def _words(was: Contract | None, now: Contract | None) -> tuple[str, str]:
    """What two cells say, in the first way that tells them apart: their texts, their exact values, their events."""
    if was is None or now is None or _said(was) != _said(now):
        return _said(was), _said(now)
    if was.get("value") != now.get("value"):
        return str(was.get("value")), str(now.get("value"))
    return _said(was), _("{text}, men inte ur samma händelser").format(text=_said(now))


def _facets(cell: Contract | None) -> tuple[Any, ...]:
    """What makes two cells the same: only names that every release has, since more may come."""
    return () if cell is None else (_said(cell), cell.get("value"), cell.get("events"))


def _said(cell: Contract | None) -> str:
    if cell is None:
        return ""
    said = f"{cell['text']} {cell['unit']}" if cell.get("value") is not None else str(cell["text"])
    return said.strip() or _("(tom)")


def _told(contract: Contract) -> Iterator[tuple[Place, Contract]]:
    """Every place of a report with what it says."""
    yield (_("Titel"),), {"text": contract["title"]}
    for name, section in _named(contract["sections"], "title"):
        for number, paragraph in enumerate(section["paragraphs"], start=1):
            yield (name, _("stycke {number}").format(number=number)), paragraph
        for title, table in _named(section["tables"], "title"):
            yield from _told_of(table, (name,) if title == name else (name, title))


def _told_of(table: Contract, place: Place) -> Iterator[tuple[Place, Contract]]:
    """Every cell and note of a table."""
    for label, row in _named(table["rows"], "label"):
        for (heading, _column), cell in zip(_named(table["columns"], "label"), row["cells"], strict=True):
            yield (*place, label, heading), cell
    for number, note in enumerate(table["notes"], start=1):
        yield (*place, _("not {number}").format(number=number)), {"text": note}


def _named(parts: list[Contract], by: str) -> Iterator[tuple[str, Contract]]:
    """Parts with their names, those that share one told apart by number."""
    seen = Counter[str]()
    for part in parts:
        name = part[by]
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), part
