"""One table in four forms: the same figures, printed as Swedish documents print them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ledger.cli import main
from ledger.cli.output import style

TABLES = {
    "rk/effekthemtagning": ("period=2024", "--at", "2024-12-31"),
    "rk/ramfordelning": ("--at", "2025-08-31"),
    "rk/ramforandring": ("--at", "2025-08-31"),
    "hsf/ramfordelning": ("--at", "2025-10-31"),
    "hsf/ramforandring": ("--at", "2025-10-31"),
    "hsf/vardgaranti": ("--at", "2025-10-31"),
    "fds/projektportfolj": ("--at", "2023-08-31"),
}
COLOUR = "\x1b["


class Shown:
    """The command's output for one table, in any form."""

    def __init__(self, demo: Path, capsys: pytest.CaptureFixture[str]):
        self._demo = demo
        self._capsys = capsys

    def __call__(self, table: str, form: str, ledger: str = "demo.db") -> str:
        """What is printed."""
        assert main(["--ledger", str(self._demo / ledger), "show", table, *TABLES[table], "--format", form]) == 0
        return self._capsys.readouterr().out

    def json(self, table: str) -> dict[str, Any]:
        """The contract."""
        found: dict[str, Any] = json.loads(self(table, "json"))
        return found


@pytest.fixture
def shown(demo: Path, capsys: pytest.CaptureFixture[str]) -> Shown:
    return Shown(demo, capsys)


def plain(text: str) -> str:
    """Text without what only a spreadsheet or Markdown needs."""
    return text.replace("\u00a0", " ").replace("\u2212", "-").replace("*", "").strip()


def cells(table: dict[str, Any]) -> list[list[str]]:
    return [[plain(cell["text"]) for cell in row["cells"]] for row in table["rows"]]


@pytest.mark.parametrize("table", TABLES)
def test_csv_has_the_same_cells(shown: Shown, table: str) -> None:
    """A spreadsheet reads back every cell, numbers without thousands marks."""
    lines = list(csv.reader(io.StringIO(shown(table, "csv").lstrip("\ufeff")), delimiter=";"))
    found = shown.json(table)
    assert len(lines[0]) == 1 + len(found["columns"])
    expected = [[re.sub(r"(?<=\d) (?=\d{3})", "", text) for text in row] for row in cells(found)]
    assert [[re.sub(r"(?<=\d) (?=\d{3})", "", plain(text)) for text in line[1:]] for line in lines[1:]] == expected


@pytest.mark.parametrize("table", TABLES)
def test_markdown_has_the_same_cells(shown: Shown, table: str) -> None:
    """The pipe table has every cell, totals in bold."""
    lines = [line for line in shown(table, "md").splitlines() if line.startswith("|")]
    rows = [[plain(text) for text in re.split(r"(?<!\\)\|", line)[2:-1]] for line in lines[2:]]
    assert rows == cells(shown.json(table))
    assert any("**" in line for line in lines) == any(
        row["kind"] != "item" for row in shown.json(table)["rows"] if row["kind"] != "varav"
    )


@pytest.mark.parametrize("table", TABLES)
def test_text_fits_a_hundred_columns_and_has_every_number(shown: Shown, table: str) -> None:
    """Nothing is cut off: the table is as wide as a terminal at most, and every number is in it."""
    text = shown(table, "text")
    grid = text.split("\n\n")[1]
    assert max(map(len, grid.splitlines())) <= 100
    for row in shown.json(table)["rows"]:
        for cell in row["cells"]:
            assert cell["value"] is None or cell["text"] in text


def test_numbers_are_swedish(shown: Shown) -> None:
    """Decimal comma, no-break space for thousands, a real minus sign, a dash for what nobody knows."""
    text = shown("hsf/ramfordelning", "text") + shown("rk/effekthemtagning", "text")
    assert "9\u00a0384,8" in text
    assert "\u22122\u00a0475" in text
    assert re.search(r" \u2013 ", text)
    assert not re.search(r"\d\.\d", text)


def test_lights_are_told_by_shape_and_word(shown: Shown) -> None:
    """Colour is never the only signal: without any, each light has its own sign."""
    text = shown("fds/projektportfolj", "text", "illustration.db")
    assert COLOUR not in text
    assert all(sign in text for sign in ("● grön", "▲ gul", "■ röd"))


@pytest.mark.parametrize(
    ("terminal", "refused", "coloured"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, refused: bool, coloured: bool
) -> None:
    """None in a pipe, and none where NO_COLOR is set."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if refused:
        monkeypatch.setenv("NO_COLOR", "1")
    assert (COLOUR in style("● grön", "good")) == coloured


def test_english_messages_leave_the_documents_words(
    demo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--lang en`` translates what the program says; headings stay as the documents have them."""
    monkeypatch.setenv("LANGUAGE", "sv")
    try:
        assert (
            main(
                ["--lang", "en", "--ledger", str(demo / "demo.db"), "show", "rk/effekthemtagning", "--at", "2025-08-31"]
            )
            == 0
        )
        out = capsys.readouterr().out
        assert "incomplete, 3 entries without an amount left out" in out
        assert "Beräknad" in out
        assert main(["--lang", "en", "show", "rk/ramfordeling", "--at", "x"]) == 2
        assert "Error:" in capsys.readouterr().err
    finally:
        main(["--help"])
        capsys.readouterr()
