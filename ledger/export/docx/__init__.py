"""DOCX: a report as a Word document to go on with."""

from ledger.export.docx.writing import written

__all__ = ["written"]
