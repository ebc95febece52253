"""Tables: defined by plugins, printed as their documents print them."""

from ledger.tables.definition import Shown, TableDefinition, TableRequest, table
from ledger.tables.printed import printed
from ledger.tables.report import ReportDefinition, Section, ShownReport, report
from ledger.tables.table import Column, Mark, Part, Parts, Row, Table

__all__ = [
    "Column",
    "Mark",
    "Part",
    "Parts",
    "ReportDefinition",
    "Row",
    "Section",
    "Shown",
    "ShownReport",
    "Table",
    "TableDefinition",
    "TableRequest",
    "printed",
    "report",
    "table",
]
