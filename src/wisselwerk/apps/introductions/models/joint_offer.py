"""What social-economy enterprises offer together."""

from typing import ClassVar

from django.db import models

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.introductions.models.need import digest
from wisselwerk.domain.joint_offer import OfferState, offer_state


class JointOffer(models.Model):
    """Something that several providers do together. A voucher is used with the one in the lead, which sends the invoice."""

    lead = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="joint_offers")
    name = models.CharField(max_length=120)
    description = models.TextField()
    price = models.CharField(max_length=120, blank=True)
    """What it costs, in the lead's own words."""
    actor = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lead", "name"],
                condition=models.Q(ended_at=None),
                name="introductions_joint_offer_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> OfferState:
        """How far it is. Read it with ``partners`` at hand."""
        confirmed = (one.confirmed_at is not None for one in self.partners.all())
        return offer_state(has_ended=self.ended_at is not None, confirmed=confirmed)

    def seal(self) -> str:
        """A digest of what never changes of it, which the trail keeps."""
        return digest(self.lead_id, self.name, self.description, self.price)


class JointPartner(models.Model):
    """A provider that was asked to take part. Who says no is taken off."""

    offer = models.ForeignKey(JointOffer, on_delete=models.CASCADE, related_name="partners")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="joint_parts")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "provider"], name="introductions_joint_partner_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} in {self.offer_id}"
