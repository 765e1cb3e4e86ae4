"""Two parts under fire: each side is heard once, each part is paid once, and whoever is killed leaves nothing half done."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.evaluations import (
    FIRST_CENTS,
    LAST_CENTS,
    WELL,
    applicant,
    both_evaluate,
    parts,
    remind_twice,
    set_held_back,
)
from tests.invariants.killing import kill_at_every_statement
from tests.invariants.together import outcomes, together
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.vouchers.models import Evaluation, Remark
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.apps.vouchers.services import evaluate_as_business, reverse_redemption, waive_evaluation
from wisselwerk.domain.evaluation import Side
from wisselwerk.domain.payment import PaymentState

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *vouchers.differences(), *payouts.differences()] == []


def test_a_side_that_answers_while_it_is_gone_on_without_is_heard_or_not_and_never_both() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    remind_twice()
    coordinator = treasury.scene.coordinator
    say = partial(evaluate_as_business, applicant(), redemption=one.pk, answers=WELL, words="Vlot.")
    waive = partial(waive_evaluation, coordinator, redemption=one.pk, side=Side.BUSINESS, reason="Stil.")
    acts: list[Callable[[], object]] = [say, waive]
    found = outcomes(together(acts * (AT_ONCE // 2)))
    assert found == {"done": 1, "ALREADY_EVALUATED": AT_ONCE - 1}
    assert (Evaluation.objects.count(), Remark.objects.count()) == (1, 1)


def test_who_propose_at_once_put_each_part_in_one_batch() -> None:
    treasury = set_held_back()
    both_evaluate(treasury.redeem())
    found = outcomes(together([treasury.propose] * AT_ONCE))
    assert found == {"done": 2, "NOTHING_TO_PAY": AT_ONCE - 2}
    assert parts(Payment.objects.order_by("part")) == [("first", FIRST_CENTS), ("last", LAST_CENTS)]


def test_an_invoice_undone_while_a_side_answers_and_the_last_part_is_proposed_is_claimed_for_what_was_paid() -> (
    None
):
    treasury = set_held_back()
    one = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    remind_twice()
    waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.PROVIDER, reason="Stil.")
    say = partial(evaluate_as_business, applicant(), redemption=one.pk, answers=WELL)
    undo = partial(reverse_redemption, treasury.scene.coordinator, redemption=one.pk, reason="Fout.")
    acts: list[Callable[[], object]] = [say, undo, treasury.propose]
    found = together(acts)
    assert outcomes(found[1:2]) == {"done": 1}
    assert set(outcomes(found[:1])) <= {"done", "ALREADY_REVERSED"}
    assert set(outcomes(found[2:])) <= {"done", "NOTHING_TO_PAY"}
    assert parts(open_claims()) == [("first", FIRST_CENTS)]


def test_both_parts_are_paid_whoever_is_killed() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    say = partial(evaluate_as_business, applicant(), redemption=one.pk, answers=WELL, words="Vlot.")
    assert kill_at_every_statement(treasury.propose) > 1
    assert kill_at_every_statement(say) > 1
    remind_twice()
    waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.PROVIDER, reason="Stil.")
    assert kill_at_every_statement(treasury.propose) > 1
    assert parts(Payment.objects.order_by("part")) == [("first", FIRST_CENTS), ("last", LAST_CENTS)]
    assert set(Payment.objects.values_list("state", flat=True)) == {PaymentState.PLANNED}
    assert (Evaluation.objects.count(), Remark.objects.count()) == (2, 2)
