"""Reports by the command: every document of the demonstration, in every format, traced as tables are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger.cli import main
from ledger.plugins import Plugins

Json = dict[str, Any]
REPORTS = [f"{name}/{each.name}" for name in ("fds", "hsf", "rk") for each in Plugins().get(name).reports]
AT = ("--at", "2025-10-31")


class Planledger:
    """The command, on the demonstration's ledger."""

    def __init__(self, demo: Path, capsys: pytest.CaptureFixture[str]):
        self._ledger = str(demo / "demo.db")
        self._capsys = capsys

    def run(self, *arguments: str) -> str:
        """What a command that succeeds prints."""
        code = main(["--ledger", self._ledger, *arguments])
        output = self._capsys.readouterr()
        assert (code, output.err) == (0, "")
        return output.out

    def report(self, name: str, *arguments: str) -> Json:
        """A report as JSON; a document of a year is asked for by a year that it has."""
        found: Json = json.loads(self.run("report", name, *arguments, "--format", "json"))
        return found


@pytest.fixture
def planledger(demo: Path, capsys: pytest.CaptureFixture[str]) -> Planledger:
    """The command on the demonstration's ledger, which is only read."""
    return Planledger(demo, capsys)


def asked(name: str) -> tuple[str, ...]:
    """How a report is asked for so that it has sections."""
    definition = Plugins().report(name)
    period = () if definition.periods or "period" not in definition.required else ("period=2025",)
    return name, *period, *AT


def cells(report: Json) -> Iterator[Json]:
    """Every paragraph, every cell, and the parts of each."""
    for section in report["sections"]:
        rows = [row for table in section["tables"] for row in table["rows"]]
        for cell in [*section["paragraphs"], *(cell for row in rows for cell in row["cells"])]:
            yield cell
            yield from cell["parts"]


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_sections_with_something_in_them(planledger: Planledger, name: str) -> None:
    """None is empty, and each table has rows."""
    report = planledger.report(*asked(name))
    assert report["report"] == name
    assert report["sections"]
    assert all(section["paragraphs"] or section["tables"] for section in report["sections"])
    assert all(table["rows"] for section in report["sections"] for table in section["tables"])


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_of_a_report_names_events_that_exist(demo: Path, planledger: Planledger, name: str) -> None:
    """In its tables and in its texts."""
    with closing(sqlite3.connect(demo / "demo.db")) as database:
        ids = {event_id for (event_id,) in database.execute("SELECT id FROM event")}
    found = list(cells(planledger.report(*asked(name))))
    assert {event for cell in found for event in cell["events"]} <= ids
    assert [cell["text"] for cell in found if cell["value"] is not None and not cell["events"]] == []


@pytest.mark.parametrize("name", REPORTS)
def test_no_text_refers_to_what_is_not_there(planledger: Planledger, name: str) -> None:
    """Every reference of a text leads to a figure."""
    report = planledger.report(*asked(name))
    paragraphs = [paragraph for section in report["sections"] for paragraph in section["paragraphs"]]
    assert [each["text"] for each in paragraphs if any(part["text"] == "–" for part in each["parts"])] == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_table_of_a_report_is_the_table_that_show_shows(planledger: Planledger, name: str) -> None:
    """The same contract, by the same name and parameters."""
    report = planledger.report(*asked(name))
    tables = [table for section in report["sections"] for table in section["tables"]]
    for table in tables[:4]:
        params = [f"{key}={value}" for key, value in table["params"].items()]
        assert json.loads(planledger.run("show", table["table"], *params, *AT, "--format", "json")) == table


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_fits_its_width(planledger: Planledger, name: str) -> None:
    """A hundred columns where there is no terminal."""
    assert max(map(len, planledger.run("report", *asked(name)).splitlines())) <= 100


@pytest.mark.parametrize("name", REPORTS)
def test_before_anything_was_known_a_report_is_empty_and_says_so(planledger: Planledger, name: str) -> None:
    """In every format."""
    known = ("--known", "2000-01-01")
    assert planledger.report(*asked(name), *known)["sections"] == []
    for form in ("text", "md"):
        assert "Inget är registrerat" in planledger.run("report", *asked(name), *known, "--format", form)


@pytest.mark.parametrize(
    ("file", "form"), [("r.md", "md"), ("r.txt", "text"), ("r.json", "json"), ("R.MD", "md"), ("r.markdown", "md")]
)
def test_a_report_is_written_to_a_file_as_its_suffix_says(
    planledger: Planledger, tmp_path: Path, file: str, form: str
) -> None:
    """The same as is printed, and nothing is printed then."""
    call = ("report", *asked("rk/arsredovisning"))
    assert planledger.run(*call, "-o", str(tmp_path / file)) == ""
    assert (tmp_path / file).read_text(encoding="utf-8") == planledger.run(*call, "--format", form)


def test_what_is_asked_for_goes_before_the_suffix(planledger: Planledger, tmp_path: Path) -> None:
    """``--format`` decides, whatever the file is called."""
    planledger.run("report", *asked("rk/arsredovisning"), "--format", "json", "-o", str(tmp_path / "r.pdf"))
    assert json.loads((tmp_path / "r.pdf").read_text(encoding="utf-8"))["report"] == "rk/arsredovisning"
