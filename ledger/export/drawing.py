"""Pictures of tables, drawn by Vega-Lite as clean SVG."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from xml.etree import ElementTree

from ledger.export.charts import bars, gaps, lines, timeline, waterfall
from ledger.export.charts.canvas import Sketch
from ledger.export.charts.style import LIGHT
from ledger.export.document import Grid
from ledger.language import _
from ledger.problems import refused
from ledger.tables.pictures import Bars, Gaps, Lines, Timeline, Waterfall

TALLEST = 1_400
"""How high a picture may be, in CSS pixels: one of more rows is nothing to look at, and its table says it all."""

VEGA_LITE, LOCALE = "6.4", "sv-SE"
SVG = "http://www.w3.org/2000/svg"

DROPPED = ("role", "aria-label", "aria-roledescription", "aria-hidden", "class", "pointer-events")
"""What is taken from every part of the SVG: the picture as a whole is one image to who cannot see it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of a grid: SVG in the colours of a light page, its size in CSS pixels, a caption, and what it shows in
    words for who cannot see it.
    """

    svg: str
    width: float
    height: float
    caption: str
    told: str

    def png(self, scale: float = 2) -> bytes:
        """The picture in dots on white, for a program that cannot show SVG; ``scale`` dots a CSS pixel."""
        root, end, rest = self.svg.partition(">")
        paper = f'<rect width="{self.width:g}" height="{self.height:g}" fill="{LIGHT["paper"]}"/>'
        png: bytes = _vega().svg_to_png(f"{root}{end}{paper}{rest}", scale=scale)
        return png


def drawn(grid: Grid) -> Drawing | None:
    """The picture that a grid's table asks for; None if it asks for none, nothing can be drawn, or it is too high.

    Raises ``ValueError`` if it asks for a column that the table lacks, ``Refused`` if what draws is not installed.
    """
    sketch = sketched(grid)
    if sketch is None or sketch.height > TALLEST:
        return None
    svg = _vega().vegalite_to_svg(sketch.spec, vl_version=VEGA_LITE, format_locale=LOCALE, time_format_locale=LOCALE)
    return Drawing(_cleaned(svg, sketch.told), sketch.width, sketch.height, sketch.caption, sketch.told)


def sketched(grid: Grid) -> Sketch | None:
    """The picture that a grid's table asks for before it is drawn: what Vega-Lite is to draw, in which words."""
    match grid.picture:
        case None:
            return None
        case Gaps() as picture:
            return gaps.sketched(grid, picture)
        case Timeline() as picture:
            return timeline.sketched(grid, picture)
        case Bars() as picture:
            return bars.sketched(grid, picture)
        case Lines() as picture:
            return lines.sketched(grid, picture)
        case Waterfall() as picture:
            return waterfall.sketched(grid, picture)


def _vega() -> ModuleType:
    """What draws: imported when there is something to draw, since it takes a while to start."""
    try:
        import vl_convert
    except ModuleNotFoundError:
        what = _("bilder kräver {library}, som inte är installerat").format(library="vl-convert-python")
        raise refused(what, _("installera tillägget: pip install 'planledger[html]'")) from None
    return vl_convert


def _cleaned(svg: str, told: str) -> str:
    """The SVG as one image that says what it shows, without what Vega says of its parts. Nothing in it has an id, so
    several pictures may stand in one page.
    """
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if _needless(child):
                parent.remove(child)
    for part in root.iter():
        part.tag = part.tag.removeprefix(f"{{{SVG}}}")
        kept = {name: value for name, value in part.attrib.items() if name not in DROPPED}
        part.attrib.clear()
        part.attrib.update(kept)
    size = {name: root.attrib[name] for name in ("width", "height", "viewBox")}
    root.attrib.clear()
    root.attrib.update({"xmlns": SVG, **size, "role": "img", "aria-label": told})
    for part in root:
        part.set("aria-hidden", "true")
    return ElementTree.tostring(root, encoding="unicode")


def _needless(part: ElementTree.Element) -> bool:
    """Whether a part shows nothing: the frames that Vega draws around its groups."""
    return part.get("class") in {"background", "foreground"} and part.get("fill") is None and part.get("stroke") is None
