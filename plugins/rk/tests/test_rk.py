"""Regionkontoret's tables, over decisions that are given and over its own documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ledger.events import Proposal
from ledger.intake.folder import folders, proposals
from ledger.testing import decided, given, ledger_in
from planledger_rk import tables
from planledger_rk.events import EffectEstimated, EffectRealised

EVENTS = (EffectEstimated, EffectRealised)
DOCUMENTS = Path(__file__).parent.parent / "documents"


def estimated(measure: str, amount: str, **more: Any) -> Proposal:
    event = EffectEstimated(
        forvaltning="RK",
        measure=measure,
        name=measure.title(),
        period="2025",
        schedule="2025-05",
        amount=amount,
        **more,
    )
    return decided(event, "2025-08-31")


def realised(measure: str, amount: str, until: str = "08", **more: Any) -> Proposal:
    event = EffectRealised(
        forvaltning="RK", measure=measure, period="2025", accumulated=f"2025-01/2025-{until}", amount=amount, **more
    )
    return decided(event, f"2025-{until}-28")


def cells(table: dict[str, Any]) -> list[list[str]]:
    return [[cell["text"] for cell in row["cells"]] for row in table["rows"]]


def test_an_accumulated_effect_replaces_the_earlier_one() -> None:
    """August's 0,6 is what has been realised, not 0,4 and 0,6 together."""
    world = given(
        estimated("resor", "1,4 mnkr"),
        realised("resor", "0,4 mnkr", "04"),
        realised("resor", "0,6 mnkr"),
        events=EVENTS,
    )
    assert cells(world.table(tables.effects, "2025-12-31"))[0][2:5] == ["1,4", "0,6", "0,8"]
    april = given(estimated("resor", "1,4 mnkr"), realised("resor", "0,4 mnkr", "04"), events=EVENTS)
    assert cells(april.table(tables.effects, "2025-12-31"))[0][3] == "0,4"


def test_a_word_has_no_amount_and_the_total_says_so() -> None:
    """What remains of a word is unknown."""
    world = given(estimated("resor", "1,4 mnkr"), estimated("eu", "Stor"), realised("eu", "?"), events=EVENTS)
    table = world.table(tables.effects, "2025-12-31", {"period": "2025"})
    assert cells(table)[1][2:5] == ["Stor", "–", "–"]
    assert [cell["left_out"] for cell in table["rows"][-1]["cells"]][2:4] == [1, 2]


def test_a_comparison_with_the_budget_is_another_reading() -> None:
    """The table shows the one against last year's outcome, and adds neither to the other."""
    world = given(
        estimated("resor", "?"),
        realised("resor", "3 502 tkr", compared_with="utfall", comparison_period="2024"),
        realised("resor", "3 170 tkr", compared_with="budget"),
        events=EVENTS,
    )
    table = world.table(tables.effects, "2025-12-31")
    assert (cells(table)[0][3], cells(table)[0][5]) == ("3\u00a0502", "utfall 2024")
    assert table["rows"][-1]["cells"][3]["value"] == "3502"


def test_the_documents_come_in_without_a_fault(tmp_path: Path) -> None:
    """All that Regionkontoret has published here, and a second time without a change."""
    with ledger_in(tmp_path) as ledger:
        found = [proposal for folder in folders([DOCUMENTS]) for proposal in proposals(folder, ledger.catalogue)]
        assert all(outcome.new for outcome in ledger.record(found))
        assert not any(outcome.new for outcome in ledger.record(found))
