"""Texts: references in braces are figures that know their events; what is named wrong is unknown and never stops a text."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events import (
    Asserted,
    BudgetSet,
    IndicatorRead,
    IndicatorTargetSet,
    LineDefined,
    OutcomeChangeStated,
    Proposal,
    TextWritten,
)
from ledger.figures import Figure, Period, differs
from ledger.projections.texts import filled, paragraphs
from ledger.tables.printed import printed_prose, prose
from ledger.testing import decided, given
from ledger.views import Prose, View

YEAR = Period.of("2025")


def written(words: str, order: int = 1, theme: str = "ekonomi", **about: Any) -> Proposal:
    event = TextWritten(forvaltning="RK", theme=theme, period="2025", order=order, text=words)
    return decided(event, "2025-01-01", **about)


def view(*proposals: Proposal) -> View:
    about = {"forvaltning": "RK", "period": "2025"}
    events = [
        *(LineDefined(forvaltning="RK", line=each, name=each, within="kostnader") for each in ("personal", "it")),
        BudgetSet(**about, line="personal", amount="-10,5 mnkr"),
        BudgetSet(**about, line="it", amount="-5 mnkr"),
        IndicatorRead(**about, indicator="sjuk", value="4,7 %"),
        IndicatorRead(**about, indicator="sjuk", group="K", value="6,1 %"),
        IndicatorTargetSet(**about, indicator="sjuk", target="<4 %"),
        OutcomeChangeStated(**about, line="el", change="-8 mnkr", share="4,2 %"),
    ]
    return given(*(decided(each, "2025-01-01") for each in events), *proposals).view("2025-12-31")


def shown(words: str, *proposals: Proposal) -> Prose:
    [found] = paragraphs(view(written(words, id="t"), *proposals), "RK", "ekonomi", YEAR)
    return found


def said(words: str, *proposals: Proposal) -> str:
    return prose(shown(words, *proposals)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("reference", "figure"),
    [
        ("finance.budget-set line=personal period=2025", "−10,5 mnkr"),
        ("finance.budget-set line=kostnader period=2025", "−15,5 mnkr"),
        ("  finance.budget-set   period=2025  line=it ", "−5 mnkr"),
        ("indicator.read indicator=sjuk period=2025", "4,7 %"),
        ("indicator.read indicator=sjuk group=K period=2025", "6,1 %"),
        ("indicator.target-set indicator=sjuk period=2025", "< 4 %"),
        ("finance.outcome-change-stated line=el period=2025", "−8 mnkr"),
        ("finance.outcome-change-stated line=el period=2025 value_of=share", "4,2 %"),
    ],
)
def test_a_reference_stands_for_the_figure(reference: str, figure: str) -> None:
    """Read or worked out, with its unit; fields in any order."""
    assert said(f"Det blev {{{reference}}} i år.") == f"Det blev {figure} i år."


def test_a_text_without_references_is_itself() -> None:
    """And several references stand where they were written."""
    assert said("Inget tal.") == "Inget tal."
    both = "{indicator.read indicator=sjuk period=2025}{indicator.read indicator=sjuk group=K period=2025} efter"
    assert said(both) == "4,7 %6,1 % efter"


def test_the_figures_of_a_text_know_their_events() -> None:
    """And the text its own; in print the figures are the cell's parts."""
    cell = printed_prose(shown("Lönerna: {finance.budget-set line=kostnader period=2025}."))
    assert cell.events == ("t", "event-3", "event-4")
    assert [(part.value, part.unit, part.computed) for part in cell.parts] == [("-15.5", "mnkr", True)]


@pytest.mark.parametrize(
    "reference",
    [
        "ingen.sådan line=it period=2025",
        "finance.budget-set",
        "finance.budget-set line=it",
        "finance.budget-set line=okand period=2025",
        "finance.budget-set line=it period=2019",
        "finance.budget-set line=it period=nyss",
        "finance.budget-set line=it period=2025 colour=red",
        "finance.budget-set it 2025",
        "finance.outcome-change-stated line=el period=2025 value_of=nothing",
        "indicator.read indicator=okand period=2025",
        "indicator.read period=2025",
        "indicator.read indicator=sjuk grupp=K period=2025",
        "text.written theme=ekonomi period=2025",
    ],
)
def test_what_is_named_wrong_is_unknown_and_the_text_stands(reference: str) -> None:
    """An unknown topic, line or field, a period that is none, nothing at all: a dash, and never another figure."""
    assert said(f"Det blev {{{reference}}} i år.") == "Det blev – i år."


def test_an_unknown_reference_says_what_was_asked_for() -> None:
    """So that ``why`` can tell."""
    [figure] = [piece for piece in shown("{ingen.sådan line=it}").pieces if isinstance(piece, Figure)]
    assert figure.how.question == "ingen.sådan line=it"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "words", ["{", "}", "{}", "{ }", "{ingen}", "a } b { c", "{{}", "{a {finance.budget-set line=it period=2025}"]
)
def test_a_brace_that_is_no_reference_stands(words: str) -> None:
    """A text is never refused for a sign."""
    assert said(f"x {words} y").startswith("x ")


def test_paragraphs_come_in_their_order() -> None:
    """Those of the theme and the period alone; a new wording of a paragraph takes its place."""
    texts = [written("tre", 3), written("ett", 1), written("annat", theme="mal"), written("två", 2), written("ETT", 1)]
    found = paragraphs(view(*texts), "RK", "ekonomi", YEAR)
    assert [prose(each) for each in found] == ["ETT", "två", "tre"]
    assert paragraphs(view(*texts), "RK", "ekonomi", Period.of("2024")) == []


def test_no_text_is_nothing() -> None:
    """A comment that was not said has no words to fill."""
    assert filled(view(), "RK", "") is None


def claimed(value: str, *, in_text: bool) -> Proposal:
    about = {"claims": "finance.budget-set", "about": "line=it; period=2025", "value_of": "amount"}
    return decided(Asserted(forvaltning="RK", **about, value=value, in_text=in_text), "2025-01-01")


def held(*claims: Proposal) -> Figure:
    """The figure of a text, held to what documents print of it."""
    [figure] = shown("{finance.budget-set line=it period=2025}", *claims).pieces
    assert isinstance(figure, Figure)
    return figure


def test_what_a_document_prints_in_its_text_is_held_to_the_texts_figure() -> None:
    """Beyond rounding it stands beside, whatever a table prints."""
    figure = held(claimed("-9 mnkr", in_text=False), claimed("-7 mnkr", in_text=True))
    assert (figure.number, figure.published and figure.published.number, differs(figure)) == (-5, -7, True)
    assert not differs(held(claimed("-5 mnkr", in_text=True)))


def test_what_a_document_prints_in_a_table_is_no_concern_of_a_text() -> None:
    """It stands beside the table's figure, where a reader can see it."""
    assert not differs(held(claimed("-9 mnkr", in_text=False)))
