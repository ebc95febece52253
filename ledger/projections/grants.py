"""Grants: those that are counted together, and their sum."""

from __future__ import annotations

from ledger.events.grants import GrantAllocated
from ledger.figures.figure import Figure, Missing, total
from ledger.figures.periods import Period
from ledger.figures.values import UNKNOWN
from ledger.projections.assertions import as_asserted
from ledger.views.facts import Fact
from ledger.views.view import View


def counted_in(view: View, forvaltning: str, group: str, year: Period) -> list[Fact[GrantAllocated]]:
    """The grants of a year that are counted in a sum."""
    facts = view.latest(GrantAllocated, forvaltning=forvaltning, period=year)
    return [fact for fact in facts if fact.event.within == group]


def grant(view: View, forvaltning: str, code: str, year: Period, value_of: str = "amount") -> Figure:
    """A grant's amount, or what is budgeted of it; of a sum, that of the grants that are counted in it."""
    fact = view.latest_one(GrantAllocated, forvaltning=forvaltning, grant=code, period=year)
    figure: Figure = getattr(fact, value_of)
    if not fact:
        parts = counted_in(view, forvaltning, code, year)
        known = {part.name: getattr(part, value_of) for part in parts}
        terms = {name: each for name, each in known.items() if each.number is not None}
        figure = total(terms.values(), terms) if terms else Figure(UNKNOWN, Missing(f"{code} {year}"))
    return as_asserted(view, figure, GrantAllocated, value_of, {"grant": code, "period": year}, forvaltning=forvaltning)
