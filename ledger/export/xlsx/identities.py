"""Which figures are one, so that a term is known again where it stands on the sheet."""

from __future__ import annotations

from collections.abc import Hashable

from ledger.figures.figure import Converted, Figure, How, Missing, Quotient, Read, Rounded, Sum, Total, terms_of


class Identities:
    """Numbers for figures, the same for two that are one: the same field of the same event, or the same arithmetic on
    the same. A figure that has been held to a print, or got another unit, is what it was.
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._met: dict[int, tuple[How, int]] = {}  # keeps each derivation, so that its id stays its own

    def of(self, figure: Figure) -> int:
        """The number of a figure."""
        how = figure.how
        if isinstance(how, Converted):
            return self.of(how.figure)
        if id(how) not in self._met:
            number = self._numbers.setdefault(self._shape(how), len(self._numbers))
            self._met[id(how)] = how, number
        return self._met[id(how)][1]

    def _shape(self, how: How) -> Hashable:
        """What tells a derivation from all others."""
        terms = tuple(map(self.of, terms_of(how)))
        match how:
            case Read(source, field):
                return "read", source.id, field
            case Sum():
                return "sum", terms, tuple(sign for sign, _term in how.terms), how.skips
            case Quotient(times=times):
                return "quotient", terms, times
            case Rounded(printed=printed):
                return "rounded", terms, self.of(printed)
            case Total(entries):
                return "total", entries.asked
            case Missing():
                return "missing", id(how)
        return type(how).__name__, terms
