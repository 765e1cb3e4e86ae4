"""Bringing a decision to who applied: by mail, as often as asked, or by post where mail does not arrive.

The time to appeal begins when a decision is delivered, so that it is kept how far each one came.
"""

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Delivery, DeliveryState
from wisselwerk.apps.vouchers.queries.deliveries import standing_decision
from wisselwerk.clock import now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


def mail(decision: Decision) -> Delivery:
    """Have a decision mailed. Call it inside a command's transaction."""
    enqueue("send_decision", decision_id=decision.pk)
    return deliver(decision, DeliveryState.WAITING)


def deliver(decision: Decision, state: DeliveryState) -> Delivery:
    """Keep how far a decision came just now."""
    return Delivery.objects.update_or_create(decision=decision, defaults={"state": state, "at": now()})[0]


@command
def mail_decision(actor: Actor, *, application: Application) -> Delivery:
    """Mail the decision that stands once more.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when nothing was decided; NO_MAIL_ADDRESS when who applied was erased.
    """
    require(actor, "mail_decision", application.scheme.partnership_id)
    decision = _standing(application)
    if application.applicant is None:
        raise Refusal(Reason(RefusalCode.NO_MAIL_ADDRESS))
    delivery = mail(decision)
    record(actor, "mail_decision", f"decision:{decision.pk}")
    return delivery


@command
def post_decision(actor: Actor, *, application: Application) -> Delivery:
    """Record that the letter of the decision that stands was sent by post, or handed over.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when nothing was decided, or only proposed: of a proposal there is no letter.
    """
    require(actor, "post_decision", application.scheme.partnership_id)
    decision = _standing(application)
    if decision.result == ApplicationState.REVIEW:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": decision.result}))
    delivery = deliver(decision, DeliveryState.POSTED)
    record(actor, "post_decision", f"decision:{decision.pk}")
    return delivery


def _standing(application: Application) -> Decision:
    decision = standing_decision(application)
    if decision is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": application.state}))
    return decision
