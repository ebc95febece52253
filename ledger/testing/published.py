"""Golden tables: reports against the documents that were published, number by number.

A published document's numbers lie in a CSV file: ``table;row;column;text;unit;occurrence``, each as printed. A
``Place`` says in which table of a report a published one stands, and what its rows and columns are called there where
that differs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ledger.opening import Ledger
from ledger.tables.contract import report_contract

Tables = dict[str, list[dict[str, Any]]]
"""A report's tables in the JSON contract, by name without the plugin's."""

TEXT = "text"
"""The table that a report's running text makes: a section a row, the figures in its text by number from 1."""

WORDS = {"sex": "6", "Fem": "5"}


@dataclass(frozen=True)
class Place:
    """Where a published table stands in a report. ``unsigned`` where the print says the direction in words.

    ``rows``, ``columns`` and ``units`` give the names here of those that are called something else.
    """

    table: str
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    unsigned: bool = False
    units: Mapping[str, str] = field(default_factory=dict)


Places = Mapping[str, Place | Mapping[str, tuple[Place, str]]]
"""For each published table its place; or, for numbers of running text, a place with ``row/column`` for each row, or
for one number of it (``row / column`` as printed).
"""


@dataclass(frozen=True)
class Printed:
    """One number as published."""

    table: str
    row: str
    column: str
    text: str
    unit: str
    occurrence: int

    @property
    def name(self) -> str:
        """What it is called in a message."""
        return f"{self.table}, {self.row}, {self.column}"

    @property
    def number(self) -> Decimal:
        """The number itself."""
        return number_in(self.text)


def printed_numbers(file: Path) -> Iterator[Printed]:
    """The numbers of a published document."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            yield Printed(**{**row, "occurrence": int(row["occurrence"])})  # type: ignore[arg-type]


def tables_of(ledger: Ledger, report: str, period: str, at: str) -> Tables:
    """The tables of a report, and what its running text says (``TEXT``)."""
    found: Tables = {}
    shown = ledger.report(report, at=date.fromisoformat(at), params={"period": period})
    for section in report_contract(shown)["sections"]:
        found.setdefault(TEXT, []).append(_text_of(section))
        for table in section["tables"]:
            found.setdefault(table["table"].partition("/")[2], []).append(table)
    return found


def _text_of(section: dict[str, Any]) -> dict[str, Any]:
    """The figures in a section's text as a table of one row."""
    figures = [figure for paragraph in section["paragraphs"] for figure in paragraph["parts"]]
    columns = [{"label": str(number)} for number, _figure in enumerate(figures, start=1)]
    return {"columns": columns, "rows": [{"key": section["title"], "label": section["title"], "cells": figures}]}


def faults(numbers: Iterable[Printed], tables: Tables, places: Places) -> list[str]:
    """What is wrong with each number that is not in the report as published, or beside what is worked out."""
    return [told for number in numbers if (told := _fault(number, tables, places))]


def number_in(text: str) -> Decimal:
    """The number that a printed text says."""
    plain = WORDS.get(text, text).replace("+/- ", "")
    return Decimal(re.sub(r"[\s+]", "", plain).replace(",", ".").translate(_MINUS))


_MINUS = str.maketrans({"−": "-", "‐": "-", "–": "-"})


def _fault(number: Printed, tables: Tables, places: Places) -> str:
    place, row, column = _place_of(number, places)
    try:
        cell = _cell(number, tables[place.table], row, column)
    except (LookupError, ValueError) as error:
        return f"{number.name}: {type(error).__name__} {error}"
    if _is_there(number, cell, place):
        return "" if cell["events"] else f"{number.name}: no event behind it"
    return f"{number.name}: printed {number.text} {number.unit}, here {cell['text']} {cell['unit']}"


def _place_of(number: Printed, places: Places) -> tuple[Place, str, str]:
    """The table, the row and the column in which a number stands."""
    place = places[number.table]
    if isinstance(place, Place):
        return place, place.rows.get(number.row, number.row), _column(place, number.column)
    chosen, where = place.get(f"{number.row} / {number.column}") or place[number.row]
    row, _slash, named = where.rpartition("/")
    return chosen, row, named or _column(chosen, number.column)


def _column(place: Place, printed: str) -> str:
    """The column's name here, with the group that the number is of."""
    head, slash, inner = printed.partition(" / ")
    return place.columns.get(printed) or place.columns.get(head, head) + slash + inner


def _cell(number: Printed, tables: list[dict[str, Any]], row_name: str, column_name: str) -> dict[str, Any]:
    head, _slash, inner = column_name.partition(" / ")
    for table in tables:
        labels = [_plain(column["label"]) for column in table["columns"]]
        rows = [row for row in table["rows"] if row_name == row["key"] or _plain(row["label"]) == _plain(row_name)]
        if rows:
            cell: dict[str, Any] = rows[number.occurrence - 1]["cells"][labels.index(_plain(head))]
            return _part(cell, inner)
    raise LookupError(f"no row {row_name!r}")


def _part(cell: dict[str, Any], inner: str) -> dict[str, Any]:
    """The part of a cell with several figures that a number is: the first, or that of a group."""
    if not cell["parts"] or inner == "not":
        return cell
    wanted = [part for part in cell["parts"] if _plain(part.get("label", "")) == _plain(inner)]
    chosen = wanted if inner else cell["parts"][:1]
    if not chosen:
        raise LookupError(f"no part {inner!r} in {cell['text']!r}")
    return dict(chosen[0])


def _is_there(number: Printed, cell: dict[str, Any], place: Place) -> bool:
    """Whether a cell has a number as published: as its value, beside it, or in its text."""
    if number.column.endswith("/ not") or re.fullmatch(r"\d{4}-\d{2}-\d{2}", number.text):
        figures = (cell, *cell["parts"])
        return number.text in cell["text"] or any(_is_there_plainly(number, each, place) for each in figures)
    return _is_there_plainly(number, cell, place) or _in_comparison(number, cell["text"])


def _is_there_plainly(number: Printed, cell: dict[str, Any], place: Place) -> bool:
    return any(
        each is not None and _same(each["value"], number, place.unsigned) and _same_unit(each["unit"], number, place)
        for each in (cell, cell["published"])
    )


def _in_comparison(number: Printed, text: str) -> bool:
    """Whether the number stands in a comparison: < 4 %, better than the mean (67 % 2024)."""
    found = re.findall(r"\d{1,3}(?:\s\d{3})+(?:,\d+)?|\d+(?:,\d+)?", text)
    return bool(re.match(r"[<>≤≥]|\w+ ", text)) and any(number_in(each) == number.number for each in found)


def _same(value: str | None, number: Printed, unsigned: bool) -> bool:
    if value is None:
        return False
    found, wanted = Decimal(value), number.number
    return abs(found) == abs(wanted) if unsigned else found == wanted


def _same_unit(unit: str, number: Printed, place: Place) -> bool:
    """Whether the unit is the one that is printed, if one is; however it is spelt."""
    spelt = place.units.get(number.unit, number.unit).casefold().replace("coe", "co2e")
    return not number.unit or spelt == unit.casefold()


def _plain(label: str) -> str:
    """A label without what only the print adds: varav, spaces, footnote marks, kinds of hyphen."""
    folded = re.sub(r"^(- )?varav ", "", label.casefold()).replace("‐", "-").replace("/ ", "/").rstrip("*")
    return " ".join(folded.split())
