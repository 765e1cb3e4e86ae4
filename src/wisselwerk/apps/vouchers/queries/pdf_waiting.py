"""What a check does to the days of a voucher: a slow one costs nobody a right, by a person or by the official rules."""

from datetime import date, timedelta

from django.db.models import Max

from wisselwerk.apps.vouchers.models import PdfInvoice, Reversal
from wisselwerk.clock import day_of
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.pdf_invoice import PdfState

TIME_TO_MEND = timedelta(days=14)
"""After a refusal by a person, or once an e-invoice that failed its check is undone, there is time to hand in a better
invoice, however late it was by then. Ours."""


def mend_until(voucher_id: int) -> date | None:
    """The last day to hand in another invoice after one that failed its check; None when none did. Two queries.

    A PDF fails when a person refuses it; an e-invoice when it was undone after the official check had failed.
    """
    refused = PdfInvoice.objects.filter(voucher=voucher_id, state=PdfState.REFUSED)
    undone = Reversal.objects.filter(
        redemption__voucher=voucher_id, redemption__invoice_check__state=CheckState.FAILED
    )
    failed = (refused.aggregate(at=Max("checked_at")), undone.aggregate(at=Max("reversed_at")))
    last = max((one["at"] for one in failed if one["at"] is not None), default=None)
    return None if last is None else day_of(last) + TIME_TO_MEND


def is_kept_open(voucher_id: int, on: date) -> bool:
    """Whether a voucher does not lapse on this day, because an invoice waits or one just failed. Three queries."""
    if PdfInvoice.objects.filter(voucher=voucher_id, state=PdfState.TO_CHECK).exists():
        return True
    last = mend_until(voucher_id)
    return last is not None and on <= last
