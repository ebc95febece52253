"""Commands that read: ``show``, ``report`` and ``why``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli.arguments import known_time, option_date, pairs, two_times
from ledger.cli.output import say, style, width, write_bytes
from ledger.cli.state import State
from ledger.language import _
from ledger.problems import refused


@click.command("show", help=_("Visa en tabell, till exempel: show rk/ramfordelning period=2025 --at 2025-08-31"))
@click.argument("table", metavar=_("PLUGIN/TABELL"))
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@two_times
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "csv", "json"]),
    default="text",
    help=_("Hur tabellen skrivs."),
)
@click.pass_obj
def show_command(
    state: State, table: str, params: tuple[str, ...], at: str | None, known: str | None, form: str
) -> None:
    """Print a table."""
    from ledger.tables.rendering import FORMATS
    from ledger.tables.terminal import as_text

    state.plugins.table(table)  # a name that is wrong is told before a ledger that is missing
    shown = state.ledger.show(table, at=option_date(at), known=known_time(known), params=pairs(params))
    say(as_text(shown, style, width()) if form == "text" else FORMATS[form](shown))


@click.command(
    "report", help=_("Sätt samman ett dokument, till exempel: report rk/arsredovisning period=2024 --at 2025-03-04")
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
    "--format",
    "form",
    type=click.Choice(["text", "md", "json"]),
    help=_("Hur dokumentet skrivs; annars efter filens ändelse, annars text."),
)
@click.option("-o", "--output", metavar=_("FIL"), type=click.Path(dir_okay=False, path_type=Path), help=_("Filen."))
@click.pass_obj
def report_command(
    state: State,
    report: str | None,
    params: tuple[str, ...],
    at: str | None,
    known: str | None,
    issued: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Print a document, or write it to a file."""
    from ledger.issuing import file_of
    from ledger.tables.rendering import REPORT_FORMATS
    from ledger.tables.terminal import report_as_text

    chosen = form or _form_of(output, list(REPORT_FORMATS))
    if issued is not None:
        if report or at or known:
            raise refused(_("en fastställd rapport har redan sina tider"), _("ange bara --issued, form och fil"))
        _hand_out(state, issued, chosen, output)
        return
    if report is None:
        remedy = _("ange den, eller --issued för en fastställd; ”planledger reports” visar alla")
        raise refused(_("rapportens namn saknas"), remedy)
    state.plugins.report(report)  # a name that is wrong is told before a ledger that is missing
    shown = state.ledger.report(report, at=option_date(at), known=known_time(known), params=pairs(params))
    if output:
        write_bytes(output, file_of(chosen, shown))
    else:
        say(report_as_text(shown, style, width()) if chosen == "text" else REPORT_FORMATS[chosen](shown))


def _hand_out(state: State, reference: str, form: str, output: Path | None) -> None:
    """Print an issued report as it was handed out, or write it to a file; and say what it would be today, if that is
    another.
    """
    from ledger.cli.issuing import warn_of_what_differs

    ledger = state.ledger
    reissued = ledger.reissued(ledger.issued(reference))
    handed_out = reissued.file(form)
    warn_of_what_differs(reissued, state.plugins)
    if output:
        write_bytes(output, handed_out)
    else:
        say(handed_out.decode())


def _form_of(output: Path | None, forms: list[str]) -> str:
    """The form that a file's suffix asks for; text for none. Raises ``Refused`` for a suffix that is no form."""
    if output is None:
        return "text"
    suffix = {"txt": "text", "markdown": "md"}.get(output.suffix[1:].casefold(), output.suffix[1:].casefold())
    if suffix not in forms:
        suffixes = ", ".join(f".{form.replace('text', 'txt')}" for form in forms)
        remedy = _("skriv {suffixes}, eller välj med --format").format(suffixes=suffixes)
        raise refused(_("”{file}” säger inte hur filen ska skrivas").format(file=output), remedy)
    return suffix


@click.command(
    "why",
    help=_('Varifrån en siffra kommer, till exempel: why rk/ramfordelning --row "Centrum för HR" --column "Ram 2025"'),
)
@click.argument("table", metavar=_("PLUGIN/TABELL"))
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@click.option("--row", required=True, metavar=_("RAD"), help=_("Radens rubrik eller nyckel."))
@click.option("--column", required=True, metavar=_("KOLUMN"), help=_("Kolumnens rubrik eller nyckel."))
@click.option("--part", metavar=_("SIFFRA"), help=_("En av flera siffror i cellen, till exempel K."))
@two_times
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "svg"]),
    help=_("Hur förklaringen skrivs; annars efter filens ändelse, annars text."),
)
@click.option("-o", "--output", metavar=_("FIL"), type=click.Path(dir_okay=False, path_type=Path), help=_("Filen."))
@click.option("--all", "everything", is_flag=True, help=_("Alla termer i en summa, inte bara de största."))
@click.pass_obj
def why_command(
    state: State,
    table: str,
    params: tuple[str, ...],
    row: str,
    column: str,
    part: str | None,
    at: str | None,
    known: str | None,
    form: str | None,
    output: Path | None,
    everything: bool,
) -> None:
    """Print where a figure comes from, or write it to a file."""
    from ledger.explain.rendering import FORMATS, MOST, as_text

    chosen = form or _form_of(output, list(FORMATS))
    shown = state.ledger.show(table, at=option_date(at), known=known_time(known), params=pairs(params))
    node = state.ledger.why(shown, row, column, part, most=None if everything else MOST[chosen])
    if output:
        write_bytes(output, FORMATS[chosen](node, shown).encode())
    else:
        say(as_text(node, shown, style, width()) if chosen == "text" else FORMATS[chosen](node, shown))
