"""Internal control: the risks and how they are to be examined, what came of it, and the figures that were found."""

from __future__ import annotations

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.blocks.followup import comment
from ledger.events.control import ControlFinding, ControlPerformed, ControlPlanned, Scope
from ledger.figures.figure import Figure
from ledger.figures.periods import Period
from ledger.figures.units import PERCENT
from ledger.language import _
from ledger.projections.control import share_found
from ledger.tables.definition import TableDefinition, recorded_for, table
from ledger.tables.table import Column, Content, Table
from ledger.views.facts import Fact, NoFact
from ledger.views.view import View

Planned = Fact[ControlPlanned]


def planned_controls_table(forvaltning: str, name: str) -> TableDefinition:
    """The controls of a year as they are planned, as a table of a förvaltning."""

    @table(name, title="Kontrollområden", periods=recorded_for(ControlPlanned, forvaltning))
    def build(view: View, period: Period, omfattning: Scope = "regionövergripande") -> Table:
        """Risker och hur de ska granskas; riskvärdet räknas ut."""
        return planned_controls(view, forvaltning, period, omfattning)

    return build


def planned_controls(view: View, forvaltning: str, year: Period, scope: Scope) -> Table:
    """The controls of a year, with S, K and the risk value that is their product."""
    facts = [fact for fact in _planned(view, forvaltning, year) if fact.event.scope == scope]
    columns: list[Says[Planned]] = [
        Says(Column(_("Granskningsområde"), "area"), lambda fact: fact.area or None),
        Says(Column(_("Berörda regler"), "rules"), lambda fact: fact.rules or None),
        Says(Column(_("Metod"), "method"), lambda fact: fact.method or None),
        Says(Column("S", "likelihood"), lambda fact: fact.likelihood if fact.event.likelihood else None),
        Says(Column("K", "consequence"), lambda fact: fact.consequence if fact.event.consequence else None),
        Says(Column(_("Riskvärde"), "risk-value"), _risk_value),
        Says(Column(_("Granskning klar"), "due"), lambda fact: fact.due or None),
        Says(Column(_("Ansvarig"), "responsible"), lambda fact: fact.responsible or None),
    ]
    rows = filled_table(_("Risk"), columns, (RowOf(fact.event.control, _named(fact), fact) for fact in facts))
    return rows.note(_("S: sannolikhet, K: konsekvens. Riskvärdet är S gånger K.")) if facts else rows


def performed_controls(
    view: View, forvaltning: str, year: Period, scope: Scope, *, with_responsible: bool = True
) -> Table:
    """What came of the controls, under the scope that they are reported in; ``with_responsible`` where that is told."""
    columns: list[Says[tuple[Planned, Fact[ControlPerformed]]]] = [
        Says(Column(_("Berörda regler"), "rules"), lambda row: row[0].rules or None),
        Says(Column(_("Metod"), "method"), lambda row: row[1].method or row[0].method or None),
        Says(Column(_("Resultat av granskningen"), "result"), lambda row: comment(view, forvaltning, row[1].result)),
        Says(Column(_("Åtgärder"), "measure"), lambda row: comment(view, forvaltning, row[1].measure)),
    ]
    if with_responsible:
        columns.append(Says(Column(_("Ansvarig"), "responsible"), lambda row: row[0].responsible or None))
    rows = []
    for plan in _planned(view, forvaltning, year):
        made = _performed(view, plan, year)
        if isinstance(made, Fact) and (made.event.scope or plan.event.scope) == scope:
            rows.append(RowOf(plan.event.control, _named(plan), (plan, made)))
    return filled_table(_("Granskningsområde"), columns, rows)


def control_findings_table(forvaltning: str, title: str) -> TableDefinition:
    """The figures that the controls of a year found, as a table of a förvaltning."""

    @table("internkontroll-iakttagelser", title=title, periods=recorded_for(ControlFinding, forvaltning))
    def build(view: View, period: Period) -> Table:
        """Talen som granskningarna gav."""
        return control_findings(view, forvaltning, period.whole_year)

    return build


def control_findings(view: View, forvaltning: str, year: Period) -> Table:
    """The figures that the controls found; a share is worked out where it can be."""
    columns: list[Says[Fact[ControlFinding]]] = [
        Says(Column(_("Granskade"), "examined"), lambda fact: fact.examined if fact.event.examined else None),
        Says(Column(_("Utfall"), "found"), lambda fact: fact.found if fact.event.found else None),
        Says(Column(_("Andel"), "share", PERCENT), lambda fact: _share(view, fact)),
    ]
    facts = view.latest(ControlFinding, forvaltning=forvaltning, period=year)
    planned = {plan.event.control: plan for plan in _planned(view, forvaltning, year)}
    order = {control: place for place, control in enumerate(planned)}
    ordered = sorted(facts, key=lambda fact: order.get(fact.event.control, len(order)))
    rows = (RowOf(fact.key, _labelled(fact, planned.get(fact.event.control)), fact) for fact in ordered)
    return filled_table(_("Kontroll"), columns, rows)


def _labelled(finding: Fact[ControlFinding], plan: Planned | None) -> str:
    """What was counted, after what was examined where that was planned."""
    examined = (plan.area or plan.risk) if plan else ""
    return f"{examined}: {finding.name}" if examined else str(finding.name)


def _named(plan: Planned) -> str:
    """The risk, or what is examined where no risk is told."""
    return plan.risk or plan.area or plan.event.control


def _planned(view: View, forvaltning: str, year: Period) -> list[Planned]:
    return view.latest(ControlPlanned, forvaltning=forvaltning, period=year)


def _performed(view: View, plan: Planned, year: Period) -> Fact[ControlPerformed] | NoFact[ControlPerformed]:
    about = {"control": plan.event.control, "period": year}
    return view.latest_one(ControlPerformed, forvaltning=plan.event.forvaltning, **about)


def _risk_value(fact: Planned) -> Content:
    if not (fact.event.likelihood and fact.event.consequence):
        return None
    value: Figure = fact.likelihood * fact.consequence
    return value


def _share(view: View, fact: Fact[ControlFinding]) -> Content:
    share = share_found(view, fact)
    return share if share.number is not None or share.published else None
