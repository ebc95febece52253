"""Regionkontoret's tables."""

from __future__ import annotations

from ledger.figures import Period
from ledger.projections.ram import distributed_periods
from ledger.tables import Table, table
from ledger.tables.ram import ram_changes, ram_distribution
from ledger.views import Fact, NoFact, View, joined
from planledger_rk.events import EffectEstimated, EffectRealised

RK = "RK"


@table("effekthemtagning", title="Ekonomisk effekthemtagning", periods=lambda view: view.periods(EffectEstimated))
def effects(view: View, period: Period) -> Table:
    """Åtgärder med beräknad och realiserad effekt; det som återstår räknas ut."""
    rows = Table(
        "Aktivitet/projekt",
        "Tidplan",
        "Ansvarig",
        "Beräknad effekt",
        "Realiserad effekt",
        "Återstår",
        "Jämfört med",
    )
    for effect in view.latest(EffectEstimated, period=period):
        realised = _realised(view, effect.event.measure, period)
        rows.add(
            effect.key,
            effect.name,
            effect.schedule,
            effect.responsible,
            effect.amount,
            realised.amount,
            effect.amount - realised.amount,
            joined(realised.compared_with, realised.comparison_period),
        )
    return rows.with_total(columns=["beräknad-effekt", "realiserad-effekt"])


def _realised(view: View, measure: str, period: Period) -> Fact[EffectRealised] | NoFact[EffectRealised]:
    """The reading against last year's outcome, or the plain one: one against budget is a comparison of its own."""
    for compared_with in ("utfall", None):
        reading = view.latest_one(EffectRealised, measure=measure, period=period, compared_with=compared_with)
        if reading:
            return reading
    return reading


@table(
    "ramfordelning",
    title="Fördelning av ersättningen inom förvaltningen",
    periods=lambda view: distributed_periods(view, RK),
)
def ram_by_part(view: View, period: Period) -> Table:
    """Ramen per centrumbildning, jämförd med året före."""
    years = [period.earlier(), period]
    return ram_distribution(view, RK, years, label="Centrumbildning", total_label="Summa Regionkontoret")


@table("ramforandring", title="Ramförändring jämfört med föregående års ram")
def ram_by_cause(view: View) -> Table:
    """Orsakerna till att ramen ändras, år för år, mot vad ramen själv skiljer."""
    return ram_changes(view, RK, label="Ramförändringar", total_label="Summa")
