"""Staff: where the measures lag behind the follow-up, the table says what they cover."""

from __future__ import annotations

import pytest

from ledger.blocks.indicators import MeasureColumn, Measured, measured
from ledger.blocks.staff import staff_measures
from ledger.events import IndicatorDefined, IndicatorRead, Proposal, RoundOpened
from ledger.figures import Period
from ledger.tables import printed
from ledger.testing import decided, given

AUGUST = Period.of("2025-08")


def followed_up(staff_period: str | None) -> Proposal:
    event = RoundOpened(
        forvaltning="RK",
        round="delar",
        period="2025-01/2025-08",
        cut_off="2025-08-31",
        staff_period=staff_period,
        due=("status",),
    )
    return decided(event, "2025-08-31")


def read(until: str) -> list[Proposal]:
    defined = IndicatorDefined(forvaltning="RK", indicator="sjukfranvaro", name="Sjukfrånvaro")
    reading = IndicatorRead(
        forvaltning="RK", indicator="sjukfranvaro", period="2025", accumulated=f"2025-01/2025-{until}", value="5,2 %"
    )
    return [decided(defined, "2025-01-01"), decided(reading, "2025-08-31")]


def columns(covered: Period) -> list[MeasureColumn]:
    return [measured("Värde", covered)]


@pytest.mark.parametrize(
    ("proposals", "notes"),
    [
        (
            [followed_up("2025-01/2025-07"), *read("07")],
            ["Avser januari–juli 2025. Uppgifterna om medarbetare släpar efter."],
        ),
        ([followed_up(None), *read("08")], []),
        (read("08"), []),
        ([followed_up("2025-01/2025-07")], []),
    ],
    ids=["a month late", "in time", "no follow-up", "nothing read"],
)
def test_the_table_says_what_it_covers_where_that_is_less_than_asked_for(
    proposals: list[Proposal], notes: list[str]
) -> None:
    """And nothing where it is all, or where there is nothing to say it of."""
    view = given(*proposals).view("2025-12-31")
    table = printed(staff_measures(view, "RK", AUGUST, [Measured("sjukfranvaro")], columns, label="Mått"))
    assert list(table.notes) == notes
    assert len(table.rows) == len(proposals) // 2
