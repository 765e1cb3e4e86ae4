"""Where an invoice that a person checked does not agree with the trail, its redemption or its file."""

import hashlib
from collections.abc import Iterator

from wisselwerk.apps.audit.queries import Told, all_told, last_told
from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice
from wisselwerk.domain.pdf_invoice import PdfState

CHUNK = 2000
FEW = 8
"""Files in memory at a time: each may have megabytes."""
HAND_IN = "hand_in_pdf"
ERASED = "erase_pdf"
CLOSING = {"accept_pdf": PdfState.ACCEPTED, "refuse_pdf": PdfState.REFUSED}


def pdf_invoices_that_differ() -> Iterator[str]:
    """All of them. Five queries, however many there are."""
    told = last_told([HAND_IN, *CLOSING, ERASED])
    for one in PdfInvoice.objects.select_related("redemption").order_by("pk").iterator(CHUNK):
        yield from _of_invoice(one, told.pop(f"pdf_invoice:{one.pk}", None))
    gave = {one.subject for one in all_told(["accept_pdf"])}
    for subject, last in sorted(told.items()):
        # What came to nothing goes at its term; what gave something is part of the accounts.
        if last.command != ERASED or subject in gave:
            yield f"{subject}: the trail tells of it, and it is gone"
    yield from _of_files()


def _of_invoice(one: PdfInvoice, told: Told | None) -> Iterator[str]:
    name = f"PDF invoice {one.pk}"
    if told is None or told.authority != f"kept:{one.digest()}":
        yield f"{name}: is not what the trail says was kept"
        return
    closes = CLOSING.get(told.command)
    if closes is None:
        if one.state not in {PdfState.TO_CHECK, PdfState.FAILED}:
            yield f"{name}: is {one.state} and nobody checked it"
    elif (one.state, one.checked_by) != (closes, told.actor):
        yield f"{name}: the trail tells of another check"
    gave = one.redemption
    if (gave is not None) != (one.state == PdfState.ACCEPTED):
        yield f"{name}: is {one.state} and gave {'something' if gave else 'nothing'}"
    elif gave is not None and (
        gave.voucher_id,
        gave.fingerprint,
        gave.invoice_number,
        gave.invoice_issued_on,
        gave.invoice_sha256,
    ) != (one.voucher_id, one.fingerprint, one.number, one.issued_on, one.sha256):
        yield f"{name}: redemption {gave.pk} is of another invoice"
    elif gave is not None and gave.eligible_cents not in {one.net_cents, one.gross_cents}:
        yield f"{name}: redemption {gave.pk} counts {gave.eligible_cents} cents, which it is neither without nor with VAT"
    elif gave is not None and gave.total_cents != one.gross_cents:
        yield f"{name}: redemption {gave.pk} comes to {gave.total_cents} cents, and it to {one.gross_cents}"


def _of_files() -> Iterator[str]:
    """Every file that is kept is the one that was handed in; what waits has its file."""
    bare = PdfInvoice.objects.filter(state=PdfState.TO_CHECK, file=None).order_by("pk")
    for pk in bare.values_list("pk", flat=True):
        yield f"PDF invoice {pk}: waits for a check and has no file"
    for file in PdfFile.objects.select_related("invoice").order_by("pk").iterator(FEW):
        one = file.invoice
        if hashlib.sha256(bytes(file.data)).hexdigest() != one.sha256:
            yield f"PDF invoice {one.pk}: its file is not the one that was handed in"
        if file.checked_at != one.checked_at:
            yield f"PDF invoice {one.pk}: the term of its file does not run from its check"
