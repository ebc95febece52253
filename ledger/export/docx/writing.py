"""DOCX: a report as a Word document to go on with, by Planledger's template or one of the förvaltning's own.

The template is filled in (``template.py``), and the report goes where it has ``{{ content }}``: chapters under
real headings, real tables (``table.py``), pictures with captions and words for who cannot see them, and last the
sources. A table that is too wide for the page gets one that lies down (``widths.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.styles.style import ParagraphStyle

from ledger.export.document import Chapter, Document, Grid
from ledger.export.docx.place import Block, Place
from ledger.export.docx.table import TableWriter, paragraph
from ledger.export.docx.template import LANGUAGE, Opened, opened, packed
from ledger.export.docx.widths import told, widths
from ledger.export.drawing import Drawing, drawn
from ledger.export.trace import Trace
from ledger.language import _
from ledger.tables.lines import seen_from

POINTS_A_PIXEL = 0.75
TABLE_SIZE = 9.0
"""The size of tables' type where no style says one, in points."""
TALLEST = 0.7
"""How much of a page's height a picture takes at most."""
FEW = 2
"""How many paragraphs may go with a chapter's first table onto a page that lies down, whose lines are long."""
CLOSING = ("head",)
"""The particulars that end the document rather than begin it."""


def written(document: Document, trace: Trace, template: Path | None = None) -> bytes:
    """The Word file. Raises ``Refused`` for a template that cannot be used."""
    target = opened(template, document)
    place = Place(target.word)
    place.put(_resolved(list(_Content(document, trace, target, place).blocks())))
    _described(target.word, document)
    return packed(target.word)


class _Content:
    """What is to stand in the document, block by block."""

    def __init__(self, document: Document, trace: Trace, target: Opened, place: Place):
        self._document = document
        self._trace = trace
        self._target = target
        self._place = place
        self._size = _size_of(target.word, target.styles["Tabelltext"])
        self._tables = TableWriter(target.styles, self._size)
        self._numbers = count(target.word.part.next_id)  # of pictures, which are all made before any has its place

    def blocks(self) -> Iterator[Block]:
        """All of it."""
        yield from self._head()
        for chapter in self._document.chapters:
            yield from self._chapter(chapter)
        yield from (self._text("Not", note) for note in self._document.notes)
        yield from self._sources()

    def _head(self) -> Iterator[Block]:
        """The title and the particulars, those left out that the template itself says."""
        if "title" not in self._target.placed:
            yield self._text("Title", self._document.title)
        for each in self._document.particulars:
            if each.key not in self._target.placed and each.key not in CLOSING:
                yield self._particular(each.label, each.text)

    def _particular(self, label: str, text: str) -> Block:
        runs = [(f"{label}:", self._target.styles["Strong"]), (f"\t{text}", "")]
        return Block(paragraph(self._target.styles["Uppgift"], runs))

    def _chapter(self, chapter: Chapter) -> Iterator[Block]:
        yield self._text("heading 1", chapter.title, lying=None)
        lying = None if chapter.grids and len(chapter.paragraphs) <= FEW else False
        for each in chapter.paragraphs:
            yield Block(self._place.plain([(told(piece), "") for piece in each.pieces]), lying)
            yield from (self._text("Not", note, lying=lying) for note in each.notes)
        for grid in chapter.grids:
            yield from self._grid(grid)

    def _grid(self, grid: Grid) -> Iterator[Block]:
        """A table under its title, with its picture before it and its notes after."""
        if grid.title:
            yield self._text("heading 2", grid.title, lying=None)
        if drawing := drawn(grid):
            yield from self._picture(drawing)
        if not grid.lines:
            yield self._text("Not", grid.empty)
        else:
            fitted = widths(grid, self._place.width, self._place.turned, self._size)
            yield Block(self._tables.table(grid, fitted), fitted.lying)
            yield from (self._text("Not", note, lying=fitted.lying) for note in grid.notes)
            if not grid.notes:  # two tables with nothing between them would be one
                yield Block(self._place.gap(), fitted.lying)

    def _picture(self, drawing: Drawing) -> Iterator[Block]:
        """A picture, no wider than the page, and its caption; both go with the table that they are of."""
        width, height = drawing.width * POINTS_A_PIXEL, drawing.height * POINTS_A_PIXEL
        scale = min(1.0, self._place.width / width, self._place.height * TALLEST / height)
        shown = self._target.word.part.new_pic_inline(BytesIO(drawing.png()), Pt(width * scale), Pt(height * scale))
        shown.docPr.set("id", str(next(self._numbers)))
        shown.docPr.set("descr", drawing.told)
        made = paragraph(self._target.styles["Bild"], [("", "")])
        made.r_lst[0].add_drawing(shown)
        yield Block(made, lying=None)
        yield self._text("caption", drawing.caption, lying=None)

    def _sources(self) -> Iterator[Block]:
        """The documents that the figures stand in, and what the whole was seen from."""
        yield self._text("heading 1", _("Källor"))
        yield from (self._text("Källa", origin.told) for origin in self._trace.origins())
        if self._trace.reservation:
            yield self._text("Not", self._trace.reservation)
        yield self._text("Not", seen_from(self._document.shown))
        for each in self._document.particulars:
            if each.key in CLOSING:
                yield self._text("Not", f"{each.label}: {each.text}")

    def _text(self, style: str, text: str, lying: bool | None = False) -> Block:
        return Block(paragraph(self._target.styles[style], [(text, "")]), lying)


def _resolved(blocks: list[Block]) -> list[Block]:
    """The blocks, those that go with what follows on its page."""
    resolved: list[Block] = []
    lying = False
    for block in reversed(blocks):
        lying = lying if block.lying is None else block.lying
        resolved.append(replace(block, lying=lying))
    return resolved[::-1]


def _size_of(word: WordDocument, number: str) -> float:
    """The size of the type of a paragraph style, in points, looked for in what it builds upon."""
    style: Any = next(each for each in word.styles if each.style_id == number)
    while isinstance(style, ParagraphStyle):
        if style.font.size is not None:
            return float(style.font.size.pt)
        style = style.base_style
    return TABLE_SIZE


def _described(word: WordDocument, document: Document) -> None:
    """Say in the file's properties what it is. Its author is the förvaltning, and its time that of what it shows."""
    about, shown = word.core_properties, document.shown
    about.title = document.title
    about.subject = " · ".join(filter(None, (shown.office, document.standing)))
    about.author = shown.office
    about.last_modified_by = ""
    about.language = LANGUAGE
    about.created = about.modified = datetime.combine(shown.view.at, time())
    about.revision = 1
