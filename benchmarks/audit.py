"""How long it takes to ask a large ledger why, and what has changed, as ratios against showing the same table.

A ledger with a million generated events over ten years and forty förvaltningar; one in twenty corrects another, one in
a hundred withdraws one, and some arrive late. Two tables are asked: one of a plugin made here, whose total the store
adds up over more than a tenth of all events, and ``rk/ramfordelning``, which asks for the latest of each subject. Timed
is the whole process, ``planledger why …`` against ``planledger show …``, and beside it the work alone.

    .venv/bin/python benchmarks/audit.py [number of events] [--folder FOLDER]

A ledger that lies in the folder already is used again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from statistics import median

from ledger.cli import main as planledger
from ledger.events import Event, Proposal, RamAllocated, RamChanged, UnitFormed
from ledger.opening import create_ledger
from ledger.testing import Clock, surroundings

FIRST_YEAR, YEARS = 2016, 10
MONTHS = YEARS * 12
LARGE = 8  # every so manieth event is of the förvaltning that the plugin's table is about
CAUSES = 150  # of each förvaltning
PARTS = 50  # of RK
RUNS = 5
TABLE, TOTAL, COLUMN = "prov/orsaker", "Summa", "Ändring"
AT, BEFORE = "2025-12-31", "2024-12-31"

PLUGIN = '''
from ledger import Column, Table, View, hookimpl, table
from ledger.events import RamChanged

LARGE = "F0"

@table("orsaker", title="Ramförändringar år för år")
def by_year(view: View) -> Table:
    """Vad alla ändringar av ett år kommer till, och deras andel av alla års."""
    rows = Table("År", Column("Ändring"), Column("Andel"))
    whole = view.total(RamChanged, forvaltning=LARGE)
    for year in view.periods(RamChanged, forvaltning=LARGE):
        one = view.total(RamChanged, forvaltning=LARGE, period=year)
        rows.add(str(year), str(year), one, one.share_of(whole))
    rows.add("total", "Summa", whole, whole.share_of(whole), kind="total")
    return rows

@hookimpl
def planledger_tables():
    return [by_year]
'''


@dataclass
class History:
    """What is decided, month by month, as the years go. ``standing`` are the decisions that may still be replaced."""

    count: int
    random: Random = field(default_factory=lambda: Random(1))
    standing: list[tuple[str, Event, date]] = field(default_factory=list)
    number: int = 0

    def months(self) -> Iterator[tuple[date, list[Proposal]]]:
        """Each month's decisions, with the day on which they are recorded."""
        for month in range(MONTHS):
            first = date(FIRST_YEAR + month // 12, month % 12 + 1, 1)
            until = self.count * (month + 1) // MONTHS
            found = list(self._of_rk(first))
            while self.number < until:
                found.append(self._any(first))
            yield first + timedelta(days=27), found

    def _of_rk(self, first: date) -> Iterator[Proposal]:
        """RK's parts at the beginning, and each year's ram: decided in the month before it, and revised in June."""
        if first == date(FIRST_YEAR, 1, 1):
            for part in range(PARTS):
                yield self._new(UnitFormed(forvaltning="RK", unit=f"E{part}", name=f"Enhet {part}"), first)
        if first.month in {6, 12}:
            year = first.year + first.month // 12
            for part in range(PARTS):
                amount = f"{self.random.randrange(10, 900)},{self.random.randrange(10)} mnkr"
                event = RamAllocated(forvaltning="RK", period=str(year), part=f"E{part}", amount=amount)
                yield self._new(event, first + timedelta(days=part % 28))

    def _any(self, first: date) -> Proposal:
        """A correction, a withdrawal, or most often a change of the ram; some of them come late."""
        chance = self.random.random()
        if chance < 0.06 and self.standing:
            return self._replacing(first, withdraws=chance < 0.01)
        day = first + timedelta(days=self.random.randrange(27))
        if chance > 0.97:
            day = max(date(FIRST_YEAR, 1, 1), day - timedelta(days=self.random.randrange(30, 500)))
        of = 0 if self.number % LARGE == 0 else self.random.randrange(1, 40)
        return self._new(self._change(f"F{of}", day.year, f"orsak-{self.random.randrange(CAUSES)}"), day)

    def _change(self, forvaltning: str, year: int, cause: str) -> Event:
        amount = f"{self.random.randrange(-400, 900)},{self.random.randrange(10)} tkr"
        return RamChanged(forvaltning=forvaltning, period=str(year), cause=cause, amount=amount)

    def _new(self, event: Event, day: date) -> Proposal:
        self.number += 1
        self.standing.append((f"e{self.number}", event, day))
        return Proposal(event, day, id=f"e{self.number}")

    def _replacing(self, first: date, *, withdraws: bool) -> Proposal:
        """A correction of the amount and perhaps the day, or a withdrawal. Units stand."""
        place = self.random.randrange(len(self.standing))
        self.standing[place], self.standing[-1] = self.standing[-1], self.standing[place]
        replaced, old, day = self.standing.pop()
        if isinstance(old, UnitFormed):
            return self._any(first)
        self.number += 1
        event_id = f"e{self.number}"
        if withdraws:
            return Proposal(None, day, id=event_id, replaces=replaced, reason="Dubblett")
        event = old.model_copy(update={"amount": self._change("F0", 2025, "x").amount})  # type: ignore[attr-defined]
        moved = day + timedelta(days=self.random.choice((0, 0, 1, -1)))
        self.standing.append((event_id, event, moved))
        return Proposal(event, moved, id=event_id, replaces=replaced, reason="Fel belopp")


def ledger_of(path: Path, count: int) -> None:
    """Make a ledger with ``count`` events, recorded month by month."""
    clock = Clock()
    unfinished = path.with_suffix(".new")
    for left in ("", "-wal", "-shm"):
        Path(f"{unfinished}{left}").unlink(missing_ok=True)
    with create_ledger(unfinished, surroundings=surroundings(clock)) as ledger:
        for day, proposals in History(count).months():
            clock.set(f"{day}T12:00")
            ledger.record(proposals)
    unfinished.rename(path)


def install(folder: Path) -> None:
    """The plugin, as a distribution that lies in a folder."""
    about = folder / "planledger_prov-1.0.dist-info"
    about.mkdir(parents=True, exist_ok=True)
    (folder / "planledger_prov.py").write_text(PLUGIN, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: planledger-prov\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[planledger.plugins]\nprov = planledger_prov\n")


def questions(table: list[str], row: str, column: str) -> dict[str, list[str]]:
    """What a table is asked: the command for each, ``show`` first."""
    cell = ["why", *table, "--row", row, "--column", column, "--at", AT]
    known = ["diff", *table, "--to", AT, "--known-from", BEFORE, "--known-to", AT]
    dates = ["diff", *table, "--from", BEFORE, "--to", AT]
    return {
        "show": ["show", *table, "--at", AT],
        "why": cell,
        "why, json": [*cell, "--format", "json"],
        "diff, a year of dates": dates,
        "diff, a year of dates, json": [*dates, "--format", "json"],
        "diff, a year of knowledge": known,
        "diff, both": ["diff", *table, "--from", BEFORE, "--known-from", BEFORE, "--to", AT, "--known-to", AT],
    }


def seconds(works: list[Callable[[], object]]) -> list[float]:
    """The median time of each piece of work, which take turns."""
    times: list[list[float]] = [[] for _work in works]
    for _round in range(RUNS):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[place].append(time.perf_counter() - start)
    return [median(each) for each in times]


def as_process(ledger: Path, plugins: Path, command: list[str]) -> Callable[[], object]:
    """A command as people run it."""
    executable = str(Path(sys.executable).parent / "planledger")
    surrounded = {**os.environ, "PYTHONPATH": str(plugins)}

    def run() -> None:
        subprocess.run(
            [executable, "--ledger", str(ledger), *command], check=True, stdout=subprocess.DEVNULL, env=surrounded
        )

    return run


def as_call(ledger: Path, command: list[str]) -> Callable[[], object]:
    """The same without the process: what is imported is there already."""

    def run() -> None:
        with redirect_stdout(StringIO()):
            failed = planledger(["--ledger", str(ledger), *command])
        if failed:
            raise SystemExit(failed)

    return run


def main(count: int, folder: Path) -> None:
    """Print the ratios."""
    ledger, plugins = folder / f"audit-{count}.db", folder / "plugins"
    install(plugins)
    sys.path.insert(0, str(plugins))
    if not ledger.exists():
        start = time.perf_counter()
        ledger_of(ledger, count)
        print(f"{count} events recorded in {time.perf_counter() - start:.0f} s")
    for table, row, column in (([TABLE], TOTAL, COLUMN), (["rk/ramfordelning", "period=2025"], "E7", "ram-2025")):
        asked = questions(table, row, column)
        whole = seconds([as_process(ledger, plugins, command) for command in asked.values()])
        alone = seconds([as_call(ledger, command) for command in asked.values()])
        print(f"{table[0]}: show takes {whole[0] * 1000:.0f} ms, {alone[0] * 1000:.0f} ms of it its own work")
        for name, process, work in list(zip(asked, whole, alone, strict=True))[1:]:
            ratio = f"{process / whole[0]:6.2f} times show ({process * 1000:.0f} ms)"
            print(f"  {name:28} {ratio}; the work alone {work / alone[0]:6.2f} times ({work * 1000:.0f} ms)")


def begin(work: Callable[[int, Path], None], about: str | None) -> None:
    """Run a benchmark with the number of events and the folder that the call gives."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        work(given.events, given.folder)
    else:
        with tempfile.TemporaryDirectory() as name:
            work(given.events, Path(name))


if __name__ == "__main__":
    begin(main, __doc__)
