"""Folders of CSV: every way that a row may be written, and where each fault stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ledger.events import CORE_EVENTS, Catalogue, Proposal, RamAllocated
from ledger.figures import Period, Quantity, quantity_in
from ledger.intake.folder import Folder, folders, proposed
from ledger.problems import Refused
from ledger.testing import Clock, ledger_in

ABOUT = """
id = "plan"
title = "Plan"
forvaltning = "RK"
published_on = 2025-01-01
effective_on = 2025-01-01
dated = "convention"
decided_by = "Regionfullmäktige"

[[table]]
file = "ram.csv"
topic = "ram.allocated"
section = "Ram"
"""


def catalogue() -> Catalogue:
    found = Catalogue()
    found.add("planledger", CORE_EVENTS)
    return found


def folder_with(path: Path, csv: str | bytes, about: str = ABOUT) -> Folder:
    path.mkdir(exist_ok=True)
    (path / "document.toml").write_text(about, encoding="utf-8")
    (path / "ram.csv").write_bytes(csv.encode() if isinstance(csv, str) else csv)
    [folder] = folders([path])
    return folder


def amounts(path: Path, csv: str | bytes) -> list[Quantity]:
    """The amounts of rows that are all good."""
    found, problems = proposed(folder_with(path, csv), catalogue())
    assert problems == []
    events = [proposal.event for proposal in found]
    return [event.amount for event in events if isinstance(event, RamAllocated) and isinstance(event.amount, Quantity)]


def faults(path: Path, csv: str) -> list[str]:
    _found, problems = proposed(folder_with(path, csv), catalogue())
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "csv",
    [
        "period;amount (mnkr)\n2025;1 234,5\n",
        "År;Belopp (mnkr)\n2025;1 234,5\n",
        "period\tamount (mnkr)\n2025\t1 234,5\n",
        'period,amount (mnkr)\n2025,"1 234,5"\n',
        "\ufeffperiod;amount\r\n2025;1 234,5 mnkr\r\n\r\n",
        "PERIOD; Belopp (miljoner kronor) \n 2025 ; 1\u00a0234.5 \n;\n",
    ],
)
def test_one_row_written_in_many_ways(tmp_path: Path, csv: str) -> None:
    """Names or titles, three separators, a byte order mark, units in the heading or the cell, empty rows."""
    assert amounts(tmp_path, csv) == [quantity_in("1234,5", "mnkr")]


def test_what_is_not_said_comes_from_table_and_document(tmp_path: Path) -> None:
    """Förvaltning, date, how it is known, decider and section; a row may say its own."""
    csv = "period;amount (mnkr);Gäller från;Daterad;Beslutad av;Avsnitt;Anmärkning\n2025;1;;;;;\n2026;2;2025-06-17;tryckt;Regionstyrelsen/regiondirektören/§ 4;Sid;Oklart\n"
    [first, second], problems = proposed(folder_with(tmp_path, csv), catalogue())
    assert problems == []
    assert first.event is not None
    assert (first.event.forvaltning, first.effective_on, first.dated) == ("RK", date(2025, 1, 1), "convention")
    assert (str(first.decided_by), first.source and first.source.section, first.note) == (
        "Regionfullmäktige",
        "Ram",
        None,
    )
    assert (second.effective_on, second.dated) == (date(2025, 6, 17), "printed")
    assert str(second.decided_by) == "Regionstyrelsen genom regiondirektören (delegation § 4)"
    assert (second.source and second.source.section, second.note) == ("Sid", "Oklart")


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    """A cell with a line break in it is one row; an empty row is one too."""
    csv = 'period;amount (mnkr);note\n2025;1;"två\nrader"\n\n2026;12,3,4;\n20x7;1;\n'
    assert [", rad 4, " in faults(tmp_path, csv)[0], ", rad 5, " in faults(tmp_path, csv)[1]] == [True, True]


def test_all_faults_of_a_row_are_told(tmp_path: Path) -> None:
    """Period, amount and date at once."""
    said = "\n".join(faults(tmp_path, "period;amount;effective_on\n20x5;71,7 %;2025-02-30\n"))
    assert all(
        part in said
        for part in ("”20x5” är ingen period", "”71.7 %” är inte ett belopp", "”2025-02-30” är inget datum")
    )


def test_a_missing_field_is_told_with_an_example(tmp_path: Path) -> None:
    """An empty cell is not said, and what must be said is asked for; what nobody knows is a question mark."""
    [said] = faults(tmp_path, "period;amount (mnkr)\n2025;\n")
    assert "Belopp saknas" in said
    assert "Till exempel: 1,4 mnkr" in said
    assert faults(tmp_path, "period;amount (mnkr)\n2025;?\n") == []


def test_documents_come_in_the_order_they_became_public(tmp_path: Path) -> None:
    """Folders below a folder, whatever their names; one without a date comes last."""
    for name, line in (("a", ""), ("b", "published_on = 2025-03-04"), ("c", "published_on = 2023-10-31")):
        folder_with(tmp_path / name, "period;amount\n", ABOUT.replace("published_on = 2025-01-01", line))
    assert [folder.path.name for folder in folders([tmp_path])] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("id = plan", "filen är inte TOML"),
        ("id = 'plan'", "Titel saknas"),
        (ABOUT + "colour = 'red'\n", "”colour” känns inte igen"),
        (ABOUT.replace('"convention"', '"guess"'), "inte printed, stated eller convention"),
    ],
)
def test_a_document_that_says_wrong_is_told(tmp_path: Path, about: str, said: str) -> None:
    """document.toml is held to what it may say."""
    with pytest.raises(Refused, match=said) as caught:
        folder_with(tmp_path, "period;amount\n", about)
    assert "document.toml" in str(caught.value)


def test_a_row_may_correct_an_event(tmp_path: Path, clock: Clock) -> None:
    """The column Ersätter names the event, and Skäl says why; the same file again is no change."""
    with ledger_in(tmp_path, clock=clock) as ledger:
        found, _problems = proposed(folder_with(tmp_path / "a", "period;amount (mnkr)\n2025;1\n"), ledger.catalogue)
        [outcome] = ledger.record(found)
        csv = f"period;amount (mnkr);Ersätter;Skäl\n2025;2;{outcome.id};Skrivfel\n"
        correction, _problems = proposed(folder_with(tmp_path / "b", csv), ledger.catalogue)
        assert [each.new for each in ledger.record(correction)] == [True]
        assert [each.new for each in ledger.record(correction)] == [False]
        view = ledger.view(date(2025, 12, 31))
        assert view.latest_one(RamAllocated, forvaltning="RK", period=Period.of("2025"), part=None).amount.number == 2


def test_a_row_may_not_correct_what_is_replaced_already(tmp_path: Path, clock: Clock) -> None:
    """The file and the row, and when, by whom and why it was withdrawn."""
    with ledger_in(tmp_path, clock=clock) as ledger:
        found, _problems = proposed(folder_with(tmp_path / "a", "period;amount (mnkr)\n2025;1\n"), ledger.catalogue)
        [outcome] = ledger.record(found)
        ledger.record([Proposal(None, date(2025, 1, 1), id="w", replaces=outcome.id, reason="Aldrig beslutad")])
        csv = f"period;amount (mnkr);Ersätter;Skäl\n2025;2;{outcome.id};Skrivfel\n"
        correction, _problems = proposed(folder_with(tmp_path / "b", csv), ledger.catalogue)
        with pytest.raises(
            Refused, match="ram.csv, rad 2: .* är återtagen genom w, registrerad 2025-01-01 12:00 av test"
        ):
            ledger.record(correction)


def test_two_rows_about_one_thing_on_one_day_are_refused(tmp_path: Path) -> None:
    """Both rows are named, and what to do; the same again on another day, or of another part, is another decision."""
    [said] = faults(tmp_path, "period;amount (mnkr)\n2025;1\n2026;1\n2025;2\n")
    assert "ram.csv, rad 4: raden gäller samma sak och dag som rad 2: Ram beslutad: 2025, 2025-01-01" in said
    assert "behåll en av dem" in said
    assert faults(tmp_path, "period;amount (mnkr);Gäller från\n2025;1;\n2025;2;2025-06-17\n") == []
    assert faults(tmp_path, "period;part;amount (mnkr)\n2025;;1\n2025;CE;2\n") == []


def test_the_same_row_twice_is_refused_too(tmp_path: Path) -> None:
    """In one file or in two of the same document."""
    assert len(faults(tmp_path, "period;amount (mnkr)\n2025;1\n2025;1\n")) == 1
    twice = ABOUT + '[[table]]\nfile = "mer.csv"\ntopic = "ram.allocated"\n'
    (tmp_path / "mer.csv").write_text("period;amount (mnkr)\n2025;1\n", encoding="utf-8")
    _found, [problem] = proposed(folder_with(tmp_path, "period;amount (mnkr)\n2025;1\n", twice), catalogue())
    assert f"som {tmp_path / 'ram.csv'}, rad 2: Ram beslutad" in problem.what
    assert (Path(problem.origin.file).name, problem.origin.row) == ("mer.csv", 2)


@pytest.mark.parametrize(
    ("topic", "csv"),
    [
        ("ram.changed", "period;cause;amount (mnkr)\n2025;hyra;1\n2025;hyra;1\n"),
        ("indicator.read", "indicator;period;accumulated;value;Gäller från\nx;2025;2025-01/2025-03;1 %;2025-09-01\nx;2025;2025-01/2025-08;2 %;2025-09-01\n"),
        ("ram.allocated", "period;amount (mnkr);Ersätter;Skäl\n2025;1;;\n2025;2;a;Fel\n"),
    ],
)  # fmt: skip
def test_rows_of_which_none_is_lost_are_fine(tmp_path: Path, topic: str, csv: str) -> None:
    """Where each entry counts, readings up to different months, and corrections that say what they replace."""
    _found, problems = proposed(folder_with(tmp_path, csv, ABOUT.replace("ram.allocated", topic)), catalogue())
    assert problems == []
