"""How a sheet is printed: on which paper, how wide, and what stands at the foot of each page."""

from __future__ import annotations

from typing import Any

from ledger.export.document import Document
from ledger.export.xlsx.cells import Place
from ledger.export.xlsx.names import cut
from ledger.language import _
from ledger.problems import refused

MOST_ROWS = 1_048_576
"""How many rows a sheet has, by the format of the file: the library would drop the rest in silence."""

A4 = 9
"""The number that the format of the file has for the paper."""

LONGEST_FOOTER = 255
"""How many characters a footer has at most, its signs for page and place included."""


def set_up_page(sheet: Any, document: Document, last: Place, *, landscape: bool = True, across: int = 1) -> None:
    """On A4, as wide as a page or so many of them, with a footer that says what it is and which page; ``last`` is the
    last cell that is printed. Raises ``Refused`` if the sheet has more rows than a sheet may have.
    """
    if last[0] >= MOST_ROWS:
        what = _("ett kalkylblad rymmer {most} rader, och här är {rows}").format(most=MOST_ROWS, rows=last[0] + 1)
        raise refused(what, _("välj en annan form, till exempel csv"))
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(across, 0)
    sheet.print_area(0, 0, *last)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
    sheet.set_footer(_footer(document))


def _footer(document: Document) -> str:
    """The title, how the document stands, and which page it is."""
    page = _("Sida {page} av {pages}").format(page="&P", pages="&N")
    room = (LONGEST_FOOTER - len(page) - len("&L&C&R")) // 2
    title, standing = (cut(text, room // 2).replace("&", "&&") for text in (document.title, document.standing))
    return f"&L{title}&C{standing}&R{page}"
