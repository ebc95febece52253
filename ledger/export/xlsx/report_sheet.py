"""The first sheet: what is said of the whole document, its texts, and where its tables and sources are."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.export.document import Chapter, Document, Paragraph, Particular
from ledger.export.xlsx.names import Names
from ledger.export.xlsx.page import set_up_page
from ledger.export.xlsx.pen import Pen
from ledger.export.xlsx.style import BOLD, CHAPTER, FOLDED, LABEL, LEFT, QUIET, TITLE
from ledger.language import _

LABELS, TEXTS, IDS = 0, 1, 2
"""The columns."""

LABEL_WIDTH, TEXT_WIDTH = 24, 84
"""How many characters wide those that are seen are."""

PARTICULARS = 3
"""The row of the first thing that is said of the whole document, from 0; above it stand its title and its standing."""


def write_report(pen: Pen, document: Document, names: Names) -> None:
    """Write the sheet; ``names`` are those of the sheets that it leads to."""
    _ReportSheet(pen, document, names).write()


class _ReportSheet:
    """The sheet as it is being written."""

    def __init__(self, pen: Pen, document: Document, names: Names):
        self._pen = pen
        self._document = document
        self._names = names

    def write(self) -> None:
        """All of it, from the top down."""
        pen, document = self._pen, self._document
        pen.widths([LABEL_WIDTH, TEXT_WIDTH])
        pen.hide(IDS)
        pen.sheet.hide_gridlines(2)
        pen.text((0, LABELS), document.title, TITLE)
        pen.height(0, 1, 1.6)
        pen.text((1, LABELS), document.standing, BOLD)
        row = self._write_particulars(PARTICULARS) + 1
        tables = iter(self._names.tables)
        for chapter in document.chapters:
            row = self._write_chapter(row, chapter, tables)
        for note in document.notes:
            row = pen.long((row, TEXTS), TEXT_WIDTH, note, QUIET | FOLDED)
        pen.text((row, LABELS), _("Källor"), LABEL)
        pen.link((row, TEXTS), self._names.sources, _("Varje siffras händelser och dokument"))
        set_up_page(pen.sheet, document, last=(row, TEXTS), landscape=False)

    def _write_particulars(self, row: int) -> int:
        """What is said of the whole document, from a row on. The row after it."""
        for particular in self._document.particulars:
            self._pen.text((row, LABELS), particular.label, LABEL)
            row = self._write_particular(row, particular)
        return row

    def _write_particular(self, row: int, particular: Particular) -> int:
        """What a particular says: the day, the moment and the position so that they can be counted with. The row after
        it.
        """
        view, place = self._document.shown.view, (row, TEXTS)
        match particular.key:
            case "at":
                self._pen.day(place, view.at, LEFT)
            case "known" if view.position:
                self._pen.moment(place, view.known, LEFT)
            case "position":
                self._pen.number(place, view.position, LEFT)
            case _:
                return self._pen.long(place, TEXT_WIDTH, particular.text, FOLDED)
        return row + 1

    def _write_chapter(self, row: int, chapter: Chapter, tables: Iterator[str]) -> int:
        """A chapter, from a row on: its texts, and a link to each table, whose sheets are the next of ``tables``. The
        row after it, and one that is empty.
        """
        self._pen.text((row, LABELS), chapter.title, CHAPTER)
        self._pen.height(row, 1, 1.4)
        row += 1
        for paragraph in chapter.paragraphs:
            row = self._write_paragraph(row, paragraph)
        for grid in chapter.grids:
            self._pen.text((row, LABELS), _("Tabell"))
            self._pen.link((row, TEXTS), next(tables), grid.heading)
            row += 1
        return row + 1

    def _write_paragraph(self, row: int, paragraph: Paragraph) -> int:
        """A paragraph with its id and its notes, from a row on. The row after it."""
        self._pen.text((row, IDS), paragraph.id)
        row = self._pen.long((row, TEXTS), TEXT_WIDTH, paragraph.text, FOLDED)
        for note in paragraph.notes:
            row = self._pen.long((row, TEXTS), TEXT_WIDTH, note, QUIET | FOLDED)
        return row
