"""The difference between two views is what the steps between them make, one by one; the quick way is held to that."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import Field

from ledger.events import About, AmountOrWord, Code, Event, Proposal
from ledger.explain.diff import Place, difference
from ledger.figures import Period, total
from ledger.tables import Column, Part, Parts, Table, TableDefinition, table
from ledger.tables.definition import Shown
from ledger.testing import Given, given
from ledger.views import View
from stepping import Make, kind_of, said_by, stepped


class Granted(Event, topic="prov.beviljat", title="Beviljat", key=("account", "period"), adds="amount"):
    """An amount, which adds up with others."""

    account: Code = Field(title="Konto", description="Konto")
    period: About | None = Field(None, title="Period", description="Period")
    amount: AmountOrWord = Field(title="Belopp", description="Belopp, ord eller okänt")


class Judged(Event, topic="prov.bedomt", title="Bedömt", key=("account",)):
    """A status, which selects accounts."""

    account: Code = Field(title="Konto", description="Konto")
    said: Code = Field(title="Läge", description="Läge")


class Named(Event, topic="prov.namn", title="Namn", key=("account",), defines=True):
    """What an account is called."""

    account: Code = Field(title="Konto", description="Konto")
    name: Code = Field(title="Namn", description="Namn")


ACCOUNTS = ("a", "b", "c")


@table("prov", title="Prov")
def everything(view: View) -> Table:
    """Latest, sums by the store and by the table, ratios, sums filtered by a status, and sums that are looked at."""
    named = {fact.event.account: fact.name for fact in view.latest(Named)}
    judged = {fact.event.account: fact.event.said for fact in view.latest(Judged)}
    whole = view.total(Granted)
    rows = Table("Konto", "Senast", Column("Summa"), Column("Andel"), "Läge", Column("Delar"))
    for account in ACCOUNTS:
        newest = view.latest_one(Granted, account=account)
        added = view.total(Granted, account=account)
        if newest or account in judged:
            parts = Parts((Part("", newest.amount), Part("S", added)))
            shares = (newest.amount, added, added.share_of(whole), judged.get(account), parts)
            rows.add(account, named.get(account, account), *shares)
    good = [fact.amount for fact in view.each(Granted) if judged.get(fact.event.account) == "bra"]
    rows.add("bra", "Bra", total(good), view.total(Granted, period=None), None, None, None, kind="subtotal")
    rows.add("allt", "Allt", whole, whole - view.total(Granted, account="a"), None, None, None, kind="total")
    return rows


@table("summor", title="Summor")
def sums_only(view: View) -> Table:
    """Only sums by the store, which nobody looks at: told in closed form."""
    rows = Table("", "Belopp", "Andel")
    whole = view.total(Granted)
    for account in ACCOUNTS:
        one = view.total(Granted, account=account, period=None)
        rows.add(account, account, one + whole, one.share_of(whole))
    return rows


@table("granser", title="Gränser")
def by_threshold(view: View) -> Table:
    """A sum by the store that decides what is shown."""
    rows = Table("", "Belopp", "Annat")
    whole, other = view.total(Granted), view.total(Granted, account="b")
    if whole.number is not None and whole.number > 2:
        rows.add("stor", "Stor", whole, other)
    rows.add("alltid", "Alltid", other, other)
    return rows


@table("da-och-nu", title="Då och nu")
def at_two_dates(view: View) -> Table:
    """What is so, beside what was so on a day of its own: as the plan is held against its follow-up."""
    then = view.seen_at(date(2025, 1, 3))
    rows = Table("Konto", "Då", "Nu", "Summa då", "Summa nu")
    for account in ACCOUNTS:
        old, new = (each.latest_one(Granted, account=account).amount for each in (then, view))
        rows.add(account, account, old, new, then.total(Granted, account=account), view.total(Granted))
    return rows


@table("summor-da-och-nu", title="Summor då och nu")
def sums_at_two_dates(view: View) -> Table:
    """Sums by the store that nobody looks at, on a day of their own and now: what comes later moves only these."""
    then = view.seen_at(date(2025, 1, 3))
    rows = Table("Konto", "Då", "Nu", "Skillnad")
    for account in ACCOUNTS:
        old, new = (each.total(Granted, account=account) for each in (then, view))
        rows.add(account, account, old, new, new - old)
    return rows


TABLES = (everything, sums_only, by_threshold, at_two_dates, sums_at_two_dates)


@st.composite
def histories(draw: st.DrawFn) -> Given:
    """Decisions, corrections that move the date or the key, and withdrawals, in any order."""
    proposals: list[Proposal] = []
    standing: list[int] = []
    for number in range(draw(st.integers(1, 14))):
        what = draw(st.sampled_from(["decide", "decide", "correct", "withdraw"]))
        on = date(2025, 1, draw(st.integers(1, 5)))
        if what == "decide" or not standing:
            event: Event | None = draw(events())
            replaces = None
        else:
            place = standing.pop(draw(st.integers(0, len(standing) - 1)))
            replaces, old = f"e{place}", proposals[place].event
            assert old is not None
            event = None if what == "withdraw" else draw(events(type(old)))
        if event is not None:
            standing.append(number)
        proposals.append(Proposal(event, on, id=f"e{number}", replaces=replaces, reason="Fel" if replaces else None))
    return given(*proposals, events=(Granted, Judged, Named))


@st.composite
def events(draw: st.DrawFn, kind: type[Event] | None = None) -> Event:
    """A decision of a kind, or of any."""
    kind = kind or draw(st.sampled_from([Granted, Granted, Granted, Judged, Named]))
    account = draw(st.sampled_from(ACCOUNTS))
    if kind is Judged:
        return Judged(forvaltning="RK", account=account, said=draw(st.sampled_from(["bra", "illa"])))
    if kind is Named:
        return Named(forvaltning="RK", account=account, name=draw(st.sampled_from(["Alfa", "Beta"])))
    amount = draw(st.sampled_from(["1 mnkr", "2,5 mnkr", "-1 mnkr", "3 mnkr", "0 mnkr", "500 tkr", "Stor", "?"]))
    period = draw(st.sampled_from([None, Period.of("2025")]))
    return Granted(forvaltning="RK", account=account, period=period, amount=amount)  # type: ignore[arg-type]


def making(definition: TableDefinition) -> Make:
    """A table without parameters, made of a view."""

    def make(view: View) -> Shown:
        return definition.with_params(view, "prov", {})

    return make


@pytest.mark.parametrize("definition", TABLES, ids=lambda each: each.name)
@settings(max_examples=150, deadline=None)
@examples(data=st.data())
def test_terms_are_those_of_the_steps_and_sum_to_the_difference(
    definition: TableDefinition, data: st.DataObject
) -> None:
    """Any two views of any history, there and back."""
    world = data.draw(histories())
    last = world.reader.position()
    views = [
        world.view(f"2025-01-0{data.draw(st.integers(1, 6))}", known=data.draw(st.integers(0, last))) for _ in range(2)
    ]
    make = making(definition)
    found = difference(make, *views)
    ends = [said_by(make, view) for view in views]
    told = {change.place: change for change in found.changes}
    assert {place for place in ends[0].keys() | ends[1].keys() if ends[0].get(place) != ends[1].get(place)} == set(told)
    units = {place: said.unit for place, said in ends[1].items()}
    steps = stepped(make, views[0], views[1], units)
    records = {record.position: record for record in world.reader.log(0, 1_000)}
    back = {change.place: change for change in difference(make, views[1], views[0]).changes}
    for place, change in told.items():
        if change.amount is None:
            continue
        terms = {(term.leg, term.step.position): term.amount for term in change.terms()}
        assert sum(terms.values()) == change.amount
        assert terms == steps.get(place, {})
        if change.unit == back[place].unit:
            assert {key: -amount for key, amount in terms.items()} == {
                (term.leg, term.step.position): term.amount for term in back[place].terms()
            }
        for term in change.terms():
            assert term.kind == kind_of(term.leg, records[term.step.position], views[0])


def test_what_was_so_on_a_day_of_its_own_stands_still_as_that_day_goes_by() -> None:
    """Also between two that take effect on it, and after a beginning on that very day."""
    proposals = [granted(amount, day) for day, amount in ((1, "1 mnkr"), (3, "-1 mnkr"), (3, "2 mnkr"), (5, "3 mnkr"))]
    world = given(*proposals, events=(Granted, Judged, Named))
    for definition in (at_two_dates, sums_at_two_dates):
        for start in ("2025-01-01", "2025-01-03"):
            found = difference(making(definition), world.view(start), world.view("2025-01-31"))
            columns = {change.place.column for change in found.changes}
            assert columns == ({"nu", "summa-nu"} if definition is at_two_dates else {"nu", "skillnad"})


def granted(amount: str, day: int, account: str = "a") -> Proposal:
    """An amount, granted on a day of January."""
    event = Granted(forvaltning="RK", account=account, period=None, amount=amount)  # type: ignore[arg-type]
    return Proposal(event, date(2025, 1, day))


def terms_at(world: Given, definition: TableDefinition, place: Place) -> list[Fraction]:
    """The terms of a place's difference over January."""
    found = difference(making(definition), world.view("2025-01-01"), world.view("2025-01-31"))
    [change] = [each for each in found.changes if each.place == place]
    return [term.amount for term in change.terms()]


def test_a_sum_that_decides_what_is_shown_is_told_step_by_step() -> None:
    """The row is gone in between, and so all of it went and came."""
    world = given(
        granted("3 mnkr", 1), granted("1 mnkr", 1, "b"), granted("-3 mnkr", 2), granted("4 mnkr", 3), events=(Granted,)
    )
    place = Place(table="prov", row="stor", column="belopp")
    assert terms_at(world, by_threshold, place) == [-4, 5]


def test_a_day_of_its_own_is_seen_whole_between_two_that_take_effect_on_another() -> None:
    """What was recorded later and took effect earlier is seen on the earlier day, whatever the step."""
    world = given(granted("2 mnkr", 4), granted("1 mnkr", 1), events=(Granted,))
    place = Place(table="prov", row="a", column="då")
    found = difference(making(at_two_dates), world.view("2025-01-02"), world.view("2025-01-31"))
    assert place not in {change.place for change in found.changes}
    assert not any(change.place.column == "då" for change in found.changes)


def test_a_sum_that_nobody_looks_at_is_told_in_closed_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many steps there are, the table is made twice."""
    made: list[View] = []

    @table("rak", title="Räkning")
    def counted(view: View) -> Table:
        made.append(view)
        return Table("", "Belopp").add("allt", "Allt", view.total(Granted))

    amounts = [granted("1 mnkr", 1), *(granted(f"{number} mnkr", 2) for number in range(1, 50))]
    world = given(*amounts, events=(Granted,))
    assert terms_at(world, counted, Place(table="prov", row="allt", column="belopp")) == list(range(1, 50))
    assert len(made) == 2
