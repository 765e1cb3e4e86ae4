"""Events at which businesses meet the social economy, and who registered."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.introductions.models.need import digest
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.domain.event import Occasion


class Event(models.Model):
    """An evening, a visit, a breakfast: with a time, a place and so many places."""

    partnership = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="events")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    place = models.CharField(max_length=200)
    """Where it is, as one would write it on an invitation."""
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField()
    registered = models.PositiveIntegerField(default=0)
    """How many places are taken. Stays when the registrations are erased."""
    attended = models.PositiveIntegerField(default=0)
    """How many of those were there. Stays as well."""
    actor = models.CharField(max_length=40)
    planned_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="introductions_event_forward"
            ),
            models.CheckConstraint(
                condition=Q(registered__lte=F("capacity")), name="introductions_event_not_too_full"
            ),
            models.CheckConstraint(
                condition=Q(attended__lte=F("registered")), name="introductions_event_who_was_there"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def occasion(self) -> Occasion:
        """What of it says how it stands."""
        return Occasion(
            self.starts_at, self.ends_at, self.capacity, self.registered, self.called_off_at is not None
        )

    def seal(self) -> str:
        """A digest of what never changes of it, which the trail keeps."""
        return digest(
            self.partnership_id,
            self.slug,
            self.title,
            self.description,
            self.place,
            self.starts_at.timestamp(),
            self.ends_at.timestamp(),
            self.capacity,
        )


class Registration(models.Model):
    """That somebody comes to an event. Erased at its term; how many there were stays with the event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="registrations")
    name = models.CharField(max_length=120)
    """Under which name, or of which enterprise, somebody stands on the list at the door."""
    enterprise = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="registrations"
    )
    """For which enterprise; None where that was left open."""
    has_attended = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    event_ends_at = models.DateTimeField(db_index=True)
    """When the event ends: from then its term runs."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "person"], name="introductions_registration_once"),
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"
