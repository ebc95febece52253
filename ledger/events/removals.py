"""Removals: the content of an event is taken away under a decision (gallring). Its envelope, its leaf and its place in
the stream remain, and so does the event that took it away.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, StringConstraints

from ledger.events.base import Event
from ledger.events.envelope import Envelope
from ledger.events.fields import composed
from ledger.events.persons import PersonErased, PersonRegistered
from ledger.language import _

SomeText = Annotated[str, StringConstraints(min_length=1)]


class ContentRemoved(Event, topic="content.removed", title="Innehåll borttaget", key=("event",)):
    """The content of an event was removed. ``period`` and ``about`` say, with the förvaltning and the event's own
    topic, which subject it was about: that holds codes only, and the index cannot be made again without it. By whose
    decision, and why, lies in the envelope.
    """

    event: SomeText = Field(title="Händelse", description="Id för den händelse vars innehåll är borttaget")
    period: str = Field("", title="Period", description="Perioden som händelsen gäller; tom om den inte har någon")
    about: SomeText = Field(title="Nyckel", description="Koderna som säger vad händelsen gäller, som JSON")


LEDGERS_OWN: tuple[type[Event], ...] = (PersonRegistered, PersonErased, ContentRemoved)
"""What only the ledger itself records, together with what it does to the register and to contents."""


def says(text: str, words: str) -> bool:
    """Whether a text has some words in it, whole and in whatever case."""
    wanted = re.escape(str(composed(words)).casefold())
    return re.search(rf"(?<!\w){wanted}(?!\w)", str(composed(text)).casefold()) is not None


def decision_told(envelope: Envelope) -> str:
    """By what decision something was removed: who decided, where it stands, and why, as far as it is said."""
    parts = [
        _("beslutad av {who}").format(who=envelope.decided_by) if envelope.decided_by else "",
        str(envelope.source or ""),
        envelope.reason or "",
    ]
    return ", ".join(part for part in parts if part)
