"""The definition of "in force", case by case. Decisions about CE's ram for 2025 unless another is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.events import ContentRemoved, Event, Proposal, RamAllocated
from ledger.events.subjects import subject_key
from ledger.testing import Given, decided, given
from ledger.views.reader import Question, SubjectTotal

LATE = "2026-12-31"


def ram(amount: str, part: str = "CE", period: str = "2025") -> RamAllocated:
    return RamAllocated(forvaltning="RK", period=period, part=part, amount=amount)


def correction(of: str, event: Event, on: str, **about: Any) -> Proposal:
    return decided(event, on, replaces=of, reason="Fel i underlaget", **about)


def withdrawal(of: str, on: str = "2025-01-01", **about: Any) -> Proposal:
    return Proposal(None, date.fromisoformat(on), replaces=of, reason="Fattades aldrig", **about)


def question(at: str, known: int, **narrowed: str) -> Question:
    return Question("ram.allocated", date.fromisoformat(at), known, **narrowed)


def latest(world: Given, at: str = LATE, known: int = 99, **narrowed: str) -> list[str]:
    """The ids of the decisions in force."""
    return [record.id for record in world.reader.latest(question(at, known, **narrowed))]


def each(world: Given, at: str = LATE, known: int = 99) -> list[str]:
    """The ids of all entries in force."""
    return [record.id for record in world.reader.each(question(at, known))]


def test_nothing_is_in_force_before_anything_is_recorded() -> None:
    """An empty ledger, and one seen from before its first event, answer with nothing."""
    for world in (given(), given(decided(ram("31,4 mnkr"), "2025-01-01"))):
        assert latest(world, known=0) == each(world, known=0) == []
        assert world.reader.totals(question(LATE, 0)) == []
        assert world.reader.periods(question(LATE, 0)) == []


@pytest.mark.parametrize(("at", "found"), [("2024-12-31", []), ("2025-01-01", ["a"]), ("2025-01-02", ["a"])])
def test_a_decision_is_in_force_from_its_date(at: str, found: list[str]) -> None:
    """The day itself is included."""
    assert latest(given(decided(ram("31,4 mnkr"), "2025-01-01", id="a")), at) == found


@pytest.mark.parametrize(("known", "found"), [(0, []), (1, ["a"]), (2, ["b"])])
def test_a_decision_is_known_from_its_position(known: int, found: list[str]) -> None:
    """The position itself is included."""
    world = given(decided(ram("1 mnkr"), "2025-01-01", id="a"), decided(ram("2 mnkr"), "2025-02-01", id="b"))
    assert latest(world, known=known) == found


def test_the_latest_is_by_effective_date_and_not_by_when_it_was_recorded() -> None:
    """A late arrival with an earlier date does not push away what took effect after it."""
    world = given(decided(ram("2 mnkr"), "2025-06-01", id="new"), decided(ram("1 mnkr"), "2025-01-01", id="late"))
    assert latest(world) == ["new"]
    assert latest(world, at="2025-05-31", known=1) == []
    assert latest(world, at="2025-05-31", known=2) == ["late"]
    assert each(world) == ["late", "new"]


def test_of_one_days_decisions_the_later_entry_is_the_latest() -> None:
    """Two decisions of one day are told apart by when their entries began."""
    world = given(decided(ram("1 mnkr"), "2025-01-01", id="a"), decided(ram("2 mnkr"), "2025-01-01", id="b"))
    assert latest(world) == ["b"]


def test_a_correction_keeps_the_place_of_its_entry() -> None:
    """A corrected first decision does not overtake the second one of the same day."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"),
        decided(ram("2 mnkr"), "2025-01-01", id="b"),
        correction("a", ram("3 mnkr"), "2025-01-01", id="c"),
    )
    assert latest(world) == ["b"]
    assert each(world) == ["c", "b"]


def test_a_correction_replaces_from_when_it_is_known() -> None:
    """Before it was recorded the old figure stood, at every date; after, only the new one has ever stood."""
    world = given(decided(ram("1 mnkr"), "2025-01-01", id="a"), correction("a", ram("2 mnkr"), "2025-01-01", id="b"))
    assert latest(world, at="2025-01-01", known=1) == latest(world, known=1) == ["a"]
    assert latest(world, at="2025-01-01", known=2) == latest(world, known=2) == ["b"]


def test_a_correction_that_moves_the_date_later_leaves_a_gap() -> None:
    """Knowledge first, then the date: the old version does not come back for the days before the new date."""
    world = given(decided(ram("1 mnkr"), "2025-01-01", id="a"), correction("a", ram("1 mnkr"), "2025-06-01", id="b"))
    assert latest(world, at="2025-03-01", known=1) == ["a"]
    assert latest(world, at="2025-03-01", known=2) == []
    assert latest(world, at="2025-06-01", known=2) == ["b"]


def test_a_correction_that_moves_the_date_earlier_is_in_force_earlier() -> None:
    """The new date holds also for days before the one that was first recorded."""
    world = given(decided(ram("1 mnkr"), "2025-06-01", id="a"), correction("a", ram("1 mnkr"), "2025-01-01", id="b"))
    assert latest(world, at="2025-03-01", known=1) == []
    assert latest(world, at="2025-03-01", known=2) == ["b"]


def test_a_correction_that_moves_the_date_changes_which_is_the_latest() -> None:
    """The order of decisions follows their corrected dates."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"),
        decided(ram("2 mnkr"), "2025-02-01", id="b"),
        correction("a", ram("1 mnkr"), "2025-03-01", id="c"),
    )
    assert latest(world, known=2) == ["b"]
    assert latest(world, known=3) == ["c"]


def test_a_correction_that_moves_the_key_leaves_the_old_subject() -> None:
    """It was never CE's ram: CHR has it, and CE has what was decided before."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"),
        decided(ram("2 mnkr"), "2025-02-01", id="b"),
        correction("b", ram("2 mnkr", "CHR"), "2025-02-01", id="c"),
    )
    assert latest(world, known=2) == ["b"]
    assert latest(world, known=3) == ["a", "c"]


def test_a_correction_that_moves_the_period_moves_the_subject() -> None:
    """The period is part of what a decision is about."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"),
        correction("a", ram("1 mnkr", period="2026"), "2025-01-01", id="b"),
    )
    assert world.reader.periods(question(LATE, 1)) == ["2025"]
    assert world.reader.periods(question(LATE, 2)) == ["2026"]
    assert latest(world, period="2025") == []


def test_a_correction_of_a_correction_is_the_same_entry() -> None:
    """Of three versions the last known one stands, in the place of the first."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"),
        correction("a", ram("2 mnkr", "CHR"), "2025-01-01", id="b"),
        correction("b", ram("3 mnkr"), "2025-02-01", id="c"),
    )
    assert [latest(world, known=known) for known in (1, 2, 3)] == [["a"], ["b"], ["c"]]
    assert [record.entry for record in world.reader.entry(1)] == [1, 1, 1]


def test_a_withdrawal_takes_the_entry_for_every_date() -> None:
    """What was never so is gone also before the day it was withdrawn; as known before, it stands."""
    world = given(decided(ram("1 mnkr"), "2025-01-01", id="a"), withdrawal("a", "2025-06-01", id="w"))
    assert latest(world, at="2025-03-01", known=1) == ["a"]
    assert latest(world, at="2025-03-01", known=2) == latest(world, known=2) == each(world, known=2) == []


def test_a_withdrawal_gives_way_to_what_was_decided_before() -> None:
    """Without the withdrawn one, the earlier decision is the latest again."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"),
        decided(ram("2 mnkr"), "2025-02-01", id="b"),
        withdrawal("b"),
    )
    assert [latest(world, known=known) for known in (2, 3)] == [["b"], ["a"]]


def test_a_withdrawal_of_a_correction_takes_the_whole_entry() -> None:
    """The version that was corrected does not come back."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"),
        correction("a", ram("2 mnkr"), "2025-01-01", id="b"),
        withdrawal("b", id="w"),
    )
    assert latest(world, known=3) == []
    assert [record.id for record in world.reader.entry(1)] == ["a", "b", "w"]


def test_subjects_come_in_the_order_that_they_came_up() -> None:
    """Also when a later one took effect first, and when the first one is not in force."""
    world = given(
        decided(ram("1 mnkr", "CHR"), "2025-06-01", id="a"),
        decided(ram("1 mnkr", "CE"), "2025-01-01", id="b"),
        decided(ram("1 mnkr", "CK"), "2025-02-01", id="c"),
    )
    assert latest(world) == ["a", "b", "c"]
    assert latest(world, at="2025-03-01") == ["b", "c"]


def test_totals_are_by_subject_and_unit_with_what_has_no_amount_counted() -> None:
    """Two units of one subject are two sums, in millionths; unknowns are left out of both."""
    world = given(
        decided(ram("1,5 mnkr"), "2025-01-01"),
        decided(ram("2,25 mnkr"), "2025-02-01", id="b"),
        decided(ram("500 tkr"), "2025-03-01"),
        decided(ram("?"), "2025-04-01"),
        correction("b", ram("2 mnkr"), "2025-02-01"),
    )
    key = subject_key(RamAllocated, {"part": "CE"})
    assert world.reader.totals(question(LATE, 5)) == [
        SubjectTotal("RK", "2025", key, "", 0, 0, 1),
        SubjectTotal("RK", "2025", key, "mnkr", 3_500_000, 2, 0),
        SubjectTotal("RK", "2025", key, "tkr", 500_000_000, 1, 0),
    ]


def test_a_question_is_narrowed_by_each_part_of_the_subject() -> None:
    """Förvaltning, period and key each narrow by themselves."""
    hsf = RamAllocated(forvaltning="HSF", period="2025", part="CE", amount="9 mnkr")
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="ce"),
        decided(ram("1 mnkr", "CHR"), "2025-01-01", id="chr"),
        decided(ram("1 mnkr", period="2026"), "2025-01-01", id="nästa"),
        decided(hsf, "2025-01-01", id="hsf"),
    )
    key = subject_key(RamAllocated, {"part": "CE"})
    assert latest(world, forvaltning="HSF") == ["hsf"]
    assert latest(world, period="2026") == ["nästa"]
    assert latest(world, key=key) == ["ce", "nästa", "hsf"]
    assert latest(world, forvaltning="RK", period="2025", key=key) == ["ce"]


def test_positions_follow_recorded_time() -> None:
    """Known at a time is the greatest position recorded by then, and 0 before the first."""
    reader = given(*(decided(ram(f"{number} mnkr"), "2025-01-01") for number in (1, 2, 3))).reader
    times = [reader.recorded(position) for position in (1, 2, 3)]
    assert times == sorted(set(times))
    assert [reader.position(known) for known in (times[0] - 1, times[0], times[1] - 1, times[2])] == [0, 1, 1, 3]
    assert (reader.position(), reader.recorded(0)) == (3, 0)


def removal(of: str) -> Proposal:
    """The content of an event is removed. The subject is CE's ram for 2025."""
    return decided(ContentRemoved(forvaltning="RK", event=of, period="2025", about='["CE"]'), "2026-01-01")


def test_what_is_removed_is_gone_from_every_view_and_keeps_its_place() -> None:
    """An earlier decision does not stand in its place, also where the removal was not yet known; a total leaves it out."""
    world = given(
        decided(ram("1 mnkr"), "2024-01-01", id="a"), decided(ram("2 mnkr"), "2025-01-01", id="b"), removal("b")
    )
    for known in (2, 3):
        assert latest(world, known=known) == ["b"]
        assert [record.content for record in world.reader.latest(question(LATE, known))] == [None]
        assert world.view(LATE, known).latest(RamAllocated) == []
        assert [each.id for each in world.reader.gaps(question(LATE, known))] == ["b"]
    assert latest(world, known=1) == ["a"]
    key = subject_key(RamAllocated, {"part": "CE"})
    assert world.reader.totals(question(LATE, 3)) == [
        SubjectTotal("RK", "2025", key, "", 0, 0, 1),
        SubjectTotal("RK", "2025", key, "mnkr", 1_000_000, 1, 0),
    ]


def test_a_removed_version_that_was_corrected_is_in_nobodys_way() -> None:
    """What replaced it is in force; before that was known there is a gap."""
    world = given(
        decided(ram("1 mnkr"), "2025-01-01", id="a"), correction("a", ram("2 mnkr"), "2025-01-01", id="b"), removal("a")
    )
    assert [fact.record.id for fact in world.view(LATE).latest(RamAllocated)] == ["b"]
    early = world.view(LATE, 1)
    assert early.latest(RamAllocated) == []
    assert [each.id for each in early.lacking] == ["a"]


def test_a_report_notes_each_gap_once_where_it_was_met() -> None:
    """What a view keeps and gives again, it lacks again; a view of another day shares what it lacks."""
    view = given(decided(ram("2 mnkr"), "2025-01-01", id="b"), removal("b")).view(LATE)
    for _time in range(2):
        with view.noting() as lacking:
            view.once("rams", lambda: view.latest(RamAllocated))
        assert [each.id for each in lacking.values()] == ["b"]
    assert [each.id for each in view.lacking] == ["b"]
    other = given(decided(ram("2 mnkr"), "2025-01-01", id="b"), removal("b")).view(LATE)
    other.seen_at(date(2025, 6, 1)).latest(RamAllocated)
    assert [each.id for each in other.lacking] == ["b"]
