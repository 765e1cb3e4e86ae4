"""What a bank paid twice stands on the pages until it is back, and nobody is told to send a file that a bank has."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.payments import Treasury, set_treasury
from tests.web.stage import browser, text, token
from wisselwerk.apps.payouts.models import BankLine, PaymentBatch
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import hold_batch, order_batch, resume_batch, sign_batch
from wisselwerk.clock import today
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_answer_sample import write_statement
from wisselwerk.formats.credit_transfer import CreditTransfer

pytestmark = pytest.mark.django_db

TWICE = "De bank voerde 1 betaling een keer vaker uit dan in de boeken staat."


@pytest.fixture
def treasury() -> Treasury:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    return treasury


def read(client: Client, order: CreditTransfer, name: str, *, back: bool = False, number: int = 2) -> Any:
    """The statement of an invented bank that did the first ``number`` of these."""
    done = CreditTransfer(
        message_id=order.message_id,
        created_at=order.created_at,
        execute_on=order.execute_on,
        debtor=order.debtor,
        payments=order.payments[:number],
    )
    returned = [one.end_to_end_id for one in done.payments] if back else []
    data = write_statement(done, statement_id=name, booked_on=today(), returned=returned)
    return client.post("/financien/bank/inlezen/", {"file": SimpleUploadedFile("a.xml", data)}, follow=True)


def test_what_the_bank_paid_twice_stays_in_sight_until_it_is_back(treasury: Treasury) -> None:
    client, batch = browser("financial_director"), treasury.signed()
    order = order_of(batch)
    read(client, order, "S-1", number=1)
    read(client, order, "S-2", number=1)
    line = BankLine.objects.get(meaning=Meaning.DIFFERENT)
    page = client.get(f"/financien/lijnen/{line.pk}/")
    assert "De bank betaalde dit een tweede keer." in text(page)
    client.post(f"/financien/lijnen/{line.pk}/", {"once": token(page), "text": "Teruggevraagd aan de bank."})
    assert TWICE in text(client.get("/financien/"))
    assert "Er wordt niets verwacht" not in text(client.get("/financien/"))
    claims = text(client.get("/financien/terug/"))
    assert "€ 250,00 te veel aan" in claims
    assert "Er moet niets terugbetaald worden" not in claims
    assert "€ 250,00 te veel aan" in text(browser("auditor").get("/financien/terug/"))
    # The third statement has it leave once more and come back once: one is still too much.
    read(client, order, "S-3", number=1, back=True)
    back = BankLine.objects.filter(meaning=Meaning.DIFFERENT, amount_cents__gt=0).get()
    told = text(client.get(f"/financien/lijnen/{back.pk}/"))
    assert "De betaling zelf blijft betaald" in told
    assert "Boek het in bij een terugvordering" not in told
    assert "€ 250,00 te veel aan" in text(client.get("/financien/terug/"))


def test_what_the_bank_has_is_not_sent_again(treasury: Treasury) -> None:
    client, batch = browser("financial_director"), treasury.signed()
    sent = "Bezorg het bestand aan de bank"
    assert sent in text(client.get("/financien/"))
    assert sent in text(client.get("/mijn/"))
    read(client, order_of(batch), "S-1", number=1)
    for address in ("/financien/", "/mijn/"):
        told = text(client.get(address))
        assert sent not in told
        assert "Bij de bank: € 250,00" in told
        assert "1 betaling van Genk" in told
        assert "verstuur het niet opnieuw" in told


def test_each_page_says_the_same_of_a_batch(treasury: Treasury) -> None:
    client, batch = browser("financial_director"), treasury.signed()
    assert "Gepland" not in text(client.get(f"/financien/opdrachten/{batch.pk}/"))
    voucher = batch.payments.earliest("pk").redemption.voucher
    road = text(browser("auditor").get(f"/audit/cheques/{voucher.code}/"))
    assert ("Getekend" in road, "Gepland" in road) == (True, False)
    read(client, order_of(batch), "S-1")
    line = BankLine.objects.latest("pk")
    assert "Getekend" not in text(client.get(f"/financien/lijnen/{line.pk}/"))


def test_who_approves_anew_hears_of_the_old_file(treasury: Treasury) -> None:
    old = "Misschien heeft de bank dat bestand nog."
    batch = treasury.propose()
    address = f"/financien/opdrachten/{batch.pk}"
    assert old not in text(browser("general_director").get(f"{address}/bevelen/"))
    sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    held = hold_batch(treasury.signs, batch=PaymentBatch.objects.get(), reason="Even wachten.")
    batch = resume_batch(treasury.signs, batch=held)
    assert old in text(browser("general_director").get(f"{address}/bevelen/"))
    order_batch(treasury.orders, batch=batch)
    assert old in text(browser("financial_director").get(f"{address}/tekenen/"))


def test_what_a_bank_left_undone_is_stopped_after_its_day(treasury: Treasury) -> None:
    client, batch = browser("financial_director"), treasury.signed()
    read(client, order_of(batch), "S-1", number=1)
    address = f"/financien/opdrachten/{batch.pk}/"
    assert "Houd de betalingen tegen" not in text(client.get(address))
    PaymentBatch.objects.update(pay_on=today() - timedelta(days=10))
    assert "Houd de betalingen tegen" in text(client.get(address))
    page = client.get(f"{address}tegenhouden/")
    assert "Vraag eerst aan de bank of ze die betalingen nog uitvoert" in text(page)
    client.post(f"{address}tegenhouden/", {"once": token(page), "reason": "De bank doet ze niet."})
    batch.refresh_from_db()
    assert batch.state == "held"
