"""Text in a picture: how wide it is, and how it is laid on lines, without asking any font.

Widths are estimated by those of DejaVu Sans, which is wider than what most systems show: a line may end short of its
box, but not outside it.
"""

from __future__ import annotations

from collections.abc import Iterator

_WIDTHS = {
    "ijl|'.,:;!I \u00a0·": 0.41,
    "frtJ()[]-/*": 0.51,
    "mwMW@%+÷×=<>#^~½": 1.04,
    "CDGHNOQÖUVAÄÅ&": 0.79,
}
_EM = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
_CAPITAL, _OTHER, _BOLD = 0.72, 0.64, 1.14
_SYMBOL = 1.04
"""How wide what is no Latin letter may be; a dash as in 2025–2027 is no wider than the rest."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at a size, generously."""
    return sum(map(_ems, text)) * size * (_BOLD if bold else 1)


def _ems(letter: str) -> float:
    if letter in _EM:
        return _EM[letter]
    if letter > "\u024f" and letter not in "–”’":
        return _SYMBOL
    return _CAPITAL if letter.isupper() else _OTHER


def laid(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text on lines that are no wider than ``width``; a word that is wider than that is broken."""
    lines: list[str] = []
    for word in _words(text, size, width, bold):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(text: str, size: float, width: float, bold: bool) -> Iterator[str]:
    """The words, those that do not fit in parts. A no-break space keeps a number and its unit together."""
    for word in filter(None, text.replace("\n", " ").split(" ")):
        part = ""
        for letter in word:
            if part and text_width(part + letter, size, bold=bold) > width:
                yield part
                part = ""
            part += letter
        yield part
