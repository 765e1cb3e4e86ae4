"""Applying for a voucher, and what became of it."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router, Status

from wisselwerk.api import auth, problem
from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import MISTAKEN, REFUSED, UNREACHABLE
from wisselwerk.api.v1.vouchers import Key
from wisselwerk.apps.audit.services import Answer, once
from wisselwerk.apps.parties.codes import network_hash
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Channel, Voucher
from wisselwerk.apps.vouchers.queries.applications import application_for, latest_decision, reasons_of
from wisselwerk.apps.vouchers.queries.draws import place_of
from wisselwerk.apps.vouchers.services.applications import submit_application
from wisselwerk.domain.actor import Actor, ActorKind

router = Router(tags=["applications"])


@router.post(
    "/schemes/{slug}/applications",
    response={201: schemas.ApplicationOut, REFUSED | {429}: schemas.Problem},
    auth=auth.anybody,
    openapi_extra=auth.OPTIONAL_KEY,
)
def apply(request: auth.Caller, slug: str, body: schemas.ApplicationIn, key: Key) -> Status[dict[str, Any]]:
    """Apply for a voucher. With a partnership's key it is decided at once.

    Without a key it is ``unconfirmed`` until the applicant brings back the code mailed to the address. A refusal by
    the rules is an answer too (201, ``refused``), with its reasons.
    """
    scheme = Scheme.objects.filter(slug=slug).first()
    if scheme is None:
        raise Http404

    def act() -> Answer:
        asked = submit_application(
            request.auth,
            scheme=scheme,
            enterprise_number=body.enterprise_number,
            email=body.email,
            provider=body.provider_number,
            service=body.service,
            declarations=body.declarations.model_dump(mode="json", exclude_none=True),
            channel=Channel.API,
            sent_from=_sent_from(request),
        )
        return HTTPStatus.CREATED, schemas.ApplicationOut(**_shape(asked)).model_dump(mode="json")

    request_hash = auth.hash_of(slug, body.model_dump_json())
    own_key = _key_of(request.auth, key, request_hash)
    return Status(*once(request.auth, "submit_application", own_key, request_hash, act))


@router.get(
    "/applications/{application_id}",
    response={200: schemas.ApplicationDetail, UNREACHABLE | MISTAKEN: schemas.Problem},
    auth=auth.key_holder,
)
def application(request: auth.Caller, application_id: UUID) -> dict[str, Any]:
    """What became of an application, with the facts the decision was made on."""
    found = application_for(request.auth, application_id)
    decision = latest_decision(found)
    return _shape(found) | {"facts": decision and decision.facts}


def _sent_from(request: auth.Caller) -> str:
    """What to count by: software with a key sends for many people from one address, and can be told to stop."""
    return "" if request.auth.kind is ActorKind.KEY else network_hash(request.META["REMOTE_ADDR"])


def _key_of(caller: Actor, key: str, request_hash: str) -> str:
    """Strangers share one name, so their keys are told apart by what they ask: two may both begin counting at 1."""
    return auth.hash_of(key, request_hash) if caller.kind is ActorKind.ANONYMOUS else key


def _shape(found: Application) -> dict[str, Any]:
    decision = latest_decision(found)
    return {
        "id": found.pk,
        "outcome": found.state,
        "reasons": [problem.reason(one) for one in reasons_of(decision)] if decision else [],
        "voucher": _voucher(found.voucher) if found.state == ApplicationState.AWARDED else None,
        "place": _place(found) if decision and decision.facts.get("drawn_on") else None,
    }


def _place(found: Application) -> dict[str, Any] | None:
    place = place_of(found)
    return asdict(place) if place else None


def _voucher(awarded: Voucher) -> dict[str, Any]:
    return {
        "code": awarded.code,
        "amount_cents": awarded.amount_cents,
        "own_contribution_cents": awarded.own_contribution_cents,
        "share_percent": awarded.share_percent,
        "valid_until": awarded.valid_until,
    }
