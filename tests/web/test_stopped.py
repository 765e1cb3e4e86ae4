"""What stops payments: which one, why, where to take it out; and what was stopped waits for somebody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.payments import PAYEE_IBAN, Treasury, set_treasury
from tests.scene import refusal_of
from tests.web.stage import browser, text, token
from wisselwerk.apps.payouts.models import BankAccount, Payment
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.services import (
    confirm_account,
    hold_batch,
    name_account,
    order_batch,
    propose_batch,
    resume_batch,
    take_out_payment,
)
from wisselwerk.apps.vouchers.services import contest_voucher
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.structured_reference import show

pytestmark = pytest.mark.django_db

WHY = "De zaak belde."
OTHER_IBAN = "NL91ABNA0417164300"
LATER = timedelta(days=30)


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def test_a_payment_that_nobody_can_sign_says_why_and_where_to_take_it_out(treasury: Treasury) -> None:
    held_up, fine = treasury.redeem(1), treasury.redeem(2)
    batch = order_batch(treasury.orders, batch=treasury.propose())
    page = f"/financien/opdrachten/{batch.pk}/"
    signs = browser("financial_director")
    assert "staat in de weg" not in text(signs.get(page))
    contest_voucher(treasury.scene.coordinator, voucher=held_up.voucher, reason=WHY)
    seen = text(signs.get(page))
    assert "1 van de betalingen hieronder staat in de weg" in seen
    assert seen.count("Cheque geblokkeerd: haal ze eruit") == 1
    sign = f"{page}tekenen/"
    refused = signs.post(sign, {"once": token(signs.get(sign))})
    assert refused.status_code == 422
    stopped, other = Payment.objects.get(redemption=held_up), Payment.objects.get(redemption=fine)
    assert show(stopped.reference) in text(refused)
    assert show(other.reference) not in text(refused)
    assert reverse("finance:take-out", args=[batch.pk, stopped.pk]) in refused.content.decode()


def test_looking_at_a_batch_asks_as_much_for_many_stopped_payments_as_for_one(treasury: Treasury) -> None:
    asked = []
    client = browser("financial_director")
    for number in (1, 3):
        redemptions = [treasury.redeem(10 * number + serial) for serial in range(number)]
        batch = treasury.propose()
        for one in redemptions:
            contest_voucher(treasury.scene.coordinator, voucher=one.voucher, reason=WHY)
        client.get(f"/financien/opdrachten/{batch.pk}/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/financien/opdrachten/{batch.pk}/")
        asked.append(len(captured))
    assert asked[0] == asked[1]


def changed(treasury: Treasury) -> BankAccount:
    """Another account of the payee, confirmed and not in use yet."""
    staff = treasury.scene.provider.organisation
    account = name_account(SYSTEM, organisation=staff, iban=OTHER_IBAN)
    return confirm_account(SYSTEM, account=account)


def test_what_is_paid_once_a_new_account_holds_goes_to_the_new_account(treasury: Treasury) -> None:
    treasury.redeem()
    new = changed(treasury)
    assert new.usable_from is not None
    before = propose_batch(treasury.signs, payer=treasury.payer, pay_on=new.usable_from - timedelta(days=1))
    assert before.payments.get().to_account.iban == PAYEE_IBAN
    take_out_payment(treasury.signs, payment=before.payments.get(), reason=WHY)
    on_the_day = propose_batch(treasury.signs, payer=treasury.payer, pay_on=new.usable_from)
    assert on_the_day.payments.get().to_account == new
    order_batch(treasury.orders, batch=on_the_day)


def test_a_number_that_changes_while_a_batch_waits_is_not_paid_on_the_old_account(treasury: Treasury) -> None:
    treasury.redeem()
    batch = propose_batch(treasury.signs, payer=treasury.payer, pay_on=today() + LATER)
    changed(treasury)
    with pytest.raises(Refusal) as refused:
        order_batch(treasury.orders, batch=batch)
    assert refusal_of(refused) == (RefusalCode.ACCOUNT_CHANGED_IN_BATCH, {"number": 1})
    assert "Ander rekeningnummer" in text(
        browser("general_director").get(f"/financien/opdrachten/{batch.pk}/")
    )


def test_an_account_that_the_bank_refused_is_not_signed_either(treasury: Treasury) -> None:
    treasury.redeem()
    batch = treasury.propose()
    account = account_on(treasury.payee, today())
    assert account is not None
    BankAccount.objects.filter(pk=account.pk).update(closed_at=account.named_at)
    with pytest.raises(Refusal) as refused:
        order_batch(treasury.orders, batch=batch)
    assert refusal_of(refused)[0] is RefusalCode.ACCOUNT_CHANGED_IN_BATCH


@pytest.mark.parametrize("who", ["general_director", "financial_director"])
def test_what_was_stopped_waits_for_both_directors_until_it_goes_on(treasury: Treasury, who: str) -> None:
    treasury.redeem()
    batch = hold_batch(treasury.signs, batch=treasury.propose(), reason=WHY)
    for path in ("/mijn/", "/financien/"):
        assert "Tegengehouden: € 250,00" in text(browser(who).get(path))
    assert "Gepland" not in text(browser(who).get(f"/financien/opdrachten/{batch.pk}/"))
    resume_batch(treasury.orders, batch=batch)
    assert "Tegengehouden: " not in text(browser(who).get("/mijn/"))
