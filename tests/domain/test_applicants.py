"""Invented applications: by what was assumed and nothing else, and those of before drawn again."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import median

import pytest

from tests.domain.rule.cast import bare_with
from tests.domain.test_simulation import application
from wisselwerk.domain.applicants import Assumptions, by_week, generated, moved, resampled
from wisselwerk.domain.rule import Result, RuleSet
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance
from wisselwerk.domain.rule.aid import DeMinimis, ProviderAdvantage
from wisselwerk.domain.rule.base import EnterpriseSize
from wisselwerk.domain.rule.enterprise import Sector, SectorList
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.simulation import Trial, TrialApplication, play
from wisselwerk.domain.trial_books import Pot

FIRST, UNTIL = date(2027, 1, 1), date(2029, 1, 1)
ASSUMED = Assumptions(
    per_month=100, order_cents=60_000, weights={"71016": 3, "71002": 1}, elsewhere=("73083", "73006")
)
RULES = bare_with(Territory(places=("71016", "71002")))


def made(assumed: Assumptions = ASSUMED, rules: RuleSet = RULES, seed: int = 1) -> list[TrialApplication]:
    return list(generated(assumed, rules, FIRST, UNTIL, Random(seed)))


def share(found: list[bool]) -> float:
    return 100 * sum(found) / len(found)


def test_there_are_as_many_as_was_assumed_in_order_of_time() -> None:
    found = made()
    # 2400 are expected; chance differs by some fifty.
    assert 2_200 < len(found) < 2_600
    days = [one.applied_on for one in found]
    assert days == sorted(days)
    assert days[0] >= FIRST
    assert days[-1] < UNTIL
    assert made(replace(ASSUMED, per_month=0)) == []


def test_the_same_chance_gives_the_same_and_another_gives_others() -> None:
    assert made() == made()
    assert made() != made(seed=2)


def test_who_applies_is_as_was_assumed() -> None:
    found = made()
    places = Counter(one.known["seat_places"][0] for one in found)
    assert 4 < share([one.known["seat_places"][0] in ASSUMED.elsewhere for one in found]) < 6.5
    assert 2.5 < places["71016"] / places["71002"] < 3.6
    assert 8 < share([one.known["earlier_customer"] for one in found]) < 12
    assert 18 < share([one.order_cents is None for one in found]) < 22
    assert 8 < share([one.known["enterprise_size"] is EnterpriseSize.MEDIUM for one in found]) < 12
    again = len(found) - len({one.enterprise for one in found})
    assert 8 < 100 * again / len(found) < 12
    assert 55_000 < median(one.order_cents for one in found if one.order_cents is not None) < 65_000


def test_an_enterprise_that_comes_again_is_the_same() -> None:
    seen: dict[int, tuple[object, ...]] = {}
    for one in made():
        told = tuple(one.known[name] for name in ("seat_places", "enterprise_size", "nace_code"))
        assert seen.setdefault(one.enterprise, told) == told


def test_one_other_assumption_leaves_the_others_as_they_were() -> None:
    before, after = made(), made(replace(ASSUMED, unused_percent=60, customer_percent=30))
    assert [one.applied_on for one in before] == [one.applied_on for one in after]
    assert [one.known["seat_places"] for one in before] == [one.known["seat_places"] for one in after]
    assert all(
        one.order_cents == other.order_cents or other.order_cents is None
        for one, other in zip(before, after, strict=True)
    )


@pytest.mark.parametrize("admitted", SectorList)
def test_sectors_are_admitted_but_for_those_that_were_assumed_not_to_be(admitted: SectorList) -> None:
    rules = bare_with(Sector(admitted=admitted, sectors=("47", "56101")))
    results = Counter(
        one.result for one in play(Trial(rules=rules, pots=(Pot(cents=10**12),)), made(rules=rules))
    )
    assert 8 < 100 * results[Result.REFUSED] / results.total() < 12


def test_nothing_but_what_was_assumed_stands_in_the_way() -> None:
    rules = bare_with(
        Territory(places=("71016", "71002")),
        FirstAcquaintance(),
        DeMinimis(provider_advantage=ProviderAdvantage.WHOLE),
    )
    easy = replace(ASSUMED, outside_percent=0, customer_percent=0)
    played = play(Trial(rules=rules, pots=(Pot(cents=10**12),)), made(easy, rules))
    assert {one.result.value for one in played} == {"awarded"}


def test_earlier_applications_move_together() -> None:
    found = moved([application(3), application(10, 2)], date(2030, 5, 6))
    assert [one.applied_on for one in found] == [date(2030, 5, 6), date(2030, 5, 13)]
    assert moved([], date(2030, 5, 6)) == []


def test_weeks_are_drawn_whole_and_quiet_ones_too() -> None:
    # Monday 4 January: two in the first week, none in the second, one in the third.
    before = [application(0, 1), application(4, 2), application(15, 1)]
    weeks = by_week(before, before[0].applied_on, before[-1].applied_on + timedelta(days=3))
    assert [len(week) for week in weeks] == [2, 0, 1]
    found = list(resampled(weeks, date(2027, 3, 1), date(2028, 2, 28), Random(1)))
    assert 30 < len(found) < 75
    assert {one.applied_on.weekday() for one in found} == {0, 1, 4}
    assert all(date(2027, 3, 1) <= one.applied_on < date(2028, 2, 28) for one in found)
    # A week that is drawn again is of other enterprises; who came twice, in two weeks, still does.
    assert max(Counter(one.enterprise for one in found).values()) == 2
