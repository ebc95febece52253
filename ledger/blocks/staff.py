"""Staff: sick leave and worked time, as every förvaltning reports them. The words are the forms' own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger.blocks.indicators import MeasureColumn, Measured, measures
from ledger.figures.periods import Period
from ledger.language import _
from ledger.projections.followup import staff_period
from ledger.tables.table import Table
from ledger.views.view import View

SICK_LEAVE = "sjukfranvaro"
WORKED_TIME, FULL_TIME = "arbetad-tid", "arsarbetare"

SICK_LEAVE_BY_LENGTH = (
    Measured(SICK_LEAVE, label="Total sjukfrånvaro", kind="subtotal"),
    Measured(SICK_LEAVE, "dag-1-14", "sjukdag 1-14", "varav"),
    Measured(SICK_LEAVE, "dag-15-90", "sjukdag 15-90", "varav"),
    Measured(SICK_LEAVE, "dag-91-365", "sjukdag 91-365", "varav"),
    Measured(SICK_LEAVE, "dag-366", "sjukdag 366-", "varav"),
)
SICK_LEAVE_BY_SEX = (Measured(SICK_LEAVE, "K", "Kvinnor"), Measured(SICK_LEAVE, "M", "Män"))
SICK_LEAVE_BY_AGE = (
    Measured(SICK_LEAVE, "alder-29", "Anställda -29 år"),
    Measured(SICK_LEAVE, "alder-30-49", "Anställda 30-49 år"),
    Measured(SICK_LEAVE, "alder-50", "Anställda 50 år -"),
)
WORKED_TIME_ROWS = (
    Measured(WORKED_TIME, "egen", "Utförd arbetstid Egen personal"),
    Measured(WORKED_TIME, "resursenheten", "Utförd arbetstid Resursenheten"),
    Measured(WORKED_TIME, "inhyrd", "Utförd arbetstid Externt inhyrd personal (utifrån kostnad)"),
    Measured(WORKED_TIME, None, "Arbetad tid inkl jour/beredskap", "subtotal"),
    Measured(WORKED_TIME, "exkl-jour", "Arbetad tid exkl jour/beredskap", "varav"),
    Measured(FULL_TIME, None, "Antal årsarbetare utifrån arbetad tid exkl jour/beredskap"),
)


def staff_measures(
    view: View,
    forvaltning: str,
    period: Period,
    rows: Sequence[Measured],
    columns: Callable[[Period], Sequence[MeasureColumn]],
    *,
    label: str,
) -> Table:
    """Measures of the staff at the follow-up of a period; ``columns`` makes the columns of what is covered. Where that
    is less than the follow-up is of, a note says so: staff is told a month late.
    """
    covered = staff_period(view, forvaltning, period)
    found = measures(view, forvaltning, rows, columns(covered), label=label)
    if found.rows and covered != period.so_far:
        found.note(_("Avser {period}. Uppgifterna om medarbetare släpar efter.").format(period=covered.swedish))
    return found
