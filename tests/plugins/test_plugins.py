"""Plugins found by entry point: one that is broken is named, and the others keep working."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from ledger.plugins import Plugins
from ledger.problems import Refused

GOOD = """
from pydantic import Field
from ledger import Event, Table, hookimpl, table
from ledger.events import Code

class Said(Event, topic="{topic}", title="Sagt", key=("word",)):
    word: Code = Field(title="Ord", description="Ord")

@table("{table}", title="Sagt")
def said(view):
    return Table("Ord")

@hookimpl
def planledger_events():
    return [Said]

@hookimpl
def planledger_tables():
    return [said]
"""
BROKEN = {
    "an import that fails": ("import nowhere_to_be_found", "nowhere_to_be_found"),
    "a fault in a hook": (
        "from ledger import hookimpl\n@hookimpl\ndef planledger_tables():\n    return 1 / 0",
        "ZeroDivisionError",
    ),
    "a hook that there is not": (
        "from ledger import hookimpl\n@hookimpl\ndef planledger_tabels():\n    return []",
        "planledger_tabels",
    ),
    "a mistake in an event": (
        "from ledger import Event\nclass Bad(Event, topic='x.y', title='X', key=('nothing',)): 'X'",
        "there is no field nothing",
    ),
    "two tables of one name": (
        "from ledger import Table, hookimpl, table\n@table('a', title='A')\ndef a(view): return Table('A')\n"
        "@hookimpl\ndef planledger_tables():\n    return [a, a]",
        "two tables are named 'a'",
    ),
}


def install(folder: Path, module: str, code: str, name: str = "") -> None:
    """What pip leaves of a distribution ``planledger-<module>`` with one plugin."""
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    about = folder / f"planledger_{module}-1.2.3.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: planledger-{module}\nVersion: 1.2.3\n")
    (about / "entry_points.txt").write_text(f"[planledger.plugins]\n{name or module} = {module}\n")


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The command with the distributions in ``folder`` installed beside the real ones."""
    paths = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    command = [str(Path(sys.executable).parent / "planledger"), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, env=paths, check=False)
    return result.returncode, result.stdout, result.stderr


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Plugins:
    """The plugins in ``folder`` alone."""
    monkeypatch.syspath_prepend(str(folder))
    found = [
        point
        for distribution in metadata.distributions(path=[str(folder)])
        for point in distribution.entry_points.select(group="planledger.plugins")
    ]
    return Plugins(sorted(found, key=lambda point: point.value))


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_plugin_is_named_and_the_others_work(demo: Path, tmp_path: Path, fault: str) -> None:
    """Its name, distribution, version and error are told; the real plugins do what they always do."""
    code, said = BROKEN[fault]
    install(tmp_path, "trasig", code)
    ledger = ("--ledger", str(demo / "demo.db"))

    status, out, _errors = run(tmp_path, "plugins")
    [line] = [line for line in out.splitlines() if line.startswith("trasig")]
    assert status == 0
    assert "planledger-trasig 1.2.3" in line
    assert "FEL" in line
    assert said in " ".join(out.split())
    working = {line.split()[0] for line in out.splitlines() if "fungerar" in line}
    assert {"fds", "hsf", "rk"} <= working

    status, out, errors = run(tmp_path, *ledger, "show", "rk/ramfordelning", "--at", "2025-08-31")
    assert (status, errors) == (0, "")
    assert "369,4" in out

    status, out, errors = run(tmp_path, *ledger, "tables")
    assert status == 0
    assert "hsf/vardgaranti" in out
    assert "planledger-trasig 1.2.3" in errors

    status, out, errors = run(tmp_path, *ledger, "show", "trasig/något")
    assert (status, out) == (2, "")
    assert said in errors
    assert "avinstallera planledger-trasig" in errors
    assert "Traceback" not in errors


def test_two_plugins_that_claim_one_topic_are_both_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither gets it."""
    for name in ("ett", "annat"):
        install(tmp_path, name, GOOD.format(topic="samma.sak-sagd", table=name))
    with pytest.raises(Refused) as caught:
        installed(tmp_path, monkeypatch).catalogue()
    assert "planledger-ett" in str(caught.value)
    assert "planledger-annat" in str(caught.value)
    assert "samma.sak-sagd" in str(caught.value)


def test_two_plugins_of_one_name_are_both_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table's full name would be two tables."""
    for name in ("forsta", "andra"):
        install(tmp_path, name, GOOD.format(topic=f"{name}.sak-sagd", table="sagt"), name="sagor")
    plugins = installed(tmp_path, monkeypatch)
    with pytest.raises(Refused, match="planledger-andra, planledger-forsta"):
        plugins.table("sagor/sagt")


def test_a_plugin_gives_its_events_and_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole plugin is one module."""
    install(tmp_path, "hel", GOOD.format(topic="hel.sak-sagd", table="sagt"))
    plugins = installed(tmp_path, monkeypatch)
    assert plugins.table("hel/sagt").title == "Sagt"
    assert "hel.sak-sagd" in plugins.catalogue()
    assert plugins.catalogue().owner("hel.sak-sagd") == "planledger-hel"
    with pytest.raises(Refused, match="menade du ”hel/sagt”"):
        plugins.table("hel/sakt")
    with pytest.raises(Refused, match="inget insticksprogram ”hela”"):
        plugins.table("hela/sagt")
