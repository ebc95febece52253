"""A desk: the command on one ledger, and what a test wants to hear of it. A test adds what it asks for itself."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from databases import rows
from ledger.cli import main
from ledger.testing import Clock, surroundings


class BaseDesk:
    """The command on one ledger, in a file or at a URL. With a clock it is a controller's and can be repeated; without
    one it has the system's surroundings.
    """

    def __init__(self, place: str | Path, capsys: pytest.CaptureFixture[str], clock: Clock | None = None):
        self.place = str(place)
        self._around = surroundings(clock, seed=7, user="controller") if clock else None
        self._capsys = capsys

    def call(self, *arguments: object) -> tuple[int, str, str]:
        """Exit code, output and errors of a command. No trace of the program's own ever reaches a user."""
        code = main(["--ledger", self.place, *map(str, arguments)], self._around)
        output = self._capsys.readouterr()
        assert "Traceback" not in output.out + output.err
        assert "fel i sig självt" not in output.err
        return code, output.out, output.err

    def run(self, *arguments: object, code: int = 0) -> str:
        """What a command prints that says nothing beside."""
        found, out, errors = self.call(*arguments)
        assert (found, errors) == (code, "")
        return out

    def data(self, *arguments: object, code: int = 0) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.run(*arguments, "--format", "json", code=code))

    def refused(self, *arguments: object) -> str:
        """What is said when a command is refused: on standard error, with exit code 2, and nothing is recorded."""
        before = self.last()
        code, out, errors = self.call(*arguments)
        assert (code, out, self.last()) == (2, "", before)
        return errors

    def last(self) -> tuple[int, int] | None:
        """The number of events and the last recorded time; None where there is no ledger."""
        if "://" not in self.place and not Path(self.place).is_file():
            return None
        try:
            [(events, recorded)] = rows(self.place, "SELECT (SELECT count(*) FROM event), recorded FROM ledger")
        except sqlite3.DatabaseError:
            return None
        return events, recorded
