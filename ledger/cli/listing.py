"""Commands that list what there is: ``tables``, ``reports``, ``events`` and ``plugins``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ledger.cli.output import say
from ledger.cli.state import State
from ledger.language import _

if TYPE_CHECKING:
    from ledger.events import Event
    from ledger.issuing import Issued
    from ledger.tables.definition import Definition

SHORTEST = 12
"""How narrow a column of a listing may become; the first keeps its width, for names to be copied."""


def grid(headings: list[str], rows: list[list[str]]) -> str:
    """A listing with its headings, as wide as a table at most."""
    from ledger.tables.folding import folded
    from ledger.tables.terminal import WIDTH, give_way, plain_grid

    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    give_way(widths, [widths[0], *(min(SHORTEST, width) for width in widths[1:])], WIDTH)
    texts = [[folded(text, width) for text, width in zip(row, widths, strict=True)] for row in rows]
    return plain_grid(texts, headings, ["left"] * len(headings))


@click.command("tables", help=_("Tabellerna som kan visas."))
@click.pass_obj
def tables_command(state: State) -> None:
    """Print the tables."""
    state.warn_of_broken()
    rows = [row for plugin in state.plugins.all() for row in _definitions(plugin.name, plugin.tables)]
    say(grid([_("Tabell"), _("Titel"), _("Parametrar"), _("Visar")], rows))


@click.command("reports", help=_("Dokumenten som kan sättas samman, eller de som är fastställda."))
@click.option("--issued", is_flag=True, help=_("De rapporter som är fastställda, i den ordning de registrerades."))
@click.pass_obj
def reports_command(state: State, issued: bool) -> None:
    """Print the reports, or those that were issued."""
    if issued:
        say(_issued_reports(state))
        return
    state.warn_of_broken()
    rows = [row for plugin in state.plugins.all() for row in _definitions(plugin.name, plugin.reports)]
    say(grid([_("Rapport"), _("Titel"), _("Parametrar"), _("Innehåller")], rows))


def _issued_reports(state: State) -> str:
    """Every report that was issued, with what became of it."""
    from ledger.explain.telling import SHORT_ID

    found = state.ledger.all_issued()
    if not found:
        return _("Inga rapporter är fastställda.")
    in_force = {_subject(each): each for each in sorted(found, key=_place) if each.withdrawn is None}
    rows = [
        [
            each.id[:SHORT_ID],
            each.event.report,
            each.event.params,
            each.on.isoformat(),
            each.registered.diarienummer,
            each.registered.body,
            _state_of(each, in_force[_subject(each)] if each.withdrawn is None else None),
        ]
        for each in found
    ]
    headings = [_("Id"), _("Rapport"), _("Parametrar"), _("Fastställd"), _("Dnr"), _("Organ"), _("Läge")]
    return grid(headings, rows)


def _state_of(issued: Issued, in_force: Issued | None) -> str:
    """What became of an issue."""
    if issued.withdrawn is not None:
        return _("återtagen: {reason}").format(reason=issued.withdrawn)
    return _("gäller") if issued is in_force else _("ersatt av en senare")


def _subject(issued: Issued) -> tuple[str, str, str]:
    return issued.event.forvaltning, issued.event.report, issued.event.params


def _place(issued: Issued) -> tuple[date, int]:
    """Where an issue stands among those of the same report: the latest of them is in force."""
    return issued.on, issued.versions[0].position


def _definitions(plugin: str, definitions: Iterable[Definition[Any]]) -> list[list[str]]:
    return [
        [
            f"{plugin}/{each.name}",
            each.title,
            " ".join(f"{name}=…" for name in each.parameters),
            each.description,
        ]
        for each in definitions
    ]


@click.command("events", help=_("Händelserna som kan registreras, eller fälten i en av dem."))
@click.argument("topic", metavar=_("[HÄNDELSE]"), required=False)
@click.pass_obj
def events_command(state: State, topic: str | None) -> None:
    """Print the topics, or the fields of one."""
    state.warn_of_broken()
    catalogue = state.plugins.catalogue()
    if topic:
        say(_form(catalogue.get(topic)))
        return
    rows = [[each.topic, each.swedish_name(), catalogue.owner(each.topic)] for each in catalogue]
    say(grid([_("Händelse"), _("Namn"), _("Från")], rows))


def _form(event_class: type[Event]) -> str:
    """An event's fields, as a form to fill in."""
    from ledger.events.fields import cell_of

    rows = []
    for name, field in event_class.model_fields.items():
        cell = cell_of(field)
        needed = _("krävs") if field.is_required() else ""
        example = str(field.examples[0]) if field.examples else cell.example if cell else ""
        rows.append([name, field.title or "", needed, example, field.description or ""])
    key = ", ".join(("forvaltning", *event_class.key))
    title = f"{event_class.swedish_name()} ({event_class.topic})"
    fields = grid([_("Fält"), _("Rubrik"), "", _("Exempel"), _("Betydelse")], rows)
    return f"{title}\n\n{fields}\n\n" + _("Samma sak känns igen på: {key}").format(key=key)


@click.command("plugins", help=_("Insticksprogrammen som är installerade, och felen i dem som inte fungerar."))
@click.pass_obj
def plugins_command(state: State) -> None:
    """Print the plugins."""
    rows = [
        [
            plugin.name,
            f"{plugin.distribution} {plugin.version}",
            _("fungerar") if not plugin.error else _("FEL"),
            plugin.error
            or _("händelser: {events}, tabeller: {tables}, rapporter: {reports}").format(
                events=len(plugin.events), tables=len(plugin.tables), reports=len(plugin.reports)
            ),
        ]
        for plugin in state.plugins.all()
    ]
    say(grid([_("Namn"), _("Distribution"), _("Läge"), _("Ger")], rows))
