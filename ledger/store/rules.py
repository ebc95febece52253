"""Rules that only the whole ledger can decide, inside the lock: references that lead somewhere, periods that never
add twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ledger.events.assertions import Asserted
from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.fields import FreeText, References
from ledger.events.quantities import QuantityName, about_of, references
from ledger.events.subjects import accumulated, fields_of, marked_fields, period_of, subject_key
from ledger.language import _
from ledger.problems import Origin, Problem
from ledger.store.reader import STANDS
from ledger.store.sql import Cursor

_FOR_EVER = 9_999_999  # an ordinal day after every date
_KNOWN = f"""SELECT 1 FROM subject s JOIN entry e ON e.subject = s.id AND {STANDS}
    WHERE s.topic = :topic AND s.forvaltning = :forvaltning AND s.key = :key LIMIT 1"""
_REPLACED = "SELECT 1 FROM superseded WHERE position = :position"
_SIBLINGS = f"""SELECT r.position, r.content FROM subject s JOIN entry e ON e.subject = s.id AND {STANDS}
    JOIN record r ON r.position = e.position
    WHERE s.topic = :topic AND s.forvaltning = :forvaltning AND s.period = :period AND s.key = :key"""


class Rules:
    """Checks events that have just been written, against all that is in force at this moment."""

    def __init__(self, cursor: Cursor, catalogue: Catalogue, position: int):
        self._cursor = cursor
        self._catalogue = catalogue
        self._now = {"at": _FOR_EVER, "position": position}
        self._found: set[tuple[str, str, str]] = set()

    def broken(self, event: Event, position: int) -> Iterator[Problem]:
        """What ``event`` breaks."""
        if self._cursor.run(_REPLACED, {"position": position}):
            return  # only what still stands at the end of the recording is held to the rules
        if not isinstance(event, Asserted):
            yield from self._dangling(event.forvaltning, type(event), dict(event))
        for column, name in _quantities_named(event):
            yield from self._misnamed(event.forvaltning, name, column)
            if isinstance(event, Asserted) and column == "about":
                yield from self._unlike_others(event)
        if event.accumulates:
            yield from self._overlaps(event, position)

    def _misnamed(self, forvaltning: str, name: QuantityName, column: str) -> Iterator[Problem]:
        """What is wrong with the name that an assertion or a text gives a quantity."""
        try:
            event_class = name.event_class(self._catalogue)
            name.fields(event_class)
        except ValueError as error:
            what = _("{name}: {what}").format(name=name, what=error)
            yield Problem(what, _("skriv slaget av händelse, och fälten som säger vilken"), Origin(column=column))
            return
        yield from self._dangling(forvaltning, event_class, name.about, column)

    def _unlike_others(self, event: Asserted) -> Iterator[Problem]:
        """An assertion that says in its own way what it is about is not found by that: it is said in one way only."""
        try:
            event_class = event.quantity.event_class(self._catalogue)
            plain = about_of(event_class, event.quantity.fields(event_class))
        except ValueError:
            return  # told already
        if plain != event.about:
            what = _("”{about}” ska skrivas ”{plain}”").format(about=event.about, plain=plain)
            yield Problem(
                what, _("skriv fälten i händelsens ordning, och perioder så kort de går"), Origin(column="about")
            )

    def _dangling(
        self, forvaltning: str, event_class: type[Event], fields: Mapping[str, Any], column: str = ""
    ) -> Iterator[Problem]:
        """References to what is not there, or to the thing itself; ``column`` says where they stand, if elsewhere."""
        for name, reference in marked_fields(event_class, References).items():
            value, field = fields.get(name), event_class.model_fields[name]
            if not value:
                continue
            for code in value if isinstance(value, tuple) else (value,):
                if name != reference.key and code == fields.get(reference.key):
                    what = _("{field} ”{code}” är den själv").format(field=field.title, code=code)
                    remedy = _("det som ingår i eller går upp i något gör det i något annat")
                    yield Problem(what, remedy, Origin(column=column or name))
                elif not self._exists(reference.topic, forvaltning, code):
                    yield Problem(
                        _("{field} ”{code}” finns inte i {forvaltning}").format(
                            field=field.title, code=code, forvaltning=forvaltning
                        ),
                        _("registrera den först, med händelsen {topic}, eller rätta koden").format(
                            topic=reference.topic
                        ),
                        Origin(column=column or name),
                    )

    def _exists(self, topic: str, forvaltning: str, code: str) -> bool:
        wanted = (topic, forvaltning, code)
        if wanted not in self._found:
            key = json.dumps([code], ensure_ascii=False, separators=(",", ":"))
            rows = self._cursor.run(_KNOWN, {**self._now, "topic": topic, "forvaltning": forvaltning, "key": key})
            if not rows:
                return False
            self._found.add(wanted)
        return True

    def _overlaps(self, event: Event, position: int) -> Iterator[Problem]:
        period = accumulated(event)
        if period is None:
            return
        origin = Origin(column=event.accumulates)
        about = getattr(event, "period", None)
        if about is not None and period not in about:
            yield Problem(
                _("{period} ligger inte inom {about}").format(period=period.swedish, about=about.swedish),
                _("det som räknats samman ska ligga inom den period som iakttagelsen gäller"),
                origin,
            )
        key = subject_key(type(event), fields_of(event))
        subject = {
            "topic": event.topic,
            "forvaltning": event.forvaltning,
            "period": period_of(event),
            "key": key,
        }
        for row in self._cursor.run(_SIBLINGS, {**self._now, **subject}):
            other = accumulated(self._catalogue.decode_bytes(event.topic, row["content"]))
            if row["position"] == position or other is None or not other.overlaps(period):
                continue
            if other.last == period.last or other.first != period.first:
                yield Problem(
                    _("{period} överlappar {other}, som redan är registrerad för samma sak").format(
                        period=period.swedish, other=other.swedish
                    ),
                    _(
                        "en ny ackumulerad iakttagelse börjar samma dag som de tidigare och slutar en annan;"
                        " är den tidigare fel, rätta den (correct)"
                    ),
                    origin,
                )


def _quantities_named(event: Event) -> Iterator[tuple[str, QuantityName]]:
    """The quantities that an event names, each with the column that names it."""
    if isinstance(event, Asserted):
        yield "about", event.quantity
    for column in marked_fields(type(event), FreeText):
        for name in references(getattr(event, column) or ""):
            yield column, name
