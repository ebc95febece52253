"""The command that looks for what does not agree: ``check``."""

from __future__ import annotations

from textwrap import wrap

import click

from ledger.cli.arguments import known_time, option_date, two_times
from ledger.cli.output import say, style
from ledger.cli.state import State
from ledger.language import _
from ledger.problems import refused, suggestion

_TONES = {"error": "bad", "warning": "warning", "info": "quiet"}


@click.command("check", help=_("Var uppgifterna inte går ihop, i hela liggaren eller för en förvaltning: check RK"))
@click.argument("forvaltning", metavar=_("[FÖRVALTNING]"), required=False)
@two_times
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Hur fynden skrivs."))
@click.pass_context
def check_command(
    context: click.Context, forvaltning: str | None, at: str | None, known: str | None, form: str
) -> None:
    """Print what does not agree. Exit code 1 for errors and warnings."""
    from ledger.checks.telling import as_data, as_lines, summary
    from ledger.tables.lines import seen_from_view
    from ledger.tables.terminal import WIDTH

    state: State = context.obj
    ledger = state.whole_ledger
    checked = ledger.check([forvaltning] if forvaltning else [], at=option_date(at), known=known_time(known))
    if forvaltning and forvaltning not in (there := checked.known):
        raise refused(
            _("liggaren har ingen förvaltning ”{name}”").format(name=forvaltning), suggestion(forvaltning, there)
        )
    if form == "json":
        import json

        say(json.dumps(as_data(checked), ensure_ascii=False, indent=2))
    else:
        for finding in checked.findings:
            first, *rest = as_lines(finding, checked.view, WIDTH)
            say("\n".join([style(first, _TONES[finding.level]), *rest, ""]))
        say(style(summary(checked), "strong"))
        say("\n".join(style(line, "quiet") for line in wrap(seen_from_view(checked.view, ledger.title), WIDTH)))
    if not checked.clean:
        context.exit(1)
