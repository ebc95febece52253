"""What ``import ledger`` gives: a few names, each imported when it is used."""

from __future__ import annotations

import subprocess
import sys

import ledger


def test_the_face_is_sorted_and_every_name_resolves() -> None:
    """Nothing is promised that is not there."""
    assert ledger.__all__ == sorted(ledger._HOMES)
    assert all(getattr(ledger, name) is not None for name in ledger.__all__)
    assert dir(ledger) == ledger.__all__


def test_importing_the_face_loads_nothing_heavy() -> None:
    """A command that needs none of it starts as fast as Python does."""
    code = "import sys, ledger; print(sorted(set(sys.modules) & {'pydantic', 'click', 'eventsourcing', 'pluggy', 'sqlite3'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
