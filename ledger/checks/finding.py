"""A finding, and what makes one: a function from a view and a förvaltning to findings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ledger.events.record import Record
from ledger.figures.figure import Figure
from ledger.views.view import View

Level = Literal["error", "warning", "info"]
"""How grave it is: figures that contradict each other; something to look into; something to know."""

Judge = Callable[[View, str], Iterable["Finding"]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: what, the figures with what each is, the events behind it, what to do."""

    level: Level
    what: str
    remedy: str
    figures: tuple[tuple[str, Figure], ...] = ()
    records: tuple[Record, ...] = ()
    rule: str = ""
    forvaltning: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What ``@check`` makes of a function: a rule with a name that stays."""

    name: str
    judge: Judge

    @property
    def description(self) -> str:
        """What it looks for: the first paragraph of the function's docstring."""
        return " ".join((inspect.getdoc(self.judge) or "").partition("\n\n")[0].split())


def check(name: str) -> Callable[[Judge], Check]:
    """Make a check of a function ``(view, forvaltning) -> Iterable[Finding]``."""

    def define(judge: Judge) -> Check:
        return Check(name, judge)

    return define
