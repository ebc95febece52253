"""Where a document goes: to standard output, to a file, or to the program that the computer opens it with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ledger.cli.output import say, warn, write_bytes
from ledger.language import _
from ledger.problems import refused

SUFFIXES = {"txt": "text", "markdown": "md", "htm": "html"}
"""Suffixes of files that are not the form's own name."""
BINARY = frozenset({"xlsx", "docx", "pdf"})
"""Forms that no terminal can show."""
FORMS = ("text", "md", "csv", "json", "html", "xlsx", "docx", "pdf")
"""The forms of a document (``ledger.export.forms.ALL_FORMS``), named here so that help costs no import."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is asked for: the form, the file, and whether it is to be opened."""

    form: str
    output: Path | None
    opens: bool

    @property
    def printed_as_text(self) -> bool:
        """Whether it goes to a terminal as text, in its colours and its width."""
        return self.form == "text" and not self.output and not self.opens


def document_forms(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options ``--format``, ``-o`` and ``--open``, as one ``Delivery``."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        help=_("Hur det skrivs; annars efter filens ändelse, annars text."),
    )
    output = click.option(
        "-o", "--output", metavar=_("FIL"), type=click.Path(dir_okay=False, path_type=Path), help=_("Filen.")
    )
    opens = click.option("--open", "opens", is_flag=True, help=_("Öppna dokumentet när det är klart."))

    @wraps(command)
    def asked(*args: Any, form: str | None, output: Path | None, opens: bool, **more: Any) -> Any:
        chosen = form or form_of(output, FORMS, "html" if opens else "text")
        return command(*args, delivery=Delivery(chosen, output, opens), **more)

    described: Callable[..., Any] = form(output(opens(asked)))
    return described


def form_of(output: Path | None, forms: tuple[str, ...], without: str = "text") -> str:
    """The form that a file's suffix asks for; ``without`` a file another. Raises ``Refused`` for a suffix that is no
    form.
    """
    if output is None:
        return without
    suffix = output.suffix[1:].casefold()
    if (found := SUFFIXES.get(suffix, suffix)) in forms:
        return found
    suffixes = ", ".join(f".{form.replace('text', 'txt')}" for form in forms)
    remedy = _("skriv {suffixes}, eller välj med --format").format(suffixes=suffixes)
    raise refused(_("”{file}” säger inte hur filen ska skrivas").format(file=output), remedy)


def delivered(delivery: Delivery, content: bytes, name: str) -> None:
    """Bring a document where it was asked for. Without a file, one that is opened lies among the temporary ones, under
    its ``name``.
    """
    file = delivery.output
    if delivery.opens and file is None:
        from tempfile import mkdtemp

        file = Path(mkdtemp(prefix="planledger-")) / f"{name.replace('/', '-')}.{delivery.form.replace('text', 'txt')}"
    if file is None:
        _print(delivery.form, content)
        return
    write_bytes(file, content)
    if delivery.opens and click.launch(str(file)) != 0:
        warn(_("{file} är skriven, men inget program här öppnar den").format(file=file))


def _print(form: str, content: bytes) -> None:
    if form not in BINARY:
        say(content.decode())
        return
    if sys.stdout.isatty():
        what = _("formen {form} går inte att visa i en terminal").format(form=form)
        raise refused(what, _("skriv den till en fil med -o, eller öppna den med --open"))
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        what = _("dokumentet kan inte skrivas ut: {error}").format(error=error.strerror)
        raise refused(what, _("skriv den till en fil med -o, eller öppna den med --open")) from None
