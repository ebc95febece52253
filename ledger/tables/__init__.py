"""Tables: defined by plugins, printed as their documents print them."""

from ledger.tables.definition import Periods, Shown, TableDefinition, TableRequest, recorded_for, table
from ledger.tables.pictures import Bars, Gaps, Lines, Picture, Timeline, Waterfall
from ledger.tables.printed import printed
from ledger.tables.report import ReportDefinition, Section, ShownReport, report
from ledger.tables.table import Column, Mark, Part, Parts, Row, Table

__all__ = [
    "Bars",
    "Column",
    "Gaps",
    "Lines",
    "Mark",
    "Part",
    "Parts",
    "Periods",
    "Picture",
    "ReportDefinition",
    "Row",
    "Section",
    "Shown",
    "ShownReport",
    "Table",
    "TableDefinition",
    "TableRequest",
    "Timeline",
    "Waterfall",
    "printed",
    "recorded_for",
    "report",
    "table",
]
