"""Running the checks: which förvaltningar, in which order, and when all is well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.checks import Check, Finding, Level, check
from ledger.checks.run import CORE_CHECKS, Checked, known_forvaltningar, run
from ledger.checks.telling import as_data, as_lines, summary
from ledger.events import ActivityPlanned, Proposal, RamAllocated, Source, UnitFormed
from ledger.testing import decided, given
from ledger.views import View


def unit(forvaltning: str, code: str = "A") -> Proposal:
    return decided(UnitFormed(forvaltning=forvaltning, unit=code, name=code), "2025-01-01")


def ram(amount: str, part: str | None = None, document: str = "plan") -> Proposal:
    event = RamAllocated(forvaltning="RK", part=part, period="2025", amount=amount)
    return decided(event, "2025-01-01", source=Source(document=document, title=document.title(), section="Ram"))


def finds(level: Level, forvaltning: str = "RK") -> Iterator[Finding]:
    yield Finding(level, f"{level} i {forvaltning}", "gör något")


@check("prov")
def all_levels(view: View, forvaltning: str) -> Iterator[Finding]:
    """One of each level."""
    levels: tuple[Level, ...] = ("info", "warning", "error")
    for level in levels:
        yield from finds(level, forvaltning)


@check("att-veta")
def only_to_know(view: View, forvaltning: str) -> Iterator[Finding]:
    """Something to know,
    and nothing more.

    This is no part of the description.
    """
    yield from finds("info", forvaltning)


WORLD = given(unit("RK"), unit("HSF"))


def checked(*rules: Check, forvaltningar: tuple[str, ...] = ()) -> Checked:
    return run(WORLD.view("2025-12-31"), rules, forvaltningar)


def test_the_gravest_comes_first_with_its_rule_and_forvaltning() -> None:
    """In all förvaltningar, each level in the order that it was found."""
    found = checked(all_levels).findings
    assert [(each.level, each.forvaltning) for each in found] == [
        ("error", "HSF"),
        ("error", "RK"),
        ("warning", "HSF"),
        ("warning", "RK"),
        ("info", "HSF"),
        ("info", "RK"),
    ]
    assert {each.rule for each in found} == {"prov"}
    assert summary(checked(all_levels)) == "HSF, RK: 2 fel, 2 varningar, 2 saker att veta"


def test_only_the_forvaltning_that_is_named_is_checked() -> None:
    """The others are known all the same."""
    only = checked(all_levels, forvaltningar=("RK",))
    assert {each.forvaltning for each in only.findings} == {"RK"}
    assert (only.known, only.forvaltningar) == (("HSF", "RK"), ("RK",))
    assert summary(only) == "RK: 1 fel, 1 varning, 1 sak att veta"


def test_what_is_only_to_know_is_clean() -> None:
    """And so is nothing at all."""
    assert checked(only_to_know).clean
    assert checked().clean
    assert not checked(all_levels).clean
    assert summary(checked()) == "HSF, RK: inget att anmärka"


def test_an_empty_ledger_has_no_forvaltning_to_check() -> None:
    """That is what the summary says."""
    empty = run(given().view("2025-12-31"), (all_levels,))
    assert (empty.findings, empty.known, empty.clean) == ((), (), True)
    assert summary(empty) == "Inget är registrerat per 2025-12-31."


@pytest.mark.parametrize(
    "event",
    [
        UnitFormed(forvaltning="KTF", unit="A", name="A"),
        RamAllocated(forvaltning="KTF", part=None, period="2025", amount="1 mnkr"),
        ActivityPlanned(forvaltning="KTF", activity="a", period="2025", name="A"),
    ],
    ids=lambda event: event.topic,
)
def test_a_forvaltning_is_known_by_whatever_can_be_checked(event: UnitFormed) -> None:
    """Before its time too: then there is nothing to find there."""
    world = given(decided(event, "2025-01-01"))
    assert known_forvaltningar(world.view("2025-12-31")) == ("KTF",)
    assert known_forvaltningar(world.view("2020-12-31")) == ("KTF",)
    assert known_forvaltningar(world.view("2025-12-31", known=0)) == ("KTF",)


def test_every_rule_has_a_name_of_its_own_and_says_what_it_looks_for() -> None:
    """In one paragraph."""
    names = [rule.name for rule in CORE_CHECKS]
    assert len(set(names)) == len(names)
    assert all(rule.description for rule in CORE_CHECKS)
    assert only_to_know.description == "Something to know, and nothing more."


def test_a_finding_is_told_with_its_figures_its_places_and_what_to_do() -> None:
    """The first line says how grave it is, where and by which rule; each place is told once."""
    world = given(unit("RK"), ram("10 mnkr"), ram("7 mnkr", "A", "bilaga"))
    view = world.view("2025-12-31")
    found = run(view, ())
    [finding] = found.findings
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in as_lines(finding, view, 100)]
    assert lines == [
        "Fel [RK ramfordelning] Ram 2025: beslutad 10 mnkr, fördelad 7 mnkr",
        "  beslutad 10 mnkr · Plan, Ram",
        "  fördelad 7 mnkr · Bilaga, Ram",
        "    → fördela hela ramen, eller rätta den del som är fel",
    ]
    data = as_data(found)
    assert data["findings"][0]["places"] == ["Plan, Ram", "Bilaga, Ram"]
    assert [figure["events"] for figure in data["findings"][0]["figures"]] == [["event-2"], ["event-3"]]


def test_of_many_documents_behind_a_figure_three_are_named() -> None:
    """And the rest are counted."""
    parts = [ram("1 mnkr", code, f"bilaga-{code}") for code in "ABCDE"]
    world = given(*(unit("RK", code) for code in "ABCDE"), ram("10 mnkr"), *parts)
    view = world.view("2025-12-31")
    [finding] = run(view, ()).findings
    [told] = [line for line in as_lines(finding, view, 100) if "fördelad" in line and "·" in line]
    assert told.endswith("Bilaga-A, Ram; Bilaga-B, Ram; Bilaga-C, Ram och 2 till")
