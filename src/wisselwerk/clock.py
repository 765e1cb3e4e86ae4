"""What time it is. Days are days of Europe/Brussels, wherever the machine stands.

Only the rooms above ``domain`` ask; the domain is told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

BRUSSELS = ZoneInfo("Europe/Brussels")


_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())


def now() -> datetime:
    """The present instant, aware of its zone."""
    return timezone.now() + _ahead.get()


@contextmanager
def as_if(instant: datetime) -> Iterator[None]:
    """Have it be ``instant`` for whoever asks from here, and go on from there: only a story that is played does so."""
    before = _ahead.set(instant - timezone.now())
    try:
        yield
    finally:
        _ahead.reset(before)


def today() -> date:
    """The day it is in Brussels: between 22:00 and 24:00 UTC that is already tomorrow's date."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Brussels day an instant falls on.

    Raises:
        ValueError: the instant carries no zone, so that its day is a guess.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(BRUSSELS).date()


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Brussels."""
    return datetime.combine(day, time(), BRUSSELS)
