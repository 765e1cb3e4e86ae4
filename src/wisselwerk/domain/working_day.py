"""Working days: terms of law are counted in them. A day is a day in Europe/Brussels.

Working days are all days but Saturdays, Sundays and public holidays, and the day of the event that starts a term is
not counted (Regulation (EEC, Euratom) No 1182/71, art. 2 and 3). Which days are public holidays is an argument:
``formats.holidays`` knows those of Belgium.
"""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether people work on ``day``: it is from Monday to Friday and no public holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def working_day_after(day: date, number: int, holidays: Container[date]) -> date:
    """The working day that is ``number`` working days after ``day``, which is not counted itself.

    Raises:
        ValueError: ``number`` is less than one.
    """
    if number < 1:
        raise ValueError(f"a term has at least one working day, not {number}")
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def working_days_left(today: date, until: date, holidays: Container[date]) -> int:
    """How many working days come after ``today`` up to and including ``until``; none when that day has passed."""
    days = (today + timedelta(days=passed) for passed in range(1, (until - today).days + 1))
    return sum(is_working_day(day, holidays) for day in days)
