"""Bars that lie down, a row each or a group a row: each with its name and its figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.export.charts.canvas import Canvas, Lettering, Look, Scale, Sketch, measured
from ledger.export.charts.reading import (
    Point,
    captioned,
    extremes,
    headed,
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
from ledger.tables.pictures import Bars

LABELS, NARROWEST = 220.0, 60.0
THICK, GAP = 15.0, 7.0

LOOKS = (
    Look(fill="first", line="first"),
    Look(fill="paper", line="second", thick=2),
    Look(fill="paper", line="third", dashes=(4, 2), thick=2),
    Look(fill="fourth", line="fourth"),
)
"""A look for each column in turn: filled, open, dashed, and filled again. The name stands beside each bar too."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar where it lies: the middle of its height, its name, its figure or else its text, and its look."""

    label: str
    y: float
    point: Point | None
    text: str
    look: Look


def sketched(grid: Grid, picture: Bars) -> Sketch | None:
    """The picture, or None if no row has a figure. Raises ``ValueError`` for a column that the table lacks."""
    places = [place_of(grid, key) for key in picture.columns]
    unit = unit_of(grid, places)
    lines, lacking = _chosen(grid, picture, places, unit)
    if not lines:
        return None
    bars, headings, height = _laid(grid, lines, places, unit)
    points = [bar.point for bar in bars if bar.point]
    low, high, ticks = measured(each.size for each in points)
    gutter = min(LABELS, max(NARROWEST, *(room(bar.label) for bar in bars)))
    beside = max(room(bar.text) for bar in bars) + 10
    width = WIDTH - gutter - 12 - 4
    scale = Scale("x", low, high, beside if low < 0 else 2, width - beside)
    canvas = Canvas(width, height, scale, left=gutter + 12, top=6, right=4, bottom=46)
    canvas.axis(ticks, unit_name(unit))
    _marked(canvas, bars, headings)
    caption = with_unit(headed(grid, [grid.columns[place].label for place in places]), unit)
    what = _("Stapeldiagram. {caption}.").format(caption=caption)
    return canvas.sketch(captioned(caption, lacking), told_of(what, extremes(points)))


def _chosen(grid: Grid, picture: Bars, places: Sequence[int], unit: str) -> tuple[list[Line], list[str]]:
    """The rows that are drawn, and the names of those that only have words or nothing known."""
    by_key = {line.key: line for line in grid.lines if not line.heading}
    asked = [by_key[key] for key in picture.rows if key in by_key] if picture.rows else list(by_key.values())
    drawn = [line for line in asked if any(point(line, place, unit) for place in places)]
    lacking = [line.label for line in asked if line not in drawn and any(line.boxes[place].text for place in places)]
    return drawn, lacking


def _laid(
    grid: Grid, lines: Sequence[Line], places: Sequence[int], unit: str
) -> tuple[list[_Bar], list[tuple[float, str]], float]:
    """The bars from the top down, the headings of their groups, and how high they are together."""
    bars: list[_Bar] = []
    headings: list[tuple[float, str]] = []
    y = 0.0
    grouped = len(places) > 1
    for line in lines:
        if grouped:
            heading = wrapped(line.label, WIDTH - 20)
            headings.append((y + 2 + height_of(heading) / 2, heading))
            y += height_of(heading) + 4
        for place, look in zip(places, _looks(len(places)), strict=True):
            name = grid.columns[place].label
            label = wrapped(name if grouped else line.label, LABELS)
            height = max(THICK + GAP, height_of(label) + (0 if grouped else 6))
            found = point(line, place, unit, f"{line.label}, {name}" if grouped else line.label)
            bars.append(_Bar(label, y + height / 2, found, text_of(line.boxes[place]), look))
            y += height
        y += 6 if grouped else 0
    return bars, headings, y


def _looks(count: int) -> list[Look]:
    return [LOOKS[number % len(LOOKS)] for number in range(count)]


def _marked(canvas: Canvas, bars: Sequence[_Bar], headings: Sequence[tuple[float, str]]) -> None:
    canvas.texts([(0, y, heading) for y, heading in headings], Lettering("left", bold=True), at=-canvas.left + 2)
    canvas.texts([(0, bar.y, bar.label) for bar in bars], Lettering("right"), at=-12)
    for look in dict.fromkeys(bar.look for bar in bars):
        drawn = [(bar.point.size, bar.y) for bar in bars if bar.look is look and bar.point and bar.point.number]
        canvas.boxes([(0, size, y - THICK / 2, y + THICK / 2) for size, y in drawn], look)
    after = [(bar.point.size, bar.y, bar.text) for bar in bars if bar.point and bar.point.number >= 0]
    before = [(bar.point.size, bar.y, bar.text) for bar in bars if bar.point and bar.point.number < 0]
    canvas.texts(after, Lettering("left"), aside=6)
    canvas.texts(before, Lettering("right"), aside=-6)
    canvas.texts([(0, bar.y, bar.text) for bar in bars if not bar.point], Lettering("left", "quiet"), aside=6)
    canvas.rules([(0, 0, bar.y - THICK / 2 - 3, bar.y + THICK / 2 + 3) for bar in bars], Look(line="rule", thick=1))
