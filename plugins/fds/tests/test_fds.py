"""The project portfolio, over decisions that are given and over the förvaltning's own documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.events import Proposal
from ledger.intake.folder import folders, proposals
from ledger.testing import decided, given, ledger_in
from planledger_fds import tables
from planledger_fds.events import ProjectAssessed, ProjectPrioritised, ProjectRegistered, ProjectScheduled

EVENTS = (ProjectRegistered, ProjectPrioritised, ProjectScheduled, ProjectAssessed)
FOLDER = Path(__file__).parent.parent


def project(code: str, priority: int) -> list[Proposal]:
    return [
        decided(ProjectRegistered(forvaltning="FDS", project=code, name=code.title()), "2023-01-01"),
        decided(ProjectPrioritised(forvaltning="FDS", project=code, priority=priority), "2023-01-01"),
    ]


def assessed(code: str, on: str, **lights: Any) -> Proposal:
    return decided(ProjectAssessed(forvaltning="FDS", project=code, period="2023-01/2023-08", **lights), on)


def labels(table: dict[str, Any]) -> list[str]:
    return [row["label"] for row in table["rows"]]


def test_projects_come_in_the_order_of_priority() -> None:
    """A new priority moves a project from its date on."""
    moved = decided(ProjectPrioritised(forvaltning="FDS", project="b", priority=0 + 1), "2023-06-01")
    world = given(*project("a", 2), *project("b", 3), moved, events=EVENTS)
    assert labels(world.table(tables.portfolio, "2023-05-31")) == ["A", "B"]
    assert labels(world.table(tables.portfolio, "2023-06-01")) == ["B", "A"]


def test_a_light_knows_its_event_and_what_nobody_judged_is_a_dash() -> None:
    """The latest judgement stands; a light that it leaves out is unknown again."""
    world = given(
        *project("a", 1),
        assessed("a", "2023-04-30", time="grön", quality="gul"),
        assessed("a", "2023-08-31", time="röd"),
        events=EVENTS,
    )
    [row] = world.table(tables.portfolio, "2023-12-31")["rows"]
    assert [cell["text"] for cell in row["cells"][5:8]] == ["■ röd", "–", "–"]
    assert row["cells"][5]["events"] == ["event-4"]


def test_a_light_is_one_of_three() -> None:
    """No fourth colour, and no priority before the first."""
    with pytest.raises(ValidationError):
        ProjectAssessed(forvaltning="FDS", project="a", period="2023", time="lila")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        ProjectPrioritised(forvaltning="FDS", project="a", priority=0)


@pytest.mark.parametrize("folder", ["documents", "illustration"])
def test_the_documents_come_in_without_a_fault(tmp_path: Path, folder: str) -> None:
    """What has been published, and apart from it what is made up; a second time without a change."""
    with ledger_in(tmp_path) as ledger:
        found = [proposal for each in folders([FOLDER / folder]) for proposal in proposals(each, ledger.catalogue)]
        assert all(outcome.new for outcome in ledger.record(found))
        assert not any(outcome.new for outcome in ledger.record(found))
