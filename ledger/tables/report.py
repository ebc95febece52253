"""Reports: a document composed of sections, each with its short texts and its tables, in the published order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.figures.periods import Period
from ledger.tables.definition import Definition, Periods, Shown, TableRequest, signature_of
from ledger.views.facts import Prose
from ledger.views.view import View, in_order


class Section:
    """A heading, paragraphs, and tables that are asked for as they stand."""

    def __init__(self, title: str, *tables: TableRequest, text: Sequence[Prose] = ()):
        self.title = title
        self.tables = tables
        self.text = tuple(text)


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as seen in a view; tables in which nothing is decided are left out."""

    title: str
    text: tuple[Prose, ...]
    tables: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Issuance:
    """That a report was issued: the day, and the body that approved it and the diarienummer, where they are known."""

    on: date
    body: str = ""
    diarienummer: str = ""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report together with what it was seen from. One that is not ``issued`` is a draft, and says so. ``notes`` say
    what it lacks that stands under none of its tables.
    """

    name: str
    title: str
    view: View
    params: Mapping[str, str]
    sections: tuple[ShownSection, ...]
    ledger: str = ""
    issued: Issuance | None = None
    notes: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    office: str = ""
    """The förvaltning whose document it is, as it calls itself; "" if nobody says."""
    period: str = ""
    """What it is about, in words; "" for no period."""


@dataclass(frozen=True, slots=True)
class ReportDefinition(Definition[Iterable[Section]]):
    """What ``@report`` makes of a function. ``years`` is how many years the document is about, from its period on;
    ``forvaltning`` is the code of the one whose report it is, if it is one's only, and ``office`` what it calls itself.
    """

    years: int = 1
    forvaltning: str = ""
    office: str = ""

    def shown(
        self, view: View, name: str, given: Mapping[str, str], ledger: str = "", issued: Issuance | None = None
    ) -> ShownReport:
        """The report as seen in a view. Raises ``Refused`` for parameters that it has not, or that say nothing."""
        return self.with_params(view, name, self.asked(view, given), ledger, issued)

    def with_params(
        self,
        view: View,
        name: str,
        params: Mapping[str, Any] | None,
        ledger: str = "",
        issued: Issuance | None = None,
    ) -> ShownReport:
        """The report for parameters that have been read; None if the view has no period for it."""
        if params is None:
            return ShownReport(name, self.title, view, {}, (), ledger, issued, office=self.office)
        plugin = name.partition("/")[0]
        with view.noting() as lacking:
            sections = [_shown(section, view, plugin, ledger) for section in self.build(view, **params)]
        texts = {key: str(value) for key, value in params.items()}
        period = _span(params["period"], self.years) if "period" in params else ""
        title = f"{self.title} {period}".rstrip()
        told = tuple(section for section in sections if section.text or section.tables)
        noted = {note for section in told for each in section.tables for note in each.table.notes}
        missing = tuple(map(str, in_order(lacking)))
        notes = tuple(note for note in missing if note not in noted)
        return ShownReport(name, title, view, texts, told, ledger, issued, notes, missing, self.office, period)


def alone(shown: Shown) -> ShownReport:
    """A table as a document of its own."""
    return ShownReport(
        shown.name, shown.title, shown.view, shown.params, (ShownSection(shown.title, (), (shown,)),), shown.ledger
    )


def report(
    name: str,
    *,
    title: str,
    periods: Periods | None = None,
    years: int = 1,
    forvaltning: str = "",
    office: str = "",
) -> Callable[[Callable[..., Iterable[Section]]], ReportDefinition]:
    """Make a report definition of a function ``(view, period: Period, …) -> Iterable[Section]``."""

    def define(build: Callable[..., Iterable[Section]]) -> ReportDefinition:
        parameters, required = signature_of(build)
        return ReportDefinition(name, title, build, parameters, periods, required, years, forvaltning, office)

    return define


def _span(period: Period, years: int) -> str:
    """A period, or the years from it on: 2026–2028."""
    return period.swedish if years == 1 else f"{period.year}–{period.year + years - 1}"


def _shown(section: Section, view: View, plugin: str, ledger: str) -> ShownSection:
    asked = (
        each.definition.with_params(view, f"{plugin}/{each.definition.name}", each.params, ledger)
        for each in section.tables
    )
    return ShownSection(section.title, section.text, tuple(shown for shown in asked if shown.table.rows))
