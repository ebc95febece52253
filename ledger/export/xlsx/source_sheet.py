"""The sheet of sources: which events each figure comes from, one a row, and the documents that they were read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.events.envelope import Envelope, Source
from ledger.explain.telling import standing_told
from ledger.explain.why import Version
from ledger.export.document import Box, Document, Paragraph
from ledger.export.trace import Trace, leaves
from ledger.export.xlsx.cells import Place
from ledger.export.xlsx.layout import lines_beside
from ledger.export.xlsx.names import cut
from ledger.export.xlsx.page import set_up_page
from ledger.export.xlsx.pen import Pen
from ledger.export.xlsx.style import FOLDED, HEADING, LEFT, QUIET, TITLE
from ledger.language import _

LONGEST_SHOWN = 60
"""How many characters of what is explained stand beside each source: enough for any figure, and to know a text by."""

NO_SOURCE = Source(document="")
"""That of an event which names none."""

Said = str | date | int | None
"""What a cell says: a text, a day, or a recorded time."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure or a text that has sources: its id, where it stands, and what it says."""

    id: str
    table: str
    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """An event, and a figure that comes from it."""

    figure: Explained
    version: Version

    @property
    def envelope(self) -> Envelope:
        """Who decided it, when, and by which document."""
        return self.version.envelope

    @property
    def source(self) -> Source:
        """Where it was read."""
        return self.envelope.source or NO_SOURCE


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and what it says of an origin."""

    heading: str
    width: int
    said: Callable[[Origin], Said]


def _columns() -> tuple[Column, ...]:
    """The columns, in order."""
    return (
        Column(_("Siffrans id"), 40, lambda each: each.figure.id),
        Column(_("Tabell"), 24, lambda each: each.figure.table),
        Column(_("Rad"), 30, lambda each: each.figure.row),
        Column(_("Kolumn"), 20, lambda each: each.figure.column),
        Column(_("Visas som"), 24, lambda each: cut(each.figure.text, LONGEST_SHOWN)),
        Column(_("Händelse"), 38, lambda each: each.version.record.id),
        Column(_("Gäller från"), 12, lambda each: each.envelope.effective_on),
        Column(_("Beslutad av"), 24, lambda each: str(each.envelope.decided_by or "")),
        Column(_("Dokument"), 66, lambda each: each.source.title),
        Column(_("Dokumentets id"), 20, lambda each: each.source.document),
        Column(_("Diarienummer"), 14, lambda each: each.source.diarienummer),
        Column(_("Publicerad"), 12, lambda each: each.source.published_on),
        Column(_("Avsnitt"), 28, lambda each: each.source.section),
        Column(_("Plats"), 24, lambda each: each.source.place),
        Column(_("Registrerad"), 17, lambda each: each.version.record.recorded),
        Column(_("Ställning"), 18, lambda each: standing_told(each.version)),
    )


def write_sources(pen: Pen, document: Document, trace: Trace) -> None:
    """Write the sheet, with a filter over its rows."""
    columns, origins = _columns(), list(_origins(document, trace))
    pen.text((0, 0), _("Källor"), TITLE)
    headings = _write_notes(pen, 1, trace) + 1
    pen.widths(column.width for column in columns)
    for place, column in enumerate(columns):
        pen.text((headings, place), column.heading, HEADING)
    for row, origin in enumerate(origins, headings + 1):
        _write_origin(pen, row, origin, columns)
    last = headings + len(origins), len(columns) - 1
    pen.sheet.autofilter(headings, 0, *last)
    pen.sheet.freeze_panes(headings + 1, 1)
    pen.sheet.repeat_rows(headings)
    pen.sheet.repeat_columns(0)
    set_up_page(pen.sheet, document, last, across=2)


def _write_notes(pen: Pen, row: int, trace: Trace) -> int:
    """What is said of the whole sheet, from a row on. The row after it."""
    notes = [_("Siffrans id står i dolda kolumner till höger i varje tabell.")]
    if trace.reservation:
        notes.append(trace.reservation)
    for each, note in enumerate(notes, row):
        pen.text((each, 0), note, QUIET)
    return row + len(notes)


def _write_origin(pen: Pen, row: int, origin: Origin, columns: Sequence[Column]) -> None:
    """A row: a figure, and an event that it comes from."""
    cells = [column.said(origin) for column in columns]
    for column, said in enumerate(cells):
        _write_said(pen, (row, column), said)
    texts = [said if isinstance(said, str) else "" for said in cells]
    pen.height(row, lines_beside(texts, [column.width for column in columns]))


def _write_said(pen: Pen, place: Place, said: Said) -> None:
    """A cell; one that says nothing is left as it is."""
    match said:
        case str() if said:
            pen.text(place, said, FOLDED)
        case date():
            pen.day(place, said, LEFT)
        case int():
            pen.moment(place, said, LEFT)


def _origins(document: Document, trace: Trace) -> Iterator[Origin]:
    """Each figure with each event that its explanation ends in, once."""
    for figure in _figures(document):
        versions = {version.record.id: version for version in leaves(trace.nodes[figure.id])}
        for version in versions.values():
            yield Origin(figure, version)


def _figures(document: Document) -> Iterator[Explained]:
    """All that can be explained, in the order that it stands."""
    for chapter in document.chapters:
        for number, paragraph in enumerate(chapter.paragraphs, 1):
            yield from _explained(paragraph, chapter.title, f"¶{number}", "")
        for grid in chapter.grids:
            for line in grid.lines:
                for heading, box in zip(grid.headings[1:], line.boxes, strict=True):
                    yield from _explained(box, grid.heading, line.label, heading)


def _explained(whole: Box | Paragraph, table: str, row: str, column: str) -> Iterator[Explained]:
    """A cell or a paragraph, and each figure in it that has an id of its own."""
    if whole.id:
        yield Explained(whole.id, table, row, column, whole.text)
    for piece in whole.pieces:
        if piece.id not in {"", whole.id}:
            yield Explained(piece.id, table, row, column, piece.text + piece.sign)
