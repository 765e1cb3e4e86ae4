"""Proof before payment: whether something was delivered, and whether a business paid its own part."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from ninja import Router, Status

from wisselwerk.api import auth
from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import REFUSED
from wisselwerk.api.v1.vouchers import Key
from wisselwerk.apps.audit.services import Answer, once
from wisselwerk.apps.vouchers.models import FulfilmentStep
from wisselwerk.apps.vouchers.services import (
    confirm_delivery,
    dispute_delivery,
    find_delivered,
    see_bank_proof,
    state_receipt,
    withdraw_dispute,
)
from wisselwerk.clock import today
from wisselwerk.domain.own_payment import Evidence

router = Router(tags=["vouchers"], auth=auth.key_holder)

SETTLES = {"delivered": find_delivered, "withdrawn": withdraw_dispute}
SHOWS = {Evidence.RECEIPT: state_receipt, Evidence.BANK_PROOF: see_bank_proof}


@router.post(
    "/redemptions/{redemption_id}/confirmations",
    response={201: schemas.DeliveryOut, REFUSED: schemas.Problem},
)
def confirm(request: auth.Caller, redemption_id: UUID, key: Key) -> Status[dict[str, Any]]:
    """Say for the business that it was delivered: payment no longer waits for that."""

    def act() -> Answer:
        return HTTPStatus.CREATED, _stands(confirm_delivery(request.auth, redemption=redemption_id))

    return Status(*once(request.auth, "confirm_delivery", key, auth.hash_of(redemption_id), act))


@router.post(
    "/redemptions/{redemption_id}/disputes",
    response={201: schemas.DeliveryOut, REFUSED: schemas.Problem},
)
def dispute(
    request: auth.Caller, redemption_id: UUID, body: schemas.DisputeIn, key: Key
) -> Status[dict[str, Any]]:
    """Say for the business that it was not delivered, or not as agreed: nothing is paid until that is settled."""

    def act() -> Answer:
        step = dispute_delivery(request.auth, redemption=redemption_id, reason=body.reason)
        return HTTPStatus.CREATED, _stands(step)

    request_hash = auth.hash_of(redemption_id, body.reason)
    return Status(*once(request.auth, "dispute_delivery", key, request_hash, act))


@router.post(
    "/redemptions/{redemption_id}/dispute-settlements",
    response={201: schemas.DeliveryOut, REFUSED: schemas.Problem},
)
def settle_dispute(
    request: auth.Caller, redemption_id: UUID, body: schemas.SettlementIn, key: Key
) -> Status[dict[str, Any]]:
    """Settle a dispute for the partnership: payment no longer waits for it, or the days to answer go on."""

    def act() -> Answer:
        step = SETTLES[body.outcome](request.auth, redemption=redemption_id, reason=body.reason)
        return HTTPStatus.CREATED, _stands(step)

    request_hash = auth.hash_of(redemption_id, body.outcome, body.reason)
    return Status(*once(request.auth, "settle_dispute", key, request_hash, act))


@router.post(
    "/redemptions/{redemption_id}/own-payments",
    response={201: schemas.OwnPaymentOut, REFUSED: schemas.Problem},
)
def own_payment(
    request: auth.Caller, redemption_id: UUID, body: schemas.OwnPaymentIn, key: Key
) -> Status[dict[str, Any]]:
    """Show that the business paid its own part. No document is kept, only who showed what and when."""

    def act() -> Answer:
        show = SHOWS[Evidence(body.evidence)]
        kept = show(
            request.auth, redemption=redemption_id, amount_cents=body.amount_cents, paid_on=body.paid_on
        )
        return HTTPStatus.CREATED, {
            "redemption": str(redemption_id),
            "evidence": body.evidence,
            "amount_cents": kept.amount_cents,
            "paid_on": kept.paid_on.isoformat(),
        }

    request_hash = auth.hash_of(redemption_id, body.evidence, body.amount_cents, body.paid_on)
    return Status(*once(request.auth, "own_payment", key, request_hash, act))


def _stands(step: FulfilmentStep) -> dict[str, Any]:
    said = step.said()
    return {
        "redemption": str(step.redemption_id),
        "delivery": said.state(today()).value,
        "days_left": said.days_left,
    }
