"""A document's folder: ``document.toml`` says what the document is, and each CSV file holds decisions of one topic.

::

    id = "rk-plan-2025"
    title = "Regionkontoret: förvaltningsplan och budget 2025–2027"
    forvaltning = "RK"
    effective_on = 2025-01-01
    dated = "convention"

    [[table]]
    file = "ram.csv"
    topic = "ram.allocated"
    section = "Fördelning av ersättningen inom förvaltningen"

A CSV file has headings in its first row: fields by name or Swedish title, with a unit in parentheses where the
numbers stand without one, and whatever of the envelope differs from row to row (``ENVELOPE``). A value that nobody
knows is written ``?``.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ledger.events import Catalogue, Event, Proposal, Source
from ledger.events.assertions import assertions
from ledger.events.envelope import Dated
from ledger.events.subjects import accumulated, observed_until, stream_of, told
from ledger.figures.periods import Period
from ledger.intake.cells import Heading, day, decider, decision, heading, how_dated, problems_of
from ledger.language import _
from ledger.problems import Origin, Problem, Refused, refused

ABOUT = "document.toml"
SEPARATORS = ";\t,"
ENVELOPE = {
    "effective_on": "Gäller från",
    "dated": "Daterad",
    "section": "Avsnitt",
    "place": "Plats",
    "decided_by": "Beslutad av",
    "reason": "Skäl",
    "note": "Anmärkning",
    "id": "Id",
    "replaces": "Ersätter",
}
"""The columns that are about the decision rather than in it, by name and Swedish title."""


class _Toml(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    effective_on: date | None = Field(
        None, title="Gäller från", description="Datum för rader som inte anger något eget"
    )
    dated: Dated | None = Field(
        None, title="Daterad", description="Hur datumet är känt: printed, stated eller convention"
    )
    decided_by: str | None = Field(None, title="Beslutad av", description="Organ, eventuellt /delegat/delegation")


class TableFile(_Toml):
    """One ``[[table]]``: a CSV file and the topic of its rows."""

    file: str = Field(title="Fil", description="CSV-filens namn i mappen", min_length=1)
    topic: str = Field(title="Händelse", description="Ett av namnen som ”planledger events” visar", min_length=1)
    section: str | None = Field(None, title="Avsnitt", description="Avsnittet i dokumentet")
    asserts: bool = Field(
        False,
        title="Upprepar",
        description="true om raderna upprepar det som ett annat dokument beslutar, eller som kan räknas ut",
    )
    in_text: bool = Field(False, title="I löpande text", description="true om upprepningen står i löpande text")

    @model_validator(mode="after")
    def _in_text_only_if_asserted(self) -> TableFile:
        """What stands in text is held apart only where it is a repetition; a decision is one wherever it stands."""
        if self.in_text and not self.asserts:
            raise ValueError(_("in_text gäller bara rader som upprepar (asserts = true)"))
        return self


class Document(_Toml):
    """What ``document.toml`` says."""

    id: str = Field(title="Dokument", description="Kort id, till exempel rk-plan-2025", min_length=1)
    title: str = Field(title="Titel", description="Dokumentets titel", min_length=1)
    forvaltning: str = Field(
        title="Förvaltning", description="Den som raderna gäller om de inte säger annat", min_length=1
    )
    diarienummer: str | None = Field(None, title="Diarienummer", description="Om det är tryckt")
    published_on: date | None = Field(
        None, title="Publicerad", description="Dagen då dokumentet blev offentligt, om den är känd"
    )
    table: tuple[TableFile, ...] = Field(title="Tabeller", description="Minst en [[table]]", min_length=1)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with its document."""

    path: Path
    document: Document


def folders(paths: Sequence[Path]) -> list[Folder]:
    """The documents' folders at ``paths``: each itself, or those below it. In order of publication. Raises
    ``Refused``.
    """
    problems: list[Problem] = []
    found: dict[Path, Folder] = {}
    for path in paths:
        try:
            found.update({folder: Folder(folder, _document(folder)) for folder in _below(path)})
        except Refused as error:
            problems.extend(error.problems)
    if problems:
        raise Refused(problems)
    return sorted(found.values(), key=lambda folder: (folder.document.published_on or date.max, folder.path.name))


def proposals(folder: Folder, catalogue: Catalogue) -> list[Proposal]:
    """What the folder's files propose. Raises ``Refused`` with every problem in every file."""
    found, problems = proposed(folder, catalogue)
    if problems:
        raise Refused(problems)
    return found


def proposed(folder: Folder, catalogue: Catalogue) -> tuple[list[Proposal], list[Problem]]:
    """What the rows propose that can be read, and every problem in those that cannot."""
    problems: list[Problem] = []
    found: list[Proposal] = []
    for table in folder.document.table:
        for outcome in _rows(folder, table, catalogue):
            if isinstance(outcome, Proposal):
                found.append(outcome)
            else:
                problems.append(outcome)
    return found, problems + list(_said_twice(found))


def _said_twice(found: Iterable[Proposal]) -> Iterator[Problem]:
    """Rows of one document about the same subject on the same day, of which the last would win without a word.

    Periods that have been added up so far tell readings apart. A correction says what it replaces, and where each
    entry counts nothing is lost.
    """
    first: dict[tuple[str, date, Period | None], Origin] = {}
    for proposal in found:
        event, origin = proposal.event, proposal.origin
        if event is None or event.each_counts or proposal.replaces:
            continue
        before = first.setdefault((stream_of(event), proposal.effective_on, accumulated(event)), origin)
        if before is not origin:
            place = _("rad {row}").format(row=before.row) if before.file == origin.file else str(before)
            what = _("raden gäller samma sak och dag som {place}: {about}, {day}").format(
                place=place, about=told(event), day=proposal.effective_on
            )
            remedy = _(
                "behåll en av dem; rättar den ena den andra, skriv det med Ersätter och Skäl i ett eget dokument"
            )
            yield Problem(what, remedy, origin)


def _below(path: Path) -> list[Path]:
    if path.is_file():
        raise refused(_("{path} är en fil, inte en mapp").format(path=path), _("peka ut mappen som filen ligger i"))
    if not path.is_dir():
        raise refused(_("det finns ingen mapp {path}").format(path=path))
    if (path / ABOUT).is_file():
        return [path]
    below = sorted(file.parent for file in path.glob(f"*/{ABOUT}"))
    if not below:
        raise refused(
            _("i {path} finns ingen {about}").format(path=path, about=ABOUT),
            _("lägg en där som säger vilket dokument det är"),
        )
    return below


def _document(folder: Path) -> Document:
    file = folder / ABOUT
    try:
        said = tomllib.loads(_text(file))
        return Document.model_validate(said)
    except tomllib.TOMLDecodeError as error:
        row = re.search(r"line (\d+)", str(error))
        origin = Origin(str(file), int(row[1]) if row else None)
        raise Refused(Problem(_("filen är inte TOML: {error}").format(error=error), _toml(), origin)) from None
    except ValidationError as error:
        raise Refused(problem.at(Origin(str(file))) for problem in problems_of(Document, error)) from None


def _text(file: Path) -> str:
    """The file's text, UTF-8 with or without a mark. Raises ``Refused``."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise refused(_("filen kan inte läsas: {error}").format(error=error.strerror), file=str(file)) from None
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise refused(_("filen är en Excel-arbetsbok, inte CSV"), _("spara den som CSV UTF-8"), file=str(file))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise refused(_("filen är inte UTF-8"), _("spara den som CSV UTF-8"), file=str(file), row=row) from None
    if "\0" in text:
        raise refused(
            _("filen är inte text"),
            _("spara den som CSV UTF-8"),
            file=str(file),
            row=text[: text.index("\0")].count("\n") + 1,
        )
    return text


def _rows(folder: Folder, table: TableFile, catalogue: Catalogue) -> Iterator[Proposal | Problem]:
    """A proposal or a problem for each row."""
    file = folder.path / table.file
    try:
        event_class = catalogue.get(table.topic)
    except Refused as error:
        yield from (problem.at(Origin(str(folder.path / ABOUT), column="topic")) for problem in error.problems)
        return
    try:
        headings, rows = _read(file, event_class)
    except Refused as error:
        yield from (problem.at(Origin(str(file))) for problem in error.problems)
        return
    for number, cells in rows:
        origin = Origin(str(file), number)
        if len(cells) > len(headings):
            yield Problem(
                _("raden har {n} celler men rubrikraden {m}").format(n=len(cells), m=len(headings)),
                _quoting(),
                origin,
            )
            continue
        try:
            proposal = _proposal(folder.document, table, event_class, dict(zip(headings, cells, strict=False)), origin)
            yield from _asserted(proposal, table) if table.asserts else (proposal,)
        except Refused as error:
            yield from (problem.at(origin) for problem in error.problems)


def _asserted(proposal: Proposal, table: TableFile) -> Iterator[Proposal]:
    """What the document asserts by a row: each of its figures, never a decision."""
    assert proposal.event is not None
    found = [replace(proposal, event=each) for each in assertions(proposal.event, in_text=table.in_text)]
    if not found:
        raise refused(_("raden upprepar inget värde"), _("fyll i värdet, eller ta bort raden"))
    yield from found


def _toml() -> str:
    return _('text står inom citattecken, datum utan: id = "plan", published_on = 2025-01-01')


def _quoting() -> str:
    return _("en cell med skiljetecken i ska stå inom citattecken")


def _read(file: Path, event_class: type[Event]) -> tuple[list[Heading], list[tuple[int, list[str]]]]:
    """The headings and the numbered rows, empty ones left out. Raises ``Refused``."""
    text = _text(file)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    lines = _lines(file, text, separator)
    if not lines or not any(lines[0]):
        raise refused(_("filen är tom"), _("första raden ska ha rubriker"), file=str(file), row=1)
    headings: list[Heading] = []
    problems: list[Problem] = []
    for cell in lines[0]:
        try:
            headings.append(heading(cell, event_class, ENVELOPE))
        except Refused as error:
            problems.extend(problem.at(Origin(str(file), 1)) for problem in error.problems)
    names = [each.field for each in headings]
    problems += [
        Problem(_("rubriken står två gånger"), _("ta bort den ena"), Origin(str(file), 1, name))
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if problems:
        raise Refused(problems)
    return headings, [
        (number, cells) for number, cells in enumerate(lines[1:], 2) if any(cell.strip() for cell in cells)
    ]


def _lines(file: Path, text: str, separator: str) -> list[list[str]]:
    """The cells of every row. Raises ``Refused`` with the row at which it stops being CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        what = _("filen är inte CSV: {error}").format(error=error)
        raise refused(what, _quoting(), file=str(file), row=len(lines) + 1) from None
    return lines


def _proposal(
    document: Document, table: TableFile, event_class: type[Event], row: Mapping[Heading, str], origin: Origin
) -> Proposal:
    """The proposal that a row makes. Raises ``Refused`` with every problem in the row."""
    about = {each.field: text.strip() for each, text in row.items() if each.field in ENVELOPE and text.strip()}
    texts = {each.field: text for each, text in row.items() if each.field not in ENVELOPE}
    units = {each.field: each.unit for each in row}
    problems: list[Problem] = []
    event, envelope = None, {}
    try:
        event = decision(event_class, {"forvaltning": document.forvaltning} | texts, units)
    except Refused as error:
        problems.extend(error.problems)
    try:
        envelope = _envelope(document, table, about, None if table.asserts or event is None else observed_until(event))
    except Refused as error:
        problems.extend(error.problems)
    if problems:
        raise Refused(problems)
    return Proposal(event, origin=origin, repeatable=True, **envelope)


def _envelope(document: Document, table: TableFile, about: Mapping[str, str], observed: date | None) -> dict[str, Any]:
    """What the row says of itself, or else its table, or else its document. Raises ``Refused``.

    An observation that says no day of its own is of the last day of what was ``observed``.
    """
    own = about.get("effective_on")
    effective = day(own) if own else table.effective_on or observed or document.effective_on
    if effective is None:
        what = _("datum saknas")
        raise Refused(
            Problem(
                what,
                _("ange effective_on i raden, under [[table]] eller för hela dokumentet"),
                Origin(column="effective_on"),
            )
        )
    dated = how_dated(about["dated"]) if "dated" in about else table.dated or document.dated or "stated"
    by = about.get("decided_by") or table.decided_by or document.decided_by
    source = Source(
        document=document.id,
        title=document.title,
        diarienummer=document.diarienummer,
        published_on=document.published_on,
        section=about.get("section") or table.section,
        place=about.get("place"),
    )
    return {
        "effective_on": effective,
        "dated": dated,
        "decided_by": decider(by) if by else None,
        "source": source,
        "reason": about.get("reason"),
        "note": about.get("note"),
        "id": about.get("id", ""),
        "replaces": about.get("replaces"),
    }
