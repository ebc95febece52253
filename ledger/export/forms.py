"""The forms that a report may be written in, each made by a module of its own that is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ledger.export.document import Document
from ledger.export.setting import document_of
from ledger.export.trace import Progress, Trace, calmly, traced
from ledger.language import _
from ledger.problems import Refused, refused
from ledger.tables.rendering import REPORT_FORMATS
from ledger.tables.report import ShownReport


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the package within this one that writes it, and the extra that installs its libraries, both of its name;
    and the suffix of the templates that it takes, "" for none.
    """

    name: str
    template: str = ""


FORMS = {form.name: form for form in (Form("html"), Form("xlsx"), Form("docx", ".docx"), Form("pdf", ".typ"))}
"""The forms for people, beside the plain ones in ``REPORT_FORMATS``."""

ALL_FORMS = (*REPORT_FORMATS, *FORMS)
"""The names of all of them."""


def report_file(
    form: str, shown: ShownReport, *, head: str = "", template: Path | None = None, progress: Progress[str] = calmly
) -> bytes:
    """A report in a form, in the bytes that are written to a file.

    ``head`` is the head of the ledger's log at the report's position, which is told in the documents for people.
    ``template`` is a file in the place of Planledger's own, for a form that has one. Raises ``Refused`` for a form
    whose libraries are not installed, and for a template that cannot be used.
    """
    if template:
        _check(template, form)
    if form in REPORT_FORMATS:
        text = REPORT_FORMATS[form](shown)
        return (text if text.endswith("\n") else f"{text}\n").encode()
    write = _writer(FORMS[form])
    document = document_of(shown, head)
    return write(document, traced(document, progress), template)


Writer = Callable[[Document, Trace, Path | None], bytes]
"""Writes a document, with the explanations of its figures, by a template if one is given."""


def _writer(form: Form) -> Writer:
    """What writes a form. Raises ``Refused`` if it needs what is not installed."""
    try:
        module: Any = import_module(f"ledger.export.{form.name}")
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library == "ledger":
            raise
        raise _lacking_library(form.name, library) from None
    writer: Writer = module.written
    return writer


def _check(template: Path, form: str) -> None:
    """Refuse a template that the form does not take."""
    suffixes = {each.name: each.template for each in FORMS.values() if each.template}
    if form not in suffixes:
        taken = ", ".join(f"{name} ({suffix})" for name, suffix in suffixes.items())
        remedy = _("mallar finns för {forms}").format(forms=taken)
        raise refused(_("formen {form} har ingen mall").format(form=form), remedy)
    if template.suffix.casefold() != suffixes[form]:
        what = _("{file} är ingen mall för formen {form}").format(file=template, form=form)
        raise refused(what, _("ange en fil som slutar på {suffix}").format(suffix=suffixes[form]))


def _lacking_library(form: str, library: str) -> Refused:
    """The refusal of a form that needs a library which is not installed."""
    what = _("formen {form} kräver {library}, som inte är installerat").format(form=form, library=library)
    return refused(what, _("installera tillägget: pip install 'planledger[{form}]'").format(form=form))
