"""How both sides say that it went, where a last part waits for that."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from ninja import Router, Status

from wisselwerk.api import auth
from wisselwerk.api.v1 import evaluation_schemas, schemas
from wisselwerk.api.v1.schemas import REFUSED
from wisselwerk.api.v1.vouchers import Key
from wisselwerk.apps.audit.services import Answer, once
from wisselwerk.apps.vouchers.models import Evaluation
from wisselwerk.apps.vouchers.services import evaluate_as_business, evaluate_as_provider, waive_evaluation
from wisselwerk.domain.evaluation import Answers, Side

router = Router(tags=["vouchers"], auth=auth.key_holder)

SAYS: Mapping[Side, Callable[..., Evaluation]] = {
    Side.BUSINESS: evaluate_as_business,
    Side.PROVIDER: evaluate_as_provider,
}


@router.post(
    "/redemptions/{redemption_id}/evaluations",
    response={201: evaluation_schemas.EvaluationOut, REFUSED: schemas.Problem},
)
def evaluate(
    request: auth.Caller, redemption_id: UUID, body: evaluation_schemas.EvaluationIn, key: Key
) -> Status[dict[str, Any]]:
    """Say for one side how it went. When both have, the last part is paid, and each side reads what the other said."""

    def act() -> Answer:
        say = SAYS[Side(body.side)]
        answers = Answers(body.went, body.again)
        said = say(request.auth, redemption=redemption_id, answers=answers, words=body.words)
        return HTTPStatus.CREATED, _said(redemption_id, said)

    request_hash = auth.hash_of(redemption_id, body.side, body.went, body.again, body.words)
    return Status(*once(request.auth, "evaluate", key, request_hash, act))


@router.post(
    "/redemptions/{redemption_id}/evaluation-waivers",
    response={201: evaluation_schemas.EvaluationOut, REFUSED: schemas.Problem},
)
def waive(
    request: auth.Caller, redemption_id: UUID, body: evaluation_schemas.WaiverIn, key: Key
) -> Status[dict[str, Any]]:
    """Go on for the partnership without a side that does not say how it went."""

    def act() -> Answer:
        said = waive_evaluation(
            request.auth, redemption=redemption_id, side=Side(body.side), reason=body.reason
        )
        return HTTPStatus.CREATED, _said(redemption_id, said)

    request_hash = auth.hash_of(redemption_id, body.side, body.reason)
    return Status(*once(request.auth, "waive_evaluation", key, request_hash, act))


def _said(redemption_id: UUID, said: Evaluation) -> dict[str, Any]:
    return {"redemption": str(redemption_id), "side": str(said.side), "is_waived": said.is_waived}
