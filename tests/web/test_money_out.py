"""What left the account otherwise than was ordered stays in sight, and who pays sees where it goes and whom to reach."""

from datetime import date

import pytest

from tests.apps.test_payouts_bank_files import entry, one_signed, told
from tests.apps.test_payouts_twice import look_at_all
from tests.payments import PART_CENTS, PAYEE_IBAN, due_by, set_treasury
from tests.scene import EMAIL
from tests.web.stage import browser, text
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.payouts.services import hold_batch, order_batch, take_out_payment
from wisselwerk.clock import today
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.iban import show

pytestmark = pytest.mark.django_db

TO_REACH = "Kan niet betaald worden en krijgt geen mail"


def test_another_amount_stays_in_sight_until_it_is_back_and_the_payment_goes_on() -> None:
    treasury, payment = one_signed()
    client = browser("financial_director")
    told(treasury, entry(-PART_CENTS + 1, payment.end_to_end_id), name="S-1")
    line = BankLine.objects.get()
    page = text(client.get(f"/financien/lijnen/{line.pk}/"))
    assert "Er vertrok een ander bedrag van uw rekening dan bevolen was" in page
    assert "geld dat binnenkwam" not in page
    look_at_all(treasury)
    assert "€ 249,99 aan De Zilverspar, een ander bedrag dan de bevolen € 250,00" in text(
        client.get("/financien/terug/")
    )
    assert "De bank deed 1 betaling in een ander bedrag dan bevolen was" in text(client.get("/financien/"))
    # A part of it back is not all of it.
    told(treasury, entry(9_999, payment.end_to_end_id, reason="FOCR"), name="S-2")
    assert [one.cents for one in paid_twice(treasury.signs)] == [15_000]
    told(treasury, entry(15_000, payment.end_to_end_id, reason="FOCR"), name="S-3")
    assert paid_twice(treasury.signs) == []
    look_at_all(treasury)
    hold_batch(treasury.signs, batch=payment.batch, reason="De bank deed het anders.")
    take_out_payment(treasury.signs, payment=payment, reason="Alles is terug.")
    assert [one.waits_for for one in due_by(treasury.payer, today())] == [()]
    anew = treasury.signed().payments.get()
    assert told(treasury, entry(-PART_CENTS, anew.end_to_end_id), name="S-4").found == {Meaning.PAID: 1}


def test_another_amount_beside_the_right_one_is_told_and_nobody_else_sees_it() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS - 1, payment.end_to_end_id), name="S-1")
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-2")
    (found,) = paid_twice(treasury.signs)
    assert (found.cents, found.is_otherwise, found.is_due) == (PART_CENTS + 1, True, False)
    assert [one.cents for one in paid_twice(treasury.orders)] == [PART_CENTS + 1]
    assert paid_twice(treasury.scene.coordinator) == []
    said = text(browser("financial_director").get(f"/betalingen/{payment.pk}/"))
    assert "€ 250,01 ging weg" in said
    assert "€ 250,00 ging weg" not in said


def test_the_history_says_of_what_was_not_expected_whether_it_went_or_came() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-1")
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-2")
    told(treasury, entry(PART_CENTS, payment.end_to_end_id, reason="FOCR"), name="S-3")
    said = text(browser("auditor").get(f"/betalingen/{payment.pk}/"))
    assert said.count("€ 250,00 ging weg") == said.count("€ 250,00 kwam binnen") == 2


def test_who_orders_and_who_signs_sees_to_which_account_it_goes() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.propose()
    url = f"/financien/opdrachten/{batch.pk}/"
    assert show(PAYEE_IBAN) in text(browser("general_director").get(f"{url}bevelen/"))
    order_batch(treasury.orders, batch=batch)
    assert show(PAYEE_IBAN) in text(browser("financial_director").get(f"{url}tekenen/"))


def refused_at() -> tuple[object, object]:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-1")
    told(treasury, entry(PART_CENTS, payment.end_to_end_id, reason="AC04"), name="S-2")
    return treasury, payment


def test_a_payee_that_no_mail_reaches_is_work_of_who_pays() -> None:
    refused_at()
    client = browser("financial_director")
    # Somebody acts for it, and gets a mail.
    assert TO_REACH not in text(client.get("/mijn/"))
    RoleHolding.objects.filter(person__email=EMAIL["provider_staff"]).update(valid_until=date(2020, 1, 1))
    for url in ("/mijn/", "/financien/"):
        said = text(client.get(url))
        assert TO_REACH in said
        assert "De Zilverspar" in said
        assert TO_REACH not in text(browser("general_director").get(url))


def test_a_batch_that_waits_for_who_looks_stands_once() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = order_batch(treasury.orders, batch=treasury.propose())
    at = f'href="/financien/opdrachten/{batch.pk}/"'
    assert browser("financial_director").get("/financien/").content.decode().count(at) == 1
    # Who ordered it waits for the other director, and finds it among the batches.
    assert browser("general_director").get("/financien/").content.decode().count(at) == 1
