"""The tree of the log as a store keeps it: the leaf of each event, and a hash above every 256 and 65 536 of them.

Positions are counted from 1 and leaves from 0: the leaf of the event at position n is leaf n - 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.integrity.tree import completed
from ledger.store.sql import Cursor, Reading


class StoredNodes:
    """What is stored of the tree, read from a ledger; ``column`` is what its database calls the position."""

    def __init__(self, reading: Reading, column: str):
        self._reading = reading
        self._column = column

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """The leaf hashes from leaf ``start`` up to ``end`` - 1."""
        rows = self._reading.run(
            f"SELECT leaf FROM event WHERE {self._column} > :start AND {self._column} <= :end ORDER BY {self._column}",
            {"start": start, "end": end},
        )
        return [bytes(row["leaf"]) for row in rows]

    def subtrees(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The hashes of complete subtrees from the one at ``start`` up to ``end`` - 1."""
        rows = self._reading.run(
            "SELECT hash FROM subtree WHERE level = :level AND place >= :start AND place < :end ORDER BY place",
            {"level": level, "start": start, "end": end},
        )
        return [bytes(row["hash"]) for row in rows]


def grow(cursor: Cursor, column: str, size: int, leaves: Sequence[bytes]) -> None:
    """Keep the hashes of the subtrees that ``leaves`` complete, which come after the first ``size``."""
    found = completed(StoredNodes(cursor, column), size, leaves)
    rows = [{"level": each.level, "place": each.index, "hash": each.hash} for each in found]
    if rows:
        cursor.insert("subtree", rows)
