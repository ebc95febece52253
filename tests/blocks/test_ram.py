"""Ram by part: every part is shown exactly once, and a varav never adds."""

from __future__ import annotations

import pytest

from ledger.blocks.ram import ram_changes, ram_distribution
from ledger.events import Proposal, RamAllocated, RamChanged, UnitFormed
from ledger.figures import Period
from ledger.tables import printed
from ledger.testing import decided, given

YEAR = Period.of("2025")


def unit(code: str, within: str | None = None) -> Proposal:
    return decided(UnitFormed(forvaltning="RK", unit=code, name=code, within=within), "2025-01-01")


def ram(part: str, amount: str) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", period="2025", part=part, amount=amount), "2025-01-01")


@pytest.mark.parametrize(
    ("units", "rams", "rows", "total"),
    [
        ("A B<A C<B", "A:100 B:60 C:10", [("A", "item"), ("B", "varav"), ("C", "varav")], "100"),
        ("A B<A C<B", "A:100 C:10", [("A", "item"), ("C", "varav")], "100"),
        ("A<B B<A C", "A:1 B:2 C:4", [("A", "item"), ("B", "item"), ("C", "item")], "7"),
        ("A B<A C", "B:60 C:10", [("B", "item"), ("C", "item")], "70"),
    ],
)
def test_every_part_is_shown_once(units: str, rams: str, rows: list[tuple[str, str]], total: str) -> None:
    """Parts of parts, a part between that has no ram, a ring of parts, and a part whose whole has none."""
    formed = [unit(*each.split("<")) for each in units.split()]
    decided_rams = [ram(part, f"{amount} mnkr") for part, amount in (each.split(":") for each in rams.split())]
    view = given(*formed, *decided_rams).view("2025-12-31")
    table = printed(ram_distribution(view, "RK", [YEAR], label="Del", total_label="Summa"))
    assert [(row.key, row.kind) for row in table.rows[:-1]] == rows
    assert table.rows[-1].cells[0].value == total


def test_varav_rows_stand_under_their_own_part() -> None:
    """In whatever order they were recorded."""
    changes = [("A", "x", 1), ("B", "x", 2), ("A", "y", 4), (None, "x", 8)]
    events = [
        RamChanged(forvaltning="RK", period="2025", part=part, cause=cause, amount=f"{amount} mnkr")
        for part, cause, amount in changes
    ]
    view = given(unit("A"), unit("B"), *(decided(event, "2025-01-01") for event in events)).view("2025-12-31")
    table = ram_changes(view, "RK", label="Orsak", total_label="Summa")
    assert [row.key for row in table.rows] == ["x", "A", "A/x", "A/y", "B", "B/x", "total"]
