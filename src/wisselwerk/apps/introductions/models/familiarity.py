"""How familiar businesses are with the social economy: who was asked, and, apart from that, what was answered."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.domain.familiarity import Familiarity, Moment


class FamiliarityQuestion(models.Model):
    """That a business was asked, and whether it answered. What it answered is not here, and cannot be found from here."""

    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="asked_familiarity")
    partnership = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="familiarity_questions"
    )
    moment = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Moment])
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    """Whom the mail goes to; None where it was asked on a page, or the person was erased."""
    token = models.CharField(max_length=43, unique=True)
    """Names the page on which it is answered."""
    asked_on = models.DateField()
    is_answered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "partnership", "moment"], name="introductions_familiarity_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"familiarity question {self.pk}"


class FamiliarityCount(models.Model):
    """How often an answer was given. Numbers and no rows for each answer, so that nothing can be laid beside who was asked."""

    partnership = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="familiarity_counts")
    moment = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Moment])
    answer = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Familiarity])
    number = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    """The number when the figures were last renewed, which is what is shown: see ``services.familiarity``."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shown__lte=F("number")), name="introductions_familiarity_shown_was_counted"
            ),
            models.UniqueConstraint(
                fields=["partnership", "moment", "answer"], name="introductions_familiarity_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.answer} {self.moment}"
