"""How a difference is told: as text in a hundred columns, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from textwrap import wrap
from typing import Any

from ledger.events.record import Record
from ledger.explain.diff.change import Change, Difference, Kind, Term
from ledger.explain.diff.sheet import Said
from ledger.explain.diff.story import RowStory, Story, TableStory, places_of, rounding_of, signed, text_of, unit_told
from ledger.explain.telling import SHORT_ID, WIDTH, source_told
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
        "decision": _("beslut eller iakttagelse"),
        "method": _("metod"),
    }[kind]


def as_lines(difference: Difference, most: int | None = MOST_TERMS) -> Iterator[str]:
    """The difference in lines: what changed, and below each change its terms."""
    story = Story(difference)
    for table in story.tables:
        yield from _table_lines(table, story, most)
    for source, number in story.sources.items():
        yield from wrap(f"[{number}] {source}", WIDTH, subsequent_indent="    ", break_on_hyphens=False)


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
        yield from _movers(own, story, 6)
    for change in row.cells:
        if not (row.came or row.went):
            yield from _change_lines(change, story, most)
        elif (said := change.after or change.before) and said.text:
            yield from _indented(f"{story.column_label(change.place)}: {said.text}", 6)


def _row_told(row: RowStory, own: Change) -> str:
    if row.came:
        return _("raden har kommit till")
    if row.went:
        return _("raden har fallit bort")
    return _("har bytt namn: {before} → {after}").format(
        before=own.before.text if own.before else "", after=own.after.text if own.after else ""
    )


def _change_lines(change: Change, story: Story, most: int | None) -> Iterator[str]:
    label, amount = story.column_label(change.place), change.amount
    ends = f"{text_of(change.before, change)} → {text_of(change.after, change)}"
    head = f"{label}: " if label else ""
    if amount is None:
        yield from _indented(f"{head}{ends}", 4)
        yield from _movers(change, story, 6)
        return
    places = places_of(change)
    yield from _indented(f"{head}{ends}{unit_told(change.unit)}  ({signed(amount, places)})", 4)
    terms, others, rest = change.greatest(most) if most is not None else (list(change.terms()), 0, Fraction(0))
    wide = max((len(signed(term.amount, places)) for term in terms), default=0)
    for term in terms:
        yield from _term_lines(f"{signed(term.amount, places):>{wide}}  ", term, story, 6)
    if others:
        n = counted(others, "… och {n} till, tillsammans {amount}", "… och {n} till, tillsammans {amount}")
        yield from _indented(n.format(amount=signed(rest, places)), 6)
    if rounding := rounding_of(change, terms, rest):
        yield from _indented(f"{signed(rounding, places):>{wide}}  {_('avrundning')}", 6)


def _movers(change: Change, story: Story, indent: int) -> Iterator[str]:
    movers = change.movers()
    for term in movers[:MOST_TERMS]:
        yield from _term_lines("", term, story, indent)
    if len(movers) > MOST_TERMS:
        yield from _indented(_("… och {n} till").format(n=len(movers) - MOST_TERMS), indent)


def _term_lines(amount: str, term: Term, story: Story, indent: int) -> Iterator[str]:
    """A term: its amount, what it is, and below it when it was recorded and where it stands."""
    record = story.event(term)
    about = story.about(record)
    yield from _indented(f"{amount}{kind_told(term.kind)}: {about} · {record.id[:SHORT_ID]}", indent)
    for line in _event_lines(record, story):
        yield from _indented(line, indent + len(amount) + 2 * (not amount))


def _event_lines(record: Record, story: Story) -> Iterator[str]:
    envelope = record.opened()
    recorded = f"{record.recorded_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
    parts = [
        _("gäller {day}").format(day=envelope.effective_on),
        _("registrerat {when}").format(when=recorded),
        str(envelope.decided_by) if envelope.decided_by else "",
        f"[{story.number_of(source_told(envelope.source))}]" if envelope.source else "",
    ]
    yield " · ".join(filter(None, parts))
    if envelope.reason:
        yield _("skäl: {reason}").format(reason=envelope.reason)


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
        "tables": [_table_data(table, story, most) for table in story.tables],
    }


def _view_data(view: Any) -> dict[str, Any]:
    known = in_utc(view.known) if view.known else None
    return {"at": view.at.isoformat(), "known": known, "position": view.position}


def _table_data(table: TableStory, story: Story, most: int | None) -> dict[str, Any]:
    return {
        "section": table.place.section,
        "table": table.place.table,
        "title": table.title,
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
        "before": _said_data(change.before),
        "after": _said_data(change.after),
        "difference": None if amount is None else exact(amount),
        "unit": change.unit,
        "terms": [_term_data(term, story, None if amount is None else term.amount) for term in shown],
        "terms_count": count,
        "rest": exact(rest),
    }


def _said_data(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {"text": said.text, "value": None if said.number is None else exact(said.number), "unit": said.unit}


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


def exact(number: Fraction) -> str:
    """A number without any rounding: as a decimal if it is one, else as a fraction such as 1/3."""
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
