"""Who was brought together with whom, and the quotes that followed. Vouchers and invoices stand where they are kept."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.introductions.models.event import Event
from wisselwerk.apps.introductions.models.need import Need, digest
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.domain.introduction import IntroducedBy


class Introduction(models.Model):
    """An enterprise that was brought together with a social-economy enterprise: who, when, by whom, through what."""

    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="introductions")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="introductions")
    service = models.ForeignKey(Service, null=True, on_delete=models.SET_NULL, related_name="introductions")
    partnership = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="introductions_made"
    )
    """Whose it is to follow up; None where no partnership takes part."""
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="introductions")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="introductions")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="introductions")
    """Whose mail address the provider may see; None: nobody's, or taken back, or erased."""
    made_by = models.CharField(max_length=12, choices=[(one.value, one.value) for one in IntroducedBy])
    actor = models.CharField(max_length=40)
    made_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "provider"], name="introductions_introduction_need_once"),
            models.UniqueConstraint(
                fields=["event", "enterprise", "provider"],
                condition=Q(need=None),
                name="introductions_introduction_event_once",
            ),
            # Databases hold two unknown events to be two events.
            models.UniqueConstraint(
                fields=["enterprise", "provider", "partnership"],
                condition=Q(need=None, event=None),
                name="introductions_introduction_once",
            ),
        ]

    def __str__(self) -> str:
        return f"introduction {self.pk}"

    def seal(self) -> str:
        """A digest of what never changes of it, which the trail keeps."""
        return digest(
            self.enterprise_id,
            self.provider_id,
            self.partnership_id,
            self.need_id,
            self.event_id,
            self.made_by,
        )


class Quote(models.Model):
    """That a provider gave a quote to whom it was introduced to. It may come before any voucher."""

    append_only = True

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="quotes")
    quoted_on = models.DateField()
    amount_cents = models.BigIntegerField(null=True)
    """What it came to, without VAT; None where the provider keeps that to itself."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["introduction", "quoted_on"], name="introductions_quote_once"),
            models.CheckConstraint(
                condition=Q(amount_cents=None) | Q(amount_cents__gt=0), name="introductions_quote_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"quote {self.pk}"

    def seal(self) -> str:
        """A digest of all of it, which the trail keeps."""
        return digest(self.introduction_id, self.quoted_on, self.amount_cents)
