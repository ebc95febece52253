"""What changed between two views, and by which events."""

from ledger.explain.diff.change import Change, Difference, Term, difference
from ledger.explain.diff.sheet import Place, Said

__all__ = ["Change", "Difference", "Place", "Said", "Term", "difference"]
