"""Providers, the recognitions they hold, the services they offer, and the words by which these are found."""

import hashlib
from typing import ClassVar

from django.db import models

from wisselwerk.apps.finding.models import KeptSpelling, KeptWord
from wisselwerk.apps.parties.models import DatedQuerySet, Organisation, period_is_forward
from wisselwerk.domain.room import Room
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind


class Provider(models.Model):
    """A social-economy enterprise in its role of offering services."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="provider")
    description = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    """How customers reach the enterprise: its general address or number, not a person's."""

    def __str__(self) -> str:
        return str(self.organisation)


class ProviderPlace(models.Model):
    """A place where a provider works."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="places")
    place = models.CharField(max_length=10)
    """Code of a finest place (``domain.territory``)."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "place"], name="catalogue_place_once"),
        ]

    def __str__(self) -> str:
        return self.place


class Recognition(models.Model):
    """A recognition as social-economy enterprise, of one kind, for a time."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="recognitions")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in ProviderKind])
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""

    objects = DatedQuerySet["Recognition"].as_manager()

    class Meta:
        constraints: ClassVar = [
            period_is_forward("catalogue_recognition_forward"),
            models.UniqueConstraint(
                fields=["provider", "kind", "valid_from"], name="catalogue_recognition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.provider_id}"

    def told(self) -> str:
        """What the trail keeps of it. Of the source a digest: that may be longer than there is room."""
        source = hashlib.sha256(self.source.encode()).hexdigest()[:16]
        return f"kind:{self.kind} from:{self.valid_from} until:{self.valid_until} source:{source}"


class Service(models.Model):
    """Something a provider does for customers."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="services")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    price = models.CharField(max_length=120, blank=True)
    """What it costs, in the provider's own words."""
    kind = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in ServiceKind]
    )
    """What sort of service it is; empty while nobody said."""
    ended_on = models.DateField(null=True, blank=True)
    """The first day on which it was no longer offered. Vouchers given for it stay good: it is never deleted."""

    waiting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long customers wait, in weeks, when that was said."""
    free_from = models.DateField(null=True, blank=True)
    """Or the first day on which there is room again."""
    said_on = models.DateField(null=True, blank=True)
    """The day on which either was said; empty while nothing was."""

    class Meta:
        indexes: ClassVar = [
            # The few that every search leaves out.
            models.Index(
                fields=["ended_on"],
                name="catalogue_service_ended",
                condition=models.Q(ended_on__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "slug"], name="catalogue_service_slug"),
            models.CheckConstraint(
                name="catalogue_service_room_said",
                condition=models.Q(waiting_weeks=None, free_from=None, said_on=None)
                | models.Q(waiting_weeks=None, free_from__isnull=False, said_on__isnull=False)
                | models.Q(waiting_weeks__isnull=False, free_from=None, said_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def room(self) -> Room | None:
        """Whether there is room, as it was said; None while nothing was."""
        if self.said_on is None:
            return None
        return Room(said_on=self.said_on, waiting_weeks=self.waiting_weeks, free_from=self.free_from)


class Word(KeptWord):
    """A word of the catalogue."""


class Spelling(KeptSpelling):
    """What a word of the catalogue and its misspellings have in common."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="spellings")


class Mention(models.Model):
    """That a word stands in what is told of a provider or, where there is one, of its service."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="mentions", null=True, db_index=False
    )
    weight = models.SmallIntegerField()
    """How much it says where it stands: a name says more than a description."""

    class Meta:
        indexes: ClassVar = [
            # All that a search reads, in the order in which it does, so that it reads nothing else and sorts nothing.
            models.Index(fields=["word", "weight", "service", "provider"], name="catalogue_mention_found"),
            models.Index(fields=["provider", "service"], name="catalogue_mention_of"),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.service_id or self.provider_id}"
