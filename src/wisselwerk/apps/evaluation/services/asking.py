"""Asking both sides, reminding them once, and stopping when somebody wants no more of it."""

from collections.abc import Iterable
from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpQuestion, FollowUpStop
from wisselwerk.apps.evaluation.queries.due import Pair, pairs_due, questions_to_remind
from wisselwerk.apps.introductions.services.familiarity import ask_later
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import keep_mail_stop
from wisselwerk.apps.vouchers.services.hearers import business_of, provider_staff_of
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.familiarity import LATER
from wisselwerk.domain.follow_up import ANSWERED_WITHIN, NotAsked, Outcome, Side
from wisselwerk.formats.territory import belgian_territory


@command
def ask_follow_ups(actor: Actor, *, on: date) -> int:
    """Ask the pairs of which a moment has come; how many there are. Work that comes round every day.

    What one person is asked on a day goes in one mail. A side that has no mail address, or of which everybody stopped
    these mails, is not asked, and that is kept.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "ask_follow_ups")
    take_turns("follow-ups")
    asked: dict[int, None] = {}
    number = 0
    for pair in list(pairs_due(on)):
        asked |= dict.fromkeys(_ask(pair, on))
        number += 1
    _mail(asked, on, is_reminder=False)
    if number:
        record(actor, "ask_follow_ups", f"pairs:{number}")
    return number


@command
def remind_follow_ups(actor: Actor, *, on: date) -> int:
    """Remind, once, of questions that nobody answered; of how many. Work that comes round every day.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "remind_follow_ups")
    take_turns("follow-ups")
    waiting = list(questions_to_remind(on))
    FollowUpQuestion.objects.filter(pk__in=[one.pk for one in waiting]).update(reminded_on=on)
    _mail((one.person_id for one in waiting if one.person_id), on, is_reminder=True)
    if waiting:
        record(actor, "remind_follow_ups", f"questions:{len(waiting)}")
    return len(waiting)


@command
def stop_follow_ups(actor: Actor, *, person: Person) -> bool:
    """Ask this person nothing of this kind any more; False when that was so. What was answered stays.

    Whoever has the link of a mail may do so, as mail programs do.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "stop_follow_ups")
    return keep_mail_stop(actor, "stop_follow_ups", FollowUpStop, person)


def _ask(pair: Pair, on: date) -> list[int]:
    """Keep that a pair is asked; who is mailed for it."""
    voucher = pair.first.voucher
    business = _whom(business_of(pair.first))
    provider = _whom(provider_staff_of(pair.first))
    sides = ((Side.BUSINESS, *business), (Side.PROVIDER, *provider))
    people = [person_id for _side, person_id, _why in sides if person_id is not None]
    follow_up = FollowUp.objects.create(
        scheme=voucher.scheme,
        business=voucher.holder,
        provider=pair.first.supplier,
        moment=pair.moment,
        first_on=pair.first_on,
        place=belgian_territory().municipality_of(pair.place, on).nis_code if pair.place else "",
        public_cents=pair.public_cents,
        opened_at=now(),
        closes_on=on + ANSWERED_WITHIN,
        outcome=Outcome.UNANSWERED if people else Outcome.NOT_ASKED,
    )
    FollowUpQuestion.objects.bulk_create(
        FollowUpQuestion(follow_up=follow_up, side=side, person_id=person_id, not_asked=why, asked_on=on)
        for side, person_id, why in sides
    )
    if business[0] is not None:
        ask_later(voucher.holder, voucher.scheme.partnership, LATER[pair.moment], on=on)
    return people


def _whom(candidates: Iterable[int]) -> tuple[int | None, str]:
    """The first who can be asked; or why nobody can."""
    ids = list(candidates)
    with_address = set(Person.objects.filter(pk__in=ids, email__isnull=False).values_list("pk", flat=True))
    stopped = set(FollowUpStop.objects.filter(person__in=with_address).values_list("person", flat=True))
    for pk in ids:
        if pk in with_address - stopped:
            return pk, ""
    return None, NotAsked.STOPPED if with_address else NotAsked.NO_ADDRESS


def _mail(people: Iterable[int], on: date, *, is_reminder: bool) -> None:
    """One mail to each, with all that it is asked or reminded of on this day."""
    for person_id in dict.fromkeys(people):
        if is_reminder:
            enqueue("send_follow_up_reminder", person_id=person_id, on=on.isoformat())
        else:
            enqueue("send_follow_up", person_id=person_id, on=on.isoformat())
