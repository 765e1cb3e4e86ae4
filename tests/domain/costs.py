"""The members, keys and years that tests of the cost key start from, and hypothesis strategies of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from wisselwerk.domain.cost_key import (
    Burden,
    Line,
    PlaceMembership,
    Terms,
    attribute_all,
    terms_of,
)
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.cost_key import CostKey, Division, Excess, PlaceCeiling, PlaceShare

GENK, OPGLABBEEK, AS, ZUTENDAAL = PLACES = ("71016", "71047", "71002", "71067")
YEAR = 2026
START = date(2015, 1, 1)
MANAGING = 0

amounts = st.integers(0, 3000) | st.integers(0, 10**7)
year_days = st.integers(0, 364).map(lambda passed: date(YEAR, 1, 1) + timedelta(days=passed))


def takes_part(place: str, member: int, start: date = START, end: date | None = None) -> PlaceMembership:
    return PlaceMembership(place=place, member=member, valid=Period(start, end))


def shares(*numbers: int) -> tuple[PlaceShare, ...]:
    return tuple(PlaceShare(place=place, share=one) for place, one in zip(PLACES, numbers, strict=False))


def ceilings(*cents: int) -> tuple[PlaceCeiling, ...]:
    return tuple(
        PlaceCeiling(place=place, ceiling_cents=one) for place, one in zip(PLACES, cents, strict=False)
    )


FOUR = tuple(takes_part(place, member) for member, place in enumerate(PLACES))


def terms(key: CostKey | None, memberships: Iterable[PlaceMembership] = FOUR) -> tuple[Terms, ...]:
    return terms_of(YEAR, {START: key}, memberships)


@st.composite
def keys(draw: st.DrawFn, *, excess: Excess | None = None, limited: bool | None = None) -> CostKey:
    division = draw(st.sampled_from(Division))
    numbers = draw(st.lists(st.integers(0, 7) | st.integers(0, 10**6), min_size=4, max_size=4).filter(any))
    takes_shares = division in (Division.INHABITANTS, Division.FIXED)
    few = draw(st.lists(amounts, min_size=1 if limited else 0, max_size=4))
    return CostKey(
        division=division,
        shares=shares(*numbers) if takes_shares else None,
        shares_source="Statbel" if takes_shares else None,
        ceilings=ceilings(*few) if few and limited is not False else None,
        excess=excess or draw(st.sampled_from(Excess)),
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[PlaceMembership, ...]:
    """Four places: some with a merger, a late start or an early end in the year."""
    merged_on, left_on, joined_on = draw(year_days), draw(year_days), draw(year_days)
    found = [takes_part(GENK, 0)]
    if draw(st.booleans()):
        found += [takes_part(OPGLABBEEK, 1, end=merged_on), takes_part(OPGLABBEEK, 9, merged_on)]
    else:
        found += [takes_part(OPGLABBEEK, 1)]
    if draw(st.booleans()):
        found += [takes_part(AS, 2, end=left_on)]
    else:
        found += [takes_part(AS, 2, end=merged_on), takes_part(AS, 9, merged_on)]
    if draw(st.booleans()):
        found += [takes_part(ZUTENDAAL, 3, joined_on)]
    return tuple(found)


lines_drawn = st.lists(
    st.builds(Line, year_days, st.none() | st.sampled_from([*PLACES, "11002"]), amounts), max_size=25
)


@dataclass(frozen=True)
class Case:
    """The terms of a year and what was paid in it."""

    terms: tuple[Terms, ...]
    lines: list[Line]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A year with one key or two, in which members may change."""
    first, second, from_day = draw(st.none() | keys()), draw(st.none() | keys()), draw(year_days)
    memberships = draw(histories())
    in_year = {START: first, from_day: second} if draw(st.booleans()) else {START: first}
    return Case(terms_of(YEAR, in_year, memberships), draw(lines_drawn))


def summed(burdens: Iterable[Burden]) -> dict[int | None, int]:
    """What each bears of many lines; who bears nothing is not in it."""
    found: Counter[int | None] = Counter()
    for burden in burdens:
        for member, cents in burden.items():
            found[member] += cents
    return {member: cents for member, cents in found.items() if cents}


def borne(terms: Sequence[Terms], lines: Iterable[Line]) -> dict[int | None, int]:
    return summed(attribute_all(terms, lines))


def reversal(line: Line) -> Line:
    return line._replace(amount_cents=-line.amount_cents)


MERGER = date(YEAR, 7, 1)
MERGED = (
    takes_part(GENK, 0),
    takes_part(OPGLABBEEK, 1, end=MERGER),
    takes_part(OPGLABBEEK, 9, MERGER),
    takes_part(AS, 2, end=MERGER),
    takes_part(AS, 9, MERGER),
)
