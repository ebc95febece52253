"""How rows add up to their total: each bar begins where the one above ends, and the total's bar begins at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.export.charts.canvas import Canvas, Lettering, Look, Scale, Sketch, measured
from ledger.export.charts.reading import (
    Point,
    captioned,
    extremes,
    place_of,
    point,
    told_of,
    unit_name,
    unit_of,
    with_unit,
)
from ledger.export.charts.style import WIDTH, height_of, room, wrapped
from ledger.export.document import Grid
from ledger.language import _
from ledger.tables.pictures import Waterfall

LABELS, THICK = 230.0, 16.0

GAIN, LOSS, WHOLE = (
    Look(fill="gain", line="gain"),
    Look(fill="paper", line="loss", thick=2),
    Look(fill="whole", line="whole"),
)
"""What adds is filled, what takes away is open; the sign stands in the figure too."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar: its label, the middle of its height, from where it goes and to where, and its figure."""

    label: str
    y: float
    begins: float
    ends: float
    point: Point
    look: Look


def sketched(grid: Grid, picture: Waterfall) -> Sketch | None:
    """The picture, or None if no row has a figure. Raises ``ValueError`` for a column that the table lacks.

    Only rows of their own are steps: varav rows and subtotals are in others already.
    """
    place = place_of(grid, picture.column)
    unit = unit_of(grid, [place])
    items = [line for line in grid.lines if line.kind == "item"]
    points = [found for line in items if (found := point(line, place, unit))]
    if not points:
        return None
    lacking = [line.label for line in items if line.boxes[place].text and not point(line, place, unit)]
    whole = next((found for line in grid.lines if line.kind == "total" and (found := point(line, place, unit))), None)
    steps, height = _steps(points, whole)
    canvas = _canvas(steps, height, unit)
    name = f"{grid.heading}, {grid.columns[place].label}"
    caption = with_unit(_("{name}, post för post").format(name=name), unit)
    what = _("Vattenfallsdiagram. {caption}.").format(caption=caption)
    summed = [_("Tillsammans blir det {total}.").format(total=whole.text)] if whole else []
    return canvas.sketch(captioned(caption, lacking), told_of(what, extremes(points), *summed))


def _steps(points: Sequence[Point], whole: Point | None) -> tuple[list[_Step], float]:
    steps: list[_Step] = []
    y = reached = 0.0
    for each in (*points, *([whole] if whole else [])):
        label = wrapped(each.name, LABELS)
        height = max(THICK + 10, height_of(label) + 6)
        total = each is whole
        begins = 0.0 if total else reached
        look = WHOLE if total else LOSS if each.number < 0 else GAIN
        steps.append(_Step(label, y + height / 2, begins, begins + each.size, each, look))
        reached, y = begins + each.size, y + height
    return steps, y


def _canvas(steps: Sequence[_Step], height: float, unit: str) -> Canvas:
    reached = [end for step in steps for end in (step.begins, step.ends)]
    low, high, ticks = measured(reached)
    gutter = min(LABELS, max(room(step.label, bold=True) for step in steps))
    beside = max(room(step.point.label, bold=True) for step in steps) + 10
    width = WIDTH - gutter - 12 - 4
    scale = Scale("x", low, high, beside if any(step.ends < 0 for step in steps) else 2, width - beside)
    canvas = Canvas(width, height, scale, left=gutter + 12, top=6, right=4, bottom=46)
    canvas.axis(ticks, unit_name(unit))
    canvas.rules([(0, 0, 0, height)], Look(line="rule", thick=1))
    for step in steps:
        strong = step.look is WHOLE
        canvas.texts([(0, step.y, step.label)], Lettering("right", bold=strong), at=-12)
    joints = [(one.ends, one.ends, one.y, other.y) for one, other in pairwise(steps)]
    canvas.rules(joints, Look(line="rule", dashes=(2, 2), thick=1))
    for look in (GAIN, LOSS, WHOLE):
        canvas.boxes(
            [
                (step.begins, step.ends, step.y - THICK / 2, step.y + THICK / 2)
                for step in steps
                if step.look is look and step.point.number
            ],
            look,
        )
    for strong in (False, True):
        texts = [
            (max(step.begins, step.ends), step.y, step.point.label) for step in steps if (step.look is WHOLE) is strong
        ]
        canvas.texts(texts, Lettering("left", bold=strong), aside=6)
    return canvas
