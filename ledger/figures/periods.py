"""Periods: what a decision is about. From the first day to the last, both included."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ledger.language import _

MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]  # as Swedish documents write them
DASH = "–"
FIRST_YEAR = 1900  # an earlier one is a slip of the keys
_PART = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``first`` to ``last``, both included.

    Written ``2025``, ``2025-Q3``, ``2025-08`` (the month), ``2025-08-31`` (the day), or as an interval of two of
    these with a slash as in ISO 8601: ``2025-01/2025-08``.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(_("perioden slutar innan den börjar"))

    @classmethod
    def of(cls, text: str) -> Period:
        """The period that ``text`` writes. Raises ``ValueError`` with what is wrong."""
        first, slash, last = text.strip().partition("/")
        start, end = _days(first), _days(last if slash else first)
        return cls(start[0], end[1])

    @property
    def year(self) -> int:
        """The year in which the period starts."""
        return self.first.year

    @property
    def whole_year(self) -> Period:
        """The year that the period starts in."""
        return Period(date(self.first.year, 1, 1), date(self.first.year, 12, 31))

    @property
    def is_year(self) -> bool:
        """Whether it is one whole year."""
        return self == self.whole_year

    @property
    def so_far(self) -> Period:
        """From the beginning of the year to the end of the period: January–August for August."""
        return Period(date(self.last.year, 1, 1), self.last)

    def earlier(self, years: int = 1) -> Period:
        """The same period ``years`` before: 2024 for 2025."""
        shifted = re.sub(r"\d{4}", lambda year: f"{int(year[0]) - years:04d}", str(self))
        try:
            return Period.of(shifted)
        except ValueError:  # there is a 29 February in few years
            return Period.of(shifted.replace("-02-29", "-02-28"))

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def __contains__(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        """The shortest way to write it, the one that is stored."""
        return _written(self.first, self.last) or _interval(self.first, self.last)

    @property
    def swedish(self) -> str:
        """As documents print it: 2025, Q3 2023, maj 2025, januari–augusti 2025."""
        text = str(self)
        if "/" not in text:
            return _swedish_part(text)
        first, last = text.split("/")
        same_year = first[:4] == last[:4] and len(first) == len(last) == 7
        start = MONTHS[int(first[5:]) - 1] if same_year else _swedish_part(first)
        return f"{start}–{_swedish_part(last)}"

    @property
    def in_quarters(self) -> str:
        """As plans print it: whole quarters as such (Q1–Q2 2025), a whole year and anything else as usual."""
        whole = self.first.day == 1 and self.first.month % 3 == 1 and self.last.month % 3 == 0
        same_year = self.first.year == self.last.year and _whole_months(self.first, self.last)
        if not (whole and same_year) or "/" not in str(self):
            return self.swedish
        return f"Q{self.first.month // 3 + 1}{DASH}Q{self.last.month // 3} {self.year}"


def _days(text: str) -> tuple[date, date]:
    match = _PART.fullmatch(text.strip())
    if not match:
        raise ValueError(_("”{text}” är ingen period").format(text=text))
    year, quarter, month, day = match.groups()
    try:
        if int(year) < FIRST_YEAR:
            raise ValueError
        if day:
            exact = date(int(year), int(month), int(day))
            return exact, exact
        first = int(month) if month else int(quarter) * 3 - 2 if quarter else 1
        final = first if month else first + 2 if quarter else 12
        return date(int(year), first, 1), date(int(year), final, monthrange(int(year), final)[1])
    except ValueError:
        raise ValueError(_("”{text}” är ingen period").format(text=text)) from None


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]


@lru_cache(maxsize=4096)
def _written(first: date, last: date) -> str | None:
    """The text of a period that needs no slash, or None."""
    if first == last:
        return first.isoformat()
    if not _whole_months(first, last) or first.year != last.year:
        return None
    if first.month == last.month:
        return f"{first:%Y-%m}"
    if (first.month, last.month) == (1, 12):
        return f"{first:%Y}"
    if last.month - first.month == 2 and first.month % 3 == 1:
        return f"{first:%Y}-Q{last.month // 3}"
    return None


def _interval(first: date, last: date) -> str:
    if not _whole_months(first, last):
        return f"{first.isoformat()}/{last.isoformat()}"
    whole_years = (first.month, last.month) == (1, 12)
    return f"{first:%Y}/{last:%Y}" if whole_years else f"{first:%Y-%m}/{last:%Y-%m}"


def _swedish_part(text: str) -> str:
    if "Q" in text:
        return f"Q{text[-1]} {text[:4]}"
    if len(text) == 7:
        return f"{MONTHS[int(text[5:]) - 1]} {text[:4]}"
    return text
