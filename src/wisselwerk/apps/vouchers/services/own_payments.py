"""That a business paid its own part of an invoice: the provider says so, or a coordinator saw a proof of its bank."""

from datetime import date
from uuid import UUID

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import OwnPayment, Redemption
from wisselwerk.apps.vouchers.queries.proofs import SHOWING, asks_own_part, own_part_of, rule_of
from wisselwerk.apps.vouchers.services.fulfilments import lock_redemption
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.own_payment import Evidence, against
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def state_receipt(actor: Actor, *, redemption: UUID, amount_cents: int, paid_on: date) -> OwnPayment:
    """Say for the provider that the business paid its own part, how much and on which day.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; PROOF_NOT_ASKED; OWN_PART_PROVEN; OWN_PART_TOO_LOW with what is
            missing; OWN_PART_TOO_HIGH; PAID_BEFORE_INVOICE; DAY_TO_COME.
    """
    one = lock_redemption(actor, redemption)
    require(actor, "state_receipt", one.supplier_id)
    return _prove(actor, one, Evidence.RECEIPT, amount_cents, paid_on)


@command
def see_bank_proof(actor: Actor, *, redemption: UUID, amount_cents: int, paid_on: date) -> OwnPayment:
    """Keep that a coordinator saw a proof of the bank of the business. The proof itself is not kept.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: as for ``state_receipt``.
    """
    one = lock_redemption(actor, redemption)
    require(actor, "see_bank_proof", one.voucher.scheme.partnership_id)
    return _prove(actor, one, Evidence.BANK_PROOF, amount_cents, paid_on)


def _prove(actor: Actor, one: Redemption, evidence: Evidence, amount_cents: int, paid_on: date) -> OwnPayment:
    if not asks_own_part(one, rule_of(one)):
        raise Refusal(Reason(RefusalCode.PROOF_NOT_ASKED))
    earlier = OwnPayment.objects.filter(redemption=one).first()
    if earlier is not None:
        params = {"amount_cents": earlier.amount_cents, "paid_on": earlier.paid_on}
        raise Refusal(Reason(RefusalCode.OWN_PART_PROVEN, params))
    reasons = against(own_part_of(one), amount_cents=amount_cents, paid_on=paid_on, today=today())
    if refused := list(reasons):
        raise Refusal(*refused)
    payment = OwnPayment(redemption=one, evidence=evidence, amount_cents=amount_cents, paid_on=paid_on)
    entry = record(actor, SHOWING[evidence], f"redemption:{one.pk}", authority=payment.told())
    payment.actor, payment.at = entry.actor, entry.at
    payment.save()
    return payment
