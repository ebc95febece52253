"""Internal control: what was found is told whether or not the control was planned that year."""

from __future__ import annotations

from ledger.blocks.control import control_findings
from ledger.events import ControlFinding, ControlPlanned, Proposal
from ledger.figures import Period
from ledger.tables import printed
from ledger.testing import decided, given


def planned(control: str, period: str = "2025", **said: str) -> Proposal:
    event = ControlPlanned(forvaltning="RK", control=control, period=period, scope="förvaltningen", **said)
    return decided(event, "2025-01-01")


def finding(control: str, name: str) -> Proposal:
    event = ControlFinding(
        forvaltning="RK",
        control=control,
        period="2025",
        finding=name.lower(),
        name=name,
        examined="8 antal",
        found="6 antal",
    )
    return decided(event, "2025-08-31")


def rows(*proposals: Proposal) -> list[tuple[str, list[str]]]:
    table = printed(control_findings(given(*proposals).view("2025-12-31"), "RK", Period.of("2025")))
    return [(row.label, [cell.text for cell in row.cells]) for row in table.rows]


def test_findings_stand_in_the_order_of_the_plan_after_what_was_examined() -> None:
    """The area, or the risk where no area is told."""
    found = rows(
        planned("loner", area="Löner", risk="Fel lön"),
        planned("inkop", risk="Fel inköp"),
        finding("inkop", "Kaffe"),
        finding("loner", "Underlag"),
    )
    assert found == [("Löner: Underlag", ["8", "6", "75,0"]), ("Fel inköp: Kaffe", ["8", "6", "75,0"])]


def test_a_finding_of_a_control_that_was_not_planned_that_year_stands_last_by_its_own_name() -> None:
    """So does one of a control whose plan says neither area nor risk: by its name, in the plan's place."""
    found = rows(
        planned("inkop", "2024", area="Inköp"),
        planned("tyst"),
        planned("loner", area="Löner"),
        finding("inkop", "Kaffe"),
        finding("loner", "Underlag"),
        finding("tyst", "Post"),
    )
    assert [label for label, _cells in found] == ["Post", "Löner: Underlag", "Kaffe"]
