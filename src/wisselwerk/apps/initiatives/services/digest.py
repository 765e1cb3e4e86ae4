"""Asking for what is new, stopping it, and planning one mail a week for each reader."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache, partial

from django.db.models import Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.models import DigestMail, DigestSubscription, ExpostChange, MailState
from wisselwerk.apps.initiatives.queries.digest_news import news_between
from wisselwerk.apps.initiatives.queries.digest_readers import READERS, readers_on
from wisselwerk.apps.initiatives.queries.expost import ExpostRow, public_rows, years_controlled
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.mail_link import MailLink
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import midnight, now, today
from wisselwerk.db import command, command_without_transaction, in_one_transaction, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.digest import Reader, chosen_for, week_of

STOPPING = MailLink("wisselwerk.digest")
"""The link in the mail that stops it."""
SETTLED_AFTER = timedelta(hours=1)
"""What happened shorter ago is told next week: somebody may still be writing what bears an earlier instant."""
SENDING_TAKES = timedelta(minutes=5)
"""Longer than a mail server is waited for: who claimed a mail and did not say so by then, is no more."""


@command
def follow_digest(actor: Actor) -> DigestSubscription:
    """Ask, for oneself, to be mailed once a week what is new from now on; asked again it is the same.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "follow_digest", *actor.organisations(*READERS))
    assert actor.id is not None, "a person, and no key, does this"
    take_turns(f"digest:{actor.id}")
    at = now()
    subscription, is_new = DigestSubscription.objects.get_or_create(
        person_id=actor.id, defaults={"since": at, "told_until": at, "week": week_of(today())}
    )
    if is_new:
        record(actor, "follow_digest", f"person:{actor.id}", at=at)
    return subscription


@command
def stop_digest(actor: Actor, *, person: Person) -> bool:
    """Stop it at once, with what was still to leave; False when it was stopped before.

    Whoever has the link of a mail may do so, as the reader's mail program does.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "stop_digest")
    # Who stops it at the same moment is first: of two, one finds a row. Who plans a mail for it at that moment is first too,
    # so that this mail is seen and goes with it.
    found = DigestSubscription.objects.select_for_update().filter(person=person).first()
    if found is None:
        return False
    found.delete()
    record(actor, "stop_digest", f"person:{person.pk}")
    return True


@command
def note_outcomes(actor: Actor, /, *, on: date) -> int:
    """Keep of which years of local governments plan and accounts come out otherwise than when this was last done; how many.

    Where it was never done before, what stands here is kept as of when it came in, so that nobody is told of it as new.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "note_outcomes")
    take_turns("outcomes of looking afterwards")
    at = now()
    known = {
        (one.government, one.year): one.outcome for one in ExpostChange.objects.order_by("pk").iterator()
    }
    changed = [
        (year, row)
        for year in years_controlled(on)
        for row in public_rows(year)
        if known.get((row.government, year)) != row.control.outcome
    ]
    changes = [
        ExpostChange(
            government=row.government,
            year=year,
            before=known.get((row.government, year), ""),
            outcome=row.control.outcome,
            noticed_at=at if known else _came_in(row, year),
        )
        for year, row in changed
    ]
    ExpostChange.objects.bulk_create(changes)
    return len(changes)


def _came_in(row: ExpostRow, year: int) -> datetime:
    """When the last report behind an outcome came in; where none is here, that was so since the year began."""
    sides = [one.known_at for one in (row.plan, row.accounts) if one]
    return max(sides, default=midnight(date(year, 1, 1)))


@command_without_transaction
def plan_digests(actor: Actor, /, *, on: date) -> int:
    """Plan the mail of this week for everybody who asked for it and had none; how many there are.

    Work that comes round every day: on Monday, or on the first day after it on which it is done. What is new is asked once
    for all who were told up to the same instant, and each reader is a transaction of its own, so that whoever is cut off
    begins where it stopped.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "plan_digests")
    week, until = week_of(on), now() - SETTLED_AFTER
    readers = readers_on(on)
    waiting: defaultdict[datetime, list[tuple[int, Reader]]] = defaultdict(list)
    found = DigestSubscription.objects.filter(week__lt=week, told_until__lt=until, person__in=readers)
    for pk, person_id, told_until in found.values_list("pk", "person", "told_until").order_by("pk"):
        waiting[told_until].append((pk, readers[person_id]))
    planned = 0
    for since, some in waiting.items():
        news = news_between(since, until)
        # Whoever acts for the same reads the same.
        chosen = cache(lambda reader, news=news: [one.to_plain() for one in chosen_for(reader, news)])
        for pk, reader in some:
            planned += in_one_transaction(partial(_plan, pk, week, since, until, chosen(reader)))
    return planned


def _plan(pk: int, week: date, since: datetime, until: datetime, groups: list[dict[str, object]]) -> bool:
    """Whether there is a mail for this reader; not where somebody else planned it meanwhile, or nothing is new."""
    looked = DigestSubscription.objects.filter(pk=pk, week__lt=week, told_until=since)
    if not looked.update(week=week, told_until=until) or not groups:
        return False
    mail = DigestMail.objects.create(
        subscription_id=pk, week=week, told_from=since, told_until=until, groups=groups, planned_at=now()
    )
    enqueue("send_digest", mail_id=mail.pk)
    return True


@command
def claim_digest(actor: Actor, *, mail: DigestMail) -> bool:
    """Be the one who sends a mail; False when it was sent or refused, or when somebody else is sending it.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "claim_digest")
    at = now()
    free = DigestMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    free = free.filter(Q(claimed_at=None) | Q(claimed_at__lt=at - SENDING_TAKES))
    is_mine = bool(free.update(claimed_at=at))
    if is_mine:
        mail.claimed_at = at
    return is_mine


@command
def close_digest(actor: Actor, *, mail: DigestMail, state: MailState) -> None:
    """Say what came of a mail that one claimed; WAITING lets somebody try again, unless somebody else claimed it since.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "close_digest")
    waiting = DigestMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    if state is MailState.WAITING:
        waiting = waiting.filter(claimed_at=mail.claimed_at)
    waiting.update(state=state, claimed_at=None)
