"""The plain definition of what changed between two views: every step between them, the table made anew after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from ledger.events import Record
from ledger.explain.diff import Place, Said
from ledger.explain.diff.sheet import said_in, sheet_of
from ledger.tables import Shown, ShownReport
from ledger.views import View
from ledger.views.reader import EVERY_ENTRY

Make = Callable[[View], Shown | ShownReport]
Key = tuple[str, int]
"""The leg of a step, and the position of its event."""
Terms = dict[Place, dict[Key, Fraction]]

EVERY_EVENT = 1_000_000


def stepped(make: Make, start: View, end: View, units: dict[Place, str]) -> Terms:
    """The terms of the definition, each place's in its unit; what has no amount in between counts as nothing."""
    if (end.at, end.position) < (start.at, start.position):
        forward = stepped(make, end, start, units)
        return {place: {key: -amount for key, amount in terms.items()} for place, terms in forward.items()}
    found: Terms = {}
    before = said_by(make, start)
    for key, view in way(start, end):
        after = said_by(make, view)
        for place in before.keys() | after.keys():
            unit = units.get(place, "")
            amounts = [said.in_unit(unit) if said else None for said in (before.get(place), after.get(place))]
            if change := (amounts[1] or Fraction(0)) - (amounts[0] or Fraction(0)):
                found.setdefault(place, {})[key] = change
        before = after
    return found


def said_by(make: Make, view: View) -> dict[Place, Said]:
    """What the table says in a view."""
    return {place: said_in(content) for place, content in sheet_of(make(view)).items()}


def way(start: View, end: View) -> Iterator[tuple[Key, View]]:
    """Every view between, with the step that leads there."""
    reader = start.reader

    def seen(at: date, position: int, entry: int = EVERY_ENTRY) -> View:
        return View(reader, start.catalogue, at, position, 0, entry)

    if start.position <= end.position:
        for position in range(start.position + 1, end.position + 1):
            yield ("known", position), seen(start.at, position)
    else:
        for position in range(start.position, end.position, -1):
            yield ("known", position), seen(start.at, position - 1)
    tips = {record.entry: record for record in reader.log(0, EVERY_EVENT) if record.position <= end.position}
    later = [tip for tip in tips.values() if tip.content is not None and start.at < tip.effective <= end.at]
    for tip in sorted(later, key=lambda each: (each.effective, each.entry)):
        yield ("time", tip.position), seen(tip.effective, end.position, tip.entry)


def kind_of(leg: str, record: Record, view: View) -> str:
    """The kind of a term, from its leg and the event itself."""
    if leg == "time":
        event_class = view.catalogue.find(record.topic)
        return "method" if event_class and event_class.defines else "decision"
    if record.content is None:
        return "withdrawal"
    return "correction" if record.opened().replaces else "late arrival"
