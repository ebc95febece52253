"""What a cell of a document can hold: a quantity, a comparison, a word instead of an amount, or something unknown.

Money and measures are exact decimals with a unit, never floats. The number of decimals is kept as it was read,
since it tells how the source rounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from unicodedata import normalize

from ledger.figures.periods import Period
from ledger.figures.units import COUNT, MONEY, PERCENT, unit_named
from ledger.language import _

MOST_DECIMALS = 6
MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit. A ``Fraction`` is the exact result of a division that no decimal can hold."""

    number: Decimal | Fraction
    unit: str

    @property
    def decimals(self) -> int | None:
        """How many decimals it was given with; None for a fraction, which has no such thing."""
        return decimals(self.number) if isinstance(self.number, Decimal) else None

    @property
    def rounds(self) -> bool:
        """Whether the number has been rounded to its last decimal; what is counted has not."""
        return self.unit != COUNT


@dataclass(frozen=True, slots=True)
class Comparison:
    """A target that is no number: below 4 %, better than the national mean (67 % for 2024), increase, keep.

    ``relation`` is one of ``RELATIONS``; what is compared with is a quantity, a named benchmark, a period, or any
    of them.
    """

    relation: str
    number: Decimal | None = None
    unit: str = ""
    benchmark: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What the source says where an amount should stand, such as "Stor"."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows, or the source does not say."""


Value = Quantity | Comparison | Word | Unknown
UNKNOWN = Unknown()
RELATIONS = ("<", "≤", ">", "≥", "öka", "minska", "behålla", "bättre än")

_MINUS = str.maketrans({"−": "-", "‐": "-", "‑": "-", "–": "-"})
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_NUMBER = re.compile(r"(?:\+/-|±)? ?([+-]?) ?(\d{1,3}(?: \d{3})+|\d+)(?:, ?(\d+)|\.(\d+))?(?:( ?)([^\W\d_][^:;]*|%))?")
_LIKE_A_NUMBER = re.compile(r"[+±-]?[/ -]*[,.]?\d")
_BETTER = re.compile(r"bättre än ([^(\d]+?) ?(?:\((.+)\))?", re.IGNORECASE)
_DIRECTION = re.compile(r"(öka|minska|behålla) ?\((.+)\)", re.IGNORECASE)
_THAN = re.compile(r"(.*?) ?(\d{4})?")


def decimals(number: Decimal) -> int:
    """How many decimals a number was given with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shortest(number: Decimal) -> Decimal:
    """Without zeros at the end of its decimals."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def exact(number: Decimal | str) -> Decimal:
    """A number that the ledger can hold: at most six decimals and twelve digits before them. Raises ``ValueError``."""
    try:
        result = number if isinstance(number, Decimal) else Decimal(number)
    except InvalidOperation:
        raise ValueError(_("”{text}” är inget tal").format(text=number)) from None
    if not result.is_finite():
        raise ValueError(_("”{text}” är inget tal").format(text=number))
    if decimals(result) > MOST_DECIMALS or abs(result) >= Decimal(10) ** MOST_DIGITS:
        raise ValueError(
            _(
                "{text} har fler siffror än liggaren bär: högst {digits} före och {decimals} efter decimaltecknet"
            ).format(text=number, digits=MOST_DIGITS, decimals=MOST_DECIMALS)
        )
    return Decimal(f"{result:f}")


def value_in(text: str, unit: str = "") -> Value:
    """The value that a cell says, in Swedish or plain notation.

    ``unit`` is the one of the column's heading, for a number that stands without its own: "1,4" under "(mnkr)". "?" is
    unknown; what is neither number nor comparison is a word. Raises ``ValueError`` for a number without a unit.
    """
    text = normalize("NFC", text)
    folded = _SPACES.sub(" ", text).strip().translate(_MINUS)
    if not folded:
        raise ValueError(_("cellen är tom"))
    if folded == "?":
        return UNKNOWN
    if folded == "-":
        raise ValueError(_("ett streck säger inte om det är noll eller okänt: skriv 0 eller ?"))
    value = _relation_in(folded, unit) or _quantity_in(folded, unit)
    if value is None and _LIKE_A_NUMBER.match(folded):
        raise ValueError(_("”{text}” är inget tal").format(text=text))
    return value or Word(text.strip())


def quantity_in(text: str, unit: str = "") -> Quantity:
    """The number with its unit that ``text`` says, and nothing else. Raises ``ValueError``."""
    value = value_in(text, unit)
    if not isinstance(value, Quantity):
        raise ValueError(_("”{text}” är inget tal").format(text=text))
    return value


def _quantity_in(text: str, unit: str) -> Quantity | None:
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    sign, whole, comma, point, space, own = match.groups()
    if own and not space and unit_named(own) not in {*MONEY, PERCENT}:
        return None  # "1e3" is no number of e3
    number = exact(f"{sign}{whole.replace(' ', '')}.{comma or point or ''}".rstrip("."))
    named = unit_named(own or unit)
    if not named:
        raise ValueError(_("talet {text} saknar enhet").format(text=text))
    return Quantity(number, named)


def _relation_in(text: str, unit: str) -> Comparison | None:
    if better := _BETTER.fullmatch(text):
        return _compared("bättre än", better[1], better[2] or "", unit)
    if text.casefold() in RELATIONS:
        return Comparison(text.casefold())
    if direction := _DIRECTION.fullmatch(text):
        return _compared(direction[1].casefold(), "", direction[2], unit)
    if text[:1] in {"<", "≤", ">", "≥"}:
        limit = _quantity_in(text[1:].strip(), unit or COUNT)
        if limit and isinstance(limit.number, Decimal):
            return Comparison(text[0], limit.number, limit.unit)
    return None


def _compared(relation: str, benchmark: str, inside: str, unit: str) -> Comparison:
    """A relation to a benchmark; ``inside`` the parentheses may stand a number, a year or both."""
    than = _THAN.fullmatch(inside)
    figure, year = (than[1], than[2]) if than else (inside, None)
    quantity = _quantity_in(figure, unit) if figure else None
    period = Period.of(year) if year else None
    if quantity is None or not isinstance(quantity.number, Decimal):
        return Comparison(relation, benchmark=benchmark, period=period)
    return Comparison(relation, quantity.number, quantity.unit, benchmark, period)


def is_money(unit: str) -> bool:
    """Whether a unit is kronor in some size."""
    return unit in MONEY
