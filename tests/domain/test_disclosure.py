"""Who has everything that is published works out no hidden number: not by subtraction, not by trying all that is possible."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wisselwerk.domain.disclosure import (
    DISCLOSED_FROM,
    WIDTH,
    Figure,
    disclosed,
    grouped_table,
    hidden,
    is_over,
    is_small,
    listing,
    may_tell_amounts,
    nested,
    published,
    table,
)

Figures = Mapping[Any, Figure]


def exact(figures: Figures, unknown: frozenset[Any]) -> set[Any]:
    """What an attacker works out by adding and subtracting: by elimination, from every sum that balances."""
    order = sorted(unknown, key=repr)
    sums = {one.out_of for one in figures.values()} | {one.into for one in figures.values()}
    lines = []
    for each in sums:
        line = [Fraction((figures[key].out_of == each) - (figures[key].into == each)) for key in order]
        lines.append(line)
    pivots: list[tuple[int, list[Fraction]]] = []
    for column in range(len(order)):
        at = next((line for line in lines if line[column]), None)
        if at is None:
            continue
        lines.remove(at)
        at = [value / at[column] for value in at]
        lines = [[a - b * line[column] for a, b in zip(line, at, strict=True)] for line in lines]
        pivots = [(p, [a - b * line[column] for a, b in zip(line, at, strict=True)]) for p, line in pivots]
        pivots.append((column, at))
    return {order[column] for column, line in pivots if sum(bool(value) for value in line) == 1}


def parts_of_nothing(figures: Figures, unknown: frozenset[Any]) -> frozenset[Any]:
    """What everybody knows to be nothing, as it is a part of a known total that is: no number is below nothing."""
    found: set[Any] = set()
    for sums in ("out_of", "into"):
        across = {"out_of": "into", "into": "out_of"}[sums]
        known: dict[Any, bool] = {}
        for key, one in figures.items():
            end = getattr(one, sums)
            is_nothing = one.number == 0 and key not in unknown
            known[end] = known.get(end, True) and is_nothing
        found |= {key for key in unknown if known.get(getattr(figures[key], across))}
    return frozenset(found)


def given_away(figures: Figures) -> frozenset[Any]:
    """What public totals alone tell of the rest, by adding, subtracting and knowing that no number is below nothing."""
    every = left = frozenset(key for key, one in figures.items() if not one.is_public)
    while True:
        unknown = left - exact(figures, left)
        unknown -= parts_of_nothing(figures, unknown)
        if unknown == left:
            return every - left
        left = unknown


def possible(
    cells: Mapping[tuple[str, str], int],
    shown: Mapping[Any, int | None],
    made: Callable[[Mapping[tuple[str, str], int]], Figures] = table,
    key_of: Callable[[tuple[str, str]], Any] = lambda key: key,
    never_nothing: Collection[tuple[str, str]] = (),
) -> dict[Any, set[int]]:
    """Every value that each figure takes in some table that looks the same: by trying them all, up to a bound."""
    bound = max(sum(cells.values()), WIDTH) + 1
    free = [key for key in cells if shown[key_of(key)] is None]
    found: dict[Any, set[int]] = {key: set() for key in shown}
    for values in product(*(range(int(key in never_nothing), bound + 1) for key in free)):
        other = made({**cells, **dict(zip(free, values, strict=True))})
        if all(shown[key] is None or shown[key] == other[key].number for key in shown):
            for key, one in other.items():
                found[key].add(one.number)
    return found


numbers = st.integers(min_value=0, max_value=12)


@st.composite
def tables(draw: st.DrawFn, rows: int = 4, columns: int = 4) -> dict[tuple[str, str], int]:
    across = [f"r{number}" for number in range(draw(st.integers(1, rows)))]
    down = [f"c{number}" for number in range(draw(st.integers(1, columns)))]
    return {(row, column): draw(numbers) for row in across for column in down}


@pytest.mark.parametrize(
    ("number", "told"), [(0, 0), (1, None), (DISCLOSED_FROM - 1, None), (DISCLOSED_FROM, DISCLOSED_FROM)]
)
def test_a_number_that_stands_alone(number: int, told: int | None) -> None:
    assert disclosed(number) == told
    assert may_tell_amounts(7, number) is (told is not None)


def test_a_total_does_not_give_back_the_only_small_number() -> None:
    shown = published(listing({"genk": 3, "as": 9, "zutendaal": 40}))
    assert shown == {"genk": None, "as": None, "zutendaal": 40, None: 52}


def test_where_everything_else_is_told_elsewhere_the_total_is_hidden() -> None:
    shown = published(listing({"genk": 3, "as": 9}, public={"as"}))
    assert shown == {"genk": None, "as": 9, None: None}


def test_two_small_numbers_that_are_little_together_do_not_hide_behind_one_another() -> None:
    """1 and 1 are 2 together: each is 0, 1 or 2, which is too narrow."""
    shown = published(listing({"genk": 1, "as": 1, "zutendaal": 40}))
    assert shown == {"genk": None, "as": None, "zutendaal": None, None: 42}


def test_a_group_of_one_hides_with_its_part_and_the_total_does_not_give_it_back() -> None:
    shown = published(
        nested({("zol", "a"): 3, ("genk", "b"): 20, ("genk", "c"): 6}, public={("genk", "b"), ("genk", "c")})
    )
    assert shown == {
        ("zol", "a"): None, ("genk", "b"): 20, ("genk", "c"): 6,
        ("zol", None): None, ("genk", None): 26, (None, None): None,
    }  # fmt: skip


def test_what_is_withheld_for_another_reason_is_not_given_back_either() -> None:
    shown = published(listing({"genk": 30, "as": 9, "zutendaal": 40}, withheld={"genk"}))
    assert (shown["genk"], shown["as"]) == (None, None)
    assert published(listing({"genk": 30}, withheld={"genk"})) == {"genk": None, None: None}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    figures = table({("a", "x"): 5, ("a", "y"): 0, ("b", "x"): 17, ("b", "y"): 8})
    assert hidden(figures) == frozenset()


def test_nothing_at_all_is_not_an_error() -> None:
    assert published(listing({})) == {None: 0}
    assert published(table({})) == {(None, None): 0}


def test_a_public_total_that_is_itself_small_leaves_no_more_than_it_allows() -> None:
    figures = table({("a", "x"): 2, ("a", "y"): 0, ("b", "x"): 30, ("b", "y"): 20}, public_rows={"a", "b"})
    shown = published(figures)
    assert shown["a", "x"] is None
    assert shown["a", "y"] is None
    assert shown["a", None] is None


@example({("r0", "c0"): 0, ("r0", "c1"): 0, ("r1", "c0"): 1, ("r1", "c1"): 0}, {"r0"}, {"c0"})
@given(tables(), st.sets(st.sampled_from(["r0", "r1", "r2", "r3"])), st.sets(st.sampled_from(["c0", "c1"])))
def test_nobody_adds_and_subtracts_to_a_hidden_number(
    cells: dict[tuple[str, str], int], rows: set[str], columns: set[str]
) -> None:
    figures = table(cells, public_rows=rows, public_columns=columns)
    found = hidden(figures)
    # What public totals alone give away, nothing that is hidden could keep.
    assert exact(figures, found) <= given_away(figures)
    assert all(key in found for key, one in figures.items() if is_small(one.number) and not one.is_public)


@given(tables())
def test_where_nothing_is_public_elsewhere_nobody_ever_does(cells: dict[tuple[str, str], int]) -> None:
    figures = table(cells)
    assert not exact(figures, hidden(figures))


@settings(deadline=None, max_examples=20)
@given(
    st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), st.integers(0, 5), min_size=1)
)
def test_nobody_is_left_with_a_narrow_range_who_tries_everything(cells: dict[tuple[str, str], int]) -> None:
    shown = published(table(cells))
    for key, values in possible(cells, shown).items():
        if shown[key] is None:
            assert max(values) - min(values) >= WIDTH, key
        else:
            assert values == {shown[key]}


GROUPS = {"c0": "west", "c1": "west", "c2": "east", "c3": "north"}


def test_every_part_of_a_grouped_table_adds_up() -> None:
    figures = grouped_table({("a", "c0"): 5, ("a", "c1"): 7, ("a", "c2"): 1, ("b", "c0"): 6}, GROUPS)
    assert {key: one.number for key, one in figures.items()} == {
        ("a", "west", "c0"): 5, ("a", "west", "c1"): 7, ("a", "east", "c2"): 1, ("b", "west", "c0"): 6,
        ("a", "west", None): 12, ("a", "east", None): 1, ("b", "west", None): 6,
        ("a", None, None): 13, ("b", None, None): 6,
        (None, "west", "c0"): 11, (None, "west", "c1"): 7, (None, "east", "c2"): 1,
        (None, "west", None): 18, (None, "east", None): 1, (None, None, None): 19,
    }  # fmt: skip
    sums = {one.out_of for one in figures.values()} | {one.into for one in figures.values()}
    for each in sums:
        comes = sum(one.number for one in figures.values() if one.into == each)
        assert comes == sum(one.number for one in figures.values() if one.out_of == each), each


def test_what_follows_from_what_is_public_hides_nothing_else() -> None:
    cells = {("a", "c0"): 9, ("a", "c1"): 2, ("b", "c0"): 6}
    shown = published(grouped_table(cells, GROUPS, public_rows={"a", "b"}))
    assert {key for key, number in shown.items() if number is None} == {
        ("a", "west", "c0"), ("a", "west", "c1"), (None, "west", "c0"), (None, "west", "c1"),
    }  # fmt: skip
    assert shown["a", "west", None] == 11


@settings(deadline=None, max_examples=50)
@given(tables(rows=3), st.sets(st.sampled_from(["r0", "r1", "r2"])))
def test_nobody_subtracts_a_group_a_row_or_a_total_to_a_hidden_number(
    cells: dict[tuple[str, str], int], rows: set[str]
) -> None:
    figures = grouped_table(cells, GROUPS, public_rows=rows)
    found = hidden(figures)
    unseen = frozenset(key for key, one in figures.items() if not one.is_public)
    assert exact(figures, found) <= exact(figures, unseen)
    assert all(key in found for key, one in figures.items() if is_small(one.number) and not one.is_public)


@settings(deadline=None, max_examples=20)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["c0", "c1", "c2"])),
        st.integers(0, 5),
        min_size=1,
        max_size=4,
    )
)
def test_nobody_is_left_with_a_narrow_range_of_a_group(cells: dict[tuple[str, str], int]) -> None:
    shown = published(grouped_table(cells, GROUPS))
    found = possible(
        cells,
        shown,
        made=lambda other: grouped_table(other, GROUPS),
        key_of=lambda key: (key[0], GROUPS[key[1]], key[1]),
    )
    for key, values in found.items():
        if shown[key] is None:
            assert max(values) - min(values) >= WIDTH, key
        else:
            assert values == {shown[key]}


@pytest.mark.parametrize("members", [True, False])
def test_who_stands_there_only_with_something_has_one_at_least(members: bool) -> None:
    """Of nine, five in one place: the others have four together, and would each have 1 to 3 if they cannot have none."""
    cells = {("a", "c0"): 5, ("a", "c1"): 2, ("a", "c2"): 2}
    groups = dict.fromkeys(("c0", "c1", "c2"), "west")
    never_nothing = () if members else cells.keys()
    shown = published(grouped_table(cells, groups, public_rows={"a"}, never_nothing=never_nothing))
    hidden_ones = {
        column for row, _group, column in shown if row and column and shown[row, "west", column] is None
    }
    assert hidden_ones == ({"c1", "c2"} if members else {"c0", "c1", "c2"})


@settings(deadline=None, max_examples=20)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["c0", "c1", "c2"])),
        st.integers(0, 4),
        min_size=1,
        max_size=4,
    ),
    st.sets(st.sampled_from("ab")),
    st.data(),
)
def test_nobody_is_left_with_a_narrow_range_who_knows_what_is_never_nothing(
    cells: dict[tuple[str, str], int], public: set[str], data: st.DataObject
) -> None:
    never_nothing = data.draw(st.sets(st.sampled_from(sorted(cells)))) - {
        key for key in cells if not cells[key]
    }

    def found(shown: Mapping[Any, int | None]) -> dict[Any, set[int]]:
        return possible(
            cells,
            shown,
            made=lambda other: grouped_table(other, GROUPS, public_rows=public),
            key_of=lambda key: (key[0], GROUPS[key[1]], key[1]),
            never_nothing=never_nothing,
        )

    figures = grouped_table(cells, GROUPS, public_rows=public, never_nothing=never_nothing)
    shown = published(figures)
    known = {key: one.number if one.is_public else None for key, one in figures.items()}
    most = found(known)
    for key, values in found(
        {key: known[key] if number is None else number for key, number in shown.items()}
    ).items():
        if shown[key] is None and not figures[key].is_public:
            assert max(values) - min(values) >= min(WIDTH, max(most[key]) - min(most[key])), key


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), numbers, min_size=1), st.sets(st.sampled_from("abc")))
def test_a_list_keeps_its_small_numbers_beside_what_is_told_elsewhere(
    parts: dict[str, int], told: set[str]
) -> None:
    figures = listing(parts, public={key for key in told if not is_small(parts.get(key, 0))})
    shown = published(figures)
    kept = [key for key in parts if shown[key] is None]
    total = shown[None]
    if total is not None and kept:
        rest = total - sum(number for key in parts if (number := shown[key]) is not None)
        assert len(kept) > 1
        assert rest >= WIDTH


def test_finer_tables_wait_for_the_end_of_the_year() -> None:
    assert [is_over(2026, date(2026, 12, 31)), is_over(2026, date(2027, 1, 1))] == [False, True]
