"""The Word template: Planledger's own or a förvaltning's, filled in, and complete with the styles that a report needs.

A template is a Word file. ``{{ content }}`` in a paragraph of its own is where the report goes; without it the report
goes last. Elsewhere, in header and footer too, ``{{ title }}``, ``{{ standing }}`` and the key of any ``Particular``
give what is said of the document; a name that the document has nothing for gives nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import ChainableUndefined, meta
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree  # type: ignore[import-untyped]

from ledger.export.document import Document
from ledger.language import _
from ledger.problems import Refused, refused

MARK = "\ue000innehåll\ue000"
"""Stands where the content goes while the rest of a template is filled in: nobody writes such characters."""

LANGUAGE = "sv-SE"

STYLES = (
    ("paragraph", "Title"),
    ("paragraph", "heading 1"),
    ("paragraph", "heading 2"),
    ("paragraph", "caption"),
    ("paragraph", "Uppgift"),
    ("paragraph", "Tabelltext"),
    ("paragraph", "Tabelltal"),
    ("paragraph", "Tabellrubrik"),
    ("paragraph", "Tabellrubrik tal"),
    ("paragraph", "Varav"),
    ("paragraph", "Not"),
    ("paragraph", "Bild"),
    ("paragraph", "Källa"),
    ("character", "Strong"),
    ("character", "Gott"),
    ("character", "Varning"),
    ("character", "Dåligt"),
    ("table", "Planledger tabell"),
)
"""The styles that a report is set in, by the names that they have in a file; Word shows some in its own language."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A template that has been filled in. ``styles`` are the ids of those in ``STYLES``, by name; ``placed`` are the
    names that the template's own text has used, which the content need not say again.
    """

    word: WordDocument
    styles: Mapping[str, str]
    placed: frozenset[str]


def opened(path: Path | None, document: Document) -> Opened:
    """The template at ``path``, or Planledger's own, filled in for a document. Raises ``Refused`` for a file that is
    not a Word document, and for placeholders that cannot be filled in.
    """
    own = files(__package__).joinpath("report.docx").read_bytes()
    word, placed = _filled(path, own, document)
    styles = _with_styles(word, docx.Document(BytesIO(own)))
    _speaking_swedish(word)
    return Opened(word, styles, placed)


def _filled(path: Path | None, own: bytes, document: Document) -> tuple[WordDocument, frozenset[str]]:
    template = DocxTemplate(BytesIO(own if path is None else _read(path)))
    try:
        template.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise _not_word(path) from None
    texts = {each.key: each.text for each in document.particulars}
    texts |= {"title": document.title, "standing": document.standing, "content": MARK}
    environment = SandboxedEnvironment(autoescape=True, undefined=ChainableUndefined)  # a template is not a program
    filled = BytesIO()
    try:
        placed = meta.find_undeclared_variables(environment.parse(template.patch_xml(template.get_xml())))
        template.render(texts, environment)
        template.save(filled)
        return docx.Document(filled), frozenset(placed)
    except Exception as error:  # whatever the template's author may have written in braces
        raise _wrong_placeholder(path, error) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = _("mallen {file} kan inte läsas: {reason}").format(file=path, reason=error.strerror or error)
        raise refused(what, _("kontrollera sökvägen och att filen får läsas")) from None


def _not_word(path: Path | None) -> Refused:
    what = _("mallen {file} är inte ett Word-dokument").format(file=path)
    return refused(what, _("öppna den i Word och spara den som Word-dokument (.docx)"))


def _wrong_placeholder(path: Path | None, error: Exception) -> Refused:
    what = _("mallen {file} har en platshållare som inte kan fyllas i: {reason}").format(file=path, reason=error)
    return refused(what, _("skriv platshållare som {example}").format(example="{{ title }}"))


def misplaced() -> Refused:
    """The refusal of a template that wants the content where no tables and sections can stand."""
    what = _("mallens {placeholder} står inte i ett eget stycke i brödtexten, eller står på flera ställen")
    remedy = _("låt den stå en enda gång, i ett eget stycke utanför tabeller, rutor, sidhuvud och sidfot")
    return refused(what.format(placeholder="{{ content }}"), remedy)


def _with_styles(word: WordDocument, own: WordDocument) -> dict[str, str]:
    """The ids of all styles that are needed; those that a template lacks are taken from Planledger's own."""
    there, ours = _by_name(word), _by_name(own)
    for each in STYLES:
        _adopt(each, word, there, ours)
    return {name: there[kind, name.casefold()].get(qn("w:styleId"), "") for kind, name in STYLES}


Named = dict[tuple[str, str], Any]
"""The elements of styles by kind and name: Word does not tell great letters from small ones."""


def _by_name(word: WordDocument) -> Named:
    found: Named = {}
    for style in word.styles.element.iterchildren(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            found[style.get(qn("w:type")), name.get(qn("w:val"), "").casefold()] = style
    return found


def _adopt(wanted: tuple[str, str], word: WordDocument, there: Named, ours: Named) -> str:
    """Take a style over if it is not there, with what it builds upon; its id."""
    key = (wanted[0], wanted[1].casefold())
    if key in there:
        return str(there[key].get(qn("w:styleId")))
    style = deepcopy(ours[key])
    style.set(qn("w:styleId"), _free(style.get(qn("w:styleId"), ""), there))
    style.attrib.pop(qn("w:default"), None)
    there[key] = style
    word.styles.element.append(style)
    names = {each.get(qn("w:styleId")): name for (_kind, name), each in ours.items()}
    for tag in ("w:basedOn", "w:next"):
        related = style.find(qn(tag))
        if related is not None:
            related.set(qn("w:val"), _adopt((key[0], names[related.get(qn("w:val"))]), word, there, ours))
    return str(style.get(qn("w:styleId")))


def _free(number: str, there: Named) -> str:
    """An id that no style has: this one, or this one with something after."""
    taken = {each.get(qn("w:styleId")) for each in there.values()}
    while number in taken:
        number += "P"
    return number


def _speaking_swedish(word: WordDocument) -> None:
    """Say that the text is Swedish, for spelling and for who has it read aloud; the reports' texts are."""
    styles = word.styles.element
    looks = styles
    for tag in ("w:docDefaults", "w:rPrDefault", "w:rPr"):
        found = looks.find(qn(tag))
        if found is None:
            found = OxmlElement(tag)
            looks.insert(0, found)
        looks = found
    language = looks.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        looks.append(language)
    language.set(qn("w:val"), LANGUAGE)


def packed(word: WordDocument) -> bytes:
    """The Word file: the same bytes whenever it is made."""
    saved = BytesIO()
    word.save(saved)
    with ZipFile(saved) as archive:
        return packed_parts({name: archive.read(name) for name in archive.namelist()})


def packed_parts(parts: Mapping[str, bytes]) -> bytes:
    """An archive of parts by name, in a fixed order and with a fixed date."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name)  # of 1 January 1980, the first day that an archive knows
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return target.getvalue()
