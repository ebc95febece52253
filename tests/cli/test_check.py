"""``check``: what does not agree, in the whole ledger or in one förvaltning, as text and as JSON, with its exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from desk import BaseDesk
from ledger.events import RamAllocated, UnitFormed
from ledger.testing import Clock, decided, ledger_in


class Desk(BaseDesk):
    """The command ``check``, on the demonstration or on a small ledger with a clock that stands still."""

    def __init__(self, folder: Path, demo: Path, capsys: pytest.CaptureFixture[str]):
        super().__init__(demo / "demo.db", capsys, Clock("2026-01-15T09:30"))
        self.folder = folder

    def call(self, *arguments: object) -> tuple[int, str, str]:
        """Exit code, output and errors of ``check``, with plain spaces."""
        code, out, errors = super().call("check", *arguments)
        return code, out.replace("\N{NO-BREAK SPACE}", " "), errors

    def found(self, *arguments: str) -> dict[str, Any]:
        """What is found, as JSON."""
        code, out, errors = self.call(*arguments, "--format", "json")
        assert not errors
        data: dict[str, Any] = json.loads(out)
        assert code == (1 if {"error", "warning"} & {each["level"] for each in data["findings"]} else 0)
        return data

    def small(self, amount: str = "7 mnkr") -> None:
        """A ledger with a ram of 10 mnkr and one part."""
        with ledger_in(self.folder, clock=Clock("2025-02-01T12:00")) as ledger:
            for event in (
                UnitFormed(forvaltning="RK", unit="A", name="A"),
                RamAllocated(forvaltning="RK", part=None, period="2025", amount="10 mnkr"),
                RamAllocated(forvaltning="RK", part="A", period="2025", amount=amount),
            ):
                ledger.record([decided(event, "2025-01-01")])
        self.place = str(self.folder / "test.db")


@pytest.fixture
def desk(tmp_path: Path, demo: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, demo, capsys)


def test_all_forvaltningar_are_checked(desk: Desk) -> None:
    """Each finding with its place and remedy, a count of them all, and from which times it was seen."""
    code, out, errors = desk.call()
    assert (code, errors) == (1, "")
    assert "\nVarning [HSF hanvisning] Uppdrag RF10 (2026) har ingen aktivitet\n" in out
    told = [" ".join(each.split()) for each in re.split("^(?=Fel|Varning)", out, flags=re.MULTILINE)]
    [found] = [each for each in told if "Övriga intäkter, 2025" in each]
    assert found.startswith("Fel [RK uppgift] Budget beslutad: Övriga intäkter, 2025: dokumentet har 27 mnkr, liggaren")
    assert "i dokumentet 27 mnkr · Regionkontoret: delårsrapport augusti 2025, Resultaträkning" in found
    assert "→ är uppgiften i dokumentet fel, rätta dokumentet;" in found
    assert re.search("\nFDS, HSF, RK: .*\nPer 2026-01-15, enligt vad som var känt 2025-10-31 12:00", out)


def test_one_forvaltning_is_checked_alone(desk: Desk) -> None:
    """Nothing is told of the others."""
    data = desk.found("HSF")
    assert data["forvaltningar"] == ["HSF"]
    assert {each["forvaltning"] for each in data["findings"]} == {"HSF"}


@pytest.mark.parametrize(("name", "remedy"), [("HSR", "menade du ”HSF”?"), ("OKÄND", "”FDS”, ”HSF”, ”RK”")])
def test_a_forvaltning_that_is_not_there_is_refused(name: str, remedy: str, desk: Desk) -> None:
    """With what it may have been."""
    code, out, errors = desk.call(name)
    assert (code, out) == (2, "")
    assert f"liggaren har ingen förvaltning ”{name}”" in errors
    assert remedy in errors


def test_json_has_every_field(desk: Desk) -> None:
    """What, how grave, by which rule, the figures with their events, the events, the places, and what to do."""
    desk.small()
    data = desk.found()
    assert list(data) == ["at", "known", "position", "forvaltningar", "findings"]
    assert (data["at"], data["position"], data["forvaltningar"]) == ("2026-01-15", 3 + 1, ["RK"])
    [finding] = data["findings"]
    assert list(finding) == ["level", "rule", "forvaltning", "what", "remedy", "figures", "events", "places"]
    assert [finding[name] for name in ("level", "rule", "forvaltning")] == ["error", "ramfordelning", "RK"]
    assert [list(figure) for figure in finding["figures"]] == [["label", "text", "unit", "events"]] * 2
    assert [len(figure["events"]) for figure in finding["figures"]] == [1, 1]


def test_what_agrees_is_clean(desk: Desk) -> None:
    """Exit code 0, and a line that says so."""
    desk.small("10 mnkr")
    code, out, errors = desk.call()
    assert (code, errors) == (0, "")
    assert out.startswith("RK: inget att anmärka\n")


def test_an_empty_ledger_has_nothing_to_check(desk: Desk) -> None:
    """Which is no error."""
    ledger_in(desk.folder).close()
    desk.place = str(desk.folder / "test.db")
    assert desk.call()[:2] == (
        0,
        "Inget är registrerat per 2026-01-15.\nPer 2026-01-15, enligt vad som var känt innan något registrerats (position 0)\n",
    )
    assert desk.call("RK")[0] == 2
    assert desk.found()["findings"] == []


def test_it_is_seen_from_two_times(desk: Desk) -> None:
    """Before anything had taken effect, and before anything was known, there is nothing to find."""
    desk.small()
    assert desk.call()[0] == 1
    assert desk.call("RK", "--at", "2024-12-31")[0] == 0
    assert desk.call("RK", "--known", "2025-01-31")[0] == 0
    assert desk.found("--at", "2025-01-01")["at"] == "2025-01-01"


def test_what_was_known_then_is_what_is_checked(desk: Desk) -> None:
    """The delårsrapport was not known in September 2025, and what its figures contradict is not found there."""
    before, after = desk.found("RK", "--known", "2025-09-30"), desk.found("RK")
    assert "tidplan" not in {each["rule"] for each in before["findings"]}
    assert "tidplan" in {each["rule"] for each in after["findings"]}
    assert len(before["findings"]) < len(after["findings"])


@pytest.mark.parametrize("wrong", [("--at", "igår"), ("--known", "2025-13-01"), ("--format", "csv"), ("RK", "HSF")])
def test_what_is_asked_wrong_is_refused(wrong: tuple[str, ...], desk: Desk) -> None:
    """With exit code 2, which is never a finding's."""
    code, out, errors = desk.call(*wrong)
    assert (code, out) == (2, "")
    assert "Fel: " in errors
