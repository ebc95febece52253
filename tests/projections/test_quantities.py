"""Quantities: a figure by its name is the one that the tables show."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from ledger.events import Event, Proposal, RamChanged
from ledger.events.fields import About, Amount, Code
from ledger.events.quantities import QuantityName
from ledger.figures import Period
from ledger.projections import ram
from ledger.projections.quantities import quantity
from ledger.testing import decided, given
from ledger.views import View


class Saved(Event, topic="test.saved", title="Sparat", key=("measure", "period"), accumulates="accumulated"):
    """What a measure has saved so far."""

    measure: Code = Field(title="Åtgärd", description="Åtgärd")
    period: About = Field(title="År", description="År")
    accumulated: About = Field(title="Ackumulerat", description="Ackumulerat")
    amount: Amount = Field(title="Belopp", description="Belopp")


def asked(view: View, name: str) -> str:
    return str(quantity(view, "RK", QuantityName.written(name))).replace("\u00a0", " ")


def saved(accumulated: str, amount: str) -> Proposal:
    event: Any = Saved(forvaltning="RK", measure="m", period="2025", accumulated=accumulated, amount=amount)
    return decided(event, f"{accumulated[-7:]}-28")


def test_what_accumulates_is_asked_for_by_what_it_covers() -> None:
    """A later reading of the year is another figure."""
    world = given(saved("2025-01/2025-08", "1 mnkr"), saved("2025-01/2025-11", "3 mnkr"), events=[Saved])
    view = world.view("2025-12-31")
    assert asked(view, "test.saved measure=m period=2025 accumulated=2025-01/2025-08") == "1 mnkr"
    assert asked(view, "test.saved measure=m period=2025 accumulated=2025-01/2025-11") == "3 mnkr"
    assert asked(view, "test.saved measure=m period=2025 accumulated=2025-01/2025-04") == "–"


def test_a_cause_that_changed_a_ram_twice_is_the_sum_that_the_table_shows() -> None:
    """Each ramförändring adds to those before."""
    changes = [
        RamChanged(forvaltning="RK", cause="lpik", name="LPIK", period="2025", amount=amount)
        for amount in ("2 mnkr", "3 mnkr")
    ]
    view = given(*(decided(each, "2025-01-01") for each in changes)).view("2025-12-31")
    assert asked(view, "ram.changed cause=lpik period=2025") == "5 mnkr"
    [change] = ram.changes(view, "RK", parts=False)
    assert str(change.amounts[Period.of("2025")]).replace("\u00a0", " ") == "5 mnkr"
