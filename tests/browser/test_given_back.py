"""Money that comes back on its own, too much of it, and a payment that nobody signed, as the financial director sees it."""

import io

import pytest

from tests.apps.test_payouts_bank_files import entry, statement
from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.scene import EMAIL, GENK, actor
from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.services import read_bank_file, read_statement, record_payment, sign_batch
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.demo.play import bank_answer
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_answer_sample import Receipt, write_receipts

pytestmark = pytest.mark.browser

SEEN = "Op het dagafschrift van vandaag, zonder mededeling."


def left_again(payment: Payment, name: str, *, more: int = 0) -> BankLine:
    """A statement has it once more than the books, or in another amount by so many cents."""
    told = statement(
        entry(-payment.amount_cents - more, payment.end_to_end_id),
        name=name,
        iban=payment.batch.from_account.iban,
    )
    read_statement(actor("financial_director"), statement=told)
    return BankLine.objects.filter(payment=payment, meaning=Meaning.DIFFERENT).latest("pk")


def paid_in(state: BatchState) -> Payment:
    """A payment of the batch of Genk in this state, once the bank has paid it."""
    batch = PaymentBatch.objects.filter(payer__nis_code=GENK, state=state).earliest("pk")
    if state is BatchState.ORDERED:
        sign_batch(actor("financial_director"), batch=batch)
    said = bank_answer(batch.pk)
    assert said is not None
    read_bank_file(actor("financial_director"), source=io.BytesIO(said), name="uittreksel.xml")
    return batch.payments.filter(state=PaymentState.PAID).earliest("pk")


def fill(signs: Window, amount: str, too_much: str = "") -> None:
    if amount:
        signs.page.get_by_label("in euro").first.fill(amount)
    if too_much:
        signs.page.get_by_label("Wat meer binnenkwam, in euro").fill(too_much)
    signs.page.get_by_label("Wat was het?").fill(SEEN)
    signs.press("Noteer")


def test_what_comes_back_on_its_own_and_too_much_has_its_place(window: OpenWindow) -> None:
    twice, claimed = (paid_in(state) for state in (BatchState.SIGNED, BatchState.ORDERED))
    line = left_again(twice, "NOG-EENS")
    signs = window(EMAIL["financial_director"])
    signs.go(f"/financien/lijnen/{line.pk}/")
    assert signs.faults("twice-line") == []
    signs.follow("De ontvanger betaalde het terug")
    assert signs.faults("twice-record") == []
    fill(signs, "1")
    assert "Het is ingeboekt als terugbetaald." in signs.says()
    reverse_redemption(SYSTEM, redemption=claimed.redemption_id, reason="Dubbel ingediend.")
    signs.go(f"/financien/terug/{claimed.pk}/inboeken/")
    fill(signs, "", "50")
    assert "Het is ingeboekt als terugbetaald." in signs.says()
    assert signs.faults("too-much-claim") == []
    signs.go("/financien/terug/")
    assert "Wat we een ontvanger verschuldigd zijn" in signs.says()
    assert signs.faults("too-much") == []
    signs.go("/financien/")
    assert "1 keer is te veel terugbetaald" in signs.says()
    assert signs.faults() == []
    signs.go(f"/financien/terug/{claimed.pk}/teruggeven/")
    assert signs.faults("give-back") == []
    fill(signs, "50")
    assert "Het is genoteerd als teruggegeven." in signs.says()
    given = BankLine.objects.filter(meaning=Meaning.BESIDE).latest("pk")
    signs.go(f"/financien/lijnen/{given.pk}/")
    assert signs.faults("given-back-line") == []
    signs.follow("Neem dit terug")
    assert signs.faults("given-back-take-back") == []
    signs.go(f"/betalingen/{claimed.pk}/")
    assert signs.faults("given-back-payment") == []


def test_what_the_bank_takes_back_in_another_amount_is_booked_from_its_line(window: OpenWindow) -> None:
    batch = PaymentBatch.objects.filter(payer__nis_code=GENK, state=BatchState.ORDERED).earliest("pk")
    sign_batch(actor("financial_director"), batch=batch)
    payment = batch.payments.filter(state=PaymentState.PLANNED).earliest("pk")
    line = left_again(payment, "ANDERS", more=2_000)
    record_payment(actor("financial_director"), line=line, text=SEEN)
    back = left_again(payment, "TERUG", more=-2 * payment.amount_cents - 2_000)
    signs = window(EMAIL["financial_director"])
    signs.go(f"/financien/lijnen/{back.pk}/")
    assert signs.faults("taken-back-line") == []
    signs.follow("Boek het als teruggehaald")
    assert signs.faults("taken-back-record") == []
    signs.page.get_by_label("Wat was het?").fill("Een tikfout van de bank.")
    signs.press("Boek het als teruggehaald")
    assert "Het is geboekt als teruggehaald." in signs.says()
    assert signs.faults("taken-back-payment") == []


def test_what_a_member_pays_once_more_is_booked_from_its_line(window: OpenWindow) -> None:
    settlement = YearSettlement.objects.get(scheme__slug="genk", sending__isnull=False)
    share = settlement.shares.filter(owes_cents__gt=0).earliest("member__nis_code")
    account = account_on(settlement.managing_municipality, today())
    assert account is not None
    receipt = Receipt(share.structured_reference, share.owes_cents)
    for name in ("LID-1", "LID-2"):
        told = write_receipts(account.iban, [receipt], statement_id=name, booked_on=today())
        read_bank_file(actor("financial_director"), source=io.BytesIO(told), name=f"{name}.xml")
    line = BankLine.objects.filter(settlement_line__share=share, meaning=Meaning.DIFFERENT).latest("pk")
    signs = window(EMAIL["financial_director"])
    signs.go(f"/financien/lijnen/{line.pk}/")
    assert signs.faults("member-line") == []
    signs.follow("Boek het als betaald door het lid")
    assert signs.faults("line-keep") == []
    signs.press("Boek het als betaald door het lid")
    assert "Zeg in een of twee zinnen wat het was." in signs.says()
    assert signs.faults("line-keep-wrong") == []
    signs.page.get_by_label("Wat was het?").fill("Het lid stortte dubbel.")
    signs.press("Boek het als betaald door het lid")
    assert "Het is geboekt als betaald door het lid." in signs.says()
    assert signs.faults("line-kept") == []


def test_what_nobody_signed_is_booked_with_words(window: OpenWindow) -> None:
    waits = Payment.objects.filter(batch__state=BatchState.ORDERED, batch__payer__nis_code=GENK).earliest(
        "pk"
    )
    line = left_again(waits, "TE-VROEG")
    signs = window(EMAIL["financial_director"])
    signs.go(f"/financien/lijnen/{line.pk}/")
    assert signs.faults("unsigned-line") == []
    signs.follow("Boek het als betaald")
    assert signs.faults("unsigned-record") == []
    signs.page.get_by_label("Wat was het?").fill("De bank las een proefbestand in.")
    signs.press("Boek het als betaald")
    assert "Het is geboekt als betaald." in signs.says()
    assert signs.faults() == []
