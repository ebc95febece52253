"""Tables: rows that fit their columns, totals of items only, units where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pytest

from ledger.events import RamAllocated, UnitFormed
from ledger.figures import Figure, Period
from ledger.figures.figure import Read
from ledger.figures.values import value_in
from ledger.problems import Refused
from ledger.tables import Column, Part, Parts, Table, printed, table
from ledger.tables.markdown import as_markdown
from ledger.tables.terminal import as_text
from ledger.testing import decided, given
from ledger.views import View


@dataclass(frozen=True)
class Event:
    """Stands for an event."""

    id: str


def read(text: str) -> Figure:
    return Figure(value_in(text), Read(Event(text), "amount"))


def ramar() -> Table:
    rows = Table("Del", Column("Ram", "ram"), "Andel")
    rows.add("a", "A", read("1,5 mnkr"), read("60 %"))
    rows.add("a/x", "X", read("1,0 mnkr"), None, kind="varav")
    rows.add("b", "B", read("?"), read("40 %"))
    return rows


def test_a_row_has_one_cell_a_column() -> None:
    """More or fewer is the author's mistake, told with the row."""
    with pytest.raises(ValueError, match="1 cells for 2 columns in row 'A'"):
        Table("Del", "Ram", "Andel").add("a", "A", "1")


def test_a_heading_has_no_contents() -> None:
    """Nobody would see them: it stands over all columns."""
    with pytest.raises(ValueError, match="'A' has contents"):
        Table("Del", "Ram").add("a", "A", 1, kind="heading")


def test_totals_add_items_of_money_only() -> None:
    """Varav rows never add, percentages are not summed, what is unknown is counted."""
    cells = printed(ramar().with_total()).rows[-1].cells
    assert (cells[0].text, cells[0].value, cells[0].computed, cells[0].left_out) == ("1,5", "1.5", True, 1)
    assert cells[0].events == ("1,5 mnkr", "?")
    assert cells[1].text == ""


def test_totals_may_name_their_columns() -> None:
    """Then nothing else is added."""
    cells = printed(ramar().with_total(columns=["andel"])).rows[-1].cells
    assert (cells[0].text, cells[1].text) == ("", "100")


def test_a_table_without_rows_has_no_total() -> None:
    """Nothing is not zero."""
    assert Table("Del", "Ram").with_total().rows == []


def test_a_unit_that_a_column_shares_stands_in_its_heading() -> None:
    """One that it does not share stands in the cells."""
    rows = Table("Mått", "Ett", "Två")
    rows.add("a", "A", read("1,5 mnkr"), read("1,5 mnkr"))
    rows.add("b", "B", read("2 mnkr"), read("90 dagar"))
    found = printed(rows)
    assert [found.heading(column) for column in found.columns] == ["Ett (mnkr)", "Två"]
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["1,5", "1,5\u00a0mnkr"],
        ["2", "90\u00a0dagar"],
    ]


def headings(**columns: list[str]) -> list[str]:
    """The corner and the headings of a table with these figures."""
    rows = Table("Rad", *columns)
    for place, texts in enumerate(zip(*columns.values(), strict=True)):
        rows.add(str(place), str(place), *(read(text) for text in texts))
    found = printed(rows)
    return [found.corner, *(found.heading(column) for column in found.columns)]


def test_a_unit_that_several_columns_share_is_said_once() -> None:
    """In the corner, if all figures are in it; two columns say it each."""
    assert headings(a=["1 mnkr"], b=["2 mnkr"], c=["3 mnkr"]) == ["Rad (mnkr)", "a", "b", "c"]
    assert headings(a=["1 mnkr"], b=["2 mnkr"]) == ["Rad", "a (mnkr)", "b (mnkr)"]
    assert headings(a=["1 mnkr"], b=["2 mnkr"], c=["3 %"]) == ["Rad", "a (mnkr)", "b (mnkr)", "c (%)"]
    mixed = headings(a=["1 mnkr", "1 mnkr"], b=["2 mnkr", "2 mnkr"], c=["3 %", "3 mnkr"], d=["4 mnkr", "4 mnkr"])
    assert mixed == ["Rad", "a (mnkr)", "b (mnkr)", "c", "d (mnkr)"]
    assert headings(a=["1 antal"], b=["2 antal"], c=["3 antal"]) == ["Rad", "a", "b", "c"]


def test_a_heading_that_says_its_unit_says_it_once() -> None:
    """With the sign or the word."""
    found = headings(**{"Andel %": ["1 %"], "Pris i procent": ["2 %"], "Pris": ["3 %"], "Tid": ["4 min"]})
    assert found == ["Rad", "Andel %", "Pris i procent", "Pris (%)", "Tid (min)"]


def test_a_column_with_words_keeps_its_units_in_its_cells() -> None:
    """A heading with a unit would say it of the words too."""
    fact = given(decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum"), "2025-01-01")).view("2025-12-31")
    [unit] = fact.latest(UnitFormed)
    rows = Table("Rad", "Mål").add("a", "A", read("1,2 %")).add("b", "B", unit.name)
    found = printed(rows)
    assert (found.heading(found.columns[0]), found.rows[0].cells[0].text) == ("Mål", "1,2\u00a0%")


def test_figures_of_several_periods_are_told_apart() -> None:
    """By a separator of their own."""
    parts = Parts((Part("2023", read("17,1 %")), Part("2024", read("17,7 %"))), "; ")
    [cell] = printed(Table("Mått", "Nu").add("a", "A", parts)).rows[0].cells
    assert cell.text == "2023: 17,1; 2024: 17,7"


def test_several_figures_in_a_cell_are_parts() -> None:
    """Each has its own value and events; the cell's text is as documents print it."""
    parts = Parts((Part("", read("256 antal")), Part("K", read("137 antal")), Part("M", read("119 antal"))))
    [cell] = printed(Table("Mått", "Nu").add("a", "A", parts)).rows[0].cells
    assert cell.text == "256 K: 137 M: 119"
    assert [(part.label, part.value, part.events) for part in cell.parts] == [
        ("", "256", ("256 antal",)),
        ("K", "137", ("137 antal",)),
        ("M", "119", ("119 antal",)),
    ]
    assert cell.events_count == 3


@table("ramar", title="Ramar", periods=lambda view: view.periods(RamAllocated))
def rams(view: View, period: Period, forvaltning: str = "RK", most: int | None = None) -> Table:
    """Ramar för ett år."""
    rows = Table("Förvaltning", "Ram")
    for fact in view.latest(RamAllocated, period=period, forvaltning=forvaltning)[:most]:
        rows.add(fact.key, fact.forvaltning, fact.amount)
    return rows.with_total()


def shown(at: str, **params: str) -> Any:
    years = [RamAllocated(forvaltning="RK", period=str(year), amount=f"{year} tkr") for year in (2024, 2025, 2026)]
    world = given(*(decided(event, f"{event.period}-01-01") for event in years))
    return rams.shown(world.view(at), "prov/ramar", params)


def test_without_a_period_it_is_the_latest_that_the_view_has() -> None:
    """What takes effect later is not there yet."""
    assert shown("2025-06-01").params == {"period": "2025"}
    assert shown("2026-06-01").params == {"period": "2026"}
    assert shown("2026-06-01", period="2024").params == {"period": "2024"}


def test_before_anything_the_table_says_so() -> None:
    """An empty table in text and Markdown."""
    for text in (as_text(shown("2020-01-01")), as_markdown(shown("2020-01-01"))):
        assert "Inget är registrerat per 2020-01-01." in text


def test_parameters_are_text_that_is_understood_or_refused() -> None:
    """All faults at once, with what comes nearest."""
    assert len(shown("2025-06-01", period="2025", most="1").table.rows) == 2
    with pytest.raises(Refused) as caught:
        shown("2025-06-01", perod="2025", period="i fjol", most="få")
    assert all(part in str(caught.value) for part in ("menade du ”period”", "”i fjol” är ingen period", "most:"))


def test_what_a_table_shows_is_its_docstring() -> None:
    """The first paragraph."""
    assert rams.description == "Ramar för ett år."
    assert dict(rams.parameters) == {"period": Period, "forvaltning": str, "most": int}


def test_a_parameter_may_be_one_of_some_words() -> None:
    """Another is refused with what comes nearest."""

    @table("val", title="Val")
    def chosen(view: View, omfattning: Literal["alla", "egna"] = "alla") -> Table:
        """Ett val."""
        return Table("Rad").add(omfattning, omfattning)

    view = given().view("2025-12-31")
    assert chosen.shown(view, "prov/val", {"omfattning": "egna"}).table.rows[0].key == "egna"
    with pytest.raises(Refused, match="omfattning: ”egan” går inte att välja\n.*menade du ”egna”"):
        chosen.shown(view, "prov/val", {"omfattning": "egan"})
