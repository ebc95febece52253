"""Numbers, references, time plans, and what the plan has and the follow-up has not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.checks import Check, Finding
from ledger.checks.activities import (
    activities_end_in_time,
    numbers_are_told_apart,
    references_lead_somewhere,
    what_was_planned_is_followed_up,
)
from ledger.events import (
    ActivityJudged,
    ActivityMerged,
    ActivityPlanned,
    Proposal,
    RoundOpened,
    UppdragGiven,
    UppdragJudged,
)
from ledger.testing import Given, decided, given


def found(rule: Check, world: Given, at: str = "2026-12-31", known: int | None = None) -> list[Finding]:
    return list(rule.judge(world.view(at, known), "RK"))


def told(findings: list[Finding]) -> list[str]:
    return [finding.what for finding in findings]


def plan(code: str, year: str = "2025", **more: Any) -> Proposal:
    event = ActivityPlanned(forvaltning="RK", activity=code, period=year, name=f"Göra {code}", **more)
    return decided(event, "2025-01-01", id=code)


def anew(proposal: Proposal, on: str = "2025-01-01", **about: Any) -> Proposal:
    """The same again, as another event."""
    return replace(proposal, id="", effective_on=date.fromisoformat(on), **about)


def uppdrag(code: str, year: str = "2025") -> Proposal:
    event = UppdragGiven(forvaltning="RK", uppdrag=code, period=year, name=code, body="Regionfullmäktige")
    return decided(event, "2025-01-01", id=code)


def opened(code: str = "2025-08", period: str = "2025-01/2025-08", cut_off: str = "2025-08-31") -> Proposal:
    return decided(RoundOpened(forvaltning="RK", round=code, period=period, cut_off=cut_off), cut_off)


def judged(code: str, said: str | None, round_code: str = "2025-08", on: str = "2025-08-31") -> Proposal:
    event = ActivityJudged(forvaltning="RK", activity=code, round=round_code, said=said)
    return decided(event, on, id=f"{code} {round_code}")


def test_a_number_that_several_activities_have_is_an_error() -> None:
    """Told once, with all of them and what to do."""
    world = given(plan("a", number="53"), plan("b", number="53"), plan("c", number="53"), plan("d", number="54"))
    [each] = found(numbers_are_told_apart, world)
    assert (each.level, each.what) == ("error", "Aktivitet 53 (2025) finns 3 gånger: ”Göra a”, ”Göra b”, ”Göra c”")
    assert [record.id for record in each.records] == ["a", "b", "c"]
    assert each.remedy == "ge dem var sitt nummer"
    assert told(found(numbers_are_told_apart, world, known=2)) == [
        "Aktivitet 53 (2025) finns 2 gånger: ”Göra a”, ”Göra b”"
    ]
    assert not found(numbers_are_told_apart, world, known=1)
    assert not found(numbers_are_told_apart, world, at="2024-12-31")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([plan("b", number="2")], id="another number"),
        pytest.param([plan("b"), plan("c")], id="no number"),
        pytest.param([plan("b", "2026", number="1")], id="another year"),
        pytest.param([anew(plan("a", number="1"), "2025-03-01")], id="the same, planned anew"),
        pytest.param([plan("b", number="7"), plan("c", number="1", within="b")], id="a part of another"),
    ],
)
def test_numbers_that_tell_apart_are_not_found(other: list[Proposal]) -> None:
    """A part's number is told apart by what it is a part of."""
    assert not found(numbers_are_told_apart, given(plan("a", number="1"), *other))


def test_a_corrected_or_withdrawn_number_is_no_longer_found() -> None:
    """What the activities have now is what counts."""
    same = (plan("a", number="53"), plan("b", number="53"))
    other_number = anew(plan("b", number="62"), replaces="b", reason="Numret stod två gånger")
    assert not found(numbers_are_told_apart, given(*same, other_number))
    gone = Proposal(None, same[1].effective_on, replaces="b", reason="Fel")
    assert not found(numbers_are_told_apart, given(*same, gone))


def test_a_reference_to_no_activity_is_an_error() -> None:
    """A number that another activity of the year has is one."""
    [each] = found(
        references_lead_somewhere, given(plan("a", number="13", refers_to=("1", "2")), plan("b", number="2"))
    )
    assert (each.level, each.what) == ("error", "Aktivitet ”Göra a” (2025) hänvisar till aktivitet 1, som inte finns")
    assert [record.id for record in each.records] == ["a"]
    assert each.remedy == "ta bort hänvisningen, eller rätta numret"
    other_year = given(plan("a", number="13", refers_to=("1",)), plan("b", "2024", number="1"))
    assert len(found(references_lead_somewhere, other_year)) == 1


def test_an_uppdrag_that_was_never_given_is_an_error() -> None:
    """Told once, with all activities that belong to it."""
    world = given(uppdrag("RF1"), plan("a", uppdrag=("RF1", "RF9")), plan("b", uppdrag=("RF9",)))
    [each] = found(references_lead_somewhere, world)
    assert (each.level, each.what) == ("error", "”Göra a”, ”Göra b” (2025) hör till uppdrag RF9, som inte finns")
    assert [record.id for record in each.records] == ["a", "b"]
    assert each.remedy == "registrera uppdraget (uppdrag.given), eller rätta beteckningen"


def test_an_uppdrag_that_no_activity_carries_is_a_warning() -> None:
    """Where activities are planned at all."""
    [each] = found(references_lead_somewhere, given(uppdrag("RF1"), uppdrag("RF10"), plan("a", uppdrag=("RF1",))))
    assert (each.level, each.what) == ("warning", "Uppdrag RF10 (2025) har ingen aktivitet")
    assert [record.id for record in each.records] == ["RF10"]
    assert each.remedy == "planera en aktivitet för uppdraget, eller säg varför ingen behövs"
    assert not found(references_lead_somewhere, given(uppdrag("RF10")))
    assert not found(references_lead_somewhere, given(uppdrag("RF10"), plan("a", "2026")))


def test_an_uppdrag_of_another_year_is_another() -> None:
    """The one is carried by nothing, and the other was never given."""
    world = given(uppdrag("RF1", "2024"), plan("a", uppdrag=("RF1",)), plan("b", "2024"))
    assert told(found(references_lead_somewhere, world)) == [
        "”Göra a” (2025) hör till uppdrag RF1, som inte finns",
        "Uppdrag RF1 (2024) har ingen aktivitet",
    ]


def test_an_uppdrag_of_several_years_is_carried_in_any_of_them() -> None:
    """It is given for each of them."""
    assert not found(
        references_lead_somewhere, given(uppdrag("RF1", "2025/2027"), plan("a"), plan("b", "2026", uppdrag=("RF1",)))
    )
    [each] = found(references_lead_somewhere, given(uppdrag("RF1", "2025/2027"), plan("a"), plan("b", "2026")))
    assert each.what == "Uppdrag RF1 (2025/2027) har ingen aktivitet"


def test_an_activity_past_its_time_that_is_not_finished_is_a_warning() -> None:
    """With what was said, when, and both the plan and the judgement."""
    [each] = found(activities_end_in_time, given(plan("a", schedule="2025-Q1"), opened(), judged("a", "Positiv")))
    assert (each.level, each.what) == (
        "warning",
        "Aktivitet ”Göra a” skulle vara klar Q1 2025 och är Positiv vid 2025-08-31",
    )
    assert [record.id for record in each.records] == ["a", "a 2025-08"]
    assert each.remedy == "bedöm den som klar, eller besluta en ny tidplan"
    [unknown] = found(activities_end_in_time, given(plan("a", schedule="2025-Q1"), opened(), judged("a", None)))
    assert unknown.what.endswith("är inte bedömd vid 2025-08-31")


@pytest.mark.parametrize("said", ["Klart", "klar", "Avslutad", "Genomfört"])
def test_a_finished_activity_is_not_past_its_time(said: str) -> None:
    """Whatever word says so, on any scale or none."""
    assert not found(activities_end_in_time, given(plan("a", schedule="2025-Q1"), opened(), judged("a", said)))


@pytest.mark.parametrize("schedule", ["2025-Q3", "2025-08-31", "2025", "2025/2027", "Löpande", "?", None])
def test_an_activity_whose_time_is_not_over_is_not_found(schedule: str | None) -> None:
    """Nor one whose time nobody can tell."""
    assert not found(activities_end_in_time, given(plan("a", schedule=schedule), opened(), judged("a", "Positiv")))


def test_the_last_follow_up_says_whether_an_activity_is_finished() -> None:
    """What is finished by the end of the year is no longer late, and what is not is told once."""
    start = (plan("a", schedule="2025-Q1"), opened(), opened("2025", "2025", "2025-12-31"), judged("a", "Positiv"))
    finished = given(*start, judged("a", "Klart", "2025", "2025-12-31"))
    assert not found(activities_end_in_time, finished)
    assert found(activities_end_in_time, finished, at="2025-12-30")
    assert found(activities_end_in_time, finished, known=4)
    [still] = found(activities_end_in_time, given(*start, judged("a", "Negativ", "2025", "2025-12-31")))
    assert still.what.endswith("är Negativ vid 2025-12-31")


def test_a_new_time_plan_is_the_one_that_counts() -> None:
    """From the day that it was decided."""
    start = (plan("a", schedule="2025-Q1"), opened(), judged("a", "Positiv"))
    world = given(*start, anew(plan("a", schedule="2025-Q4"), "2025-09-15"))
    assert not found(activities_end_in_time, world)
    assert found(activities_end_in_time, world, at="2025-09-14")


def test_a_planned_activity_without_a_judgement_is_a_warning() -> None:
    """At a follow-up that judged others of its year."""
    [each] = found(what_was_planned_is_followed_up, given(plan("a"), plan("b"), opened(), judged("a", "Positiv")))
    assert (each.level, each.what) == ("warning", "Aktivitet ”Göra b” har ingen bedömning i uppföljningen 2025-08")
    assert [record.id for record in each.records] == ["b"]
    assert "activity.judged" in each.remedy
    assert "activity.merged" in each.remedy


@pytest.mark.parametrize(
    "more",
    [
        pytest.param([judged("b", "Negativ")], id="judged"),
        pytest.param([judged("b", None)], id="judged by a word that nobody can read"),
        pytest.param(
            [decided(ActivityMerged(forvaltning="RK", activity="b", into="a"), "2025-08-31")], id="told with another"
        ),
    ],
)
def test_an_activity_that_is_followed_up_is_not_found(more: list[Proposal]) -> None:
    """Alone, or together with another."""
    world = given(plan("a"), plan("b"), plan("c", within="a"), opened(), judged("a", "Positiv"), *more)
    assert not found(what_was_planned_is_followed_up, world)


def test_a_follow_up_that_judged_no_activity_misses_none() -> None:
    """Nor does one of another year, nor one before the activity was planned."""
    assert not found(what_was_planned_is_followed_up, given(plan("a"), opened()))
    assert not found(
        what_was_planned_is_followed_up, given(plan("a"), plan("b", "2026"), opened(), judged("a", "Klart"))
    )
    later = given(plan("a"), opened(), judged("a", "Positiv"), anew(plan("b"), "2025-10-01"))
    assert not found(what_was_planned_is_followed_up, later)


def test_an_activity_that_is_planned_anew_was_there_before() -> None:
    """The follow-up misses it all the same."""
    world = given(plan("a"), plan("b"), opened(), judged("a", "Klart"), anew(plan("b", schedule="2026"), "2025-10-01"))
    assert len(found(what_was_planned_is_followed_up, world)) == 1


def uppdrag_judged(code: str, round_code: str = "2025-08") -> Proposal:
    event = UppdragJudged(forvaltning="RK", uppdrag=code, round=round_code, said="Positiv")
    return decided(event, "2025-08-31")


def test_an_uppdrag_without_a_judgement_is_a_warning() -> None:
    """At a follow-up that judged others; one that judged none reports no uppdrag, and misses none."""
    world = given(uppdrag("RF1"), uppdrag("RF2", "2025/2027"), uppdrag("RF3", "2026"), opened(), uppdrag_judged("RF1"))
    [each] = found(what_was_planned_is_followed_up, world)
    assert (each.level, each.what) == ("warning", "Uppdrag RF2 har ingen bedömning i uppföljningen 2025-08")
    assert [record.id for record in each.records] == ["RF2"]
    assert each.remedy == "bedöm uppdraget (uppdrag.judged), eller säg varför det inte redovisas"
    assert not found(what_was_planned_is_followed_up, given(uppdrag("RF1"), plan("a"), opened(), judged("a", "Klart")))


def test_an_uppdrag_that_was_given_after_the_follow_up_is_not_missed() -> None:
    """Nor one that was followed up in another."""
    late = anew(uppdrag("RF2"), "2025-10-01")
    assert not found(what_was_planned_is_followed_up, given(uppdrag("RF1"), late, opened(), uppdrag_judged("RF1")))


def test_an_activity_that_moved_to_a_later_year_is_not_missed() -> None:
    """Once that is planned; before, it is."""
    start = (plan("a"), plan("b"), opened("2025", "2025", "2025-12-31"), judged("a", "Klart", "2025", "2025-12-31"))
    assert len(found(what_was_planned_is_followed_up, given(*start))) == 1
    moved = anew(plan("b", "2026"), "2025-11-20")
    assert not found(what_was_planned_is_followed_up, given(*start, moved))


def test_a_part_is_missed_with_the_whole_that_it_is_a_part_of() -> None:
    """Told once; one that is a part of nothing planned is missed of its own."""
    world = given(plan("a"), plan("b"), plan("b1", within="b"), opened(), judged("a", "Klart"))
    assert told(found(what_was_planned_is_followed_up, world)) == [
        "Aktivitet ”Göra b” har ingen bedömning i uppföljningen 2025-08"
    ]
    astray = given(plan("x", "2024"), plan("a"), plan("b1", within="x"), opened(), judged("a", "Klart"))
    assert len(found(what_was_planned_is_followed_up, astray)) == 1


@pytest.mark.parametrize(
    "rule",
    [numbers_are_told_apart, references_lead_somewhere, activities_end_in_time, what_was_planned_is_followed_up],
    ids=lambda rule: rule.name,
)
def test_before_anything_is_recorded_nothing_is_found(rule: Check) -> None:
    """Nor of another förvaltning."""
    assert not found(rule, given())
    assert not list(
        rule.judge(given(plan("a", number="1"), plan("b", number="1", refers_to=("9",))).view("2026-01-01"), "HSF")
    )
