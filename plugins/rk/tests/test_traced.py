"""The figures come from the events that ``why`` names, and from no others; each fact is recorded once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from ledger.events import Proposal
from ledger.intake.folder import folders, proposals
from ledger.opening import Ledger
from ledger.tables.contract import contract, report_contract
from ledger.testing import Clock, ledger_in
from ledger.testing.traced import corrected, figures_in_texts, tables_named, untraced, worked_out

DOCUMENTS = Path(__file__).parent.parent / "documents"
REPORTS = (
    ("rk/forvaltningsplan", "2025", "2025-01-01"),
    ("rk/arsredovisning", "2024", "2025-03-04"),
    ("rk/delarsrapport", "2025-08", "2025-08-31"),
)
NAMES = r"""\bR[FS]\d+(-\d+)?[a-z]?\b         # the id of an uppdrag
    |\b(CO2e?|HUS\s90|kkl\s\d(\+\d)?)  # a gas, a house, groups of accounts
    """


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with all of Regionkontoret's documents, for a test to correct."""
    with ledger_in(tmp_path, clock=Clock("2026-01-01T12:00")) as opened:
        for folder in folders([DOCUMENTS]):
            opened.record(proposals(folder, opened.catalogue))
        yield opened


@pytest.fixture
def proposed(ledger: Ledger) -> list[Proposal]:
    """What the documents propose."""
    return [each for folder in folders([DOCUMENTS]) for each in proposals(folder, ledger.catalogue)]


@pytest.mark.parametrize(("seed", "report"), list(enumerate(REPORTS)))
def test_a_figure_follows_the_events_that_why_names_and_no_others(
    seed: int, report: tuple[str, str, str], ledger: Ledger
) -> None:
    """In every table and report, on the day of each: a correction of random events changes what names them, and
    nothing else.
    """
    assert not untraced(ledger, "rk", report[2], batches=8, seed=seed)


@pytest.mark.long
@pytest.mark.parametrize("report", REPORTS)
def test_a_figure_follows_every_event_that_why_names(report: tuple[str, str, str], ledger: Ledger) -> None:
    """Each event with an amount is corrected once."""
    assert not untraced(ledger, "rk", report[2], batches=None, seed=10)


def test_one_fact_is_one_event(ledger: Ledger) -> None:
    """Personalkostnader of Bokslut 2024 is corrected once, and changes in both documents."""
    places = [("2024", "2025-03-04", 0), ("2025-08", "2025-08-31", 2)]

    def seen() -> list[dict[str, object]]:
        tables = [
            (ledger.show("rk/resultatrakning", at=date.fromisoformat(at), params={"period": period}), place)
            for period, at, place in places
        ]
        rows = [(row, place) for shown, place in tables for row in contract(shown)["rows"] if row["key"] == "personal"]
        return [row["cells"][place] for row, place in rows]

    before = seen()
    [event] = before[0]["events"]  # type: ignore[misc]
    assert [each["events"] for each in before] == [[event], [event]]
    assert [(each["text"], each["value"]) for each in before] == [("−290", "-290"), ("−290", "-290")]
    ledger.record([corrected(ledger, ledger.event(str(event)), Random(1))])
    year, month = (each["value"] for each in seen())
    assert year == month != "-290"


def test_no_text_holds_a_figure(proposed: list[Proposal]) -> None:
    """Figures are events of their own, and texts refer to them. Names of things keep the digits that they have."""
    assert not figures_in_texts(proposed, NAMES)


def test_no_event_holds_what_is_worked_out(proposed: list[Proposal]) -> None:
    """A line that is a sum of others in our tables has amounts in assertions only, and in the parts of a förvaltning."""
    lines = {"intakter", "kostnader", "resultat", "investeringar", "inv-summa", "inv-utr"}
    assert not worked_out(proposed, lines)


def test_no_event_names_a_table_a_row_or_a_column(proposed: list[Proposal], ledger: Ledger) -> None:
    """Tables choose events; events know of no table."""
    assert not tables_named(ledger, "rk", proposed)


def test_every_reference_in_a_text_finds_its_figure(ledger: Ledger) -> None:
    """No text prints a dash where it refers to a figure."""
    for name, period, at in REPORTS:
        report = report_contract(ledger.report(name, at=date.fromisoformat(at), params={"period": period}))
        for section in report["sections"]:
            for paragraph in section["paragraphs"]:
                assert all(part["events"] for part in paragraph["parts"]), paragraph["text"]
