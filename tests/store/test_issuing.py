"""Issued reports: made again byte for byte whatever was recorded later, kept for good, in either database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from databases import everything, rows
from ledger.events import BudgetSet, Decider, KeptFile, Proposal, ReportIssued
from ledger.events.issued import digest_of
from ledger.export.forms import report_file
from ledger.language import speaking, spoken
from ledger.opening import Ledger, open_ledger
from ledger.problems import Refused
from ledger.testing import Clock, decided, ledger_at
from trial import REPORT, beginning, budget, release

DAY = date(2025, 10, 31)
BODY = Decider(body="Regionstyrelsen")


@pytest.fixture
def ledger(place: str, clock: Clock, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in which there is something to report."""
    with ledger_at(place, clock=clock, plugins=release(tmp_path), title="Prov") as opened:
        opened.record(beginning())
        clock.set("2025-10-31T10:00")
        yield opened


def issue(ledger: Ledger, **about: Any) -> str:
    """The id of a new issue."""
    given = {"at": DAY, "on": DAY, "decided_by": BODY, "diarienummer": "RS 2025-0123", "approver": "Anna Berg"}
    return ledger.issue(REPORT, **{**given, **about}).id


def event_of(ledger: Ledger, event_id: str) -> ReportIssued:
    event = ledger.catalogue.decode(ledger.event(event_id))
    assert isinstance(event, ReportIssued)
    return event


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)


def kept_rows(place: str) -> int:
    [(number,)] = rows(place, "SELECT count(*) FROM kept")
    return int(number)


def test_an_issue_says_what_was_issued(ledger: Ledger) -> None:
    """The report, its parameters, both times, the files, the releases, the matter; a person as an id."""
    event_id = issue(ledger)
    issued = ledger.issued(event_id)
    event = issued.event
    assert (event.forvaltning, event.report, event.params, event.said_params) == (
        "RK",
        REPORT,
        "period=2025",
        {"period": "2025"},
    )
    assert (event.at, event.position) == (DAY, 6)
    assert [file.form for file in event.files] == ["json", "md", "text"]
    assert (event.core, event.plugin) == ("planledger 0.1.0", "planledger-prov 1.0")
    assert event.approver[0].startswith("p-")
    assert ledger.reader.person(event.approver[0]) == "Anna Berg"
    assert issued.issuance == issued.registered
    assert (issued.on, issued.issuance.body, issued.issuance.diarienummer) == (DAY, "Regionstyrelsen", "RS 2025-0123")
    view = ledger.view_of(issued)
    assert (view.at, view.position, view.known) == (DAY, 6, ledger.reader.recorded(6))


def test_the_canonical_json_says_the_issue_and_the_recorded_time_of_its_position(ledger: Ledger, clock: Clock) -> None:
    """Whatever time was asked for, ``known`` is when the last event that was known had been recorded."""
    issued = ledger.issued(issue(ledger, known=datetime(2025, 6, 1, 12)))
    kept = ledger.reissued(issued).file("json")
    found = json.loads(kept)
    assert found["issued"] == {"diarienummer": "RS 2025-0123", "body": "Regionstyrelsen", "on": "2025-10-31"}
    assert found["known"] == "2025-01-01T11:00:00.000000Z"
    assert digest_of(kept) == issued.event.digest
    assert kept.endswith(b"\n}\n")
    plain = json.loads(ledger.reissued(ledger.issued(issue(ledger, decided_by=None, diarienummer=""))).file("json"))
    assert plain["issued"] == {"diarienummer": None, "body": None, "on": "2025-10-31"}


def test_it_is_made_again_byte_for_byte_after_all_that_comes_later(ledger: Ledger, clock: Clock) -> None:
    """Corrections, withdrawals, late arrivals and new decisions change today's report, and not the one issued."""
    issued = ledger.issued(issue(ledger))
    before = {file.form: ledger.reissued(issued).file(file.form) for file in issued.event.files}
    clock.set("2025-12-01T10:00")
    staff, it = (fact.record.id for fact in ledger.view(DAY).latest(BudgetSet))
    ledger.record([budget("-232 mnkr", replaces=staff, reason="Tryckfel")])
    ledger.record([replace(decided(budget("1 kr").event, DAY), event=None, replaces=it, reason="Fattades aldrig")])  # type: ignore[arg-type]
    ledger.record([budget("-50 mnkr", "it", on="2025-06-01"), budget("-240 mnkr", on="2025-11-30")])
    again = ledger.reissued(ledger.issued(issued.id))
    assert again.same
    assert again.differences == ()
    assert again.shown is not None
    for form, kept in before.items():
        assert again.file(form) == report_file(form, again.shown) == kept
    assert report_file("json", ledger.report(REPORT, at=DAY)) != before["json"]


def test_the_same_file_is_kept_once(ledger: Ledger, place: str) -> None:
    """An issue that gives the same bytes again adds an event and no file; another day gives other files."""
    first, again = issue(ledger), issue(ledger, known=datetime(2025, 6, 1))
    assert first != again
    assert event_of(ledger, first).files == event_of(ledger, again).files
    assert kept_rows(place) == 3
    issue(ledger, on=date(2025, 11, 1), known=datetime(2025, 6, 1))
    assert kept_rows(place) == 6


def test_a_later_issue_takes_the_place_of_an_earlier_and_both_remain(ledger: Ledger) -> None:
    """The latest of a report and its parameters is in force."""
    first, second = issue(ledger), issue(ledger, on=date(2025, 11, 20), diarienummer="RS 2025-0200")
    view = ledger.view(date(2025, 12, 31))
    assert view.latest_one(ReportIssued, report=REPORT, params="period=2025").record.id == second  # type: ignore[union-attr]
    assert [each.id for each in ledger.all_issued()] == [first, second]
    assert ledger.reissued(ledger.issued(first)).same


def test_files_and_event_are_recorded_together_or_not_at_all(ledger: Ledger, place: str) -> None:
    """What is refused beside it leaves no file, and a file that no event names is not kept."""
    before = everything(place)
    outcome = issue(ledger)
    event, files = event_of(ledger, outcome), list(ledger.reissued(ledger.issued(outcome)).kept.values())
    assert everything(place) != before
    new = event.model_copy(update={"files": (KeptFile(form="json", sha256=digest_of(b"{}")),)})
    before = everything(place)
    with pytest.raises(Refused):
        ledger.record([decided(new, DAY, files=(b"{}",)), budget("1 kr", "finns-inte")])
    assert everything(place) == before
    ledger.record([decided(new, DAY, files=(b"{}", b"something else"))])
    assert kept_rows(place) == len(files) + 1
    assert ledger.rehearse([decided(new, DAY)]) == []


def test_an_issue_without_its_files_is_refused(ledger: Ledger) -> None:
    """Each file that is missing is told, and so is an issue that keeps no JSON, or knows of what was not there."""
    event = event_of(ledger, issue(ledger))

    def told(**changes: Any) -> str:
        return refusal(lambda: ledger.record([decided(event.model_copy(update=changes), DAY)]))

    lost = KeptFile(form="pdf", sha256="0" * 64)
    assert "bevaras inte i liggaren: pdf" in told(files=(*event.files, lost))
    assert "planledger issue" in told(files=())
    assert "bevaras inte i liggaren: json" in told(files=event.files[1:])
    assert "position 99 fanns inte när rapporten gjordes" in told(position=99)


def test_a_correction_changes_the_matter_and_never_the_document(ledger: Ledger) -> None:
    """Diarienummer, body and approver may be corrected; what was handed out says what it said."""
    first = issue(ledger)
    event = event_of(ledger, first)
    right = event.model_copy(update={"diarienummer": "RS 2025-0124", "approver": ("Bo Ek",)})
    other = Decider(body="Regionstyrelsens arbetsutskott")
    [corrected] = ledger.record([decided(right, DAY, replaces=first, reason="Fel nummer", decided_by=other)])
    issued = ledger.issued("RS 2025-0124")
    assert issued == ledger.issued(first) == ledger.issued(corrected.id)
    assert (issued.registered.diarienummer, issued.registered.body) == ("RS 2025-0124", other.body)
    assert (issued.issuance.diarienummer, issued.issuance.body) == ("RS 2025-0123", BODY.body)
    again = ledger.reissued(issued)
    assert again.same
    assert json.loads(again.file("json"))["issued"]["diarienummer"] == "RS 2025-0123"

    def told(event: ReportIssued, on: date = DAY) -> str:
        return refusal(lambda: ledger.record([decided(event, on, replaces=corrected.id, reason="Fel")]))

    assert "inte Läget den, Position" in told(right.model_copy(update={"at": date(2025, 8, 31), "position": 3}))
    assert "inte Parametrar" in told(right.model_copy(update={"params": "period=2024"}))
    assert "inte Filer" in told(right.model_copy(update={"files": event.files[:1]}))
    assert "inte Dagen" in told(right, date(2025, 11, 1))
    assert "återta den (withdraw) och fastställ den på nytt (issue)" in told(right, date(2025, 11, 1))


def test_a_withdrawn_issue_is_refused_with_the_reason(ledger: Ledger) -> None:
    """It was never so; it remains in the listing."""
    event_id = issue(ledger)
    ledger.record([Proposal(None, DAY, replaces=event_id, reason="Fel utkast")])
    for reference in (event_id, event_id[:6], "RS 2025-0123"):
        told = refusal(lambda reference=reference: ledger.issued(reference))  # type: ignore[misc]
        assert "är återtagen: Fel utkast" in told
    [listed] = ledger.all_issued()
    assert (listed.id, listed.withdrawn) == (event_id, "Fel utkast")
    assert ledger.issued(issue(ledger)).withdrawn is None
    assert ledger.issued("RS 2025-0123").withdrawn is None, "a number leads to the one that stands"


def test_an_issue_is_found_by_its_id_or_its_number_or_it_is_told_why_not(ledger: Ledger) -> None:
    """One that nobody knows, none at all, and one that several bear."""
    first, second = issue(ledger), issue(ledger)
    assert ledger.issued(f" {first[:13]} ").id == first
    assert all(each in refusal(lambda: ledger.issued("RS 2025-0123")) for each in (first, second, "skriv id:t"))
    for reference in ("RS 2025", "", " ", "zz", ledger.event(ledger.reader.log(0, 1)[0].id).id):
        told = refusal(lambda reference=reference: ledger.issued(reference))  # type: ignore[misc]
        assert "det finns ingen fastställd rapport" in told
        assert "reports --issued" in told


def test_another_release_of_the_plugin_is_told_and_the_kept_file_handed_out(
    place: str, ledger: Ledger, tmp_path: Path
) -> None:
    """Each figure that differs, and what was handed out stays what it was."""
    event_id = issue(ledger)
    before = ledger.reissued(ledger.issued(event_id))
    with open_ledger(place, plugins=release(tmp_path, "2.0", factor=2)) as later:
        again = later.reissued(later.issued(event_id))
        assert not again.same
        assert [str(each).replace("\u00a0", " ") for each in again.differences] == [
            "Ekonomi, Årets budget, personal, Med påslag: −231,7 mnkr → −463,4 mnkr",
            "Ekonomi, Årets budget, it, Med påslag: −40 mnkr → −80 mnkr",
            "Ekonomi, Årets budget, Summa, Med påslag: −271,7 mnkr → −543,4 mnkr",
        ]
        assert again.releases == "planledger 0.1.0, planledger-prov 1.0"
        assert all(again.file(form) == before.file(form) for form in ("json", "md", "text"))
        assert "formen html bevarades inte" in refusal(lambda: again.file("html"))


def test_without_the_plugin_the_kept_files_are_still_there(place: str, ledger: Ledger) -> None:
    """It cannot be made again, and what was handed out is handed out."""
    event_id = issue(ledger)
    with open_ledger(place) as elsewhere:
        again = elsewhere.reissued(elsewhere.issued(event_id))
        assert (again.same, again.shown) == (False, None)
        assert "det finns inget insticksprogram ”prov”" in again.failed[0].what
        assert again.file("text") == ledger.reissued(ledger.issued(event_id)).file("text")


def tamper(place: str, change: str) -> None:
    """Change what is kept, as an owner of the database can."""
    postgres = "://" in place
    for verb in ("update", "delete"):
        rows(place, f"DROP TRIGGER {'IF EXISTS kept_row ON kept' if postgres else f'kept_{verb}'}")
    rows(place, change)


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ("UPDATE kept SET bytes = CAST('{}' AS {bytes}) WHERE digest = '{digest}'", "kontrollsumman stämmer inte"),
        ("DELETE FROM kept WHERE digest = '{digest}'", "den saknas"),
    ],
)
@pytest.mark.parametrize("form", ["json", "text"])
def test_a_kept_file_that_was_tampered_with_is_told(
    place: str, ledger: Ledger, change: str, how: str, form: str
) -> None:
    """It is never handed out as what was issued, in any form."""
    issued = ledger.issued(issue(ledger))
    digest = issued.event.digest_of(form)
    assert digest
    kind = "bytea" if "://" in place else "BLOB"
    tamper(place, change.replace("{bytes}", kind).replace("{digest}", digest))
    told = refusal(lambda: ledger.reissued(issued))
    assert f"filen {form} till den fastställda rapporten {issued.id}" in told
    assert how in told


def test_a_copy_keeps_the_files(place: str, ledger: Ledger, tmp_path: Path) -> None:
    """And hands out the same."""
    issued = ledger.issued(issue(ledger))
    ledger.copy_to(tmp_path / "copy.db")
    assert everything(place) == everything(str(tmp_path / "copy.db"))
    with open_ledger(tmp_path / "copy.db", plugins=ledger.plugins) as copy:
        again = copy.reissued(copy.issued(issued.id))
        assert again.same
        assert again.file("md") == ledger.reissued(issued).file("md")


def test_a_damaged_file_is_never_copied(place: str, ledger: Ledger, tmp_path: Path) -> None:
    """As little as a damaged event."""
    issue(ledger)
    kind = "bytea" if "://" in place else "BLOB"
    tamper(place, f"UPDATE kept SET bytes = CAST('x' AS {kind})")
    assert "inte som den lämnades ut" in refusal(lambda: ledger.copy_to(tmp_path / "copy.db"))
    assert not list(tmp_path.glob("copy.db*"))


def test_the_index_is_made_again_the_same(ledger: Ledger) -> None:
    """Issues are indexed as any event, and rebuilding leaves the files alone."""
    issued = ledger.issued(issue(ledger))
    assert ledger.rebuild().same
    assert ledger.reissued(issued).same


def test_it_is_made_again_in_the_language_that_it_was_issued_in(ledger: Ledger) -> None:
    """Whatever is spoken then."""
    with speaking("en"):
        english = ledger.issued(issue(ledger))
    swedish = ledger.issued(issue(ledger))
    assert spoken() == "sv"
    assert (english.event.language, swedish.event.language) == ("en", "sv")
    assert ledger.reissued(english).same
    with speaking("en"):
        assert ledger.reissued(swedish).same


def test_what_cannot_be_issued_is_refused(place: str, ledger: Ledger, tmp_path: Path) -> None:
    """A report with nothing in it, a strange parameter, another's report, nobody's report; and nothing is kept."""
    assert "rapporten är tom" in refusal(lambda: issue(ledger, at=date(2020, 1, 1)))
    assert "rapporten är tom" in refusal(lambda: issue(ledger, known=date(2020, 1, 1)))
    assert "ingen parameter ”perod”" in refusal(lambda: issue(ledger, params={"perod": "2025"}))
    assert "parametern part har ett värde" in refusal(lambda: issue(ledger, params={"part": "a=b; c=d"}))
    assert "prov/plan är RKs rapport, inte HSFs" in refusal(lambda: issue(ledger, forvaltning="HSF"))
    assert "styrtecken" in refusal(lambda: issue(ledger, diarienummer="RS\x1b[2J"))
    assert ledger.all_issued() == []
    with open_ledger(place, plugins=release(tmp_path, "3.0", forvaltning="")) as shared:
        assert "ange den med --forvaltning" in refusal(lambda: issue(shared))
        assert "är ingen kod" in refusal(lambda: issue(shared, forvaltning="R K"))
        assert kept_rows(place) == 0
        assert event_of(shared, issue(shared, forvaltning="HSF")).forvaltning == "HSF"
