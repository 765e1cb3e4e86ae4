"""The last look at what a batch pays, before somebody orders or signs it: whatever it waits for again is not approved."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries.evaluations import last_part_rules, unevaluated
from wisselwerk.apps.vouchers.queries.proofs import disputed_redemptions, unproven
from wisselwerk.clock import today
from wisselwerk.domain.payment import Part, PaymentState
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.voucher import VoucherState


def insist_nothing_waits(batch: PaymentBatch) -> None:
    """Hold what a batch pays still until the transaction ends, and look at it once more.

    A batch may be proposed a second after midnight, while a business still says no of the day before; a voucher is
    contested, a credit note comes in. ``queries.waiting_proof`` holds the same law to what was signed.

    Raises:
        Refusal: REVERSED_IN_BATCH, DISPUTED_IN_BATCH, CONTESTED_IN_BATCH, UNPROVEN_IN_BATCH, with how many.
    """
    planned = batch.payments.filter(state=PaymentState.PLANNED)
    found = Redemption.objects.filter(pk__in=planned.values("redemption"))
    _hold_still(found)
    last = Redemption.objects.filter(pk__in=planned.filter(part=Part.LAST).values("redemption"))
    for code, number in _waiting(found, last):
        if number:
            raise Refusal(Reason(code, {"number": number}))


def _hold_still(found: QuerySet[Redemption]) -> None:
    """In the order of everybody else: the voucher, by which it is contested or credited, and then the redemption."""
    vouchers = Voucher.objects.filter(pk__in=found.values("voucher")).order_by("pk")
    list(vouchers.select_for_update(no_key=True).values_list("pk", flat=True))
    list(found.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def _waiting(found: QuerySet[Redemption], last: QuerySet[Redemption]) -> Iterator[tuple[RefusalCode, int]]:
    """What stands in the way of paying ``found``, of which ``last`` are paid their last part."""
    yield RefusalCode.REVERSED_IN_BATCH, found.filter(is_reversed=True).count()
    yield RefusalCode.DISPUTED_IN_BATCH, disputed_redemptions(found).count()
    yield RefusalCode.CONTESTED_IN_BATCH, found.filter(voucher__state=VoucherState.FROZEN).count()
    lacking = found.annotate(**unproven(today())).filter(Q(undelivered=True) | Q(own_part_open=True))
    yield RefusalCode.UNPROVEN_IN_BATCH, lacking.count()
    yield RefusalCode.UNPROVEN_IN_BATCH, last.filter(unevaluated(last_part_rules())).count()
