"""Hälso- och sjukvårdsförvaltningens tables."""

from __future__ import annotations

from ledger.figures import POINTS, Period
from ledger.projections.ram import distributed_periods
from ledger.tables import Column, Table, table
from ledger.tables.ram import ram_changes, ram_distribution
from ledger.views import View
from planledger_hsf.events import VardgarantiMeasured, VardgarantiTargetSet

HSF = "HSF"


@table(
    "vardgaranti",
    title="Andel patienter som får sin vård enligt vårdgarantin",
    periods=lambda view: view.periods(VardgarantiTargetSet),
)
def vardgaranti(view: View, period: Period) -> Table:
    """Mål och senaste utfall per nivå och slag av vård; avståndet till målet räknas ut."""
    rows = Table(
        "Nivå och slag",
        Column("Tidsgräns", "time-limit"),
        Column(f"Målvärde {period}", "target"),
        Column("Utfall", "value"),
        Column("Utfall avser", "measured"),
        Column("Till målet", "gap", POINTS),
    )
    for target in view.latest(VardgarantiTargetSet, period=period):
        reading = view.latest_one(VardgarantiMeasured, level=target.level, care=target.care)
        gap = target.target.points_from(reading.value)
        label = f"{target.level}, {target.care.lower()}"
        rows.add(target.key, label, target.time_limit, target.target, reading.value, reading.period, gap)
    return rows


@table(
    "ramfordelning",
    title="Fördelning av ersättningen inom förvaltningen",
    periods=lambda view: distributed_periods(view, HSF),
)
def ram_by_part(view: View, period: Period) -> Table:
    """Ramen per område, jämförd med året före; varav-rader läggs aldrig till summan."""
    return ram_distribution(view, HSF, [period, period.earlier()], label="Verksamhet", total_label="Summa")


@table("ramforandring", title="Ramförändring jämfört med föregående års ram")
def ram_by_cause(view: View) -> Table:
    """Orsakerna till att ramen ändras, år för år, mot vad ramen själv skiljer."""
    return ram_changes(view, HSF, label="Ramförändringar", total_label="Summa förändring")
