"""To whom a practice was passed on, and what came of it: for who looks after the network as counts only."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wisselwerk.apps.network.models import NetworkQuestion, PracticeRoute
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.practices.models import AdoptionStep, Practice
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.network import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCounts:
    """How far a practice came: numbers of local governments and partnerships."""

    practice: Practice
    passed_on: int
    read: int
    asked: int
    used: int


def behind(practice: Practice | None) -> frozenset[int]:
    """Whose practice it is, and who took it over and did not abandon it: they can tell of it. Two queries, or none."""
    return (
        frozenset()
        if practice is None
        else frozenset({practice.organisation_id, *users_of([practice])[practice.pk]})
    )


def users_of(practices: Collection[Practice]) -> dict[int, set[int]]:
    """Who uses each practice: what they said last of it, or a scheme made from the one behind it. Two queries."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    by_scheme: defaultdict[int, list[int]] = defaultdict(list)
    for one in practices:
        if one.published and one.published.scheme_id:
            by_scheme[one.published.scheme_id].append(one.pk)
    said: dict[tuple[int, int], str] = {}
    steps = AdoptionStep.objects.filter(practice__in=[one.pk for one in practices]).order_by("pk")
    for practice, adopter, state in steps.values_list("practice", "adopter", "state"):
        said[practice, adopter] = state
    for (practice, adopter), state in said.items():
        if state not in {AdoptionState.ABANDONED, AdoptionState.INTERESTED}:
            found[practice].add(adopter)
    children = Scheme.objects.filter(adopted_from__scheme__in=list(by_scheme))
    for parent, partnership in children.values_list("adopted_from__scheme", "partnership"):
        for practice in by_scheme[parent]:
            found[practice].add(partnership)
    return found


def asked_topics() -> dict[int, frozenset[Topic]]:
    """What each asked about. One query."""
    found: defaultdict[int, set[Topic]] = defaultdict(set)
    asked = NetworkQuestion.objects.values_list("asked_for", "topic").distinct()
    for organisation, topic in asked.order_by():
        found[organisation].add(Topic(topic))
    return {pk: frozenset(topics) for pk, topics in found.items()}


def routes_to(actor: Actor) -> QuerySet[PracticeRoute]:
    """What was passed on to whom the actor acts for, newest first. One query."""
    own = actor.organisations(*SPEAKING)
    found = PracticeRoute.objects.filter(organisation__in=own, practice__published__isnull=False)
    return found.select_related("practice__published", "practice__organisation").order_by("-passed_at", "-pk")


def routed_practices() -> QuerySet[Practice]:
    """What was passed on, the newest practice first. For a page at a time."""
    routes = PracticeRoute.objects.filter(practice=OuterRef("pk"))
    found = Practice.objects.filter(Exists(routes)).select_related("published", "organisation")
    return found.order_by("-pk")


def route_counts(practices: Sequence[Practice]) -> list[RouteCounts]:
    """How far each of some practices came, in their order. Four queries."""
    asked = NetworkQuestion.objects.filter(practice=OuterRef("practice"), asked_for=OuterRef("organisation"))
    routes = PracticeRoute.objects.filter(practice__in=[one.pk for one in practices])
    rows = routes.annotate(has_asked=Exists(asked)).values("practice")
    counted = rows.annotate(
        passed_on=Count("pk"),
        read=Count("pk", Q(read_at__isnull=False)),
        asked=Count("pk", Q(has_asked=True)),
    )
    numbers = {one["practice"]: one for one in counted.order_by()}
    users = users_of(practices)
    routed: defaultdict[int, set[int]] = defaultdict(set)
    for practice, organisation in routes.values_list("practice", "organisation"):
        routed[practice].add(organisation)
    return [
        RouteCounts(
            practice=one,
            passed_on=numbers[one.pk]["passed_on"],
            read=numbers[one.pk]["read"],
            asked=numbers[one.pk]["asked"],
            used=len(users[one.pk] & routed[one.pk]),
        )
        for one in practices
        if one.pk in numbers
    ]
