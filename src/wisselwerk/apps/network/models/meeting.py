"""Meetings of the learning network: what is on the agenda, who comes and came, and what was learnt."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.network.models.talk import TITLE_LENGTH, NetworkQuestion
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.practices.models import Practice
from wisselwerk.domain.event import EventState, state_at
from wisselwerk.domain.lottery import SALT_BYTES
from wisselwerk.domain.network_talk import TalkState


class Meeting(models.Model):
    """A meeting that a participant calls for all participants."""

    called_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings")
    """Who calls it: whoever acts for them may change it, call it off and say who was there."""
    title = models.CharField(max_length=TITLE_LENGTH)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    """Where one joins it online; only participants see it."""
    sequence = models.PositiveIntegerField(default=0)
    """How many times it was changed or called off: a calendar takes the highest (RFC 5545, 3.8.7.4)."""
    called_off_at = models.DateTimeField(null=True, blank=True)
    actor = models.CharField(max_length=40)
    """Who called, changed it or called it off last."""
    called_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="network_meeting_forward"),
            models.CheckConstraint(condition=~Q(place="", link=""), name="network_meeting_somewhere"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def state(self, at: datetime) -> EventState:
        """How it stands at a moment."""
        return state_at(at, self.starts_at, self.ends_at, is_called_off=self.called_off_at is not None)


class AgendaItem(models.Model):
    """One item of the agenda, perhaps about a practice or a question. Changed with its meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    """In which order it comes."""
    text = models.CharField(max_length=TITLE_LENGTH)
    practice = models.ForeignKey(Practice, null=True, on_delete=models.PROTECT, related_name="agenda_items")
    question = models.ForeignKey(
        NetworkQuestion, null=True, on_delete=models.PROTECT, related_name="agenda_items"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="network_agenda_in_order"),
            models.CheckConstraint(
                condition=Q(practice=None) | Q(question=None), name="network_agenda_about_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of meeting {self.meeting_id}"


class Attendance(models.Model):
    """That a participant comes to a meeting or not, and was there. Which person it was is forgotten at its term."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="attendances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="attendances")
    """For whom: this stays."""
    comes = models.BooleanField(null=True)
    """What was said beforehand; None for who walked in."""
    was_there = models.BooleanField(default=False)
    salt = models.CharField(max_length=2 * SALT_BYTES, blank=True)
    """With it the trail tells whose word it was, without naming anybody: forgotten with the person. Empty for who walked in."""
    told_sequence = models.PositiveIntegerField(default=0)
    """The last change of the meeting that this person knows of."""
    meeting_ends_at = models.DateTimeField(db_index=True)
    """When the meeting ends: from then the term of its person runs."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="network_attendance_once"),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Lesson(models.Model):
    """What somebody learnt at a meeting. Its words stay; its author may open it to everybody, or have it taken down."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="lessons")
    written_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lessons")
    practice = models.ForeignKey(Practice, null=True, on_delete=models.PROTECT, related_name="lessons")
    """The practice that it is about: there it shows too."""
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)
    opened_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"lesson {self.pk}"

    @property
    def state(self) -> TalkState:
        """Who may read it."""
        if self.taken_down_at is not None:
            return TalkState.TAKEN_DOWN
        return TalkState.OPEN if self.opened_at is not None else TalkState.AMONG_PARTICIPANTS
