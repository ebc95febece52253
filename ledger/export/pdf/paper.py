"""PDF: a report on paper, made to be kept (PDF/A-3a) and read by everybody (PDF/UA-1), with its JSON attached.

The page is set by Typst after ``report.typ``, which says what a template is given. The fonts are those that
Typst brings, unless a text has a sign that they lack, and the times are the ledger's own: so a report is the same bytes
on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from textwrap import wrap
from typing import Any

import typst

from ledger.export.document import Box, Chapter, Document, Grid, Line, Paragraph, Piece
from ledger.export.drawing import drawn
from ledger.export.trace import Origin, Trace
from ledger.figures.printing import NO_BREAK_SPACE
from ledger.language import SWEDISH, _
from ledger.problems import Refused, refused
from ledger.surroundings import moment
from ledger.tables.contract import report_as_json
from ledger.tables.lines import seen_from
from ledger.tables.report import ShownReport
from ledger.tables.table import Parts

STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
"""What the file is held to as it is made: to be kept with its source inside, and to be read aloud."""


def written(document: Document, trace: Trace, template: Path | None = None) -> bytes:
    """The report as PDF. Raises ``Refused`` for a template that cannot be read, that Typst has something against, or
    whose page would not meet the standards.
    """
    content = _content(document, trace)
    given = {
        "document": json.dumps(content, ensure_ascii=False),
        "report": f"{report_as_json(document.shown)}\n",
    }
    with _layout(template) as layout:
        try:
            return _compiled(layout, given, document.shown, own_fonts=template is not None)
        except typst.TypstError as error:
            raise _told(error, layout, content, own_template=template is not None) from None


def _compiled(layout: Path, given: dict[str, str], shown: ShownReport, *, own_fonts: bool) -> bytes:
    """The file that Typst makes. What no font of its own has a sign for is set in the machine's fonts: then the file
    depends on the machine, but says all.
    """
    fonts = layout.parent / "fonts"

    def compiled(*, embedded_only: bool) -> bytes:
        made = typst.compile(
            layout,
            root=layout.parent,
            font_paths=[fonts] if own_fonts and fonts.is_dir() else [],
            ignore_system_fonts=embedded_only,
            sys_inputs=given,
            pdf_standards=STANDARDS,
            timestamp=_made(shown),
        )
        if not isinstance(made, bytes):  # only several pages of pictures would be anything else
            raise TypeError(type(made).__name__)
        return made

    try:
        return compiled(embedded_only=True)
    except typst.TypstError as error:
        if not _NO_FONT.search(error.message):
            raise
        return compiled(embedded_only=False)


def _made(shown: ShownReport) -> datetime:
    """When the file says that it was made: when all in it was known, so that it is always the same file."""
    view = shown.view
    return moment(view.known).replace(microsecond=0) if view.position else datetime.combine(view.at, time(), UTC)


@contextmanager
def _layout(template: Path | None) -> Iterator[Path]:
    """The template as a file: the one given, or Planledger's own. Raises ``Refused`` if it cannot be read."""
    if template is None:
        with as_file(files(__package__) / "report.typ") as own:
            yield own
        return
    try:
        text = template.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        what = _("filen kan inte läsas: {error}").format(error=error.strerror)
        raise refused(what, _("ange en fil som finns"), file=str(template)) from None
    if package := _PACKAGE.search(text):  # a report needs no network, and is the same bytes another day
        what = _("mallen hämtar {package} från nätet").format(package=package[1])
        raise refused(what, _("lägg det som mallen behöver i dess egen mapp"), file=str(template))
    yield template.resolve()


_NO_FONT = re.compile(r'the text `"(.*?)"` could not be displayed')
"""What Typst says of a sign that no font has."""

_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""A sign as Typst writes one that is not to be seen."""

_PACKAGE = re.compile(r'"(@[^"\s]+/[^"\s]+)"')
"""A package that Typst would fetch."""

_LONG_WORD = re.compile(r"\S{40,}")
"""A word that no rule of hyphenation would divide."""

_PLACE = re.compile(r"┌─ (.+):(\d+):\d+")
"""Where Typst says that something is wrong: the file and the line."""


def _told(error: typst.TypstError, layout: Path, content: Any, *, own_template: bool) -> Refused:
    """What Typst has against a report or its template, and where. What it hints at comes with it, in its own words."""
    if lacking := _NO_FONT.search(error.message):
        sign = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), lacking[1])
        text = next((each for each in _texts(content) if sign and sign in each), "")
        code = " ".join(f"U+{ord(each):04X}" for each in sign)
        what = _("inget typsnitt har tecknet {sign}, som står i ”{text}”").format(sign=code, text=text[:60])
        remedy = _("skriv rapporten som html eller docx, eller lägg ett typsnitt i mappen fonts bredvid en egen mall")
        return refused(what, remedy)
    if not own_template:
        what = _("det går inte att göra en PDF av rapporten: {said}").format(said=error.message)
        return refused(what, _("skriv den som html eller docx, och rapportera felet"))
    what = _("Typst kan inte göra en PDF av mallen: {said}").format(said="; ".join((error.message, *error.hints)))
    remedy = _("rätta mallen; vad den får veta står överst i Planledgers egen, {name}").format(name="report.typ")
    if place := _PLACE.search(error.diagnostic):
        return refused(what, remedy, file=str(Path(place[1]).resolve()), row=int(place[2]))
    return refused(what, remedy, file=str(layout))


def _texts(content: Any) -> Iterator[str]:
    """Every text that a template is given."""
    match content:
        case str():
            yield content
        case list():
            for each in content:
                yield from _texts(each)
        case dict():
            yield from _texts([value for key, value in content.items() if key != "svg"])


def _divisible(text: str) -> str:
    """A text in which a word that is longer than any line may be divided anywhere but within ten letters."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(wrap(word[0], 10, break_on_hyphens=False)), text)


def attachment_name(shown: ShownReport) -> str:
    """What the attached JSON is called: rk-arsredovisning-2024.json."""
    return re.sub(r"[^\w.-]+", "-", "-".join((shown.name, *shown.params.values()))) + ".json"


def _content(document: Document, trace: Trace) -> dict[str, Any]:
    """What a template is given, as its head says (``report.typ``)."""
    shown = document.shown
    return {
        "language": SWEDISH,
        "title": _divisible(document.title),
        "office": shown.office,
        "standing": document.standing,
        "draft": document.draft,
        "seen": seen_from(shown),
        "particulars": [{"key": each.key, "label": each.label, "text": each.text} for each in document.particulars],
        "chapters": [_chapter(chapter) for chapter in document.chapters],
        "notes": [_divisible(note) for note in document.notes],
        "sources": [_source(origin) for origin in trace.origins()],
        "complete": trace.complete,
        "traced": _traced(trace),
        "attachment": _attachment(shown),
        "words": {"contents": _("Innehåll"), "sources": _("Källor"), "page": _("Sida {n} av {m}")},
    }


def _traced(trace: Trace) -> str:
    """Whether the sources are all of them."""
    complete = _("Källorna är alla som siffrorna och texterna bygger på, och varje händelse är räknad.")
    return trace.reservation or complete


def _attachment(shown: ShownReport) -> dict[str, str]:
    name = attachment_name(shown)
    return {
        "name": name,
        "description": _("Rapporten som JSON: exakta värden och id för händelserna bakom varje siffra"),
        "told": _("Exakta värden och händelserna bakom varje siffra finns i den bifogade filen {name}.").format(
            name=name
        ),
    }


def _source(origin: Origin) -> dict[str, Any]:
    return {
        "title": origin.title,
        "document": origin.document,
        "diarienummer": origin.diarienummer,
        "published": origin.published_on.isoformat() if origin.published_on else "",
        "events": origin.events,
        "told": origin.told,
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": _divisible(chapter.title),
        "paragraphs": [_paragraph(paragraph) for paragraph in chapter.paragraphs],
        "tables": [_table(grid) for grid in chapter.grids],
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"text": _whole(paragraph), "notes": [_divisible(note) for note in paragraph.notes]}


def _whole(text: Paragraph | Box) -> str:
    """All of a text. A sign is never parted from the figure that it marks, nor a label in a cell from its figure."""
    labels = isinstance(text, Box) and isinstance(text.content, Parts)
    return _divisible("".join(_tied(piece, label=labels and not piece.id) for piece in text.pieces))


def _tied(piece: Piece, *, label: bool) -> str:
    """A piece that is not parted from its sign; a label is not parted from what comes after it."""
    words = re.sub(" $", NO_BREAK_SPACE, piece.text) if label and ":" in piece.text else piece.text
    return words + piece.sign.replace(" ", NO_BREAK_SPACE)


def _table(grid: Grid) -> dict[str, Any]:
    return {
        "title": _divisible(grid.title),
        "heading": grid.heading,
        "headings": [_divisible(heading) for heading in grid.headings],
        "numeric": list(grid.numeric),
        "rows": [_row(line) for line in grid.lines],
        "empty": grid.empty,
        "notes": [_divisible(note) for note in grid.notes],
        "picture": _picture(grid),
    }


def _row(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "key": line.key,
        "label": _divisible(line.label),
        "indent": line.indent,
        "heading": line.heading,
        "strong": line.strong,
        "cells": [] if line.heading else [{"text": _whole(box), "tone": box.tone} for box in line.boxes],
    }


def _picture(grid: Grid) -> dict[str, Any] | None:
    drawing = drawn(grid)
    if drawing is None:
        return None
    return {
        "svg": drawing.svg,
        "width": drawing.width,
        "height": drawing.height,
        "caption": drawing.caption,
        "told": drawing.told,
    }
