"""What is wrong is refused: with file, row, column and remedy, all of it at once, exit code 2, and nothing recorded."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from desk import BaseDesk

ABOUT = """id = "prov-2025"
title = "Prov"
forvaltning = "RK"
effective_on = 2025-01-01
"""
RAM, REALISED, PRIORITY = "ram.allocated", "rk.effect-realised", "fds.project-prioritised"
FILE = "rader.csv"


def table(topic: str = RAM, file: str = FILE, more: str = "") -> str:
    """A ``[[table]]`` of a document."""
    return f'\n[[table]]\nfile = "{file}"\ntopic = "{topic}"\n{more}'


class Desk(BaseDesk):
    """The command on a small ledger, in which the unit CE has been formed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]):
        self.folder = folder
        self.ledger = folder / "prov.db"
        super().__init__(self.ledger, capsys)

    def document(self, rows: str | bytes | None, tables: str | None = None, about: str = ABOUT) -> Path:
        """A document's folder with a file of rows."""
        folder = self.folder / "dokument"
        folder.mkdir()
        (folder / "document.toml").write_text(about + (table() if tables is None else tables), encoding="utf-8")
        if rows is not None:
            (folder / FILE).write_bytes(rows if isinstance(rows, bytes) else rows.encode())
        return folder


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A small ledger."""
    made = Desk(tmp_path, capsys)
    made.run("init", "--title", "Prov")
    unit = ("organisation.unit-formed", "forvaltning=RK", "unit=CE", "name=Centrum för ekonomi")
    made.run("record", *unit, "--effective-on", "2024-01-01")
    return made


@dataclass(frozen=True)
class Wrong:
    """A file of rows that is refused, and what is said of it beside the file's name."""

    rows: str | bytes
    said: tuple[str, ...]
    topic: str = RAM


FILES = {
    "a missing field": Wrong("period;amount (mnkr)\n;5,0\n", ("rad 2", "”period”", "År saknas", "Det år ramen gäller")),
    "a missing column": Wrong("amount (mnkr)\n5,0\n", ("rad 2", "”period”", "År saknas")),
    "a word for a whole number": Wrong(
        "project;priority\nnytt;hög\n", ("rad 2", "”priority”", "”hög” är inget heltal", "Ordningstal"), PRIORITY
    ),
    "a number too small": Wrong(
        "project;priority\nnytt;0\n", ("rad 2", "”priority”", "0 är mindre än 1", "Ordningstal"), PRIORITY
    ),
    "a decimal for a whole number": Wrong(
        "project;priority\nnytt;1,5\n", ("rad 2", "”priority”", "”1,5” är inget heltal"), PRIORITY
    ),
    "a word outside the choices": Wrong(
        "measure;period;accumulated;amount (tkr);compared_with\na;2025;2025;5;prognos\n",
        ("rad 2", "”compared_with”", "”prognos” är inte utfall eller budget"),
        REALISED,
    ),
    "a date that is none": Wrong(
        "period;amount (mnkr);effective_on\n2025;5,0;2025-02-30\n",
        ("rad 2", "”effective_on”", "”2025-02-30” är inget datum", "år-månad-dag"),
    ),
    "a date in another order": Wrong(
        "period;amount (mnkr);Gäller från\n2025;5,0;31/8 2025\n", ("rad 2", "”31/8 2025” är inget datum")
    ),
    "a way to know a date that is none": Wrong(
        "period;amount (mnkr);dated\n2025;5,0;kanske\n", ("rad 2", "”dated”", "”kanske”", "tryckt, uppgift eller konv")
    ),
    "a period that is none": Wrong(
        "period;amount (mnkr)\n2025-13;5,0\n", ("rad 2", "”period”", "”2025-13” är ingen period", "Till exempel: 2025")
    ),
    "a period that ends before it begins": Wrong(
        "period;amount (mnkr)\n2025-08/2025-01;5,0\n", ("rad 2", "”period”", "slutar innan den börjar")
    ),
    "a number without a unit": Wrong(
        "period;amount\n2025;5,0\n", ("rad 2", "”amount”", "talet 5,0 saknar enhet", "Till exempel: 1,4 mnkr")
    ),
    "a unit that is no money": Wrong(
        "period;amount\n2025;5,0 liter\n", ("rad 2", "”amount”", "är inte ett belopp i kr, tkr eller mnkr")
    ),
    "a word where only an amount will do": Wrong(
        "period;amount\n2025;Stor\n", ("rad 2", "”amount”", "är inte ett belopp i kr, tkr eller mnkr")
    ),
    "a number that is none": Wrong("period;amount (mnkr)\n2025;1,2,3\n", ("rad 2", "”amount”", "är inget tal")),
    "a number with too many decimals": Wrong(
        "period;amount (mnkr)\n2025;0,1234567\n", ("rad 2", "”amount”", "fler siffror än liggaren bär")
    ),
    "a code with a space": Wrong(
        "period;amount (mnkr);part\n2025;5,0;Centrum för ekonomi\n",
        ("rad 2", "”part”", "är ingen kod", "utan mellansl"),
    ),
    "a reference that leads nowhere": Wrong(
        "period;amount (mnkr);part\n2025;5,0;CEE\n",
        ("rad 2", "”part”", "Del ”CEE” finns inte i RK", "organisation.unit-formed"),
    ),
    "an id that is taken in the same file": Wrong(
        "id;period;amount (mnkr)\nb0e2b7ae-0000-4000-8000-000000000001;2025;5,0\n"
        "b0e2b7ae-0000-4000-8000-000000000001;2026;6,0\n",
        ("rad 3", "b0e2b7ae-0000-4000-8000-000000000001 är redan taget", "utelämna id"),
    ),
    "accumulated periods that overlap": Wrong(
        "measure;period;accumulated;amount (tkr)\na;2025;2025-01/2025-04;5\na;2025;2025-03/2025-08;7\n",
        ("rad 3", "”accumulated”", "överlappar januari–april 2025", "börjar samma dag"),
        REALISED,
    ),
    "an accumulated period read twice": Wrong(
        "measure;period;accumulated;amount (tkr)\na;2025;2025-01/2025-04;5\na;2025;2025-01/2025-04;7\n",
        ("rad 3", "”accumulated”", "redan är registrerad"),
        REALISED,
    ),
    "an accumulated period outside the year": Wrong(
        "measure;period;accumulated;amount (tkr)\na;2025;2024-01/2025-04;5\n",
        ("rad 2", "”accumulated”", "ligger inte inom 2025"),
        REALISED,
    ),
    "too many cells in a row": Wrong(
        "period;amount (mnkr)\n2025;5,0;mer\n", ("rad 2", "raden har 3 celler men rubrikraden 2", "citattecken")
    ),
    "an unknown heading": Wrong(
        "period;amonut (mnkr)\n2025;5,0\n", ("rad 1", "inget fält ”amonut”", "menade du ”amount”?")
    ),
    "a heading twice": Wrong("period;period;amount (mnkr)\n2025;2026;5,0\n", ("rad 1", "”period”", "står två gånger")),
    "a heading by its name and by its title": Wrong(
        "period;År;amount (mnkr)\n2025;2026;5,0\n", ("rad 1", "”period”", "står två gånger", "ta bort den ena")
    ),
    "a correction without a reason": Wrong(
        "period;amount (mnkr);replaces\n2025;5,0;b0e2b7ae\n", ("rad 2", "det finns ingen händelse b0e2b7ae")
    ),
    "an empty file": Wrong("", ("rad 1", "filen är tom", "första raden ska ha rubriker")),
    "a file with only a mark": Wrong("\ufeff", ("rad 1", "filen är tom")),
    "a workbook": Wrong(b"PK\x03\x04\x14\x00\x06\x00", ("Excel-arbetsbok", "spara den som CSV UTF-8")),
    "an old workbook": Wrong(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("Excel-arbetsbok", "spara den som CSV UTF-8")),
    "something binary": Wrong(b"period;amount (mnkr)\n2025;\x00\x01\x02\n", ("rad 2", "inte text", "CSV UTF-8")),
    "another encoding": Wrong(
        "period;amount (mnkr);note\n2025;5,0;\n2026;6,0;Ökning\n".encode("latin-1"),
        ("rad 3", "inte UTF-8", "spara den som CSV UTF-8"),
    ),
    "a wide encoding": Wrong("period;amount (mnkr)\n2025;5,0\n".encode("utf-16"), ("rad 1", "inte UTF-8")),
    "a quotation mark that never ends": Wrong(
        'period;amount (mnkr);note\n2025;5,0;"aldrig slut\n2026;6,0;\n', ("rad ", "inte CSV", "citattecken")
    ),
    "text after a quoted cell": Wrong(
        'period;amount (mnkr);note\n2025;5,0;"så" här\n', ("rad 2", "inte CSV", "citattecken")
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_wrong_is_refused(desk: Desk, name: str) -> None:
    """The error names the file, the row and the column, what is wrong and what to do."""
    wrong = FILES[name]
    folder = desk.document(wrong.rows, table(wrong.topic))
    errors = desk.refused("import", str(folder))
    for part in (str(folder / FILE), *wrong.said, "→"):
        assert part in errors, errors


def test_a_correction_in_a_file_needs_a_reason(desk: Desk) -> None:
    """The column is named."""
    [event_id] = [json.loads(line)["id"] for line in desk.run("log", "--topic", "org", "--format", "json").splitlines()]
    folder = desk.document(f"unit;name;replaces\nCE;Ekonomi;{event_id}\n", table("organisation.unit-formed"))
    errors = desk.refused("import", str(folder))
    for part in (FILE, "rad 2", "”reason”", "skälet saknas", "ange varför"):
        assert part in errors


def test_three_bad_rows_among_a_thousand_are_all_told(desk: Desk) -> None:
    """Each with its row and column, nothing else, and nothing is recorded."""
    rows = [f"{1900 + number % 200};orsak-{number};{number},0" for number in range(1000)]
    rows[9], rows[499], rows[998] = "2025;orsak;mycket stort", "20255;orsak;5,0", "2025;;5,0"
    folder = desk.document("period;cause;amount (mnkr)\n" + "\n".join(rows) + "\n", table("ram.changed"))
    errors = desk.refused("import", str(folder))
    assert [line.partition(": ")[2].partition(": ")[0].partition(", ")[2] for line in told(errors)] == [
        "rad 11, kolumn ”amount”",
        "rad 501, kolumn ”period”",
        "rad 1000, kolumn ”cause”",
    ]


def told(errors: str) -> list[str]:
    """The first line of each error."""
    return [line for line in errors.splitlines() if line.startswith("Fel:")]


def test_several_faults_in_a_row_are_all_told(desk: Desk) -> None:
    """Three cells, three faults, the envelope's among them."""
    folder = desk.document("period;amount;effective_on\n13;5,0;i går\n")
    errors = desk.refused("import", str(folder))
    assert [column in errors for column in ("”period”", "”amount”", "”effective_on”")] == [True] * 3
    assert len(told(errors)) == 3


def test_faults_in_several_files_and_folders_are_all_told(desk: Desk) -> None:
    """Two folders with two files each: four faults at once."""
    for name in ("a", "b"):
        folder = desk.folder / name
        folder.mkdir()
        about = ABOUT + table(file="ett.csv") + table(file="två.csv")
        (folder / "document.toml").write_text(about, encoding="utf-8")
        for file, year in (("ett.csv", 2025), ("två.csv", 2026)):
            (folder / file).write_text(f"period;amount (mnkr)\n{year};5,0\nfel;6,0\n", encoding="utf-8")
    errors = desk.refused("import", str(desk.folder / "a"), str(desk.folder / "b"))
    assert len(told(errors)) == 4
    assert all(str(Path(name, file)) in errors for name in ("a", "b") for file in ("ett.csv", "två.csv"))


def test_faults_in_cells_and_against_the_ledger_are_told_at_once(desk: Desk) -> None:
    """A row that cannot be read does not hide that another refers to a part which is not there."""
    folder = desk.document("period;amount (mnkr);part\n2025;fem komma två;CE\n2025;5,0;CEE\n")
    errors = desk.refused("import", str(folder))
    assert "rad 2" in errors
    assert "rad 3" in errors


def test_every_reference_that_leads_nowhere_is_told(desk: Desk) -> None:
    """The rules of the whole ledger are told row by row too."""
    folder = desk.document("period;amount (mnkr);part\n2025;5,0;X\n2025;5,0;CE\n2025;5,0;Y\n")
    errors = desk.refused("import", str(folder))
    assert ["rad 2" in errors, "rad 3" in errors, "rad 4" in errors] == [True, False, True]


def test_a_dry_run_finds_what_the_ledger_would_refuse(desk: Desk) -> None:
    """What a dry run lets pass can be imported."""
    folder = desk.document("period;amount (mnkr);part\n2025;5,0;CEE\n")
    assert "”CEE” finns inte i RK" in desk.refused("import", "--dry-run", str(folder))


DOCUMENTS = {
    "bad TOML": ('id = "prov\n', None, ("document.toml", "TOML")),
    "no id": ("id = ", None, ("document.toml", "TOML")),
    "a missing key": ('id = "p"\ntitle = "P"\n', None, ("document.toml", "”forvaltning”", "Förvaltning saknas")),
    "no tables": (ABOUT, "", ("document.toml", "”table”", "Tabeller saknas", "[[table]]")),
    "a single table": (ABOUT, f'[table]\nfile = "{FILE}"\ntopic = "{RAM}"\n', ("document.toml", "”table", "[[table]]")),
    "a table without a file": (ABOUT, f'\n[[table]]\ntopic = "{RAM}"\n', ("document.toml", "file saknas")),
    "an unknown key": (ABOUT + 'titel = "Prov"\n', None, ("document.toml", "”titel” känns inte igen")),
    "an unknown key of a table": (ABOUT, table(more='amne = "ram"\n'), ("document.toml", "”amne” känns inte igen")),
    "a date that is none": (ABOUT + 'published_on = "i våras"\n', None, ("document.toml", "”published_on”", "i våras")),
    "a way to know dates that is none": (
        ABOUT + 'dated = "tryckt"\n',
        None,
        ("document.toml", "”dated”", "”tryckt” är inte printed, stated eller convention"),
    ),
    "a way to know a table's dates that is none": (
        ABOUT,
        table(more='dated = "tryckt"\n'),
        ("document.toml", "dated", "”tryckt” är inte printed, stated eller convention"),
    ),
    "an empty id": (ABOUT.replace("prov-2025", ""), None, ("document.toml", "”id”", "tomt")),
    "an unknown topic": (ABOUT, table("ram.alocated"), ("ingen händelse ”ram.alocated”", "menade du ”ram.allocated”")),
    "a file that is not there": (ABOUT, table(file="borta.csv"), ("borta.csv", "filen kan inte läsas")),
    "no date at all": (
        ABOUT.replace("effective_on = 2025-01-01\n", ""),
        None,
        (FILE, "rad 2", "datum saknas", "raden"),
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_wrong_is_refused(desk: Desk, name: str) -> None:
    """The error names document.toml or the file, and the key."""
    about, tables, said = DOCUMENTS[name]
    folder = desk.document("period;amount (mnkr)\n2025;5,0\n", tables, about)
    errors = desk.refused("import", str(folder))
    for part in said:
        assert part in errors, errors


def test_an_unknown_topic_is_told_where_it_stands(desk: Desk) -> None:
    """In document.toml, not in the file of rows."""
    errors = desk.refused("import", str(desk.document("period\n2025\n", table("ram.alocated"))))
    assert "document.toml" in errors


def test_a_document_in_another_encoding_is_refused(desk: Desk) -> None:
    """With the row where it goes wrong."""
    folder = desk.document("period;amount (mnkr)\n2025;5,0\n")
    (folder / "document.toml").write_bytes((ABOUT + table() + '# "Förvaltning"\n').encode("latin-1"))
    errors = desk.refused("import", str(folder))
    assert "document.toml, rad 9: filen är inte UTF-8" in errors


def test_a_path_that_is_no_documents_folder_is_refused(desk: Desk) -> None:
    """A file, nothing at all, or a folder without document.toml: each says what to do or what is missing."""
    folder = desk.document("period;amount (mnkr)\n2025;5,0\n")
    assert "är en fil, inte en mapp" in desk.refused("import", str(folder / FILE))
    assert "det finns ingen mapp" in desk.refused("import", str(folder / "borta"))
    (folder / "document.toml").unlink()
    assert "finns ingen document.toml" in desk.refused("import", str(folder))
    assert "MAPP" in desk.refused("import")


def test_importing_twice_changes_nothing_and_says_so(desk: Desk) -> None:
    """The second time everything is there already: exit code 0, the same last position and the same clock."""
    folder = desk.document("period;amount (mnkr)\n2025;5,0\n2026;6,0\n")
    assert "2 händelser" in desk.run("import", str(folder))
    before = desk.last()
    assert "Inget nytt" in desk.run("import", str(folder))
    assert desk.last() == before


def test_importing_again_with_one_row_more_records_that_row(desk: Desk) -> None:
    """And says how many were there."""
    folder = desk.document("period;amount (mnkr)\n2025;5,0\n")
    desk.run("import", str(folder))
    (folder / FILE).write_text("period;amount (mnkr)\n2025;5,0\n2026;6,0\n", encoding="utf-8")
    out = desk.run("import", str(folder))
    assert "1 händelse." in out
    assert "1 fanns redan" in out


RECORD = {
    "an unknown topic": (("ram.alocated", "forvaltning=RK"), ("”ram.alocated”", "menade du ”ram.allocated”")),
    "a missing field": ((RAM, "forvaltning=RK", "amount=5 mnkr"), ("”period”", "År saknas", "Till exempel: 2025")),
    "no förvaltning": ((RAM, "period=2025", "amount=5 mnkr"), ("”forvaltning”", "Förvaltning saknas")),
    "a wrong type": (
        (PRIORITY, "forvaltning=FDS", "project=p", "priority=hög"),
        ("”priority”", "”hög” är inget heltal"),
    ),
    "an unknown field": (
        (RAM, "forvaltning=RK", "period=2025", "amonut=5 mnkr"),
        ("inget fält ”amonut”", "menade du ”amount”"),
    ),
    "a field twice": ((RAM, "period=2025", "period=2026"), ("period står två gånger",)),
    "a field without a value": ((RAM, "period"), ("”period” är inte namn=värde", "period=2025")),
    "a number without a unit": (
        (RAM, "forvaltning=RK", "period=2025", "amount=5"),
        ("”amount”", "talet 5 saknar enhet", "1,4 mnkr"),
    ),
    "a date that is none": (
        (RAM, "forvaltning=RK", "period=2025", "amount=5 mnkr", "--effective-on", "2025-02-30"),
        ("--effective-on", "”2025-02-30” är inget datum"),
    ),
    "a stale version": (
        (RAM, "forvaltning=RK", "period=2025", "amount=5 mnkr", "--expect", "3"),
        ("ram.allocated/RK//2025", "version 0, inte 3", "planledger log --stream"),
    ),
    "a version that is no number": ((RAM, "period=2025", "--expect", "senaste"), ("--expect", "senaste")),
    "an id that is none": (
        (RAM, "forvaltning=RK", "period=2025", "amount=5 mnkr", "--id", "mitt-id"),
        ("”mitt-id” är inget id", "UUID"),
    ),
    "a reference that leads nowhere": (
        (RAM, "forvaltning=RK", "period=2025", "part=CEE", "amount=5 mnkr"),
        ("”part”", "”CEE” finns inte i RK", "organisation.unit-formed"),
    ),
    "a section without its document": (
        (RAM, "forvaltning=RK", "period=2025", "amount=5 mnkr", "--section", "§ 1"),
        ("källans dokument saknas", "--document"),
    ),
    "a way to know a date that is none": (
        (RAM, "forvaltning=RK", "period=2025", "amount=5 mnkr", "--dated", "kanske"),
        ("”kanske”", "tryckt, uppgift eller konvention"),
    ),
    "an option that is none": ((RAM, "--efective-on", "2025-01-01"), ("--efective-on",)),
}


@pytest.mark.parametrize("name", RECORD)
def test_a_decision_that_is_wrong_is_refused(desk: Desk, name: str) -> None:
    """The error says which field, what is wrong and what to do."""
    arguments, said = RECORD[name]
    errors = desk.refused("record", *arguments)
    for part in said:
        assert part in errors, errors


def test_several_faults_in_a_decision_are_all_told(desk: Desk) -> None:
    """Two fields, two errors."""
    errors = desk.refused("record", RAM, "forvaltning=RK", "period=13", "amount=5")
    assert len(told(errors)) == 2


def test_recording_against_a_stale_version_is_refused_and_names_the_version(desk: Desk) -> None:
    """Two controllers have seen version 1; the second one's decision is refused."""
    decision = ("record", RAM, "forvaltning=RK", "period=2025", "--effective-on", "2025-01-01")
    assert "version 1." in desk.run(*decision, "amount=5 mnkr", "--expect", "0")
    assert "version 2." in desk.run(*decision, "amount=6 mnkr", "--expect", "1")
    assert "nu i version 2, inte 1" in desk.refused(*decision, "amount=7 mnkr", "--expect", "1")


def test_an_id_of_another_decision_is_refused_and_the_same_again_is_no_change(desk: Desk) -> None:
    """The same call twice is one decision."""
    event_id = "b0e2b7ae-0000-4000-8000-000000000001"
    decision = ("record", RAM, "forvaltning=RK", "period=2025", "--effective-on", "2025-01-01", "--id", event_id)
    desk.run(*decision, "amount=5 mnkr")
    before = desk.last()
    assert "Inget nytt" in desk.run(*decision, "amount=5 mnkr")
    assert desk.last() == before
    errors = desk.refused(*decision, "amount=6 mnkr")
    assert f"id {event_id} är redan taget" in errors


def test_a_later_accumulated_reading_replaces_and_an_overlapping_one_is_refused(desk: Desk) -> None:
    """January–April, then January–August; March–December overlaps."""
    reading = ("record", REALISED, "forvaltning=RK", "measure=a", "period=2025", "amount=5 tkr")
    desk.run(*reading, "accumulated=2025-01/2025-04", "--effective-on", "2025-04-30")
    desk.run(*reading, "accumulated=2025-01/2025-08", "--effective-on", "2025-08-31")
    errors = desk.refused(*reading, "accumulated=2025-03/2025-12", "--effective-on", "2025-12-31")
    assert "mars–december 2025 överlappar" in errors
    assert "correct" in errors


ASKING = {
    "an unknown plugin": (("show", "rkk/ramfordelning"), ("inget insticksprogram ”rkk”", "menade du ”rk”?")),
    "an unknown table": (("show", "rk/ramfordeling"), ("ingen tabell ”rk/ramfordeling”", "”rk/ramfordelning”")),
    "a table without its plugin": (
        ("show", "ramfordelning"),
        ("”ramfordelning” är inget fullständigt namn", "insticksprogram/tabell"),
    ),
    "an unknown report": (("report", "rk/arsredovising"), ("ingen rapport ”rk/arsredovising”", "”rk/arsredovisning”")),
    "a report without its plugin": (
        ("report", "arsredovisning"),
        ("”arsredovisning” är inget fullständigt namn", "insticksprogram/rapport"),
    ),
    "a file of no form": (
        ("report", "rk/arsredovisning", "-o", "ar.odt"),
        ("”ar.odt” säger inte hur filen ska skrivas", ".txt, .md, .csv, .json, .html, .xlsx, .docx, .pdf"),
    ),
    "an unknown parameter": (
        ("show", "rk/ramfordelning", "perod=2025"),
        ("ingen parameter ”perod”", "menade du ”period”?"),
    ),
    "a parameter that is no period": (
        ("show", "rk/ramfordelning", "period=i år"),
        ("period: ”i år” är ingen period", "2025-Q3"),
    ),
    "a parameter without a value": (("show", "rk/ramfordelning", "2025"), ("”2025” är inte namn=värde", "period=2025")),
    "a date that is none": (
        ("show", "rk/ramfordelning", "--at", "igår"),
        ("--at", "”igår” är inget datum", "2025-08-31"),
    ),
    "a day that does not exist": (("show", "rk/ramfordelning", "--at", "2025-02-30"), ("”2025-02-30” är inget datum",)),
    "a time that is none": (
        ("show", "rk/ramfordelning", "--known", "nyss"),
        ("--known", "”nyss” är ingen tid", "2025-09-30T14:00"),
    ),
    "an hour that does not exist": (("show", "rk/ramfordelning", "--known", "2025-09-30T25:00"), ("är ingen tid",)),
    "a date without hyphens": (("show", "rk/ramfordelning", "--known", "20250930"), ("”20250930” är ingen tid",)),
    "an unknown format": (("show", "rk/ramfordelning", "--format", "odt"), ("--format", "odt", "json")),
    "an unknown command": (("shwo",), ("shwo",)),
    "an unknown topic": (("events", "ram.alocated"), ("”ram.alocated”", "menade du ”ram.allocated”")),
    "no table": (("show",), ("PLUGIN/TABELL",)),
    "a since that is none": (("log", "--since", "förra året"), ("”förra året” är inget datum",)),
    "an unknown row and an unknown column": (
        ("why", "rk/ramfordelning", "period=2025", "--row", "Centrum för ekonom", "--column", "Ram 2052"),
        ("ingen rad ”Centrum för ekonom”", "”Centrum för ekonomi”", "ingen kolumn ”Ram 2052”", "”Ram 2025”"),
    ),
    "no row": (("why", "rk/ramfordelning", "--column", "Ram 2025"), ("--row",)),
}


@pytest.mark.parametrize("name", ASKING)
def test_a_question_that_is_wrong_is_refused_with_what_comes_nearest(desk: Desk, name: str) -> None:
    """The error names what was asked for and, where there is such a thing, what was probably meant."""
    decision = ("record", RAM, "forvaltning=RK", "part=CE", "period=2025", "amount=5 mnkr")
    desk.run(*decision, "--effective-on", "2025-01-01")
    arguments, said = ASKING[name]
    errors = desk.refused(*arguments)
    for part in said:
        assert part in errors, errors


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "rk/ramfordelning"),
        ("why", "rk/ramfordelning", "--row", "CE", "--column", "Ram"),
        ("log",),
        ("rebuild",),
        ("record", RAM, "forvaltning=RK", "period=2025", "amount=5 mnkr"),
        ("correct", "b0e2", "amount=5 mnkr", "--reason", "Fel"),
        ("withdraw", "b0e2", "--reason", "Fel"),
    ],
)
def test_without_a_ledger_every_command_says_so_and_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    """The remedy is init or --ledger."""
    desk = Desk(tmp_path, capsys)
    errors = desk.refused(*arguments)
    assert f"det finns ingen liggare {desk.ledger}" in errors
    assert "planledger init" in errors
    assert not desk.ledger.exists()


def no_database(file: Path) -> None:
    """A text file."""
    file.write_text("Detta är ingen databas. " * 100, encoding="utf-8")


def no_ledger(file: Path) -> None:
    """A database of something else."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE person (name TEXT)")
        database.commit()


def of_a_newer_format(file: Path) -> None:
    """A ledger as a later release might make it."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE ledger SET format = 99, recorded = recorded + 1")
        database.commit()


def of_an_older_format(file: Path) -> None:
    """A ledger as it was made before the first release."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE ledger SET format = 1, recorded = recorded + 1")
        database.commit()


NO_LEDGERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no database": (no_database, "kontrollera att filen är en liggare"),
    "no ledger": (no_ledger, "är en databas, men ingen liggare"),
    "an empty file": (Path.touch, "är en databas, men ingen liggare"),
    "a newer format": (of_a_newer_format, "nyare utgåva av Planledger"),
    "an older format": (of_an_older_format, "läs in dokumenten i en ny liggare"),
}


@pytest.mark.parametrize("name", NO_LEDGERS)
@pytest.mark.parametrize(
    "arguments", [("show", "rk/ramfordelning"), ("rebuild",), ("withdraw", "b0", "--reason", "Fel")]
)
def test_a_file_that_is_no_ledger_of_ours_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, arguments: tuple[str, ...]
) -> None:
    """Whatever lies there is named, and left as it is."""
    spoil, said = NO_LEDGERS[name]
    desk = Desk(tmp_path, capsys)
    if name in {"a newer format", "an older format"}:
        desk.run("init")
    spoil(desk.ledger)
    before = desk.ledger.read_bytes()
    code, out, errors = desk.call(*arguments)
    assert (code, out) == (2, "")
    assert str(desk.ledger) in errors
    assert said in errors
    assert desk.ledger.read_bytes() == before


def test_init_never_writes_over_a_file(desk: Desk) -> None:
    """A ledger, or anything else that lies there."""
    assert "finns redan" in desk.refused("init")
    letter = desk.folder / "brev.txt"
    letter.write_text("Hej", encoding="utf-8")
    code, _out, errors = desk.call("--ledger", str(letter), "init")
    assert (code, letter.read_text(encoding="utf-8")) == (2, "Hej")
    assert "välj ett annat namn" in errors


def test_init_in_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And no folder is made."""
    desk = Desk(tmp_path / "borta", capsys)
    assert "det finns ingen mapp" in desk.refused("init")
    assert not desk.folder.exists()


def test_a_ledger_elsewhere_than_in_a_file_or_postgresql_is_refused(desk: Desk) -> None:
    """The scheme is named, and what may be given instead."""
    code, _out, errors = desk.call("--ledger", "mysql://localhost/x", "show", "rk/ramfordelning")
    assert code == 2
    assert "”mysql”" in errors
    assert "postgresql://" in errors


AS_NOBODY = """
import contextlib, io, os, sys
from ledger.cli import main
known, *arguments = sys.argv[1:]
with contextlib.redirect_stdout(io.StringIO()):  # loads all that a user without rights may not be able to read
    main(["--ledger", known, "record", "ram.allocated", "forvaltning=RK", "period=2030", "amount=1 mnkr"])
    main(["--ledger", known, "log"])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(arguments))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter."""
    with tempfile.TemporaryDirectory(prefix="planledger-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@dataclass(frozen=True)
class Locked:
    """A ledger that may be read, in a folder where nothing may be written."""

    path: Path
    known: Path

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command as a user who may not write: this one, or nobody if this one may do everything."""
        return subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(self.known), "--ledger", str(self.path), *arguments],
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            cwd="/",
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def locked(desk: Desk, open_folder: Path) -> Locked:
    """Locked by the system's own rights."""
    path = open_folder / "prov.db"
    shutil.copy(desk.ledger, path)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    return Locked(path, desk.ledger)


def test_recording_in_a_file_that_may_not_be_written_is_refused(locked: Locked) -> None:
    """The error names the file and who can help."""
    decision = ("record", RAM, "forvaltning=RK", "period=2025", "amount=5 mnkr", "--effective-on", "2025-01-01")
    done = locked.call(*decision)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "fel i sig självt" not in done.stderr
    assert str(locked.path) in done.stderr
    assert "skrivskydd" in done.stderr


def test_reading_a_file_that_may_not_be_written_works(locked: Locked) -> None:
    """An auditor with a read-only copy sees what everybody sees."""
    done = locked.call("log")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Centrum för ekonomi" in done.stdout


def test_help_and_version_are_no_errors(desk: Desk) -> None:
    """Exit code 0, on standard output; no command at all is a call that was wrong."""
    for arguments in (("--help",), ("show", "--help"), ("--version",)):
        assert desk.run(*arguments)
    assert "show" in desk.run("--help")
    assert "Planledger: en liggare" in desk.refused()


@pytest.mark.parametrize(("wish", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_an_error_is_coloured_on_a_terminal_that_wants_it(tmp_path: Path, wish: dict[str, str], coloured: bool) -> None:
    """On a real terminal "Fel:" is red, and plain where NO_COLOR is set."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [Path(sys.executable).parent / "planledger", "--ledger", str(tmp_path / "borta.db"), "log"],
        stdout=theirs,
        stderr=theirs,
        env={name: text for name, text in os.environ.items() if name != "NO_COLOR"} | wish,
    ):
        os.close(theirs)
        printed = b"".join(iter(lambda: on_terminal(ours), b""))
    os.close(ours)
    assert "Fel:" in printed.decode()
    assert (b"\x1b[" in printed) == coloured


def on_terminal(terminal: int) -> bytes:
    """What has been written on a terminal; nothing once everybody has left it."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
