"""Grants: those that are counted together, and their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.events.grants import GrantAllocated
from ledger.figures.figure import Figure, Missing, total
from ledger.figures.periods import Period
from ledger.figures.values import UNKNOWN
from ledger.projections import ram
from ledger.projections.assertions import as_asserted
from ledger.views.facts import Fact
from ledger.views.view import View

Granted = Fact[GrantAllocated]


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


def in_reimbursement(view: View, forvaltning: str, year: Period, givers: Mapping[str, str]) -> dict[str, Figure]:
    """What regionersättningen of a year is made up of: the ram, and what the budget counts with of each giver's grants,
    by the names that ``givers`` has for them. Nothing where one of them has granted nothing.
    """
    by_giver = {name: granted(view, forvaltning, year, [giver]) for name, giver in givers.items()}
    if not all(by_giver.values()):
        return {}
    counted = {name: _counted(view, forvaltning, year, facts) for name, facts in by_giver.items()}
    return {"ram": ram.decided(view, forvaltning, year), **counted}


def granted(view: View, forvaltning: str, year: Period, givers: Sequence[str]) -> list[Granted]:
    """What some givers have granted for a year."""
    facts = view.latest(GrantAllocated, forvaltning=forvaltning, period=year)
    return [fact for fact in facts if fact.event.giver in givers]


def sum_of(facts: Sequence[Granted]) -> str | None:
    """The sum that the grants are counted in, if it is one for all."""
    groups = {fact.event.within for fact in facts}
    return groups.pop() if len(groups) == 1 else None


def _counted(view: View, forvaltning: str, year: Period, facts: Sequence[Granted]) -> Figure:
    """What the budget counts with: all that is granted, unless something else is said of some of it."""
    value_of = "amount" if all(fact.event.budgeted is None for fact in facts) else "budgeted"
    group = sum_of(facts)
    return (
        grant(view, forvaltning, group, year, value_of) if group else total(getattr(fact, value_of) for fact in facts)
    )
