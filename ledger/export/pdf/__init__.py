"""PDF: a report on paper, to be kept and to be read by everybody."""

from ledger.export.pdf.paper import written

__all__ = ["written"]
