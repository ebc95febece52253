"""A command loads what it needs, and no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = """
import sys
from ledger.cli import main
code = main(sys.argv[1:])
loaded = {name.partition(".")[0] for name in sys.modules}
print(code, sorted(loaded & {"eventsourcing", "planledger_fds", "planledger_hsf", "planledger_rk", "psycopg", "hypothesis"}))
"""


def last_line(*arguments: str) -> str:
    result = subprocess.run([sys.executable, "-c", SHOW, *arguments], capture_output=True, text=True, check=True)
    return result.stdout.splitlines()[-1]


def test_showing_a_table_loads_its_plugin_only(demo: Path) -> None:
    """Neither the event store's library nor another förvaltning's plugin."""
    assert last_line("--ledger", str(demo / "demo.db"), "show", "rk/ramfordelning") == "0 ['planledger_rk']"


def test_asking_for_help_loads_no_plugin() -> None:
    """Help is about the command alone."""
    assert last_line("--help") == "0 []"


def test_reading_needs_no_right_to_write(demo: Path, tmp_path: Path) -> None:
    """A ledger on a disk that cannot be written to is shown all the same."""
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    copy = tmp_path / "demo.db"
    copy.write_bytes((demo / "demo.db").read_bytes())
    copy.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert last_line("--ledger", str(copy), "show", "rk/ramfordelning") == "0 ['planledger_rk']"
    finally:
        tmp_path.chmod(0o755)


HEAVY = {"jinja2", "xlsxwriter", "docx", "docxtpl", "typst", "lxml", "PIL"}
LOADED = """
import sys
from ledger.cli import main
code = main(sys.argv[1:])
print(code, *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", set()),
        ("md", set()),
        ("csv", set()),
        ("json", set()),
        ("html", {"jinja2"}),
        ("xlsx", {"xlsxwriter"}),
        ("pdf", {"typst"}),
    ],
)
def test_a_document_loads_what_its_form_needs(demo: Path, tmp_path: Path, form: str, expected: set[str]) -> None:
    """The heavy libraries of the other forms stay where they are."""
    asked = ["--ledger", str(demo / "demo.db"), "report", "rk/forvaltningsplan", "period=2025", "--at", "2025-01-01"]
    file = str(tmp_path / "plan")
    command = [sys.executable, "-c", LOADED, *asked, "-o", file, "--format", form]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    code, *loaded = result.stdout.split()
    assert code == "0"
    assert HEAVY & set(loaded) == expected
