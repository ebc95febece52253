"""Lines over the rows of a table, which are periods: a point for each figure, and a way only between neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ledger.export.charts.canvas import Canvas, Lettering, Look, Scale, Sketch, measured
from ledger.export.charts.reading import (
    Point,
    captioned,
    extremes,
    headed,
    lowered,
    place_of,
    point,
    told_of,
    unit_name,
    unit_of,
    with_unit,
)
from ledger.export.charts.style import AXIS_SIZE, WIDTH, height_of, room, wrapped
from ledger.export.document import Grid, Line
from ledger.figures.periods import Period
from ledger.language import _
from ledger.tables.pictures import Lines

HEIGHT, NAMES, BELOW = 200.0, 130.0, 14.0
CLEAR = 34.0
"""How far below another line a point must be for its figure to stand above it."""

SHAPES = ("circle", "square", "diamond", "triangle-up")
LOOKS = (
    Look(fill="first", line="first", thick=2),
    Look(fill="paper", line="second", dashes=(6, 3), thick=2),
    Look(fill="third", line="third", dashes=(2, 3), thick=2),
    Look(fill="paper", line="fourth", dashes=(8, 3, 2, 3), thick=2),
)
"""A look for each line in turn, with a shape of its own; several lines are named where they end."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A line: its name, and a figure for each row, None where there is none."""

    name: str
    points: tuple[Point | None, ...]
    look: Look
    shape: str


def sketched(grid: Grid, picture: Lines) -> Sketch | None:
    """The picture, or None if no row has a figure. Raises ``ValueError`` for a column that the table lacks."""
    places = [place_of(grid, key) for key in picture.columns]
    unit = unit_of(grid, places)
    lines = [line for line in grid.lines if line.kind == "item"]
    ways = [_way(grid, lines, places, number, unit) for number in range(len(places))]
    ways = [way for way in ways if any(way.points)]
    points = [each for way in ways for each in way.points if each]
    if not points:
        return None
    canvas, across = _canvas(lines, ways, points, unit)
    _marked(canvas, lines, across, ways)
    caption = with_unit(headed(grid, [way.name for way in ways]), unit)
    lacking = [line.label for row, line in enumerate(lines) if not all(way.points[row] for way in ways)]
    what = _("Linjediagram från {first} till {last}. {caption}.").format(
        first=lowered(lines[0].label), last=lowered(lines[-1].label), caption=caption
    )
    return canvas.sketch(captioned(caption, lacking), told_of(what, extremes(points)))


def _way(grid: Grid, lines: Sequence[Line], places: Sequence[int], number: int, unit: str) -> _Way:
    name, several = grid.columns[places[number]].label, len(places) > 1
    points = tuple(
        point(line, places[number], unit, f"{name} {line.label}" if several else line.label) for line in lines
    )
    return _Way(name, points, LOOKS[number % len(LOOKS)], SHAPES[number % len(SHAPES)])


def _canvas(
    lines: Sequence[Line], ways: Sequence[_Way], points: Sequence[Point], unit: str
) -> tuple[Canvas, list[float]]:
    """The canvas with its axis, and where each row stands across it."""
    low, high, ticks = measured(each.size for each in points)
    named = unit_name(unit)
    left = max(room(named, AXIS_SIZE), *(room(f"{tick:,.10f}".rstrip("0"), AXIS_SIZE) for tick in ticks)) + 22
    right = NAMES + 24 if len(ways) > 1 else 16
    width = WIDTH - left - right
    step = width / len(lines)
    labels = [wrapped(line.label, max(step - 6, 30)) for line in lines]
    canvas = Canvas(
        width,
        HEIGHT,
        Scale("y", low, high, HEIGHT, 24),
        left=left,
        top=8,
        right=right,
        bottom=14 + max(height_of(label) for label in labels),
    )
    canvas.axis(ticks, "")
    canvas.texts([(0, 0, named)], Lettering("right", "quiet", size=AXIS_SIZE), at=8, aside=-12)
    across = [step * (number + 0.5) for number in range(len(lines))]
    for x, label in zip(across, labels, strict=True):
        canvas.texts([(x, low, label)], Lettering("center"), at=HEIGHT + 8 + height_of(label) / 2)
    canvas.rules([(0, width, 0, 0)], Look(line="rule", thick=1))
    return canvas, across


def _marked(canvas: Canvas, lines: Sequence[Line], across: Sequence[float], ways: Sequence[_Way]) -> None:
    for way in ways:
        for run in _runs(lines, across, way):
            canvas.path(run, Look(line=way.look.line, dashes=way.look.dashes, thick=2))
    for way in ways:
        places = [(x, each.size) for x, each in zip(across, way.points, strict=True) if each]
        canvas.shapes(way.shape, places, Look(way.look.fill, way.look.line, thick=2), size=50)
    above: list[tuple[float, float, str]] = []
    below: list[tuple[float, float, str]] = []
    for row, x in enumerate(across):
        here = sorted((found for way in ways if (found := way.points[row])), key=lambda each: -each.number)
        before = -CLEAR
        for each in here:
            pixel = canvas.scale.pixel(each.size)
            (above if pixel - before >= CLEAR else below).append((x, each.size, each.label))
            before = pixel
    canvas.texts(above, Lettering("center"), below=-13)
    canvas.texts(below, Lettering("center"), below=14)
    if len(ways) > 1:
        _named(canvas, ways)


def _runs(lines: Sequence[Line], across: Sequence[float], way: _Way) -> list[list[tuple[float, float]]]:
    """The figures that follow each other, row on row and period on period."""
    runs: list[list[tuple[float, float]]] = []
    before: int | None = None
    for row, each in enumerate(way.points):
        if each is None:
            continue
        follows = before == row - 1 and _follows(lines[row - 1].key, lines[row].key)
        if not follows:
            runs.append([])
        runs[-1].append((across[row], each.size))
        before = row
    return [run for run in runs if len(run) > 1]


def _follows(one: str, other: str) -> bool:
    """Whether a period begins where the one before ends; rows that are no periods follow in order."""
    try:
        return Period.of(one).last + timedelta(days=1) == Period.of(other).first
    except ValueError:
        return True


def _named(canvas: Canvas, ways: Sequence[_Way]) -> None:
    """Each line's name beside where it ends, none above another and none below the plot."""
    ends = [(canvas.scale.pixel(_last(way).size), wrapped(way.name, NAMES), way) for way in ways]
    middles, lowest = [], 0.0
    for y, name, way in sorted(ends, key=lambda end: end[0]):
        middle = max(y, lowest + height_of(name) / 2)
        lowest = middle + height_of(name) / 2 + 2
        middles.append((middle, name, way))
    over = max(0.0, lowest - canvas.height - BELOW)
    for middle, name, way in middles:
        figure = canvas.scale.figure(middle - over)
        canvas.shapes(way.shape, [(canvas.width + 6, figure)], Look(way.look.fill, way.look.line, thick=2), size=50)
        canvas.texts([(canvas.width + 16, figure, name)], Lettering("left"))


def _last(way: _Way) -> Point:
    return [each for each in way.points if each][-1]
