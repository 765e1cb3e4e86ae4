"""Telling members of a settlement: a mail to who acts for each, and a letter where no mail brings it."""

from functools import partial

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.settlements.models import SettlementNotice, YearSettlement
from wisselwerk.apps.settlements.queries.proof import proof_of_notice
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.services.arrivals import TellTrail, held, keep_letter, keep_mail
from wisselwerk.clock import now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role

TOLD = (Role.MEMBER, Role.FINANCIAL_DIRECTOR)
"""Who hears of a settlement at each member; the general director where nobody else acts for it."""


def tell_members(settlement: YearSettlement) -> None:
    """Have each member told. Call it inside the transaction that sends the settlement."""
    for share in settlement.shares.order_by("member"):
        told = _people_to_tell(share.member_id)
        for somebody in told:
            enqueue(
                "send_settlement",
                settlement_id=settlement.pk,
                member_id=share.member_id,
                person_id=somebody,
            )
        if share.member_id != settlement.managing_municipality_id:
            state = DeliveryState.WAITING if told else DeliveryState.TO_POST
            SettlementNotice.objects.create(share=share, state=state, at=now())


@command
def deliver_settlement(
    actor: Actor, *, notice: SettlementNotice, state: DeliveryState = DeliveryState.MAILED
) -> bool:
    """Record that the mail server took it, or (``MAIL_REFUSED``) never will; False when that changes nothing.

    Several people may act for a member: it has it when one of them has.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "deliver_settlement")
    found = held(notice)
    return keep_mail(found, state, _to_trail(actor, "deliver_settlement", found))


@command
def post_settlement(actor: Actor, *, notice: SettlementNotice) -> SettlementNotice:
    """Record that it was printed and sent by post today, or handed over.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was delivered before.
    """
    require(actor, "post_settlement", notice.share.settlement.managing_municipality_id)
    found = held(notice)
    keep_letter(found, _to_trail(actor, "post_settlement", found))
    return found


def _to_trail(actor: Actor, done: str, notice: SettlementNotice) -> TellTrail:
    return partial(
        record, actor, done, f"settlement:{notice.share.settlement_id}", authority=proof_of_notice(notice)
    )


def _people_to_tell(member: int) -> list[int]:
    """Who acts for a member and has a mail address."""
    for roles in (TOLD, (Role.GENERAL_DIRECTOR,)):
        found = Person.objects.filter(pk__in=people_of(member, *roles), email__isnull=False)
        people = list(found.order_by("pk").values_list("pk", flat=True))
        if people:
            return people
    return []
