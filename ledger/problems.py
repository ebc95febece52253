"""Errors as data: where, what is wrong, and what to do about it. All of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ledger.language import _


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something that was read stands: a file, a row (1 is the heading) and a column's name."""

    file: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        if not self.file:  # said on the command line
            option = self.column.startswith("--")
            return self.column if option or not self.column else _("fält ”{field}”").format(field=self.column)
        parts = [self.file]
        if self.row is not None:
            parts.append(_("rad {row}").format(row=self.row))
        if self.column:
            parts.append(_("kolumn ”{column}”").format(column=self.column))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and the remedy."""

    what: str
    remedy: str = ""
    origin: Origin = Origin()

    def at(self, origin: Origin) -> Problem:
        """The same problem, placed; what it knows already of its place is kept."""
        known = self.origin
        place = Origin(known.file or origin.file, known.row or origin.row, known.column or origin.column)
        return replace(self, origin=place)

    def __str__(self) -> str:
        place = f"{self.origin}: " if str(self.origin) else ""
        return f"{place}{self.what}" + (f"\n    → {self.remedy}" if self.remedy else "")


class Refused(Exception):  # noqa: N818  a refusal is what the user meets, not a fault in the program
    """The call or the input was wrong: nothing was done. Carries every problem found."""

    def __init__(self, problems: Problem | Iterable[Problem]):
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refused(what: str, remedy: str = "", **origin: str | int) -> Refused:
    """A refusal with a single problem."""
    return Refused(Problem(what, remedy, Origin(**origin)))  # type: ignore[arg-type]


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy that names what comes nearest to ``word``, or else all that is known."""
    names = list(known)
    near = _near(word.casefold(), names)
    if near:
        return _("menade du {names}?").format(names=", ".join(map(_quoted, near)))
    if not names:
        return ""
    shown = ", ".join(map(_quoted, names[:12]))
    return _("det som finns är {names}").format(names=shown + (" …" if len(names) > 12 else ""))


def _quoted(name: str) -> str:
    return _("”{name}”").format(name=name)


def _near(word: str, names: list[str]) -> list[str]:
    """The names that are like ``word``, the most alike first; those clearly less so than the first are left out."""
    likeness = {name: SequenceMatcher(None, word, name.casefold()).ratio() for name in names}
    ordered = sorted(names, key=lambda name: -likeness[name])[:3]
    return [name for name in ordered if likeness[name] >= max(0.6, likeness[ordered[0]] - 0.1)]
