"""Pictures that tables ask for."""

from datetime import date
from pathlib import Path

import pytest

from ledger.opening import open_ledger
from ledger.tables import Gaps, Table, Waterfall


def test_a_table_asks_for_its_picture_in_a_line() -> None:
    rows = Table("Rad", "Utfall", "Mål")
    assert rows.picture is None
    assert rows.pictured(Gaps("utfall", "mål")) is rows
    assert rows.picture == Gaps("utfall", "mål")


@pytest.mark.parametrize(
    ("name", "at", "year"),
    [
        ("hsf/ramforandring", date(2025, 10, 31), "2026"),
        ("hsf/ramforandring", date(2026, 1, 1), "2026"),
        ("hsf/ramforandring", date(2026, 1, 2), "2027"),
        ("hsf/ramforandring", date(2030, 1, 1), "2028"),
        ("rk/ramforandring", date(2025, 1, 1), "2025"),
    ],
)
def test_the_change_of_ram_is_drawn_for_the_year_that_is_planned(demo: Path, name: str, at: date, year: str) -> None:
    with open_ledger(demo / "demo.db") as ledger:
        assert ledger.show(name, at=at).table.picture == Waterfall(year)


def test_no_change_of_ram_asks_for_no_picture(demo: Path) -> None:
    with open_ledger(demo / "demo.db") as ledger:
        assert ledger.show("hsf/ramforandring", at=date(2001, 1, 1)).table.picture is None
