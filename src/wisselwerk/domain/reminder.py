"""Reminders before a deadline, and a right that does not end before its holder was reminded twice.

A ladder says how many days before the deadline a reminder goes out. A right ends on its deadline only if two reminders
are on record, the second of them at least as many days before as the lowest rung says. If they are not, because the
system stood still or because a deadline was set that leaves no room, the deadline moves: the reminders that are missing
go out as far apart as the two lowest rungs are, the first of them at once, and the days of the lowest rung remain after
the last. While the system stands still nobody is reminded, so the deadline goes on moving and nothing ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

NEEDED = 2
"""Reminders without which no right ends."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """How many days before a deadline reminders go out, from the first to the last: ``(30, 14, 3)``.

    Raises:
        ValueError: fewer than two days, a day below one, or days that do not go down.
    """

    days_before: tuple[int, ...]

    def __post_init__(self) -> None:
        days = self.days_before
        if len(days) < NEEDED or days[-1] < 1 or any(later >= earlier for earlier, later in pairwise(days)):
            raise ValueError(
                f"a ladder has at least {NEEDED} numbers of days that go down and end at one or more, not {days}"
            )


@dataclass(frozen=True, slots=True)
class DatedLadder:
    """The ladder that holds from a day on, until the next, and where that was decided."""

    valid_from: date
    ladder: Ladder
    source: str


LADDERS: tuple[DatedLadder, ...] = (
    DatedLadder(date(2015, 1, 1), Ladder((30, 14, 3)), "Eigen standaard van Wisselwerk; niet uit een bron"),
)
"""What holds where nothing else was decided."""

SHORT_LADDERS: tuple[DatedLadder, ...] = (
    DatedLadder(date(2015, 1, 1), Ladder((14, 3)), "Eigen standaard van Wisselwerk; niet uit een bron"),
)
"""The same for a deadline that comes soon after another one of which the holder was reminded as well."""


def ladder_on(day: date, ladders: Sequence[DatedLadder] = LADDERS) -> Ladder:
    """The ladder that holds on ``day``.

    Raises:
        ValueError: none does.
    """
    begun = [one for one in ladders if one.valid_from <= day]
    if not begun:
        raise ValueError(f"no reminder ladder holds on {day}: add one that starts on that day or before")
    return max(begun, key=lambda one: one.valid_from).ladder


def last_day(ladder: Ladder, deadline: date, sent: Sequence[date], today: date) -> date:
    """The last day of the right, as far as it can be told ``today``: the deadline, or later when reminders are missing.

    ``sent`` are the days on which a reminder went out for this deadline, as they are on record; two on one day are one.
    With fewer than two the answer lies after ``today``, whatever day that is.
    """
    *_, second_before, last_before = ladder.days_before
    apart = timedelta(days=second_before - last_before)
    on_record = sorted(set(sent))[:NEEDED]
    if not on_record:
        second = max(today + apart, deadline - timedelta(days=last_before))
    elif len(on_record) < NEEDED:
        second = max(today, on_record[0] + apart)
    else:
        second = on_record[1]
    return max(deadline, second + timedelta(days=last_before))


def may_lapse(ladder: Ladder, deadline: date, sent: Sequence[date], today: date) -> bool:
    """Whether the right is over ``today``: its last day has passed and two reminders are on record."""
    return today > last_day(ladder, deadline, sent, today)


def reminder_due(ladder: Ladder, deadline: date, sent: Sequence[date], today: date) -> int | None:
    """Which reminder should go out today, named by its days before the deadline; None when none should.

    Of reminders that were missed only the latest goes out, and none on the day of another: nobody gets two at once.
    """
    end = last_day(ladder, deadline, sent, today)
    reached = [days for days in ladder.days_before if end - timedelta(days=days) <= today]
    if not reached or today > end:
        return None
    rung = reached[-1]
    return None if any(day >= end - timedelta(days=rung) for day in sent) else rung


def days_of(ladder: Ladder, deadline: date) -> Mapping[int, date]:
    """On which day each reminder goes out when all goes well, by its days before the deadline."""
    return {days: deadline - timedelta(days=days) for days in ladder.days_before}
