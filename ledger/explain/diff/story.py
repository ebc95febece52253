"""A difference as people are told it: table by table and row by row, with the events behind each change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ledger.events.catalogue import told_of
from ledger.events.record import Record
from ledger.explain.diff.change import Change, Difference, Term
from ledger.explain.diff.sheet import Place, Said
from ledger.figures.printing import MINUS, NO_BREAK_SPACE, rounded, swedish_number
from ledger.figures.units import COUNT, PERCENT, POINTS, UNNAMED
from ledger.language import _
from ledger.tables.definition import Shown
from ledger.tables.report import ShownReport
from ledger.views.view import View

_DECIMALS = re.compile(r",(\d+)")
_NUMBERED = re.compile(r"\d{1,2}")

MOST_DECIMALS = 6
"""With how many decimals a difference is told at most, where it could not be seen with fewer."""

WORDS_BEFORE, WORDS_AFTER = 6, 3
"""How much of a text that stayed is told around what changed in it."""


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
        self.mentioned: dict[int, Record] = {}
        self._entries: dict[int, list[Record]] = {}
        self._order = {place: number for number, place in enumerate(difference.labels)}
        self._decimals = dict(_decimals_of(difference.before)) | dict(_decimals_of(difference.after))

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
        """What a cell is called within its row, and a figure within its cell."""
        label = self.difference.labels.get(_column(place), place.column)
        part = _("siffra {number}").format(number=place.part) if _NUMBERED.fullmatch(place.part) else place.part
        return ", ".join(filter(None, (label, part)))

    def places(self, change: Change) -> int:
        """With how many decimals a difference is told: as many as the document prints, and as many more as it takes to
        see it.
        """
        texts = [said.text for said in (change.before, change.after) if said]
        own = max((len(found[-1]) for text in texts if (found := _DECIMALS.findall(text))), default=0)
        printed = self._printed_places(change.place)
        places = own if printed is None else printed
        while places < MOST_DECIMALS and _hidden(change, places):
            places += 1
        return places

    def text(self, said: Said | None, change: Change) -> str:
        """What stands at an end, with its unit; nothing where nothing stood."""
        if said is None or said.number is None:
            return said.text if said else ""
        places = self._printed_places(change.place) if change.unit is None else self.places(change)
        return said.text if places is None else f"{swedish_number(said.number, places)}{unit_told(said.unit)}"

    def mention(self, term: Term) -> Record:
        """The event of a term, which is told of more closely once for all."""
        record = self.event(term)
        self.mentioned[record.position] = record
        return record

    def _printed_places(self, place: Place) -> int | None:
        """The decimals that a column is printed with, if they are set; tables of one name have the same columns."""
        column = _column(place)
        return self._decimals.get(replace(column, table=column.table.partition(" (")[0]))

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
        if not record.opened().withdraws:
            return told_of(record, self.view.catalogue)
        decided = [each for each in self._entries[record.entry] if each.position < record.position]
        return told_of(decided[-1], self.view.catalogue) if decided else record.stream

    def _title(self, table: Place) -> str:
        title = self.difference.labels.get(table, "")
        return ": ".join(filter(None, dict.fromkeys((table.section, title))))

    def _row(self, table: Place, row: str, changes: list[Change]) -> RowStory:
        place = Place(table.section, table.table, row)
        label = self.difference.labels.get(place) or _paragraph(row)
        own = next((change for change in changes if change.place == place and table.table), None)
        came, went = own is not None and own.before is None, own is not None and own.after is None
        cells = sorted((change for change in changes if change is not own), key=self._place_in_row)
        return RowStory(place, label, came, went, own, tuple(cells))

    def _place_in_row(self, change: Change) -> int:
        return self._order.get(_column(change.place), -1)


def _paragraph(row: str) -> str:
    return _("Stycke {number}").format(number=row.removeprefix("¶")) if row.startswith("¶") else row


def _column(place: Place) -> Place:
    return Place(place.section, place.table, column=place.column)


def _decimals_of(shown: Shown | ShownReport) -> Iterator[tuple[Place, int]]:
    """The decimals of each column that has them set."""
    if isinstance(shown, Shown):
        tables = [("", shown)]
    else:
        tables = [(section.title, table) for section in shown.sections for table in section.tables]
    for section, table in tables:
        for column in table.table.columns:
            if column.places is not None:
                yield Place(section, table.name, column=column.name), column.places


def _hidden(change: Change, places: int) -> bool:
    """Whether a difference could not be seen with so many decimals."""
    if change.unit is None or not change.amount or change.before is None or change.after is None:
        return False
    ends = (change.before.in_unit(change.unit), change.after.in_unit(change.unit))
    before, after = (rounded(number or Fraction(0), places) for number in ends)
    return before == after or not rounded(change.amount, places)


def signed(amount: Fraction, places: int) -> str:
    """An amount with its sign."""
    text = swedish_number(amount, places)
    return text if text.startswith(MINUS) else f"+{text}"


def unit_told(unit: str | None) -> str:
    """A unit where people would say it."""
    return "" if unit is None or unit in {"", COUNT, UNNAMED} else f"{NO_BREAK_SPACE}{unit}"


def amount_told(change: Change, places: int) -> str:
    """The difference itself; that of percentages is in their points."""
    return f"{signed(change.amount or Fraction(0), places)}{unit_told(POINTS if change.unit == PERCENT else None)}"


def rounding_of(change: Change, terms: list[Term], rest: Fraction, places: int) -> Fraction:
    """What the printed terms lack of the printed difference."""
    printed = [_printed(term.amount, places) for term in terms] + ([_printed(rest, places)] if rest else [])
    return _printed(change.amount or Fraction(0), places) - sum(printed, Fraction(0))


def _printed(amount: Fraction, places: int) -> Fraction:
    return Fraction(rounded(amount, places))


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Two texts, with … for what is the same at their beginnings and ends, but for a few words."""
    old, new = before.split(" "), after.split(" ")
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    start, stop = max(0, first - WORDS_BEFORE), max(0, last - WORDS_AFTER)
    return _cut(old, start, stop), _cut(new, start, stop)


def _same(old: list[str], new: list[str]) -> int:
    """How many words are the same, from the first."""
    pairs = list(zip(old, new, strict=False))
    return next((number for number, (one, other) in enumerate(pairs) if one != other), len(pairs))


def _cut(words: list[str], start: int, stop: int) -> str:
    """The words without so many at the beginning and the end; one alone is never worth its ellipsis."""
    start, stop = (0 if number == 1 else number for number in (start, stop))
    kept = words[start : len(words) - stop]
    return " ".join(["…"] * bool(start) + kept + ["…"] * bool(stop))
