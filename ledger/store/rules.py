"""Rules that only the whole ledger can decide, inside the lock: references that lead somewhere, periods that never
add twice, reports that are issued with their files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ledger.events.assertions import Asserted
from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.fields import FreeText, References
from ledger.events.issued import ReportIssued, changed_by
from ledger.events.quantities import QuantityName, about_of, references
from ledger.events.subjects import accumulated, fields_of, marked_fields, period_of, subject_key
from ledger.language import _
from ledger.problems import Origin, Problem
from ledger.store.reader import STANDS
from ledger.store.rings import Ring, Rings
from ledger.store.sql import Cursor

_FOR_EVER = 9_999_999  # an ordinal day after every date
_KNOWN = f"""SELECT 1 FROM subject s JOIN entry e ON e.subject = s.id AND {STANDS}
    WHERE s.topic = :topic AND s.forvaltning = :forvaltning AND s.key = :key LIMIT 1"""
_TOPIC = "SELECT topic FROM record WHERE position = :position"
_REPLACED = "SELECT 1 FROM superseded WHERE position = :position"
_SIBLINGS = f"""SELECT r.position, r.content FROM subject s JOIN entry e ON e.subject = s.id AND {STANDS}
    JOIN record r ON r.position = e.position
    WHERE s.topic = :topic AND s.forvaltning = :forvaltning AND s.period = :period AND s.key = :key
    AND r.content IS NOT NULL"""
_KEPT = "SELECT 1 FROM kept WHERE digest = :digest"
_ORIGINAL = """SELECT r.content, e.effective AS now, o.effective AS first FROM entry e
    JOIN entry o ON o.position = e.entry JOIN record r ON r.position = e.entry
    WHERE e.position = :position AND e.entry <> e.position"""


class Rules:
    """Checks events that have just been written, against all that is in force at this moment."""

    def __init__(self, cursor: Cursor, catalogue: Catalogue, position: int):
        self._cursor = cursor
        self._catalogue = catalogue
        self._now = {"at": _FOR_EVER, "position": position}
        self._found: set[tuple[str, str, tuple[str, ...]]] = set()
        self._rings = Rings(cursor, catalogue, self._now)

    def broken(self, event: Event, position: int) -> Iterator[Problem]:
        """What ``event`` breaks."""
        if self._cursor.run(_REPLACED, {"position": position}):
            return  # only what still stands at the end of the recording is held to the rules
        if not isinstance(event, Asserted):
            yield from self._dangling(event.forvaltning, type(event), dict(event))
        for ring in self._rings.closed(type(event), position):
            yield _closed(ring)
        for column, name in _quantities_named(event):
            yield from self._misnamed(event.forvaltning, name, column)
            if isinstance(event, Asserted) and column == "about":
                yield from self._unlike_others(event)
        if event.accumulates:
            yield from self._overlaps(event, position)
        if isinstance(event, ReportIssued):
            yield from self._without_files(event, position)
            yield from self._rewritten(event, position)

    def uncovered(self, position: int) -> Iterator[Problem]:
        """What a withdrawal breaks by what stood behind it and is in force again."""
        for row in self._cursor.run(_TOPIC, {"position": position}):
            event_class = self._catalogue.find(row["topic"])
            for ring in self._rings.closed(event_class, position) if event_class else ():
                yield _closed(ring)

    def _without_files(self, event: ReportIssued, position: int) -> Iterator[Problem]:
        """What an issued report lacks to be handed out again, and made again."""
        missing = [file for file in event.files if not self._cursor.run(_KEPT, {"digest": file.sha256})]
        remedy = _("fastställ rapporten med ”planledger issue”, som bevarar filerna")
        if missing or not event.digest:
            forms = ", ".join(file.form for file in missing) or "json"
            what = _("filerna till den fastställda rapporten bevaras inte i liggaren: {forms}").format(forms=forms)
            yield Problem(what, remedy, Origin(column="files"))
        if event.position >= position:
            what = _("position {position} fanns inte när rapporten gjordes").format(position=event.position)
            yield Problem(what, remedy, Origin(column="position"))

    def _rewritten(self, event: ReportIssued, position: int) -> Iterator[Problem]:
        """A correction may say of which matter and by whom a report was issued, and never what or when."""
        for row in self._cursor.run(_ORIGINAL, {"position": position}):
            original = self._catalogue.decode_bytes(event.topic, row["content"])
            assert isinstance(original, ReportIssued)
            changed = changed_by(event, original) + ([_("Dagen")] if row["now"] != row["first"] else [])
            if changed:
                what = _(
                    "en rättelse av en fastställd rapport ändrar diarienummer, organ eller godkännare, inte {fields}"
                ).format(fields=", ".join(changed))
                yield Problem(what, _("återta den (withdraw) och fastställ den på nytt (issue)"))

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
            among = [fields.get(other, "") for other in reference.among]
            for code in value if isinstance(value, tuple) else (value,):
                if name != reference.key and code == fields.get(reference.key):
                    what = _("{field} ”{code}” är den själv").format(field=field.title, code=code)
                    remedy = _("det som ingår i eller går upp i något gör det i något annat")
                    yield Problem(what, remedy, Origin(column=column or name))
                elif not self._exists(reference.topic, forvaltning, (*among, code)):
                    yield Problem(
                        _("{field} ”{code}” finns inte i {forvaltning}").format(
                            field=field.title, code=code, forvaltning=forvaltning
                        ),
                        _("registrera den först, med händelsen {topic}, eller rätta koden").format(
                            topic=reference.topic
                        ),
                        Origin(column=column or name),
                    )

    def _exists(self, topic: str, forvaltning: str, parts: tuple[str, ...]) -> bool:
        wanted = (topic, forvaltning, parts)
        if wanted not in self._found:
            key = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
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


def _closed(ring: Ring) -> Problem:
    """What is said of a ring: every code on the way round, and how to open it."""
    way = " → ".join(thing.key[-1] for thing in ring.things)
    title = ring.link.event_class.model_fields[ring.link.name].title
    what = _("”{field}” går i ring den {day}: {way}").format(field=title, day=ring.day, way=way)
    remedy = _(
        "ta bort eller ändra ett av leden: det som redan är registrerat rättas (correct) eller återtas (withdraw)"
    )
    return Problem(what, remedy, Origin(column=ring.link.name))


def _quantities_named(event: Event) -> Iterator[tuple[str, QuantityName]]:
    """The quantities that an event names, each with the column that names it."""
    if isinstance(event, Asserted):
        yield "about", event.quantity
    for column in marked_fields(type(event), FreeText):
        for name in references(getattr(event, column) or ""):
            yield column, name
