"""Views: the ledger as of a date, as known at a position."""

from ledger.views.facts import Fact, NoFact, Prose, Text, joined
from ledger.views.reader import Question, Reader, SubjectTotal
from ledger.views.view import View

__all__ = ["Fact", "NoFact", "Prose", "Question", "Reader", "SubjectTotal", "Text", "View", "joined"]
