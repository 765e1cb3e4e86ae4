"""The holidays of Belgium, against the calendar on the wall, and the terms that run over them."""

from datetime import UTC, date, datetime

import pytest

from wisselwerk.clock import day_of
from wisselwerk.domain.working_day import is_working_day, working_day_after
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

LEGAL_2026 = [
    date(2026, 1, 1),
    date(2026, 4, 6),  # Easter Monday
    date(2026, 5, 1),
    date(2026, 5, 14),  # Ascension
    date(2026, 5, 25),  # Whit Monday
    date(2026, 7, 21),
    date(2026, 8, 15),
    date(2026, 11, 1),
    date(2026, 11, 11),
    date(2026, 12, 25),
]


@pytest.mark.parametrize("day", LEGAL_2026)
def test_the_ten_legal_holidays(day: date) -> None:
    assert day in BELGIAN_HOLIDAYS


@pytest.mark.parametrize(
    "day",
    [date(2026, 4, 3), date(2026, 7, 11), date(2026, 11, 2), date(2026, 12, 24), date(2026, 12, 26)],
)
def test_a_day_that_only_some_take_off_is_no_public_holiday(day: date) -> None:
    assert day not in BELGIAN_HOLIDAYS


def test_a_year_of_weeks_has_no_other_holidays() -> None:
    weekdays = [
        date.fromordinal(one) for one in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    ]
    closed = [day for day in weekdays if day.weekday() < 5 and not is_working_day(day, BELGIAN_HOLIDAYS)]
    assert closed == [day for day in LEGAL_2026 if day.weekday() < 5]


@pytest.mark.parametrize(
    "monday", [date(2025, 4, 21), date(2026, 4, 6), date(2027, 3, 29), date(2038, 4, 26)]
)
def test_easter_monday_moves(monday: date) -> None:
    assert monday in BELGIAN_HOLIDAYS


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 4, 2), 1, date(2026, 4, 3)),  # Good Friday is worked
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # over Easter Monday
        (date(2026, 7, 20), 1, date(2026, 7, 22)),
        (date(2026, 7, 21), 1, date(2026, 7, 22)),
        (date(2026, 10, 30), 1, date(2026, 11, 2)),  # 1 November is a Sunday; Monday the second is worked
        (date(2024, 10, 31), 1, date(2024, 11, 4)),  # 1 November is a Friday
        (date(2026, 11, 10), 1, date(2026, 11, 12)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year on a Friday
        (date(2025, 12, 24), 5, date(2026, 1, 2)),  # Christmas and New Year in one term
        (date(2026, 3, 16), 20, date(2026, 4, 14)),  # the register, over Easter
        (date(2026, 12, 7), 20, date(2027, 1, 6)),  # the register, over the end of a year
        (date(2026, 4, 10), 20, date(2026, 5, 11)),  # the register, over 1 May
    ],
)
def test_a_term_over_holidays(start: date, number: int, end: date) -> None:
    assert working_day_after(start, number, BELGIAN_HOLIDAYS) == end


def test_the_day_of_an_instant_is_that_of_brussels() -> None:
    """Half past eleven in the evening in Brussels on the eve of the national day, and half an hour later."""
    before = day_of(datetime(2026, 7, 20, 21, 30, tzinfo=UTC))
    after = day_of(datetime(2026, 7, 20, 22, 30, tzinfo=UTC))
    assert (before, after) == (date(2026, 7, 20), date(2026, 7, 21))
    assert is_working_day(before, BELGIAN_HOLIDAYS)
    assert not is_working_day(after, BELGIAN_HOLIDAYS)


@pytest.mark.parametrize("instant", [datetime(2026, 7, 21, tzinfo=UTC), "2026-07-21", None])
def test_what_is_no_day_is_never_taken_for_a_working_day(instant: object) -> None:
    with pytest.raises(TypeError, match="bring an instant to its day in Brussels"):
        assert instant in BELGIAN_HOLIDAYS
