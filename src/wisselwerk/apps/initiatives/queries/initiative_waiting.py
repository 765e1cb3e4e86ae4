"""What waits for who answers for initiatives, beside what was noticed: proposals about two of them."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from wisselwerk.apps.audit.queries import entries_of
from wisselwerk.apps.initiatives.initiative_record import LINK_TOLD_AS
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING, owned_by
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_state import InitiativeState


def answered_for_by(actor: Actor, day: date) -> Q:
    """Which initiatives the actor may answer for: ask it once and give it to what follows. One query."""
    return owned_by(actor.organisations(*ANSWERING), day)


def initiatives_of(mine: Q) -> QuerySet[Initiative]:
    """Those of ``answered_for_by``, newest first."""
    found = Initiative.objects.filter(mine, merged_into=None).distinct()
    return found.prefetch_related("places").order_by("-known_on", "-pk")


def unanswered_of(mine: Q) -> QuerySet[Initiative]:
    """Those that were noticed and wait for an answer, longest first."""
    return initiatives_of(mine).filter(state=InitiativeState.NOTICED).order_by("noticed_at", "pk")


def links_of(mine: Q) -> QuerySet[InitiativeLink]:
    """What was proposed about these initiatives or a part of them, whatever was answered."""
    own = Initiative.objects.filter(mine).order_by().values("pk")
    parts = Q(initiative__merged_into__in=own) | Q(other__merged_into__in=own)
    links = InitiativeLink.objects.filter(Q(initiative__in=own) | Q(other__in=own) | parts)
    return links.select_related("initiative", "other").order_by("pk")


def answerable(links: QuerySet[InitiativeLink], mine: Q) -> QuerySet[InitiativeLink]:
    """The same, each with ``may_answer``: whether what goes on for one of the two is one of these. Of a part of a whole somebody else
    may answer for that.
    """
    own = Initiative.objects.filter(mine).order_by()
    one = Coalesce(OuterRef("initiative__merged_into"), OuterRef("initiative"))
    other = Coalesce(OuterRef("other__merged_into"), OuterRef("other"))
    found = links.annotate(may_answer=Exists(own.filter(Q(pk=one) | Q(pk=other))))
    return found.select_related("initiative__merged_into", "other__merged_into")


def answers_to_link(link: InitiativeLink) -> list[tuple[datetime, LinkAnswer]]:
    """When it was answered how, and when an answer was taken back, oldest first. One query."""
    subject = f"initiative_link:{link.pk}"
    entries = entries_of([subject], list(LINK_TOLD_AS)).get(subject, [])
    return [(one.at, LINK_TOLD_AS[one.command]) for one in entries]


def links_waiting_for(mine: Q) -> QuerySet[InitiativeLink]:
    """Those that wait for an answer, oldest first."""
    waiting = links_of(mine).filter(answer=LinkAnswer.OPEN)
    return waiting.filter(initiative__merged_into=None, other__merged_into=None)


def links_beside(mine: Q, link: InitiativeLink) -> QuerySet[InitiativeLink]:
    """What else waits for an answer whether it is the same as the earlier one of two, beside these themselves, oldest first."""
    beside = links_waiting_for(mine).filter(kind=LinkKind.SAME, other=link.other_id)
    return beside.exclude(pk=link.pk).order_by("pk")
