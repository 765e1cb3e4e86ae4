"""A voucher is redeemed and owed whole, and paid in two: the last part when both sides have said how it went."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.evaluations import (
    FIRST_CENTS,
    LAST_CENTS,
    WELL,
    applicant,
    both_evaluate,
    parts,
    provider_staff,
    remind_twice,
    set_held_back,
)
from tests.payments import PART_CENTS, due_by, pass_checks, set_treasury
from tests.scene import credit_note, refusal_of
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.desk import desk_of
from wisselwerk.apps.payouts.queries.payable import Wait, payable
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.queries.road import PAYABLE, steps_of
from wisselwerk.apps.payouts.services import order_batch, take_out_payment
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.evaluations import last_cents, last_part_of, last_part_rules
from wisselwerk.apps.vouchers.queries.proof import differences as voucher_differences
from wisselwerk.apps.vouchers.services import (
    credit_invoice,
    evaluate_as_business,
    evaluate_as_provider,
    reverse_redemption,
    waive_evaluation,
)
from wisselwerk.clock import today
from wisselwerk.domain.evaluation import Side
from wisselwerk.domain.payment import BatchState, Part, PaymentState
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.parameter import LARGEST_CENTS

pytestmark = pytest.mark.django_db


def clean() -> bool:
    return not [*differences(), *voucher_differences()]


def test_all_of_it_is_owed_at_once_and_the_first_part_is_paid_without_anybody() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    assert one.voucher_part_cents == PART_CENTS == FIRST_CENTS + LAST_CENTS
    assert one.transfer is not None
    assert one.transfer.amount_cents == PART_CENTS
    desk = desk_of(treasury.payer, today())
    assert (desk.payable, desk.payable_cents, desk.waits) == (1, FIRST_CENTS, {})
    batch = treasury.signed()
    assert parts(batch.payments.all()) == [("first", FIRST_CENTS)]
    (due,) = due_by(treasury.payer, today())
    assert due.waits_for == (Wait.EVALUATION,)
    desk = desk_of(treasury.payer, today())
    assert (desk.payable, desk.payable_cents, desk.waits) == (0, 0, {Wait.EVALUATION: 1})
    with pytest.raises(Refusal) as refused:
        treasury.propose()
    assert refused.value.code is RefusalCode.NOTHING_TO_PAY
    assert clean()


def test_the_last_part_is_paid_when_both_have_said_how_it_went() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    assert not payable(treasury.payer, today()).exists()
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL)
    batch = treasury.signed()
    assert parts(batch.payments.all()) == [("last", LAST_CENTS)]
    treasury.bank_pays(batch)
    assert due_by(treasury.payer, today()) == []
    assert sum(cents for _, cents in parts(Payment.objects.filter(state=PaymentState.PAID))) == PART_CENTS
    assert clean()


def test_who_has_said_it_before_anything_was_paid_gets_the_parts_one_after_the_other() -> None:
    treasury = set_held_back()
    both_evaluate(treasury.redeem())
    assert parts(treasury.propose().payments.all()) == [("first", FIRST_CENTS)]
    # It need not wait for the bank.
    assert parts(treasury.propose().payments.all()) == [("last", LAST_CENTS)]
    assert due_by(treasury.payer, today()) == []
    assert clean()


def test_a_side_that_does_not_answer_does_not_keep_the_money_for_ever() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    treasury.signed()
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    remind_twice()
    waive_evaluation(
        treasury.scene.coordinator, redemption=one.pk, side=Side.PROVIDER, reason="Twee keer herinnerd."
    )
    assert parts(treasury.signed().payments.all()) == [("last", LAST_CENTS)]
    assert clean()


def test_a_first_part_that_was_taken_out_goes_first_again() -> None:
    treasury = set_held_back()
    both_evaluate(treasury.redeem())
    (first,) = treasury.propose().payments.all()
    (last,) = treasury.propose().payments.all()
    take_out_payment(treasury.signs, payment=first, reason="Even nakijken.")
    assert parts(treasury.propose().payments.all()) == [("first", FIRST_CENTS)]
    take_out_payment(treasury.signs, payment=last, reason="Even nakijken.")
    assert parts(treasury.propose().payments.all()) == [("last", LAST_CENTS)]
    assert clean()


def test_each_part_that_was_paid_is_claimed_back_when_the_invoice_is_undone() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    both_evaluate(one)
    treasury.bank_pays(treasury.signed())
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Niet geleverd.")
    assert parts(open_claims()) == [("first", FIRST_CENTS), ("last", LAST_CENTS)]
    assert clean()


def test_only_what_was_paid_is_claimed_and_the_last_part_is_due_no_more() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Niet geleverd.")
    assert parts(open_claims()) == [("first", FIRST_CENTS)]
    assert due_by(treasury.payer, today()) == []
    assert clean()


def test_what_a_credit_note_leaves_holds_its_own_last_part_back_and_asks_nobody_again() -> None:
    treasury = set_held_back({"own_contribution": None})
    one = treasury.redeem()
    both_evaluate(one)
    note = credit_note(one.voucher, 40_001)
    done = credit_invoice(treasury.scene.coordinator, code=one.voucher.code, data=note)
    assert done.voucher_part_cents == 9_999
    pass_checks()
    # A third of 99.99 euro is 32.9967.
    assert parts(treasury.propose().payments.all()) == [("first", 6_700)]
    assert parts(treasury.propose().payments.all()) == [("last", 3_299)]
    assert clean()


def test_an_invoice_of_which_nothing_can_be_held_back_is_paid_whole() -> None:
    treasury = set_held_back({"own_contribution": None})
    one = treasury.redeem()
    credit_invoice(treasury.scene.coordinator, code=one.voucher.code, data=credit_note(one.voucher, 49_998))
    pass_checks()
    assert parts(treasury.propose().payments.all()) == [("first", 2)]
    assert due_by(treasury.payer, today()) == []
    assert clean()


def test_without_the_rule_a_redemption_is_paid_once_and_whole() -> None:
    treasury = set_treasury()
    treasury.redeem()
    assert parts(treasury.propose().payments.all()) == [("first", PART_CENTS)]
    assert due_by(treasury.payer, today()) == []
    assert clean()


def test_each_part_says_how_far_it_is() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    first = steps_of([one], today())[one.pk]
    assert (first.amount_cents, first.state) == (FIRST_CENTS, PAYABLE)
    assert first.last is not None
    assert (first.last.amount_cents, first.last.state) == (LAST_CENTS, Wait.EVALUATION)
    treasury.bank_pays(treasury.signed())
    both_evaluate(one)
    treasury.propose()
    first = steps_of([one], today())[one.pk]
    assert (first.amount_cents, first.state) == (FIRST_CENTS, PaymentState.PAID)
    assert first.last is not None
    assert (first.last.amount_cents, first.last.state) == (LAST_CENTS, "in_batch")


def test_nobody_approves_a_last_part_that_nobody_said_anything_of() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    batch = treasury.propose()
    # Nothing here proposes it; whoever did it otherwise does not get past the last look.
    batch.payments.update(part=Part.LAST, amount_cents=LAST_CENTS)
    with pytest.raises(Refusal) as refused:
        order_batch(treasury.orders, batch=batch)
    assert refusal_of(refused) == (RefusalCode.UNPROVEN_IN_BATCH, {"number": 1})
    both_evaluate(one)
    assert order_batch(treasury.orders, batch=batch).state == BatchState.ORDERED


def test_a_last_part_that_was_signed_before_it_was_evaluated_is_named() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    batch = treasury.signed()
    batch.payments.update(part=Part.LAST, amount_cents=LAST_CENTS)
    (payment,) = batch.payments.all()
    named = f"payment {payment.pk}: was signed while not both sides had said how it went"
    assert list(differences()) == [named]
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL)
    # They came too late: what counts is the moment of the signature.
    assert list(differences()) == [named]


@pytest.mark.parametrize(
    ("part", "cents"), [(Part.FIRST, FIRST_CENTS + 1), (Part.FIRST, PART_CENTS), (Part.LAST, LAST_CENTS - 1)]
)
def test_a_part_of_another_amount_is_named(part: Part, cents: int) -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    treasury.propose().payments.update(part=part, amount_cents=cents)
    (found,) = list(differences())
    assert f"is {cents} cents, the {part} part of redemption {one.pk}" in found


def test_the_database_holds_back_what_the_domain_does() -> None:
    """Worked out in the database for lists, in Python for one: to the cent the same, for any amount and percentage."""
    one = set_held_back({"own_contribution": None}).redeem()
    found = Redemption.objects.filter(pk=one.pk).select_related("voucher__rule_set")
    version = one.voucher.rule_set_id

    @settings(max_examples=150, deadline=None)
    @given(percent=st.integers(1, 99), cents=st.integers(0, LARGEST_CENTS))
    @example(percent=33, cents=1)
    @example(percent=99, cents=LARGEST_CENTS)
    def holds(percent: int, cents: int) -> None:
        found.update(voucher_part_cents=cents)
        rule = LastPart(held_back_percent=percent)
        assert found.annotate(held=last_cents({version: rule})).get().held == rule.last_cents(cents)

    holds()
    same = found.annotate(held=last_cents(last_part_rules())).get()
    assert same.held == last_part_of(same), "and both read it of the same rules"
