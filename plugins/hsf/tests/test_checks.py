"""Hälso- och sjukvårdsförvaltningens own rule: regionersättningen is ram, anslag and statsbidrag."""

from __future__ import annotations

import pytest

from ledger.checks import Finding
from ledger.events import BudgetSet, GrantAllocated, LineDefined, Proposal, RamAllocated
from ledger.testing import decided, given
from planledger_hsf.checks import reimbursement

LINE = decided(LineDefined(forvaltning="HSF", line="regionersattning", name="Regionersättning"), "2020-01-01")
RAM = decided(RamAllocated(forvaltning="HSF", part=None, period="2026", amount="100,0 mnkr"), "2025-10-31")


def budget(amount: str, year: str = "2026") -> Proposal:
    event = BudgetSet(forvaltning="HSF", line="regionersattning", period=year, amount=amount)
    return decided(event, "2025-10-31")


def grants(anslag: str = "20,0 mnkr", statsbidrag: str = "30,0 mnkr") -> list[Proposal]:
    found = []
    for giver, within, amount in (
        ("Regionstyrelsen", "summa-anslag", anslag),
        ("Staten", "summa-statsbidrag", statsbidrag),
    ):
        event = GrantAllocated(
            forvaltning="HSF",
            grant=within.removeprefix("summa-"),
            name=giver,
            giver=giver,
            period="2026",
            amount=amount,
            budgeted=amount,
            within=within,
        )
        found.append(decided(event, "2025-10-31"))
    return found


def found(*proposals: Proposal, forvaltning: str = "HSF", at: str = "2025-12-31") -> list[Finding]:
    return list(reimbursement.judge(given(LINE, *proposals).view(at), forvaltning))


def test_regionersattningen_is_ram_anslag_and_statsbidrag() -> None:
    """With each of them, where they do not give what is budgeted."""
    [each] = found(RAM, budget("160 mnkr"), *grants())
    assert each.level == "error"
    assert each.what.replace("\N{NO-BREAK SPACE}", " ") == (
        "Regionersättning 2026: 160 mnkr, men ram + anslag + statsbidrag ger 150,0 mnkr"
    )
    assert [label for label, _figure in each.figures] == ["Regionersättning 2026", "ram", "anslag", "statsbidrag"]


@pytest.mark.parametrize(
    "proposals",
    [
        pytest.param([RAM, budget("150 mnkr"), *grants()], id="the same"),
        pytest.param([RAM, budget("150,1 mnkr"), *grants()], id="within rounding"),
        pytest.param([RAM, budget("160 mnkr"), grants()[0]], id="no statsbidrag"),
        pytest.param([RAM, budget("160 mnkr"), *grants(anslag="?")], id="an unknown anslag"),
        pytest.param([budget("160 mnkr"), *grants()], id="no ram"),
        pytest.param([RAM, *grants()], id="no budget"),
    ],
)
def test_a_regionersattning_that_can_be_right_is_not_found(proposals: list[Proposal]) -> None:
    """Nor one that there is nothing to hold against."""
    assert not found(*proposals)


def test_the_rule_is_the_forvaltnings_alone() -> None:
    """It finds nothing in another, nor before anything was decided."""
    proposals = [RAM, budget("160 mnkr"), *grants()]
    assert not found(*proposals, forvaltning="RK")
    assert not found(*proposals, at="2025-10-30")
    assert not found()
