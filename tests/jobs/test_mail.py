"""Mails repeat the page, in words and as HTML; an outage is remembered until a mail leaves again."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from tests.scene import EMAIL, Scene, actor, award, enter, set_scene
from tests.web.stage import work
from wisselwerk.apps.outbox.mail import mail_failed, mail_is_down
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import Confirmation, Voucher
from wisselwerk.apps.vouchers.services import decide_application, submit_application
from wisselwerk.apps.vouchers.terms import claim_until
from wisselwerk.clock import now
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.voucher import VoucherState, show_code
from wisselwerk.jobs.daily import erase_expired, lapse_vouchers
from wisselwerk.jobs.mail import MailOutage

pytestmark = pytest.mark.django_db

HERE = __name__


class Refusing(BaseEmailBackend):
    """A server that knows no such address."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise SMTPRecipientsRefused({to: (550, b"no such user") for one in email_messages for to in one.to})


class Away(BaseEmailBackend):
    """A server that hangs up."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise SMTPServerDisconnected("gone")


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def as_html(mail: EmailMessage) -> str:
    assert isinstance(mail, EmailMultiAlternatives)
    ((content, kind),) = mail.alternatives
    assert kind == "text/html"
    return str(content)


def test_an_award_says_the_same_in_both_forms(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    voucher = award(scene)
    work()
    (mail,) = mailoutbox
    assert mail.to == [EMAIL["owner"]]
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert show_code(voucher.code) in said
        assert "Bedrag: € 250,00" in said
        assert "minstens € 250,00, zonder btw" in said
        assert f"/mijn/cheques/{voucher.code}/" in said
        assert f"/aanvragen/{voucher.application_id}/" in said


def test_a_refusal_says_why_and_what_to_do(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    enter(scene, municipality="11002")
    work()
    (mail,) = mailoutbox
    assert mail.subject == "Nee: uw aanvraag is geweigerd"
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert "De zetel ligt in Antwerpen" in said
        assert "OUTSIDE_TERRITORY" in said
        assert "opnieuw te kijken" in said


def test_what_a_person_wrote_is_text_and_nothing_else(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    asked = enter(scene, municipality="72042")
    words = "Zetel < Meeuwen & Gruitrode <script>alert(1)</script>"
    decide_application(actor("coordinator_genk"), application=asked, award=False, motivation=words)
    work()
    mail = mailoutbox[-1]
    assert words in mail.body
    assert "<script>" not in as_html(mail)
    assert words in unescape(as_html(mail))


def test_nothing_is_sent_to_whoever_was_erased_meanwhile(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    award(scene)
    erase_person(SYSTEM, email=EMAIL["owner"])
    work()
    assert mailoutbox == []


def test_nothing_is_sent_for_a_confirmation_that_was_dropped(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    submit_application(
        ANONYMOUS,
        scheme=scene.scheme,
        enterprise_number=OTHER_ENTERPRISE.number,
        email="iemand@vossenpoort.example",
    )
    Confirmation.objects.all().delete()
    work()
    assert mailoutbox == []


@override_settings(EMAIL_BACKEND=f"{HERE}.Refusing")
def test_an_address_that_is_refused_is_the_end_of_it(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    award(scene)
    work()
    assert not mail_is_down()
    assert "mail_address_refused" in caplog.text
    assert EMAIL["owner"] not in caplog.text


@override_settings(EMAIL_BACKEND=f"{HERE}.Away")
def test_a_server_that_is_away_fails_the_job_so_that_it_comes_round_again(scene: Scene) -> None:
    award(scene)
    with pytest.raises(MailOutage):
        work()
    assert mail_is_down()


def test_a_mail_that_leaves_ends_the_outage(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    mail_failed()
    award(scene)
    work()
    assert len(mailoutbox) == 1
    assert not mail_is_down()


def test_every_day_vouchers_end_and_what_is_past_its_term_is_erased(scene: Scene) -> None:
    voucher = award(scene)
    submit_application(
        ANONYMOUS,
        scheme=scene.scheme,
        enterprise_number=OTHER_ENTERPRISE.number,
        email="iemand@vossenpoort.example",
    )
    lapse_vouchers()
    erase_expired()
    assert Voucher.objects.get().state == VoucherState.OPEN
    assert Confirmation.objects.exists()
    days = (claim_until(voucher.valid_until) - now().date()).days + 1
    with time_machine.travel(now() + timedelta(days=days)):
        lapse_vouchers()
        erase_expired()
    assert Voucher.objects.get().state == VoucherState.LAPSED
    assert not Confirmation.objects.exists()
