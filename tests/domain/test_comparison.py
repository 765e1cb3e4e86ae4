"""Two schemes side by side: the difference, how sure it is, and why they may not be comparable."""

from datetime import date

import pytest

from wisselwerk.domain.comparison import DOUBTS, Compared, Doubt, compared
from wisselwerk.domain.indicator import Indicator, Measure, figure
from wisselwerk.domain.interval import Interval, difference

SINCE, DAY = date(2024, 1, 1), date(2026, 11, 26)


def of(
    indicator: Indicator,
    first: tuple[int, int, int],
    second: tuple[int, int, int],
    *,
    since: date = SINCE,
    until: date = DAY,
) -> Compared:
    """A figure of two schemes, each given as a count, of how many, and how many more are not known."""
    one, other = (
        figure(
            indicator,
            Measure(numerator=count, denominator=of, counted=of, unknown=unknown),
            since=start,
            until=end,
        )
        for (count, of, unknown), start, end in ((first, SINCE, DAY), (second, since, until))
    )
    [found] = compared({indicator: one}, {indicator: other})
    return found


def doubts(found: Compared) -> set[Doubt]:
    return {one.doubt for one in found.doubts}


def test_a_difference_has_an_interval_and_bounds() -> None:
    found = of(Indicator.LASTING_12, (30, 40, 10), (20, 50, 10))
    assert found.gap == pytest.approx(0.35)
    assert found.interval == difference((30, 40), (20, 50))
    assert not found.is_chance
    assert found.bounds == Interval(30 / 50 - 30 / 60, 40 / 50 - 20 / 60)
    assert doubts(found) == set()


def test_a_difference_that_chance_may_have_made_is_told_as_that() -> None:
    assert of(Indicator.LASTING_12, (30, 50, 0), (28, 50, 0)).is_chance


@pytest.mark.parametrize("hidden", [(3, 40, 0), (0, 0, 0)])
def test_what_one_of_both_does_not_show_gives_no_difference(hidden: tuple[int, int, int]) -> None:
    found = of(Indicator.FIRST, (30, 40, 0), hidden)
    assert (found.gap, found.interval, found.bounds, found.doubts) == (None, None, None, ())


def test_a_median_has_a_difference_without_interval() -> None:
    found = of(Indicator.DECISION_DAYS, (4, 40, 0), (9, 40, 0))
    assert (found.gap, found.interval, found.is_chance) == (-5.0, None, False)


@pytest.mark.parametrize(
    ("first", "second", "since", "until", "doubted"),
    [
        ((30, 40, 0), (30, 40, 0), date(2024, 7, 2), DAY, set()),
        ((30, 40, 0), (30, 40, 0), date(2024, 7, 3), DAY, {Doubt.PERIOD}),
        ((30, 40, 0), (30, 40, 0), SINCE, date(2026, 5, 1), {Doubt.PERIOD}),
        ((30, 40, 0), (30, 40, 0), date(2026, 1, 1), DAY, {Doubt.PERIOD, Doubt.PHASE}),
        ((30, 40, 0), (30, 40, 9), SINCE, DAY, set()),
        ((30, 40, 0), (30, 40, 10), SINCE, DAY, {Doubt.ANSWERS}),
        ((30, 40, 41), (30, 40, 41), SINCE, DAY, {Doubt.ANSWERS}),
        ((30, 40, 0), (90, 159, 0), SINCE, DAY, set()),
        ((30, 40, 0), (90, 160, 0), SINCE, DAY, {Doubt.SIZE}),
        ((30, 40, 0), (10, 19, 0), SINCE, DAY, {Doubt.SIZE}),
        ((30, 40, 0), (10, 20, 0), SINCE, DAY, set()),
    ],
)
def test_groups_that_are_unlike_are_warned_of(
    first: tuple[int, int, int],
    second: tuple[int, int, int],
    since: date,
    until: date,
    doubted: set[Doubt],
) -> None:
    assert doubts(of(Indicator.LASTING_12, first, second, since=since, until=until)) == doubted


def test_every_doubt_has_its_sentence() -> None:
    assert set(DOUBTS) == set(Doubt)
