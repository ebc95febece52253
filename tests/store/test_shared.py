"""A shared ledger in PostgreSQL: roles, large recordings, what is said when the server fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

from databases import everything, rows
from ledger.events import Decider, GoalSet, Proposal, RamAllocated
from ledger.opening import Ledger, create_ledger, database_at, open_ledger
from ledger.problems import Refused
from ledger.store.erasing import Order
from ledger.testing import decided
from trial import REPORT, beginning, release


def ram(amount: str = "1 mnkr", year: int = 2025, **about: Any) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", period=str(year), amount=amount), "2025-01-01", **about)


def test_twenty_thousand_events_in_one_recording(place: str) -> None:
    """A large recording goes through, gapless and at one time."""
    with create_ledger(place) as ledger:
        outcomes = ledger.record([ram(f"{number} kr") for number in range(20_000)])
        assert [outcome.version for outcome in outcomes] == list(range(1, 20_001))
        assert len({record.recorded for record in ledger.reader.log(0, 30_000)}) == 1


def test_an_event_of_two_megabytes(place: str) -> None:
    """One large event goes through, and is read back whole."""
    text = "x" * 2_000_000
    with create_ledger(place) as ledger:
        ledger.record([decided(GoalSet(forvaltning="RK", goal="a", name=text, body="Regionfullmäktige"), "2025-01-01")])
        [fact] = ledger.view(date(2025, 12, 31)).latest(GoalSet)
        assert fact.name == text


def test_an_error_in_the_middle_leaves_nothing(place: str) -> None:
    """Whatever is raised within a recording, none of it is there afterwards, and the next recording goes on."""
    with create_ledger(place) as ledger:
        ledger.record([ram()])
        before = everything(place)
        recorder = ledger.database.recorder(ledger.surroundings)
        with pytest.raises(ZeroDivisionError), recorder.recording() as recording:
            recording.cursor.run("DELETE FROM entry")
            _ = 1 // 0
        recorder.close()
        assert everything(place) == before
        assert ledger.record([ram("2 mnkr")])[0].version == 2


@contextmanager
def login(url: str, role: str) -> Iterator[str]:
    """The URL of somebody who has been granted a role."""
    name, parts = f"{urlsplit(url).path[1:]}_{role}_user", urlsplit(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'hemligt'")
        connection.execute(f"GRANT {urlsplit(url).path[1:]}_{role} TO {name}")
    host = parts.netloc.rpartition("@")[2]
    yield urlunsplit(parts._replace(netloc=f"{name}:hemligt@{host}"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {name}")
        connection.execute(f"DROP ROLE {name}")


@pytest.fixture
def shared(postgres: str) -> Iterator[str]:
    """A ledger with its roles made, and taken away again, since roles belong to the whole server."""
    with create_ledger(postgres) as ledger:
        ledger.record([ram()])
        script = ledger.roles(apply=True)
        assert script is not None
        assert ledger.roles(apply=True) == script  # they may be made again
    yield postgres
    with psycopg.connect(postgres, autocommit=True) as connection:
        name = urlsplit(postgres).path[1:]
        for role in ("owner", "recorder", "reader"):
            connection.execute(f"REASSIGN OWNED BY {name}_{role} TO CURRENT_USER")
            connection.execute(f"DROP OWNED BY {name}_{role}")
            connection.execute(f"DROP ROLE {name}_{role}")


def test_the_owner_takes_away_and_the_recorder_does_not(shared: str) -> None:
    """One who records can neither remove nor erase; the owner can, and cleans the tables' files."""
    order = Order("Inkom av misstag", date(2025, 4, 5), decided_by=Decider(body="Arkivnämnden"))

    def take_away(ledger: Ledger) -> None:
        [event] = [record for record in ledger.reader.log(0, 9) if record.topic == RamAllocated.topic]
        ledger.remove([event], order)
        ledger.erase([ledger.persons(event.opened().recorded_by)[0]], order)

    with login(shared, "recorder") as url, open_ledger(url) as ledger:
        with pytest.raises(Refused, match="din roll får inte göra detta"):
            take_away(ledger)
    with login(shared, "owner") as url, open_ledger(url) as ledger:
        take_away(ledger)
        left = ledger.sweep()
        assert not any("inte skrivas om" in each for each in left)
        assert any("CHECKPOINT" in each for each in left)
        assert ledger.rebuild().same


def test_the_recorder_records_and_changes_nothing(shared: str) -> None:
    """``record`` works; UPDATE, DELETE, TRUNCATE and DROP are refused by the server."""
    with login(shared, "recorder") as url:
        with open_ledger(url) as ledger:
            [outcome] = ledger.record([ram("2 mnkr")])
            assert outcome.version == 2
            recorder = ledger.event(outcome.id).opened().recorded_by
            assert ledger.reader.person(recorder) == urlsplit(url).username
        for statement in (
            "UPDATE event SET topic = 'x'",
            "DELETE FROM event",
            "TRUNCATE event",
            "DROP TABLE event",
            "UPDATE content SET body = ''",
            "DELETE FROM content",
            "UPDATE kept SET bytes = ''",
            "DELETE FROM kept",
            "DELETE FROM entry",
            "UPDATE ledger SET format = 2",
        ):
            with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_the_recorder_issues_and_the_reader_reads_what_was_issued(shared: str, tmp_path: Path) -> None:
    """The files of an issued report are written and read as events are."""
    plugins = release(tmp_path)
    with login(shared, "recorder") as url, open_ledger(url, plugins=plugins) as ledger:
        ledger.record(beginning())
        event_id = ledger.issue(REPORT, at=date(2025, 10, 31)).id
    with login(shared, "reader") as url, open_ledger(url, plugins=plugins) as ledger:
        assert ledger.reissued(ledger.issued(event_id)).same
        with pytest.raises(Refused, match="din roll får inte göra detta"):
            ledger.issue(REPORT, at=date(2025, 10, 31))


def test_the_reader_reads_and_is_told_why_it_cannot_record(shared: str) -> None:
    """``show`` works; ``record`` is refused with what to do."""
    with login(shared, "reader") as url, open_ledger(url) as ledger:
        assert len(ledger.view(date(2025, 12, 31)).latest(RamAllocated)) == 1
        with pytest.raises(Refused, match="din roll får inte göra detta") as caught:
            ledger.record([ram("2 mnkr")])
        assert "hemligt" not in str(caught.value)


def test_only_the_owner_makes_the_index_again(shared: str) -> None:
    """The recorder is told that its role may not; the owner may."""
    with (
        login(shared, "recorder") as url,
        open_ledger(url) as ledger,
        pytest.raises(Refused, match="din roll får inte"),
    ):
        ledger.rebuild()
    with login(shared, "owner") as url, open_ledger(url) as ledger:
        assert ledger.rebuild().same


@pytest.mark.parametrize("replica", ["origin", "replica"])
@pytest.mark.parametrize("table", ["event", "content", "kept", "ledger"])
def test_not_even_the_owner_changes_what_is_for_good(postgres: str, table: str, replica: str) -> None:
    """Triggers refuse UPDATE, DELETE and TRUNCATE, in sessions that replicate too."""
    with create_ledger(postgres) as ledger:
        ledger.record([ram()])
        rows(postgres, "INSERT INTO kept VALUES ('digest', '')")
    changes = {"event": "topic = 'x'", "content": "body = ''", "kept": "bytes = 'x'", "ledger": "recorded = 0"}
    for statement in (f"UPDATE {table} SET {changes[table]}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with psycopg.connect(postgres) as connection:
            connection.execute(f"SET session_replication_role = {replica}")
            with pytest.raises(psycopg.errors.IntegrityError, match="recorded for good|never runs backwards"):
                connection.execute(statement)


def refusal(url: str) -> str:
    with pytest.raises(Refused) as caught, open_ledger(url) as ledger:
        ledger.view()
    return str(caught.value)


def test_what_cannot_be_reached_is_told(postgres: str) -> None:
    """No server, no database, no ledger: each says what to do, and no message holds a password."""
    parts = urlsplit(postgres)
    assert "ingen liggare" in refusal(postgres)
    assert "skapa databasen först" in refusal(urlunsplit(parts._replace(path="/nowhere")))
    nobody = refusal("postgresql://anna:hemligt@127.0.0.1:1/region")
    assert "kontrollera att servern är i gång" in nobody
    assert "hemligt" not in nobody
    assert "finns ingen" in refusal(str(Path("nowhere") / "x.db"))
    assert "inget som en liggare kan ligga i" in refusal("mysql://region/ledger")


def test_a_wrong_password_is_told(server: str, tmp_path: Path) -> None:
    """The server refuses, and the message says what to check and not what was tried."""
    with psycopg.connect(server, autocommit=True) as connection:
        [found] = connection.execute("SHOW hba_file").fetchone() or [""]
        before = Path(found).read_text() if os.access(found, os.W_OK) else None
        if before is None:
            pytest.skip("the server's own access rules cannot be changed from here")
        try:
            Path(found).write_text("local all stranger scram-sha-256\n" + before)
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'rätt'")
            parts = urlsplit(server)
            said = refusal(urlunsplit(parts._replace(netloc=f"stranger:{quote('fel')}@")))
            assert "kontrollera användare och lösenord" in said
            assert "fel@" not in said
        finally:
            connection.execute("DROP ROLE stranger")
            Path(found).write_text(before)
            connection.execute("SELECT pg_reload_conf()")


def test_a_ledger_of_a_newer_release_is_told(place: str) -> None:
    """What a later form means, this release does not guess."""
    create_ledger(place).close()
    recorder = database_at(place).recorder(open_ledger(place).surroundings)
    with recorder.transaction() as cursor:
        cursor.run("UPDATE ledger SET format = format + 1, recorded = recorded + 1")
    recorder.close()
    assert "nyare utgåva" in refusal(place)


def test_a_connection_that_is_cut_off_leaves_nothing_half_recorded(postgres: str) -> None:
    """The server ends the session in the midst of a recording: it is told, nothing is left, and the next one goes
    on.
    """
    with create_ledger(postgres) as ledger:
        ledger.record([ram()])
        before = everything(postgres)
        with psycopg.connect(postgres, autocommit=True) as other:
            with pytest.raises(Refused, match="inget halvt är registrerat"), ledger._recorder() as recorder:
                with recorder.recording() as recording:
                    recording.cursor.run("DELETE FROM entry")
                    other.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND state = 'idle in transaction'"
                    )
                    recording.cursor.run("SELECT 1 AS one")
        assert everything(postgres) == before
        assert ledger.record([ram("2 mnkr")])[0].version == 2


WORKER = """
import sys
from ledger.events import RamAllocated
from ledger.opening import open_ledger
from ledger.testing import decided
with open_ledger(sys.argv[1]) as ledger:
    for number in range(10_000):
        pair = [RamAllocated(forvaltning="RK", period=year, amount=f"{number} kr") for year in ("2025", "2026")]
        ledger.record([decided(event, "2025-01-01") for event in pair])
"""


def test_a_process_killed_in_the_middle_leaves_whole_recordings(postgres: str) -> None:
    """The server undoes what a dead process had begun."""
    create_ledger(postgres).close()
    worker = subprocess.Popen([sys.executable, "-c", WORKER, postgres])
    with open_ledger(postgres) as ledger:
        while ledger.view().position < 30 and worker.poll() is None:
            pass
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        ledger.record([ram("1 kr", year=2030)])
        rams = [record for record in ledger.reader.log(0, 100_000) if record.topic == "ram.allocated"]
        assert len(rams) % 2 == 1
        assert [record.position for record in ledger.reader.log(0, 100_000)] == list(
            range(1, ledger.view().position + 1)
        )
        assert ledger.rebuild().same


def test_two_who_create_at_once_make_one_ledger(tmp_path: Path) -> None:
    """One is told that it is there already, and what the other made stays."""
    path = tmp_path / "a.db"
    outcomes: list[str] = []

    def create() -> None:
        try:
            create_ledger(path).close()
            outcomes.append("made")
        except Refused as refusal:
            outcomes.append(str(refusal))

    workers = [threading.Thread(target=create) for _number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted("finns redan" in outcome for outcome in outcomes) == [False] + [True] * 7
    with open_ledger(path) as ledger:
        assert ledger.record([ram()])[0].new


def test_a_shared_ledger_goes_by_the_servers_clock(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client whose clock is nine years ahead stops nobody."""
    monkeypatch.setattr("ledger.surroundings.time.time_ns", lambda: 2_060_000_000_000_000_000)
    with create_ledger(postgres) as ledger:
        ledger.record([ram()])
        recorded = ledger.reader.recorded(ledger.reader.position())
    [(server,)] = rows(postgres, "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)")
    assert abs(server - recorded) < 60 * 1_000_000


def test_a_recording_waits_for_another_only_so_long(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that holds the lock and hangs does not stop the others for ever: they are told."""
    monkeypatch.setattr("ledger.store.postgres_recorder.SECONDS_TO_WAIT", 1)
    with create_ledger(postgres) as ledger, psycopg.connect(postgres) as other:
        other.execute("UPDATE ledger SET recorded = recorded + 1")
        with pytest.raises(Refused, match="någon annan registrerar just nu"):
            ledger.record([ram()])
