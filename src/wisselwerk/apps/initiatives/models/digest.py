"""Who asked to be mailed what is new, the mails that are for them, and the changes that nothing else keeps."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.parties.models import Person
from wisselwerk.domain.expost_control import Outcome


class DigestSubscription(models.Model):
    """That somebody asked to be mailed once a week what is new. Stopped, it is gone."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="digest_subscription")
    since = models.DateTimeField()
    told_until = models.DateTimeField()
    """Up to and including which instant it was told what is new; from ``since`` on."""
    week = models.DateField()
    """The Monday of the last week for which that was looked at: once a week and no more."""

    def __str__(self) -> str:
        return f"digest for person {self.person_id}"


class MailState(models.TextChoices):
    """What came of a mail."""

    WAITING = "WAITING"
    SENT = "SENT"
    REFUSED = "REFUSED"


class DigestMail(models.Model):
    """What is new, as it was chosen for one reader and one week; nothing new makes no mail."""

    subscription = models.ForeignKey(DigestSubscription, on_delete=models.CASCADE, related_name="mails")
    week = models.DateField()
    told_from = models.DateTimeField()
    """After this instant."""
    told_until = models.DateTimeField()
    """Up to and including this one."""
    groups = models.JSONField()
    """As ``domain.digest`` writes them."""
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=MailState.choices, default=MailState.WAITING)
    claimed_at = models.DateTimeField(null=True)
    """Since when somebody is sending it: nobody else does so meanwhile."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "week"], name="initiatives_digest_once_a_week"),
            models.CheckConstraint(
                condition=Q(told_until__gt=F("told_from")), name="initiatives_digest_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"digest of {self.week} for {self.subscription_id}"


class ExpostChange(models.Model):
    """That a year of a local government comes out otherwise than when it was looked at before."""

    append_only = True

    government = models.CharField(max_length=10)
    """Place code of the municipality on the last day of the year."""
    year = models.PositiveSmallIntegerField()
    before = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Outcome])
    """Empty the first time."""
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    noticed_at = models.DateTimeField(db_index=True)
    """Of what stood here before anybody looked, when it came in."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["government", "year", "noticed_at"], name="initiatives_expost_change_once"
            ),
            models.CheckConstraint(
                condition=~Q(before=F("outcome")), name="initiatives_expost_change_differs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.government} in {self.year}: {self.outcome}"
