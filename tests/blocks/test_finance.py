"""Blocks of economy: a line a row, a part a row, how costs move, and what explains a deviation."""

from __future__ import annotations

from typing import Any

from ledger.blocks.finance import (
    budget,
    by_line,
    by_part,
    carried_over,
    cost_development,
    difference,
    explained_deviations,
    forecast,
    in_unit,
    outcome,
)
from ledger.events import (
    Asserted,
    BudgetCarriedOver,
    BudgetSet,
    DeviationExplained,
    ForecastMade,
    LineDefined,
    OutcomeChangeStated,
    OutcomeRead,
    Proposal,
    RoundOpened,
    UnitFormed,
)
from ledger.figures import Period
from ledger.tables import Table, printed
from ledger.testing import Given, decided, given
from ledger.views import View

YEAR, LAST_YEAR = Period.of("2025"), Period.of("2024")
TREE = "resultat intakter<resultat kostnader<resultat personal<kostnader it<kostnader"
LINES = ["intakter", "personal", "it", "kostnader", "resultat"]


def lines() -> list[Proposal]:
    return [
        decided(LineDefined(forvaltning="RK", line=code, name=code.title(), within=above or None), "2020-01-01")
        for code, _is, above in (each.partition("<") for each in TREE.split())
    ]


def units(tree: str) -> list[Proposal]:
    return [
        decided(UnitFormed(forvaltning="RK", unit=code, name=f"Centrum {code}", within=above or None), "2020-01-01")
        for code, _is, above in (each.partition("<") for each in tree.split())
    ]


def budgets(part: str | None = None, **amounts: str) -> list[Proposal]:
    about = {"forvaltning": "RK", "part": part, "period": "2025"}
    return [decided(BudgetSet(**about, line=line, amount=amount), "2025-01-01") for line, amount in amounts.items()]


def came_to(year: str, part: str | None = None, **amounts: str) -> list[Proposal]:
    about = {"forvaltning": "RK", "part": part, "period": year, "accumulated": year}
    return [
        decided(OutcomeRead(**about, line=line, amount=amount), f"{year}-12-31") for line, amount in amounts.items()
    ]


def world(*proposals: Proposal) -> Given:
    return given(*lines(), *proposals)


def view(*proposals: Proposal) -> View:
    return world(*proposals).view("2026-12-31")


def texts(table: Table) -> dict[str, list[str]]:
    return {row.key: [cell.text.replace("\u00a0", " ") for cell in row.cells] for row in printed(table).rows}


def kinds(table: Table) -> dict[str, str]:
    return {row.key: row.kind for row in table.rows}


def test_lines_come_in_the_order_given_with_sums_among_them() -> None:
    """One that others given are part of is a subtotal, and one above all the total; sums are worked out."""
    seen = view(*budgets(intakter="20 mnkr", personal="-10 mnkr", it="-5 mnkr"))
    table = by_line(seen, "RK", LINES, [budget("Budget", YEAR)], label="Rad")
    assert kinds(table) == {
        "intakter": "item",
        "personal": "item",
        "it": "item",
        "kostnader": "subtotal",
        "resultat": "total",
    }
    assert texts(table) == {
        "intakter": ["20"],
        "personal": ["−10"],
        "it": ["−5"],
        "kostnader": ["−15"],
        "resultat": ["5"],
    }


def test_a_line_whose_parts_are_not_given_is_an_item() -> None:
    """What is not in the table adds nothing in it."""
    seen = view(*budgets(intakter="20 mnkr", personal="-10 mnkr"))
    table = by_line(seen, "RK", ["intakter", "kostnader"], [budget("Budget", YEAR)], label="Rad")
    assert kinds(table) == {"intakter": "item", "kostnader": "item"}


def test_a_line_of_which_nothing_was_ever_known_is_left_out() -> None:
    """A cell of it alone is empty; one whose amount was withdrawn is shown as unknown."""
    withdrawn = [
        decided(BudgetSet(forvaltning="RK", line="it", period="2025", amount="-5 mnkr"), "2025-01-01", id="x"),
        decided(None, "2025-01-01", replaces="x", reason="Aldrig beslutad"),
    ]
    seen = view(*budgets(personal="-10 mnkr"), *came_to("2025", intakter="20 mnkr"), *withdrawn)
    table = by_line(seen, "RK", LINES[:3], [budget("Budget", YEAR), outcome("Utfall", YEAR)], label="Rad")
    assert texts(table) == {"intakter": ["", "20"], "personal": ["−10", ""], "it": ["–", ""]}


def test_before_anything_was_decided_or_known_there_is_no_line() -> None:
    """What will come later is not there, neither as known before it nor as of a day before."""
    given_ = world(*budgets(personal="-10 mnkr"), *came_to("2025", it="-5 mnkr"))
    for seen in (given_.view("2020-01-01"), given_.view("2026-12-31", known=5)):
        table = by_line(seen, "RK", LINES, [budget("Budget", YEAR), outcome("Utfall", YEAR)], label="Rad")
        assert texts(table) == {}


def test_a_forvaltning_may_have_its_own_words_for_a_line() -> None:
    """Else it goes by the ledger's name."""
    seen = view(*budgets(personal="-10 mnkr", it="-5 mnkr"))
    table = by_line(seen, "RK", ["personal", "it"], [budget("Budget", YEAR)], label="Rad", words={"it": "Data"})
    assert [row.label for row in table.rows] == ["Personal", "Data"]


def test_columns_may_be_differences_and_in_one_unit() -> None:
    """Each amount is converted exactly, and traced to both its events."""
    seen = view(*budgets(it="-5 mnkr"), *came_to("2025", it="-5 400 tkr"))
    columns = [outcome("Utfall", YEAR), budget("Budget", YEAR)]
    columns.append(difference("Avvikelse", "deviation", *columns))
    table = printed(by_line(seen, "RK", ["it"], in_unit("tkr", columns, 0), label="Rad"))
    [row] = table.rows
    assert [cell.value for cell in row.cells] == ["-5400", "-5000", "-400"]
    assert (table.corner, {cell.unit for cell in row.cells}) == ("Rad (tkr)", {"tkr"})
    assert len(row.cells[2].events) == 2


def test_what_was_carried_over_and_charged_has_columns_of_its_own() -> None:
    """By the year that it comes from."""
    carried = BudgetCarriedOver(forvaltning="RK", line="it", from_period="2024", period="2025", amount="2 mnkr")
    charged = OutcomeRead(
        forvaltning="RK", line="it", budget_period="2024", period="2025", accumulated="2025", amount="1 mnkr"
    )
    seen = view(*(decided(each, "2025-12-31") for each in (carried, charged)))
    columns = [
        carried_over("Överfört", LAST_YEAR, YEAR),
        outcome("Köpt", YEAR, LAST_YEAR),
        outcome("Köpt nu", YEAR, YEAR),
    ]
    table = by_line(seen, "RK", ["it"], columns, label="Rad")
    assert texts(table) == {"it": ["2", "1", ""]}
    assert [column.name for column in table.columns] == [
        "carried-over-2024-2025",
        "outcome-2025-2024",
        "outcome-2025-2025",
    ]


PARTS = ("A", "A1", "B")


def results(*more: Proposal) -> Table:
    amounts = {"A": "3 mnkr", "A1": "1 mnkr", "B": "4 mnkr"}
    read = [each for part, amount in amounts.items() for each in came_to("2025", part, resultat=amount)]
    seen = view(*units("A A1<A B C"), *read, *more)
    return by_part(
        seen, "RK", "resultat", [*PARTS, "C"], [outcome("Utfall", YEAR)], label="Centrum", total_label="Summa"
    )


def test_parts_add_up_and_a_part_of_a_part_is_a_varav() -> None:
    """One of which nothing is known is left out."""
    assert kinds(results()) == {"A": "item", "A1": "varav", "B": "item", "total": "total"}
    assert texts(results())["total"] == ["7"]
    assert [row.label for row in results().rows][:2] == ["Centrum A", "Centrum A1"]


def claimed(amount: str) -> Proposal:
    about = "line=resultat; period=2025; accumulated=2025"
    event = Asserted(forvaltning="RK", claims="finance.outcome-read", about=about, value_of="amount", value=amount)
    return decided(event, "2025-12-31")


def test_the_sum_of_the_parts_is_held_to_what_is_printed_of_the_whole() -> None:
    """Within rounding it is shown as printed, and beyond it the print stands beside."""
    assert texts(results(claimed("7,4 mnkr")))["total"] == ["7,4"]
    [total] = [row for row in printed(results(claimed("9 mnkr"))).rows if row.kind == "total"]
    assert (total.cells[0].text, total.cells[0].deviates) == ("7", True)


def test_costs_move_by_what_is_worked_out_or_else_as_stated() -> None:
    """A line of which neither is known is left out."""
    stated = OutcomeChangeStated(forvaltning="RK", line="it", period="2025", share="9,9 %")
    seen = view(
        *came_to("2024", personal="-10 mnkr"),
        *came_to("2025", personal="-11 mnkr", it="-3 mnkr"),
        decided(stated, "2025-12-31"),
    )
    table = cost_development(
        seen, "RK", LINES[:3], "Slag", lambda accounts, line: accounts.outcome_change(line, YEAR, share=True)
    )
    assert texts(table) == {"personal": ["10,0"], "it": ["9,9"]}
    assert printed(table).heading(table.columns[0]) == "Förändring (%)"


def deviations(**about: Any) -> Table:
    opened = RoundOpened(forvaltning="RK", round="2025-08", period="2025-01/2025-08", cut_off="2025-08-31")
    year = {"forvaltning": "RK", "period": "2025", "round": "2025-08"}
    forecasts = [
        ForecastMade(**year, line="personal", amount="-9 mnkr"),
        ForecastMade(**year, line="resultat", part="A", amount="2 mnkr"),
        ForecastMade(**year, line="resultat", part="B", amount="-0,5 mnkr"),
    ]
    explained = DeviationExplained(**year, cause="vakanser", name="Vakanser", **about)
    seen = view(
        *units("A B"),
        *budgets(personal="-10 mnkr"),
        *(decided(each, "2025-08-31") for each in [opened, *forecasts, explained]),
    )
    return explained_deviations(seen, "RK", YEAR, "2025-08")


def test_a_deviation_of_a_line_is_its_forecast_less_its_budget() -> None:
    """Worked out, and never stated where it can be."""
    assert texts(deviations(line="personal")) == {"vakanser/2025-08": ["1", ""]}


def test_a_deviation_of_parts_is_the_sum_of_their_results() -> None:
    """Each named."""
    assert texts(deviations(parts=["A", "B"])) == {"vakanser/2025-08": ["1,5", ""]}


def test_a_deviation_that_follows_from_nothing_is_as_stated() -> None:
    """With its comment, whose figures stand in place."""
    comment = "Mot {finance.budget-set line=personal period=2025}."
    assert texts(deviations(amount="3,2 mnkr", comment=comment)) == {"vakanser/2025-08": ["3,2", "Mot −10 mnkr."]}


def test_a_forecast_is_that_of_its_follow_up() -> None:
    """Another's is another column."""
    made = ForecastMade(forvaltning="RK", line="it", period="2025", round="2025-08", amount="-6 mnkr")
    columns = [forecast("Prognos", YEAR, code) for code in ("2025-04", "2025-08")]
    table = by_line(view(decided(made, "2025-08-31")), "RK", ["it"], columns, label="Rad")
    assert texts(table) == {"it": ["", "−6"]}
