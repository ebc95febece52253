"""Internal control: the share of what was examined that was found."""

from __future__ import annotations

from ledger.events.control import ControlFinding
from ledger.figures.figure import Figure
from ledger.projections.assertions import as_asserted
from ledger.views.facts import Fact
from ledger.views.view import View


def share_found(view: View, fact: Fact[ControlFinding]) -> Figure:
    """So many percent of those examined: worked out where both are known, else as stated."""
    event = fact.event
    figure: Figure = fact.found.share_of(fact.examined) if event.examined and event.found else fact.share
    about = {"control": event.control, "finding": event.finding, "period": event.period}
    return as_asserted(view, figure, ControlFinding, "share", about, forvaltning=event.forvaltning)
