"""Follow-ups: what is due, and what the law says of a delårsrapport."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.checks.finding import Check, Finding, check
from ledger.events.followup import RoundOpened
from ledger.events.indicators import IndicatorAdopted
from ledger.events.texts import DocumentHandled
from ledger.figures.periods import Period
from ledger.figures.values import UNKNOWN
from ledger.language import _
from ledger.projections.indicators import Indicators, is_due
from ledger.views.facts import Fact
from ledger.views.view import View

SHORTEST, LONGEST = 6, 8
"""Months that one delårsrapport of a year covers, if no other does: at least half and at most two thirds of the year,
from its beginning (lag (2018:597) om kommunal bokföring och redovisning, 13 kap. 1 §).
"""
MONTHS_TO_HAND_IN = 2
"""Months from the end of the period within which it is handed in (kommunallagen (2017:725), 11 kap. 16 §)."""


@check("avlasning-saknas")
def due_readings_are_there(view: View, forvaltning: str) -> Iterator[Finding]:
    """Indicators that are to be reported at a follow-up and have no reading for its part of the year."""
    indicators = Indicators.of(view, forvaltning)
    for fact in view.latest(RoundOpened, forvaltning=forvaltning):
        covered, year = fact.event.period, fact.event.period.whole_year
        if "indikator" not in fact.event.due:
            continue
        for adopted in indicators.adopted(year):
            if not is_due(adopted, covered) or _is_read(indicators, adopted, covered, fact):
                continue
            what = _("{name} ska redovisas vid {round} men är inte avläst").format(
                name=adopted.name or indicators.name(adopted.event.indicator), round=fact.event.round
            )
            remedy = _("registrera avläsningen (indicator.read), eller ändra när den redovisas")
            yield Finding("warning", what, remedy, records=(adopted.record,))


def _is_read(indicators: Indicators, adopted: Fact[IndicatorAdopted], covered: Period, fact: Fact[RoundOpened]) -> bool:
    event = adopted.event
    wanted = {covered, fact.event.staff_period or covered}
    if any(indicators.reading(event.indicator, each, event.group).value != UNKNOWN for each in wanted):
        return True
    return not covered.is_year and indicators.last_covered(event.indicator, covered, event.group) is not None


@check("delarsrapport")
def interim_reports_keep_to_the_law(view: View, forvaltning: str) -> Iterator[Finding]:
    """The periods of a year's delårsrapporter, and the day that each was handled, against the law."""
    rounds = [fact for fact in view.latest(RoundOpened, forvaltning=forvaltning) if not fact.event.period.is_year]
    lawful = {fact.event.period.year for fact in rounds if _as_the_law_says(fact.event.period)}
    for fact in rounds:
        covered = fact.event.period
        if covered.year not in lawful and view.at > _months_after(date(covered.year, LONGEST, 1), MONTHS_TO_HAND_IN):
            what = _("Uppföljningen {round} omfattar {period}").format(round=fact.event.round, period=covered.swedish)
            remedy = _("en delårsrapport omfattar minst halva och högst två tredjedelar av året, från årets början")
            yield Finding("error", what, remedy, records=(fact.record,))
        yield from _late(view, forvaltning, fact)


def _as_the_law_says(covered: Period) -> bool:
    return covered.first == date(covered.year, 1, 1) and SHORTEST <= _months(covered) <= LONGEST


def _late(view: View, forvaltning: str, fact: Fact[RoundOpened]) -> Iterator[Finding]:
    last = fact.event.period.last
    latest = _months_after(last, MONTHS_TO_HAND_IN)
    for handled in view.latest(DocumentHandled, forvaltning=forvaltning):
        if handled.event.period == fact.event.period and handled.event.handled_on > latest:
            what = _("Delårsrapporten för {period} behandlades {day}").format(
                period=fact.event.period.swedish, day=handled.event.handled_on
            )
            remedy = _("den ska lämnas senast två månader efter periodens slut, {day}").format(day=latest)
            yield Finding("warning", what, remedy, records=(handled.record,))


def _months(period: Period) -> int:
    return (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1


def _months_after(day: date, months: int) -> date:
    """The last day of the month so many months later."""
    month = day.month - 1 + months
    return Period.of(f"{day.year + month // 12}-{month % 12 + 1:02d}").last


FOLLOWUP_CHECKS: tuple[Check, ...] = (due_readings_are_there, interim_reports_keep_to_the_law)
