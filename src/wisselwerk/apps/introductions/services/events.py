"""Planning an event, registering for it with a mailed code, and ticking who was there."""

from datetime import datetime
from typing import Any

from django.utils.text import slugify

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.introductions.models import Event, Pending, Purpose, Registration
from wisselwerk.apps.introductions.sight import personal
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.codes import mail_address, new_code
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import enterprise, number_of
from wisselwerk.clock import day_of, now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor, ActorKind
from wisselwerk.domain.event import EventState, times_fit
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

SLUG_LENGTH = 80
NAME_LENGTH = 120


@command
def plan_event(  # what an event is
    actor: Actor,
    *,
    partnership: Organisation,
    title: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    description: str = "",
) -> Event:
    """Put an event in the agenda. Its time and place stay as they are: who registered counts on them.

    Raises:
        Refusal: NOT_ALLOWED; EVENT_TIMES_WRONG.
    """
    require(actor, "plan_event", partnership.pk)
    if not times_fit(starts_at, ends_at):
        raise Refusal(Reason(RefusalCode.EVENT_TIMES_WRONG))
    take_turns("slugs of events")
    event = Event.objects.create(
        partnership=partnership,
        slug=_free_slug(f"{title} {day_of(starts_at).isoformat()}"),
        title=title,
        description=description,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=capacity,
        actor=str(actor),
        planned_at=now(),
    )
    record(actor, "plan_event", f"event:{event.pk}", authority=event.seal(), at=event.planned_at)
    return event


@command
def call_off_event(actor: Actor, *, event: Event) -> Event:
    """Let an event not take place, and mail who registered; once is enough.

    Raises:
        Refusal: NOT_ALLOWED; EVENT_OVER when it has begun.
    """
    require(actor, "call_off_event", event.partnership_id)
    event = _lock(event)
    if event.called_off_at is not None:
        return event
    if event.starts_at <= now():
        raise Refusal(Reason(RefusalCode.EVENT_OVER))
    event.called_off_at = now()
    event.save(update_fields=["called_off_at"])
    record(actor, "call_off_event", f"event:{event.pk}", at=event.called_off_at)
    for one in event.registrations.exclude(person=None).order_by("pk"):
        enqueue("send_registration", registration_id=one.pk)
    return event


@command
def register_for_event(
    actor: Actor,
    *,
    event: Event,
    email: str,
    name: str,
    enterprise_number: str = "",
    sent_from: str = "",
) -> Pending:
    """Ask a place. It is taken when the code sent to ``email`` comes back, and told when there is none left by then.

    ``name`` is what stands on the list at the door.

    Raises:
        Refusal: EVENT_FULL, EVENT_OVER, EVENT_CALLED_OFF, ENTERPRISE_NUMBER_INVALID, EMAIL_INVALID or TOO_MANY_REQUESTS.
    """
    _is_open(event)
    asked = {
        "event": event.pk,
        "name": name.strip()[:NAME_LENGTH],
        "enterprise_number": number_of(enterprise_number) if enterprise_number.strip() else "",
    }
    pending = new_code(
        Pending, email=mail_address(email), sent_from=sent_from, purpose=Purpose.REGISTRATION, asked=asked
    )
    enqueue("send_pending_code", pending_id=pending.pk)
    record(actor, "register_for_event", f"pending:{pending.pk}")
    return pending


def enter_registration(asked: dict[str, Any], proven: Person) -> Registration:
    """The place of whoever proved a mail address; the one there was when there was. Call it inside a command.

    Raises:
        Refusal: EVENT_FULL, EVENT_OVER or EVENT_CALLED_OFF, when that came about meanwhile.
    """
    event = _lock(Event.objects.get(pk=asked["event"]))
    known = event.registrations.filter(person=proven).first()
    if known is not None:
        return known
    _is_open(event)
    registration = Registration.objects.create(
        event=event,
        person=proven,
        name=asked["name"],
        enterprise=enterprise(asked["enterprise_number"]) if asked["enterprise_number"] else None,
        registered_at=now(),
        event_ends_at=event.ends_at,
    )
    event.registered += 1
    event.save(update_fields=["registered"])
    actor = Actor(ActorKind.PERSON, proven.pk)
    record(actor, "enter_registration", f"registration:{registration.pk}")
    enqueue("send_registration", registration_id=registration.pk)
    return registration


@command
def give_place_back(actor: Actor, *, event: Event) -> bool:
    """Give one's place back; False when one had none. What was kept of it is erased at once.

    Raises:
        Refusal: EVENT_OVER when it has begun.
    """
    event = _lock(event)
    registration = event.registrations.filter(personal(actor)).first()
    if registration is None:
        return False
    if event.starts_at <= now():
        raise Refusal(Reason(RefusalCode.EVENT_OVER))
    record(actor, "give_place_back", f"registration:{registration.pk}")
    registration.delete()
    event.registered -= 1
    event.save(update_fields=["registered"])
    return True


@command
def tick_attendance(actor: Actor, *, registration: Registration, has_attended: bool) -> Registration:
    """Say whether somebody who registered was there; the last word counts.

    Raises:
        Refusal: NOT_ALLOWED; EVENT_NOT_BEGUN before its day, EVENT_CALLED_OFF.
    """
    event = _lock(registration.event)
    require(actor, "tick_attendance", event.partnership_id)
    if event.called_off_at is not None:
        raise Refusal(Reason(RefusalCode.EVENT_CALLED_OFF))
    if day_of(now()) < day_of(event.starts_at):
        starts_on = {"starts_on": day_of(event.starts_at)}
        raise Refusal(Reason(RefusalCode.EVENT_NOT_BEGUN, starts_on))
    registration = event.registrations.get(pk=registration.pk)
    if registration.has_attended != has_attended:
        registration.has_attended = has_attended
        registration.save(update_fields=["has_attended"])
        event.attended += 1 if has_attended else -1
        event.save(update_fields=["attended"])
        word = "there" if has_attended else "absent"
        record(actor, "tick_attendance", f"registration:{registration.pk}", authority=word)
    return registration


def _is_open(event: Event) -> None:
    refusals = {
        EventState.FULL: Reason(RefusalCode.EVENT_FULL, {"capacity": event.capacity}),
        EventState.STARTED: Reason(RefusalCode.EVENT_OVER),
        EventState.OVER: Reason(RefusalCode.EVENT_OVER),
        EventState.CALLED_OFF: Reason(RefusalCode.EVENT_CALLED_OFF),
    }
    reason = refusals.get(event.occasion.state(now()))
    if reason is not None:
        raise Refusal(reason)


def _lock(event: Event) -> Event:
    """The event as it is now: its places are counted by one at a time."""
    return Event.objects.select_for_update().get(pk=event.pk)


def _free_slug(text: str) -> str:
    plain = slugify(text)[: SLUG_LENGTH - 3] or "event"
    named = (plain, *(f"{plain}-{number}" for number in range(2, 100)))
    return next(slug for slug in named if not Event.objects.filter(slug=slug).exists())
