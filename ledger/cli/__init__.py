"""The command ``planledger``. Commands load when they are called, so that each starts as fast as it can."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.surroundings import Surroundings


def main(arguments: Sequence[str] | None = None, surroundings: Surroundings | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 something was found, 2 the call or the input was wrong."""
    from ledger.language import speak

    given = list(sys.argv[1:] if arguments is None else arguments)
    speak(_language(given))
    _write_utf8()
    if any(not argument.isprintable() and _undecodable(argument) for argument in given):
        from ledger.cli.output import complain
        from ledger.language import _

        complain(_("ett argument är inte UTF-8"))
        return 2
    return _run(given, surroundings)


def _undecodable(argument: str) -> bool:
    """Whether an argument holds bytes that are no text."""
    return any("\ud800" <= sign <= "\udfff" for sign in argument)


def _write_utf8() -> None:
    """Write UTF-8 to files and pipes: older encodings have no minus sign and no lights."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def _run(arguments: list[str], surroundings: Surroundings | None) -> int:
    import click

    from ledger.cli.group import planledger
    from ledger.cli.output import complain, oops
    from ledger.language import _
    from ledger.problems import Refused

    try:
        result = planledger.main(args=arguments, prog_name="planledger", standalone_mode=False, obj=surroundings)
        sys.stdout.flush()
        return int(result or 0)
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        complain(_("avbrutet; en registrering är hel eller inte alls, se ”planledger log”"))
        return 2
    except Refused as refusal:
        for problem in refusal.problems:
            complain(str(problem))
        return 2
    except BrokenPipeError:  # the reader of a pipe has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return oops(error)


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, known before any help text is made: ``--lang``, ``PLANLEDGER_LANG``, or Swedish."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return os.environ.get("PLANLEDGER_LANG", "sv")
