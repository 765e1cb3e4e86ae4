"""How sure a figure is: the interval of a proportion, of a difference and of a median, and bounds for who did not answer.

An interval tells what chance may do where more could have been counted like these. It tells nothing of who did not
answer: that is what ``bounds`` are for, which hold whatever the silent would have said.

Wilson's interval of a proportion and Newcombe's of a difference (his method 10) keep their coverage with few counted,
stay between nothing and everything, and need no more than the normal distribution.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, log2, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` up to and including ``high``."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} lies above {self.high}")

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def proportion(count: int, of: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's interval of ``count`` out of ``of``; everything is possible when nothing was counted."""
    _check(count, of)
    if of == 0:
        return Interval(0.0, 1.0)
    z = _z(confidence)
    share = count / of
    middle = share + z * z / (2 * of)
    width = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    # Of none and of all the end is known exactly, where the sum above is a rounding off.
    low = 0.0 if count == 0 else (middle - width) / scale
    high = 1.0 if count == of else (middle + width) / scale
    return Interval(low, high)


def difference(first: tuple[int, int], second: tuple[int, int], confidence: float = CONFIDENCE) -> Interval:
    """Newcombe's interval of the first proportion less the second, each given as a count and of how many.

    The two have to be counted among others: one that is a part of the other is no difference of groups.
    """
    one, other = proportion(*first, confidence), proportion(*second, confidence)
    share, against = _share(first), _share(second)
    gap = share - against
    return Interval(
        max(gap - sqrt((share - one.low) ** 2 + (other.high - against) ** 2), -1.0),
        min(gap + sqrt((one.high - share) ** 2 + (against - other.low) ** 2), 1.0),
    )


def bounds(count: int, of: int, unknown: int) -> Interval:
    """What the proportion can be at all: ``unknown`` more did not answer, and all of them may be a no, or all a yes."""
    _check(count, of)
    if unknown < 0:
        raise ValueError(f"{unknown} did not answer")
    if of + unknown == 0:
        return Interval(0.0, 1.0)
    return Interval(count / (of + unknown), (count + unknown) / (of + unknown))


def cost_bounds(cents: int, found: int, all_cents: int, unknown: int) -> Interval | None:
    """What each of ``found`` costs at all: ``unknown`` more did not answer, and all of them may be found too, or none.

    ``cents`` is what those that answered cost, ``all_cents`` that with what the silent cost. Where the silent cost more
    than those that answered, what is known now lies below both: it stays what it is as long as they are silent. None
    where none was found: then nothing limits what one costs.
    """
    if min(cents, found, unknown) < 0 or all_cents < cents:
        raise ValueError(f"{cents} of {all_cents} cents for {found}, of {unknown} not known")
    if found == 0:
        return None
    return Interval(min(cents / found, all_cents / (found + unknown)), all_cents / found)


def difference_bounds(first: Interval, second: Interval) -> Interval:
    """What a difference can be at all, from what each of the two can be."""
    return Interval(first.low - second.high, first.high - second.low)


def needed_for_median(confidence: float = CONFIDENCE) -> int:
    """Of how many values a median has an interval: of fewer even the least and the most do not lie around it often enough.

    All of so many lie on one side of it once in two to the power of one less (Thompson 1936, «On confidence ranges for
    the median», Annals of Mathematical Statistics 7, 122-128): 6 for 95 percent, as 5 give 93,75.
    """
    return ceil(1 - log2(1 - confidence))


def median(values: Mapping[int, int], confidence: float = CONFIDENCE) -> tuple[int, Interval | None] | None:
    """The median of whole numbers that come so many times, with its interval by rank; None without any.

    Of an even number of them the lower, as in the main lines. No shape is assumed: the interval runs between two of the
    values themselves, and there is none of fewer than ``needed_for_median``.
    """
    number = sum(values.values())
    if number == 0:
        return None
    if number < needed_for_median(confidence):
        middle = (number + 1) // 2
        return _ranked(values, {middle})[middle], None
    reach = _z(confidence) * sqrt(number) / 2
    low = max(floor(number / 2 - reach), 1)
    high = min(ceil(number / 2 + reach) + 1, number)
    ranked = _ranked(values, {low, (number + 1) // 2, high})
    return ranked[(number + 1) // 2], Interval(ranked[low], ranked[high])


def _ranked(values: Mapping[int, int], ranks: set[int]) -> Mapping[int, int]:
    """Which value stands at each rank, from 1 on."""
    found: dict[int, int] = {}
    passed = 0
    for value in sorted(values):
        passed += values[value]
        found.update({rank: value for rank in ranks if rank <= passed and rank not in found})
    return found


def _share(counted: tuple[int, int]) -> float:
    count, of = counted
    if of == 0:
        raise ValueError("nothing was counted")
    return count / of


def _check(count: int, of: int) -> None:
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of}")
