"""What every rendering of a printed table shares: its lines of text, its notes, and what it was seen from."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.language import _
from ledger.surroundings import STOCKHOLM, moment
from ledger.tables.definition import Shown
from ledger.tables.printed import Cell, Printed, PrintedRow, prose, prose_notes
from ledger.tables.report import Issuance, ShownReport, ShownSection
from ledger.views.facts import Prose
from ledger.views.view import View

DEVIATES = "†"
"""Marks a figure of which a document prints something else."""


def lines_of(table: Printed, *, marked: bool = True) -> list[list[str]]:
    """The label and the cells of each row; what left something out or deviates is marked. Varav rows say so once, in a
    heading or each; where nothing is counted they are only parts.
    """
    labels = (f"– {label}" if row.kind == "varav" else label for row, label in labelled(table))
    return [
        [label, *(f"{cell.text}{signs_of(cell) if marked else ''}" for cell in row.cells)]
        for row, label in zip(table.rows, labels, strict=True)
    ]


def labelled(table: Printed) -> Iterator[tuple[PrintedRow, str]]:
    """The rows, each with its label; varav rows say that they are, unless a heading does or they are only parts."""
    headed = False
    for row in table.rows:
        headed = row.kind == "heading" or (headed and row.kind == "varav")
        counted = any(cell.number for cell in row.cells)
        says_so = row.kind == "varav" and counted and not headed
        yield row, _("varav {label}").format(label=row.label) if says_so else row.label


def signs_of(cell: Cell) -> str:
    """The signs after a cell: that it left something out, or that a document prints something else."""
    return (" *" if cell.left_out else "") + (f" {DEVIATES}" if cell.deviates else "")


def alignment(table: Printed) -> list[str]:
    """Right for columns of figures, left for the rest."""
    places = range(len(table.columns))
    numeric = [any(row.cells[place].number for row in table.rows) for place in places]
    return ["left", *("right" if each else "left" for each in numeric)]


def notes_of(table: Printed) -> list[str]:
    """All that stands under a table; what marks a cell begins its note."""
    return [
        *table.notes,
        *(f"* {each}" for each in table.incomplete),
        *(f"{DEVIATES} {each}" for each in table.deviating),
    ]


def paragraph_of(text: Prose) -> tuple[str, list[str]]:
    """A paragraph with what deviates marked, and its notes."""
    return prose(text, DEVIATES), [f"{DEVIATES} {each}" for each in prose_notes(text)]


def needs_title(table: Shown, section: ShownSection) -> bool:
    """Whether a table's title says more than that of the section that it comes first in."""
    return table.title != section.title or table is not section.tables[0]


def nothing_decided(shown: Shown | ShownReport) -> str:
    """What is said in place of an empty table."""
    about = ", ".join(f"{key} {value}" for key, value in shown.params.items())
    return _("Inget är registrerat{about} per {at}.").format(about=f" ({about})" if about else "", at=shown.view.at)


def standing(shown: ShownReport) -> str:
    """What stands by a report's title: that it is a draft, or when it was issued, by whom and in which matter."""
    return issuance_told(shown.issued) if shown.issued else _("ARBETSMATERIAL")


def issuance_told(issued: Issuance) -> str:
    """When a report was issued, by whom, and in which matter, as far as that is known."""
    told = _("Fastställd {day}").format(day=issued.on)
    if issued.body:
        told += _(" av {body}").format(body=issued.body)
    return told + (_(", dnr {number}").format(number=issued.diarienummer) if issued.diarienummer else "")


def seen_from(shown: Shown | ShownReport) -> str:
    """Both times, the position and the ledger's title."""
    return seen_from_view(shown.view, shown.ledger)


def seen_from_view(view: View, title: str) -> str:
    """Both times, the position and the ledger's title, of what was seen in a view."""
    known = (
        f"{moment(view.known).astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if view.position else _("innan något registrerats")
    )
    line = _("Per {at}, enligt vad som var känt {known} (position {position})").format(
        at=view.at, known=known, position=view.position
    )
    return f"{line} · {title}" if title else line
