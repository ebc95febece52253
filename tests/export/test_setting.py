"""A report is set: every figure has an id of its own, and its own explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from documents import FIVE, published_report
from ledger.events import RamAllocated
from ledger.export.document import Document
from ledger.export.setting import document_of
from ledger.export.trace import leaves, traced
from ledger.tables import Column, Part, Parts, ShownReport, Table
from ledger.tables.definition import Shown
from ledger.tables.report import ShownSection
from ledger.testing import decided, given
from ledger.views import View

AMOUNTS = ("1 mnkr", "2 mnkr", "3 mnkr", "4 mnkr")


def seen() -> View:
    """A view with four amounts."""
    decisions = [
        decided(RamAllocated(forvaltning="RK", part=f"E{number}", period="2025", amount=amount), "2025-01-01")
        for number, amount in enumerate(AMOUNTS)
    ]
    return given(*decisions).view("2025-12-31")


def document(make: Callable[..., Table], times: int = 1) -> Document:
    """A document of a table of the four amounts, which may stand there more than once."""
    view = seen()
    table = make(*(fact.amount for fact in view.latest(RamAllocated)))
    shown = Shown("prov/tabell", "Tabell", view, {}, table)
    sections = tuple(ShownSection(f"Avsnitt {number}", (), (shown,)) for number in range(times))
    return document_of(ShownReport("prov/rapport", "Rapport", view, {}, sections))


def explained(each: Document) -> list[str]:
    """What each figure is explained to be, in the order of the page."""
    nodes = traced(each).nodes
    pieces = [piece for grid in each.grids for line in grid.lines for box in line.boxes for piece in box.pieces]
    return [next(leaves(nodes[piece.id])).said for piece in pieces if piece.id]


CONFUSING: dict[str, Callable[..., Table]] = {
    "two rows of one key": lambda a, b, c, d: Table("", "x", "y").add("r", "R", a, b).add("r", "R", c, d),
    "two columns of one key": lambda a, b, c, d: (
        Table("", Column("X", "k"), Column("Y", "k")).add("r", "R", a, b).add("s", "S", c, d)
    ),
    "keys that run together": lambda a, b, c, d: (
        Table("", Column("X", "k"), Column("Y", "l/k")).add("r", "R", a, b).add("r/l", "S", c, d)
    ),
    "no keys at all": lambda a, b, c, d: Table("", "").add("", "", a).add("", "", b).add("", "", c).add("", "", d),
    "several in a cell of one label": lambda a, b, c, d: Table("", "x").add(
        "r", "R", Parts((Part("", a), Part("K", b), Part("K", c), Part("2", d)))
    ),
}


@pytest.mark.parametrize("make", CONFUSING.values(), ids=CONFUSING.keys())
def test_every_figure_is_explained_as_itself(make: Callable[..., Table]) -> None:
    """However alike the keys are."""
    assert explained(document(make)) == [amount.replace(" ", "\u00a0") for amount in AMOUNTS]


def test_a_command_is_given_only_where_it_leads_to_the_figure() -> None:
    """Where others are called the same, none is: it would tell of another."""
    alike = document(CONFUSING["two rows of one key"])
    assert {each.why for each in alike.traced.values()} == {()}
    apart = document(lambda a, b, c, d: Table("", "x", "y").add("r", "R", a, b).add("s", "S", c, d))
    assert [each.why[1:5] for each in apart.traced.values()] == [
        ("--row", row, "--column", column) for row in "rs" for column in "xy"
    ]


def test_a_table_that_stands_twice_has_the_same_figures() -> None:
    """One explanation is enough for both."""
    once, twice = (document(CONFUSING["two rows of one key"], times) for times in (1, 2))
    assert list(once.traced) == list(twice.traced)
    assert explained(twice) == 2 * explained(once)


@pytest.mark.parametrize("which", FIVE)
def test_ids_name_table_row_and_column(demo: Path, which: str) -> None:
    """In the published documents no number is needed to tell two figures apart."""
    with published_report(demo, which) as (_ledger, shown):
        found = document_of(shown)
    tables = {grid.name for grid in found.grids}
    assert len(found.traced) > 100
    for name in found.traced:
        assert name.partition("#")[0] in {*tables, shown.name}
    boxes = [box.id for grid in found.grids for line in grid.lines for box in line.boxes if box.id]
    assert not [name for name in boxes if name.endswith(" (2)")]


def test_what_is_not_known_of_a_document_is_not_said(demo: Path) -> None:
    """No empty particulars."""
    with published_report(demo, "rk-plan-2025") as (_ledger, shown):
        bare = document_of(replace(shown, office="", ledger=""))
    assert [each.key for each in bare.particulars] == ["period", "standing", "at", "known", "position"]
