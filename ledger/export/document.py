"""A document: what is to stand on paper, in order, whatever file it is written to (``setting.py`` makes it)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.tables.pictures import Picture
from ledger.tables.printed import Cell
from ledger.tables.report import ShownReport
from ledger.tables.table import Column, Content, Kind, Tone
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
