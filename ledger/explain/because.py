"""Because: the events that gave a cell no amount, and without which it would say something else.

Which rows a table has, which amounts it adds and which figure it chooses follow from events as well: a status, a line
that was defined, a follow-up that was opened. Nobody tells us of them, so they are found: the table is made again as if
some of the events that it read had never been, and the cell compared. Those without which it would be the same are let
go together, half by half, so that few tables are made. Where any one of several events would do, the latest of them
are told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import cast

from ledger.events.record import Record
from ledger.events.subjects import fields_of, period_of, subject_key
from ledger.explain.diff.sheet import Place, Said, said_in, sheet_of
from ledger.tables.definition import Shown
from ledger.views.reader import Question, Reader
from ledger.views.remembering import RememberingReader, remembering
from ledger.views.view import View

Make = Callable[[View], Shown]


MOST_CANDIDATES = 20_000
"""Of a table that reads more events than this, nobody waits for which of them matter."""


def because(make: Make, view: View, place: Place, sources: Collection[int]) -> list[Record]:
    """The events that a cell of a table rests on beside its ``sources`` (their entries), in the order that they were
    recorded. ``place`` without a part is all that the cell says.
    """
    without = _Without(make, view, place)
    candidates = [record for entry, record in sorted(without.read.items()) if entry not in sources]
    if len(candidates) > MOST_CANDIDATES:
        return []
    return sorted(without.needed(candidates, frozenset()), key=lambda record: record.entry)


class _Without:
    """A table made again and again, each time without some of the events."""

    def __init__(self, make: Make, view: View, place: Place):
        self._make, self._place = make, place
        self._view, reader = remembering(view)
        self._reader = _HidingReader(reader, self._view)
        self._cell = self._made(frozenset())
        self.read = dict(self._reader.read)

    def needed(self, candidates: Sequence[Record], hidden: frozenset[int]) -> list[Record]:
        """Those of the candidates without which the cell would be another, were the ``hidden`` gone."""
        gone = hidden | {record.entry for record in candidates}
        if not candidates or self._made(gone) == self._cell:
            return []
        if len(candidates) == 1:
            return list(candidates)
        middle = len(candidates) // 2
        earlier, later = candidates[:middle], candidates[middle:]
        found = self.needed(earlier, hidden) + self.needed(later, hidden)
        return found or self.needed(later, hidden | {record.entry for record in earlier})

    def _made(self, hidden: frozenset[int]) -> dict[Place, Said]:
        """What the cell says without some events; nothing if it is not there, or if the table cannot be made."""
        self._reader.hidden = hidden
        self._reader.reader.begin(self._view.at, self._view.entry)
        try:
            sheet = sheet_of(self._make(replace(self._view, reader=cast(Reader, self._reader))))
        except Exception:
            if not hidden:
                raise
            return {}
        return {place: said_in(content) for place, content in sheet.items() if place in self._place}


@dataclass
class _HidingReader:
    """Answers as if some entries had never been, and remembers which it has told of."""

    reader: RememberingReader
    view: View
    hidden: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.read: dict[int, Record] = {}

    def latest(self, question: Question) -> Sequence[Record]:
        """The latest of each subject that is not hidden."""
        found = self._noted(self.reader.latest(question))
        if not any(record.entry in self.hidden for record in found):
            return found
        newest: dict[tuple[str, str, str], Record] = {}
        for record in self.each(question):  # by (effective date, entry): the last of each subject stands
            newest[self._subject(record)] = record
        return list(newest.values())

    def each(self, question: Question) -> Sequence[Record]:
        """Every entry that is not hidden."""
        return [each for each in self._noted(self.reader.each(question)) if each.entry not in self.hidden]

    def periods(self, question: Question) -> Sequence[str]:
        """The periods of what is not hidden."""
        if not self.hidden:
            return self.reader.periods(question)
        return sorted({self._subject(record)[1] for record in self.each(question)})

    def history(self, question: Question) -> Sequence[Record]:
        """The entries that ever were, and are not hidden."""
        return [record for record in self.reader.history(question) if record.entry not in self.hidden]

    def _noted(self, found: Sequence[Record]) -> Sequence[Record]:
        self.read.update((record.entry, record) for record in found)
        return found

    def _subject(self, record: Record) -> tuple[str, str, str]:
        if record.content is None:  # removed: it stands in its subject's place all the same
            removal = self.view.reader.removals(record.position - 1, record.position)[record.position]
            assert removal.subject
            return removal.subject[1:]
        event = self.view.catalogue.decode(record)
        return event.forvaltning, period_of(event), subject_key(type(event), fields_of(event))

    def __getattr__(self, name: str) -> object:
        """What hides nothing."""
        return getattr(self.reader, name)
