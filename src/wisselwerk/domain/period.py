"""Periods of days. A day is a day in Europe/Brussels; a period holds its first day and stops before its end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` up to but not including ``end``; without an end it goes on.

    Raises:
        ValueError: the end is not after the start.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether a day lies in both."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    @property
    def last_day(self) -> date | None:
        """The last day inside, as people write it; None when it goes on."""
        return None if self.end is None else self.end - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day of the month, ``months`` later; the month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
