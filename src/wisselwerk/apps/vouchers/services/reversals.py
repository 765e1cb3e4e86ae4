"""Undoing a redemption."""

import uuid

from django.db.models import Sum

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import post
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import Redemption, RemarkSubject, Reversal, Voucher
from wisselwerk.apps.vouchers.queries.sight import Parties, may_see
from wisselwerk.apps.vouchers.services.decisions import remark
from wisselwerk.apps.vouchers.services.vouchers import give_back, lock_voucher
from wisselwerk.clock import now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.ledger import Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.voucher import Verb, VoucherState, state_after


@command
def reverse_redemption(actor: Actor, *, redemption: uuid.UUID, reason: str) -> Reversal:
    """Undo a redemption: the money goes back the way it came, and the invoice may be handed in again.

    Money that comes back to a voucher that is over goes on to the budget.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; REVERSE_LATER_FIRST when other invoices were paid because this one
            proves own money; MOTIVATION_MISSING.
    """
    undone = Redemption.objects.select_related("voucher__application", "voucher__scheme").get(pk=redemption)
    if not may_see(actor, Parties.of(undone.voucher)):
        raise Redemption.DoesNotExist
    require(actor, "reverse_redemption", undone.voucher.scheme.partnership_id)
    voucher = lock_voucher(undone.voucher)
    undone = Redemption.objects.select_related("transfer").get(pk=redemption)
    if undone.is_reversed:
        raise Refusal(Reason(RefusalCode.ALREADY_REVERSED))
    _leave_own_money_proven(voucher, undone)
    if undone.transfer is not None:
        there = undone.transfer
        back = Movement(there.to_account_id, there.from_account_id, Cents(there.amount_cents))
        post(Road.REVERSE, [back], reverses=there.pk)
        voucher.account.refresh_from_db()
    voucher.state = state_after(
        Verb.REVERSE,
        VoucherState(voucher.state),
        amount_cents=voucher.amount_cents,
        left_cents=voucher.account.balance_cents,
    )
    voucher.own_paid_cents -= undone.own_part_cents
    voucher.changes += 1
    voucher.save(update_fields=["state", "own_paid_cents", "changes"])
    if voucher.state in {VoucherState.LAPSED, VoucherState.REVOKED}:
        give_back(voucher)
    undone.is_reversed = True
    undone.save(update_fields=["is_reversed"])
    remark(actor, voucher.application, RemarkSubject.REVERSAL, reason)
    record(actor, "reverse_redemption", f"redemption:{undone.pk}")
    return Reversal.objects.create(redemption=undone, actor=str(actor), reversed_at=now())


def _leave_own_money_proven(voucher: Voucher, undone: Redemption) -> None:
    others = voucher.redemptions.filter(is_reversed=False).exclude(pk=undone.pk)
    paid = others.aggregate(sum=Sum("voucher_part_cents"))["sum"] or 0
    missing = voucher.own_contribution_cents - (voucher.own_paid_cents - undone.own_part_cents)
    if paid and missing > 0:
        raise Refusal(Reason(RefusalCode.REVERSE_LATER_FIRST, {"missing_cents": missing}))
