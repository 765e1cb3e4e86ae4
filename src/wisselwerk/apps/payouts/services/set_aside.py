"""Leaving something that is due out of what is proposed, for as long as a director has a question about it."""

from uuid import UUID

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.payouts.models import SetAside
from wisselwerk.apps.payouts.queries.payable import Wait, unpaid, waits_of
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def set_aside(
    actor: Actor, *, payer: Organisation, redemption: UUID, reason: str, asks_coordinator: bool
) -> SetAside:
    """Leave what is due of a redemption out of every batch that is proposed, until a director takes it up again.

    With ``asks_coordinator`` whoever coordinates the scheme is asked to look into the invoice, and reads why.

    Raises:
        Redemption.DoesNotExist: nothing is due of it, or this local government does not pay it.
        Refusal: NOT_ALLOWED; WRONG_STATE when it is left out already; MOTIVATION_MISSING.
    """
    require(actor, "set_aside", payer.pk)
    one = _due(payer, redemption)
    if Wait.SET_ASIDE in waits_of(one):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": Wait.SET_ASIDE.value}))
    if not reason.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
    aside = SetAside.objects.create(
        redemption_id=redemption,
        payer=payer,
        text=reason.strip(),
        asks_coordinator=asks_coordinator,
        actor=str(actor),
        at=now(),
    )
    record(actor, "set_aside", f"set_aside:{aside.pk}", authority=f"redemption:{redemption}", at=aside.at)
    if asks_coordinator:
        for somebody in people_of(one.voucher.scheme.partnership_id, Role.COORDINATOR):
            enqueue("send_payment_question", set_aside_id=aside.pk, person_id=somebody)
    return aside


@command
def take_up_again(actor: Actor, *, payer: Organisation, redemption: UUID) -> SetAside:
    """Have it go in the next batch after all, as soon as it waits for nothing else.

    Raises:
        Redemption.DoesNotExist: nothing is due of it, or this local government does not pay it.
        Refusal: NOT_ALLOWED; WRONG_STATE when it is not left out any more.
    """
    require(actor, "take_up_again", payer.pk)
    _due(payer, redemption)
    aside = SetAside.objects.filter(redemption=redemption, lifted_at=None).first()
    if aside is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": "payable"}))
    aside.lifted_by, aside.lifted_at = str(actor), now()
    aside.save(update_fields=["lifted_by", "lifted_at"])
    authority = f"redemption:{redemption}"
    record(actor, "take_up_again", f"set_aside:{aside.pk}", authority=authority, at=aside.lifted_at)
    return aside


def _due(payer: Organisation, redemption: UUID) -> Redemption:
    """What is due of it, while nobody proposes: two who do both at once would leave it out of nothing."""
    take_turns(f"payments of {payer.pk}")
    found: Redemption = unpaid(payer, today()).select_related("voucher__scheme").get(pk=redemption)
    return found
