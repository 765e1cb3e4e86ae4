"""When money runs out, if things go on as they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FAR_AWAY = timedelta(days=5 * 366)
"""Beyond this a forecast from a few weeks says nothing."""


def runs_out_on(left_cents: int, spent_cents: int, over: timedelta, today: date) -> date | None:
    """The first day without money, when as much goes on being spent as was ``over`` the time before ``today``.

    None when nothing was spent, or when that day is too far away to be told.

    Raises:
        ValueError: ``over`` is no time at all.
    """
    if over <= timedelta(0):
        raise ValueError("a forecast needs some time to look back on")
    if spent_cents <= 0:
        return None
    days = max(left_cents, 0) * over.days // spent_cents
    return today + timedelta(days=days) if days <= FAR_AWAY.days else None


LIKELY_PERCENT = 80
"""What is called likely: so many runs in a hundred. The lowest and the highest ten are left out. Ours."""


@dataclass(frozen=True, slots=True)
class Likely:
    """When money runs out, as told by several runs of what may happen."""

    runs: int
    runs_out: int
    """In how many of them it ran out at all."""
    earliest: date | None
    """Before this day it ran out in one run in ten at most; None when so many runs never ran out."""
    latest: date | None
    """By this day it had run out in nine runs in ten; None when in more than one in ten it lasted."""


def likely(days: Iterable[date | None]) -> Likely:
    """The interval in which money likely runs out, from the day of each run; None is a run in which it lasted.

    Raises:
        ValueError: there was no run.
    """
    told = sorted(date.max if one is None else one for one in days)
    if not told:
        raise ValueError("an interval needs at least one run")
    left_out = len(told) * (100 - LIKELY_PERCENT) // 200
    earliest, latest = (None if one == date.max else one for one in (told[left_out], told[-1 - left_out]))
    return Likely(len(told), sum(one != date.max for one in told), earliest, latest)
