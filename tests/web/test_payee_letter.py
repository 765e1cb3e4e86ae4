"""A letter about money to who gets no mail: who signs the payments finds it, prints it and says that it went."""

import pytest
from django.core import mail

from tests.apps.test_payouts_counted import paid_too_much
from tests.apps.test_payouts_telling import nobody_acts, refused
from tests.payments import PAYEE_IBAN, set_treasury
from tests.scene import EMAIL
from tests.web.stage import browser, text, token
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.payouts.models import PayeeNotice
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.services import claim_everything_back, tell_payees
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.jobs.payments import send_account_refused, send_set_off

pytestmark = pytest.mark.django_db

ASKS = "Brief aan De Zilverspar, die een rekeningnummer moet opgeven"


def test_a_letter_that_asks_for_a_number_is_work_until_it_went() -> None:
    refused(acts=False)
    notice = PayeeNotice.objects.get()
    url = f"/financien/brieven/{notice.pk}/"
    signs = browser("financial_director")
    for path in ("/mijn/", "/financien/"):
        page = signs.get(path)
        assert ASKS in text(page)
        assert url in page.content.decode()
        # It stands there once: not also as somebody who gets no mail.
        assert "Kan niet betaald worden en krijgt geen mail" not in text(page)
    page = signs.get(url)
    assert "Ik heb de brief vandaag verstuurd" in text(page)
    assert f"eindigt op {PAYEE_IBAN[-4:]}" in text(page)
    assert "Ik heb de brief vandaag verstuurd" not in text(browser("general_director").get(url))
    for who in ("provider_staff", "coordinator_genk", "stranger"):
        assert browser(who).get(url).status_code == 404
    letter = signs.get(f"{url}brief.pdf")
    assert letter.content.startswith(b"%PDF")
    assert signs.post(url, {"once": token(page)}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == DeliveryState.POSTED
    for path in ("/mijn/", "/financien/"):
        said = text(signs.get(path))
        assert ASKS not in said
        assert "brief verstuurd op" in said
    assert "Ik heb de brief vandaag verstuurd" not in text(signs.get(url))


def test_what_counted_is_mailed_and_stands_with_the_claim(mailoutbox: list[mail.EmailMessage]) -> None:
    treasury = set_treasury()
    done = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=done.pk, reason="Dubbel.")
    payment = open_claims().get()
    paid_too_much(treasury, payment)
    claim_everything_back(SYSTEM, on=today())
    tell_payees(SYSTEM, on=today())
    notice = PayeeNotice.objects.get()
    mailoutbox.clear()
    person = browser_person()
    send_set_off(notice.pk, person)
    send_set_off(notice.pk, person)
    (message,) = mailoutbox
    body = str(message.body).replace("\u00a0", " ")
    assert message.to == [EMAIL["provider_staff"]]
    assert "We verrekenden € 50,00" in message.subject.replace("\u00a0", " ")
    assert "waren we u € 50,00 schuldig" in body
    assert "Nog terug te betalen: € 200,00" in body
    assert "regisseur" in body
    assert f"/terug/{payment.pk}/" in body
    for who, reads in (("provider_staff", False), ("financial_director", True), ("coordinator_genk", False)):
        page = browser(who).get(f"/terug/{payment.pk}/")
        assert "Gemaild op" in text(page)
        assert (f"/financien/brieven/{notice.pk}/" in page.content.decode()) is reads
    notice.refresh_from_db()
    assert notice.state == DeliveryState.MAILED


def browser_person() -> int:
    """Who works for the provider."""
    return int(Person.objects.get(email=EMAIL["provider_staff"]).pk)


def test_a_mail_that_cannot_leave_for_who_was_erased_becomes_a_letter() -> None:
    treasury = refused()
    notice = PayeeNotice.objects.get()
    nobody_acts()
    assert notice.account is not None
    send_account_refused(notice.account.pk, 0)
    notice.refresh_from_db()
    assert notice.state == DeliveryState.MAIL_REFUSED
    assert ASKS in text(browser("financial_director").get("/financien/"))
    assert treasury.payee == notice.payee
