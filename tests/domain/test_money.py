"""Splits lose nothing; a float is a bug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.money import Cents, total

amounts = st.integers(-(10**12), 10**12).map(Cents)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(lambda w: sum(w) > 0)


@given(amounts, weights)
def test_a_split_sums_to_the_cent(amount: Cents, shares: list[int]) -> None:
    assert total(amount.split(shares)) == amount


@given(amounts, weights)
def test_no_part_is_a_cent_away_from_its_exact_share(amount: Cents, shares: list[int]) -> None:
    for part, share in zip(amount.split(shares), shares, strict=True):
        assert abs(part * sum(shares) - amount * share) < sum(shares)


@given(amounts, weights)
def test_who_has_no_weight_gets_nothing(amount: Cents, shares: list[int]) -> None:
    assert all(part == 0 for part, share in zip(amount.split(shares), shares, strict=True) if share == 0)


def test_a_tie_goes_to_the_earlier_part() -> None:
    assert Cents(100).split([1, 1, 1]) == [34, 33, 33]
    assert Cents(-100).split([1, 1, 1]) == [-34, -33, -33]


@pytest.mark.parametrize("shares", [[], [0], [1, -1], [2, -1]])
def test_weights_that_share_nothing_out_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Cents(1).split(shares)


def test_sums_stay_cents() -> None:
    assert type(Cents(1) + 2) is Cents
    assert type(1 + Cents(2)) is Cents
    assert type(5 - Cents(2)) is Cents
    assert type(Cents(2) * 3) is Cents
    assert type(-Cents(2)) is Cents
    assert total([]) == 0


@pytest.mark.parametrize("value", [1.0, True, "1", None])
def test_only_whole_numbers_are_amounts(value: object) -> None:
    with pytest.raises(TypeError):
        Cents(value)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Cents(1) + value  # type: ignore[operator]


def test_cents_are_never_divided() -> None:
    with pytest.raises(TypeError, match="split"):
        Cents(3) / 2
