"""Because: what gave a cell no amount, and without which it would say something else."""

from __future__ import annotations

import pytest

from ledger.events import Proposal, RamAllocated, UnitFormed, UnitRenamed
from ledger.explain.because import because
from ledger.explain.diff import Place
from ledger.explain.why import why
from ledger.tables import Table, table
from ledger.tables.definition import Shown
from ledger.testing import Given, decided, given
from ledger.views import View


def ram(part: str, amount: str, on: str = "2025-01-01", **about: object) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", period="2025", part=part, amount=amount), on, **about)


def unit(code: str, name: str, on: str = "2025-01-01") -> Proposal:
    return decided(UnitFormed(forvaltning="RK", unit=code, name=name), on)


@table("prov", title="Prov")
def of_formed_units(view: View) -> Table:
    """The ram of each unit that is there, if any at all was renamed."""
    rows = Table("Enhet", "Ram")
    formed = {fact.event.unit: fact.name for fact in view.latest(UnitFormed)}
    if view.latest(UnitRenamed):
        for fact in view.latest(RamAllocated):
            if fact.event.part in formed:
                rows.add(fact.event.part, formed[fact.event.part], fact.amount)
    return rows.with_total()


def shown(view: View) -> Shown:
    return of_formed_units.shown(view, "prov", {})


def selecting(world: Given, row: str) -> list[str]:
    """The events that a ram rests on, beside the one that decided it."""
    view = world.view("2025-12-31")
    place = Place(table="prov", row=row, column="ram")
    content = next(each for each in shown(view).table.rows if each.key == row).contents[0]
    sources = {read.source.entry for read in content.reads()}  # type: ignore[union-attr, attr-defined]
    return [record.id for record in because(shown, view, place, sources)]


@pytest.fixture
def world() -> Given:
    renamed = decided(UnitRenamed(forvaltning="RK", unit="a", name="A"), "2025-02-01")
    return given(unit("a", "Alfa"), unit("b", "Beta"), ram("a", "1 mnkr"), ram("b", "2 mnkr"), renamed)


def test_what_lets_a_row_in_is_told(world: Given) -> None:
    """The unit that was formed, and the event without which the table is empty; not the other's unit."""
    assert selecting(world, "a") == ["event-1", "event-5"]
    assert selecting(world, "b") == ["event-2", "event-5"]


def test_of_a_total_all_that_lets_its_terms_in_is_told(world: Given) -> None:
    """Each unit lets in a term."""
    assert selecting(world, "total") == ["event-1", "event-2", "event-5"]


def test_where_any_of_several_would_do_the_latest_is_told(world: Given) -> None:
    """Two were renamed: without either the table would be the same, without both it is empty."""
    again = decided(UnitRenamed(forvaltning="RK", unit="b", name="B"), "2025-03-01")
    records = [
        unit("a", "Alfa"),
        ram("a", "1 mnkr"),
        decided(UnitRenamed(forvaltning="RK", unit="a", name="A"), "2025-02-01"),
    ]
    assert selecting(given(*records, again), "a") == ["event-1", "event-4"]


def test_an_earlier_decision_that_would_stand_instead_is_no_cause() -> None:
    """Without the later ram there would be another amount: it is a source, and what lies behind it is not."""
    renamed = decided(UnitRenamed(forvaltning="RK", unit="a", name="A"), "2025-02-01")
    records = given(unit("a", "Alfa"), ram("a", "1 mnkr"), ram("a", "2 mnkr", "2025-02-01"), renamed)
    assert selecting(records, "a") == ["event-1", "event-4"]


def test_the_explanation_ends_with_it(world: Given) -> None:
    """Only where the table can be made again."""
    view = world.view("2025-12-31")
    node = why(shown(view), "Alfa", "Ram", make=shown)
    assert [each.text for each in node.because] == ["Enhet bildad: Alfa", "Enhet omdöpt: A"]
    assert why(shown(view), "Alfa", "Ram").because == ()
