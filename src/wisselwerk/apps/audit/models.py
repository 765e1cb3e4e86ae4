"""The trail and the receipts."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One command that changed something."""

    append_only = True

    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    command = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    authority = models.CharField(max_length=120, blank=True)
    """What it stands on, where the role of the actor is not enough: ``council_decision:7``, or the invoice that was handed
    in as ``invoice:2026-11-25:`` and its hash."""

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar = [models.Index(fields=["subject"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.command} {self.subject} by {self.actor}"


class Receipt(models.Model):
    """The answer to a command that was sent with an idempotency key.

    Written in the command's own transaction, so that a retry finds either nothing or the whole answer. Refusals
    change nothing and are not kept. Receipts are dropped after their term (see the privacy register).
    """

    actor = models.CharField(max_length=40)
    route = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            # One command per key and caller: the row itself makes a second caller wait for the first.
            models.UniqueConstraint(fields=["actor", "route", "key"], name="audit_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
