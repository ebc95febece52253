"""Cells: what a person writes becomes an event, or every reason why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import Field

from ledger.events import (
    CORE_EVENTS,
    AmountOrWord,
    Catalogue,
    Code,
    Decider,
    Event,
    IndicatorTargetSet,
    Persons,
    RamAllocated,
    RamChanged,
    Text,
    Units,
    When,
)
from ledger.figures import UNKNOWN, Comparison, Period, Quantity, Word
from ledger.intake.cells import Heading, corrected, day, decider, decision, heading, how_dated
from ledger.intake.folder import ENVELOPE, folders, proposals
from ledger.problems import Refused


class TaskGiven(Event, topic="prov.uppdrag-givet", title="Uppdrag givet", key=("task",)):
    """A decision with a field of most kinds."""

    task: Code = Field(title="Uppdrag", description="Kod")
    effort: AmountOrWord = Field("?", title="Insats (T)", description="Belopp eller ord", validate_default=True)
    leads: Persons = Field((), title="Ansvariga", description="Namn")
    units: Units = Field((), title="Enheter", description="Koder")
    starts: When = Field("?", title="Start", description="Period eller ord", validate_default=True)
    remark: Text | None = Field(None, title="Anmärkt", description="Text")


def task(**texts: str) -> TaskGiven:
    """The task that texts make."""
    event = decision(TaskGiven, {"forvaltning": "RK", "task": "t1", **texts})
    assert isinstance(event, TaskGiven)
    return event


def faults(call: Callable[[], object]) -> list[tuple[str, str]]:
    """The column and the words of each problem that a call is refused for."""
    with pytest.raises(Refused) as caught:
        call()
    assert all(problem.remedy or problem.what for problem in caught.value.problems)
    return [(problem.origin.column, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount", Heading("amount")),
        ("Belopp", Heading("amount")),
        ("BELOPP", Heading("amount")),
        ("  belopp  ", Heading("amount")),
        ("amount (mnkr)", Heading("amount", "mnkr")),
        ("Belopp (tkr)", Heading("amount", "tkr")),
        ("Belopp(miljoner kronor)", Heading("amount", "miljoner kronor")),
        ("Förvaltning", Heading("forvaltning")),
        ("effective_on", Heading("effective_on")),
        ("Gäller från", Heading("effective_on")),
        ("Ersätter", Heading("replaces")),
        ("Skäl", Heading("reason")),
    ],
)
def test_a_heading_is_a_field_by_name_or_title_with_a_unit_where_it_has_one(text: str, expected: Heading) -> None:
    """Upper and lower case do not matter; the envelope's columns have titles too."""
    assert heading(text, RamAllocated, ENVELOPE) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Insats (T)", Heading("effort")), ("insats (t) (tkr)", Heading("effort", "tkr"))]
)
def test_a_title_may_itself_have_parentheses(text: str, expected: Heading) -> None:
    """They are no unit; a unit comes after them."""
    assert heading(text, TaskGiven) == expected


def test_a_heading_that_is_none_is_refused_with_what_comes_nearest() -> None:
    """And with the topic."""
    with pytest.raises(Refused, match=r"ram\.allocated har inget fält ”amuont”") as caught:
        heading("amuont (mnkr)", RamAllocated, ENVELOPE)
    assert "”amount”" in caught.value.problems[0].remedy
    assert caught.value.problems[0].origin.column == "amuont (mnkr)"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("71,7", "mnkr", Quantity(Decimal("71.7"), "mnkr")),
        ("71.70", "mnkr", Quantity(Decimal("71.70"), "mnkr")),
        ("1 234", "tkr", Quantity(Decimal(1234), "tkr")),
        ("1\u00a0234,5", "tkr", Quantity(Decimal("1234.5"), "tkr")),
        ("−4,3", "mnkr", Quantity(Decimal("-4.3"), "mnkr")),
        ("71,7 tkr", "mnkr", Quantity(Decimal("71.7"), "tkr")),
        ("5", "Mkr", Quantity(Decimal(5), "mnkr")),
        ("?", "mnkr", UNKNOWN),
        (" ? ", "", UNKNOWN),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, unit: str, value: object) -> None:
    """Decimals are kept, the cell's own unit goes before the heading's, and ``?`` is unknown."""
    event = decision(RamAllocated, {"forvaltning": "RK", "period": "2025", "amount": text}, {"amount": unit})
    assert isinstance(event, RamAllocated)
    assert event.amount == value
    if isinstance(value, Quantity):
        assert str(event.amount) == str(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<4 %", Comparison("<", Decimal(4), "%")),
        ("Öka", Comparison("öka")),
        (
            "Bättre än rikssnittet (67 % 2024)",
            Comparison("bättre än", Decimal(67), "%", "rikssnittet", Period.of("2024")),
        ),
        ("Stor", Word("Stor")),
    ],
)
def test_a_target_may_be_a_comparison_a_direction_or_a_word(text: str, value: object) -> None:
    """Each is told apart from a number."""
    event = decision(IndicatorTargetSet, {"forvaltning": "RK", "indicator": "i", "period": "2025", "target": text})
    assert isinstance(event, IndicatorTargetSet)
    assert event.target == value


def test_an_empty_cell_is_a_field_that_is_not_said() -> None:
    """Blank or missing, the field has its default; a field that is needed is missing."""
    assert task(remark="", units="  ", leads="") == task()
    assert faults(lambda: task(task=" ")) == [("task", "Uppdrag saknas")]


def test_several_are_written_with_slashes_or_commas() -> None:
    """Codes and persons alike, empty ones left out."""
    assert task(units="CE/CHR, CK/").units == ("CE", "CHR", "CK")
    assert task(leads="Anna Ek / SM").leads == ("Anna Ek", "SM")


@pytest.mark.parametrize(
    ("text", "value"), [("2025-05", Period.of("2025-05")), ("Pågående", Word("Pågående")), ("?", UNKNOWN)]
)
def test_a_time_is_a_period_a_word_or_unknown(text: str, value: object) -> None:
    """What begins with a digit is a period."""
    assert task(starts=text).starts == value


def test_a_time_that_begins_like_a_period_and_is_none_is_refused() -> None:
    """It is not taken for a word."""
    [(column, what)] = faults(lambda: task(starts="2025-13"))
    assert column == "starts"
    assert "är ingen period" in what


def test_text_is_kept_but_for_the_blanks_around_it() -> None:
    """Line breaks, quotation marks and other signs within are the source's own."""
    assert task(remark='  Två\nrader, "så" ; – ♥  ').remark == 'Två\nrader, "så" ; – ♥'


def test_every_fault_is_told_at_once() -> None:
    """Of cells that cannot be read, of what is missing and of fields that there are not."""
    texts = {"forvaltning": "R K", "amount": "5", "colour": "röd"}
    found = faults(lambda: decision(RamAllocated, texts))
    assert {column for column, _what in found} == {"forvaltning", "amount", "colour", "period"}


def test_a_fault_has_the_fields_meaning_and_an_example_as_remedy() -> None:
    """So that the next attempt succeeds."""
    with pytest.raises(Refused) as caught:
        decision(RamAllocated, {"forvaltning": "RK", "period": "2025", "amount": "5"})
    [problem] = caught.value.problems
    assert "kr, tkr eller mnkr" in problem.remedy
    assert "1,4 mnkr" in problem.remedy


@pytest.mark.parametrize("text", ["2025-02-30", "2025-2-3", "20250203", "3/2 2025", "igår", "2025-W01-1", ""])
def test_a_date_is_year_month_day_and_exists(text: str) -> None:
    """Nothing else is guessed at."""
    [(column, what)] = faults(lambda: day(text, "Gäller från"))
    assert (column, what) == ("Gäller från", f"”{text}” är inget datum")


def test_a_date_may_have_blanks_around_it() -> None:
    """As cells do."""
    assert day(" 2024-02-29 ") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "dated"),
    [("tryckt", "printed"), ("Uppgift", "stated"), (" konvention ", "convention"), ("printed", "printed")],
)
def test_how_a_date_is_known_is_said_in_swedish_or_as_it_is_kept(text: str, dated: str) -> None:
    """In any case of letters."""
    assert how_dated(text) == dated


def test_another_way_to_know_a_date_is_refused() -> None:
    """With the three that there are."""
    with pytest.raises(Refused, match="skriv tryckt, uppgift eller konvention"):
        how_dated("gissat")


def test_who_decided_is_a_body_a_delegate_and_a_delegation() -> None:
    """Each may be left out from the end; nothing at all is nobody."""
    assert decider("Regionstyrelsen") == Decider(body="Regionstyrelsen")
    assert decider("RS / regiondirektören") == Decider(body="RS", delegate="regiondirektören")
    assert decider("RS/direktören/§ 4") == Decider(body="RS", delegate="direktören", delegation="§ 4")
    assert decider("  ") is None


def rent(**fields: str) -> RamChanged:
    """A ramförändring."""
    return RamChanged(forvaltning="RK", period="2025", cause="Hyra", amount="0,9 mnkr", **fields)  # type: ignore[arg-type]


def test_a_correction_changes_what_it_says_and_keeps_the_rest() -> None:
    """An empty text takes a field away."""
    event = rent(included_in="2025", starts_from="2024")
    assert corrected(event, {"amount": "1,0 mnkr", "starts_from": ""}) == rent(included_in="2025").model_copy(
        update={"amount": Quantity(Decimal("1.0"), "mnkr")}
    )
    assert corrected(event, {}) == event


def test_a_correction_cannot_take_away_what_is_needed_nor_touch_what_there_is_not() -> None:
    """Both are refused, by name."""
    assert faults(lambda: corrected(rent(), {"cause": ""})) == [("cause", "Orsak saknas")]
    [(column, what)] = faults(lambda: corrected(rent(), {"colour": ""}))
    assert (column, "inget fält ”colour”" in what) == ("colour", True)


ABOUT = 'id = "d"\ntitle = "D"\nforvaltning = "RK"\neffective_on = 2025-01-01\n[[table]]\nfile = "a.csv"\ntopic = "ram.changed"\n'


def names(folder: Path, rows: str) -> list[str]:
    """The causes in a file of ramförändringar, as they are written."""
    (folder / "document.toml").write_text(ABOUT, encoding="utf-8")
    (folder / "a.csv").write_bytes(rows.encode())
    catalogue = Catalogue()
    catalogue.add("core", CORE_EVENTS)
    [found] = folders([folder])
    events = [proposal.event for proposal in proposals(found, catalogue)]
    return [event.name or event.cause for event in events if isinstance(event, RamChanged)]


def test_a_quoted_cell_holds_separators_quotation_marks_and_line_breaks(tmp_path: Path) -> None:
    """As CSV has it; a doubled quotation mark is one."""
    rows = 'cause;name;period;amount (mnkr)\r\na;"Hyra; ""KTC""\r\noch mer";2025;0,9\r\nb;"El";2025;1,0\r\n'
    assert names(tmp_path, rows) == ['Hyra; "KTC"\r\noch mer', "El"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_line_breaks_end_a_row(tmp_path: Path, sign: str) -> None:
    """A line separator, as pasted from a word processor, is a sign within its cell."""
    assert names(tmp_path, f"cause;name;period;amount (mnkr)\na;Hyra{sign}KTC;2025;0,9\nb;El;2025;1,0\n") == [
        f"Hyra{sign}KTC",
        "El",
    ]


def test_a_row_may_be_shorter_than_the_headings(tmp_path: Path) -> None:
    """What is left out at its end is not said."""
    assert names(tmp_path, "cause;period;amount;part;note\nHyra;2025;0,9 mnkr\n") == ["Hyra"]
