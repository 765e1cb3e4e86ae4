"""``verify`` and meetings: whoever changes what was told, who came or what was learnt, is found."""

from collections.abc import Callable

import pytest
from django.db import models

from tests.meetings import LEARNT, afterwards, called, told
from tests.network import ASKS, Learning, learning_network
from wisselwerk.apps.network.models import AgendaItem, Attendance, Lesson, Meeting
from wisselwerk.apps.network.queries.meeting_proof import differences
from wisselwerk.apps.network.services import (
    Item,
    answer_meeting,
    change_meeting,
    note_attendance,
    note_walk_in,
    open_lesson,
    write_lesson,
)
from wisselwerk.clock import now

pytestmark = pytest.mark.django_db(transaction=True)

Tamper = Callable[..., None]


@pytest.fixture
def played() -> Learning:
    there = learning_network()
    meeting = called(there)
    change_meeting(there.knows, meeting=meeting, seen=0, told=told(agenda=[Item(text="Kennismaking")]))
    place = answer_meeting(there.far, meeting=meeting, comes=True)
    with afterwards():
        note_attendance(there.knows, attendance=place, was_there=True)
        note_walk_in(there.knows, meeting=meeting, email=ASKS)
        lesson = write_lesson(there.far, meeting=meeting, written_for=there.far_for, text=LEARNT)
        open_lesson(there.far, lesson=lesson)
    assert not list(differences())
    return there


CHANGED: list[tuple[type[models.Model], str, Callable[[Learning], object]]] = [
    (Meeting, "title", lambda _: "Iets anders"),
    (Meeting, "place", lambda _: "Elders"),
    (Meeting, "link", lambda _: "https://elders.example/"),
    (Meeting, "starts_at", lambda _: now()),
    (Meeting, "called_for_id", lambda there: there.far_for.pk),
    (Meeting, "sequence", lambda _: 0),
    (Meeting, "called_off_at", lambda _: now()),
    (Meeting, "actor", lambda _: "person:999"),
    (Meeting, "called_at", lambda _: now()),
    (Meeting, "changed_at", lambda _: now()),
    (AgendaItem, "text", lambda _: "Iets anders"),
    (AgendaItem, "number", lambda _: 2),
    (Attendance, "comes", lambda _: False),
    (Attendance, "comes", lambda _: None),
    (Attendance, "was_there", lambda _: False),
    (Attendance, "person_id", lambda there: there.asks.id),
    (Attendance, "salt", lambda _: ""),
    (Attendance, "meeting_ends_at", lambda _: now()),
    (Lesson, "text", lambda _: "Iets anders"),
    (Lesson, "written_for_id", lambda there: there.knows_for.pk),
    (Lesson, "opened_at", lambda _: None),
    (Lesson, "taken_down_at", lambda _: now()),
    (Lesson, "actor", lambda _: "person:999"),
    (Lesson, "at", lambda _: now()),
]


@pytest.mark.parametrize(("model", "column", "other"), CHANGED)
def test_what_was_changed_is_named(
    played: Learning,
    tamper: Tamper,
    model: type[models.Model],
    column: str,
    other: Callable[[Learning], object],
) -> None:
    if column == "person_id":
        Attendance.objects.latest("pk").delete()
    tamper(model._default_manager.earliest("pk"), **{column: other(played)})
    assert list(differences())


@pytest.mark.parametrize("model", [Attendance, Lesson, AgendaItem])
def test_what_is_gone_is_missed(played: Learning, model: type[models.Model]) -> None:
    model._default_manager.earliest("pk").delete()
    assert list(differences())


def test_a_meeting_that_is_gone_is_missed(played: Learning) -> None:
    Attendance.objects.all().delete()
    Lesson.objects.all().delete()
    number = Meeting.objects.get().pk
    Meeting.objects.all().delete()
    assert f"meeting:{number}: the trail tells of it, and it is not here" in list(differences())
