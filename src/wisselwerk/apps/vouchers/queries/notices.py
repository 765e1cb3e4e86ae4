"""What holders were told, and what did not reach them."""

from django.db.models import Q, QuerySet

from wisselwerk.apps.vouchers.models import DeliveryState, Notice, NoticeAbout
from wisselwerk.apps.vouchers.queries.deadlines import CAN_LAPSE
from wisselwerk.apps.vouchers.queries.deliveries import PATIENCE
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor, Role


def undelivered_notices(actor: Actor) -> QuerySet[Notice]:
    """What did not reach a holder in the schemes the actor coordinates, oldest first. One query.

    Nobody has to hear any more that a voucher ends which is over or used up.
    """
    stuck = Q(state__in=(DeliveryState.MAIL_REFUSED, DeliveryState.TO_POST))
    late = Q(state=DeliveryState.WAITING, at__lt=now() - PATIENCE)
    matters = Q(about=NoticeAbout.REVOCATION) | Q(voucher__state__in=CAN_LAPSE)
    return notices_coordinated(actor).filter(stuck | late, matters).order_by("at", "pk")


def notices_coordinated(actor: Actor) -> QuerySet[Notice]:
    """Everything that holders were told in the schemes the actor coordinates."""
    found = Notice.objects.filter(voucher__scheme__partnership__in=actor.organisations(Role.COORDINATOR))
    return found.select_related(
        "person",
        "voucher__scheme__partnership",
        "voucher__holder",
        "voucher__account",
        "voucher__application",
    )
