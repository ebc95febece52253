"""Cells named as people name them: what makes no difference, what is told apart, and the parts of a cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.cli import main
from ledger.events import RamAllocated
from ledger.explain.cells import cell_named
from ledger.figures import Figure
from ledger.problems import Refused
from ledger.tables import Column, Part, Parts, Shown, Table, table
from ledger.testing import decided, given
from ledger.views import View


@table("namn", title="Namn")
def names(view: View) -> Table:
    """Rader och kolumner som heter nästan likadant."""
    one, other, third = (
        view.latest_one(RamAllocated, forvaltning="RK", part=part, period="2025").amount for part in ("A", "B", "C")
    )
    several = Parts((Part("", one), Part("K", other), Part("M", third)))
    rows = Table("Vad", Column("Ram 2025", "ram"), Column("Utfall 2024–2025", "utfall"), Column("Andel", "andel"))
    rows.heading("rubrik", "Centrum")
    rows.add("CHR", "Centrum för HR", one, other, third)
    rows.add("delar", "Delar", several, other, third)
    rows.add("liten", "Stab", one, other, third)
    rows.add("stor", "STAB", other, one, third)
    rows.add("v1", "Resurs", one, other, third, kind="varav")
    rows.add("v2", "Resurs", other, one, third, kind="varav")
    return rows.add("centrum", "Centrum", third, other, one)


def shown() -> Shown:
    world = given(
        *(
            decided(RamAllocated(forvaltning="RK", part=part, period="2025", amount=amount), "2025-01-01")
            for part, amount in {"A": "256 mnkr", "B": "137 mnkr", "C": "119 mnkr"}.items()
        )
    )
    return names.shown(world.view("2025-12-31"), "prov/namn", {})


def named(row: str, column: str = "ram", part: str | None = None) -> tuple[str, str]:
    cell = cell_named(shown(), row, column, part)
    name, content = cell.name, cell.content
    return name, str(content).replace("\u00a0", " ") if isinstance(content, Figure) else ""


def refusal(row: str, column: str = "ram", part: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        cell_named(shown(), row, column, part)
    return str(caught.value)


@pytest.mark.parametrize(
    "row", ["Centrum för HR", "CHR", "chr", "centrum  för hr", " CENTRUM FÖR HR ", "Centrum fo\u0308r HR"]
)
@pytest.mark.parametrize(
    "column", ["Ram 2025", "ram", "ram 2025", "Ram\u00a02025 (mnkr)", "RAM 2025 (mkr)", "ram 2025 (tkr)"]
)
def test_case_spacing_and_a_unit_make_no_difference(row: str, column: str) -> None:
    """What people write of what they see finds the one cell that it can mean."""
    assert named(row, column) == ("Centrum för HR, Ram 2025", "256 mnkr")


@pytest.mark.parametrize("dash", ["-", "–", "−", " – ", "\u2011"])
def test_a_dash_is_a_dash(dash: str) -> None:
    """The one in print is on no keyboard."""
    assert named("CHR", f"utfall 2024{dash}2025") == ("Centrum för HR, Utfall 2024–2025", "137 mnkr")


def test_an_exact_name_always_wins() -> None:
    """Two that differ only in case are each found by their own name; a heading has no cells to mean."""
    assert named("Stab")[1] == "256 mnkr"
    assert named("STAB")[1] == "137 mnkr"
    assert named("Centrum")[1] == named("centrum")[1] == "119 mnkr"


def test_several_that_fit_are_told_with_what_tells_them_apart() -> None:
    """By label and key; by key alone where the labels are the same, also as they are printed."""
    assert (
        refusal("stab")
        == "2 rader passar till ”stab”\n    → ange en av dem: ”Stab” (nyckel ”liten”), ”STAB” (nyckel ”stor”)"
    )
    for row in ("Resurs", "– varav Resurs"):
        assert refusal(row) == f"2 rader heter ”{row}”\n    → ange nyckeln: ”v1”, ”v2”"
    assert "2 rader passar till ”varav resurs”" in refusal("varav resurs")


def test_a_key_that_several_rows_have_leads_to_none_of_them() -> None:
    """Nobody gets the first of them in silence; by their labels each is found."""

    @table("lika", title="Lika")
    def alike(view: View) -> Table:
        """Två rader med samma nyckel."""
        return Table("Vad", "Text").add("k", "Ett", "x").add("k", "Två", "y")

    shown = alike.shown(given().view("2025-12-31"), "prov/lika", {})
    with pytest.raises(Refused, match="2 rader heter ”k”\n.*ange en av dem: ”Ett”, ”Två”"):
        cell_named(shown, "k", "Text")
    assert cell_named(shown, "Två", "Text").content == "y"


def test_a_near_miss_gets_a_suggestion_for_row_and_column_at_once() -> None:
    """One call, one answer."""
    assert "menade du ”Centrum för HR”?" in refusal("Centrum för HRR", "Ramm 2025")
    assert "menade du ”Ram 2025”?" in refusal("Centrum för HRR", "Ramm 2025")


@pytest.mark.parametrize(
    ("part", "value"), [("K", "137 mnkr"), ("m", "119 mnkr"), ("256", "256 mnkr"), ("256 mnkr", "256 mnkr")]
)
def test_a_figure_of_several_is_asked_for_by_its_label_or_its_number(part: str, value: str) -> None:
    """The first has no label: it is called as it is printed."""
    assert named("delar", "ram", part)[1] == value


def test_a_part_that_is_not_there_is_refused() -> None:
    """With what is there, or that there are none."""
    assert named("delar", "ram", "K")[0] == "Delar, Ram 2025, K"
    assert "cellen har ingen siffra ”X”" in refusal("delar", "ram", "X")
    assert "”K”, ”M”" in refusal("delar", "ram", "X")
    assert "har inte flera siffror" in refusal("CHR", "ram", "K")


def test_columns_of_one_name_are_told_apart_by_key() -> None:
    """Nobody gets the first one silently."""

    @table("dubbel", title="Dubbel")
    def double(view: View) -> Table:
        """Två kolumner som heter lika."""
        return Table("Vad", Column("Utfall", "a"), Column("Utfall", "b")).add("r", "Rad", "x", "y")

    twice = double.shown(given().view("2025-12-31"), "prov/dubbel", {})
    with pytest.raises(Refused, match="2 kolumner heter ”Utfall”\n.*ange nyckeln: ”a”, ”b”"):
        cell_named(twice, "Rad", "Utfall")
    found = cell_named(twice, "rad", "b")
    assert (found.name, found.content) == ("Rad, Utfall", "y")


def test_the_command_takes_a_part(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One figure of a published cell."""
    asked = ["show", "rk/indikatorer", "period=2025-08", "--at", "2025-08-31", "--format", "json"]
    assert main(["--ledger", str(demo / "demo.db"), *asked]) == 0
    found = json.loads(capsys.readouterr().out)
    row, column, part = next(
        (row["key"], column["key"], part)
        for row in found["rows"]
        for column, cell in zip(found["columns"], row["cells"], strict=True)
        for part in cell["parts"]
        if part.get("label")
    )
    call = ["why", *asked[1:5], "--row", row, "--column", column, "--part", part["label"].upper()]
    assert main(["--ledger", str(demo / "demo.db"), call[0], *call[1:]]) == 0
    assert part["text"] in capsys.readouterr().out.splitlines()[0]
