"""Units: the parts of a förvaltning, by code."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.events.organisation import UnitFormed
from ledger.views.facts import Fact
from ledger.views.view import View


@dataclass(frozen=True)
class Units:
    """The units of a förvaltning in a view."""

    facts: dict[str, Fact[UnitFormed]]

    def name(self, code: str) -> str:
        """The name of a unit, or its code where the view does not know it."""
        return self.facts[code].name if code in self.facts else code

    def parent(self, code: str) -> str:
        """The code of the unit that it is a part of; "" for none."""
        return (self.facts[code].event.within or "") if code in self.facts else ""


def units(view: View, forvaltning: str) -> Units:
    """The units of ``forvaltning`` that have been formed."""
    return Units({fact.event.unit: fact for fact in view.latest(UnitFormed, forvaltning=forvaltning)})
