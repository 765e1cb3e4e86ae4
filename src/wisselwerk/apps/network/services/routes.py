"""Passing practices on to those for whom they fit: few at a time, each once, and with why."""

from datetime import timedelta

from wisselwerk.apps.network.models import PracticeRoute
from wisselwerk.apps.network.queries.profiles import profiles_on
from wisselwerk.apps.network.queries.routes import asked_topics, users_of
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network import FITS, Profile, Topic, WhyFits, why_it_fits

A_WEEK = timedelta(days=7)
MOST_A_WEEK = 2
"""Practices that are passed on to one place in a week: who gets many reads none."""


@command
def pass_on_practices(actor: Actor, /) -> int:
    """Pass on what fits best and was not passed on before; how many times that was. Six queries more than there are profiles' own.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "pass_on_practices")
    take_turns("practices passed on")
    practices = list(
        Practice.objects.filter(published__isnull=False).select_related("published").order_by("pk")
    )
    profiles, topics, users = profiles_on(today()), asked_topics(), users_of(practices)
    known: set[tuple[int, int]] = set(PracticeRoute.objects.values_list("practice", "organisation"))
    at = now()
    lately = set(
        PracticeRoute.objects.filter(passed_at__gt=at - A_WEEK).values_list("organisation", flat=True)
    )
    routes = []
    for pk, profile in profiles.items():
        if pk in lately:
            continue
        asked = topics.get(pk, frozenset())
        fitting = [
            (why, one)
            for one in practices
            if (one.pk, pk) not in known
            and pk not in users[one.pk]
            and (why := _why(one, profile, profiles, asked))
        ]
        fitting.sort(key=lambda each: (-sum(FITS[why] for why in each[0]), -each[1].pk))
        routes += [
            PracticeRoute(practice=one, organisation_id=pk, why=list(why), passed_at=at)
            for why, one in fitting[:MOST_A_WEEK]
        ]
    PracticeRoute.objects.bulk_create(routes)
    return len(routes)


@command
def read_route(actor: Actor, /, *, route: PracticeRoute) -> None:
    """Have it counted that somebody opened what was passed on to whom they act for; by whom is kept nowhere.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "read_route", route.organisation_id)
    PracticeRoute.objects.filter(pk=route.pk, read_at=None).update(read_at=now())


def _why(
    practice: Practice, profile: Profile, profiles: dict[int, Profile], asked: frozenset[Topic]
) -> tuple[WhyFits, ...]:
    """Why it fits; nothing of one's own practice, nor of one without a scheme: then nothing tells for whom it is."""
    giver = profiles.get(practice.organisation_id)
    has_scheme = practice.published is not None and practice.published.scheme_id is not None
    if giver is None or giver.organisation == profile.organisation or not has_scheme:
        return ()
    return why_it_fits(giver, profile, asked)
