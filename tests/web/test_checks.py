"""What a coordinator sees of invoices that break official rules, and the ways on; an outage is never the user's mistake."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from django.test import Client

from tests.scene import Scene, award, invoice, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.vouchers.models import InvoiceCheck, Redemption, Voucher
from wisselwerk.apps.vouchers.services import check_invoices, redeem_voucher, reverse_redemption
from wisselwerk.clock import now
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.invoice_check import TRIES, CheckState, Finding, Severity
from wisselwerk.jobs.checks import check_invoices as job

pytestmark = pytest.mark.django_db


@pytest.fixture
def voucher() -> Voucher:
    """With an invoice whose unit is no official code, and the warning that a part does not belong."""
    scene: Scene = set_scene()
    found = award(scene)
    data = invoice(found, 50_000).replace(b'unitCode="C62"', b'unitCode="stuk"')
    data = data.replace(b"<cbc:CustomizationID>", b"<cbc:UUID>1</cbc:UUID><cbc:CustomizationID>")
    redeem_voucher(SYSTEM, code=found.code, data=data)
    return found


@pytest.fixture
def client() -> Client:
    return browser("coordinator_genk")


def address() -> str:
    return f"/beheer/facturen/{Redemption.objects.get(is_reversed=False).pk}/"


def test_it_is_work_with_what_is_wrong_in_plain_words_beside_the_rule(
    voucher: Voucher, client: Client
) -> None:
    job()
    for path in ("/beheer/", "/beheer/facturen/", "/mijn/"):
        assert "Facturen die niet in orde zijn" in text(client.get(path)), path
        assert address() in client.get(path).content.decode()
    page = text(client.get(address()))
    assert "BR-CL-23" in page
    assert "Er staat een code in die niet in de officiële lijst staat" in page
    assert "Unit code MUST be coded" in page
    assert "Invoice/InvoiceLine/InvoicedQuantity" in page
    assert "UBL-CR-005 (enkel een waarschuwing)" in page
    assert "stuk" not in page, "what stands in the invoice is not kept"
    assert "bekijken wat er mis is" in text(client.get(f"/beheer/cheques/{voucher.code}/"))


def test_it_is_accepted_with_a_reason(voucher: Voucher, client: Client) -> None:
    job()
    without = client.post(address(), {"once": token(client.get(address())), "reason": " "})
    assert without.status_code == 422
    sent = {"once": token(client.get(address())), "reason": "De eenheid is duidelijk."}
    for _ in range(2):
        answer = client.post(address(), sent, follow=True)
    assert InvoiceCheck.objects.get().state == CheckState.ACCEPTED
    assert "Factuur aanvaard die een officiële regel niet volgt" in text(
        client.get(f"/beheer/cheques/{voucher.code}/")
    )
    again = text(client.get(address()))
    assert "De factuur aanvaarden" not in again
    assert "Door een persoon aanvaard" in again
    assert answer.status_code == 200


def test_it_is_undone_from_there(voucher: Voucher, client: Client) -> None:
    job()
    redemption = Redemption.objects.get()
    where = f"/beheer/cheques/{voucher.code}/facturen/{redemption.pk}/"
    assert where in client.get(address()).content.decode()
    path = address()
    reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Wordt verbeterd.")
    page = text(client.get(path))
    assert "ongedaan gemaakt" in page.lower() or "teruggedraaid" in page.lower()
    assert "De factuur aanvaarden" not in page
    assert "Alle facturen zijn in orde" in text(client.get("/beheer/facturen/"))


def test_before_it_is_checked_there_is_nothing_to_do(voucher: Voucher, client: Client) -> None:
    page = text(client.get(address()))
    assert "Nog niets: de factuur moet nog gecontroleerd worden" in page
    assert "De factuur aanvaarden" not in page


def test_an_outage_is_ours_and_asks_nothing_of_anybody(voucher: Voucher, client: Client) -> None:
    def broken(_data: bytes) -> Sequence[Finding]:
        raise OSError("no memory")

    for _ in range(2):
        InvoiceCheck.objects.update(try_at=now())
        check_invoices(SYSTEM, judge=broken)
    page = text(client.get("/beheer/facturen/"))
    assert "Dat is een storing bij ons en zegt niets over de facturen" in page
    assert "F-1" in page
    assert "Facturen die niet in orde zijn" not in text(client.get("/beheer/")).replace(
        "de facturen die niet in orde zijn", ""
    )
    for who in ("owner", "provider_staff"):
        assert "storing" not in text(browser(who).get(f"/mijn/cheques/{voucher.code}/"))


def test_one_that_cannot_be_checked_is_work_that_says_what_to_do(voucher: Voucher, client: Client) -> None:
    InvoiceCheck.objects.update(tries=TRIES)
    for path in ("/beheer/", "/beheer/facturen/"):
        page = text(client.get(path))
        assert (
            "Kon niet officieel gecontroleerd worden: bekijk ze zelf, en aanvaard ze of draai ze terug"
            in page
        )
    page = text(client.get(address()))
    assert "Het is niet bekend of ze een regel overtreedt" in page
    assert "De controle wordt vanzelf opnieuw geprobeerd op" in page
    assert "Vraag ze op bij wie de factuur stuurde, en kijk zelf na" in page
    assert "kregen een mail" not in page
    given = {"once": token(client.get(address())), "reason": "Zelf bekeken."}
    assert client.post(address(), given).status_code == 302
    assert InvoiceCheck.objects.get().state == CheckState.ACCEPTED


def test_one_that_breaks_no_rule_says_so(voucher: Voucher, client: Client) -> None:
    check_invoices(SYSTEM, judge=lambda _: ())
    assert "Ze volgt alle regels" in text(client.get(address()))


def test_a_rule_broken_often_says_how_often(voucher: Voucher, client: Client) -> None:
    check_invoices(SYSTEM, judge=lambda _: (Finding("BR-25", Severity.FATAL, "Item name.", "Invoice", 40),))
    assert "Op een lijn staat niet wat er gekocht is. 40 keer." in text(client.get(address()))


def test_others_find_nothing(voucher: Voucher, client: Client) -> None:
    job()
    assert browser("owner").get(address()).status_code == 403
    assert browser("auditor").get("/beheer/facturen/").status_code == 403
    assert client.get(f"/beheer/facturen/{uuid4()}/").status_code == 404


def test_the_provider_sees_that_it_waits_for_a_correction(voucher: Voucher) -> None:
    job()
    assert "Factuur doorstond de officiële controle niet" in text(
        browser("provider_staff").get("/aanbieder/")
    )
