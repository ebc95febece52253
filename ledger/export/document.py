"""A report as a document: what is to stand on paper, in order, whatever file it is written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.explain.diff.sheet import told_apart
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
from ledger.tables.pictures import Picture
from ledger.tables.printed import Cell, Printed, PrintedRow, printed, prose_notes
from ledger.tables.report import ShownReport, ShownSection
from ledger.tables.table import Column, Content, Kind, Mark, Parts, Tone
from ledger.views.facts import Prose, Text
from ledger.views.view import View


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text. One with an ``id`` can be explained; ``sign`` (" †") marks it, and a note says why."""

    text: str
    id: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """Something that can be explained: what it is called, and what it holds as seen in a view. ``why`` are the
    arguments of the command that tells it all, what only selects included; none for a text, which it cannot ask about.
    """

    name: str
    content: Content
    view: View
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the figures in it, and the notes that belong to them."""

    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]
    id: str

    @property
    def text(self) -> str:
        """All of it, the signs too."""
        return "".join(piece.text + piece.sign for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid. ``cell`` is what the JSON contract says of it; the pieces are its text, in order; ``id`` names
    it, and is "" where nothing lies behind it.
    """

    pieces: tuple[Piece, ...]
    cell: Cell
    content: Content
    id: str

    @property
    def text(self) -> str:
        """All of it, the signs too."""
        return "".join(piece.text + piece.sign for piece in self.pieces)

    @property
    def tone(self) -> Tone:
        """What a colour may help the eye with; the text says it already."""
        return self.cell.tone


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid: its kind, its label, how far it is indented, and a box a column."""

    kind: Kind
    key: str
    label: str
    indent: int
    boxes: tuple[Box, ...]

    @property
    def heading(self) -> bool:
        """Whether it only heads the rows below."""
        return self.kind == "heading"

    @property
    def strong(self) -> bool:
        """Whether it is set in bold: headings and sums."""
        return self.kind in {"heading", "subtotal", "total"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``name`` is that of the table with its parameters, which begins the ids of its figures; ``headings``
    have the corner first and their units with them; ``numeric`` says which columns hold figures, the corner's first.
    ``title`` is "" where the chapter's says it; ``empty`` is what is said in place of rows.
    """

    name: str
    title: str
    heading: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    picture: Picture | None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section: its heading, its paragraphs, its tables."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Particular:
    """Something that is said of the whole document; ``key`` is what a template knows it by."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it is to stand on paper. ``standing`` is ARBETSMATERIAL, or when it was issued, by whom, in which
    matter; ``traced`` is all that can be explained, by id.
    """

    title: str
    standing: str
    particulars: tuple[Particular, ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...]
    traced: Mapping[str, Traced]
    shown: ShownReport

    @property
    def draft(self) -> bool:
        """Whether it has not been issued."""
        return self.shown.issued is None

    @property
    def grids(self) -> Iterator[Grid]:
        """Every table, in order."""
        for chapter in self.chapters:
            yield from chapter.grids


def document_of(shown: ShownReport, head: str = "") -> Document:
    """The document that a report makes. ``head`` is the head of the ledger's log at the report's position, if known."""
    traced: dict[str, Traced] = {}
    chapters = tuple(_chapter(section, shown, traced) for section in shown.sections)
    notes = shown.notes if chapters else (nothing_decided(shown), *shown.notes)
    return Document(shown.title, standing(shown), tuple(_particulars(shown, head)), chapters, notes, traced, shown)


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


def _chapter(section: ShownSection, shown: ShownReport, traced: dict[str, Traced]) -> Chapter:
    paragraphs = tuple(
        _paragraph(text, f"{shown.name}#{section.title}/¶{number}", section.title, shown.view, traced)
        for number, text in enumerate(section.text, 1)
    )
    return Chapter(section.title, paragraphs, tuple(_grid(table, section, traced) for table in section.tables))


def _paragraph(text: Prose, name: str, title: str, view: View, traced: dict[str, Traced]) -> Paragraph:
    traced[name] = Traced(title, text, view)
    pieces = tuple(_prose_pieces(text, name, title, view, traced))
    return Paragraph(pieces, tuple(f"{DEVIATES} {note}" for note in prose_notes(text)), name)


def _prose_pieces(text: Prose, name: str, title: str, view: View, traced: dict[str, Traced]) -> Iterator[Piece]:
    """The pieces of a text, those that are figures each with an id of its own."""
    number = 0
    for piece in text.pieces:
        if isinstance(piece, Figure):
            number += 1
            traced[f"{name}/{number}"] = Traced(f"{title}, {piece}", piece, view)
            yield Piece(str(piece), f"{name}/{number}", f" {DEVIATES}" if differs(piece) else "")
        else:
            yield Piece(piece)


def name_of_table(shown: Shown) -> str:
    """A table with its parameters, as its figures' ids begin."""
    params = "&".join(f"{key}={value}" for key, value in shown.params.items())
    return f"{shown.name}?{params}" if params else shown.name


def _grid(shown: Shown, section: ShownSection, traced: dict[str, Traced]) -> Grid:
    table, name = printed(shown.table), name_of_table(shown)
    keys = [key for key, _row in told_apart((row.key, row) for row in table.rows)]
    contents = [row.contents for row in shown.table.rows]
    lines = tuple(
        _line(row, label, contents[place], f"{name}#{keys[place]}", table, shown, traced)
        for place, (row, label) in enumerate(labelled(table))
    )
    return Grid(
        name=name,
        title=shown.title if needs_title(shown, section) else "",
        heading=shown.title,
        headings=(table.corner, *(table.heading(column) for column in table.columns)),
        numeric=tuple(side == "right" for side in alignment(table)),
        columns=table.columns,
        lines=lines,
        notes=tuple(notes_of(table)),
        picture=shown.table.picture,
        empty="" if table.rows else nothing_decided(shown),
    )


def _line(
    row: PrintedRow,
    label: str,
    contents: tuple[Content, ...],
    name: str,
    table: Printed,
    shown: Shown,
    traced: dict[str, Traced],
) -> Line:
    boxes = []
    for column, cell, content in zip(table.columns, row.cells, contents, strict=True):
        called = f"{row.label}, {column.label}" if row.label else column.label
        whole = Traced(called, content, shown.view, why_arguments(shown, row.key or row.label, column.name))
        boxes.append(_box(cell, whole, f"{name}/{column.name}", traced))
    return Line(row.kind, row.key, label, 1 if row.kind == "varav" else 0, tuple(boxes))


def why_arguments(shown: Shown, row: str, column: str) -> tuple[str, ...]:
    """What ``planledger why`` is to be asked about a cell, as it was seen."""
    view = shown.view
    known = ("--known", moment(view.known).astimezone(STOCKHOLM).isoformat()) if view.position else ()
    params = (f"{key}={value}" for key, value in shown.params.items())
    return (shown.name, *params, "--row", row, "--column", column, "--at", view.at.isoformat(), *known)


def _box(cell: Cell, whole: Traced, name: str, traced: dict[str, Traced]) -> Box:
    """A cell's box; ``whole`` is all of it, of which each figure of several is a part."""
    called, content, view = whole.name, whole.content, whole.view
    match content:
        case Parts(parts, separator):
            pieces: list[Piece] = []
            for number, (part, each) in enumerate(zip(parts, cell.parts, strict=True), 1):
                own = f"{name}/{each.label or number}"
                about = f"{called}, {each.label}" if each.label else called
                traced[own] = Traced(about, part.figure, view, (*whole.why, "--part", each.label or each.text))
                before = (separator if number > 1 else "") + (f"{each.label}: " if each.label else "")
                pieces += [Piece(before)] if before else []
                pieces.append(Piece(each.text, own, signs_of(each)))
        case Prose():
            pieces = list(_prose_pieces(content, name, called, view, traced))
        case Figure() | Mark(_, _, Text()):
            pieces = [Piece(cell.text, name, signs_of(cell))]
        case _:
            pieces = [Piece(cell.text, "", signs_of(cell))] if cell.text else []
    behind = isinstance(content, Figure | Parts | Prose | Text) or (isinstance(content, Mark) and bool(content.source))
    if behind:
        traced[name] = whole
    return Box(tuple(pieces), cell, content, name if behind else "")
