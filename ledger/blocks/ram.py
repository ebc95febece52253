"""Tables of ram that every förvaltning shares: the plugin gives its own words and order."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.events.ram import RamAllocated, RamMoved
from ledger.figures.figure import Figure
from ledger.figures.periods import Period
from ledger.language import _
from ledger.projections import ram
from ledger.projections.organisation import units
from ledger.tables.definition import TableDefinition, table
from ledger.tables.pictures import Lines, Waterfall
from ledger.tables.table import Column, Table
from ledger.views.view import View


def ram_distribution(view: View, forvaltning: str, years: list[Period], *, label: str, total_label: str) -> Table:
    """A part a row, a year a column in the order given; varav rows below their part; the total computed."""
    rows = Table(label, *(Column(f"Ram {year}", f"ram-{year}") for year in years))
    for share in ram.distribution(view, forvaltning, years):
        amounts = [
            share.amounts.get(year) or view.missing(RamAllocated, forvaltning=forvaltning, part=share.part, period=year)
            for year in years
        ]
        rows.add(share.part, share.name, *amounts, kind="varav" if share.varav else "item")
    by_year = {f"ram-{year}": year for year in years}

    return rows.with_total(
        total_label, held=lambda column, _added: ram.distributed(view, forvaltning, by_year[column.name])
    )


def ram_by_year(view: View, forvaltning: str, *, label: str, parts: Sequence[str] = ()) -> Table:
    """The ram of the whole förvaltning, a year a row, with that of some of its parts beside."""
    named = units(view, forvaltning)
    columns = [Column(_("Varav {part}").format(part=named.name(part)), f"ram-{part}") for part in parts]
    rows = Table(label, Column(_("Ram"), "ram"), *columns)
    for fact in view.latest(RamAllocated, forvaltning=forvaltning, part=None):
        year = fact.event.period
        shares = (view.latest_one(RamAllocated, forvaltning=forvaltning, part=part, period=year) for part in parts)
        rows.add(str(year), fact.period, fact.amount, *(share.amount if share else None for share in shares))
    return rows.pictured(Lines(tuple(column.name for column in rows.columns)))


def ram_moves(view: View, forvaltning: str, year: Period) -> Table:
    """What was moved between parts for a year."""
    named = units(view, forvaltning)
    rows = Table(_("Avser"), Column(_("Från"), "from"), Column(_("Till"), "to"), Column(_("Belopp"), "amount"))
    for fact in view.latest(RamMoved, forvaltning=forvaltning, period=year):
        source = named.name(fact.event.from_part) if fact.event.from_part else None
        rows.add(fact.key, fact.name or fact.cause, source, named.name(fact.event.to_part), fact.amount)
    return rows


def ram_changes_table(forvaltning: str, *, total_label: str) -> TableDefinition:
    """The causes for which the ram is changed, as a table of a förvaltning."""

    @table("ramforandring", title="Ramförändring jämfört med föregående års ram")
    def build(view: View) -> Table:
        """Orsakerna till att ramen ändras, år för år, mot vad ramen själv skiljer."""
        changed = ram_changes(view, forvaltning, label="Ramförändringar", total_label=total_label)
        years = [Period.of(column.name) for column in changed.columns]
        return changed.pictured(Waterfall(str(_next_year(view, years)))) if years else changed

    return build


def _next_year(view: View, years: Sequence[Period]) -> Period:
    """The year that is planned for: the first that begins when the view looks or later, or else the last."""
    return next((year for year in years if year.first >= view.at), years[-1])


def ram_changes(view: View, forvaltning: str, *, label: str, total_label: str) -> Table:
    """A cause a row, a year a column; varav rows per part below; then what the years' rams themselves differ by."""
    years = ram.changed_periods(view, forvaltning)
    rows = Table(label, *(Column(str(year), str(year)) for year in years))
    for change in ram.changes(view, forvaltning, parts=False):
        rows.add(change.cause, change.name, *(change.amounts.get(year) for year in years))
    for change in ram.changes(view, forvaltning, parts=True):
        heading = change.part
        if not any(row.key == heading for row in rows.rows):
            rows.heading(heading, _("Varav {part}").format(part=change.part_name))
        rows.add(
            f"{change.part}/{change.cause}",
            change.name,
            *(change.amounts.get(year) for year in years),
            kind="varav",
        )
    causes = len(rows.rows)

    rows.with_total(total_label, held=lambda column, _added: ram.changed(view, forvaltning, Period.of(column.name)))
    return _compared(rows, view, forvaltning, years) if len(rows.rows) > causes else rows


def _compared(rows: Table, view: View, forvaltning: str, years: list[Period]) -> Table:
    """Add how the ram itself differs from the year before, where both years' rams are known."""
    differences = [_difference(view, forvaltning, year) for year in years]
    if any(difference.number is not None for difference in differences):
        rows.add("difference", _("Ram jämfört med året före"), *differences, kind="subtotal")
        gaps = [
            total - difference if isinstance(total, Figure) else None
            for total, difference in zip(rows.rows[-2].contents, differences, strict=True)
        ]
        rows.add("gap", _("Skillnad mot summan av orsakerna"), *gaps, kind="subtotal")
    return rows


def _difference(view: View, forvaltning: str, year: Period) -> Figure:
    return ram.decided(view, forvaltning, year) - ram.decided(view, forvaltning, year.earlier())
