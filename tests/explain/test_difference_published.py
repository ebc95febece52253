"""Differences on the real material: every table of every plugin, over all published documents and what was mended since.

What a difference says is held to the two sheets, and to the plain definition, step by step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from random import Random
from typing import Any

import pytest

from ledger.events import Record
from ledger.explain.diff import Change, Difference, difference
from ledger.opening import Ledger
from ledger.tables import ReportDefinition, Shown, ShownReport, TableDefinition
from ledger.views import View
from mending import mend, published
from stepping import EVERY_EVENT, Key, kind_of, said_by, stepped

Ends = tuple[View, View]
MENDED = 6
"""On how many days what was published is mended."""
MOST_STEPS = 120
"""Between views with more steps than these, the short form does not go all the way."""
SOME = 4
"""How many pairs of views the short form goes all the way between."""


@dataclass(frozen=True)
class World:
    """A ledger, and the positions reached at each of the times that something was recorded."""

    ledger: Ledger
    reached: tuple[int, ...]

    @cached_property
    def records(self) -> dict[int, Record]:
        """Every event by its position."""
        return {record.position: record for record in self.ledger.reader.log(0, EVERY_EVENT)}

    @cached_property
    def everything(self) -> list[Asked]:
        """Every table of every plugin, for each of its periods; and the reports."""
        return [
            Asked(f"{plugin.name}/{definition.name}", definition, tuple(params.items()), self.view(plugin.name))
            for plugin in self.ledger.plugins.all()
            for definition in (*plugin.tables, *plugin.reports)
            for params in definition.every(self.view(plugin.name))
        ]

    def view(self, plugin: str) -> View:
        """The last of all views."""
        return self.ledger.view(date(2026, 3, 1), plugin=plugin)

    def dates(self, plugin: str) -> list[date]:
        """The days on which something of a förvaltning takes effect, and those beside them."""
        days = {each.effective for each in self.records.values() if f"/{plugin.upper()}/" in each.stream}
        return sorted({day + timedelta(days=more) for day in days for more in (-1, 0)})


@dataclass(frozen=True)
class Asked:
    """A table or a report with its parameters, and the last of all views of it."""

    name: str
    definition: TableDefinition | ReportDefinition
    params: tuple[tuple[str, Any], ...]
    view: View

    def __str__(self) -> str:
        return " ".join([self.name, *(str(value) for _name, value in self.params)])

    def __call__(self, view: View) -> Shown | ShownReport:
        """What it is in a view."""
        return self.definition.with_params(view, self.name, dict(self.params))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """All documents, and six days of corrections, withdrawals and late arrivals."""
    ledger, clock = published(tmp_path_factory.mktemp("published"))
    with ledger:
        documents = [max(each) for each in _recordings(ledger).values()]
        yield World(ledger, (0, *documents, *mend(ledger, clock, Random(2026), times=MENDED, each=60)[1:]))


def _recordings(ledger: Ledger) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for record in ledger.reader.log(0, EVERY_EVENT):
        found.setdefault(record.recorded, []).append(record.position)
    return found


def near(asked: Asked, world: World, chance: Random) -> Ends:
    """Two views with few days and few recordings between them; either may be the later."""
    dates, reached = world.dates(asked.name.partition("/")[0]), world.reached[-MENDED - 1 :]
    day, known = chance.randrange(len(dates)), chance.randrange(len(reached))
    other_day = min(max(day + chance.randint(-4, 4), 0), len(dates) - 1)
    other_known = min(max(known + chance.randint(-2, 2), 0), len(reached) - 1)
    start = replace(asked.view, at=dates[day], position=reached[known])
    return start, replace(asked.view, at=dates[other_day], position=reached[other_known])


def any_two(asked: Asked, world: World, chance: Random) -> Ends:
    """Any two views at all, some in the middle of a recording."""
    dates, reached = (
        world.dates(asked.name.partition("/")[0]),
        (*world.reached, *chance.sample(sorted(world.records), 6)),
    )
    start, end = (replace(asked.view, at=chance.choice(dates), position=chance.choice(reached)) for _ in range(2))
    return start, end


def test_the_terms_sum_to_the_difference(world: World) -> None:
    """In each table, for each period, between two views: exactly, there and back, and each of its own kind."""
    chance = Random(1)
    tables = [asked for asked in world.everything if isinstance(asked.definition, TableDefinition)]
    changed = [is_right(asked, near(asked, world, chance), world) for asked in tables]
    assert any(changed)


def test_the_terms_are_those_of_the_steps(world: World) -> None:
    """For some tables: those that going through every position and every entry between finds."""
    chance = Random(2)
    tables = [asked for asked in world.everything if isinstance(asked.definition, TableDefinition)]
    tries = (asked for asked in chance.sample(tables, len(tables)) for _ in range(3))
    held = list(islice((asked for asked in tries if is_stepped_nearby(asked, world, chance)), SOME))
    assert len(held) == SOME


def is_stepped_nearby(asked: Asked, world: World, chance: Random) -> bool:
    """Whether two views nearby have few steps and amounts that differ between them; the terms are then held."""
    ends = near(asked, world, chance)
    if not 0 < steps_between(ends, world) <= MOST_STEPS:
        return False
    found = difference(asked, *ends)
    if not any(change.amount for change in found.changes):
        return False
    is_stepped(asked, ends, found)
    return True


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_the_terms_sum_to_any_difference(seed: int, world: World) -> None:
    """Between any two views of each table and report."""
    chance = Random(100 + seed)
    for asked in world.everything:
        is_right(asked, any_two(asked, world, chance), world)
        is_right(asked, near(asked, world, chance), world)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_the_terms_of_any_difference_are_those_of_the_steps(seed: int, world: World) -> None:
    """Of each table, between any two views; of each report between two that are near."""
    chance = Random(200 + seed)
    for asked in world.everything:
        choose = any_two if isinstance(asked.definition, TableDefinition) else near
        ends = choose(asked, world, chance)
        is_stepped(asked, ends, difference(asked, *ends))


def is_right(asked: Asked, ends: Ends, world: World) -> int:
    """The changes are where the two sheets differ; their terms sum to each exactly, and to its negative on the way
    back; and each term is of its event's kind. How many amounts changed.
    """
    told = {change.place: change for change in difference(asked, *ends).changes}
    back = {change.place: change for change in difference(asked, *reversed(ends)).changes}
    first, last = (said_by(asked, view) for view in ends)
    about = f"{asked}, {[(str(view.at), view.position) for view in ends]}"
    differ = {place for place in first.keys() | last.keys() if first.get(place) != last.get(place)}
    assert differ == told.keys() == back.keys(), about
    for place, change in told.items():
        assert (change.before, change.after) == (first.get(place), last.get(place)), f"{about}, {place}"
        if change.amount is not None:
            terms, others = terms_of(change), terms_of(back[place])
            assert sum(terms.values()) == change.amount, f"{about}, {place}"
            if change.unit == back[place].unit:
                assert {key: -amount for key, amount in terms.items()} == others, f"{about}, {place}"
        for term in (*change.terms(), *change.movers()):
            kind = kind_of(term.leg, world.records[term.step.position], asked.view)
            assert term.kind == kind, f"{about}, {place}, {term}"
    return sum(change.amount is not None for change in told.values())


def is_stepped(asked: Asked, ends: Ends, found: Difference) -> None:
    """The terms are those of the definition."""
    units = {change.place: change.unit or "" for change in found.changes}
    steps = stepped(asked, *ends, units)
    for change in found.changes:
        if change.amount is not None:
            about = f"{asked}, {[(str(view.at), view.position) for view in ends]}, {change.place}"
            assert terms_of(change) == steps.get(change.place, {}), about


def terms_of(change: Change) -> dict[Key, Any]:
    """The terms by their steps."""
    return {(term.leg, term.step.position): term.amount for term in change.terms()}


def steps_between(ends: Ends, world: World) -> int:
    """How many steps there are between two views."""
    first, last = sorted(view.at for view in ends)
    return abs(ends[0].position - ends[1].position) + sum(
        first < record.effective <= last for record in world.records.values()
    )
