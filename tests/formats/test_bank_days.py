"""When a bank carries out a payment that is asked for a day on which banks are closed."""

from datetime import date

import pytest

from wisselwerk.formats.bank_days import bank_day_from


@pytest.mark.parametrize(
    ("asked", "done"),
    [
        (date(2026, 11, 27), date(2026, 11, 27)),  # a Friday
        (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 7, 21), date(2026, 7, 21)),  # the national holiday: banks do pay in euro
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas on a Friday, the day after, and a Sunday
        (date(2027, 3, 26), date(2027, 3, 30)),  # Good Friday up to Easter Monday
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_a_closed_day_goes_to_the_next_that_is_not(asked: date, done: date) -> None:
    assert bank_day_from(asked) == done
