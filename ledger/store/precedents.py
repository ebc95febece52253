"""Precedents: what the ledger holds already that a proposal has to fit. Asked inside the lock, so the answers hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Envelope, Proposal
from ledger.events.removals import LEDGERS_OWN
from ledger.language import _
from ledger.problems import refused
from ledger.store.sql import Cursor, Row
from ledger.surroundings import STOCKHOLM, moment

_EVENT = """SELECT r.position, r.id, r.stream, r.version, r.topic, r.content, r.envelope FROM record r
    WHERE r.id = :id"""
_LATER = """SELECT r.id, r.recorded, r.envelope FROM entry e JOIN record r ON r.position = e.position
    WHERE e.entry = (SELECT entry FROM entry WHERE position = :position) AND e.position > :position
    ORDER BY e.position"""
_PERSON = "SELECT record FROM person WHERE id = :person"
_OWN = frozenset(each.topic for each in LEDGERS_OWN)
_LAST_VERSION = "SELECT coalesce(max(originator_version), 0) AS last FROM event WHERE originator_id = :stream"


class Precedents:
    """Finds them. ``flush_for`` makes sure that an event which this recording has taken in is found too."""

    def __init__(self, cursor: Cursor, catalogue: Catalogue, flush_for: Callable[[str], None]):
        self._run = cursor.run
        self._catalogue = catalogue
        self._flush_for = flush_for
        self._versions: dict[str, int] = {}

    def same(self, event_id: str, event: Event | None, proposal: Proposal) -> Row | None:
        """The event that the same proposal made before. Raises ``Refused`` if the id is taken by another."""
        self._flush_for(event_id)
        rows = self._run(_EVENT, {"id": event_id})
        if not rows:
            return None
        found = rows[0]
        envelope = Envelope.model_validate_json(found["envelope"])
        asked = (event, proposal.effective_on, proposal.replaces)
        decided = self._decision(found)
        if event is not None and event.topic == found["topic"] and _is_removed(found, envelope):
            decided = event  # what it said is gone: its id, kind and date tell that it was proposed before
        if asked != (decided, envelope.effective_on, envelope.replaces):
            raise refused(
                _("id {id} är redan taget av en annan händelse ({topic})").format(id=event_id, topic=found["topic"]),
                _("utelämna id så får händelsen ett eget, eller rätta den som finns (correct)"),
            )
        return found

    def _decision(self, found: Row) -> Event | None:
        """What an event decided, in today's form: it may have been written in an earlier one."""
        known = found["content"] is not None and found["topic"] in self._catalogue
        return self._catalogue.decode_bytes(found["topic"], found["content"]) if known else None

    def replaced(self, replaces: str, topic: str | None, reason: str | None) -> Row:
        """The version that is to be replaced. Raises ``Refused`` if it cannot be."""
        self._flush_for(replaces)
        rows = self._run(_EVENT, {"id": replaces})
        if not rows:
            raise refused(_("det finns ingen händelse {id}").format(id=replaces), _("se ”planledger log”"))
        target = rows[0]
        if not (reason or "").strip():
            raise refused(_("skälet saknas"), _("ange varför händelsen rättas eller återtas"), column="reason")
        if Envelope.model_validate_json(target["envelope"]).withdraws:
            raise refused(*withdrawal_stands(replaces))
        if later := self._run(_LATER, {"position": target["position"]}):
            raise refused(*self._replaced_already(replaces, later))
        if target["topic"] in _OWN:
            what = _("det som händelse {id} gjorde kan varken rättas eller återtas").format(id=replaces)
            raise refused(what, _("det som den tog in eller tog bort är gjort, och det säger den för gott"))
        if topic is not None and target["content"] is None:
            raise refused(*removal_stands(replaces))
        if topic is not None and topic != target["topic"]:
            raise refused(
                _("en rättelse byter aldrig slag: {id} är {old}, inte {new}").format(
                    id=replaces, old=target["topic"], new=topic
                ),
                _("återta den (withdraw) och registrera den nya"),
            )
        return target

    def _replaced_already(self, event_id: str, later: Sequence[Row]) -> tuple[str, str]:
        """What is said when somebody would replace what has been replaced since, and the remedy: of the withdrawal, or
        of the next version and the last.
        """
        first, last = later[0], later[-1]
        if Envelope.model_validate_json(last["envelope"]).withdraws:
            return (
                _("händelse {id} är återtagen genom {later}").format(id=event_id, later=self._told(last)),
                _("registrera beslutet på nytt om det ändå gäller"),
            )
        what = _("händelse {id} är redan ersatt av {later}").format(id=event_id, later=self._told(first))
        if last is not first:
            what += _("; den senaste versionen är {last}").format(last=self._told(last))
        return what, _("rätta eller återta den senaste versionen: {later}").format(later=last["id"])

    def _told(self, version: Row) -> str:
        """A version, with when, by whom and why it was recorded."""
        envelope = Envelope.model_validate_json(version["envelope"])
        names = self._run(_PERSON, {"person": envelope.recorded_by})
        return _("{id}, registrerad {when} av {who} med skälet ”{reason}”").format(
            id=version["id"],
            when=f"{moment(version['recorded']).astimezone(STOCKHOLM):%Y-%m-%d %H:%M}",
            who=json.loads(names[0]["record"])["name"] if names else _("(borttagen)"),
            reason=envelope.reason,
        )

    def next_version(self, stream: str, expected: int | None) -> int:
        """The version that the next event of a stream gets. Raises ``Refused`` if the stream has moved on."""
        if stream not in self._versions:
            self._versions[stream] = self._run(_LAST_VERSION, {"stream": stream})[0]["last"]
        last = self._versions[stream]
        if expected is not None and expected != last:
            raise refused(
                _("strömmen {stream} är nu i version {last}, inte {expected}").format(
                    stream=stream, last=last, expected=expected
                ),
                _("se vad som har tillkommit (planledger log --stream) och pröva beslutet på nytt"),
            )
        self._versions[stream] = last + 1
        return last + 1


def _is_removed(found: Row, envelope: Envelope) -> bool:
    return found["content"] is None and not envelope.withdraws


def removal_stands(event_id: str) -> tuple[str, str]:
    """What is said when somebody would correct what has been removed, and the remedy."""
    return (
        _("innehållet i händelse {id} är borttaget, och det som inte finns kan inte rättas").format(id=event_id),
        _("återta den (withdraw), och registrera beslutet på nytt om det ändå gäller"),
    )


def withdrawal_stands(event_id: str) -> tuple[str, str]:
    """What is said when somebody would replace a withdrawal, and the remedy."""
    return (
        _("händelse {id} är ett återtagande, och det gäller för gott").format(id=event_id),
        _("registrera beslutet på nytt om det ändå gäller"),
    )
