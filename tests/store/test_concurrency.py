"""Eight processes at once. Run as a program, this file is one of them."""

from __future__ import annotations

import os
import sys
from itertools import groupby
from subprocess import PIPE, Popen

import pytest

from databases import Rows, rows
from ledger.events import RamAllocated
from ledger.opening import create_ledger, open_ledger
from ledger.testing import decided

PROCESSES = 8


def work(place: str, worker: int, decisions: int) -> None:
    """Record decisions one by one, all about the same subject, by the system's own clock."""
    with open_ledger(place) as ledger:
        for number in range(decisions):
            event = RamAllocated(forvaltning="RK", period="2025", amount=f"{worker * 1_000 + number} kr")
            ledger.record([decided(event, "2025-01-01", id=f"{worker}-{number}")])


def run_all(place: str, decisions: int) -> None:
    """All processes to their end, which must be a good one."""
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    workers = [
        Popen([sys.executable, __file__, place, str(worker), str(decisions)], stderr=PIPE, text=True, env=paths)
        for worker in range(PROCESSES)
    ]
    errors = [worker.communicate()[1] for worker in workers]
    assert [(worker.returncode, error) for worker, error in zip(workers, errors, strict=True)] == [(0, "")] * PROCESSES


def recorded_at_once(place: str, decisions: int) -> Rows:
    """The events of a ledger that all processes have written to: position, id, topic, version and recorded time."""
    create_ledger(place).close()
    run_all(place, decisions)
    with open_ledger(place) as ledger:
        assert ledger.rebuild().same
        assert not ledger.injected
    return rows(place, "SELECT position, id, topic, version, recorded FROM record ORDER BY position")


def check(events: Rows, decisions: int) -> None:
    """All there, gapless, in order, each recording at a time of its own."""
    expected = {f"{worker}-{number}" for worker in range(PROCESSES) for number in range(decisions)}
    rams = [event for event in events if event[2] == "ram.allocated"]
    assert {event[1] for event in rams} == expected
    assert len(rams) == len(expected)
    assert [event[0] for event in events] == list(range(1, len(events) + 1))
    assert [event[3] for event in rams] == list(range(1, len(rams) + 1))
    times = [time for time, _recording in groupby(event[4] for event in events)]
    assert times == sorted(set(times))
    assert len(times) == len(rams)


def test_eight_processes_record_at_once(place: str) -> None:
    """Eight processes, 25 decisions each."""
    check(recorded_at_once(place, 25), 25)


@pytest.mark.long
def test_eight_processes_record_at_once_for_long(place: str) -> None:
    """Eight processes, 500 decisions each."""
    check(recorded_at_once(place, 500), 500)


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
