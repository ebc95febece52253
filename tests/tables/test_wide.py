"""Tables on a terminal: what is too wide is folded, and then split into several grids."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ledger.events import RamAllocated, UnitFormed
from ledger.figures import Period, swedish_number
from ledger.tables import Column, Table, table
from ledger.tables.markdown import as_markdown
from ledger.tables.terminal import as_text
from ledger.testing import decided, given
from ledger.views import View

YEARS = range(2015, 2027)


@table("aren", title="Ramen genom åren")
def years(view: View) -> Table:
    """Ram för ram."""
    rows = Table("Del", *(Column(f"Beslutad ram {year}", f"ram-{year}") for year in YEARS))
    for part in ("CE", "CHR"):
        rams = [
            view.latest_one(RamAllocated, forvaltning="RK", part=part, period=Period.of(str(year))) for year in YEARS
        ]
        rows.add(part, part, *(fact.amount for fact in rams))
    return rows.with_total("Summa")


@table("ord", title="Ord")
def words(view: View) -> Table:
    """Enheternas namn, två gånger."""
    rows = Table("Kod", "Namn", "Igen")
    for fact in view.latest(UnitFormed):
        rows.add(fact.key, fact.unit, fact.name, fact.name)
    return rows


def shown(definition: Any) -> Any:
    rams = [
        RamAllocated(forvaltning="RK", part=part, period=str(year), amount=f"{year * 1000} mnkr")
        for part in ("CE", "CHR")
        for year in YEARS
    ]
    long = "Verksamhetsutveckling och kostnadsuppföljning/fastighetsförvaltning"
    unit = UnitFormed(forvaltning="RK", unit="CE", name=long)
    return definition.shown(
        given(*(decided(each, "2015-01-01") for each in [*rams, unit])).view("2026-12-31"), "p/t", {}
    )


def grids(text: str) -> list[list[str]]:
    """The lines of each grid, the title above and the footer below left out."""
    return [part.splitlines() for part in text.split("\n\n")[1:-1]]


def test_a_table_that_fits_is_one_grid() -> None:
    """With all its columns."""
    [grid] = grids(as_text(shown(years), width=400))
    assert all(f"Beslutad ram {year}" in grid[0] for year in YEARS)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_table_that_is_too_wide_becomes_several_grids_that_fit(width: int) -> None:
    """Each with the rows' own labels; every column stands in one of them, and none in two."""
    found = grids(as_text(shown(years), width=width))
    assert len(found) > 1
    assert max(len(line) for grid in found for line in grid) <= width
    assert all([line.split()[0] for line in grid[-3:]] == ["CE", "CHR", "Summa"] for grid in found)
    headings = " ".join(line for grid in found for line in grid[:-4])
    assert [headings.count(str(year)) for year in YEARS] == [1] * len(YEARS)
    figures = " ".join(line for grid in found for line in grid[-3:])
    assert [figures.count(swedish_number(Decimal(year * 1000))) for year in YEARS] == [2] * len(YEARS)


def test_text_gives_way_before_a_table_is_split() -> None:
    """Long names fold within their columns, and numbers keep their width."""
    [grid] = grids(as_text(shown(words), width=50))
    assert max(map(len, grid)) <= 50
    assert grid[2].split() == ["CE", "Verksamhetsutveckling", "Verksamhetsutveckling"]


def test_the_notes_and_the_footer_fit_too() -> None:
    """Everything that is printed is within the width."""
    assert max(map(len, as_text(shown(years), width=60).splitlines())) <= 60


def test_markdown_is_never_split() -> None:
    """Whoever shows it folds it."""
    lines = [line for line in as_markdown(shown(years)).splitlines() if line.startswith("|")]
    assert len(lines) == 5
    assert {line.count("|") for line in lines} == {len(YEARS) + 2}


def test_a_heading_among_the_rows_has_air_above_it() -> None:
    """Not the first, which has the table's own headings above."""

    @table("rubriker", title="Rubriker")
    def headed(_view: View) -> Table:
        """Rader under rubriker."""
        rows = Table("Rad", "Namn")
        for heading in ("Ett", "Två"):
            rows.heading(heading, heading)
            rows.add(f"{heading}/rad", f"Rad {heading}", "x")
        return rows

    first, second = grids(as_text(shown(headed)))
    assert [line.strip() for line in first[2:]] == ["Ett", "Rad Ett  x"]
    assert [line.strip() for line in second] == ["Två", "Rad Två  x"]
