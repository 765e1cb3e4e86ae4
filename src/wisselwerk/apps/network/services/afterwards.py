"""After a meeting: who was there, and what was learnt."""

from django.db.models import F

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.network.models import Attendance, Lesson, Meeting
from wisselwerk.apps.network.queries.meeting_proof import proof_of_lesson, spoken_presence
from wisselwerk.apps.network.services.meetings import acting_for, is_public, locked
from wisselwerk.apps.network.services.talk import said
from wisselwerk.apps.parties.models import Organisation, RoleHolding
from wisselwerk.apps.parties.permissions import PARTICIPANTS, require
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import day_of, now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def note_attendance(actor: Actor, /, *, attendance: Attendance, was_there: bool) -> Attendance:
    """Say whether somebody who said something beforehand was there; the last word counts.

    Raises:
        Refusal: NOT_ALLOWED; MEETING_NOT_BEGUN before its day, MEETING_CALLED_OFF.
    """
    meeting = attendance.meeting
    require(actor, "note_attendance", *acting_for(actor, meeting.called_for_id))
    _took_place(meeting)
    return _noted(actor, Attendance.objects.get(pk=attendance.pk), was_there=was_there)


@command
def note_walk_in(actor: Actor, /, *, meeting: Meeting, email: str) -> Attendance:
    """Say that a participant was there who had said nothing beforehand, or that it would not come. Twice is once.

    Raises:
        Refusal: NOT_ALLOWED; MEETING_NOT_BEGUN, MEETING_CALLED_OFF; NOT_A_PARTICIPANT when nobody with this address took part in the
            network on that day.
    """
    require(actor, "note_walk_in", *acting_for(actor, meeting.called_for_id))
    meeting = _took_place(meeting)
    held = RoleHolding.objects.on(day_of(meeting.starts_at)).filter(
        role__in=PARTICIPANTS, person__email__iexact=email.strip()
    )
    # A partnership before a municipality, as for who says yes: it has no NIS code.
    found = held.order_by(F("organisation__nis_code").asc(nulls_first=True), "pk").first()
    if found is None:
        raise Refusal(Reason(RefusalCode.NOT_A_PARTICIPANT))
    attendance, _ = Attendance.objects.get_or_create(
        meeting=meeting,
        person_id=found.person_id,
        defaults={
            "organisation_id": found.organisation_id,
            "told_sequence": meeting.sequence,
            "meeting_ends_at": meeting.ends_at,
        },
    )
    return _noted(actor, attendance, was_there=True)


@command
def write_lesson(
    actor: Actor,
    /,
    *,
    meeting: Meeting,
    written_for: Organisation,
    text: str,
    practice: Practice | None = None,
) -> Lesson:
    """Write down what was learnt at a meeting. It is among participants until its author opens it; nobody can be named in it.

    Raises:
        Refusal: NOT_ALLOWED; MEETING_NOT_BEGUN, MEETING_CALLED_OFF; WORDS_MISSING, PERSON_NAMED, PRACTICE_NOT_PUBLIC.
    """
    require(actor, "write_lesson", written_for.pk)
    meeting = _took_place(meeting)
    if practice is not None:
        is_public(practice)
    lesson = Lesson.objects.create(
        meeting=meeting,
        written_for=written_for,
        practice=practice,
        text=said(text),
        actor=str(actor),
        at=now(),
    )
    record(actor, "write_lesson", f"lesson:{lesson.pk}", authority=proof_of_lesson(lesson), at=lesson.at)
    return lesson


@command
def open_lesson(actor: Actor, /, *, lesson: Lesson) -> bool:
    """Have everybody read a lesson; only who wrote it can. False when it was open already.

    Raises:
        Refusal: NOT_ALLOWED; TAKEN_DOWN.
    """
    require(actor, "open_lesson", lesson.written_for_id)
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if lesson.taken_down_at is not None:
        raise Refusal(Reason(RefusalCode.TAKEN_DOWN))
    if lesson.opened_at is not None:
        return False
    lesson.opened_at = now()
    lesson.save(update_fields=["opened_at"])
    record(actor, "open_lesson", f"lesson:{lesson.pk}", at=lesson.opened_at)
    return True


@command
def take_down_lesson(actor: Actor, /, *, lesson: Lesson) -> bool:
    """Have nobody read a lesson any more; its author can, and who looks after the network. False when that was so already.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "take_down_lesson", *acting_for(actor, lesson.written_for_id))
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if lesson.taken_down_at is not None:
        return False
    lesson.taken_down_at = now()
    lesson.save(update_fields=["taken_down_at"])
    record(actor, "take_down_lesson", f"lesson:{lesson.pk}", at=lesson.taken_down_at)
    return True


def _took_place(meeting: Meeting) -> Meeting:
    """The meeting, from its day on."""
    meeting = locked(meeting)
    if meeting.called_off_at is not None:
        raise Refusal(Reason(RefusalCode.MEETING_CALLED_OFF))
    starts_on = day_of(meeting.starts_at)
    if day_of(now()) < starts_on:
        raise Refusal(Reason(RefusalCode.MEETING_NOT_BEGUN, {"starts_on": starts_on}))
    return meeting


def _noted(actor: Actor, attendance: Attendance, *, was_there: bool) -> Attendance:
    if attendance.was_there is not was_there:
        attendance.was_there = was_there
        attendance.save(update_fields=["was_there"])
        told = spoken_presence(was_there)
        record(actor, "note_attendance", f"attendance:{attendance.pk}", authority=told)
    return attendance
