"""A trial: the same every time, never more money than there is, in order of time, and better off with more of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.rule.cast import NO_AID, bare_with, rule_sets, welcome
from wisselwerk.domain.rule import Result, RuleSet
from wisselwerk.domain.rule.allocation import Allocation, Method
from wisselwerk.domain.rule.amount import Amount, OwnContribution, SizeAmount
from wisselwerk.domain.rule.base import EnterpriseSize, Facts, WhenShort
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.decision import DecisionMode, Mode
from wisselwerk.domain.rule.enterprise import CountPeriod, EnterpriseCeiling, NumberPerEnterprise
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.domain.simulation import COUNTED, DRAWN_AFTER, Played, Trial, TrialApplication, play
from wisselwerk.domain.trial_books import Pot

DAY = date(2027, 1, 4)
GENK, TONGEREN = "71016", "73083"


def application(
    days: int = 0, enterprise: int = 1, *, place: str = GENK, order_cents: int | None = 10**9, **known: Any
) -> TrialApplication:
    """One that comes in so many days later."""
    on = DAY + timedelta(days=days)
    return TrialApplication(on, on, enterprise, 1, {"seat_places": (place,), **known}, order_cents)


def run(rules: RuleSet, applications: Sequence[TrialApplication], *pots: Pot, **trial: Any) -> list[Played]:
    """What comes of these; with all the money of the world unless told otherwise."""
    return list(play(Trial(rules=rules, pots=pots or (Pot(cents=10**12),), **trial), applications))


def results(played: Sequence[Played]) -> list[str]:
    return [one.result.value for one in played]


def codes(played: Played) -> list[str]:
    return [one.code.value for one in played.evaluation.reasons]


# -- Money ----------------------------------------------------------------------------------------------------------


def test_money_goes_in_order_of_time_and_never_below_nothing() -> None:
    played = run(bare_with(), [application(n, n) for n in range(4)], Pot(cents=60_000))
    assert results(played) == ["awarded", "awarded", "refused", "refused"]
    assert [one.left_cents for one in played] == [35_000, 10_000, 10_000, 10_000]
    assert [one.is_out for one in played] == [False, True, True, True]
    assert played[2].evaluation.reasons[0].params == {
        "scope": "budget",
        "left_cents": 10_000,
        "missing_cents": 15_000,
    }


def test_to_the_cent() -> None:
    for cents, expected in ((24_999, "refused"), (25_000, "awarded")):
        assert results(run(bare_with(), [application()], Pot(cents=cents))) == [expected]


def test_own_money_of_a_member_goes_before_what_is_shared() -> None:
    pots = Pot(cents=25_000), Pot(cents=25_000, member="A")
    both = [application(n, n) for n in range(3)]
    played = run(bare_with(), both, *pots, member_of={GENK: "A", TONGEREN: "B"})
    assert results(played) == ["awarded", "awarded", "refused"]
    other = run(bare_with(), [application(place=TONGEREN)], pots[1], member_of={GENK: "A", TONGEREN: "B"})
    assert codes(other[0]) == ["BUDGET_EXHAUSTED"]


def test_a_budget_is_of_its_year() -> None:
    pots = Pot(cents=25_000, year=2027), Pot(cents=50_000, year=2028)
    later = [application(days, days) for days in (0, 1, 400, 401, 402)]
    assert results(run(bare_with(), later, *pots)) == ["awarded", "refused", "awarded", "awarded", "refused"]


@pytest.mark.parametrize(
    ("ceiling", "expected"),
    [
        ({"total_cents": 50_000}, [1, 1, 0, 0, 0, 0]),
        ({"per_year_cents": 50_000}, [1, 1, 0, 0, 1, 1]),
        ({"per_member_cents": 25_000}, [1, 1, 0, 0, 0, 0]),
    ],
)
def test_ceilings_count_in_all_by_year_and_by_member(ceiling: dict[str, int], expected: list[int]) -> None:
    rules = bare_with(BudgetCeiling(**ceiling))
    asked = [(0, GENK), (1, TONGEREN), (2, GENK), (3, TONGEREN), (400, GENK), (401, TONGEREN)]
    applications = [application(days, days, place=place) for days, place in asked]
    played = run(rules, applications, member_of={GENK: "A", TONGEREN: "B"})
    assert [one.result is Result.AWARDED for one in played] == [bool(one) for one in expected]


def test_what_is_left_on_a_voucher_comes_back_on_the_day_after_its_last() -> None:
    # Six months and thirty days after 4 January.
    over = (date(2027, 8, 4) - DAY).days
    first = application(0, 1, order_cents=None)
    for days, expected in ((over - 1, "refused"), (over, "awarded")):
        assert results(run(bare_with(), [first, application(days, 2)], Pot(cents=25_000)))[1] == expected
    half = application(0, 1, order_cents=12_500)
    played = run(bare_with(), [half, application(over, 2)], Pot(cents=37_499))
    assert [one.paid_cents for one in played] == [12_500, 0]
    assert results(run(bare_with(), [half, application(over, 2)], Pot(cents=37_500)))[1] == "awarded"


@pytest.mark.parametrize(
    ("order_cents", "paid_cents"), [(None, 0), (49_999, 0), (50_000, 25_000), (90_000, 25_000)]
)
def test_an_order_is_held_to_own_money_as_an_invoice_is(order_cents: int | None, paid_cents: int) -> None:
    rules = bare_with(OwnContribution(minimum_cents=25_000, when_short=WhenShort.REFUSE))
    (played,) = run(rules, [application(order_cents=order_cents)])
    assert played.paid_cents == paid_cents


def test_amounts_and_shares_go_by_size() -> None:
    by_size = (SizeAmount(size=EnterpriseSize.LARGE, amount_cents=10_000, share_percent=20),)
    rules = bare_with(Amount(amount_cents=25_000, by_size=by_size))
    sizes = [EnterpriseSize.SMALL, EnterpriseSize.LARGE]
    played = run(
        rules, [application(n, n, enterprise_size=size, order_cents=40_000) for n, size in enumerate(sizes)]
    )
    assert [(one.amount_cents, one.paid_cents) for one in played] == [(25_000, 25_000), (10_000, 8_000)]


# -- Enterprises ----------------------------------------------------------------------------------------------------


def test_an_enterprise_has_so_many_vouchers_in_so_long() -> None:
    rule = NumberPerEnterprise(maximum=1, period=CountPeriod.MONTHS, months=12)
    days = [0, 364, 365]
    played = run(bare_with(rule), [application(one) for one in days])
    assert results(played) == ["awarded", "refused", "awarded"]
    assert codes(played[1]) == ["ALREADY_HAS_VOUCHER"]


def test_what_an_enterprise_got_in_a_year_counts_and_what_it_never_used_does_not() -> None:
    rules = bare_with(EnterpriseCeiling(per_year_cents=30_000))
    again = [application(days, order_cents=None) for days in (0, 1, 212)]
    assert results(run(rules, again)) == ["awarded", "refused", "awarded"]


def test_a_person_says_yes_unless_the_application_says_otherwise() -> None:
    rules = bare_with(DecisionMode(mode=Mode.REVIEW))
    no = application(1, 2)._replace(is_declined=True)
    played = run(rules, [application(), no])
    assert results(played) == ["awarded", "refused"]
    assert [one.by_person for one in played] == [True, True]


def test_nobody_awards_where_nobody_grants() -> None:
    assert results(run(bare_with(), [application(place="11002")], member_of={GENK: "A"})) == ["refused"]


# -- A draw ---------------------------------------------------------------------------------------------------------

LAST = date(2027, 2, 28)


def draw(**parameters: Any) -> RuleSet:
    return bare_with(
        Allocation(method=Method.LOTTERY, **parameters),
        ApplicationWindow(opens_on=DAY, closes_on=LAST),
        Territory(places=(GENK,)),
    )


def test_a_draw_gives_as_far_as_the_money_goes_and_who_came_first_has_no_advantage() -> None:
    applications = [application(n, n) for n in range(20)]
    won: Counter[int] = Counter()
    for seed in range(60):
        played = run(draw(), applications, Pot(cents=125_000), seed=f"seed {seed}")
        assert len(played) == 20
        assert Counter(results(played)) == {"awarded": 5, "not_drawn": 15}
        assert {one.on for one in played} == {LAST + DRAWN_AFTER}
        won.update(one.application.enterprise for one in played if one.result is Result.AWARDED)
    assert len(won) == 20


def test_who_is_refused_or_stands_in_it_already_is_not_drawn() -> None:
    applications = [application(), application(1), application(2, 2, place=TONGEREN)]
    played = run(draw(), applications)
    assert [codes(one) for one in played] == [["ALREADY_ENTERED"], ["OUTSIDE_TERRITORY"], []]


def test_no_more_are_drawn_than_the_rules_say() -> None:
    applications = [application(n, n) for n in range(5)]
    assert Counter(results(run(draw(vouchers=2), applications)))["awarded"] == 2


def test_the_waiting_list_moves_up_when_money_comes_back() -> None:
    unused = [application(n, n, order_cents=None) for n in range(3)]
    pot = Pot(cents=25_000)
    played = run(draw(waiting_months=12), unused, pot)
    assert results(played) == ["awarded", "awarded", "not_drawn"]
    days = [one.on for one in played[:2]]
    # Six months and thirty days after the draw of 14 March.
    assert days == [LAST + DRAWN_AFTER, date(2027, 10, 15)]
    # A place on it ends before that.
    assert results(run(draw(waiting_months=6), unused, pot)) == ["awarded", "not_drawn", "not_drawn"]


# -- Whatever the rules are -----------------------------------------------------------------------------------------


@st.composite
def trials(draw: st.DrawFn) -> tuple[RuleSet, list[TrialApplication], int]:
    """Any rules, and applications to which they object now and then."""
    rules = draw(rule_sets(NumberPerEnterprise, BudgetCeiling))
    known = {name: one for name, one in welcome(rules).items() if name not in COUNTED}
    start = welcome(rules)["applied_on"]
    days = sorted(draw(st.lists(st.integers(0, 900), max_size=25)))
    applications = []
    for day in days:
        on = start + timedelta(days=day)
        order = draw(st.none() | st.integers(1, 400))
        enterprise = draw(st.integers(1, 4))
        size = draw(st.sampled_from(EnterpriseSize))
        facts = known | {"enterprise_aid": NO_AID, "enterprise_size": size}
        applications.append(TrialApplication(on, on, enterprise, enterprise % 2, facts, order))
    return rules, applications, draw(st.integers(0, 1_000))


@given(trials())
@settings(max_examples=150)
def test_no_cent_is_spent_that_is_not_there(trial: tuple[RuleSet, list[TrialApplication], int]) -> None:
    rules, applications, cents = trial
    played = run(rules, applications, Pot(cents=cents))
    assert len(played) == len(applications)
    assert all(0 <= one.left_cents <= cents for one in played)
    assert sum(one.paid_cents for one in played) <= cents
    assert all(one.paid_cents <= one.amount_cents for one in played)
    used_up = [one._replace(order_cents=10**9) for one in applications]
    whole = run(rules, used_up, Pot(cents=cents))
    if all(one.paid_cents == one.amount_cents for one in whole):
        # Nothing comes back, so that all awards together are what is gone.
        left = min((one.left_cents for one in whole), default=cents)
        assert sum(one.amount_cents for one in whole) == cents - left


@given(trials())
@settings(max_examples=60)
def test_the_same_trial_gives_the_same_every_time(
    trial: tuple[RuleSet, list[TrialApplication], int],
) -> None:
    rules, applications, cents = trial
    assert run(rules, applications, Pot(cents=cents)) == run(rules, applications, Pot(cents=cents))


@given(st.lists(st.integers(1, 6), max_size=20), st.integers(0, 300_000), st.integers(0, 200_000))
def test_with_more_money_nobody_who_comes_first_loses(enterprises: list[int], cents: int, more: int) -> None:
    rules = bare_with(NumberPerEnterprise(maximum=2))
    applications = [application(n, one) for n, one in enumerate(enterprises)]
    little, much = (
        [one.result is Result.AWARDED for one in run(rules, applications, Pot(cents=one_cents))]
        for one_cents in (cents, cents + more)
    )
    assert all(now or not before for before, now in zip(little, much, strict=True))


def test_every_fact_a_trial_counts_is_a_fact() -> None:
    assert {one.name for one in fields(Facts)} >= COUNTED
