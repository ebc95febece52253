"""What the tree of the log costs, as ratios in one run: verifying against reading the same rows, a proof in
milliseconds, recording with the tree against recording without it.

    .venv/bin/python benchmarks/integrity.py [number of events] [--folder FOLDER]

The ledger is ``benchmarks/audit.py``'s; one that lies in the folder already is used again.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from statistics import median
from unittest import mock

from audit import begin, ledger_of
from store import DAY, CoreOnly, databases

from ledger.events import Proposal, RamAllocated
from ledger.integrity.keys import SigningKey
from ledger.opening import Ledger, create_ledger, open_ledger
from ledger.store.verifying import EVENTS, Verified, events_and_tree, pages

RUNS = 3
PROOFS = 200
SINGLES, BATCHES, BATCH = 300, 8, 4_000
KEY = SigningKey.new("region.example/prov", lambda count: bytes(range(count)))
WITHOUT = "without the tree"


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long it takes, once."""
    start = clock()
    work()
    return clock() - start


def verifying(ledger: Ledger) -> tuple[float, float]:
    """The processor's time for reading every event's row, and for working out leaves and tree from the same rows."""
    column = ledger.database.position_column
    with closing(ledger.database.inspecting()) as reading, reading.snapshot():

        def read() -> None:
            for _row in pages(reading, EVENTS.format(column=column)):
                pass

        def work() -> None:
            faults = list(events_and_tree(reading, column, Verified()))
            if faults:
                raise SystemExit(f"the ledger is not sound: {faults[0]}")

        rounds = [(seconds(read, time.process_time), seconds(work, time.process_time)) for _round in range(RUNS)]
    return min(one for one, _other in rounds), min(other for _one, other in rounds)


def proving(ledger: Ledger) -> tuple[float, float, float]:
    """The median time of a checkpoint, of a proof of an event anywhere, and of a proof of growth from anywhere."""
    chance, size = Random(1), ledger.reader.position()
    note = str(ledger.checkpoint(KEY))
    checkpoint = median(seconds(lambda: ledger.checkpoint(KEY)) for _round in range(20))
    some = [chance.randrange(size) + 1 for _each in range(PROOFS)]
    found = ledger._run(f"SELECT id FROM record WHERE position IN ({', '.join(map(str, some))})")
    ids = [row["id"] for row in found]
    inclusion = median(seconds(lambda event_id=each: ledger.prove(event_id, note)) for each in ids)  # type: ignore[misc]
    old = [str(ledger._prover.checkpoint(KEY, each)) for each in some]
    growth = median(seconds(lambda kept=each: ledger.prove_growth(kept, note)) for each in old)  # type: ignore[misc]
    return checkpoint, inclusion, growth


@contextmanager
def growing(name: str) -> Iterator[None]:
    """Recordings that keep the tree, or, for the comparison only, do not."""
    if name != WITHOUT:
        yield
        return
    with mock.patch("ledger.store.recorder.grow"):
        yield


def rams(numbers: range) -> list[Proposal]:
    """Rams of as many subjects: four thousand förvaltningar, year by year."""
    return [
        Proposal(RamAllocated(forvaltning=f"F{each % 4000}", period=str(1900 + each // 4000), amount="1,5 mnkr"), DAY)
        for each in numbers
    ]


def recording(ledgers: dict[str, Ledger]) -> dict[str, tuple[float, float]]:
    """The time of all the single recordings and of the fastest batch, in each of the ledgers, which take turns.

    Once in 256 events there is something to keep, so a single alone would not show it; every batch has it.
    """
    singles: dict[str, list[float]] = {name: [] for name in ledgers}
    batches: dict[str, list[float]] = {name: [] for name in ledgers}
    for number in range(BATCHES):
        start = number * BATCH
        for name, ledger in sorted(ledgers.items(), reverse=bool(number % 2)):
            proposals = rams(range(start, start + BATCH))
            with growing(name):
                batches[name].append(seconds(lambda: ledger.record(proposals)))  # noqa: B023
    for number in range(SINGLES):
        for name, ledger in sorted(ledgers.items(), reverse=bool(number % 2)):
            proposals = rams(range(BATCHES * BATCH + number, BATCHES * BATCH + number + 1))
            with growing(name):
                singles[name].append(seconds(lambda: ledger.record(proposals)))  # noqa: B023
    return {name: (sum(singles[name]), min(batches[name])) for name in ledgers}


def pairs() -> Iterator[tuple[str, dict[str, Ledger]]]:
    """Two new ledgers in each kind of database: of one the tree is kept, of the other it is not."""
    names = ("with the tree", WITHOUT)
    with tempfile.TemporaryDirectory() as folder:
        made = {name: create_ledger(Path(folder) / f"{at}.db", plugins=CoreOnly()) for at, name in enumerate(names)}
        yield "SQLite", made
        for ledger in made.values():
            ledger.close()
    with databases() as one, databases() as other:
        yield "PostgreSQL", dict(zip(names, (one["PostgreSQL"][1], other["PostgreSQL"][1]), strict=True))


def main(count: int, folder: Path) -> None:
    """Print the ratios."""
    path = folder / f"audit-{count}.db"
    if not path.exists():
        print(f"{count} events recorded in {seconds(lambda: ledger_of(path, count)):.0f} s")
    with open_ledger(path, plugins=CoreOnly()) as ledger:
        size = ledger.reader.position()
        read, work = verifying(ledger)
        print(f"{size} events: leaves and tree verified in {work / read:.2f} times the time to read their rows")
        print(f"  {read:.1f} s and {work:.1f} s, {work / size * 1e6:.1f} µs an event")
        checkpoint, inclusion, growth = (each * 1000 for each in proving(ledger))
        print(f"a checkpoint {checkpoint:.1f} ms, a proof of an event {inclusion:.1f} ms, of growth {growth:.1f} ms")
        everything = seconds(ledger.verify, time.process_time)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"everything verified, contents and index too: {everything / read:.1f} times, {everything:.0f} s")
        print(f"  at most {most:.0f} MB")
    for name, ledgers in pairs():
        times = recording(ledgers)
        (single, batch), (bare_single, bare_batch) = times["with the tree"], times[WITHOUT]
        print(f"{name}: with the tree, {bare_single / single:.2f} times the rate of singles without it,")
        print(f"  {bare_batch / batch:.2f} times that of batches of {BATCH}")


if __name__ == "__main__":
    begin(main, __doc__)
    sys.exit(0)
