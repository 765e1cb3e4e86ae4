"""What a check does to the days of a voucher: a slow one costs nobody a right, by a person or by the official rules."""

from datetime import date

from wisselwerk.apps.vouchers.models import PdfInvoice, Reversal, Voucher
from wisselwerk.clock import day_of
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.pdf_invoice import TIME_TO_MEND, PdfState


def mend_until(voucher_id: int, last: date) -> date | None:
    """The last day to hand in another invoice where a check failed too late for that; None when it did not. Two queries.

    ``last`` is the last day to hand in as it stands otherwise. A PDF fails when a person refuses it; an e-invoice when it
    was undone after the official check had failed. Only the first that comes too late moves that day: else whoever hands
    in something every fortnight would keep a voucher for ever.
    """
    refused = PdfInvoice.objects.filter(voucher=voucher_id, state=PdfState.REFUSED)
    undone = Reversal.objects.filter(
        redemption__voucher=voucher_id, redemption__invoice_check__state=CheckState.FAILED
    )
    failed = [*refused.values_list("checked_at", flat=True), *undone.values_list("reversed_at", flat=True)]
    until = (day_of(at) + TIME_TO_MEND for at in sorted(at for at in failed if at))
    return next((day for day in until if day > last), None)


def hand_in_until(voucher: Voucher) -> date:
    """The last day to hand an invoice in on a voucher, with what a failed check gave. Two queries."""
    last = voucher.claim_until
    return mend_until(voucher.pk, last) or last


def is_kept_open(voucher: Voucher, on: date) -> bool:
    """Whether a voucher does not lapse on this day, because an invoice waits or one just failed. Three queries."""
    waits = PdfInvoice.objects.filter(voucher=voucher, state=PdfState.TO_CHECK).exists()
    return waits or on <= hand_in_until(voucher)
