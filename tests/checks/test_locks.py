"""What was recorded into a closed period, in spite of the lock or past it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.checks import Finding
from ledger.checks.locks import what_entered_closed_periods
from ledger.checks.run import run
from ledger.events import LockClosed, LockOpened, Proposal, RamAllocated, ReportIssued, UnitFormed
from ledger.testing import Clock, Given, decided, given, ledger_in

IN, AFTER = "2025-06-01", "2026-01-01"


def ram(on: str = IN, amount: str = "1 mnkr", forvaltning: str = "RK", **about: object) -> Proposal:
    event = RamAllocated(forvaltning=forvaltning, part=None, period="2025", amount=amount)
    return decided(event, on, **about)


def lock(*kinds: str, period: str = "2025", **about: object) -> Proposal:
    event = LockClosed(forvaltning="RK", period=period, kinds=kinds)
    return decided(event, "2027-01-01", **{"id": "lock", "reason": "Bokslut", **about})


UNLOCK = decided(LockOpened(forvaltning="RK", lock="lock"), "2027-01-01", reason="Rättas")


def found(world: Given, at: str = "2026-12-31", known: int | None = None, forvaltning: str = "RK") -> list[Finding]:
    return list(what_entered_closed_periods.judge(world.view(at, known), forvaltning))


def entered(world: Given, at: str = "2026-12-31", known: int | None = None) -> list[str]:
    """The ids of all that is told of."""
    return [record.id for finding in found(world, at, known) for record in finding.records]


def test_what_lies_in_a_closed_period_without_a_word_is_an_error() -> None:
    """What came before the lock, and after it was opened, does not."""
    world = given(ram(id="before"), lock(), ram(id="past"), UNLOCK, ram(id="after"))
    [finding] = found(world)
    assert finding.level == "error"
    assert finding.what == (
        "2025-01-01 12:03 registrerade (borttagen) 1 händelse i en låst period utan att säga det:"
        " ram.allocated/RK//2025. Lås lock på RK 2025 (alla slag), registrerat 2025-01-01 12:02 av (borttagen)"
        " med skälet ”Bokslut”"
    )
    assert finding.remedy
    assert entered(world) == ["past"]


def test_nothing_is_told_where_nothing_is_locked_or_all_lies_outside() -> None:
    """Another date, förvaltning or kind; what no lock keeps out; and another förvaltning's findings."""
    assert found(given(ram())) == []
    outside = given(lock("finance."), lock(id="other", period="2024"), ram(), ram(AFTER), ram(forvaltning="HSF"))
    assert found(outside) == []
    assert found(given(lock(), ram(forvaltning="HSF"), lock(id="again"), UNLOCK)) == []
    assert found(given(lock(), ram()), forvaltning="HSF") == []
    assert ReportIssued.topic  # which is never locked out: tests/store/test_locks.py


@pytest.mark.parametrize(("old", "new"), [(IN, AFTER), (AFTER, IN), (IN, IN)], ids=["moved out", "moved in", "within"])
def test_corrections_and_withdrawals_are_held_to_both_versions(old: str, new: str) -> None:
    """A withdrawal to the version that it takes away."""
    correction = ram(new, "2 mnkr", id="new", replaces="old", reason="Fel")
    assert entered(given(ram(old, id="old"), lock(), correction)) == ["new"]
    withdrawal = replace(correction, event=None)
    assert entered(given(ram(old, id="old"), lock(), withdrawal)) == (["new"] if old == IN else [])


def test_the_view_decides_what_is_told() -> None:
    """What is not known yet, and what has not taken effect, is not."""
    world = given(lock(), ram(id="past"), ram("2025-11-01", id="later"))
    assert entered(world) == ["past", "later"]
    assert entered(world, known=2) == ["past"]
    assert entered(world, known=1) == []
    assert entered(world, at="2025-10-31") == ["past"]
    assert entered(world, at="2025-05-31") == []


def test_a_lock_that_was_withdrawn_or_corrected_holds_as_it_stood() -> None:
    """At the position of each event."""
    narrowed = lock("finance.", id="narrowed", replaces="lock")
    gone = replace(narrowed, event=None, id="gone", replaces="narrowed")
    world = given(lock(), ram(id="first"), narrowed, ram(id="second"), gone, ram(id="third"))
    assert entered(world) == ["first"]
    assert "lås lock på RK 2025 (finance.)" not in found(world)[0].what


def test_what_overrode_a_lock_is_a_warning_recording_by_recording(tmp_path: Path) -> None:
    """With the reason, who, for whom, and the streams; one finding for what was recorded together."""
    clock = Clock("2026-02-01T10:00")
    with ledger_in(tmp_path, clock=clock) as ledger:
        units = [decided(UnitFormed(forvaltning="RK", unit=code, name=code), "2020-01-01") for code in "ABCDE"]
        ledger.record([*units, decided(lock().event, "2026-01-31", reason="Bokslut")])  # type: ignore[arg-type]
        parts = [RamAllocated(forvaltning="RK", part=code, period="2025", amount="1 mnkr") for code in "ABCDE"]
        clock.set("2026-02-02T11:00")
        ledger.record([decided(event, IN, override="Tryckfel", actor="Anna Berg") for event in parts])
        clock.set("2026-02-03T12:00")
        ledger.record([ram(override="Revisorn")])
        view = ledger.view(date(2026, 12, 31))
        first, second = (each for each in run(view, (), ["RK"]).findings if each.rule == "last-period")
        assert (first.level, second.level) == ("warning", "warning")
        assert first.what.startswith(
            "2026-02-02 11:00 registrerade test 5 händelser för Anna Berg i en låst period trots låset, med skälet"
            " ”Tryckfel”: ram.allocated/RK/A/2025, ram.allocated/RK/B/2025, ram.allocated/RK/C/2025 och 2 till. Lås "
        )
        assert first.what.endswith("på RK 2025 (alla slag), registrerat 2026-02-01 10:00 av test med skälet ”Bokslut”")
        assert len(first.records) == 5
        assert "registrerade test 1 händelse i en låst period trots låset, med skälet ”Revisorn”" in second.what


def test_an_override_of_one_lock_is_none_of_another(tmp_path: Path) -> None:
    """As it could come about past the program: the lock that is not named is broken without a word."""
    world = given(lock(), lock("ram.", id="other"), ram(id="past"))
    assert [finding.level for finding in found(world)] == ["error", "error"]
