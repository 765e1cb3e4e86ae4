"""Counting what came of follow-ups: background work, so that no page counts what grows."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias

from django.db.models import Count, Sum

from wisselwerk.apps.audit.queries import entries_of
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, Persistence
from wisselwerk.apps.evaluation.queries.due import CLEAR, still_open
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.follow_up import Outcome, Side, Tally, may_follow, tally

Key: TypeAlias = tuple[int, int]
"""A scheme and a moment: what is shown together and renews together."""


@command
def renew_persistence(actor: Actor, *, on: date) -> int:
    """Count anew what pairs came to; of how many schemes and moments that took the place of what was shown.

    It does when nobody could read from both what a few answered in between (``follow_up.may_follow``). From the
    first time on there are always some: the trail tells of that, and once of what was shown before it did. Work that comes
    round every day.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "renew_persistence")
    take_turns("follow-ups")
    schemes = list(FollowUp.objects.order_by("scheme").values_list("scheme", flat=True).distinct())
    for pk in schemes:
        take_turns(f"persistence of scheme {pk}")
    shown: defaultdict[Key, dict[str, Tally]] = defaultdict(dict)
    for one in Persistence.objects.all():
        shown[one.scheme_id, one.moment][one.place] = one.tally
    fresh = {
        key: rows
        for key, rows in _counted(on).items()
        if may_follow({one.place: one.tally for one in rows}, shown.get(key, {}))
    }
    for (scheme, moment), rows in fresh.items():
        Persistence.objects.filter(scheme=scheme, moment=moment).delete()
        Persistence.objects.bulk_create(rows)
    subjects = {f"persistence:{scheme}:{moment}" for scheme, moment in (*shown, *fresh)}
    for subject in sorted(subjects - entries_of(sorted(subjects), ["renew_persistence"]).keys()):
        record(actor, "renew_persistence", subject)
    return len(fresh)


def _counted(on: date) -> Mapping[Key, list[Persistence]]:
    """A row for each municipality. Two queries."""
    at = now()
    rows = (
        FollowUp.objects.standing(at)
        .annotate(is_open=still_open(on))
        .values_list("scheme", "moment", "place", "outcome", "is_open")
    )
    numbers: defaultdict[tuple[int, int, str], dict[tuple[Outcome, bool], int]] = defaultdict(dict)
    cents: defaultdict[tuple[int, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for scheme, moment, place, outcome, still, number, public in rows.annotate(
        number=Count("pk"), public=Sum("public_cents")
    ).order_by():
        where = scheme, moment, place
        numbers[where][Outcome(outcome), still] = number
        cents[where][0] += public if outcome in CLEAR else 0
        cents[where][1] += public
    amounts = _amounts(at)
    found: defaultdict[Key, list[Persistence]] = defaultdict(list)
    for (scheme, moment, place), by_outcome in numbers.items():
        one = tally(by_outcome)
        found[scheme, moment].append(
            Persistence(
                scheme_id=scheme,
                moment=moment,
                place=place,
                lasts=one.lasts,
                ended=one.ended,
                contradicted=one.contradicted,
                silent=one.silent,
                open=one.open,
                not_asked=one.not_asked,
                clear_cents=cents[scheme, moment, place][0],
                followed_cents=cents[scheme, moment, place][1],
                amounts=amounts[scheme, moment, place],
                counted_at=at,
            )
        )
    return found


def _amounts(at: datetime) -> Mapping[tuple[int, int, str], dict[str, int]]:
    """How often about how much was ordered since: of each pair what the business said last, else the provider."""
    said: dict[int, tuple[tuple[int, int, str], int]] = {}
    by_side = {side: rank for rank, side in enumerate((Side.PROVIDER, Side.BUSINESS))}
    told = FollowUpAnswer.objects.filter(question__follow_up__in=FollowUp.objects.standing(at))
    rows = told.order_by("pk").values_list(
        "question__follow_up",
        "question__side",
        "amount_cents",
        "question__follow_up__scheme",
        "question__follow_up__moment",
        "question__follow_up__place",
    )
    last: dict[tuple[int, int], tuple[int | None, tuple[int, int, str]]] = {}
    for pk, side, cents, scheme, moment, place in rows.iterator():
        last[pk, by_side[Side(side)]] = cents, (scheme, moment, place)
    for (pk, _rank), (cents, where) in sorted(last.items()):
        if cents is not None:
            said[pk] = where, cents
    found: defaultdict[tuple[int, int, str], dict[str, int]] = defaultdict(dict)
    for where, cents in said.values():
        found[where][str(cents)] = found[where].get(str(cents), 0) + 1
    return found
