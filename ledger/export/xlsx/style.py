"""How a workbook looks: the fonts, colours and rules of its cells, as properties that a format is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.export.document import Grid, Line
from ledger.tables.table import Tone

Style = dict[str, Any]
"""Properties of a format, by the names that the library has for them."""

FONT: Style = {"font_name": "Arial", "font_scheme": "none", "font_size": 10, "valign": "top"}
"""What every cell has, unless something else is said of it."""

BOLD: Style = {"bold": True}
FOLDED: Style = {"text_wrap": True}
LEFT: Style = {"align": "left"}
MIDDLE: Style = {"valign": "vcenter"}

TITLE: Style = {"bold": True, "font_size": 16}
CHAPTER: Style = {"bold": True, "font_size": 13}
QUIET: Style = {"font_color": "#4d5661"}
HEADING: Style = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#e9edf2", "valign": "bottom"}
LABEL: Style = {"bold": True, "align": "left"}
LINK: Style = {"font_color": "#0b57a4", "underline": 1, "text_wrap": True}
DAY: Style = {"num_format": "yyyy-mm-dd"}
MOMENT: Style = {"num_format": "yyyy-mm-dd hh:mm"}

TONES: Mapping[Tone, Style] = {
    "": {},
    "good": {"bg_color": "#dff1e4"},
    "warning": {"bg_color": "#fdf0cf"},
    "bad": {"bg_color": "#fbdfe1"},
}


def of_line(line: Line) -> Style:
    """How a row's cells look: headings and sums in bold, sums under a rule, the whole table's under a stronger one."""
    style: Style = {"bold": True} if line.strong else {}
    if line.kind in {"subtotal", "total"}:
        style["top"] = 1
    if line.kind == "total":
        style["bottom"] = 1
    if line.heading:
        style["bg_color"] = "#f4f6f8"
    return style


def of_column(grid: Grid, column: int) -> Style:
    """On which side the texts of a column stand: figures to the right, words a little away from what stands before."""
    return {"align": "right"} if grid.numeric[column] else {"align": "left", "indent": 1 if column else 0}
