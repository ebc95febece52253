"""Regionkontoret's own rules: what regionersättningen is made of, and effects that are gone from a year's list."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.checks import Check, Finding
from ledger.events import BudgetSet, GrantAllocated, LineDefined, Proposal, RamAllocated
from ledger.testing import decided, given
from planledger_rk.checks import effects_are_followed_up, reimbursement
from planledger_rk.events import EffectEstimated

LINE = decided(LineDefined(forvaltning="RK", line="regionersattning", name="Regionersättning"), "2020-01-01")
RAM = decided(RamAllocated(forvaltning="RK", part=None, period="2025", amount="369,4 mnkr"), "2025-01-01")


def budget(amount: str) -> Proposal:
    event = BudgetSet(forvaltning="RK", line="regionersattning", period="2025", amount=amount)
    return decided(event, "2025-01-01")


def grant(amount: str, giver: str = "Regionstyrelsen", code: str = "anslag") -> Proposal:
    event = GrantAllocated(forvaltning="RK", grant=code, name=code, giver=giver, period="2025", amount=amount)
    return decided(event, "2025-01-01")


def found(rule: Check, *proposals: Proposal, forvaltning: str = "RK", at: str = "2025-12-31") -> list[Finding]:
    return list(rule.judge(given(*proposals, events=[EffectEstimated]).view(at), forvaltning))


def test_regionersattningen_is_ram_and_anslag() -> None:
    """With each of them, where they do not give what is budgeted."""
    [each] = found(reimbursement, LINE, RAM, budget("440 mnkr"), grant("60,2 mnkr"), grant("2 mnkr", code="annat"))
    assert each.level == "error"
    assert each.what.replace("\N{NO-BREAK SPACE}", " ") == (
        "Regionersättning 2025: 440 mnkr, men ram + anslag ger 431,6 mnkr"
    )
    assert [label for label, _figure in each.figures] == ["Regionersättning 2025", "ram", "anslag"]


@pytest.mark.parametrize(
    "proposals",
    [
        pytest.param((RAM, budget("432 mnkr"), grant("62,2 mnkr")), id="within rounding"),
        pytest.param((RAM, budget("440 mnkr")), id="no anslag"),
        pytest.param((RAM, budget("440 mnkr"), grant("62,2 mnkr", "Staten")), id="another giver's"),
        pytest.param((budget("440 mnkr"), grant("62,2 mnkr")), id="no ram"),
        pytest.param((RAM, grant("62,2 mnkr")), id="no budget"),
    ],
)
def test_a_regionersattning_that_can_be_right_is_not_found(proposals: tuple[Proposal, ...]) -> None:
    """Nor one that there is nothing to hold against."""
    assert not found(reimbursement, LINE, *proposals)


def effect(measure: str, period: str, **more: Any) -> Proposal:
    said = {"measure": measure, "name": measure.title(), "schedule": period, "amount": "4 000 tkr", **more}
    return decided(
        EffectEstimated(forvaltning="RK", period=period, **said), f"{period}-12-31", id=f"{measure}/{period}"
    )


def test_an_effect_that_is_gone_from_a_later_list_is_a_warning() -> None:
    """With how much was expected from when."""
    [each] = found(effects_are_followed_up, effect("program", "2024", effect_from="2025"), effect("resor", "2025"))
    assert each.level == "warning"
    assert each.what.replace("\N{NO-BREAK SPACE}", " ") == (
        "Åtgärden ”Program” väntas ge 4 000 tkr från 2025 men finns inte i listan för 2025"
    )
    assert [record.id for record in each.records] == ["program/2024"]
    assert each.remedy == "följ upp åtgärden, eller säg att den inte blev av"


@pytest.mark.parametrize(
    "proposals",
    [
        pytest.param((effect("program", "2024", effect_from="2025"), effect("program", "2025")), id="followed up"),
        pytest.param((effect("program", "2024", effect_from="2025"),), id="no list yet"),
        pytest.param((effect("program", "2024"), effect("resor", "2025")), id="no later effect"),
        pytest.param((effect("program", "2024", effect_from="2026"), effect("resor", "2025")), id="later still"),
    ],
)
def test_an_effect_that_is_not_gone_is_not_found(proposals: tuple[Proposal, ...]) -> None:
    """Nor is one whose year has no list."""
    assert not found(effects_are_followed_up, *proposals)


def test_before_the_later_list_was_made_nothing_is_gone() -> None:
    """The list of the year before is all that there is."""
    proposals = (effect("program", "2024", effect_from="2025"), effect("resor", "2025"))
    assert not found(effects_are_followed_up, *proposals, at="2025-12-30")


@pytest.mark.parametrize("rule", [reimbursement, effects_are_followed_up], ids=lambda rule: rule.name)
def test_the_rules_are_regionkontorets_alone(rule: Check) -> None:
    """They find nothing in another förvaltning, nor in an empty ledger."""
    proposals = (
        LINE,
        RAM,
        budget("440 mnkr"),
        grant("62,2 mnkr"),
        effect("program", "2024", effect_from="2025"),
        effect("resor", "2025"),
    )
    assert len(found(rule, *proposals)) == 1
    assert not found(rule, *proposals, forvaltning="HSF")
    assert not found(rule)
