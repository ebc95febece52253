"""Nothing lies within itself, by however many steps: a recording that closes a ring is refused, with the way round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given as random_histories
from hypothesis import settings
from hypothesis import strategies as st

from ledger.events import (
    ActivityMerged,
    ActivityPlanned,
    GoalSet,
    IndicatorDefined,
    IndicatorGroupDefined,
    LineDefined,
    Proposal,
    UnitFormed,
    UnitMerged,
)
from ledger.opening import Ledger
from ledger.problems import Origin, Refused
from ledger.testing import decided, given, ledger_at
from ledger.views import View


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with ledger_at(place) as ledger:
        yield ledger


def line(code: str, within: str | None = None, on: str = "2025-01-01", **about: object) -> Proposal:
    return decided(LineDefined(forvaltning="RK", line=code, name=code, within=within), on, **about)


def unit(code: str, within: str | None = None, on: str = "2025-01-01", **about: object) -> Proposal:
    return decided(UnitFormed(forvaltning="RK", unit=code, name=code, within=within), on, **about)


def merged(code: str, into: str, on: str = "2025-01-01") -> Proposal:
    return decided(UnitMerged(forvaltning="RK", unit=code, into=into), on)


def activity(code: str, within: str | None = None, year: str = "2025") -> Proposal:
    return decided(
        ActivityPlanned(forvaltning="RK", activity=code, period=year, name=code, within=within), "2025-01-01"
    )


def together(code: str, into: str) -> Proposal:
    return decided(ActivityMerged(forvaltning="RK", activity=code, into=into), "2025-01-01")


def goal(code: str, serves: str | None = None) -> Proposal:
    return decided(
        GoalSet(forvaltning="RK", goal=code, name=code, body="Regionfullmäktige", serves=serves), "2025-01-01"
    )


def group(code: str, *sum_of: str, indicator: str = "tid") -> Proposal:
    event = IndicatorGroupDefined(forvaltning="RK", indicator=indicator, group=code, name=code, sum_of=sum_of)
    return decided(event, "2025-01-01")


def indicator(code: str = "tid", *sum_of: str) -> Proposal:
    return decided(IndicatorDefined(forvaltning="RK", indicator=code, name=code, sum_of=sum_of), "2025-01-01")


def refusal(ledger: Ledger, *proposals: Proposal) -> list[str]:
    """What is said when ``proposals`` are refused; nothing is written."""
    before = ledger.reader.position()
    with pytest.raises(Refused) as caught:
        ledger.record(proposals)
    assert ledger.reader.position() == before
    assert all(problem.remedy for problem in caught.value.problems)
    return [problem.what for problem in caught.value.problems]


RINGS: dict[str, tuple[list[Proposal], str]] = {
    "two lines": ([line("a", "b"), line("b", "a")], "”Ingår i” går i ring den 2025-01-01: a → b → a"),
    "three lines": ([line("a", "b"), line("b", "c"), line("c", "a")], "a → b → c → a"),
    "units": ([unit("a", "b"), unit("b", "a")], "a → b → a"),
    "units that went up in each other": (
        [unit("a"), unit("b"), merged("a", "b"), merged("b", "a")],
        "”Uppgick i” går i ring den 2025-01-01: a → b → a",
    ),
    "a unit that went up in its own part": ([unit("a"), unit("b", "a"), merged("a", "b")], "b → a → b"),
    "activities": ([activity("a", "b"), activity("b", "a")], "”Del av” går i ring den 2025-01-01: a → b → a"),
    "activities that are followed up together": (
        [activity("a"), activity("b"), together("a", "b"), together("b", "a")],
        "”Tillsammans med” går i ring den 2025-01-01: a → b → a",
    ),
    "an activity merged with its own part": ([activity("a"), activity("b", "a"), together("a", "b")], "b → a → b"),
    "goals": ([goal("a", "b"), goal("b", "a")], "”Bidrar till” går i ring den 2025-01-01: a → b → a"),
    "groups": (
        [indicator(), group("a", "c", "b"), group("b", "a"), group("c")],
        "”Summa av” går i ring den 2025-01-01: a → b → a",
    ),
}


@pytest.mark.parametrize("name", RINGS)
def test_a_ring_in_one_recording_is_refused_once_with_the_way_round(ledger: Ledger, name: str) -> None:
    """Whatever the rows' order; the field is called what it is called in the file."""
    proposals, said = RINGS[name]
    [problem] = refusal(ledger, *proposals)
    assert problem.endswith(said)


def test_a_ring_is_closed_by_a_later_recording(ledger: Ledger) -> None:
    """What is there already is part of the way; the row that closes it is named."""
    ledger.record([line("a"), line("b", "a"), line("c", "b")])
    with pytest.raises(Refused) as caught:
        ledger.record([line("a", "c", "2026-01-01", origin=Origin("rader.csv", 4))])
    [problem] = caught.value.problems
    assert str(problem).startswith("rader.csv, rad 4, kolumn ”within”: ”Ingår i” går i ring den 2026-01-01: a → c → b")
    assert "rättas (correct) eller återtas (withdraw)" in problem.remedy


def test_what_is_no_longer_so_closes_no_ring(ledger: Ledger) -> None:
    """b leaves a before a goes into b: on no day do they lie in each other."""
    ledger.record([line("a"), line("b", "a"), line("b", None, "2026-01-01"), line("a", "b", "2026-01-01")])
    assert "den 2025-06-01: a → b → a" in refusal(ledger, line("a", "b", "2025-06-01"))[0]


def test_a_ring_that_comes_later_is_found(ledger: Ledger) -> None:
    """a goes into b today, and b is to go into a next year: the ring is next year's, whichever is recorded last."""
    ledger.record([line("a"), line("b"), line("b", "a", "2026-01-01"), line("b", None, "2027-01-01")])
    assert "den 2026-01-01: a → b → a" in refusal(ledger, line("a", "b", "2025-06-01"))[0]
    assert ledger.record([line("a", "b", "2027-01-01")])


def test_a_correction_may_close_a_ring_by_moving_away(ledger: Ledger) -> None:
    """That b left a is moved a year ahead: for that year, the earlier decision is in force again."""
    ledger.record([line("a"), line("b", "a")])
    ledger.record([line("b", None, "2026-01-01", id="left"), line("a", "b", "2026-01-01")])
    moved = line("b", None, "2027-01-01", replaces="left", reason="Fel dag")
    assert "den 2026-01-01: b → a → b" in refusal(ledger, moved)[0]


def test_a_ring_is_opened_by_what_stands_in_the_same_recording(ledger: Ledger) -> None:
    """A row that would close a ring, and the correction that opens it, go together."""
    ledger.record([line("a"), line("b", "a", id="b1")])
    assert ledger.record([line("a", "b"), line("b", None, replaces="b1", reason="Ligger ytterst")])


def test_each_year_is_of_its_own(ledger: Ledger) -> None:
    """What is part of what is planned year by year; what is followed up together is so in each of them."""
    ledger.record([activity("a", "b", "2025"), activity("b", None, "2025")])
    ledger.record([activity("b", "a", "2026"), activity("a", None, "2026")])
    assert refusal(ledger, together("a", "b")) == ["”Tillsammans med” går i ring den 2025-01-01: a → b → a"]


def test_a_group_is_one_of_its_indicator(ledger: Ledger) -> None:
    """The same code of another indicator is another group, and no part of the way."""
    ledger.record([indicator(), indicator("kostnad"), group("a"), group("b", "a")])
    assert ledger.record([group("b", indicator="kostnad"), group("a", "b", indicator="kostnad")])


def test_what_a_sum_is_made_up_of_is_defined(ledger: Ledger) -> None:
    """The indicator's own sum and a group's: the group is to be there, for that indicator."""
    ledger.record([indicator("annan"), group("b", indicator="annan")])
    said = refusal(ledger, indicator("tid", "a"), group("b", "c"))
    assert said == ["Summa av ”a” finns inte i RK", "Summa av ”c” finns inte i RK"]
    assert "Summa av ”b” är den själv" in refusal(ledger, indicator("tid", "b"), group("b", "b"))


CODES = ("a", "b", "c", "d")
DAYS = ("2025-01-01", "2025-06-01", "2026-01-01")
definitions = st.tuples(st.sampled_from(CODES), st.none() | st.sampled_from(CODES), st.sampled_from(DAYS))


def has_a_ring(proposals: list[Proposal]) -> bool:
    """Whether some line lies within itself on some day, by the definition."""
    return any(_in_a_ring(given(*proposals).view(day)) for day in DAYS)


def _in_a_ring(view: View) -> bool:
    above = {fact.event.line: fact.event.within for fact in view.latest(LineDefined)}
    return any(_comes_back(code, above) for code in above)


def _comes_back(code: str, above: dict[str, str | None]) -> bool:
    at, passed = above[code], set[str]()
    while at and at not in passed:
        passed.add(at)
        at = above.get(at)
    return bool(at)


@random_histories(st.lists(definitions, max_size=12))
@settings(max_examples=60, deadline=None)
def test_exactly_what_closes_a_ring_is_refused(history: list[tuple[str, str | None, str]]) -> None:
    """On random histories, line by line: what is recorded gives no ring on any day, what is refused would give one."""
    with TemporaryDirectory() as folder, ledger_at(Path(folder) / "test.db") as ledger:
        taken = [line(code, on="2024-01-01") for code in CODES]
        ledger.record(taken)
        for code, within, day in history:
            if code == within:
                continue
            proposal = line(code, within, day)
            try:
                ledger.record([proposal])
            except Refused:
                assert has_a_ring([*taken, proposal])
            else:
                taken.append(proposal)
                assert not has_a_ring(taken)
