"""Resor per linje."""

from pydantic import Field

from ledger import Event, Period, Table, View, hookimpl, table
from ledger.events import About, Code, Measure


class TripsCounted(Event, topic="ktf.trips-counted", title="Resor räknade", key=("line", "period")):
    """The trips of a line were counted."""

    line: Code = Field(title="Linje", description="Linjens nummer")
    period: About = Field(title="Period", description="Perioden som räknats")
    trips: Measure = Field(title="Resor", description="Antal resor, till exempel 1 200 antal")


@table("resor", title="Resor per linje", periods=lambda view: view.periods(TripsCounted))
def trips(view: View, period: Period) -> Table:
    """Resor per linje och hur de ändrats sedan året före."""
    rows = Table("Linje", "Året före", "Resor", "Förändring")
    for now in view.latest(TripsCounted, period=period):
        before = view.latest_one(TripsCounted, line=now.line, period=period.earlier())
        change = (now.trips - before.trips).share_of(before.trips)
        rows.add(now.key, f"Linje {now.line}", before.trips, now.trips, change)
    return rows.with_total(columns=["året-före", "resor"])


@hookimpl
def planledger_events():
    """The kinds of decision that only this förvaltning has."""
    return [TripsCounted]


@hookimpl
def planledger_tables():
    """The tables that it offers."""
    return [trips]
