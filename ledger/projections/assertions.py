"""Assertions: what documents print of a quantity that the ledger itself knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ledger.events.assertions import Asserted
from ledger.events.base import Event
from ledger.events.quantities import about_of
from ledger.events.record import Record
from ledger.figures.figure import Figure, Read
from ledger.figures.periods import Period
from ledger.figures.rounding import as_published
from ledger.views.facts import Fact
from ledger.views.view import View


def as_asserted(
    view: View,
    figure: Figure,
    event_class: type[Event],
    value_of: str,
    about: Mapping[str, object],
    *,
    forvaltning: str,
    in_text: bool = False,
) -> Figure:
    """``figure`` with what a document prints of it, where one does.

    ``event_class``, ``value_of`` and ``about`` say which quantity it is, as an event that decided it would. What
    documents print in tables is held to the figures of tables, and what they print ``in_text`` to those of texts; of
    it only the newest.
    """
    said = {name: str(value) if isinstance(value, Period) else value for name, value in about.items()}
    claim = about_of(event_class, said)
    asked = {"claims": event_class.topic, "about": claim, "value_of": value_of, "in_text": in_text}
    facts = view.each(Asserted, forvaltning=forvaltning, **asked)
    fit = [fact for fact in facts if not _decided_since(figure, fact)] if facts else []
    if not fit:
        return figure
    newest = max(fact.effective for fact in fit)
    return held_to(figure, [fact for fact in fit if fact.effective == newest])


def held_to(figure: Figure, claims: Sequence[Fact[Asserted]]) -> Figure:
    """``figure`` with what ``claims`` print of it. What was corrected after a print no longer rounds to it."""
    rounds = {claim.record.id: not _corrected_since(figure, claim) for claim in claims}
    return as_published(
        figure,
        *(_printed(claim) for claim in claims if rounds[claim.record.id]),
        outdated=[_printed(claim) for claim in claims if not rounds[claim.record.id]],
    )


def _printed(claim: Fact[Asserted]) -> Figure:
    """What is printed, with what it was rounded to."""
    figure: Figure = claim.value
    if isinstance(figure.how, Read) and claim.event.rounding:
        return replace(figure, how=replace(figure.how, rounding=claim.event.rounding))
    return figure


def _decided_since(figure: Figure, claim: Fact[Asserted]) -> bool:
    """Whether something behind the figure took effect after the document: it printed what was so before."""
    return any(source.effective > claim.effective for source in _sources(figure))


def _corrected_since(figure: Figure, claim: Fact[Asserted]) -> bool:
    """Whether something behind the figure was corrected after the document was read into the ledger."""
    return any(source.position > max(source.entry, claim.record.entry) for source in _sources(figure))


def _sources(figure: Figure) -> Iterator[Record]:
    return (read.source for read in figure.reads() if isinstance(read.source, Record))
