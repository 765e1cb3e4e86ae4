"""How sure a figure is: intervals as the literature has them, and bounds that hold whatever the silent would have said."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain import interval
from wisselwerk.domain.interval import Interval

COUNTED = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Newcombe 1998, «Two-sided confidence intervals for the single proportion», table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_that_of_the_paper(count: int, of: int, low: float, high: float) -> None:
    found = interval.proportion(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, «Interval estimation for the difference between independent proportions», table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombes_interval_is_that_of_the_paper(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = interval.difference(first, second)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_of_nothing_everything_is_possible() -> None:
    assert interval.proportion(0, 0) == Interval(0.0, 1.0)
    assert interval.bounds(0, 0, 0) == Interval(0.0, 1.0)
    with pytest.raises(ValueError, match="nothing was counted"):
        interval.difference((0, 0), (1, 2))


@given(COUNTED)
def test_a_share_lies_in_its_interval_and_the_other_way_round_is_the_same(counted: tuple[int, int]) -> None:
    count, of = counted
    found = interval.proportion(count, of)
    other = interval.proportion(of - count, of)
    assert 0 <= found.low <= count / of <= found.high <= 1
    assert [found.low, found.high] == pytest.approx([1 - other.high, 1 - other.low])


@given(COUNTED, COUNTED)
def test_a_difference_lies_in_its_interval(first: tuple[int, int], second: tuple[int, int]) -> None:
    gap = first[0] / first[1] - second[0] / second[1]
    found = interval.difference(first, second)
    assert found.low - 1e-9 <= gap <= found.high + 1e-9
    assert -1 <= found.low <= found.high <= 1


@given(COUNTED, st.integers(0, 200), st.data())
def test_bounds_hold_whatever_the_silent_would_have_said(
    counted: tuple[int, int], unknown: int, data: st.DataObject
) -> None:
    count, of = counted
    yes = data.draw(st.integers(0, unknown))
    found = interval.bounds(count, of, unknown)
    assert (count + yes) / (of + unknown) in found


def test_what_a_difference_can_be_at_all() -> None:
    assert interval.difference_bounds(Interval(0.25, 0.75), Interval(0.0, 0.5)) == Interval(-0.25, 0.75)


def test_a_median_is_the_lower_of_two_with_an_interval_of_values_that_came() -> None:
    assert interval.median({}) is None
    assert interval.median({7: 6}) == (7, Interval(7, 7))
    days = dict.fromkeys(range(1, 101), 1)
    assert interval.median(days) == (50, Interval(40, 61))


def test_of_too_few_values_a_median_has_no_interval() -> None:
    # The least and the most of five lie around it 15 times out of 16, of six 31 times out of 32.
    assert interval.needed_for_median() == 6
    assert interval.needed_for_median(0.9) == 5
    assert interval.median({1: 1, 9: 1}) == (1, None)
    assert interval.median(dict.fromkeys(range(5), 1)) == (2, None)
    assert interval.median(dict.fromkeys(range(6), 1)) == (2, Interval(0, 5))


@given(st.integers(1, 300), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_interval_of_a_median_holds_it_as_often_as_it_says(number: int, confidence: float) -> None:
    found = interval.median(dict.fromkeys(range(1, number + 1), 1), confidence)
    assert found is not None
    if found[1] is not None:
        # By the binomial distribution: fewer than ``low`` values below the median, or fewer than so many above it.
        below = sum(comb(number, few) for few in range(int(found[1].low)))
        above = sum(comb(number, few) for few in range(number - int(found[1].high) + 1))
        assert 1 - (below + above) / 2**number >= confidence


@given(st.dictionaries(st.integers(0, 90), st.integers(1, 40), min_size=1))
def test_the_interval_of_a_median_runs_between_values_that_came(values: dict[int, int]) -> None:
    found = interval.median(values)
    assert found is not None
    assert found[0] in values
    if found[1] is not None:
        assert found[0] in found[1]
        assert {found[1].low, found[1].high} <= values.keys()


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.booleans()), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 10**7), st.booleans()), max_size=30),
)
def test_a_cost_lies_within_its_bounds_now_and_when_the_silent_have_answered(
    answered: list[tuple[int, bool]], silent: list[tuple[int, bool]]
) -> None:
    cents, found = sum(one for one, _ in answered), sum(is_found for _, is_found in answered)
    all_cents = cents + sum(one for one, _ in silent)
    limits = interval.cost_bounds(cents, found, all_cents, len(silent))
    if found == 0:
        assert limits is None
    else:
        assert limits is not None
        assert cents / found in limits
        assert all_cents / (found + sum(is_found for _, is_found in silent)) in limits
        # As they are kept and shown, in whole cents.
        assert round(limits.low) <= round(cents / found) <= round(limits.high)


def test_a_cost_that_cannot_be_is_a_bug() -> None:
    with pytest.raises(ValueError, match="2 of 1 cents"):
        interval.cost_bounds(2, 1, 1, 0)


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (6, 5)])
def test_what_cannot_be_counted_is_a_bug(count: int, of: int) -> None:
    with pytest.raises(ValueError, match=f"{count} of {of}"):
        interval.proportion(count, of)
    with pytest.raises(ValueError, match=f"{count} of {of}"):
        interval.bounds(count, of, 1)
    with pytest.raises(ValueError, match="did not answer"):
        interval.bounds(1, 2, -1)
    with pytest.raises(ValueError, match="lies above"):
        Interval(2, 1)
