"""Questions and answers of the learning network, whom a question went to and why, and what came in by mail."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.practices.models import Practice
from wisselwerk.domain.network import Topic
from wisselwerk.domain.network_mail import LetterState, MailOutcome
from wisselwerk.domain.network_talk import TalkVerb

TITLE_LENGTH = 150


class NetworkQuestionQuerySet(models.QuerySet["NetworkQuestion"]):
    """Filters by what was done to a question since."""

    def standing(self) -> "NetworkQuestionQuerySet":
        """Those that nobody took down."""
        return self.exclude(Exists(_steps(TalkVerb.TAKE_DOWN)))

    def opened(self) -> "NetworkQuestionQuerySet":
        """Those that their author opened to everybody."""
        return self.filter(Exists(_steps(TalkVerb.OPEN)))


class NetworkQuestion(models.Model):
    """A question of a participant to those who have done it. The form lets nobody be named."""

    append_only = True

    asked_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="network_questions")
    """For whom it is asked: whoever acts for it later sees the answers too."""
    topic = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Topic])
    practice = models.ForeignKey(
        Practice, null=True, on_delete=models.PROTECT, related_name="network_questions"
    )
    """The practice that it is asked at; None for a question in general."""
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    objects = NetworkQuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"question {self.pk}"


class NetworkAnswer(models.Model):
    """What a participant answered, by page or by mail."""

    append_only = True

    question = models.ForeignKey(NetworkQuestion, on_delete=models.PROTECT, related_name="answers")
    given_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="network_answers")
    text = models.TextField()
    is_by_mail = models.BooleanField(default=False)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"answer {self.pk}"


class AnswerRead(models.Model):
    """That somebody for whom a question was asked opened an answer to it: by whom and when is kept nowhere."""

    answer = models.OneToOneField(NetworkAnswer, on_delete=models.PROTECT, related_name="read")

    def __str__(self) -> str:
        return f"answer {self.answer_id} read"


class NetworkStep(models.Model):
    """That a question, or one answer to it, was opened to everybody or taken down."""

    append_only = True

    question = models.ForeignKey(NetworkQuestion, on_delete=models.PROTECT, related_name="steps")
    answer = models.ForeignKey(NetworkAnswer, null=True, on_delete=models.PROTECT, related_name="steps")
    """None for the question itself."""
    verb = models.CharField(max_length=9, choices=[(one.value, one.value) for one in TalkVerb])
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question", "verb"], condition=Q(answer=None), name="network_question_step_once"
            ),
            models.UniqueConstraint(
                fields=["answer", "verb"], condition=Q(answer__isnull=False), name="network_answer_step_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.question_id}"


class QuestionCall(models.Model):
    """That a question went to somebody who has done it, and why."""

    append_only = True

    question = models.ForeignKey(NetworkQuestion, on_delete=models.PROTECT, related_name="calls")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="network_calls")
    why = models.JSONField()
    """As ``domain.network.WhyAsked``, the weightiest first."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "organisation"], name="network_call_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} to {self.organisation_id}"


class QuestionLetter(models.Model):
    """The mail that brings a question to a person, who may answer by replying to it."""

    call = models.ForeignKey(QuestionCall, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="question_letters")
    state = models.CharField(
        max_length=7,
        choices=[(one.value, one.value) for one in LetterState],
        default=LetterState.WAITING,
    )
    planned_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "person"], name="network_letter_once"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class StoppedLetters(models.Model):
    """That somebody wants no questions by mail. They still stand on the page."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="stopped_letters")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"no letters for person {self.person_id}"


class ReceivedMail(models.Model):
    """A reply that was dealt with, so that the same one does nothing a second time. No word and no address of it is kept."""

    fingerprint = models.CharField(max_length=64, unique=True)
    letter = models.ForeignKey(QuestionLetter, on_delete=models.CASCADE, related_name="replies")
    outcome = models.CharField(max_length=14, choices=[(one.value, one.value) for one in MailOutcome])
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.outcome} on {self.letter_id}"


class MailCount(models.Model):
    """How much mail of a day came to what: all that is kept of mail that answers no letter."""

    day = models.DateField()
    outcome = models.CharField(max_length=14, choices=[(one.value, one.value) for one in MailOutcome])
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "outcome"], name="network_mail_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome} on {self.day}"


class PracticeRoute(models.Model):
    """That a practice was passed on to somebody for whom it fits, and why; and whether somebody there opened it."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="routes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="practice_routes")
    why = models.JSONField()
    """As ``domain.network.WhyFits``, the weightiest first."""
    passed_at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)
    """When somebody of them opened it first: by whom is kept nowhere."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "organisation"], name="network_route_once"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} to {self.organisation_id}"


def _steps(verb: TalkVerb) -> "models.QuerySet[NetworkStep]":
    return NetworkStep.objects.filter(question=OuterRef("pk"), answer=None, verb=verb)
