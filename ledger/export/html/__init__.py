"""HTML: a report as one page that needs nothing else."""

from ledger.export.html.page import written

__all__ = ["written"]
