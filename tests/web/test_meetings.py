"""The pages of meetings, as who calls one, who comes and everybody see them."""

from typing import Any

import pytest
import vobject
from django.test import Client

from tests.apps.test_network_routes import published
from tests.meetings import LEARNT, LINK, WHAT, WHERE, afterwards, at, called, told
from tests.network import ASKS, FAR, KNOWS, LOOKS_AFTER, Learning, asked, learning_network
from tests.web.stage import text
from tests.web.test_network import send, signed_in
from wisselwerk.apps.network.models import Attendance, Lesson, Meeting
from wisselwerk.apps.network.services import (
    Item,
    answer_meeting,
    change_meeting,
    open_lesson,
    take_down,
    write_lesson,
)
from wisselwerk.apps.practices.services import close_practice

pytestmark = pytest.mark.django_db

ALL, CALL = "/netwerk/bijeenkomsten/", "/netwerk/bijeenkomsten/nieuw/"


@pytest.fixture
def there() -> Learning:
    return learning_network()


def typed(**other: str) -> dict[str, str]:
    day = at(14).date().isoformat()
    return {"title": WHAT, "on": day, "starts": "14:00", "ends": "16:00", "place": WHERE, **other}


def test_a_meeting_is_called_answered_and_put_in_a_calendar(there: Learning) -> None:
    practice, question = published(there), asked(there)
    knows, far = signed_in(KNOWS), signed_in(FAR)
    address = send(
        knows,
        CALL,
        **typed(
            item_1="De avond",
            about_1=f"https://cheques.example.be/praktijken/{practice.slug}/",
            about_3=f"/netwerk/vragen/{question.pk}/",
            item_4="Varia",
        ),
    )["Location"]
    assert WHAT in text(far.get(ALL))
    shown = text(far.get(address))
    for said in ("van 14:00 tot 16:00", WHERE, "De avond", question.title, "Varia", "Komt u?", "nog niemand"):
        assert said in shown
    assert practice.slug in far.get(address).content.decode()
    assert "Wie komt" not in shown
    for _ in range(2):
        assert far.post(f"{address}antwoord/", {"comes": "yes"})["Location"] == address
    assert "U komt" in text(far.get(address))
    assert "u komt" in text(far.get(ALL))
    assert Attendance.objects.get().comes is True
    file = far.get(f"{address}agenda.ics")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    event = vobject.readOne(file.content.decode()).vevent
    assert (event.summary.value, event.location.value, event.dtstart.value) == (WHAT, WHERE, at(14))
    assert event.description.value.startswith("1. De avond")
    assert event.sequence.value == "0"
    assert far.post(f"{address}antwoord/", {"comes": "no"})["Location"] == address
    assert "U komt niet" in text(far.get(address))
    assert far.post(f"{address}antwoord/", {"comes": "perhaps"}).status_code == 404


def test_sent_twice_it_is_called_once(there: Learning) -> None:
    client = signed_in(KNOWS)
    form = client.get(CALL).context["form"]
    data = {**typed(), "once": form["once"].value()}
    assert client.post(CALL, data)["Location"] == client.post(CALL, data)["Location"]
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "13:00"}, "Een bijeenkomst eindigt nadat ze begint"),
        ({"on": "2020-01-01"}, "Dat moment is voorbij"),
        ({"place": ""}, "Vul in waar het is"),
        ({"title": "Met mevrouw Annelies Peeters"}, "Wij haalden weg"),
        ({"item_1": "Mevrouw Annelies Peeters vertelt"}, "Wij haalden weg"),
        ({"about_1": "/netwerk/rollen/"}, "vinden wij geen praktijk en geen vraag"),
        ({"about_1": "onzin"}, "vinden wij geen praktijk en geen vraag"),
        ({"about_1": "http://[onzin"}, "vinden wij geen praktijk en geen vraag"),
        ({"about_1": "/praktijken/bestaat-niet/"}, "vinden wij geen praktijk en geen vraag"),
        ({"link": "javascript:alert(1)"}, "Dit is geen adres van een pagina"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    there: Learning, wrong: dict[str, str], said: str
) -> None:
    shown = send(signed_in(KNOWS), CALL, **typed(**{"item_5": "Varia", **wrong}))
    assert shown.status_code == 422
    assert said in text(shown)
    assert "Varia" in shown.content.decode()
    assert not Meeting.objects.exists()


def test_an_item_about_a_practice_that_is_not_public_is_refused(there: Learning) -> None:
    practice = published(there)
    close_practice(there.knows, practice=practice.pk, seen=1, reason="Het klopt niet meer.")
    shown = send(signed_in(KNOWS), CALL, **typed(about_1=f"/praktijken/{practice.slug}/"))
    assert shown.status_code == 422
    assert "Deze praktijk is niet gepubliceerd" in text(shown)


def test_what_an_item_is_about_may_go_and_the_page_stays(there: Learning) -> None:
    practice, question = published(there), asked(there)
    meeting = called(
        there,
        told(agenda=[Item(text="De avond", practice=practice), Item(text="Die vraag", question=question)]),
    )
    close_practice(there.knows, practice=practice.pk, seen=1, reason="Het klopt niet meer.")
    take_down(there.asks, question=question)
    shown = signed_in(FAR).get(f"{ALL}{meeting.pk}/")
    assert "De avond" in text(shown)
    assert practice.slug not in shown.content.decode()
    assert f"/netwerk/vragen/{question.pk}/" not in shown.content.decode()
    change = f"{ALL}{meeting.pk}/wijzigen/"
    assert send(signed_in(KNOWS), change, **typed(item_1="De avond", seen="0"))["Location"].endswith(
        f"/{meeting.pk}/"
    )


def test_who_called_it_changes_it_and_calls_it_off(there: Learning) -> None:
    meeting = called(there, told(agenda=[Item(text="Kennismaking")]))
    page, client = f"{ALL}{meeting.pk}/", signed_in(KNOWS)
    shown = client.get(f"{page}wijzigen/").content.decode()
    for said in (WHAT, WHERE, "Kennismaking", 'value="14:00"', at(14).date().isoformat()):
        assert said in shown
    data = typed(starts="15:00", link=LINK, item_1="Kennismaking", seen="0")
    assert send(client, f"{page}wijzigen/", **data)["Location"] == page
    assert "van 15:00 tot 16:00" in text(client.get(page))
    late = send(signed_in(LOOKS_AFTER), f"{page}wijzigen/", **{**data, "place": "Elders"})
    assert late.status_code == 422
    assert "Iemand anders wijzigde deze bijeenkomst" in text(late)
    assert "Niemand zei ja" in text(client.get(f"{page}afgelasten/"))
    answer_meeting(there.far, meeting=meeting, comes=True)
    assert "De 1 persoon die ja zei" in text(client.get(f"{page}afgelasten/"))
    for _ in range(2):
        assert client.post(f"{page}afgelasten/", {})["Location"] == page
    shown = text(client.get(page))
    assert "gaat niet door" in shown
    assert "Haal ze uit mijn agenda" in shown
    assert client.get(f"{page}wijzigen/")["Location"] == page
    refused = signed_in(FAR).post(f"{page}antwoord/", {"comes": "yes"})
    assert refused.status_code == 422
    assert "Deze bijeenkomst gaat niet meer door" in text(refused)


def test_nobody_looks_after_what_others_called(there: Learning) -> None:
    page = f"{ALL}{called(there).pk}/"
    for part in ("wijzigen/", "afgelasten/", "aanwezig/"):
        assert signed_in(FAR).get(page + part).status_code == 404
        assert signed_in(LOOKS_AFTER).get(page + part).status_code == 200
    assert Client().get(page).status_code == 404
    assert Client().get(f"{page}agenda.ics").status_code == 302


def test_who_was_there_is_ticked_and_who_walked_in_is_added(there: Learning) -> None:
    meeting = called(there)
    place = answer_meeting(there.far, meeting=meeting, comes=True)
    page = f"{ALL}{meeting.pk}/aanwezig/"
    shown = text(signed_in(KNOWS).get(page))
    assert f"{there.far_for.name}, {FAR}: zei ja" in shown
    assert "Vanaf de dag van de bijeenkomst" in shown
    assert FAR not in text(signed_in(ASKS).get(f"{ALL}{meeting.pk}/"))
    with afterwards():
        client = signed_in(KNOWS)
        assert client.post(page, {"ticks": "1", "there": place.pk})["Location"] == page
        assert client.post(page, {"email": "iemand@elders.example"}).status_code == 422
        assert client.post(page, {"email": "geen adres"}).status_code == 422
        for _ in range(2):
            assert client.post(page, {"email": ASKS})["Location"] == page
        assert "kwam zonder het te zeggen" in text(client.get(page))
        assert f"Was er {there.asks_for.name}, {there.far_for.name}" in text(
            client.get(f"{ALL}{meeting.pk}/")
        )
        assert client.post(page, {"ticks": "1", "shown": place.pk})["Location"] == page
    assert list(Attendance.objects.order_by("pk").values_list("was_there", flat=True)) == [False, True]


def test_a_lesson_is_written_shown_on_the_card_and_opened(there: Learning) -> None:
    practice, meeting = published(there), called(there)
    page, card = f"{ALL}{meeting.pk}/", f"/praktijken/{practice.slug}/"
    with afterwards():
        far = signed_in(FAR)
        assert "Nog niemand schreef een les op" in text(far.get(page))
        assert send(far, page, text=LEARNT, about=card)["Location"] == page
        lesson = Lesson.objects.get()
        assert LEARNT in text(signed_in(ASKS).get(card))
        assert LEARNT not in text(Client().get(card))
        assert Client().get(page).status_code == 404
        assert WHAT not in text(Client().get(ALL))
        act = f"{page}lessen/"
        assert signed_in(ASKS).post(act, {"act": "open", "lesson": lesson.pk}).status_code == 404
        assert far.post(act, {"act": "open", "lesson": 999}).status_code == 404
        for _ in range(2):
            assert far.post(act, {"act": "open", "lesson": lesson.pk})["Location"] == page
        for address in (page, card):
            assert LEARNT in text(Client().get(address))
        assert WHAT in text(Client().get(ALL))
        assert WHERE not in text(Client().get(page))
        guide = signed_in(LOOKS_AFTER)
        assert guide.post(act, {"act": "take_down", "lesson": lesson.pk})["Location"] == page
        assert LEARNT not in text(far.get(card))
        assert Client().get(page).status_code == 404


def test_a_lesson_is_not_about_a_question(there: Learning) -> None:
    question, meeting = asked(there), called(there)
    with afterwards():
        shown = send(
            signed_in(FAR), f"{ALL}{meeting.pk}/", text=LEARNT, about=f"/netwerk/vragen/{question.pk}/"
        )
    assert shown.status_code == 422
    assert "Dit is het adres van een vraag" in text(shown)


def test_who_looks_after_the_network_asks_answers_and_calls(there: Learning) -> None:
    client = signed_in(LOOKS_AFTER)
    address = send(client, "/netwerk/vragen/nieuw/", topic="START", title="Wie begint?", text="Wij helpen.")
    assert "Lerend netwerk vroeg dit" in text(client.get(address["Location"]))
    page = f"/netwerk/vragen/{asked(there).pk}/"
    assert send(client, page, text="Kijk bij de praktijken.")["Location"] == page
    assert "Antwoord van Lerend netwerk" in text(client.get(page))


def test_how_often_pages_ask_the_database_does_not_grow(
    there: Learning, django_assert_num_queries: Any
) -> None:
    practice = published(there)
    meeting = called(there, told(agenda=[Item(text="De avond", practice=practice)]))
    coming = called(there, told(starts_at=at(14, days=50), ends_at=at(15, days=50)))
    with afterwards():
        for more in (False, True):
            if more:
                for number in range(5):
                    one = called(
                        there, told(starts_at=at(14, days=40 + number), ends_at=at(16, days=40 + number))
                    )
                    answer_meeting(there.far, meeting=one, comes=True)
                    lesson = write_lesson(
                        there.far, meeting=meeting, written_for=there.far_for, text=LEARNT, practice=practice
                    )
                    open_lesson(there.far, lesson=lesson)
                question = asked(there)
                items = [Item(text="Een", question=question), *(Item(text="Twee") for _ in range(5))]
                change_meeting(
                    there.knows,
                    meeting=coming,
                    seen=0,
                    told=told(starts_at=at(14, days=50), ends_at=at(15, days=50), agenda=items),
                )
            for address, number in {ALL: 10, f"{ALL}{meeting.pk}/": 9, CALL: 5}.items():
                client = signed_in(KNOWS)
                with django_assert_num_queries(number, info=address):
                    client.get(address)
