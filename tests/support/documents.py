"""The five published documents, as the demonstration's ledger has them, for tests of what is written to files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ledger.opening import Ledger, open_ledger
from ledger.tables import ShownReport

FIVE = {
    "fds-delar-2023-08": ("fds/delarsrapport", "2023-08", "2023-08-31"),
    "hsf-plan-2026": ("hsf/forvaltningsplan", "2026", "2025-10-31"),
    "rk-plan-2025": ("rk/forvaltningsplan", "2025", "2025-01-01"),
    "rk-ar-2024": ("rk/arsredovisning", "2024", "2025-03-04"),
    "rk-delar-2025-08": ("rk/delarsrapport", "2025-08", "2025-08-31"),
}
"""Each by what its folder is called: the report, its period, and the day that it shows."""


@contextmanager
def published_report(demo: Path, which: str) -> Iterator[tuple[Ledger, ShownReport]]:
    """One of the five, from the ledger in the folder ``demo``, which stays open: figures may be asked about it."""
    name, period, at = FIVE[which]
    with open_ledger(demo / "demo.db") as ledger:
        yield ledger, ledger.report(name, at=date.fromisoformat(at), params={"period": period})
