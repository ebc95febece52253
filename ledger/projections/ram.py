"""Ram: how it is distributed, and how it changes."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from ledger.events.ram import ALL_CAUSES, RamAllocated, RamChanged
from ledger.figures.figure import Figure, Missing, total
from ledger.figures.periods import Period
from ledger.figures.values import UNKNOWN
from ledger.projections.assertions import as_asserted
from ledger.projections.organisation import Units, units
from ledger.views.facts import Fact
from ledger.views.view import View


@dataclass(frozen=True)
class Share:
    """A part's ram in each of some years. ``varav`` if it lies within another part that has a ram: then it never
    adds.
    """

    part: str
    name: str
    varav: bool
    amounts: dict[Period, Figure]


@dataclass(frozen=True)
class Change:
    """A cause, and what it changes in each year; ``part`` names the part that a varav is about."""

    cause: str
    name: str
    part: str
    part_name: str
    amounts: dict[Period, Figure]


def distributed_periods(view: View, forvaltning: str) -> list[Period]:
    """The years for which the ram has been distributed among parts that add up, the earliest first."""
    shares, named = _shares(view, forvaltning), units(view, forvaltning)
    parts = {fact.event.part or "" for fact in shares}
    return sorted({fact.event.period for fact in shares if not _nearest(fact.event.part or "", parts, named)})


def distribution(view: View, forvaltning: str, years: list[Period]) -> list[Share]:
    """The parts' ram in ``years``, each varav below the part that it lies within."""
    named = units(view, forvaltning)
    found: dict[str, dict[Period, Figure]] = {}
    for fact in _shares(view, forvaltning):
        if fact.event.period in years:
            found.setdefault(fact.event.part or "", {})[fact.event.period] = fact.amount
    above = {part: _nearest(part, found, named) for part in found}
    shares = [Share(part, named.name(part), bool(above[part]), amounts) for part, amounts in found.items()]
    return [each for share in shares if not share.varav for each in _with_parts(share, shares, above)]


def changes(view: View, forvaltning: str, *, parts: bool) -> list[Change]:
    """The causes for which the ram is changed: of the whole förvaltning, or those that are a varav about one of its
    parts.
    """
    named = units(view, forvaltning)
    found: dict[tuple[str, str], dict[Period, list[Figure]]] = {}
    names: dict[str, str] = {}
    for fact in view.each(RamChanged, forvaltning=forvaltning):
        if bool(fact.event.part) == parts:
            names[fact.event.cause] = fact.name or fact.cause
            years = found.setdefault((fact.event.cause, fact.event.part or ""), {})
            years.setdefault(fact.event.period, []).append(fact.amount)
    parts_in_order = list(dict.fromkeys(part for _cause, part in found))
    ordered = sorted(found.items(), key=lambda item: parts_in_order.index(item[0][1]))
    return [
        Change(cause, names[cause], part, named.name(part), {year: _one(amounts) for year, amounts in years.items()})
        for (cause, part), years in ordered
    ]


def changed_periods(view: View, forvaltning: str) -> list[Period]:
    """The years that ramförändringar are about."""
    return view.periods(RamChanged, forvaltning=forvaltning)


def decided(view: View, forvaltning: str, period: Period) -> Figure:
    """The ram of the whole förvaltning: as decided, or else the sum of its parts."""
    whole = view.latest_one(RamAllocated, forvaltning=forvaltning, period=period, part=None)
    figure: Figure = whole.amount if whole else distributed(view, forvaltning, period)
    return figure


def distributed(view: View, forvaltning: str, period: Period) -> Figure:
    """The sum of the parts' ram, as documents print it."""
    shares = distribution(view, forvaltning, [period])
    amounts = {share.name: share.amounts[period] for share in shares if not share.varav}
    added = total(amounts.values(), amounts) if amounts else Figure(UNKNOWN, Missing(f"Ram {period}"))
    about = {"part": None, "period": period}
    return as_asserted(view, added, RamAllocated, "amount", about, forvaltning=forvaltning)


def changed(view: View, forvaltning: str, period: Period) -> Figure:
    """What all causes change the ram of the whole förvaltning by, as documents print it."""
    causes = {change.name: change.amounts for change in changes(view, forvaltning, parts=False)}
    amounts = {name: years[period] for name, years in causes.items() if period in years}
    added = total(amounts.values(), amounts) if amounts else Figure(UNKNOWN, Missing(f"Ramförändring {period}"))
    about = {"part": None, "cause": ALL_CAUSES, "period": period}
    return as_asserted(view, added, RamChanged, "amount", about, forvaltning=forvaltning)


def _nearest(part: str, found: Container[str], named: Units) -> str:
    """The nearest part that this one lies within and that has a ram of its own; "" for none, and in a ring of parts."""
    parent, seen = named.parent(part), {part}
    while parent and parent not in seen:
        if parent in found and _nearest_root(parent, named):
            return parent
        seen.add(parent)
        parent = named.parent(parent)
    return ""


def _nearest_root(part: str, named: Units) -> bool:
    """Whether the way up from a part comes to an end: in a ring it does not."""
    seen = set()
    while part and part not in seen:
        seen.add(part)
        part = named.parent(part)
    return not part


def _with_parts(share: Share, shares: list[Share], above: dict[str, str]) -> Iterator[Share]:
    """A share, and below it those of its parts, and of theirs."""
    yield share
    for part in shares:
        if above[part.part] == share.part:
            yield from _with_parts(part, shares, above)


def _shares(view: View, forvaltning: str) -> list[Fact[RamAllocated]]:
    return [fact for fact in view.latest(RamAllocated, forvaltning=forvaltning) if fact.event.part]


def _one(amounts: list[Figure]) -> Figure:
    """A lone figure as it was read; several as their sum."""
    return amounts[0] if len(amounts) == 1 else total(amounts)
