"""A bank that carried out what was stopped: it has the last word, and nobody approves again what it did.

Call it where the payer's payments are held still.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.told import UNEXPECTED
from wisselwerk.apps.payouts.services.batches import withdraw_approvals
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.payment import ENDED_UNPAID, STANDING, BatchState, PaymentState

Due = tuple[UUID, str]
"""A redemption and a part of it: one payment stands for it at a time."""
Standing = dict[Due, Payment]
"""Which payment stands in the place of one that was taken out or refused."""


def standing_for(payments: Iterable[Payment]) -> Standing:
    """By redemption and part, which payment stands in the place of those that were taken out or refused."""
    out = [one.redemption_id for one in payments if one.state in ENDED_UNPAID]
    if not out:
        return {}
    found = Payment.objects.filter(redemption__in=out, state__in=STANDING).select_related("batch")
    return {(one.redemption_id, one.part): one for one in found}


def gives_way(other: Payment) -> bool:
    """Whether what stands in the place of a payment that the bank paid all the same can be left out: no bank knows of it."""
    return other.state == PaymentState.PLANNED and other.batch.released_at is None


def put_in_place(actor: Actor, payment: Payment, stands: Standing) -> None:
    """Have a payment stand that was taken out or refused and that the bank paid; what was to be paid instead is left out."""
    due = (payment.redemption_id, payment.part)
    if due in stands:
        _leave_out(actor, stands[due])
    stands[due] = payment


def _leave_out(actor: Actor, other: Payment) -> None:
    """The bank has the last word: what it paid already is not in a batch that somebody approves."""
    Payment.objects.filter(pk=other.pk).update(state=PaymentState.TAKEN_OUT)
    batch = other.batch
    is_left = batch.payments.filter(state=PaymentState.PLANNED).exists()
    batch.state = BatchState.PROPOSED if is_left else BatchState.EMPTIED
    withdraw_approvals(batch)
    batch.save(update_fields=["state", "ordered_by", "ordered_at", "signed_by", "signed_at"])
    record(actor, "leave_out_paid", f"payment:{other.pk}")


def is_replaced(payment: Payment, stands: Standing) -> bool:
    """Whether it was taken out or refused and another payment pays what it would have, so that a person has to look."""
    due = (payment.redemption_id, payment.part)
    is_out = payment.state in ENDED_UNPAID
    return is_out and due in stands and not gives_way(stands[due])


def comes_back_of(payment: Payment, stands: Standing, twice: Collection[int]) -> Payment:
    """Which payment money that came back is booked on: the one that stands, where what was paid in its place came back too.

    ``twice`` are payments of what is paid too often still: of those, what comes back is the second time.
    """
    other = stands.get((payment.redemption_id, payment.part))
    is_out = payment.state in ENDED_UNPAID and payment.pk not in twice
    if other is None or other.state != PaymentState.PAID or not is_out:
        return payment
    return other if payment.bank_lines.filter(UNEXPECTED).exists() else payment


def end_overtaken(batches: Collection[int]) -> None:
    """Whoever approves a batch again approves what is left of it: where the bank did the rest by an earlier file."""
    for batch in PaymentBatch.objects.filter(pk__in=batches).exclude(state=BatchState.SIGNED):
        is_left = batch.payments.filter(state=PaymentState.PLANNED).exists()
        if not is_left:
            batch.state = BatchState.OVERTAKEN
        elif batch.state == BatchState.ORDERED:
            batch.state = BatchState.PROPOSED
        withdraw_approvals(batch)
        batch.save(update_fields=["state", "ordered_by", "ordered_at", "signed_by", "signed_at"])
