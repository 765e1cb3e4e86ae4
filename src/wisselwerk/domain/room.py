"""Whether a provider has room for a customer: what it said, and how long ago that is."""

from dataclasses import dataclass
from datetime import date, timedelta

STALE_AFTER = timedelta(days=60)
"""Then what was said about room is shown as old: two months is what a coordinator takes for a season. Ours, no law."""
MOST_WEEKS = 260
"""Five years: who types more means something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How long customers wait, in weeks, or from which day there is room; as it was on the day that it was said.

    Raises:
        ValueError: both or neither were said, or the weeks are not between 0 and ``MOST_WEEKS``.
    """

    said_on: date
    waiting_weeks: int | None = None
    free_from: date | None = None

    def __post_init__(self) -> None:
        if (self.waiting_weeks is None) == (self.free_from is None):
            raise ValueError("room is a number of weeks or a day, one of the two")
        if self.waiting_weeks is not None and not 0 <= self.waiting_weeks <= MOST_WEEKS:
            raise ValueError(f"no number of weeks to wait: {self.waiting_weeks}")

    def is_stale(self, day: date) -> bool:
        """Whether it was said so long before ``day`` that one had better ask."""
        return self.said_on + STALE_AFTER < day

    def is_now(self, day: date) -> bool:
        """Whether, by what was said, somebody can begin on ``day``."""
        return self.waiting_weeks == 0 if self.free_from is None else self.free_from <= day
