"""Commands that list what there is: ``tables``, ``events`` and ``plugins``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from ledger.cli.output import say
from ledger.cli.state import State
from ledger.language import _

if TYPE_CHECKING:
    from ledger.events import Event
    from ledger.tables.definition import Definition


SHORTEST = 12
"""How narrow a column of a listing may become; the first keeps its width, for names to be copied."""


def _grid(headings: list[str], rows: list[list[str]]) -> str:
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
    say(_grid([_("Tabell"), _("Titel"), _("Parametrar"), _("Visar")], rows))


@click.command("reports", help=_("Dokumenten som kan sättas samman."))
@click.pass_obj
def reports_command(state: State) -> None:
    """Print the reports."""
    state.warn_of_broken()
    rows = [row for plugin in state.plugins.all() for row in _definitions(plugin.name, plugin.reports)]
    say(_grid([_("Rapport"), _("Titel"), _("Parametrar"), _("Innehåller")], rows))


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
    say(_grid([_("Händelse"), _("Namn"), _("Från")], rows))


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
    grid = _grid([_("Fält"), _("Rubrik"), "", _("Exempel"), _("Betydelse")], rows)
    return f"{title}\n\n{grid}\n\n" + _("Samma sak känns igen på: {key}").format(key=key)


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
    say(_grid([_("Namn"), _("Distribution"), _("Läge"), _("Ger")], rows))
