"""Versions follow one another without a gap and without an overlap, whatever their first days are."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rule.cast import days
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.periods import valid_periods, version_on

starts = st.lists(days, min_size=1, max_size=6, unique=True).map(sorted)
ends = st.none() | st.dates(date(2040, 1, 2), date(2050, 1, 1))


def test_the_version_of_2025_ends_that_of_2015() -> None:
    first, second = date(2015, 1, 1), date(2025, 1, 1)
    assert valid_periods([first, second]) == [Period(first, second), Period(second, None)]
    assert version_on([first, second], date(2014, 12, 31)) is None
    assert version_on([first, second], first) == 0
    assert version_on([first, second], date(2024, 12, 31)) == 0
    assert version_on([first, second], second) == 1


def test_no_version_is_in_force_from_the_day_the_scheme_stops() -> None:
    start, end = date(2025, 1, 1), date(2026, 1, 1)
    assert version_on([start], date(2025, 12, 31), end) == 0
    assert version_on([start], end, end) is None


def test_no_versions_have_no_periods() -> None:
    assert valid_periods([]) == []
    assert version_on([], date(2025, 1, 1)) is None


@given(starts, ends)
def test_versions_never_overlap_and_leave_no_gap(first_days: list[date], end: date | None) -> None:
    periods = valid_periods(first_days, end)
    assert not any(one.overlaps(other) for one, other in combinations(periods, 2))
    assert all(one.end == other.start for one, other in pairwise(periods))


@given(starts, ends, days)
def test_every_day_from_the_first_has_one_version(
    first_days: list[date], end: date | None, day: date
) -> None:
    index = version_on(first_days, day, end)
    assert (index is None) is (day < first_days[0])
    if index is not None:
        assert [day in period for period in valid_periods(first_days, end)].index(True) == index
        assert first_days[index] == max(start for start in first_days if start <= day)


@given(starts, days)
def test_a_later_version_changes_nothing_before_it_starts(first_days: list[date], day: date) -> None:
    next_start = first_days[-1] + timedelta(days=1)
    if day < next_start:
        assert version_on([*first_days, next_start], day) == version_on(first_days, day)


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
