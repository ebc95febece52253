"""Ram, budgets and forecasts against each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from ledger.checks import Check, Finding, sums_up
from ledger.checks.economy import (
    budget_is_carried_over,
    forecasts_reach_the_outcome,
    ram_changes_for_causes,
    ram_is_distributed,
)
from ledger.events import (
    BudgetCarriedOver,
    ForecastMade,
    LineDefined,
    OutcomeRead,
    Proposal,
    RamAllocated,
    RamChanged,
    RoundOpened,
    UnitFormed,
)
from ledger.figures import Figure
from ledger.figures.values import value_in
from ledger.testing import Given, decided, given


def found(rule: Check, world: Given, at: str = "2025-12-31", known: int | None = None) -> list[Finding]:
    return list(rule.judge(world.view(at, known), "RK"))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def labels(finding: Finding) -> list[tuple[str, str]]:
    return [(label, plain(str(figure))) for label, figure in finding.figures]


def unit(code: str, within: str | None = None) -> Proposal:
    return decided(UnitFormed(forvaltning="RK", unit=code, name=code, within=within), "2020-01-01")


def ram(amount: str, part: str | None = None, year: str = "2025", on: str = "2025-01-01", **about: Any) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", part=part, period=year, amount=amount), on, **about)


UNITS = (unit("A"), unit("B"), unit("B1", "B"))


def test_a_ram_that_is_not_all_distributed_is_an_error() -> None:
    """A varav never adds. What was decided, what the parts have, and what to do."""
    [each] = found(
        ram_is_distributed,
        given(*UNITS, ram("100 mnkr"), ram("60 mnkr", "A"), ram("30 mnkr", "B"), ram("10 mnkr", "B1")),
    )
    assert (each.level, plain(each.what)) == ("error", "Ram 2025: beslutad 100 mnkr, fördelad 90 mnkr")
    assert labels(each) == [("beslutad", "100 mnkr"), ("fördelad", "90 mnkr")]
    assert each.figures[1][1].event_ids() == ["event-5", "event-6"]
    assert each.remedy == "fördela hela ramen, eller rätta den del som är fel"


@over(st.integers(-4, 4))
def test_a_ram_is_distributed_within_rounding(tenths: int) -> None:
    """Of two parts and a whole with one decimal each, less than 0,15 is rounding."""
    world = given(*UNITS, ram(f"{100 + tenths / 10:.1f} mnkr"), ram("60,0 mnkr", "A"), ram("40,0 mnkr", "B"))
    assert bool(found(ram_is_distributed, world)) == (abs(tenths) > 1)


def test_a_ram_that_is_not_distributed_yet_is_not_found() -> None:
    """Nor one of which a part is unknown, nor parts without a decided whole."""
    assert not found(ram_is_distributed, given(*UNITS, ram("100 mnkr")))
    assert not found(ram_is_distributed, given(*UNITS, ram("100 mnkr"), ram("60 mnkr", "A"), ram("?", "B")))
    assert not found(ram_is_distributed, given(*UNITS, ram("60 mnkr", "A")))
    assert not found(ram_is_distributed, given())


def test_a_part_that_comes_later_is_what_was_missing() -> None:
    """Until it was known, or had taken effect, the ram was not all distributed."""
    world = given(*UNITS, ram("100 mnkr"), ram("60 mnkr", "A"), ram("40 mnkr", "B", on="2025-03-01"))
    assert not found(ram_is_distributed, world)
    assert found(ram_is_distributed, world, at="2025-02-28")
    assert found(ram_is_distributed, world, known=5)


def changed(amount: str, cause: str = "index", year: str = "2025", part: str | None = None) -> Proposal:
    event = RamChanged(forvaltning="RK", cause=cause, name=cause, period=year, part=part, amount=amount)
    return decided(event, "2025-01-01")


BEFORE, AFTER = ram("100,0 mnkr", year="2024", on="2024-01-01"), ram("110,0 mnkr")


def test_causes_that_do_not_give_the_change_are_an_error() -> None:
    """With what they give and what the ram itself differs by."""
    [each] = found(ram_changes_for_causes, given(BEFORE, AFTER, changed("6,0 mnkr"), changed("1,0 mnkr", "lokaler")))
    assert (each.level, plain(each.what)) == (
        "error",
        "Ramförändring 2025: orsakerna ger 7,0 mnkr, ramen själv skiljer 10,0 mnkr",
    )
    assert labels(each) == [("orsakerna", "7,0 mnkr"), ("ramen", "10,0 mnkr")]
    assert each.remedy == "registrera den orsak som saknas, eller rätta den som är fel"


@pytest.mark.parametrize(
    "decisions",
    [
        pytest.param([BEFORE, AFTER, changed("10,1 mnkr")], id="within rounding"),
        pytest.param([BEFORE, AFTER], id="no causes"),
        pytest.param([AFTER, changed("6,0 mnkr")], id="no ram the year before"),
        pytest.param([BEFORE, changed("6,0 mnkr")], id="no ram this year"),
        pytest.param([BEFORE, AFTER, changed("6,0 mnkr"), changed("?", "lokaler")], id="an unknown cause"),
        pytest.param([BEFORE, AFTER, changed("10,0 mnkr"), changed("3,0 mnkr", part="A")], id="a varav"),
    ],
)
def test_causes_that_can_give_the_change_are_not_found(decisions: list[Proposal]) -> None:
    """Nor those that there is nothing to hold against."""
    assert not found(ram_changes_for_causes, given(*UNITS, *decisions))


TREE = tuple(
    decided(LineDefined(forvaltning="RK", line=code, name=code.title(), within=within), "2020-01-01")
    for code, within in (("maskiner", None), ("gym", "maskiner"), ("reserv", "maskiner"), ("band", "gym"))
)


def carried(line: str, amount: str, from_year: str = "2024", **about: Any) -> Proposal:
    said = {"from_period": from_year, "period": "2025", "part": about.pop("part", None)}
    event = BudgetCarriedOver(forvaltning="RK", line=line, amount=amount, **said)
    return decided(event, "2025-03-01", **about)


def test_what_is_carried_over_is_what_its_parts_were() -> None:
    """Decided amounts are exact: 600,0 tkr is not 0,7 mnkr, though 0,6 mnkr is."""
    parts = (carried("gym", "0,5 mnkr", id="gym"), carried("reserv", "0,2 mnkr", id="reserv"))
    [each] = found(budget_is_carried_over, given(*TREE, *parts, carried("maskiner", "600,0 tkr", id="whole")))
    assert (each.level, plain(each.what)) == (
        "error",
        "Överfört från 2024, Maskiner: 600,0 tkr, men delarna ger 0,7 mnkr",
    )
    assert labels(each) == [("raden", "600,0 tkr"), ("delarna", "0,7 mnkr")]
    assert [record.id for record in each.records] == ["whole", "gym", "reserv"]
    assert each.remedy == "ta reda på vad som fördes över, och rätta det som är fel"
    assert not found(budget_is_carried_over, given(*TREE, *parts, carried("maskiner", "700 tkr")))
    assert found(budget_is_carried_over, given(*TREE, *parts, carried("maskiner", "701 tkr")))


@pytest.mark.parametrize(
    "decisions",
    [
        pytest.param([carried("maskiner", "7 tkr")], id="no parts"),
        pytest.param([carried("maskiner", "7 tkr"), carried("gym", "5 tkr", "2023")], id="from another year"),
        pytest.param([carried("maskiner", "7 tkr"), carried("gym", "5 tkr", part="A")], id="of a part"),
        pytest.param([carried("maskiner", "?"), carried("gym", "5 tkr")], id="an unknown whole"),
        pytest.param(
            [carried("maskiner", "7 tkr"), carried("gym", "5 tkr"), carried("reserv", "?")], id="unknown part"
        ),
        pytest.param(
            [carried("maskiner", "7 tkr"), carried("gym", "7 tkr"), carried("band", "7 tkr")], id="within each"
        ),
        pytest.param([carried("maskiner", "7 tkr"), carried("band", "7 tkr")], id="through a line with nothing"),
    ],
)
def test_what_can_have_been_carried_over_is_not_found(decisions: list[Proposal]) -> None:
    """Nor what there is nothing to hold against. A part's part is in the part already."""
    assert not found(budget_is_carried_over, given(unit("A"), *TREE, *decisions))


def opened(code: str = "2025-08", period: str = "2025-01/2025-08", cut_off: str = "2025-08-31") -> Proposal:
    return decided(RoundOpened(forvaltning="RK", round=code, period=period, cut_off=cut_off), cut_off)


def forecast(amount: str, line: str = "maskiner", round_code: str = "2025-08", **more: Any) -> Proposal:
    event = ForecastMade(forvaltning="RK", line=line, period="2025", round=round_code, amount=amount, **more)
    return decided(event, "2025-08-31", id="forecast")


def outcome(amount: str, line: str = "maskiner", accumulated: str = "2025-01/2025-08") -> Proposal:
    event = OutcomeRead(forvaltning="RK", line=line, period="2025", accumulated=accumulated, amount=amount)
    return decided(event, "2025-08-31")


def test_a_cost_that_is_forecast_below_what_it_has_come_to_is_a_warning() -> None:
    """With both, until when, and what to do."""
    [each] = found(forecasts_reach_the_outcome, given(*TREE, opened(), outcome("-33 mnkr"), forecast("-22 mnkr")))
    assert (each.level, plain(each.what)) == (
        "warning",
        "Maskiner 2025: prognosen −22 mnkr är lägre än utfallet −33 mnkr till och med 2025-08-31",
    )
    assert labels(each) == [("prognos", "−22 mnkr"), ("utfall", "−33 mnkr")]
    assert [record.id for record in each.records] == ["forecast"]
    assert each.remedy == "gör om prognosen, eller förklara vad som ska sänka kostnaden"


def test_the_outcome_of_a_line_may_be_worked_out() -> None:
    """As the sum of what it is made up of."""
    world = given(*TREE, opened(), outcome("-3 mnkr", "gym"), outcome("-2 mnkr", "reserv"), forecast("-2 mnkr"))
    [each] = found(forecasts_reach_the_outcome, world)
    assert each.figures[1][1].computed


@pytest.mark.parametrize(
    "decisions",
    [
        pytest.param([outcome("-33 mnkr"), forecast("-34 mnkr")], id="higher"),
        pytest.param([outcome("-33 mnkr"), forecast("-33 mnkr")], id="the same"),
        pytest.param([outcome("-33,4 mnkr"), forecast("-33 mnkr")], id="within rounding"),
        pytest.param([outcome("33 mnkr"), forecast("22 mnkr")], id="an income"),
        pytest.param([outcome("-33 mnkr"), forecast("?")], id="unknown"),
        pytest.param([forecast("-22 mnkr")], id="no outcome"),
        pytest.param([outcome("-33 mnkr", accumulated="2025"), forecast("-22 mnkr")], id="another period's outcome"),
        pytest.param([outcome("-33 mnkr"), forecast("-22 mnkr", part="A")], id="a part's"),
        pytest.param([outcome("-33 mnkr"), forecast("-22 mnkr", round_code="2024")], id="another follow-up's"),
    ],
)
def test_a_forecast_that_can_be_right_is_not_found(decisions: list[Proposal]) -> None:
    """Nor one that there is no outcome to hold against."""
    world = given(unit("A"), *TREE, opened(), opened("2024", "2024", "2024-12-31"), *decisions)
    assert not found(forecasts_reach_the_outcome, world)


def test_a_withdrawn_forecast_is_not_found() -> None:
    """It never was made."""
    proposals = (*TREE, opened(), outcome("-33 mnkr"), forecast("-22 mnkr"))
    gone = Proposal(None, proposals[-1].effective_on, replaces="forecast", reason="Fel")
    assert found(forecasts_reach_the_outcome, given(*proposals, gone), known=len(proposals))
    assert not found(forecasts_reach_the_outcome, given(*proposals, gone))


def amount(text: str) -> Figure:
    return Figure(value_in(text))


def test_a_plugin_says_in_a_line_that_a_figure_is_the_sum_of_others() -> None:
    """Each by its name. Rounding is none of its business, and what is unknown cannot be judged."""
    [each] = sums_up("Ersättning", amount("100 mnkr"), {"ram": amount("80 mnkr"), "anslag": amount("10 mnkr")})
    assert plain(each.what) == "Ersättning: 100 mnkr, men ram + anslag ger 90 mnkr"
    assert labels(each) == [("Ersättning", "100 mnkr"), ("ram", "80 mnkr"), ("anslag", "10 mnkr")]
    assert not list(sums_up("Ersättning", amount("91 mnkr"), {"ram": amount("80 mnkr"), "anslag": amount("10 mnkr")}))
    assert not list(sums_up("Ersättning", amount("100 mnkr"), {"ram": amount("80 mnkr"), "anslag": amount("?")}))
