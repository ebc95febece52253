"""Copying a whole ledger between any two databases, while others record: ids, positions, times and leaves stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.integrity import leaf_hash
from ledger.language import _
from ledger.problems import refused
from ledger.store.sql import Cursor, Parameters, Reading, Row

AT_A_TIME = 5_000
_EVENT = ("id", "recorded", "originator_id", "originator_version", "topic", "state", "leaf")
_TABLES = {
    "content": ("position", "salt", "body"),
    "person": ("id", "salt", "record"),
    "subject": ("id", "topic", "forvaltning", "period", "key"),
    "entry": ("position", "subject", "effective", "entry", "amount", "unit"),
    "superseded": ("position", "replaced_by", "subject", "effective", "amount", "unit"),
}
_CLOCK = """UPDATE ledger SET recorded = :recorded, injected = CASE WHEN injected = 1 THEN 1 ELSE :injected END
    WHERE recorded < :recorded"""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to: how many events, and the position of the last."""

    events: int
    position: int


def copy_ledger(source: Reading, source_column: str, target: Cursor, target_column: str) -> Copied:
    """Copy everything into the empty tables of a new ledger, and check every leaf on the way.

    ``source`` reads from one snapshot, ``target`` works in one transaction; the columns are what each calls the
    position of an event. Raises ``Refused`` if a leaf is not what the stored bytes give: a copy never hides damage.
    """
    events = position = 0
    for rows in _pages(source, "event", (source_column, *_EVENT)):
        position = rows[-1][source_column]
        events += len(rows)
        for row in rows:
            _check(row, row[source_column])
        _insert(target, "event", [(target_column, source_column), *((name, name) for name in _EVENT)], rows)
    for table, columns in _TABLES.items():
        for rows in _pages(source, table, columns):
            _insert(target, table, [(name, name) for name in columns], rows)
    clock = source.run("SELECT recorded, injected FROM ledger")[0]
    target.run(_CLOCK, {"recorded": clock["recorded"], "injected": clock["injected"]})
    return Copied(events, position)


def _pages(source: Reading, table: str, columns: Sequence[str]) -> Iterator[Sequence[Row]]:
    """A table's rows by its first column, a page at a time."""
    key, last, where = columns[0], None, ""
    while True:
        parameters: Parameters = {"most": AT_A_TIME} if last is None else {"most": AT_A_TIME, "last": last}
        rows = source.run(f"SELECT {', '.join(columns)} FROM {table} {where} ORDER BY {key} LIMIT :most", parameters)
        if not rows:
            return
        yield rows
        last, where = rows[-1][key], f"WHERE {key} > :last"


def _insert(cursor: Cursor, table: str, names: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
    cursor.insert(table, [{new: row[old] for new, old in names} for row in rows])


def _check(row: Row, position: int) -> None:
    leaf = leaf_hash(row["recorded"], row["originator_id"], row["originator_version"], row["topic"], row["state"])
    if leaf != row["leaf"]:
        what = _("händelse {id} på position {position} är inte som den registrerades").format(
            id=row["id"], position=position
        )
        raise refused(what, _("något har ändrats i källan; kopian är inte gjord"))
