"""Rows that repeat what another decides become assertions; rows that observe are of the last day of what they observe."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.events import CORE_EVENTS, Asserted, Catalogue, LineDefined, OutcomeRead, Proposal
from ledger.figures import Quantity
from ledger.intake.folder import folders, proposed
from ledger.problems import Refused
from ledger.testing import Clock, decided, ledger_in

ABOUT = """id = "rk-ar-2024"
title = "Årsredovisning"
forvaltning = "RK"
effective_on = 2025-03-04
"""
OUTCOME, READ, RAM = "finance.outcome-read", "indicator.read", "ram.allocated"
HEADINGS = "line;period;accumulated;amount (mnkr)"


def read(folder: Path, topic: str, csv: str, more: str = "") -> tuple[list[Proposal], list[str]]:
    """What one file of rows proposes, and what is wrong with it."""
    folder.mkdir(exist_ok=True)
    table = f'\n[[table]]\nfile = "a.csv"\ntopic = "{topic}"\n{more}'
    (folder / "document.toml").write_text(ABOUT + table, encoding="utf-8")
    (folder / "a.csv").write_text(csv, encoding="utf-8")
    catalogue = Catalogue()
    catalogue.add("planledger", CORE_EVENTS)
    [found] = folders([folder])
    made, problems = proposed(found, catalogue)
    return made, [str(problem) for problem in problems]


def asserted(folder: Path, topic: str, csv: str, more: str = "") -> list[Asserted]:
    """What rows that repeat assert, all of them good."""
    made, problems = read(folder, topic, csv, f"asserts = true\n{more}")
    assert problems == []
    events = [proposal.event for proposal in made if isinstance(proposal.event, Asserted)]
    assert len(events) == len(made)
    return events


def test_rows_of_a_table_that_asserts_are_assertions(tmp_path: Path) -> None:
    """Never a decision of what they repeat."""
    [said] = asserted(tmp_path, OUTCOME, f"{HEADINGS}\nresultat;2024;2024;28,4\n")
    assert (said.claims, said.about) == (OUTCOME, "line=resultat; period=2024; accumulated=2024")
    assert (said.value, said.rounding) == (Quantity(Decimal("28.4"), "mnkr"), Quantity(Decimal("0.1"), "mnkr"))
    assert not said.in_text


def test_rows_that_stand_in_text_say_so(tmp_path: Path) -> None:
    """``in_text`` is carried along."""
    [said] = asserted(tmp_path, OUTCOME, f"{HEADINGS}\nresultat;2024;2024;28\n", "in_text = true\n")
    assert said.in_text


def test_a_row_of_several_values_is_several_assertions(tmp_path: Path) -> None:
    """An empty cell asserts nothing."""
    csv = "line;period;change (mnkr);share (%)\npersonal;2024;−8,1;4,2\nit;2024;;1,0\n"
    found = asserted(tmp_path, "finance.outcome-change-stated", csv)
    assert [(said.about, said.value_of) for said in found] == [
        ("line=personal; period=2024", "change"),
        ("line=personal; period=2024", "share"),
        ("line=it; period=2024", "share"),
    ]


def test_a_row_that_repeats_nothing_is_refused(tmp_path: Path) -> None:
    """With its file and row; the others are told of too."""
    csv = "line;period;change (mnkr)\npersonal;2024;\nit;2024;1,0 liter\nel;2024;1,0\n"
    made, problems = read(tmp_path, "finance.outcome-change-stated", csv, "asserts = true\n")
    assert len(made) == 1
    assert "a.csv, rad 2: raden upprepar inget värde" in problems[0]
    assert ", rad 3, " in problems[1]


def test_an_assertion_is_of_the_documents_day(tmp_path: Path) -> None:
    """Not of the last day of what it is about: that is when it was so, not when it was said."""
    made, _problems = read(tmp_path, OUTCOME, f"{HEADINGS}\nresultat;2024;2024;28\n", "asserts = true\n")
    assert [each.effective_on for each in made] == [date(2025, 3, 4)]


@pytest.mark.parametrize(
    ("topic", "csv", "day"),
    [
        (OUTCOME, f"{HEADINGS}\nresultat;2024;2024;28\n", "2024-12-31"),
        (OUTCOME, f"{HEADINGS}\nresultat;2024;2024-01/2024-08;28\n", "2024-08-31"),
        (READ, "indicator;period;accumulated;value\nsjuk;2024;2024-01/2024-07;4,7 %\n", "2024-07-31"),
        (READ, "indicator;period;value\nsjuk;2024-Q3;4,7 %\n", "2024-09-30"),
        (READ, "indicator;period;value\nsjuk;2024-02-28;4,7 %\n", "2024-02-28"),
        ("indicator.change-stated", "indicator;period;share\nsjuk;2024-02;−4 %\n", "2024-02-29"),
        ("finance.outcome-change-stated", "line;period;share\nit;2024-08;−4 %\n", "2024-08-31"),
        (RAM, "period;amount (mnkr)\n2024;28\n", "2025-03-04"),
        ("indicator.target-set", "indicator;period;target\nsjuk;2024;<4 %\n", "2025-03-04"),
        ("indicator.judged", "indicator;round;said\nsjuk;2024;Positiv\n", "2025-03-04"),
    ],
)
def test_an_observation_is_of_the_last_day_that_it_observes(tmp_path: Path, topic: str, csv: str, day: str) -> None:
    """What was added up so far, or else the period; a decision and a judgement are of the document's day."""
    made, problems = read(tmp_path, topic, csv)
    assert ([str(each.effective_on) for each in made], problems) == ([day], [])


def test_an_observation_needs_no_day_of_the_document(tmp_path: Path) -> None:
    """It has one of its own; a decision has not."""
    for topic, csv, wrong in [
        (READ, "indicator;period;value\ni;2024;4 %\n", 0),
        (RAM, "period;amount\n2024;1 kr\n", 1),
    ]:
        folder = tmp_path / topic
        folder.mkdir()
        about = ABOUT.replace("effective_on = 2025-03-04\n", "")
        (folder / "document.toml").write_text(f'{about}\n[[table]]\nfile = "a.csv"\ntopic = "{topic}"\n')
        (folder / "a.csv").write_text(csv)
        catalogue = Catalogue()
        catalogue.add("planledger", CORE_EVENTS)
        [found] = folders([folder])
        assert len(proposed(found, catalogue)[1]) == wrong


def test_a_row_or_its_table_may_say_another_day(tmp_path: Path) -> None:
    """The row's own goes first, then the table's."""
    csv = "indicator;period;value;effective_on\na;2024;4,7 %;2024-11-30\nb;2024;4,8 %;\n"
    made, _problems = read(tmp_path, READ, csv)
    assert [str(each.effective_on) for each in made] == ["2024-11-30", "2024-12-31"]
    made, _problems = read(tmp_path, READ, csv, "effective_on = 2025-01-31\n")
    assert [str(each.effective_on) for each in made] == ["2024-11-30", "2025-01-31"]


def test_an_assertion_is_held_to_the_lines_that_there_are(tmp_path: Path, clock: Clock) -> None:
    """What it is about must be there, as for the decision itself; once recorded it is no outcome, and again no change."""
    made, _problems = read(tmp_path / "a", OUTCOME, f"{HEADINGS}\nresultat;2024;2024;28\n", "asserts = true\n")
    with ledger_in(tmp_path, clock=clock) as ledger:
        with pytest.raises(Refused, match="Rad ”resultat” finns inte i RK"):
            ledger.record(made)
        ledger.record([decided(LineDefined(forvaltning="RK", line="resultat", name="Resultat"), "2024-01-01")])
        assert [each.new for each in ledger.record(made)] == [True]
        assert [each.new for each in ledger.record(made)] == [False]
        view = ledger.view(date(2025, 12, 31))
        assert (len(view.latest(Asserted)), view.latest(OutcomeRead)) == (1, [])
