"""What documents print against what the ledger knows (``uppgift``), and readings against each other
(``dubbelt-varde``).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from ledger.checks import Finding
from ledger.checks.assertions import indicators_that_read_twice, printed_figures
from ledger.events import (
    Asserted,
    BudgetSet,
    IndicatorDefined,
    IndicatorGroupDefined,
    IndicatorRead,
    IndicatorTargetSet,
    LineDefined,
    Proposal,
)
from ledger.figures import Period
from ledger.projections.finance import Accounts
from ledger.testing import Given, decided, given

BUDGET = "finance.budget-set"
READING = "indicator.read"


def line(code: str, within: str | None = None) -> Proposal:
    return decided(LineDefined(forvaltning="RK", line=code, name=code.title(), within=within), "2020-01-01")


def budget(code: str, amount: str, **about: Any) -> Proposal:
    return decided(BudgetSet(forvaltning="RK", line=code, period="2025", amount=amount), "2025-01-01", **about)


def printed(claims: str, about: str, value: str, value_of: str = "amount", **more: Any) -> Proposal:
    event = Asserted(forvaltning="RK", claims=claims, about=about, value_of=value_of, value=value)
    return decided(event, "2025-08-31", **more)


def indicator(code: str = "resor") -> Proposal:
    return decided(IndicatorDefined(forvaltning="RK", indicator=code, name=code.title()), "2020-01-01")


def read(value: str, period: str = "2024", on: str = "2024-12-31", **more: Any) -> Proposal:
    proposal_about = {name: more.pop(name) for name in ("id", "replaces", "reason") if name in more}
    event = IndicatorRead(forvaltning="RK", indicator="resor", period=period, value=value, **more)
    return decided(event, on, **proposal_about)


def withdrawn(event_id: str, on: str) -> Proposal:
    return Proposal(None, date.fromisoformat(on), replaces=event_id, reason="Fel")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def contradictions(world: Given, at: str = "2025-12-31", known: int | None = None) -> list[Finding]:
    return list(printed_figures.judge(world.view(at, known), "RK"))


def twice(world: Given, at: str = "2025-12-31", known: int | None = None) -> list[Finding]:
    return list(indicators_that_read_twice.judge(world.view(at, known), "RK"))


TREE = (line("kostnader"), line("it", "kostnader"), line("personal", "kostnader"))
PARTS = (budget("it", "-10,2 mnkr"), budget("personal", "-20,4 mnkr"))
TOTAL = "line=kostnader; period=2025"


def test_a_printed_total_that_is_not_the_sum_is_an_error() -> None:
    """With both figures, what to do, and the assertion; the total knows the terms behind it."""
    [found] = contradictions(given(*TREE, *PARTS, printed(BUDGET, TOTAL, "-32,0 mnkr", id="print")))
    assert found.level == "error"
    assert plain(found.what) == "Budget beslutad: Kostnader, 2025: dokumentet har −32,0 mnkr, liggaren −30,6 mnkr"
    assert [(label, str(figure.number)) for label, figure in found.figures] == [
        ("i dokumentet", "-32.0"),
        ("uträknat", "-30.6"),
    ]
    assert found.figures[1][1].event_ids() == ["event-4", "event-5"]
    assert [record.id for record in found.records] == ["print"]
    assert "rätta" in found.remedy


def test_a_printed_figure_that_another_document_decided_is_told_as_recorded() -> None:
    """It is not worked out."""
    [found] = contradictions(given(*TREE, *PARTS, printed(BUDGET, "line=it; period=2025", "-11 mnkr")))
    assert [label for label, _figure in found.figures] == ["i dokumentet", "registrerat"]


@over(st.integers(-10, 10))
def test_rounding_is_no_contradiction(tenths: int) -> None:
    """A total of two terms with one decimal may lie less than 0,15 from their sum; a printed −31 is −30,6."""
    value = Decimal("-30.6") + Decimal(tenths) / 10
    world = given(*TREE, *PARTS, printed(BUDGET, TOTAL, f"{value} mnkr"))
    assert bool(contradictions(world)) == (abs(tenths) > 1)
    assert not contradictions(given(*TREE, *PARTS, printed(BUDGET, TOTAL, "-31 mnkr")))


def test_what_is_decided_in_another_size_of_kronor_is_the_same() -> None:
    """−30,6 mnkr is −30 600 tkr."""
    assert not contradictions(given(*TREE, *PARTS, printed(BUDGET, TOTAL, "-30600 tkr")))


def test_a_print_that_nobody_knows_is_only_to_know() -> None:
    """The ledger cannot contradict it, nor one that the document itself leaves unreadable."""
    [found] = contradictions(given(*TREE, printed(BUDGET, TOTAL, "-32,0 mnkr")))
    assert (found.level, found.figures[0][0]) == ("info", "i dokumentet")
    assert found.what.endswith("liggaren vet inget")
    [unknown] = contradictions(given(*TREE, budget("kostnader", "?"), printed(BUDGET, TOTAL, "-32,0 mnkr")))
    assert unknown.level == "info"
    assert not contradictions(given(*TREE, *PARTS, printed(BUDGET, TOTAL, "?")))


def test_a_sum_with_unknown_terms_contradicts_nothing() -> None:
    """What is missing may be what differs: it is told, as something to know."""
    [found] = contradictions(
        given(*TREE, budget("it", "-10 mnkr"), budget("personal", "?"), printed(BUDGET, TOTAL, "-32 mnkr"))
    )
    assert found.level == "info"


def test_a_withdrawn_assertion_is_not_held_to_anything() -> None:
    """Nor is one that was not known yet, or that had not been made."""
    wrong = printed(BUDGET, TOTAL, "-32,0 mnkr", id="print")
    world = given(*TREE, *PARTS, wrong, withdrawn("print", "2025-08-31"))
    assert not contradictions(world)
    assert contradictions(world, known=6)
    assert not contradictions(world, known=5)
    assert not contradictions(world, at="2025-08-30", known=6)


def test_a_corrected_figure_is_held_to_what_was_printed_before() -> None:
    """Then rounding no longer explains a difference."""
    before = given(*TREE, *PARTS, printed(BUDGET, TOTAL, "-31 mnkr"))
    assert not contradictions(before)
    corrected = budget("it", "-10,3 mnkr", replaces="it", reason="Skrivfel")
    world = given(*TREE, budget("it", "-10,2 mnkr", id="it"), PARTS[1], printed(BUDGET, TOTAL, "-31 mnkr"), corrected)
    assert [found.level for found in contradictions(world)] == ["error"]


@pytest.mark.parametrize(("target", "count"), [("Minska", 0), ("Öka", 1), ("<5 %", 1)])
def test_a_target_that_goes_another_way_is_found(target: str, count: int) -> None:
    """A direction is compared as it stands."""
    decision = IndicatorTargetSet(forvaltning="RK", indicator="resor", period="2025", target="Minska")
    print_of_it = printed("indicator.target-set", "indicator=resor; period=2025", target, "target")
    assert len(contradictions(given(indicator(), decided(decision, "2025-01-01"), print_of_it))) == count


def test_a_reading_that_stands_under_another_year_names_that_year() -> None:
    """An error, with both; where no year has the number, nobody knows it."""
    reading = read("79,8 %", "2022", "2022-12-31", id="read")
    claim = printed(READING, "indicator=resor; period=2024", "79,8 %", "value", id="print")
    [found] = contradictions(given(indicator(), reading, claim))
    assert found.level == "error"
    assert "Resor, 2024" in found.what
    assert found.what.endswith("som liggaren har för 2022")
    assert [record.id for record in found.records] == ["print", "read"]
    assert [label for label, _figure in found.figures] == ["i dokumentet", "2022"]
    other = printed(READING, "indicator=resor; period=2024", "79,9 %", "value")
    assert [each.level for each in contradictions(given(indicator(), reading, other))] == ["info"]


def test_what_no_plugin_knows_is_left_alone() -> None:
    """An assertion of a topic that is not known here says nothing."""
    assert not contradictions(given(printed("rk.something-else", "line=it; period=2025", "1 mnkr")))


def test_two_readings_of_a_period_are_an_error() -> None:
    """With both, their group, and what to do."""
    world = given(
        indicator(),
        decided(IndicatorGroupDefined(forvaltning="RK", indicator="resor", group="K", name="Kvinnor"), "2020-01-01"),
        read("3,7 %", group="K", id="one"),
        read("3,5 %", group="K", id="other", on="2025-01-31"),
    )
    [found] = twice(world)
    assert found.level == "error"
    assert plain(found.what) == "Resor, Kvinnor, 2024: 3,7 % och 3,5 %"
    assert [record.id for record in found.records] == ["one", "other"]
    assert "återta" in found.remedy
    assert not twice(world, known=3)
    assert not twice(world, at="2025-01-30")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(read("3,70 %", on="2025-01-31"), id="the same with more decimals"),
        pytest.param(read("3,68 %", on="2025-01-31"), id="within rounding"),
        pytest.param(read("?", on="2025-01-31"), id="nobody knows"),
        pytest.param(read("3,5 %", group="K"), id="another group"),
        pytest.param(read("3,5 %", accumulated="2024-01/2024-07"), id="a part of the year"),
        pytest.param(read("3,5 %", "2023"), id="another year"),
    ],
)
def test_readings_that_can_both_be_right_are_not_found(other: Proposal) -> None:
    """What differs in words only, or is of something else."""
    assert not twice(given(indicator(), read("3,7 %"), other))
    assert not twice(given(indicator(), other, read("3,7 %")))


def test_a_corrected_reading_is_not_two() -> None:
    """The correction stands in its place."""
    world = given(indicator(), read("3,7 %", id="one"), read("3,5 %", replaces="one", reason="Skrivfel"))
    assert not twice(world)


def test_before_anything_is_recorded_nothing_is_found() -> None:
    """An empty ledger agrees with itself."""
    assert not contradictions(given())
    assert not twice(given())


def test_what_is_decided_after_a_document_is_no_concern_of_it() -> None:
    """The document was right on its day: neither a finding nor a note, and its rounding no longer holds."""
    about = {"claims": BUDGET, "about": "line=it; period=2025", "value_of": "amount"}
    later = BudgetSet(forvaltning="RK", line="it", period="2025", amount="30 mnkr")
    view = given(
        line("it"),
        budget("it", "26,4 mnkr"),
        decided(Asserted(forvaltning="RK", **about, value="26 mnkr"), "2025-08-31"),
        decided(later, "2025-11-01"),
    )
    assert list(printed_figures.judge(view.view("2025-12-31"), "RK")) == []
    shown = [str(Accounts(view.view(at), "RK").budget("it", Period.of("2025"))) for at in ("2025-09-30", "2025-12-31")]
    assert shown == ["26\u00a0mnkr", "30\u00a0mnkr"]


def test_a_print_agrees_within_what_it_says_that_it_was_rounded_to() -> None:
    """4 000 tkr to the nearest hundred can be 4 020, and to the nearest ten cannot."""
    about = {"claims": BUDGET, "about": "line=it; period=2025", "value_of": "amount"}
    for rounding, found in (("100 tkr", 0), ("10 tkr", 1)):
        claim = Asserted(forvaltning="RK", **about, value="4 000 tkr", rounding=rounding)
        view = given(line("it"), budget("it", "4 020 tkr"), decided(claim, "2025-08-31")).view("2025-12-31")
        assert len(list(printed_figures.judge(view, "RK"))) == found
