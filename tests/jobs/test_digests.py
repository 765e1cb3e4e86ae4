"""The mail of the week: only for who asked, once a week, never twice, with what is new and nothing else, stopped by one click."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.initiatives import in_order, member_of, noticed
from tests.jobs.test_mail import answering, as_html, plain
from tests.scene import GENK, put_in_outbox
from tests.web.stage import work
from wisselwerk.apps.initiatives.models import DigestMail, DigestSubscription, MailState
from wisselwerk.apps.initiatives.services import confirm_initiative, deny_initiative
from wisselwerk.apps.initiatives.services import digest as service
from wisselwerk.apps.initiatives.services.digest import (
    SENDING_TAKES,
    claim_digest,
    follow_digest,
    plan_digests,
    stop_digest,
)
from wisselwerk.apps.outbox.mail import MailDelayed
from wisselwerk.apps.outbox.services import enqueue, handler
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.privacy.initiative_entries import DIGEST_KEPT_FOR
from wisselwerk.apps.privacy.services import erase_expired, erase_person, export_person
from wisselwerk.clock import BRUSSELS, now
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role
from wisselwerk.domain.refusal import Refusal
from wisselwerk.jobs import digests

pytestmark = pytest.mark.django_db
__all__ = ["in_order"]

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)
HASSELT = "71022"
GENK_MAIL, HASSELT_MAIL = "bestuur@genk.example", "bestuur@hasselt.example"


@contextmanager
def standing(day: date, hour: int = 4) -> Iterator[None]:
    with time_machine.travel(datetime.combine(day, time(hour), BRUSSELS), tick=False):
        yield


def asked() -> Actor:
    """Somebody of Genk who asked for it on the Wednesday before."""
    with standing(MONDAY - timedelta(days=5)):
        genk = member_of(GENK)
        follow_digest(genk)
    return genk


def something_new(title: str = "Wijk-werken: overeenkomst", number: int = 1) -> None:
    with standing(MONDAY - timedelta(days=3)):
        noticed(
            address=f"https://raad.example/{number}",
            title=title,
            amounts=(),
            decided_on=MONDAY - timedelta(days=40),
            published_on=MONDAY - timedelta(days=30),
        )


def night(day: date = MONDAY) -> None:
    with standing(day):
        plan_digests(SYSTEM, on=day)
        work()


def test_nobody_is_mailed_who_did_not_ask(mailoutbox: list[EmailMessage]) -> None:
    member_of(GENK)
    something_new()
    night()
    assert mailoutbox == []


def test_who_asked_gets_one_mail_in_both_forms(mailoutbox: list[EmailMessage]) -> None:
    asked()
    something_new()
    for _ in range(3):
        night()
    for later in range(1, 6):
        night(MONDAY + timedelta(days=later))
    (mail,) = mailoutbox
    assert mail.to == [GENK_MAIL]
    assert (
        mail.subject.replace("\N{NO-BREAK SPACE}", " ")
        == "Uw weekbericht: 1 nieuwtje, tot en met 2 maart 2026"
    )
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert re.search("in uw gebied", said, re.IGNORECASE)
        assert "Wijk-werken: overeenkomst" in said
        assert "Stad Genk: opgemerkt, en nog niet beantwoord" in said
        assert "Stop hem met één klik" in said
    assert "/initiatieven/" in str(mail.body)
    assert DigestMail.objects.get().state == MailState.SENT


def test_a_week_without_news_has_no_mail_and_loses_nothing(mailoutbox: list[EmailMessage]) -> None:
    asked()
    night()
    assert (mailoutbox, DigestMail.objects.count()) == ([], 0)
    with standing(MONDAY + timedelta(days=2)):
        noticed()
    night(MONDAY + WEEK)
    night(MONDAY + 2 * WEEK)
    assert len(mailoutbox) == 1


def test_what_was_before_it_was_asked_for_is_not_told(mailoutbox: list[EmailMessage]) -> None:
    with standing(MONDAY - timedelta(days=6)):
        noticed()
    asked()
    night()
    assert mailoutbox == []


def test_nothing_is_told_in_the_week_in_which_it_was_asked(mailoutbox: list[EmailMessage]) -> None:
    asked()
    something_new()
    night(MONDAY - timedelta(days=1))
    assert mailoutbox == []


def test_a_monday_that_was_missed_is_made_up_and_the_next_comes_on_its_day(
    mailoutbox: list[EmailMessage],
) -> None:
    asked()
    something_new()
    night(MONDAY + timedelta(days=3))
    assert len(mailoutbox) == 1
    with standing(MONDAY + timedelta(days=4)):
        noticed()
    night(MONDAY + WEEK)
    assert [one.week for one in DigestMail.objects.order_by("week")] == [MONDAY, MONDAY + WEEK]


def test_what_happened_in_the_last_hour_is_told_the_week_after(mailoutbox: list[EmailMessage]) -> None:
    asked()
    with standing(MONDAY, hour=3):
        first = noticed()
    with time_machine.travel(datetime.combine(MONDAY, time(3, 0, 1), BRUSSELS), tick=False):
        noticed(address="https://raad.example/9", title="Artikel 60: overeenkomst", amounts=())
    night()
    night(MONDAY + WEEK)
    assert [first.title in str(mail.body) for mail in mailoutbox] == [True, False]
    assert "Artikel 60" in str(mailoutbox[1].body)


def test_an_initiative_is_told_once_as_it_stands_now(mailoutbox: list[EmailMessage]) -> None:
    genk = asked()
    with standing(MONDAY - timedelta(days=3)):
        one, other = noticed(), noticed(address="https://raad.example/8", title="Artikel 60: nee", amounts=())
        confirm_initiative(genk, initiative=one)
        deny_initiative(genk, initiative=other)
    night()
    said = plain(as_html(mailoutbox[0]))
    assert "Uw weekbericht: 1 nieuwtje" in said
    assert "bevestigd door wie het doet" in said
    assert "Artikel 60" not in said


def test_who_acts_elsewhere_reads_it_as_elsewhere(mailoutbox: list[EmailMessage]) -> None:
    asked()
    with standing(MONDAY - timedelta(days=5)):
        follow_digest(member_of(HASSELT, HASSELT_MAIL))
    something_new()
    night()
    said = {mail.to[0]: plain(as_html(mail)) for mail in mailoutbox}
    assert said.keys() == {GENK_MAIL, HASSELT_MAIL}
    assert "Elders" not in said[GENK_MAIL]
    assert "In uw gebied" not in said[HASSELT_MAIL]


def test_of_much_only_so_many_lines_are_told(mailoutbox: list[EmailMessage]) -> None:
    asked()
    for number in range(11):
        something_new(f"Sociale economie: subsidie {number}", number)
    night()
    text = str(mailoutbox[0].body)
    assert text.count("opgemerkt, en nog niet beantwoord") == 8
    assert "en nog 3 andere: http" in text
    assert [(one["section"], len(one["lines"]), one["more"]) for one in DigestMail.objects.get().groups] == [
        ("INITIATIVES", 8, 3),
        # Each of them looks like each other one: ten are asked about with the first, and not 55 two by two.
        ("LINKS", 8, 2),
    ]


def test_planning_asks_no_more_for_more_news_and_little_for_a_reader() -> None:
    asked()
    something_new()
    with standing(MONDAY), CaptureQueriesContext(connection) as few:
        assert plan_digests(SYSTEM, on=MONDAY) == 1
    with standing(MONDAY + timedelta(days=1)):
        for number in range(4):
            follow_digest(member_of(GENK, f"nog-{number}@genk.example"))
    with standing(MONDAY + timedelta(days=2)):
        for number in range(5):
            noticed(address=f"https://raad.example/n{number}", title=f"Wijk-werken {number}", amounts=())
    with standing(MONDAY + WEEK), CaptureQueriesContext(connection) as many:
        assert plan_digests(SYSTEM, on=MONDAY + WEEK) == 5
    for_other_days, for_a_reader = 6, 5
    assert len(many) == len(few) + for_other_days + 4 * for_a_reader


@pytest.mark.parametrize("times", [2, 3])
def test_a_job_that_is_done_again_mails_once(mailoutbox: list[EmailMessage], times: int) -> None:
    asked()
    something_new()
    with standing(MONDAY):
        plan_digests(SYSTEM, on=MONDAY)
        ((name, payload),) = [one for one in put_in_outbox() if one[0] == "send_digest"]
        for _ in range(times):
            handler(name)(**payload)
    assert len(mailoutbox) == 1


def test_who_is_killed_before_anything_left_is_followed_by_somebody_who_sends_it(
    mailoutbox: list[EmailMessage],
) -> None:
    asked()
    something_new()
    with standing(MONDAY):
        plan_digests(SYSTEM, on=MONDAY)
        mail = DigestMail.objects.get()
        # Claimed, and then the machine lost its power.
        assert claim_digest(SYSTEM, mail=mail)
        with pytest.raises(MailDelayed):
            digests.send_digest(mail.pk)
        assert mailoutbox == []
        with time_machine.travel(now() + SENDING_TAKES + timedelta(seconds=1), tick=False):
            digests.send_digest(mail.pk)
            digests.send_digest(mail.pk)
    assert len(mailoutbox) == 1


def test_who_is_killed_after_it_left_sends_it_under_the_same_name(
    mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked()
    something_new()
    with standing(MONDAY):
        plan_digests(SYSTEM, on=MONDAY)
        mail = DigestMail.objects.get()
        with monkeypatch.context() as patch:
            patch.setattr(digests, "close_digest", lambda *_, **__: None)
            digests.send_digest(mail.pk)
        with time_machine.travel(now() + SENDING_TAKES + timedelta(seconds=1), tick=False):
            digests.send_digest(mail.pk)
    assert len({one.extra_headers["Message-ID"] for one in mailoutbox}) == 1
    assert DigestMail.objects.get().state == MailState.SENT


def test_planning_that_is_cut_off_goes_on_where_it_stopped(
    mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked()
    with standing(MONDAY - timedelta(days=5)):
        follow_digest(member_of(HASSELT, HASSELT_MAIL))
    something_new()
    calls: list[str] = []

    def cut_off(name: str, **payload: int | str) -> None:
        calls.append(name)
        if len(calls) == 2:
            raise KeyboardInterrupt
        enqueue(name, **payload)

    with standing(MONDAY), monkeypatch.context() as patch:
        patch.setattr(service, "enqueue", cut_off)
        with pytest.raises(KeyboardInterrupt):
            plan_digests(SYSTEM, on=MONDAY)
    assert DigestMail.objects.count() == 1
    night()
    assert sorted(mail.to[0] for mail in mailoutbox) == [GENK_MAIL, HASSELT_MAIL]


def test_a_server_that_is_away_gets_it_later_and_one_that_refuses_is_told_on_the_page(
    mailoutbox: list[EmailMessage],
) -> None:
    asked()
    something_new()
    with standing(MONDAY):
        plan_digests(SYSTEM, on=MONDAY)
        mail = DigestMail.objects.get()
        with answering(SMTPServerDisconnected("gone")), pytest.raises(MailDelayed):
            digests.send_digest(mail.pk)
        digests.send_digest(mail.pk)
        assert len(mailoutbox) == 1
        DigestMail.objects.update(state=MailState.WAITING)
        with answering(SMTPRecipientsRefused({"a@b.example": (550, b"no")})):
            digests.send_digest(mail.pk)
    assert DigestMail.objects.get().state == MailState.REFUSED
    digests.send_digest(mail.pk)
    assert len(mailoutbox) == 1


def test_a_mail_names_who_may_stop_it_and_mail_programs_can(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    genk = asked()
    something_new()
    night()
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # As it travels: a long address is not broken in two.
    travels = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=default)
    assert [str(travels[name]).strip() for name in headers] == list(headers.values())
    address = headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("http")
    assert address in str(mailoutbox[0].body)
    path = "/" + address.split("/", 3)[3]
    # Programs that look into mails open every address, more than once.
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200
        assert "<button" in page.content.decode()
    assert DigestSubscription.objects.exists()
    machine = Client(enforce_csrf_checks=True)
    for _ in range(2):
        done = machine.post(path, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert "Het weekbericht is gestopt" in done.content.decode()
    assert not DigestSubscription.objects.exists()
    # An old mail stops what was asked for again too.
    follow_digest(genk)
    machine.post(path, {"List-Unsubscribe": "One-Click"})
    assert not DigestSubscription.objects.exists()


@pytest.mark.parametrize("token", ["abc", "MQ:1x:y", "../x"])
def test_a_link_that_is_not_ours_stops_nothing(client: Client, token: str) -> None:
    asked()
    assert client.post(f"/weekbericht/stoppen/{token}/").status_code == 404
    assert DigestSubscription.objects.exists()


def test_what_was_stopped_before_it_left_does_not_leave(mailoutbox: list[EmailMessage]) -> None:
    asked()
    something_new()
    with standing(MONDAY):
        plan_digests(SYSTEM, on=MONDAY)
        person = Person.objects.get()
        assert stop_digest(ANONYMOUS, person=person) is True
        assert stop_digest(ANONYMOUS, person=person) is False
        work()
    assert mailoutbox == []


def test_who_has_no_role_any_more_is_not_mailed(mailoutbox: list[EmailMessage]) -> None:
    asked()
    something_new()
    RoleHolding.objects.update(valid_until=MONDAY)
    night()
    assert mailoutbox == []


@pytest.mark.parametrize("who", [SYSTEM, ANONYMOUS, Actor(ActorKind.KEY, 1, frozenset({(Role.MEMBER, 1)}))])
def test_only_a_person_with_a_role_follows(who: Actor) -> None:
    with pytest.raises((Refusal, AssertionError)):
        follow_digest(who)
    assert not DigestSubscription.objects.exists()


def test_asked_twice_it_is_one(mailoutbox: list[EmailMessage]) -> None:
    genk = asked()
    first = DigestSubscription.objects.get()
    assert follow_digest(genk) == first
    assert DigestSubscription.objects.get().since == first.since


def test_who_is_erased_leaves_nothing_and_can_ask_what_is_kept() -> None:
    asked()
    something_new()
    night()
    found = export_person(GENK_MAIL)
    assert len(found["weekly_mail"]) == 1
    assert found["weekly_mails"][0]["state"] == "SENT"
    with standing(MONDAY):
        erase_expired(SYSTEM, at=now() + DIGEST_KEPT_FOR + timedelta(days=1))
    assert not DigestMail.objects.exists()
    assert DigestSubscription.objects.exists()
    # Erased or not, a week is told once.
    night()
    assert not DigestMail.objects.exists()
    erase_person(SYSTEM, email=GENK_MAIL)
    assert not DigestSubscription.objects.exists()
