"""Joint offers, for everybody and for who makes them."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wisselwerk.apps.catalogue.models import Recognition
from wisselwerk.apps.introductions.models import JointOffer, JointPartner
from wisselwerk.domain.actor import Actor, Role


def joint_offers_on(day: date) -> QuerySet[JointOffer]:
    """What everybody may see on ``day``: all partners said yes, and each of them is recognised. Two queries."""
    partners = JointPartner.objects.filter(offer=OuterRef("pk"))
    recognised = Recognition.objects.on(day)
    lost = partners.filter(Q(confirmed_at=None) | ~Exists(recognised.filter(provider=OuterRef("provider"))))
    leads = recognised.filter(provider=OuterRef("lead"))
    found = JointOffer.objects.filter(Exists(partners), ~Exists(lost), Exists(leads), ended_at=None)
    return _with_parts(found).order_by("name", "pk")


def joint_offers_of(actor: Actor) -> QuerySet[JointOffer]:
    """What the providers the actor acts for lead or were asked for, newest first. Two queries."""
    organisations = actor.organisations(Role.PROVIDER)
    asked = JointPartner.objects.filter(offer=OuterRef("pk"), provider__organisation__in=organisations)
    found = JointOffer.objects.filter(Q(lead__organisation__in=organisations) | Exists(asked), ended_at=None)
    return _with_parts(found).order_by("-proposed_at", "-pk")


def to_answer_jointly(actor: Actor) -> QuerySet[JointPartner]:
    """Joint offers that wait for a yes or no of the actor's providers, oldest first. One query."""
    return parts_of(actor).filter(confirmed_at=None)


def parts_of(actor: Actor) -> QuerySet[JointPartner]:
    """Parts of the actor's providers in joint offers that stand, answered or not, oldest first. One query."""
    found = JointPartner.objects.filter(
        provider__organisation__in=actor.organisations(Role.PROVIDER), offer__ended_at=None
    )
    return found.select_related("offer__lead__organisation", "provider__organisation").order_by("pk")


def _with_parts(found: QuerySet[JointOffer]) -> QuerySet[JointOffer]:
    return found.select_related("lead__organisation").prefetch_related("partners__provider__organisation")
