"""Explanations: where a figure comes from."""

from ledger.explain.telling import as_data, as_tree
from ledger.explain.why import Node, Version, why

__all__ = ["Node", "Version", "as_data", "as_tree", "why"]
