"""Amounts with units, periods, words and unknown; figures that know their sources; Swedish printing."""

from ledger.figures.figure import Converted, Figure, How, Missing, Product, Quotient, Read, Rounded, Sum, Total, total
from ledger.figures.periods import MONTHS, Period
from ledger.figures.printing import DASH, swedish, swedish_number
from ledger.figures.rounding import as_published, differs
from ledger.figures.units import COUNT, MONEY, PERCENT, POINTS, UNNAMED, UnitsDiffer, unit_named
from ledger.figures.values import (
    UNKNOWN,
    Comparison,
    Quantity,
    Unknown,
    Value,
    Word,
    exact,
    quantity_in,
    value_in,
)

__all__ = [
    "COUNT",
    "DASH",
    "MONEY",
    "MONTHS",
    "PERCENT",
    "POINTS",
    "UNKNOWN",
    "UNNAMED",
    "Comparison",
    "Converted",
    "Figure",
    "How",
    "Missing",
    "Period",
    "Product",
    "Quantity",
    "Quotient",
    "Read",
    "Rounded",
    "Sum",
    "Total",
    "UnitsDiffer",
    "Unknown",
    "Value",
    "Word",
    "as_published",
    "differs",
    "exact",
    "quantity_in",
    "swedish",
    "swedish_number",
    "total",
    "unit_named",
    "value_in",
]
