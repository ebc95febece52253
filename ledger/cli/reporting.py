"""The command that puts a whole document together: ``report``, printed, written to a file, or opened."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli.arguments import known_time, option_date, pairs, two_times
from ledger.cli.delivering import Delivery, delivered, document_forms
from ledger.cli.output import progress, style, width
from ledger.cli.state import State
from ledger.language import _
from ledger.problems import refused


@click.command(
    "report", help=_("Sätt samman ett dokument, till exempel: report rk/arsredovisning period=2024 -o rapport.pdf")
)
@click.argument("report", metavar=_("[PLUGIN/RAPPORT]"), required=False)
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@two_times
@click.option(
    "--issued",
    metavar=_("ID"),
    help=_("En fastställd rapport, som den lämnades ut: händelsens id eller dess början, eller diarienumret."),
)
@click.option(
    "--template",
    metavar=_("MALL"),
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("En egen mall: .docx för Word, .typ för PDF."),
)
@document_forms
@click.pass_obj
def report_command(
    state: State,
    report: str | None,
    params: tuple[str, ...],
    at: str | None,
    known: str | None,
    issued: str | None,
    template: Path | None,
    delivery: Delivery,
) -> None:
    """Print a document, write it to a file, or open it."""
    from ledger.tables.terminal import report_as_text

    if issued is not None:
        if report or at or known or template:
            raise refused(_("en fastställd rapport har redan sina tider"), _("ange bara --issued, form och fil"))
        _hand_out(state, issued, delivery)
        return
    if report is None:
        remedy = _("ange den, eller --issued för en fastställd; ”planledger reports” visar alla")
        raise refused(_("rapportens namn saknas"), remedy)
    state.plugins.report(report)  # a name that is wrong is told before a ledger that is missing
    shown = state.ledger.report(report, at=option_date(at), known=known_time(known), params=pairs(params))
    if delivery.printed_as_text:
        delivered(delivery, report_as_text(shown, style, width()).encode(), report)
    else:
        content = state.ledger.written(delivery.form, shown, template=template, progress=progress)
        delivered(delivery, content, report)


def _hand_out(state: State, reference: str, delivery: Delivery) -> None:
    """Deliver an issued report as it was handed out; and say what it would be today, if that is another."""
    from ledger.cli.issuing import warn_of_what_differs

    ledger = state.ledger
    reissued = ledger.reissued(ledger.issued(reference, also_withdrawn=True))  # it was handed out, and is kept
    handed_out = reissued.file(delivery.form, ledger.written)
    warn_of_what_differs(reissued, state.plugins)
    delivered(delivery, handed_out, reissued.issued.event.report)
