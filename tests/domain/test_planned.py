"""Amounts per year as they are planned: whole cents, each year once and in order, and read again as they were written."""

import pytest

from wisselwerk.domain.regulation.planned import Planned, read_amounts


def test_amounts_are_read_as_they_were_written() -> None:
    planned = Planned(amounts=((2026, 0), (2027, 1_250_001)))
    assert read_amounts(planned.plain_amounts) == planned.amounts
    assert read_amounts([]) == ()


@pytest.mark.parametrize(
    "amounts",
    [((2027, 1), (2026, 1)), ((2026, 1), (2026, 1)), ((2026, -1),), ((26, 1),), ((10_000, 1),)],
)
def test_what_is_no_plan_is_refused(amounts: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="plan"):
        Planned(amounts=amounts)


@pytest.mark.parametrize(
    "plain",
    [
        [[2026]],
        [[2026, 1.5]],
        [["2026", 1]],
        [[2026, True]],
        [5],
        "plan",
        [[2026, 1, 2]],
        [[2027, 1], [2026, 1]],
    ],
)
def test_what_cannot_be_read_says_so(plain: list[object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_amounts(plain)
