"""Which practices there are for somebody, and one of them as they read it."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wisselwerk.apps.parties.models import Membership, Organisation, OrganisationKind
from wisselwerk.apps.parties.permissions import PARTICIPANTS, is_participant
from wisselwerk.apps.practices.models import Practice, PracticeStep, PracticeVersion
from wisselwerk.apps.practices.words import asked
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.practice import Action, PracticeState
from wisselwerk.domain.priority import Priority


def practices(
    *,
    q: str = "",
    priority: Priority | None = None,
    is_failure: bool | None = None,
    has_scheme: bool | None = None,
    among_participants: bool = False,
) -> QuerySet[Practice]:
    """What everybody may read, published last first; with ``among_participants`` what is not public too, in front.

    ``q`` is words that all have to be found, in any form, in what is told or in whose it is; words that say nothing count for nothing.
    """
    version = "latest" if among_participants else "published"
    found = Practice.objects.filter(**{f"{version}__isnull": False})
    for forms in asked(q):
        told = Q(organisation__name__icontains=forms[0])
        for form in forms:
            told |= Q(**{f"{version}__words__contains": form})
        found = found.filter(told)
    if priority is not None:
        found = found.filter(**{f"{version}__priority": priority})
    if is_failure is not None:
        found = found.filter(**{f"{version}__is_failure": is_failure})
    if has_scheme is not None:
        found = found.filter(**{f"{version}__scheme__isnull": not has_scheme})
    found = found.select_related("organisation", "published__scheme", "latest__scheme")
    return found.order_by("-latest__at" if among_participants else "-published_at", "-pk")


def practice_for(actor: Actor, slug: str) -> Practice | None:
    """A practice that somebody may read, with both its versions; None where there is none for them. One query."""
    found = Practice.objects.filter(slug=slug)
    if not is_participant(actor):
        found = found.filter(published__isnull=False)
    related = ("organisation", "published__scheme", "latest__scheme", "built_on__published")
    return found.select_related(*related).first()


def read_version(actor: Actor, practice: Practice) -> PracticeVersion:
    """What somebody reads first of a practice: what is public, else what was written last."""
    version = practice.published or (practice.latest if is_participant(actor) else None)
    assert version is not None, "who may not read a practice does not get here"
    return version


def versions_for(actor: Actor, practice: Practice) -> list[PracticeVersion]:
    """Its versions, oldest first; for who does not take part, only those published since it was last taken back. One query."""
    found = practice.versions.select_related("scheme").order_by("number")
    if not is_participant(actor):
        taken_back = practice.steps.filter(action=Action.CLOSE).order_by("-pk").values("pk")[:1]
        found = found.filter(
            steps__action=Action.PUBLISH, steps__pk__gt=Coalesce(Subquery(taken_back), 0)
        ).distinct()
    return list(found)


def steps_of(practice: Practice) -> list[PracticeStep]:
    """What happened to it, oldest first. One query."""
    return list(practice.steps.select_related("version", "organisation").order_by("pk"))


def last_reason(practice: Practice) -> PracticeStep | None:
    """Why it was sent back, or taken back, where that is what happened last. One query, or none."""
    if practice.state not in {PracticeState.SENT_BACK, PracticeState.CLOSED}:
        return None
    return practice.steps.select_related("organisation").order_by("-pk").first()


def is_of_own_side(actor: Actor, practice: Practice) -> bool:
    """Whether the newest version is of a side for which the actor acts: the author's, or that which wrote it. One query at most.

    Who acts for several is of each of their sides, so that nobody looks at their own with another hat on.
    """
    assert practice.latest is not None, "a practice begins with its first version"
    own = actor.organisations(*PARTICIPANTS)
    return (
        practice.latest.actor == str(actor)
        or practice.organisation_id in own
        or PracticeStep.objects.filter(
            version=practice.latest_id, action=Action.WRITE, organisation__in=own
        ).exists()
    )


def waiting_for(actor: Actor) -> list[Practice]:
    """What others opened and waits until the actor, or somebody else, looks at it; longest first. One query, or none."""
    own = actor.organisations(*PARTICIPANTS)
    if not own:
        return []
    by_own = PracticeStep.objects.filter(
        version=OuterRef("latest"), action=Action.WRITE, organisation__in=own
    )
    found = Practice.objects.filter(~Exists(by_own), state=PracticeState.OFFERED)
    found = found.exclude(latest__actor=str(actor)).exclude(organisation__in=own)
    return list(found.select_related("organisation", "latest").order_by("latest__at", "pk"))


def written_by(actor: Actor) -> QuerySet[Organisation]:
    """For whom somebody can write a practice, by name."""
    own = actor.organisations(*PARTICIPANTS)
    return Organisation.objects.filter(pk__in=own).order_by("name", "pk")


def schemes_for(organisation: Organisation, practice: Practice | None = None) -> QuerySet[Scheme]:
    """The schemes that can stand behind a practice of an organisation: its own, or of the partnerships it takes part in.

    The one that stands behind ``practice`` already can stay there, also when the organisation has left its partnership:
    whoever holds the role now writes on. Whoever looks after the network edits for all, so those are all of them.
    """
    schemes = Scheme.objects.order_by("name", "pk")
    kept = practice.latest.scheme_id if practice and practice.latest else None
    if organisation.kind == OrganisationKind.LEREND_NETWERK:
        return schemes
    taking_part = Membership.objects.on(today()).filter(member=organisation)
    return schemes.filter(
        Q(partnership=organisation) | Q(partnership__in=taking_part.values("partnership")) | Q(pk=kept)
    )
