"""The index is held to the definition: on random histories, through the real store, SQL and fold give one answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field

from databases import emptied
from ledger.events import CORE_EVENTS, About, AmountOrWord, Catalogue, Code, Decider, Event, Proposal, Record
from ledger.events.subjects import subject_key
from ledger.opening import Ledger
from ledger.plugins import Plugins
from ledger.store.erasing import Order
from ledger.testing import ledger_at
from ledger.views import Question
from ledger.views.fold import FoldReader


class AmountAgreed(
    Event, topic="prov.belopp-avtalat", title="Belopp avtalat", key=("account", "period"), adds="amount"
):
    """A decision with an amount, for a period or for none."""

    account: Code = Field(title="Konto", description="Konto")
    period: About | None = Field(None, title="Period", description="Period")
    amount: AmountOrWord = Field(title="Belopp", description="Belopp, ord eller okänt")


class LimitAgreed(AmountAgreed, topic="prov.tak-avtalat", title="Tak avtalat", key=("account", "period")):
    """The same fields under another topic, which adds nothing."""


@dataclass
class WithAmounts(Plugins):
    """As if a plugin with the two were installed, and no other."""

    def catalogue(self, *_names: str) -> Catalogue:
        catalogue = Catalogue()
        catalogue.add("planledger", CORE_EVENTS)
        catalogue.add("planledger-prov", KINDS)
        return catalogue


KINDS: tuple[type[AmountAgreed], ...] = (AmountAgreed, LimitAgreed)
GALLRING = Order("Gallring", date(2025, 1, 1), decided_by=Decider(body="Arkivnämnden"))
ACCOUNTS, FORVALTNINGAR, PERIODS = ("a", "b"), ("HSF", "RK"), (None, "2025", "2025-Q1")
DAYS = [date(2025, month, 1) for month in (1, 2, 3)]
DATES = [date(2024, 12, 31), *DAYS]
AMOUNTS = ("1 kr", "-0,000001 kr", "999 999 999 999 kr", "2,5 tkr", "0 kr", "Stor", "?")


@dataclass(frozen=True)
class Said:
    """What a decision says, apart from its kind."""

    forvaltning: str
    account: str
    period: str | None
    amount: str

    def event(self, kind: type[AmountAgreed]) -> AmountAgreed:
        return kind.model_validate(self.__dict__)


@dataclass(frozen=True)
class Step:
    """Something that happens: a decision, or a correction or withdrawal of one of those that stand."""

    what: str
    which: int
    kind: type[AmountAgreed]
    said: Said
    on: date
    begins: bool  # a recording of its own


said = st.builds(
    Said, st.sampled_from(FORVALTNINGAR), st.sampled_from(ACCOUNTS), st.sampled_from(PERIODS), st.sampled_from(AMOUNTS)
)
steps = st.builds(
    Step,
    st.sampled_from(["decide", "decide", "correct", "correct", "withdraw"]),
    st.integers(0, 20),
    st.sampled_from([AmountAgreed, AmountAgreed, LimitAgreed]),
    said,
    st.sampled_from(DAYS),
    st.booleans(),
)
narrowings = st.tuples(
    st.none() | st.sampled_from(FORVALTNINGAR),
    st.none() | st.sampled_from(PERIODS),
    st.none() | st.sampled_from(ACCOUNTS),
)


def recordings(history: list[Step]) -> list[list[Proposal]]:
    """The history as proposals, in the recordings that they are made in."""
    standing: list[tuple[str, type[AmountAgreed]]] = []
    made: list[list[Proposal]] = []
    for number, step in enumerate(history):
        replaces, kind = None, step.kind
        if step.what != "decide" and standing:
            replaces, kind = standing.pop(step.which % len(standing))
        event = None if replaces and step.what == "withdraw" else step.said.event(kind)
        if event:
            standing.append((f"e{number}", kind))
        proposal = Proposal(event, step.on, id=f"e{number}", replaces=replaces, reason="Fel" if replaces else None)
        if step.begins or not made:
            made.append([])
        made[-1].append(proposal)
    return made


@contextmanager
def recorded(history: list[Step], url: str = "", removed: frozenset[int] = frozenset()) -> Iterator[Ledger]:
    """A ledger in which it has happened: in a file, or in PostgreSQL at ``url``, which is emptied first. Then the contents
    of some of the events have been ``removed``.
    """
    with TemporaryDirectory() as folder:
        place = emptied(url) if url else str(Path(folder) / "test.db")
        with ledger_at(place, plugins=WithAmounts()) as ledger:
            for proposals in recordings(history):
                ledger.record(proposals)
            some = [ledger.event(f"e{number}") for number in sorted(removed) if number < len(history)]
            if contents := [record for record in some if record.content is not None]:
                ledger.remove(contents, GALLRING)
            yield ledger


def by_definition(ledger: Ledger) -> FoldReader:
    """The fold over the log, where entry and date come from the envelopes alone and not from the index."""
    entries: dict[str, int] = {}
    records: list[Record] = []
    for record in ledger.reader.log(0, 1_000):
        envelope = record.opened()
        entries[record.id] = entries[envelope.replaces] if envelope.replaces else record.position
        plain = replace(record, entry=entries[record.id], effective=envelope.effective_on, envelope=b"")
        records.append(plain)
    return FoldReader(records, ledger.catalogue)


def questions(last: int, narrowed: list[tuple[str | None, str | None, str | None]]) -> Iterator[Question]:
    """Everything at every date and position, and the same narrowed."""
    for kind in KINDS:
        for forvaltning, period, account in [(None, None, None), *narrowed]:
            key = subject_key(kind, {"account": account}) if account else None
            for at in DATES:
                for position in range(last + 1):
                    yield Question(kind.topic, at, position, forvaltning, period, key)


def steps_between(last: int, narrowed: list[tuple[str | None, str | None, str | None]]) -> Iterator[Question]:
    """Views between two that take effect on one day, of every other position; a few entries of each."""
    for question in questions(last, narrowed):
        if question.position % 2 and question.at != DATES[0]:
            yield replace(question, entry=question.position // 2, most=3)


def compare(
    history: list[Step],
    narrowed: list[tuple[str | None, str | None, str | None]],
    url: str = "",
    removed: frozenset[int] = frozenset(),
) -> None:
    with recorded(history, url, removed) as ledger:
        store, definition = ledger.reader, by_definition(ledger)
        last = store.position()
        assert last == definition.position() >= len(history)
        for question in questions(last, narrowed):
            assert store.latest(question) == definition.latest(question), question
            assert store.each(question) == definition.each(question), question
            assert store.totals(question) == definition.totals(question), question
            assert store.periods(question) == definition.periods(question), question
            if removed:
                gaps = [(each.id, each.subject, each.by.id) for each in store.gaps(question)]
                assert gaps == [(each.id, each.subject, each.by.id) for each in definition.gaps(question)], question
        for question in steps_between(last, narrowed):
            assert store.latest(question) == definition.latest(question), question
            assert store.each(question) == definition.each(question), question
            assert store.totals(question) == definition.totals(question), question
            assert store.greatest(question) == definition.greatest(question), question
            assert store.became_known(question, last) == definition.became_known(question, last), question
            assert store.took_effect(question, DATES[-1]) == definition.took_effect(question, DATES[-1]), question
        for after in range(0, last, 3):  # the journal, a page at a time
            assert _ids(store.replacing(after, after + 3)) == _ids(definition.replacing(after, after + 3))
            assert _ids(store.replaced(after, after + 3)) == _ids(definition.replaced(after, after + 3))
        times = store.recorded(1), store.recorded(last)
        assert store.sizes(*times) == definition.sizes(*times)
        for position in range(last + 1):
            time = store.recorded(position)
            assert time == definition.recorded(position)
            for known in (time - 1, time):
                assert store.position(known) == definition.position(known)


def _ids(found: Mapping[int, Record]) -> dict[int, str]:
    return {position: record.id for position, record in found.items()}


histories = st.lists(steps, min_size=1, max_size=14)
narrowed_twice = st.lists(narrowings, min_size=2, max_size=2)
unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=200, deadline=None, suppress_health_check=unhurried)
@given(histories, narrowed_twice)
def test_the_store_answers_as_the_definition_does(
    history: list[Step], narrowed: list[tuple[str | None, str | None, str | None]]
) -> None:
    """Latest, each, totals and periods are the same at every date and every position, on random histories."""
    compare(history, narrowed)


some_of_them = st.frozensets(st.integers(0, 13), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=unhurried)
@given(histories, narrowed_twice, some_of_them)
def test_the_store_answers_as_the_definition_does_of_what_has_been_removed(
    history: list[Step], narrowed: list[tuple[str | None, str | None, str | None]], removed: frozenset[int]
) -> None:
    """Whatever is removed keeps its place in every answer, without its content; and so says an index made again."""
    compare(history, narrowed, removed=removed)
    with recorded(history, removed=removed) as ledger:
        assert ledger.rebuild().same


@settings(max_examples=10, deadline=None, suppress_health_check=[*unhurried, HealthCheck.function_scoped_fixture])
@given(history=histories, narrowed=narrowed_twice, removed=some_of_them)
def test_postgresql_answers_so_too(
    postgres: str,
    history: list[Step],
    narrowed: list[tuple[str | None, str | None, str | None]],
    removed: frozenset[int],
) -> None:
    """The same of what has been removed in the other database."""
    compare(history, narrowed, postgres, removed)


@settings(max_examples=25, deadline=None, suppress_health_check=[*unhurried, HealthCheck.function_scoped_fixture])
@given(history=histories, narrowed=narrowed_twice)
def test_postgresql_answers_as_the_definition_does(
    postgres: str, history: list[Step], narrowed: list[tuple[str | None, str | None, str | None]]
) -> None:
    """The same questions in the other database."""
    compare(history, narrowed, postgres)


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=[*unhurried, HealthCheck.function_scoped_fixture])
@given(history=histories, narrowed=narrowed_twice)
def test_postgresql_answers_as_the_definition_does_at_length(
    postgres: str, history: list[Step], narrowed: list[tuple[str | None, str | None, str | None]]
) -> None:
    """The same on 300 histories."""
    compare(history, narrowed, postgres)


@pytest.mark.long
@settings(max_examples=1_500, deadline=None, suppress_health_check=unhurried)
@given(st.lists(steps, min_size=1, max_size=24), narrowed_twice)
def test_the_store_answers_as_the_definition_does_at_length(
    history: list[Step], narrowed: list[tuple[str | None, str | None, str | None]]
) -> None:
    """The same on 1 500 longer histories."""
    compare(history, narrowed)


@settings(max_examples=60, deadline=None, suppress_health_check=unhurried)
@given(histories)
def test_the_index_is_the_same_made_again(history: list[Step]) -> None:
    """Whatever has happened, a rebuild gives the very rows that the recordings wrote."""
    with recorded(history) as ledger:
        assert ledger.rebuild().same
