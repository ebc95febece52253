"""The plan against a follow-up as a table: what became of each thing, in words, with what both say of it."""

from __future__ import annotations

from typing import Any

from ledger.blocks.planned import plan_followed_up, plan_followed_up_table
from ledger.events import (
    ActivityJudged,
    ActivityMerged,
    ActivityPlanned,
    ActivityReworded,
    IndicatorAdopted,
    IndicatorDefined,
    IndicatorJudged,
    IndicatorTargetSet,
    Proposal,
    ResponsibleChanged,
    RoundOpened,
    ScaleStepDefined,
    UppdragGiven,
)
from ledger.figures import Period
from ledger.tables import Table, printed
from ledger.testing import Given, decided, given

RK: dict[str, Any] = {"forvaltning": "RK"}
AUGUST = Period.of("2025-08")
OPENED = decided(RoundOpened(**RK, round="2025-08", period="2025-01/2025-08", cut_off="2025-08-31"), "2025-08-31")


def plan(code: str, on: str = "2025-01-01", year: str = "2025", **about: Any) -> Proposal:
    said = {"name": f"Göra {code}", "responsible": ["CE"]} | about
    return decided(ActivityPlanned(**RK, activity=code, period=year, **said), on, id=f"{code} {on}")


def judged(code: str) -> Proposal:
    event = ActivityJudged(**RK, activity=code, round="2025-08", said="Positiv", scale="utveckling")
    return decided(event, "2025-08-31", id=f"judged {code}")


WORLD = given(
    decided(ScaleStepDefined(**RK, scale="utveckling", order=1, step="Positiv", tone="good"), "2025-01-01"),
    OPENED,
    plan("a"),
    plan("b", direction="Trygghet"),
    plan("c"),
    plan("d"),
    plan("d1", within="d"),
    plan("e"),
    plan("n", "2025-04-01"),
    plan("e", "2025-05-01", "2026"),
    decided(ActivityReworded(**RK, activity="b", name="Göra om", direction="Säkerhet"), "2025-08-31", id="words"),
    decided(ActivityMerged(**RK, activity="c", into="a"), "2025-08-31", id="merged"),
    decided(ResponsibleChanged(**RK, activity="a", responsible=["CHR"]), "2025-08-31", id="hands"),
    *map(judged, "abn"),
    decided(UppdragGiven(**RK, uppdrag="RF1", period="2025", name="Spara", body="RF"), "2025-01-01"),
)


def shown(world: Given = WORLD, **more: Any) -> Table:
    return plan_followed_up(world.view("2025-12-31"), "RK", AUGUST, **more)


def test_what_became_of_each_thing_is_told_in_words() -> None:
    """Under a heading by kind, in the order of the plan."""
    rows = [(row.kind, row.key, row.label, *(cell.text for cell in row.cells)) for row in printed(shown()).rows]
    assert rows == [
        ("heading", "aktivitet", "Aktiviteter", "", "", "", "", ""),
        ("item", "aktivitet/a", "Göra a", "Ny ansvarig", "", "", "CE → CHR", "Positiv"),
        (
            "item",
            "aktivitet/b",
            "Göra b",
            "Omformulerad; inriktningen omformulerad",
            "Göra b; Trygghet",
            "Göra om; Säkerhet",
            "CE",
            "Positiv",
        ),
        ("item", "aktivitet/c", "Göra c", "Redovisad ihop med ”Göra a”", "", "", "CE", "Positiv"),
        ("item", "aktivitet/d", "Göra d", "Saknas i uppföljningen", "", "", "CE", ""),
        ("varav", "aktivitet/d1", "Göra d1", "Saknas i uppföljningen", "", "", "CE", ""),
        ("item", "aktivitet/e", "Göra e", "Flyttad till 2026", "", "", "CE", ""),
        ("item", "aktivitet/n", "Göra n", "Ny i uppföljningen", "", "", "CE", "Positiv"),
    ]


def test_every_cell_knows_the_event_that_shows_it() -> None:
    """The plan where something is missing, and what is new; colour only helps the eye."""
    found = {row.key: [(cell.events, cell.tone) for cell in row.cells] for row in printed(shown()).rows}
    assert found["aktivitet/a"] == [
        (("hands",), "warning"),
        ((), ""),
        ((), ""),
        (("hands",), ""),
        (("judged a",), "good"),
    ]
    assert [events for events, _tone in found["aktivitet/b"]] == [
        ("words",),
        ("b 2025-01-01",),
        ("words",),
        ("b 2025-01-01",),
        ("judged b",),
    ]
    became = {key.partition("/")[2]: cells[0] for key, cells in found.items()}
    assert became["c"] == (("merged",), "warning")
    assert became["d"] == (("d 2025-01-01",), "bad")
    assert became["e"] == (("e 2025-05-01",), "warning")
    assert became["n"] == (("judged n",), "warning")


def test_several_changes_are_told_in_one_cell() -> None:
    """Figures with their units, after the words that know their event."""
    adopted = {"indicator": "sjuk", "period": "2025"}
    world = given(
        OPENED,
        decided(IndicatorDefined(**RK, indicator="sjuk", name="Sjuk"), "2025-01-01"),
        decided(IndicatorAdopted(**RK, **adopted), "2025-01-01"),
        decided(IndicatorTargetSet(**RK, **adopted, target="4,0 %"), "2025-01-01"),
        decided(IndicatorAdopted(**RK, **adopted, name="Frånvaro"), "2025-05-01", id="named"),
        decided(IndicatorTargetSet(**RK, **adopted, target="<4 %"), "2025-05-01"),
        decided(IndicatorJudged(**RK, indicator="sjuk", round="2025-08", said="Positiv"), "2025-08-31"),
    )
    _heading, row = printed(shown(world)).rows
    texts = [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells]
    assert texts == ["Omformulerad; nytt målvärde", "Sjuk; 4,0 %", "Frånvaro; < 4 %", "", "Positiv"]
    assert row.cells[2].events == ("named",)


def test_a_kind_that_the_follow_up_tells_nothing_of_is_named_in_a_note() -> None:
    """Under the words of the förvaltning; nothing of it is missing."""
    assert shown().notes == ["Uppföljningen redovisar inget under Uppdrag."]
    assert shown(given(OPENED, plan("a")), activities="Åtgärder").notes == [
        "Uppföljningen redovisar inget under Åtgärder."
    ]


def test_only_what_changed_can_be_asked_for() -> None:
    """What was told of as it was planned is left out, and so is a heading with nothing under it."""
    world = given(OPENED, plan("a"), plan("b"), judged("a"))
    assert [row.key for row in shown(world, chosen="ändrat").rows] == ["aktivitet", "aktivitet/b"]
    assert not shown(given(OPENED, plan("a"), judged("a")), chosen="ändrat").rows


def test_the_latest_follow_up_is_shown_if_none_is_asked_for() -> None:
    """Without one the table is empty."""
    definition = plan_followed_up_table("RK", activities="Åtgärder")
    table = WORLD.table(definition, "2025-12-31", {"urval": "ändrat"})
    assert (table["params"], table["rows"][0]["label"]) == ({"urval": "ändrat", "period": "2025-08"}, "Åtgärder")
    assert not given(plan("a")).table(definition, "2025-12-31")["rows"]
    assert not shown(given(plan("a"))).rows
