"""The pages of the learning network, as a participant, who looks after it and everybody see them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.test_network_routes import published
from tests.network import ASKS, KNOWS, LOOKS_AFTER, OF_GENK, TEXT, TITLE, Learning, asked, learning_network
from tests.web.stage import text
from wisselwerk.apps.network.models import NetworkAnswer, NetworkQuestion, StoppedLetters
from wisselwerk.apps.network.queries.holders import GOVERNMENTS
from wisselwerk.apps.network.services import answer_network, ask_network, open_to_everybody
from wisselwerk.apps.network.services.letters import STOPPING
from wisselwerk.apps.parties.models import Organisation, Person, RoleHolding
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.practices.services import close_practice
from wisselwerk.clock import today
from wisselwerk.domain.network import Topic

pytestmark = pytest.mark.django_db

HOME, ASK, LETTERS = "/netwerk/", "/netwerk/vragen/nieuw/", "/netwerk/vragen-per-mail/"
ANSWER = "Reken een factuur voor, samen met de aanbieder."


@pytest.fixture
def there() -> Learning:
    return learning_network()


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(
        Person.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def send(client: Client, address: str, **typed: str) -> HttpResponse:
    """Send a form, with the token of its page."""
    shown = client.get(address).content.decode()
    token = re.search(r'name="once" value="([^"]+)"', shown)
    assert token is not None
    data: Any = {**typed, "once": token[1]}
    return client.post(address, data)  # type: ignore[return-value]  # what it is at run time


def test_a_question_is_asked_answered_and_opened_on_its_page(there: Learning) -> None:
    asks, knows = signed_in(ASKS), signed_in(KNOWS)
    address = send(asks, ASK, topic="OWN_CONTRIBUTION", title=TITLE, text=TEXT)["Location"]
    said = text(asks.get(address))
    assert (
        "Interlokale vereniging genk: deed dit al in een eigen regeling en werkt in hetzelfde arrondissement"
        in said
    )
    assert "onder deelnemers" in said
    assert TITLE not in text(Client().get(HOME))
    assert Client().get(address).status_code == 404
    assert TITLE in text(knows.get("/mijn/"))
    assert f"Aan u gevraagd {TITLE}" in text(knows.get(HOME))
    assert send(knows, address, text=ANSWER)["Location"] == address
    assert "Verstuur dit antwoord" in text(knows.get(address))
    assert send(asks, address, text="En bij een deelfactuur?")["Location"] == address
    assert "vult de vraag aan" in text(asks.get(address))
    assert "Antwoord van Interlokale vereniging genk" in text(asks.get(address))
    assert TITLE not in text(knows.get("/mijn/"))
    act = f"{address}zichtbaar/"
    assert asks.post(act, {"act": "open"})["Location"] == address
    assert TITLE in text(Client().get(HOME))
    assert "Nog 2 antwoorden blijven onder deelnemers" in text(Client().get(address))
    answer = NetworkAnswer.objects.get(text=ANSWER)
    assert knows.post(act, {"act": "open", "answer": answer.pk}).status_code == 302
    assert ANSWER in text(Client().get(address))


def test_an_answer_is_new_on_the_page_of_who_asked_until_it_is_opened(there: Learning) -> None:
    asks, question = signed_in(ASKS), asked(there)
    assert "Nieuwe antwoorden op uw vragen" not in text(asks.get("/mijn/"))
    answers = [
        answer_network(there.far, question=question, given_for=there.far_for, text=one)
        for one in (ANSWER, "En begin op tijd.")
    ]
    page = asks.get("/mijn/")
    assert "2 nieuwe antwoorden, het laatste van Interlokale vereniging Schelde op" in text(page)
    assert "Dit wacht op u." in text(page)
    address = f"/netwerk/vragen/{question.pk}/"
    assert f"{address}#antwoord-{answers[0].pk}" in page.content.decode()
    assert "2 antwoorden 2 nieuwe" in text(asks.get(HOME))
    for other in (KNOWS, OF_GENK, LOOKS_AFTER):
        assert "nieuwe" not in text(signed_in(other).get(HOME))
        assert "Nieuw" not in text(signed_in(other).get(address))
        assert "Nieuwe antwoorden op uw vragen" not in text(signed_in(other).get("/mijn/"))
    assert text(asks.get(address)).count("Onder deelnemers Nieuw ") == 2
    assert "Onder deelnemers Nieuw" not in text(asks.get(address))
    assert "Nieuwe antwoorden op uw vragen" not in text(asks.get("/mijn/"))
    assert "2 nieuwe" not in text(asks.get(HOME))


def test_a_question_stays_when_its_practice_is_taken_back_and_leads_nobody_there(there: Learning) -> None:
    practice = published(there)
    question = ask_network(
        there.asks, asked_for=there.asks_for, topic=Topic.OTHER, title=TITLE, text=TEXT, practice=practice
    )
    open_to_everybody(there.asks, question=question)
    address = f"/netwerk/vragen/{question.pk}/"
    assert practice.slug in Client().get(address).content.decode()
    close_practice(there.knows, practice=practice.pk, seen=1, reason="Het klopt niet meer.")
    told = Client().get(address)
    assert TITLE in text(told)
    assert practice.slug not in told.content.decode()


def test_nobody_opens_or_takes_down_what_others_said(there: Learning) -> None:
    question = asked(there)
    act = f"/netwerk/vragen/{question.pk}/zichtbaar/"
    for who in (KNOWS, OF_GENK):
        for button in ("open", "take_down", ""):
            assert signed_in(who).post(act, {"act": button}).status_code == 404
    assert signed_in(LOOKS_AFTER).post(act, {"act": "open"}).status_code == 404
    assert signed_in(ASKS).post(act, {"act": "open", "answer": "999"}).status_code == 404
    assert not question.steps.exists()
    assert signed_in(LOOKS_AFTER).post(act, {"act": "take_down"})["Location"] == HOME
    assert signed_in(ASKS).get(f"/netwerk/vragen/{question.pk}/").status_code == 404


def test_a_person_who_is_named_is_told_at_the_door(there: Learning) -> None:
    shown = send(signed_in(ASKS), ASK, topic="START", title=TITLE, text="Vraag het mevrouw Annelies Peeters.")
    assert shown.status_code == 422
    assert "noem niemand. Wij haalden weg" in text(shown)
    assert not NetworkQuestion.objects.exists()


def test_questions_are_shown_by_topic(there: Learning) -> None:
    asked(there)
    client = signed_in(KNOWS)
    assert TITLE in text(client.get(HOME, {"onderwerp": "OWN_CONTRIBUTION"}))
    shown = text(client.get(HOME, {"onderwerp": "DRAW"}))
    assert "Nog geen vragen" in shown
    assert TITLE in text(client.get(HOME, {"onderwerp": "onzin"}))


def test_who_looks_after_the_network_sees_who_holds_the_role_where(there: Learning) -> None:
    RoleHolding.objects.filter(person__email=ASKS).update(valid_until=today())
    asked(there, Topic.OWN_CONTRIBUTION)
    said = text(signed_in(LOOKS_AFTER).get("/netwerk/rollen/"))
    number = Organisation.objects.filter(kind__in=GOVERNMENTS).count()
    assert f"{number} lokale besturen en samenwerkingen. In {number - 3} heeft nu niemand een rol." in said
    assert "Leuven" in said.partition("niemand sinds")[2]
    assert KNOWS in said
    assert "Regisseur, sinds 1 januari 2025" in said
    assert "niemand sinds" in said
    assert signed_in(KNOWS).get("/netwerk/rollen/").status_code == 403


def test_a_role_is_handed_over_by_who_holds_it(there: Learning) -> None:
    asked(there)
    client, address = signed_in(KNOWS), "/netwerk/overdracht/"
    assert TITLE in text(client.get(address)).partition("Wat wie overneemt zal vinden")[2]
    held = f"COORDINATOR-{there.knows_for.pk}"
    typed = {"held": held, "email": "nieuw@genk.example", "on": today().isoformat()}
    assert send(client, address, **{**typed, "on": "2026-01-01"}).status_code == 422
    assert send(client, address, **{**typed, "email": KNOWS}).status_code == 422
    assert send(client, address, **typed)["Location"] == "/mijn/"
    assert client.get(ASK).status_code == 403
    assert TITLE in text(signed_in("nieuw@genk.example").get("/mijn/"))


def test_letters_stop_with_one_click_and_come_again(there: Learning) -> None:
    knows = Person.objects.get(email=KNOWS)
    address = f"{LETTERS}stoppen/{STOPPING.token(knows.pk)}/"
    assert "Vragen per mail stoppen?" in text(Client().get(address))
    assert not StoppedLetters.objects.exists()
    assert "staan uit" in text(Client().post(address, {"List-Unsubscribe": "One-Click"}))
    forged = Client().get(f"{LETTERS}stoppen/onzin/")
    assert forged.status_code == 404
    assert "of kopieer hem helemaal" in text(forged)
    assert LETTERS in forged.content.decode()
    client = signed_in(KNOWS)
    assert "U krijgt er geen" in text(client.get(LETTERS))
    client.post(LETTERS, {"letters": "take"})
    assert not StoppedLetters.objects.exists()
    client.post(LETTERS, {"letters": "stop"})
    assert StoppedLetters.objects.exists()


def test_who_takes_no_part_in_the_network_is_asked_nothing_of_it(there: Learning) -> None:
    answer_network(there.far, question=asked(there), given_for=there.far_for, text="Nee.")
    client = Client()
    client.force_login(
        person("zaak@winkel.example"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for one, asks in ((client, False), (signed_in(ASKS), True)):
        with CaptureQueriesContext(connection) as queries:
            assert one.get("/mijn/").status_code == 200
        assert any("network_answerread" in query["sql"] for query in queries) == asks


def test_how_often_pages_ask_the_database_does_not_grow(
    there: Learning, django_assert_num_queries: Any
) -> None:
    counts = {HOME: 10, ASK: 5, "/netwerk/rollen/": 8}
    question = asked(there)
    page = f"/netwerk/vragen/{question.pk}/"
    counts[page] = 9
    for more in (False, True):
        if more:
            for _ in range(5):
                one = asked(there, Topic.DRAW)
                answer_network(there.far, question=one, given_for=there.far_for, text="Nee.")
                answer_network(there.far, question=question, given_for=there.far_for, text="Ja.")
        for address, number in counts.items():
            client = signed_in(LOOKS_AFTER if "rollen" in address else KNOWS)
            with django_assert_num_queries(number, info=address):
                client.get(address)
