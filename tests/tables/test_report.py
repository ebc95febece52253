"""Reports: sections with texts and tables, in text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ledger.events import Asserted, BudgetSet, LineDefined, TextWritten
from ledger.figures import Period
from ledger.problems import Refused
from ledger.projections.texts import paragraphs
from ledger.tables import Section, Table, report, table
from ledger.tables.rendering import REPORT_FORMATS
from ledger.tables.report import Issuance
from ledger.testing import Given, decided, given
from ledger.views import View


@table("budget", title="Årets budget")
def budget(view: View, period: Period, line: str = "") -> Table:
    """Budgeten rad för rad."""
    rows = Table("Rad", "Belopp")
    for fact in view.latest(BudgetSet, period=period):
        if not line or fact.event.line == line:
            rows.add(fact.key, fact.line, fact.amount)
    return rows


@report("plan", title="Förvaltningsplan", periods=lambda view: view.periods(BudgetSet))
def plan(view: View, period: Period, most: int = 9) -> Iterator[Section]:
    """Planen, avsnitt för avsnitt.

    Mer behöver ingen veta.
    """
    yield Section("Inledning", text=paragraphs(view, "RK", "inledning", period)[:most])
    yield Section("Ekonomi", budget.of(period=period), text=paragraphs(view, "RK", "ekonomi", period)[:most])
    yield Section("Årets budget", budget.of(period=period, line="personal"))
    yield Section("Tomt", budget.of(period=period, line="finns-inte"))


def text(theme: str, order: int, words: str) -> Any:
    event = TextWritten(forvaltning="RK", theme=theme, period="2025", order=order, text=words)
    return decided(event, "2025-01-01", id=f"{theme}-{order}")


def world(*more: Any) -> Given:
    amounts = {"personal": "-231,7 mnkr", "it": "-40 mnkr"}
    return given(
        *(decided(LineDefined(forvaltning="RK", line=line, name=line), "2024-01-01") for line in amounts),
        *(
            decided(BudgetSet(forvaltning="RK", line=line, period="2025", amount=amount), "2025-01-01", id=line)
            for line, amount in amounts.items()
        ),
        text("ekonomi", 2, "Sedan *mindre* | annat."),
        text("ekonomi", 1, "Personal kostar {finance.budget-set line=personal period=2025}, it {ingen.sådan line=it}."),
        text("inledning", 1, "Planen är kort."),
        *more,
    )


def shown(at: str = "2025-12-31", **params: str) -> Any:
    return plan.shown(world().view(at), "prov/plan", params, "Provliggaren")


def printed(form: str, at: str = "2025-12-31") -> str:
    return REPORT_FORMATS[form](shown(at)).replace("\u00a0", " ")


def test_a_report_has_its_sections_in_order_without_the_empty_ones() -> None:
    """A section in which nothing is said or decided is left out, and so is a table without rows."""
    sections = shown().sections
    assert [section.title for section in sections] == ["Inledning", "Ekonomi", "Årets budget"]
    assert [len(section.text) for section in sections] == [1, 2, 0]
    assert [[each.name for each in section.tables] for section in sections] == [[], ["prov/budget"], ["prov/budget"]]
    assert sections[2].tables[0].params == {"period": "2025", "line": "personal"}


def test_a_report_is_told_by_its_title_and_its_period() -> None:
    """The latest that the view has, unless another is asked for."""
    assert (shown().title, shown().params) == ("Förvaltningsplan 2025", {"period": "2025"})
    assert shown(period="2024").title == "Förvaltningsplan 2024"
    assert plan.description == "Planen, avsnitt för avsnitt."


def test_parameters_of_a_report_are_understood_or_refused() -> None:
    """As those of a table."""
    assert [len(section.text) for section in shown(most="1").sections] == [1, 1, 0]
    with pytest.raises(Refused) as caught:
        shown(perod="2025", most="få")
    assert all(part in str(caught.value) for part in ("menade du ”period”", "most:"))


def test_as_text_it_has_headings_paragraphs_and_tables() -> None:
    """Underlined titles; a table called as its section needs no title of its own; figures with units in the text."""
    lines = printed("text").splitlines()
    assert lines[:6] == ["Förvaltningsplan 2025", "=====================", "", "ARBETSMATERIAL", "", ""]
    for title in ("Inledning", "Ekonomi", "Årets budget"):
        assert lines[lines.index(title, 2) + 1] in {"-" * len(title), ""}
    assert "Personal kostar −231,7 mnkr, it –." in lines
    assert lines.index("Personal kostar −231,7 mnkr, it –.") < lines.index("Sedan *mindre* | annat.")
    assert lines.count("Årets budget") == 2, "a table called as its section has no title of its own"
    assert max(map(len, lines)) <= 100
    assert "Provliggaren" in lines[-1]


def test_as_markdown_headings_have_levels() -> None:
    """The report's, the sections' and the tables'; what would end a cell is escaped."""
    lines = printed("md").splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# Förvaltningsplan 2025",
        "## Inledning",
        "## Ekonomi",
        "### Årets budget",
        "## Årets budget",
    ]
    assert lines[:3] == ["# Förvaltningsplan 2025", "", "**ARBETSMATERIAL**"]
    assert "Personal kostar −231,7 mnkr, it –." in lines
    assert any(line.startswith("| personal") and "−231,7" in line for line in lines)
    assert lines[-1].startswith("*Per 2025-12-31")


def test_as_json_every_figure_in_a_text_names_its_events() -> None:
    """The contract of reports: what it was seen from, and sections with paragraphs and tables."""
    found = json.loads(printed("json"))
    assert set(found) == {"report", "title", "ledger", "at", "known", "position", "params", "issued", "sections"}
    assert (found["report"], found["at"], found["ledger"]) == ("prov/plan", "2025-12-31", "Provliggaren")
    assert found["issued"] is None
    first, second, _third = found["sections"]
    assert set(first) == {"title", "text", "paragraphs", "tables"}
    assert second["text"] == "Personal kostar −231,7 mnkr, it –.\n\nSedan *mindre* | annat."
    paragraph = second["paragraphs"][0]
    assert paragraph["events"] == ["ekonomi-1", "personal"]
    assert [(part["value"], part["unit"], part["events"]) for part in paragraph["parts"]] == [
        ("-231.7", "mnkr", ["personal"]),
        (None, "", []),
    ]
    [inside] = second["tables"]
    assert (inside["table"], [row["key"] for row in inside["rows"]]) == ("prov/budget", ["personal", "it"])


@pytest.mark.parametrize(
    ("issuance", "line", "said"),
    [
        (
            Issuance(date(2025, 10, 31), "Regionstyrelsen", "RS 2025-0123"),
            "Fastställd 2025-10-31 av Regionstyrelsen, dnr RS 2025-0123",
            {"diarienummer": "RS 2025-0123", "body": "Regionstyrelsen", "on": "2025-10-31"},
        ),
        (
            Issuance(date(2025, 10, 31)),
            "Fastställd 2025-10-31",
            {"diarienummer": None, "body": None, "on": "2025-10-31"},
        ),
    ],
)
def test_a_report_that_is_issued_says_so_in_place_of_being_a_draft(
    issuance: Issuance, line: str, said: dict[str, str | None]
) -> None:
    """By its title, and in the JSON; what is not known is not said."""
    seen = plan.shown(world().view("2025-12-31"), "prov/plan", {}, "Provliggaren", issuance)
    forms = {form: render(seen) for form, render in REPORT_FORMATS.items()}
    assert not any("ARBETSMATERIAL" in text for text in forms.values())
    assert forms["text"].splitlines()[3] == line
    assert forms["md"].splitlines()[2] == f"**{line}**"
    assert json.loads(forms["json"])["issued"] == said


def test_a_form_is_the_same_whatever_was_printed_before_it() -> None:
    """An issued report is kept in all its forms, and each is printed again on its own."""
    first = printed("md")
    printed("text")
    assert printed("md") == first


def test_a_document_of_several_years_is_told_by_all_of_them() -> None:
    """From its period on."""

    @report("plan", title="Plan", periods=lambda view: view.periods(BudgetSet), years=3)
    def three_years(_view: View, period: Period) -> Iterator[Section]:
        """Planen."""
        yield Section(str(period))

    assert three_years.shown(world().view("2025-12-31"), "prov/plan", {}).title == "Plan 2025–2027"


def test_what_a_document_prints_otherwise_in_its_text_is_noted_under_the_paragraph() -> None:
    """As under a table."""
    claim = Asserted(
        forvaltning="RK",
        claims="finance.budget-set",
        about="line=personal; period=2025",
        value_of="amount",
        value="-230 mnkr",
        in_text=True,
    )
    seen = plan.shown(world(decided(claim, "2025-01-01")).view("2025-12-31"), "prov/plan", {})
    for form in ("text", "md"):
        lines = REPORT_FORMATS[form](seen).replace("\u00a0", " ").splitlines()
        assert "Personal kostar −231,7 mnkr †, it –." in lines
        assert "† −230 mnkr i dokumentet, −231,7 mnkr här" in lines


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_before_anything_was_decided_a_report_says_so(form: str) -> None:
    """In every format that has room for a sentence."""
    out = printed(form, "2020-01-01")
    if form == "json":
        assert json.loads(out)["sections"] == []
    elif form == "csv":
        assert len(out.splitlines()) == 1  # a list without figures, as a table is that has no rows
    else:
        assert "Inget är registrerat per 2020-01-01." in out


def test_what_a_document_prints_otherwise_is_noted_under_its_table() -> None:
    """A dagger marks the figure, and the note begins with it, in text and Markdown; JSON has both figures."""
    claim = Asserted(
        forvaltning="RK", claims="finance.budget-set", about="line=it; period=2025", value_of="amount", value="-41 mnkr"
    )

    @table("it", title="It")
    def it(view: View) -> Table:
        """It."""
        from ledger.projections.finance import Accounts

        return Table("Rad", "Budget").add("it", "It", Accounts(view, "RK").budget("it", Period.of("2025")))

    @report("it", title="It")
    def only_it(view: View) -> Iterator[Section]:
        """It."""
        yield Section("It", it.of())

    line = LineDefined(forvaltning="RK", line="it", name="It")
    amount = BudgetSet(forvaltning="RK", line="it", period="2025", amount="-40 mnkr")
    view = given(*(decided(each, "2025-01-01") for each in (line, amount, claim))).view("2025-12-31")
    seen = only_it.shown(view, "prov/it", {})
    for form in ("text", "md"):
        out = REPORT_FORMATS[form](seen).replace("\u00a0", " ")
        assert "−40 †" in out
        assert "† It, Budget: −41 i dokumentet, −40 här" in out
    cell = json.loads(REPORT_FORMATS["json"](seen))["sections"][0]["tables"][0]["rows"][0]["cells"][0]
    assert (cell["value"], cell["published"]["value"]) == ("-40", "-41")
