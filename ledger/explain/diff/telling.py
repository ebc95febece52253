"""How a difference is told: as text in a hundred columns, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from textwrap import wrap
from typing import Any

from ledger.events.record import Record
from ledger.explain.diff.change import Change, Difference, Kind, Term
from ledger.explain.diff.sheet import Said
from ledger.explain.diff.story import RowStory, Story, TableStory, amount_told, excerpts, rounding_of, signed, unit_told
from ledger.explain.telling import SHORT_ID, WIDTH, source_told
from ledger.figures.printing import NO_BREAK_SPACE, rounded
from ledger.language import _, counted
from ledger.surroundings import STOCKHOLM, in_utc
from ledger.tables.lines import seen_from_view

MOST_TERMS = 20
"""How many terms of a difference people are told, unless they ask for all: those with the greatest amounts."""

MOST_DATA = 1_000
"""How many terms the JSON has; their count and the sum of the rest are always there."""


def kind_told(kind: Kind) -> str:
    """The kind of a term, in a word."""
    return {
        "late arrival": _("sent registrerat"),
        "correction": _("rättelse"),
        "withdrawal": _("återtagande"),
        "decision": _("nytt"),
        "method": _("metod"),
    }[kind]


def as_lines(difference: Difference, most: int | None = MOST_TERMS) -> Iterator[str]:
    """The difference in lines: what changed, below each change its terms, and at the end the events, each once."""
    story = Story(difference)
    for table in story.tables:
        yield from _table_lines(table, story, most)
    if story.mentioned:
        yield _("Händelser")
        for record in story.mentioned.values():
            yield from _event_lines(record, story)
    if story.sources:
        yield ""
    for source, number in story.sources.items():
        yield from wrap(f"[{number}] {source}", WIDTH, subsequent_indent="    ", break_on_hyphens=False)


def count_told(differences: Iterable[Difference]) -> str:
    """How much has changed, and through how many events."""
    changes = [change for each in differences for change in each.changes]
    events = len({position for change in changes for position in change.positions()})
    told = counted(len(changes), "{n} uppgift har ändrats", "{n} uppgifter har ändrats")
    return f"{told} {counted(events, 'genom {n} händelse', 'genom {n} händelser')}"


def lacking_told(differences: Iterable[Difference]) -> list[str]:
    """What the ends lack, each once, in lines."""
    notes = dict.fromkeys(note for each in differences for note in each.lacking)
    return [line for note in notes for line in wrap(note, WIDTH, subsequent_indent="  ", break_on_hyphens=False)]


def ends_told(difference: Difference) -> list[str]:
    """From which view to which."""
    ends = ((_("Från"), difference.before), (_("Till"), difference.after))
    return [
        line
        for which, shown in ends
        for line in wrap(
            f"{which}: {seen_from_view(shown.view, '')}", WIDTH, subsequent_indent="  ", break_on_hyphens=False
        )
    ]


def _table_lines(table: TableStory, story: Story, most: int | None) -> Iterator[str]:
    if table.title:
        yield from wrap(table.title, WIDTH)
    for row in table.rows:
        yield from _row_lines(row, story, most)
    yield ""


def _row_lines(row: RowStory, story: Story, most: int | None) -> Iterator[str]:
    yield from wrap(row.label, WIDTH, initial_indent="  ", subsequent_indent="    ")
    own = row.own
    if own is not None:
        yield from _indented(_row_told(row, own), 4)
        yield from _movers(own, story)
    for change in row.cells:
        if _comes_with_its_text(change, row):
            continue
        if not (row.came or row.went):
            yield from _change_lines(change, row, story, most)
        elif text := story.text(change.after or change.before, change):
            yield from _indented(f"{story.column_label(change.place)}: {text}", 6)


def _row_told(row: RowStory, own: Change) -> str:
    if row.came:
        return _("raden har kommit till")
    if row.went:
        return _("raden har fallit bort")
    return _("har bytt namn: {before} → {after}").format(
        before=own.before.text if own.before else "", after=own.after.text if own.after else ""
    )


def _change_lines(change: Change, row: RowStory, story: Story, most: int | None) -> Iterator[str]:
    if change.amount is None:
        yield from _text_lines(change, story)
        if not _told_by_its_figures(change, row):
            yield from _movers(change, story)
        return
    places = story.places(change)
    ends = f"{_head(change, story)}{_ends(change, story)}"
    yield from _indented(f"{ends}  ({amount_told(change, places)})", 4)
    terms, others, rest = change.greatest(most) if most is not None else (list(change.terms()), 0, Fraction(0))
    wide = max((len(signed(term.amount, places)) for term in terms), default=0)
    for term in terms:
        yield from _term_lines(f"{signed(term.amount, places):>{wide}}  ", term, story)
    if others:
        line = _("… och {n} till, tillsammans {amount}").format(n=others, amount=signed(rest, places))
        yield from _indented(line, 6)
    if rounding := rounding_of(change, terms, rest, places):
        yield from _indented(f"{signed(rounding, places):>{wide}}  {_('avrundning')}", 6)


def _head(change: Change, story: Story) -> str:
    label = story.column_label(change.place)
    return f"{label}: " if label else ""


def _ends(change: Change, story: Story) -> str:
    """From what to what; a unit that both ends have is told once."""
    before, after = story.text(change.before, change), story.text(change.after, change)
    unit = unit_told(change.unit)
    if unit and before.endswith(unit) and after.endswith(unit):
        before = before.removesuffix(unit)
    return f"{before} → {after}"


def _text_lines(change: Change, story: Story) -> Iterator[str]:
    """A text before and after, or what was no number at one end; on two lines if one has no room for it."""
    missing = _("(tomt)") if change.place.column else _("(saknas)")
    before, after = (story.text(said, change) for said in (change.before, change.after))
    if before and after:
        before, after = excerpts(before, after)
    ends = [f"{_head(change, story)}{before or missing}", f"→ {after or missing}"]
    one = " ".join(ends)
    for line in [one] if len(one) <= WIDTH - 4 else ends:
        yield from _indented(line, 4)


def _told_by_its_figures(change: Change, row: RowStory) -> bool:
    """Whether the events that changed a text are those that the figures in it are told to have changed by."""
    figures = [each for each in row.cells if each is not change and each.place in change.place]
    figures = [each for each in figures if not _comes_with_its_text(each, row)]
    told = {term.step.position for each in figures for term in (*each.terms(), *each.movers())}
    return bool(told) and {term.step.position for term in change.movers()} <= told


def _comes_with_its_text(change: Change, row: RowStory) -> bool:
    """Whether a figure is new only since the text that it stands in is, or gone with it."""
    text = next(
        (each for each in row.cells if change.place.part and each.place == replace(change.place, part="")), None
    )
    if text is None:
        return False
    return (text.before is None and change.before is None) or (text.after is None and change.after is None)


def _movers(change: Change, story: Story) -> Iterator[str]:
    movers = change.movers()
    for term in movers[:MOST_TERMS]:
        yield from _term_lines("", term, story)
    if len(movers) > MOST_TERMS:
        yield from _indented(_("… och {n} till").format(n=len(movers) - MOST_TERMS), 6)


def _term_lines(amount: str, term: Term, story: Story) -> Iterator[str]:
    """A term: its amount, what it is, and by which event."""
    record = story.mention(term)
    yield from _indented(f"{amount}{kind_told(term.kind)}: {story.about(record)} · {record.id[:SHORT_ID]}", 6)


def _event_lines(record: Record, story: Story) -> Iterator[str]:
    """An event: what it is about, when it takes effect, when and by whom it was recorded, and where it stands."""
    envelope = record.opened()
    recorded = f"{record.recorded_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
    replaces = _("återtar {id}") if envelope.withdraws else _("rättar {id}")
    parts = [
        _("gäller {day}").format(day=envelope.effective_on),
        _("registrerat {when} av {who}").format(when=recorded, who=story.view.name_of(envelope.recorded_by)),
        _("beslutad av {who}").format(who=envelope.decided_by) if envelope.decided_by else "",
        replaces.format(id=envelope.replaces[:SHORT_ID]) if envelope.replaces else "",
        f"[{story.number_of(source_told(envelope.source))}]" if envelope.source else "",
    ]
    yield from _indented(f"{record.id[:SHORT_ID]}  {story.about(record)}", 2)
    yield from _indented(" · ".join(filter(None, parts)), 12)
    if envelope.reason:
        yield from _indented(_("skäl: {reason}").format(reason=envelope.reason), 12)


def _indented(text: str, indent: int) -> list[str]:
    space = " " * indent
    return wrap(text, WIDTH, initial_indent=space, subsequent_indent=space + "  ", break_on_hyphens=False)


def as_data(difference: Difference, most: int | None = MOST_DATA) -> dict[str, Any]:
    """The difference as JSON."""
    story, after = Story(difference), difference.after
    return {
        "name": after.name,
        "title": after.title,
        "params": dict(after.params),
        "from": _view_data(difference.before.view),
        "to": _view_data(after.view),
        "notes": list(difference.lacking),
        "tables": [_table_data(table, story, most) for table in story.tables],
    }


def _view_data(view: Any) -> dict[str, Any]:
    known = in_utc(view.known) if view.known else None
    return {"at": view.at.isoformat(), "known": known, "position": view.position}


def _table_data(table: TableStory, story: Story, most: int | None) -> dict[str, Any]:
    return {
        "section": table.place.section,
        "table": table.place.table,
        "title": story.difference.labels.get(table.place, ""),
        "rows": [_row_data(row, story, most) for row in table.rows],
    }


def _row_data(row: RowStory, story: Story, most: int | None) -> dict[str, Any]:
    own = row.own
    change = "came" if row.came else "went" if row.went else "renamed" if own else "changed"
    return {
        "key": row.place.row,
        "label": row.label,
        "change": change,
        "was": own.before.text if own and own.before else None,
        "events": [_term_data(term, story) for term in own.movers()[:most]] if own else [],
        "cells": [_change_data(each, story, most) for each in row.cells],
    }


def _change_data(change: Change, story: Story, most: int | None) -> dict[str, Any]:
    amount = change.amount
    if amount is None:
        terms = change.movers()
        shown, count, rest = terms[:most], len(terms), Fraction(0)
    else:
        shown, others, rest = change.greatest(most) if most is not None else (list(change.terms()), 0, Fraction(0))
        count = len(shown) + others
    return {
        "column": change.place.column,
        "label": story.column_label(change.place),
        "part": change.place.part,
        "before": _said_data(change.before, change, story),
        "after": _said_data(change.after, change, story),
        "difference": None if amount is None else exact(amount),
        "unit": change.unit,
        "terms": [_term_data(term, story, None if amount is None else term.amount) for term in shown],
        "terms_count": count,
        "rest": exact(rest),
    }


def _said_data(said: Said | None, change: Change, story: Story) -> dict[str, Any] | None:
    if said is None:
        return None
    text = story.text(said, change)
    if said.number is None:  # as in the JSON of a table
        return {"text": text.replace(NO_BREAK_SPACE, " "), "value": None, "unit": ""}
    return {"text": text, "value": exact(said.number), "unit": said.unit}


def _term_data(term: Term, story: Story, amount: Fraction | None = None) -> dict[str, Any]:
    record = story.event(term)
    return {
        "leg": term.leg,
        "kind": term.kind,
        "amount": None if amount is None else exact(amount),
        "about": story.about(record),
        "topic": record.topic,
        "position": record.position,
        "recorded_at": in_utc(record.recorded),
        **record.opened().model_dump(mode="json", exclude_none=True, exclude={"content"}),
    }


MOST_PARTS = 10**40
"""The greatest denominator that is written out."""


def exact(number: Fraction) -> str:
    """A number without any rounding: as a decimal if it is one, else as a fraction such as 1/3. One that nobody could
    read, as the sum of very many ratios is, is given with twenty decimals.
    """
    if number.denominator > MOST_PARTS:
        return f"{rounded(number, 20):f}"
    denominator = number.denominator
    while denominator % 2 == 0:
        denominator //= 2
    while denominator % 5 == 0:
        denominator //= 5
    if denominator != 1:
        return f"{number.numerator}/{number.denominator}"
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(number * 10**places)):0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if number < 0 else text
