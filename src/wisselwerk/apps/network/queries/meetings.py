"""Meetings and what was learnt there, for whoever may read them: participants all, everybody else what an author opened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from wisselwerk.apps.network.models import AgendaItem, Attendance, Lesson, Meeting
from wisselwerk.apps.parties.permissions import PARTICIPANTS, is_participant
from wisselwerk.apps.practices.models import Practice
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.event import EventState


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLesson:
    """A lesson as whoever looks may read it."""

    row: Lesson
    is_own: bool
    """Whether the actor acts for whom it was written for."""
    may_take_down: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Who comes to a meeting and who was there, for whom; and whether the actor comes."""

    organisations: tuple[tuple[str, int], ...]
    """Who said yes: by name, with how many of them."""
    present: tuple[tuple[str, int], ...]
    """Who was there."""
    own: bool | None
    """What the actor said; None for nothing."""


def lessons_for(actor: Actor) -> QuerySet[Lesson]:
    """Lessons that the actor may read, oldest first."""
    found = Lesson.objects.filter(taken_down_at=None)
    if not is_participant(actor):
        found = found.filter(opened_at__isnull=False)
    return found.select_related("written_for", "practice__published", "meeting").order_by("pk")


def meetings_for(actor: Actor) -> QuerySet[Meeting]:
    """Meetings of which the actor may read something, whoever called them. Two queries with their lessons."""
    found = Meeting.objects.all()
    if not is_participant(actor):
        found = found.filter(pk__in=lessons_for(actor).values("meeting"))
    lessons = Prefetch("lessons", lessons_for(actor), to_attr="told")
    return found.select_related("called_for").prefetch_related(lessons)


def to_come(actor: Actor, at: datetime) -> QuerySet[Meeting]:
    """Meetings that are not over, soonest first."""
    return meetings_for(actor).filter(ends_at__gt=at).order_by("starts_at", "pk")


def gone_by(actor: Actor, at: datetime) -> QuerySet[Meeting]:
    """Meetings that are over, newest first."""
    return meetings_for(actor).filter(ends_at__lte=at).order_by("-starts_at", "-pk")


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Its items in order, with what they are about. One query."""
    found = meeting.agenda.select_related("practice__published", "question").order_by("number")
    return list(found.prefetch_related("question__steps"))


def coming_to(actor: Actor, meeting: Meeting) -> Coming:
    """Who said yes and who was there, for whom. One query."""
    found = list(meeting.attendances.values_list("organisation__name", "person", "comes", "was_there"))
    said = Counter(name for name, _person, comes, _there in found if comes)
    there = Counter(name for name, _person, _comes, was_there in found if was_there)
    own = next((comes for _name, person, comes, _there in found if actor.id and person == actor.id), None)
    return Coming(organisations=tuple(sorted(said.items())), present=tuple(sorted(there.items())), own=own)


def answered_by(actor: Actor, meetings: Iterable[Meeting]) -> dict[int, bool]:
    """What the actor said to each of these meetings. One query."""
    found = Attendance.objects.filter(person=actor.id, meeting__in=list(meetings)) if actor.id else None
    rows = found.exclude(comes=None).values_list("meeting", "comes") if found is not None else ()
    return {meeting: bool(comes) for meeting, comes in rows}


def list_of(meeting: Meeting) -> list[Attendance]:
    """Who said something beforehand or was there, by whom for: for who looks after the meeting. One query."""
    found = meeting.attendances.select_related("organisation", "person")
    return list(found.order_by("organisation__name", "pk"))


def looks_after(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may change it and say who was there: who called it, or who looks after the network."""
    return bool(actor.organisations(Role.NETWORK)) or (
        meeting.called_for_id in actor.organisations(*PARTICIPANTS)
    )


def said_lessons(actor: Actor, lessons: Iterable[Lesson]) -> list[SaidLesson]:
    """Lessons with what the actor can do with each."""
    own, is_guide = actor.organisations(*PARTICIPANTS), bool(actor.organisations(Role.NETWORK))
    return [
        SaidLesson(
            row=one,
            is_own=one.written_for_id in own,
            may_take_down=is_guide or one.written_for_id in own,
        )
        for one in lessons
    ]


def lessons_about(actor: Actor, practice: Practice) -> list[Lesson]:
    """What was learnt of a practice, as far as the actor may read it, newest first. One query."""
    return list(lessons_for(actor).filter(practice=practice).order_by("-pk"))


def can_answer(meeting: Meeting, at: datetime) -> bool:
    """Whether one can still say that one comes."""
    return meeting.state(at) is EventState.COMING
