"""How long a table takes, as ratios in one run: what machine it is cancels out.

A ledger with 50 000 generated decisions and one with 1 000, each with the same table that touches a hundred of
them. Timed is the whole process, ``planledger show …``, against ``python -c "import click, pydantic"`` and against
the same table with 1 000 events.

    .venv/bin/python benchmarks/show.py [number of events]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from ledger.events import Proposal, RamAllocated, UnitFormed
from ledger.opening import create_ledger
from ledger.testing import surroundings

PARTS = 50  # of a förvaltning; the table shows each in two years, so it touches a hundred decisions
RUNS = 15


def decisions(count: int) -> list[Proposal]:
    """``count`` decisions: RK's units and ram first, then the ram of others, year by year."""
    day = date(2024, 1, 1)
    found = [
        Proposal(UnitFormed(forvaltning="RK", unit=f"E{part}", name=f"Enhet {part}"), day) for part in range(PARTS)
    ]
    found += [_ram("RK", year, part, day) for year in (2024, 2025) for part in range(PARTS)]
    other = 0
    while len(found) < count:
        forvaltning, year, part = f"F{other % 40}", 1900 + other // 40 % 120, other // 4800
        found.append(_ram(forvaltning, year, part, day, whole=True))
        other += 1
    return found[:count]


def _ram(forvaltning: str, year: int, part: int, day: date, whole: bool = False) -> Proposal:
    amount = f"{part + 1},{year % 10} mnkr"
    event = RamAllocated(forvaltning=forvaltning, period=str(year), part=None if whole else f"E{part}", amount=amount)
    return Proposal(event, day)


def ledger_of(folder: Path, count: int) -> Path:
    """A ledger with ``count`` decisions."""
    path = folder / f"{count}.db"
    with create_ledger(path, surroundings=surroundings()) as ledger:
        ledger.record(decisions(count))
    return path


def seconds(*commands: list[str]) -> list[float]:
    """The median time of each command's whole process, the commands taking turns."""
    times: list[list[float]] = [[] for _command in commands]
    for _round in range(RUNS):
        for place, command in enumerate(commands):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[place].append(time.perf_counter() - start)
    return [median(each) for each in times]


def main(count: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        large, small = ledger_of(Path(name), count), ledger_of(Path(name), 1_000)
        show = [str(Path(sys.executable).parent / "planledger"), "--ledger"]
        table = ["show", "rk/ramfordelning", "period=2025", "--at", "2025-12-31"]
        bare, few, many = seconds(
            [sys.executable, "-c", "import click, pydantic"], [*show, str(small), *table], [*show, str(large), *table]
        )
    times = [f"{each * 1000:.0f} ms" for each in (bare, few, many)]
    print(f"{count} events against import click, pydantic: {many / bare:.2f} times ({times[2]}, {times[0]})")
    print(f"{count} events against 1 000 events:           {many / few:.2f} times ({times[2]}, {times[1]})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
