"""The documents say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.cli.group import HOMES
from readme import DOCUMENTS, README, filled

ROOT = README.parent


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_shows_what_the_commands_print(document: Path) -> None:
    """Every command in it is run, in order, and the example plugin in it is the one that is tested."""
    text = document.read_text(encoding="utf-8")
    assert filled(text) == text, "run scripts/readme.py"


@pytest.mark.parametrize(
    "document", [README, *(ROOT / "docs").glob("*.md"), ROOT / "CHANGELOG.md"], ids=lambda path: path.name
)
def test_every_link_leads_somewhere(document: Path) -> None:
    """Links to files of the project."""
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_architecture_names_rooms_that_are_there() -> None:
    """Each row of the table of rooms is a file or a folder."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^\| `([^`*]+)` \|", text, re.MULTILINE)
    assert len(rooms) > 15
    assert [room for room in rooms if not (ROOT / room).exists()] == []
    here = {f"ledger/{path.name}{'/' if path.is_dir() else ''}" for path in (ROOT / "ledger").iterdir()}
    untold = here - set(rooms) - {"ledger/__init__.py", "ledger/__pycache__/", "ledger/locale/", "ledger/py.typed"}
    assert untold == set()


def test_every_command_is_in_the_readme_or_a_document() -> None:
    """No command is secret."""
    texts = " ".join(path.read_text(encoding="utf-8") for path in [README, *(ROOT / "docs").glob("*.md")])
    assert [name for name in HOMES if f"planledger {name}" not in texts and f"`{name}" not in texts] == []
