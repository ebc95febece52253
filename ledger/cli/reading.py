"""Commands that read: ``show``, ``why`` and ``log``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.cli.arguments import known_time, option_date, pairs, two_times
from ledger.cli.output import say, style, width, write_text
from ledger.cli.state import State
from ledger.language import _
from ledger.problems import refused

if TYPE_CHECKING:
    from ledger.events.record import Record
    from ledger.explain.journal import Filter


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
@click.argument("report", metavar=_("PLUGIN/RAPPORT"))
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@two_times
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
    report: str,
    params: tuple[str, ...],
    at: str | None,
    known: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Print a document, or write it to a file."""
    from ledger.tables.rendering import REPORT_FORMATS
    from ledger.tables.terminal import report_as_text

    chosen = form or _form_of(output, list(REPORT_FORMATS))
    state.plugins.report(report)  # a name that is wrong is told before a ledger that is missing
    shown = state.ledger.report(report, at=option_date(at), known=known_time(known), params=pairs(params))
    if output:
        write_text(output, REPORT_FORMATS[chosen](shown))
    else:
        say(report_as_text(shown, style, width()) if chosen == "text" else REPORT_FORMATS[chosen](shown))


def _form_of(output: Path | None, forms: list[str]) -> str:
    """The form that a file's suffix asks for; text for none. Raises ``Refused`` for a suffix that is no form."""
    if output is None:
        return "text"
    suffix = {"txt": "text", "markdown": "md"}.get(output.suffix[1:].casefold(), output.suffix[1:].casefold())
    if suffix not in forms:
        remedy = _("skriv .txt, .md eller .json, eller välj med --format")
        raise refused(_("”{file}” säger inte hur dokumentet ska skrivas").format(file=output), remedy)
    return suffix


@click.command(
    "why",
    help=_('Varifrån en siffra kommer, till exempel: why rk/ramfordelning --row "Centrum för HR" --column "Ram 2025"'),
)
@click.argument("table", metavar=_("PLUGIN/TABELL"))
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@click.option("--row", required=True, metavar=_("RAD"), help=_("Radens rubrik eller nyckel."))
@click.option("--column", required=True, metavar=_("KOLUMN"), help=_("Kolumnens rubrik eller nyckel."))
@two_times
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help=_("Hur förklaringen skrivs."),
)
@click.pass_obj
def why_command(
    state: State,
    table: str,
    params: tuple[str, ...],
    row: str,
    column: str,
    at: str | None,
    known: str | None,
    form: str,
) -> None:
    """Print where a figure comes from."""
    from ledger.explain import as_data, as_tree, why
    from ledger.tables.lines import seen_from

    shown = state.ledger.show(table, at=option_date(at), known=known_time(known), params=pairs(params))
    node = why(shown, row, column)
    if form == "json":
        import json

        say(json.dumps(as_data(node), ensure_ascii=False, indent=2))
    else:
        say(as_tree(node, shown.view.name_of))
        say("\n" + style(seen_from(shown), "quiet"))


@click.command("log", help=_("Händelserna i den ordning de registrerades."))
@click.option("--stream", metavar=_("STRÖM"), help=_("Bara strömmar som börjar så."))
@click.option("--topic", metavar=_("HÄNDELSE"), help=_("Bara händelser av ett slag, eller de vars namn börjar så."))
@click.option(
    "--source",
    metavar=_("DOKUMENT"),
    help=_("Bara de som kommer ur ett dokument: id, titel eller diarienummer."),
)
@click.option("--since", metavar=_("DATUM"), help=_("Bara de som registrerats från och med den dagen."))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Hur händelserna skrivs.")
)
@click.pass_obj
def log_command(
    state: State, stream: str | None, topic: str | None, source: str | None, since: str | None, form: str
) -> None:
    """Print events."""
    from ledger.explain.journal import Filter, as_data, as_line

    ledger = state.whole_ledger
    wanted = Filter(stream or "", topic or "", source or "", option_date(since, "--since"))
    found = 0
    for record in _events(state, wanted):
        found += 1
        if form == "json":
            import json

            say(json.dumps(as_data(record, ledger.catalogue), ensure_ascii=False))
        else:
            say(as_line(record, ledger.catalogue, ledger.reader.person))
    if not found and form == "text":
        say(_("Inga händelser."))


def _events(state: State, wanted: Filter) -> Iterator[Record]:
    after = 0
    while records := state.ledger.reader.log(after, 1_000):
        yield from filter(wanted.fits, records)
        after = records[-1].position
