"""Mails that ask who does it: one for all that is new, a link of one's own for each, and nothing of what was answered meanwhile."""

import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from tests.initiatives import WIJK_WERKEN, member_of, noted, noticed
from tests.scene import GENK, set_scene
from tests.web.stage import work
from wisselwerk.apps.initiatives.initiative_token import read_token
from wisselwerk.apps.initiatives.models import Initiative, InitiativeStep, Signal
from wisselwerk.apps.initiatives.services import confirm_initiative, initiative_answers
from wisselwerk.apps.parties.models import Person
from wisselwerk.jobs.initiatives import ask_owners, tell_schemes

pytestmark = pytest.mark.django_db

OTHER = "Artikel 60: overeenkomst met De Werkhoek"
LINK = re.compile(r"/initiatieven/antwoord/(\S+)/")


def two_noticed() -> tuple[Initiative, Initiative]:
    return noticed(), noticed(address="https://raad.example/8", title=OTHER, amounts=())


def test_one_mail_asks_about_all_that_is_new(mailoutbox: list[EmailMessage]) -> None:
    genk = member_of(GENK)
    first, second = two_noticed()
    ask_owners()
    ask_owners()
    work()
    (mail,) = mailoutbox
    assert mail.subject == "Klopt dit? 2 initiatieven van Genk"
    assert mail.to == ["bestuur@genk.example"]
    text = str(mail.body)
    assert f"{WIJK_WERKEN.title} (13\N{NO-BREAK SPACE}mei\N{NO-BREAK SPACE}2024)" in text
    assert [read_token(token) for token in LINK.findall(text)] == [(first, genk), (second, genk)]


def test_a_mail_names_so_many_and_tells_how_many_more_there_are(
    mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(initiative_answers, "LINKS_IN_MAIL", 2)
    monkeypatch.setattr(initiative_answers, "ASKED_AT_ONCE", 3)
    member_of(GENK)
    for number in range(7):
        noticed(address=f"https://raad.example/{number}", title=f"{OTHER} {number}", amounts=())
    ask_owners()
    ask_owners()
    work()
    assert Initiative.objects.filter(asked_at=None).count() == 0
    (mail,) = mailoutbox
    assert mail.subject == "Klopt dit? 7 initiatieven van Genk"
    assert len(LINK.findall(str(mail.body))) == 2
    assert "Er zijn er nog 5." in str(mail.body)
    html = str(mail.alternatives[0][0])  # type: ignore[attr-defined]
    assert "Er zijn er nog 5." in html
    assert reverse("initiative:desk") in html


def test_what_was_answered_meanwhile_is_left_out(mailoutbox: list[EmailMessage]) -> None:
    genk = member_of(GENK)
    first, second = two_noticed()
    ask_owners()
    confirm_initiative(genk, initiative=first)
    work()
    assert mailoutbox[0].subject == "Klopt dit? 1 initiatief van Genk"
    assert OTHER in str(mailoutbox[0].body)
    assert WIJK_WERKEN.title not in str(mailoutbox[0].body)
    assert second.asked_at is None


def test_nothing_is_sent_when_all_was_answered_or_who_was_asked_is_gone(
    mailoutbox: list[EmailMessage],
) -> None:
    genk = member_of(GENK)
    first = noticed()
    ask_owners()
    confirm_initiative(genk, initiative=first)
    work()
    noticed(address="https://raad.example/8", title=OTHER)
    ask_owners()
    Person.objects.update(email=None)
    work()
    assert mailoutbox == []


def test_schemes_are_told_at_once_and_every_night_and_only_when_there_is_something_new() -> None:
    set_scene()
    work()
    assert Signal.objects.count() == 1
    tell_schemes()
    assert Signal.objects.count() == 1


def link_of(mailoutbox: list[EmailMessage]) -> str:
    member_of(GENK)
    noticed()
    ask_owners()
    work()
    found = LINK.search(str(mailoutbox[0].body))
    assert found is not None
    return found[0]


def test_opening_the_link_answers_nothing_and_one_click_does(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    link = link_of(mailoutbox)
    page = client.get(link)
    assert page.status_code == 200
    assert "Klopt dit?" in page.content.decode()
    assert Initiative.objects.get().state == "NOTICED"
    done = client.post(link, {"answer": "CONFIRM"})
    assert "bevestigd door wie het doet" in done.content.decode()
    assert Initiative.objects.get().state == "CONFIRMED"
    # Pressed twice, it says the same as the first time.
    assert client.post(link, {"answer": "CONFIRM"}).status_code == 200
    assert InitiativeStep.objects.filter(action="CONFIRM").count() == 1
    assert client.post(link, {"answer": "DENY"}).status_code == 200
    assert InitiativeStep.objects.latest("pk").actor == f"person:{Person.objects.get().pk}"


@pytest.mark.parametrize("answer", ["", "MERGE", "x"])
def test_what_is_no_answer_changes_nothing(
    client: Client, mailoutbox: list[EmailMessage], answer: str
) -> None:
    assert client.post(link_of(mailoutbox), {"answer": answer}).status_code == 422
    assert Initiative.objects.get().state == "NOTICED"


def test_a_link_that_does_not_work_says_what_to_do(client: Client) -> None:
    page = client.get("/initiatieven/antwoord/abc/")
    assert page.status_code == 422
    assert "Meld u aan om te antwoorden" in page.content.decode()


def test_who_lost_the_role_answers_no_more(client: Client, mailoutbox: list[EmailMessage]) -> None:
    link = link_of(mailoutbox)
    Person.objects.get().roles.all().delete()
    assert client.post(link, {"answer": "CONFIRM"}).status_code == 422
    assert Initiative.objects.get().state == "NOTICED"
    assert noted(title="Wijk-werken, nog eens.") is not None
