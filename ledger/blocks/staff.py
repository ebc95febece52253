"""Staff: sick leave and worked time, as every förvaltning reports them. The words are the forms' own."""

from __future__ import annotations

from ledger.blocks.indicators import Measured

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
