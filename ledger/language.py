"""The language a user meets: Swedish as written in the code, English by catalogue.

Messages are written in Swedish where they are raised, since headings and field titles are Swedish too; the
catalogue ``en`` translates them. The catalogue ``sv`` holds click's own few sentences. Both lie in ``locale/``
under the domain ``messages``, which is the one that click asks.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

LANGUAGES = ("sv", "en")
DOMAIN = "messages"
LOCALE = Path(__file__).parent / "locale"
SWEDISH = "sv"


def speak(language: str) -> None:
    """Use ``language`` ("sv" or "en") for every message from here on, click's own included."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE))  # for click's own sentences
    gettext.textdomain(DOMAIN)


def spoken() -> str:
    """The language that messages are in just now: Swedish until ``speak`` has said another."""
    bound = gettext.textdomain() == DOMAIN
    language = os.environ.get("LANGUAGE", SWEDISH) if bound else SWEDISH
    return language if language in LANGUAGES else SWEDISH


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use ``language`` within, and then the one before."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def _(message: str) -> str:
    """``message`` in the language spoken. Placeholders are filled in after, by ``str.format``."""
    return _catalogue(spoken()).gettext(message)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """A language's catalogue, read once: ``gettext.gettext`` looks for the file at every message."""
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True)


def marked(message: str) -> str:
    """``message`` as it stands: marks for the catalogue what is translated by ``_`` later."""
    return message


def counted(number: int, one: str, many: str) -> str:
    """``one`` or ``many`` after ``number``, with ``{n}`` filled in."""
    return (_(one) if number == 1 else _(many)).format(n=number)
