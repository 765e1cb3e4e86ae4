"""A sample: shares that add up, the same one for everybody with list and seed, and no group that points at anybody."""

import csv
import hashlib
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain import lottery
from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.sample import (
    ALL,
    LARGEST,
    OTHER,
    Line,
    allot,
    amount_band,
    counted,
    drawn,
    drawn_list,
    list_hash,
    merged,
    sealed_list,
)

SEED = "3 12 18 25 33 41"
names = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1, max_size=8)
populations = st.dictionaries(names, st.integers(0, 200), min_size=1, max_size=12)
lines = st.sets(
    st.builds(
        Line, st.sampled_from(["Genk", "As, Limburg", "Één"]), st.integers(0, 500).map("signal:{}".format)
    ),
    min_size=1,
    max_size=60,
)


def refused(code: RefusalCode, size: int, strata: dict[str, int], *, at_least_one: bool = False) -> None:
    with pytest.raises(Refusal) as caught:
        allot(size, strata, at_least_one=at_least_one)
    assert caught.value.code is code


@given(populations, st.data(), st.booleans())
def test_shares_are_together_what_was_asked_and_none_is_more_than_there_is(
    strata: dict[str, int], data: st.DataObject, at_least_one: bool
) -> None:
    population = sum(strata.values())
    filled = sum(held > 0 for held in strata.values())
    if not population:
        refused(RefusalCode.SAMPLE_EMPTY, 1, strata)
        return
    size = data.draw(st.integers(filled if at_least_one else 1, min(population, LARGEST)))
    shares = allot(size, strata, at_least_one=at_least_one)
    assert sum(shares.values()) == size
    assert shares.keys() == strata.keys()
    assert all(0 <= shares[name] <= held for name, held in strata.items())
    if at_least_one:
        assert all(shares[name] >= 1 for name, held in strata.items() if held)
    else:
        for name, held in strata.items():
            assert abs(shares[name] - size * held / population) < 1


def test_shares_by_hand() -> None:
    assert allot(10, {"a": 60, "b": 30, "c": 10}, at_least_one=False) == {"a": 6, "b": 3, "c": 1}
    assert allot(3, {"a": 98, "b": 1, "c": 1}, at_least_one=False) == {"a": 3, "b": 0, "c": 0}
    assert allot(4, {"a": 98, "b": 1, "c": 1}, at_least_one=True) == {"a": 2, "b": 1, "c": 1}
    assert allot(2, {"a": 2, "empty": 0}, at_least_one=True) == {"a": 2, "empty": 0}


def test_what_cannot_be_drawn_says_why() -> None:
    refused(RefusalCode.SAMPLE_EMPTY, 1, {})
    refused(RefusalCode.SAMPLE_EMPTY, 1, {"a": 0})
    refused(RefusalCode.SAMPLE_EMPTY, 0, {"a": 5})
    refused(RefusalCode.SAMPLE_EMPTY, -1, {"a": 5})
    refused(RefusalCode.SAMPLE_TOO_LARGE, 6, {"a": 5})
    refused(RefusalCode.SAMPLE_TOO_LARGE, LARGEST + 1, {"a": 9 * LARGEST})
    refused(RefusalCode.SAMPLE_TOO_SMALL, 1, {"a": 5, "b": 5}, at_least_one=True)


@given(lines, st.randoms(), st.data())
def test_list_and_seed_give_the_same_whatever_the_order(
    found: set[Line], random: object, data: st.DataObject
) -> None:
    every = sorted(found)
    shares = allot(data.draw(st.integers(1, len(every))), counted(every), at_least_one=False)
    turned = list(every)
    random.shuffle(turned)  # type: ignore[attr-defined]
    first, second = drawn(SEED, every, shares), drawn(SEED, turned, shares)
    assert first == second
    assert len(set(first)) == len(first) == sum(shares.values())
    assert set(first) <= found
    assert Counter(one.stratum for one in first) == {k: n for k, n in shares.items() if n}
    assert list_hash(turned) == list_hash(every) == hashlib.sha256(sealed_list(every)).hexdigest()


@given(lines)
def test_somebody_with_the_published_list_and_nothing_of_ours_draws_the_same(found: set[Line]) -> None:
    """The way that docs/guide/sampling.md tells, from the bytes of the list."""
    rows = list(csv.reader(io.StringIO(sealed_list(found).decode())))
    assert rows[0] == ["stratum", "line"]
    shares = allot(len(found), counted(found), at_least_one=True) if len(found) >= 3 else counted(found)
    mine = [
        [stratum, line]
        for stratum in sorted({row[0] for row in rows[1:]})
        for line in lottery.order(SEED, [row[1] for row in rows[1:] if row[0] == stratum])[: shares[stratum]]
    ]
    theirs = list(csv.reader(io.StringIO(drawn_list(drawn(SEED, found, shares)).decode())))
    assert [row[1:] for row in theirs[1:]] == mine


def test_another_seed_draws_others() -> None:
    every = [Line("all", f"signal:{number}") for number in range(200)]
    assert drawn(SEED, every, {"all": 20}) != drawn("3 12 18 25 33 42", every, {"all": 20})
    assert drawn(SEED, every, {}) == ()


def test_each_is_as_likely_to_be_drawn() -> None:
    """Forty lines, ten of them drawn, with two thousand seeds that are always the same: chi-square, 39 degrees of freedom.

    What is drawn without putting back varies less than that, so a fair draw stays far under 73, which one in a thousand passes.
    """
    every = [Line("all", f"signal:{number}") for number in range(40)]
    times = Counter(one for seed in range(2000) for one in drawn(f"trekking {seed}", every, {"all": 10}))
    expected = 2000 * 10 / 40
    assert sum((times[one] - expected) ** 2 / expected for one in every) < 73


@given(populations)
def test_no_group_of_a_published_list_is_small(strata: dict[str, int]) -> None:
    strata = {name: held for name, held in strata.items() if held}
    found = merged(strata, DISCLOSED_FROM)
    assert found.keys() == strata.keys()
    together: Counter[str] = Counter()
    for name, held in strata.items():
        assert found[name] in (name, OTHER, ALL)
        together[found[name]] += held
    if sum(strata.values()) >= DISCLOSED_FROM:
        assert all(held >= DISCLOSED_FROM for held in together.values())


def test_groups_by_hand() -> None:
    assert merged({"a": 9, "b": 5}, 5) == {"a": "a", "b": "b"}
    assert merged({"a": 9, "b": 3, "c": 2}, 5) == {"a": "a", "b": OTHER, "c": OTHER}
    assert merged({"a": 9, "b": 6, "c": 2}, 5) == {"a": "a", "b": OTHER, "c": OTHER}
    # Nothing stands alone: there are no others.
    assert merged({"a": 9, "b": 2}, 5) == {"a": ALL, "b": ALL}
    assert merged({"a": 4, "b": 3}, 5) == {"a": ALL, "b": ALL}
    assert [amount_band(cents) for cents in (0, 25_000, 25_001, 50_000, 50_001)] == [
        "amount-1",
        "amount-1",
        "amount-2",
        "amount-2",
        "amount-3",
    ]
