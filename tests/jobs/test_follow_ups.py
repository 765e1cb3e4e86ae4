"""Mails that ask whether two still work together: what stands in them, and when they are not sent any more."""

import re

import pytest
from django.core.mail import EmailMessage

from tests.follow_ups import asked, later, question, say, used_long_ago
from tests.scene import EMAIL, Scene, set_scene
from tests.web.stage import work
from wisselwerk.apps.evaluation.models import FollowUp, Persistence, SchemeFigure
from wisselwerk.apps.evaluation.services import stop_follow_ups
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.follow_up import ANSWERED_WITHIN, Said, Side
from wisselwerk.jobs.follow_ups import ask_follow_ups, count_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def sent(mailoutbox: list[EmailMessage]) -> dict[str, EmailMessage]:
    """The mails that background work sends now, by address."""
    mailoutbox.clear()
    work()
    return {mail.to[0]: mail for mail in mailoutbox if "werk" in mail.subject and "samen" in mail.subject}


def links(mail: EmailMessage) -> list[str]:
    """Where its questions are answered."""
    return re.findall(r"\S+/opvolging/(?!stoppen)[^/\s]+/", str(mail.body))


def test_the_question_names_the_other_why_it_comes_and_how_it_stops(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    asked(scene, 1)
    mails = sent(mailoutbox)
    assert mails.keys() == {"zaak1@voorbeeld.example", EMAIL["provider_staff"]}
    business = mails["zaak1@voorbeeld.example"]
    assert business.subject == "Eén vraag: werkt u nog samen?"
    assert "De Zilverspar" in business.body
    assert "omdat u een cheque aanvroeg" in business.body
    assert "omdat u handelt voor een aanbieder" in mails[EMAIL["provider_staff"]].body
    for mail in mails.values():
        [stop] = re.findall(r"\S+/opvolging/stoppen/\S+", str(mail.body))
        assert mail.extra_headers["List-Unsubscribe"] == f"<{stop}>"
        assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert len(links(mail)) == 1


def test_who_has_several_questions_gets_them_in_one_mail(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    asked(scene, 1, 2, 3)
    mails = sent(mailoutbox)
    assert len(mails) == 4
    assert len(set(links(mails[EMAIL["provider_staff"]]))) == 3


def test_what_was_answered_or_stopped_meanwhile_is_not_mailed(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    [one] = asked(scene, 1)
    say(one, Said.YES)
    stop_follow_ups(ANONYMOUS, person=Person.objects.get(email=EMAIL["provider_staff"]))
    assert sent(mailoutbox) == {}


def test_a_mail_that_comes_after_the_last_day_is_not_sent_and_is_counted(
    scene: Scene, mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    asked(scene, 1)
    with later(ANSWERED_WITHIN.days + 1), caplog.at_level("INFO"):
        assert sent(mailoutbox) == {}
    assert [one.number for one in caplog.records if one.message == "follow_ups_not_mailed"] == [1, 1]  # type: ignore[attr-defined]


def test_on_the_last_day_it_is_still_sent(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    asked(scene, 1)
    with later(ANSWERED_WITHIN.days):
        assert len(sent(mailoutbox)) == 2


def test_whoever_was_erased_meanwhile_is_not_mailed(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    asked(scene, 1)
    erase_person(SYSTEM, email="zaak1@voorbeeld.example")
    assert sent(mailoutbox).keys() == {EMAIL["provider_staff"]}


def test_the_work_of_the_day_asks_and_reminds_once(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    used_long_ago(scene, 1)
    ask_follow_ups()
    ask_follow_ups()
    assert len(sent(mailoutbox)) == 2
    [one] = FollowUp.objects.all()
    say(one, Said.NO, Side.PROVIDER)
    with later(14):
        ask_follow_ups()
        ask_follow_ups()
        mails = sent(mailoutbox)
    assert mails.keys() == {"zaak1@voorbeeld.example"}
    reminder = mails["zaak1@voorbeeld.example"]
    assert reminder.subject == "Nog eens: werkt u nog samen?"
    assert "We vragen het niet nog eens." in reminder.body
    with later(20):
        ask_follow_ups()
        assert sent(mailoutbox) == {}
    assert question(one).reminded_on is not None


def test_the_work_of_the_day_counts_twice_the_same(scene: Scene) -> None:
    for number, one in enumerate(asked(scene, *range(12))):
        say(one, Said.YES if number % 2 else Said.NO)
    count_figures()
    first = list(SchemeFigure.objects.order_by("pk").values()), list(Persistence.objects.values())
    count_figures()
    assert (list(SchemeFigure.objects.order_by("pk").values()), list(Persistence.objects.values())) == first
