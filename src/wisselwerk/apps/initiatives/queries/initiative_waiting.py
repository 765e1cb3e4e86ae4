"""What waits for who answers for initiatives, beside what was noticed: proposals about two of them."""

from datetime import date

from django.db.models import Q, QuerySet

from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING, owned_by
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_link import LinkAnswer
from wisselwerk.domain.initiative_state import InitiativeState


def initiatives_of(actor: Actor, day: date) -> QuerySet[Initiative]:
    """Those for which the actor may answer, newest first. Two queries besides."""
    owned = owned_by(actor.organisations(*ANSWERING), day)
    found = Initiative.objects.filter(owned, merged_into=None).distinct()
    return found.prefetch_related("places").order_by("-known_on", "-pk")


def unanswered_of(actor: Actor, day: date) -> list[Initiative]:
    """Those that were noticed and wait for an answer of the actor, longest first. Four queries."""
    found = initiatives_of(actor, day).filter(state=InitiativeState.NOTICED)
    return list(found.order_by("noticed_at", "pk"))


def links_of(actor: Actor, day: date) -> QuerySet[InitiativeLink]:
    """What was proposed about initiatives of the actor's, whatever was answered. Two queries besides."""
    mine = Initiative.objects.filter(owned_by(actor.organisations(*ANSWERING), day)).order_by().values("pk")
    links = InitiativeLink.objects.filter(Q(initiative__in=mine) | Q(other__in=mine))
    return links.select_related("initiative", "other").order_by("pk")


def links_waiting_for(actor: Actor, day: date) -> list[InitiativeLink]:
    """Those that wait for an answer of the actor, oldest first. Three queries."""
    waiting = links_of(actor, day).filter(answer=LinkAnswer.OPEN)
    return list(waiting.filter(initiative__merged_into=None, other__merged_into=None))
