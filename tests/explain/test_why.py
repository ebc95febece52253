"""Why a cell says what it says: from the printed text through every operation down to events."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from build_demo import PUBLISHED
from ledger.blocks.ram import ram_distribution
from ledger.cli import main
from ledger.events import Envelope, RamAllocated, RamChanged, Record, UnitFormed
from ledger.events.envelope import Decider, Source
from ledger.explain import Node, Version, as_data, as_tree, why
from ledger.explain.picture import as_picture
from ledger.explain.rendering import FORMATS, MOST
from ledger.figures import Figure, Period, Quantity, total
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


@table("många", title="Många")
def many(view: View) -> Table:
    """En summa av mycket, som tabellen gör och som liggaren gör."""
    changes = [fact.amount for fact in view.each(RamChanged, forvaltning="RK")]
    rows = Table("Vad", "Värde").add("summa", "Summa", total(changes, (f"post {n}" for n in range(len(changes)))))
    return rows.add("liggaren", "Liggaren", view.total(RamChanged, forvaltning="RK"))


def odd_amount(row: str, number: int) -> str:
    """The table's own sum has kronor in two sizes."""
    return f"{number}\u00a0000,5\u00a0tkr" if row == "summa" else f"{number},0005\u00a0mnkr"


def of_many(row: str, count: int, most: int | None) -> Node:
    """A sum of amounts that grow, every other one below zero and the first unknown."""
    amounts = ["?", *(odd_amount(row, n) if n % 2 else f"−{n} mnkr" for n in range(2, count + 1))]
    world = given(
        *(
            decided(RamChanged(forvaltning="RK", period="2025", cause=f"Orsak-{n}", amount=amount), "2025-01-01")
            for n, amount in enumerate(amounts)
        )
    )
    return why(many.shown(world.view("2025-12-31"), "prov/många", {}), row, "Värde", most=most).children[0]


@pytest.mark.parametrize("row", ["summa", "liggaren"])
def test_of_very_many_terms_the_greatest_are_told_and_the_rest_in_one_line(row: str) -> None:
    """By their amounts, whatever the sign and the size of the unit; the rest is exact, and says what has no amount."""
    node = of_many(row, 41, 20)
    told = [child.value for child in node.children]
    assert len(told) == 20
    assert set(told) == {odd_amount(row, n) if n % 2 else f"−{n}\u00a0mnkr" for n in range(22, 42)}
    assert node.rest is not None
    exact = sum(Decimal(n) + Decimal("0.0005") if n % 2 else Decimal(-n) for n in range(2, 22))
    assert node.rest.figure.to("mnkr").number == exact
    last = tree(node).splitlines()[-1].replace("\u00a0", " ")
    assert last == f"└ … och 21 till, tillsammans {node.rest.figure} (1 utan belopp)".replace("\u00a0", " ")
    data = as_data(node)
    assert (data["terms_count"], data["rest"]["count"], data["rest"]["left_out"]) == (41, 21, 1)
    assert Decimal(data["rest"]["value"]) == node.rest.figure.number


def test_the_terms_of_a_sum_that_are_told_keep_their_order() -> None:
    """And their names."""
    assert [child.text.split(":")[0] for child in of_many("summa", 41, 3).children] == ["post 38", "post 39", "post 40"]


@pytest.mark.parametrize("row", ["summa", "liggaren"])
@pytest.mark.parametrize("most", [None, 41])
def test_all_terms_are_told_to_who_asks_for_all_and_where_they_are_few(row: str, most: int | None) -> None:
    """Then nothing is left."""
    node = of_many(row, 41, most)
    assert (len(node.children), node.rest, as_data(node)["rest"]) == (41, None, None)


def test_both_directions_are_told_of_every_version() -> None:
    """What it replaced, what has replaced it since, when and why: in text and in data."""
    node = explained(rams, "Centrum CE", "Ram 2025")
    text = tree(node)
    assert "rättas senare av a2 (2025-01-01 12:07): Tryckfel" in text
    assert "rättar a\n" in text
    old, new = as_data(node)["terms"][0]["events"]
    assert (old["replaced_by"], new["replaces"], new["reason"]) == ("a2", "a", "Tryckfel")
    assert "replaced_by" not in new
    gone = tree(explained(rams, "Centrum CHR", "Ram 2025", known=8))
    assert "återtas av b2 (2025-01-01 12:08): Fattades aldrig" in gone
    assert "återtar b\n" in gone


def test_nothing_of_an_envelope_is_lost() -> None:
    """For whom, by which body, from which document, of what day, where in it, and what was noted."""
    source = Source(
        document="d1", title="Plan", diarienummer="RV1", section="§ 4", place="s. 2", published_on=date(2024, 11, 20)
    )
    told = Envelope(
        id="e1",
        effective_on=date(2025, 1, 1),
        dated="printed",
        recorded_by="Test Testsson",
        actor="Anna",
        decided_by=Decider(body="Nämnden", delegate="direktören", delegation="D 4"),
        replaces="e0",
        reason="Tryckfel",
        note="Se bilaga",
        source=source,
    )
    record = Record(1, "e1", "t", 1, date(2025, 1, 1), 0, "t/RK", 1, None, told.stored())
    node = Node("Ram", versions=(Version(record, told, "70 mnkr", "replaced", record),))
    text = " ".join(tree(node).split())
    for part in (
        "registrerad 1970-01-01 01:00 av Test Testsson, för Anna",
        "beslutad av Nämnden genom direktören (delegation D 4)",
        "källa: Plan, dnr RV1, § 4, s. 2 (d1, publicerad 2024-11-20)",
        "2025-01-01 (tryckt datum)",
        "skäl: Tryckfel",
        "anm.: Se bilaga",
        "e1",
    ):
        assert part in text
        if part != "e1":
            assert part in " ".join(fromstring(as_picture(node, str)).itertext())
    [event] = as_data(node)["events"]
    assert event["source"] == source.model_dump(mode="json")
    assert (event["actor"], event["note"], event["decided_by"]["delegation"]) == ("Anna", "Se bilaga", "D 4")


@pytest.mark.parametrize("width", [60, 100])
def test_lines_are_folded_however_deep_the_tree_is(width: int) -> None:
    """Sixty levels too; what is hidden of the branches is told, and every text is still there."""
    node = explained(rams, "Centrum CE", "Ram 2025")
    for level in range(60):
        node = Node(
            f"steg\u00a0{level} med en lång förklaring av vad det är som läggs ihop",
            f"{level} mnkr",
            "+",
            (node, Node("löv")),
        )
    lines = as_tree(node, lambda person: "En Person med ett mycket långt namn", width).splitlines()
    assert max(map(len, lines)) <= width
    assert any(line.startswith("…30 ") for line in lines)
    assert all(f"steg\u00a0{level}" in "\n".join(lines) for level in range(60))


def test_the_command_tells_all_on_request_and_folds_its_footer(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Here as anywhere else."""
    call = ["why", "rk/ramfordelning", "--row", "CHR", "--column", "ram-2025", "--at", "2025-08-31", "--all"]
    assert main(["--ledger", str(demo / "demo.db"), *call]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[-2].startswith("Per 2025-08-31")


@table("massor", title="Massor")
def masses(_view: View) -> Table:
    """En summa av 1 200 belopp."""
    return Table("Vad", "Värde").add("s", "Summa", total(Figure(Quantity(Decimal(n), "mnkr")) for n in range(1200)))


@pytest.mark.parametrize(("form", "told", "rest"), [("text", 20, 1180), ("svg", 20, 1180), ("json", 1000, 200)])
def test_each_form_has_its_limit(form: str, told: int, rest: int) -> None:
    """People read twenty terms, programs a thousand; how many there are and what they come to is always said."""
    shown = masses.shown(given().view("2025-12-31"), "prov/massor", {})
    node = why(shown, "s", "Värde", most=MOST[form])
    text = FORMATS[form](node, shown).replace("\u00a0", " ")
    if form == "json":
        data = json.loads(text)["terms"][0]
        assert (len(data["terms"]), data["terms_count"], data["rest"]["count"]) == (told, 1200, rest)
        assert (data["rest"]["value"], data["rest"]["unit"]) == (str(sum(range(200))), "mnkr")
    else:
        assert "… och 1 180 till, tillsammans 695 610 mnkr" in text
        assert len(node.children[0].children) == told
