"""Commands that lay two views side by side: ``diff``, and ``errata`` for what has been issued."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from ledger.cli.arguments import known_time, option_date, pairs
from ledger.cli.output import say, style
from ledger.cli.state import State
from ledger.language import _
from ledger.problems import refused

if TYPE_CHECKING:
    from ledger.explain.diff import Difference
    from ledger.issuing import Issued


@click.command(
    "diff",
    help=_(
        "Vad som har ändrats mellan två lägen och genom vilka händelser, i en tabell, ett dokument eller hela liggaren,"
        " till exempel: diff rk/ramfordelning --from 2024-12-31 --to 2025-08-31"
    ),
)
@click.argument("name", metavar=_("[PLUGIN/TABELL]"), required=False)
@click.argument("params", metavar=_("[namn=värde]..."), nargs=-1)
@click.option("--from", "start", metavar=_("DATUM"), help=_("Det första läget; annars samma dag som det andra."))
@click.option("--to", "end", metavar=_("DATUM"), help=_("Det andra läget; annars i dag."))
@click.option(
    "--known-from", metavar=_("TID"), help=_("Som det var känt då, i det första läget; annars som i det andra.")
)
@click.option("--known-to", metavar=_("TID"), help=_("Som det var känt då, i det andra läget; annars nu."))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Hur det skrivs."))
@click.option("--all", "everything", is_flag=True, help=_("Alla termer, inte bara de största."))
@click.pass_obj
def diff_command(
    state: State,
    name: str | None,
    params: tuple[str, ...],
    start: str | None,
    end: str | None,
    known_from: str | None,
    known_to: str | None,
    form: str,
    everything: bool,
) -> None:
    """Print what changed, and by which events."""
    if start is None and known_from is None:
        raise refused(_("det första läget saknas"), _("ange --from (en dag) eller --known-from (vad som var känt då)"))
    if name is not None:
        state.plugins.document(name)  # a name that is wrong is told before a ledger that is missing
    ledger = state.ledger if name else state.whole_ledger
    to, known_last = option_date(end, "--to"), known_time(known_to, "--known-to")
    first = (option_date(start, "--from") or to, known_time(known_from, "--known-from") or known_last)
    if name is not None:
        found = ledger.difference(name, first, (to, known_last), params=pairs(params))
        if form == "json":
            _print_data(_data(found, everything))
        else:
            _print([found], everything)
    elif form == "json":
        _print_data([_data(each, everything) for each in ledger.differences(first, (to, known_last))])
    else:
        _print(ledger.differences(first, (to, known_last)), everything)


@click.command(
    "errata",
    help=_("Vilka siffror i en fastställd rapport som det man nu vet ändrar, och genom vilka händelser."),
)
@click.argument("report", metavar=_("ID"))
@click.option("--known", metavar=_("TID"), help=_("Som det var känt då; annars nu."))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Hur det skrivs."))
@click.option("--all", "everything", is_flag=True, help=_("Alla termer, inte bara de största."))
@click.pass_context
def errata_command(context: click.Context, report: str, known: str | None, form: str, everything: bool) -> None:
    """Print what today's knowledge changes in an issued report. Exit code 1 if it changes anything."""
    from ledger.cli.issuing import warn_of_what_differs
    from ledger.tables.lines import issuance_told

    state: State = context.obj
    issued = state.ledger.issued(report)
    warn_of_what_differs(state.ledger.reissued(issued), state.plugins)
    found = state.ledger.errata(issued, known_time(known))
    if form == "json":
        _print_data({"issued": _issued_data(issued), **_data(found, everything)})
    else:
        say(style(issuance_told(issued.issuance), "strong"))
        _print([found], everything)
    if not found.empty:
        context.exit(1)


def _issued_data(issued: Issued) -> dict[str, str | None]:
    """Which issue it is, with what its document says of it."""
    about = issued.issuance
    return {
        "id": issued.id,
        "on": about.on.isoformat(),
        "body": about.body or None,
        "diarienummer": about.diarienummer or None,
    }


def _data(found: Difference, everything: bool) -> dict[str, Any]:
    from ledger.explain.diff import telling

    return telling.as_data(found, None if everything else telling.MOST_DATA)


def _print_data(data: Any) -> None:
    say(json.dumps(data, ensure_ascii=False, indent=2))


def _print(found: Iterable[Difference], everything: bool) -> None:
    """Print differences; what did not change is not told, unless nothing did."""
    from ledger.explain.diff import telling

    most = None if everything else telling.MOST_TERMS
    told: list[Difference] = []
    for each in found:
        told.append(each)
        if not each.empty:
            about = " ".join(f"{key}={value}" for key, value in each.after.params.items())
            say(style(" ".join(filter(None, (each.after.name, about))), "strong"))
            say("\n".join(telling.as_lines(each, most)) + "\n\n")
    changed = any(not each.empty for each in told)
    say(f"{telling.count_told(told)}." if changed else _("Inget har ändrats."))
    for line in telling.lacking_told(told):
        say(line)
    if told:
        say("\n".join(style(line, "quiet") for line in telling.ends_told(told[-1])))
