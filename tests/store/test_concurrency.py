"""Eight processes at once. Run as a program, this file is one of them."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from itertools import groupby
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from ledger.events import RamAllocated
from ledger.opening import create_ledger, open_ledger
from ledger.testing import decided

PROCESSES = 8


def work(path: Path, worker: int, decisions: int) -> None:
    """Record decisions one by one, all about the same subject, by the system's own clock."""
    with open_ledger(path) as ledger:
        for number in range(decisions):
            event = RamAllocated(forvaltning="RK", period="2025", amount=f"{worker * 1_000 + number} kr")
            ledger.record([decided(event, "2025-01-01", id=f"{worker}-{number}")])


def run_all(path: Path, decisions: int) -> None:
    """All processes to their end, which must be a good one."""
    workers = [
        Popen([sys.executable, __file__, str(path), str(worker), str(decisions)], stderr=PIPE, text=True)
        for worker in range(PROCESSES)
    ]
    errors = [worker.communicate()[1] for worker in workers]
    assert [(worker.returncode, error) for worker, error in zip(workers, errors, strict=True)] == [(0, "")] * PROCESSES


def recorded_at_once(folder: Path, decisions: int) -> list[sqlite3.Row]:
    """The events of a ledger that all processes have written to."""
    path = folder / "test.db"
    create_ledger(path).close()
    run_all(path, decisions)
    with open_ledger(path) as ledger:
        assert ledger.rebuild().same
        assert not ledger.injected
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("SELECT * FROM record ORDER BY position").fetchall()


def check(rows: list[sqlite3.Row], decisions: int) -> None:
    """All there, gapless, in order, each recording at a time of its own."""
    expected = {f"{worker}-{number}" for worker in range(PROCESSES) for number in range(decisions)}
    rams = [row for row in rows if row["topic"] == "ram.allocated"]
    assert {row["id"] for row in rams} == expected
    assert len(rams) == len(expected)
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["version"] for row in rams] == list(range(1, len(rams) + 1))
    times = [time for time, _recording in groupby(row["recorded"] for row in rows)]
    assert times == sorted(set(times))
    assert len(times) == len(expected)


def test_eight_processes_record_at_once(tmp_path: Path) -> None:
    """25 decisions each: all there, positions gapless, recorded times increasing from recording to recording."""
    check(recorded_at_once(tmp_path, 25), 25)


@pytest.mark.long
def test_eight_processes_record_at_once_for_long(tmp_path: Path) -> None:
    """The same with 200 decisions each."""
    check(recorded_at_once(tmp_path, 200), 200)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
