"""Names of sheets, and texts cut where there is room for so many characters only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.export.document import Document
from ledger.language import _

LONGEST_NAME = 31
"""How many characters the name of a sheet has at most."""

RESERVED = frozenset({"history", "historik"})
"""Names that Excel keeps for itself."""

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Names:
    """What the sheets of a workbook are called: the first, one a table, and the last."""

    report: str
    tables: tuple[str, ...]
    sources: str


def names_of(document: Document) -> Names:
    """The names of a document's sheets. A table gives way to the sheets that every workbook has; several that are
    called the same go by their chapters.
    """
    headings = Counter(grid.heading for grid in document.grids)
    titles = [
        chapter.title if headings[grid.heading] > 1 else grid.heading
        for chapter in document.chapters
        for grid in chapter.grids
    ]
    report, sources, *tables = sheet_names([_("Rapport"), _("Källor"), *titles])
    return Names(report, tuple(tables), sources)


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names of sheets as all programs take them, no two alike whatever their case."""
    names: list[str] = []
    taken = set(RESERVED)
    for text in wanted:
        plain = " ".join(text.translate(_FORBIDDEN).split()).strip("' ") or "–"
        room = LONGEST_NAME - sum(sign > "\uffff" for sign in plain)  # each of which counts as two
        number, name = 1, cut(plain, room)
        while name.casefold() in taken:
            number += 1
            name = cut(plain, room - len(f" ({number})")) + f" ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def cut(text: str, longest: int) -> str:
    """A text, or as many whole words of it as there is room for, with an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    words = head.rpartition(" ")[0]
    return f"{(words if len(words) > longest // 2 else head).rstrip(' ,.–-')}…"
