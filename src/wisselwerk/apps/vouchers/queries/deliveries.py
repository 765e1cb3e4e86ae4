"""Which decisions have not reached who applied."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Delivery, DeliveryState
from wisselwerk.apps.vouchers.queries.applications import LATEST_FIRST, coordinated_applications
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor

PATIENCE = timedelta(hours=1)
"""A mail that is younger is on its way; what has waited longer somebody should know of."""


def undelivered_applications(actor: Actor) -> QuerySet[Application]:
    """Decided applications of which the decision did not reach who applied, oldest first. Two queries.

    A proposal is no decision, and whoever was erased is not looked for.
    """
    stuck = Q(state=DeliveryState.MAIL_REFUSED) | Q(state=DeliveryState.WAITING, at__lt=now() - PATIENCE)
    standing = Decision.objects.filter(application=OuterRef("pk")).order_by(*LATEST_FIRST)
    proposed = (ApplicationState.UNCONFIRMED, ApplicationState.REVIEW, ApplicationState.WITHDRAWN)
    return (
        coordinated_applications(actor)
        .exclude(state__in=proposed)
        .filter(applicant__isnull=False)
        .annotate(standing=Subquery(standing.values("pk")[:1]))
        .filter(Exists(Delivery.objects.filter(stuck, decision=OuterRef("standing"))))
        .order_by("applied_at")
    )


def standing_decision(application: Application) -> Decision | None:
    """The decision that stands, asked anew. One query."""
    return application.decisions.order_by(*LATEST_FIRST).first()


def delivery_of(decision: Decision) -> Delivery | None:
    """How far a decision came; None for one from before that was kept."""
    found: Delivery | None = getattr(decision, "delivery", None)
    return found
