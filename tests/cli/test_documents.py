"""Documents by the command: every form by its file's suffix, opened, by a template, and kept when a report is issued."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from databases import rows
from desk import BaseDesk
from documents import FIVE
from ledger.cli import main
from ledger.cli.delivering import FORMS
from ledger.export.forms import ALL_FORMS

BEGINS = {
    "text": "Förvaltningsplan och budget 2025–2027".encode(),
    "md": "# Förvaltningsplan och budget 2025–2027".encode(),
    "csv": "\ufeffAvsnitt;Tabell;Rad;Kolumn;Värde;Enhet;Text".encode(),
    "json": b"{",
    "html": b"<!DOCTYPE html>",
    "xlsx": b"PK",
    "docx": b"PK",
    "pdf": b"%PDF-1.7",
}
PLAN = ("rk/forvaltningsplan", "period=2025", "--at", "2025-01-01")


@pytest.fixture
def desk(demo: Path, capsys: pytest.CaptureFixture[str]) -> BaseDesk:
    """The command on the demonstration's ledger, which is only read."""
    return BaseDesk(demo / "demo.db", capsys)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were given to the computer to open."""
    files: list[str] = []
    monkeypatch.setattr(click, "launch", lambda file: files.append(file) or 0)
    return files


def test_the_command_offers_all_forms_that_there_are() -> None:
    """Their names stand in the command too, so that help needs no library."""
    assert set(FORMS) == set(ALL_FORMS) == set(BEGINS)


@pytest.mark.parametrize("form", BEGINS)
def test_the_suffix_says_the_form(desk: BaseDesk, tmp_path: Path, form: str) -> None:
    """In either case, and the same as by --format."""
    file, other = tmp_path / f"plan.{form.replace('text', 'TXT')}", tmp_path / "plan.dat"
    assert desk.run("report", *PLAN, "-o", file) == ""
    assert file.read_bytes().startswith(BEGINS[form])
    assert desk.run("report", *PLAN, "-o", other, "--format", form) == ""
    assert other.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("form", ["html", "xlsx", "docx", "pdf"])
def test_a_table_alone_is_a_document_too(desk: BaseDesk, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"garanti.{form}"
    assert desk.run("show", "hsf/vardgaranti", "--at", "2025-10-31", "-o", file) == ""
    assert file.read_bytes().startswith(BEGINS[form])


def test_a_file_on_standard_output_is_the_file(
    demo: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Byte for byte, so that a pipe can take it."""
    file = tmp_path / "plan.pdf"
    command = ["--ledger", str(demo / "demo.db"), "report", *PLAN]
    assert main([*command, "-o", str(file)]) == 0
    assert main([*command, "--format", "pdf"]) == 0
    assert capsysbinary.readouterr().out == file.read_bytes()


def test_a_terminal_is_not_given_what_it_cannot_show(desk: BaseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    said = desk.refused("report", *PLAN, "--format", "xlsx")
    assert "formen xlsx går inte att visa i en terminal" in said
    assert "-o" in said


def test_open_writes_a_page_and_opens_it(desk: BaseDesk, opened: list[str]) -> None:
    """Without a file among the temporary ones, under the report's name."""
    assert desk.run("report", *PLAN, "--open") == ""
    [file] = opened
    assert Path(file).name == "rk-forvaltningsplan.html"
    assert Path(file).read_bytes().startswith(BEGINS["html"])
    shutil.rmtree(Path(file).parent)


def test_open_opens_the_file_that_was_written(desk: BaseDesk, opened: list[str], tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    assert desk.run("report", *PLAN, "-o", file, "--open") == ""
    assert opened == [str(file)]
    assert file.read_bytes().startswith(BEGINS["pdf"])


def test_without_anything_to_open_it_with_the_file_is_there(
    desk: BaseDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is said where."""
    monkeypatch.setattr(click, "launch", lambda _file: 1)
    file = tmp_path / "plan.md"
    code, out, errors = desk.call("report", *PLAN, "-o", file, "--open")
    assert (code, out) == (0, "")
    assert f"{file} är skriven, men inget program här öppnar den" in errors
    assert file.exists()


def test_a_form_without_template_is_given_none(desk: BaseDesk, tmp_path: Path) -> None:
    template = tmp_path / "mall.docx"
    template.write_bytes(b"")
    said = desk.refused("report", *PLAN, "-o", tmp_path / "plan.xlsx", "--template", template)
    assert "formen xlsx har ingen mall" in said
    assert "docx (.docx), pdf (.typ)" in said
    assert not (tmp_path / "plan.xlsx").exists()
    said = desk.refused("report", *PLAN, "-o", tmp_path / "plan.pdf", "--template", template)
    assert f"{template} är ingen mall för formen pdf" in said
    assert "slutar på .typ" in said


@pytest.mark.parametrize(
    ("form", "library"), [("html", "jinja2"), ("xlsx", "xlsxwriter"), ("docx", "docx"), ("pdf", "typst")]
)
def test_a_form_whose_library_is_missing_says_what_to_install(
    desk: BaseDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str, library: str
) -> None:
    """The other forms are not touched by that, and no file is left half written."""
    for name in [name for name in sys.modules if name.startswith(f"ledger.export.{form}")]:
        monkeypatch.delitem(sys.modules, name)
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    file = tmp_path / f"plan.{form}"
    said = desk.refused("report", *PLAN, "-o", file)
    assert f"formen {form} kräver {library}, som inte är installerat" in said
    assert f"pip install 'planledger[{form}]'" in said
    assert not file.exists()
    assert desk.run("report", *PLAN, "-o", tmp_path / "plan.md") == ""


def test_the_pdf_that_was_signed_is_kept(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --keep, and handed out byte for byte; a form that was not kept is made again."""
    shutil.copy(demo / "demo.db", tmp_path / "a.db")
    desk = BaseDesk(tmp_path / "a.db", capsys)
    matter = ("--by", "Regionstyrelsen", "--diarienummer", "RS 2025-0123", "--effective-on", "2025-01-01")
    issued = desk.run("issue", *PLAN, *matter, "--keep", "pdf", "--keep", "html").split()[-1]
    assert rows(desk.place, "SELECT count(*) FROM kept") == [(5,)]
    files = {form: tmp_path / f"plan.{form}" for form in ("pdf", "html", "docx")}
    for file in files.values():
        assert desk.run("report", "--issued", issued, "-o", file) == ""
        assert file.read_bytes().startswith(BEGINS[file.suffix[1:]])
    kept = {bytes(content) for (content,) in rows(desk.place, "SELECT bytes FROM kept")}
    assert files["pdf"].read_bytes() in kept
    assert files["html"].read_bytes() in kept
    assert files["docx"].read_bytes() not in kept
    page = files["html"].read_text(encoding="utf-8")
    assert "Fastställd 2025-01-01 av Regionstyrelsen, dnr RS 2025-0123" in page
    assert "ARBETSMATERIAL" not in page


def figures(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The exact value and the unit of every figure in a report's tables."""
    for section in report["sections"]:
        for table in section["tables"]:
            for row in table["rows"]:
                for cell in row["cells"]:
                    for each in cell["parts"] or [cell]:
                        if each["value"] is not None:
                            yield each["value"].replace(".", ","), each["unit"]


@pytest.mark.parametrize("which", FIVE)
def test_csv_has_every_figure_of_the_json(desk: BaseDesk, which: str) -> None:
    """Exactly, with its unit, in the order of the report."""
    name, period, at = FIVE[which]
    asked = ("report", name, f"period={period}", "--at", at)
    expected = list(figures(json.loads(desk.run(*asked, "--format", "json"))))
    lines = list(csv.reader(io.StringIO(desk.run(*asked, "--format", "csv").lstrip("\ufeff")), delimiter=";"))
    assert [(line[4], line[5]) for line in lines[1:] if line[4]] == expected
    assert len(expected) > 30


@pytest.mark.parametrize("which", FIVE)
def test_markdown_has_every_figure_of_the_json(desk: BaseDesk, which: str) -> None:
    """As it is printed, row by row."""
    name, period, at = FIVE[which]
    asked = ("report", name, f"period={period}", "--at", at)
    report = json.loads(desk.run(*asked, "--format", "json"))
    expected = [
        [plain(cell["text"]) for cell in row["cells"]]
        for section in report["sections"]
        for table in section["tables"]
        for row in table["rows"]
    ]
    lines = [line for line in desk.run(*asked, "--format", "md").splitlines() if line.startswith("|")]
    starts = [number for number, line in enumerate(lines) if set(line) <= set("|:-")]
    headings = {number - 1 for number in starts} | set(starts)
    found = [
        [plain(cell) for cell in line.strip("|").split("|")[1:]]
        for number, line in enumerate(lines)
        if number not in headings
    ]
    assert found == expected


def plain(text: str) -> str:
    """A cell's text without bold, signs and spacing."""
    for sign in ("**", " †", " *", "\\"):
        text = text.replace(sign, "")
    return " ".join(text.replace("\u00a0", " ").split())


def test_no_text_in_csv_is_taken_for_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A spreadsheet that opens the file calculates nothing that somebody wrote."""
    desk = BaseDesk(tmp_path / "a.db", capsys)
    desk.run("init")
    desk.run(
        "record", "organisation.unit-formed", "forvaltning=RK", "unit=CE", "name==1+1", "--effective-on", "2025-01-01"
    )
    desk.run(
        "record",
        "ram.allocated",
        "forvaltning=RK",
        "part=CE",
        "period=2025",
        "amount=1 mnkr",
        "--effective-on",
        "2025-01-01",
    )
    out = desk.run("show", "rk/ramfordelning", "period=2025", "--at", "2025-01-01", "--format", "csv")
    assert "'=1+1;" in out
    assert "\n=1+1" not in out
