"""Ram, budgets and forecasts against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledger.checks.finding import Check, Finding, check
from ledger.events.finance import BudgetCarriedOver, BudgetSet, ForecastMade
from ledger.events.ram import RamAllocated
from ledger.figures.figure import Figure, total
from ledger.figures.rounding import as_published, differs
from ledger.language import _
from ledger.projections import ram
from ledger.projections.finance import Accounts
from ledger.projections.followup import round_period
from ledger.projections.grants import in_reimbursement
from ledger.views.facts import Fact
from ledger.views.view import View


@check("ramfordelning")
def ram_is_distributed(view: View, forvaltning: str) -> Iterator[Finding]:
    """The decided ram of a year, against what its parts have together."""
    distributed = ram.distributed_periods(view, forvaltning)
    for fact in view.latest(RamAllocated, forvaltning=forvaltning, part=None):
        year = fact.event.period
        if year in distributed:
            parts = ram.distributed(view, forvaltning, year)
            if _apart(fact.amount, parts):
                what = _("Ram {year}: beslutad {ram}, fördelad {parts}").format(year=year, ram=fact.amount, parts=parts)
                figures = ((_("beslutad"), fact.amount), (_("fördelad"), parts))
                yield Finding("error", what, _("fördela hela ramen, eller rätta den del som är fel"), figures)


@check("ramforandring")
def ram_changes_for_causes(view: View, forvaltning: str) -> Iterator[Finding]:
    """What the causes change the ram by, against what the rams of two years differ by."""
    for year in ram.changed_periods(view, forvaltning):
        causes = ram.changed(view, forvaltning, year)
        moved = ram.decided(view, forvaltning, year) - ram.decided(view, forvaltning, year.earlier())
        if moved.number is not None and _apart(causes, moved):
            what = _("Ramförändring {year}: orsakerna ger {causes}, ramen själv skiljer {moved}").format(
                year=year, causes=causes, moved=moved
            )
            figures = ((_("orsakerna"), causes), (_("ramen"), moved))
            yield Finding("error", what, _("registrera den orsak som saknas, eller rätta den som är fel"), figures)


@check("overford-budget")
def budget_is_carried_over(view: View, forvaltning: str) -> Iterator[Finding]:
    """What was carried over to a line, against what was carried over to what it is made up of."""
    accounts = Accounts.of(view, forvaltning)
    facts = view.latest(BudgetCarriedOver, forvaltning=forvaltning)
    for fact in facts:
        event = fact.event
        same = [each for each in facts if _whence_and_where(each) == _whence_and_where(fact)]
        lines = {each.event.line for each in same}
        within = [each for each in same if _nearest(accounts, each.event.line, lines) == event.line]
        if within:
            added = total((each.amount for each in within), [accounts.name(each.event.line) for each in within])
            if _apart_as_decided(fact.amount, added):
                yield _carried_apart(accounts, fact, added, within)


def _whence_and_where(fact: Fact[BudgetCarriedOver]) -> tuple[object, ...]:
    return fact.event.from_period, fact.event.period, fact.event.part


def _nearest(accounts: Accounts, line: str, lines: set[str]) -> str:
    """The nearest of ``lines`` that a line is a part of; "" for none."""
    return next((above for above in accounts.ancestors(line) if above in lines), "")


def sums_up(name: str, whole: Figure, terms: Mapping[str, Figure]) -> Iterator[Finding]:
    """A förvaltning's own rule: a figure against the sum of others, each with what it is."""
    added = total(terms.values(), terms)
    if _apart(whole, added):
        what = _("{name}: {whole}, men {terms} ger {added}").format(
            name=name, whole=whole, terms=" + ".join(terms), added=added
        )
        figures = ((name, whole), *terms.items())
        yield Finding("error", what, _("rätta det som är fel, eller registrera det som saknas"), figures)


def reimbursement_is_made_up(forvaltning: str, line: str, givers: Mapping[str, str]) -> Check:
    """The check that a förvaltning's budgeted regionersättning is its ram and the grants of ``givers``, each by the
    name that the finding has for them.
    """

    @check(f"{forvaltning.lower()}-regionersattning")
    def judge(view: View, of: str) -> Iterator[Finding]:
        """Budgeterad regionersättning mot det som den består av."""
        for year in view.periods(BudgetSet, forvaltning=of) if of == forvaltning else []:
            if terms := in_reimbursement(view, of, year, givers):
                yield from sums_up(f"Regionersättning {year}", Accounts.of(view, of).budget(line, year), terms)

    return judge


def _carried_apart(
    accounts: Accounts,
    fact: Fact[BudgetCarriedOver],
    added: Figure,
    within: list[Fact[BudgetCarriedOver]],
) -> Finding:
    what = _("Överfört från {year}, {line}: {whole}, men delarna ger {added}").format(
        year=fact.event.from_period, line=accounts.name(fact.event.line), whole=fact.amount, added=added
    )
    figures = ((_("raden"), fact.amount), (_("delarna"), added))
    records = (fact.record, *(each.record for each in within))
    return Finding("error", what, _("ta reda på vad som fördes över, och rätta det som är fel"), figures, records)


@check("prognos")
def forecasts_reach_the_outcome(view: View, forvaltning: str) -> Iterator[Finding]:
    """Costs forecast for the year that are lower than what they have come to already."""
    accounts = Accounts.of(view, forvaltning)
    for fact in view.latest(ForecastMade, forvaltning=forvaltning):
        event = fact.event
        covered = round_period(view, forvaltning, event.round)
        if covered is None or event.part or covered.year != event.period.year:
            continue
        so_far = accounts.outcome(event.line, covered)
        if _is_cost(so_far) and _is_cost(fact.amount) and _less_than(so_far, fact.amount):
            what = _("{line} {year}: prognosen {forecast} är lägre än utfallet {outcome} till och med {until}").format(
                line=accounts.name(event.line),
                year=event.period,
                forecast=fact.amount,
                outcome=so_far,
                until=covered.last,
            )
            figures = ((_("prognos"), fact.amount), (_("utfall"), so_far))
            remedy = _("gör om prognosen, eller förklara vad som ska sänka kostnaden")
            yield Finding("warning", what, remedy, figures, (fact.record,))


def _is_cost(figure: Figure) -> bool:
    return figure.number is not None and figure.number < 0


def _less_than(one: Figure, other: Figure) -> bool:
    """Whether a cost is greater than another, by more than rounding."""
    below = (one - other).number
    return below is not None and below < 0 and _apart(one, other)


def _apart(one: Figure, other: Figure) -> bool:
    """Whether two figures of one quantity differ by more than the rounding of their terms. With a term that nobody
    knows, nobody knows that either.
    """
    if not _complete(one, other):
        return False
    return differs(as_published(one, other))


def _apart_as_decided(one: Figure, other: Figure) -> bool:
    """Whether two decided amounts differ: what is decided is exact, and no rounding of its terms explains it."""
    return _complete(one, other) and (one - other).number != 0


def _complete(*figures: Figure) -> bool:
    return all(figure.number is not None and not figure.left_out for figure in figures)


ECONOMY_CHECKS: tuple[Check, ...] = (
    ram_is_distributed,
    ram_changes_for_causes,
    budget_is_carried_over,
    forecasts_reach_the_outcome,
)
