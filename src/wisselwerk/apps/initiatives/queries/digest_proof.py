"""Where what is kept of weekly mails, and of outcomes that changed, does not agree with itself. See ``wisselwerk verify``."""

from collections.abc import Iterator
from itertools import pairwise

from wisselwerk.apps.audit.queries import CHUNK, last_told
from wisselwerk.apps.initiatives.models import DigestMail, DigestSubscription, ExpostChange
from wisselwerk.apps.parties.models import Person
from wisselwerk.domain.digest import groups_from_plain


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from _subscriptions()
    yield from _mails()
    yield from _outcomes()


def _subscriptions() -> Iterator[str]:
    """Who is mailed and did not ask for it last, and who asked and is not mailed."""
    told = last_told(("follow_digest", "stop_digest"))
    people = {f"person:{pk}" for pk in Person.objects.values_list("pk", flat=True)}
    kept = {f"person:{one.person_id}": one for one in DigestSubscription.objects.order_by("pk")}
    for subject, one in kept.items():
        last = told.get(subject)
        if last is None or (last.command, last.at) != ("follow_digest", one.since):
            yield f"digest for {subject}: the trail does not tell that it was asked for"
        if one.told_until < one.since:
            yield f"digest for {subject}: tells of what was before it was asked for"
    for subject, last in sorted(told.items()):
        if last.command == "follow_digest" and subject in people and subject not in kept:
            yield f"digest for {subject}: was asked for, and is not here"


def _mails() -> Iterator[str]:
    """Mails that cannot be read, or that tell again what an earlier one told."""
    found = DigestMail.objects.select_related("subscription").order_by("subscription", "week")
    rows = list(found.iterator(CHUNK))
    for one in rows:
        if one.told_from < one.subscription.since or one.told_until > one.subscription.told_until:
            yield f"digest mail {one.pk}: tells of other days than its reader was told of"
        try:
            groups_from_plain(one.groups)
        except (KeyError, TypeError, ValueError):
            yield f"digest mail {one.pk}: cannot be read"
    for earlier, later in pairwise(rows):
        if earlier.subscription_id == later.subscription_id and later.told_from < earlier.told_until:
            yield f"digest mail {later.pk}: tells again what digest mail {earlier.pk} told"


def _outcomes() -> Iterator[str]:
    """Changes that do not begin where the one before ended."""
    last: dict[tuple[str, int], str] = {}
    for one in ExpostChange.objects.order_by("pk").iterator(CHUNK):
        if one.before != last.get((one.government, one.year), ""):
            yield f"change {one.pk} of an outcome: does not begin where the one before ended"
        last[one.government, one.year] = one.outcome
