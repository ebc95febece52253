"""Assertions: what a document prints that another has decided is about the same thing, and decides nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.events import (
    CORE_EVENTS,
    Asserted,
    Catalogue,
    ControlFinding,
    Event,
    ForecastChangeStated,
    GrantUsed,
    IndicatorRead,
    IndicatorTargetSet,
    OutcomeRead,
    RamAllocated,
    TextWritten,
)
from ledger.events.assertions import about_of, assertions, value_fields
from ledger.events.subjects import stream_of, subject_key
from ledger.figures import Quantity, Word


def outcome(**fields: Any) -> OutcomeRead:
    about = {"line": "resultat", "period": "2024", "accumulated": "2024", "amount": "28 mnkr"}
    return OutcomeRead(forvaltning="RK", **about | fields)


def test_an_assertion_is_about_what_the_event_would_decide() -> None:
    """Topic, fields of the key that say something, how far it was added up, the field and its value."""
    [said] = assertions(outcome())
    assert (said.forvaltning, said.claims, said.value_of) == ("RK", "finance.outcome-read", "amount")
    assert said.about == "line=resultat; period=2024; accumulated=2024"
    assert said.value == Quantity(Decimal(28), "mnkr")
    assert not said.in_text


def test_what_it_is_about_can_be_read_back_field_by_field() -> None:
    """As text."""
    [said] = assertions(outcome(part="CE", accumulated="2024-01/2024-08"))
    assert said.said_of == {"line": "resultat", "part": "CE", "period": "2024", "accumulated": "2024-01/2024-08"}


def test_a_text_may_assert_too() -> None:
    """It is another subject than the table's: the two may print different figures."""
    [table], [text] = assertions(outcome()), assertions(outcome(), in_text=True)
    assert (table.in_text, text.in_text) == (False, True)
    assert stream_of(table) != stream_of(text)


def test_an_event_of_several_values_is_several_assertions() -> None:
    """One for each that is said; what is not said asserts nothing."""
    about = {"line": "personal", "part": "CE", "period": "2025", "round": "2025-08"}
    event = ForecastChangeStated(forvaltning="RK", **about, from_budget="3 mnkr", share="1,3 %")
    assert {said.value_of: str(said.value) for said in assertions(event)} == {
        "from_budget": str(event.from_budget),
        "share": str(event.share),
    }
    assert len({stream_of(said) for said in assertions(event)}) == 2


@pytest.mark.parametrize(
    ("event", "rounding"),
    [
        (outcome(), Quantity(Decimal(1), "mnkr")),
        (outcome(amount="28,4 mnkr"), Quantity(Decimal("0.1"), "mnkr")),
        (outcome(amount="28,40 mnkr"), Quantity(Decimal("0.01"), "mnkr")),
        (outcome(amount="?"), None),
        (IndicatorRead(forvaltning="RK", indicator="i", period="2024", value="256 antal"), None),
        (IndicatorTargetSet(forvaltning="RK", indicator="i", period="2024", target="<4 %"), None),
        (GrantUsed(forvaltning="RK", grant="g", period="2024", use="nyttjat", amount=Word("det mesta")), None),
    ],
)
def test_it_says_how_the_print_is_rounded(event: Event, rounding: Quantity | None) -> None:
    """One of the last decimal; nothing for what is counted, for a comparison, and for what is no number."""
    [said] = assertions(event)
    assert said.rounding == rounding
    assert str(said.rounding) == str(rounding)


def test_an_event_without_values_asserts_nothing() -> None:
    """A text is no figure."""
    assert list(assertions(TextWritten(forvaltning="RK", theme="ekonomi", period="2024", text="Kort."))) == []


@pytest.mark.parametrize(
    ("event_class", "fields"),
    [
        (RamAllocated, ["amount"]),
        (OutcomeRead, ["amount"]),
        (IndicatorTargetSet, ["target"]),
        (ControlFinding, ["examined", "found", "share"]),
        (TextWritten, []),
    ],
)
def test_values_are_what_the_key_does_not_say(event_class: type[Event], fields: list[str]) -> None:
    """Periods, codes and words say what it is about."""
    assert value_fields(event_class) == fields


def test_what_is_not_said_is_left_out_of_what_it_is_about() -> None:
    """However it is not said, so that whoever asks finds it."""
    wanted = "line=it; period=2024; accumulated=2024"
    said = {"line": "it", "period": "2024", "accumulated": "2024"}
    assert about_of(OutcomeRead, said) == about_of(OutcomeRead, said | {"part": None, "budget_period": ""}) == wanted
    assert about_of(OutcomeRead, dict(reversed(said.items())) | {"amount": "28 mnkr"}) == wanted


@pytest.mark.parametrize("about", ["", "resultat", "line=", "line=a;period=2024", "line=a; ", "=a", "en rad=a"])
def test_what_it_is_about_has_a_form(about: str) -> None:
    """Free text would stay in the name of the stream for good."""
    with pytest.raises(ValidationError):
        Asserted(forvaltning="RK", claims="ram.allocated", about=about, value_of="amount", value="1 mnkr")


@pytest.mark.parametrize("value", ["28 mnkr", "<4 %", "Stor", "?"])
def test_any_value_can_be_asserted_and_read_back(value: str) -> None:
    """In the bytes of the store."""
    event = Asserted(forvaltning="RK", claims="ram.allocated", about="period=2025", value_of="amount", value=value)
    catalogue = Catalogue()
    catalogue.add("core", CORE_EVENTS)
    assert catalogue.decode_bytes("assertion.made", catalogue.encode(event)) == event


def test_an_assertion_is_no_decision_of_what_it_is_about() -> None:
    """It has a topic and a subject of its own, adds nothing, and replaces an earlier print of the same."""
    [first], [second] = assertions(outcome()), assertions(outcome(amount="29 mnkr"))
    assert (first.topic, first.adds) == ("assertion.made", "")
    assert subject_key(Asserted, dict(first)) == subject_key(Asserted, dict(second))


@pytest.mark.parametrize(
    ("said", "in_text"), [("ja", True), ("Ja ", True), ("nej", False), ("true", True), (True, True)]
)
def test_yes_and_no_are_said_in_swedish(said: object, in_text: bool) -> None:
    """As people fill in a cell; anything else is refused."""
    about = {"claims": "finance.budget-set", "about": "line=it; period=2025", "value_of": "amount"}
    assert Asserted(forvaltning="RK", **about, value="1 mnkr", in_text=said).in_text is in_text
    with pytest.raises(ValidationError):
        Asserted(forvaltning="RK", **about, value="1 mnkr", in_text="kanske")
