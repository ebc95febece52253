"""How far each row is from its target: a filled circle for the reading, an open diamond for the target, and the way."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.export.charts.canvas import Canvas, Lettering, Look, Scale, Sketch, measured
from ledger.export.charts.reading import (
    Point,
    captioned,
    lowered,
    place_of,
    point,
    text_of,
    told_of,
    unit_name,
    unit_of,
    with_unit,
)
from ledger.export.charts.style import WIDTH, height_of, room, wrapped
from ledger.export.document import Grid, Line
from ledger.language import _
from ledger.tables.pictures import Gaps

LABELS = 200.0
READING, TARGET = Look(fill="first", line="first"), Look(fill="paper", line="second", thick=2)
WAY = Look(line="rule", thick=2)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row where it stands: the middle of its height, its two figures, and how far it is between them, as printed."""

    label: str
    y: float
    reading: Point | None
    target: Point | None
    between: str


def sketched(grid: Grid, picture: Gaps) -> Sketch | None:
    """The picture, or None if no row has a figure. Raises ``ValueError`` for a column that the table lacks."""
    reading, target = place_of(grid, picture.reading), place_of(grid, picture.target)
    between = place_of(grid, picture.between) if picture.between else None
    unit = unit_of(grid, [reading, target])
    rows, lacking, height = _rows(grid, (reading, target, between), unit)
    figures = [each.size for row in rows for each in (row.reading, row.target) if each]
    if not figures:
        return None
    gutter = min(LABELS, max(room(row.label) for row in rows))
    heading = wrapped(grid.headings[between + 1], 120) if between is not None else ""
    right = max(room(heading), 60) if heading else 0
    ends = max(room(each.label) for row in rows for each in (row.reading, row.target) if each) + 14
    low, high, ticks = measured(figures)
    width = WIDTH - gutter - 12 - right - 8
    scale = Scale("x", low, high, ends if low < 0 else 8, width - ends)
    canvas = Canvas(
        width, height, scale, left=gutter + 12, top=max(height_of(heading), 20) + 16, right=right + 8, bottom=46
    )
    canvas.axis(ticks, unit_name(unit))
    _marked(canvas, rows)
    _keyed(canvas, grid.columns[reading].label, grid.columns[target].label)
    if heading:
        side = Lettering("right", "quiet")
        canvas.texts([(0, -12 - height_of(heading) / 2, heading)], side, at=width + right)
        canvas.texts([(0, row.y, row.between) for row in rows], Lettering("right"), at=width + right)
    names = {"reading": grid.columns[reading].label, "target": lowered(grid.columns[target].label)}
    caption = with_unit(_("{reading} mot {target}").format(**names), unit)
    return canvas.sketch(captioned(caption, lacking), _told(grid.heading, caption, rows))


def _rows(grid: Grid, places: tuple[int, int, int | None], unit: str) -> tuple[list[_Row], list[str], float]:
    """The rows from the top down, the names of those that lack a figure, and how high they are together."""
    reading, target, between = places
    rows: list[_Row] = []
    lacking: list[str] = []
    y = 0.0
    for line in grid.lines:
        if line.heading:
            continue
        one, other = point(line, reading, unit), point(line, target, unit)
        if not (one and other):
            lacking.append(_lacking(grid, line, (reading, one), (target, other)))
        if one or other:
            label = wrapped(line.label, LABELS)
            height = max(30.0, height_of(label) + 8)
            between_text = text_of(line.boxes[between]) if between is not None else ""
            rows.append(_Row(label, y + height / 2, one, other, between_text))
            y += height
    return rows, lacking, y


def _lacking(grid: Grid, line: Line, *asked: tuple[int, Point | None]) -> str:
    """A row, with what it has in place of its figures."""
    texts = [
        f"{lowered(grid.columns[place].label)} {text_of(line.boxes[place])}" for place, found in asked if not found
    ]
    return f"{line.label} ({', '.join(texts)})"


def _marked(canvas: Canvas, rows: list[_Row]) -> None:
    canvas.texts([(0, row.y, row.label) for row in rows], Lettering("right"), at=-12)
    canvas.rules([(row.reading.size, row.target.size, row.y, row.y) for row in rows if row.reading and row.target], WAY)
    canvas.shapes("diamond", [(row.target.size, row.y) for row in rows if row.target], TARGET, size=110)
    canvas.shapes("circle", [(row.reading.size, row.y) for row in rows if row.reading], READING)
    before: list[tuple[float, float, str]] = []
    after: list[tuple[float, float, str]] = []
    for row in rows:
        both = [each for each in (row.reading, row.target) if each]
        least = min(both, key=lambda each: each.number) if row.reading and row.target else None
        for each in both:
            (before if each is least else after).append((each.size, row.y, each.label))
    canvas.texts(before, Lettering("right"), aside=-10)
    canvas.texts(after, Lettering("left"), aside=10)


def _keyed(canvas: Canvas, reading: str, target: str) -> None:
    """What the two shapes are, above the plot."""
    y, second = -canvas.top + 14, 8 + room(reading) + 30
    canvas.shapes("circle", [(0, y)], READING, at=0)
    canvas.texts([(0, y, reading)], Lettering("left"), at=10)
    canvas.shapes("diamond", [(0, y)], TARGET, size=110, at=second)
    canvas.texts([(0, y, target)], Lettering("left"), at=second + 10)


def _told(heading: str, caption: str, rows: list[_Row]) -> str:
    what = _("Punktdiagram. {heading}: {caption}.").format(heading=heading, caption=lowered(caption))
    both = [(row.reading, row.target) for row in rows if row.reading and row.target]
    if not both:
        return told_of(what)
    far = max(both, key=lambda pair: abs(pair[0].number - pair[1].number))
    near = min(both, key=lambda pair: abs(pair[0].number - pair[1].number))
    told = [
        _("{row} ({reading} mot {target})").format(row=one.name, reading=one.text, target=other.text)
        for one, other in (far, near)
    ]
    if far is near:
        return told_of(what, _("Längst från målet är {far}.").format(far=told[0]))
    return told_of(what, _("Längst från målet är {far}, närmast {near}.").format(far=told[0], near=told[1]))
