"""Who orders or signs a payment opens the invoice itself, as long as it is kept; the work list has what goes by post."""

import pytest
from django.test import Client

from tests.payments import NET_CENTS, Treasury, pass_checks, set_treasury
from tests.pdfs import pdf
from tests.scene import award, enterprise_number, invoice
from tests.settling import AS_, BY_SEAT, set_year
from tests.web.stage import browser, text
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.settlements.services import post_settlement, send_settlement
from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice, Redemption
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db

DIRECTORS = ("general_director", "financial_director")


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def handed_in(treasury: Treasury) -> tuple[Redemption, bytes]:
    """An e-invoice that waits for the official check."""
    voucher = award(treasury.scene, enterprise_number(1))
    data = invoice(voucher, NET_CENTS, number="F-1")
    done = redeem_voucher(treasury.scene.coordinator, code=voucher.code, data=data)
    return Redemption.objects.get(pk=done.id), data


def page(one: Redemption) -> str:
    return f"/financien/facturen/{one.pk}/"


@pytest.mark.parametrize("who", DIRECTORS)
def test_an_e_invoice_is_opened_as_it_was_received_until_it_was_checked(treasury: Treasury, who: str) -> None:
    one, data = handed_in(treasury)
    client = browser(who)
    assert f'href="{page(one)}bestand"' in client.get(page(one)).content.decode()
    got = client.get(f"{page(one)}bestand")
    assert (got.status_code, got.content, got["Content-Type"]) == (200, data, "application/xml")
    assert got["Content-Disposition"].startswith("attachment")
    pass_checks()
    assert "/bestand" not in client.get(page(one)).content.decode()
    assert client.get(f"{page(one)}bestand").status_code == 404


@pytest.mark.parametrize("who", DIRECTORS)
def test_the_pdf_that_was_judged_is_opened_for_as_long_as_it_is_kept(treasury: Treasury, who: str) -> None:
    one = treasury.redeem()
    judged = PdfInvoice.objects.create(
        voucher=one.voucher,
        ground="before_2026",
        number=one.invoice_number,
        issued_on=one.invoice_issued_on,
        net_cents=NET_CENTS,
        vat_cents=0,
        gross_cents=NET_CENTS,
        sha256="0" * 64,
        fingerprint=one.fingerprint,
        state="accepted",
        handed_in_at=now(),
        redemption=one,
    )
    file = PdfFile.objects.create(invoice=judged, data=pdf(), pages=1)
    client = browser(who)
    assert f'href="{page(one)}bestand"' in client.get(page(one)).content.decode()
    got = client.get(f"{page(one)}bestand")
    assert (got.status_code, got.content, got["Content-Type"]) == (200, pdf(), "application/pdf")
    file.delete()
    assert client.get(f"{page(one)}bestand").status_code == 404


def test_a_director_of_another_local_government_opens_nothing_also_as_auditor_here(
    treasury: Treasury,
) -> None:
    one, _ = handed_in(treasury)
    somebody = person("elders@voorbeeld.example")
    elsewhere = local_government(AS_, today())
    grant_role(SYSTEM, person=somebody, organisation=elsewhere, role=Role.FINANCIAL_DIRECTOR)
    partnership = treasury.scene.scheme.partnership
    grant_role(SYSTEM, person=somebody, organisation=partnership, role=Role.AUDITOR)
    client = Client()
    client.force_login(somebody)
    shown = client.get(page(one))
    assert shown.status_code == 200
    assert "/bestand" not in shown.content.decode()
    assert client.get(f"{page(one)}bestand").status_code == 404


def test_a_settlement_that_goes_by_post_is_on_the_work_list_until_it_went() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    settlement = year.draw_up()
    send_settlement(year.signs, settlement=settlement)
    client = browser("financial_director")
    work = f"Brief aan As: verrekening {settlement.year}"
    shown = text(client.get("/financien/"))
    assert work in shown
    assert "Er wacht nu niets op u" not in shown
    for share in settlement.shares.exclude(member=settlement.managing_municipality_id):
        post_settlement(year.signs, notice=share.notice)
    assert work not in text(client.get("/financien/"))
