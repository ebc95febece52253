"""The plan against a follow-up: what became of each thing that was planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.blocks.followup import judgement, periods_followed_up
from ledger.figures.figure import Figure
from ledger.figures.periods import Period
from ledger.figures.printing import swedish
from ledger.language import _
from ledger.projections.followup import round_of, scales
from ledger.projections.planned import Aspect, Change, Planned, Said, planned_and_followed_up
from ledger.projections.planned import Kind as PlannedKind
from ledger.tables.definition import TableDefinition, table
from ledger.tables.table import Column, Content, Kind, Mark, Table, Tone
from ledger.views.facts import Text
from ledger.views.view import View

Chosen = Literal["allt", "ändrat"]
"""Everything that was planned, or only what was not simply told of as planned."""

ARROW = "→"


def plan_followed_up_table(forvaltning: str, *, activities: str = "") -> TableDefinition:
    """The plan against a follow-up, as a table of a förvaltning; ``activities`` is what it calls its activities."""

    @table("plan-mot-uppfoljning", title="Planen mot uppföljningen", periods=periods_followed_up(forvaltning))
    def build(view: View, period: Period, urval: Chosen = "allt") -> Table:
        """Vad som blev av det som planerades: redovisat, ändrat, sammanslaget, flyttat, försvunnet eller nytt."""
        return plan_followed_up(view, forvaltning, period, urval, activities=activities)

    return build


def plan_followed_up(
    view: View, forvaltning: str, period: Period, chosen: Chosen = "allt", *, activities: str = ""
) -> Table:
    """What was planned for the year of a follow-up and what became of it, under headings by kind; empty where there
    was no follow-up. Kinds that the follow-up tells nothing of are named in a note.
    """
    opened = round_of(view, forvaltning, period)
    rows = planned_and_followed_up(view, forvaltning, opened) if opened else []
    names = _kinds(activities)
    told = [row for row in rows if row.how != "unreported"]
    found = filled_table(
        _("Planerat"),
        _columns(view, forvaltning, {(row.kind, row.code): row for row in rows}),
        _under_kinds([row for row in told if chosen == "allt" or not row.as_planned], names),
    )
    for kind in dict.fromkeys(row.kind for row in rows if row.how == "unreported"):
        found.note(_("Uppföljningen redovisar inget under {kind}.").format(kind=names[kind]))
    return found


def _kinds(activities: str) -> dict[PlannedKind, str]:
    return {
        "uppdrag": _("Uppdrag"),
        "indikator": _("Indikatorer"),
        "aktivitet": activities or _("Aktiviteter"),
        "investering": _("Investeringar"),
        "kontroll": _("Intern kontroll"),
    }


def _under_kinds(rows: Sequence[Planned], names: dict[PlannedKind, str]) -> Iterator[RowOf[Planned]]:
    for kind, name in names.items():
        of_kind = [row for row in rows if row.kind == kind]
        if of_kind:
            yield RowOf(kind, name, None)
        for row in of_kind:
            below: Kind = "varav" if row.within else "item"
            yield RowOf(f"{kind}/{row.code}", _label(row), row, below)


def _label(row: Planned) -> str:
    """What was planned, in the plan's words; an uppdrag after the id that it is known by."""
    return f"{row.code} {row.name}" if row.kind == "uppdrag" else row.name


def _columns(view: View, forvaltning: str, every: dict[tuple[PlannedKind, str], Planned]) -> tuple[Says[Planned], ...]:
    on = scales(view, forvaltning)

    def became(row: Planned) -> Content:
        other = every.get((row.kind, row.other))
        return _became(row, other.name if other else row.other)

    return (
        Says(Column(_("Vad som hände"), "became"), became),
        Says(Column(_("I planen"), "then"), lambda row: _said([each.then for each in _worded(row)])),
        Says(Column(_("I uppföljningen"), "now"), lambda row: _said([each.now for each in _worded(row)])),
        Says(Column(_("Ansvarig"), "responsible"), _responsible),
        Says(Column(_("Bedömning"), "status"), lambda row: judgement(on, row.judged)),
    )


def _became(row: Planned, other: str) -> Content:
    """How it was told of and what was changed, in one cell; it knows the event that shows it."""
    said = [_HOW[row.how]().format(other=other)] if row.how != "told" or not (row.changes or row.new) else []
    if row.new:
        said.insert(0, _("Ny i uppföljningen") if row.how == "told" else _("Kom efter planen"))
    said += [_CHANGED[change.aspect]() for change in row.changes]
    first, *more = said
    return Mark("; ".join([first, *(each[0].lower() + each[1:] for each in more)]), _tone(row), _shown_by(row))


def _shown_by(row: Planned) -> Text:
    """What shows it: the change, where it was told of and changed; else what tells of it."""
    for change in row.changes if row.how == "told" else ():
        if isinstance(change.now, Text):
            return change.now
    return Text(row.how, row.source)


def _tone(row: Planned) -> Tone:
    if row.how == "missing":
        return "bad"
    return "" if row.as_planned else "warning"


def _worded(row: Planned) -> list[Change]:
    """The changes but that of the responsible, which has a column of its own."""
    return [change for change in row.changes if change.aspect != "responsible"]


def _said(several: list[Said]) -> Content:
    """What is said, as it is; several in one text, which knows the first one's event."""
    if len(several) < 2:
        return several[0] if several else None
    text = "; ".join(swedish(each.value, with_unit=True) if isinstance(each, Figure) else each for each in several)
    first = next((each for each in several if isinstance(each, Text)), None)
    return Text(text, first.record) if first else text


def _responsible(row: Planned) -> Content:
    """Who is responsible, after who was if that was another."""
    for change in row.changes:
        if change.aspect == "responsible" and isinstance(change.now, Text):
            return Text(f"{change.then} {ARROW} {change.now}", change.now.record)
    return row.responsible or None


# Asked for when they are needed: the language is not known when the module is read.
_HOW: dict[str, Callable[[], str]] = {
    "told": lambda: _("Redovisad"),
    "with": lambda: _("Redovisad ihop med ”{other}”"),
    "whole": lambda: _("Redovisad med helheten"),
    "later": lambda: _("Flyttad till {other}"),
    "not-due": lambda: _("Ska inte redovisas nu"),
    "missing": lambda: _("Saknas i uppföljningen"),
}
_CHANGED: dict[Aspect, Callable[[], str]] = {
    "name": lambda: _("Omformulerad"),
    "goal": lambda: _("Flyttad till ett annat mål"),
    "direction": lambda: _("Flyttad till en annan inriktning"),
    "direction-worded": lambda: _("Inriktningen omformulerad"),
    "within": lambda: _("Flyttad till en annan helhet"),
    "schedule": lambda: _("Ny tidplan"),
    "responsible": lambda: _("Ny ansvarig"),
    "target": lambda: _("Nytt målvärde"),
    "method": lambda: _("Metoden omformulerad"),
    "scope": lambda: _("Flyttad till annan omfattning"),
    "budget": lambda: _("Ny budget"),
    "printed": lambda: _("Annat värde tryckt"),
}
