"""What the commands print, and how: results on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from ledger.language import _
from ledger.problems import Problem, refused

T = TypeVar("T")

LONG = 100
"""How many steps of work show how far they have come."""

_COLOURS = {
    "good": {"fg": "green"},
    "warning": {"fg": "yellow"},
    "bad": {"fg": "red"},
    "quiet": {"dim": True},
    "strong": {"bold": True},
}


def say(text: str) -> None:
    """Print a result, on lines of its own."""
    click.echo(text, nl=not text.endswith("\n"))


def write_bytes(file: Path, content: bytes) -> None:
    """Write a result to a file. Raises ``Refused`` if it cannot be written."""
    try:
        file.write_bytes(content)
    except OSError as error:
        what = _("{file} kan inte skrivas: {error}").format(file=file, error=error.strerror)
        raise refused(what, _("välj en annan fil")) from None


def progress(work: Sequence[T], label: str) -> Iterable[T]:
    """Go through some work and show how far it has come, on a terminal and where it is long enough to wonder."""
    if not sys.stderr.isatty() or len(work) < LONG:
        yield from work
        return
    with click.progressbar(work, label=label, file=sys.stderr) as bar:
        yield from bar


def complain(text: str) -> None:
    """Print an error."""
    click.echo(_tinted(_("Fel:"), "red") + f" {text}", err=True)


def warn(text: str) -> None:
    """Print a warning."""
    click.echo(_tinted(_("Varning:"), "yellow") + f" {text}", err=True)


def _tinted(text: str, colour: str) -> str:
    """Colour that click takes away again where standard error is no terminal; none where NO_COLOR is set."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=colour)


def style(text: str, tone: str) -> str:
    """Colour for a terminal; none where the output goes elsewhere or NO_COLOR is set."""
    if not text or os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return click.style(text, **_COLOURS[tone])  # type: ignore[arg-type]


def width() -> int:
    """How wide the terminal is; a hundred columns where it is none."""
    import shutil

    return max(60, shutil.get_terminal_size((100, 25)).columns) if sys.stdout.isatty() else 100


def oops(error: Exception) -> int:
    """Say that the program itself is at fault. The trace is for those who ask for it."""
    if os.environ.get("PLANLEDGER_DEBUG"):
        traceback.print_exc()
    what = _("Planledger har ett fel i sig självt: {kind}: {error}").format(kind=type(error).__name__, error=error)
    remedy = _("kör igen med PLANLEDGER_DEBUG=1 och rapportera det som då skrivs")
    complain(str(Problem(what, remedy)))
    return 2
