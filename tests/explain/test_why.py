"""Why a cell says what it says: from the printed text through every operation down to events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from build_demo import PUBLISHED
from ledger.blocks.ram import ram_distribution
from ledger.cli import main
from ledger.events import RamAllocated, RamChanged, UnitFormed
from ledger.explain import Node, as_data, as_tree, why
from ledger.figures import Period
from ledger.intake.folder import folders, proposals
from ledger.plugins import Plugins
from ledger.problems import Refused
from ledger.tables import Table, table
from ledger.testing import Given, decided, given
from ledger.views import View


@table("ram", title="Ram")
def rams(view: View) -> Table:
    """Ramen i två år."""
    return ram_distribution(view, "RK", [Period.of("2024"), Period.of("2025")], label="Del", total_label="Summa")


@table("andel", title="Andel")
def shares(view: View) -> Table:
    """Andelar, skillnader och en summa som liggaren gör."""
    rows = Table("Vad", "Värde")
    first, second = (
        view.latest_one(RamAllocated, forvaltning="RK", part=part, period="2025") for part in ("CE", "CHR")
    )
    rows.add("andel", "Andel", first.amount.share_of(second.amount))
    rows.add("tkr", "I tkr", first.amount.to("tkr"))
    rows.add("totalt", "Totalt", view.total(RamChanged, forvaltning="RK"))
    rows.add(
        "saknas",
        "Saknas",
        first.amount - view.latest_one(RamAllocated, forvaltning="XX", part=None, period="2025").amount,
    )
    rows.add("text", "Text", view.latest(UnitFormed)[0].name)
    return rows.add("eget", "Eget", "bara text")


def ram(part: str, amount: str, year: str = "2025", **about: Any) -> Any:
    event = RamAllocated(forvaltning="RK", part=part, period=year, amount=amount)
    return decided(event, f"{year}-01-01", **about)


def world() -> Given:
    return given(
        *(
            decided(UnitFormed(forvaltning="RK", unit=code, name=f"Centrum {code}"), "2024-01-01")
            for code in ("CE", "CHR")
        ),
        ram("CE", "30 mnkr", "2024"),
        ram("CHR", "32 mnkr", "2024"),
        ram("CE", "70 mnkr", id="a"),
        ram("CHR", "80 mnkr", id="b"),
        ram("CE", "71 mnkr", id="a2", replaces="a", reason="Tryckfel"),
        decided(None, "2025-01-01", id="b2", replaces="b", reason="Fattades aldrig"),
        ram("CHR", "84 mnkr", id="c"),
        decided(RamChanged(forvaltning="RK", period="2025", cause="Hyra", amount="0,9 mnkr"), "2025-01-01", id="h"),
    )


def explained(definition: Any, row: str, column: str, known: int | None = None) -> Node:
    return why(definition.shown(world().view("2025-12-31", known), "prov/x", {}), row, column)


def tree(node: Node) -> str:
    return as_tree(node, lambda person: person)


def standings(node: Node) -> list[tuple[str, str]]:
    here = [(version.record.id, version.standing) for version in node.versions]
    return here + [each for child in node.children for each in standings(child)]


def test_a_reading_shows_its_versions_and_the_reason() -> None:
    """What was replaced, by what, and why."""
    node = explained(rams, "Centrum CE", "Ram 2025")
    assert standings(node) == [("a", "replaced"), ("a2", "in force")]
    assert all(
        part in tree(node) for part in ("[ersatt] 70\u00a0mnkr", "skäl: Tryckfel", "Centrum CE, Ram 2025: 71\u00a0mnkr")
    )


def test_seen_from_before_the_correction_it_is_told_as_recorded_later() -> None:
    """The view's own figure stands, and the reader is warned."""
    assert standings(explained(rams, "CE", "ram-2025", known=6)) == [("a", "in force"), ("a2", "later")]


def test_a_total_names_each_row(demo: Path) -> None:
    """Terms carry the labels of their rows."""
    text = tree(explained(rams, "Summa", "Ram 2025"))
    assert "summa av 2 poster" in text
    assert "+ 71\u00a0mnkr  Centrum CE: Ram beslutad: CE, 2025" in text


def test_what_was_withdrawn_is_told_where_nothing_is_left() -> None:
    """An empty cell knows what has been there."""
    node = explained(rams, "Centrum CHR", "Ram 2025", known=8)
    assert standings(node)[:2] == [("b", "replaced"), ("b2", "withdrawal")]
    assert all(part in tree(node) for part in ("inget gäller", "[återtagen]", "skäl: Fattades aldrig"))


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("Andel", ("andel av, i procent", "÷ 84\u00a0mnkr")),
        ("I tkr", ("i annan enhet", "71\u00a0mnkr", "71\u00a0000\u00a0tkr")),
        ("Totalt", ("summa av det som registrerats", "Ramförändring: Hyra, 2025")),
        ("Saknas", ("skillnad", "inget är registrerat: Ram beslutad: XX")),
        ("Text", ("Text, Värde: Centrum CE", "Enhet bildad: Centrum CE")),
        ("Eget", ("inget beslut ligger bakom",)),
    ],
)
def test_every_operation_is_told(row: str, parts: tuple[str, ...]) -> None:
    """Ratios, conversions, sums of the store's, what is missing, text, and what nobody decided."""
    text = tree(explained(shares, row, "Värde"))
    assert all(part in text for part in parts), text


def test_a_cell_that_is_not_there_is_refused_with_what_comes_nearest() -> None:
    """Row and column at once."""
    with pytest.raises(Refused) as caught:
        explained(rams, "Centrum CEE", "Ram 2052")
    assert "menade du ”Centrum CE”" in str(caught.value)
    assert "”Ram 2025”?" in str(caught.value)


def test_the_explanation_is_data_too(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has the same tree, with ids in full."""
    data = as_data(explained(rams, "Summa", "Ram 2025"))
    assert [term["value"] for term in data["terms"][0]["terms"]] == ["71\u00a0mnkr", "84\u00a0mnkr"]
    call = ["why", "rk/ramfordelning", "--row", "CE", "--column", "ram-2025", "--at", "2025-08-31", "--format", "json"]
    assert main(["--ledger", str(demo / "demo.db"), *call]) == 0
    [event] = json.loads(capsys.readouterr().out)["terms"][0]["events"]
    assert (event["said"], event["source"]["document"], len(event["id"])) == ("71,7\u00a0mnkr", "rk-plan-2025", 36)


def test_the_journal_is_filtered(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By stream, topic, source and day; as lines or as data."""
    ledger = ["--ledger", str(demo / "demo.db"), "log"]

    def count(*filters: str) -> int:
        assert main([*ledger, *filters, "--format", "json"]) == 0
        return len(capsys.readouterr().out.splitlines())

    documents = {folder.document.id: len(proposals(folder, Plugins().catalogue())) for folder in folders(PUBLISHED[1])}
    before = [documents[name] for name in ("fds-delar-2023-08", "rk-plan-2025", "rk-ar-2024")]
    assert count("--topic", "rk.effect-estimated") == 19
    assert count("--stream", "ram.allocated/RK/CE/") == 2
    assert count("--source", "RV240122") == count("--source", "rk-ar-2024") == documents["rk-ar-2024"]
    assert count("--topic", "person") == 18
    assert count("--since", "2025-10-31") == count() - 18 - sum(before)
    assert main([*ledger, "--topic", "nothing"]) == 0
    assert "Inga händelser" in capsys.readouterr().out


def test_rows_of_one_name_are_told_apart_by_key(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A varav row may be called as another row is: nobody gets the wrong one silently."""
    call = ["--ledger", str(demo / "demo.db"), "why", "hsf/ramforandring", "--column", "2026", "--row"]
    assert main([*call, "LPIK uppräkning"]) == 2
    assert "ange nyckeln: ”lpik”, ”VardvalVC/lpik”" in capsys.readouterr().err
    for key, said in {"lpik": "231,7", "VardvalVC/lpik": "44,0"}.items():
        assert main([*call, key]) == 0
        assert said in capsys.readouterr().out.splitlines()[0]


def test_what_a_document_prints_otherwise_is_told_beside(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The figure first, then the print, with its place."""
    asked = ["rk/indikatorer", "period=2025-08", "--at", "2025-08-31", "--row", "resultat", "--column", "Utfall 2024"]
    assert main(["--ledger", str(demo / "demo.db"), "why", *asked]) == 0
    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert "28 mnkr" in out
    assert "40 mnkr  i dokumentet: Uppgift i dokument" in out
