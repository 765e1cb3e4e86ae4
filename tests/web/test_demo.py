"""The demo's mailbox and its sample invoices: a newcomer plays the whole road alone."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tests.web.stage import browser, text, token, work
from wisselwerk.apps.payouts.models import ClaimNotice, Payment, PaymentBatch
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import CAST, invented_number
from wisselwerk.demo.load import load_demo
from wisselwerk.demo.mailbox import forget
from wisselwerk.demo.models import DemoMail, DemoMode
from wisselwerk.domain.payment import BatchState, PaymentState

pytestmark = pytest.mark.django_db

NEWCOMER = invented_number(150)


@pytest.fixture(autouse=True)
def demo() -> Iterator[None]:
    load_demo(today())
    with override_settings(EMAIL_BACKEND="wisselwerk.demo.mailbox.MailboxBackend"):
        yield


def test_an_empty_mailbox_says_what_will_come() -> None:
    DemoMail.objects.all().delete()
    said = text(browser().get("/demo/postvak/"))
    assert "Nog geen mail" in said
    assert "Dit is een demo" in said


@pytest.mark.parametrize(
    ("slug", "place", "ends_as"), [("genk", "71016", "€ 250,00"), ("zuidoost-limburg", "73066", "€ 500,00")]
)
def test_a_newcomer_plays_the_whole_road(slug: str, place: str, ends_as: str) -> None:
    client = browser()
    apply = f"/regelingen/{slug}/aanvragen/"
    asked = {
        "once": token(client.get(apply)),
        "enterprise_number": NEWCOMER,
        "municipality": place,
        "offer": "",
        "email": "ik@voorbeeld.example",
        "mandate": "on",
    }
    confirm = client.post(apply, asked)["Location"]
    work()
    found = re.search(r"Uw code: (\d{6})", text(client.get("/demo/postvak/")))
    assert found
    client.post(confirm, {"code": found[1]})
    voucher = Voucher.objects.get(holder__enterprise_number=NEWCOMER)
    mailbox = client.get("/demo/postvak/").content.decode()
    assert f'href="/demo/facturen/{voucher.code}.xml"' in mailbox
    invoice = client.get(f"/demo/facturen/{voucher.code}.xml")
    assert invoice["Content-Type"] == "application/xml"
    url = f"/mijn/cheques/{voucher.code}/factuur/"
    page = client.get(url)
    first = client.post(
        url, {"once": token(page), "file": SimpleUploadedFile("factuur.xml", invoice.content)}
    )
    assert "Deze factuur is goed" in text(first)
    fields = dict(re.findall(r'name="(once|kept)" value="([^"]*)"', first.content.decode()))
    done = client.post(url, {**fields, "redeem": "yes"}, follow=True)
    assert f"De cheque betaalt {ends_as}" in text(done)
    assert client.get(f"/demo/facturen/{voucher.code}.xml").status_code == 404, "nothing is left to use"


def test_there_is_no_invoice_for_a_voucher_that_is_not_there() -> None:
    assert browser().get("/demo/facturen/0000000000000000.xml").status_code == 404


def test_the_bank_answers_a_signed_batch_that_waits_for_it() -> None:
    batch = PaymentBatch.objects.get(state=BatchState.SIGNED, payer__nis_code="71016")
    mailbox = browser().get("/demo/postvak/").content.decode()
    assert f'href="/demo/bank/{batch.pk}.xml"' in mailbox
    answer = browser().get(f"/demo/bank/{batch.pk}.xml")
    file = SimpleUploadedFile("uittreksel.xml", answer.content)
    said = text(browser("financial_director").post("/financien/bank/inlezen/", {"file": file}, follow=True))
    assert "Elke lijn is duidelijk" in said
    assert batch.payments.get().state == PaymentState.PAID
    assert browser().get(f"/demo/bank/{batch.pk}.xml").status_code == 404, "the bank has answered"


@pytest.mark.parametrize("state", [BatchState.ORDERED, None])
def test_there_is_no_answer_to_a_batch_that_the_bank_cannot_have(state: BatchState | None) -> None:
    number = PaymentBatch.objects.get(state=state).pk if state else 999_999
    assert browser().get(f"/demo/bank/{number}.xml").status_code == 404


def test_the_bank_tells_of_money_paid_back_and_the_claim_is_closed() -> None:
    claim = Payment.objects.get(redemption__reversal__isnull=False, claim_notices__state="to_post")
    mailbox = browser().get("/demo/postvak/").content.decode()
    assert f'href="/demo/bank/terug/{claim.pk}.xml"' in mailbox
    answer = browser().get(f"/demo/bank/terug/{claim.pk}.xml")
    file = SimpleUploadedFile("uittreksel.xml", answer.content)
    director = browser("financial_director_tongeren")
    assert "Elke lijn is duidelijk" in text(
        director.post("/financien/bank/inlezen/", {"file": file}, follow=True)
    )
    claim.refresh_from_db()
    assert claim.state == PaymentState.RECOVERED
    assert browser().get(f"/demo/bank/terug/{claim.pk}.xml").status_code == 404, "nothing is open"


def test_a_letter_of_the_demo_can_be_read_on_paper() -> None:
    director = browser("financial_director_tongeren")
    [letter] = ClaimNotice.objects.filter(state="to_post")
    assert letter.person is None
    assert "Keuken Het Vijfde Wiel" in text(director.get("/financien/terug/"))
    paper = director.get(f"/terug/{letter.payment_id}/brief.pdf")
    assert paper.content.startswith(b"%PDF")


def test_outside_a_demo_there_is_no_mailbox() -> None:
    DemoMode.objects.all().delete()
    forget()
    assert browser().get("/demo/postvak/").status_code == 404
    voucher = Voucher.objects.filter(state="open")[0]
    assert browser().get(f"/demo/facturen/{voucher.code}.xml").status_code == 404
    batch = PaymentBatch.objects.get(state=BatchState.SIGNED, payer__nis_code="71016")
    assert browser().get(f"/demo/bank/{batch.pk}.xml").status_code == 404


def test_who_plays_one_role_again_and_again_is_not_locked_out() -> None:
    email, begun = CAST[0].email, now()
    for minute in range(8):
        with time_machine.travel(begun + timedelta(minutes=minute)):
            client = browser()
            client.post("/aanmelden/", {"email": email})
            work()
            code = re.search(r"^ {4}(\S+)$", DemoMail.objects.latest("pk").text, re.MULTILINE)
            assert code
            assert client.post("/aanmelden/code/", {"code": code[1]})["Location"] == "/mijn/", minute
