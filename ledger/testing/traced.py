"""Conformance: a plugin's figures come from the events that ``why`` names and from no others; each fact is recorded
once, and knows of no table.

``untraced`` corrects the amounts of random events in a ledger that a test has filled, a few at a time, and holds every
figure of the plugin's tables and reports to what was corrected. The others judge what documents propose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random

from ledger.events import Asserted, Event, LineDefined, Proposal, Record
from ledger.events.fields import FreeText
from ledger.events.quantities import REFERENCE, value_fields
from ledger.events.subjects import marked_fields
from ledger.explain.diff.sheet import Place, sheet_of
from ledger.explain.why import Node, Version, why
from ledger.figures import Quantity
from ledger.figures.figure import Figure, Rounded, terms_of
from ledger.figures.rounding import differs
from ledger.figures.values import Value
from ledger.opening import Ledger
from ledger.tables import ReportDefinition, Shown, ShownReport, TableDefinition
from ledger.tables.table import Content, Parts
from ledger.views.facts import Prose

REASON = "Prövning av spårbarheten"
Spot = tuple[str, str, Place]
"""A table or a report as it was asked for (its name, its parameters), and where a figure stands in it."""


def untraced(
    ledger: Ledger,
    plugin: str,
    at: str,
    *,
    batches: int | None = 10,
    size: int = 5,
    cells: int = 60,
    seed: int = 2026,
    selects: Callable[[Event], bool] = lambda _event: False,
) -> list[str]:
    """What is wrong with how a plugin's figures follow the events of a ledger, as of ``at``: an amount that changes
    without an event behind it having been corrected, one that does not change though one was, and what ``why`` tells
    otherwise. The ledger is corrected: in so many ``batches`` (all that there are if None) of ``size`` events each.
    What ``selects`` says of is left as it is: an amount that only decides which figure is shown.
    """
    chance = Random(seed)
    trial = _Trial(ledger, plugin, date.fromisoformat(at))
    before = trial.seen()
    found = list(_untold(before, chance, cells))
    for batch in islice(_batches(trial.with_amounts(selects), size, chance), batches):
        trial.correct(batch, chance)
        after = trial.seen()
        found += _faults(before, after, batch)
        found += _not_apart(before, after, batch, chance, max(2, cells // 10))
        before = after
    return found


def amounts(event: Event) -> dict[str, Quantity]:
    """The fields of an event that hold quantities; not what says how one was rounded."""
    held = {name: getattr(event, name) for name in value_fields(type(event)) if name != "rounding"}
    return {name: value for name, value in held.items() if isinstance(value, Quantity)}


def corrected(ledger: Ledger, record: Record, chance: Random) -> Proposal:
    """A correction of an event: its amounts are thousands more, each by another number."""
    tip = ledger.reader.entry(record.entry)[-1]
    event = ledger.catalogue.decode(tip)
    more = {
        name: Quantity(value.number + chance.randint(1000, 9999), value.unit) for name, value in amounts(event).items()
    }
    changed = type(event).model_validate(event.model_dump() | more)
    return Proposal(changed, tip.effective, replaces=tip.id, reason=REASON)


@dataclass(frozen=True)
class _Seen:
    """All that a plugin shows, and the figures in it with the entries behind each."""

    shown: tuple[Shown | ShownReport, ...]
    figures: dict[Spot, Figure]
    sources: dict[Spot, _Sources]

    def cells(self) -> list[_Cell]:
        """The cells with figures."""
        tables = [table for shown in self.shown for table in _tables_of(shown)]
        return [
            _Cell(table, row.key, column.name, content)
            for table in tables
            for row in table.table.rows
            for column, content in zip(table.table.columns, row.contents, strict=True)
            if any(figure.number is not None for figure in _figures_in(content))
        ]


@dataclass(frozen=True)
class _Cell:
    """A cell of a table that is shown."""

    shown: Shown
    row: str
    column: str
    content: Content

    def __str__(self) -> str:
        return f"{_asked(self.shown)}: {self.row}, {self.column}"

    def versions(self) -> dict[int, list[Version]]:
        """The versions that ``why`` tells of, by their entries."""
        node = why(self.shown, self.row, self.column, most=None)
        return {version.record.entry: list(each.versions) for each in _leaves(node) for version in each.versions}


class _Trial:
    """A plugin's tables and reports, each in every way that it can be asked for, over a ledger that is corrected."""

    def __init__(self, ledger: Ledger, plugin: str, at: date):
        self._ledger, self._at, self._plugin = ledger, at, ledger.plugins.get(plugin)

    def with_amounts(self, selects: Callable[[Event], bool]) -> list[Record]:
        """The events that stand, and hold amounts that do not only select."""
        tips = {record.entry: record for record in self._ledger.reader.log(0, 1_000_000)}
        held = [(tip, self._ledger.catalogue.decode(tip)) for tip in tips.values() if tip.content is not None]
        return [tip for tip, event in held if amounts(event) and not selects(event)]

    def correct(self, batch: Iterable[Record], chance: Random) -> None:
        """Record corrections of events."""
        self._ledger.record([corrected(self._ledger, record, chance) for record in batch])

    def seen(self) -> _Seen:
        """All as it stands now."""
        shown = tuple(self._shown())
        figures = {
            (each.name, str(dict(each.params)), place): content
            for each in shown
            for place, content in sheet_of(each).items()
            if isinstance(content, Figure)
        }
        return _Seen(shown, figures, {spot: _sources(figure) for spot, figure in figures.items()})

    def _shown(self) -> Iterator[Shown | ShownReport]:
        view = self._ledger.view(self._at, plugin=self._plugin.name)
        definitions: list[TableDefinition | ReportDefinition] = [*self._plugin.tables, *self._plugin.reports]
        for definition in definitions:
            for params in definition.every(view):
                yield definition.with_params(view, f"{self._plugin.name}/{definition.name}", params)


def _batches(records: Sequence[Record], size: int, chance: Random) -> Iterator[list[Record]]:
    """The events in an order of chance, a few at a time."""
    waiting = list(records)
    chance.shuffle(waiting)
    for start in range(0, len(waiting), size):
        yield waiting[start : start + size]


@dataclass(frozen=True)
class _Sources:
    """The entries that a figure comes from: those that it is ``read`` from; what a document prints and is ``shown``
    for it or beside it; and, ``within``, what is printed of its terms, which
    rounding may hide.
    """

    read: frozenset[int]
    shown: frozenset[int]
    within: frozenset[int]

    @property
    def every(self) -> frozenset[int]:
        """All that ``why`` tells of."""
        return self.read | self.shown | self.within


_NONE = _Sources(frozenset(), frozenset(), frozenset())


def _sources(figure: Figure) -> _Sources:
    beside = [figure.published] if figure.published and differs(figure) else []
    shown = [figure.how.printed] if isinstance(figure.how, Rounded) else []
    within = [each.how.printed for each in _steps(figure) if isinstance(each.how, Rounded)]
    read, printed, others = (
        frozenset(read.source.entry for each in figures for read in each.reads() if isinstance(read.source, Record))
        for figures in ([figure], beside + shown, within)
    )
    return _Sources(read, printed, others)


def _steps(figure: Figure) -> Iterator[Figure]:
    """A figure and all that it is worked out from."""
    pending = [figure]
    while pending:
        step = pending.pop()
        yield step
        pending += terms_of(step.how)


def _said(figure: Figure | None) -> tuple[Value | None, Value | None]:
    """What a reader sees of a figure: its value, and what a document prints instead."""
    if figure is None:
        return None, None
    return figure.value, figure.published.value if figure.published and differs(figure) else None


def _faults(before: _Seen, after: _Seen, batch: Collection[Record]) -> Iterator[str]:
    """The figures that changed though nothing behind them was corrected, and those that did not though something was.

    What a document asserts may come to stand beside a figure that it has agreed with so far.
    """
    changed = frozenset(record.entry for record in batch)
    prints = any(record.topic == Asserted.topic for record in batch)
    for spot in before.figures.keys() | after.figures.keys():
        old, new = _said(before.figures.get(spot)), _said(after.figures.get(spot))
        sources = before.sources.get(spot, _NONE)
        if not sources.every & changed and (old[0] != new[0] if prints else old != new):
            yield f"{spot}: {old} became {new}, and nothing behind it was corrected in {_told(batch)}"
        if (sources.read | sources.shown) & changed and old == new and isinstance(old[0], Quantity):
            yield f"{spot}: {old} stands, though behind it was corrected {_told(batch, sources.every)}"


def _untold(seen: _Seen, chance: Random, cells: int) -> Iterator[str]:
    """The cells of which ``why`` names other events in force than their figures are read from."""
    for cell in _some(seen.cells(), chance, cells):
        told = {
            entry
            for entry, versions in cell.versions().items()
            if any(version.standing == "in force" for version in versions)
        }
        read = frozenset[int]().union(*(_sources(figure).every for figure in _figures_in(cell.content)))
        if isinstance(cell.content, Prose):
            read |= {cell.content.record.entry}
        if told != read:
            yield f"{cell}: why names the entries {sorted(told)}, and it is read from {sorted(read)}"


def _not_apart(before: _Seen, after: _Seen, batch: Collection[Record], chance: Random, cells: int) -> Iterator[str]:
    """The cells of which ``why`` does not tell the replaced versions of what was corrected apart from those in force,
    or tells of anything else otherwise than before.
    """
    changed = {record.entry for record in batch}
    now = {str(cell): cell for cell in after.cells()}
    follows = [
        cell for cell in before.cells() if any(_sources(figure).every & changed for figure in _figures_in(cell.content))
    ]
    for cell in _some([each for each in follows if str(each) in now], chance, cells):
        old, new = cell.versions(), now[str(cell)].versions()
        for entry in old.keys() & new.keys():
            known = [each for each in old[entry] if each.standing != "later"]
            if not _is_apart(known, new[entry], corrected_too=entry in changed):
                yield f"{cell}: entry {entry} is told as {[each.standing for each in new[entry]]}"


def _is_apart(old: Sequence[Version], new: Sequence[Version], *, corrected_too: bool) -> bool:
    if not corrected_too:
        return list(old) == list(new)
    *replaced, last = new
    standings = ["replaced"] * len(old), "in force"
    return (
        [each.record for each in replaced] == [each.record for each in old]
        and ([each.standing for each in replaced], last.standing) == standings
        and replaced[-1].replaced_by == last.record
        and last.envelope.reason == REASON
    )


def _some(cells: Sequence[_Cell], chance: Random, most: int) -> list[_Cell]:
    return chance.sample(cells, min(most, len(cells)))


def _leaves(node: Node) -> Iterator[Node]:
    """The nodes of a tree that tell of an event. What only selects is none of them."""
    if node.versions:
        yield node
    for child in node.children:
        yield from _leaves(child)


def _tables_of(shown: Shown | ShownReport) -> Iterator[Shown]:
    if isinstance(shown, Shown):
        yield shown
    else:
        for section in shown.sections:
            yield from section.tables


def _figures_in(content: Content) -> list[Figure]:
    match content:
        case Figure():
            return [content]
        case Parts(parts):
            return [part.figure for part in parts]
        case Prose(pieces):
            return [piece for piece in pieces if isinstance(piece, Figure)]
    return []


def _asked(shown: Shown) -> str:
    return f"{shown.name} {dict(shown.params)}"


def _told(batch: Iterable[Record], among: Collection[int] | None = None) -> str:
    return ", ".join(f"{each.topic} {each.id}" for each in batch if among is None or each.entry in among)


DATES = r"""\b\d{4}-\d{2}-\d{2}\b            # a date
    |\b(19|20)\d{2}\b(–(19|20)\d{2}\b)?  # a year, or years
    |\bQ[1-4]\b                          # a quarter
    |\b\d+\s*(§|kap\.)                   # a paragraph of law
"""
"""Digits in a text that are no figures, whatever it is about."""


def figures_in_texts(proposals: Iterable[Proposal], names: str = "") -> list[str]:
    """The texts that hold a figure, where they should refer to one. ``names`` is a pattern (verbose) of the names
    that have digits in them.
    """
    allowed = re.compile(f"{DATES}|{names}" if names else DATES, re.VERBOSE)
    return [
        f"{topic}, {name}: {text}"
        for topic, name, text in _texts(proposals)
        if re.search(r"\d", allowed.sub("", REFERENCE.sub("", text)))
    ]


def _texts(proposals: Iterable[Proposal]) -> Iterator[tuple[str, str, str]]:
    for proposal in proposals:
        event = proposal.event
        texts = {"note": proposal.note, "reason": proposal.reason}
        if event is not None:
            texts |= {name: getattr(event, name) for name in marked_fields(type(event), FreeText) if name != "name"}
        topic = event.topic if event else ""
        yield from ((topic, name, text) for name, text in texts.items() if text)


def worked_out(proposals: Iterable[Proposal], lines: Collection[str]) -> list[str]:
    """The events with an amount of a whole line, where the lines within it have theirs and our tables add them up.
    Of a part of a förvaltning, and of a line whose parts nobody knows, the amount stands.
    """
    events = [proposal.event for proposal in proposals if proposal.event is not None]
    within = {event.line: event.within for event in events if isinstance(event, LineDefined)}
    whole = [
        event
        for event in events
        if event.topic.startswith("finance.")
        and not isinstance(event, LineDefined)
        and getattr(event, "line", None)
        and not getattr(event, "part", None)
    ]
    made_up = {(within.get(getattr(event, "line", "")), _but_for_the_line(event)) for event in whole}
    while more := {(within.get(line or ""), key) for line, key in made_up} - made_up:
        made_up |= more
    found = [(event, getattr(event, "line", "")) for event in whole]
    return [
        f"{event.topic}: {event}"
        for event, line in found
        if line in lines and (line, _but_for_the_line(event)) in made_up
    ]


def _but_for_the_line(event: Event) -> tuple[str, ...]:
    """What an amount is of, whatever the line."""
    return event.topic, *(str(getattr(event, name)) for name in event.key if name != "line")


def tables_named(ledger: Ledger, plugin: str, proposals: Iterable[Proposal]) -> list[str]:
    """The events that name a table, a row or a column: tables choose events, and events know of no table."""
    tables = {f"{plugin}/{each.name}" for each in ledger.plugins.get(plugin).tables}
    found = []
    for proposal in proposals:
        fields = set(type(proposal.event).model_fields) if proposal.event else set()
        said = proposal.event.model_dump_json() if proposal.event else ""
        if {"table", "row", "column"} & fields or any(name in said for name in tables):
            found.append(said)
    return found
