"""Letters that still have to go, a voucher whose last day moved, and money to pay back, as people see them."""

import io
from datetime import timedelta

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.scene import EMAIL, GENK, actor
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.payouts.models import BankAccount, Payment
from wisselwerk.apps.payouts.services import claim_everything_back, read_bank_file
from wisselwerk.apps.payouts.services.accounts import close_accounts
from wisselwerk.apps.vouchers.models import Notice, Voucher
from wisselwerk.apps.vouchers.services import (
    redeem_voucher,
    refuse_notice,
    remind_holders,
    reverse_redemption,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.demo.payments import approve, check_all_invoices
from wisselwerk.demo.play import bank_answer, sample_invoice
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.payment import PaymentState

pytestmark = pytest.mark.browser


def test_a_letter_that_has_to_go_waits_for_the_coordinator_and_then_stands_in_the_history(
    window: OpenWindow,
) -> None:
    voucher = Voucher.objects.get(holder__enterprise_number=OWN_ENTERPRISE.number)
    # Nobody looked after the system for a while, so that the last day moves.
    remind_holders(SYSTEM, on=voucher.valid_until + timedelta(days=5))
    notice = Notice.objects.get(voucher=voucher)
    refuse_notice(SYSTEM, notice=notice)
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/")
    assert "Brieven die nog moeten vertrekken" in coordinator.says()
    assert coordinator.faults() == []
    coordinator.go(f"/beheer/brieven/{notice.pk}/")
    assert "We hadden u niet twee keer op tijd herinnerd" in coordinator.says()
    assert coordinator.faults("letter") == []
    coordinator.press("Ik heb de brief vandaag verstuurd")
    assert "Laatste dag verschoven van" in coordinator.says()
    assert coordinator.faults() == []
    owner = window(EMAIL["owner"])
    owner.go(f"/mijn/cheques/{voucher.code}/")
    assert "Herinnerd: gebruik de cheque, ten laatste op" in owner.says()
    assert owner.faults("reminded") == []


def record_and_take_back(signs: Window, payment: Payment) -> None:
    """Money without the reference is recorded with the claim; it was for another one."""
    signs.follow("Er kwam geld binnen zonder deze mededeling")
    assert signs.faults("repayment") == []
    signs.press("Noteer")
    assert "Zeg in een of twee zinnen wat het was." in signs.says()
    assert signs.faults("repayment-wrong") == []
    signs.page.get_by_label("Wat was het?").fill("Op het dagafschrift van vandaag, zonder mededeling.")
    signs.press("Noteer")
    assert "Het is ingeboekt als terugbetaald." in signs.says()
    signs.go(f"/betalingen/{payment.pk}/")
    signs.page.get_by_role("listitem").filter(has_text="/1").get_by_role("link").click()
    assert signs.faults("repayment-line") == []
    signs.follow("Neem dit terug")
    assert signs.faults("repayment-take-back") == []
    signs.page.get_by_label("Wat was het?").fill("Het was voor een andere factuur.")
    signs.press("Trek het in")
    assert "Het is teruggenomen" in signs.says()
    assert signs.faults("claim-again") == []


def test_a_letter_to_who_gets_no_mail_is_found_printed_and_gone(window: OpenWindow) -> None:
    refused = BankAccount.objects.filter(organisation__name="Keuken Het Vijfde Wiel", closed_at=None).get()
    close_accounts(local_government(GENK, today()), [refused.pk])
    signs = window(EMAIL["financial_director"])
    signs.go("/financien/")
    signs.follow("Brief aan Keuken Het Vijfde Wiel, die een rekeningnummer moet opgeven")
    assert f"eindigt op {refused.iban[-4:]}" in signs.says()
    assert signs.faults("payee-letter") == []
    signs.press("Ik heb de brief vandaag verstuurd")
    assert "Het is vastgelegd dat de brief verstuurd is" in signs.says()
    assert signs.faults("payee-letter-sent") == []


def test_money_to_pay_back_is_seen_from_both_sides(window: OpenWindow) -> None:
    voucher = Voucher.objects.get(holder__enterprise_number=OWN_ENTERPRISE.number)
    data = sample_invoice(voucher.code)
    assert data is not None
    redemption = redeem_voucher(SYSTEM, code=voucher.code, data=data).id
    check_all_invoices()
    said = bank_answer(approve(local_government(GENK, today())).pk)
    assert said is not None
    read_bank_file(actor("financial_director"), source=io.BytesIO(said), name="uittreksel.xml")
    payment = Payment.objects.get(redemption=redemption)
    assert payment.state == PaymentState.PAID
    reverse_redemption(SYSTEM, redemption=redemption, reason="De factuur was dubbel ingediend.")
    claim_everything_back(SYSTEM, on=today())
    signs = window(EMAIL["financial_director"])
    signs.go("/financien/terug/")
    assert "Terug te betalen" in signs.says()
    assert signs.faults("claims") == []
    signs.go(f"/terug/{payment.pk}/")
    assert "De factuur was dubbel ingediend." in signs.says()
    assert signs.faults("claim") == []
    record_and_take_back(signs, payment)
    signs.go(f"/betalingen/{payment.pk}/")
    signs.follow("Het moet terugbetaald worden")
