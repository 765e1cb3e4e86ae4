"""Passing practices on to those for whom they fit: few at a time, each once, and with why."""

from collections import defaultdict
from datetime import timedelta
from itertools import islice

from wisselwerk.apps.network.models import PracticeRoute
from wisselwerk.apps.network.queries.profiles import profiles_on
from wisselwerk.apps.network.queries.routes import asked_topics, users_of
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network import FITS, why_it_fits

A_WEEK = timedelta(days=7)
MOST_A_WEEK = 2
"""Practices that are passed on to one place in a week: who gets many reads none."""
READ = ("pk", "organisation", "published__scheme")
"""Of a practice, to know for whom it is."""


@command
def pass_on_practices(actor: Actor, /) -> int:
    """Pass on what fits best and was not passed on before; how many times that was. Six queries more than there are profiles' own.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "pass_on_practices")
    take_turns("practices passed on")
    at, profiles, topics = now(), profiles_on(today()), asked_topics()
    # Nothing tells for whom a practice without a scheme is. What is told of one is long, and not read here.
    found = Practice.objects.filter(published__scheme__isnull=False, organisation__in=profiles)
    practices = list(found.select_related("published").only(*READ).order_by("-pk"))
    users = users_of(practices)
    known: set[tuple[int, int]] = set(PracticeRoute.objects.values_list("practice", "organisation"))
    by_giver: defaultdict[int, list[Practice]] = defaultdict(list)
    for one in practices:
        by_giver[one.organisation_id].append(one)
    lately = set(
        PracticeRoute.objects.filter(passed_at__gt=at - A_WEEK).values_list("organisation", flat=True)
    )
    routes = []
    for pk, profile in profiles.items():
        if pk in lately:
            continue
        fitting = []
        for giver, theirs in by_giver.items():
            # The same for all that one gives: so it is asked once, and of its practices the newest come first.
            why = () if giver == pk else why_it_fits(profiles[giver], profile, topics.get(pk, frozenset()))
            fresh = (one for one in theirs if why and (one.pk, pk) not in known and pk not in users[one.pk])
            fitting += [(why, one) for one in islice(fresh, MOST_A_WEEK)]
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
