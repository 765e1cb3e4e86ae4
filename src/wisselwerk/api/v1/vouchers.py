"""Vouchers, and handing in invoices on them."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import Header, Router, Status

from wisselwerk.api import auth, problem
from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import REFUSED, UNREACHABLE
from wisselwerk.api.v1.schemes import rule
from wisselwerk.apps.audit.services import Answer, once
from wisselwerk.apps.schemes.queries import rules_of
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.evaluations import Evaluations, evaluations_of
from wisselwerk.apps.vouchers.queries.proofs import Proofs, proofs_of
from wisselwerk.apps.vouchers.queries.vouchers import voucher_for
from wisselwerk.apps.vouchers.services.credits import credit_invoice
from wisselwerk.apps.vouchers.services.redemptions import redeem_voucher, reverse_redemption, validate_invoice
from wisselwerk.clock import today
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.formats.ubl import MAX_BYTES

router = Router(tags=["vouchers"], auth=auth.key_holder)

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Of your own making, one per command. Send the same again when no answer came.",
    ),
]
INVOICE = {
    "requestBody": {
        "required": True,
        "description": "A UBL 2.1 invoice (Peppol BIS Billing 3).",
        "content": {"application/xml": {"schema": {"type": "string"}}},
    }
}

CREDIT_NOTE = {
    "requestBody": {
        "required": True,
        "description": "A UBL 2.1 credit note (Peppol BIS Billing 3) that names the invoice it corrects.",
        "content": {"application/xml": {"schema": {"type": "string"}}},
    }
}


@router.get("/vouchers/{code}", response={200: schemas.Voucher, UNREACHABLE: schemas.Problem}, by_alias=True)
def voucher(request: auth.Caller, code: str) -> dict[str, Any]:
    """A voucher, for its holder, its provider, its partnership and the auditor; for all others there is none."""
    found = voucher_for(request.auth, code)
    redemptions = list(found.redemptions.all())
    known, held = proofs_of(redemptions, today()), evaluations_of(redemptions)
    return {
        "code": found.code,
        "state": found.state,
        "amount_cents": found.amount_cents,
        "left_cents": found.account.balance_cents,
        "own_contribution_cents": found.own_contribution_cents,
        "share_percent": found.share_percent,
        "paid_to": PaidTo.HOLDER if found.pays_holder else PaidTo.PROVIDER,
        "valid_until": found.valid_until,
        "rules": [rule(line) for line in rules_of(found.rule_set)],
        "redemptions": [_summary(one, known.get(one.pk), held.get(one.pk)) for one in redemptions],
    }


@router.post(
    "/vouchers/{code}/validations",
    response={200: schemas.Validation, REFUSED: schemas.Problem},
    openapi_extra=INVOICE,
)
def validate(request: auth.Caller, code: str) -> dict[str, Any]:
    """What handing in this invoice would give, and every reason against it. Changes nothing."""
    found = validate_invoice(request.auth, code=code, data=_invoice(request))
    return {
        "ok": found.ok,
        "eligible_cents": found.eligible_cents,
        "vat_basis": found.vat_basis,
        "paid_to": found.paid_to,
        "voucher_part_cents": found.voucher_part_cents,
        "own_part_cents": found.own_part_cents,
        "vat_cents": found.vat_cents,
        "missing_cents": found.missing_cents,
        "reasons": [problem.reason(one) for one in found.reasons],
    }


@router.post(
    "/vouchers/{code}/redemptions",
    response={201: schemas.RedemptionOut, REFUSED: schemas.Problem},
    openapi_extra=INVOICE,
)
def redeem(request: auth.Caller, code: str, key: Key) -> Status[dict[str, Any]]:
    """Use the voucher for this invoice. ``state`` and ``left_cents`` are those of the voucher afterwards."""
    done = redeem_voucher(request.auth, code=code, data=_invoice(request), key=key)
    return Status(HTTPStatus.CREATED, asdict(done))


@router.post(
    "/vouchers/{code}/credit-notes",
    response={201: schemas.CreditOut, REFUSED: schemas.Problem},
    openapi_extra=CREDIT_NOTE,
)
def credit(request: auth.Caller, code: str, key: Key) -> Status[dict[str, Any]]:
    """Take back an invoice on the voucher, or a part of it; what it still comes to is redeemed anew."""
    done = credit_invoice(request.auth, code=code, data=_invoice(request), key=key)
    return Status(HTTPStatus.CREATED, asdict(done))


@router.post(
    "/redemptions/{redemption_id}/reversals",
    response={201: schemas.ReversalOut, REFUSED: schemas.Problem},
)
def reverse(
    request: auth.Caller, redemption_id: UUID, body: schemas.ReversalIn, key: Key
) -> Status[dict[str, Any]]:
    """Undo a redemption: the money goes back to the voucher, and the invoice may be handed in again.

    Not an invoice that a credit note corrected.
    """

    def act() -> Answer:
        reverse_redemption(request.auth, redemption=redemption_id, reason=body.reason)
        return HTTPStatus.CREATED, {"redemption": str(redemption_id), "state": "reversed"}

    request_hash = auth.hash_of(redemption_id, body.reason)
    return Status(*once(request.auth, "reverse_redemption", key, request_hash, act))


def _invoice(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        limit = MAX_BYTES // 1_000_000
        raise Refusal(Reason(RefusalCode.INVOICE_TOO_LARGE, {"limit_megabytes": limit})) from error


def _summary(redemption: Redemption, known: Proofs | None, held: Evaluations | None) -> dict[str, Any]:
    asked = known if known and known.asks_delivery and not redemption.is_reversed else None
    return {
        "id": redemption.pk,
        "state": "reversed" if redemption.is_reversed else "redeemed",
        "invoice_number": redemption.invoice_number,
        "voucher_part_cents": redemption.voucher_part_cents,
        "own_part_cents": redemption.own_part_cents,
        "vat_cents": redemption.vat_cents,
        "delivery": asked.state.value if asked else None,
        "delivery_until": asked.said.until if asked and asked.said and asked.can_answer else None,
        "own_part_open": known is not None and known.lacks_own_payment,
        "last_part": {"cents": held.last_cents, "waits_for": held.missing} if held else None,
        "redeemed_at": redemption.redeemed_at,
    }
