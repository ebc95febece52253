"""The group of commands, each named with the module that holds it."""

from __future__ import annotations

from importlib import import_module

import click

from ledger.cli.state import State
from ledger.language import LANGUAGES, _
from ledger.problems import refused
from ledger.surroundings import Surroundings

HOMES = {
    "init": "writing",
    "import": "writing",
    "record": "writing",
    "correct": "writing",
    "withdraw": "writing",
    "erase": "erasing",
    "remove": "erasing",
    "sweep": "erasing",
    "lock": "locking",
    "unlock": "locking",
    "locks": "locking",
    "show": "reading",
    "report": "reporting",
    "why": "reading",
    "log": "journal",
    "diff": "comparing",
    "errata": "comparing",
    "check": "checking",
    "issue": "issuing",
    "tables": "listing",
    "reports": "listing",
    "events": "listing",
    "plugins": "listing",
    "verify": "proving",
    "prove": "proving",
    "checkpoint": "proving",
    "key": "proving",
    "rebuild": "writing",
    "copy": "writing",
    "backup": "writing",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of a day's work."""
        return list(HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported."""
        if cmd_name not in HOMES:
            return None
        module = import_module(f"ledger.cli.{HOMES[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    help=_("Planledger: en liggare för planering och uppföljning, där varje siffra kan följas till sitt beslut."),
    context_settings={"help_option_names": ["--help", "-h"]},
)
@click.option(
    "--ledger",
    "url",
    metavar=_("SÖKVÄG"),
    default="",
    help=_("Liggaren; annars PLANLEDGER_URL, annars planledger.db här."),
)
@click.option("--lang", type=click.Choice(LANGUAGES), help=_("Språk: sv (förval) eller en."))
@click.version_option(package_name="planledger", prog_name="planledger", message="%(prog)s %(version)s")
@click.pass_context
def planledger(context: click.Context, url: str, lang: str | None) -> None:
    """Remember which ledger is meant; the language has been set already."""
    context.obj = State(url, context.obj or Surroundings())
    if context.invoked_subcommand is None:
        click.echo(context.get_help() + "\n", err=True)
        raise refused(_("Kommando saknas"), _("välj ett av dem ovan"))
