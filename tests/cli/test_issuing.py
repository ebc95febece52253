"""Issuing by the command: ``issue``, ``report --issued`` and ``reports --issued``."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from databases import rows
from desk import BaseDesk
from ledger.opening import open_ledger
from ledger.testing import ledger_at
from trial import beginning, budget, release

MATTER = ("--by", "Regionstyrelsen", "--diarienummer", "RS 2025-0123", "--effective-on", "2025-10-31")
PLAN = ("issue", "prov/plan", "--at", "2025-10-31", *MATTER)
REASON = ("--reason", "Prov")
DOCUMENTS = (
    ("rk/forvaltningsplan", "2025", "2025-01-01"),
    ("rk/arsredovisning", "2024", "2025-03-04"),
    ("rk/delarsrapport", "2025-08", "2025-08-31"),
    ("hsf/forvaltningsplan", "2026", "2025-10-31"),
    ("fds/delarsrapport", "2023-08", "2023-08-31"),
)


class Desk(BaseDesk):
    """The command on one ledger."""

    def issue(self, *arguments: str) -> str:
        """The id of a new issue."""
        said = self.run(*(arguments or PLAN))
        event_id = said.split()[-1]
        assert f"är fastställd: händelse {event_id}." in said
        assert f"planledger report --issued {event_id}" in said
        return event_id


@pytest.fixture
def desk(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The command on a small ledger, with the plugin ``prov`` alone."""
    plugins = release(tmp_path)
    with ledger_at(place, plugins=plugins, title="Prov") as ledger:
        ledger.record(beginning())
    monkeypatch.setattr("ledger.cli.state.Plugins", lambda: plugins)
    return Desk(place, capsys)


@pytest.mark.parametrize(("name", "period", "at"), DOCUMENTS)
def test_every_document_is_handed_out_again_byte_for_byte(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, period: str, at: str
) -> None:
    """After corrections of amounts that it shows, in every form, printed and to a file."""
    shutil.copy(demo / "demo.db", tmp_path / "a.db")
    desk = Desk(tmp_path / "a.db", capsys)
    event_id = desk.issue("issue", name, f"period={period}", "--at", at, *MATTER)
    first = {form: desk.run("report", "--issued", event_id, "--format", form) for form in ("json", "md", "text")}
    report = json.loads(first["json"])
    assert (report["report"], report["at"], report["issued"]["on"]) == (name, at, "2025-10-31")
    figures = {
        event
        for section in report["sections"]
        for table in section["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        for event in (cell["events"] if cell["value"] else [])
    }
    corrected = [each for each in sorted(figures)[:40] if desk.call("correct", each, "amount=7 mnkr", *REASON)[0] == 0]
    assert corrected
    asked = ("report", name, f"period={period}", "--at", at, "--format", "json")
    assert json.loads(desk.run(*asked))["sections"] != report["sections"]
    for form, before in first.items():
        assert desk.run("report", "--issued", event_id[:12], "--format", form) == before
        desk.run("report", "--issued", "RS 2025-0123", "-o", str(tmp_path / f"r.{form}"), "--format", form)
        assert (tmp_path / f"r.{form}").read_bytes().decode() == before
        assert "ARBETSMATERIAL" not in before
    assert "Fastställd 2025-10-31 av Regionstyrelsen, dnr RS 2025-0123" in first["text"]


def test_what_is_not_issued_is_marked_as_a_draft(desk: Desk) -> None:
    """In text and Markdown by the title, in JSON by null; a table is no document."""
    asked = ("report", "prov/plan", "--at", "2025-10-31")
    assert desk.run(*asked).splitlines()[3] == "ARBETSMATERIAL"
    assert desk.run(*asked, "--format", "md").splitlines()[2] == "**ARBETSMATERIAL**"
    assert json.loads(desk.run(*asked, "--format", "json"))["issued"] is None
    desk.issue()
    assert "ARBETSMATERIAL" in desk.run(*asked)
    assert "ARBETSMATERIAL" not in desk.run("show", "prov/budget", "period=2025", "--at", "2025-10-31")


def test_issued_reports_are_listed_with_what_became_of_them(desk: Desk) -> None:
    """In force, replaced by a later, or withdrawn with the reason; and the log tells of each."""
    assert "Inga rapporter är fastställda" in desk.run("reports", "--issued")
    first, second = desk.issue(), desk.issue()
    third = desk.issue("issue", "prov/plan", "period=2025", "part=a", "--at", "2025-10-31")
    desk.run("withdraw", third, "--reason", "Fel")
    listing = desk.run("reports", "--issued")
    lines = [line.split(maxsplit=1)[0] for line in listing.splitlines()[2:] if line[:1].strip()]
    assert lines == [each[:8] for each in (first, second, third)], "in the order of recording"
    told = [" ".join(part.split()) for part in re.split("|".join(lines), listing)[1:]]
    assert told[0] == "prov/plan period=2025 2025-10-31 RS 2025-0123 Regionstyrelsen ersatt av en senare"
    assert told[1] == "prov/plan period=2025 2025-10-31 RS 2025-0123 Regionstyrelsen gäller"
    assert "återtagen: Fel" in told[2]
    assert "Rapport fastställd: prov/plan" in desk.run("log", "--topic", "report.issued")
    assert "Planen." in desk.run("reports")


def test_another_release_is_warned_of_and_the_kept_file_handed_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures, at most twenty, their number and both releases stand on standard error; the exit code is 0."""
    desk.issue()
    before = desk.run("report", "--issued", "RS 2025-0123")
    later = release(tmp_path, "2.0", factor=2)
    monkeypatch.setattr("ledger.cli.state.Plugins", lambda: later)
    code, out, errors = desk.call("report", "--issued", "RS 2025-0123")
    assert (code, out) == (0, before)
    assert "blir en annan när den görs om; det som lämnades ut då lämnas ut nu" in errors
    assert "fastställd med planledger 0.1.0, planledger-prov 1.0; nu planledger 0.1.0, planledger-prov 2.0" in errors
    assert "Ekonomi, Årets budget, it, Med påslag: −40 mnkr → −80 mnkr" in errors.replace("\u00a0", " ")
    assert "3 uppgifter skiljer sig" in errors
    assert "till" not in errors.split("påslag")[-1]
    monkeypatch.setattr("ledger.cli.issuing.MOST_DIFFERENCES", 1)
    _code, _out, errors = desk.call("report", "--issued", "RS 2025-0123")
    assert "… och 2 till" in errors
    assert errors.count("Med påslag") == 1


def test_what_is_no_figure_is_told_too(desk: Desk) -> None:
    """A ledger that is called something else gives other bytes, though every figure is the same."""
    event_id = desk.issue()
    rows(desk.place, "UPDATE ledger SET title = 'Annat', recorded = recorded + 1")
    code, _out, errors = desk.call("report", "--issued", event_id)
    assert code == 0
    assert "alla tal och texter är desamma" in errors


def test_a_plugin_that_is_gone_stops_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept file is handed out with a warning."""
    event_id = desk.issue()
    before = desk.run("report", "--issued", event_id)
    monkeypatch.undo()
    code, out, errors = desk.call("report", "--issued", event_id)
    assert (code, out) == (0, before)
    assert "kan inte göras om: det finns inget insticksprogram ”prov”" in errors


def test_a_corrected_number_is_told_beside_the_document(desk: Desk) -> None:
    """What was handed out says what it said."""
    event_id = desk.issue()
    before = desk.run("report", "--issued", event_id)
    desk.run("correct", event_id, "diarienummer=RS 2025-0999", "--reason", "Fel nummer")
    code, out, errors = desk.call("report", "--issued", "RS 2025-0999")
    assert (code, out) == (0, before)
    assert "rättade efteråt: Fastställd 2025-10-31 av Regionstyrelsen, dnr RS 2025-0999" in errors
    assert "det finns ingen fastställd rapport RS 2025-0123" in desk.refused("report", "--issued", "RS 2025-0123")


def test_a_correction_of_the_document_itself_is_refused(desk: Desk) -> None:
    """With what to do."""
    event_id = desk.issue()
    for change in ("at=2025-08-31", "params=period=2024", "plugin=annat", "language=en"):
        told = desk.refused("correct", event_id, change, "--reason", "Fel")
        assert "en rättelse av en fastställd rapport ändrar diarienummer, organ eller godkännare" in told
        assert "återta den (withdraw)" in told
    day = ("--effective-on", "2025-11-01", "--reason", "Fel")
    assert "inte Dagen" in desk.refused("correct", event_id, *day)
    desk.run("correct", event_id, "--by", "Nämnden", "--reason", "Fel organ")


def test_tampering_is_told(desk: Desk) -> None:
    """Nothing is handed out."""
    event_id = desk.issue()
    postgres = "://" in desk.place
    rows(desk.place, "DROP TRIGGER kept_row ON kept" if postgres else "DROP TRIGGER kept_update")
    rows(desk.place, "UPDATE kept SET bytes = 'x'" if postgres else "UPDATE kept SET bytes = x'00'")
    told = desk.refused("report", "--issued", event_id)
    assert "är inte som den lämnades ut: kontrollsumman stämmer inte" in told
    assert "säkerhetskopia" in told


WRONG = {
    "no such issue": (("report", "--issued", "zz"), ("ingen fastställd rapport zz", "reports --issued")),
    "an empty reference": (("report", "--issued", ""), ("ingen fastställd rapport",)),
    "a report beside it": (("report", "prov/plan", "--issued", "zz"), ("redan sina tider", "bara --issued")),
    "a time beside it": (("report", "--issued", "zz", "--known", "2025-01-01"), ("redan sina tider",)),
    "neither": (("report",), ("rapportens namn saknas", "--issued")),
    "an unknown report": (("issue", "prov/plann"), ("ingen rapport ”prov/plann”", "menade du ”prov/plan”?")),
    "an unknown parameter": (("issue", "prov/plan", "perod=2025"), ("ingen parameter ”perod”",)),
    "a day that is none": ((*PLAN[:2], "--effective-on", "igår"), ("--effective-on", "”igår” är inget datum")),
    "nothing in it": (("issue", "prov/plan", "--at", "2020-01-01"), ("rapporten är tom", "pröva ett annat --at")),
    "another's": (("issue", "prov/plan", "--forvaltning", "HSF"), ("RKs rapport, inte HSFs", "utelämna --forvaltning")),
    "by hand": (
        (
            "record",
            "report.issued",
            "forvaltning=RK",
            "report=x/y",
            "at=2025-01-01",
            "position=1",
            "core=a",
            "plugin=b",
        ),
        ("Filer saknas",),
    ),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told(desk: Desk, arguments: tuple[str, ...], said: tuple[str, ...]) -> None:
    """With what to do, and nothing is recorded."""
    errors = desk.refused(*arguments)
    assert [each for each in said if each not in errors] == []
    assert "Inga rapporter" in desk.run("reports", "--issued")


def test_a_withdrawn_issue_is_handed_out_with_a_warning(desk: Desk) -> None:
    """It was handed out once, so whoever asks may have it, by id and by number; nothing else is done with it."""
    event_id = desk.issue()
    before = desk.run("report", "--issued", event_id)
    desk.run("withdraw", event_id, "--reason", "Fel utkast")
    for reference in (event_id, "RS 2025-0123"):
        code, out, errors = desk.call("report", "--issued", reference)
        assert (code, out) == (0, before)
        assert "är återtagen: Fel utkast" in errors
        assert "är återtagen: Fel utkast" in desk.refused("errata", reference)


def test_a_number_that_several_issues_bear_is_refused(desk: Desk) -> None:
    """With their ids, each of which leads to one."""
    first, second = desk.issue(), desk.issue()
    told = desk.refused("report", "--issued", "RS 2025-0123")
    assert first in told
    assert second in told
    assert desk.run("report", "--issued", first) == desk.run("report", "--issued", first[:20])


def test_the_time_known_is_chosen(desk: Desk) -> None:
    """``--known`` is what was known: what was recorded later is not in the issue."""
    with open_ledger(desk.place) as ledger:
        ledger.record([budget("-999 mnkr", on="2025-02-01")])
    early = desk.issue("issue", "prov/plan", "--at", "2025-10-31", "--known", "2025-01-01T12:00")
    late = desk.issue("issue", "prov/plan", "--at", "2025-10-31")
    assert "999" not in desk.run("report", "--issued", early)
    assert "999" in desk.run("report", "--issued", late)
