"""Offering something together: one provider proposes and leads, the others say yes before anybody sees it."""

from collections.abc import Collection

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.introductions.matching import is_recognised
from wisselwerk.apps.introductions.models import JointOffer, JointPartner
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.joint_offer import MOST_PARTNERS
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def propose_joint_offer(
    actor: Actor,
    *,
    lead: Provider,
    name: str,
    description: str,
    partners: Collection[Provider],
    price: str = "",
) -> JointOffer:
    """Propose something to do together. Nobody else sees it before every partner said yes.

    A voucher is used with the lead, which sends the invoice; how the others are paid is between them. The same lead and
    name is the same offer, as long as it has not ended.

    Raises:
        Refusal: NOT_ALLOWED; PARTNER_MISSING; NOT_RECOGNISED_NOW for the lead or a partner; JOINT_OFFER_STANDS when it
            is proposed with other words or partners than before.
    """
    require(actor, "propose_joint_offer", lead.organisation_id)
    others = {one.pk: one for one in partners if one.pk != lead.pk}
    if not 1 <= len(others) <= MOST_PARTNERS:
        raise Refusal(Reason(RefusalCode.PARTNER_MISSING, {"most": MOST_PARTNERS}))
    for one in (lead, *others.values()):
        if not is_recognised(one, today()):
            raise Refusal(Reason(RefusalCode.NOT_RECOGNISED_NOW, {"provider": one.organisation.name}))
    take_turns(f"joint offers of {lead.pk}")
    known = JointOffer.objects.filter(lead=lead, name=name, ended_at=None).first()
    if known is not None:
        if not _is_same(known, description, price, others):
            raise Refusal(Reason(RefusalCode.JOINT_OFFER_STANDS))
        return known
    offer = JointOffer.objects.create(
        lead=lead,
        name=name,
        description=description,
        price=price,
        actor=str(actor),
        proposed_at=now(),
    )
    asked = JointPartner.objects.bulk_create(
        JointPartner(offer=offer, provider=one) for _, one in sorted(others.items())
    )
    record(
        actor, "propose_joint_offer", f"joint_offer:{offer.pk}", authority=offer.seal(), at=offer.proposed_at
    )
    for partner in asked:
        for person_id in people_of(partner.provider.organisation_id, Role.PROVIDER):
            enqueue("send_joint_offer", partner_id=partner.pk, person_id=person_id)
    return offer


@command
def answer_joint_offer(actor: Actor, *, partner: JointPartner, takes_part: bool) -> JointOffer:
    """Say yes or no for a partner; a no may come after a yes. With a no the offer ends: the words speak of all of them.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE for a yes when it has ended.
    """
    require(actor, "answer_joint_offer", partner.provider.organisation_id)
    offer = JointOffer.objects.select_for_update().get(pk=partner.offer_id)
    partner = offer.partners.get(pk=partner.pk)
    subject = f"joint_partner:{partner.pk}"
    if offer.ended_at is not None:
        if takes_part:
            raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": offer.state.value}))
        return offer
    if takes_part and partner.confirmed_at is None:
        partner.confirmed_at = now()
        partner.save(update_fields=["confirmed_at"])
        record(actor, "confirm_joint_offer", subject, at=partner.confirmed_at)
    elif not takes_part:
        record(actor, "decline_joint_offer", subject, authority=f"joint_offer:{offer.pk}")
        _end(actor, offer)
    return offer


@command
def end_joint_offer(actor: Actor, *, offer: JointOffer) -> JointOffer:
    """Offer it no longer; once is enough. Introductions that came of it stay.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "end_joint_offer", offer.lead.organisation_id)
    offer = JointOffer.objects.select_for_update().get(pk=offer.pk)
    _end(actor, offer)
    return offer


def _is_same(known: JointOffer, description: str, price: str, others: Collection[int]) -> bool:
    asked = set(known.partners.values_list("provider", flat=True))
    return (known.description, known.price, asked) == (description, price, set(others))


def _end(actor: Actor, offer: JointOffer) -> None:
    if offer.ended_at is None:
        offer.ended_at = now()
        offer.save(update_fields=["ended_at"])
        record(actor, "end_joint_offer", f"joint_offer:{offer.pk}", at=offer.ended_at)
