"""The auditor's scenario (docs/revisorn.md), held to a plain comparison of the reports' JSON before and after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from auditor import NUMBER, Desk, Json

REPORT = ("report", "rk/delarsrapport", "period=2025-08", "--at", "2025-08-31")


class Place(NamedTuple):
    """Where something stands."""

    section: str
    table: str
    row: str
    column: str = ""
    part: str = ""


Saying = tuple[Fraction | str, str]
"""A number with its unit, or a text with none."""


class Afterwards(NamedTuple):
    """The issued report, as it was handed out, and what was recorded since."""

    issued: str
    files: dict[str, bytes]
    late: str
    correction: str
    withdrawal: str
    decision: str


@pytest.fixture
def desk(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk with a copy of the demonstration's ledger."""
    return Desk(demo, tmp_path, capsys)


@pytest.fixture
def afterwards(desk: Desk, tmp_path: Path) -> Afterwards:
    """The report is issued; then a late arrival, a correction, a withdrawal and a new decision are recorded."""
    issued = desk.issue()
    files = handed_out(desk, tmp_path)
    return Afterwards(issued, files, desk.late(), desk.correct(), desk.withdraw(), desk.decide())


def handed_out(desk: Desk, folder: Path) -> dict[str, bytes]:
    """The issued report in every form that is kept."""
    files = {}
    for form in ("json", "md", "txt"):
        file = folder / f"report.{form}"
        desk.run("report", "--issued", NUMBER, "-o", str(file))
        files[form] = file.read_bytes()
    return files


def told_apart(names: Iterable[str]) -> Iterator[str]:
    """Names, the second of the same numbered."""
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def sayings(report: Json) -> Iterator[tuple[Place, Saying]]:
    """All that a report says, by place."""
    for section in report["sections"]:
        for number, paragraph in enumerate(section["paragraphs"], 1):
            yield from in_cell(paragraph, Place(section["title"], "", f"¶{number}"))
        tables = section["tables"]
        for name, table in zip(told_apart(each["table"] for each in tables), tables, strict=True):
            rows = table["rows"]
            for key, row in zip(told_apart(each["key"] for each in rows), rows, strict=True):
                yield Place(section["title"], name, key), (row["label"], "")
                for column, cell in zip(table["columns"], row["cells"], strict=True):
                    yield from in_cell(cell, Place(section["title"], name, key, column["key"]))


def in_cell(cell: Json, place: Place) -> Iterator[tuple[Place, Saying]]:
    """What a cell says: its figures if it has several, and its text unless that is nothing but figures."""
    labelled = [(part.get("label", ""), part["text"]) for part in cell["parts"]]
    figures = " ".join(f"{label}: {text}" if label else text for label, text in labelled)
    if cell["text"] and cell["text"] != figures:
        yield place, saying(cell)
    for number, part in enumerate(cell["parts"], 1):
        yield place._replace(part=part.get("label") or str(number)), saying(part)


def saying(cell: Json) -> Saying:
    """The exact number with its unit, or else the text."""
    return (cell["text"], "") if cell["value"] is None else (Fraction(cell["value"]), cell["unit"])


def told(data: Json) -> dict[Place, Json]:
    """The changes that ``errata`` tells, by place; rows that came, went or were renamed too."""
    found = {}
    for table in data["tables"]:
        for row in table["rows"]:
            place = Place(table["section"], table["table"], row["key"])
            if row["change"] != "changed":
                found[place] = row
            found |= {place._replace(column=each["column"], part=each["part"]): each for each in row["cells"]}
    return found


def test_errata_names_exactly_what_differs(desk: Desk, afterwards: Afterwards) -> None:
    """Cell by cell, figures in texts included, the report as kept is held to today's of the same day."""
    before, after = dict(sayings(json.loads(afterwards.files["json"]))), dict(sayings(desk.data(*REPORT)))
    differing = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
    assert len(differing) == 27
    changes = told(desk.data("errata", NUMBER, code=1))
    assert changes.keys() == differing
    for place, change in changes.items():
        for end, stood in (("before", before.get(place)), ("after", after.get(place))):
            assert (change[end] is None) == (stood is None)
            if stood and isinstance(stood[0], Fraction):  # a fraction has twenty decimals in a report's JSON
                assert abs(Fraction(change[end]["value"]) - stood[0]) < Fraction(1, 10**18)
                assert change[end]["unit"] == stood[1]
            elif stood:
                assert (change[end]["text"], change[end]["value"]) == (stood[0], None)


def test_the_terms_sum_exactly_to_each_difference(desk: Desk, afterwards: Afterwards) -> None:
    """Fractions, not printed numbers."""
    changes = told(desk.data("errata", NUMBER, code=1))
    numbers = [each for each in changes.values() if each["difference"] is not None]
    assert len(numbers) == 21
    for change in numbers:
        amounts = [Fraction(term["amount"]) for term in change["terms"]]
        difference = Fraction(change["difference"])
        assert difference == Fraction(change["after"]["value"]) - Fraction(change["before"]["value"])
        assert sum(amounts, Fraction(change["rest"])) == difference != 0
    ratio = changes[Place("Medarbetare", "rk/arbetad-tid", "arbetad-tid", "change-share")]
    assert Fraction(ratio["difference"]) == Fraction(-102 * 100, 264879)


def test_each_figure_has_its_events_of_the_right_kind(desk: Desk, afterwards: Afterwards) -> None:
    """What was late, what was corrected, what was withdrawn; the new decision is named nowhere."""
    data = desk.data("errata", NUMBER, code=1)
    kinds = {"rk/arbetad-tid": "withdrawal"}
    kinds |= dict.fromkeys(("rk/investeringar", "rk/investeringsobjekt", "rk/investeringsredovisning"), "late arrival")
    ids = {
        "withdrawal": afterwards.withdrawal,
        "late arrival": afterwards.late,
        "correction": afterwards.correction,
    }
    for place, change in told(data).items():
        kind = kinds.get(place.table, "correction")
        named = {(term["leg"], term["kind"], term["id"]) for term in change["terms"]}
        assert named == {("known", kind, ids[kind])}, place
    everywhere = json.dumps(data) + desk.run("errata", NUMBER, code=1) + desk.run("errata", NUMBER, "--all", code=1)
    assert all(each[:8] in everywhere for each in ids.values())
    assert afterwards.decision[:8] not in everywhere
    assert "−283" not in everywhere


def test_the_sentence_the_sum_and_the_ratio_follow(desk: Desk, afterwards: Afterwards) -> None:
    """What nobody touched itself."""
    out = desk.run("errata", NUMBER, code=1).replace("\u00a0", " ")
    for line in (
        "    … återhållsam hållning. Prognosen för helåret är 32 mnkr.",
        "    → … återhållsam hållning. Prognosen för helåret är 30 mnkr.",
        "    siffra 2: 32 → 30 mnkr  (−2)",
        "    Prognos augusti: −460 → −462 mnkr  (−2)",
        "    2025: 250 402 → 250 300 timmar  (−102)",
        "    Förändring %: −5,47 → −5,50 %  (−0,04 procentenheter)",
        "    Utfall 2025: (tomt) → 85 tkr",
        "27 uppgifter har ändrats genom 3 händelser.",
    ):
        assert line in out.splitlines()


def test_the_decision_changes_another_day(desk: Desk, afterwards: Afterwards) -> None:
    """From its own day it is there."""
    data = desk.data("diff", "rk/resultatrakning", "period=2025-08", "--from", "2025-08-31", "--to", "2025-11-30")
    terms = [term for change in told(data).values() for term in change["terms"]]
    assert {(term["kind"], term["id"], term["amount"]) for term in terms} == {("decision", afterwards.decision, "2")}


def test_what_was_handed_out_is_made_again_byte_for_byte(desk: Desk, afterwards: Afterwards, tmp_path: Path) -> None:
    """In every form; a draft of today is another."""
    assert handed_out(desk, tmp_path) == afterwards.files
    today: Any = desk.data(*REPORT)
    assert today["sections"] != json.loads(afterwards.files["json"])["sections"]


def test_the_chain_is_whole(desk: Desk, afterwards: Afterwards) -> None:
    """From either of its events: the original, and what became of it, with the reason."""
    for event in ("3d13adcf", afterwards.withdrawal):
        chain = [json.loads(line) for line in desk.run("log", "--event", event, "--format", "json").splitlines()]
        assert [each["id"][:8] for each in chain] == ["3d13adcf", afterwards.withdrawal[:8]]
        assert chain[1]["reason"] == "En annan förvaltnings timmar"
    row = ("--row", "Personalkostnader", "--column", "Prognos augusti", "--at", "2025-08-31")
    why = desk.run("why", "rk/resultatrakning", "period=2025-08", *row)
    assert "[ersatt] −272" in why
    assert afterwards.correction[:8] in why


def test_as_known_on_the_day_of_the_issue_nothing_has_changed(desk: Desk, afterwards: Afterwards) -> None:
    """And one event at a time as they became known."""
    assert "Inget har ändrats." in desk.run("errata", NUMBER, "--known", "2025-10-31")
    counts = [
        len(told(desk.data("errata", NUMBER, "--known", day, code=1)))
        for day in ("2025-11-10", "2025-11-12", "2025-11-18", "2025-11-26")
    ]
    assert counts == [13, 21, 27, 27]
