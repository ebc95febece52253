"""The plan as it was decided, against a follow-up: what was told, changed, merged, moved, what vanished, what is new."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events import (
    ActivityJudged,
    ActivityMerged,
    ActivityPlanned,
    ActivityReworded,
    Asserted,
    BudgetSet,
    ControlPerformed,
    ControlPlanned,
    GoalSet,
    IndicatorAdopted,
    IndicatorDefined,
    IndicatorJudged,
    IndicatorRead,
    IndicatorTargetSet,
    InvestmentPlanned,
    LineDefined,
    OutcomeRead,
    Proposal,
    ResponsibleChanged,
    RoundOpened,
    UppdragGiven,
    UppdragJudged,
)
from ledger.projections.planned import Planned, planned_and_followed_up
from ledger.testing import decided, given

RK: dict[str, Any] = {"forvaltning": "RK"}
OPENED = decided(RoundOpened(**RK, round="2025-08", period="2025-01/2025-08", cut_off="2025-08-31"), "2025-08-31")


def plan(code: str, on: str = "2025-01-01", year: str = "2025", **about: Any) -> Proposal:
    said = {"name": f"Göra {code}"} | about
    return decided(ActivityPlanned(**RK, activity=code, period=year, **said), on, id=f"{code} {on}")


def judged(code: str, on: str = "2025-08-31") -> Proposal:
    return decided(ActivityJudged(**RK, activity=code, round="2025-08", said="Positiv"), on, id=f"judged {code}")


def seen(*proposals: Proposal, at: str = "2026-12-31") -> dict[str, Planned]:
    view = given(*proposals, OPENED).view(at)
    [opened] = view.latest(RoundOpened, forvaltning="RK")
    return {row.code: row for row in planned_and_followed_up(view, "RK", opened)}


def changed(row: Planned) -> list[tuple[str, str, str]]:
    return [(each.aspect, str(each.then), str(each.now)) for each in row.changes]


def test_what_was_judged_as_it_was_planned_is_told() -> None:
    """By its judgement, with who is responsible."""
    row = seen(plan("a", responsible=["CE"]), judged("a"))["a"]
    assert (row.how, row.name, row.responsible, row.source.id) == ("told", "Göra a", "CE", "judged a")
    assert row.as_planned
    assert row.judged
    assert row.judged.said == "Positiv"


def test_what_was_not_judged_is_missing_where_others_are() -> None:
    """Of a kind that the follow-up tells nothing of, nothing is missing."""
    found = seen(plan("a"), plan("b"), judged("a"))
    assert (found["b"].how, found["b"].source.id, found["b"].judged) == ("missing", "b 2025-01-01", None)
    assert [row.how for row in seen(plan("a"), plan("b")).values()] == ["unreported", "unreported"]


def test_the_rows_come_in_the_order_of_the_plan_and_what_is_new_last() -> None:
    """Whatever the order at the follow-up."""
    assert list(seen(plan("b"), plan("c", "2025-04-01"), plan("a"), judged("a"), judged("c"), judged("b"))) == [
        "b",
        "a",
        "c",
    ]


def test_what_was_said_otherwise_after_the_plan_is_a_change() -> None:
    """In words, with what both say; what is said before the plan is the plan."""
    words = ActivityReworded(**RK, activity="a", name="Göra b", direction="Ny")
    hands = ResponsibleChanged(**RK, activity="a", responsible=["CHR"])
    before = plan("a", direction="Gammal", responsible=["CE", "CHR"])
    found = seen(before, decided(words, "2025-08-31"), decided(hands, "2025-08-31"), judged("a"))["a"]
    assert changed(found) == [
        ("name", "Göra a", "Göra b"),
        ("direction-worded", "Gammal", "Ny"),
        ("responsible", "CE/CHR", "CHR"),
    ]
    assert found.name == "Göra a"
    assert not seen(before, decided(words, "2025-01-01"), judged("a"))["a"].changes


def test_what_was_planned_anew_may_have_moved() -> None:
    """To another goal, inriktning, whole or time."""
    goals = [decided(GoalSet(**RK, goal=code, name=code.title(), body="RS"), "2025-01-01") for code in ("ett", "tva")]
    old = plan("a", goal="ett", direction="Gammal", schedule="2025-Q1", within="x")
    new = plan("a", "2025-05-01", goal="tva", direction="Ny", schedule="2025-Q4", within="y")
    found = seen(*goals, plan("x"), plan("y"), old, new, judged("a"))["a"]
    assert changed(found) == [
        ("goal", "Ett", "Tva"),
        ("direction", "Gammal", "Ny"),
        ("within", "Göra x", "Göra y"),
        ("schedule", "Q1 2025", "Q4 2025"),
    ]


def test_what_the_plan_did_not_say_is_no_change() -> None:
    """Nor what the follow-up does not say again."""
    found = seen(plan("a", responsible=["CE"]), plan("a", "2025-08-31", schedule="2025"), judged("a"))["a"]
    assert not found.changes


def test_a_correction_is_no_change() -> None:
    """What it corrects was never so."""
    fixed = decided(
        ActivityPlanned(**RK, activity="a", period="2025", name="Rätt"),
        "2025-01-01",
        replaces="a 2025-01-01",
        reason="Fel",
    )
    row = seen(plan("a"), judged("a"), fixed)["a"]
    assert (row.name, row.changes) == ("Rätt", ())


def test_what_was_said_after_the_follow_up_is_not_part_of_it() -> None:
    """Unless the judgements are dated after the cut-off, as their document is."""
    words = decided(ActivityReworded(**RK, activity="a", name="Ny"), "2025-10-01")
    assert not seen(plan("a"), words, judged("a"))["a"].changes
    assert seen(plan("a"), words, judged("a", "2025-10-31"))["a"].changes


def test_an_activity_that_was_merged_is_told_with_the_other() -> None:
    """It has the other's judgement, until it has one of its own."""
    merged = decided(ActivityMerged(**RK, activity="b", into="a"), "2025-08-31", id="m")
    row = seen(plan("a"), plan("b"), merged, judged("a"))["b"]
    assert (row.how, row.other, row.source.id) == ("with", "a", "m")
    assert row.judged
    assert seen(plan("a"), plan("b"), merged, judged("a"), judged("b"))["b"].how == "told"
    later = decided(ActivityMerged(**RK, activity="b", into="a"), "2025-10-01")
    assert seen(plan("a"), plan("b"), later, judged("a"))["b"].how == "missing"


def test_a_part_is_told_with_the_whole() -> None:
    """And is missing with it."""
    found = seen(plan("a"), plan("a1", within="a"), plan("b"), plan("b1", within="b"), judged("a"))
    assert {code: row.how for code, row in found.items()} == {
        "a": "told",
        "a1": "whole",
        "b": "missing",
        "b1": "missing",
    }


def test_what_came_after_the_plan_is_new() -> None:
    """Also what belongs to another year's plan; but not what was planned after the cut-off and is told of nowhere."""
    found = seen(
        plan("a"),
        plan("b", "2025-04-01"),
        plan("c", "2025-04-01"),
        plan("d", "2025-10-01"),
        plan("e", "2024-01-01", "2024"),
        *map(judged, "abe"),
    )
    assert {code: (row.how, row.new) for code, row in found.items()} == {
        "a": ("told", False),
        "b": ("told", True),
        "c": ("missing", True),
        "e": ("told", True),
    }


def test_a_plan_that_was_decided_before_its_year_is_the_one_in_force_when_that_begins() -> None:
    """What was revised before is the plan."""
    found = seen(plan("a", "2024-11-20"), plan("a", "2024-12-15", name="Ny"), plan("b", "2024-12-15"), judged("a"))
    assert not any(row.new or row.changes for row in found.values())
    assert found["a"].name == "Ny"


def test_what_was_planned_for_a_later_year_instead_has_moved() -> None:
    """If that was planned after the plan was decided, by the day of the follow-up."""
    row = seen(plan("a"), plan("b"), plan("b", "2025-06-01", "2026"), judged("a"))["b"]
    assert (row.how, row.other, row.source.id) == ("later", "2026", "b 2025-06-01")
    assert seen(plan("a"), plan("b"), plan("b", "2025-01-01", "2026"), judged("a"))["b"].how == "missing"
    assert seen(plan("a"), plan("b"), plan("b", "2025-10-01", "2026"), judged("a"))["b"].how == "missing"


def uppdrag(code: str, on: str = "2025-01-01", year: str = "2025", **about: Any) -> Proposal:
    said = {"name": f"Uppdrag {code}", "body": "Regionfullmäktige"} | about
    return decided(UppdragGiven(**RK, uppdrag=code, period=year, **said), on)


def test_an_uppdrag_of_the_year_is_told_changed_or_missing() -> None:
    """One of several years is of each of them."""
    told = decided(UppdragJudged(**RK, uppdrag="RF1", round="2025-08", said="Positiv"), "2025-08-31")
    anew = uppdrag("RF1", "2025-08-31", name="Med andra ord", responsible=["CE"])
    found = seen(uppdrag("RF1"), uppdrag("RF2", "2024-01-01", "2024/2026"), uppdrag("RF3", year="2026"), anew, told)
    assert {code: row.how for code, row in found.items()} == {"RF1": "told", "RF2": "missing"}
    assert changed(found["RF1"]) == [("name", "Uppdrag RF1", "Med andra ord")]
    assert found["RF1"].responsible == "CE"


def indicator(code: str, **about: Any) -> list[Proposal]:
    events = [
        IndicatorDefined(**RK, indicator=code, name=code.title()),
        IndicatorAdopted(**RK, indicator=code, period="2025", **about),
    ]
    return [decided(each, "2025-01-01") for each in events]


def target(code: str, value: str, on: str = "2025-01-01") -> Proposal:
    return decided(IndicatorTargetSet(**RK, indicator=code, period="2025", target=value), on)


def test_an_indicator_is_told_by_its_judgement_or_its_reading() -> None:
    """One that is reported at another time is not due; one that says nothing of when is missing."""
    read = IndicatorRead(**RK, indicator="tid", period="2025", accumulated="2025-01/2025-08", value="3 timmar")
    found = seen(
        *indicator("sjuk"),
        *indicator("tid"),
        *indicator("nki", reported="År"),
        *indicator("hme"),
        decided(read, "2025-08-31", id="read"),
        decided(IndicatorJudged(**RK, indicator="sjuk", round="2025-08", said="Positiv"), "2025-08-31"),
    )
    assert {code: row.how for code, row in found.items()} == {
        "sjuk": "told",
        "tid": "told",
        "nki": "not-due",
        "hme": "missing",
    }
    assert found["tid"].source.id == "read"


def test_another_target_is_a_change_and_one_that_is_only_printed_is_told_apart() -> None:
    """The ledger keeps to what was decided."""
    told = decided(IndicatorJudged(**RK, indicator="sjuk", round="2025-08", said="Positiv"), "2025-08-31")
    start = (*indicator("sjuk"), target("sjuk", "Minska"), told)
    assert changed(seen(*start, target("sjuk", "Öka", "2025-05-01"))["sjuk"]) == [("target", "Minska", "Öka")]
    claim = {"claims": "indicator.target-set", "about": "indicator=sjuk; period=2025", "value_of": "target"}
    printed = decided(Asserted(**RK, **claim, value="Öka"), "2025-08-31")
    assert changed(seen(*start, printed)["sjuk"]) == [("printed", "Minska", "Öka")]
    assert not seen(*start, target("sjuk", "Minska", "2025-05-01"))["sjuk"].changes


def test_a_control_is_told_where_and_as_it_was_made() -> None:
    """Under another scope, or by another method than was planned."""
    planned = [
        decided(
            ControlPlanned(
                **RK, control=code, period="2025", scope="regionövergripande", risk=code, method="Stickprov"
            ),
            "2025-01-01",
        )
        for code in ("kort", "avtal", "lon")
    ]
    made = ControlPerformed(**RK, control="kort", period="2025", scope="förvaltningen", method="Intervju", result="Bra")
    plain = ControlPerformed(**RK, control="lon", period="2025", result="Bra")
    found = seen(*planned, decided(made, "2025-08-31"), decided(plain, "2025-08-31"))
    assert {code: row.how for code, row in found.items()} == {"kort": "told", "avtal": "missing", "lon": "told"}
    assert changed(found["kort"]) == [
        ("scope", "regionövergripande", "förvaltningen"),
        ("method", "Stickprov", "Intervju"),
    ]
    assert found["lon"].as_planned


def investment(code: str, budget: str) -> list[Proposal]:
    events = [
        LineDefined(**RK, line=code, name=code.title()),
        InvestmentPlanned(**RK, line=code, period="2025"),
        BudgetSet(**RK, line=code, period="2025", amount=budget),
    ]
    return [decided(each, "2025-01-01") for each in events]


@pytest.mark.parametrize(("now", "said"), [("500 tkr", []), ("0,7 mnkr", [("budget", "0,5 mnkr", "0,7 mnkr")])])
def test_an_investment_is_told_by_its_outcome(now: str, said: list[tuple[str, str, str]]) -> None:
    """Its budget has changed if it is another amount, in whatever unit."""
    outcome = OutcomeRead(**RK, line="bil", period="2025", accumulated="2025-01/2025-08", amount="0,2 mnkr")
    budget = BudgetSet(**RK, line="bil", period="2025", amount=now)
    found = seen(
        *investment("bil", "0,5 mnkr"),
        *investment("bok", "0,1 mnkr"),
        decided(outcome, "2025-08-31"),
        decided(budget, "2025-06-01"),
    )
    assert {code: row.how for code, row in found.items()} == {"bil": "told", "bok": "missing"}
    assert [
        (aspect, a.replace("\N{NO-BREAK SPACE}", " "), b.replace("\N{NO-BREAK SPACE}", " "))
        for aspect, a, b in changed(found["bil"])
    ] == said


def test_before_the_follow_up_nothing_is_told_of() -> None:
    """The plan of a year that has none is empty."""
    assert not seen()
    assert not seen(plan("a", year="2026"))
