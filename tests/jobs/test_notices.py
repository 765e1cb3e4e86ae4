"""Mails about a right that ends and about money to pay back: the same in both forms, kept only when they left."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage

from tests.jobs.test_mail import answering, as_html, plain
from tests.nights import at_night, night
from tests.payments import set_treasury
from tests.scene import EMAIL, Scene, award, invoice, set_scene
from tests.web.stage import work
from wisselwerk.apps.outbox.mail import MailDelayed
from wisselwerk.apps.outbox.services import handler
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.models import ClaimNotice
from wisselwerk.apps.payouts.services import claim_everything_back
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import DeliveryState, Notice, Voucher
from wisselwerk.apps.vouchers.services import (
    redeem_voucher,
    remind_holders,
    reverse_redemption,
    revoke_voucher,
    shorten_voucher,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.voucher import show_code
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def voucher(scene: Scene, mailoutbox: list[EmailMessage]) -> Voucher:
    voucher = award(scene)
    work()
    mailoutbox.clear()
    return voucher


def send(notice: Notice | ClaimNotice) -> None:
    handler("send_notice" if isinstance(notice, Notice) else "send_claim")(notice_id=notice.pk)


def a_reminder(voucher: Voucher) -> Notice:
    remind_holders(SYSTEM, on=voucher.valid_until - 30 * DAY)
    return Notice.objects.get()


def test_a_reminder_says_what_is_left_and_until_when(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    notice = a_reminder(voucher)
    send(notice)
    (mail,) = mailoutbox
    assert mail.to == [EMAIL["owner"]]
    assert mail.subject == f"Gebruik uw cheque, ten laatste op {day(voucher.valid_until)}"
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert "Er staat nog € 250,00 op uw cheque" in said
        assert "nog 30 dagen om de factuur in te dienen" in said
        assert show_code(voucher.code) in said
        assert f"/mijn/cheques/{voucher.code}/" in said
        assert "Raad van State" not in said
    notice.refresh_from_db()
    assert notice.state == DeliveryState.MAILED
    send(notice)
    assert len(mailoutbox) == 1


def test_the_next_reminder_tells_that_the_last_day_moved(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    late = voucher.valid_until + 5 * DAY
    with at_night(late):
        remind_holders(SYSTEM, on=late)
        send(Notice.objects.get())
    (mail,) = mailoutbox
    assert f"Uw laatste dag was {day(voucher.valid_until)}" in mail.body
    assert f"daarom is het nu {day(late + 14 * DAY)}" in mail.body


def test_a_withdrawal_says_why_and_what_can_be_done(
    scene: Scene, voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Het bedrijf < stopte >.")
    work()
    (mail,) = mailoutbox
    assert mail.subject == "Uw cheque is ingetrokken"
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert "Raad van State" in said
        assert "60 dagen" in said
    assert "Het bedrijf < stopte >." in mail.body
    assert "< stopte >" not in as_html(mail)


def test_a_voucher_that_ends_sooner_says_why_and_what_can_be_done(
    scene: Scene, voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    until = today() + 30 * DAY
    shorten_voucher(scene.coordinator, voucher=voucher, until=until, reason="Het budget is op.")
    work()
    (mail,) = mailoutbox
    assert mail.subject == f"Gebruik uw cheque, ten laatste op {day(until)}"
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert "Er is beslist dat hij vroeger eindigt" in said
        assert "Het budget is op." in said
        assert "Raad van State" in said


def test_a_mail_that_is_refused_reminded_nobody(voucher: Voucher) -> None:
    notice = a_reminder(voucher)
    with answering(SMTPRecipientsRefused({"a@b.example": (550, b"no")})):
        send(notice)
    notice.refresh_from_db()
    assert notice.state == DeliveryState.MAIL_REFUSED


def test_a_mail_that_cannot_leave_now_waits(voucher: Voucher) -> None:
    notice = a_reminder(voucher)
    with answering(SMTPServerDisconnected()), pytest.raises(MailDelayed):
        send(notice)
    notice.refresh_from_db()
    assert notice.state == DeliveryState.WAITING
    send(notice)
    notice.refresh_from_db()
    assert notice.state == DeliveryState.MAILED


def test_who_was_erased_meanwhile_gets_a_letter(voucher: Voucher, mailoutbox: list[EmailMessage]) -> None:
    notice = a_reminder(voucher)
    erase_person(SYSTEM, email=EMAIL["owner"])
    send(notice)
    notice.refresh_from_db()
    assert (notice.state, mailoutbox) == (DeliveryState.MAIL_REFUSED, [])


def test_nobody_is_reminded_of_what_was_used_meanwhile(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    notice = a_reminder(voucher)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000))
    send(notice)
    assert mailoutbox == []


def test_the_last_day_to_hand_in_has_words_of_its_own(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    for days in (30, 14, 3):
        night(voucher.valid_until - days * DAY)
    on = voucher.valid_until + 16 * DAY
    with at_night(on):
        remind_holders(SYSTEM, on=on)
        send(Notice.objects.latest("pk"))
    (mail,) = mailoutbox
    assert mail.subject == f"Dien uw factuur in, ten laatste op {day(voucher.valid_until + 30 * DAY)}"


def test_money_to_pay_back_is_asked_with_all_that_is_needed_to_pay(
    mailoutbox: list[EmailMessage],
) -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel.")
    work()
    mailoutbox.clear()
    claim_everything_back(SYSTEM, on=today())
    notice = ClaimNotice.objects.get()
    send(notice)
    send(notice)
    (mail,) = mailoutbox
    assert mail.to == [person(EMAIL["provider_staff"]).email]
    for said in (plain(str(mail.body)), plain(as_html(mail))):
        assert "Bedrag: € 250,00" in said
        assert "Gestructureerde mededeling: +++" in said
        assert "Naar rekening: BE68 5390 0754 7034" in said
        assert "Waarom: Dubbel." in said
        assert f"/terug/{notice.payment_id}/" in said
