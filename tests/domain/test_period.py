"""A period holds its first day and stops before its end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.period import Period, months_later

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
periods = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    days,
    st.none() | st.integers(1, 5000),
)


def test_both_boundaries() -> None:
    year = Period(date(2025, 1, 1), date(2026, 1, 1))
    assert date(2025, 1, 1) in year
    assert date(2025, 12, 31) in year
    assert date(2024, 12, 31) not in year
    assert date(2026, 1, 1) not in year
    assert year.last_day == date(2025, 12, 31)


def test_without_an_end_it_goes_on() -> None:
    assert date(2999, 1, 1) in Period(date(2025, 1, 1))
    assert Period(date(2025, 1, 1)).last_day is None


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2025, 1, 1), date(2025, 1, 1))


@given(periods, periods)
def test_overlap_means_a_shared_day(one: Period, other: Period) -> None:
    later_start = max(one.start, other.start)
    assert one.overlaps(other) == other.overlaps(one) == (later_start in one and later_start in other)


@given(days, st.integers(0, 240))
def test_months_later_lands_in_that_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
