"""The journal: events one by one, in the order that they were recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.cli import main
from ledger.events import Record, Source, UnitFormed
from ledger.events.ram import RamAllocated
from ledger.explain.journal import Filter, Noted, as_data, chain, noted
from ledger.explain.journal_text import JournalText, Line
from ledger.testing import Given, decided, given
from ledger.views.fold import FoldReader

ALL = Filter()
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


def entries(wanted: Filter = ALL) -> list[Noted]:
    """The events of the world that are wanted, with what goes before and after them."""
    return list(noted(world().reader, wanted))


def records() -> list[Record]:
    """All events of the world."""
    return list(world().reader.log(0, 100))


def plain(lines: Iterable[Line]) -> list[str]:
    """Lines without tones, with ordinary blanks."""
    return [text.replace("\u00a0", " ") for text, _tone in lines]


def told(position: int, name: str | None = "Anna Ek", wanted: Filter = ALL) -> list[str]:
    """An event as the journal prints it, the first of its page."""
    text = JournalText(world().catalogue, lambda _person: name, wanted, 100)
    return plain(text.lines(entries()[position - 1]))


def journal(wanted: Filter = ALL) -> list[str]:
    """The whole journal."""
    text = JournalText(world().catalogue, lambda _person: "Anna Ek", wanted, 100)
    return [line for entry in entries(wanted) for line in plain(text.lines(entry))]


def positions(wanted: Filter) -> list[int]:
    """The positions of the events that a filter lets through."""
    found = [entry.record.position for entry in entries(wanted)]
    assert found == [record.position for record in records() if wanted.fits(record)]
    return found


def test_a_recording_has_a_heading_and_each_event_a_line() -> None:
    """Recorded time in Stockholm, by whom, how many; the document; section; id, effective date, what, and its value."""
    assert told(2) == [
        "2025-01-01 12:02, registrerat av Anna Ek · 1 händelse",
        "  Förvaltningsplan 2025, dnr RV1",
        "  § 3",
        "    ram-0000  2025-01-01  RK   Ram beslutad: CE, 2025 = 71,7 mnkr",
        "          rättas senare av ram-0000 (2025-01-01 12:03)",
    ]


def test_a_decision_without_an_amount_says_only_what_it_is_about() -> None:
    """A unit has a name and no number; what is unknown is not told as one."""
    assert told(1)[-1].endswith("unit-000  2024-01-01  RK   Enhet bildad: Centrum för ekonomi")
    assert "=" not in "".join(told(4))


def test_a_correction_tells_old_and_new_what_it_replaces_and_why() -> None:
    """The source that it leaves out is a change as well."""
    assert told(3)[1:] == [
        "    ram-0000  2025-01-01  RK   RÄTTELSE: Ram beslutad: CE, 2025",
        "          Belopp: 71,7 mnkr → 71,9 mnkr",
        "          Källa: Förvaltningsplan 2025, dnr RV1, § 3 → –",
        "          rättar ram-0000 · skäl: Skrivfel",
    ]


def test_a_withdrawal_tells_what_it_takes_away_and_what_it_took_knows_it() -> None:
    """Both ways: the one names the other."""
    assert told(4)[1:] == [
        "    all-0000  2025-01-01  RK   Ram beslutad: 2025",
        "          återtas av all-0000 (2025-01-01 12:05)",
    ]
    assert told(5)[1:] == [
        "    all-0000  2025-01-01  RK   ÅTERTAGEN: Ram beslutad: 2025",
        "          återtar all-0000 · skäl: Aldrig beslutad",
    ]


def test_a_person_who_has_been_erased_is_told_as_such() -> None:
    """The event stands without the name."""
    assert "registrerat av (borttagen)" in told(2, name=None)[0]


def test_an_event_that_no_plugin_here_knows_is_told_by_its_stream() -> None:
    """Nothing is hidden."""
    unknown = given().catalogue
    unknown._classes.clear()
    text = JournalText(unknown, lambda _person: "", Filter(), 100)
    lines = plain(line for entry in entries() for line in text.lines(entry))
    assert sum("ram.allocated/RK/CE/2025 (okänd här)" in line for line in lines) == 2
    assert as_data(entries()[1], unknown)["decision"] is None


def test_the_stream_and_its_version_are_told_where_a_stream_is_asked_for() -> None:
    """They are what --expect wants; elsewhere they would only be in the way."""
    wanted = Filter(stream="ram.allocated/RK/CE")
    assert "ram.allocated/RK/CE/2025, version 2" in " ".join(told(3, wanted=wanted))
    assert "version" not in " ".join(told(3))


def test_a_recording_is_told_once_and_its_source_once() -> None:
    """Three events at one time: one heading, with what they share; each says what is its own."""
    reader = world().reader
    together = [
        replace(record, recorded=records()[0].recorded, position=number)
        for number, record in enumerate(records()[:2], 1)
    ]
    assert reader.sizes(records()[0].recorded, records()[1].recorded) == {each.recorded: 1 for each in records()[:2]}
    same = FoldReader(together, world().catalogue)
    text = JournalText(world().catalogue, lambda _person: "Anna Ek", Filter(), 100)
    lines = [line for entry in noted(same, Filter()) for line in plain(text.lines(entry))]
    assert [line for line in lines if not line.startswith(" ")] == [
        "2025-01-01 12:01, registrerat av Anna Ek · 2 händelser"
    ]
    assert sum("källa: Förvaltningsplan 2025, dnr RV1" in line for line in lines) == 1


def test_what_is_chosen_is_told_as_a_part_of_its_recording() -> None:
    """The number is that of the recording; a recording of a single event is that event."""
    assert journal(Filter(topic="organisation"))[0].endswith("· 1 händelse")
    assert len(journal(Filter(corrections=True))) < len(journal())


def test_a_chain_has_every_version_in_order_from_any_of_them() -> None:
    """What it said from the beginning, what each correction changes, when, by whom and why."""
    for one in (2, 3):
        chained = chain(world().reader, records()[one - 1])
        text = JournalText(world().catalogue, lambda _person: "Anna Ek", Filter(), 100)
        assert [line for entry in chained for line in plain(text.version(entry))] == [
            "Ram beslutad: CE, 2025",
            "ström ram.allocated/RK/CE/2025",
            "",
            "1. Ursprunglig, 2025-01-01 12:02, registrerat av Anna Ek",
            "   id ram-00001",
            "   gäller från 2025-01-01 (enligt uppgift)",
            "   Förvaltning: RK",
            "   År: 2025",
            "   Del: CE",
            "   Belopp: 71,7 mnkr",
            "   källa: Förvaltningsplan 2025, dnr RV1, § 3",
            "   rättas senare av ram-0000 (2025-01-01 12:03)",
            "",
            "2. Rättelse, 2025-01-01 12:03, registrerat av Anna Ek",
            "   id ram-00002",
            "   Belopp: 71,7 mnkr → 71,9 mnkr",
            "   Källa: Förvaltningsplan 2025, dnr RV1, § 3 → –",
            "   rättar ram-0000",
            "   skäl: Skrivfel",
        ]


def test_a_long_text_is_only_told_as_changed_but_whole_in_its_chain() -> None:
    """A list of events stays one; the chain has it all."""
    name = "Centrum för " + "ekonomi och " * 6
    proposals = [
        decided(UnitFormed(forvaltning="RK", unit="CE", name=each), "2024-01-01", **about)
        for each, about in ((name, {"id": "a"}), (f"{name} mer", {"id": "b", "replaces": "a", "reason": "Fel"}))
    ]
    changed = list(noted(given(*proposals).reader, Filter()))[1]
    text = JournalText(world().catalogue, lambda _person: "Anna Ek", Filter(), 100)
    assert "          Namn: ändrad" in plain(text.lines(changed))
    assert "mer" in " ".join(plain(text.version(changed)))


def test_a_journal_is_the_same_whatever_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What replaced an event is found on another page too."""
    whole = journal()
    for size in (1, 2, 3):
        monkeypatch.setattr("ledger.explain.journal.PAGE", size)
        assert journal() == whole


def test_the_data_has_envelope_and_decision() -> None:
    """Exact, with the digest left out and nothing that is not said."""
    data = as_data(entries()[2], world().catalogue)
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
    assert as_data(entries()[4], world().catalogue)["decision"] is None
    assert [as_data(each, world().catalogue).get("replaced_by") for each in entries()] == [
        None, "ram-00002", None, "all-00002", None,
    ]  # fmt: skip


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
        (Filter(until=date(2025, 1, 1)), [1, 2, 3, 4, 5]),
        (Filter(until=date(2024, 12, 31)), []),
        (Filter(corrections=True), [3, 5]),
        (Filter(corrections=True, stream="ram.allocated/RK/CE"), [3]),
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
    """An event's line begins with its id, and no line is wider than a hundred columns."""
    events = logged(demo, capsys)
    assert main(["--ledger", str(demo / "demo.db"), "log"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    heads = [line.split()[0] for line in lines if re.match(r"    \S", line)]
    assert heads == [event["id"][:8] for event in events]


def test_a_day_of_the_log_is_found_without_reading_all_before(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a day and to a day: the same events as the whole log has of it."""
    events = [event for event in logged(demo, capsys) if event["recorded_at"].startswith("2025-01-01")]
    assert events
    assert logged(demo, capsys, "--since", "2025-01-01", "--until", "2025-01-01") == events


def test_no_name_of_a_person_is_in_an_event(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Owners and project leads are ids into the register, whatever their initials are."""
    persons = [
        person
        for event in logged(demo, capsys, "--topic", "fds.project-registered")
        for person in (*event["decision"]["owners"], *event["decision"]["leads"])
    ]
    assert len(persons) > 20
    assert all(person.startswith("p-") and len(person) == 26 for person in persons)
