"""Blocks of indicators: those that a year follows, under their goals, and measures in the order given."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.blocks.indicators import (
    Measured,
    change,
    change_in_percent,
    followed,
    measured,
    measures,
    reading,
    remark,
    reported,
    target,
    trend,
)
from ledger.events import (
    Asserted,
    Event,
    GoalSet,
    IndicatorAdopted,
    IndicatorChangeStated,
    IndicatorDefined,
    IndicatorJudged,
    IndicatorRead,
    IndicatorTargetSet,
    ScaleStepDefined,
)
from ledger.figures import Period
from ledger.tables import Table, printed
from ledger.testing import decided, given
from ledger.views import View

YEAR, SO_FAR = Period.of("2025"), Period.of("2025-01/2025-08")
RK = {"forvaltning": "RK"}


def read(code: str, value: str, covered: str = "2025", group: str | None = None) -> IndicatorRead:
    accumulated = covered if "/" in covered else None
    return IndicatorRead(**RK, indicator=code, group=group, period=covered[:4], accumulated=accumulated, value=value)


def adopted(code: str, **about: Any) -> IndicatorAdopted:
    return IndicatorAdopted(**RK, indicator=code, period="2025", **about)


NAMED = [IndicatorDefined(**RK, indicator=code, name=code.title()) for code in ("sjuk", "nojd", "tid")]


def view(*events: Event) -> View:
    return given(*(decided(each, "2025-01-01") for each in [*NAMED, *events])).view("2025-12-31")


def texts(table: Table) -> dict[str, list[str]]:
    return {row.key: [cell.text.replace("\u00a0", " ") for cell in row.cells] for row in printed(table).rows}


def shown(column: Any, *events: Event) -> str:
    """The only cell of a row about sick leave."""
    found = texts(followed(view(adopted("sjuk"), *events), "RK", YEAR, [column], label="Indikator"))
    return found["sjuk"][0]


def test_indicators_stand_under_the_goals_that_they_measure() -> None:
    """In the order that they were chosen; one without a goal has no heading, and a group is a varav."""
    goal = GoalSet(**RK, goal="m", name="Nöjda medarbetare", body="Regionstyrelsen")
    seen = view(goal, adopted("tid"), adopted("sjuk", goal="m"), adopted("sjuk", goal="m", group="K", name="Kvinnor"))
    table = followed(seen, "RK", YEAR, [target("Mål", YEAR)], label="Indikator")
    assert [(row.kind, row.key, row.label) for row in table.rows] == [
        ("item", "tid", "Tid"),
        ("heading", "m", "Nöjda medarbetare"),
        ("item", "sjuk", "Sjuk"),
        ("varav", "sjuk/K", "Kvinnor"),
    ]


def test_rows_and_headings_are_told_apart_by_their_keys() -> None:
    """Also where the indicators of a goal were not chosen one after another."""
    seen = view(adopted("tid", goal="m"), adopted("nojd", goal="n"), adopted("sjuk", goal="m"))
    keys = [row.key for row in followed(seen, "RK", YEAR, [target("Mål", YEAR)], label="Indikator").rows]
    assert len(keys) == len(set(keys))


def test_an_indicator_has_the_name_of_its_year() -> None:
    """Else its own."""
    table = followed(view(adopted("sjuk", name="Sjukfrånvaron"), adopted("tid")), "RK", YEAR, [], label="Indikator")
    assert [row.label for row in table.rows] == ["Sjukfrånvaron", "Tid"]


@pytest.mark.parametrize(
    ("readings", "until", "said"),
    [
        ([("4,7 %", "2025", None)], "2025", "4,7"),
        ([("4,9 %", "2024", None)], "2025", "2024: 4,9"),
        ([("4,9 %", "2024", None)], "2025-01/2025-08", ""),
        ([("4,9 %", "2025-01/2025-07", None)], "2025-01/2025-08", "januari–juli 2025: 4,9"),
        ([("4,7 %", "2025", None), ("6 %", "2025", "K"), ("3 %", "2025", "M")], "2025", "4,7 K: 6 M: 3"),
        ([("4,9 %", "2024", None), ("6 %", "2024", "K"), ("3 %", "2023", "M")], "2025", "2024: 4,9 K: 6"),
        ([], "2025", ""),
    ],
)
def test_a_reading_that_covers_another_period_says_so(
    readings: list[tuple[str, str, str | None]], until: str, said: str
) -> None:
    """The last that there is, with those of the groups over the same."""
    events = [read("sjuk", *each) for each in readings]
    assert shown(reading("Utfall", Period.of(until)), *events) == said


def test_an_indicator_that_is_new_says_from_when() -> None:
    """Where nothing has been read of it."""
    new = IndicatorDefined(**RK, indicator="sjuk", name="Sjuk", measured_from="2026")
    assert shown(reading("Utfall", YEAR), new) == "Nytt från 2026"
    assert shown(reading("Utfall", YEAR), new, read("sjuk", "4 %")) == "4"


@pytest.mark.parametrize(
    ("said", "text"), [("<4 %", "< 4 %"), ("Öka", "Öka"), ("5,5 %", "5,5"), ("?", "–"), ("God", "God"), (None, "")]
)
def test_a_target_is_shown_as_it_was_set(said: str | None, text: str) -> None:
    """Nothing where none was."""
    events = [IndicatorTargetSet(**RK, indicator="sjuk", period="2025", target=said)] if said else []
    assert shown(target("Mål", YEAR), *events) == text


def test_a_trend_is_what_was_said_at_the_follow_up_in_its_colour() -> None:
    """A word that is on no scale has no colour; another follow-up's is not shown."""
    step = ScaleStepDefined(**RK, scale="utveckling", order=1, step="Positiv", tone="good", spellings="Positivt")
    for word, tone in {"Positivt": "good", "Lysande": ""}.items():
        judged = IndicatorJudged(**RK, indicator="sjuk", round="2025-08", said=word, scale="utveckling", comment="Bra.")
        seen = view(adopted("sjuk"), step, judged)
        columns = [trend("Trend", "2025-08"), remark("Kommentar", "2025-08"), trend("Då", "2025-04")]
        [row] = printed(followed(seen, "RK", YEAR, columns, label="Indikator")).rows
        assert [(cell.text, cell.tone) for cell in row.cells] == [(word, tone), ("Bra.", ""), ("", "")]


def test_when_it_is_reported_is_that_of_its_year() -> None:
    """In the document's words."""
    seen = view(adopted("sjuk", reported="Delår, År"), adopted("tid"))
    found = texts(followed(seen, "RK", YEAR, [reported("Redovisas")], label="Indikator"))
    assert found == {"sjuk": ["Delår, År"], "tid": [""]}


ROWS = (Measured("sjuk", label="Total", kind="subtotal"), Measured("sjuk", "K", "Kvinnor", "varav"), Measured("tid"))


def table_of(*events: Event, covered: Period = YEAR) -> Table:
    columns = [measured("Nu", covered), measured("Då", covered.earlier()), change("Ändring", covered)]
    return measures(view(*events), "RK", ROWS, [*columns, change_in_percent("Procent", covered)], label="Mått")


def test_measures_come_in_the_order_given() -> None:
    """A row of which nothing is known is left out; one without a label of its own goes by the indicator's name."""
    table = table_of(read("tid", "100 timmar"), read("sjuk", "4,7 %"))
    assert [(row.kind, row.key, row.label) for row in table.rows] == [
        ("subtotal", "sjuk", "Total"),
        ("item", "tid", "Tid"),
    ]


def test_a_change_is_worked_out_where_both_are_known() -> None:
    """As a difference and in percent, whatever the source states."""
    stated = IndicatorChangeStated(**RK, indicator="tid", period="2025", change="7 timmar", share="7 %")
    table = table_of(read("tid", "110 timmar"), read("tid", "100 timmar", "2024"), stated)
    assert texts(table) == {"tid": ["110", "100", "10", "10,0"]}


def test_a_change_between_percentages_is_in_percentage_points() -> None:
    """And in percent it is what it is of the one before."""
    table = printed(table_of(read("sjuk", "5,0 %"), read("sjuk", "4,0 %", "2024")))
    cells = table.rows[0].cells
    assert [(cell.text, cell.unit) for cell in cells[2:]] == [("1,0", "procentenheter"), ("25,0", "%")]


def test_a_change_is_else_as_the_source_states_it() -> None:
    """Of the same period and group."""
    stated = [
        IndicatorChangeStated(**RK, indicator="sjuk", group="K", period="2025-01/2025-08", share="−4,8 %"),
        IndicatorChangeStated(**RK, indicator="sjuk", period="2025", share="−1 %"),
    ]
    table = table_of(*stated, read("sjuk", "6 %", "2025-01/2025-08", "K"), covered=SO_FAR)
    assert texts(table) == {"sjuk/K": ["6", "", "", "−4,8"]}


def test_part_of_a_year_is_compared_with_the_same_part_of_the_year_before() -> None:
    """Never with the whole year."""
    table = table_of(
        read("tid", "70 timmar", "2025-01/2025-08"),
        read("tid", "60 timmar", "2024-01/2024-08"),
        read("tid", "100 timmar", "2024"),
        covered=SO_FAR,
    )
    assert texts(table)["tid"][:3] == ["70", "60", "10"]


def test_a_measure_that_a_document_prints_otherwise_deviates() -> None:
    """26 here and 27 there; a change that is printed within rounding is shown as printed."""
    claims = [
        Asserted(
            **RK, claims="indicator.read", about="indicator=tid; period=2025", value_of="value", value="27 timmar"
        ),
        Asserted(
            **RK,
            claims="indicator.change-stated",
            about="indicator=tid; period=2025",
            value_of="change",
            value="5 timmar",
        ),
    ]
    table = printed(table_of(read("tid", "26 timmar"), read("tid", "20 timmar", "2024"), *claims))
    [row] = table.rows
    assert [(cell.text, cell.deviates) for cell in row.cells[:3]] == [("26", True), ("20", False), ("5", False)]
    assert table.deviating == ("Tid, Nu: 27 i dokumentet, 26 här",)
