"""Why: where a figure comes from, as a tree from the printed text down to events, each with its versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope
from ledger.events.record import Record
from ledger.events.subjects import told
from ledger.figures.figure import Converted, Figure, Missing, Product, Quotient, Read, Rounded, Sum, Total
from ledger.figures.printing import DASH, MINUS, swedish
from ledger.figures.rounding import differs
from ledger.figures.values import Comparison, Quantity, Unknown, Value, Word
from ledger.language import _, counted
from ledger.problems import Problem, Refused, suggestion
from ledger.tables.definition import Shown
from ledger.tables.printed import printed, prose
from ledger.tables.table import Content, Mark, Parts
from ledger.views.facts import Prose, Text
from ledger.views.view import View


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry: what it said of the field that was read, and how it came to be known."""

    record: Record
    envelope: Envelope
    said: str
    standing: str  # "in force", "replaced", "withdrawal", "ahead" (of the date) or "later" (recorded after the view)


@dataclass(frozen=True, slots=True)
class Node:
    """A step of the derivation: what it is, its value, and the steps below; a leaf has the versions of its event."""

    text: str
    value: str = ""
    sign: str = ""
    children: tuple[Node, ...] = ()
    versions: tuple[Version, ...] = field(default=())


def cell_content(shown: Shown, row_label: str, column_label: str) -> tuple[str, Content]:
    """The content at a row and a column, and the cell's own name. Raises ``Refused`` with what comes nearest."""
    table = printed(shown.table)
    rows = {name: place for place, row in reversed(list(enumerate(table.rows))) for name in (row.key, row.label)}
    columns = {
        name: place
        for place, column in reversed(list(enumerate(table.columns)))
        for name in (column.name, table.heading(column), column.label)
    }
    problems = []
    namesakes = [row.key for row in table.rows if row.label == row_label]
    if len(namesakes) > 1 and row_label not in {row.key for row in table.rows}:
        what = _("{n} rader heter ”{label}”").format(n=len(namesakes), label=row_label)
        problems.append(
            Problem(what, _("ange nyckeln: {keys}").format(keys=", ".join(f"”{key}”" for key in namesakes)))
        )
    if row_label not in rows:
        labels = [row.label for row in table.rows if row.kind != "heading"]
        problems.append(
            Problem(_("tabellen har ingen rad ”{label}”").format(label=row_label), suggestion(row_label, labels))
        )
    if column_label not in columns:
        labels = [column.label for column in table.columns]
        problems.append(
            Problem(
                _("tabellen har ingen kolumn ”{label}”").format(label=column_label),
                suggestion(column_label, labels),
            )
        )
    if problems:
        raise Refused(problems)
    row, column = shown.table.rows[rows[row_label]], columns[column_label]
    return f"{row.label}, {table.columns[column].label}", row.contents[column]


def why(shown: Shown, row_label: str, column_label: str) -> Node:
    """The derivation of one cell."""
    name, content = cell_content(shown, row_label, column_label)
    story = _Story(shown.view)
    match content:
        case Figure():
            return Node(name, str(content), children=tuple(story.steps(content)))
        case Parts(parts):
            return Node(name, children=tuple(step for part in parts for step in story.steps(part.figure, part.label)))
        case Prose(pieces, record):
            figures = [piece for piece in pieces if isinstance(piece, Figure)]
            steps = (step for figure in figures for step in story.steps(figure))
            return Node(name, prose(content), children=(story.event(record), *steps))
        case Mark(text, _tone, source) if source is not None:
            return Node(name, text, children=(story.event(source.record),))
        case Text():
            return Node(name, str(content) or DASH, children=(story.event(content.record),))
    return Node(name, str(content) if content is not None else DASH, children=(Node(_("inget beslut ligger bakom")),))


class _Story:
    """Tells steps and events as seen in a view."""

    def __init__(self, view: View):
        self._view = view
        self._catalogue: Catalogue = view.catalogue

    def steps(self, figure: Figure, label: str = "") -> Iterator[Node]:
        """A figure's own step, and beside it what a document prints in its place, if that is something else."""
        yield self.step(figure, label=label)
        if figure.published and differs(figure):
            yield self.step(figure.published, label=_("i dokumentet"))

    def step(self, figure: Figure, sign: str = "", label: str = "") -> Node:
        """A figure's own step."""
        head = f"{label}: " if label else ""
        match figure.how:
            case Read(source, field_name):
                assert isinstance(source, Record)
                node = self.event(source, field_name)
                return Node(head + node.text, str(figure), sign, versions=node.versions)
            case Sum(terms, skips, labels):
                names = labels or ("",) * len(terms)
                children = tuple(
                    self.step(term, "+" if by > 0 else MINUS, name)
                    for (by, term), name in zip(terms, names, strict=True)
                )
                return Node(head + _sum_told(figure, terms, skips), str(figure), sign, children)
            case Quotient(above, below, times):
                text = _("andel av, i procent") if times == 100 else _("delat med")
                return Node(head + text, str(figure), sign, (self.step(above), self.step(below, "÷")))
            case Product(factors):
                children = tuple(self.step(factor, "×") for factor in factors)
                return Node(head + _("produkt"), str(figure), sign, children)
            case Rounded(exact, printed):
                difference = Node(_("avrundning"), str(printed - exact), "+", (self.step(printed, label=_("tryckt")),))
                children = (self.step(exact), difference)
                return Node(head + _("som det är tryckt"), str(figure), sign, children)
            case Converted(original):
                return Node(head + _("i annan enhet"), str(figure), sign, (self.step(original),))
            case Total(ask):
                children = tuple(self.step(term, "+") for term in ask())
                return Node(head + _("summa av det som registrerats"), str(figure), sign, children)
            case Missing(question, before):
                children = tuple(self.event(record) for record in before() if isinstance(record, Record))
                text = _("inget gäller: {question}") if children else _("inget är registrerat: {question}")
                return Node(head + text.format(question=question), str(figure), sign, children)

    def event(self, record: Record, field_name: str = "") -> Node:
        """An event with the versions of its entry."""
        return Node(told(self._catalogue.decode(record)), versions=tuple(self._versions(record, field_name)))

    def _versions(self, read: Record, field_name: str) -> Iterator[Version]:
        versions = self._view.versions(read)
        for record in versions:
            yield Version(record, record.opened(), self._said(record, field_name), self._standing(record, read))

    def _said(self, record: Record, field_name: str) -> str:
        if record.content is None:
            return ""
        event = self._catalogue.decode(record)
        value: Any = getattr(event, field_name) if field_name else None
        return _value_told(value) if field_name else told(event)

    def _standing(self, record: Record, read: Record) -> str:
        """How a version stands in the view, against the one that was read."""
        if record.position > self._view.position:
            return "later"
        if record.content is None:
            return "withdrawal"
        tip = max(each.position for each in self._view.versions(read) if each.position <= self._view.position)
        if record.position != tip:
            return "replaced"
        return "in force" if record.effective <= self._view.at else "ahead"


def _value_told(value: Value | None) -> str:
    match value:
        case Quantity() | Comparison() | Word() | Unknown():
            return swedish(value, with_unit=True)
    return DASH if value is None else str(value)


def _sum_told(figure: Figure, terms: tuple[tuple[int, Figure], ...], skips: bool) -> str:
    if not skips:
        return _("skillnad") if any(by < 0 for by, _term in terms) else _("summa")
    if not figure.left_out:
        return _("summa av {terms}").format(terms=counted(len(terms), "{n} post", "{n} poster"))
    return _("summa av {terms}; {left_out} är inte med").format(
        terms=counted(len(terms), "{n} post", "{n} poster"),
        left_out=counted(figure.left_out, "{n} utan belopp", "{n} utan belopp"),
    )
