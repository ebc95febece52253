"""Arguments that several commands take, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import click

from ledger.language import _
from ledger.problems import Problem, Refused, refused

F = TypeVar("F", bound=Callable[..., Any])


def two_times(command: F) -> F:
    """The options ``--at`` and ``--known``."""
    at = click.option("--at", metavar=_("DATUM"), help=_("Läget den dagen; annars i dag."))
    known = click.option(
        "--known",
        metavar=_("TID"),
        help=_("Som det var känt då: ett datum (till dagens slut) eller en tid; annars nu."),
    )
    return at(known(command))


def pairs(texts: Sequence[str]) -> dict[str, str]:
    """``name=value`` as a dictionary. Raises ``Refused`` for what is not, and for what is given twice."""
    found: dict[str, str] = {}
    problems = []
    for text in texts:
        name, separator, value = text.partition("=")
        name = name.strip()
        if not separator or not name:
            problems.append(
                Problem(_("”{text}” är inte namn=värde").format(text=text), _("skriv till exempel period=2025"))
            )
        elif name in found:
            problems.append(Problem(_("{name} står två gånger").format(name=name), _("ta bort den ena")))
        else:
            found[name] = value
    if problems:
        raise Refused(problems)
    return found


def option_date(text: str | None, option: str = "--at") -> date | None:
    """The date that an option gives. Raises ``Refused``."""
    from ledger.intake.cells import day

    return day(text, option) if text else None


def known_time(text: str | None, option: str = "--known") -> datetime | date | None:
    """The time of ``--known``, or of another option like it, in Stockholm unless it says its zone. Raises ``Refused``.

    A date runs to its end, and so does a minute or a second: the time under a table gives that table, with what came
    later within the same minute.
    """
    if not text:
        return None
    try:
        if not re.match(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        if len(text) == len("2025-09-30"):
            return date.fromisoformat(text)
        time = datetime.fromisoformat(text)
    except ValueError:
        remedy = _("skriv till exempel 2025-09-30 eller 2025-09-30T14:00")
        raise refused(_("”{text}” är ingen tid").format(text=text), remedy, column=option) from None
    if re.match(r".{10}[T ]\d\d:\d\d:\d\d[.,]", text):
        return time
    to_the_second = re.match(r".{10}[T ]\d\d:\d\d:\d\d", text)
    return time.replace(microsecond=999_999) if to_the_second else time.replace(second=59, microsecond=999_999)
