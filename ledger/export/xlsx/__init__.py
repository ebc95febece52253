"""XLSX: a report as a workbook that can be counted with."""

from ledger.export.xlsx.book import written

__all__ = ["written"]
