"""The reports' figures come from the events that they name, and from no others; each fact is recorded once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledger.events import Asserted, Event, Proposal, Record
from ledger.events.assertions import value_fields
from ledger.events.fields import FreeText
from ledger.events.finance import LineDefined
from ledger.events.subjects import marked_fields
from ledger.figures import Quantity
from ledger.intake.folder import folders, proposals
from ledger.opening import Ledger
from ledger.projections.texts import REFERENCE
from ledger.tables.contract import contract, report_contract
from ledger.testing import Clock, ledger_in

DOCUMENTS = Path(__file__).parent.parent / "documents"
REPORTS = (
    ("rk/forvaltningsplan", "2025", "2025-01-01"),
    ("rk/arsredovisning", "2024", "2025-03-04"),
    ("rk/delarsrapport", "2025-08", "2025-08-31"),
)
CELLS = 200


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with all of Regionkontoret's documents, for this module to correct."""
    with ledger_in(tmp_path_factory.mktemp("rk"), clock=Clock("2026-01-01T12:00")) as opened:
        for folder in folders([DOCUMENTS]):
            opened.record(proposals(folder, opened.catalogue))
        yield opened


@dataclass(frozen=True)
class Place:
    """A figure in a report: the table as it is asked for, and where in it the figure stands."""

    table: str
    params: tuple[tuple[str, str], ...]
    at: str
    row: str
    place: int
    part: int | None

    def cell(self, ledger: Ledger) -> dict[str, Any]:
        """The figure as it stands now."""
        shown = ledger.show(self.table, at=date.fromisoformat(self.at), params=dict(self.params))
        [row] = [row for row in contract(shown)["rows"] if row["key"] == self.row]
        cell: dict[str, Any] = row["cells"][self.place]
        return cell if self.part is None else cell["parts"][self.part]


def figures(ledger: Ledger) -> Iterator[Place]:
    """Every figure in the three reports."""
    for name, period, at in REPORTS:
        report = report_contract(ledger.report(name, at=date.fromisoformat(at), params={"period": period}))
        for section in report["sections"]:
            for table in section["tables"]:
                where = (table["table"], tuple(table["params"].items()), at)
                for row in table["rows"]:
                    yield from _in_row(row, where)


def _in_row(row: dict[str, Any], where: tuple[str, tuple[tuple[str, str], ...], str]) -> Iterator[Place]:
    for place, cell in enumerate(row["cells"]):
        if cell["value"] is not None:
            yield Place(*where, row["key"], place, None)
        yield from (
            Place(*where, row["key"], place, number)
            for number, part in enumerate(cell["parts"])
            if part["value"] is not None
        )


def amounts(event: Event) -> dict[str, Quantity]:
    """The fields of an event that hold quantities."""
    held = {name: getattr(event, name) for name in value_fields(type(event))}
    return {name: value for name, value in held.items() if isinstance(value, Quantity)}


def corrected(ledger: Ledger, record: Record) -> None:
    """Record that the amounts of an event were thousands more, each by another number."""
    tip = ledger.reader.entry(record.entry)[-1]
    event = ledger.catalogue.decode(tip)
    more = {
        name: Quantity(Decimal(value.number) + 1000 * times, value.unit)
        for times, (name, value) in enumerate(amounts(event).items(), 1)
    }
    changed = type(event).model_validate(event.model_dump() | more)
    proposal = Proposal(changed, tip.effective, replaces=tip.id, reason="Prövning av spårbarheten")
    ledger.record([proposal])


def test_a_figure_follows_the_events_that_it_names_and_no_others(ledger: Ledger) -> None:
    """For random figures: a correction of an event that it names changes it, one of any other leaves it."""
    chance = random.Random(2026)
    records = {record.id: record for record in ledger.reader.log(0, 100_000) if record.content is not None}
    with_amounts = [
        record
        for record in records.values()
        if amounts(ledger.catalogue.decode(record)) and record.topic != "assertion.made"
    ]
    places = chance.sample(list(figures(ledger)), CELLS)
    unmoved, moved = [], []
    for place in places:
        before = place.cell(ledger)
        named = {ledger.event(each).entry: ledger.event(each) for each in before["events"]}
        counted = [record for record in named.values() if amounts(ledger.catalogue.decode(record))]
        [other] = chance.sample([each for each in with_amounts if each.entry not in named], 1)
        corrected(ledger, other)
        if seen(place.cell(ledger)) != seen(before):
            moved.append((place, ledger.catalogue.decode(other)))
        corrected(ledger, chance.choice(counted))
        if seen(place.cell(ledger)) == seen(before):
            unmoved.append(place)
    assert not moved
    assert not unmoved


def seen(cell: dict[str, Any]) -> tuple[str, str | None]:
    """What a reader sees of a figure."""
    return cell["text"], cell["value"]


def test_one_fact_is_one_event(tmp_path: Path) -> None:
    """Personalkostnader of Bokslut 2024 is corrected once, and changes in both documents."""
    with ledger_in(tmp_path) as opened:
        for folder in folders([DOCUMENTS]):
            opened.record(proposals(folder, opened.catalogue))
        year = Place("rk/resultatrakning", (("period", "2024"),), "2025-03-04", "personal", 0, None)
        month = Place("rk/resultatrakning", (("period", "2025-08"),), "2025-08-31", "personal", 2, None)
        assert year.cell(opened)["events"] == month.cell(opened)["events"]
        assert [seen(each.cell(opened)) for each in (year, month)] == [("−290", "-290"), ("−290", "-290")]
        corrected(opened, opened.event(year.cell(opened)["events"][0]))
        assert [each.cell(opened)["value"] for each in (year, month)] == ["710", "710"]


@pytest.fixture(scope="module")
def proposed(ledger: Ledger) -> list[Proposal]:
    """What the documents propose."""
    return [each for folder in folders([DOCUMENTS]) for each in proposals(folder, ledger.catalogue)]


ALLOWED = re.compile(
    r"""\b\d{4}-\d{2}-\d{2}\b            # a date
    |\b(19|20)\d{2}\b(–(19|20)\d{2}\b)?  # a year, or years
    |\bQ[1-4]\b                          # a quarter
    |\bR[FS]\d+(-\d+)?[a-z]?\b           # the id of an uppdrag
    |\b\d+\s*(§|kap\.)                   # a paragraph of law
    |\b(CO2e?|HUS\s90|kkl\s\d(\+\d)?)   # names
    """,
    re.VERBOSE,
)


def test_no_text_holds_a_figure(proposed: list[Proposal]) -> None:
    """Figures are events of their own, and texts refer to them. Names of things keep the digits that they have."""
    held = []
    for proposal in proposed:
        event = proposal.event
        assert event is not None
        texts = {name: getattr(event, name) for name in marked_fields(type(event), FreeText) if name != "name"}
        for name, text in {**texts, "note": proposal.note, "reason": proposal.reason}.items():
            if text and re.search(r"\d", ALLOWED.sub("", REFERENCE.sub("", text))):
                held.append((event.topic, name, text))
    assert not held


def test_no_event_holds_what_is_worked_out(proposed: list[Proposal]) -> None:
    """A line that is a sum of others in our tables has amounts in assertions only, and in the parts of a förvaltning."""
    sums = {"intakter", "kostnader", "resultat", "investeringar", "inv-summa", "inv-utr"}
    held = [
        proposal.event
        for proposal in proposed
        if getattr(proposal.event, "line", None) in sums
        and not getattr(proposal.event, "part", None)
        and not isinstance(proposal.event, LineDefined | Asserted)
        and proposal.event.topic.startswith("finance.")
    ]
    assert not held


def test_no_event_names_a_table_a_row_or_a_column(proposed: list[Proposal], ledger: Ledger) -> None:
    """Tables choose events; events know of no table."""
    tables = {f"rk/{each.name}" for each in ledger.plugins.get("rk").tables}
    for proposal in proposed:
        assert proposal.event is not None
        assert not {"table", "row", "column"} & set(type(proposal.event).model_fields)
        said = proposal.event.model_dump_json()
        assert not [name for name in tables if name in said]


def test_every_reference_in_a_text_finds_its_figure(ledger: Ledger) -> None:
    """No text prints a dash where it refers to a figure."""
    for name, period, at in REPORTS:
        report = report_contract(ledger.report(name, at=date.fromisoformat(at), params={"period": period}))
        for section in report["sections"]:
            for paragraph in section["paragraphs"]:
                assert all(part["events"] for part in paragraph["parts"]), paragraph["text"]
