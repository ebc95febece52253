"""The place in a Word document where the content goes: found by its mark, and filled in pages that stand and lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.section import Section

from ledger.export.docx.table import element, paragraph
from ledger.export.docx.template import MARK, misplaced


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table, and whether its page lies down; None if it goes with what follows."""

    element: Any
    lying: bool | None = False


class Place:
    """The place in a Word document where the content goes, with the room on its pages in points."""

    def __init__(self, word: WordDocument):
        self._word = word
        self._body: Any = word.element.body
        self._mark = self._found()
        self._properties = self._section_of(self._mark)
        self._section = Section(self._properties, word.part)

    @cached_property
    def width(self) -> float:
        """The room across a page."""
        return self._points("page_width") - self._sides

    @cached_property
    def turned(self) -> float:
        """The room across a page that lies down."""
        return max(self._points("page_width"), self._points("page_height")) - self._sides

    @cached_property
    def height(self) -> float:
        """The room down a page."""
        return self._points("page_height") - self._points("top_margin") - self._points("bottom_margin")

    @property
    def _sides(self) -> float:
        return self._points("left_margin") + self._points("right_margin")

    def _points(self, measure: str) -> float:
        """A measure of the page; that of A4 where the template does not say."""
        usual = {"page_width": 595.3, "page_height": 841.9}.get(measure, 70.9)
        length = getattr(self._section, measure)
        return usual if length is None else float(length.pt)

    def _found(self) -> Any | None:
        """The paragraph with the mark, or None. Raises ``Refused`` if the mark stands elsewhere, or twice."""
        marked = [each for each in self._body.iterchildren(qn("w:p")) if MARK in each.text]
        parts = self._word.part.package.iter_parts()
        everywhere = sum(part.blob.count(MARK.encode()) for part in parts)
        if everywhere != len(marked) or len(marked) > 1:
            raise misplaced()
        return marked[0] if marked else None

    def _section_of(self, mark: Any | None) -> Any:
        """The properties of the section that the content stands in: they are at its end."""
        for each in () if mark is None else (mark, *mark.itersiblings(qn("w:p"))):
            if (found := each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")) is not None:
                return found
        return self._body.get_or_add_sectPr()

    def plain(self, runs: Iterable[tuple[str, str]]) -> CT_P:
        """A paragraph in the template's own body style: that of the mark, or else its usual one."""
        style = self._mark.style if self._mark is not None else None
        made = paragraph(style or "", runs)
        if not style:
            made.style = None
        return made

    def gap(self) -> CT_P:
        """An empty paragraph that takes hardly any room."""
        made = paragraph("", [])
        made.style = None
        properties = made.get_or_add_pPr()
        properties.append(element("spacing", before=0, after=0, line=120, lineRule="exact"))
        return made

    def put(self, blocks: Sequence[Block]) -> None:
        """Put the content in its place, in sections that stand and lie."""
        elements = list(self._sectioned(blocks))
        if self._mark is None:
            last = self._body.sectPr
            for each in elements:
                last.addprevious(each)
            return
        for each in elements:
            self._mark.addprevious(each)
        if self._mark.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
            self._body.remove(self._mark)
        else:  # it ends the section
            for run in self._mark.r_lst:
                self._mark.remove(run)

    def _sectioned(self, blocks: Sequence[Block]) -> Iterator[Any]:
        """The elements of the blocks, a section's own properties after each run of pages that stand or lie."""
        runs = [(lying, [block.element for block in run]) for lying, run in groupby(blocks, lambda block: block.lying)]
        for number, (lying, elements) in enumerate(runs):
            yield from elements[:-1]
            last = elements[-1]
            if number < len(runs) - 1:
                if not isinstance(last, CT_P):
                    yield last
                    last = self.gap()
                last.set_sectPr(self._ending(first=number == 0, lying=bool(lying)))
            yield last
        if len(runs) > 1:
            _continue(self._section)

    def _ending(self, *, first: bool, lying: bool) -> Any:
        """The properties of a section that ends within the content."""
        properties = deepcopy(self._properties)
        section = Section(properties, self._word.part)
        if not first:
            _continue(section)
        if lying:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        return properties


def _continue(section: Section) -> None:
    """Make a section go on from the one before: on a new page, with its header, footer and numbers."""
    section.start_type = WD_SECTION.NEW_PAGE
    section.different_first_page_header_footer = False
    numbering = section._sectPr.find(qn("w:pgNumType"))  # nothing public tells of it
    if numbering is not None:
        numbering.attrib.pop(qn("w:start"), None)
