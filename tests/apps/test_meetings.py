"""Meetings: called by who takes part, answered with one click, told when they change, and learnt from."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
import vobject
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from tests.apps.test_network import refused
from tests.apps.test_network_routes import published
from tests.meetings import LEARNT, LINK, WHAT, WHERE, afterwards, at, called, told
from tests.network import ASKS, FAR, KNOWS, Learning, again, asked, learning_network
from tests.web.stage import work
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.network.models import Attendance, Lesson, Meeting
from wisselwerk.apps.network.queries.meeting_news import news_of_meetings
from wisselwerk.apps.network.queries.meeting_proof import differences
from wisselwerk.apps.network.queries.meetings import (
    coming_to,
    lessons_about,
    lessons_for,
    looks_after,
    meetings_for,
)
from wisselwerk.apps.network.services import (
    Item,
    answer_meeting,
    call_meeting,
    call_off_meeting,
    change_meeting,
    note_attendance,
    note_walk_in,
    open_lesson,
    take_down,
    take_down_lesson,
    write_lesson,
)
from wisselwerk.apps.parties.handover import hand_over_role
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.apps.practices.services import close_practice
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import ANONYMOUS, Role
from wisselwerk.domain.digest import News
from wisselwerk.domain.network_talk import TalkState
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Learning:
    return learning_network()


def mails() -> list[EmailMultiAlternatives]:
    work()
    return [one for one in mail.outbox if isinstance(one, EmailMultiAlternatives)]


def calendar_in(message: EmailMultiAlternatives) -> Any:
    """The event in the file that goes along, read by another library than the one that wrote it."""
    ((name, content, kind),) = message.attachments
    assert (name.endswith(".ics"), kind) == (True, "text/calendar")
    return vobject.readOne(content if isinstance(content, str) else content.decode()).vevent


def test_participants_see_a_meeting_and_nobody_else(there: Learning) -> None:
    meeting = called(there)
    for actor in (there.asks, there.far, there.of_genk, there.looks_after):
        assert list(meetings_for(actor)) == [meeting]
    assert not meetings_for(ANONYMOUS)
    assert looks_after(there.knows, meeting)
    assert looks_after(there.looks_after, meeting)
    assert not looks_after(there.far, meeting)


def test_who_takes_part_calls_one_for_whom_it_acts(there: Learning) -> None:
    guide = next(iter(there.looks_after.organisations(Role.NETWORK)))
    network = there.genk.__class__.objects.get(pk=guide)
    assert call_meeting(there.looks_after, called_for=network, told=told()).called_for == network
    assert call_meeting(there.of_genk, called_for=there.genk, told=told(place="", link=LINK)).link == LINK
    with refused(RefusalCode.NOT_ALLOWED):
        call_meeting(there.far, called_for=there.knows_for, told=told())
    with refused(RefusalCode.NOT_ALLOWED):
        call_meeting(ANONYMOUS, called_for=there.knows_for, told=told())


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ends_at": -1}, RefusalCode.MEETING_TIMES_WRONG),
        ({"ends_at": 0}, RefusalCode.MEETING_TIMES_WRONG),
        ({"ends_at": 49}, RefusalCode.MEETING_TIMES_WRONG),
        ({"place": " "}, RefusalCode.MEETING_NOWHERE),
        ({"link": "javascript:alert(1)"}, RefusalCode.ADDRESS_INVALID),
        ({"title": " "}, RefusalCode.WORDS_MISSING),
        ({"title": "Met mevrouw Annelies Peeters"}, RefusalCode.PERSON_NAMED),
        ({"agenda": [Item(text="")]}, RefusalCode.WORDS_MISSING),
        ({"agenda": [Item(text="Mevrouw Annelies Peeters vertelt")]}, RefusalCode.PERSON_NAMED),
    ],
)
def test_what_cannot_be_told_is_refused(there: Learning, wrong: dict[str, Any], code: RefusalCode) -> None:
    if "ends_at" in wrong:
        wrong = {"ends_at": at(14) + timedelta(hours=wrong["ends_at"])}
    with refused(code):
        called(there, told(**wrong))
    assert not Meeting.objects.exists()
    assert not Entry.objects.filter(command="call_meeting").exists()


def test_nobody_calls_one_in_the_past(there: Learning) -> None:
    with refused(RefusalCode.MEETING_PAST):
        called(there, told(starts_at=at(10, days=-1), ends_at=at(11, days=-1)))


def test_an_item_is_about_a_published_practice_or_a_question_that_stands(there: Learning) -> None:
    practice, question = published(there), asked(there)
    items = (
        Item(text="De avond", practice=practice),
        Item(text="De vraag", question=question),
        Item(text="Varia"),
    )
    meeting = called(there, told(agenda=items))
    assert [one.text for one in meeting.agenda.order_by("number")] == ["De avond", "De vraag", "Varia"]
    close_practice(there.knows, practice=practice.pk, seen=1, reason="Het klopt niet meer.")
    take_down(there.asks, question=question)
    for item, code in (
        (items[0], RefusalCode.PRACTICE_NOT_PUBLIC),
        (items[1], RefusalCode.TAKEN_DOWN),
    ):
        with refused(code):
            called(there, told(agenda=(item,)))
    assert meeting.agenda.count() == 3
    assert not list(differences())


def test_said_twice_it_is_said_once_and_the_last_word_counts(there: Learning) -> None:
    meeting = called(there)
    for _ in range(2):
        answer_meeting(there.far, meeting=meeting, comes=True)
    assert coming_to(there.far, meeting).own is True
    assert coming_to(there.asks, meeting).own is None
    assert coming_to(there.asks, meeting).organisations == ((there.far_for.name, 1),)
    answer_meeting(there.far, meeting=meeting, comes=False)
    assert coming_to(there.far, meeting).organisations == ()
    assert Attendance.objects.count() == 1
    assert Entry.objects.filter(command="answer_meeting").count() == 2
    with refused(RefusalCode.NOT_ALLOWED):
        answer_meeting(ANONYMOUS, meeting=meeting, comes=True)
    with time_machine.travel(at(15), tick=False), refused(RefusalCode.MEETING_BEGUN):
        answer_meeting(there.asks, meeting=meeting, comes=True)


def test_who_comes_is_mailed_when_it_moves_with_a_file_that_replaces_the_first(there: Learning) -> None:
    meeting = called(there)
    answer_meeting(there.far, meeting=meeting, comes=True)
    answer_meeting(there.asks, meeting=meeting, comes=False)
    moved = told(starts_at=at(15), ends_at=at(17), link=LINK)
    changed = change_meeting(there.looks_after, meeting=meeting, seen=0, told=moved)
    assert changed.sequence == 1
    (message,) = mails()
    assert message.to == [FAR]
    assert message.subject == f"Gewijzigd: “{WHAT}”"
    for said in ("van 15:00 tot 17:00", WHERE, LINK, f"/netwerk/bijeenkomsten/{meeting.pk}/", "Zeg nee op"):
        assert said in message.body
    event = calendar_in(message)
    assert (event.sequence.value, event.status.value) == ("1", "CONFIRMED")
    assert event.dtstart.value == at(15)
    assert event.uid.value.startswith(f"meeting-{meeting.pk}@")
    assert Attendance.objects.get(person__email=FAR).meeting_ends_at == at(17)
    assert not list(differences())


def test_who_takes_part_no_more_is_told_only_that_it_does_not_happen(there: Learning) -> None:
    meeting = called(there)
    answer_meeting(there.far, meeting=meeting, comes=True)
    RoleHolding.objects.filter(person__email=FAR).update(valid_until=today())
    change_meeting(
        there.knows, meeting=meeting, seen=0, told=told(starts_at=at(15), ends_at=at(17), link=LINK)
    )
    assert not mails()
    call_off_meeting(there.knows, meeting=meeting)
    (message,) = mails()
    assert message.to == [FAR]
    assert LINK not in message.body


def test_two_changes_before_a_mail_leaves_are_one_mail(there: Learning) -> None:
    meeting = called(there)
    answer_meeting(there.far, meeting=meeting, comes=True)
    change_meeting(there.knows, meeting=meeting, seen=0, told=told(starts_at=at(15), ends_at=at(17)))
    call_off_meeting(there.knows, meeting=meeting)
    (message,) = mails()
    assert message.subject == f"Afgelast: “{WHAT}”"


def test_another_agenda_alone_is_mailed_to_nobody(there: Learning) -> None:
    meeting = called(there)
    answer_meeting(there.far, meeting=meeting, comes=True)
    change_meeting(there.knows, meeting=meeting, seen=0, told=told(agenda=[Item(text="Kennismaking")]))
    assert not mails()
    assert [one.text for one in meeting.agenda.all()] == ["Kennismaking"]


def test_who_changes_what_somebody_else_changed_is_told(there: Learning) -> None:
    meeting = called(there)
    change_meeting(there.knows, meeting=meeting, seen=0, told=told(title="Eerst"))
    with refused(RefusalCode.MEETING_CHANGED):
        change_meeting(there.looks_after, meeting=meeting, seen=0, told=told(title="Later"))
    with refused(RefusalCode.NOT_ALLOWED):
        change_meeting(there.far, meeting=meeting, seen=1, told=told())
    meeting.refresh_from_db()
    assert meeting.title == "Eerst"


def test_called_off_twice_it_is_called_off_once_and_who_comes_hears_it_at_once(there: Learning) -> None:
    meeting = called(there)
    answer_meeting(there.far, meeting=meeting, comes=True)
    with refused(RefusalCode.NOT_ALLOWED):
        call_off_meeting(there.far, meeting=meeting)
    assert call_off_meeting(there.knows, meeting=meeting)
    assert not call_off_meeting(there.looks_after, meeting=meeting)
    (message,) = mails()
    assert message.to == [FAR]
    assert "hoeft niet te komen" in message.body
    event = calendar_in(message)
    assert (event.sequence.value, event.status.value) == ("1", "CANCELLED")
    for act in (
        lambda: answer_meeting(there.asks, meeting=meeting, comes=True),
        lambda: change_meeting(there.knows, meeting=meeting, seen=1, told=told()),
        lambda: note_walk_in(there.knows, meeting=meeting, email=ASKS),
        lambda: write_lesson(there.knows, meeting=meeting, written_for=there.knows_for, text=LEARNT),
    ):
        with refused(RefusalCode.MEETING_CALLED_OFF):
            act()
    assert not list(differences())


def test_what_has_begun_is_not_called_off(there: Learning) -> None:
    meeting = called(there)
    with afterwards(), refused(RefusalCode.MEETING_BEGUN):
        call_off_meeting(again(KNOWS), meeting=meeting)


def test_who_was_there_is_noted_afterwards_also_who_walked_in(there: Learning) -> None:
    meeting = called(there)
    place = answer_meeting(there.far, meeting=meeting, comes=True)
    with refused(RefusalCode.MEETING_NOT_BEGUN):
        note_attendance(there.knows, attendance=place, was_there=True)
    with afterwards():
        for _ in range(2):
            note_attendance(there.knows, attendance=place, was_there=True)
            walked_in = note_walk_in(there.looks_after, meeting=meeting, email=ASKS.upper())
        assert (walked_in.comes, walked_in.organisation) == (None, there.asks_for)
        assert coming_to(ANONYMOUS, meeting).present == ((there.asks_for.name, 1), (there.far_for.name, 1))
        note_attendance(there.knows, attendance=place, was_there=False)
        assert coming_to(ANONYMOUS, meeting).present == ((there.asks_for.name, 1),)
        with refused(RefusalCode.NOT_A_PARTICIPANT):
            note_walk_in(there.knows, meeting=meeting, email="iemand@elders.example")
        with refused(RefusalCode.NOT_ALLOWED):
            note_walk_in(there.far, meeting=meeting, email=ASKS)
        with refused(RefusalCode.NOT_ALLOWED):
            note_attendance(there.far, attendance=place, was_there=True)
    assert not list(differences())


def test_a_lesson_stays_among_participants_until_its_author_opens_it(there: Learning) -> None:
    practice, meeting = published(there), called(there)
    with refused(RefusalCode.MEETING_NOT_BEGUN):
        write_lesson(there.far, meeting=meeting, written_for=there.far_for, text=LEARNT)
    with afterwards():
        lesson = write_lesson(
            there.far, meeting=meeting, written_for=there.far_for, text=LEARNT, practice=practice
        )
        assert lessons_about(there.asks, practice) == [lesson]
        assert lessons_about(ANONYMOUS, practice) == []
        with refused(RefusalCode.NOT_ALLOWED):
            open_lesson(there.knows, lesson=lesson)
        assert open_lesson(there.far, lesson=lesson)
        assert not open_lesson(there.far, lesson=lesson)
        assert lessons_about(ANONYMOUS, practice) == [lesson]
        assert list(meetings_for(ANONYMOUS)) == [meeting]
        assert not list(differences())
        with refused(RefusalCode.NOT_ALLOWED):
            take_down_lesson(there.knows, lesson=lesson)
        assert take_down_lesson(there.looks_after, lesson=lesson)
        assert not take_down_lesson(there.far, lesson=lesson)
        with refused(RefusalCode.TAKEN_DOWN):
            open_lesson(there.far, lesson=lesson)
        assert not lessons_for(there.far)
        assert not list(differences())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", RefusalCode.WORDS_MISSING),
        ("Vraag het mevrouw Annelies Peeters.", RefusalCode.PERSON_NAMED),
    ],
)
def test_a_lesson_says_something_and_names_nobody(there: Learning, text: str, code: RefusalCode) -> None:
    meeting = called(there)
    with afterwards(), refused(code):
        write_lesson(there.far, meeting=meeting, written_for=there.far_for, text=text)


def test_a_lesson_is_about_a_published_practice(there: Learning) -> None:
    practice, meeting = published(there), called(there)
    close_practice(there.knows, practice=practice.pk, seen=1, reason="Het klopt niet meer.")
    with afterwards(), refused(RefusalCode.PRACTICE_NOT_PUBLIC):
        write_lesson(there.far, meeting=meeting, written_for=there.far_for, text=LEARNT, practice=practice)


def test_who_took_a_role_over_sees_and_looks_after_its_meetings(there: Learning) -> None:
    meeting = called(there)
    hand_over_role(
        there.knows, organisation=there.knows_for, role=Role.COORDINATOR, to="nieuw@genk.example", on=today()
    )
    successor = again("nieuw@genk.example")
    assert list(meetings_for(successor)) == [meeting]
    assert looks_after(successor, meeting)
    assert not looks_after(again(KNOWS), meeting)
    assert change_meeting(successor, meeting=meeting, seen=0, told=told(title="Anders")).title == "Anders"


def test_the_mail_of_the_week_tells_new_meetings_and_lessons(
    there: Learning, django_assert_num_queries: Any
) -> None:
    since = now()
    meeting, gone = called(there), called(there)
    call_off_meeting(there.knows, meeting=gone)
    with django_assert_num_queries(2):
        (line,) = news_of_meetings(since, now())
    assert (line.news, line.key, line.on, line.is_shared) == (
        News.MEETING, str(meeting.pk), at(14).date(), True,
    )  # fmt: skip
    with afterwards():
        since = now() - timedelta(hours=1)
        write_lesson(there.asks, meeting=meeting, written_for=there.asks_for, text=LEARNT)
        lesson = write_lesson(there.far, meeting=meeting, written_for=there.far_for, text=LEARNT)
        (line,) = news_of_meetings(since, now())
        assert (line.news, line.who, line.is_shared) == (News.LESSON, there.asks_for.name, True)
        open_lesson(there.far, lesson=lesson)
        with django_assert_num_queries(2):
            (line,) = news_of_meetings(since, now())
        assert (line.who, line.is_shared) == (there.far_for.name, False)


def test_a_lesson_taken_down_stands_so(there: Learning) -> None:
    assert Lesson(opened_at=now(), taken_down_at=now()).state is TalkState.TAKEN_DOWN
    assert Lesson(opened_at=now()).state is TalkState.OPEN
    assert Lesson().state is TalkState.AMONG_PARTICIPANTS
