"""What stands in the way of ordering or signing a batch: payments that wait again for something, or go elsewhere by now."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q, QuerySet

from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import account_of
from wisselwerk.apps.payouts.queries.told import UNEXPECTED, paid_in_no_books
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.evaluations import last_part_rules, unevaluated
from wisselwerk.apps.vouchers.queries.proofs import disputed_redemptions, unproven
from wisselwerk.domain.payment import Part, PaymentState
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.voucher import VoucherState


def obstacles(batch: PaymentBatch, on: date) -> Iterator[tuple[RefusalCode, QuerySet[Payment]]]:
    """Each reason not to approve ``batch`` on this day, with the payments for which it holds: often none.

    An account that takes the place of another takes it on the day of payment, also when the batch is older than that.
    """
    planned = Payment.objects.filter(batch=batch, state=PaymentState.PLANNED)
    paid = Redemption.objects.filter(pk__in=planned.values("redemption"))
    lacking = paid.annotate(**unproven(on)).filter(Q(undelivered=True) | Q(own_part_open=True))
    holds = planned.annotate(holds=account_of("redemption__payee", max(batch.pay_on, on)))
    yield RefusalCode.REVERSED_IN_BATCH, planned.filter(redemption__is_reversed=True)
    disputed = disputed_redemptions(paid).values("pk")
    yield RefusalCode.DISPUTED_IN_BATCH, planned.filter(redemption__in=disputed)
    yield RefusalCode.CONTESTED_IN_BATCH, planned.filter(redemption__voucher__state=VoucherState.FROZEN)
    silent = Redemption.objects.filter(unevaluated(last_part_rules()))
    unsaid = Q(part=Part.LAST, redemption__in=silent.values("pk"))
    yield RefusalCode.UNPROVEN_IN_BATCH, planned.filter(Q(redemption__in=lacking.values("pk")) | unsaid)
    yield RefusalCode.ACCOUNT_CHANGED_IN_BATCH, holds.filter(Q(holds=None) | ~Q(holds=F("to_account")))
    unexpected = BankLine.objects.filter(UNEXPECTED, look=None)
    unseen = Q(redemption__in=unexpected.values("payment__redemption"))
    yield RefusalCode.LOOK_AT_BATCH, planned.filter(unseen | Q(redemption__in=paid_in_no_books()))
