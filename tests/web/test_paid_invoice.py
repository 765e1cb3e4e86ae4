"""A director opens an invoice that is due: sets it aside with a question, and takes it up again; and approves by name."""

from urllib.parse import quote

import pytest
from django.core import mail

from tests.payments import Treasury, set_treasury
from tests.scene import EMAIL, GENK
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.payouts.models import SetAside
from wisselwerk.apps.payouts.services import take_out_payment

pytestmark = pytest.mark.django_db

DUE = f"/financien/te-betalen/{GENK}/"
WHY = "De uren lijken niet te kloppen."


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def test_an_invoice_is_set_aside_with_a_question_and_taken_up_again(treasury: Treasury) -> None:
    one = treasury.redeem()
    treasury.redeem(2)
    work()
    url = f"/financien/facturen/{one.pk}/"
    orders, signs, coordinates = map(browser, ("general_director", "financial_director", "coordinator_genk"))
    assert url in orders.get(DUE).content.decode()
    page = orders.get(url)
    assert one.invoice_number in text(page)
    assert "Weer opnemen" not in text(page)
    given = {"once": token(page), "act": "aside", "reason": " ", "asks_coordinator": "on"}
    assert "Zeg waarom" in text(orders.post(url, given, follow=True))
    done = orders.post(url, given | {"reason": WHY}, follow=True)
    assert "De regisseur is gevraagd ernaar te kijken." in text(done)
    assert WHY in text(signs.get(DUE))
    assert "opzij gezet door wie betaalt" in text(signs.get(DUE))
    mail.outbox.clear()
    work()
    told = [one for one in mail.outbox if "heeft een vraag over factuur" in one.subject]
    assert told
    assert WHY in str(told[0].body)
    assert f"/beheer/cheques/{one.voucher.code}/" in coordinates.get("/beheer/").content.decode()
    asked = coordinates.get(f"/beheer/cheques/{one.voucher.code}/")
    assert WHY in text(asked)
    subject = quote(f"Uw vraag over factuur {one.invoice_number}")
    assert f'href="mailto:{EMAIL["general_director"]}?subject={subject}"' in asked.content.decode()
    page = signs.get(url)
    assert WHY in text(page)
    signs.post(url, {"once": token(page), "act": "again"}, follow=True)
    assert SetAside.objects.get().lifted_at is not None
    assert WHY not in text(coordinates.get(f"/beheer/cheques/{one.voucher.code}/"))


def test_the_auditor_reads_it_and_nobody_else_does(treasury: Treasury) -> None:
    one = treasury.redeem()
    url = f"/financien/facturen/{one.pk}/"
    page = browser("auditor").get(url)
    assert page.status_code == 200
    assert "De factuur opzij zetten" not in text(page)
    assert browser("provider_staff").get(url).status_code == 403


def test_who_orders_sees_each_payment_and_the_list_tells_what_was_taken_out_and_why(
    treasury: Treasury,
) -> None:
    one, other = treasury.redeem(1), treasury.redeem(2)
    batch = treasury.propose()
    asks = browser("general_director").get(f"/financien/opdrachten/{batch.pk}/bevelen/")
    assert one.invoice_number in text(asks)
    assert other.invoice_number in text(asks)
    take_out_payment(treasury.signs, payment=one.payments.get(), reason=WHY)
    listed = text(browser("financial_director").get(DUE))
    assert f"Uit betaalopdracht {batch.pk} gehaald op" in listed
    assert WHY in listed
    assert other.invoice_number not in listed
