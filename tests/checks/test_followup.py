"""What is due at a follow-up, and what the law says of a delårsrapport."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.checks import Check, Finding
from ledger.checks.followup import due_readings_are_there, interim_reports_keep_to_the_law
from ledger.events import (
    DocumentHandled,
    IndicatorAdopted,
    IndicatorDefined,
    IndicatorRead,
    LineDefined,
    OutcomeRead,
    Proposal,
    RoundOpened,
)
from ledger.testing import Given, decided, given


def found(rule: Check, world: Given, at: str = "2026-12-31", known: int | None = None) -> list[Finding]:
    return list(rule.judge(world.view(at, known), "RK"))


def opened(period: str = "2025-01/2025-08", cut_off: str = "2025-08-31", **more: Any) -> Proposal:
    code = more.pop("round", cut_off[:7])
    event = RoundOpened(
        forvaltning="RK", round=code, period=period, cut_off=cut_off, due=("status", "indikator"), **more
    )
    return decided(event, cut_off, id=code)


WHOLE_YEAR = opened("2025", "2025-12-31", round="2025")
DEFINED = decided(IndicatorDefined(forvaltning="RK", indicator="resor", name="Resor"), "2020-01-01")


def adopted(reported: str | None, name: str | None = None) -> Proposal:
    event = IndicatorAdopted(forvaltning="RK", indicator="resor", period="2025", name=name, reported=reported)
    return decided(event, "2025-01-01", id="adopted")


def read(value: str = "3 %", period: str = "2025", accumulated: str | None = None, **more: Any) -> Proposal:
    event = IndicatorRead(
        forvaltning="RK", indicator="resor", period=period, accumulated=accumulated, value=value, **more
    )
    return decided(event, "2025-08-31")


SO_FAR = read(accumulated="2025-01/2025-08")


def test_a_reading_that_is_due_and_missing_is_a_warning() -> None:
    """With the indicator by its name of the year."""
    world = given(DEFINED, adopted("Delår, År", "Resor med flyg"), opened())
    [each] = found(due_readings_are_there, world)
    assert (each.level, each.what) == ("warning", "Resor med flyg ska redovisas vid 2025-08 men är inte avläst")
    assert [record.id for record in each.records] == ["adopted"]
    assert each.remedy == "registrera avläsningen (indicator.read), eller ändra när den redovisas"
    assert not found(due_readings_are_there, world, at="2025-08-30")
    assert not found(due_readings_are_there, world, known=2)


@pytest.mark.parametrize("reported", ["Delår", "Delår År", "D1, D2, Å", "M, D, Å", "D/Å", "Månadsvis"])
def test_what_is_reported_during_the_year_is_due_at_a_part_of_it(reported: str) -> None:
    """However the document writes it."""
    assert found(due_readings_are_there, given(DEFINED, adopted(reported), opened()))


@pytest.mark.parametrize("reported", ["År", "Å", "år", None, "Vartannat år"])
def test_what_is_reported_by_the_year_is_not_due_at_a_part_of_it(reported: str | None) -> None:
    """Nor what nobody says when to report."""
    assert not found(due_readings_are_there, given(DEFINED, adopted(reported), opened()))


@pytest.mark.parametrize(
    ("reported", "count"), [("År", 1), ("D1, D2, Å", 1), ("Delår År", 1), ("Delår", 0), ("Vartannat år", 0), (None, 0)]
)
def test_what_is_due_at_the_end_of_the_year(reported: str | None, count: int) -> None:
    """What is reported by the year."""
    assert len(found(due_readings_are_there, given(DEFINED, adopted(reported), WHOLE_YEAR))) == count


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param(SO_FAR, id="so far"),
        pytest.param(read(accumulated="2025-01/2025-07"), id="a month earlier"),
        pytest.param(read("<4 %", accumulated="2025-01/2025-08"), id="a comparison"),
        pytest.param(read("Uppfyllt", accumulated="2025-01/2025-08"), id="a word"),
    ],
)
def test_a_reading_of_a_part_of_the_year_is_enough_at_a_part_of_it(reading: Proposal) -> None:
    """Readings may lag; but the year's own is due at its end."""
    assert not found(due_readings_are_there, given(DEFINED, adopted("Delår, År"), opened(), reading))
    assert found(due_readings_are_there, given(DEFINED, adopted("Delår, År"), WHOLE_YEAR, reading))


@pytest.mark.parametrize("value", ["3 %", ">1000", "Uppfyllt"])
def test_a_year_that_is_read_is_not_missing(value: str) -> None:
    """Whatever kind of value it is."""
    assert not found(due_readings_are_there, given(DEFINED, adopted("År"), WHOLE_YEAR, read(value)))


def test_another_years_reading_is_not_the_one_that_is_due() -> None:
    """Nor is one that nobody knows."""
    assert found(due_readings_are_there, given(DEFINED, adopted("Delår"), opened(), read(period="2024")))
    assert found(due_readings_are_there, given(DEFINED, adopted("År"), WHOLE_YEAR, read("?")))


def test_an_indicator_that_follows_a_line_is_read_with_the_line() -> None:
    """It is worked out, never read."""
    line = decided(LineDefined(forvaltning="RK", line="resultat", name="Resultat"), "2020-01-01")
    event = IndicatorDefined(forvaltning="RK", indicator="resor", name="Resultat", line="resultat")
    start = (line, decided(event, "2020-01-01"), adopted("Delår"), opened())
    outcome = OutcomeRead(
        forvaltning="RK", line="resultat", period="2025", accumulated="2025-01/2025-08", amount="39 mnkr"
    )
    assert found(due_readings_are_there, given(*start))
    assert not found(due_readings_are_there, given(*start, decided(outcome, "2025-08-31")))


def test_a_follow_up_of_other_things_misses_no_reading() -> None:
    """Only what is due is missed."""
    event = RoundOpened(
        forvaltning="RK", round="2025-08", period="2025-01/2025-08", cut_off="2025-08-31", due=("status",)
    )
    assert not found(due_readings_are_there, given(DEFINED, adopted("Delår"), decided(event, "2025-08-31")))


@pytest.mark.parametrize(
    ("period", "cut_off"),
    [
        ("2025-01/2025-05", "2025-05-31"),
        ("2025-01/2025-09", "2025-09-30"),
        ("2025-02/2025-08", "2025-08-31"),
        ("2025-08", "2025-08-31"),
    ],
)
def test_a_year_whose_only_delarsrapport_has_another_period_is_an_error(period: str, cut_off: str) -> None:
    """Once it is too late to hand in another."""
    world = given(opened(period, cut_off))
    [each] = found(interim_reports_keep_to_the_law, world)
    assert each.level == "error"
    assert each.what.startswith(f"Uppföljningen {cut_off[:7]} omfattar ")
    assert [record.id for record in each.records] == [cut_off[:7]]
    assert each.remedy == "en delårsrapport omfattar minst halva och högst två tredjedelar av året, från årets början"
    assert not found(interim_reports_keep_to_the_law, world, at="2025-10-31")


@pytest.mark.parametrize("month", [6, 7, 8])
def test_half_to_two_thirds_of_the_year_is_lawful(month: int) -> None:
    """And then there may be others beside: the law asks for one."""
    lawful = opened(f"2025-01/2025-{month:02}", f"2025-{month:02}-28")
    assert not found(interim_reports_keep_to_the_law, given(lawful))
    assert not found(interim_reports_keep_to_the_law, given(lawful, opened("2025-01/2025-04", "2025-04-30")))
    other_year = opened("2026-01/2026-04", "2026-04-30")
    assert len(found(interim_reports_keep_to_the_law, given(lawful, other_year))) == 1


def test_the_follow_up_of_a_year_is_no_delarsrapport() -> None:
    """Nor is no follow-up at all."""
    assert not found(interim_reports_keep_to_the_law, given(WHOLE_YEAR))
    assert not found(interim_reports_keep_to_the_law, given())


def handled(day: str, period: str = "2025-01/2025-08") -> Proposal:
    event = DocumentHandled(forvaltning="RK", document="delar", period=period, body="Regionstyrelsen", handled_on=day)
    return decided(event, day, id="handled")


def test_a_delarsrapport_that_is_handled_late_is_a_warning() -> None:
    """With the last day that the law allows: the end of the second month."""
    [each] = found(interim_reports_keep_to_the_law, given(opened(), handled("2025-11-01")))
    assert (each.level, each.what) == (
        "warning",
        "Delårsrapporten för januari–augusti 2025 behandlades 2025-11-01",
    )
    assert each.remedy == "den ska lämnas senast två månader efter periodens slut, 2025-10-31"
    assert [record.id for record in each.records] == ["handled"]
    assert not found(interim_reports_keep_to_the_law, given(opened(), handled("2025-10-31")))


@pytest.mark.parametrize(
    ("period", "last", "late"),
    [("2025-01/2025-06", "2025-08-31", "2025-09-01"), ("2025-01/2025-07", "2025-09-30", "2025-10-01")],
)
def test_the_last_day_is_a_months_last(period: str, last: str, late: str) -> None:
    """However many days the months have."""
    covered = opened(period, "2025-06-30")
    assert not found(interim_reports_keep_to_the_law, given(covered, handled(last, period)))
    assert found(interim_reports_keep_to_the_law, given(covered, handled(late, period)))


def test_a_document_of_another_period_is_not_late() -> None:
    """An årsredovisning is handled in the spring."""
    assert not found(interim_reports_keep_to_the_law, given(opened(), handled("2026-03-04", "2025")))
