"""What was decided of a scheme on figures, what was expected of that, and what was measured after it.

A decision is followed by an expectation that can turn out wrong: one figure, which way, and a day to look again. What is
measured then is counted of what began in the whole years after the decision only. Whether it went as expected is worked out and typed by
nobody; where chance alone may have made the difference, nothing is said but that too few were counted.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from wisselwerk.domain import interval
from wisselwerk.domain.follow_up import over_on
from wisselwerk.domain.indicator import DEFINITIONS, PERSISTENCE, Figure, Indicator, Kind
from wisselwerk.domain.interval import Interval

TOLD_WITHIN = timedelta(days=62)
"""A decision is written down while it is fresh: later its figures would be others."""
LOOKED_AT = tuple(one for one in Indicator if one is not Indicator.UPTAKE)
"""Figures that can be counted from a day on: a budget is of a calendar year, and of no part of one."""


class DecidedBy(StrEnum):
    """Who decided, as a role: nobody is named."""

    COORDINATOR = "COORDINATOR"
    PARTNERSHIP = "PARTNERSHIP"
    """The members of the partnership, together."""
    MANAGING = "MANAGING"
    """The managing municipality."""
    COUNCIL = "COUNCIL"


class Direction(StrEnum):
    """Which way a figure is expected to go."""

    UP = "UP"
    DOWN = "DOWN"


class Verdict(StrEnum):
    """What came of an expectation."""

    AS_EXPECTED = "AS_EXPECTED"
    OTHERWISE = "OTHERWISE"
    TOO_FEW = "TOO_FEW"
    """Too few were counted: what was measured is hidden, or chance alone may have made it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """That a figure comes to at least or at most ``target``; without one, that it lies higher or lower than it was."""

    indicator: Indicator
    direction: Direction
    target: float | None = None

    def __post_init__(self) -> None:
        if self.indicator not in LOOKED_AT:
            raise ValueError(f"{self.indicator} is not counted from a day on")
        if self.target is not None and self.target < 0:
            raise ValueError(f"{self.target} is below nothing")


def verdict(expected: Expectation, before: Figure | None, measured: Figure) -> Verdict:
    """What came of an expectation; ``before`` is the figure on which was decided, needed where there is no target."""
    if not measured.is_shown or _is_unsure(measured) or (before is not None and _is_unsure(before)):
        return Verdict.TOO_FEW
    gap = _gap(expected.target, before, measured)
    low, high = (gap.low, gap.high) if expected.direction is Direction.UP else (-gap.high, -gap.low)
    # On the target itself is as expected; where it was before is not higher or lower.
    on_it = expected.target is not None
    if low > 0 or (on_it and low == 0):
        return Verdict.AS_EXPECTED
    if high < 0 or (not on_it and high == 0):
        return Verdict.OTHERWISE
    return Verdict.TOO_FEW


def _is_unsure(figure: Figure) -> bool:
    """Whether chance may have made it anything: a median of so few that it has no interval."""
    return DEFINITIONS[figure.indicator].kind is Kind.MEDIAN and figure.interval is None


def _gap(target: float | None, before: Figure | None, measured: Figure) -> Interval:
    """What was measured less what it is held against, with what chance or silence may do to that."""
    if target is not None:
        reach = _reach(measured)
        return Interval(reach.low - target, reach.high - target)
    if before is None or not before.is_shown:
        raise ValueError("without a target, what was measured is held against the figure before")
    if measured.numerator is not None and before.numerator is not None:
        assert measured.counted is not None
        assert before.counted is not None
        return interval.difference((measured.numerator, measured.counted), (before.numerator, before.counted))
    return interval.difference_bounds(_reach(measured), _reach(before))


def _reach(figure: Figure) -> Interval:
    """What a figure may be: by chance, else whatever the silent would have said, else what it is."""
    return figure.interval or figure.bounds or Interval(float(figure.value), float(figure.value))


def mark_of(figure: Figure) -> str:
    """A few characters that tell a figure from the same one counted anew."""
    return sha256(repr(figure).encode()).hexdigest()[:12]


def first_whole_year(since: date) -> int:
    """The first calendar year that lies wholly on a day and after it: figures are told of whole years only."""
    return since.year if (since.month, since.day) == (1, 1) else since.year + 1


def told_from(indicator: Indicator, since: date) -> date:
    """The first day on which a whole year since a day is over, so that something can be told of it."""
    year = first_whole_year(since)
    asked_after = {each: months for months, each in PERSISTENCE.items()} | {
        Indicator.LASTING_COST: max(PERSISTENCE)
    }
    if indicator in asked_after:
        return over_on(year, asked_after[indicator])
    # What takes a while to end, as days and vouchers do, counts of a year only when what is left of it is not few.
    takes_a_while = DEFINITIONS[indicator].kind is Kind.MEDIAN or indicator is Indicator.USED
    return date(year + (2 if takes_a_while else 1), 1, 1)
