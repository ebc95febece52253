"""The commands of a shared ledger: the same words for a file and for PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.cli import main

RAM = ("record", "ram.allocated", "forvaltning=RK", "period=2026", "amount=370,8 mnkr", "--effective-on", "2025-06-17")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command that succeeds prints."""
    code = main(arguments)
    output = capsys.readouterr()
    assert (code, output.err) == (0, "")
    return output.out


def test_the_same_commands_in_both_databases(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Make, record, correct, withdraw, show, explain, log and rebuild."""
    ledger = ("--ledger", place)
    run(capsys, *ledger, "init", "--title", "Prov")
    recorded = run(capsys, *ledger, *RAM)
    event = recorded.split()[1]
    assert "ram.allocated/RK//2026 version 1" in recorded
    corrected = run(capsys, *ledger, "correct", event[:8], "amount=371 mnkr", "--reason", "Tryckfel")
    assert f"Händelse {event} är rättad genom" in corrected
    later = corrected.split()[5].rstrip(":")
    assert "är återtagen genom" in run(capsys, *ledger, "withdraw", later, "--reason", "Fattades aldrig")
    log = run(capsys, *ledger, "log", "--topic", "ram")
    assert all(part in log for part in ("370,8", "371", "rättar", "återtar", "Tryckfel", "Fattades aldrig"))
    assert "Inget är registrerat" in run(capsys, *ledger, "show", "rk/ramfordelning")
    assert "samma som förut" in run(capsys, *ledger, "rebuild")


def test_roles_are_shown_and_made(postgres: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A new ledger in PostgreSQL shows how its roles are made; ``--roles`` shows it again."""
    shown = run(capsys, "--ledger", postgres, "init")
    assert "CREATE ROLE" in shown
    assert "GRANT INSERT" in shown
    assert "--apply" in shown
    again = run(capsys, "--ledger", postgres, "init", "--roles")
    assert again.splitlines()[1:] == shown.splitlines()[2:]


def test_a_file_has_no_roles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The system's own rights are the file's."""
    ledger = ("--ledger", str(tmp_path / "a.db"))
    assert "CREATE ROLE" not in run(capsys, *ledger, "init")
    assert main([*ledger, "init", "--roles"]) == 2
    assert "en fil har inga roller" in capsys.readouterr().err


def test_copy_and_backup(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both say how much was copied, and refuse to write over anything."""
    run(capsys, "--ledger", place, "init")
    run(capsys, "--ledger", place, *RAM)
    copy, backup = str(tmp_path / "copy.db"), str(tmp_path / "backup.db")
    assert "2 händelser" in run(capsys, "copy", place, copy)
    assert "2 händelser" in run(capsys, "--ledger", copy, "backup", backup)
    assert main(["copy", place, backup]) == 2
    assert "finns redan" in capsys.readouterr().err
    assert main(["copy", str(tmp_path / "nowhere.db"), str(tmp_path / "x.db")]) == 2
    assert not (tmp_path / "x.db").exists()
