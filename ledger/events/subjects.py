"""What follows from an event's own words: its subject, its stream, its amount, and how people are told of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar

from ledger.events.base import Event, Fields
from ledger.events.fields import mark_of, plain_number
from ledger.figures.periods import Period
from ledger.figures.values import Quantity, Word

M = TypeVar("M")


@cache
def marked_fields(event_class: type[Event], kind: type[M]) -> dict[str, M]:
    """The fields whose type bears a mark of a kind, with the mark."""
    marks = {name: mark_of(field, kind) for name, field in event_class.model_fields.items()}
    return {name: mark for name, mark in marks.items() if mark is not None}


def fields_of(event: Event) -> Fields:
    """The content as it is stored: what is not said is left out."""
    return event.model_dump(mode="json", exclude_none=True)


def period_of(event: Event) -> str:
    """The period that tells this subject from its like in other periods, as text; "" where the key has none."""
    return str(getattr(event, "period", "") or "") if "period" in event.key else ""


def subject_key(event_class: type[Event], fields: Mapping[str, Any]) -> str:
    """The key without förvaltning and period, as text that the index compares."""
    names = [name for name in event_class.key if name != "period"]
    return json.dumps([fields.get(name, "") for name in names], ensure_ascii=False, separators=(",", ":"))


def row_key(event: Event) -> str:
    """The key as one readable word, stable when names change: for rows of tables."""
    fields = fields_of(event)
    parts = [str(fields.get(name, "")) for name in event.key if name != "period"]
    return "/".join(part.replace("/", "%2F") for part in parts if part) or event.forvaltning


def stream_of(event: Event) -> str:
    """The stream of this subject, named in text."""
    fields = fields_of(event)
    parts = [event.topic, event.forvaltning, *(str(fields.get(name, "")) for name in event.key)]
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def amount_of(event: Event) -> Quantity | None:
    """What totals add; None for a word, for something unknown, and for an event that adds nothing."""
    value = getattr(event, event.adds) if event.adds else None
    return value if isinstance(value, Quantity) else None


def indexed_amount(event: Event) -> tuple[int | None, str]:
    """The amount as the index adds it: millionths and unit; None where there is nothing to add."""
    amount = amount_of(event)
    return (plain_number(amount.number), amount.unit) if amount else (None, "")  # type: ignore[arg-type]


def accumulated(event: Event) -> Period | None:
    """The period that an observation has added up so far, where it does."""
    period = getattr(event, event.accumulates) if event.accumulates else None
    return period if isinstance(period, Period) else None


def observed_until(event: Event) -> date | None:
    """The last day of what an observation is of; None for a decision, and for a judgement."""
    period = accumulated(event) or (getattr(event, event.observes) if event.observes else None)
    return period.last if isinstance(period, Period) else None


def told(event: Event) -> str:
    """What the decision is about, in few words for people: "Ram beslutad: CE, 2025"."""
    said = (
        [getattr(event, event.told_by)]
        if event.told_by
        else [getattr(event, name) for name in event.key if name != "period"]
    )
    period = getattr(event, "period", None) if "period" in event.key else None
    about = ", ".join(_plain(value) for value in [*said, period] if value)
    return f"{event.swedish_name()}: {about or event.forvaltning}"


def _plain(value: object) -> str:
    match value:
        case Period():
            return value.swedish
        case Word(text):
            return text
        case _:
            return str(value)
