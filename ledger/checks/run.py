"""Running the checks, förvaltning by förvaltning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.checks.activities import ACTIVITY_CHECKS
from ledger.checks.assertions import ASSERTION_CHECKS
from ledger.checks.economy import ECONOMY_CHECKS
from ledger.checks.finding import Check, Finding
from ledger.checks.followup import FOLLOWUP_CHECKS
from ledger.checks.locks import LOCK_CHECKS
from ledger.events import (
    ActivityPlanned,
    Asserted,
    Event,
    GrantAllocated,
    IndicatorDefined,
    LineDefined,
    LockClosed,
    RamAllocated,
    RamChanged,
    RoundOpened,
    UnitFormed,
    UppdragGiven,
)
from ledger.views.view import View

CORE_CHECKS: tuple[Check, ...] = (
    *ASSERTION_CHECKS,
    *ECONOMY_CHECKS,
    *ACTIVITY_CHECKS,
    *FOLLOWUP_CHECKS,
    *LOCK_CHECKS,
)
"""The checks that every förvaltning shares."""

GRAVITY = ("error", "warning", "info")

_OF_FORVALTNINGAR: tuple[type[Event], ...] = (
    UnitFormed,
    LineDefined,
    RoundOpened,
    IndicatorDefined,
    RamAllocated,
    RamChanged,
    GrantAllocated,
    ActivityPlanned,
    UppdragGiven,
    Asserted,
    LockClosed,
)
"""The kinds that a förvaltning is known by: everything else that a check reads refers to one of them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, the gravest first, in which förvaltningar of those that the ledger knows."""

    view: View
    known: tuple[str, ...]
    forvaltningar: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found but what is only to know."""
        return all(finding.level == "info" for finding in self.findings)


def run(view: View, checks: Iterable[Check], forvaltningar: Sequence[str] = ()) -> Checked:
    """All that the core's checks and ``checks`` find; in every förvaltning of the ledger if none is named."""
    known = known_forvaltningar(view)
    named = tuple(forvaltningar) or known
    found = [
        replace(finding, rule=each.name, forvaltning=forvaltning)
        for forvaltning in named
        for each in (*CORE_CHECKS, *checks)
        for finding in each.judge(view, forvaltning)
    ]
    return Checked(view, known, named, tuple(sorted(found, key=lambda finding: GRAVITY.index(finding.level))))


def known_forvaltningar(view: View) -> tuple[str, ...]:
    """The förvaltningar that something to check has ever been recorded of, so that one is known before its time."""
    ever = replace(view, at=date.max, position=view.reader.position())
    return tuple(sorted({fact.event.forvaltning for kind in _OF_FORVALTNINGAR for fact in ever.latest(kind)}))
