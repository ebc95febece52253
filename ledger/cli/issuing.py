"""The command that gives a report out for good: ``issue``; and what is said when one cannot be made again the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.cli.arguments import known_time, option_date, pairs, two_times
from ledger.cli.output import say, warn
from ledger.cli.state import State
from ledger.language import _, counted

if TYPE_CHECKING:
    from ledger.issuing import Issued, Reissued
    from ledger.plugins import Plugins

MOST_DIFFERENCES = 20


@click.command(
    "issue",
    help=_(
        "Fastställ ett dokument, så att det kan lämnas ut likadant igen, till exempel:"
        " issue rk/delarsrapport period=2025-08 --at 2025-08-31 --by Regionstyrelsen --diarienummer RS250123"
    ),
)
@click.argument("report", metavar=_("PLUGIN/RAPPORT"))
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@two_times
@click.option("--diarienummer", metavar=_("DNR"), default="", help=_("Ärendets diarienummer."))
@click.option("--by", metavar=_("ORGAN"), help=_("Vem som fastställde: organ, eller organ/delegat/delegation."))
@click.option("--approver", metavar=_("NAMN"), default="", help=_("Den som godkände för organets räkning."))
@click.option("--effective-on", metavar=_("DATUM"), help=_("Dagen då den fastställdes; annars i dag."))
@click.option("--forvaltning", metavar=_("FÖRVALTNING"), default="", help=_("Vems rapport, om den inte säger det."))
@click.option("--actor", metavar=_("NAMN"), help=_("För vems räkning det registreras."))
@click.option(
    "--keep",
    type=click.Choice(["html", "xlsx", "docx", "pdf", "csv"]),
    multiple=True,
    help=_("En form som också bevaras, till exempel den PDF som skrivs under; får anges flera gånger."),
)
@click.pass_obj
def issue_command(
    state: State,
    report: str,
    params: tuple[str, ...],
    at: str | None,
    known: str | None,
    diarienummer: str,
    by: str | None,
    approver: str,
    effective_on: str | None,
    forvaltning: str,
    actor: str | None,
    keep: tuple[str, ...],
) -> None:
    """Issue a document."""
    from ledger.intake.cells import decider

    state.plugins.report(report)  # a name that is wrong is told before a ledger that is missing
    outcome = state.whole_ledger.issue(
        report,
        at=option_date(at),
        known=known_time(known),
        params=pairs(params),
        forvaltning=forvaltning,
        diarienummer=diarienummer,
        decided_by=decider(by) if by else None,
        approver=approver,
        on=option_date(effective_on, "--effective-on"),
        actor=actor,
        keep=keep,
    )
    issued = state.ledger.issued(outcome.id)
    say(_("Rapporten {report} är fastställd: händelse {id}.").format(report=issued.told, id=outcome.id))
    say(_("Den lämnas ut med: planledger report --issued {id}").format(id=outcome.id))


def warn_of_what_differs(reissued: Reissued, plugins: Plugins) -> None:
    """Say where an issued report is not what it would be today, or what the ledger says of its issue."""
    if reissued.issued.withdrawn is not None:
        warn(_("den fastställda rapporten är återtagen: {reason}").format(reason=reissued.issued.withdrawn))
    _warn_of_correction(reissued.issued)
    if reissued.same:
        return
    for each in reissued.lacking:
        warn(str(each))
    kept = _("det som lämnades ut då lämnas ut nu")
    if reissued.failed:
        why = "; ".join(problem.what for problem in reissued.failed)
        warn(_("den fastställda rapporten kan inte göras om: {why}; {kept}").format(why=why, kept=kept))
        return
    warn(_("den fastställda rapporten blir en annan när den görs om; {kept}").format(kept=kept))
    warn(_("fastställd med {then}; nu {now}").format(then=reissued.releases, now=_releases(reissued, plugins)))
    for difference in reissued.differences[:MOST_DIFFERENCES]:
        warn(str(difference))
    if not reissued.differences:
        warn(_("alla tal och texter är desamma; något annat i JSON-filen skiljer sig"))
    number = len(reissued.differences)
    if number > MOST_DIFFERENCES:
        warn(_("… och {n} till").format(n=number - MOST_DIFFERENCES))
    if number:
        warn(counted(number, "{n} uppgift skiljer sig", "{n} uppgifter skiljer sig"))


def _releases(reissued: Reissued, plugins: Plugins) -> str:
    """The core's and the plugin's releases that would issue it today."""
    from ledger.plugins import core_release

    return f"{core_release()}, {plugins.get(reissued.issued.first.report.partition('/')[0]).release}"


def _warn_of_correction(issued: Issued) -> None:
    """A correction of the matter changes no document that has been handed out: it is told beside it."""
    from ledger.tables.lines import issuance_told

    if issued.registered != issued.issuance:
        told = issuance_told(issued.registered)
        warn(_("uppgifterna om fastställandet är rättade efteråt: {told}").format(told=told))
