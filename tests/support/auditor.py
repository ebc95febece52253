"""The auditor's scenario (docs/revisorn.md), at a desk with a copy of the demonstration's ledger."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from desk import BaseDesk
from ledger.testing import Clock

Json = dict[str, Any]

ISSUED_AT = "2025-10-31T15:00"
LATE, CORRECTED, WITHDRAWN, DECIDED = "2025-11-10T09:00", "2025-11-12T10:15", "2025-11-18T14:30", "2025-11-26T08:00"
NUMBER = "PÅHITTAT-1"


class Desk(BaseDesk):
    """The demonstration's ledger, with a clock that is set by hand."""

    def __init__(self, demo: Path, folder: Path, capsys: pytest.CaptureFixture[str]):
        for file in (demo / "demo.db", demo / "demo.db-wal"):
            if file.exists():
                shutil.copy(file, folder)
        self.clock = Clock(ISSUED_AT)
        super().__init__(folder / "demo.db", capsys, self.clock)

    def recorded(self, when: str, *arguments: str) -> str:
        """The id of the event that a command records at a time."""
        self.clock.set(when)
        self.run(*arguments)
        found: str = json.loads(self.run("log", "--format", "json").splitlines()[-1])["id"]
        return found

    def issue(self) -> str:
        """Issue Regionkontoret's delårsrapport for August 2025, on the day that it was published."""
        self.clock.set(ISSUED_AT)
        times = ("--at", "2025-08-31", "--known", "2025-10-31", "--effective-on", "2025-10-31")
        matter = ("--by", "Regionstyrelsen", "--diarienummer", NUMBER)
        said = self.run("issue", "rk/delarsrapport", "period=2025-08", *times, *matter)
        return said.split()[-1]

    def late(self) -> str:
        """An outcome that had taken effect arrives late."""
        fields = ("line=utbildningsmaterial", "period=2025", "accumulated=2025-01/2025-08", "amount=85 tkr")
        about = ("--effective-on", "2025-08-31", "--document", "Investeringsuppföljning")
        return self.recorded(LATE, "record", "finance.outcome-read", "forvaltning=RK", *fields, *about)

    def correct(self) -> str:
        """The forecast of what the staff costs was read wrong."""
        return self.recorded(CORRECTED, "correct", "bcef3211", "amount=-274 mnkr", "--reason", "Fel rad i underlaget")

    def withdraw(self) -> str:
        """Hours that belong to another förvaltning."""
        return self.recorded(WITHDRAWN, "withdraw", "3d13adcf", "--reason", "En annan förvaltnings timmar")

    def decide(self) -> str:
        """A new budget, which takes effect after the report's day."""
        fields = ("forvaltning=RK", "line=personal", "period=2025", "amount=-283 mnkr")
        about = ("--effective-on", "2025-11-25", "--by", "Regionfullmäktige")
        return self.recorded(DECIDED, "record", "finance.budget-set", *fields, *about)
