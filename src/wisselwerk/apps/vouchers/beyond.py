"""What only some rules ask of an invoice, beyond the terms that every voucher is read with."""

from collections.abc import Iterator
from datetime import date

from wisselwerk.apps.vouchers import hot
from wisselwerk.apps.vouchers.aid import is_aid_to_supplier, no_room_for_supplier
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.terms import rules_of
from wisselwerk.domain.redemption import Settlement
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.rule.order import InvoicesPerVoucher


def reasons_beyond(found: hot.Terms, settlement: Settlement, on: date) -> Iterator[Reason]:
    """Why an invoice that is handed in ``on`` this day does not give what it would; no query where no rule asks one."""
    rule = rules_of(found["rules"]).find(InvoicesPerVoucher)
    if rule is not None:
        # One that only proves own money uses no voucher. Whoever hands one in meanwhile changes the voucher, so that this
        # is asked again.
        paid = Redemption.objects.filter(
            voucher=found["voucher_id"], is_reversed=False, voucher_part_cents__gt=0
        )
        counted = paid.count()
        if counted >= rule.maximum:
            yield Reason(RefusalCode.TOO_MANY_INVOICES, {"counted": counted, "maximum": rule.maximum})
    if settlement.voucher_part_cents and is_aid_to_supplier(found):
        reason = no_room_for_supplier(found, settlement.voucher_part_cents, on)
        if reason is not None:
            yield reason
