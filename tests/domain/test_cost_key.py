"""Members share the cost of vouchers to the cent, whatever the key, the order, the reversals and the mergers."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.costs import (
    AS,
    FOUR,
    GENK,
    MERGED,
    MERGER,
    OPGLABBEEK,
    PLACES,
    START,
    YEAR,
    ZUTENDAAL,
    Case,
    amounts,
    borne,
    cases,
    ceilings,
    keys,
    lines_drawn,
    reversal,
    shares,
    summed,
    takes_part,
    terms,
    year_days,
)
from wisselwerk.domain.cost_key import REST, CostKeyIncomplete, Line, attribute, attribute_all, terms_of
from wisselwerk.domain.rule.cost_key import CostKey, Division, Excess, PlaceCeiling


@given(cases())
def test_the_parts_of_every_line_sum_to_it(case: Case) -> None:
    for line, burden in zip(case.lines, attribute_all(case.terms, case.lines), strict=True):
        assert sum(burden.values()) == line.amount_cents
        assert all(burden.values())


@given(cases(), st.randoms())
def test_the_order_of_lines_changes_no_total(case: Case, chance: Random) -> None:
    shuffled = list(case.lines)
    chance.shuffle(shuffled)
    assert borne(case.terms, shuffled) == borne(case.terms, case.lines)


@given(cases(), st.randoms())
def test_reversing_every_line_in_any_order_brings_all_back_to_zero(case: Case, chance: Random) -> None:
    back = [reversal(line) for line in case.lines]
    chance.shuffle(back)
    assert borne(case.terms, [*case.lines, *back]) == {}


@given(cases(), st.data())
def test_a_reversal_leaves_what_there_would_have_been_without_the_line(
    case: Case, data: st.DataObject
) -> None:
    line = data.draw(st.builds(Line, year_days, st.sampled_from(PLACES), amounts))
    place = data.draw(st.integers(0, len(case.lines)))
    lines = [*case.lines[:place], line, *case.lines[place:], reversal(line)]
    assert borne(case.terms, lines) == borne(case.terms, case.lines)


@given(cases())
def test_one_line_after_the_others_is_attributed_as_in_the_stream(case: Case) -> None:
    for number, burden in enumerate(attribute_all(case.terms, case.lines)):
        assert attribute(case.terms, case.lines[number], case.lines[:number]) == burden


@given(cases())
def test_lines_of_one_day_and_place_may_be_summed(case: Case) -> None:
    together: Counter[tuple[date, str | None]] = Counter()
    for line in case.lines:
        together[line.day, line.place] += line.amount_cents
    fewer = [Line(day, place, cents) for (day, place), cents in together.items()]
    assert borne(case.terms, fewer) == borne(case.terms, case.lines)


@given(keys(), lines_drawn)
def test_no_member_ever_bears_more_than_its_ceiling(key: CostKey, lines: list[Line]) -> None:
    most = {PLACES.index(one.place): one.ceiling_cents for one in key.ceilings or ()}
    taken: Counter[int | None] = Counter()
    for burden in attribute_all(terms(key), lines):
        taken.update(burden)
        assert all(taken[member] <= cents for member, cents in most.items())


@given(keys(), lines_drawn, st.builds(Line, year_days, st.sampled_from(PLACES), amounts))
def test_another_line_lowers_what_anybody_bears_by_a_cent_at_most(
    key: CostKey, lines: list[Line], line: Line
) -> None:
    before, after = borne(terms(key), lines), borne(terms(key), [*lines, line])
    slack = 0 if key.division is Division.SEAT and key.ceilings is None else 1
    for member in range(4):
        assert after.get(member, 0) >= before.get(member, 0) - slack
    assert after.get(REST, 0) >= before.get(REST, 0) - slack


@given(keys(limited=False), lines_drawn)
def test_without_ceilings_everybody_bears_its_exact_share_rounded_down_or_up(
    key: CostKey, lines: list[Line]
) -> None:
    found = borne(terms(key), lines)
    total = sum(line.amount_cents for line in lines)
    for member, place in enumerate(PLACES):
        if key.division is Division.SEAT:
            exact = Fraction(sum(line.amount_cents for line in lines if line.place == place))
        else:
            weights = [one.share for one in key.shares] if key.shares else [1] * 4
            exact = Fraction(total * weights[member], sum(weights))
        assert abs(int(found.get(member, 0)) - exact) < 1


@given(keys(excess=Excess.OTHER_MEMBERS, limited=True), lines_drawn)
def test_nothing_is_left_to_the_managing_municipality_while_a_member_has_room(
    key: CostKey, lines: list[Line]
) -> None:
    lines = [line for line in lines if line.place in PLACES]
    found = borne(terms(key), lines)
    most = {one.place: one.ceiling_cents for one in key.ceilings or ()}
    pays = {one.place for one in key.shares or () if one.share} if key.shares else {*PLACES}
    if found.get(REST, 0):
        for member, place in enumerate(PLACES):
            assert place not in pays or found.get(member, 0) == most[place]


def test_the_spare_cent_goes_round() -> None:
    key = CostKey(division=Division.EQUAL)
    lines = [Line(date(YEAR, 3, 1), GENK, 25001)] * 400
    each = list(attribute_all(terms(key), lines))
    assert summed(each) == dict.fromkeys(range(4), 25001 * 100)
    spared = Counter(max(burden, key=lambda member: burden[member]) for burden in each)
    assert set(spared.values()) == {100}


def test_the_first_spare_cent_of_a_year_is_for_another_member_each_year() -> None:
    key = CostKey(division=Division.EQUAL)
    first: list[int | None] = []
    for year in range(2026, 2030):
        (burden,) = attribute_all(terms_of(year, {START: key}, FOUR), [Line(date(year, 3, 1), GENK, 1)])
        first += burden
    assert sorted(first, key=str) == [0, 1, 2, 3]


def test_the_member_where_the_seat_is_pays() -> None:
    key = CostKey(division=Division.SEAT)
    lines = [Line(date(YEAR, 3, 1), AS, 25000), Line(date(YEAR, 3, 2), GENK, 50000)]
    assert list(attribute_all(terms(key), lines)) == [{2: 25000}, {0: 50000}]


@pytest.mark.parametrize("place", [None, "11002"])
def test_a_seat_that_no_member_has_is_for_the_managing_municipality(place: str | None) -> None:
    assert borne(terms(CostKey(division=Division.SEAT)), [Line(date(YEAR, 3, 1), place, 25000)]) == {
        REST: 25000
    }


def test_what_comes_above_a_ceiling_goes_to_the_managing_municipality() -> None:
    key = CostKey(division=Division.SEAT, ceilings=ceilings(10000, 30000))
    lines = [Line(date(YEAR, 3, 1), GENK, 9000), Line(date(YEAR, 3, 2), GENK, 9000)]
    assert list(attribute_all(terms(key), lines)) == [{0: 9000}, {0: 1000, REST: 8000}]


def test_what_comes_above_a_ceiling_goes_to_those_with_room() -> None:
    key = CostKey(
        division=Division.SEAT,
        ceilings=ceilings(10000, 500, 30000, 30000),
        excess=Excess.OTHER_MEMBERS,
    )
    line = Line(date(YEAR, 3, 1), GENK, 20000)
    assert borne(terms(key), [line]) == {0: 10000, 1: 500, 2: 4750, 3: 4750}
    assert borne(terms(key), [line, Line(date(YEAR, 3, 1), GENK, 60000)]) == {
        0: 10000,
        1: 500,
        2: 30000,
        3: 30000,
        REST: 9500,
    }


def test_a_share_that_would_round_up_above_a_ceiling_stays_at_it() -> None:
    """Of 42 cents each bears ten and a half, and Opglabbeek would have been the first to get a spare one."""
    key = CostKey(
        division=Division.EQUAL,
        ceilings=(PlaceCeiling(place=OPGLABBEEK, ceiling_cents=10),),
        excess=Excess.OTHER_MEMBERS,
    )
    assert borne(terms(key), [Line(date(YEAR, 3, 1), None, 42)]) == {0: 10, 1: 10, 2: 11, 3: 11}


def test_a_version_with_a_lower_ceiling_gives_nothing_back() -> None:
    first = CostKey(division=Division.SEAT, ceilings=ceilings(10000))
    second = CostKey(division=Division.SEAT, ceilings=ceilings(4000))
    lines = [Line(date(YEAR, 3, 1), GENK, 8000), Line(date(YEAR, 8, 1), GENK, 1000)]
    shared = terms_of(YEAR, {START: first, date(YEAR, 7, 1): second}, FOUR)
    assert list(attribute_all(shared, lines)) == [{0: 8000}, {REST: 1000}]


def test_a_reversal_makes_room_into_which_comes_back_what_others_bore() -> None:
    key = CostKey(division=Division.SEAT, ceilings=ceilings(10000), excess=Excess.OTHER_MEMBERS)
    first, second = Line(date(YEAR, 3, 1), GENK, 10000), Line(date(YEAR, 3, 2), GENK, 3000)
    *_, undone = attribute_all(terms(key), [first, second, reversal(first)])
    assert undone == {0: -7000, 1: -1000, 2: -1000, 3: -1000}


def test_a_share_that_misses_is_told_with_the_place_and_the_day() -> None:
    key = CostKey(division=Division.FIXED, shares=shares(1, 1, 1))
    with pytest.raises(CostKeyIncomplete, match=f"from 2026-01-01 the cost key has no share for {ZUTENDAAL}"):
        borne(terms(key), [])


def test_a_line_of_another_year_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the year"):
        borne(terms(CostKey(division=Division.SEAT)), [Line(date(2025, 12, 31), GENK, 1)])


def test_two_members_with_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="two members take part with 71016 on 2026-05-01"):
        terms(None, [takes_part(GENK, 0), takes_part(GENK, 1, date(2026, 5, 1))])


def test_a_year_is_cut_where_a_version_starts_and_where_a_member_changes() -> None:
    seat, equal = CostKey(division=Division.SEAT), CostKey(division=Division.EQUAL)
    merger = date(YEAR, 7, 1)
    found = terms_of(
        YEAR,
        {date(2020, 1, 1): None, date(2025, 6, 1): seat, date(YEAR, 4, 1): equal, date(2027, 1, 1): None},
        [takes_part(GENK, 0), takes_part(AS, 2, end=merger), takes_part(AS, 9, merger)],
    )
    assert [(one.valid.start, one.key, one.members[AS]) for one in found] == [
        (date(YEAR, 1, 1), seat, 2),
        (date(YEAR, 4, 1), equal, 2),
        (merger, equal, 9),
    ]
    assert found[-1].valid.end == date(2027, 1, 1)
    assert all(a.valid.end == b.valid.start for a, b in pairwise(found))


def test_a_merger_moves_what_comes_after_it_and_no_shares() -> None:
    key = CostKey(division=Division.FIXED, shares=shares(50, 30, 20))
    lines = [Line(date(YEAR, 6, 30), GENK, 10000), Line(MERGER, GENK, 10000)]
    assert list(attribute_all(terms(key, MERGED), lines)) == [{0: 5000, 1: 3000, 2: 2000}, {0: 5000, 9: 5000}]


def test_a_merged_member_has_what_its_places_left_of_their_ceilings() -> None:
    key = CostKey(division=Division.SEAT, ceilings=ceilings(0, 10000, 10000))
    lines = [
        Line(date(YEAR, 6, 30), OPGLABBEEK, 8000),
        Line(date(YEAR, 6, 30), AS, 7000),
        Line(MERGER, AS, 9000),
    ]
    assert borne(terms(key, MERGED), lines) == {1: 8000, 2: 7000, 9: 5000, REST: 4000}
