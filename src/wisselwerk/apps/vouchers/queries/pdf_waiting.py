"""What a check by a person does to the days of a voucher: a slow one costs nobody a right."""

from datetime import date, timedelta

from wisselwerk.apps.vouchers.models import PdfInvoice
from wisselwerk.clock import day_of
from wisselwerk.domain.pdf_invoice import PdfState

TIME_TO_MEND = timedelta(days=14)
"""After a refusal by a person there is time to hand in a better invoice, however late it was by then. Ours."""


def mend_until(voucher_id: int) -> date | None:
    """The last day to hand in another invoice after one that a person refused; None when none was. One query."""
    refused = PdfInvoice.objects.filter(voucher=voucher_id, state=PdfState.REFUSED)
    checked_at = refused.order_by("-checked_at").values_list("checked_at", flat=True).first()
    return None if checked_at is None else day_of(checked_at) + TIME_TO_MEND


def is_kept_open(voucher_id: int, on: date) -> bool:
    """Whether a voucher does not lapse on this day, because an invoice waits or was just refused. Two queries."""
    if PdfInvoice.objects.filter(voucher=voucher_id, state=PdfState.TO_CHECK).exists():
        return True
    last = mend_until(voucher_id)
    return last is not None and on <= last
