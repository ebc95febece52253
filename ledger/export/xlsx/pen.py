"""What writes in a sheet: texts, numbers, days, moments and links, each in the format of its cell.

Nothing that a text says becomes a formula, a number or a link, and nothing is cut off in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from math import ceil
from typing import Any

from ledger.export.xlsx.cells import Place
from ledger.export.xlsx.layout import MOST_LINES, height_of, lines_of
from ledger.export.xlsx.style import DAY, FONT, LINK, MOMENT, Style
from ledger.language import _
from ledger.problems import refused
from ledger.surroundings import STOCKHOLM, moment

_RICH = re.compile(r"<r>.*</r>$", re.DOTALL)
"""A text that the library would write as it stands, taking it for the file's own markup."""

LONGEST_TEXT = 32_767
"""How many characters a cell holds, by the format of the file."""

EARLIEST = date(1900, 3, 1)
"""The first day that all programs count alike; what is earlier stands as text."""

HIDDEN_WIDTH = 30
"""How many characters a hidden column is wide once it is shown."""


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any):
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, *styles: Style) -> Any:
        """The format with all these properties, the later ones above the earlier."""
        merged = dict(FONT)
        for style in styles:
            merged |= style
        key = tuple(sorted(merged.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(merged)
        return self._formats[key]


class Pen:
    """Writes in a sheet. What only the library does, such as freezing panes, is asked of ``sheet`` itself."""

    def __init__(self, sheet: Any, formats: Formats):
        self.sheet = sheet
        self._formats = formats

    # In a cell

    def text(self, place: Place, text: str, *styles: Style) -> None:
        """Write a text as it stands, whatever it begins with. Raises ``Refused`` for one that no cell holds."""
        cell_format = self._formats.of(*styles)
        if not text:
            self.sheet.write_blank(*place, None, cell_format)
        elif _RICH.match(_fitting(text)):  # which the library would take for its own
            self.sheet.write_rich_string(*place, text[:1], cell_format, text[1:], cell_format)
        else:
            self.sheet.write_string(*place, text, cell_format)

    def number(self, place: Place, number: float, *styles: Style, formula: str | None = None) -> None:
        """Write a number, or the formula that makes it."""
        if formula:
            self.sheet.write_formula(*place, formula, self._formats.of(*styles), number)
        else:
            self.sheet.write_number(*place, number, self._formats.of(*styles))

    def day(self, place: Place, day: date, *styles: Style) -> None:
        """Write a date; one that programs do not count alike as text."""
        if day >= EARLIEST:
            self.sheet.write_datetime(*place, day, self._formats.of(DAY, *styles))
        else:
            self.text(place, day.isoformat(), *styles)

    def moment(self, place: Place, recorded: int, *styles: Style) -> None:
        """Write a recorded time, as the clocks of Stockholm showed it."""
        local = moment(recorded).astimezone(STOCKHOLM).replace(tzinfo=None)
        self.sheet.write_datetime(*place, local, self._formats.of(MOMENT, *styles))

    def link(self, place: Place, name: str, text: str) -> None:
        """Write a text that leads to the sheet of a name."""
        escaped = name.replace("'", "''")
        self.sheet.write_url(*place, f"internal:'{escaped}'!A1", self._formats.of(LINK), name)
        self.text(place, text, LINK)

    # Over several cells

    def long(self, place: Place, width: int, text: str, style: Style) -> int:
        """Write a text that takes the lines it needs in a column of that width, over several rows if one has no room
        for them. The row after it.
        """
        row, column = place
        lines = lines_of(text, width)
        rows = ceil(lines / MOST_LINES)
        if rows > 1:
            self.sheet.merge_range(row, column, row + rows - 1, column, "", self._formats.of(style))
        self.text(place, text, style)
        for each in range(row, row + rows):
            self.height(each, ceil(lines / rows))
        return row + rows

    def across(self, row: int, columns: int, width: int, text: str, style: Style, size: float = 1) -> int:
        """Write a text over so many columns, from the first on, which are so wide together; ``size`` is that of its
        letters, by the usual. The row after it.
        """
        lines = lines_of(text, int(width / size))
        rows = ceil(lines / MOST_LINES)
        if columns > 1 or rows > 1:
            self.sheet.merge_range(row, 0, row + rows - 1, columns - 1, "", self._formats.of(style))
        self.text((row, 0), text, style)
        for each in range(row, row + rows):
            self.height(each, ceil(lines / rows), size)
        return row + rows

    # Room

    def widths(self, widths: Iterable[int]) -> None:
        """Set how wide the columns are, in characters, from the first on."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def hide(self, column: int) -> None:
        """Hide a column."""
        self.sheet.set_column(column, column, HIDDEN_WIDTH, None, {"hidden": True})

    def height(self, row: int, lines: int, size: float = 1) -> None:
        """Set how high a row is. Every row's is set: not every program finds it when a file is opened."""
        self.sheet.set_row(row, height_of(lines, size))


def _fitting(text: str) -> str:
    """A text that a cell holds. Raises ``Refused`` for a longer one."""
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        what = _("en text är längre än de {most} tecken som en cell i ett kalkylblad rymmer: ”{text}…”")
        raise refused(what.format(most=LONGEST_TEXT, text=text[:60]), _("välj en annan form, eller dela upp texten"))
    return text
