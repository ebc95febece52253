"""Indicators: what was read over exactly a period, the last that there is, and those that follow from others."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events import (
    IndicatorAdopted,
    IndicatorDefined,
    IndicatorGroupDefined,
    IndicatorRead,
    IndicatorTargetSet,
    LineDefined,
    OutcomeRead,
    Proposal,
)
from ledger.figures import Period
from ledger.projections.indicators import Indicators
from ledger.testing import decided, given

AUGUST, JULY = "2025-01/2025-08", "2025-01/2025-07"


def read(value: str, covered: str, group: str | None = None, **about: Any) -> Proposal:
    """A reading over a period; of part of a year, what was added up so far."""
    period = Period.of(covered)
    accumulated = covered if "/" in covered else None
    year = str(period.year) if accumulated else covered
    event = IndicatorRead(
        forvaltning="RK", indicator="sjuk", group=group, period=year, accumulated=accumulated, value=value
    )
    return decided(event, period.last, **about)


def indicators(*proposals: Proposal, at: str = "2026-12-31", **defined: Any) -> Indicators:
    named = IndicatorDefined(forvaltning="RK", indicator="sjuk", name="Sjukfrånvaro", **defined)
    return Indicators(given(decided(named, "2020-01-01"), *proposals).view(at), "RK")


def printed(found: Indicators, covered: str, group: str | None = None) -> str:
    return str(found.reading("sjuk", Period.of(covered), group)).replace("\u00a0", " ")


def test_a_reading_is_of_exactly_what_it_covers() -> None:
    """A year is no part of itself, nor the other way about."""
    found = indicators(read("4,9 %", "2024"), read("4,7 %", AUGUST), read("4,8 %", JULY))
    assert [printed(found, covered) for covered in ("2024", AUGUST, JULY, "2025")] == ["4,9 %", "4,7 %", "4,8 %", "–"]


def test_a_group_is_read_for_itself() -> None:
    """Women, men and all are three readings, and none stands in for another."""
    found = indicators(read("6 %", "2024", "K"), read("3 %", "2024", "M"))
    assert [printed(found, "2024", group) for group in ("K", "M", None)] == ["6 %", "3 %", "–"]


def test_a_reading_that_was_corrected_is_the_new_one() -> None:
    """Of two of one period the newest is shown."""
    found = indicators(read("4,9 %", "2024", id="a"), read("5,0 %", "2024", replaces="a", reason="Fel"))
    assert printed(found, "2024") == "5,0 %"


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("2024", "2023"),
        ("2023", "2023"),
        ("2022", None),
        (AUGUST, JULY),
        (JULY, JULY),
        ("2025-01/2025-06", None),
        ("2025", "2023"),
    ],
)
def test_the_last_reading_is_one_of_the_same_kind(until: str, last: str | None) -> None:
    """Of a year, an earlier year's; of part of a year, only one of another part of the same year."""
    found = indicators(read("5 %", "2023"), read("4,8 %", JULY), read("4 %", "2024-01/2024-08"))
    covered = found.last_covered("sjuk", Period.of(until))
    assert (str(covered) if covered else None) == last


def test_a_single_month_is_no_part_of_the_year_so_far() -> None:
    """What has been added up from January is asked for, and August alone is not that."""
    found = indicators(read("7 %", JULY), read("1 %", "2025-08"))
    assert str(found.last_covered("sjuk", Period.of("2025-01/2025-08"))) == JULY


def test_readings_in_different_units_are_not_compared() -> None:
    """How far they lie apart is unknown, unless the source states it."""
    found = indicators(read("5 %", "2023"), read("40 timmar", "2024"))
    assert found.change("sjuk", Period.of("2024")).number is None


def test_the_last_reading_of_a_group_is_its_own() -> None:
    """Not that of all."""
    found = indicators(read("5 %", "2024"), read("6 %", "2023", "K"))
    assert str(found.last_covered("sjuk", Period.of("2025"), "K")) == "2023"
    assert found.last_covered("sjuk", Period.of("2025"), "M") is None


def test_an_indicator_that_measures_a_line_follows_from_it() -> None:
    """It is never read; its outcome is the line's."""
    line = LineDefined(forvaltning="RK", line="resultat", name="Resultat")
    came_to = OutcomeRead(forvaltning="RK", line="resultat", period="2024", accumulated="2024", amount="28 mnkr")
    found = indicators(decided(line, "2020-01-01"), decided(came_to, "2024-12-31", id="o"), line="resultat")
    assert printed(found, "2024") == "28 mnkr"
    assert found.reading("sjuk", Period.of("2024")).event_ids() == ["o"]


def test_an_indicator_that_is_the_sum_of_groups_is_worked_out() -> None:
    """Where it was not read itself; one that is the sum of itself is no more than what was read."""
    read_ = [read("100 timmar", "2024", "egen"), read("20 timmar", "2024", "inhyrd"), read("7 timmar", "2024", "x")]
    assert printed(indicators(*read_, sum_of=["egen", "inhyrd"]), "2024") == "120 timmar"
    assert printed(indicators(*read_, read("119 timmar", "2024"), sum_of=["egen", "inhyrd"]), "2024") == "119 timmar"
    assert printed(indicators(*read_), "2024") == "–"


@pytest.mark.parametrize("groups", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b c", "b": "c", "c": "a"}])
def test_a_ring_of_groups_comes_to_an_end(groups: dict[str, str]) -> None:
    """Groups that are the sum of each other are nothing."""
    defined = [
        IndicatorGroupDefined(forvaltning="RK", indicator="sjuk", group=group, name=group, sum_of=parts.split())
        for group, parts in groups.items()
    ]
    found = indicators(*(decided(each, "2020-01-01") for each in defined), sum_of=["a"])
    assert printed(found, "2024", "a") == printed(found, "2024") == "–"


def test_a_target_is_of_its_year_and_group() -> None:
    """Nothing is taken from another."""
    about = {"forvaltning": "RK", "indicator": "sjuk", "period": "2025"}
    targets = [IndicatorTargetSet(**about, target="<4 %"), IndicatorTargetSet(**about, group="K", target="<5 %")]
    found = indicators(*(decided(each, "2025-01-01") for each in targets))
    year = Period.of("2025")
    wanted = [str(found.target("sjuk", year, group)) for group in (None, "K", "M")]
    assert [each.replace("\u00a0", " ") for each in wanted] == ["< 4 %", "< 5 %", "–"]


def test_the_indicators_of_a_year_come_as_they_were_chosen() -> None:
    """Under their names; one that the view does not know goes by its code."""
    chosen = [IndicatorAdopted(forvaltning="RK", indicator=code, period="2025") for code in ("nojd", "sjuk")]
    found = indicators(*(decided(each, "2025-01-01") for each in chosen))
    assert [fact.event.indicator for fact in found.adopted(Period.of("2025"))] == ["nojd", "sjuk"]
    assert found.adopted(Period.of("2024")) == []
    assert (found.name("sjuk"), found.name("nojd")) == ("Sjukfrånvaro", "nojd")
