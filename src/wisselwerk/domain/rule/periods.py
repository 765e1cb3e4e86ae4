"""When the versions of a rule set are in force.

A version is in force from its first day until the next version starts. Only first days are kept, so two versions
cannot overlap and leave no gap between them: there is nothing to check and nothing to repair.
"""

from collections.abc import Sequence
from datetime import date

from wisselwerk.domain.period import Period


def valid_periods(starts: Sequence[date], end: date | None = None) -> list[Period]:
    """The period of each version, given the first day of each in order; ``end`` is the day the scheme stops.

    Raises:
        ValueError: the days do not go up, or the scheme stops before its last version starts.
    """
    ends: list[date | None] = [*starts[1:], end]
    return [Period(start, stop) for start, stop in zip(starts, ends, strict=False)]
