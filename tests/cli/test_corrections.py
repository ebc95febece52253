"""Corrections and withdrawals through the command: the new, the old, both of them explained, and the original kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk import BaseDesk
from ledger.testing import Clock

Json = dict[str, Any]
NOW = "2026-01-15T09:30"
A_MOMENT_BEFORE = "2026-01-15T09:29:59"
RAM = ("rk/ramfordelning", "period=2025", "--at", "2025-08-31")
CAUSES = ("rk/ramforandring", "--at", "2025-08-31")
CE = "ram.allocated/RK/CE/2025"
RENT = "ram.changed/RK//lokalhyra-ktc/2025"


class Desk(BaseDesk):
    """A controller's desk: the command on a copy of the demonstration, with a clock that is set by hand."""

    def __init__(self, ledger: Path, clock: Clock, capsys: pytest.CaptureFixture[str]):
        super().__init__(ledger, capsys, clock)
        self.clock = clock

    def show(self, *arguments: str) -> Json:
        """A table as JSON."""
        table: Json = self.data("show", *arguments)
        return table

    def log(self, stream: str) -> list[Json]:
        """The events of a stream."""
        return [json.loads(line) for line in self.run("log", "--stream", stream, "--format", "json").splitlines()]

    def id_of(self, stream: str) -> str:
        """The id of the last event of a stream."""
        found: str = self.log(stream)[-1]["id"]
        return found


@pytest.fixture
def desk(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A copy of the demonstration's ledger, whatever of it still lies in the write-ahead log included."""
    for file in (demo / "demo.db", demo / "demo.db-wal"):
        if file.exists():
            shutil.copy(file, tmp_path)
    return Desk(tmp_path / "demo.db", Clock(NOW), capsys)


def value(table: Json, row: str, column: str) -> str | None:
    """The exact number of a cell, by keys; None if it has none."""
    place = [each["key"] for each in table["columns"]].index(column)
    [found] = [each for each in table["rows"] if each["key"] == row]
    number: str | None = found["cells"][place]["value"]
    return number


def steps(told: Json) -> Iterator[Json]:
    """Every step of an explanation."""
    yield told
    for term in told["terms"]:
        yield from steps(term)


def correct_ce(desk: Desk) -> tuple[str, str]:
    """Correct Centrum för ekonomi's ram to 71,9; the ids of the original and of the correction."""
    original = desk.id_of(CE)
    desk.run("correct", original, "amount=71,9 mnkr", "--reason", "Skrivfel i planen")
    return original, desk.id_of(CE)


def test_a_correction_gives_the_new_figure_and_the_new_total(desk: Desk) -> None:
    """71,7 becomes 71,9, and the sum 369,4 becomes 369,6."""
    correct_ce(desk)
    table = desk.show(*RAM)
    assert (value(table, "CE", "ram-2025"), value(table, "total", "ram-2025")) == ("71.9", "369.6")


def test_a_correction_beyond_rounding_stands_against_what_is_printed(desk: Desk) -> None:
    """The plan prints the sum 369,4: 370,6 is shown, marked, and a note has what the document says."""
    desk.run("correct", desk.id_of(CE), "amount=72,9 mnkr", "--reason", "Skrivfel i planen")
    table = desk.show(*RAM)
    place = [each["key"] for each in table["columns"]].index("ram-2025")
    last = table["rows"][-1]["cells"][place]
    assert (last["value"], last["published"]["value"]) == ("370.6", "369.4")
    assert table["notes"] == ["Summa Regionkontoret, Ram 2025: 369,4 i dokumentet, 370,6 här"]


@pytest.mark.parametrize("known", [A_MOMENT_BEFORE, "2026-01-14", "2025-12-31"])
def test_as_known_before_the_correction_the_old_figure_stands(desk: Desk, known: str) -> None:
    """A second before, the day before, the year before: the figure and the total as they were."""
    before = desk.show(*RAM)
    correct_ce(desk)
    table = desk.show(*RAM, "--known", known)
    assert table["rows"] == before["rows"]
    assert value(table, "total", "ram-2025") == "369.4"


@pytest.mark.parametrize("known", [NOW, "2026-01-15", "2026-01-15T08:30+00:00", "2026-01-15T08:30Z"])
def test_from_the_moment_of_the_correction_the_new_figure_stands(desk: Desk, known: str) -> None:
    """The recorded time itself is known; a time without a zone is Stockholm's, a date runs to its end."""
    correct_ce(desk)
    assert value(desk.show(*RAM, "--known", known), "CE", "ram-2025") == "71.9"


def test_a_time_as_it_is_printed_gives_back_what_was_printed(desk: Desk) -> None:
    """Two recordings in one minute: the minute under the table, given to --known, is the same table."""
    correct_ce(desk)
    desk.clock.set("2026-01-15T09:30:40")
    desk.run("correct", desk.id_of(CE), "amount=72,0 mnkr", "--reason", "Fel igen")
    out = desk.run("show", *RAM)
    printed = out.rpartition("känt ")[2].partition(" (position")[0]
    assert printed == "2026-01-15 09:30"
    assert value(desk.show(*RAM, "--known", printed), "CE", "ram-2025") == "72.0"


def test_why_shows_both_versions_and_the_reason(desk: Desk) -> None:
    """The original as replaced with what it said, the correction as in force with its reason."""
    original, correction = correct_ce(desk)
    out = desk.run("why", *RAM, "--row", "Centrum för ekonomi", "--column", "Ram 2025")
    lines = [line.strip() for line in out.replace("\u00a0", " ").splitlines()]
    assert lines[0] == "Centrum för ekonomi, Ram 2025: 71,9 mnkr"
    [replaced] = [line for line in lines if line.startswith("[ersatt]")]
    [in_force] = [line for line in lines if line.startswith("[gäller]")]
    assert "71,7 mnkr" in replaced
    assert replaced.endswith(original[:8])
    assert in_force.endswith(correction[:8])
    assert "skäl: Skrivfel i planen" in lines
    assert "registrerad 2026-01-15 09:30 av controller" in lines


def test_why_from_before_the_correction_says_what_was_recorded_later(desk: Desk) -> None:
    """The old figure is explained by the original, with the correction as a later one."""
    original, correction = correct_ce(desk)
    asked = ("--row", "CE", "--column", "ram-2025", "--known", A_MOMENT_BEFORE, "--format", "json")
    told = json.loads(desk.run("why", *RAM, *asked))
    assert told["value"] == "71,7\u00a0mnkr"
    [leaf] = told["terms"]
    assert [(each["id"], each["standing"]) for each in leaf["events"]] == [
        (original, "in force"),
        (correction, "later"),
    ]
    assert leaf["events"][1]["said"] == "71,9\u00a0mnkr"


def test_why_of_the_total_shows_the_correction_too(desk: Desk) -> None:
    """The term that was corrected has both its versions under the sum."""
    original, correction = correct_ce(desk)
    told = json.loads(desk.run("why", *RAM, "--row", "total", "--column", "ram-2025", "--format", "json"))
    [term] = [each for each in steps(told) if len(each["events"]) > 1]
    assert [each["id"] for each in term["events"]] == [original, correction]


def test_the_log_still_has_the_original(desk: Desk) -> None:
    """The first event of the stream is what it was, and the correction names it."""
    [before] = desk.log(CE)
    _original, correction = correct_ce(desk)
    first, second = desk.log(CE)
    assert first == {**before, "replaced_by": correction}
    assert (second["id"], second["replaces"], second["reason"]) == (correction, before["id"], "Skrivfel i planen")
    assert (second["version"], second["stream"]) == (2, CE)
    assert second["decision"]["amount"] == {"number": "71.9", "unit": "mnkr"}
    assert "rättar" in desk.run("log", "--stream", CE)


def test_a_correction_keeps_what_is_not_corrected(desk: Desk) -> None:
    """Source, date and the other fields follow along."""
    correct_ce(desk)
    first, second = desk.log(CE)
    for name in ("source", "effective_on", "dated", "topic"):
        assert second[name] == first[name]
    assert second["decision"] | {"amount": None} == first["decision"] | {"amount": None}


def test_correct_takes_the_beginning_of_an_id(desk: Desk) -> None:
    """Eight characters, as the log prints them."""
    out = desk.run("correct", desk.id_of(CE)[:8], "amount=71,9 mnkr", "--reason", "Skrivfel")
    assert f"{CE} version 2" in out


def test_a_withdrawal_takes_the_figure_away_and_the_total_follows(desk: Desk) -> None:
    """The cause disappears, and the sum 103,7 becomes 102,8."""
    desk.run("withdraw", desk.id_of(RENT), "--reason", "Beslutet fanns aldrig")
    table = desk.show(*CAUSES)
    assert "lokalhyra-ktc" not in [row["key"] for row in table["rows"]]
    assert "Ersättning för ökad lokalhyra KTC" not in [row["label"] for row in table["rows"]]
    assert (value(table, "total", "2025"), value(table, "gap", "2025")) == ("102.8", "-0.9")


def test_as_known_before_the_withdrawal_everything_stands(desk: Desk) -> None:
    """A moment before, the table is what it was."""
    before = desk.show(*CAUSES)
    desk.run("withdraw", desk.id_of(RENT), "--reason", "Beslutet fanns aldrig")
    assert desk.show(*CAUSES, "--known", A_MOMENT_BEFORE)["rows"] == before["rows"]


def test_a_withdrawal_is_for_every_date(desk: Desk) -> None:
    """Also at dates before the withdrawal, and long after."""
    desk.run("withdraw", desk.id_of(CE), "--reason", "Aldrig beslutad")
    for at in ("2025-01-01", "2025-12-31", "2030-01-01"):
        table = desk.show("rk/ramfordelning", "period=2025", "--at", at)
        assert value(table, "CE", "ram-2025") is None
        assert value(table, "total", "ram-2025") == "297.7"


def test_why_from_before_the_withdrawal_shows_both_and_the_reason(desk: Desk) -> None:
    """The figure is explained by the original, with the withdrawal as recorded later."""
    desk.run("withdraw", desk.id_of(CE), "--reason", "Aldrig beslutad")
    asked = ("--row", "CE", "--column", "ram-2025", "--known", A_MOMENT_BEFORE)
    out = desk.run("why", *RAM, *asked)
    assert "71,7" in out
    assert "[registrerat senare] återtagen" in out
    assert "skäl: Aldrig beslutad" in out


def test_why_after_a_withdrawal_shows_both_and_the_reason(desk: Desk) -> None:
    """A cell that lost its figure says what was withdrawn, and why."""
    original = desk.id_of(CE)
    desk.run("withdraw", original, "--reason", "Aldrig beslutad")
    out = desk.run("why", *RAM, "--row", "CE", "--column", "ram-2025")
    assert original[:8] in out
    assert "skäl: Aldrig beslutad" in out


def test_the_log_still_has_what_was_withdrawn(desk: Desk) -> None:
    """The original as it was, and the withdrawal without content."""
    [before] = desk.log(CE)
    desk.run("withdraw", before["id"], "--reason", "Aldrig beslutad")
    first, second = desk.log(CE)
    assert first == {**before, "replaced_by": second["id"]}
    assert (second["replaces"], second["decision"]) == (before["id"], None)
    out = desk.run("log", "--stream", CE)
    assert "71,7 mnkr" in out.replace("\u00a0", " ")
    assert "ÅTERTAGEN" in out
    assert "Aldrig beslutad" in out


def test_withdrawing_a_correction_takes_the_whole_entry(desk: Desk) -> None:
    """The original does not come back."""
    _original, correction = correct_ce(desk)
    desk.run("withdraw", correction, "--reason", "Aldrig beslutad")
    assert value(desk.show(*RAM), "CE", "ram-2025") is None


def test_a_correction_may_move_the_effective_date(desk: Desk) -> None:
    """Moved to 1 July, the ram is not there on 30 June and there on 1 July."""
    desk.run("correct", desk.id_of(CE), "--effective-on", "2025-07-01", "--reason", "Fel datum i registreringen")
    early = desk.show("rk/ramfordelning", "period=2025", "--at", "2025-06-30")
    late = desk.show("rk/ramfordelning", "period=2025", "--at", "2025-07-01")
    assert (value(early, "CE", "ram-2025"), value(early, "total", "ram-2025")) == (None, "297.7")
    assert (value(late, "CE", "ram-2025"), value(late, "total", "ram-2025")) == ("71.7", "369.4")


def test_as_known_before_the_date_was_moved_the_old_date_holds(desk: Desk) -> None:
    """A moment before, the ram was there from 1 January."""
    desk.run("correct", desk.id_of(CE), "--effective-on", "2025-07-01", "--reason", "Fel datum")
    table = desk.show("rk/ramfordelning", "period=2025", "--at", "2025-06-30", "--known", A_MOMENT_BEFORE)
    assert value(table, "CE", "ram-2025") == "71.7"


def test_why_shows_both_dates_of_a_moved_decision(desk: Desk) -> None:
    """The one it had and the one it has, with the reason; the log has the original."""
    [before] = desk.log(CE)
    desk.run("correct", before["id"], "--effective-on", "2025-07-01", "--reason", "Fel datum")
    out = desk.run("why", *RAM, "--row", "CE", "--column", "ram-2025")
    lines = [line.strip() for line in out.splitlines()]
    assert any(line.startswith("[ersatt]") and "2025-01-01" in line for line in lines)
    assert any(line.startswith("[gäller]") and "2025-07-01" in line for line in lines)
    assert "skäl: Fel datum" in lines
    first, second = desk.log(CE)
    assert first == {**before, "replaced_by": second["id"]}


def test_a_date_may_be_moved_to_an_earlier_day(desk: Desk) -> None:
    """A decision of December is in force from the day it is moved to."""
    desk.run("correct", desk.id_of(CE), "--effective-on", "2024-12-01", "--reason", "Fel datum")
    table = desk.show("rk/ramfordelning", "period=2025", "--at", "2024-12-31")
    assert value(table, "CE", "ram-2025") == "71.7"


def test_a_correction_may_move_the_key(desk: Desk) -> None:
    """A cause that was named wrong stands under its right name, once, in the stream where it was."""
    desk.run("correct", desk.id_of(RENT), "cause=lokalhyra", "--reason", "Fel namn")
    table = desk.show(*CAUSES)
    keys = [row["key"] for row in table["rows"]]
    assert "lokalhyra" in keys
    assert "lokalhyra-ktc" not in keys
    assert value(table, "total", "2025") == "103.7"
    assert [event["version"] for event in desk.log(RENT)] == [1, 2]


def test_a_correction_of_the_source_alone_is_a_correction(desk: Desk) -> None:
    """What was wrong may be where it stands: the section is corrected, the amount is not."""
    desk.run("correct", desk.id_of(CE), "--document", "rk-plan-2025", "--section", "§ 12", "--reason", "Fel avsnitt")
    first, second = desk.log(CE)
    assert second["source"]["section"] == "§ 12"
    assert second["decision"] == first["decision"]


def test_a_correction_that_unsays_a_field_leaves_it_out(desk: Desk) -> None:
    """An empty text takes away what should never have been said."""
    desk.run("correct", desk.id_of(RENT), "included_in=", "--reason", "Stod inte i planen")
    first, second = desk.log(RENT)
    assert "included_in" in first["decision"]
    assert "included_in" not in second["decision"]


def test_a_correction_may_itself_be_corrected(desk: Desk) -> None:
    """Three versions of one entry: each was what was known in its time."""
    correct_ce(desk)
    desk.clock.set("2026-02-01T12:00")
    desk.run("correct", desk.id_of(CE), "amount=72,0 mnkr", "--reason", "Fel igen")
    times = (A_MOMENT_BEFORE, "2026-01-31", "2026-02-01")
    assert [value(desk.show(*RAM, "--known", known), "CE", "ram-2025") for known in times] == ["71.7", "71.9", "72.0"]
    out = desk.run("why", *RAM, "--row", "CE", "--column", "ram-2025")
    assert (out.count("[ersatt]"), out.count("[gäller]")) == (2, 1)


def test_correcting_what_has_been_corrected_names_the_later_version(desk: Desk) -> None:
    """The refusal says which event to correct instead, and nothing is recorded."""
    original, correction = correct_ce(desk)
    errors = desk.refused("correct", original, "amount=72,0 mnkr", "--reason", "Fel")
    assert "redan ersatt" in errors
    assert correction in errors


def test_what_has_been_withdrawn_is_refused_with_when_by_whom_and_why(desk: Desk) -> None:
    """Whoever comes late need not look it up."""
    original = desk.id_of(CE)
    desk.run("withdraw", original, "--reason", "Aldrig beslutad")
    desk.clock.set("2026-02-01T12:00")
    for command in (("correct", original, "amount=72,0 mnkr"), ("withdraw", original)):
        errors = desk.refused(*command, "--reason", "Fel")
        assert "registrerad 2026-01-15 09:30 av controller med skälet ”Aldrig beslutad”" in errors
        assert "registrera beslutet på nytt" in errors


def test_the_log_shows_a_chain_from_any_of_its_events(desk: Desk) -> None:
    """The original, the correction and the withdrawal, in order; as data one event a line."""
    original, correction = correct_ce(desk)
    desk.clock.set("2026-02-01T12:00")
    desk.run("withdraw", correction, "--reason", "Aldrig beslutad")
    chains = {desk.run("log", "--event", event["id"][:13]) for event in desk.log(CE)}
    [told] = [chain.replace("\u00a0", " ") for chain in chains]
    parts = (
        "1. Ursprunglig, 2025-01-01",
        "2. Rättelse, 2026-01-15 09:30, registrerat av controller",
        "71,7 mnkr → 71,9",
    )
    places = [told.index(part) for part in (*parts, "skäl: Skrivfel i planen", "3. Återtagande, 2026-02-01 12:00")]
    assert places == sorted(places)
    data = [json.loads(line) for line in desk.run("log", "--event", original, "--format", "json").splitlines()]
    assert data == desk.log(CE)
    assert "ange den utan andra urval" in desk.refused("log", "--event", original, "--corrections")
    assert "det finns ingen händelse zzz" in desk.refused("log", "--event", "zzz")


def test_the_log_shows_corrections_alone_and_until_a_day(desk: Desk) -> None:
    """What has been changed since is found without reading the rest."""
    assert "Inga händelser" in desk.run("log", "--corrections")
    _original, correction = correct_ce(desk)
    assert correction[:8] in desk.run("log", "--corrections")
    assert "Inga händelser" in desk.run("log", "--corrections", "--until", "2026-01-14")
    assert "--until" in desk.refused("log", "--until", "i går")


def test_correcting_what_has_been_withdrawn_names_the_withdrawal(desk: Desk) -> None:
    """A withdrawal is for good: the remedy is to record the decision anew."""
    original = desk.id_of(CE)
    desk.run("withdraw", original, "--reason", "Aldrig beslutad")
    withdrawal = desk.id_of(CE)
    errors = desk.refused("correct", original, "amount=72,0 mnkr", "--reason", "Fel")
    assert "återtagen" in errors
    assert withdrawal in errors
    assert "registrera beslutet på nytt" in errors
    assert "gäller för gott" in desk.refused("correct", withdrawal, "amount=72,0 mnkr", "--reason", "Fel")
    assert "gäller för gott" in desk.refused("withdraw", withdrawal, "--reason", "Fel")


@pytest.mark.parametrize("fields", [(), ("amount=71,7 mnkr",), ("--effective-on", "2025-01-01"), ("part=CE",)])
def test_a_correction_that_changes_nothing_is_refused(desk: Desk, fields: tuple[str, ...]) -> None:
    """The same amount, the same date, or nothing at all."""
    errors = desk.refused("correct", desk.id_of(CE), *fields, "--reason", "Ingen orsak")
    assert "ändrar ingenting" in errors
    assert "→" in errors


@pytest.mark.parametrize("command", ["correct", "withdraw"])
def test_a_reason_is_needed(desk: Desk, command: str) -> None:
    """Neither a correction nor a withdrawal goes without one, nor with an empty one."""
    assert "--reason" in desk.refused(command, desk.id_of(CE))
    fields = ("amount=71,9 mnkr",) if command == "correct" else ()
    assert "skälet saknas" in desk.refused(command, desk.id_of(CE), *fields, "--reason", "")


@pytest.mark.parametrize("command", ["correct", "withdraw"])
def test_an_unknown_id_is_refused(desk: Desk, command: str) -> None:
    """With the way to find the right one."""
    errors = desk.refused(command, "ffffffff-0000", "--reason", "Fel")
    assert "ffffffff-0000" in errors
    assert "planledger log" in errors


def test_an_id_that_several_events_begin_with_is_refused_with_their_ids(desk: Desk) -> None:
    """One character is too little among two hundred events."""
    first = desk.id_of(CE)[0]
    errors = desk.refused("correct", first, "amount=71,9 mnkr", "--reason", "Fel")
    assert "flera händelser" in errors
    assert "skriv mer av id" in errors


def test_a_correction_is_held_to_the_rules_of_a_decision(desk: Desk) -> None:
    """A wrong unit, an unknown field and a part that is not there are refused."""
    original = desk.id_of(CE)
    assert "kr, tkr eller mnkr" in desk.refused("correct", original, "amount=5 liter", "--reason", "Fel")
    assert "amount" in desk.refused("correct", original, "amonut=5 mnkr", "--reason", "Fel")
    assert "”CEE” finns inte i RK" in desk.refused("correct", original, "part=CEE", "--reason", "Fel")


def test_a_correction_against_a_stale_version_is_refused(desk: Desk) -> None:
    """The stream has moved on since it was seen."""
    errors = desk.refused("correct", desk.id_of(CE), "amount=71,9 mnkr", "--reason", "Fel", "--expect", "4")
    assert "version 1, inte 4" in errors


def test_a_withdrawal_against_a_stale_version_is_refused(desk: Desk) -> None:
    """As of a correction; the version that is there is accepted."""
    _original, correction = correct_ce(desk)
    assert "version 2, inte 1" in desk.refused("withdraw", correction, "--reason", "Fel", "--expect", "1")
    assert "version 3" in desk.run("withdraw", correction, "--reason", "Aldrig beslutad", "--expect", "2")


def test_a_part_that_others_refer_to_may_not_be_forgotten(desk: Desk) -> None:
    """After the unit is withdrawn, its ram still stands, by its code."""
    desk.run("withdraw", desk.id_of("organisation.unit-formed/RK/CK"), "--reason", "Fanns aldrig")
    table = desk.show(*RAM)
    [row] = [each for each in table["rows"] if each["key"] == "CK"]
    assert row["label"] == "CK"
    assert value(table, "total", "ram-2025") == "369.4"


def test_a_correction_in_another_size_of_kronor_is_still_shown_and_added(desk: Desk) -> None:
    """71 900 tkr among mnkr: kronor convert exactly, so the total is 369,6 mnkr."""
    desk.run("correct", desk.id_of(CE), "amount=71 900 tkr", "--reason", "Skrivfel i planen")
    table = desk.show(*RAM)
    place = [each["key"] for each in table["columns"]].index("ram-2025")
    last = table["rows"][-1]["cells"][place]
    assert (last["value"], last["unit"]) == ("369.6", "mnkr")


def test_a_reading_in_another_size_of_kronor_is_still_compared(desk: Desk) -> None:
    """1,4 mnkr were expected and 300 tkr have been realised: 1,1 mnkr remain."""
    reading = ("forvaltning=RK", "measure=pensionsavgang", "period=2025", "accumulated=2025-01/2025-12")
    desk.run("record", "rk.effect-realised", *reading, "amount=300 tkr", "--effective-on", "2025-12-31")
    table = desk.show("rk/effekthemtagning", "period=2025", "--at", "2025-12-31")
    assert value(table, "pensionsavgang", "återstår") == "1.1"


def test_without_a_sum_of_causes_nothing_is_compared_with_it(desk: Desk) -> None:
    """When only varav rows are left, the ram is not compared with the last of them."""
    for event in map(json.loads, desk.run("log", "--topic", "ram.changed", "--format", "json").splitlines()):
        if event["decision"]["forvaltning"] == "HSF" and "part" not in event["decision"]:
            desk.run("withdraw", event["id"], "--reason", "Aldrig beslutad")
    table = desk.show("hsf/ramforandring", "--at", "2025-10-31")
    kinds = {row["kind"] for row in table["rows"]}
    assert "varav" in kinds
    gaps = [cell["value"] for row in table["rows"] if row["key"] == "gap" for cell in row["cells"]]
    assert [number for number in gaps if number is not None] == []


def test_a_part_of_a_part_of_a_part_is_shown(desk: Desk) -> None:
    """A ram that was recorded stands somewhere in the table, as a varav that never adds."""
    unit = ("forvaltning=HSF", "unit=VC1", "name=Vårdcentral Ett", "within=VardvalVC")
    desk.run("record", "organisation.unit-formed", *unit, "--effective-on", "2025-01-01")
    ram = ("forvaltning=HSF", "part=VC1", "period=2026", "amount=10 mnkr")
    desk.run("record", "ram.allocated", *ram, "--effective-on", "2025-10-31")
    table = desk.show("hsf/ramfordelning", "period=2026", "--at", "2025-10-31")
    assert ("VC1", "varav") in [(row["key"], row["kind"]) for row in table["rows"]]
    assert value(table, "total", "ram-2026") == "9384.8"
