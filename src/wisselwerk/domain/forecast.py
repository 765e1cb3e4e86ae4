"""When money runs out, if things go on as they did."""

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
