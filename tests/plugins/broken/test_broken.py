"""Plugins that are broken in ways that no loader can foresee: each is named, and everything else keeps working."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOKS = "from ledger import Event, Period, Table, hookimpl, table\n"
BROKEN = {
    "leaves the program": "import sys\nsys.exit(3)\n",
    "gives events that are none": f"{HOOKS}@hookimpl\ndef planledger_events():\n    return ['rk.effekt']\n",
    "gives an event without a topic": f"{HOOKS}@hookimpl\ndef planledger_events():\n    return [Event]\n",
    "gives tables that are none": f"{HOOKS}@hookimpl\ndef planledger_tables():\n    return [len]\n",
    "is no Python": "def (:\n",
}
ZERO = f"""{HOOKS}
@table("noll", title="Noll")
def zero(view):
    "Delar med noll."
    return 1 / 0

@table("krav", title="Krav")
def demanding(view, period: Period):
    "Har en period som måste anges."
    return Table("Rad")

@hookimpl
def planledger_tables():
    return [zero, demanding]
"""


class Installation:
    """A folder with one distribution, ``planledger-trasig`` 1.2.3, installed beside the real ones."""

    def __init__(self, folder: Path, code: str, ledger: Path):
        self._ledger = ledger
        self._folder = folder
        (folder / "trasig.py").write_text(code, encoding="utf-8")
        about = folder / "planledger_trasig-1.2.3.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: planledger-trasig\nVersion: 1.2.3\n")
        (about / "entry_points.txt").write_text("[planledger.plugins]\ntrasig = trasig\n")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, output and errors of the command."""
        done = subprocess.run(
            [Path(sys.executable).parent / "planledger", "--ledger", str(self._ledger), *arguments],
            env={**os.environ, "PYTHONPATH": str(self._folder), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert "Planledger har ett fel i sig självt" not in done.stderr
        return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("fault", BROKEN)
def test_whatever_is_wrong_the_plugin_is_named_and_the_others_work(demo: Path, tmp_path: Path, fault: str) -> None:
    """``plugins`` has its distribution, version and fault; ``events`` warns of it and lists the rest."""
    installation = Installation(tmp_path, BROKEN[fault], demo / "demo.db")

    code, out, _errors = installation.run("plugins")
    [line] = [line for line in out.splitlines() if line.startswith("trasig")]
    assert (code, "planledger-trasig 1.2.3" in line, "FEL" in line) == (0, True, True)

    code, out, errors = installation.run("events")
    assert (code, "rk.effect-estimated" in out) == (0, True)
    assert "planledger-trasig 1.2.3" in errors

    code, out, errors = installation.run("show", "rk/ramfordelning", "period=2025", "--at", "2025-08-31")
    assert (code, errors) == (0, "")


def test_a_table_that_fails_is_its_plugins_fault(demo: Path, tmp_path: Path) -> None:
    """The error names the plugin's distribution and version, not Planledger."""
    code, out, errors = Installation(tmp_path, ZERO, demo / "demo.db").run("show", "trasig/noll")
    assert (code, out) == (2, "")
    assert "planledger-trasig 1.2.3" in errors
    assert "ZeroDivisionError" in errors


def test_a_parameter_that_must_be_given_is_asked_for(demo: Path, tmp_path: Path) -> None:
    """A table without a default period says that it wants one."""
    code, out, errors = Installation(tmp_path, ZERO, demo / "demo.db").run("show", "trasig/krav")
    assert (code, out) == (2, "")
    assert "period" in errors
