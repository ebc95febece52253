"""The house: each room imports only what stands below it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLUGINS = {path.name for path in ROOT.glob("plugins/*/planledger_*")}


def imported(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every module that a file below ``folder`` imports."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((file, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield file, node.module or ""


def importers(package: str, folder: Path = ROOT / "ledger") -> set[str]:
    """The files below ``folder`` that import a package."""
    return {str(file.relative_to(folder)) for file, name in imported(folder) if name.partition(".")[0] == package}


def test_the_layers_look_downwards_only() -> None:
    """import-linter holds the order of the rooms, as pyproject.toml has it."""
    pytest.importorskip("importlinter", reason="import-linter is not installed; scripts/check runs it")
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_event_store_library_stays_in_the_store() -> None:
    """Everybody else speaks the ledger's own types."""
    assert importers("eventsourcing") == {
        "store/postgres_recorder.py",
        "store/recorder.py",
        "store/recording.py",
        "store/sqlite_recorder.py",
    }


def test_the_databases_stay_in_the_store() -> None:
    """No other room knows which database it is."""
    assert all(name.startswith("store/") for name in importers("sqlite3") | importers("psycopg"))


def test_the_plugin_library_stays_with_the_hooks() -> None:
    """Two files know how plugins are found."""
    assert importers("pluggy") == {"hookspecs.py", "plugins.py"}


def test_the_core_knows_no_plugin() -> None:
    """What a förvaltning has of its own is found by entry point."""
    assert PLUGINS
    assert not any(importers(plugin) for plugin in PLUGINS)


@pytest.mark.parametrize("plugin", sorted(PLUGINS))
def test_no_plugin_knows_another_nor_what_is_not_public(plugin: str) -> None:
    """A plugin is written as a third party's would be: against the public rooms only."""
    [folder] = ROOT.glob(f"plugins/*/{plugin}")
    names = {name for _file, name in imported(folder)}
    assert not {name for name in names if name.partition(".")[0] in PLUGINS - {plugin}}
    rooms = {".".join(name.split(".")[:2]) for name in names if name.partition(".")[0] == "ledger"}
    assert rooms <= {
        "ledger.blocks",
        "ledger.checks",
        "ledger.events",
        "ledger.figures",
        "ledger.hookspecs",
        "ledger.projections",
        "ledger.tables",
        "ledger.views",
    }
