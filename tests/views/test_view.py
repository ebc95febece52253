from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest
from pydantic import Field

from ledger.events import AmountOrWord, Code, Event, Persons, Proposal, RamAllocated, RamChanged, UnitFormed, When
from ledger.figures import UNKNOWN, Figure, Missing, Period, Quantity, Word
from ledger.testing import Given, decided, given
from ledger.views import NoFact, Text, View
from ledger.views.fold import FoldReader

YEAR = Period.of("2025")


class EffectAgreed(
    Event, topic="prov.effekt-avtalad", title="Effekt avtalad", key=("measure",), adds="amount", told_by="measure"
):
    """A measure with every kind of field that a fact shows in its own way."""

    measure: Code = Field(title="Åtgärd", description="Kod")
    amount: AmountOrWord = Field(title="Belopp", description="Belopp eller ord")
    schedule: When = Field("?", title="Tidplan", description="Period eller ord", validate_default=True)
    leads: Persons = Field((), title="Ansvariga", description="Personer")
    codes: tuple[str, ...] = Field((), title="Koder", description="Koder")
    remark: str | None = Field(None, title="Anmärkning", description="Anmärkning")


def change(cause: str, amount: str, part: str | None = None, forvaltning: str = "RK", year: str = "2025") -> RamChanged:
    return RamChanged(forvaltning=forvaltning, period=year, part=part, cause=cause, amount=amount)


def changes(*events: RamChanged) -> Given:
    """Changes decided on the first of each month, with the ids c1, c2, …"""
    return given(*(decided(event, date(2025, month, 1), id=f"c{month}") for month, event in enumerate(events, 1)))


def view_of(*events: RamChanged) -> View:
    return changes(*events).view("2025-12-31")


def test_a_fact_reads_as_the_decision_with_traced_figures() -> None:
    """An amount is a figure from its event; its date and its event are at hand."""
    fact = view_of(change("LPIK", "6,1 mnkr")).latest_one(RamChanged)
    assert fact
    assert isinstance(fact.amount, Figure)
    assert (fact.amount.number, fact.amount.event_ids()) == (Decimal("6.1"), ["c1"])
    assert (fact.effective, fact.event, fact.key) == (date(2025, 1, 1), change("LPIK", "6,1 mnkr"), "LPIK")


def test_a_text_of_a_fact_knows_its_event_and_is_still_text() -> None:
    """Names, causes and periods are traced too, periods in Swedish."""
    fact = view_of(change("LPIK", "6,1 mnkr", year="2025-01/2025-08")).latest_one(RamChanged)
    assert fact.cause == "LPIK"
    assert isinstance(fact.cause, Text)
    assert fact.cause.record.id == "c1"
    assert fact.period == "januari–augusti 2025"
    assert fact.part == ""


def agreed(schedule: str = "?", **fields: object) -> Proposal:
    given_fields = {"amount": "Stor", "schedule": schedule, **fields}
    return decided(EffectAgreed(forvaltning="RK", measure="overtid", **given_fields), "2025-01-01", id="a")  # type: ignore[arg-type]


@pytest.mark.parametrize(("schedule", "shown"), [("2025-05", "maj 2025"), ("Pågående", "Pågående"), ("?", "")])
def test_a_time_that_may_be_a_word_is_shown_as_text(schedule: str, shown: str) -> None:
    """A field that is no amount is never a figure, whatever it holds."""
    fact = given(agreed(schedule), events=[EffectAgreed]).view("2025-12-31").latest_one(EffectAgreed)
    assert fact.schedule == shown
    assert not isinstance(fact.schedule, Figure)


def test_a_word_for_an_amount_is_a_figure() -> None:
    """ "Stor" stands where an amount should, and knows where it was read."""
    fact = given(agreed(), events=[EffectAgreed]).view("2025-12-31").latest_one(EffectAgreed)
    assert (fact.amount.value, fact.amount.event_ids()) == (Word("Stor"), ["a"])


def test_several_codes_and_persons_are_shown_in_a_row() -> None:
    """Codes stand with slashes; persons by the names in the register, or as erased."""
    world = given(agreed(leads=("p-1", "p-2"), codes=("CE", "CHR")), events=[EffectAgreed])
    reader = FoldReader(world.reader.log(0, 10), world.catalogue, {"p-1": "Anna Ek"})
    fact = View(reader, world.catalogue, date(2025, 12, 31), 1, 0).latest_one(EffectAgreed)
    assert fact.codes == "CE/CHR"
    assert fact.leads == "Anna Ek, (borttagen)"


def test_latest_gives_one_fact_a_subject_in_the_order_they_came_up() -> None:
    """The later decision about a cause stands for it, in the place of the first."""
    view = view_of(change("LPIK", "1 mnkr"), change("Läkemedel", "2 mnkr"), change("LPIK", "3 mnkr"))
    facts = view.latest(RamChanged)
    assert [(fact.cause, fact.amount.number) for fact in facts] == [("LPIK", 3), ("Läkemedel", 2)]


def test_each_gives_every_entry_by_subject_and_date() -> None:
    """What adds up is all of them, the earliest first within its subject."""
    view = view_of(change("LPIK", "1 mnkr"), change("Läkemedel", "2 mnkr"), change("LPIK", "3 mnkr"))
    assert [int(fact.amount.number) for fact in view.each(RamChanged)] == [1, 3, 2]


def test_latest_one_takes_a_partial_key() -> None:
    """Of all subjects with that cause, the one that took effect last."""
    view = view_of(
        change("LPIK", "1 mnkr"),
        change("LPIK", "2 mnkr", part="CE"),
        change("Läkemedel", "3 mnkr", part="CE"),
        change("LPIK", "4 mnkr", forvaltning="HSF"),
    )
    assert view.latest_one(RamChanged, cause="LPIK", forvaltning="RK").amount.number == 2
    assert view.latest_one(RamChanged, part="CE").cause == "Läkemedel"
    assert view.latest_one(RamChanged, cause="LPIK").event.forvaltning == "HSF"


def test_a_field_of_the_key_that_is_none_asks_for_those_without_it() -> None:
    """``part=None`` is the whole förvaltning, not any part."""
    view = view_of(change("LPIK", "1 mnkr"), change("LPIK", "2 mnkr", part="CE"))
    assert [fact.amount.number for fact in view.latest(RamChanged, part=None)] == [1]
    assert view.total(RamChanged, part=None).number == 1
    assert view.latest_one(RamChanged, part=None, cause="LPIK", period=YEAR).amount.number == 1


def test_what_is_read_from_one_fact_narrows_the_next_question() -> None:
    """A traced text is as good as a string in a key."""
    unit = UnitFormed(forvaltning="RK", unit="CE", name="Centrum för ekonomi")
    ram = RamAllocated(forvaltning="RK", period="2025", part="CE", amount="31,4 mnkr")
    view = given(decided(unit, "2025-01-01"), decided(ram, "2025-01-01")).view("2025-12-31")
    code = view.latest_one(UnitFormed).unit
    assert view.latest_one(RamAllocated, part=code, period=YEAR).amount.number == Decimal("31.4")


def test_narrowing_by_something_else_than_the_key_is_a_mistake() -> None:
    """The author learns what the decision is told apart by."""
    view = view_of(change("LPIK", "1 mnkr"))
    for ask in (view.latest, view.latest_one, view.each, view.total, view.periods):
        with pytest.raises(TypeError, match="RamChanged is not told apart by belopp, only by cause, forvaltning, part"):
            ask(RamChanged, belopp="1")


def test_no_fact_is_false_and_its_amounts_are_unknown() -> None:
    """A cell without a decision is unknown, and says what was asked for."""
    nothing = view_of().latest_one(RamChanged, cause="LPIK", period=YEAR)
    assert not nothing
    assert isinstance(nothing, NoFact)
    assert nothing.amount.value == UNKNOWN
    assert nothing.amount.how == Missing("Ramförändring: LPIK, 2025")
    assert not nothing.amount.computed
    assert nothing.cause == ""


def test_no_fact_knows_only_fields_that_are_there() -> None:
    """A misspelt field is an error also where nothing was found."""
    with pytest.raises(AttributeError, match="belopp"):
        _ = view_of().latest_one(RamChanged).belopp


def test_a_total_adds_every_entry_and_asks_for_its_events_later() -> None:
    """The sum is exact, counts what it left out, and names all events behind it."""
    view = view_of(change("LPIK", "1,5 mnkr"), change("Läkemedel", "?"), change("LPIK", "\u22120,25 mnkr"))
    total = view.total(RamChanged)
    assert (total.value, total.left_out, total.computed) == (Quantity(Decimal("1.25"), "mnkr"), 1, True)
    assert total.event_ids() == ["c1", "c3", "c2"]


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [
        ({"cause": "LPIK"}, 7),
        ({"cause": "LPIK", "forvaltning": "RK"}, 3),
        ({"part": "CE"}, 2),
        ({"part": "CE", "cause": "LPIK", "period": YEAR}, 2),
        ({"period": Period.of("2026")}, 8),
    ],
)
def test_a_total_is_narrowed_as_the_facts_are(narrowed: dict[str, object], number: int) -> None:
    """By whole and by partial keys, the total is that of the facts."""
    view = view_of(
        change("LPIK", "1 mnkr"),
        change("LPIK", "2 mnkr", part="CE"),
        change("LPIK", "4 mnkr", forvaltning="HSF"),
        change("Läkemedel", "8 mnkr", year="2026"),
    )
    total = view.total(RamChanged, **narrowed)
    assert total.number == number
    assert total.event_ids() == [fact.record.id for fact in view.each(RamChanged, **narrowed)]


def test_a_total_of_nothing_is_unknown_and_missing() -> None:
    """No decisions are not zero kronor."""
    total = view_of().total(RamChanged, cause="LPIK")
    assert (total.value, total.how, total.left_out) == (UNKNOWN, Missing("Ramförändring: LPIK"), 0)


def test_a_total_of_unknowns_is_unknown_and_traced() -> None:
    """What has no amount is still what the answer rests on."""
    total = view_of(change("LPIK", "?"), change("Läkemedel", "?")).total(RamChanged)
    assert (total.value, total.left_out, total.event_ids()) == (UNKNOWN, 2, ["c1", "c2"])


def test_a_total_adds_kronor_in_several_sizes() -> None:
    """In the size of the first, where there are as many of each."""
    total = view_of(change("LPIK", "1 mnkr"), change("Läkemedel", "500 tkr")).total(RamChanged)
    assert (str(total.number), total.unit, total.event_ids()) == ("1.5", "mnkr", ["c1", "c2"])


def test_a_total_keeps_its_view() -> None:
    """Asked for later, the events of a total are those of its own date and position."""
    world = changes(change("LPIK", "1 mnkr"), change("Läkemedel", "2 mnkr"), change("Hyror", "4 mnkr"))
    assert world.view("2025-02-15").total(RamChanged).event_ids() == ["c1", "c2"]
    assert world.view("2025-12-31", known=1).total(RamChanged).event_ids() == ["c1"]


def test_periods_are_those_of_decisions_in_force_the_earliest_first() -> None:
    """A period whose only decision is yet to take effect is not there."""
    world = changes(
        change("LPIK", "1 mnkr", year="2026"), change("LPIK", "1 mnkr"), change("LPIK", "1 mnkr", year="2024")
    )
    assert [str(period) for period in world.view("2025-02-15").periods(RamChanged)] == ["2025", "2026"]
    assert [str(period) for period in world.view("2025-12-31").periods(RamChanged)] == ["2024", "2025", "2026"]
    assert world.view("2025-12-31").periods(RamChanged, forvaltning="HSF") == []


def test_decisions_without_a_period_have_none() -> None:
    """A unit is about no year."""
    world = given(decided(UnitFormed(forvaltning="RK", unit="CE", name="Centrum för ekonomi"), "2025-01-01"))
    assert world.view("2025-12-31").periods(UnitFormed) == []


def test_versions_of_an_event_include_those_that_came_later() -> None:
    """Who asks why meets the correction too, though the view does not know of it."""
    later = decided(change("LPIK", "2 mnkr"), "2025-01-01", id="b", replaces="a", reason="Fel belopp")
    world = given(decided(change("LPIK", "1 mnkr"), "2025-01-01", id="a"), later)
    view = world.view("2025-12-31", known=1)
    fact = view.latest_one(RamChanged)
    assert fact.amount.number == 1
    assert [record.id for record in view.versions(fact.record)] == ["a", "b"]


def test_a_view_is_never_changed() -> None:
    """A view is its two times for good."""
    view = view_of(change("LPIK", "1 mnkr"))
    with pytest.raises(FrozenInstanceError):
        view.position = 0  # type: ignore[misc]
