"""Activities stay themselves when they are reworded, handed over and merged."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events import (
    ActivityJudged,
    ActivityMerged,
    ActivityPlanned,
    ActivityReworded,
    Proposal,
    ResponsibleChanged,
)
from ledger.figures import Period
from ledger.projections.activities import Activity, activities, judged
from ledger.testing import decided, given

YEAR = Period.of("2025")


def planned(code: str, **about: Any) -> Proposal:
    said = {"name": f"Aktivitet {code}", "responsible": ["CE"]} | about
    return decided(ActivityPlanned(forvaltning="RK", activity=code, period="2025", **said), "2025-01-01")


def merged(code: str, into: str) -> Proposal:
    return decided(ActivityMerged(forvaltning="RK", activity=code, into=into), "2025-08-31")


def seen(*proposals: Proposal, at: str = "2025-12-31") -> list[Activity]:
    return activities(given(*proposals).view(at), "RK", YEAR)


def tree(found: list[Activity] | tuple[Activity, ...]) -> list[Any]:
    """Codes, each with those that stand within it."""
    return [(each.code, tree(each.parts)) if each.parts else each.code for each in found]


def test_activities_come_in_the_order_that_they_were_planned() -> None:
    """Those of the year alone."""
    other = decided(ActivityPlanned(forvaltning="RK", activity="x", period="2024", name="Förra året"), "2024-01-01")
    assert tree(seen(planned("b"), other, planned("a"))) == ["b", "a"]


def test_a_reworded_activity_has_its_new_words_from_that_day() -> None:
    """What is not said anew stands; the plan itself is what it was."""
    reworded = decided(ActivityReworded(forvaltning="RK", activity="a", name="Ny lydelse"), "2025-08-31", id="w")
    plan = planned("a", direction="Hållbarhet")
    [activity] = seen(plan, reworded)
    assert (activity.name, activity.direction, activity.plan.name) == ("Ny lydelse", "Hållbarhet", "Aktivitet a")
    assert activity.name.record.id == "w"  # type: ignore[attr-defined]
    [before] = seen(plan, reworded, at="2025-08-30")
    assert before.name == "Aktivitet a"


def test_a_reworded_direction_leaves_the_name() -> None:
    """Either may be said alone."""
    [activity] = seen(
        planned("a"), decided(ActivityReworded(forvaltning="RK", activity="a", direction="Ny"), "2025-08-31")
    )
    assert (activity.name, activity.direction) == ("Aktivitet a", "Ny")


def test_an_activity_that_was_handed_over_has_its_new_responsible() -> None:
    """From that day."""
    handed = decided(ResponsibleChanged(forvaltning="RK", activity="a", responsible=["CHR", "CK"]), "2025-05-01")
    assert [each.responsible for each in seen(planned("a"), planned("b"), handed)] == ["CHR/CK", "CE"]
    assert seen(planned("a"), handed, at="2025-04-30")[0].responsible == "CE"


def test_a_merged_activity_stands_within_the_other() -> None:
    """It keeps its own words, and those merged into one stand in the order that they were planned."""
    found = seen(planned("a"), planned("b"), planned("c"), merged("c", "b"), merged("a", "b"))
    assert tree(found) == [("b", ["a", "c"])]
    assert found[0].parts[0].name == "Aktivitet a"


def test_a_part_of_an_activity_stands_within_it() -> None:
    """As it was planned."""
    assert tree(seen(planned("a"), planned("a1", within="a"), planned("b"))) == [("a", ["a1"]), "b"]


def test_an_activity_merged_with_one_that_is_not_there_stands_for_itself() -> None:
    """Nothing that was planned is lost."""
    assert tree(seen(planned("a"), merged("a", "b"))) == ["a"]


def codes(found: list[Activity] | tuple[Activity, ...]) -> list[str]:
    return sorted(code for each in found for code in (each.code, *codes(each.parts)))


@pytest.mark.parametrize("merges", ["c>b b>a", "a>b b>a", "a>b b>c c>a", "a>a"])
def test_every_activity_is_there_however_they_were_merged(merges: str) -> None:
    """Also one that was merged into one that was merged, and those that were merged in a ring."""
    went = [merged(*each.split(">")) for each in merges.split()]
    assert codes(seen(planned("a"), planned("b"), planned("c"), *went)) == ["a", "b", "c"]


def test_how_an_activity_went_is_judged_at_a_follow_up() -> None:
    """Another follow-up says nothing of it."""
    event = ActivityJudged(forvaltning="RK", activity="a", round="2025-08", said="Planenligt")
    view = given(planned("a"), decided(event, "2025-08-31")).view("2025-12-31")
    assert judged(view, "RK", "a", "2025-08").said == "Planenligt"
    assert not judged(view, "RK", "a", "2025-04")


def test_a_new_plan_goes_before_what_was_said_of_an_earlier_one() -> None:
    """A rewording and a change of responsible hold from their day, until the activity is planned anew."""
    reworded = decided(ActivityReworded(forvaltning="RK", activity="a", name="Omord"), "2024-06-01")
    [activity] = seen(reworded, planned("a"))
    assert activity.name == "Aktivitet a"
