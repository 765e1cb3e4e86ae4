"""How well initiatives are recognised: shares with exact intervals."""

import pytest

from wisselwerk.domain.initiative_score import Share, score


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # From tables of Clopper and Pearson: 0 of 10, 10 of 10, 5 of 10, 41 of 42.
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (5, 10, 0.1871, 0.8129),
        (41, 42, 0.8743, 0.9994),
    ],
)
def test_the_interval_is_that_of_clopper_and_pearson(part: int, whole: int, low: float, high: float) -> None:
    assert Share(part, whole).interval == pytest.approx((low, high), abs=0.0001)


def test_of_nothing_there_is_no_share() -> None:
    nothing = score([])
    assert nothing.precision.value is None
    assert str(nothing.recall) == "none"


def test_right_wrong_missed_and_left_are_counted_apart() -> None:
    found = score([(True, True), (True, True), (False, True), (True, False), (False, False)])
    assert (found.right, found.wrong, found.missed, found.left) == (2, 1, 1, 1)
    assert (found.precision.value, found.recall.value) == (2 / 3, 2 / 3)
