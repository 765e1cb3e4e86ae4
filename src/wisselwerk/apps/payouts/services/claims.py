"""Asking money back that was undone after it was paid: by mail, by letter where there is no address, and reminders.

The payee pays with the reference of the payment, by which a statement is matched (``bank_files``).
"""

from datetime import date
from functools import partial

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import ClaimNotice, Payment
from wisselwerk.apps.payouts.queries.beside import claims_with_money_beside
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims, proof_of_claim, who_is_told
from wisselwerk.apps.payouts.services.counted import count_for_claim
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.apps.vouchers.services.arrivals import TellTrail, held, keep_letter, keep_mail
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor

CHUNK = 500


@command
def claim_back(actor: Actor, *, payment: Payment, on: date) -> bool:
    """Ask the payee of a payment that was undone to pay it back, or remind of that, where it is due ``on`` this day.

    What we owe the payee counts for it first. False when there was nothing to tell.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "claim_back")
    take_turns(f"payments of {payment.batch.payer_id}")
    count_for_claim(actor, payment)
    Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    found = open_claims().filter(pk=payment.pk).first()
    claim = None if found is None else Claim(found)
    if claim is not None and claim.tells_too_soon(on):
        waiting = ClaimNotice.objects.filter(payment=payment).exclude(state__in=DELIVERED)
        waiting.update(told_until=claim.last_day(on))
    if claim is None or not claim.is_due(on):
        return False
    person = who_is_told(claim.payment)
    notice = ClaimNotice.objects.create(
        payment=claim.payment,
        deadline=claim.deadline(on),
        told_until=claim.last_day(on),
        person=person,
        asked_on=on,
        state=DeliveryState.TO_POST if person is None else DeliveryState.WAITING,
        at=now(),
    )
    if person is not None:
        enqueue("send_claim", notice_id=notice.pk)
    record(actor, "claim_back", f"payment:{payment.pk}")
    return True


def claim_everything_back(actor: Actor, *, on: date) -> int:
    """Tell every payee for whom that is due, each in a transaction of its own; returns how many."""
    beside = claims_with_money_beside()
    found = (one for one in open_claims().iterator(CHUNK) if one.pk in beside or _asks(Claim(one), on))
    return sum(claim_back(actor, payment=one, on=on) for one in found)


def _asks(claim: Claim, on: date) -> bool:
    return claim.is_due(on) or claim.tells_too_soon(on)


@command
def deliver_claim(actor: Actor, *, notice: ClaimNotice, state: DeliveryState = DeliveryState.MAILED) -> bool:
    """Record that the mail server took it, or (``MAIL_REFUSED``) never will; False when that changes nothing.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "deliver_claim")
    found = held(notice)
    return keep_mail(found, state, _to_trail(actor, "deliver_claim", found))


@command
def post_claim(actor: Actor, *, notice: ClaimNotice) -> ClaimNotice:
    """Record that its letter was sent by post today, or handed over.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was delivered before.
    """
    require(actor, "post_claim", notice.payment.batch.payer_id)
    found = held(notice)
    keep_letter(found, _to_trail(actor, "post_claim", found))
    return found


def _to_trail(actor: Actor, done: str, notice: ClaimNotice) -> TellTrail:
    return partial(record, actor, done, f"payment:{notice.payment_id}", authority=proof_of_claim(notice))
