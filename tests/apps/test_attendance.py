"""Who comes to a meeting: handed over to who asks, forgotten at its term, and never told by the trail."""

import pytest
import time_machine

from tests.apps.test_meetings import mails
from tests.meetings import LEARNT, WHAT, afterwards, at, called
from tests.network import ASKS, FAR, KNOWS, OF_GENK, Learning, again, asked, learning_network
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.network.models import Attendance
from wisselwerk.apps.network.queries.meeting_proof import differences
from wisselwerk.apps.network.queries.meetings import (
    coming_to,
)
from wisselwerk.apps.network.services import (
    answer_meeting,
    call_off_meeting,
    note_attendance,
    note_walk_in,
    write_lesson,
)
from wisselwerk.apps.privacy.network_entries import ATTENDANCE_KEPT_FOR
from wisselwerk.apps.privacy.services import erase_expired, erase_person, export_person
from wisselwerk.clock import now
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.lottery import SALT_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Learning:
    return learning_network()


def test_somebody_is_handed_over_what_was_said_and_where(there: Learning) -> None:
    meeting = called(there)
    answer_meeting(there.far, meeting=meeting, comes=True)
    asked(there)
    with afterwards():
        write_lesson(there.far, meeting=meeting, written_for=there.far_for, text=LEARNT)
    found = export_person(FAR)
    assert [one["comes"] for one in found["meetings_attended"]] == [True]
    assert [one["text"] for one in found["lessons"]] == [LEARNT]
    assert [one["title"] for one in export_person(KNOWS)["meetings"]] == [WHAT]
    assert len(export_person(ASKS)["network_questions"]) == 1
    assert export_person(OF_GENK)["network_answers"] == []


def test_who_it_was_is_forgotten_and_for_whom_stays(there: Learning) -> None:
    meeting = called(there)
    answer_meeting(there.far, meeting=meeting, comes=True)
    answer_meeting(there.asks, meeting=meeting, comes=True)
    erase_person(SYSTEM, email=FAR)
    assert Attendance.objects.get(person=None).salt == ""
    assert len(Attendance.objects.exclude(person=None).get().salt) == 2 * SALT_BYTES
    assert not list(differences())
    assert sum(number for _, number in coming_to(ANONYMOUS, meeting).organisations) == 2
    assert Attendance.objects.filter(person=None).count() == 1
    call_off_meeting(there.knows, meeting=meeting)
    assert [one.to for one in mails()] == [[ASKS]]
    with time_machine.travel(at(17) + ATTENDANCE_KEPT_FOR, tick=False):
        erase_expired(SYSTEM, at=now())
    assert not Attendance.objects.exclude(person=None).exists()
    assert sum(number for _, number in coming_to(ANONYMOUS, meeting).organisations) == 2
    assert not list(differences())


def test_the_trail_does_not_tell_who_was_at_a_meeting(there: Learning) -> None:
    meeting = called(there)
    place = answer_meeting(there.far, meeting=meeting, comes=True)
    with afterwards():
        note_attendance(again(KNOWS), attendance=place, was_there=True)
        note_walk_in(again(KNOWS), meeting=meeting, email=ASKS)
    told = Entry.objects.filter(subject__startswith="attendance:")
    assert told.count() == 3
    for one in (there.far, there.asks):
        assert not told.filter(actor=str(one)).exists()
    salt = Attendance.objects.get(pk=place.pk).salt
    assert len(salt) == 2 * SALT_BYTES
    assert not told.filter(authority__contains=salt).exists()
    with time_machine.travel(at(17) + ATTENDANCE_KEPT_FOR, tick=False):
        erase_expired(SYSTEM, at=now())
    assert not Attendance.objects.exclude(person=None, salt="").exists()
    assert not list(differences())
