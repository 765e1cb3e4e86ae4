"""Enterprises and their establishments, as the register has them. Whoever appears in a scheme is in ``parties``."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Extract(models.Model):
    """A monthly set of the register that was loaded, or is being loaded."""

    number = models.PositiveIntegerField(unique=True)
    """Its number in the register's own count; a higher one is newer."""
    snapshot_on = models.DateField()
    """Of which day it tells."""
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    """None while it is being loaded, or when that was cut short: then it is loaded again."""
    enterprises = models.PositiveIntegerField(default=0)
    establishments = models.PositiveIntegerField(default=0)
    activities = models.JSONField(default=list)
    """The main activities that are in it, each once, as its enterprises have them (``nace``). Kept because two million rows
    are too many to look through while somebody types the code of a sector."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(enterprises__gt=0), name="enterprises_extract_holds_some"
            ),
        ]

    def __str__(self) -> str:
        return f"extract {self.number} of {self.snapshot_on}"


class RegisterRow(models.Model):
    """What both have. The number has ten digits, of which the first may be a zero."""

    number = models.BigIntegerField(primary_key=True)
    postcode = models.CharField(max_length=20)
    """Empty where no address in Belgium is known."""
    municipality = models.CharField(max_length=100)
    """Its Dutch name, as the register writes it."""
    # Only looked at while a newer extract is being loaded, and then by number: an index would cost more than it gives.
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class RegisteredEnterprise(RegisterRow):
    """An active enterprise, and where its seat is."""

    is_person = models.BooleanField()
    """Whether it is a natural person, whose name is not kept."""
    name = models.CharField(max_length=320)
    nace = models.CharField(max_length=20)
    """The version and the code of its main activity, ``2025 81300``; empty where none is known."""

    def __str__(self) -> str:
        return f"{self.number:010}"


class RegisteredEstablishment(RegisterRow):
    """A place where an enterprise works."""

    enterprise_number = models.BigIntegerField(db_index=True)
    """No foreign key: the set says them in any order, and an establishment may stay behind for a moment."""

    def __str__(self) -> str:
        return f"{self.number:010}"
