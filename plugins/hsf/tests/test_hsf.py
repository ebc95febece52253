"""Hälso- och sjukvårdsförvaltningens tables, over decisions that are given and over its own documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ledger.events import Proposal
from ledger.intake.folder import folders, proposals
from ledger.testing import decided, given, ledger_in
from planledger_hsf import tables
from planledger_hsf.events import VardgarantiMeasured, VardgarantiTargetSet

EVENTS = (VardgarantiTargetSet, VardgarantiMeasured)
DOCUMENTS = Path(__file__).parent.parent / "documents"


def target(year: str, percent: str) -> Proposal:
    event = VardgarantiTargetSet(
        forvaltning="HSF", level="BUP", care="Besök", period=year, time_limit="30 dagar", target=percent
    )
    return decided(event, f"{int(year) - 1}-10-31")


def measured(year: str, percent: str) -> Proposal:
    event = VardgarantiMeasured(forvaltning="HSF", level="BUP", care="Besök", period=year, value=percent)
    return decided(event, f"{year}-12-31")


def row(table: dict[str, Any]) -> list[str]:
    return [cell["text"] for cell in table["rows"][0]["cells"]]


def test_the_gap_is_to_the_latest_reading_there_is() -> None:
    """The target of one year against the newest outcome, whichever year it is of."""
    world = given(target("2026", "90 %"), measured("2023", "40,1 %"), measured("2024", "44,6 %"), events=EVENTS)
    assert row(world.table(tables.vardgaranti, "2025-12-31")) == ["30", "90", "44,6", "2024", "45,4", ""]


def test_without_a_reading_the_gap_is_unknown() -> None:
    """Nobody has read it yet."""
    world = given(target("2026", "90 %"), events=EVENTS)
    table = world.table(tables.vardgaranti, "2025-12-31")
    assert row(table)[2:] == ["–", "–", "–", ""]
    assert table["rows"][0]["cells"][4]["value"] is None


def test_an_outcome_beyond_the_target_is_a_negative_gap() -> None:
    """Better than aimed at."""
    world = given(target("2026", "90 %"), measured("2024", "92,5 %"), events=EVENTS)
    assert world.table(tables.vardgaranti, "2025-12-31")["rows"][0]["cells"][4]["value"] == "-2.5"


def test_the_documents_come_in_without_a_fault(tmp_path: Path) -> None:
    """All that the förvaltning has published here, and a second time without a change."""
    with ledger_in(tmp_path) as ledger:
        found = [proposal for folder in folders([DOCUMENTS]) for proposal in proposals(folder, ledger.catalogue)]
        assert all(outcome.new for outcome in ledger.record(found))
        assert not any(outcome.new for outcome in ledger.record(found))
