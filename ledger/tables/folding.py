"""Folding text into a column: between words where that is enough, else within them where Swedish allows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyphen import Pyphen


def folded(text: str, width: int) -> str:
    """The text on lines of at most ``width``."""
    if len(text) <= width:
        return text
    broken = " ".join("\n".join(_parts(word, width)) for word in text.split(" "))
    return "\n".join(line for part in broken.split("\n") for line in wrap(part, width, break_on_hyphens=True))


def _parts(word: str, width: int) -> Iterator[str]:
    """A word in parts that fit: after a slash, or hyphenated."""
    while len(word) > width:
        slash = word.rfind("/", 0, width)
        first, rest = (word[: slash + 1], word[slash + 1 :]) if slash > 0 else _hyphenated(word, width)
        if not rest:
            break
        yield first
        word = rest
    yield word


def _hyphenated(word: str, width: int) -> tuple[str, str]:
    stem = word.rstrip(",.;:)")
    found = _hyphenator().wrap(stem, width) if stem.isalpha() else None
    return (found[0], found[1] + word[len(stem) :]) if found else (word, "")


@cache
def _hyphenator() -> Pyphen:
    from pyphen import Pyphen

    return Pyphen(lang="sv_SE")
