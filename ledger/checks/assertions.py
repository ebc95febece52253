"""What documents print against what the ledger knows and works out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ledger.checks.finding import Check, Finding, Level, check
from ledger.checks.naming import quantity_name
from ledger.events.assertions import Asserted
from ledger.events.base import Event
from ledger.events.indicators import IndicatorRead
from ledger.figures.figure import Figure
from ledger.figures.printing import swedish
from ledger.figures.rounding import as_published, differs
from ledger.figures.values import UNKNOWN, Quantity
from ledger.language import _
from ledger.projections.assertions import held_to
from ledger.projections.indicators import Indicators, covered_by
from ledger.projections.quantities import quantity
from ledger.views.facts import Fact
from ledger.views.view import View

Claim = Fact[Asserted]


@check("uppgift")
def printed_figures(view: View, forvaltning: str) -> Iterator[Finding]:
    """Totals and other figures that documents print, against what is decided, read or worked out by their day."""
    for claim in view.each(Asserted, forvaltning=forvaltning):
        event_class = view.catalogue.find(claim.event.claims)
        if event_class is None:
            continue
        about, value_of = claim.event.said_of, claim.event.value_of
        if claim.event.value == UNKNOWN:
            continue
        then = view.once(("on the day", claim.effective), lambda: view.seen_at(claim.effective))  # noqa: B023
        figure = quantity(then, forvaltning, claim.event.quantity)
        if figure.value == UNKNOWN:  # first said by a later document
            figure = quantity(view, forvaltning, claim.event.quantity)
        if figure.value == UNKNOWN:
            yield from _unknown(view, claim, event_class)
        elif differs(held := held_to(figure, [claim])):
            name = quantity_name(view, forvaltning, event_class, about, value_of)
            yield _contradiction(claim, name, held)


def _contradiction(claim: Claim, name: str, figure: Figure) -> Finding:
    """Two figures that are not the same. A sum with terms that nobody knows may differ by those: that is no error."""
    what = _("{name}: dokumentet har {printed}, liggaren {figure}").format(
        name=name, printed=claim.value, figure=_as_exactly_as(claim.value, figure)
    )
    how = _("uträknat") if figure.computed else _("registrerat")
    remedy = _("är uppgiften i dokumentet fel, rätta dokumentet; är någon av posterna fel, rätta den (correct)")
    level: Level = "info" if figure.left_out else "error"
    return Finding(level, what, remedy, ((_("i dokumentet"), claim.value), (how, figure)), (claim.record,))


def _as_exactly_as(printed: Figure, figure: Figure) -> str:
    """The figure with at least as many decimals as the print has, so that the two can be told apart."""
    places = printed.value.decimals if isinstance(printed.value, Quantity) else None
    exact = isinstance(figure.value, Quantity) and isinstance(figure.value.number, Fraction)
    return swedish(figure.value, with_unit=True, places=max(places or 0, 1) if exact else None)


def _unknown(view: View, claim: Claim, event_class: type[Event]) -> Iterator[Finding]:
    """A figure that only this document has: the same number under another year, or one that nobody else knows."""
    forvaltning, about = claim.event.forvaltning, claim.event.said_of
    name = quantity_name(view, forvaltning, event_class, about, claim.event.value_of)
    if event_class is IndicatorRead and (other := _same_under_another_year(view, claim)):
        what = _("{name}: dokumentet har {printed}, som liggaren har för {year}").format(
            name=name, printed=claim.value, year=covered_by(other).swedish
        )
        remedy = _("ta reda på vilket år värdet gäller, och rätta det som är fel")
        figures = ((_("i dokumentet"), claim.value), (covered_by(other).swedish, other.value))
        yield Finding("error", what, remedy, figures, (claim.record, other.record))
        return
    what = _("{name}: dokumentet har {printed}, liggaren vet inget").format(name=name, printed=claim.value)
    yield Finding(
        "info",
        what,
        _("registrera värdet, om dokumentet beslutar det"),
        ((_("i dokumentet"), claim.value),),
        (claim.record,),
    )


def _same_under_another_year(view: View, claim: Claim) -> Fact[IndicatorRead] | None:
    about = claim.event.said_of
    facts = view.each(
        IndicatorRead,
        forvaltning=claim.event.forvaltning,
        indicator=about["indicator"],
        group=about.get("group"),
    )
    return next((fact for fact in facts if fact.event.value == claim.event.value), None)


@check("dubbelt-varde")
def indicators_that_read_twice(view: View, forvaltning: str) -> Iterator[Finding]:
    """Indicators read twice over one period, with values that differ by more than rounding."""
    indicators = Indicators.of(view, forvaltning)
    found: dict[tuple[str, str, str], Fact[IndicatorRead]] = {}
    for fact in view.each(IndicatorRead, forvaltning=forvaltning):
        if fact.event.value == UNKNOWN:
            continue
        key = (fact.event.indicator, fact.event.group or "", str(covered_by(fact)))
        other = found.setdefault(key, fact)
        if differs(as_published(other.value, fact.value)):
            group = indicators.group_name(key[0], key[1]) if key[1] else ""
            what = _("{name}, {period}: {one} och {other}").format(
                name=", ".join(filter(None, (indicators.name(key[0]), group))),
                period=covered_by(fact).swedish,
                one=other.value,
                other=fact.value,
            )
            remedy = _("en av dem gäller; rätta eller återta den andra")
            yield Finding("error", what, remedy, (("", other.value), ("", fact.value)), (other.record, fact.record))


ASSERTION_CHECKS: tuple[Check, ...] = (printed_figures, indicators_that_read_twice)
