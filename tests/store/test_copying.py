"""Copies between databases, and the demonstration in both: the same ledger, byte for byte."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from build_demo import PUBLISHED, build
from databases import everything, rows
from ledger.checks.telling import as_data
from ledger.events import Proposal, RamAllocated
from ledger.opening import create_ledger, open_ledger
from ledger.problems import Refused
from ledger.tables.contract import as_json, report_as_json
from ledger.testing import Clock, decided, ledger_at

DATES = (date(2023, 8, 31), date(2024, 12, 31), date(2025, 8, 31), date(2025, 10, 31))
REPORTS = (
    ("rk/forvaltningsplan", "2025", "2025-01-01"),
    ("rk/arsredovisning", "2024", "2025-03-04"),
    ("rk/delarsrapport", "2025-08", "2025-08-31"),
    ("hsf/forvaltningsplan", "2026", "2025-10-31"),
    ("fds/delarsrapport", "2023-08", "2023-08-31"),
)
"""The published documents, with the day that each tells of."""

YEAR = {"period": "2025"}
"""Asked for where a table has no latest period of its own."""


def ram(amount: str = "1 mnkr", year: int = 2025, **about: Any) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", period=str(year), amount=amount), "2025-01-01", **about)


def tables_of(place: str) -> dict[tuple[str, date], str]:
    """The JSON of every table of the demonstration, at every date of it."""
    with open_ledger(place) as ledger:
        found = {
            f"{name}/{definition.name}": {} if definition.periods or "period" not in definition.required else YEAR
            for name in ("fds", "hsf", "rk")
            for definition in ledger.plugins.get(name).tables
        }
        return {
            (table, at): as_json(ledger.show(table, at=at, params=params))
            for table, params in found.items()
            for at in DATES
        }


def documents_of(place: str) -> dict[str, str]:
    """The JSON of every report of the demonstration on its day, and of all that does not agree in it."""
    with open_ledger(place) as ledger:
        found = {
            name: report_as_json(ledger.report(name, at=date.fromisoformat(at), params={"period": period}))
            for name, period, at in REPORTS
        }
        return found | {"check": json.dumps(as_data(ledger.check()))}


def test_the_demonstration_is_the_same_in_both_databases(demo: Path, postgres: str) -> None:
    """Byte for byte the same JSON, for every table and date, every report, and what does not agree."""
    build(postgres, *PUBLISHED)
    assert tables_of(postgres) == tables_of(str(demo / "demo.db"))
    assert documents_of(postgres) == documents_of(str(demo / "demo.db"))


def test_a_copy_there_and_back_is_the_same_ledger(demo: Path, postgres: str, tmp_path: Path) -> None:
    """SQLite to PostgreSQL to SQLite: the same events, leaves, contents, persons and index, and the same tables."""
    first, last = str(demo / "demo.db"), str(tmp_path / "back.db")
    with open_ledger(first) as ledger:
        ledger.copy_to(postgres)
    with open_ledger(postgres) as ledger:
        ledger.copy_to(last)
    assert everything(first) == everything(postgres) == everything(last)
    assert tables_of(last) == tables_of(first)
    with open_ledger(last) as ledger:
        assert ledger.injected
        assert ledger.title == PUBLISHED[0]
        assert ledger.rebuild().same


def test_a_copy_goes_on_where_the_original_stood(place: str, tmp_path: Path, clock: Clock) -> None:
    """The copy's clock is at least the original's, and its next position the one after."""
    with ledger_at(place, clock=clock) as ledger:
        ledger.record([ram()])
        ledger.copy_to(tmp_path / "copy.db")
        before = ledger.view().position
    with open_ledger(tmp_path / "copy.db") as copy:
        [outcome] = copy.record([ram("2 mnkr")])
        assert outcome.version == 2
        assert outcome.position > before
        times = [record.recorded for record in copy.reader.log(0, 100)]
        assert times == sorted(times)


def test_a_copy_is_never_made_over_something(place: str, tmp_path: Path) -> None:
    """What lies there stays as it is."""
    create_ledger(place).close()
    with ledger_at(tmp_path / "other.db") as other:
        other.record([ram()])
        with pytest.raises(Refused, match="finns redan"):
            other.copy_to(place)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("event", "UPDATE event SET topic = 'ram.changed' WHERE topic = 'ram.allocated'"),
        ("content", "UPDATE content SET body = replace(body, '\"1\"', '\"9\"')"),
    ],
)
def test_damage_is_never_copied(tmp_path: Path, clock: Clock, table: str, change: str) -> None:
    """An event that is not what its leaf says, or a content not what its envelope says, stops the copy and leaves nothing."""
    path = tmp_path / "a.db"
    with ledger_at(path, clock=clock) as ledger:
        ledger.record([ram()])
        rows(path, f"DROP TRIGGER {table}_update")
        rows(path, change)
        with pytest.raises(Refused, match="inte som den registrerades"):
            ledger.copy_to(tmp_path / "b.db")
    assert not list(tmp_path.glob("b.db*"))


def test_a_backup_is_whole_while_others_record(place: str, tmp_path: Path) -> None:
    """A copy made in the midst of recordings holds whole recordings, each with its index."""
    create_ledger(place).close()
    stop = threading.Event()

    def record() -> None:
        with open_ledger(place) as ledger:
            number = 0
            while not stop.is_set():
                number += 1
                ledger.record([ram(f"{number} kr"), ram(f"{number} kr", year=2026)])

    worker = threading.Thread(target=record)
    worker.start()
    try:
        with open_ledger(place) as ledger:
            while ledger.view().position < 20:
                pass
            ledger.copy_to(tmp_path / "backup.db")
    finally:
        stop.set()
        worker.join()
    with open_ledger(tmp_path / "backup.db") as backup:
        rams = [record for record in backup.reader.log(0, 100_000) if record.topic == "ram.allocated"]
        assert len(rams) % 2 == 0
        assert len(rams) >= 20
        assert backup.rebuild().same
