"""The mails that bring a question to people: few, each with its own reply address, and stopped with one click."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.network.models import QuestionCall, QuestionLetter, StoppedLetters
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.mail_link import MailLink
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import keep_mail_stop
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network_mail import LetterState

STOPPING = MailLink("wisselwerk.network.letters")
"""The link in a letter that stops them."""
REST = timedelta(days=7)
"""Between two letters to one person. What comes meanwhile stands on the page and in the weekly mail."""


def plan_letters(calls: Sequence[QuestionCall], *, asker_id: int | None) -> None:
    """Plan a mail to the people of each, within the command that asked: to nobody who stopped them, or had one lately.

    Not to who asks, who may speak for one of them too. Who speaks for several reads it for the one that can tell most:
    ``calls`` come in that order.
    """
    at = now()
    held = RoleHolding.objects.on(today()).filter(
        organisation__in=[one.organisation_id for one in calls],
        role__in=SPEAKING,
        person__is_active=True,
        person__email__isnull=False,
        person__stopped_letters=None,
    )
    lately = QuestionLetter.objects.filter(planned_at__gt=at - REST).exclude(state=LetterState.SKIPPED)
    speaks: defaultdict[int, set[int]] = defaultdict(set)
    readers = held.exclude(person__in=lately.values("person")).exclude(person=asker_id)
    for person, organisation in readers.values_list("person", "organisation"):
        speaks[person].add(organisation)
    for person, organisations in sorted(speaks.items()):
        call = next(one for one in calls if one.organisation_id in organisations)
        letter = QuestionLetter.objects.create(call=call, person_id=person, planned_at=at)
        enqueue("send_question_letter", letter_id=letter.pk)


@command
def close_letter(actor: Actor, /, *, letter: QuestionLetter, state: LetterState) -> None:
    """Say what came of a letter.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "close_letter")
    QuestionLetter.objects.filter(pk=letter.pk, state=LetterState.WAITING).update(state=state)


@command
def stop_letters(actor: Actor, /, *, person: Person) -> bool:
    """Mail somebody no questions any more; False when that was so already. Whoever has the link of a letter may do so.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "stop_letters")
    return keep_mail_stop(actor, "stop_letters", StoppedLetters, person)


@command
def take_letters(actor: Actor, /) -> bool:
    """Be mailed questions again, for oneself; False when nothing had stopped them.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "take_letters", *actor.organisations(*SPEAKING))
    stopped = StoppedLetters.objects.filter(person=actor.id).delete()[0]
    if stopped:
        record(actor, "take_letters", f"person:{actor.id}")
    return bool(stopped)
