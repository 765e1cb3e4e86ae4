"""When money runs out, if things go on as they did."""

from datetime import date, timedelta

import pytest

from wisselwerk.domain.forecast import Likely, likely, runs_out_on

TODAY = date(2026, 11, 24)
WEEKS = timedelta(weeks=8)


@pytest.mark.parametrize(
    ("left_cents", "spent_cents", "day"),
    [
        (56_000, 56_000, date(2027, 1, 19)),
        (1_000, 56_000, date(2026, 11, 25)),
        (999, 56_000, TODAY),
        (0, 56_000, TODAY),
        (-1, 56_000, TODAY),
        (56_000, 0, None),
        (56_000, -1, None),
        (10**9, 1, None),
    ],
)
def test_the_pace_of_the_last_weeks_goes_on(left_cents: int, spent_cents: int, day: date | None) -> None:
    assert runs_out_on(left_cents, spent_cents, WEEKS, TODAY) == day


def test_without_time_to_look_back_on_there_is_no_pace() -> None:
    with pytest.raises(ValueError, match="look back"):
        runs_out_on(1, 1, timedelta(0), TODAY)


def days(*numbers: int | None) -> list[date | None]:
    return [None if one is None else date(2027, 1, one) for one in numbers]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (days(*range(20, 10, -1)), Likely(10, 10, date(2027, 1, 12), date(2027, 1, 19))),
        (days(5), Likely(1, 1, date(2027, 1, 5), date(2027, 1, 5))),
        (days(*range(1, 10), None), Likely(10, 9, date(2027, 1, 2), date(2027, 1, 9))),
        (days(*range(1, 9), None, None), Likely(10, 8, date(2027, 1, 2), None)),
        (days(1, *[None] * 9), Likely(10, 1, None, None)),
        (days(None, None), Likely(2, 0, None, None)),
    ],
)
def test_eight_runs_in_ten_are_likely(told: list[date | None], expected: Likely) -> None:
    assert likely(told) == expected


def test_without_runs_nothing_is_likely() -> None:
    with pytest.raises(ValueError, match="run"):
        likely([])
