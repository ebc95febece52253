"""Decisions in: texts become events, or every reason why not."""

from ledger.intake.cells import corrected, day, decider, decision, how_dated
from ledger.intake.folder import folders, proposals

__all__ = ["corrected", "day", "decider", "decision", "folders", "how_dated", "proposals"]
