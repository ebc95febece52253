"""Setting: a report becomes a document, and every figure in it gets an id.

The id of a figure names its table with the parameters, its row and its column by their keys, which stay when names
change: ``rk/ramfordelning?period=2025#CE/ram-2025``, and after one more stroke which of several in a cell it is.
No two figures of a document have one id, and a table that stands twice in it has the same figures in both places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ledger.export.document import Box, Chapter, Document, Grid, Line, Paragraph, Particular, Piece, Traced
from ledger.figures.figure import Figure
from ledger.figures.rounding import differs
from ledger.language import _
from ledger.surroundings import STOCKHOLM, moment
from ledger.tables.definition import Shown
from ledger.tables.lines import (
    DEVIATES,
    alignment,
    labelled,
    needs_title,
    notes_of,
    nothing_decided,
    signs_of,
    standing,
)
from ledger.tables.printed import Cell, Printed, PrintedRow, printed, prose_notes
from ledger.tables.report import ShownReport, ShownSection
from ledger.tables.table import Column, Content, Mark, Part, Parts
from ledger.views.facts import Prose, Text
from ledger.views.view import View


def document_of(shown: ShownReport, head: str = "") -> Document:
    """The document that a report makes. ``head`` is the head of the ledger's log at the report's position, if known."""
    setter = _Setter(shown.view)
    chapters = tuple(setter.chapter(section, shown.name) for section in shown.sections)
    notes = shown.notes if chapters else (nothing_decided(shown), *shown.notes)
    particulars = tuple(_particulars(shown, head))
    return Document(shown.title, standing(shown), particulars, chapters, notes, setter.traced, shown)


def _particulars(shown: ShownReport, head: str) -> Iterator[Particular]:
    """All that is said of the whole document, as far as it is known."""
    issued, view = shown.issued, shown.view
    known = f"{moment(view.known).astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if view.position else ""
    status = _("fastställd {day}").format(day=issued.on) if issued else _("ARBETSMATERIAL")
    parameters = ", ".join(f"{key} {value}" for key, value in shown.params.items() if key != "period")
    for key, label, text in (
        ("office", _("Förvaltning"), shown.office),
        ("period", _("Period"), shown.period or shown.params.get("period", "")),
        ("parameters", _("Urval"), parameters),
        ("standing", _("Status"), status),
        ("body", _("Fastställd av"), issued.body if issued else ""),
        ("diarienummer", _("Diarienummer"), issued.diarienummer if issued else ""),
        ("at", _("Läget den"), view.at.isoformat()),
        ("known", _("Som det var känt"), known or _("innan något registrerats")),
        ("ledger", _("Liggare"), shown.ledger),
        ("position", _("Position"), str(view.position)),
        ("head", _("Liggarens huvud"), head),
    ):
        if text:
            yield Particular(key, label, text)


@dataclass
class _Setter:
    """Sets the parts of a report, and keeps what can be explained by the id that it gets."""

    view: View
    traced: dict[str, Traced] = field(default_factory=dict)
    _grids: dict[str, Grid] = field(default_factory=dict)

    def _kept(self, name: str, about: Traced) -> str:
        """Keep something that can be explained. The id that it got: its name, and a number if that was taken."""
        number, own = 1, name
        while own in self.traced:
            number += 1
            own = f"{name} ({number})"
        self.traced[own] = about
        return own

    def chapter(self, section: ShownSection, report: str) -> Chapter:
        """A section with its paragraphs and tables."""
        paragraphs = tuple(
            self._paragraph(text, f"{report}#{section.title}/¶{number}", section.title)
            for number, text in enumerate(section.text, 1)
        )
        return Chapter(section.title, paragraphs, tuple(self._titled(table, section) for table in section.tables))

    def _paragraph(self, text: Prose, name: str, title: str) -> Paragraph:
        own = self._kept(name, Traced(title, text, self.view))
        pieces = tuple(self._prose(text, own, title, self.view))
        return Paragraph(pieces, tuple(f"{DEVIATES} {note}" for note in prose_notes(text)), own)

    def _prose(self, text: Prose, name: str, title: str, view: View) -> Iterator[Piece]:
        """The pieces of a text, those that are figures each with an id of its own."""
        number = 0
        for piece in text.pieces:
            if isinstance(piece, Figure):
                number += 1
                own = self._kept(f"{name}/{number}", Traced(f"{title}, {piece}", piece, view))
                yield Piece(str(piece), own, f" {DEVIATES}" if differs(piece) else "")
            else:
                yield Piece(piece)

    def _titled(self, shown: Shown, section: ShownSection) -> Grid:
        """A table under its title, where the section's does not say it."""
        name = name_of_table(shown)
        if name not in self._grids:
            self._grids[name] = self._grid(shown, name)
        return replace(self._grids[name], title=shown.title if needs_title(shown, section) else "")

    def _grid(self, shown: Shown, name: str) -> Grid:
        table = printed(shown.table)
        rows = zip(labelled(table), shown.table.rows, strict=True)
        asked = _Asked(shown, table)
        return Grid(
            name=name,
            title="",
            heading=shown.title,
            headings=(table.corner, *(table.heading(column) for column in table.columns)),
            numeric=tuple(side == "right" for side in alignment(table)),
            columns=table.columns,
            lines=tuple(
                self._line(row, label, each.contents, table.columns, asked, name) for (row, label), each in rows
            ),
            notes=tuple(notes_of(table)),
            picture=shown.table.picture,
            empty="" if table.rows else nothing_decided(shown),
        )

    def _line(
        self,
        row: PrintedRow,
        label: str,
        contents: tuple[Content, ...],
        columns: tuple[Column, ...],
        asked: _Asked,
        name: str,
    ) -> Line:
        boxes = []
        for column, cell, content in zip(columns, row.cells, contents, strict=True):
            called = f"{row.label}, {column.label}" if row.label else column.label
            whole = Traced(called, content, asked.shown.view, asked.arguments(row, column))
            boxes.append(self._box(cell, whole, f"{name}#{row.key}/{column.name}"))
        return Line(row.kind, row.key, label, 1 if row.kind == "varav" else 0, tuple(boxes))

    def _box(self, cell: Cell, whole: Traced, name: str) -> Box:
        """A cell's box; ``whole`` is all of it, of which each figure of several is a part."""
        content = whole.content
        own = self._kept(name, whole) if _has_origin(content) else ""
        match content:
            case Parts(parts, separator):
                pieces = list(self._parts(cell, parts, separator, whole, own))
            case Prose():
                pieces = list(self._prose(content, own, whole.name, whole.view))
            case Figure() | Mark(_, _, Text()):
                pieces = [Piece(cell.text, own, signs_of(cell))]
            case _:
                pieces = [Piece(cell.text, "", signs_of(cell))] if cell.text else []
        return Box(tuple(pieces), cell, content, own)

    def _parts(self, cell: Cell, parts: tuple[Part, ...], separator: str, whole: Traced, name: str) -> Iterator[Piece]:
        """The pieces of a cell with several figures, each with an id of its own."""
        names = Counter(each.label or each.text for each in cell.parts)
        for number, (part, each) in enumerate(zip(parts, cell.parts, strict=True), 1):
            called = f"{whole.name}, {each.label}" if each.label else whole.name
            asked = each.label or each.text
            why = (*whole.why, "--part", asked) if whole.why and names[asked] == 1 else ()
            about = Traced(called, part.figure, whole.view, why)
            if before := (separator if number > 1 else "") + (f"{each.label}: " if each.label else ""):
                yield Piece(before)
            yield Piece(each.text, self._kept(f"{name}/{each.label or number}", about), signs_of(each))


def _has_origin(content: Content) -> bool:
    """Whether something lies behind a content that can be explained."""
    return isinstance(content, Figure | Parts | Prose | Text) or (isinstance(content, Mark) and bool(content.source))


def name_of_table(shown: Shown) -> str:
    """A table with its parameters, as its figures' ids begin."""
    params = "&".join(f"{key}={value}" for key, value in shown.params.items())
    return f"{shown.name}?{params}" if params else shown.name


class _Asked:
    """What ``planledger why`` is to be asked about the cells of a table, as it was seen. It cannot be asked about a
    cell that no name leads to alone, since others are called the same.
    """

    def __init__(self, shown: Shown, table: Printed):
        self.shown = shown
        self._keys = Counter(row.key for row in table.rows)
        self._labels = Counter(row.label for row in table.rows)
        self._columns = Counter(column.name for column in table.columns)

    def arguments(self, row: PrintedRow, column: Column) -> tuple[str, ...]:
        """The arguments of the command; none if it cannot be asked."""
        name, view = self._name(row), self.shown.view
        if not name or self._columns[column.name] > 1:
            return ()
        known = ("--known", moment(view.known).astimezone(STOCKHOLM).isoformat()) if view.position else ()
        params = (f"{key}={value}" for key, value in self.shown.params.items())
        cell = ("--row", name, "--column", column.name)
        return (self.shown.name, *params, *cell, "--at", view.at.isoformat(), *known)

    def _name(self, row: PrintedRow) -> str:
        """The key or the label of a row, if it is its alone."""
        if self._keys[row.key] == 1 and row.key:
            return row.key
        return row.label if self._labels[row.label] == 1 and not self._keys[row.label] else ""
