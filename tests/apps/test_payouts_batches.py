"""A batch: proposed, ordered by one, signed by another, stopped by either, and never edited."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.payments import EMAIL, PART_CENTS, PAYEE_IBAN, due_by, set_treasury
from tests.proofs import OWN_PART, set_proof
from tests.scene import IN_PARTS, award, credit_note, invoice, refusal_of
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import BatchRemark, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.desk import waiting_batches
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    hold_batch,
    name_account,
    order_batch,
    propose_batch,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    credit_invoice,
    redeem_voucher,
    reverse_redemption,
    see_bank_proof,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor, ActorKind, Role
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

WHY = "De factuur wordt betwist."


def test_one_redemption_is_one_payment_in_a_batch_that_two_people_approve() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    batch = treasury.propose()
    (payment,) = batch.payments.all()
    assert (payment.redemption, payment.amount_cents, payment.state) == (redemption, PART_CENTS, "planned")
    assert payment.to_account.iban == PAYEE_IBAN
    assert batch.state == BatchState.PROPOSED
    batch = order_batch(treasury.orders, batch=batch)
    assert (batch.state, batch.ordered_by) == (BatchState.ORDERED, str(treasury.orders))
    batch = sign_batch(treasury.signs, batch=batch)
    assert (batch.state, batch.signed_by) == (BatchState.SIGNED, str(treasury.signs))
    assert list(differences()) == []
    assert list(due_by(treasury.payer, today())) == []


def test_four_eyes_are_two_people_also_where_one_holds_both_roles() -> None:
    treasury = set_treasury()
    treasury.redeem()
    both = person(EMAIL["general_director"])
    grant_role(SYSTEM, person=both, organisation=treasury.payer, role=Role.FINANCIAL_DIRECTOR)
    one = actor_for(both)
    batch = order_batch(one, batch=treasury.propose())
    with pytest.raises(Refusal) as refused:
        sign_batch(one, batch=batch)
    assert refusal_of(refused)[0] is RefusalCode.FOUR_EYES
    batch.refresh_from_db()
    assert (batch.state, batch.signed_by) == (BatchState.ORDERED, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentBatch.objects.filter(pk=batch.pk).update(signed_by=str(one))
    assert sign_batch(treasury.signs, batch=batch).state == BatchState.SIGNED


def test_neither_does_the_work_of_the_other_and_no_key_does_either() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.propose()
    key = Actor(
        ActorKind.KEY,
        1,
        frozenset({(Role.GENERAL_DIRECTOR, treasury.payer.pk), (Role.FINANCIAL_DIRECTOR, treasury.payer.pk)}),
    )
    for who in (treasury.signs, treasury.scene.coordinator, key):
        with pytest.raises(Refusal) as refused:
            order_batch(who, batch=batch)
        assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED
    batch = order_batch(treasury.orders, batch=batch)
    for who in (treasury.orders, treasury.scene.coordinator, key):
        with pytest.raises(Refusal) as refused:
            sign_batch(who, batch=batch)
        assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


def test_nothing_is_signed_that_was_not_ordered() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.propose()
    with pytest.raises(Refusal) as refused:
        sign_batch(treasury.signs, batch=batch)
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "proposed"})


def test_what_is_in_a_batch_is_not_in_the_next() -> None:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.propose()
    with pytest.raises(Refusal) as refused:
        treasury.propose()
    assert refusal_of(refused)[0] is RefusalCode.NOTHING_TO_PAY
    second = treasury.redeem(2)
    assert [one.redemption for one in treasury.propose().payments.all()] == [second]


def test_the_database_itself_pays_a_redemption_once() -> None:
    treasury = set_treasury()
    treasury.redeem()
    (payment,) = treasury.propose().payments.all()
    payment.pk = None
    payment._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.save()


def test_a_payment_taken_out_goes_in_another_batch_and_the_rest_is_ordered_anew() -> None:
    treasury = set_treasury()
    first, second = treasury.redeem(1), treasury.redeem(2)
    batch = order_batch(treasury.orders, batch=treasury.propose())
    taken = batch.payments.get(redemption=first)
    take_out_payment(treasury.signs, payment=taken, reason=WHY)
    batch.refresh_from_db()
    assert (batch.state, batch.ordered_by) == (BatchState.PROPOSED, "")
    assert BatchRemark.objects.get(payment=taken).text == WHY
    states = dict(batch.payments.values_list("redemption", "state"))
    assert states == {first.pk: PaymentState.TAKEN_OUT, second.pk: PaymentState.PLANNED}
    with pytest.raises(Refusal) as refused:
        take_out_payment(treasury.signs, payment=taken, reason=WHY)
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "taken_out"})
    assert [one.redemption for one in treasury.propose().payments.all()] == [first]
    assert list(differences()) == []


@pytest.mark.parametrize("is_held", [False, True])
def test_with_its_last_payment_a_batch_ends(*, is_held: bool) -> None:
    """Ordered and signed for nothing it would break the export: a bank takes no order without a payment."""
    treasury = set_treasury()
    redemption = treasury.redeem()
    batch = order_batch(treasury.orders, batch=treasury.propose())
    if is_held:
        batch = hold_batch(treasury.signs, batch=batch, reason=WHY)
    take_out_payment(treasury.signs, payment=batch.payments.get(), reason=WHY)
    batch.refresh_from_db()
    assert (batch.state, batch.ordered_by) == (BatchState.EMPTIED, "")
    acts: list[Callable[[], PaymentBatch]] = [
        lambda: order_batch(treasury.orders, batch=batch),
        lambda: sign_batch(treasury.signs, batch=batch),
        lambda: hold_batch(treasury.signs, batch=batch, reason=WHY),
        lambda: resume_batch(treasury.signs, batch=batch),
    ]
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act()
        assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "emptied"})
    assert not waiting_batches(treasury.orders).exists()
    assert list(differences()) == []
    again = treasury.signed()
    assert [one.redemption for one in again.payments.all()] == [redemption]


def test_verify_names_a_batch_that_does_not_agree_with_what_is_left_in_it() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.propose()
    PaymentBatch.objects.update(state=BatchState.EMPTIED)
    assert f"batch {batch.pk}: is emptied, which does not agree with the payments left in it" in differences()
    PaymentBatch.objects.update(state=BatchState.ORDERED)
    batch.payments.update(state=PaymentState.TAKEN_OUT)
    assert f"batch {batch.pk}: is ordered, which does not agree with the payments left in it" in differences()


def test_a_signed_batch_is_not_touched_but_held_and_then_approved_anew() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.signed()
    before = batch.message_id
    with pytest.raises(Refusal) as refused:
        take_out_payment(treasury.signs, payment=batch.payments.get(), reason=WHY)
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "signed"})
    batch = hold_batch(treasury.orders, batch=batch, reason=WHY)
    assert (batch.state, batch.ordered_by, batch.signed_by) == (BatchState.HELD, "", "")
    assert (batch.ordered_at, batch.signed_at) == (None, None)
    with pytest.raises(Refusal):
        sign_batch(treasury.signs, batch=batch)
    batch = resume_batch(treasury.signs, batch=batch)
    assert (batch.state, batch.ordered_by, batch.signed_by) == (BatchState.PROPOSED, "", "")
    assert batch.message_id != before
    batch = sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    assert batch.state == BatchState.SIGNED


def test_who_stops_something_says_why() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.propose()
    for act in (
        lambda: hold_batch(treasury.signs, batch=batch, reason=" "),
        lambda: take_out_payment(treasury.signs, payment=batch.payments.get(), reason=""),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refusal_of(refused)[0] is RefusalCode.MOTIVATION_MISSING
    batch.refresh_from_db()
    assert batch.state == BatchState.PROPOSED


def test_a_redemption_undone_meanwhile_is_not_approved() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem(1)
    treasury.redeem(2)
    batch = treasury.propose()
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason=WHY)
    with pytest.raises(Refusal) as refused:
        order_batch(treasury.orders, batch=batch)
    assert refusal_of(refused) == (RefusalCode.REVERSED_IN_BATCH, {"number": 1})
    take_out_payment(treasury.signs, payment=batch.payments.get(redemption=redemption), reason=WHY)
    batch = order_batch(treasury.orders, batch=batch)
    assert sign_batch(treasury.signs, batch=batch).state == BatchState.SIGNED


@pytest.mark.parametrize("is_ordered", [False, True])
def test_a_voucher_contested_meanwhile_is_not_approved(*, is_ordered: bool) -> None:
    treasury = set_treasury()
    redemption = treasury.redeem(1)
    treasury.redeem(2)
    batch = treasury.propose()
    if is_ordered:
        batch = order_batch(treasury.orders, batch=batch)
    contest_voucher(treasury.scene.coordinator, voucher=redemption.voucher, reason=WHY)
    approve = partial(sign_batch, treasury.signs) if is_ordered else partial(order_batch, treasury.orders)
    with pytest.raises(Refusal) as refused:
        approve(batch=batch)
    assert refusal_of(refused) == (RefusalCode.CONTESTED_IN_BATCH, {"number": 1})
    take_out_payment(treasury.signs, payment=batch.payments.get(redemption=redemption), reason=WHY)
    batch = order_batch(treasury.orders, batch=batch)
    assert sign_batch(treasury.signs, batch=batch).state == BatchState.SIGNED


@pytest.mark.parametrize("is_ordered", [False, True])
def test_an_own_part_that_has_to_be_shown_again_meanwhile_is_not_approved(*, is_ordered: bool) -> None:
    """A later invoice leans on the own money of an earlier one, of which a credit note takes back a part."""
    own_money = {"minimum_cents": 10_000, "when_short": "own_money_first"}
    treasury = set_proof(OWN_PART, IN_PARTS | {"own_contribution": own_money})
    coordinator, voucher = treasury.scene.coordinator, award(treasury.scene)
    first, _ = (
        redeem_voucher(coordinator, code=voucher.code, data=invoice(voucher, cents, number=number))
        for number, cents in (("F-1", 12_000), ("F-2", 20_000))
    )
    see_bank_proof(coordinator, redemption=first.id, amount_cents=10_000, paid_on=today())
    batch = treasury.propose()
    take_out_payment(treasury.signs, payment=batch.payments.get(redemption=first.id), reason=WHY)
    if is_ordered:
        batch = order_batch(treasury.orders, batch=batch)
    data = credit_note(voucher, 1_000, corrects="F-1")
    left = credit_invoice(coordinator, code=voucher.code, data=data).replacement
    assert left is not None
    approve = partial(sign_batch, treasury.signs) if is_ordered else partial(order_batch, treasury.orders)
    with pytest.raises(Refusal) as refused:
        approve(batch=batch)
    assert refusal_of(refused) == (RefusalCode.UNPROVEN_IN_BATCH, {"number": 1})
    see_bank_proof(coordinator, redemption=left, amount_cents=10_000, paid_on=today())
    batch = approve(batch=batch)
    if not is_ordered:
        batch = sign_batch(treasury.signs, batch=batch)
    assert batch.state == BatchState.SIGNED
    assert list(differences()) == []


def test_what_waits_is_told_and_not_paid() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.payee.bank_accounts.all().delete()
    assert [one.waits_for for one in due_by(treasury.payer, today())] == [(Wait.ACCOUNT,)]
    name_account(actor_for(person(EMAIL["provider_staff"])), organisation=treasury.payee, iban=PAYEE_IBAN)
    contest_voucher(treasury.scene.coordinator, voucher=redemption.voucher, reason=WHY)
    assert [one.waits_for for one in due_by(treasury.payer, today())] == [(Wait.ON_HOLD,)]
    with pytest.raises(Refusal) as refused:
        treasury.propose()
    assert refusal_of(refused)[0] is RefusalCode.NOTHING_TO_PAY


def test_without_an_account_to_pay_from_or_for_a_day_that_is_past_nothing_is_proposed() -> None:
    treasury = set_treasury()
    treasury.redeem()
    yesterday = today() - timedelta(days=1)
    with pytest.raises(Refusal) as refused:
        propose_batch(treasury.signs, payer=treasury.payer, pay_on=yesterday)
    assert refusal_of(refused) == (RefusalCode.PAY_DAY_PAST, {"pay_on": yesterday})
    treasury.payer.bank_accounts.all().delete()
    with pytest.raises(Refusal) as refused:
        treasury.propose()
    assert refusal_of(refused)[0] is RefusalCode.PAYER_WITHOUT_ACCOUNT
    assert not Payment.objects.exists()


def test_a_batch_asks_as_much_of_the_database_for_many_payments_as_for_one() -> None:
    treasury = set_treasury()
    asked = []
    for number in (1, 4):
        for serial in range(number):
            treasury.redeem(10 * number + serial)
        with CaptureQueriesContext(connection) as captured:
            treasury.propose()
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_verify_names_a_payment_that_was_tampered_with() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.signed()
    payment = batch.payments.get()
    Payment.objects.filter(pk=payment.pk).update(amount_cents=PART_CENTS + 1)
    assert [line.partition(":")[0] for line in differences()] == [f"payment {payment.pk}"]
