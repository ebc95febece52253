"""A difference as people are told it: table by table and row by row, with the events behind each change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ledger.events.record import Record
from ledger.events.subjects import told
from ledger.explain.diff.change import Change, Difference, Term
from ledger.explain.diff.sheet import Place, Said
from ledger.figures.printing import MINUS, swedish_number
from ledger.figures.units import COUNT, UNNAMED
from ledger.language import _
from ledger.views.view import View

_DECIMALS = re.compile(r",(\d+)")


@dataclass(frozen=True)
class RowStory:
    """What became of a row: whether it came, went or got another name (``own``, which knows by which events), and its
    cells that changed.
    """

    place: Place
    label: str
    came: bool
    went: bool
    own: Change | None
    cells: tuple[Change, ...]


@dataclass(frozen=True)
class TableStory:
    """The rows of a table, or the paragraphs of a section, that changed."""

    place: Place
    title: str
    rows: tuple[RowStory, ...]


class Story:
    """A difference in the order of the document, and its events as seen from the later knowledge."""

    def __init__(self, difference: Difference):
        self.difference = difference
        self.view: View = max((difference.before.view, difference.after.view), key=lambda view: view.position)
        self.sources: dict[str, int] = {}
        self._entries: dict[int, list[Record]] = {}

    @cached_property
    def tables(self) -> tuple[TableStory, ...]:
        """The tables in which something changed."""
        groups: dict[Place, dict[str, list[Change]]] = {}
        for change in self.difference.changes:
            table = Place(change.place.section, change.place.table)
            groups.setdefault(table, {}).setdefault(change.place.row, []).append(change)
        return tuple(
            TableStory(table, self._title(table), tuple(self._row(table, row, each) for row, each in rows.items()))
            for table, rows in groups.items()
        )

    def column_label(self, place: Place) -> str:
        """What a cell is called within its row."""
        label = self.difference.labels.get(Place(place.section, place.table, column=place.column), place.column)
        return " ".join(filter(None, (label, place.part)))

    def number_of(self, source: str) -> int:
        """The number that a source goes by: the same source is told once."""
        return self.sources.setdefault(source, len(self.sources) + 1)

    def event(self, term: Term) -> Record:
        """The event of a term, its envelope included."""
        step = term.step
        if step.entry not in self._entries:
            self._entries[step.entry] = list(self.view.reader.entry(step.entry))
        [found] = [record for record in self._entries[step.entry] if record.position == step.position]
        return found

    def about(self, record: Record) -> str:
        """What an event is about; a withdrawal is about what it takes away."""
        if record.content is not None:
            return told(self.view.catalogue.decode(record))
        versions = self._entries[record.entry]
        decided = [each for each in versions if each.content is not None and each.position < record.position]
        return told(self.view.catalogue.decode(decided[-1])) if decided else record.stream

    def _title(self, table: Place) -> str:
        title = self.difference.labels.get(table, "")
        return ": ".join(filter(None, (table.section, title)))

    def _row(self, table: Place, row: str, changes: list[Change]) -> RowStory:
        place = Place(table.section, table.table, row)
        label = self.difference.labels.get(place) or _paragraph(row)
        own = next((change for change in changes if change.place == place and table.table), None)
        came, went = own is not None and own.before is None, own is not None and own.after is None
        cells = tuple(change for change in changes if change is not own)
        return RowStory(place, label, came, went, own, cells)


def _paragraph(row: str) -> str:
    return _("Stycke {number}").format(number=row.removeprefix("¶")) if row.startswith("¶") else row


def places_of(change: Change) -> int:
    """With how many decimals the difference is told: as many as what stands at either end."""
    texts = [said.text for said in (change.before, change.after) if said]
    return max((len(found[-1]) for text in texts if (found := _DECIMALS.findall(text))), default=0)


def signed(amount: Fraction, places: int) -> str:
    """An amount with its sign."""
    text = swedish_number(amount, places)
    return text if text.startswith(MINUS) else f"+{text}"


def unit_told(unit: str | None) -> str:
    """A unit where people would say it."""
    return "" if unit is None or unit in {COUNT, UNNAMED} else f" {unit}"


def rounding_of(change: Change, terms: list[Term], rest: Fraction) -> Fraction:
    """What the printed terms lack of the printed difference."""
    places = places_of(change)
    printed = [_printed(term.amount, places) for term in terms] + ([_printed(rest, places)] if rest else [])
    return _printed(change.amount or Fraction(0), places) - sum(printed, Fraction(0))


def _printed(amount: Fraction, places: int) -> Fraction:
    text = swedish_number(amount, places).replace(MINUS, "-").replace(",", ".").replace("\u00a0", "")
    return Fraction(text)


def text_of(said: Said | None, change: Change) -> str:
    """What stands at an end; the unit is told once, after the last."""
    if said is None:
        return _("(fanns inte)")
    if change.unit and said.unit == change.unit:
        return swedish_number(said.number or Fraction(0), places_of(change))
    return said.text or _("(tomt)")
