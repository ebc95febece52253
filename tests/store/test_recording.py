from __future__ import annotations

import json
import os
import pwd
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

import databases
from databases import Rows
from ledger.events import (
    CORE_EVENTS,
    Asserted,
    Catalogue,
    Code,
    Event,
    IndicatorDefined,
    IndicatorRead,
    LineDefined,
    PersonRegistered,
    Persons,
    Proposal,
    RamAllocated,
    Source,
    TextWritten,
    UnitFormed,
)
from ledger.opening import Ledger, create_ledger, open_ledger
from ledger.plugins import Plugins
from ledger.problems import Origin, Refused
from ledger.store.erasing import Order
from ledger.surroundings import Surroundings
from ledger.testing import Clock, decided, ledger_at, surroundings

TABLES = ("event", "content", "subject", "entry", "superseded", "person", "ledger")
PLAN = Source(document="rk-plan-2025", title="Förvaltningsplan 2025", section="3.1")


class TaskGiven(Event, topic="prov.uppdrag-givet", title="Uppdrag givet", key=("task",)):
    """A decision that names persons."""

    task: Code = Field(title="Uppdrag", description="Kod")
    leads: Persons = Field((), title="Ansvariga", description="Namn eller initialer")


@dataclass
class WithTasks(Plugins):
    """As if a plugin with ``TaskGiven`` were installed, and no other."""

    def catalogue(self, *_names: str) -> Catalogue:
        catalogue = Catalogue()
        catalogue.add("planledger", CORE_EVENTS)
        catalogue.add("planledger-prov", [TaskGiven])
        return catalogue


@pytest.fixture
def ledger(place: str, clock: Clock) -> Iterator[Ledger]:
    with ledger_at(place, clock=clock, plugins=WithTasks()) as ledger:
        yield ledger


def ram(amount: str = "31,4 mnkr", on: str = "2025-01-01", part: str | None = None, **about: Any) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", period="2025", part=part, amount=amount), on, **about)


def withdrawal(of: str, **about: Any) -> Proposal:
    return Proposal(None, date(2025, 1, 1), replaces=of, **{"reason": "Fattades aldrig", **about})


def reading(accumulated: str, value: str = "4,7 %", period: str = "2025", **about: Any) -> Proposal:
    event = IndicatorRead(
        forvaltning="RK", indicator="sjukfranvaro", period=period, accumulated=accumulated, value=value
    )
    return decided(event, "2025-08-31", **about)


def defined() -> Proposal:
    return decided(IndicatorDefined(forvaltning="RK", indicator="sjukfranvaro", name="Sjukfrånvaro"), "2025-01-01")


def rows(ledger: Ledger, statement: str) -> Rows:
    return databases.rows(ledger.database.address, statement)


def everything(ledger: Ledger) -> dict[str, Rows]:
    """Every row of every table."""
    return databases.tables(ledger.database.address, TABLES)


def topics(ledger: Ledger) -> list[str]:
    return [topic for (topic,) in rows(ledger, "SELECT topic FROM record ORDER BY position")]


def refusal(ledger: Ledger, *proposals: Proposal) -> str:
    """What is said when ``proposals`` are refused; nothing at all is written."""
    before = everything(ledger)
    with pytest.raises(Refused) as caught:
        ledger.record(proposals)
    assert everything(ledger) == before
    return str(caught.value)


def test_a_decision_gets_an_id_a_position_and_a_version(ledger: Ledger) -> None:
    """The first decision of a subject is version 1 of its stream, and the next version 2, in the next position."""
    [first] = ledger.record([ram()])
    [second] = ledger.record([ram("32 mnkr")])
    assert (first.stream, first.version, first.new) == ("ram.allocated/RK//2025", 1, True)
    assert (second.stream, second.version, second.position) == (first.stream, 2, first.position + 1)
    assert first.id != second.id


def test_nothing_proposed_is_nothing_recorded(ledger: Ledger) -> None:
    """An empty list takes neither lock nor time."""
    before = everything(ledger)
    assert ledger.record([]) == []
    assert everything(ledger) == before


def test_what_is_recorded_is_read_as_it_was_proposed(ledger: Ledger) -> None:
    """Content and envelope come back, and nothing is made up."""
    note = "Står i bilaga 2"
    [outcome] = ledger.record([ram(source=PLAN, note=note, dated="printed")])
    record = ledger.event(outcome.id)
    envelope = record.opened()
    assert ledger.catalogue.decode(record) == ram().event
    assert (envelope.source, envelope.note, envelope.dated, envelope.reason) == (PLAN, note, "printed", None)
    assert (record.effective, envelope.effective_on) == (date(2025, 1, 1), date(2025, 1, 1))


def test_an_expected_version_that_is_right_is_recorded(ledger: Ledger) -> None:
    """0 for a subject without decisions, then as many as there are."""
    assert [ledger.record([ram(expected=version)])[0].version for version in (0, 1)] == [1, 2]


def test_a_stream_that_has_moved_on_refuses(ledger: Ledger) -> None:
    """Who decided on stale figures is told which version there is now."""
    ledger.record([ram()])
    assert "är nu i version 1, inte 0" in refusal(ledger, ram("32 mnkr", expected=0))


def test_a_correction_is_expected_in_the_stream_of_what_it_corrects(ledger: Ledger) -> None:
    """A correction that moves the key still continues the old stream."""
    [first] = ledger.record([ram(id="a")])
    moved = replace(
        ram(replaces="a", reason="Fel år", expected=1),
        event=RamAllocated(forvaltning="RK", period="2026", amount="1 mnkr"),
    )
    [second] = ledger.record([moved])
    assert (second.stream, second.version) == (first.stream, 2)


def test_an_id_that_is_taken_is_refused(ledger: Ledger) -> None:
    """Another content, date or topic under the same id is an error and no change."""
    ledger.record([ram(id="a")])
    unit = decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum för ekonomi"), "2025-01-01", id="a")
    for other in (ram("32 mnkr", id="a"), ram(on="2025-02-01", id="a"), unit):
        assert "id a är redan taget av en annan händelse (ram.allocated)" in refusal(ledger, other)


def test_the_same_proposal_again_is_no_change_and_leaves_no_trace(ledger: Ledger, clock: Clock) -> None:
    """Asked twice, the ledger answers with what it has: no event, no person, and not even the clock moves."""
    [first] = ledger.record([ram(id="a")])
    before = everything(ledger)
    clock.set("2025-03-01T12:00")
    [again] = ledger.record([ram(id="a")])
    assert again == replace(first, new=False)
    assert everything(ledger) == before


def test_an_imported_decision_again_is_no_change(ledger: Ledger) -> None:
    """A document's decisions get ids that follow from it; two equal ones are two, at every import."""
    document = [
        ram(source=PLAN, repeatable=True),
        ram(source=PLAN, repeatable=True),
        ram("1 mnkr", source=PLAN, repeatable=True),
    ]
    first = ledger.record(document)
    before = everything(ledger)
    again = ledger.record(document)
    assert len({outcome.id for outcome in first}) == 3
    assert [(outcome.id, outcome.new) for outcome in again] == [(outcome.id, False) for outcome in first]
    assert everything(ledger) == before


def test_an_imported_id_follows_from_document_and_content_alone(tmp_path: Path) -> None:
    """Two ledgers with other salts and users give the same decision the same id."""
    ids = set()
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        around = surroundings(seed=number, user=f"user{number}")
        with create_ledger(tmp_path / str(number) / "test.db", surroundings=around) as ledger:
            ids.add(ledger.record([ram(source=PLAN, repeatable=True)])[0].id)
    assert len(ids) == 1


def test_new_and_known_together_record_what_is_new(ledger: Ledger) -> None:
    """A longer import adds its last rows only."""
    ledger.record([ram(id="a")])
    outcomes = ledger.record([ram(id="a"), ram("2 mnkr", id="b")])
    assert [outcome.new for outcome in outcomes] == [False, True]
    assert [
        event for (event,) in rows(ledger, "SELECT id FROM record WHERE topic = 'ram.allocated' ORDER BY position")
    ] == ["a", "b"]


def test_what_is_corrected_already_is_refused_naming_the_later(ledger: Ledger) -> None:
    """A version is replaced at most once; the remedy is to correct the last one."""
    ledger.record([ram(id="a"), ram("32 mnkr", id="b", replaces="a", reason="Tryckfel")])
    for again in (ram("33 mnkr", replaces="a", reason="Tryckfel"), withdrawal("a")):
        said = refusal(ledger, again)
        assert "händelse a är redan ersatt av b" in said
        assert "rätta eller återta den senaste versionen: b" in said


def test_what_is_replaced_already_is_refused_with_when_by_whom_and_why(ledger: Ledger, clock: Clock) -> None:
    """Of the next version and the last, or of the withdrawal, wherever in the chain somebody takes hold."""
    ledger.record([ram(id="a")])
    clock.set("2025-02-03T14:05")
    ledger.record([ram("32 mnkr", id="b", replaces="a", reason="Tryckfel")])
    b = "b, registrerad 2025-02-03 14:05 av test med skälet ”Tryckfel”"
    assert f"händelse a är redan ersatt av {b}\n" in refusal(ledger, withdrawal("a"))
    clock.set("2025-03-04T09:00")
    ledger.record([ram("33 mnkr", id="c", replaces="b", reason="Fel belopp")])
    c = "c, registrerad 2025-03-04 09:00 av test med skälet ”Fel belopp”"
    said = refusal(ledger, ram("34 mnkr", replaces="a", reason="Tryckfel"))
    assert f"händelse a är redan ersatt av {b}; den senaste versionen är {c}\n" in said
    assert "rätta eller återta den senaste versionen: c" in said
    clock.set("2025-04-05T10:30")
    ledger.record([withdrawal("c", id="w")])
    for gone in "abc":
        said = refusal(ledger, ram("34 mnkr", replaces=gone, reason="Tryckfel"))
        w = "w, registrerad 2025-04-05 10:30 av test med skälet ”Fattades aldrig”"
        assert f"händelse {gone} är återtagen genom {w}\n" in said
        assert "registrera beslutet på nytt om det ändå gäller" in said


def test_who_withdrew_is_told_also_when_erased_from_the_register(ledger: Ledger) -> None:
    """The name is the register's; without it the refusal says so."""
    ledger.record([ram(id="a"), withdrawal("a", id="w")])
    ledger.erase(ledger.persons("test"), Order("Begäran", date(2025, 4, 5)))
    assert "av (borttagen) med skälet" in refusal(ledger, withdrawal("a"))


def test_a_correction_of_the_last_version_is_recorded(ledger: Ledger) -> None:
    """The last version can be corrected, and then withdrawn."""
    ledger.record([ram(id="a")])
    ledger.record([ram("32 mnkr", id="b", replaces="a", reason="Tryckfel")])
    ledger.record([ram("33 mnkr", id="c", replaces="b", reason="Tryckfel"), withdrawal("c", id="d")])
    assert [record.id for record in ledger.reader.entry(ledger.event("a").position)] == ["a", "b", "c", "d"]
    assert not ledger.view(date(2025, 12, 31)).latest(RamAllocated)


def test_two_corrections_of_one_event_in_one_recording_are_refused(ledger: Ledger) -> None:
    """The second meets the first, though neither is committed."""
    ledger.record([ram(id="a")])
    twice = [ram(f"{number} mnkr", id=f"b{number}", replaces="a", reason="Tryckfel") for number in (1, 2)]
    assert "händelse a är redan ersatt av b1" in refusal(ledger, *twice)


def test_what_is_withdrawn_is_never_corrected(ledger: Ledger) -> None:
    """A withdrawal is for good: neither it nor what it took away can be replaced."""
    ledger.record([ram(id="a"), withdrawal("a", id="w")])
    for late in (ram("32 mnkr", replaces="a", reason="Tryckfel"), withdrawal("a")):
        assert "händelse a är återtagen genom w" in refusal(ledger, late)
    for late in (ram("32 mnkr", replaces="w", reason="Tryckfel"), withdrawal("w")):
        assert "händelse w är ett återtagande" in refusal(ledger, late)


def test_a_correction_never_changes_topic(ledger: Ledger) -> None:
    """Another kind of decision is a withdrawal and a new decision."""
    ledger.record([ram(id="a")])
    unit = decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum"), "2025-01-01", replaces="a", reason="Fel")
    assert "a är ram.allocated, inte organisation.unit-formed" in refusal(ledger, unit)


@pytest.mark.parametrize("reason", [None, ""])
def test_a_correction_or_a_withdrawal_says_why(ledger: Ledger, reason: str | None) -> None:
    """Without a reason neither is recorded."""
    ledger.record([ram(id="a")])
    for proposal in (ram("32 mnkr", replaces="a", reason=reason), withdrawal("a", reason=reason)):
        assert "skälet saknas" in refusal(ledger, proposal)


def test_replacing_what_is_not_there_is_refused(ledger: Ledger) -> None:
    """A correction names an event of this ledger."""
    assert "det finns ingen händelse zzz" in refusal(ledger, ram(replaces="zzz", reason="Tryckfel"))


def test_a_withdrawal_of_nothing_is_refused(ledger: Ledger) -> None:
    """A proposal with neither a decision nor something to withdraw says nothing."""
    with pytest.raises(Refused):
        ledger.record([Proposal(None, date(2025, 1, 1), reason="Fattades aldrig")])
    assert topics(ledger) == []


def test_a_reference_that_leads_nowhere_is_refused(ledger: Ledger) -> None:
    """The field, the code and the förvaltning are named, and which event to record first."""
    said = refusal(ledger, ram(part="CE", origin=Origin("ram.csv", 2)))
    assert "ram.csv, rad 2, kolumn ”part”: Del ”CE” finns inte i RK" in said
    assert "organisation.unit-formed" in said


def test_a_reference_into_the_same_recording_is_found(ledger: Ledger) -> None:
    """A unit may come after what refers to it, when they are recorded together."""
    unit = decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum för ekonomi"), "2025-06-01")
    assert len(ledger.record([ram(part="CE"), unit])) == 2


def test_a_reference_is_to_the_own_forvaltning(ledger: Ledger) -> None:
    """Another förvaltning's unit of the same code is another unit."""
    ledger.record([decided(UnitFormed(forvaltning="HSF", unit="CE", name="Centrum för ekonomi"), "2025-01-01")])
    assert "Del ”CE” finns inte i RK" in refusal(ledger, ram(part="CE"))


def test_a_reference_to_what_is_withdrawn_is_refused(ledger: Ledger) -> None:
    """What was never so cannot be referred to."""
    ledger.record(
        [decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum"), "2025-01-01", id="u"), withdrawal("u")]
    )
    assert "Del ”CE” finns inte i RK" in refusal(ledger, ram(part="CE"))


def test_accumulations_start_together_and_end_apart(ledger: Ledger) -> None:
    """January–March, January–August and the whole year follow each other, in any order; the latest stands."""
    ledger.record([defined(), reading("2025-01/2025-08"), reading("2025-01/2025-03"), reading("2025", "4,9 %")])
    assert len(ledger.view(date(2025, 12, 31)).each(IndicatorRead)) == 3


@pytest.mark.parametrize("accumulated", ["2025-02/2025-09", "2025-01/2025-08", "2025-08/2025-12", "2025-04"])
def test_accumulations_that_overlap_otherwise_are_refused(ledger: Ledger, accumulated: str) -> None:
    """Another start, or the same days once more, would count something twice."""
    ledger.record([defined(), reading("2025-01/2025-08")])
    assert "januari–augusti 2025, som redan är registrerad" in refusal(ledger, reading(accumulated))


def test_accumulations_that_overlap_within_one_recording_are_refused(ledger: Ledger) -> None:
    """The rule holds among what is recorded together."""
    ledger.record([defined()])
    assert "överlappar" in refusal(ledger, reading("2025-01/2025-08"), reading("2025-02/2025-09"))


def test_an_accumulation_may_be_corrected(ledger: Ledger) -> None:
    """A correction does not overlap what it replaces, and what it replaced is in nobody's way."""
    ledger.record([defined(), reading("2025-01/2025-08", id="a")])
    ledger.record([reading("2025-02/2025-09", id="b", replaces="a", reason="Fel månader")])
    ledger.record([reading("2025-02/2025-11")])
    assert "överlappar" in refusal(ledger, reading("2025-01/2025-08"))


def test_an_accumulation_lies_within_what_it_is_about(ledger: Ledger) -> None:
    """A reading for 2025 has not added up 2024."""
    ledger.record([defined()])
    assert "december 2024–januari 2025 ligger inte inom 2025" in refusal(ledger, reading("2024-12/2025-01"))


def test_accumulations_of_other_subjects_are_apart(ledger: Ledger) -> None:
    """Another year or another group starts when it likes."""
    other = IndicatorRead(
        forvaltning="RK", indicator="sjukfranvaro", group="K", period="2025", accumulated="2025-02/2025-09", value="5 %"
    )
    ledger.record([defined(), reading("2025-01/2025-08")])
    assert len(ledger.record([decided(other, "2025-09-30"), reading("2024-03/2024-12", period="2024")])) == 2


def test_all_problems_are_told_at_once_and_nothing_is_recorded(ledger: Ledger) -> None:
    """Three rows are wrong in three ways: each is told with its place, and the good row is not recorded either."""
    ledger.record([ram(id="a")])
    wrong = [
        ram("1 mnkr", id="a", origin=Origin("ram.csv", 2)),
        ram("2 mnkr", origin=Origin("ram.csv", 3)),
        ram("3 mnkr", part="CE", origin=Origin("ram.csv", 4)),
        ram("4 mnkr", replaces="zzz", reason="Tryckfel", origin=Origin("ram.csv", 5)),
    ]
    before = everything(ledger)
    with pytest.raises(Refused) as caught:
        ledger.record(wrong)
    assert sorted(problem.origin.row or 0 for problem in caught.value.problems) == [2, 4, 5]
    assert everything(ledger) == before


def test_every_refusal_says_what_to_do(ledger: Ledger) -> None:
    """A problem comes with its remedy."""
    with pytest.raises(Refused) as caught:
        ledger.record([ram(part="CE"), withdrawal("zzz")])
    assert all(problem.what and problem.remedy for problem in caught.value.problems)


NAME = "Ek-Åström"


def task(*leads: str, **about: Any) -> Proposal:
    return decided(TaskGiven(forvaltning="RK", task="arkiv", leads=leads), "2025-01-01", **about)


def test_a_persons_name_is_nowhere_in_the_log(ledger: Ledger) -> None:
    """Neither the name nor a hash of it is in any event, content or index row: only the register holds it."""
    ledger.record([task(NAME, actor="Anna Ek-Åström")])
    log = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in set(TABLES) - {"person"}
        for row in rows(ledger, f"SELECT * FROM {table}")
        for value in row
    )
    assert b"prov.uppdrag-givet" in log
    for trace in (NAME, "Anna", json.dumps(NAME)[1:-1], sha256(NAME.encode()).hexdigest()):
        assert trace.encode() not in log


def test_the_register_knows_who_it_is(ledger: Ledger) -> None:
    """A table shows the name that the random id stands for."""
    ledger.record([task(NAME)])
    fact = ledger.view(date(2025, 12, 31)).latest_one(TaskGiven)
    assert fact.leads == NAME
    assert fact.event.leads[0].startswith("p-")


def test_a_person_may_be_written_with_the_whole_name(ledger: Ledger) -> None:
    """First name and surname, as documents have them, and not initials only."""
    ledger.record([task("Anna Ek", "Bo Ceder")])
    assert ledger.view(date(2025, 12, 31)).latest_one(TaskGiven).leads == "Anna Ek, Bo Ceder"


def test_the_digest_of_a_person_is_of_salt_and_record(ledger: Ledger) -> None:
    """What the log says of a person is proved by the register's own row."""
    ledger.record([task(NAME, actor="BC")])
    register = {person: (salt, record) for person, salt, record in rows(ledger, "SELECT id, salt, record FROM person")}
    entered = [record for record in ledger.reader.log(0, 99) if record.topic == "person.registered"]
    assert len(entered) == len(register) == 3
    for event in map(ledger.catalogue.decode, entered):
        salt, record = register[event.person]  # type: ignore[attr-defined]
        assert len(salt) == 16
        assert event.digest == sha256(salt + record.encode()).hexdigest()  # type: ignore[attr-defined]


def test_persons_are_entered_before_the_event_that_names_them(ledger: Ledger) -> None:
    """A reader of the log meets the registration first."""
    ledger.record([task(NAME)])
    assert topics(ledger) == ["person.registered", "person.registered", "prov.uppdrag-givet"]


def test_a_person_is_entered_once(ledger: Ledger) -> None:
    """The same name in the same förvaltning is the same person; the system's users are apart from them."""
    ledger.record([task(NAME)])
    ledger.record([task(NAME, "BC")])
    ledger.record([task("test")])
    names = [json.loads(record) for (record,) in rows(ledger, "SELECT record FROM person")]
    people = [(each["name"], each["scope"]) for each in names]
    assert sorted(people) == [("BC", "RK"), (NAME, "RK"), ("test", "RK"), ("test", "system")]


def test_everybody_in_the_register_is_in_the_log(ledger: Ledger) -> None:
    """Also an actor who only proposes again what is there already leaves no row without its event."""
    ledger.record([ram(id="a")])
    ledger.record([ram("2 mnkr", id="b"), ram(id="a", actor=NAME)])
    persons = {person for (person,) in rows(ledger, "SELECT id FROM person")}
    streams = {
        stream for (stream,) in rows(ledger, "SELECT originator_id FROM event WHERE topic = 'person.registered'")
    }
    assert streams == {f"person.registered/alla/{person}" for person in persons}


def test_a_refused_recording_registers_nobody(ledger: Ledger) -> None:
    """Nothing is known of persons in a proposal that was refused."""
    refusal(ledger, task(NAME), ram(part="CE"))
    assert rows(ledger, "SELECT * FROM person") == []


def recorder_of(ledger: Ledger, event_id: str) -> str | None:
    return ledger.reader.person(ledger.event(event_id).opened().recorded_by)


def test_recorded_by_is_the_systems_user(place: str) -> None:
    """Whoever runs the program is the recorder, by the register, and the actor is somebody else."""
    around = surroundings(user="registrator")
    with create_ledger(place, surroundings=around) as ledger:
        ledger.record([ram(id="a", actor=NAME)])
        assert recorder_of(ledger, "a") == "registrator"
        assert ledger.reader.person(ledger.event("a").opened().actor or "") == NAME


def test_recorded_by_cannot_be_chosen_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user is the one that the operating system runs the program as, whatever the variables say."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "regiondirektoren")
    with create_ledger(tmp_path / "test.db") as ledger:
        ledger.record([ram(id="a")])
        assert recorder_of(ledger, "a") == pwd.getpwuid(os.getuid()).pw_name


def test_no_proposal_chooses_recorder_or_recorded_time() -> None:
    """There is no field for either."""
    for choice in ({"recorded_by": NAME}, {"recorded": 0}, {"recorded_at": datetime(2025, 1, 1)}):
        with pytest.raises(TypeError, match="unexpected keyword"):
            ram(**choice)


def recorded(ledger: Ledger) -> list[int]:
    return [
        time for (time,) in rows(ledger, "SELECT recorded FROM record WHERE topic = 'ram.allocated' ORDER BY position")
    ]


def test_recorded_time_increases_while_the_clock_stands_still(ledger: Ledger) -> None:
    """From recording to recording by at least a microsecond; within one, all events have one time."""
    for _each in range(3):
        ledger.record([ram(), ram()])
    times = recorded(ledger)
    assert times[::2] == times[1::2]
    assert times[::2] == sorted(set(times))


def test_a_recording_has_the_time_of_the_clock(ledger: Ledger, clock: Clock) -> None:
    """When the clock has moved on, its time is the recorded time."""
    clock.set("2025-03-01T12:00")
    ledger.record([ram()])
    assert recorded(ledger) == [clock()]


def test_a_clock_a_little_behind_is_carried_on(ledger: Ledger, clock: Clock) -> None:
    """Within ten minutes the recording gets the microsecond after the last one."""
    clock.set("2025-03-01T12:00")
    ledger.record([ram()])
    clock.set("2025-03-01T11:51")
    ledger.record([ram()])
    first, second = recorded(ledger)
    assert second == first + 1


def test_a_clock_far_behind_is_refused(ledger: Ledger, clock: Clock) -> None:
    """Nothing is recorded by a clock that is set wrong, and the message says both times (UTC)."""
    clock.set("2025-03-01T12:00")
    ledger.record([ram()])
    clock.set("2025-03-01T11:49")
    said = refusal(ledger, ram())
    assert "klocka (2025-03-01 10:49) går efter den senaste registreringen (2025-03-01 11:00)" in said


def test_a_ledger_of_the_systems_own_clock_is_not_injected(place: str) -> None:
    """The ordinary ledger has nothing to declare."""
    with create_ledger(place) as ledger:
        ledger.record([ram()])
        assert not ledger.injected


def test_a_ledger_made_with_another_clock_says_so_for_good(ledger: Ledger) -> None:
    """What was once written by another clock stays marked when the system's takes over."""
    assert ledger.injected
    with open_ledger(ledger.database.address) as later:
        later.record([ram()])
        assert later.injected


def test_one_recording_by_another_clock_marks_the_ledger(place: str) -> None:
    """An ordinary ledger is marked by the first recording with surroundings that were put in."""
    create_ledger(place).close()
    clock = Clock("2100-01-01T12:00")
    with open_ledger(place, surroundings=surroundings(clock)) as ledger:
        assert not ledger.injected
        ledger.record([ram()])
        assert ledger.injected


def test_no_other_clock_goes_unmarked(place: str, clock: Clock) -> None:
    """Whoever puts in a clock need not, and cannot, choose whether the ledger says so."""
    with create_ledger(place, surroundings=Surroundings(clock=clock)) as ledger:
        ledger.record([ram()])
        assert ledger.injected


def test_a_unit_is_never_a_part_of_itself(ledger: Ledger) -> None:
    """It would be a varav of nothing, and vanish from every table."""
    unit = UnitFormed(forvaltning="RK", unit="CE", name="Centrum för ekonomi", within="CE")
    assert "är den själv" in refusal(ledger, decided(unit, "2025-01-01"))


def test_the_register_is_written_by_the_ledger_alone(ledger: Ledger) -> None:
    """Nobody forges a person in the log."""
    assert "bara av liggaren själv" in refusal(
        ledger, decided(PersonRegistered(forvaltning="RK", person="p", digest="d"), "2025-01-01")
    )


@pytest.mark.parametrize(
    "text", ["a\x01b", "a\x1b[2Jb", "a\x7fb", "a\x9b2Jb", "a\u202eb", "a\ufffeb", "a\ufeffb", "a\ufdd0b"]
)
def test_what_a_terminal_would_obey_or_nobody_sees_is_refused(ledger: Ledger, text: str) -> None:
    """In a decision and in what is said about it."""
    unit = UnitFormed(forvaltning="RK", unit="CE", name=text)
    assert "styrtecken" in refusal(ledger, decided(unit, "2025-01-01"))
    assert "styrtecken" in refusal(ledger, ram(note=text))


@pytest.mark.parametrize("text", ["två\nrader", "C:\\u0001", "50 % \\b", "”citat”"])
def test_what_only_looks_odd_is_kept(ledger: Ledger, text: str) -> None:
    """Line breaks and backslashes are text."""
    ledger.record([decided(UnitFormed(forvaltning="RK", unit="CE", name=text), "2025-01-01")])
    [fact] = ledger.view(date(2025, 12, 31)).latest(UnitFormed)
    assert fact.name == text


def test_text_that_looks_the_same_is_the_same(ledger: Ledger) -> None:
    """Letters composed or not, as they come out of a PDF or a Mac, are one unit."""
    names = ["Uppräkning", unicodedata.normalize("NFD", "Uppräkning")]
    for name in names:
        ledger.record([decided(UnitFormed(forvaltning="RK", unit="Å", name=name), "2025-01-01")])
    units = ledger.view(date(2025, 12, 31)).latest(UnitFormed)
    assert [fact.name for fact in units] == ["Uppräkning"]


def test_an_imported_id_knows_nothing_of_defaults_dates_or_persons(ledger: Ledger) -> None:
    """A second import is no change, also when the form has got a field since, or the person has another id."""
    first = decided(TaskGiven(forvaltning="RK", task="a", leads=("AB",)), "2025-01-01", source=PLAN, repeatable=True)
    [made] = ledger.record([first])
    [again] = ledger.record([replace(first, event=TaskGiven(forvaltning="RK", task="a", leads=("AB",)))])
    assert (again.id, again.new) == (made.id, False)
    moved = replace(first, effective_on=date(2025, 2, 1))
    assert "är redan taget" in refusal(ledger, moved)


def test_an_id_in_the_form_of_a_persons_is_never_entered_as_a_name(ledger: Ledger) -> None:
    """One who has been erased stays an id."""
    gone = "p-" + "0" * 24
    ledger.record([task(gone)])
    assert gone not in {record for (record,) in rows(ledger, "SELECT record FROM person")}
    [fact] = ledger.view(date(2025, 12, 31)).latest(TaskGiven)
    assert fact.leads == "(borttagen)"


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_blank_reason_is_none(ledger: Ledger, reason: str | None) -> None:
    """Whoever corrects or withdraws says why."""
    ledger.record([ram(id="a")])
    assert "skälet saknas" in refusal(ledger, withdrawal("a", reason=reason))


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("ingen.sadan line=it", "det finns ingen händelse ”ingen.sadan”"),
        ("finance.budget-set lin=it period=2025", "har inget fält ”lin” här"),
        ("finance.budget-set line=it", "fältet period saknas"),
        ("finance.budget-set line=it period=nyss", "nyss"),
        ("finance.budget-set line=it period=2025 value_of=belopp", "har inget fält ”belopp” här"),
        ("finance.budget-set line=it period=2025 mnkr", "”mnkr” ska skrivas fält=värde"),
        ("finance.budget-set line=nix period=2025", "Rad ”nix” finns inte i RK"),
        ("text.written theme=x period=2025", "har inget värde"),
    ],
)
def test_a_reference_in_a_text_that_leads_nowhere_is_refused(ledger: Ledger, reference: str, told: str) -> None:
    """With the column and what is wrong; one that leads somewhere is recorded, and so is a brace that is no reference."""
    line = decided(LineDefined(forvaltning="RK", line="it", name="It"), "2025-01-01")

    def text(words: str, order: int = 1) -> Proposal:
        return decided(TextWritten(forvaltning="RK", theme="t", period="2025", order=order, text=words), "2025-01-01")

    with pytest.raises(Refused) as caught:
        ledger.record([line, text(f"Det blev {{{reference}}}.")])
    [problem] = caught.value.problems
    assert told in problem.what
    assert problem.origin.column == "text"
    ledger.record([line, text("{finance.budget-set line=it period=2025}"), text("{så här}", 2)])


def test_an_assertion_of_what_nothing_can_be_known_of_is_refused(ledger: Ledger) -> None:
    """As a reference in a text is."""
    claim = Asserted(forvaltning="RK", claims="ram.allocated", about="perod=2025", value_of="colour", value="1 mnkr")
    with pytest.raises(Refused) as caught:
        ledger.record([decided(claim, "2025-01-01")])
    assert [problem.origin.column for problem in caught.value.problems] == ["about"]
