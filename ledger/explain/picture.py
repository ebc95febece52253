"""The derivation as a picture: a tree of boxes in one SVG that needs nothing else, light or dark as its reader is.

Every step lies below the one that it is a term of, one step further in, so that a tree of any depth and breadth can be
read from the top down and printed on paper. The whole tree is there as text too, for who cannot see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ledger.explain.colours import style_sheet
from ledger.explain.lettering import laid, text_width
from ledger.explain.telling import (
    NameOf,
    as_tree,
    because_told,
    dated_told,
    rest_told,
    said_told,
    standing_told,
    version_details,
)
from ledger.explain.why import Node, Version
from ledger.language import spoken

MARGIN, PADDING, GAP = 24, 14, 14
INDENT, LEAST_INDENT, DEEPEST = 46, 30, 1_400
"""How far in each step lies: less in a tree so deep that its last boxes would begin beyond ``DEEPEST``."""
WIDEST, NARROWEST = 560, 200
"""How wide the text of a box is at most, and the box at least."""
SIGN = 14
"""The radius of the circle with a term's sign."""
LEADING = 1.4


@dataclass(frozen=True, slots=True)
class _Type:
    """How a line is set: its class in the style sheet, its size, and whether it is bold."""

    name: str
    size: int
    bold: bool = False


_TITLE = _Type("title", 15)
_RESULT = _Type("result", 30, bold=True)
_VALUE = _Type("value", 22, bold=True)
_WHAT = _Type("what", 15)
_ROOT = _Type("root", 18, bold=True)
_SAID = _Type("said", 15, bold=True)
_BADGE = _Type("badge", 12, bold=True)
_DETAIL = _Type("detail", 12)

_UNBOXED = {"rest", "label"}
"""Kinds of boxes that are only a line of text."""

_TONES = {"in force": "good", "replaced": "past", "withdrawal": "bad", "ahead": "wait", "later": "wait"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line in a box. ``badge`` stands before it, in a ``tone``; a ``rule`` above it parts it from what is before."""

    text: str
    type: _Type
    badge: str = ""
    tone: str = ""
    inset: float = 0
    struck: bool = False
    rule: bool = False

    @property
    def width(self) -> float:
        """How wide it is, with what is before it."""
        return self.inset + text_width(self.text, self.type.size, bold=self.type.bold)

    @property
    def height(self) -> float:
        """How high it is, with the air above a rule."""
        return self.type.size * LEADING + (12 if self.rule else 0) + (4 if self.inset else 0)


@dataclass(slots=True)
class _Box:
    """A step in its place. ``kind`` is "root", "step", "event", "rest", "label" or "because"."""

    kind: str
    sign: str
    lines: list[_Line]
    depth: int
    above: _Box | None = None
    about_event: bool = False
    x: float = 0
    y: float = 0

    @property
    def selects(self) -> bool:
        """Whether it stands for something that only selects."""
        return self.kind in {"because", "label"}

    @property
    def start(self) -> float:
        """Where text begins in it."""
        return PADDING + (8 if self.sign else 0)

    @property
    def width(self) -> float:
        """How wide it is."""
        text = WIDEST if self.about_event else max((line.width for line in self.lines), default=0)
        return max(NARROWEST, PADDING + 8 + text + PADDING)

    @property
    def height(self) -> float:
        """How high it is."""
        return 2 * self.air + sum(line.height for line in self.lines)

    @property
    def air(self) -> float:
        """How far above and below its text it reaches."""
        return 4 if self.kind in _UNBOXED else 10

    @property
    def entrance(self) -> float:
        """How far down an arrow meets it: beside its first line."""
        return min(self.height / 2, 26)


def as_picture(node: Node, name_of: NameOf, title: str = "", seen: str = "") -> str:
    """The derivation as SVG. ``title`` stands above it, and below it from where it was ``seen``."""
    boxes = list(_boxes(node, name_of, None))
    deepest = max(box.depth for box in boxes)
    step = max(LEAST_INDENT, min(INDENT, DEEPEST // max(1, deepest)))
    heading = [_Line(text, _TITLE) for text in laid(title, _TITLE.size, WIDEST)]
    top = MARGIN + sum(line.height for line in heading) + (6 if heading else 0)
    bottom = _placed(boxes, step, top)
    width = max([*(box.x + box.width for box in boxes), *(MARGIN + line.width for line in heading)]) + MARGIN
    footer = [_Line(text, _DETAIL) for text in laid(seen, _DETAIL.size, width - 2 * MARGIN)]
    height = bottom + sum(line.height for line in footer) + MARGIN
    picture = _sheet(width, height, node, as_tree(node, name_of))
    _drawn_lines(picture, heading, MARGIN, MARGIN)
    _drawn_branches(picture, boxes, min(16, step * 0.3))
    for box in boxes:
        _drawn_box(picture, box)
    _drawn_lines(picture, footer, MARGIN, bottom)
    indent(picture, " ")
    return tostring(picture, encoding="unicode") + "\n"


def _boxes(node: Node, name_of: NameOf, above: _Box | None, because: bool = False) -> Iterator[_Box]:
    """The boxes of a tree from the top down: of each step its terms, the rest of them, and what only selects last."""
    depth = above.depth + 1 if above else 0
    kind = "root" if above is None else "because" if because else "event" if node.versions else "step"
    lines = list(_lines(node, name_of, root=above is None))
    box = _Box(kind, node.sign if above else "", lines, depth, above, about_event=bool(node.versions))
    yield box
    for child in node.children:
        yield from _boxes(child, name_of, box, because)
    if node.rest:
        yield _Box("rest", "", _set(rest_told(node.rest), _WHAT), depth + 1, box)
    if node.because:
        label = _Box("label", "", _set(because_told(), _WHAT), depth + 1, box)
        yield label
        for each in node.because:
            yield from _boxes(each, name_of, label, because=True)


def _lines(node: Node, name_of: NameOf, *, root: bool) -> Iterator[_Line]:
    """All that a box says: of the printed cell its name first, of every other step its value."""
    value = _set(node.value, _RESULT if root else _VALUE)
    what = _set(node.text, _ROOT if root else _WHAT)
    yield from what + value if root else value + what
    for version in node.versions:
        yield from _version(version, name_of)


def _version(version: Version, name_of: NameOf) -> Iterator[_Line]:
    """A version: where it stands and what it said, struck through if that is no longer so; then all about it."""
    badge, tone = standing_told(version), _TONES[version.standing]
    inset = text_width(badge, _BADGE.size, bold=True) + 26
    said = laid(said_told(version), _SAID.size, WIDEST - inset, bold=True) or [""]
    for place, text in enumerate(said):
        shown = badge if place == 0 else ""
        gone = version.standing == "replaced"
        yield _Line(text, _SAID, shown, tone, inset, struck=gone, rule=place == 0)
    yield from _set(f"{dated_told(version.envelope)} · {version.record.id}", _DETAIL)
    for detail in version_details(version, name_of):
        yield from _set(detail, _DETAIL)


def _set(text: str, type_: _Type) -> list[_Line]:
    return [_Line(line, type_) for line in laid(text, type_.size, WIDEST, bold=type_.bold)]


def _placed(boxes: list[_Box], step: int, top: float) -> float:
    """Give each box its place, one below the other, and tell where the last one ends."""
    for box in boxes:
        box.x, box.y = MARGIN + box.depth * step, top
        top += box.height + GAP
    return top


def _sheet(width: float, height: float, node: Node, told: str) -> Element:
    """The empty sheet, with the tree as text for who cannot see it."""
    language = spoken()
    picture = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "planledger-why",
            "lang": language,
            "xml:lang": language,
            "role": "img",
            "aria-labelledby": "why-title why-desc",
            "width": _n(width),
            "height": _n(height),
            "viewBox": f"0 0 {_n(width)} {_n(height)}",
        },
    )
    SubElement(picture, "title", id="why-title").text = f"{node.text}: {node.value}" if node.value else node.text
    SubElement(picture, "desc", id="why-desc").text = told
    SubElement(picture, "style").text = style_sheet()
    SubElement(picture, "rect", {"class": "sheet", "width": "100%", "height": "100%"})
    return picture


def _drawn_branches(picture: Element, boxes: list[_Box], inset: float) -> None:
    """From each step a trunk down to its last term, and an arrow from the trunk to every one; dashed to what only
    selects.
    """
    reached: dict[int, float] = {id(box): box.y + box.height for box in boxes}
    ends = {(id(box.above), box.selects): box for box in boxes}
    for box in boxes:
        if box.above is None:
            continue
        trunk, y = box.above.x + inset, box.y + box.entrance
        name = {"class": "branch dashed" if box.selects else "branch"}
        if ends[id(box.above), box.selects] is box:
            SubElement(picture, "path", {**name, "d": f"M{_n(trunk)} {_n(reached[id(box.above)])}V{_n(y - 8)}"})
            reached[id(box.above)] = y - 8
        end = box.x - (SIGN if box.sign else 0)
        bend = min(trunk + 8, end - 1)
        curve = f"M{_n(trunk)} {_n(y - 8)}Q{_n(trunk)} {_n(y)} {_n(bend)} {_n(y)}H{_n(end - 1)}"
        SubElement(picture, "path", {**name, "d": curve})
        if box.kind not in _UNBOXED:
            SubElement(picture, "path", {"class": "head", "d": f"M{_n(end)} {_n(y)}l-7 -4v8z"})


def _drawn_box(picture: Element, box: _Box) -> None:
    group = SubElement(picture, "g", {"class": box.kind})
    if box.kind not in _UNBOXED:
        size = {"width": _n(box.width), "height": _n(box.height), "rx": "8"}
        SubElement(group, "rect", {"class": "box", "x": _n(box.x), "y": _n(box.y), **size})
    _drawn_lines(group, box.lines, box.x + box.start, box.y + box.air, box)
    if box.sign:
        y = box.y + box.entrance
        SubElement(group, "circle", {"class": "sign", "cx": _n(box.x), "cy": _n(y), "r": _n(SIGN)})
        at = {"x": _n(box.x), "y": _n(y + 7), "font-size": "20", "font-weight": "700", "text-anchor": "middle"}
        SubElement(group, "text", {"class": "mark", **at}).text = box.sign


def _drawn_lines(group: Element, lines: list[_Line], x: float, y: float, box: _Box | None = None) -> None:
    for line in lines:
        y += line.height
        base = y - line.type.size * 0.35 - (4 if line.inset else 0)
        if line.rule and box:
            across = {"x1": _n(x), "x2": _n(box.x + box.width - PADDING), "y1": _n(y - line.height + 7)}
            SubElement(group, "line", {"class": "rule", **across, "y2": across["y1"]})
        if line.badge:
            _drawn_badge(group, line, x, base)
        weight = {"font-weight": "700"} if line.type.bold else {}
        struck = {"text-decoration": "line-through"} if line.struck else {}
        name = f"{line.type.name} struck" if line.struck else line.type.name
        at = {"x": _n(x + line.inset), "y": _n(base), "font-size": str(line.type.size)}
        if line.text:
            SubElement(group, "text", {"class": name, **at, **weight, **struck}).text = line.text


def _drawn_badge(group: Element, line: _Line, x: float, base: float) -> None:
    """Where a version stands, in words; the colour only helps the eye."""
    size = {"width": _n(line.inset - 10), "height": "19", "rx": "9.5"}
    SubElement(group, "rect", {"class": f"pill {line.tone}", "x": _n(x), "y": _n(base - 14.5), **size})
    at = {"x": _n(x + (line.inset - 10) / 2), "y": _n(base - 0.7), "text-anchor": "middle"}
    type_ = {"font-size": str(_BADGE.size), "font-weight": "700"}
    SubElement(group, "text", {"class": f"badge {line.tone}", **at, **type_}).text = line.badge


def _n(number: float) -> str:
    """A length with at most one decimal."""
    return f"{round(number, 1):g}" if number < 100_000 else f"{number:.0f}"
