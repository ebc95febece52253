"""A process that is killed leaves whole recordings only. Run as a program, this file is the one that is killed."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from signal import SIGKILL
from subprocess import PIPE, Popen

import pytest

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


def work(path: Path, first: int, salts: int) -> None:
    """Record for ever, saying what is done; after so many ``salts`` die by one's own hand (never, if negative)."""
    with open_ledger(path, surroundings=Surroundings(random=dying_after(salts))) as ledger:
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


def killed(path: Path, first: int, salts: int = -1, after: float = 0) -> list[int]:
    """The recordings that a process said were done before it was killed, by itself or from outside."""
    arguments = [sys.executable, __file__, str(path), str(first), str(salts)]
    with Popen(arguments, stdout=PIPE, text=True) as process:
        assert process.stdout
        done = []
        if salts < 0:
            done.append(process.stdout.readline())
            time.sleep(after)
            process.kill()
        done += process.stdout.readlines()
    assert process.returncode == -SIGKILL
    return [int(line) for line in done if line.endswith("\n")]


def recordings(path: Path) -> dict[int, int]:
    """How many decisions each recording has, and a look at all that belongs to them."""
    with closing(sqlite3.connect(path)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM event WHERE topic = 'ram.allocated'")]
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("event", "content", "entry")
        ]
        [(last, times)] = connection.execute("SELECT max(rowid), count(DISTINCT recorded) FROM event").fetchall()
    found = Counter(int(each.partition("-")[0]) for each in ids)
    assert set(counts) <= {last or 0}
    assert times == len(found)
    return found


def check_whole(path: Path, done: list[int]) -> None:
    """Every recording is whole, what was said to be done is there, and the ledger is as good as new."""
    found = recordings(path)
    assert set(done) <= set(found)
    assert set(found.values()) <= {SIZE}
    with open_ledger(path) as ledger:
        assert ledger.rebuild().same


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_ledger(tmp_path / "test.db").close()
    return tmp_path / "test.db"


@pytest.mark.parametrize("salts", [1, 4, 2 * SIZE, 3 * SIZE + 1])
def test_a_process_that_dies_in_a_recording_leaves_those_before_it(path: Path, salts: int) -> None:
    """Killed in its first recording there is nothing, killed in a later one there are the earlier ones, whole."""
    done = killed(path, 0, salts)
    check_whole(path, done)
    assert sorted(recordings(path)) == done


def test_recording_goes_on_after_a_kill(path: Path) -> None:
    """The next process waits for nobody and continues without a gap."""
    done = killed(path, 0, salts=3 * SIZE)
    done += killed(path, 100, salts=3 * SIZE)
    assert {0, 100} <= set(done)
    check_whole(path, done)


def kill_often(path: Path, times: int) -> None:
    """Kill from outside at times that chance gives, on top of each other in one ledger."""
    chance, done = Random(2026), list[int]()
    for number in range(times):
        done += killed(path, number * 100_000, after=chance.uniform(0, 0.05))
        assert set(recordings(path).values()) == {SIZE}
    check_whole(path, done)
    assert len(done) >= times


def test_a_process_that_is_killed_leaves_whole_recordings(path: Path) -> None:
    """Five kills, wherever they strike."""
    kill_often(path, 5)


@pytest.mark.long
def test_a_process_that_is_killed_leaves_whole_recordings_every_time(path: Path) -> None:
    """Two hundred kills, wherever they strike."""
    kill_often(path, 200)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
