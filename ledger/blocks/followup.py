"""What is judged at a follow-up: words on a scale, comments with figures, the scales themselves."""

from __future__ import annotations

from typing import Any

from ledger.figures.printing import DASH
from ledger.language import _
from ledger.projections.followup import Scales, followed_up, scales
from ledger.projections.texts import filled
from ledger.tables.definition import Periods
from ledger.tables.table import Column, Content, Mark, Table
from ledger.views.view import View


def periods_followed_up(forvaltning: str) -> Periods:
    """The periods that a förvaltning has followed up."""
    return lambda view: followed_up(view, forvaltning)


def judgement(on: Scales, fact: Any) -> Content:
    """What was said, as it was said; its place on the scale only gives it a colour."""
    if not fact or not fact.event.said:
        return None
    step = on.step(fact.event.scale, fact.event.said)
    return Mark(fact.event.said, (step.event.tone or "") if step else "", fact.said)


def comment(view: View, forvaltning: str, text: str) -> Content:
    """A comment with its figures in place; nothing for none."""
    return filled(view, forvaltning, text)


def scale_steps(view: View, forvaltning: str, names: dict[str, str]) -> Table:
    """The scales and their steps, the best first. ``names`` gives the scales' names, in order."""
    rows = Table(_("Skalsteg"), Column(_("Betydelse"), "meaning"))
    on = scales(view, forvaltning)
    for scale, name in names.items():
        steps = on.of(scale)
        if steps:
            rows.heading(scale, name)
        for fact in steps:
            rows.add(fact.key, fact.step, fact.meaning or DASH)
    return rows
