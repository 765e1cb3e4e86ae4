"""Invoices that need not be e-invoices: handing one in as a PDF, and what became of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from ninja import Router, Status

from wisselwerk.api import auth, problem
from wisselwerk.api.v1 import pdf_schemas, schemas
from wisselwerk.api.v1.schemas import REFUSED, UNREACHABLE
from wisselwerk.api.v1.vouchers import Key
from wisselwerk.apps.audit.services import answered, once
from wisselwerk.apps.vouchers.models import PdfInvoice
from wisselwerk.apps.vouchers.queries.pdf_invoices import pdf_invoice_for
from wisselwerk.apps.vouchers.services import hand_in_pdf
from wisselwerk.domain.pdf_invoice import Ground

ROUTE = "hand_in_pdf"
router = Router(tags=["vouchers"], auth=auth.key_holder)


@router.post(
    "/vouchers/{code}/pdf-invoices", response={201: pdf_schemas.PdfInvoiceOut, REFUSED: schemas.Problem}
)
def hand_in(
    request: auth.Caller, code: str, body: pdf_schemas.PdfInvoiceIn, key: Key
) -> Status[dict[str, Any]]:
    """Hand in the PDF of an invoice that need not be an e-invoice. A person checks it; nothing is redeemed before."""
    request_hash = auth.hash_of(code, body.model_dump_json())
    before = answered(request.auth, ROUTE, key, request_hash)
    if before is not None:
        return Status(*before)
    # Not inside the transaction of a receipt: what could give nothing is kept when it is refused.
    one = hand_in_pdf(
        request.auth, code=code, ground=Ground(body.ground), stated=body.stated(), data=body.pdf
    )
    answer = HTTPStatus.CREATED, pdf_schemas.PdfInvoiceOut(**_shape(one)).model_dump(mode="json")
    return Status(*once(request.auth, ROUTE, key, request_hash, lambda: answer))


@router.get("/pdf-invoices/{pdf_id}", response={200: pdf_schemas.PdfInvoiceOut, UNREACHABLE: schemas.Problem})
def pdf_invoice(request: auth.Caller, pdf_id: UUID) -> dict[str, Any]:
    """Where an invoice that was handed in as a PDF stands."""
    return _shape(pdf_invoice_for(request.auth, pdf_id))


def _shape(one: PdfInvoice) -> dict[str, Any]:
    return {
        "id": one.pk,
        "voucher": one.voucher.code,
        "state": one.state,
        "invoice_number": one.number,
        "handed_in_at": one.handed_in_at,
        "checked_at": one.checked_at,
        "redemption": one.redemption_id,
        "why": one.why.text if one.why else None,
        "reasons": [problem.reason(reason) for reason in one.told_reasons()],
    }
