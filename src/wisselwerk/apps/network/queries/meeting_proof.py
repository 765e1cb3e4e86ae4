"""Where meetings, who came and what was learnt are not what the trail tells. See ``wisselwerk verify``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from wisselwerk.apps.audit.queries import CHUNK, Told, all_told, last_told
from wisselwerk.apps.network.models import AgendaItem, Attendance, Lesson, Meeting
from wisselwerk.apps.network.queries.talk_proof import held_to, sealed

OF_MEETINGS = ("call_meeting", "change_meeting", "call_off_meeting")


def proof_of_meeting(meeting: Meeting, agenda: Iterable[AgendaItem]) -> str:
    """What the trail holds of a meeting and its agenda."""
    items = sorted(agenda, key=lambda one: one.number)
    return sealed(
        meeting.called_for_id,
        meeting.title,
        meeting.starts_at.timestamp(),
        meeting.ends_at.timestamp(),
        meeting.place,
        meeting.link,
        meeting.sequence,
        meeting.called_off_at is not None,
        *(f"{one.number} {one.practice_id} {one.question_id} {one.text}" for one in items),
    )


def proof_of_lesson(lesson: Lesson) -> str:
    """What the trail holds of a lesson."""
    return sealed(lesson.meeting_id, lesson.written_for_id, lesson.practice_id, lesson.text)


def proof_of_answer(one: Attendance) -> str:
    """What the trail holds of what somebody said beforehand, and of whom: that nobody can tell without the salt."""
    return f"{spoken_answer(one.comes)} {sealed(one.meeting_id, one.person_id, one.salt)}"


def spoken_answer(comes: bool | None) -> str:
    """What the trail holds of whether somebody said yes; nothing of who said nothing."""
    return {True: "yes", False: "no", None: ""}[comes]


def spoken_presence(was_there: bool) -> str:
    """What the trail holds of whether somebody was there."""
    return "there" if was_there else "absent"


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from _of_meetings()
    yield from _of_attendance()
    yield from _of_lessons()


def _of_meetings() -> Iterator[str]:
    told: defaultdict[str, list[Told]] = defaultdict(list)
    for one in sorted(all_told(OF_MEETINGS), key=lambda each: each.at):
        told[one.subject].append(one)
    found = Meeting.objects.order_by("pk").prefetch_related("agenda")
    for meeting in found.iterator(CHUNK):
        subject = f"meeting:{meeting.pk}"
        steps = told.pop(subject, [])
        if _is_told(meeting, steps):
            continue
        yield f"{subject}: is not what the trail tells"
    for subject in sorted(told):
        yield f"{subject}: the trail tells of it, and it is not here"


def _is_told(meeting: Meeting, steps: list[Told]) -> bool:
    """Whether its steps lead to it as it stands: one that called it, and one for each change since."""
    if len(steps) != meeting.sequence + 1 or steps[0].at != meeting.called_at:
        return False
    last = OF_MEETINGS[2] if meeting.called_off_at else OF_MEETINGS[bool(meeting.sequence)]
    proof = proof_of_meeting(meeting, meeting.agenda.all())
    stands = Told(f"meeting:{meeting.pk}", last, meeting.actor, meeting.changed_at, proof)
    return steps[-1] == stands and meeting.called_off_at in {None, meeting.changed_at}


def _of_attendance() -> Iterator[str]:
    answers, presences = last_told(["answer_meeting"]), last_told(["note_attendance"])
    missed = {*answers, *presences}
    for one in Attendance.objects.select_related("meeting").order_by("pk").iterator(CHUNK):
        subject = f"attendance:{one.pk}"
        missed.discard(subject)
        answer, presence = answers.get(subject), presences.get(subject)
        said, _, whose = (answer.authority if answer else "").partition(" ")
        is_told = said == spoken_answer(one.comes)
        is_noted = (presence.authority if presence else spoken_presence(False)) == spoken_presence(
            one.was_there
        )
        if not (is_told and is_noted) or one.meeting_ends_at != one.meeting.ends_at:
            yield f"{subject}: is not what the trail tells"
        if one.person_id is not None and whose and proof_of_answer(one) != f"{said} {whose}":
            yield f"{subject}: is of somebody else than who said it"
    for subject in sorted(missed):
        yield f"{subject}: the trail tells of it, and it is not here"


def _of_lessons() -> Iterator[str]:
    lessons = list(Lesson.objects.order_by("pk"))
    kept = {
        Told(f"lesson:{one.pk}", "write_lesson", one.actor, one.at, proof_of_lesson(one)) for one in lessons
    }
    yield from held_to(kept, all_told(["write_lesson"]))
    for name, column in (("open_lesson", "opened_at"), ("take_down_lesson", "taken_down_at")):
        told = {one.subject: one.at for one in all_told([name])}
        for one in lessons:
            if told.get(f"lesson:{one.pk}") != getattr(one, column):
                yield f"lesson:{one.pk}: {name} is not what the trail tells"
