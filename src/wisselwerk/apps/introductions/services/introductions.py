"""Recording who was brought together, and the quotes that followed."""

from dataclasses import dataclass
from datetime import date, timedelta

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.introductions.matching import is_recognised
from wisselwerk.apps.introductions.models import Event, Introduction, Quote
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.parties.services import enterprise, number_of
from wisselwerk.clock import day_of, now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.introduction import IntroducedBy
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@dataclass(frozen=True, slots=True)
class Recorded:
    """An introduction, and whether this recorded it: it may have been on record already."""

    introduction: Introduction
    is_new: bool


@command
def record_introduction(
    actor: Actor,
    *,
    provider: Provider,
    enterprise_number: str,
    partnership: Organisation,
    event: Event | None = None,
) -> Recorded:
    """Record that somebody brought a business and a provider together: its coordinator, or the provider that met it.

    Nobody's address is given along: only the business itself can do that. The same two are introduced once in a
    partnership, and once at an event.

    Raises:
        Refusal: NOT_ALLOWED, ENTERPRISE_NUMBER_INVALID, NOT_RECOGNISED_NOW or INTRODUCED_TO_ITSELF.
        ValueError: the event is another partnership's.
    """
    require(actor, "record_introduction", partnership.pk, provider.organisation_id)
    if event is not None and event.partnership_id != partnership.pk:
        raise ValueError(f"event {event.pk} is not of partnership {partnership.pk}")
    number = number_of(enterprise_number)
    by_provider = actor.has(Role.PROVIDER, provider.organisation_id)
    by_coordinator = actor.has(Role.COORDINATOR, partnership.pk)
    made_by = IntroducedBy.PROVIDER if by_provider and not by_coordinator else IntroducedBy.COORDINATOR
    wanted = Introduction(
        enterprise=enterprise(number),
        provider=provider,
        partnership=partnership,
        event=event,
        made_by=made_by,
    )
    made = make_introduction(actor, "record_introduction", wanted)
    return Recorded(made, is_new=made is wanted)


@command
def record_quote(
    actor: Actor, *, introduction: Introduction, quoted_on: date, amount_cents: Cents | None = None
) -> Quote:
    """Record that the provider gave a quote, with or without what it came to; one a day.

    Raises:
        Refusal: NOT_ALLOWED; INTRODUCTION_WITHDRAWN; DAY_TO_COME; DAY_TOO_EARLY when it is before the introduction;
            WRONG_STATE when a quote of that day with another amount is on record.
    """
    require(actor, "record_quote", introduction.provider.organisation_id)
    introduction = (
        Introduction.objects.select_for_update(no_key=True, of=("self",))
        .select_related("provider")
        .get(pk=introduction.pk)
    )
    if introduction.withdrawn_at is not None:
        withdrawn = {"withdrawn_on": day_of(introduction.withdrawn_at)}
        raise Refusal(Reason(RefusalCode.INTRODUCTION_WITHDRAWN, withdrawn))
    if quoted_on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": quoted_on}))
    if quoted_on < day_of(introduction.made_at):
        raise Refusal(
            Reason(RefusalCode.DAY_TOO_EARLY, {"on": quoted_on, "earliest_on": day_of(introduction.made_at)})
        )
    known = introduction.quotes.filter(quoted_on=quoted_on).first()
    if known is not None:
        if known.amount_cents != amount_cents:
            raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": "quoted"}))
        return known
    quote = Quote.objects.create(
        introduction=introduction,
        quoted_on=quoted_on,
        amount_cents=amount_cents,
        actor=str(actor),
        at=now(),
    )
    record(actor, "record_quote", f"quote:{quote.pk}", authority=quote.seal(), at=quote.at)
    return quote


def make_introduction(actor: Actor, command_name: str, made: Introduction) -> Introduction:
    """Introduce, tell the provider and the trail; the same one when it is there. Call it inside a command.

    Raises:
        Refusal: NOT_RECOGNISED_NOW, INTRODUCED_TO_ITSELF, or INTRODUCTION_WITHDRAWN.
    """
    if made.enterprise_id == made.provider.organisation_id:
        raise Refusal(Reason(RefusalCode.INTRODUCED_TO_ITSELF))
    if not is_recognised(made.provider, today()):
        name = made.provider.organisation.name
        raise Refusal(Reason(RefusalCode.NOT_RECOGNISED_NOW, {"provider": name}))
    take_turns(f"introductions of {made.enterprise_id}")
    known = Introduction.objects.filter(
        need=made.need,
        event=made.event,
        partnership=made.partnership,
        enterprise=made.enterprise,
        provider=made.provider,
    ).first()
    if known is not None:
        if known.withdrawn_at is not None:
            withdrawn = {"withdrawn_on": day_of(known.withdrawn_at)}
            raise Refusal(Reason(RefusalCode.INTRODUCTION_WITHDRAWN, withdrawn))
        return known
    made.actor, made.made_at = str(actor), now()
    was_told = _was_told(made)
    made.save()
    record(actor, command_name, f"introduction:{made.pk}", authority=made.seal(), at=made.made_at)
    if not was_told:
        for person_id in people_of(made.provider.organisation_id, Role.PROVIDER):
            enqueue("send_introduction", introduction_id=made.pk, person_id=person_id)
    return made


def _was_told(made: Introduction) -> bool:
    """Whether a provider got a mail of the same business person within a day: the page shows the second one too."""
    return Introduction.objects.filter(
        provider=made.provider,
        actor=made.actor,
        made_by=IntroducedBy.BUSINESS,
        made_at__gt=made.made_at - timedelta(days=1),
    ).exists()
