"""Who takes up the local role in social economy and work, and what support was granted: entered or read, never asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.parties.models import DatedQuerySet, Organisation, period_is_forward
from wisselwerk.domain.coordination_frame import Form


class CoordinationRole(models.Model):
    """That a local government or a partnership takes up the role, for a time, as a source tells."""

    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="coordination_roles")
    form = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Form])
    """As what it does so."""
    inhabitants = models.PositiveIntegerField(null=True, blank=True)
    """Of its whole area on ``inhabitants_on``; None where nobody told."""
    centre_inhabitants = models.JSONField(default=list, blank=True)
    """Of each centre city that takes part, on the same day."""
    inhabitants_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    known_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""

    objects = DatedQuerySet["CoordinationRole"].as_manager()

    class Meta:
        constraints: ClassVar = [
            period_is_forward("initiatives_coordination_role_forward"),
            models.UniqueConstraint(
                fields=["holder", "valid_from"], name="initiatives_coordination_role_once"
            ),
            models.CheckConstraint(
                condition=Q(inhabitants=None, inhabitants_on=None)
                | Q(inhabitants__isnull=False, inhabitants_on__isnull=False),
                name="initiatives_coordination_role_inhabitants_day",
            ),
        ]

    def __str__(self) -> str:
        return f"role of {self.holder} from {self.valid_from}"


class RoleStatement(models.Model):
    """What is told of the role in a year (``domain.coordination_frame.RoleYear``). What is told later takes its place."""

    append_only = True

    role = models.ForeignKey(CoordinationRole, on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField()
    wants_support = models.BooleanField(null=True)
    vision = models.TextField(blank=True)
    fte_hundredths = models.PositiveIntegerField(null=True)
    means_cents = models.PositiveBigIntegerField(null=True)
    coordinator_since = models.DateField(null=True)
    source = models.CharField(max_length=300)
    known_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"role {self.role_id} in {self.year}"


class RoleSupport(models.Model):
    """What support was granted for a year, as a source tells. What is entered later takes its place."""

    append_only = True

    role = models.ForeignKey(CoordinationRole, on_delete=models.PROTECT, related_name="support")
    year = models.PositiveSmallIntegerField()
    amount_cents = models.PositiveBigIntegerField()
    source = models.CharField(max_length=300)
    known_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.amount_cents} in {self.year}"
