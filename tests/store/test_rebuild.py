from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from pydantic import Field

from databases import rows, tables
from ledger.events import CORE_EVENTS, AmountOrWord, Catalogue, Code, Event, Proposal, RamAllocated, UnitFormed
from ledger.opening import Ledger, open_ledger
from ledger.plugins import Plugins
from ledger.testing import decided, ledger_at

INDEX = ("subject", "entry", "superseded")
LOG = ("event", "content", "person")


class EffectAgreed(Event, topic="prov.effekt-avtalad", title="Effekt avtalad", key=("measure",), adds="amount"):
    """What only a plugin knows."""

    measure: Code = Field(title="Åtgärd", description="Kod")
    amount: AmountOrWord = Field(title="Belopp", description="Belopp eller ord")


@dataclass
class Installed(Plugins):
    """The plugins of one moment: with ``EffectAgreed``, or without."""

    effects: bool = True

    def catalogue(self, *_names: str) -> Catalogue:
        catalogue = Catalogue()
        catalogue.add("planledger", CORE_EVENTS)
        if self.effects:
            catalogue.add("planledger-prov", [EffectAgreed])
        return catalogue


def ram(amount: str, part: str | None = None, **about: Any) -> Proposal:
    return decided(RamAllocated(forvaltning="RK", period="2025", part=part, amount=amount), "2025-01-01", **about)


def effect(amount: str, on: str = "2025-02-01", measure: str = "overtid", **about: Any) -> Proposal:
    return decided(EffectAgreed(forvaltning="RK", measure=measure, amount=amount), on, **about)


def withdrawal(of: str) -> Proposal:
    return Proposal(None, date(2025, 1, 1), replaces=of, reason="Fattades aldrig")


def unit(code: str) -> Proposal:
    return decided(UnitFormed(forvaltning="RK", unit=code, name=f"Centrum {code}"), "2025-01-01")


@pytest.fixture
def filled(place: str) -> str:
    """A ledger with corrections that move, withdrawals, words, unknowns, a person and a plugin's own events."""
    with ledger_at(place, plugins=Installed()) as ledger:
        ledger.record([unit("CE"), effect("Stor", id="s"), ram("31,4 mnkr", "CE", id="a"), unit("CHR")])
        ledger.record([ram("31,5 mnkr", "CHR", id="b", replaces="a", reason="Fel centrum", actor="Anna Ek")])
        ledger.record([ram("?", id="c"), effect("2 mnkr", id="t", replaces="s", reason="Nu känd")])
        ledger.record([withdrawal("c"), effect("3 mnkr", id="u"), effect("4 mnkr", measure="resor", id="v")])
        ledger.record([withdrawal("u"), ram("32 mnkr", "CE")])
    return place


def opened(place: str, effects: bool = True) -> Ledger:
    return open_ledger(place, plugins=Installed(effects=effects))


def test_the_index_is_the_same_row_by_row_when_it_is_made_again(filled: str) -> None:
    """The rows that the recordings wrote come back, and the events are not touched."""
    index, log = tables(filled, INDEX), tables(filled, LOG)
    with opened(filled) as ledger:
        rebuilt = ledger.rebuild()
    assert rebuilt.same
    assert tables(filled, INDEX) == index
    assert tables(filled, LOG) == log
    assert rebuilt.rows == sum(map(len, index.values()))
    assert (rebuilt.events, rebuilt.not_indexed) == (len(log["event"]), 0)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET amount = amount + 1 WHERE amount IS NOT NULL",
        "UPDATE entry SET effective = effective - 1",
        "DELETE FROM superseded",
        "DELETE FROM entry WHERE position = (SELECT max(position) FROM entry)",
        "INSERT INTO subject VALUES (99, 'prov.annat', 'RK', '', '[]')",
        "UPDATE subject SET key = '[\"X\"]' WHERE topic = 'prov.effekt-avtalad' AND key = '[\"resor\"]'",
    ],
)
def test_a_damaged_index_is_noticed_and_made_good(filled: str, damage: str) -> None:
    """Whatever somebody has done to the index, the events make it right, and the rebuild says that it differed."""
    index = tables(filled, INDEX)
    rows(filled, damage)
    assert tables(filled, INDEX) != index
    with opened(filled) as ledger:
        assert not ledger.rebuild().same
        assert tables(filled, INDEX) == index
        assert ledger.rebuild().same


def test_events_that_no_plugin_knows_are_counted_and_keep_their_bytes(filled: str) -> None:
    """Without the plugin its four decisions are not indexed; events, contents and persons stay byte for byte."""
    log = tables(filled, LOG)
    with opened(filled, effects=False) as ledger:
        rebuilt = ledger.rebuild()
        assert (rebuilt.events, rebuilt.not_indexed, rebuilt.same) == (len(log["event"]), 4, False)
        assert tables(filled, LOG) == log
        assert ledger.view(date(2025, 12, 31)).total(RamAllocated).number


def test_events_that_no_plugin_knows_keep_their_place_and_dates(filled: str) -> None:
    """They are still found, with entry, versions and effective date, though nobody can say what they are about."""
    with opened(filled) as ledger:
        before = ledger.reader.entry(ledger.event("s").position)
    with opened(filled, effects=False) as ledger:
        ledger.rebuild()
        assert ledger.reader.entry(ledger.event("s").position) == before
        assert [record.effective for record in before] == [date(2025, 2, 1)] * 2


def test_events_come_back_with_their_plugin(filled: str) -> None:
    """When the plugin is there again, the index is the very one that there was."""
    index = tables(filled, INDEX)
    with opened(filled, effects=False) as ledger:
        ledger.rebuild()
    assert tables(filled, INDEX) != index
    with opened(filled) as ledger:
        assert ledger.rebuild().not_indexed == 0
        assert tables(filled, INDEX) == index
        assert ledger.view(date(2025, 12, 31)).total(EffectAgreed).number == 6


def test_an_event_that_no_plugin_knows_can_be_withdrawn(filled: str) -> None:
    """A withdrawal needs no content: it holds when the plugin is back."""
    with opened(filled, effects=False) as ledger:
        ledger.rebuild()
        ledger.record([withdrawal("v")])
    with opened(filled) as ledger:
        ledger.rebuild()
        assert [fact.record.id for fact in ledger.view(date(2025, 12, 31)).latest(EffectAgreed)] == ["t"]


def test_recording_goes_on_after_a_rebuild(filled: str) -> None:
    """New events continue positions, subjects and entries where the rebuilt index ends."""
    with opened(filled) as ledger:
        last = ledger.reader.position()
        ledger.rebuild()
        [outcome] = ledger.record([effect("5 mnkr", measure="porto")])[-1:]
        ledger.record([effect("6 mnkr", replaces="t", reason="Ny uppgift")])
        assert outcome.position > last
        assert ledger.rebuild().same
        assert ledger.view(date(2025, 12, 31)).total(EffectAgreed).number == 15


def test_an_empty_ledger_is_rebuilt_to_an_empty_index(place: str) -> None:
    """Nothing is the same as nothing."""
    with ledger_at(place) as ledger:
        rebuilt = ledger.rebuild()
    assert (rebuilt.events, rebuilt.not_indexed, rebuilt.rows, rebuilt.same) == (0, 0, 0, True)
