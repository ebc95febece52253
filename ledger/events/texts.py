"""Short texts of a document, and how the document was handled."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ledger.events.base import Event
from ledger.events.fields import About, Code, Text


class TextWritten(Event, topic="text.written", title="Text", key=("theme", "period", "order")):
    """A paragraph about a theme, in words of our own. Figures stand as references in braces
    (``ledger.projections.texts``).
    """

    theme: Code = Field(title="Tema", description="Vad texten handlar om, t.ex. ekonomi")
    period: About = Field(title="Period", description="Perioden som den handlar om")
    order: int = Field(1, title="Ordning", description="Styckets plats bland de andra, från ett", ge=1)
    text: Text = Field(title="Text", description="Stycket, i egna ord, med tal som hänvisningar inom klammer")


class DocumentHandled(Event, topic="document.handled", title="Dokument behandlat", key=("document",)):
    """A body handled a document."""

    document: Code = Field(title="Dokument", description="Dokumentets id")
    period: About = Field(title="Period", description="Perioden som dokumentet handlar om")
    body: Text = Field(title="Behandlas av", description="Organet")
    handled_on: date = Field(title="Behandlas", description="Dagen")
    diarienummer: Code | None = Field(None, title="Diarienummer", description="Ärendets diarienummer")
