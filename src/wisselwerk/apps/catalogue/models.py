"""Providers, the recognitions they hold, the services they offer."""

from typing import ClassVar

from django.db import models

from wisselwerk.apps.parties.models import DatedQuerySet, Organisation, period_is_forward
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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "slug"], name="catalogue_service_slug"),
        ]

    def __str__(self) -> str:
        return self.name
