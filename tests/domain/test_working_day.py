"""Terms in working days, on holidays of the test's own; those of Belgium stand in ``tests/formats/test_holidays.py``."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.working_day import is_working_day, working_day_after, working_days_left

days = st.dates(date(2015, 1, 1), date(2040, 1, 1))
numbers = st.integers(1, 60)


@st.composite
def holidays_near(draw: st.DrawFn, day: date) -> frozenset[date]:
    """Some holidays within a few months of ``day``, never so many that no working day is left."""
    found = draw(st.lists(st.integers(-20, 120), max_size=20))
    return frozenset(day + timedelta(days=far) for far in found)


@given(st.data(), days, numbers)
def test_a_term_ends_on_a_working_day_with_as_many_working_days_in_it(
    data: st.DataObject, day: date, number: int
) -> None:
    holidays = data.draw(holidays_near(day))
    end = working_day_after(day, number, holidays)
    passed = [day + timedelta(days=far) for far in range(1, (end - day).days + 1)]
    assert is_working_day(end, holidays)
    assert sum(is_working_day(one, holidays) for one in passed) == number
    assert working_days_left(day, end, holidays) == number


@given(st.data(), days, numbers)
def test_a_longer_term_and_another_holiday_end_later_or_on_the_same_day(
    data: st.DataObject, day: date, number: int
) -> None:
    holidays = data.draw(holidays_near(day))
    more = data.draw(holidays_near(day))
    assert working_day_after(day, number + 1, holidays) > working_day_after(day, number, holidays)
    assert working_day_after(day, number, holidays | more) >= working_day_after(day, number, holidays)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 3, 2), date(2026, 3, 3)),  # Monday to Tuesday
        (date(2026, 3, 6), date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 7), date(2026, 3, 9)),  # Saturday to Monday
        (date(2026, 3, 8), date(2026, 3, 9)),  # Sunday to Monday
    ],
)
def test_the_next_working_day(start: date, end: date) -> None:
    assert working_day_after(start, 1, ()) == end


@pytest.mark.parametrize("number", [0, -1])
def test_a_term_of_no_days_is_a_mistake(number: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        working_day_after(date(2026, 3, 2), number, ())


def test_nothing_is_left_on_the_last_day_and_after_it() -> None:
    last = date(2026, 3, 4)
    assert working_days_left(last - timedelta(days=1), last, ()) == 1
    assert working_days_left(last, last, ()) == 0
    assert working_days_left(last + timedelta(days=9), last, ()) == 0
