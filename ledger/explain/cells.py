"""Cells named as people name them: by row and column, and by part where a cell has several figures.

An exact key or label always wins. Else case, spacing, the kind of dash and a unit after the label make no difference,
if exactly one fits. Nobody gets the wrong cell silently: several that fit are told with what tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from ledger.explain.diff.sheet import Place, cell_place
from ledger.figures.figure import Figure
from ledger.figures.units import COUNT, MONEY, PERCENT, POINTS, unit_named
from ledger.language import _, marked
from ledger.problems import Problem, Refused, refused, suggestion
from ledger.tables.definition import Shown
from ledger.tables.lines import lines_of
from ledger.tables.printed import Cell, Printed, printed
from ledger.tables.table import Content, Parts
from ledger.views.facts import Prose

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u00ad": ""})
_WITH_UNIT = re.compile(r"(.+?)\s*\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class _Named:
    """What a row, a column or a part may be called; the first of its labels is the one that is told."""

    key: str
    labels: tuple[str, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of rows, of columns or of parts when none or several fit."""

    none: str
    namesakes: str
    alike: str


_ROWS = _Words(
    marked("tabellen har ingen rad ”{label}”"),
    marked("{n} rader heter ”{label}”"),
    marked("{n} rader passar till ”{label}”"),
)
_COLUMNS = _Words(
    marked("tabellen har ingen kolumn ”{label}”"),
    marked("{n} kolumner heter ”{label}”"),
    marked("{n} kolumner passar till ”{label}”"),
)
_PARTS = _Words(
    marked("cellen har ingen siffra ”{label}”"),
    marked("{n} siffror i cellen heter ”{label}”"),
    marked("{n} siffror i cellen passar till ”{label}”"),
)


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A cell that was asked for: what it is called, what it holds, and its place in the table."""

    name: str
    content: Content
    place: Place


def cell_named(shown: Shown, row: str, column: str, part: str | None = None) -> NamedCell:
    """The cell at a row and a column, or one figure of several there. Raises ``Refused`` with what comes nearest."""
    table = printed(shown.table)
    found = _found(row, list(_rows(table)), _ROWS), _found(column, list(_columns(table)), _COLUMNS)
    if problems := [each for each in found if isinstance(each, Problem)]:
        raise Refused(problems)
    row_at, column_at = (each for each in found if isinstance(each, int))
    content = shown.table.rows[row_at].contents[column_at]
    name = f"{table.rows[row_at].label}, {table.columns[column_at].label}"
    place = cell_place(shown, row_at, column_at)
    if part is None:
        return NamedCell(name, content, place)
    return _part(NamedCell(name, content, place), table.rows[row_at].cells[column_at], part)


def _rows(table: Printed) -> Iterator[_Named]:
    """Rows may also be called what the print has at their beginning ("– varav …")."""
    for row, texts in zip(table.rows, lines_of(table), strict=True):
        yield _Named(row.key, (row.label, texts[0]), row.kind == "heading")


def _columns(table: Printed) -> Iterator[_Named]:
    for column in table.columns:
        units = (f"{column.label} ({column.unit})",) if column.unit else ()
        yield _Named(column.name, (column.label, table.heading(column), *units))


def _part(whole: NamedCell, cell: Cell, asked: str) -> NamedCell:
    """One figure of a cell that has several, by its label, or by what is printed of it with or without its unit."""
    figures = _figures_of(whole.content)
    if not figures:
        raise refused(_("cellen ”{cell}” har inte flera siffror").format(cell=whole.name), _("utelämna --part"))
    known = [
        _Named(part.label, tuple(filter(None, (part.label, part.text, str(figure)))))
        for part, figure in zip(cell.parts, figures, strict=True)
    ]
    found = _found(asked, known, _PARTS)
    if isinstance(found, Problem):
        raise Refused(found)
    place = replace(whole.place, part=cell.parts[found].label or str(found + 1))
    return NamedCell(f"{whole.name}, {known[found].labels[0]}", figures[found], place)


def _figures_of(content: Content) -> list[Figure]:
    """The figures that a cell prints several of, in its text or side by side."""
    match content:
        case Parts(parts):
            return [part.figure for part in parts]
        case Prose(pieces):
            return [piece for piece in pieces if isinstance(piece, Figure)]
    return []


def _found(asked: str, known: Sequence[_Named], words: _Words) -> int | Problem:
    """The place of the one that is called so, or what is wrong with the name."""
    plain = _plain(asked)
    bare = _plain(_without_unit(asked))
    places = range(len(known))
    for fits, several in (
        ([place for place in places if asked and known[place].key == asked], words.namesakes),
        ([place for place in places if asked in known[place].labels], words.namesakes),
        ([place for place in places if plain in map(_plain, _names(known[place]))], words.alike),
        ([place for place in places if bare in map(_plain, map(_without_unit, _names(known[place])))], words.alike),
    ):
        wanted = [place for place in fits if not known[place].heading] or fits
        if len(wanted) == 1:
            return wanted[0]
        if wanted:
            return _several(asked, [known[place] for place in wanted], several)
    labels = [each.labels[0] for each in known if not each.heading]
    return Problem(_(words.none).format(label=asked), suggestion(asked, labels))


def _names(named: _Named) -> tuple[str, ...]:
    return named.key, *named.labels


def _several(asked: str, fits: Sequence[_Named], several: str) -> Problem:
    """All that fit, each with what tells it from the others: its key, or else its heading with the unit."""
    what = _(several).format(n=len(fits), label=asked)
    keys, labels = [each.key for each in fits], [each.labels[0] for each in fits]
    if len(set(keys)) < len(keys):
        headings = [each.labels[-1] for each in fits]
        return Problem(what, _("ange en av dem: {names}").format(names=_quoted(headings)))
    if len(set(labels)) == 1 or keys == labels:
        return Problem(what, _("ange nyckeln: {keys}").format(keys=_quoted(keys)))
    names = (
        _("”{label}” (nyckel ”{key}”)").format(label=label, key=key) for label, key in zip(labels, keys, strict=True)
    )
    return Problem(what, _("ange en av dem: {names}").format(names=", ".join(names)))


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(_("”{name}”").format(name=name) for name in names)


def _plain(name: str) -> str:
    """A name without what people do not mind: case, spacing, and which of the dashes."""
    text = " ".join(normalize("NFC", name).translate(_DASHES).casefold().split())
    return re.sub(r" ?- ?", "-", text).removeprefix("-")


def _without_unit(name: str) -> str:
    """A name without the unit that stands after it in parentheses."""
    found = _WITH_UNIT.fullmatch(name.strip())
    units = {*MONEY, PERCENT, POINTS, COUNT}
    return found[1] if found and unit_named(found[2]) in units else name
