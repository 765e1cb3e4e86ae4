"""The public holidays of Belgium."""

from collections.abc import Container
from datetime import date, datetime
from functools import cache

from holidays import country_holidays


class _BelgianHolidays:
    """The legal public holidays of any year: the ten of the law of 4 January 1974, and the Sundays of two feasts.

    A holiday on a Sunday is made up for on another day, but each employer chooses its own; days that only governments
    or banks close (11 July, 2 November, 26 December) are no public holidays either. All of them count as working days
    here, so a term that is reckoned with these ends too early sooner than too late.
    """

    def __contains__(self, day: object) -> bool:
        if isinstance(day, datetime) or not isinstance(day, date):
            raise TypeError(f"a holiday is a day, not {day!r}: bring an instant to its day in Brussels first")
        return day in _holidays_of(day.year)


BELGIAN_HOLIDAYS: Container[date] = _BelgianHolidays()
"""Whether a day is a public holiday in Belgium: ``day in BELGIAN_HOLIDAYS``."""


@cache
def _holidays_of(year: int) -> frozenset[date]:
    # The library adds years to its own set while it is asked; a set of ours can be read from every thread.
    return frozenset(country_holidays("BE", years=year))
