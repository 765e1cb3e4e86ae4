"""Needs, for who stated them and for who coordinates their place."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.catalogue.queries import services_on
from wisselwerk.apps.introductions.models import Introduction, Need, Pending, Suggestion
from wisselwerk.apps.introductions.sight import coordinated, own_needs
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import Actor

LOOKED_BACK = timedelta(days=365)


def pending_by_token(token: str) -> Pending | None:
    """What waits for its code under this token, or was entered since. One query."""
    return Pending.objects.filter(token=token).first()


def need_of(actor: Actor, need_id: UUID) -> Need:
    """One need of the actor's own, or of an enterprise the actor acts for.

    Raises:
        Need.DoesNotExist: there is none, or it is not theirs.
    """
    return _with_parts(Need.objects.filter(own_needs(actor))).get(pk=need_id)


def needs_of(actor: Actor) -> QuerySet[Need]:
    """The needs that stand, of the actor's own and of the enterprises the actor acts for; newest first. Two queries."""
    return _with_parts(Need.objects.filter(own_needs(actor), withdrawn_at=None)).order_by("-stated_at")


def needs_without_introduction(actor: Actor) -> QuerySet[Need]:
    """Needs of the past year in the coordinator's places that led to nobody, each with whether something is proposed for it
    (``is_proposed``) that can be chosen today; oldest first. Two queries.
    """
    return _led_nowhere(actor).annotate(is_proposed=_is_proposed())


def needs_unanswered(actor: Actor) -> QuerySet[Need]:
    """Those for which nothing is proposed: the coordinator looks along. Two queries."""
    return _led_nowhere(actor).filter(~_is_proposed())


def _led_nowhere(actor: Actor) -> QuerySet[Need]:
    without = ~Exists(Introduction.objects.filter(need=OuterRef("pk")))
    recent = _standing(actor).filter(without, stated_at__gte=now() - LOOKED_BACK)
    return _with_parts(recent).order_by("stated_at")


def _is_proposed() -> Exists:
    return Exists(Suggestion.objects.filter(need=OuterRef("pk"), service__in=_offered()))


def need_coordinated(actor: Actor, need_id: UUID) -> Need:
    """One need in the coordinator's places that stands, and of which the words are not erased. Two queries.

    Raises:
        Need.DoesNotExist: there is none, or it is not theirs.
    """
    return _with_parts(_standing(actor)).get(pk=need_id)


def suggestions_of(need: Need) -> QuerySet[Suggestion]:
    """What the coordinator proposed for a need, and is still offered today, the first first. One query."""
    found = need.suggestions.filter(service__in=_offered()).select_related("service__provider__organisation")
    return found.order_by("at", "pk")


def _offered() -> QuerySet[Service]:
    """The services that can be chosen today, to look among them."""
    return services_on(today()).order_by().values("pk")  # type: ignore[return-value]  # of which the numbers are asked


def _standing(actor: Actor) -> QuerySet[Need]:
    return Need.objects.filter(coordinated(actor), withdrawn_at=None).exclude(sentence="")


def _with_parts(needs: QuerySet[Need]) -> QuerySet[Need]:
    return needs.select_related("enterprise", "partnership", "person").prefetch_related(
        "introductions__provider__organisation"
    )
