"""``erase``, ``remove`` and ``sweep`` by the command, and what tables, reports, ``why`` and ``log`` then say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from desk import BaseDesk
from ledger.events import Decider
from ledger.opening import open_ledger
from ledger.testing import Clock, ledger_at
from trial import beginning, budget, release

Json = dict[str, Any]
NOW = "2026-01-15T09:30"
CE = "ram.allocated/RK/CE/2025"
RAM = ("rk/ramfordelning", "period=2025", "--at", "2025-08-31")
ORDER = (
    "--by",
    "Arkivnämnden",
    "--document",
    "Gallringsbeslut",
    "--diarienummer",
    "AN 2026/12",
    "--reason",
    "Inkom av misstag",
)
NAME = "Gunilla Ankarcrona"


class Desk(BaseDesk):
    """The command on one ledger, in January 2026."""

    def __init__(self, place: str | Path, capsys: pytest.CaptureFixture[str]):
        super().__init__(place, capsys, Clock(NOW))

    def done(self, *arguments: str) -> tuple[str, str]:
        """What a command that succeeds prints, and what it warns of."""
        code, out, errors = self.call(*arguments)
        assert code == 0, errors
        return out, errors

    def log(self, stream: str) -> list[Json]:
        out, _errors = self.done("log", "--stream", stream, "--format", "json")
        return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def demonstration(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A copy of the demonstration."""
    for file in demo.glob("demo.db*"):
        shutil.copy(file, tmp_path)
    return Desk(tmp_path / "demo.db", capsys)


@pytest.fixture
def desk(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A small ledger with a report, in either database."""
    plugins = release(tmp_path)
    with ledger_at(place, plugins=plugins, title="Prov") as ledger:
        ledger.record(beginning())
        ledger.record([budget("-41 mnkr", "it", actor=NAME, note="enligt Gunilla Ankarcrona")])
    monkeypatch.setattr("ledger.cli.state.Plugins", lambda: plugins)
    return Desk(place, capsys)


def test_a_table_says_what_it_lacks(demonstration: Desk) -> None:
    """The row's figure is unknown, the sum has its star, and a note says which content is gone, by which decision."""
    desk = demonstration
    [ce] = desk.log(CE)
    said, warned = desk.done("remove", ce["id"][:12], *ORDER)
    assert f"Innehållet i händelse {ce['id']} ({CE}) är borttaget genom " in said
    assert "Databasens filer är omskrivna." in said
    assert "säkerhetskopior som gjordes innan har det kvar" in warned
    assert "id:t följer av innehållet" in warned
    note = (
        f"Innehållet i händelse {ce['id'][:8]} ({CE}) är borttaget: beslutad av Arkivnämnden, Gallringsbeslut,"
        " dnr AN 2026/12, Inkom av misstag"
    )
    table = json.loads(desk.done("show", *RAM, "--format", "json")[0])
    assert note in table["notes"]
    assert "CE" not in {cell["text"] for row in table["rows"] for cell in row["cells"] if "71,7" in cell["text"]}
    for form in ("text", "md"):
        assert note in " ".join(desk.done("show", *RAM, "--format", form)[0].split())
    assert "borttaget" not in desk.done("show", "rk/investeringar", "--at", "2025-08-31")[0]


def test_why_and_log_tell_of_the_removal(demonstration: Desk) -> None:
    """A gap is explained by the event that is gone, and the journal shows both."""
    desk = demonstration
    [ce] = desk.log(CE)
    desk.done("correct", ce["id"], "amount=72 mnkr", "--reason", "Skrivfel")
    [_first, last] = desk.log(CE)
    desk.done("remove", ce["id"], "--entry", *ORDER)
    told = desk.done("why", *RAM, "--row", "total", "--column", "ram-2025")[0]
    assert "innehållet är borttaget" in told
    assert "beslutad av Arkivnämnden, Gallringsbeslut, dnr AN 2026/12, Inkom av misstag" in " ".join(told.split())
    chain = " ".join(desk.done("log", "--event", last["id"])[0].split())
    assert f"{CE} (innehållet är borttaget)" in chain
    assert chain.count("innehållet togs bort genom") == 2
    listed = desk.log(CE)
    assert [each["decision"] for each in listed] == [None, None]
    assert all(each["removed_by"] for each in listed)
    journal = desk.done("log", "--topic", "content.removed")[0]
    assert f"Innehåll borttaget: {ce['id']}" in journal
    assert "det som inte finns kan inte rättas" in desk.refused("correct", last["id"], "amount=1 mnkr", "--reason", "x")
    assert "ingen version har något innehåll kvar" in desk.refused("remove", last["id"], "--entry", *ORDER)
    desk.done("withdraw", last["id"], "--reason", "Fattades aldrig")
    assert "borttaget" not in desk.done("show", *RAM)[0]


def test_every_table_document_and_check_can_be_made_without_contents(demonstration: Desk) -> None:
    """Whatever has been removed, the author's code never meets it: here one event in seven."""
    desk = demonstration
    with open_ledger(desk.place) as ledger:
        every = [record for record in ledger.reader.log(0, 100_000) if record.content is not None]
        some = [record for record in every[::7] if record.topic not in ("person.registered", "report.issued")]
        from datetime import date

        from ledger.store.erasing import Order

        ledger.remove(some, Order("Prov av gallring", date(2026, 1, 1), decided_by=Decider(body="Arkivnämnden")))
        assert ledger.rebuild().same
        assert ledger.verify().sound
        for name in ("fds", "hsf", "rk"):
            for definition in ledger.plugins.get(name).tables:
                for at in (date(2024, 12, 31), date(2025, 10, 31)):
                    view = ledger.view(at, plugin=name)
                    for asked in definition.every(view):
                        definition.with_params(view, definition.name, asked)
        for name, period, at in (
            ("rk/arsredovisning", "2024", "2025-03-04"),
            ("hsf/forvaltningsplan", "2026", "2025-10-31"),
        ):
            assert ledger.report(name, at=date.fromisoformat(at), params={"period": period}).view.lacking
        ledger.check()
    code, _out, errors = desk.call("log", "--format", "json")
    assert (code, errors) == (0, "")


def test_an_issued_report_is_handed_out_and_says_what_it_lacks(desk: Desk) -> None:
    """It cannot be made again the same; the kept file stands, and the command says so when it removes."""
    desk.done("issue", "prov/plan", "--at", "2025-10-31", "--effective-on", "2025-10-31")
    [issued] = desk.log("report.issued")
    before, _none = desk.done("report", "--issued", issued["id"], "--format", "md")
    [it] = [each for each in desk.log("finance.budget-set/RK/personal") if each["topic"] == "finance.budget-set"]
    _said, warned = desk.done("remove", it["id"], *ORDER)
    assert f"det som lämnades ut bevaras: {issued['id']} (prov/plan period=2025, 2025-10-31)" in warned
    after, warned = desk.done("report", "--issued", issued["id"], "--format", "md")
    assert after == before
    assert f"Innehållet i händelse {it['id'][:8]}" in warned
    assert "blir en annan när den görs om" in warned
    draft = json.loads(desk.done("report", "prov/plan", "--at", "2025-10-31", "--format", "json")[0])
    [table] = draft["sections"][0]["tables"]
    assert any("är borttaget" in note for note in table["notes"])


def test_a_text_that_is_gone_is_noted_under_the_report(desk: Desk) -> None:
    """It stood under no table; a report without it has the note last, and any other has no such field."""
    plain = json.loads(desk.done("report", "prov/plan", "--at", "2025-10-31", "--format", "json")[0])
    assert "notes" not in plain
    [text] = desk.log("text.written")
    desk.done("remove", text["id"], *ORDER)
    for form in ("text", "md"):
        out = " ".join(desk.done("report", "prov/plan", "--at", "2025-10-31", "--format", form)[0].split())
        assert f"Innehållet i händelse {text['id'][:8]}" in out
    [note] = json.loads(desk.done("report", "prov/plan", "--at", "2025-10-31", "--format", "json")[0])["notes"]
    assert "är borttaget" in note


def test_a_person_is_erased_and_what_others_wrote_is_told(desk: Desk) -> None:
    """The name is gone from the register and from the journal; the note that somebody wrote stays, and is pointed out."""
    assert NAME in desk.done("log")[0]
    said, warned = desk.done("erase", NAME, "--reason", "Begäran om radering, ärende AN 2026/13")
    assert " är borttagen ur registret genom " in said
    assert "namnet står i kuvertet i " in warned
    journal = desk.done("log")[0]
    assert "för (borttagen)" in journal
    assert "Person borttagen: p-" in journal
    assert f"det finns ingen ”{NAME}” i registret" in desk.refused("erase", NAME, "--reason", "Igen")
    desk.done("sweep")


def test_a_name_that_several_have_is_told_apart_by_id(desk: Desk) -> None:
    """Nobody is erased by mistake."""
    desk.done("issue", "prov/plan", "--at", "2025-10-31", "--approver", NAME)
    said = desk.refused("erase", NAME, "--reason", "Begäran")
    assert "är flera poster i registret" in said
    assert "(Gunilla Ankarcrona, RK)" in said
    assert "(Gunilla Ankarcrona, system)" in said
    ids = [word for word in said.replace("”", " ").split() if word.startswith("p-")]
    desk.done("erase", *ids, "--reason", "Begäran")


def test_a_dry_run_takes_nothing_away(desk: Desk) -> None:
    """It tells what would go, and where the same is said."""
    [it] = [each for each in desk.log("finance.budget-set/RK/it") if each.get("note")]
    out, warned = desk.done("remove", it["id"], *ORDER, "--dry-run")
    assert f"Skulle tas bort: innehållet i händelse {it['id']}" in out
    assert "säger för gott: enligt Gunilla Ankarcrona" in warned
    assert "vem som beslutade" in desk.refused("remove", it["id"], "--reason", "Gallring", "--dry-run")
    out, warned = desk.done("erase", NAME, "--reason", "Begäran", "--dry-run")
    assert f"({NAME}, system)" in out
    assert "namnet står i kuvertet" in warned
    assert NAME in desk.done("log")[0]


def test_what_is_asked_wrongly(desk: Desk) -> None:
    """A removal needs a body; a reason may not repeat what it removes."""
    [it] = desk.log("finance.budget-set/RK/personal")
    assert "det saknas vem som beslutade" in desk.refused("remove", it["id"], "--reason", "x")
    said = desk.refused("remove", it["id"], "--by", "Arkivnämnden", "--reason", "Det stod -231,7 mnkr")
    assert "upprepar det som tas bort" in said
    assert "--expect" in desk.refused("remove", it["id"], *ORDER, "--expect", "1")


def test_a_difference_says_what_it_lacks(demonstration: Desk) -> None:
    """What was removed is in neither end, and so is no change: it is told beside."""
    [ce] = demonstration.log(CE)
    demonstration.done("remove", ce["id"], *ORDER)
    asked = ("diff", "rk/ramfordelning", "period=2025", "--from", "2025-06-30", "--to", "2025-08-31")
    said = demonstration.run(*asked)
    assert said.startswith("Inget har ändrats.")
    assert f"Innehållet i händelse {ce['id'][:8]}" in said
    assert demonstration.data(*asked)["notes"]
