"""The command ``log``: the journal of all that has been recorded, and the whole chain of an entry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from ledger.cli.arguments import option_date
from ledger.cli.output import say, style, width
from ledger.cli.state import State
from ledger.language import _
from ledger.problems import refused

if TYPE_CHECKING:
    from ledger.explain.journal import Filter
    from ledger.explain.journal_text import Line

WIDEST = 100


@click.command("log", help=_("Journalen: händelserna i den ordning de registrerades, registrering för registrering."))
@click.option("--stream", metavar=_("STRÖM"), help=_("Bara strömmar som börjar så."))
@click.option("--topic", metavar=_("HÄNDELSE"), help=_("Bara händelser av ett slag, eller de vars namn börjar så."))
@click.option(
    "--source",
    metavar=_("DOKUMENT"),
    help=_("Bara de som kommer ur ett dokument: id, titel eller diarienummer."),
)
@click.option("--since", metavar=_("DATUM"), help=_("Bara de som registrerats från och med den dagen."))
@click.option("--until", metavar=_("DATUM"), help=_("Bara de som registrerats till och med den dagen."))
@click.option("--corrections", is_flag=True, help=_("Bara rättelser och återtaganden."))
@click.option(
    "--event",
    metavar=_("ID"),
    help=_("En händelse med allt som har rättat eller återtagit den, från vilken som helst av dem."),
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Hur händelserna skrivs.")
)
@click.pass_obj
def log_command(state: State, /, event: str | None, form: str, **asked: Any) -> None:
    """Print the journal, or a chain of it."""
    from ledger.explain.journal import as_data, chain, noted
    from ledger.explain.journal_text import JournalText

    ledger = state.whole_ledger
    wanted = _wanted(asked)
    text = JournalText(ledger.catalogue, ledger.reader.person, wanted, min(WIDEST, width()))
    if event is None:
        entries, lines = noted(ledger.reader, wanted), text.lines
    elif any(asked.values()):
        raise refused(_("--event visar hela kedjan"), _("ange den utan andra urval"))
    else:
        entries, lines = iter(chain(ledger.reader, ledger.event(event))), text.version
    found = False
    for entry in entries:
        found = True
        if form == "json":
            say(json.dumps(as_data(entry, ledger.catalogue), ensure_ascii=False))
        else:
            _print(lines(entry))
    if not found and form == "text":
        say(_("Inga händelser."))


def _wanted(asked: dict[str, Any]) -> Filter:
    """The filter that the options make. Raises ``Refused`` for a date that is none."""
    from ledger.explain.journal import Filter

    return Filter(
        asked["stream"] or "",
        asked["topic"] or "",
        asked["source"] or "",
        option_date(asked["since"], "--since"),
        option_date(asked["until"], "--until"),
        asked["corrections"],
    )


def _print(lines: Iterable[Line]) -> None:
    for text, tone in lines:
        say(style(text, tone) if tone else text)
