"""The lines of the register of de minimis aid, and that they were entered where the law asks it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.aid import Activity, EntryKind


class RegisterLine(models.Model):
    """Aid that one organisation was granted, or a part of it that was taken back. Holds no personal data.

    A line follows a transfer: the money that was granted, or that went back. What stands of a grant is the sum of its
    own line and its corrections.
    """

    append_only = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="aid_lines")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aid_received")
    granting_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aid_granted")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in EntryKind])
    activity = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Activity])
    regulation = models.CharField(max_length=30)
    """As it is cited: ``(EU) 2023/2831``. Empty when a person granted on a day of which the law is not known here."""
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="aid_lines")
    grant = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    """The line that is corrected; None on the line of a grant."""
    granted_on = models.DateField()
    """The day of the grant, also on a correction: aid counts from there."""
    happened_on = models.DateField()
    amount_cents = models.BigIntegerField()
    """Negative on a correction."""
    register_by = models.DateField()
    """The last day on which it may be entered."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "recipient"], name="aid_line_once"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.GRANT, grant=None, amount_cents__gt=0)
                | (~Q(kind=EntryKind.GRANT) & Q(grant__isnull=False, amount_cents__lt=0)),
                name="aid_line_grants_or_corrects",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "granted_on"], name="aid_line_recipient"),
            models.Index(fields=["register_by"], name="aid_line_clock"),
        ]

    def __str__(self) -> str:
        return f"aid line {self.pk}"


class Registration(models.Model):
    """That a line was entered in the central register, when, and by which number. The latest one counts."""

    append_only = True

    line = models.ForeignKey(RegisterLine, on_delete=models.PROTECT, related_name="registrations")
    reference = models.CharField(max_length=100)
    """What the register calls it."""
    registered_on = models.DateField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"registration of {self.line_id}"
