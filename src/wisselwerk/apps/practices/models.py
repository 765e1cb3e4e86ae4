"""Practices: what was written of them, what happened to that, and how far others are with them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.practice import LONGEST_TITLE, Action, PracticeState, PracticeText, Standing
from wisselwerk.domain.priority import Priority

SLUG_LENGTH = 80


class Practice(models.Model):
    """A way in which the role is filled in. What is told of it stands in its versions."""

    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="practices")
    """Whose it is: a partnership, a local government, or the learning network."""
    built_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="offspring"
    )
    """The practice that it was made from, where it was."""
    begun_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in PracticeState])
    """How far its newest version is. This and the two below follow from its steps; ``verify`` works them out again."""
    latest = models.ForeignKey(
        "PracticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published = models.ForeignKey(
        "PracticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """What everybody reads; None where nothing of it is public."""
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    """Since when that version is."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(published=None, published_at=None)
                | Q(published__isnull=False, published_at__isnull=False),
                name="practices_published_since",
            ),
            models.CheckConstraint(
                condition=Q(built_on=None) | ~Q(built_on=models.F("pk")), name="practices_not_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def seal(self) -> str:
        """A digest of what never changes of it, which the trail keeps."""
        return digest_of(self, "id", "slug", "organisation_id", "built_on_id", "begun_at")

    @property
    def standing(self) -> Standing:
        """How it stands."""
        assert self.latest is not None, "a practice begins with its first version"
        published = self.published.number if self.published else None
        return Standing(PracticeState(self.state), self.latest.number, published)


WHOLE_TEXT = ("wordings", "materials", "words")
"""What is long of a version: who only names many practices leaves it where it is."""


class PracticeVersion(models.Model):
    """All that was written of a practice at one time, in Dutch and what it was translated into. It never changes."""

    append_only = True

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    """In Dutch."""
    wordings = models.JSONField()
    """What is told, by language and part, as ``PracticeText.to_plain`` writes it."""
    materials = models.JSONField(default=list)
    """What can be used again: titles and addresses."""
    priority = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.value) for one in Priority]
    )
    is_failure = models.BooleanField(default=False)
    scheme = models.ForeignKey(
        Scheme, null=True, blank=True, on_delete=models.PROTECT, related_name="practice_versions"
    )
    """The scheme behind it, from which its figures come; None where there is none."""
    words = models.TextField()
    """The same, to be found by."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "number"], name="practices_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} v{self.number}"

    @property
    def text(self) -> PracticeText:
        """What was written."""
        return PracticeText.from_plain(
            {
                "wordings": self.wordings,
                "materials": self.materials,
                "priority": self.priority,
                "is_failure": self.is_failure,
            }
        )


class PracticeStep(models.Model):
    """Something that happened to a version: written, opened by its author, sent back, published, taken back."""

    append_only = True

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="steps")
    version = models.ForeignKey(PracticeVersion, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Action])
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """For whom it was done."""
    reason = models.TextField(blank=True)
    """Why it was sent back or taken back, in words that name nobody."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(action__in=[Action.SEND_BACK, Action.CLOSE]) | ~Q(reason=""),
                name="practices_step_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} of {self.version_id}"


class AdoptionStep(models.Model):
    """What somebody said of how far it is with a practice of somebody else. What shows here nobody has to say."""

    append_only = True

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoption_steps")
    adopter = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoption_steps")
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in AdoptionState])
    words = models.TextField(blank=True)
    """What came of it, or why it was abandoned, in words that name nobody."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=[AdoptionState.EVALUATED, AdoptionState.ABANDONED]) | ~Q(words=""),
                name="practices_adoption_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adopter_id} {self.state} {self.practice_id}"


class PracticeMailStop(models.Model):
    """That somebody wants no mail any more when a practice changed that their organisation took over."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"no mails about practices for {self.person_id}"
