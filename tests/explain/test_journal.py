"""The journal: events one by one, in the order that they were recorded."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.cli import main
from ledger.events import Record, Source, UnitFormed
from ledger.events.ram import RamAllocated
from ledger.explain.journal import Filter, as_data, as_line
from ledger.testing import Given, decided, given

PLAN = Source(document="rk-plan-2025", title="Förvaltningsplan 2025", diarienummer="RV1", section="§ 3")


def ram(amount: str) -> RamAllocated:
    """A ram of the unit CE."""
    return RamAllocated(forvaltning="RK", part="CE", period="2025", amount=amount)


def world() -> Given:
    """A unit, its ram, a correction of it, and another ram that is withdrawn."""
    return given(
        decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum för ekonomi"), "2024-01-01", id="unit-0001"),
        decided(ram("71,7 mnkr"), "2025-01-01", id="ram-00001", source=PLAN),
        decided(ram("71,9 mnkr"), "2025-01-01", id="ram-00002", replaces="ram-00001", reason="Skrivfel"),
        decided(RamAllocated(forvaltning="RK", period="2025", amount="?"), "2025-01-01", id="all-00001"),
        decided(None, "2025-01-01", id="all-00002", replaces="all-00001", reason="Aldrig beslutad"),
    )


def records() -> list[Record]:
    """All events of the world."""
    return list(world().reader.log(0, 100))


def line(position: int, name: str | None = "Anna Ek") -> str:
    """An event as the journal prints it, with ordinary blanks."""
    return as_line(records()[position - 1], world().catalogue, lambda _person: name).replace("\u00a0", " ")


def positions(wanted: Filter) -> list[int]:
    """The positions of the events that a filter lets through."""
    return [record.position for record in records() if wanted.fits(record)]


def test_a_line_has_place_times_id_and_what_was_decided() -> None:
    """Recorded time in Stockholm, effective date, the first eight characters of the id, the amount."""
    head, *rest = line(2).splitlines()
    assert head == "     2  2025-01-01 12:02  2025-01-01  ram-0000  Ram beslutad: CE, 2025 = 71,7 mnkr"
    assert [each.strip() for each in rest] == [
        "Förvaltningsplan 2025, dnr RV1, § 3",
        "ram.allocated/RK/CE/2025, version 1, av Anna Ek",
    ]


def test_a_decision_without_an_amount_says_only_what_it_is_about() -> None:
    """A unit has a name and no number; what is unknown is not told as one."""
    assert line(1).splitlines()[0].endswith("unit-000  Enhet bildad: Centrum för ekonomi")
    assert "=" not in line(4)


def test_a_correction_names_what_it_replaces_and_why() -> None:
    """In the stream of what it replaces, as the next version."""
    text = line(3)
    assert "rättar ram-0000: Skrivfel" in text
    assert "71,9 mnkr" in text
    assert "ram.allocated/RK/CE/2025, version 2" in text


def test_a_withdrawal_is_plain_to_see() -> None:
    """With what it takes away and why."""
    text = line(5)
    assert "ÅTERTAGEN" in text
    assert "återtar all-0000: Aldrig beslutad" in text


def test_a_person_who_has_been_erased_is_told_as_such() -> None:
    """The event stands without the name."""
    assert "av (borttagen)" in line(2, name=None)


def test_an_event_that_no_plugin_here_knows_is_told_by_its_stream() -> None:
    """Nothing is hidden."""
    unknown = given().catalogue
    unknown._classes.clear()
    assert "ram.allocated/RK/CE/2025 (okänd här)" in as_line(records()[1], unknown, lambda _person: "")
    assert as_data(records()[1], unknown)["decision"] is None


def test_the_data_has_envelope_and_decision() -> None:
    """Exact, with the digest left out and nothing that is not said."""
    data = as_data(records()[2], world().catalogue)
    assert data == {
        "position": 3,
        "recorded_at": "2025-01-01T11:03:00.000000Z",
        "topic": "ram.allocated",
        "stream": "ram.allocated/RK/CE/2025",
        "version": 2,
        "id": "ram-00002",
        "effective_on": "2025-01-01",
        "dated": "stated",
        "recorded_by": "p-test",
        "replaces": "ram-00001",
        "reason": "Skrivfel",
        "decision": {
            "forvaltning": "RK",
            "part": "CE",
            "period": "2025",
            "amount": {"number": "71.9", "unit": "mnkr"},
        },
    }
    assert json.loads(json.dumps(data)) == data
    assert as_data(records()[4], world().catalogue)["decision"] is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), [1, 2, 3, 4, 5]),
        (Filter(stream="ram.allocated/RK/CE"), [2, 3]),
        (Filter(stream="ram.allocated/RK//2025"), [4, 5]),
        (Filter(topic="ram"), [2, 3, 4, 5]),
        (Filter(topic="organisation.unit-formed"), [1]),
        (Filter(source="rk-plan-2025"), [2]),
        (Filter(source="Förvaltningsplan 2025"), [2]),
        (Filter(source="RV1"), [2]),
        (Filter(source="RV"), []),
        (Filter(since=date(2025, 1, 1)), [1, 2, 3, 4, 5]),
        (Filter(since=date(2025, 1, 2)), []),
        (Filter(topic="ram", source="RV1"), [2]),
        (Filter(topic="organisation", source="RV1"), []),
    ],
)
def test_a_filter_lets_through_what_fits_all_that_it_asks(wanted: Filter, expected: list[int]) -> None:
    """Stream and topic by their beginning; the source by id, title or diarienummer; the day in Stockholm."""
    assert positions(wanted) == expected


def test_a_day_begins_at_midnight_in_stockholm() -> None:
    """What was recorded at 23.30 UTC belongs to the next day there."""
    [record, *_rest] = records()
    late = Record(
        **{name: getattr(record, name) for name in Record.__slots__ if name != "recorded"},
        recorded=record.recorded + (11 * 60 + 29) * 60 * 1_000_000,
    )
    assert late.recorded_at.isoformat() == "2025-01-01T22:30:00+00:00"
    later = Record(
        **{name: getattr(record, name) for name in Record.__slots__ if name != "recorded"},
        recorded=late.recorded + 60 * 60 * 1_000_000,
    )
    since = Filter(since=date(2025, 1, 2))
    assert (since.fits(late), since.fits(later)) == (False, True)


def logged(demo: Path, capsys: pytest.CaptureFixture[str], *filters: str) -> list[dict[str, Any]]:
    """The demonstration's events that filters let through."""
    assert main(["--ledger", str(demo / "demo.db"), "log", *filters, "--format", "json"]) == 0
    return [json.loads(each) for each in capsys.readouterr().out.splitlines()]


def test_the_log_has_every_event_once_in_order(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Positions from one without a gap, recorded times that never run backwards."""
    events = logged(demo, capsys)
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    assert len({event["id"] for event in events}) == len(events)
    times = [datetime.fromisoformat(event["recorded_at"]) for event in events]
    assert times == sorted(times)


def test_text_and_data_tell_of_the_same_events(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An event's line begins with its position."""
    events = logged(demo, capsys, "--topic", "rk")
    assert main(["--ledger", str(demo / "demo.db"), "log", "--topic", "rk"]) == 0
    heads = [text for text in capsys.readouterr().out.splitlines() if not text.startswith(" " * 8)]
    assert [int(head.split()[0]) for head in heads] == [event["position"] for event in events]


def test_no_name_of_a_person_is_in_an_event(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Owners and project leads are ids into the register, whatever their initials are."""
    persons = [
        person
        for event in logged(demo, capsys, "--topic", "fds.project-registered")
        for person in (*event["decision"]["owners"], *event["decision"]["leads"])
    ]
    assert len(persons) > 20
    assert all(person.startswith("p-") and len(person) == 26 for person in persons)
