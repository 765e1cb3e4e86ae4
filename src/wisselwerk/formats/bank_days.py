"""The days on which banks carry out payments in euro: those of TARGET, the payment system of the Eurosystem.

Closed on Saturdays and Sundays, New Year's Day, Good Friday, Easter Monday, 1 May, and 25 and 26 December (Guideline
(EU) 2022/912 of the European Central Bank on TARGET, annex I).
"""

from datetime import date, timedelta
from functools import cache

from holidays import financial_holidays

from wisselwerk.domain.working_day import SATURDAY


def bank_day_from(day: date) -> date:
    """``day`` itself when banks pay on it, else the first day after it on which they do."""
    while day.weekday() >= SATURDAY or day in _closed_in(day.year):
        day += timedelta(days=1)
    return day


@cache
def _closed_in(year: int) -> frozenset[date]:
    return frozenset(financial_holidays("ECB", years=year))
