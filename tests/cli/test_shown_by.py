"""What issue 2 is to be shown by: the demonstration's tables with their exact figures."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledger.cli import main
from ledger.plugins import Plugins

Json = dict[str, Any]
DATES = {"rk": "2025-08-31", "hsf": "2025-10-31", "fds": "2023-08-31"}
"""The demonstration's plugins, and a date at which each of their tables has rows."""
PERIODS = {
    "rk/anslag": "2025",
    "rk/budget": "2025",
    "rk/intaktsfinansierat": "2025",
    "rk/riktade-medel": "2024",
    "rk/storre-investeringar": "2025",
}
"""The periods at which those have rows that are not about the latest one."""
NO_FOLLOW_UP = "hsf/plan-mot-uppfoljning"
"""HSF's document is a plan; nothing is recorded of a follow-up of its year, so the table has no rows yet."""
TABLES = {
    name: at
    for plugin, at in DATES.items()
    for definition in Plugins().get(plugin).tables
    if (name := f"{plugin}/{definition.name}") != NO_FOLLOW_UP
}


def asked(name: str, at: str = "") -> tuple[str, ...]:
    """How a table is asked for so that it has rows; at another date if one is given."""
    period = (f"period={PERIODS[name]}",) if name in PERIODS else ()
    return name, *period, "--at", at or TABLES[name]


class Planledger:
    """The command, run in this process on one of the demonstration's ledgers."""

    def __init__(self, demo: Path, capsys: pytest.CaptureFixture[str]):
        self._demo = demo
        self._capsys = capsys

    def run(self, *arguments: str, ledger: str = "demo.db") -> str:
        """What a command that succeeds prints."""
        code = main(["--ledger", str(self._demo / ledger), *arguments])
        output = self._capsys.readouterr()
        assert (code, output.err) == (0, "")
        return output.out

    def show(self, *arguments: str, ledger: str = "demo.db") -> Json:
        """A table as JSON."""
        shown: Json = json.loads(self.run("show", *arguments, "--format", "json", ledger=ledger))
        return shown


@pytest.fixture
def planledger(demo: Path, capsys: pytest.CaptureFixture[str]) -> Planledger:
    """The command on the demonstration's ledgers, which are only read."""
    return Planledger(demo, capsys)


@pytest.fixture(scope="module")
def event_ids(demo: Path) -> set[str]:
    """The ids of all events in the demonstration's ledger."""
    with closing(sqlite3.connect(demo / "demo.db")) as database:
        return {event_id for (event_id,) in database.execute("SELECT id FROM event")}


def place(table: Json, column: str) -> int:
    """Where a column stands."""
    return [each["key"] for each in table["columns"]].index(column)


def cell(table: Json, row: str, column: str) -> Json:
    """The cell of a row and a column, both by key."""
    [found] = [each for each in table["rows"] if each["key"] == row]
    inside: Json = found["cells"][place(table, column)]
    return inside


def column(table: Json, key: str, part: str = "value", kind: str = "item") -> list[Any]:
    """One part of every cell in a column, in the rows of a kind."""
    return [row["cells"][place(table, key)][part] for row in table["rows"] if row["kind"] == kind]


def total(table: Json, key: str, part: str = "value") -> Any:
    """The total of a column."""
    [found] = column(table, key, part, kind="total")
    return found


def unit(table: Json, key: str) -> str:
    """The unit in a column's heading."""
    found: str = table["columns"][place(table, key)]["unit"]
    return found


def kinds(table: Json) -> list[str]:
    """The kind of each row."""
    return [row["kind"] for row in table["rows"]]


def summed(values: list[str | None]) -> Decimal:
    """The exact sum of the numbers among the values."""
    return sum((Decimal(value) for value in values if value is not None), Decimal(0))


def test_effects_2025_have_four_amounts_and_three_words(planledger: Planledger) -> None:
    """Seven measures in mnkr: 1,4 · 1,6 · 0,4 · 1,6 and three words, realised 0,2 · 0,8 · 0,2 · 0,2."""
    table = planledger.show("rk/effekthemtagning", "period=2025", "--at", "2025-08-31")
    assert kinds(table) == ["item"] * 7 + ["total"]
    assert column(table, "beräknad-effekt") == ["1.4", "1.6", "0.4", "1.6", None, None, None]
    assert column(table, "beräknad-effekt", "text") == ["1,4", "1,6", "0,4", "1,6", "Stor", "Positiv", "Stor"]
    assert column(table, "realiserad-effekt") == ["0.2", "0.8", "0.2", "0.2", None, None, None]
    assert column(table, "realiserad-effekt", "text")[4:] == ["–"] * 3
    assert {unit(table, key) for key in ("beräknad-effekt", "realiserad-effekt", "återstår")} == {"mnkr"}


def test_effects_2025_have_totals_that_are_computed_and_say_what_they_leave_out(planledger: Planledger) -> None:
    """5,0 and 1,4, each without three measures that have no amount; the notes say so."""
    table = planledger.show("rk/effekthemtagning", "period=2025", "--at", "2025-08-31")
    for key, sum_ in (("beräknad-effekt", "5.0"), ("realiserad-effekt", "1.4")):
        assert (total(table, key), total(table, key, "computed"), total(table, key, "left_out")) == (sum_, True, 3)
        assert summed(column(table, key)) == Decimal(sum_)
        assert not any(column(table, key, "computed"))
    assert [note for note in table["notes"] if "3 poster utan belopp är inte med" in note] == table["notes"]
    assert len(table["notes"]) == 2


def test_effects_2025_remaining_is_the_difference_where_both_are_known(planledger: Planledger) -> None:
    """1,2 · 0,8 · 0,2 · 1,4, worked out; unknown for the words."""
    table = planledger.show("rk/effekthemtagning", "period=2025", "--at", "2025-08-31")
    assert column(table, "återstår") == ["1.2", "0.8", "0.2", "1.4", None, None, None]
    assert column(table, "återstår", "computed") == [True] * 7


def test_effects_2024_are_in_tkr_with_who_is_responsible(planledger: Planledger) -> None:
    """Twelve measures in tkr, each with its responsible unit; totals 9 792 and 9 209; two estimates unknown."""
    table = planledger.show("rk/effekthemtagning", "period=2024", "--at", "2024-12-31")
    assert kinds(table) == ["item"] * 12 + ["total"]
    assert (unit(table, "beräknad-effekt"), unit(table, "realiserad-effekt")) == ("tkr", "tkr")
    expected = ["CE", "CE", "CE", "RK", "CE", "CHR", "CHR", "CK", "CK", "CK", "Regionstaben", "Regionstaben"]
    assert column(table, "ansvarig", "text") == expected
    assert (total(table, "beräknad-effekt"), total(table, "realiserad-effekt")) == ("9792", "9209")
    assert (total(table, "beräknad-effekt", "text"), total(table, "beräknad-effekt", "left_out")) == ("9\u00a0792", 2)
    assert total(table, "realiserad-effekt", "left_out") == 0
    unknown = [row["key"] for row in table["rows"] if row["cells"][place(table, "beräknad-effekt")]["text"] == "–"]
    assert unknown == ["overtid", "restriktivitet"]


def test_effects_2024_read_the_comparison_with_the_outcome_and_not_that_with_the_budget(
    planledger: Planledger,
) -> None:
    """The measure that is read twice stands with 3 502 against the outcome, and 3 170 is never added."""
    table = planledger.show("rk/effekthemtagning", "period=2024", "--at", "2024-12-31")
    assert cell(table, "restriktivitet", "realiserad-effekt")["value"] == "3502"
    assert cell(table, "restriktivitet", "jämfört-med")["text"] == "utfall 2023"
    assert summed(column(table, "realiserad-effekt")) == Decimal(total(table, "realiserad-effekt"))


def test_the_ram_of_rk_is_distributed_among_six_parts(planledger: Planledger) -> None:
    """Six rows, 369,4 against 265,7 the year before; both totals are sums of the rows."""
    table = planledger.show("rk/ramfordelning", "period=2025", "--at", "2025-08-31")
    assert kinds(table) == ["item"] * 6 + ["total"]
    assert (total(table, "ram-2025"), total(table, "ram-2024")) == ("369.4", "265.7")
    assert column(table, "ram-2025") == ["71.7", "84.7", "68.7", "18.7", "49.8", "75.8"]
    assert summed(column(table, "ram-2024")) == Decimal("265.7")


def test_the_ram_of_rk_changes_for_causes_that_agree_with_the_rams(planledger: Planledger) -> None:
    """8,6 and 103,7; for 2025 the rams of the two years differ by just that, for 2024 the year before is unknown."""
    table = planledger.show("rk/ramforandring", "--at", "2025-08-31")
    assert (total(table, "2024"), total(table, "2025")) == ("8.6", "103.7")
    assert summed(column(table, "2025")) == Decimal("103.7")
    assert (cell(table, "difference", "2025")["value"], cell(table, "gap", "2025")["value"]) == ("103.7", "0.0")
    assert (cell(table, "difference", "2024")["text"], cell(table, "gap", "2024")["text"]) == ("–", "–")


def test_the_ram_of_hsf_changes_and_varav_rows_are_shown_but_not_added(planledger: Planledger) -> None:
    """447,27 · 289,1 · 340,0 are the sums of the item rows; four varav rows stand under a heading of their own."""
    table = planledger.show("hsf/ramforandring", "--at", "2025-10-31")
    sums = {"2026": "447.27", "2027": "289.1", "2028": "340.0"}
    assert {year: total(table, year) for year in sums} == sums
    assert {year: str(summed(column(table, year))) for year in sums} == sums
    assert kinds(table) == ["item"] * 8 + ["heading"] + ["varav"] * 4 + ["total", "subtotal", "subtotal"]
    assert column(table, "2026", kind="varav") == ["44.0", "-8.6", "0.27", "37.0"]
    varav = {event for events in column(table, "2026", "events", kind="varav") for event in events}
    assert len(varav) == 4
    assert not varav & set(total(table, "2026", "events"))


def test_the_ram_of_hsf_differs_from_its_causes_by_less_than_the_rounding(planledger: Planledger) -> None:
    """The rams themselves differ by 447,2 · 289,2 · 339,9, and the table says how far that is from the causes."""
    table = planledger.show("hsf/ramforandring", "--at", "2025-10-31")
    assert [cell(table, "difference", year)["value"] for year in ("2026", "2027", "2028")] == [
        "447.2",
        "289.2",
        "339.9",
    ]
    assert [cell(table, "gap", year)["value"] for year in ("2026", "2027", "2028")] == ["0.07", "-0.1", "0.1"]


def test_the_ram_of_hsf_is_distributed_among_areas_with_varav_below_theirs(planledger: Planledger) -> None:
    """9 384,8 and 8 937,6, of the seven areas alone."""
    table = planledger.show("hsf/ramfordelning", "period=2026", "--at", "2025-10-31")
    assert (total(table, "ram-2026"), total(table, "ram-2025")) == ("9384.8", "8937.6")
    assert total(table, "ram-2026", "text") == "9\u00a0384,8"
    assert summed(column(table, "ram-2026")) == Decimal("9384.8")
    assert "".join(kind[0] for kind in kinds(table)) == "iiiivivviivvvt"


def test_vardgaranti_has_seven_rows_with_their_gap_to_the_target(planledger: Planledger) -> None:
    """Each gap is target less reading, computed, in percentage points; BUP utredning's 60,4 is the largest."""
    table = planledger.show("hsf/vardgaranti", "--at", "2025-10-31")
    targets, readings, gaps = (column(table, key) for key in ("target", "value", "gap"))
    assert gaps == ["13.3", "3.3", "18.9", "22.0", "45.4", "60.4", "39.5"]
    differences = [Decimal(target) - Decimal(value) for target, value in zip(targets, readings, strict=True)]
    assert [Decimal(gap) for gap in gaps] == differences
    assert column(table, "gap", "computed") == [True] * 7
    assert unit(table, "gap") == "procentenheter"
    largest = max(table["rows"], key=lambda row: Decimal(row["cells"][place(table, "gap")]["value"]))
    assert (largest["key"], largest["label"]) == ("BUP/Utredning", "BUP, utredning")


def test_the_published_portfolio_has_eleven_projects_whose_lights_are_unknown(planledger: Planledger) -> None:
    """In order of priority, lights unknown, start and end unknown but for project 10."""
    table = planledger.show("fds/projektportfolj", "--at", "2023-08-31")
    assert [row["cells"][0]["text"] for row in table["rows"]] == [str(number) for number in range(1, 12)]
    assert {text for aspect in ("time", "resources", "quality") for text in column(table, aspect, "text")} == {"–"}
    assert column(table, "starts", "text") == ["–"] * 9 + ["Q3 2023", "–"]
    assert set(column(table, "ends", "text")) == {"–"}
    assert table["rows"][9]["label"] == "Nova vuxenpsyk pilot"
    assert all(column(table, "time", "events"))


def test_the_illustration_has_lights_and_says_what_it_is(planledger: Planledger) -> None:
    """Its title says that it is invented; every project has three lights, told by a word and a sign."""
    table = planledger.show("fds/projektportfolj", "--at", "2023-08-31", ledger="illustration.db")
    lights = [text for aspect in ("time", "resources", "quality") for text in column(table, aspect, "text")]
    assert len(lights) == 33
    assert set(lights) == {"● grön", "▲ gul", "■ röd"}
    assert table["ledger"].startswith("ILLUSTRATION")
    assert "ILLUSTRATION" in planledger.run("show", "fds/projektportfolj", ledger="illustration.db")


@pytest.mark.parametrize("name", TABLES)
def test_before_anything_was_decided_a_table_is_empty_and_says_so(planledger: Planledger, name: str) -> None:
    """At a date before every decision, in every format, with exit code 0."""
    table = planledger.show(*asked(name, "1990-01-01"))
    assert table["rows"] == []
    assert any("Inget är registrerat" in note and "1990-01-01" in note for note in table["notes"])
    for form in ("text", "md"):
        assert "Inget är registrerat" in planledger.run("show", *asked(name, "1990-01-01"), "--format", form)


@pytest.mark.parametrize("name", TABLES)
def test_before_anything_was_known_a_table_is_empty_and_says_so(planledger: Planledger, name: str) -> None:
    """As known before the first recording: position 0."""
    table = planledger.show(*asked(name), "--known", "2000-01-01")
    assert (table["rows"], table["position"]) == ([], 0)
    out = planledger.run("show", *asked(name), "--known", "2000-01-01")
    assert "innan något registrerats" in out


def test_before_the_delarsrapport_was_public_nobody_knew_its_effects(planledger: Planledger) -> None:
    """As known on 30 September 2025, nothing is said of 2025, and the latest period is 2024."""
    times = ("--at", "2025-08-31", "--known", "2025-09-30")
    early = planledger.show("rk/effekthemtagning", "period=2025", *times)
    late = planledger.show("rk/effekthemtagning", "period=2025", "--at", "2025-08-31", "--known", "2025-10-31")
    assert (early["rows"], len(late["rows"])) == ([], 8)
    assert early["position"] < late["position"]
    assert planledger.show("rk/effekthemtagning", *times)["params"] == {"period": "2024"}


def test_what_was_not_yet_effective_is_not_shown(planledger: Planledger) -> None:
    """A day before the follow-up's cut-off there is nothing of 2025, however much is known."""
    assert planledger.show("rk/effekthemtagning", "period=2025", "--at", "2025-08-30")["rows"] == []
    assert len(planledger.show("rk/effekthemtagning", "period=2025", "--at", "2025-08-31")["rows"]) == 8


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_with_a_number_names_events_that_exist(
    planledger: Planledger, event_ids: set[str], name: str
) -> None:
    """No figure without a source: each number has ids, as many as it says, all of them in the ledger."""
    table = planledger.show(*asked(name))
    cells = [each for row in table["rows"] for each in row["cells"]]
    for each in cells:
        assert each["events_count"] == len(each["events"]) == len(set(each["events"]))
        assert set(each["events"]) <= event_ids
        assert each["events"] or each["value"] is None
    assert table["rows"]
    assert any(each["events"] for each in cells) or not table["columns"]


@pytest.mark.parametrize(("name", "at"), [*TABLES.items(), ("rk/effekthemtagning", "2024-12-31")])
def test_every_cell_that_says_something_of_a_decision_names_its_event(
    planledger: Planledger, name: str, at: str
) -> None:
    """A text that was read from a decision is traced too, so that ``why`` can be asked of it."""
    table = planledger.show(*asked(name, at))
    untraced = [
        (row["label"], column["label"], each["text"])
        for row in table["rows"]
        for column, each in zip(table["columns"], row["cells"], strict=True)
        if each["text"] not in {"", "–"} and not each["events"]
    ]
    assert untraced == []


@pytest.mark.parametrize("name", TABLES)
def test_the_json_has_exactly_the_names_of_the_contract(planledger: Planledger, name: str) -> None:
    """Top level, columns, rows and cells, and one cell a column."""
    table = planledger.show(*asked(name))
    top = "table title ledger at known position params label columns rows notes"
    inside = "text value unit events events_count computed left_out parts published"
    assert set(table) == set(top.split())
    assert all(set(each) == {"key", "label", "unit"} for each in table["columns"])
    assert {frozenset(row) for row in table["rows"]} == {frozenset({"kind", "key", "label", "cells"})}
    assert all(set(each) == set(inside.split()) for row in table["rows"] for each in row["cells"])
    assert {len(row["cells"]) for row in table["rows"]} == {len(table["columns"])}
    assert (table["table"], table["at"]) == (name, TABLES[name])


@pytest.mark.parametrize("name", TABLES)
def test_rows_and_columns_are_told_apart_by_their_keys(planledger: Planledger, name: str) -> None:
    """A key names one row, and one column."""
    table = planledger.show(*asked(name))
    for keys in ([row["key"] for row in table["rows"]], [each["key"] for each in table["columns"]]):
        assert len(keys) == len(set(keys))


def test_the_known_that_is_printed_gives_the_same_table_again(planledger: Planledger) -> None:
    """The JSON's ``known``, given back to ``--known``, is the same view."""
    first = planledger.show("hsf/ramfordelning", "--at", "2025-10-31")
    again = planledger.show("hsf/ramfordelning", "--at", "2025-10-31", "--known", first["known"])
    assert again == first


def test_tables_lists_every_table_of_every_plugin(planledger: Planledger) -> None:
    """Each with its full name and its title, plugin by plugin, in the plugin's own order; within the screen."""
    lines = [line for line in planledger.run("tables").splitlines() if line.startswith(("fds/", "hsf/", "rk/"))]
    wanted = [(f"{name}/{each.name}", each.title) for name in sorted(DATES) for each in Plugins().get(name).tables]
    assert [line.split()[0] for line in lines] == [name for name, _title in wanted]
    assert all(title.split()[0][:8] in line for line, (_name, title) in zip(lines, wanted, strict=True))
    assert max(map(len, planledger.run("tables").splitlines())) <= 100
    assert {"fds/projektportfolj", "hsf/vardgaranti", "rk/effekthemtagning", "rk/ramfordelning"} <= set(TABLES)


def test_reports_lists_every_report_of_every_plugin(planledger: Planledger) -> None:
    """As tables are listed."""
    lines = [line for line in planledger.run("reports").splitlines() if line.startswith(("fds/", "hsf/", "rk/"))]
    wanted = [f"{name}/{each.name}" for name in sorted(DATES) for each in Plugins().get(name).reports]
    assert [line.split()[0] for line in lines] == wanted
    assert "rk/arsredovisning" in wanted


def test_the_command_shows_a_table_as_a_process_of_its_own(demo: Path) -> None:
    """The installed script, with the ledger named by PLANLEDGER_URL."""
    done = subprocess.run(
        [Path(sys.executable).parent / "planledger", "show", "rk/ramfordelning", "period=2025", "--at", "2025-08-31"],
        env={"PLANLEDGER_URL": str(demo / "demo.db"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Summa Regionkontoret" in done.stdout
    assert "369,4" in done.stdout


def test_a_ledger_is_one_file(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file alone, copied by whoever, holds everything that has been recorded."""
    shutil.copy(demo / "demo.db", tmp_path / "demo.db")
    table = Planledger(tmp_path, capsys).show("rk/ramfordelning", "period=2025", "--at", "2025-08-31")
    assert [row["key"] for row in table["rows"]][:2] == ["CE", "CHR"]
