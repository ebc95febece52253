"""Blocks: tables that every förvaltning shares. A plugin gives its own columns, order and words; the rest is here.

A block is a function from a view to a ``Table``. Its columns are values that say what stands in them (``budget("Budget
2025", year)``), so that the same table of two years, or of two förvaltningar, is one definition with other columns.
"""
