"""Calling a meeting of the learning network, changing it and calling it off, and saying whether one comes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.network.models import AgendaItem, Attendance, Meeting, NetworkQuestion
from wisselwerk.apps.network.queries.meeting_proof import proof_of_answer, proof_of_meeting
from wisselwerk.apps.network.queries.profiles import spoken_for
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import PARTICIPANTS, require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import now
from wisselwerk.db import command
from wisselwerk.domain.actor import ANONYMOUS, Actor, Role
from wisselwerk.domain.event import EventState, times_fit
from wisselwerk.domain.lottery import SALT_BYTES
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

MOST_ITEMS = 8
"""Items of one agenda: more than an afternoon holds."""
WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is on the agenda, and what it is about where it is about something."""

    text: str
    practice: Practice | None = None
    question: NetworkQuestion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What those who take part are told of a meeting."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    agenda: Sequence[Item] = field(default_factory=tuple)


@command
def call_meeting(actor: Actor, /, *, called_for: Organisation, told: Invitation) -> Meeting:
    """Call a meeting for all participants. Whoever calls it does not say yes with it.

    Raises:
        Refusal: NOT_ALLOWED; MEETING_TIMES_WRONG, MEETING_PAST, MEETING_NOWHERE, ADDRESS_INVALID, WORDS_MISSING, PERSON_NAMED,
            PRACTICE_NOT_PUBLIC, TAKEN_DOWN.
    """
    require(actor, "call_meeting", called_for.pk)
    title = _checked(told)
    at = now()
    meeting = Meeting.objects.create(
        called_for=called_for,
        title=title,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        place=told.place.strip(),
        link=told.link.strip(),
        actor=str(actor),
        called_at=at,
        changed_at=at,
    )
    _set_agenda(meeting, told.agenda)
    _tell_trail(actor, "call_meeting", meeting)
    return meeting


@command
def change_meeting(actor: Actor, /, *, meeting: Meeting, seen: int, told: Invitation) -> Meeting:
    """Change what is told of a meeting that has not begun; who comes is mailed when its time or its place is another.

    ``seen`` is the ``sequence`` that whoever changes it had before them.

    Raises:
        Refusal: NOT_ALLOWED; MEETING_CHANGED when somebody else changed it since; and as ``call_meeting``.
    """
    require(actor, "change_meeting", *acting_for(actor, meeting.called_for_id))
    meeting = _lock_to_come(meeting)
    if meeting.sequence != seen:
        raise Refusal(Reason(RefusalCode.MEETING_CHANGED))
    title = _checked(told)
    before = (meeting.starts_at, meeting.ends_at, meeting.place, meeting.link)
    meeting.title, meeting.starts_at, meeting.ends_at = title, told.starts_at, told.ends_at
    meeting.place, meeting.link = told.place.strip(), told.link.strip()
    _set_agenda(meeting, told.agenda)
    meeting.attendances.update(meeting_ends_at=meeting.ends_at)
    _next(actor, "change_meeting", meeting)
    if before != (meeting.starts_at, meeting.ends_at, meeting.place, meeting.link):
        _mail_who_comes(meeting)
    return meeting


@command
def call_off_meeting(actor: Actor, /, *, meeting: Meeting) -> bool:
    """Let a meeting not take place, and mail who comes; False when that was so already.

    Raises:
        Refusal: NOT_ALLOWED; MEETING_BEGUN.
    """
    require(actor, "call_off_meeting", *acting_for(actor, meeting.called_for_id))
    meeting = locked(meeting)
    if meeting.called_off_at is not None:
        return False
    if meeting.starts_at <= now():
        raise Refusal(Reason(RefusalCode.MEETING_BEGUN))
    meeting.called_off_at = now()
    _next(actor, "call_off_meeting", meeting)
    _mail_who_comes(meeting)
    return True


@command
def answer_meeting(actor: Actor, /, *, meeting: Meeting, comes: bool) -> Attendance:
    """Say whether one comes; the last word counts, and said twice it is said once.

    The trail is for ever and who was at a meeting is not: it tells of a word and not of whom.

    Raises:
        Refusal: NOT_ALLOWED; MEETING_BEGUN, MEETING_CALLED_OFF.
    """
    require(actor, "answer_meeting", *actor.organisations(*PARTICIPANTS))
    assert actor.id is not None, "a person, and no key, does this"
    meeting = _lock_to_come(meeting)
    known = meeting.attendances.filter(person=actor.id).first()
    if known is not None and known.comes is comes:
        return known
    salt = token_hex(SALT_BYTES)
    attendance, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        person_id=actor.id,
        defaults={"comes": comes, "salt": salt, "told_sequence": meeting.sequence},
        create_defaults={
            "organisation": spoken_for(actor)[0],
            "comes": comes,
            "salt": salt,
            "told_sequence": meeting.sequence,
            "meeting_ends_at": meeting.ends_at,
        },
    )
    record(ANONYMOUS, "answer_meeting", f"attendance:{attendance.pk}", authority=proof_of_answer(attendance))
    return attendance


@command
def note_told(actor: Actor, /, *, attendance: Attendance, sequence: int) -> None:
    """Keep up to which change of a meeting somebody was mailed.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "note_told")
    Attendance.objects.filter(pk=attendance.pk, told_sequence__lt=sequence).update(told_sequence=sequence)


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now: one at a time changes it, or says something about it."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def _lock_to_come(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    state = meeting.state(now())
    if state is EventState.CALLED_OFF:
        raise Refusal(Reason(RefusalCode.MEETING_CALLED_OFF))
    if state is not EventState.COMING:
        raise Refusal(Reason(RefusalCode.MEETING_BEGUN))
    return meeting


def acting_for(actor: Actor, whose: int) -> frozenset[int]:
    """On whose behalf the actor looks after a meeting: who called it, or the network."""
    return actor.organisations(Role.NETWORK) or frozenset({whose})


def _checked(told: Invitation) -> str:
    """The title, when all of it can be told."""
    if not times_fit(told.starts_at, told.ends_at):
        raise Refusal(Reason(RefusalCode.MEETING_TIMES_WRONG))
    if told.starts_at <= now():
        raise Refusal(Reason(RefusalCode.MEETING_PAST))
    if not told.place.strip() and not told.link.strip():
        raise Refusal(Reason(RefusalCode.MEETING_NOWHERE))
    if told.link.strip() and not told.link.strip().startswith(WEB):
        raise Refusal(Reason(RefusalCode.ADDRESS_INVALID, {"address": told.link.strip()}))
    if not told.title.strip() or not all(one.text.strip() for one in told.agenda):
        raise Refusal(Reason(RefusalCode.WORDS_MISSING))
    return of_nobody(told.title)


def _set_agenda(meeting: Meeting, agenda: Sequence[Item]) -> None:
    """Put these items in the place of those that were there."""
    for one in agenda:
        if one.practice is not None:
            is_public(one.practice)
        if one.question and not NetworkQuestion.objects.standing().filter(pk=one.question.pk).exists():
            raise Refusal(Reason(RefusalCode.TAKEN_DOWN))
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            number=number,
            text=of_nobody(one.text),
            practice=one.practice,
            question=one.question,
        )
        for number, one in enumerate(agenda, 1)
    )


def is_public(practice: Practice) -> None:
    """Nothing is said here of a practice that its author did not open, or took back.

    Raises:
        Refusal: PRACTICE_NOT_PUBLIC.
    """
    if not Practice.objects.filter(pk=practice.pk, published__isnull=False).exists():
        raise Refusal(Reason(RefusalCode.PRACTICE_NOT_PUBLIC))


def _next(actor: Actor, name: str, meeting: Meeting) -> None:
    """Keep a change, under the next number of its calendar file."""
    meeting.sequence += 1
    meeting.actor, meeting.changed_at = str(actor), meeting.called_off_at or now()
    meeting.save()
    _tell_trail(actor, name, meeting)


def _tell_trail(actor: Actor, name: str, meeting: Meeting) -> None:
    proof = proof_of_meeting(meeting, meeting.agenda.all())
    record(actor, name, f"meeting:{meeting.pk}", authority=proof, at=meeting.changed_at)


def _mail_who_comes(meeting: Meeting) -> None:
    """Who comes is mailed at once: else somebody travels for nothing."""
    for one in meeting.attendances.filter(comes=True).exclude(person=None).order_by("pk"):
        enqueue("send_meeting_changed", attendance_id=one.pk, sequence=meeting.sequence)
