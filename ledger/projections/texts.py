"""Texts with figures in them: ``{indicator.read indicator=sjukfranvaro period=2024}`` stands for the figure.

Between braces stands the name of a quantity (``ledger.events.quantities``); ``value_of=share`` says which value where
the event has several.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ledger.events.quantities import REFERENCE, QuantityName
from ledger.events.texts import TextWritten
from ledger.figures.figure import Figure
from ledger.figures.periods import Period
from ledger.projections.assertions import as_asserted
from ledger.projections.quantities import quantity
from ledger.views.facts import Prose, Text
from ledger.views.view import View


def filled(view: View, forvaltning: str, text: str) -> Prose | None:
    """The text with its figures in place; None for no text."""
    return Prose(tuple(_pieces(view, forvaltning, text)), text.record) if isinstance(text, Text) and text else None


def paragraphs(view: View, forvaltning: str, theme: str, period: Period) -> list[Prose]:
    """What was written about a theme for a period, in order."""
    facts = view.latest(TextWritten, forvaltning=forvaltning, theme=theme, period=period)
    ordered = sorted(facts, key=lambda fact: fact.event.order)
    return [prose for fact in ordered if (prose := filled(view, forvaltning, fact.text))]


def _pieces(view: View, forvaltning: str, text: str) -> Iterator[str | Figure]:
    end = 0
    for match in REFERENCE.finditer(text):
        if match.start() > end:
            yield str(text)[end : match.start()]
        yield _figure(view, forvaltning, QuantityName.written(match[1]))
        end = match.end()
    if end < len(text):
        yield str(text)[end:]


def _figure(view: View, forvaltning: str, name: QuantityName) -> Figure:
    """The figure, held to what documents print of it in their texts; unknown for what is named wrong."""
    figure = quantity(view, forvaltning, name)
    try:
        event_class = name.event_class(view.catalogue)
        about = name.fields(event_class)
    except ValueError:
        return figure
    plain = replace(figure, published=None)  # what tables print of it stands in the tables
    value_of = name.value_field(event_class)
    return as_asserted(view, plain, event_class, value_of, about, forvaltning=forvaltning, in_text=True)
