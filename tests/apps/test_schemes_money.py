"""Money behind a scheme: budgets of a year, and ceilings that hold as accounts."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.cast import Stage
from tests.scene import refusal_of
from tests.scene import rule_set as rules_with
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.ledger.services import post
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.models import (
    Budget,
    Ceiling,
    Reduction,
)
from wisselwerk.apps.schemes.queries import (
    budget_decisions,
    budget_for,
    council_decisions,
    fundings,
    scheme_overview,
    scheme_overviews,
)
from wisselwerk.apps.schemes.services import (
    BudgetDecision,
    ceiling_rooms,
    fund_scheme,
    reduce_budget,
)
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.ledger import Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet

FIRST, MERGED = date(2015, 3, 1), date(2025, 1, 1)


def member(code: str) -> Organisation:
    return local_government(code, today())


def left(stage: Stage) -> int:
    found = scheme_overview(stage.genk.slug, today())
    assert found is not None
    return found.left_cents


def ceilings(**cents: int) -> RuleSet:
    limits: dict[str, object] = {**cents}
    return rules_with({"budget_ceiling": limits})


def test_fund_scheme_adds_to_the_budget_of_a_year(stage: Stage, coordinator_genk: Actor) -> None:
    budget = fund_scheme(coordinator_genk, scheme=stage.genk, year=today().year, amount_cents=500_00)
    assert budget == Budget.objects.get(scheme=stage.genk)
    assert left(stage) == 25_050_000
    assert scheme_overviews(date(today().year + 1, 1, 1))[0].left_cents == 0
    entry = Entry.objects.filter(command="fund_scheme").latest("pk")
    assert (entry.actor, entry.authority) == (str(coordinator_genk), "")
    assert fundings(stage.genk, today().year)[-1].decision is None
    assert list(books_that_differ()) == []


def test_money_stands_on_a_decision_that_is_recorded_with_it(stage: Stage, coordinator_genk: Actor) -> None:
    told = BudgetDecision(member("71002"), "Budgetwijziging", today(), "GR 2026/11/7")
    for _ in range(2):
        fund_scheme(coordinator_genk, scheme=stage.genk, year=2031, amount_cents=100, decision=told)
    first, second = fundings(stage.genk, 2031)
    assert first.decision == second.decision == budget_decisions(stage.genk)[0]
    assert (first.transfer.amount_cents, first.budget) == (100, second.budget)
    assert first.decision is not None
    assert (first.decision.title, first.decision.reference) == ("Budgetwijziging", "GR 2026/11/7")
    entry = Entry.objects.filter(command="fund_scheme").latest("pk")
    assert entry.authority == f"council_decision:{first.decision.pk}"
    assert Entry.objects.filter(subject=entry.authority).count() == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"title": "Een andere titel"}, RefusalCode.DECISION_DIFFERS),
        ({"reference": "Een ander nummer"}, RefusalCode.DECISION_DIFFERS),
        ({"council": "73083"}, RefusalCode.NOT_A_MEMBER),
    ],
)
def test_a_decision_that_cannot_be_adds_no_money(
    stage: Stage, told: dict[str, Any], code: RefusalCode
) -> None:
    known = {"council": "71002", "title": "Budget", "decided_on": today(), "reference": "GR 7"}

    def fund(**told: Any) -> None:
        decision = BudgetDecision(**{**told, "council": member(told["council"])})
        fund_scheme(SYSTEM, scheme=stage.genk, year=2031, amount_cents=100, decision=decision)

    fund(**known)
    before = (Transfer.objects.count(), len(council_decisions(stage.genk)))
    with pytest.raises(Refusal) as refused:
        fund(**known | told)
    assert refusal_of(refused)[0] == code
    assert (Transfer.objects.count(), len(council_decisions(stage.genk))) == before


def test_a_member_with_a_budget_of_its_own_uses_that_until_it_falls_short(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    year, as_, genk = today().year, member("71002"), member("71016")
    own = fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=100, member=as_)
    with django_assert_num_queries(1):
        assert budget_for(stage.genk, year, as_, 100) == own
    shared = budget_for(stage.genk, year, None, 100)
    assert shared is not None
    assert shared.member is None
    assert budget_for(stage.genk, year, as_, 101) == shared
    assert budget_for(stage.genk, year, genk, 100) == shared
    assert budget_for(stage.genk, year + 1, genk, 100) is None
    assert left(stage) == 25_000_100


def test_without_shared_money_the_own_budget_says_what_is_left(stage: Stage) -> None:
    as_, year = member("71002"), today().year + 1
    own = fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=100, member=as_)
    assert budget_for(stage.genk, year, as_, 101) == own
    assert budget_for(stage.genk, year, None, 100) is None


def test_only_a_member_has_a_budget(stage: Stage) -> None:
    for code, year in (("73083", today().year), ("71047", today().year), ("72042", 2018)):
        somebody = local_government(code, date(2018, 1, 1))
        with pytest.raises(Refusal) as refused:
            fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=100, member=somebody)
        assert refusal_of(refused) == (
            RefusalCode.NOT_A_MEMBER,
            {"member": somebody.name, "year": year},
        )
    fund_scheme(
        SYSTEM, scheme=stage.genk, year=2018, amount_cents=100, member=local_government("71047", FIRST)
    )


def test_nothing_is_no_amount(stage: Stage) -> None:
    before = Transfer.objects.count()
    for amount in (0, -1):
        with pytest.raises(ValueError, match="more than nothing"):
            fund_scheme(SYSTEM, scheme=stage.genk, year=2031, amount_cents=amount)
    assert Transfer.objects.count() == before
    assert not Budget.objects.filter(year=2031).exists()


def test_what_was_added_by_mistake_is_taken_out_again(stage: Stage, coordinator_genk: Actor) -> None:
    reduce_budget(
        coordinator_genk, scheme=stage.genk, year=today().year, amount_cents=25_000_000, reason=" Typfout. "
    )
    assert left(stage) == 0
    found = scheme_overview(stage.genk.slug, today())
    assert found is not None
    assert found.budget_cents == 0
    reduction = Reduction.objects.get()
    assert (reduction.reason, reduction.actor) == ("Typfout.", str(coordinator_genk))
    assert Entry.objects.get(command="reduce_budget").subject == f"budget:{reduction.budget_id}"
    assert [*books_that_differ(), *proof.differences()] == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_cents": 25_000_001}, RefusalCode.NOT_ENOUGH_MONEY),
        ({"year": 2031}, RefusalCode.NOT_ENOUGH_MONEY),
        ({"reason": "  "}, RefusalCode.MOTIVATION_MISSING),
    ],
)
def test_no_more_is_taken_out_than_is_left_and_never_without_a_reason(
    stage: Stage, coordinator_genk: Actor, changes: dict[str, Any], code: RefusalCode
) -> None:
    asked: dict[str, Any] = {"year": today().year, "amount_cents": 100, "reason": "Typfout."}
    with pytest.raises(Refusal) as refused:
        reduce_budget(coordinator_genk, scheme=stage.genk, **asked | changes)
    assert refused.value.code == code
    assert left(stage) == 25_000_000
    assert not Reduction.objects.exists()


@pytest.mark.parametrize("who", ["coordinator_zuidoost_limburg", "owner", "auditor"])
def test_only_the_own_coordinator_takes_money_out(stage: Stage, who: str) -> None:
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        reduce_budget(
            stage.actor(who), scheme=stage.genk, year=today().year, amount_cents=1, reason="Typfout."
        )


def test_money_that_left_a_budget_for_no_reason_is_named(stage: Stage) -> None:
    budget = Budget.objects.get(scheme=stage.genk)
    (transfer,) = post(Road.DEFUND, [Movement(budget.account_id, budget.credit_id, Cents(1))])
    assert list(proof.differences()) == [f"transfer {transfer.pk}: nothing explains this DEFUND"]


def test_nothing_is_no_amount_to_take_out(stage: Stage) -> None:
    for amount in (0, -1):
        with pytest.raises(ValueError, match="more than nothing"):
            reduce_budget(SYSTEM, scheme=stage.genk, year=today().year, amount_cents=amount, reason="x")


def test_without_ceilings_there_are_no_rooms(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert ceiling_rooms(stage.genk, ceilings(), 2026, None) == {}
    assert not Ceiling.objects.exists()


def test_a_ceiling_is_opened_once_and_then_read(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rules = ceilings(total_cents=1_000, per_member_cents=400, per_year_cents=700)
    genk = member("71016")
    opened = ceiling_rooms(stage.genk, rules, 2026, genk)
    assert {scope: (one.scope, one.room.balance_cents) for scope, one in opened.items()} == {
        "total": ("total", 1_000),
        "per_member": ("per_member:71016", 400),
        "per_year": ("per_year:2026", 700),
    }
    with django_assert_num_queries(1):
        assert ceiling_rooms(stage.genk, rules, 2026, genk) == opened
    assert ceiling_rooms(stage.genk, rules, 2027, None).keys() == {"total", "per_year"}
    assert list(books_that_differ()) == []


def test_a_ceiling_follows_the_rules_but_never_below_what_was_awarded(stage: Stage) -> None:
    def room(limit_cents: int) -> int:
        (one,) = ceiling_rooms(stage.genk, ceilings(total_cents=limit_cents), 2026, None).values()
        one.room.refresh_from_db()
        return one.room.balance_cents

    assert room(1_000) == 1_000
    one = Ceiling.objects.get()
    post(Road.AWARD, [Movement(one.room_id, one.limit_id, Cents(600))])
    assert room(1_500) == 900
    assert room(500) == 0
    assert Ceiling.objects.get().limit_cents == 600
    post(Road.LAPSE, [Movement(one.limit_id, one.room_id, Cents(300))])
    assert room(500) == 200
    assert Ceiling.objects.get().limit_cents == 500
    assert list(books_that_differ()) == []


def test_a_room_is_never_overdrawn(stage: Stage) -> None:
    (one,) = ceiling_rooms(stage.genk, ceilings(total_cents=100), 2026, None).values()
    with pytest.raises(IntegrityError), transaction.atomic():
        post(Road.AWARD, [Movement(one.room_id, one.limit_id, Cents(101))])
    assert Account.objects.get(pk=one.room_id).balance_cents == 100


def test_a_scheme_is_open_when_one_budget_carries_a_voucher_and_unfunded_when_only_two_together_do(
    stage: Stage,
) -> None:
    year = today().year + 1
    day = date(year, 3, 1)

    def state() -> str:
        (found,) = (one for one in scheme_overviews(day) if one.scheme == stage.genk)
        return found.state

    assert state() == SchemeState.UNFUNDED
    fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=24_999)
    fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=24_999, member=member("71002"))
    assert state() == SchemeState.UNFUNDED
    fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=1, member=member("71002"))
    assert state() == SchemeState.RUNNING
