"""What directors left out of what is proposed, and what they took out of a batch: for the list of what is due."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.payouts.models import BatchRemark, Payment, SetAside
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.payment import PaymentState

SETS, TAKES_UP = "set_aside", "take_up_again"
"""The commands, as the trail knows them."""


def set_aside_of(redemptions: Collection[Redemption]) -> Mapping[UUID, SetAside]:
    """Those that are left out now, by redemption. One query."""
    found = SetAside.objects.filter(redemption__in=[one.pk for one in redemptions], lifted_at=None)
    return {one.redemption_id: one for one in found}


def taken_out_of(redemptions: Collection[Any]) -> Mapping[UUID, BatchRemark]:
    """When and why each was last taken out of a batch, of the part that is due of those from ``unpaid``. One query."""
    due = {(one.pk, one.part) for one in redemptions}
    found = BatchRemark.objects.filter(
        payment__redemption__in=[pk for pk, _ in due], payment__state=PaymentState.TAKEN_OUT
    )
    told: dict[UUID, BatchRemark] = {}
    for one in found.select_related("payment").order_by("at", "pk"):
        if one.payment is not None and (one.payment.redemption_id, one.payment.part) in due:
            told[one.payment.redemption_id] = one
    return told


def questions_to(actor: Actor) -> QuerySet[SetAside]:
    """Those left out now of which the actor, as coordinator, is asked to look into the invoice, oldest first."""
    coordinated = actor.organisations(Role.COORDINATOR)
    found = SetAside.objects.filter(lifted_at=None, asks_coordinator=True, redemption__is_reversed=False)
    mine = found.filter(redemption__voucher__scheme__partnership__in=coordinated)
    return mine.select_related("payer", "redemption__supplier", "redemption__voucher__scheme").order_by("pk")


def set_aside_that_differs() -> Iterator[str]:
    """Where the trail tells otherwise of what was left out, and payments that were proposed while it was."""
    told = all_told([SETS, TAKES_UP])
    kept: set[Told] = set()
    for one in SetAside.objects.order_by("pk"):
        kept.update(_as_told(one))
    for row in sorted({(row.subject, row.command) for row in told ^ kept}):
        yield f"{row[0]}: the trail and what is kept tell otherwise of {row[1]}"
    meanwhile = Q(redemption__set_aside__lifted_at=None) | Q(
        batch__proposed_at__lt=F("redemption__set_aside__lifted_at")
    )
    proposed = Payment.objects.filter(meanwhile, batch__proposed_at__gt=F("redemption__set_aside__at"))
    for pk in proposed.order_by("pk").values_list("pk", flat=True).distinct():
        yield f"payment {pk}: was proposed while its redemption was set aside"


def _as_told(one: SetAside) -> Iterator[Told]:
    """What the trail must tell of it."""
    subject, authority = f"set_aside:{one.pk}", f"redemption:{one.redemption_id}"
    yield Told(subject, SETS, one.actor, one.at, authority)
    if one.lifted_at is not None:
        yield Told(subject, TAKES_UP, one.lifted_by, one.lifted_at, authority)
