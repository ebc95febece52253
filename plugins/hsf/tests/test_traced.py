"""The figures come from the events that ``why`` names, and from no others; each fact is recorded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.events import Proposal
from ledger.intake.folder import folders, proposals
from ledger.opening import Ledger
from ledger.testing import Clock, ledger_in
from ledger.testing.traced import figures_in_texts, tables_named, untraced, worked_out

DOCUMENTS = Path(__file__).parent.parent / "documents"
AT = "2025-10-31"
NAMES = r"""\bR[FS]\d+\b                  # the id of an uppdrag
    |\bHoS\d+\b                          # a målbild
    |\b1177\b                            # a service
    |\b[Rr]iktlinje\s\d+-\d+(\.\d+)?     # the number of a riktlinje
    """


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with all of the förvaltning's documents, for a test to correct."""
    with ledger_in(tmp_path, clock=Clock("2026-01-01T12:00")) as opened:
        for folder in folders([DOCUMENTS]):
            opened.record(proposals(folder, opened.catalogue))
        yield opened


@pytest.fixture
def proposed(ledger: Ledger) -> list[Proposal]:
    """What the documents propose."""
    return [each for folder in folders([DOCUMENTS]) for each in proposals(folder, ledger.catalogue)]


def test_a_figure_follows_the_events_that_why_names_and_no_others(ledger: Ledger) -> None:
    """In every table and the plan: a correction of random events changes what names them, and nothing else."""
    assert not untraced(ledger, "hsf", AT)


@pytest.mark.long
def test_a_figure_follows_every_event_that_why_names(ledger: Ledger) -> None:
    """Each event with an amount is corrected once."""
    assert not untraced(ledger, "hsf", AT, batches=None, seed=10)


def test_no_text_holds_a_figure(proposed: list[Proposal]) -> None:
    """Figures are events of their own, and texts refer to them. Names of things keep the digits that they have."""
    assert not figures_in_texts(proposed, NAMES)


def test_no_event_holds_what_is_worked_out(proposed: list[Proposal]) -> None:
    """A line that is a sum of others in our tables has amounts in assertions only, where the others have theirs."""
    lines = {"resultat", "intakter", "kostnader", "investeringar-inventarier", "investeringar-lokaler"}
    assert not worked_out(proposed, lines)


def test_no_event_names_a_table_a_row_or_a_column(proposed: list[Proposal], ledger: Ledger) -> None:
    """Tables choose events; events know of no table."""
    assert not tables_named(ledger, "hsf", proposed)
