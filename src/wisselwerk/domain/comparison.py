"""Two schemes side by side: what differs, how sure that is, and why they may not be comparable.

A difference is told only of figures that both may be shown. Its interval tells what chance may do; that two groups
differ otherwise than by their rules is no chance, so each reason to doubt is told beside it. Nothing here says that rules
caused a difference: only a draw makes groups that are alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from wisselwerk.domain import interval
from wisselwerk.domain.indicator import Figure, Indicator, Kind
from wisselwerk.domain.interval import Interval
from wisselwerk.domain.refusal import Params, gettext_noop

SMALL_GROUP = 20
"""Below this many an interval says little, and one odd pair moves the share by five points or more."""
UNLIKE_SIZE = 4
"""The larger group so many times the smaller, or more."""
UNLIKE_POINTS = 20
"""Shares of clear answers, in percents, that lie this far apart: who kept silent may differ too."""
FEW_PERCENT = 50
YOUNG = timedelta(days=365)
"""Of a scheme in its first year the figures are of those who came first."""
UNLIKE_PERIOD = timedelta(days=183)


class Doubt(StrEnum):
    """Why two groups may not be comparable."""

    PERIOD = "PERIOD"
    """The one began much later, or was counted at another time."""
    PHASE = "PHASE"
    """The one is in its first year and the other is not."""
    ANSWERS = "ANSWERS"
    """Of the one many more answered, or of one fewer than half did."""
    SIZE = "SIZE"
    """The one is much larger, or one is small."""


DOUBTS: Mapping[Doubt, str] = {
    Doubt.PERIOD: gettext_noop(
        "Other periods: the figures of the one are of {first_since} to {first_until}, of the other of {second_since} to {second_until}. What changed meanwhile counts along."
    ),
    Doubt.PHASE: gettext_noop(
        "Another phase: one of both runs for less than a year. Who comes first is often unlike who comes later."
    ),
    Doubt.ANSWERS: gettext_noop(
        "Answers: {first_percent} of the one answered clearly, and {second_percent} of the other. Look at the bounds first."
    ),
    Doubt.SIZE: gettext_noop(
        "Size: {first_counted} counted for the one, {second_counted} for the other. A small group moves a lot by one answer."
    ),
}
"""What each says; the numbers are filled in where it is read."""


NO_INTERVAL: Mapping[Kind, str] = {
    **dict.fromkeys(
        (Kind.PUBLIC_SHARE, Kind.MEAN, Kind.NUMBER), gettext_noop("no interval: all there is was counted")
    ),
    Kind.COST: gettext_noop("no interval: only bounds, of each of both"),
    Kind.MEDIAN: gettext_noop("no interval: of a difference of medians none is worked out"),
}
"""Why the difference of two figures of a kind has no interval."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A reason to doubt, with its numbers."""

    doubt: Doubt
    params: Params = field(default_factory=dict)

    @property
    def says(self) -> str:
        """The sentence, to be translated and filled in."""
        return DOUBTS[self.doubt]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure of two schemes."""

    indicator: Indicator
    first: Figure
    second: Figure
    gap: float | None
    """The first less the second; None where one of both is not shown."""
    interval: Interval | None
    """What chance may do to a difference of proportions; None for others."""
    bounds: Interval | None
    """What the difference can be at all, whatever the silent would have said."""
    doubts: tuple[Warned, ...]

    @property
    def unsure(self) -> str:
        """Why there is a difference without an interval, as a sentence to translate; empty where there is no such."""
        return (
            "" if self.gap is None or self.interval is not None else NO_INTERVAL[self.first.definition.kind]
        )

    @property
    def is_chance(self) -> bool:
        """Whether chance alone may have made it: of a difference without an interval nothing is said."""
        return self.interval is not None and 0 in self.interval


def compared(first: Mapping[Indicator, Figure], second: Mapping[Indicator, Figure]) -> Sequence[Compared]:
    """Each figure of both, in the order of the first."""
    return [_compared(indicator, first[indicator], second[indicator]) for indicator in first]


def _compared(indicator: Indicator, first: Figure, second: Figure) -> Compared:
    one, other = first.value, second.value
    shown = first.is_shown and second.is_shown
    return Compared(
        indicator=indicator,
        first=first,
        second=second,
        gap=float(one) - float(other) if shown else None,
        interval=_interval(first, second) if shown else None,
        bounds=_bounds(first, second) if shown else None,
        doubts=tuple(_doubts(first, second)) if shown else (),
    )


def _interval(first: Figure, second: Figure) -> Interval | None:
    if first.definition.kind is not Kind.PROPORTION:
        return None
    assert first.numerator is not None
    assert first.counted is not None
    assert second.numerator is not None
    assert second.counted is not None
    return interval.difference((first.numerator, first.counted), (second.numerator, second.counted))


def _bounds(first: Figure, second: Figure) -> Interval | None:
    """Of a proportion without silence its bounds are the share itself."""
    if first.definition.kind is not Kind.PROPORTION or not (first.bounds or second.bounds):
        return None
    return interval.difference_bounds(_at_all(first), _at_all(second))


def _at_all(figure: Figure) -> Interval:
    return figure.bounds or Interval(float(figure.value), float(figure.value))


def _doubts(first: Figure, second: Figure) -> Iterator[Warned]:
    if _far(first.since, second.since) or _far(first.until, second.until):
        yield Warned(
            Doubt.PERIOD,
            {
                "first_since": first.since,
                "first_until": first.until,
                "second_since": second.since,
                "second_until": second.until,
            },
        )
    if (first.until - first.since < YOUNG) is not (second.until - second.since < YOUNG):
        yield Warned(Doubt.PHASE)
    if first.unknown or second.unknown:
        one, other = _percent_answered(first), _percent_answered(second)
        if abs(one - other) >= UNLIKE_POINTS or min(one, other) < FEW_PERCENT:
            yield Warned(Doubt.ANSWERS, {"first_percent": one, "second_percent": other})
    if first.counted is not None and second.counted is not None:
        small, large = sorted((first.counted, second.counted))
        if small < SMALL_GROUP or large >= UNLIKE_SIZE * small:
            yield Warned(Doubt.SIZE, {"first_counted": first.counted, "second_counted": second.counted})


def _far(one: date, other: date) -> bool:
    return abs(one - other) > UNLIKE_PERIOD


def _percent_answered(figure: Figure) -> int:
    """Of how many in a hundred it is known."""
    known = figure.counted or 0
    return round(100 * known / (known + figure.unknown)) if known + figure.unknown else 0
