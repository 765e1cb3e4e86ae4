"""A batch on its way to the bank: proposed, ordered by one, signed by another, and stopped by either."""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BatchRemark, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.queries.order import in_its_file
from wisselwerk.apps.payouts.queries.payable import payable
from wisselwerk.apps.payouts.services.last_look import insist_nothing_waits
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.payment import (
    BATCH_TRANSITIONS,
    BatchState,
    BatchVerb,
    PaymentState,
    goes,
    may,
    may_stop_begun,
)
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats.bank_days import bank_day_from

MOST_AT_ONCE = 100_000
"""Payments in one batch. What is more waits for the next."""
CHUNK = 5_000


@command
def propose_batch(actor: Actor, *, payer: Organisation, pay_on: date) -> PaymentBatch:
    """A batch of everything that can be paid now, oldest first; one payment is as easy as a hundred.

    Raises:
        Refusal: NOT_ALLOWED, PAY_DAY_PAST, PAYER_WITHOUT_ACCOUNT, NOTHING_TO_PAY.
    """
    require(actor, "propose_batch", payer.pk)
    day = today()
    if pay_on < day:
        raise Refusal(Reason(RefusalCode.PAY_DAY_PAST, {"pay_on": pay_on}))
    # Two who propose at once would both find the same redemptions.
    take_turns(f"payments of {payer.pk}")
    account = account_on(payer, pay_on)
    if account is None:
        raise Refusal(Reason(RefusalCode.PAYER_WITHOUT_ACCOUNT, {"payer": payer.name, "on": pay_on}))
    batch = PaymentBatch(
        payer=payer,
        from_account=account,
        pay_on=pay_on,
        state=BatchState.PROPOSED,
        proposed_by=str(actor),
        proposed_at=now(),
    )
    due = payable(payer, day, pay_on)
    found = due.values_list("pk", "account_id", "part", "part_cents")[:MOST_AT_ONCE]
    payments = [
        Payment(
            batch=batch,
            redemption_id=redemption,
            to_account_id=to_account,
            part=part,
            amount_cents=cents,
            state=PaymentState.PLANNED,
        )
        for redemption, to_account, part, cents in found.iterator(CHUNK)
    ]
    if not payments:
        raise Refusal(Reason(RefusalCode.NOTHING_TO_PAY))
    batch.save()
    Payment.objects.bulk_create(payments, batch_size=CHUNK)
    record(actor, "propose_batch", f"batch:{batch.pk}")
    return batch


@command
def order_batch(actor: Actor, *, batch: PaymentBatch) -> PaymentBatch:
    """Order the payments, as general director or delegate.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; REVERSED_IN_BATCH when a redemption was undone meanwhile;
            DISPUTED_IN_BATCH when a business says meanwhile that it was not delivered; CONTESTED_IN_BATCH when a voucher
            was contested meanwhile; UNPROVEN_IN_BATCH when a delivery, an own part or how it went has to be shown again;
            ACCOUNT_CHANGED_IN_BATCH when another account holds on the day of payment; LOOK_AT_BATCH when a line of the
            bank about one of these invoices was not looked into yet.
    """
    require(actor, "order_batch", batch.payer_id)
    batch = _turn(batch, BatchVerb.ORDER)
    insist_nothing_waits(batch)
    batch.ordered_by, batch.ordered_at = str(actor), now()
    batch.save(update_fields=["state", "ordered_by", "ordered_at"])
    record(actor, "order_batch", f"batch:{batch.pk}")
    return batch


@command
def sign_batch(actor: Actor, *, batch: PaymentBatch) -> PaymentBatch:
    """Sign what was ordered, as financial director or delegate. From now on the bank may have it.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; FOUR_EYES for who ordered it; REVERSED_IN_BATCH; DISPUTED_IN_BATCH;
            CONTESTED_IN_BATCH; UNPROVEN_IN_BATCH; ACCOUNT_CHANGED_IN_BATCH; LOOK_AT_BATCH.
    """
    require(actor, "sign_batch", batch.payer_id)
    batch = _turn(batch, BatchVerb.SIGN)
    if batch.ordered_by == str(actor):
        raise Refusal(Reason(RefusalCode.FOUR_EYES))
    insist_nothing_waits(batch)
    batch.pay_on = max(batch.pay_on, today())
    # What it had to wait for is read again as it was at this moment, which the trail keeps.
    entry = record(actor, "sign_batch", f"batch:{batch.pk}")
    batch.signed_by = entry.actor
    batch.signed_at = batch.released_at = entry.at
    batch.save(update_fields=["state", "pay_on", "signed_by", "signed_at", "released_at"])
    return batch


@command
def hold_batch(actor: Actor, *, batch: PaymentBatch, reason: str) -> PaymentBatch:
    """Stop a batch; both approvals lapse. Once signed, only when its file has not gone to the bank, or when the bank did a
    part of it and its day is over: what it left can then be paid another time.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE, also when the bank has begun with it; MOTIVATION_MISSING.
    """
    require(actor, "hold_batch", batch.payer_id)
    batch = _turn(batch, BatchVerb.HOLD)
    if batch.signed_at and in_its_file(batch.payments.all()).exclude(state=PaymentState.PLANNED).exists():
        is_left = batch.payments.filter(state=PaymentState.PLANNED).exists()
        if not may_stop_begun(bank_day_from(batch.pay_on), today(), is_left=is_left):
            raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": BatchState.SIGNED.value}))
    _remark(actor, batch, reason)
    # At once and not when it goes on: nobody may read meanwhile that this is on its way to the bank.
    withdraw_approvals(batch)
    batch.save(update_fields=["state", "ordered_by", "ordered_at", "signed_by", "signed_at"])
    record(actor, "hold_batch", f"batch:{batch.pk}")
    return batch


@command
def resume_batch(actor: Actor, *, batch: PaymentBatch) -> PaymentBatch:
    """Have a batch go on that was held: as proposed, to be ordered and signed anew, and as another message to the bank.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE.
    """
    require(actor, "resume_batch", batch.payer_id)
    batch = _turn(batch, BatchVerb.RESUME)
    batch.round += 1
    batch.pay_on = max(batch.pay_on, today())
    batch.save(update_fields=["state", "round", "pay_on"])
    record(actor, "resume_batch", f"batch:{batch.pk}")
    return batch


@command
def take_out_payment(actor: Actor, *, payment: Payment, reason: str) -> Payment:
    """Take one payment out of a batch that is not signed; what remains is ordered anew. It may go in another batch.

    With the last payment the batch ends.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; MOTIVATION_MISSING.
    """
    require(actor, "take_out_payment", payment.batch.payer_id)
    batch = _turn(payment.batch, BatchVerb.TAKE_OUT)
    payment = Payment.objects.get(pk=payment.pk)
    if not goes(PaymentState(payment.state), PaymentState.TAKEN_OUT):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": payment.state}))
    _remark(actor, batch, reason, payment)
    payment.state = PaymentState.TAKEN_OUT
    payment.save(update_fields=["state"])
    if not batch.payments.filter(state=PaymentState.PLANNED).exists():
        is_empty = not batch.payments.exclude(state=PaymentState.TAKEN_OUT).exists()
        batch.state = BatchState.EMPTIED if is_empty else BatchState.OVERTAKEN
    withdraw_approvals(batch)
    batch.save(update_fields=["state", "ordered_by", "ordered_at", "signed_by", "signed_at"])
    record(actor, "take_out_payment", f"payment:{payment.pk}")
    return payment


def _turn(batch: PaymentBatch, verb: BatchVerb) -> PaymentBatch:
    """The batch as it is now, locked, in the state that ``verb`` leads to; not saved yet."""
    # Whoever reads what the bank says takes the same turn, and may change the batch with its payments.
    take_turns(f"payments of {batch.payer_id}")
    batch = PaymentBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    state = BatchState(batch.state)
    if not may(verb, state):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": state.value}))
    batch.state = BATCH_TRANSITIONS[verb][state]
    return batch


def withdraw_approvals(batch: PaymentBatch) -> None:
    """Nobody ordered or signed what is in it now; to be saved with its state."""
    batch.ordered_by = batch.signed_by = ""
    batch.ordered_at = batch.signed_at = None


def _remark(actor: Actor, batch: PaymentBatch, text: str, payment: Payment | None = None) -> None:
    if not text.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
    BatchRemark.objects.create(batch=batch, payment=payment, text=text.strip(), actor=str(actor), at=now())
