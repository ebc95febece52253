"""Economy by line: a line's own amount, or else the sum of those that it is made up of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ledger.events import (
    Asserted,
    BudgetCarriedOver,
    BudgetSet,
    ForecastMade,
    LineDefined,
    OutcomeChangeStated,
    OutcomeRead,
    Proposal,
)
from ledger.figures import Figure, Period, Read, Rounded, differs
from ledger.projections.finance import Accounts
from ledger.testing import decided, given

YEAR, LAST_YEAR = Period.of("2025"), Period.of("2024")
TREE = "resultat intakter<resultat kostnader<resultat personal<kostnader it<kostnader"


def lines(tree: str = TREE) -> list[Proposal]:
    """Lines, each with the one that it is a part of."""
    return [
        decided(LineDefined(forvaltning="RK", line=code, name=code.title(), within=above or None), "2020-01-01")
        for code, _is, above in (each.partition("<") for each in tree.split())
    ]


def budget(line: str, amount: str, **about: Any) -> Proposal:
    event = BudgetSet(forvaltning="RK", line=line, period="2025", part=about.pop("part", None), amount=amount)
    return decided(event, "2025-01-01", **about)


def carried(line: str, from_year: str, amount: str) -> Proposal:
    event = BudgetCarriedOver(forvaltning="RK", line=line, from_period=from_year, period="2025", amount=amount)
    return decided(event, "2025-03-01")


def outcome(line: str, amount: str, accumulated: str = "2025", **about: Any) -> Proposal:
    period = Period.of(accumulated)
    said = {"line": line, "period": str(period.year), "accumulated": accumulated, "amount": amount}
    return decided(OutcomeRead(forvaltning="RK", **said, **about), period.last)


def accounts(*proposals: Proposal, tree: str = TREE, at: str = "2026-12-31", known: int | None = None) -> Accounts:
    return Accounts(given(*lines(tree), *proposals).view(at, known), "RK")


def number(figure: Figure) -> str | None:
    return None if figure.number is None else str(figure.number)


def test_a_line_without_an_amount_of_its_own_is_the_sum_of_its_parts() -> None:
    """Down to the last of them, each named."""
    money = accounts(budget("intakter", "20 mnkr"), budget("personal", "-10 mnkr"), budget("it", "-5 mnkr"))
    assert (number(money.budget("kostnader", YEAR)), number(money.budget("resultat", YEAR))) == ("-15", "5")
    assert money.budget("resultat", YEAR).event_ids() == ["event-6", "event-7", "event-8"]
    assert money.budget("resultat", YEAR).computed


def test_a_lines_own_amount_goes_before_the_sum_of_its_parts() -> None:
    """And is what the line above it counts."""
    money = accounts(
        budget("intakter", "20 mnkr"), budget("personal", "-10 mnkr"), budget("kostnader", "-16 mnkr", id="own")
    )
    assert isinstance(money.budget("kostnader", YEAR).how, Read)
    assert money.budget("kostnader", YEAR).event_ids() == ["own"]
    assert number(money.budget("resultat", YEAR)) == "4"


def test_an_amount_that_nobody_knows_is_left_out_and_counted() -> None:
    """It is a line's own too: what it is made up of does not stand in for it."""
    money = accounts(budget("personal", "-10 mnkr"), budget("it", "?"))
    assert (number(money.budget("kostnader", YEAR)), money.budget("kostnader", YEAR).left_out) == ("-10", 1)


def test_a_line_of_which_nothing_is_known_is_unknown() -> None:
    """One that has been withdrawn knows what was there."""
    assert accounts().budget("personal", YEAR).number is None
    money = accounts(
        budget("it", "-5 mnkr", id="a"), decided(None, "2025-01-01", replaces="a", reason="Fattades aldrig")
    )
    missing = money.budget("it", YEAR)
    assert missing.number is None
    assert [source.id for source in missing.how.before()] == ["a"]  # type: ignore[union-attr]


def test_a_ring_of_lines_comes_to_an_end() -> None:
    """What stands in it is counted once."""
    money = accounts(budget("c", "7 mnkr"), tree="a<b b<a c<a")
    assert (number(money.budget("a", YEAR)), number(money.budget("b", YEAR))) == ("7", "7")
    assert money.ancestors("c") == ["a", "b"]
    assert accounts(tree="a<b b<a").budget("a", YEAR).number is None


def test_the_lines_above_come_nearest_first() -> None:
    """And a line that the view does not know has none, and goes by its code."""
    money = accounts()
    assert money.ancestors("personal") == ["kostnader", "resultat"]
    assert (money.name("it"), money.name("okand"), money.ancestors("okand")) == ("It", "okand", [])


def test_a_parts_economy_is_its_own() -> None:
    """It is never part of the whole förvaltning's, nor the other way about."""
    money = accounts(budget("it", "-5 mnkr"), budget("it", "-2 mnkr", part="CE"))
    assert (number(money.budget("it", YEAR)), number(money.budget("it", YEAR, "CE"))) == ("-5", "-2")
    assert money.budget("it", YEAR, "CHR").number is None


def test_what_is_carried_over_is_told_apart_by_the_year_it_comes_from() -> None:
    """And rolls up as budgets do."""
    money = accounts(
        carried("it", "2023", "1 mnkr"), carried("it", "2024", "2 mnkr"), carried("personal", "2024", "4 mnkr")
    )
    years = [Period.of("2023"), LAST_YEAR]
    assert [number(money.carried_over("it", year, YEAR)) for year in years] == ["1", "2"]
    assert [number(money.carried_over("kostnader", year, YEAR)) for year in years] == ["1", "6"]


def test_what_is_available_is_the_budget_and_all_that_was_carried_over() -> None:
    """From whatever year; what is known where something is not; the budget itself where nothing was."""
    money = accounts(budget("it", "10 mnkr"), carried("it", "2023", "1 mnkr"), carried("it", "2024", "2 mnkr"))
    assert number(money.available("it", YEAR)) == "13"
    assert number(accounts(carried("it", "2024", "2 mnkr")).available("it", YEAR)) == "2"
    assert number(accounts(budget("it", "10 mnkr")).available("it", YEAR)) == "10"
    assert accounts().available("it", YEAR).number is None


def test_an_outcome_is_of_exactly_what_it_covers() -> None:
    """January to April is no part of January to August, and the year no sum of them."""
    money = accounts(outcome("it", "-2 mnkr", "2025-01/2025-04"), outcome("it", "-5 mnkr", "2025-01/2025-08"))
    spans = ["2025-01/2025-04", "2025-01/2025-08", "2025"]
    assert [number(money.outcome("it", Period.of(span))) for span in spans] == ["-2", "-5", None]


def test_an_outcome_by_budget_year_adds_up_to_the_outcome() -> None:
    """What was charged to each year's budget, and all of it."""
    read = [outcome("it", f"{amount} mnkr", budget_period=year) for year, amount in {"2023": 1, "2024": 2}.items()]
    money = accounts(*read)
    assert number(money.outcome("it", YEAR)) == "3"
    assert number(accounts(*read, outcome("it", "4 mnkr")).outcome("it", YEAR)) == "4", "the whole, whatever it is of"
    assert [number(money.outcome("it", YEAR, budget_period=Period.of(year))) for year in ("2023", "2024", "2025")] == [
        "1",
        "2",
        None,
    ]


def test_a_lines_own_outcome_goes_before_its_parts_in_whatever_budget_year_they_are() -> None:
    """What the parts were charged with is in it already."""
    money = accounts(outcome("kostnader", "10 mnkr"), outcome("it", "4 mnkr", budget_period="2023"))
    assert number(money.outcome("kostnader", YEAR)) == "10"


def test_a_forecast_belongs_to_its_follow_up() -> None:
    """Another follow-up's is another forecast."""
    made = [
        decided(ForecastMade(forvaltning="RK", line="it", period="2025", round=code, amount=amount), "2025-09-01")
        for code, amount in {"2025-04": "-5 mnkr", "2025-08": "-6 mnkr"}.items()
    ]
    money = accounts(*made)
    assert [number(money.forecast("kostnader", YEAR, code)) for code in ("2025-04", "2025-08", "2025-12")] == [
        "-5",
        "-6",
        None,
    ]


def test_a_change_is_worked_out_where_both_years_are_known_and_else_as_stated() -> None:
    """Costs are negative, and grow all the same."""
    stated = OutcomeChangeStated(forvaltning="RK", line="it", period="2025", share="9,9 %", change="-1 mnkr")
    worked_out = accounts(outcome("it", "-10 mnkr", "2024"), outcome("it", "-11 mnkr"), decided(stated, "2025-12-31"))
    assert worked_out.outcome_change("it", YEAR, share=True).number == 10
    assert worked_out.outcome_change("it", YEAR).number == -1
    only_stated = accounts(outcome("it", "-11 mnkr"), decided(stated, "2025-12-31"))
    assert only_stated.outcome_change("it", YEAR, share=True).number == Decimal("9.9")
    assert accounts(outcome("it", "-11 mnkr")).outcome_change("it", YEAR, share=True).number is None


def test_what_a_document_prints_of_a_line_is_held_to_it() -> None:
    """A sum is shown as printed within rounding, and beyond it the print stands beside; only the newest print counts."""

    def printed(amount: str, on: str) -> Proposal:
        about = {"claims": "finance.budget-set", "about": "line=kostnader; period=2025", "value_of": "amount"}
        return decided(Asserted(forvaltning="RK", **about, value=amount), on)

    read = [budget("personal", "-10,4 mnkr"), budget("it", "-5,4 mnkr")]
    rounded = accounts(*read, printed("-15,9 mnkr", "2025-01-01")).budget("kostnader", YEAR)
    assert (number(rounded), isinstance(rounded.how, Rounded), differs(rounded)) == ("-15.9", True, False)
    money = accounts(*read, printed("-15,9 mnkr", "2025-01-01"), printed("-17 mnkr", "2025-02-01"))
    assert (number(money.budget("kostnader", YEAR)), differs(money.budget("kostnader", YEAR))) == ("-15.8", True)
    assert money.budget("personal", YEAR).published is None


@pytest.mark.parametrize(("at", "expected"), [("2024-12-31", None), ("2025-01-01", "-5"), ("2025-06-30", "-5")])
def test_a_budget_is_there_from_the_day_that_it_takes_effect(at: str, expected: str | None) -> None:
    """As everything in a view."""
    assert number(accounts(budget("it", "-5 mnkr"), at=at).budget("kostnader", YEAR)) == expected
