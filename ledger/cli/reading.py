"""Commands that read: ``show`` and ``why``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli.arguments import known_time, option_date, pairs, two_times
from ledger.cli.delivering import Delivery, delivered, document_forms, form_of
from ledger.cli.output import progress, say, style, width, write_bytes
from ledger.cli.state import State
from ledger.language import _


@click.command("show", help=_("Visa en tabell, till exempel: show rk/ramfordelning period=2025 --at 2025-08-31"))
@click.argument("table", metavar=_("PLUGIN/TABELL"))
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@two_times
@document_forms
@click.pass_obj
def show_command(
    state: State, table: str, params: tuple[str, ...], at: str | None, known: str | None, delivery: Delivery
) -> None:
    """Print a table, write it to a file, or open it."""
    from ledger.tables.rendering import FORMATS
    from ledger.tables.report import alone
    from ledger.tables.terminal import as_text

    state.plugins.table(table)  # a name that is wrong is told before a ledger that is missing
    shown = state.ledger.show(table, at=option_date(at), known=known_time(known), params=pairs(params))
    if delivery.printed_as_text:
        content = as_text(shown, style, width()).encode()
    elif delivery.form in FORMATS:
        content = FORMATS[delivery.form](shown).encode()
    else:
        content = state.ledger.written(delivery.form, alone(shown), progress=progress)
    delivered(delivery, content, table)


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

    chosen = form or form_of(output, tuple(FORMATS))
    shown = state.ledger.show(table, at=option_date(at), known=known_time(known), params=pairs(params))
    node = state.ledger.why(shown, row, column, part, most=None if everything else MOST[chosen])
    if output:
        write_bytes(output, FORMATS[chosen](node, shown).encode())
    else:
        say(as_text(node, shown, style, width()) if chosen == "text" else FORMATS[chosen](node, shown))
