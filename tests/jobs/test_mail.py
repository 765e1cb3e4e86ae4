"""Mails repeat the page, in words and as HTML; an outage is remembered until a mail leaves again."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
import time_machine
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from tests.nights import at_night, live
from tests.scene import EMAIL, Scene, actor, award, enter, put_in_outbox, set_scene
from tests.web.stage import work
from wisselwerk.apps.outbox.aside import put_aside
from wisselwerk.apps.outbox.mail import LONGEST_WAIT, MailDelayed, mail_failed, mail_is_down
from wisselwerk.apps.outbox.services import enqueue, handler
from wisselwerk.apps.parties.codes import VALID_FOR
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.services import confirm_account, name_account
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import Confirmation, Delivery, DeliveryState, Voucher
from wisselwerk.apps.vouchers.services import decide_application, submit_application
from wisselwerk.clock import now
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.voucher import VoucherState, show_code
from wisselwerk.jobs.daily import erase_expired, lapse_vouchers

pytestmark = pytest.mark.django_db

HERE = __name__


class Server(BaseEmailBackend):
    """A server that answers every mail with ``trouble``."""

    trouble: Exception

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise self.trouble


@contextmanager
def answering(trouble: Exception) -> Iterator[None]:
    with (
        override_settings(EMAIL_BACKEND=f"{HERE}.Server"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(Server, "trouble", trouble, raising=False)
        yield


def to_address(*codes: int) -> SMTPException:
    return SMTPRecipientsRefused({f"a{code}@b.example": (code, b"no") for code in codes})


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
    decide_application(
        actor("coordinator_genk"), application=asked, award=False, refused_on="territory", motivation=words
    )
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


def submit(scene: Scene) -> None:
    submit_application(
        ANONYMOUS,
        scheme=scene.scheme,
        enterprise_number=OTHER_ENTERPRISE.number,
        email="iemand@vossenpoort.example",
    )


def test_nothing_is_sent_for_a_confirmation_that_was_dropped(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    submit(scene)
    Confirmation.objects.all().delete()
    work()
    assert mailoutbox == []


def test_no_code_is_sent_that_is_no_longer_good(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    submit(scene)
    with time_machine.travel(now() + VALID_FOR + timedelta(seconds=1)):
        work()
    assert mailoutbox == []


def test_a_decision_is_mailed_once_though_its_work_is_done_twice(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    award(scene)
    ((name, payload),) = put_in_outbox()
    for _ in range(2):
        handler(name)(**payload)
    assert len(mailoutbox) == 1
    assert Delivery.objects.get().state == DeliveryState.MAILED


def test_a_decision_from_before_deliveries_were_kept_is_mailed(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    award(scene)
    Delivery.objects.all().delete()
    work()
    assert len(mailoutbox) == 1
    assert Delivery.objects.get().state == DeliveryState.MAILED


def test_of_a_decision_that_was_replaced_nothing_is_sent(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    asked = enter(scene, municipality="72042")
    decide_application(
        actor("coordinator_genk"),
        application=asked,
        award=False,
        refused_on="territory",
        motivation="Niet daar.",
    )
    work()
    (mail,) = mailoutbox
    assert mail.subject == "Nee: uw aanvraag is geweigerd"


@pytest.mark.parametrize("trouble", [to_address(550), to_address(553), SMTPDataError(554, b"spam")])
def test_a_mail_that_is_refused_is_the_end_of_it_and_is_kept(
    scene: Scene, caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    award(scene)
    with answering(trouble):
        work()
    assert not mail_is_down()
    assert "mail_refused" in caplog.text
    assert EMAIL["owner"] not in caplog.text
    assert Delivery.objects.get().state == DeliveryState.MAIL_REFUSED


@pytest.mark.parametrize(
    ("trouble", "is_down"),
    [
        (SMTPServerDisconnected("gone"), True),
        (ConnectionRefusedError(111, "refused"), True),
        (TimeoutError("slow"), True),
        (SMTPAuthenticationError(535, b"who are you"), True),
        (SMTPSenderRefused(550, b"not you", "wisselwerk@localhost"), True),
        (to_address(421), True),
        (SMTPDataError(421, b"closing"), True),
        # About one address or one mail: others leave as before.
        (to_address(450), False),
        (to_address(550, 451), False),
        (SMTPDataError(452, b"full"), False),
    ],
)
def test_a_mail_that_may_leave_later_fails_the_job_so_that_it_comes_round_again(
    scene: Scene, trouble: Exception, is_down: bool
) -> None:
    award(scene)
    with answering(trouble), pytest.raises(MailDelayed):
        work()
    assert mail_is_down() == is_down
    assert Delivery.objects.get().state == DeliveryState.WAITING


@pytest.mark.parametrize("name", ["sign_in", "confirmation"])
def test_a_code_that_is_refused_is_not_tried_again(scene: Scene, name: str) -> None:
    if name == "sign_in":
        code = put_aside("ABCD-EFGH", 900)
        enqueue("send_sign_in_code", person_id=person(EMAIL["owner"]).pk, reference=code)
    else:
        submit(scene)
    with answering(to_address(550)):
        work()


def test_an_outage_is_remembered_for_longer_than_between_two_tries(scene: Scene) -> None:
    mail_failed()
    with time_machine.travel(now() + LONGEST_WAIT + timedelta(minutes=5)):
        assert mail_is_down()


def test_a_mail_that_leaves_ends_the_outage(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    mail_failed()
    award(scene)
    work()
    assert len(mailoutbox) == 1
    assert not mail_is_down()


def test_a_change_of_account_is_told_in_both_forms_to_who_acts_for_it(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    change = a_change(scene)
    work()
    (mail,) = mailoutbox
    assert mail.to == [EMAIL["provider_staff"]]
    assert mail.subject == "Bevestig het nieuwe rekeningnummer van De Zilverspar"
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert "BE43 0689 9999 9501" in said
        assert f"/rekening/{change.pk}/bevestigen/" in said
        assert "Bevestig het dan niet" in said
        assert "iedereen die optreedt voor De Zilverspar" in said
        assert "omdat iemand dit adres" not in said


def test_of_a_change_that_was_confirmed_only_that_is_told(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    confirm_account(actor("provider_staff"), account=a_change(scene))
    work()
    (mail,) = mailoutbox
    assert mail.subject.startswith("Het rekeningnummer van De Zilverspar verandert op")


def a_change(scene: Scene) -> BankAccount:
    """A second number of the provider, which waits to be confirmed."""
    organisation = scene.provider.organisation
    name_account(actor("provider_staff"), organisation=organisation, iban="BE68539007547034")
    return name_account(actor("provider_staff"), organisation=organisation, iban="BE43068999999501")


def test_every_day_vouchers_end_and_what_is_past_its_term_is_erased(scene: Scene) -> None:
    voucher = award(scene)
    submit(scene)
    lapse_vouchers()
    erase_expired()
    assert Voucher.objects.get().state == VoucherState.OPEN
    assert Confirmation.objects.exists()
    last = voucher.claim_until
    live(last)
    with at_night(last + timedelta(days=1)):
        lapse_vouchers()
        erase_expired()
    assert Voucher.objects.get().state == VoucherState.LAPSED
    assert not Confirmation.objects.exists()
