"""Why: where a figure comes from, as a tree from the printed text down to events, each with its versions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ledger.events.catalogue import Catalogue, told_of
from ledger.events.envelope import Envelope
from ledger.events.record import Record
from ledger.events.subjects import told
from ledger.explain.because import Make, because
from ledger.explain.cells import cell_named
from ledger.figures.figure import (
    Converted,
    Entries,
    Figure,
    Missing,
    Product,
    Quotient,
    Read,
    Rounded,
    Sum,
    Total,
    total,
)
from ledger.figures.printing import DASH, MINUS, swedish
from ledger.figures.rounding import differs
from ledger.figures.units import MONEY
from ledger.figures.values import Comparison, Quantity, Unknown, Value, Word
from ledger.language import _, counted
from ledger.tables.definition import Shown
from ledger.tables.printed import prose
from ledger.tables.table import Content, Mark, Parts
from ledger.views.facts import Prose, Text
from ledger.views.view import View

MOST_TERMS = 20
"""How many terms of a sum people are told, unless they ask for all: those with the greatest amounts."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry: what it said of the field that was read, how it came to be known, which version has
    replaced or withdrawn it since, and which event has taken its content away.
    """

    record: Record
    envelope: Envelope
    said: str
    standing: str  # "in force", "replaced", "withdrawal", "ahead" (of the date) or "later" (recorded after the view)
    replaced_by: Record | None = None
    removed_by: Record | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """The terms of a sum that are not told one by one: how many they are, and their own exact sum."""

    count: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Node:
    """A step of the derivation: what it is, its value, and the steps below; a leaf has the versions of its event.

    ``rest`` stands for the terms that are left out of ``children``. What only selects, and gives no value, is
    ``because``.
    """

    text: str
    value: str = ""
    sign: str = ""
    children: tuple[Node, ...] = ()
    versions: tuple[Version, ...] = ()
    rest: Rest | None = None
    because: tuple[Node, ...] = ()


def why(
    shown: Shown,
    row_label: str,
    column_label: str,
    part: str | None = None,
    *,
    most: int | None = MOST_TERMS,
    make: Make | None = None,
) -> Node:
    """The derivation of one cell, or of one ``part`` of it; of each sum ``most`` terms, or all if None.

    With ``make``, which makes the table of a view, it is also told which events only select (``because``), and what the
    table lacks since its content has been removed: whether the cell would have been another with it, nobody knows.
    """
    cell = cell_named(shown, row_label, column_label, part)
    story = _Story(shown.view, most)
    node = story.derivation(cell.name, cell.content)
    if make is None:
        return node
    sources = set(_entries_of(cell.content))
    selecting = because(make, shown.view, cell.place, sources)
    told_already = {*sources, *(record.entry for record in selecting)}
    selecting += [record for record in _lacking(shown.view) if record.entry not in told_already]
    return replace(node, because=tuple(story.event(record) for record in selecting))


def derivation(name: str, content: Content, view: View, most: int | None = MOST_TERMS) -> Node:
    """The derivation of what a cell or a text of a view holds, under a name; of each sum ``most`` terms, or all."""
    return _Story(view, most).derivation(name, content)


def _lacking(view: View) -> list[Record]:
    """The events that what was made of a view lacks."""
    return [record for each in view.lacking for record in view.reader.log(each.position - 1, 1)]


def _entries_of(content: Content) -> Iterator[int]:
    """The entries that a content is read from. Those that a store has added up are not asked for."""
    match content:
        case Figure():
            reads = (leaf for leaf in content.leaves() if isinstance(leaf, Read))
            yield from (read.source.entry for read in reads if isinstance(read.source, Record))
        case Parts(parts):
            for part in parts:
                yield from _entries_of(part.figure)
        case Prose(pieces, record):
            yield record.entry
            for piece in pieces:
                if isinstance(piece, Figure):
                    yield from _entries_of(piece)
        case Mark(_text, _tone, Text() as source):
            yield source.record.entry
        case Text():
            yield content.record.entry


class _Story:
    """Tells steps and events as seen in a view, and of each sum no more terms than ``most``."""

    def __init__(self, view: View, most: int | None):
        self._view = view
        self._most = most
        self._catalogue: Catalogue = view.catalogue

    def derivation(self, name: str, content: Content) -> Node:
        """The derivation of what a cell holds."""
        match content:
            case Figure():
                return Node(name, str(content), children=tuple(self.steps(content)))
            case Parts(parts, separator):
                texts = (f"{part.label}: {part.figure}" if part.label else str(part.figure) for part in parts)
                steps = (step for part in parts for step in self.steps(part.figure, part.label))
                return Node(name, separator.join(texts), children=tuple(steps))
            case Prose(pieces, record):
                figures = [piece for piece in pieces if isinstance(piece, Figure)]
                steps = (step for figure in figures for step in self.steps(figure))
                return Node(name, prose(content), children=(self.event(record), *steps))
            case Mark(text, _tone, source) if source is not None:
                return Node(name, text, children=(self.event(source.record),))
            case Text():
                return Node(name, str(content) or DASH, children=(self.event(content.record),))
        said = str(content) if content is not None else DASH
        return Node(name, said, children=(Node(_("inget beslut ligger bakom")),))

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
            case Sum():
                return self._sum(figure, figure.how, sign, head)
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
            case Total(entries):
                return self._total(figure, entries, sign, head)
            case Missing(question, before):
                children = tuple(self.event(record) for record in before() if isinstance(record, Record))
                text = _("inget gäller: {question}") if children else _("inget är registrerat: {question}")
                return Node(head + text.format(question=question), str(figure), sign, children)

    def _sum(self, figure: Figure, how: Sum, sign: str, head: str) -> Node:
        """A sum: its terms in their order, or of very many those with the greatest amounts."""
        names = how.labels or ("",) * len(how.terms)
        named = list(zip(how.terms, names, strict=True))
        places = _greatest([term for _by, term in how.terms], self._most)
        children = tuple(
            self.step(term, "+" if by > 0 else MINUS, name)
            for place, ((by, term), name) in enumerate(named)
            if place in places
        )
        left = [term if by > 0 else -term for place, (by, term) in enumerate(how.terms) if place not in places]
        rest = Rest(len(left), total(left)) if left else None
        return Node(head + _sum_told(figure, how.terms, how.skips), str(figure), sign, children, rest=rest)

    def _total(self, figure: Figure, entries: Entries, sign: str, head: str) -> Node:
        """A sum by the store, which is not asked for more entries than are told."""
        few = self._most is None or len(entries) <= self._most
        terms = entries.figures() if few else entries.greatest(self._most or 0)
        children = tuple(self.step(term, "+") for term in terms)
        rest = None if few else Rest(len(entries) - len(terms), _remainder(figure, terms))
        return Node(head + _("summa av det som registrerats"), str(figure), sign, children, rest=rest)

    def event(self, record: Record, field_name: str = "") -> Node:
        """An event with the versions of its entry."""
        return Node(told_of(record, self._catalogue), versions=tuple(self._versions(record, field_name)))

    def _versions(self, read: Record, field_name: str) -> Iterator[Version]:
        versions = [(record, record.opened()) for record in self._view.versions(read)]
        replacing = {envelope.replaces: record for record, envelope in versions}
        tip = max((each.position for each, _envelope in versions if each.position <= self._view.position), default=0)
        for record, envelope in versions:
            standing = self._standing(record, tip, withdraws=envelope.withdraws)
            if record.content is None:
                removed = self._view.reader.removals(record.position - 1, record.position).get(record.position)
                said, by = _("innehållet är borttaget") if removed else "", removed.by if removed else None
            else:
                said, by = self._said(record, field_name), None
            yield Version(record, envelope, said, standing, replacing.get(record.id), by)

    def _said(self, record: Record, field_name: str) -> str:
        event = self._catalogue.decode(record)
        value: Any = getattr(event, field_name) if field_name else None
        return _value_told(value) if field_name else told(event)

    def _standing(self, record: Record, tip: int, *, withdraws: bool) -> str:
        """How a version stands in the view, where ``tip`` is the position of the last one that it knows."""
        if record.position > self._view.position:
            return "later"
        if withdraws:
            return "withdrawal"
        if record.position != tip:
            return "replaced"
        return "in force" if record.effective <= self._view.at else "ahead"


def _greatest(terms: Sequence[Figure], most: int | None) -> Collection[int]:
    """The places of the ``most`` terms with the greatest amounts, whatever their sign; of all of them if None."""
    places = range(len(terms))
    if most is None or len(terms) <= most:
        return places
    return set(sorted(places, key=lambda place: _size(terms[place]), reverse=True)[:most])


def _size(figure: Figure) -> Fraction:
    """How great an amount is beside others of its sum; kronor come in several sizes. What has no amount is least."""
    number = figure.number
    return Fraction(-1) if number is None else abs(Fraction(number)) * Fraction(MONEY.get(figure.unit, 1))


def _remainder(figure: Figure, told_terms: Sequence[Figure]) -> Figure:
    """The exact sum of the terms that are not told, and how many of them have no amount."""
    known = total(told_terms)
    return replace(figure - known, left_out=figure.left_out - known.left_out)


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
