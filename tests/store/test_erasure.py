"""Erased persons and removed contents, in either database: what goes, what stays, and what is left in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from databases import everything, rows, unguarded
from ledger.events import (
    CORE_EVENTS,
    Catalogue,
    Code,
    Decider,
    Event,
    Persons,
    Proposal,
    RamAllocated,
    RamChanged,
    Source,
    Text,
)
from ledger.figures import Figure, Period
from ledger.opening import Ledger, open_ledger
from ledger.plugins import Plugins
from ledger.problems import Refused
from ledger.store.erasing import Order, mentions
from ledger.testing import decided, ledger_at
from ledger.views import NoFact

NAME = "Gunilla Ankarcrona-Test"
WORD = "Hemlighetsmakeri"
DAY = date(2025, 12, 31)
DECISION = Order(
    "Inkom av misstag",
    date(2025, 4, 5),
    decided_by=Decider(body="Arkivnämnden"),
    source=Source(document="Gallringsbeslut 2025", diarienummer="AN 2025/12", section="§ 5"),
)
REQUEST = Order("Begäran om radering, ärende AN 2025/13", date(2025, 4, 6))


class TaskGiven(Event, topic="prov.uppdrag-givet", title="Uppdrag givet", key=("task",)):
    """Something with persons and with free text."""

    task: Code = Field(title="Uppdrag", description="Kod")
    leads: Persons = Field((), title="Ansvariga", description="Personer")
    words: Text = Field("Något", title="Text", description="Fritext")


class WithTasks(Plugins):
    """As if a plugin with the event were installed, and no other."""

    def catalogue(self, *_names: str) -> Catalogue:
        catalogue = Catalogue()
        catalogue.add("planledger", CORE_EVENTS)
        catalogue.add("planledger-prov", [TaskGiven])
        return catalogue


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with ledger_at(place, plugins=WithTasks()) as opened:
        yield opened


def ram(amount: str = "31,4 mnkr", year: str = "2025", on: str = "2025-01-01", **about: Any) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", period=year, amount=amount), on, **about)


def change(amount: str, cause: str = "hyra", **about: Any) -> Proposal:
    return decided(RamChanged(forvaltning="RK", period="2025", cause=cause, amount=amount), "2025-01-01", **about)


def task(*leads: str, words: str = WORD, **about: Any) -> Proposal:
    return decided(TaskGiven(forvaltning="RK", task="a", leads=leads, words=words), "2025-01-01", **about)


def remove(ledger: Ledger, *ids: str, order: Order = DECISION) -> list[str]:
    return [each.id for each in ledger.remove([ledger.event(each) for each in ids], order)]


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)


def events_of(place: str) -> list[Any]:
    column = "rowid" if "://" not in place else "notification_id"
    return rows(place, f"SELECT {column}, * FROM event ORDER BY {column}")


def same_index(ledger: Ledger) -> bool:
    return ledger.rebuild().same


# What goes and what stays


def test_events_and_leaves_are_byte_for_byte_as_they_were(ledger: Ledger, place: str) -> None:
    """What is removed or erased touches no event row: only new ones come."""
    ledger.record([task(NAME, id="t"), ram(id="a"), ram("32 mnkr", id="b", replaces="a", reason="Tryckfel")])
    before = events_of(place)
    remove(ledger, "t", "b")
    ledger.erase(ledger.persons(NAME), REQUEST)
    assert events_of(place)[: len(before)] == before
    new = [(record.topic, record.opened().reason) for record in ledger.reader.log(len(before), 9)]
    assert new == [
        ("content.removed", DECISION.reason),
        ("content.removed", DECISION.reason),
        ("person.erased", REQUEST.reason),
    ]
    assert ledger.verify().sound
    assert same_index(ledger)


def test_a_removal_says_by_whose_decision_and_where_it_stands(ledger: Ledger) -> None:
    """The envelope has the body, the document with its diarienummer and paragraph, and why."""
    ledger.record([ram(id="a")])
    [by] = remove(ledger, "a")
    envelope = ledger.event(by).opened()
    assert (str(envelope.decided_by), envelope.source, envelope.effective_on) == (
        "Arkivnämnden",
        DECISION.source,
        DECISION.on,
    )
    [removal] = ledger.reader.removals(0, 99).values()
    assert (removal.id, removal.by.id) == ("a", by)
    assert str(removal) == (
        "Innehållet i händelse a (ram.allocated/RK//2025) är borttaget: beslutad av Arkivnämnden,"
        " Gallringsbeslut 2025, dnr AN 2025/12, § 5, Inkom av misstag"
    )


def test_nothing_stands_in_the_place_of_what_was_removed(ledger: Ledger) -> None:
    """Neither an earlier version nor an earlier decision: the subject is absent, now and in every earlier view."""
    ledger.record([ram("30 mnkr", id="first", on="2024-06-01"), ram(id="a")])
    ledger.record([ram("32 mnkr", id="b", replaces="a", reason="Tryckfel")])
    known = ledger.view(DAY).position
    remove(ledger, "b")
    for position in (known, ledger.reader.position()):
        view = ledger._view_at(position, DAY, None)
        assert view.latest(RamAllocated) == []
        assert isinstance(view.latest_one(RamAllocated, period=Period.of("2025")), NoFact)
        assert [removal.id for removal in view.lacking] == ["b"]
    assert ledger._view_at(known - 1, DAY, None).latest_one(RamAllocated).record.id == "a"  # type: ignore[union-attr]
    assert ledger.view(date(2024, 12, 31)).latest_one(RamAllocated).record.id == "first"  # type: ignore[union-attr]


def test_a_total_counts_what_was_removed_as_left_out(ledger: Ledger) -> None:
    """Its amount is in no sum, and the sum says that it lacks it; a word or an unknown is left out as before."""
    ledger.record([change("1 mnkr", id="a"), change("2,5 mnkr", id="b"), change("4 mnkr", "lön", id="c")])
    remove(ledger, "b")
    view = ledger.view(DAY)
    figure = view.total(RamChanged, period=Period.of("2025"))
    assert (str(figure), figure.left_out) == ("5\N{NO-BREAK SPACE}mnkr", 1)
    assert [removal.id for removal in view.lacking] == ["b"]
    assert [fact.record.id for fact in view.each(RamChanged)] == ["a", "c"]
    other = ledger.view(DAY)
    assert str(other.total(RamChanged, cause="lön")) == "4\N{NO-BREAK SPACE}mnkr"
    assert other.lacking == ()
    terms: list[Figure] = figure.how.entries.figures()  # type: ignore[union-attr]
    assert [(str(term), term.event_ids()) for term in terms] == [
        ("1\N{NO-BREAK SPACE}mnkr", ["a"]),
        ("–", ["b"]),
        ("4\N{NO-BREAK SPACE}mnkr", ["c"]),
    ]


def test_the_index_has_nothing_of_the_amount_and_is_the_same_made_again(ledger: Ledger, place: str) -> None:
    """Also of a version that was replaced; what it was about stays, since its stream says so."""
    ledger.record([change("1,234567 mnkr", id="a"), ram("7,654321 mnkr", id="r")])
    ledger.record([change("2 mnkr", id="b", cause="el", replaces="a", reason="Tryckfel")])
    remove(ledger, "a", "r")
    found = rows(place, "SELECT amount, unit FROM entry UNION ALL SELECT amount, unit FROM superseded")
    assert {amount for amount, _unit in found} == {None, 2_000_000}
    assert rows(place, "SELECT count(*) FROM subject WHERE key = '[\"\",\"hyra\"]' OR topic = 'ram.allocated'")
    assert same_index(ledger)
    assert ledger.view(DAY).periods(RamAllocated) == [Period.of("2025")]


def test_a_correction_that_moved_the_key_keeps_its_place_when_the_index_is_made_again(ledger: Ledger) -> None:
    """The name of the stream does not say where it moved; the removal does."""
    ledger.record([change("1 mnkr", id="a")])
    ledger.record([change("2 mnkr", "el", id="b", replaces="a", reason="Fel orsak")])
    remove(ledger, "b")
    assert same_index(ledger)
    view = ledger.view(DAY)
    assert view.total(RamChanged, cause="el").left_out == 1
    assert not view.total(RamChanged, cause="hyra").left_out


def test_what_was_removed_is_withdrawn_and_never_corrected(ledger: Ledger) -> None:
    """A withdrawal needs no content; an earlier decision then stands again."""
    ledger.record([ram("30 mnkr", id="first", on="2024-06-01"), ram(id="a")])
    remove(ledger, "a")
    corrected = ram("32 mnkr", replaces="a", reason="Tryckfel")
    assert "det som inte finns kan inte rättas" in refusal(lambda: ledger.record([corrected]))
    ledger.record([Proposal(None, date(2025, 1, 1), replaces="a", reason="Fattades aldrig")])
    view = ledger.view(DAY)
    assert view.latest_one(RamAllocated).record.id == "first"  # type: ignore[union-attr]
    assert view.lacking == ()
    assert same_index(ledger)


def test_a_second_import_brings_nothing_back(ledger: Ledger) -> None:
    """The same proposal again is no change, though nobody can compare what it says; another date is another event."""
    plan = {"source": Source(document="plan"), "repeatable": True}
    [made] = ledger.record([ram(**plan)])
    remove(ledger, made.id)
    [again] = ledger.record([ram(**plan)])
    assert (again.id, again.new) == (made.id, False)
    assert ledger.event(made.id).content is None
    assert "redan taget" in refusal(lambda: ledger.record([ram(on="2025-02-01", **plan)]))


@pytest.mark.parametrize("event_id", ["w", "by", "p", "a"])
def test_what_cannot_be_removed(ledger: Ledger, event_id: str) -> None:
    """A withdrawal has nothing; what the ledger says of itself stays; what is gone is gone."""
    ledger.record([ram(id="a"), ram(id="x"), Proposal(None, date(2025, 1, 1), id="w", replaces="x", reason="Fel")])
    [by] = remove(ledger, "a")
    registered = next(each.id for each in ledger.reader.log(0, 9) if each.topic == "person.registered")
    asked = {"by": by, "p": registered}.get(event_id, event_id)
    said = refusal(lambda: remove(ledger, asked))
    assert {"w": "återtagande", "a": "redan borttaget"}.get(event_id, "tas aldrig bort") in said


def test_a_removal_cannot_be_proposed_corrected_or_withdrawn(ledger: Ledger) -> None:
    """Only the ledger records it, together with what it does."""
    ledger.record([ram(id="a")])
    [by] = remove(ledger, "a")
    event = ledger.catalogue.decode(ledger.event(by))
    assert "registreras bara av liggaren själv" in refusal(lambda: ledger.record([decided(event, "2025-01-01")]))
    undone = Proposal(None, date(2025, 1, 1), replaces=by, reason="Ångrat")
    assert "kan varken rättas eller återtas" in refusal(lambda: ledger.record([undone]))


def test_a_decision_needs_a_reason_and_a_body(ledger: Ledger) -> None:
    """Everything that it lacks is said at once."""
    ledger.record([ram(id="a")])
    said = refusal(lambda: remove(ledger, "a", order=Order(" ", DAY)))
    assert "skälet saknas" in said
    assert "det saknas vem som beslutade" in said


@pytest.mark.parametrize("reason", [f"Där stod {WORD.upper()}!", "31,4 var fel"])
def test_a_decision_never_repeats_what_it_removes(ledger: Ledger, reason: str) -> None:
    """Neither a text nor a number: the envelope is for good."""
    ledger.record([task(id="t"), ram(id="a")])
    order = Order(reason, DAY, decided_by=DECISION.decided_by)
    assert "upprepar det som tas bort" in refusal(lambda: remove(ledger, "t", "a", order=order))
    assert ledger.event("t").content is not None


# Persons


def test_an_erased_person_is_an_id_that_leads_to_nobody(ledger: Ledger) -> None:
    """Facts, corrections of what names them, and the same name again, which is somebody new."""
    ledger.record([task(NAME, id="t")])
    [person] = ledger.persons(NAME)
    ledger.erase([person], REQUEST)
    assert ledger.view(DAY).latest_one(TaskGiven).leads == "(borttagen)"
    assert (ledger.persons(NAME), ledger.persons(person.id)) == ([], [])
    event = ledger.catalogue.decode(ledger.event("t"))
    assert isinstance(event, TaskGiven)
    corrected = event.model_copy(update={"words": "Annat"})
    ledger.record([decided(corrected, "2025-01-01", id="u", replaces="t", reason="Tryckfel")])
    assert ledger.view(DAY).latest_one(TaskGiven).event.leads == (person.id,)  # type: ignore[union-attr]
    ledger.record([task(NAME, id="v")])
    [again] = ledger.persons(NAME)
    assert again.id != person.id
    assert "redan borttagen" in refusal(lambda: ledger.erase([person], REQUEST))
    assert ledger.verify().sound


@pytest.mark.parametrize("reason", [NAME, f"Begäran från {NAME.lower()}", "Ankarcronas", "Gunilla vill det", ""])
def test_a_reason_never_names_who_is_erased(ledger: Ledger, reason: str) -> None:
    """Neither by the whole name nor by a part of it; a word that only begins so is another word."""
    ledger.record([task(NAME)])
    order = Order(reason, DAY)
    if reason == "Ankarcronas":
        ledger.erase(ledger.persons(NAME), order)
        return
    wrong = "upprepar namnet" if reason else "skälet saknas"
    assert wrong in refusal(lambda: ledger.erase(ledger.persons(NAME), order))
    assert len(ledger.persons(NAME)) == 1


def test_who_erases_may_be_who_is_erased(ledger: Ledger) -> None:
    """The recorder's own entry goes; the next recording enters a new one."""
    ledger.record([ram(id="a")])
    [outcome] = ledger.erase(ledger.persons("test"), REQUEST)
    gone = ledger.event(outcome.id).opened().recorded_by
    assert ledger.reader.person(gone) is None
    ledger.record([ram(id="b")])
    assert ledger.reader.person(ledger.event("b").opened().recorded_by) == "test"


def test_where_somebody_wrote_a_name_is_found(ledger: Ledger) -> None:
    """In contents, which can be removed, and in envelopes, which stay."""
    ledger.record([task(words=f"Ring {NAME}.", id="t"), ram(id="a", note=f"enligt {NAME}"), task(NAME, id="u")])
    found = [(each.record.id, each.in_envelope) for each in mentions(ledger.reader.log(0, 99), NAME)]
    assert found == [("t", False), ("a", True)]


# The database itself


UNDECIDED = (
    "DELETE FROM content",
    "DELETE FROM person",
    "UPDATE person SET record = 'x'",
    "INSERT INTO removed (removed_by, position) VALUES (1, 2)",
    "INSERT INTO removed (removed_by, person) SELECT 1, id FROM person",
)
GONE = (
    "INSERT INTO content VALUES (2, {bytes}, {bytes})",
    "INSERT INTO person SELECT person, {bytes}, 'x' FROM removed WHERE person IS NOT NULL",
    "UPDATE removed SET position = 1 WHERE position IS NOT NULL",
    "DELETE FROM removed",
)


@pytest.mark.parametrize("statement", [*UNDECIDED, *GONE])
def test_the_database_refuses_what_nobody_decided(ledger: Ledger, place: str, statement: str) -> None:
    """No deletion without its event, and nothing that was removed comes back."""
    ledger.record([ram(id="a"), task(NAME, id="t")])
    if statement in GONE:
        assert ledger.event("a").position == 2
        remove(ledger, "a")
        ledger.erase(ledger.persons(NAME), REQUEST)
    before = everything(place)
    raw = "'\\x00'" if "://" in place else "x'00'"
    with pytest.raises(Exception, match=r"for good|does not come back|without an event"):
        rows(place, statement.replace("{bytes}", raw))
    assert everything(place) == before


def test_a_failure_in_the_middle_leaves_everything(ledger: Ledger, place: str) -> None:
    """Two at once of which one is gone already: neither is removed, and no event says so."""
    ledger.record([ram(id="a"), ram(id="b")])
    stale = [ledger.event("a"), ledger.event("b")]
    remove(ledger, "b")
    before = everything(place)
    assert "redan borttaget" in refusal(lambda: ledger.remove(stale, DECISION))
    assert everything(place) == before


# Copies


def test_a_copy_keeps_what_was_removed_and_brings_nothing_back(ledger: Ledger, place: str, tmp_path: Path) -> None:
    """The copy is the same ledger, gaps included, and its index the same made again."""
    ledger.record([ram(id="a"), task(NAME, id="t")])
    remove(ledger, "a")
    ledger.erase(ledger.persons(NAME), REQUEST)
    target = str(tmp_path / "copy.db")
    ledger.copy_to(target)
    assert everything(target) == everything(place)
    with open_ledger(target, plugins=WithTasks()) as copy:
        assert copy.verify().sound
        assert same_index(copy)
        assert [each.id for each in _lacking(copy)] == ["a"]
    assert NAME.encode() not in Path(target).read_bytes()


def _lacking(ledger: Ledger) -> list[Any]:
    view = ledger.view(DAY)
    view.latest(RamAllocated)
    return list(view.lacking)


def test_content_that_nobody_removed_is_missed(ledger: Ledger, place: str, tmp_path: Path) -> None:
    """A copy hides no deletion by somebody who owns the database."""
    ledger.record([ram(id="a")])
    unguarded(place)
    rows(place, "DELETE FROM content WHERE position = 2")
    assert "är inte som den registrerades" in refusal(lambda: ledger.copy_to(tmp_path / "copy.db"))
    assert not ledger.verify().sound


def test_content_that_has_come_back_is_noticed(ledger: Ledger, place: str, tmp_path: Path) -> None:
    """Out of a backup, say."""
    ledger.record([ram(id="a")])
    [kept] = [row for row in everything(place)["content"] if row[0] == 2]
    remove(ledger, "a")
    unguarded(place)
    salt, body = (f"'\\x{part.hex()}'" if "://" in place else f"x'{part.hex()}'" for part in kept[1:])
    rows(place, f"INSERT INTO content VALUES (2, {salt}, {body})")
    assert "är inte som den registrerades" in refusal(lambda: ledger.copy_to(tmp_path / "copy.db"))
    assert "finns kvar fast det är borttaget" in ledger.verify().stored.faults[0].what


def test_a_deletion_that_borrows_another_decision_is_noticed(ledger: Ledger, place: str) -> None:
    """The database only asks for a decision; which content it was about, the event says."""
    ledger.record([ram(id="a")])
    ledger.record([ram(id="b", year="2026")])
    remove(ledger, "a")
    unguarded(place)
    [(position,)] = rows(
        place, "SELECT max(position) FROM content WHERE position < (SELECT max(removed_by) FROM removed)"
    )
    rows(place, f"UPDATE removed SET position = {position}")
    rows(place, f"DELETE FROM content WHERE position = {position}")
    assert "något annat än det som beslutades" in str(ledger.verify().stored.faults)


# The files


def files_of(place: str) -> list[Path]:
    """The files that the ledger's tables lie in."""
    if "://" not in place:
        return [path for path in Path(place).parent.glob(f"{Path(place).name}*") if path.is_file()]
    [(folder,)] = rows(place, "SHOW data_directory")
    [(number,)] = rows(place, "SELECT oid FROM pg_database WHERE datname = current_database()")
    found = Path(folder) / "base" / str(number)
    if not found.is_dir():
        pytest.skip("the server's files are out of reach")
    rows(place, "CHECKPOINT")
    return [path for path in found.iterdir() if path.is_file()]


def in_files(place: str, *words: str) -> list[bool]:
    raw = b"".join(path.read_bytes() for path in files_of(place))
    return [word.encode() in raw for word in words]


def test_nothing_of_what_was_taken_away_is_left_in_the_files(ledger: Ledger, place: str) -> None:
    """The name and the text are in the database's bytes before, and afterwards not: tables, indexes, free pages, log
    and journal, also after the index was made again. Of PostgreSQL that is the tables' files; its own log has them.
    """
    ledger.record([task(NAME, "Bo Ceder", id="t"), ram(id="a")])
    ledger.rebuild()
    if "://" in place:
        rows(place, "ANALYZE")
    assert in_files(place, NAME, WORD) == [True, True]
    remove(ledger, "t")
    ledger.erase(ledger.persons(NAME), REQUEST)
    left = ledger.sweep()
    assert in_files(place, NAME, WORD, "Bo Ceder", DECISION.reason) == [False, False, True, True]
    assert [("WAL" in each, "äkerhetskopior" in each) for each in left] == (
        [(True, False), (False, True)] if "://" in place else []
    )
    assert ledger.verify().sound


def test_a_file_that_somebody_reads_is_said_not_to_be_clean(tmp_path: Path) -> None:
    """SQLite's log cannot be emptied under a reader: it is told, and done the next time."""
    with ledger_at(tmp_path / "a.db", plugins=WithTasks()) as ledger:
        ledger.record([task(NAME, id="t")])
        with open_ledger(tmp_path / "a.db", plugins=WithTasks()) as other, other._reading.snapshot():
            assert other.event("t").content is not None
            remove(ledger, "t")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("ledger.store.sqlite_recorder.SECONDS_TO_WAIT", 0.1)
                [said] = ledger.sweep()
            assert "eftersom någon läser" in said
        assert ledger.sweep() == []
        assert in_files(str(tmp_path / "a.db"), WORD) == [False]
