"""How findings are told: as text, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from ledger.checks.finding import Finding, Level
from ledger.checks.run import Checked
from ledger.events.record import Record
from ledger.figures.figure import Figure, Read
from ledger.language import _, counted
from ledger.surroundings import in_utc
from ledger.views.view import View

MOST_SOURCES = 3
"""How many documents are named behind a figure that is worked out; their count is always told."""


def level_in_words(level: Level) -> str:
    """How grave a finding is."""
    return {"error": _("Fel"), "warning": _("Varning"), "info": _("Att veta")}[level]


def as_lines(finding: Finding, view: View, width: int) -> Iterator[str]:
    """A finding for a terminal: what, the figures with where they stand, what to do."""
    for line in _lines(finding, view):
        text = line.lstrip()
        indent = len(line) - len(text)
        yield from wrap(text, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))


def _lines(finding: Finding, view: View) -> Iterator[str]:
    yield f"{level_in_words(finding.level)} [{finding.forvaltning} {finding.rule}] {finding.what}"
    told = set()
    for label, figure in finding.figures:
        places = _places(view, _records(figure))
        told.update(places)
        shown, rest = "; ".join(places[:MOST_SOURCES]), len(places) - MOST_SOURCES
        more = _(" och {n} till").format(n=rest) if rest > 0 else ""
        yield "  " + f"{label} {figure}".strip() + (f" · {shown}{more}" if shown else "")
    for place in _places(view, list(finding.records)):
        if place not in told:
            yield f"  · {place}"
    yield f"    → {finding.remedy}"


def summary(checked: Checked) -> str:
    """How much was found, in a line."""
    levels = [finding.level for finding in checked.findings]
    errors, warnings, notes = (levels.count(level) for level in ("error", "warning", "info"))
    where = ", ".join(checked.forvaltningar)
    if not where:
        return _("Inget är registrerat{about} per {at}.").format(about="", at=checked.view.at)
    if not levels:
        return _("{where}: inget att anmärka").format(where=where)
    told = [
        counted(errors, "{n} fel", "{n} fel"),
        counted(warnings, "{n} varning", "{n} varningar"),
        counted(notes, "{n} sak att veta", "{n} saker att veta"),
    ]
    return f"{where}: {', '.join(told)}"


def as_data(checked: Checked) -> dict[str, Any]:
    """Everything that was found, as JSON."""
    view = checked.view
    return {
        "at": view.at.isoformat(),
        "known": in_utc(view.known) if view.known else None,
        "position": view.position,
        "forvaltningar": list(checked.forvaltningar),
        "findings": [_finding(finding, view) for finding in checked.findings],
    }


def _finding(finding: Finding, view: View) -> dict[str, Any]:
    return {
        "level": finding.level,
        "rule": finding.rule,
        "forvaltning": finding.forvaltning,
        "what": finding.what,
        "remedy": finding.remedy,
        "figures": [
            {"label": label, "text": str(figure), "unit": figure.unit, "events": figure.event_ids()[:1000]}
            for label, figure in finding.figures
        ],
        "events": [record.id for record in finding.records],
        "places": _places(view, [*finding.records, *_behind(finding)]),
    }


def _behind(finding: Finding) -> list[Record]:
    return [record for _label, figure in finding.figures for record in _records(figure)]


def _records(figure: Figure) -> list[Record]:
    found: dict[str, Record] = {}
    for read in figure.reads():
        assert isinstance(read, Read)
        if isinstance(read.source, Record):
            found.setdefault(read.source.id, read.source)
    return list(found.values())


def _places(view: View, records: list[Record]) -> list[str]:
    """The documents and places that events come from, each once."""
    opened = (each.opened() for record in records for each in view.versions(record) if each.id == record.id)
    return list(dict.fromkeys(str(envelope.source) for envelope in opened if envelope.source))
