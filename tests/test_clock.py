"""Days are days of Brussels."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from wisselwerk.clock import as_if, day_of, midnight, now, today


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_brussels(instant: datetime, day: date) -> None:
    with time_machine.travel(instant, tick=False):
        assert now() == instant
        assert today() == day
    assert day_of(instant) == day


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        day_of(datetime(2026, 7, 1, 12, 0))


def test_in_a_story_it_is_another_day_for_as_long_as_it_is_told() -> None:
    with as_if(midnight(date(2031, 5, 1))):
        assert today() == date(2031, 5, 1)
        with as_if(midnight(date(2032, 5, 1))):
            assert today() == date(2032, 5, 1)
        assert today() == date(2031, 5, 1)
    assert today() < date(2031, 5, 1)
