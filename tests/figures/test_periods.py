from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.figures import Period

days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
periods = st.builds(lambda first, length: Period(first, first + timedelta(length)), days, st.integers(0, 1_200)) | (
    st.builds("{:04d}{}".format, st.integers(1900, 2999), st.sampled_from(["", "-Q1", "-Q4", "-02", "-12"])).map(
        Period.of
    )
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-08-31", "2025-08-31", "2025-08-31"),
        ("2025-01/2025-08", "2025-01-01", "2025-08-31"),
        (" 2023-Q3 / 2024 ", "2023-07-01", "2024-12-31"),
    ],
)
def test_a_period_runs_from_its_first_day_to_its_last(text: str, first: str, last: str) -> None:
    """A year, a quarter, a month, a day and an interval each include both ends."""
    assert Period.of(text) == Period(date.fromisoformat(first), date.fromisoformat(last))


@given(periods)
def test_a_period_comes_back_as_it_was_written(period: Period) -> None:
    """The text that is stored says the same days."""
    assert Period.of(str(period)) == period


@pytest.mark.parametrize("text", ["0001", "0202-05", "0999-01-01/0999-08-31"])
def test_an_early_year_comes_back_or_is_refused(text: str) -> None:
    """A mistyped year never becomes a stored text that nobody can read again."""
    try:
        period = Period.of(text)
    except ValueError:
        return
    assert Period.of(str(period)) == period


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("2025-01/2025-12", "2025"),
        ("2025-01-01/2025-12-31", "2025"),
        ("2025-07/2025-09", "2025-Q3"),
        ("2025-Q1/2025-Q2", "2025-01/2025-06"),
        ("2025-08-01/2025-08-31", "2025-08"),
        ("2025-08-05/2025-08-05", "2025-08-05"),
        ("2024/2025", "2024/2025"),
        ("2025-02/2025-04", "2025-02/2025-04"),
    ],
)
def test_one_period_is_written_in_one_way(long: str, short: str) -> None:
    """Two ways to say the same days give the same stored text, and so the same subject."""
    assert str(Period.of(long)) == short


@pytest.mark.parametrize(
    "text", ["", "25", "2025-13", "2025-Q5", "2025-02-30", "Pågående", "2025/", "/2025", "2025/26"]
)
def test_what_is_no_period_is_refused_by_name(text: str) -> None:
    """The error says that it is no period."""
    with pytest.raises(ValueError, match="är ingen period"):
        Period.of(text)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    """August to January of one year is a mistake."""
    with pytest.raises(ValueError, match="slutar innan den börjar"):
        Period.of("2025-08/2025-01")


@pytest.mark.parametrize(
    ("period", "years", "before"),
    [
        ("2025", 1, "2024"),
        ("2025-Q1", 2, "2023-Q1"),
        ("2025-01/2025-08", 1, "2024-01/2024-08"),
        ("2024-02", 1, "2023-02"),
        ("2024-02-29", 1, "2023-02-28"),
        ("2024-01-15/2024-02-29", 1, "2023-01-15/2023-02-28"),
    ],
)
def test_earlier_is_the_same_period_some_years_before(period: str, years: int, before: str) -> None:
    """A comparison with the year before asks for the same months, and the leap day for the last of February."""
    assert str(Period.of(period).earlier(years)) == before


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ("2025-08", "2025", True),
        ("2025", "2025", True),
        ("2025", "2025-08", False),
        ("2024-12/2025-01", "2025", False),
        ("2024", "2025", False),
    ],
)
def test_a_period_contains_what_lies_wholly_inside_it(inner: str, outer: str, within: bool) -> None:
    """A period that only touches another is not in it."""
    assert (Period.of(inner) in Period.of(outer)) is within


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("2025-01/2025-08", "2025-08/2025-12", True),
        ("2025-Q1", "2025-Q2", False),
        ("2025", "2025-08", True),
        ("2025-12-31", "2026", False),
    ],
)
def test_periods_overlap_when_they_have_a_day_in_common(one: str, other: str, common: bool) -> None:
    """Overlap is the same seen from both."""
    assert Period.of(one).overlaps(Period.of(other)) is common
    assert Period.of(other).overlaps(Period.of(one)) is common


def test_periods_sort_by_when_they_begin() -> None:
    """The earlier period comes first, and the shorter of two that begin together."""
    texts = ["2025", "2025-Q1", "2024", "2025-02"]
    assert [str(period) for period in sorted(map(Period.of, texts))] == ["2024", "2025-Q1", "2025", "2025-02"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2025", "2025"),
        ("2023-Q3", "Q3 2023"),
        ("2025-05", "maj 2025"),
        ("2025-01/2025-08", "januari–augusti 2025"),
        ("2024-11/2025-02", "november 2024–februari 2025"),
        ("2024/2025", "2024–2025"),
    ],
)
def test_a_period_is_printed_as_swedish_documents_do(text: str, printed: str) -> None:
    """Months have their names, and one year is said once."""
    assert Period.of(text).swedish == printed


def test_the_year_of_a_period_is_the_one_it_begins_in() -> None:
    """A budget period over New Year belongs to its first year."""
    assert Period.of("2024-11/2025-02").year == 2024
