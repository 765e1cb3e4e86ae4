"""What enterprises look for, and the code that proves whose mail address asks."""

import hashlib
import uuid
from typing import ClassVar

from django.db import models

from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.parties.models import MailCode, Organisation, Person
from wisselwerk.domain.need import LONGEST_REASON, LONGEST_SENTENCE


class Purpose(models.TextChoices):
    """What is done once a code comes back."""

    NEED = "NEED"
    REGISTRATION = "REGISTRATION"


class Pending(MailCode):
    """What somebody asks without an account, until the code that was mailed comes back. Before that nothing is entered."""

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    asked = models.JSONField()
    """What was filled in, as the command that enters it takes it."""
    made = models.CharField(max_length=36, blank=True)
    """The id of what it became, once the code came back."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["email", "created_at"], name="introductions_pending_mail"),
            models.Index(fields=["sent_from", "created_at"], name="introductions_pending_from"),
        ]

    def __str__(self) -> str:
        return f"pending {self.pk}"


class Need(models.Model):
    """What an enterprise, regular or social-economy, looks for in a place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="needs")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="needs")
    """Who stated it; None once that person has been erased."""
    sentence = models.CharField(max_length=LONGEST_SENTENCE)
    """Empty once its term is over."""
    place = models.CharField(max_length=10)
    """Place code of where the service is wanted (``domain.territory``)."""
    partnership = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="needs_stated"
    )
    """The partnership that takes part for the place on that day; None: there is none."""
    actor = models.CharField(max_length=40)
    stated_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"need {self.pk}"

    def seal(self) -> str:
        """A digest of what never changes of it, which the trail keeps. The sentence may be erased, so it is no part."""
        return digest(self.enterprise_id, self.place, self.partnership_id)


class Suggestion(models.Model):
    """A service that a coordinator proposes for a need. Whether its provider hears of it, the business chooses itself."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="suggestions")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="suggestions")
    reason = models.CharField(max_length=LONGEST_REASON)
    """Why, in words for the business; empty once its need is withdrawn, or its term is over."""
    need_stated_at = models.DateTimeField(db_index=True)
    """When its need was stated: the words of both go at one moment."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "service"], name="introductions_suggestion_once"),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"

    def seal(self) -> str:
        """A digest of what never changes of it, which the trail keeps. The reason may be erased, so it is no part."""
        return digest(self.need_id, self.service_id)


def digest(*values: object) -> str:
    """A digest of some values, to lay a row beside what the trail tells of it."""
    return f"sha256:{hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()}"
