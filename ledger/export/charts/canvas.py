"""A canvas: marks in layers, along one scale of figures, as a Vega-Lite specification.

One direction has the scale, the other is in pixels; so rows may be as high as their labels. Nothing depends on how wide
some machine sets a text: the margins are given, and the same table always makes the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10
from typing import Any, Literal

from ledger.export.charts.style import AXIS_SIZE, FONT, LIGHT, LINE_HEIGHT, TEXT_SIZE, room

Spec = dict[str, Any]
Align = Literal["left", "center", "right"]
Place = tuple[float, float]
"""Where something is: x and y, the one along the scale in its figures."""
Box = tuple[float, float, float, float]
"""From x to x and from y to y."""

EVEN = (1.0, 2.0, 2.5, 5.0, 10.0)
"""The steps of an axis, times ten however many times."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture before it is drawn: what Vega-Lite is to draw, its size, its caption, and what it shows in words."""

    spec: Spec
    width: float
    height: float
    caption: str
    told: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What figures are measured along: ``low`` stands at the pixel ``start``, ``high`` at ``end``."""

    along: Literal["x", "y"]
    low: float
    high: float
    start: float
    end: float

    def pixel(self, figure: float) -> float:
        """Where a figure stands."""
        return self.start + (figure - self.low) / (self.high - self.low) * (self.end - self.start)

    def figure(self, pixel: float) -> float:
        """The figure that stands at a pixel."""
        return self.low + (pixel - self.start) / (self.end - self.start) * (self.high - self.low)


def measured(numbers: Iterable[float], steps: int = 5) -> tuple[float, float, list[float]]:
    """The bounds of some figures and of zero, and the even figures within them, about as many as ``steps``."""
    reached = [0.0, *numbers]
    low, high = min(reached), max(reached)
    if low == high:
        high = 1.0
    size = 10.0 ** floor(log10((high - low) / steps))
    step = next(each * size for each in EVEN if each * size * steps >= (high - low) * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return low, high, [round(number * step, 10) for number in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Look:
    """How a mark looks: the roles of its inside and its outline, "" for none, and the outline's dashes."""

    fill: str = ""
    line: str = ""
    dashes: tuple[int, ...] = ()
    thick: float = 1.5

    @property
    def properties(self) -> Spec:
        """As Vega-Lite writes it."""
        return {
            "fill": LIGHT[self.fill] if self.fill else None,
            "stroke": LIGHT[self.line] if self.line else None,
            "strokeWidth": self.thick,
            **({"strokeDash": list(self.dashes)} if self.dashes else {}),
        }


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a text is set."""

    align: Align = "left"
    role: str = "ink"
    bold: bool = False
    size: float = TEXT_SIZE

    @property
    def properties(self) -> Spec:
        """As Vega-Lite writes it."""
        return {
            "align": self.align,
            "baseline": "middle",
            "fill": LIGHT[self.role],
            "fontSize": self.size,
            "fontWeight": "bold" if self.bold else "normal",
            "lineBreak": "\n",
            "lineHeight": LINE_HEIGHT,
            "limit": 0,
        }


@dataclass(slots=True)
class Canvas:
    """Where a picture is put together: what is put later lies above. The margins are beyond the plot, which is from 0
    to ``width`` and ``height``.
    """

    width: float
    height: float
    scale: Scale
    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0
    measure: Spec | None = None
    layers: list[Spec] = field(default_factory=list)

    def axis(self, ticks: Sequence[float], title: str) -> None:
        """The scale's axis, below or to the left, with the unit of its figures as title."""
        self.measure = {
            "values": self._apart(ticks) if self.scale.along == "x" else list(ticks),
            "title": title or None,
            "orient": "bottom" if self.scale.along == "x" else "left",
            "offset": 4,
        }

    def _apart(self, ticks: Sequence[float]) -> list[float]:
        """The ticks whose labels have room beside each other, zero among them."""
        widest = max((room(f"{tick:,.10f}".rstrip("0"), AXIS_SIZE) for tick in ticks), default=0) + 8
        step = self.scale.pixel(ticks[1]) - self.scale.pixel(ticks[0]) if len(ticks) > 1 else widest
        every = ceil(widest / step)
        zero = list(ticks).index(0.0)
        return [tick for place, tick in enumerate(ticks) if (place - zero) % every == 0]

    def boxes(self, boxes: Sequence[Box], look: Look) -> None:
        """Rectangles."""
        self._spans("rect", boxes, look.properties)

    def rules(self, boxes: Sequence[Box], look: Look) -> None:
        """Straight lines."""
        self._spans("rule", boxes, look.properties)

    def _spans(self, kind: str, boxes: Sequence[Box], properties: Spec) -> None:
        encoding = {
            "x": self._place("x", "x"),
            "x2": {"field": "x2"},
            "y": self._place("y", "y"),
            "y2": {"field": "y2"},
        }
        rows = [{"x": x, "x2": x2, "y": y, "y2": y2} for x, x2, y, y2 in boxes]
        self._layer({"type": kind, **properties}, encoding, rows)

    def path(self, places: Sequence[Place], look: Look) -> None:
        """A line from place to place."""
        rows = [{"x": x, "y": y, "order": order} for order, (x, y) in enumerate(places)]
        order = {"field": "order", "type": "quantitative"}
        encoding = {"x": self._place("x", "x"), "y": self._place("y", "y"), "order": order}
        self._layer({"type": "line", **look.properties, "fill": None}, encoding, rows)

    def shapes(
        self, shape: str, places: Sequence[Place], look: Look, *, size: float = 90, at: float | None = None
    ) -> None:
        """Points of a shape. ``at`` is the pixel along the scale, where they are outside it."""
        rows = [{"x": x, "y": y} for x, y in places]
        self._layer(
            {"type": "point", "shape": shape, "size": size, "opacity": 1, **look.properties}, self._fixed(at), rows
        )

    def texts(
        self,
        texts: Sequence[tuple[float, float, str]],
        lettering: Lettering,
        *,
        at: float | None = None,
        aside: float = 0,
        below: float = 0,
    ) -> None:
        """Texts, each with its middle at a place; moved ``aside`` to the right and ``below`` it. ``at`` is the pixel
        along the scale, where they are outside it.
        """
        rows = [{"x": x, "y": self._raised(y, text), "text": text} for x, y, text in texts]
        mark = {"type": "text", **lettering.properties, "dx": aside, "dy": below}
        self._layer(mark, {**self._fixed(at), "text": {"field": "text", "type": "nominal"}}, rows)

    def _raised(self, y: float, text: str) -> float:
        """Where the first line of a text stands, for its lines to have their middle at ``y``."""
        rise = text.count("\n") * LINE_HEIGHT / 2
        return self.scale.figure(self.scale.pixel(y) - rise) if self.scale.along == "y" else y - rise

    def _fixed(self, at: float | None) -> Spec:
        encoding: Spec = {"x": self._place("x", "x"), "y": self._place("y", "y")}
        return encoding if at is None else {**encoding, self.scale.along: {"value": at}}

    def _place(self, direction: str, name: str) -> Spec:
        place: Spec = {"field": name, "type": "quantitative", "axis": None, "scale": None}
        if direction == self.scale.along:
            place["axis"] = self.measure
            place["scale"] = {
                "domain": [self.scale.low, self.scale.high],
                "range": [self.scale.start, self.scale.end],
                "nice": False,
                "zero": False,
            }
        return place

    def _layer(self, mark: Spec, encoding: Spec, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self.layers.append({"data": {"values": list(rows)}, "mark": mark, "encoding": encoding})

    def sketch(self, caption: str, told: str) -> Sketch:
        """All of it."""
        width, height = self.left + self.width + self.right, self.top + self.height + self.bottom
        spec = {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "width": self.width,
            "height": self.height,
            "padding": {"left": self.left, "top": self.top, "right": self.right, "bottom": self.bottom},
            "autosize": {"type": "none"},
            "background": None,
            "view": {"stroke": None},
            "config": _CONFIG,
            "layer": self.layers,
        }
        return Sketch(spec, width, height, caption, told)


_CONFIG: Spec = {
    "font": FONT,
    "aria": False,
    "axis": {
        "grid": False,
        "labelFontSize": AXIS_SIZE,
        "titleFontSize": AXIS_SIZE,
        "titleFontWeight": "normal",
        "labelColor": LIGHT["quiet"],
        "titleColor": LIGHT["quiet"],
        "domainColor": LIGHT["rule"],
        "tickColor": LIGHT["rule"],
        "labelOverlap": False,
        "labelFlush": False,
    },
}
