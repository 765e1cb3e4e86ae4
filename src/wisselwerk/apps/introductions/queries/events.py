"""Events, for everybody and for who organises them."""

from datetime import datetime

from django.db.models import QuerySet

from wisselwerk.apps.introductions.models import Event, Registration
from wisselwerk.apps.introductions.sight import coordinated, personal
from wisselwerk.domain.actor import Actor


def events_to_come(at: datetime) -> QuerySet[Event]:
    """What has not ended at ``at``, first first, also what was called off: who looks for it must be told. One query."""
    found = Event.objects.filter(ends_at__gt=at).select_related("partnership")
    return found.order_by("starts_at", "pk")


def event_by_slug(slug: str) -> Event | None:
    """The event with this name in addresses. One query."""
    return Event.objects.filter(slug=slug).select_related("partnership").first()


def event_coordinated(actor: Actor, slug: str) -> Event | None:
    """The same, for who coordinates its partnership."""
    return Event.objects.filter(coordinated(actor), slug=slug).select_related("partnership").first()


def events_coordinated(actor: Actor) -> QuerySet[Event]:
    """Those of the partnerships the actor coordinates, newest first. One query."""
    return (
        Event.objects.filter(coordinated(actor)).select_related("partnership").order_by("-starts_at", "-pk")
    )


def registration_of(actor: Actor, event: Event) -> Registration | None:
    """The actor's own place at an event. One query."""
    return event.registrations.filter(personal(actor)).first()


def registrations_of(actor: Actor, at: datetime) -> QuerySet[Registration]:
    """The actor's places at events that have not ended, first first. One query."""
    found = Registration.objects.filter(personal(actor), event_ends_at__gt=at).select_related("event")
    return found.order_by("event__starts_at", "pk")


def list_at_the_door(event: Event) -> QuerySet[Registration]:
    """Who registered, by name. One query."""
    return event.registrations.select_related("enterprise").order_by("name", "pk")
