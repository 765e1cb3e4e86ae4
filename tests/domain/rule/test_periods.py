"""Versions follow one another without a gap and without an overlap, whatever their first days are."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rule.cast import days
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.periods import valid_periods

starts = st.lists(days, min_size=1, max_size=6, unique=True).map(sorted)
ends = st.none() | st.dates(date(2040, 1, 2), date(2050, 1, 1))


def test_the_version_of_2025_ends_that_of_2015() -> None:
    first, second = date(2015, 1, 1), date(2025, 1, 1)
    assert valid_periods([first, second]) == [Period(first, second), Period(second, None)]


def test_no_versions_have_no_periods() -> None:
    assert valid_periods([]) == []


@given(starts, ends)
def test_versions_never_overlap_and_leave_no_gap(first_days: list[date], end: date | None) -> None:
    periods = valid_periods(first_days, end)
    assert not any(one.overlaps(other) for one, other in combinations(periods, 2))
    assert all(one.end == other.start for one, other in pairwise(periods))


@given(starts, ends, days)
def test_every_day_from_the_first_has_one_version(
    first_days: list[date], end: date | None, day: date
) -> None:
    found = [period.start for period in valid_periods(first_days, end) if day in period]
    started = [start for start in first_days if start <= day and (end is None or day < end)]
    assert found == started[-1:]


@given(starts)
def test_a_later_version_changes_nothing_before_it_starts(first_days: list[date]) -> None:
    later = valid_periods([*first_days, first_days[-1] + timedelta(days=1)])
    assert later[:-2] == valid_periods(first_days)[:-1]


@pytest.mark.parametrize(
    ("first_days", "end"),
    [
        ([date(2025, 1, 1), date(2025, 1, 1)], None),
        ([date(2025, 1, 1), date(2015, 1, 1)], None),
        ([date(2025, 1, 1)], date(2025, 1, 1)),
    ],
)
def test_days_that_do_not_go_up_are_refused(first_days: list[date], end: date | None) -> None:
    with pytest.raises(ValueError, match="a period ends after it starts"):
        valid_periods(first_days, end)
