"""``lock``, ``unlock`` and ``locks``, and ``--override`` of the commands that record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desk import BaseDesk
from ledger.events import Envelope, RamAllocated, UnitFormed
from ledger.opening import open_ledger
from ledger.testing import Clock, decided, ledger_in

REASON = ("--reason", "Delårsrapporten är fastställd")
RAM = ("record", "ram.allocated", "forvaltning=RK", "period=2025", "amount=2 mnkr", "--effective-on", "2025-06-01")


class Desk(BaseDesk):
    """The command on a small ledger, in February 2026."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]):
        super().__init__(folder / "test.db", capsys, Clock("2026-02-01T10:00"))
        with ledger_in(folder, clock=Clock("2026-01-15T09:30")) as ledger:
            proposals = [
                decided(UnitFormed(forvaltning=each, unit="CE", name="CE"), "2025-01-01") for each in ("RK", "HSF")
            ]
            ram = decided(RamAllocated(forvaltning="RK", part=None, period="2025", amount="1 mnkr"), "2025-01-01")
            self.ram = ledger.record([*proposals, ram])[-1].id

    def call(self, *arguments: object) -> tuple[int, str, str]:
        """With plain spaces in the output."""
        code, out, errors = super().call(*arguments)
        return code, out.replace("\N{NO-BREAK SPACE}", " "), errors

    def envelope(self) -> Envelope:
        """The last event's."""
        with open_ledger(self.place) as ledger:
            return ledger.reader.log(ledger.reader.position() - 1, 1)[0].opened()

    def lock(self, *arguments: str) -> str:
        """The id of a new lock."""
        return self.run("lock", *arguments, *REASON).split()[-3]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_a_period_is_locked_with_all_that_is_known_of_it(desk: Desk) -> None:
    """By whom, why, and how it is opened again."""
    said = desk.run("lock", "RK", "2025-01/2025-08", "ram.", *REASON, "--by", "Regionstyrelsen", "--document", "prot")
    envelope = desk.envelope()
    assert said == (
        f"RK januari–augusti 2025 (ram.) är låst: händelse {envelope.id}.\n"
        f"Det låses upp med: planledger unlock {envelope.id} --reason SKÄL\n"
    )
    assert (str(envelope.decided_by), envelope.reason, str(envelope.source), str(envelope.effective_on)) == (
        "Regionstyrelsen",
        "Delårsrapporten är fastställd",
        "prot",
        "2026-02-01",
    )


def test_what_is_locked_is_listed(desk: Desk) -> None:
    """Since when, by whom and why; for one förvaltning if it is named; and what is open no more."""
    assert desk.run("locks") == "Inget är låst.\n"
    first = desk.lock("RK", "2025", "--by", "Regionstyrelsen")
    other = desk.lock("HSF", "2024", "ram.", "finance.")
    lines = desk.run("locks").splitlines()
    assert lines[0].split() == ["Id", "Förvaltning", "Period", "Slag", "Låst", "sedan", "Av", "Skäl"]
    assert first[:8] in lines[2]
    for part in ("RK", "2025", "alla slag", "2026-02-01", "controller"):
        assert part in lines[2]
    assert "Regionstyrelsen" in "".join(lines)
    assert other[:8] in desk.run("locks", "HSF")
    assert first[:8] not in desk.run("locks", "HSF")
    desk.run("unlock", other, "--reason", "Tryckfel")
    assert desk.run("locks", "HSF") == "Inget är låst.\n"
    assert "”RK”" in desk.refused("locks", "RKK")


@pytest.mark.parametrize(
    "which",
    [
        lambda lock_id: (lock_id,),
        lambda lock_id: (lock_id[:8],),
        lambda _lock_id: ("RK", "2025"),
        lambda _lock_id: ("RK", "2025-01/2025-12"),
        lambda _lock_id: ("RK", "2025", "ram.", "finance."),
    ],
)
def test_a_lock_is_opened_by_its_id_or_by_what_it_closes(desk: Desk, which: Callable[[str], tuple[str, ...]]) -> None:
    """The period in any way of writing it, the kinds in any order."""
    lock_id = desk.lock("RK", "2025", "finance.", "ram.")
    desk.refused(*RAM)
    said = desk.run("unlock", *which(lock_id), "--reason", "Fel i bilagan")
    assert said.startswith("RK 2025 (finance., ram.) är upplåst: händelse ")
    assert desk.envelope().reason == "Fel i bilagan"
    desk.run(*RAM)


def test_everything_wrong_with_a_lock_is_told_at_once(desk: Desk) -> None:
    """The förvaltning, the period and the kinds, each with what to do."""
    errors = desk.refused("lock", "RKK", "2025-13", "finance.", *REASON)
    assert "liggaren har ingen förvaltning ”RKK”" in errors
    assert "menade du ”RK”?" in errors
    assert "”2025-13” är ingen period" in errors
    errors = desk.refused("lock", "RKK", "2025", "finance", "ramm.", *REASON)
    assert "liggaren har ingen förvaltning ”RKK”" in errors
    assert "”finance”" in errors
    assert "menade du ”ram.”?" in errors


def test_the_same_is_not_locked_twice(desk: Desk) -> None:
    """The lock that there is is named."""
    lock_id = desk.lock("RK", "2025")
    assert f"RK 2025 (alla slag) är redan låst: lås {lock_id}" in desk.refused("lock", "RK", "2025", *REASON)


def test_what_is_not_locked_is_not_unlocked(desk: Desk) -> None:
    """What is locked is said instead."""
    assert "inget är låst" in desk.refused("unlock", "RK", "2025", *REASON)
    lock_id = desk.lock("RK", "2025", "ram.")
    there = f"låst är: {lock_id[:8]} RK 2025 (ram.)"
    for which in (("0000",), ("RK", "2024"), ("HSF", "2025"), ("RK", "2025", "finance.")):
        errors = desk.refused("unlock", *which, *REASON)
        assert there in errors
    assert "RK 2024 är inte låst" in desk.refused("unlock", "RK", "2024", *REASON)
    assert "perioden saknas" in desk.refused("unlock", "RK", *REASON)
    assert "”igår” är ingen period" in desk.refused("unlock", "RK", "igår", *REASON)
    desk.run("unlock", lock_id, *REASON)
    assert f"inget är låst av {lock_id}" in desk.refused("unlock", lock_id, *REASON)


def test_of_several_locks_one_has_to_be_named(desk: Desk) -> None:
    """By its id, or by its kinds."""
    one, other = desk.lock("RK", "2025", "ram."), desk.lock("RK", "2025", "finance.")
    errors = desk.refused("unlock", "RK", "2025", *REASON)
    assert one[:8] in errors
    assert other[:8] in errors
    desk.run("unlock", "RK", "2025", "ram.", *REASON)


def test_a_reason_is_asked_for(desk: Desk) -> None:
    """By every command that closes, opens or overrides."""
    for call in (("lock", "RK", "2025"), ("unlock", "RK", "2025")):
        code, _out, errors = desk.call(*call)
        assert code == 2
        assert "--reason" in errors
    lock_id = desk.lock("RK", "2025")
    assert "skälet saknas" in desk.refused(*RAM, "--override")
    assert "skälet saknas" in desk.refused("correct", desk.ram, "amount=2 mnkr", "--override", "--reason", " ")
    assert "skälet saknas" in desk.refused("unlock", lock_id, "--reason", " ")


def test_what_is_locked_is_recorded_corrected_and_withdrawn_only_in_spite_of_it(desk: Desk) -> None:
    """With a reason, which stands in the envelope beside the lock."""
    lock_id = desk.lock("RK", "2025")
    last = ""
    for command in (RAM, ("correct", desk.ram, "amount=3 mnkr"), ("withdraw", "LAST")):
        call = (*(last if each == "LAST" else each for each in command), "--reason", "Skrivfel")
        assert f"lås {lock_id}" in desk.refused(*call)
        desk.run(*call, "--override")
        assert (desk.envelope().overrides, desk.envelope().reason) == ((lock_id,), "Skrivfel")
        last = desk.envelope().id


def test_what_still_closes_an_opened_period_is_told(desk: Desk) -> None:
    """Of two locks, one opened: the other stands."""
    desk.lock("RK", "2025-01/2025-08")
    other = desk.lock("RK", "2025")
    said = desk.run("unlock", "RK", "2025-01/2025-08", *REASON)
    assert f"fortfarande av {other}: RK 2025" in said
