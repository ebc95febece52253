"""Tables: defined by plugins, printed as their documents print them."""

from ledger.tables.definition import Shown, TableDefinition, table
from ledger.tables.printed import printed
from ledger.tables.table import Column, Mark, Part, Parts, Row, Table

__all__ = ["Column", "Mark", "Part", "Parts", "Row", "Shown", "Table", "TableDefinition", "printed", "table"]
