"""A process that is killed leaves whole recordings only. Run as a program, this file is the one that is killed."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from signal import SIGKILL
from subprocess import PIPE, Popen

import pytest

from databases import rows
from ledger.events import Proposal, RamAllocated
from ledger.opening import create_ledger, open_ledger
from ledger.surroundings import Surroundings
from ledger.testing import decided

SIZE = 20
"""The decisions of one recording. Every second corrects the one before it, so that rows are written all along."""


def ram(recording: int, number: int) -> Proposal:
    event = RamAllocated(forvaltning="RK", period="2025", amount=f"{number} kr")
    corrects = number % 2
    return decided(
        event,
        "2025-01-01",
        id=f"{recording}-{number}",
        replaces=f"{recording}-{number - 1}" if corrects else None,
        reason="Tryckfel" if corrects else None,
    )


def work(place: str, first: int, salts: int) -> None:
    """Record for ever, saying what is done; after so many ``salts`` die by one's own hand (never, if negative)."""
    with open_ledger(place, surroundings=Surroundings(random=dying_after(salts))) as ledger:
        for recording in range(first, sys.maxsize):
            ledger.record([ram(recording, number) for number in range(SIZE)])
            print(recording, flush=True)


def dying_after(salts: int) -> Callable[[int], bytes]:
    """Chance that kills the process in the middle of what it does: each event takes a salt."""
    left = salts

    def random(size: int) -> bytes:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), SIGKILL)
        left -= 1
        return os.urandom(size)

    return random


def killed(place: str, first: int, salts: int = -1, after: float = 0) -> list[int]:
    """The recordings that a process said were done before it was killed, by itself or from outside."""
    arguments = [sys.executable, __file__, place, str(first), str(salts)]
    with Popen(
        arguments, stdout=PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ) as process:
        assert process.stdout
        done = []
        if salts < 0:
            done.append(process.stdout.readline())
            time.sleep(after)
            process.kill()
        done += process.stdout.readlines()
    assert process.returncode == -SIGKILL
    return [int(line) for line in done if line.endswith("\n")]


def recordings(place: str) -> dict[int, int]:
    """How many decisions each recording has, and a look at all that belongs to them."""
    ids = [row[0] for row in rows(place, "SELECT id FROM event WHERE topic = 'ram.allocated'")]
    counts = [rows(place, f"SELECT count(*) FROM {table}")[0][0] for table in ("event", "content", "entry")]
    [(last, times)] = rows(place, "SELECT max(position), count(DISTINCT recorded) FROM record")
    found = Counter(int(each.partition("-")[0]) for each in ids)
    assert set(counts) <= {last or 0}
    assert times == len(found)
    return found


def check_whole(place: str, done: list[int]) -> None:
    """Every recording is whole, what was said to be done is there, and the ledger is as good as new."""
    found = recordings(place)
    assert set(done) <= set(found)
    assert set(found.values()) <= {SIZE}
    with open_ledger(place) as ledger:
        assert ledger.rebuild().same


@pytest.fixture
def ledger(place: str) -> str:
    """Where an empty ledger lies."""
    create_ledger(place).close()
    return place


@pytest.mark.parametrize("salts", [1, 4, 2 * SIZE, 3 * SIZE + 1])
def test_a_process_that_dies_in_a_recording_leaves_those_before_it(ledger: str, salts: int) -> None:
    """Killed in its first recording there is nothing, killed in a later one there are the earlier ones, whole."""
    done = killed(ledger, 0, salts)
    check_whole(ledger, done)
    assert sorted(recordings(ledger)) == done


def test_recording_goes_on_after_a_kill(ledger: str) -> None:
    """The next process waits for nobody and continues without a gap."""
    done = killed(ledger, 0, salts=3 * SIZE)
    done += killed(ledger, 100, salts=3 * SIZE)
    assert {0, 100} <= set(done)
    check_whole(ledger, done)


def kill_often(place: str, times: int) -> None:
    """Kill from outside at times that chance gives, on top of each other in one ledger."""
    chance, done = Random(2026), list[int]()
    for number in range(times):
        done += killed(place, number * 100_000, after=chance.uniform(0, 0.05))
        assert set(recordings(place).values()) == {SIZE}
    check_whole(place, done)
    assert len(done) >= times


def test_a_process_that_is_killed_leaves_whole_recordings(ledger: str) -> None:
    """Five kills, wherever they strike."""
    kill_often(ledger, 5)


@pytest.mark.long
def test_a_process_that_is_killed_leaves_whole_recordings_every_time(ledger: str) -> None:
    """Two hundred kills, wherever they strike."""
    kill_often(ledger, 200)


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
