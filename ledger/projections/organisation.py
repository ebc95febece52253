"""Units: the parts of a förvaltning, by code, under the names that they have at a date."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.events.organisation import UnitFormed, UnitMerged, UnitRenamed
from ledger.views.facts import Fact
from ledger.views.view import View

Named = Fact[UnitFormed] | Fact[UnitRenamed]


@dataclass(frozen=True)
class Units:
    """The units of a förvaltning in a view."""

    formed: dict[str, Fact[UnitFormed]]
    named: dict[str, Named]
    merged: dict[str, Fact[UnitMerged]]

    def name(self, code: str) -> str:
        """The name of a unit, or its code where the view does not know it."""
        return self.named[code].name if code in self.named else code

    def parent(self, code: str) -> str:
        """The code of the unit that it is a part of; "" for none."""
        return (self.formed[code].event.within or "") if code in self.formed else ""

    def successor(self, code: str) -> str:
        """The code of the unit that it became part of; "" for one that is still of its own."""
        return self.merged[code].event.into if code in self.merged else ""


def units(view: View, forvaltning: str) -> Units:
    """The units of ``forvaltning`` that have been formed; each goes by the name that it was given last."""
    return view.once((Units, forvaltning), lambda: _units(view, forvaltning))


def _units(view: View, forvaltning: str) -> Units:
    formed = {fact.event.unit: fact for fact in view.latest(UnitFormed, forvaltning=forvaltning)}
    named: dict[str, Named] = dict(formed)
    for fact in view.latest(UnitRenamed, forvaltning=forvaltning):
        before = named.get(fact.event.unit)
        if before is None or before.effective <= fact.effective:
            named[fact.event.unit] = fact
    merged = {fact.event.unit: fact for fact in view.latest(UnitMerged, forvaltning=forvaltning)}
    return Units(formed, named, merged)
