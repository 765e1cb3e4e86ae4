"""What the administration asked and suggested after a year, with what was answered: for the page, and for whom it waits."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from wisselwerk.apps.initiatives.models import ExpostQuestion, ExpostStep
from wisselwerk.apps.initiatives.queries.expost_schemes import government_on
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING
from wisselwerk.apps.parties.models import Membership, Organisation, OrganisationKind, RoleHolding
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.expost_question import QuestionKind, QuestionState, QuestionVerb, state_after
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.formats.territory import belgian_territory


def government_shown(code: str, day: date) -> Organisation:
    """The local government that answers on ``day`` for the municipality with this place code; not saved where it is not known
    here yet, because looking changes nothing.
    """
    place = belgian_territory().place(government_on(code, day), day)
    found = Organisation.objects.filter(nis_code=place.code).first()
    return found or Organisation(
        nis_code=place.code, kind=OrganisationKind.LOKAAL_BESTUUR, name=place.name_nl
    )


def answering_for(to: Organisation, day: date) -> list[int]:
    """Whose people may answer what was asked of ``to``: its own in front, then partnerships that it takes part in. One query,
    or none for a partnership. Nobody's for one that is not known here.
    """
    if not to.pk:
        return []
    if to.kind != OrganisationKind.LOKAAL_BESTUUR:
        return [to.pk]
    partnerships = Membership.objects.on(day).filter(member=to).order_by("partnership")
    return [to.pk, *partnerships.values_list("partnership", flat=True).distinct()]


def whom_to_mail(to: Organisation, day: date) -> list[int]:
    """The people who are mailed what was asked of ``to``: those of the first that anybody with a mail address answers for."""
    owners = answering_for(to, day)
    held = RoleHolding.objects.on(day).filter(
        organisation__in=owners, role__in=ANSWERING, person__email__isnull=False, person__is_active=True
    )
    people: defaultdict[int, set[int]] = defaultdict(set)
    for organisation, somebody in held.values_list("organisation", "person"):
        people[organisation].add(somebody)
    return next((sorted(people[owner]) for owner in owners if owner in people), [])


def may_reply(actor: Actor, question: ExpostQuestion, day: date) -> bool:
    """Whether the actor speaks for who was asked, or got the link to answer with."""
    if not actor.organisations(*ANSWERING).isdisjoint(answering_for(question.to, day)):
        return True
    return is_addressee(actor, question)


def is_from_address(question: ExpostQuestion, step: ExpostStep) -> bool:
    """Whether somebody answered with the link that went to an address the administration gave: that whoever reads there speaks for the
    government is taken on trust, and so it is told beside the answer.
    """
    addressee = getattr(question, "addressee", None)
    return addressee is not None and step.actor == f"person:{addressee.person_id}"


def is_addressee(actor: Actor, question: ExpostQuestion) -> bool:
    """Whether the actor got the link to answer with. The administration answers no question of its own."""
    addressee = getattr(question, "addressee", None)
    if addressee is None or actor.kind is not ActorKind.PERSON or actor.organisations(Role.FLANDERS):
        return False
    return bool(addressee.person_id == actor.id)


def is_of_administration(email: str, day: date) -> bool:
    """Whether this is the mail address of somebody who asks. One query."""
    held = RoleHolding.objects.on(day).filter(role=Role.FLANDERS, person__email__iexact=email.strip())
    return held.exists()


def questions_on(year: int, code: str) -> list[ExpostQuestion]:
    """All that stands on the page of a government in a year, oldest first: asked of it, or of a partnership it took part in then.
    Three queries.
    """
    day = date(year, 12, 31)
    places = belgian_territory().finest(code, day)
    partnerships = Membership.objects.on(day).filter(place__in=places).values("partnership")
    about = Q(government=code) | Q(to__in=partnerships)
    return list(_told(ExpostQuestion.objects.filter(about, year=year)).order_by("pk"))


def question_with_steps(pk: int) -> ExpostQuestion | None:
    """One question with all that happened to it; None when there is none. Two queries."""
    return _told(ExpostQuestion.objects.filter(pk=pk)).first()


def state_of(question: ExpostQuestion) -> QuestionState:
    """How it stands, from its steps."""
    steps = sorted(question.steps.all(), key=lambda one: one.pk)
    return state_after(QuestionVerb(one.verb) for one in steps)


def last_step_of(question: ExpostQuestion) -> int:
    """The number of what was said last; 0 where nobody said anything."""
    return max((one.pk for one in question.steps.all()), default=0)


def unanswered_by(actor: Actor, day: date) -> list[ExpostQuestion]:
    """Those that the actor can answer and nobody did, oldest first. Three queries at most."""
    if actor.kind is not ActorKind.PERSON:
        return []
    mine = actor.organisations(*ANSWERING)
    asked = Q(to__in=mine)
    if not actor.organisations(Role.FLANDERS):
        asked |= Q(addressee__person=actor.id)
    if mine:
        asked |= Q(to__in=Membership.objects.on(day).filter(partnership__in=mine).values("member"))
    return list(_told(ExpostQuestion.objects.filter(asked, steps=None).distinct()).order_by("pk"))


def replies_for(actor: Actor) -> list[ExpostQuestion]:
    """Those with an answer that the administration did not see yet, oldest first; none for others. Two queries."""
    if not actor.organisations(Role.FLANDERS):
        return []
    later = ExpostStep.objects.filter(question=OuterRef("question"), pk__gt=OuterRef("pk"))
    unseen = ExpostStep.objects.filter(~Exists(later), verb=QuestionVerb.REPLY)
    return list(_told(ExpostQuestion.objects.filter(steps__in=unseen)).order_by("pk"))


def unanswered_about(year: int, code: str) -> bool:
    """Whether a question about the outcome of a year still waits. One query."""
    asked = ExpostQuestion.objects.filter(kind=QuestionKind.OUTCOME, year=year, government=code, steps=None)
    return asked.exists()


def asked_in(year: int) -> int:
    """How many questions were asked in a year, whatever year they are about; suggestions ask nothing. One query."""
    return ExpostQuestion.objects.filter(kind=QuestionKind.OUTCOME, at__year=year).count()


def told_actions(year: int) -> Mapping[str, Mapping[str, int]]:
    """How many actions governments told of a year with an answer, by government and code; without a code under an empty one.

    What was denied since is not told any more. One query.
    """
    told = ExpostStep.objects.filter(question__year=year, signal__isnull=False)
    told = told.exclude(signal__initiative__state=InitiativeState.DENIED)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = told.values_list("question__government", "signal__priority").annotate(number=Count("pk"))
    for government, code, number in rows.order_by():
        found[government][code] = number
    return found


def _told(questions: QuerySet[ExpostQuestion]) -> QuerySet[ExpostQuestion]:
    steps = ExpostStep.objects.select_related("signal__initiative").order_by("pk")
    with_all = questions.select_related("to", "scheme", "initiative", "addressee")
    return with_all.prefetch_related(Prefetch("steps", steps))
