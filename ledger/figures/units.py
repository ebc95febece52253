"""Units. Money in kr, tkr and mnkr converts exactly; every other unit is a word of its own and converts to nothing
else.
"""

from __future__ import annotations

from decimal import Decimal

MONEY = {"kr": Decimal(1), "tkr": Decimal(1_000), "mnkr": Decimal(1_000_000)}
PERCENT, POINTS, COUNT = "%", "procentenheter", "antal"
UNNAMED = "?"
"""The unit of a number that the source prints without one."""

# Documents write one unit in several ways; it is kept in one.
_SPELLINGS = {
    "mkr": "mnkr",
    "miljoner kronor": "mnkr",
    "tusen kronor": "tkr",
    "kronor": "kr",
    "procent": PERCENT,
    "st": COUNT,
    "år": "år",
}


class UnitsDiffer(ValueError):  # noqa: N818
    """Two units that do not mix were put into one sum."""


def unit_named(text: str) -> str:
    """The unit that ``text`` names, in the spelling that the ledger keeps."""
    folded = " ".join(text.split())
    return _SPELLINGS.get(folded.casefold(), folded)


def factor(unit: str, other: str) -> Decimal:
    """What a number in ``unit`` is multiplied by to be in ``other``. Raises ``UnitsDiffer`` if nothing is."""
    if unit == other:
        return Decimal(1)
    if unit in MONEY and other in MONEY:
        return MONEY[unit] / MONEY[other]
    raise UnitsDiffer(f"{unit} / {other}")
