"""What the Flemish administration asked or suggested after a year, and what was answered: kept for ever as it was said."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.initiatives.models.initiative import Initiative
from wisselwerk.apps.initiatives.models.signal import Signal
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.expost_control import Explanation, Outcome
from wisselwerk.domain.expost_question import QuestionKind, QuestionVerb, Reply


class ExpostQuestion(models.Model):
    """A question about an outcome of a year, or a practice that somebody is asked to look at."""

    append_only = True

    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in QuestionKind])
    year = models.PositiveSmallIntegerField()
    """On whose page it stands."""
    government = models.CharField(max_length=10)
    """Place code of the municipality on the last day of the year: on whose page it stands."""
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="expost_questions")
    """Who is asked: that municipality as it is called now, or a partnership it takes part in."""
    outcome = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Outcome])
    """How it came out when it was asked; empty for a practice."""
    explanation = models.CharField(
        max_length=30, blank=True, choices=[(one.value, one.value) for one in Explanation]
    )
    text = models.TextField(blank=True)
    """In the words of who asked; the form lets nobody be named."""
    scheme = models.ForeignKey(
        Scheme, null=True, on_delete=models.PROTECT, related_name="suggested_in", blank=True
    )
    """The practice: a scheme here."""
    initiative = models.ForeignKey(
        Initiative, null=True, on_delete=models.PROTECT, related_name="suggested_in", blank=True
    )
    """The practice: an initiative of the register."""
    practice = models.SlugField(max_length=80, blank=True)
    """The practice: one that was published, by its address. Practices stand above initiatives, so it is kept as a value."""
    practice_title = models.CharField(max_length=200, blank=True)
    """What that was called when it was suggested."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.OUTCOME, scheme=None, initiative=None, practice="")
                & ~Q(outcome="")
                & ~Q(text="")
                | Q(
                    kind=QuestionKind.PRACTICE,
                    scheme__isnull=False,
                    initiative=None,
                    practice="",
                    outcome="",
                )
                | Q(
                    kind=QuestionKind.PRACTICE,
                    scheme=None,
                    initiative__isnull=False,
                    practice="",
                    outcome="",
                )
                | Q(kind=QuestionKind.PRACTICE, scheme=None, initiative=None, outcome="")
                & ~Q(practice="")
                & ~Q(practice_title=""),
                name="initiatives_expost_question_about",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["year", "government"], name="initiatives_expost_page"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.government}"


class ExpostAddressee(models.Model):
    """Who got the link to answer with, where nobody of the government was here. It goes with the person."""

    question = models.OneToOneField(ExpostQuestion, on_delete=models.PROTECT, related_name="addressee")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="expost_questions")

    def __str__(self) -> str:
        return f"{self.question_id} to {self.person_id}"


class ExpostStep(models.Model):
    """An answer, or that the administration saw one."""

    append_only = True

    question = models.ForeignKey(ExpostQuestion, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=5, choices=[(one.value, one.value) for one in QuestionVerb])
    reply = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Reply])
    """What is answered to a suggestion."""
    text = models.TextField(blank=True)
    """In the words of who answered; the form lets nobody be named."""
    signal = models.OneToOneField(
        Signal, null=True, on_delete=models.PROTECT, related_name="told_in", blank=True
    )
    """The action that the government told of with it."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb=QuestionVerb.SEE, reply="", text="", signal=None)
                | Q(verb=QuestionVerb.REPLY) & (~Q(reply="") | ~Q(text="")),
                name="initiatives_expost_step_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.question_id}"
