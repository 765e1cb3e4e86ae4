"""The last look at what a batch pays, before somebody orders or signs it: whatever it waits for again is not approved."""

from django.db.models import QuerySet

from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.payouts.queries.obstacles import obstacles
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.clock import today
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.refusal import Reason, Refusal


def insist_nothing_waits(batch: PaymentBatch) -> None:
    """Hold what a batch pays still until the transaction ends, and look at it once more.

    A batch may be proposed a second after midnight, while a business still says no of the day before; a voucher is
    contested, a credit note comes in, an account number changes. ``queries.waiting_proof`` holds the same law to what
    was signed, but for the account.

    Raises:
        Refusal: REVERSED_IN_BATCH, DISPUTED_IN_BATCH, CONTESTED_IN_BATCH, UNPROVEN_IN_BATCH, ACCOUNT_CHANGED_IN_BATCH,
            LOOK_AT_BATCH, with how many.
    """
    planned = batch.payments.filter(state=PaymentState.PLANNED).values("redemption")
    hold_still(Redemption.objects.filter(pk__in=planned))
    for code, found in obstacles(batch, today()):
        if number := found.count():
            raise Refusal(Reason(code, {"number": number}))


def hold_still(found: QuerySet[Redemption]) -> None:
    """Nothing of these is undone until the transaction ends. In the order of everybody else: the voucher, by which it is contested or credited, and then the redemption."""
    vouchers = Voucher.objects.filter(pk__in=found.values("voucher")).order_by("pk")
    list(vouchers.select_for_update(no_key=True).values_list("pk", flat=True))
    list(found.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
