"""Units keep their code when they are renamed, and when they go up in another."""

from __future__ import annotations

import pytest

from ledger.events import Proposal, UnitFormed, UnitMerged, UnitRenamed
from ledger.projections.organisation import Units, units
from ledger.testing import decided, given

FORMED = decided(UnitFormed(forvaltning="RK", unit="CE", name="Ekonomi", within="RL"), "2024-01-01")


def seen(*proposals: Proposal, at: str = "2025-12-31", known: int | None = None) -> Units:
    return units(given(*proposals).view(at, known), "RK")


def renamed(name: str, on: str) -> Proposal:
    return decided(UnitRenamed(forvaltning="RK", unit="CE", name=name), on)


@pytest.mark.parametrize(
    ("at", "name"), [("2024-12-31", "Ekonomi"), ("2025-01-01", "Ekonomi och inköp"), ("2025-07-01", "Ekonomistaben")]
)
def test_a_unit_goes_by_the_name_that_it_has_at_the_date(at: str, name: str) -> None:
    """The latest of its names, in whatever order they were recorded."""
    found = seen(FORMED, renamed("Ekonomistaben", "2025-07-01"), renamed("Ekonomi och inköp", "2025-01-01"), at=at)
    assert found.name("CE") == name
    assert found.parent("CE") == "RL"


def test_before_the_new_name_was_known_the_old_one_stands() -> None:
    """The view has two times."""
    assert seen(FORMED, renamed("Nytt", "2025-01-01"), known=1).name("CE") == "Ekonomi"


def test_a_unit_that_was_formed_anew_has_its_newest_name() -> None:
    """A later formation is a name as good as another."""
    anew = decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum ekonomi"), "2025-09-01")
    assert seen(FORMED, renamed("Ekonomi och inköp", "2025-01-01"), anew).name("CE") == "Centrum ekonomi"


def test_a_unit_that_went_up_in_another_says_in_which() -> None:
    """From that day; it keeps its name, and one that is still of its own has no successor."""
    merged = decided(UnitMerged(forvaltning="RK", unit="CE", into="CHR"), "2025-07-01")
    assert seen(FORMED, merged).successor("CE") == "CHR"
    assert seen(FORMED, merged).name("CE") == "Ekonomi"
    assert seen(FORMED, merged, at="2025-06-30").successor("CE") == ""
    assert seen(FORMED, merged).successor("CHR") == ""


def test_a_unit_that_the_view_does_not_know_goes_by_its_code() -> None:
    """And lies in none; another förvaltning's units are not these."""
    other = decided(UnitFormed(forvaltning="HSF", unit="X", name="Annan"), "2024-01-01")
    found = seen(FORMED, other)
    assert (found.name("X"), found.parent("X"), found.successor("X")) == ("X", "", "")


def test_the_name_knows_its_event() -> None:
    """So that ``why`` can be asked of it."""
    found = seen(FORMED, decided(UnitRenamed(forvaltning="RK", unit="CE", name="Nytt"), "2025-01-01", id="new"))
    assert found.name("CE").record.id == "new"  # type: ignore[attr-defined]
