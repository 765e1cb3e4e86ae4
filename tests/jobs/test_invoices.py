"""Mails about an invoice that breaks official rules and about a credit note: plain, the same in both forms, and not in vain."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.core.mail import EmailMessage, EmailMultiAlternatives

from tests.pdfs import handed_in, refused
from tests.scene import EMAIL, IN_PARTS, Scene, award, credit_note, invoice, set_scene
from tests.web.stage import work
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.services import (
    accept_invoice,
    credit_invoice,
    redeem_voucher,
    reverse_redemption,
)
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.pdf_invoice import TIME_TO_MEND
from wisselwerk.domain.voucher import show_code
from wisselwerk.jobs.checks import check_invoices
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db

OWNER, PROVIDER = EMAIL["owner"], EMAIL["provider_staff"]


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=IN_PARTS)


@pytest.fixture
def voucher(scene: Scene, mailoutbox: list[EmailMessage]) -> Voucher:
    """One on which an invoice with a wrong unit was used, of which everybody has heard."""
    found = award(scene)
    data = invoice(found, 30_000).replace(b'unitCode="C62"', b'unitCode="stuk"')
    redeem_voucher(SYSTEM, code=found.code, data=data)
    work()
    mailoutbox.clear()
    return found


def both_forms(mail: EmailMessage) -> tuple[str, str]:
    assert isinstance(mail, EmailMultiAlternatives)
    ((html, _kind),) = mail.alternatives
    shown = unescape(re.sub(r"<[^>]+>", " ", str(html)))
    return " ".join(str(mail.body).split()), " ".join(shown.split())


def test_provider_and_business_hear_what_is_wrong_and_what_to_do(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    check_invoices()
    check_invoices()
    work()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([OWNER, PROVIDER])
    for mail in mailoutbox:
        assert mail.subject == "Factuur F-1 moet verbeterd worden voor ze betaald wordt"
        for form in both_forms(mail):
            assert "Er staat een code in die niet in de officiële lijst staat" in form
            assert "(BR-CL-23)" in form
            assert "De Zilverspar maakt een verbeterde factuur" in form
            assert "de regisseur draait de foute terug" in form
            assert show_code(voucher.code) in form
            assert "stuk" not in form


def days(voucher: Voucher) -> tuple[str, str, str]:
    """The first and last day of an invoice, and the last to hand it in, as Belgians write them."""
    until = voucher.valid_until + TIME_TO_HAND_IN
    return written(voucher.awarded_on), written(voucher.valid_until), written(until)


def written(on: date) -> str:
    """A day as it stands in a form."""
    return day(on).replace("\N{NO-BREAK SPACE}", " ")


def test_the_mail_about_a_failed_check_names_the_days_there_are(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    check_invoices()
    work()
    start, end, until = days(voucher)
    for mail in mailoutbox:
        for form in both_forms(mail):
            assert f"De verbeterde factuur kan binnen tot en met {until}." in form
            assert f"De datum erop moet liggen van {start} tot en met {end}" in form
            assert "dan zijn er vanaf dan 14 dagen" in form


def told_of_a_refused_pdf(scene: Scene, mailoutbox: list[EmailMessage], on: date, number: str) -> list[str]:
    """What everybody is mailed once a PDF of that day is refused on that same day."""
    voucher = Voucher.objects.select_related("holder").get()
    with time_machine.travel(on.isoformat(), tick=False):
        one = handed_in(scene, voucher, 1_000, number=number, issued_on=min(on, voucher.valid_until))
        work()
        mailoutbox.clear()
        refused(scene, one)
        work()
    return [form for mail in mailoutbox for form in both_forms(mail)]


def test_the_mail_about_a_refused_pdf_names_the_days_of_the_new_invoice(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    voucher = award(scene)
    start, end, until = days(voucher)
    last = voucher.valid_until + TIME_TO_HAND_IN
    forms = told_of_a_refused_pdf(scene, mailoutbox, voucher.awarded_on, "P-1")
    assert len(forms) == 6, "business, provider and who handed it in"
    dated = f"De datum op die nieuwe factuur moet liggen van {start} tot en met {end}"
    for form in forms:
        assert f"U kunt een nieuwe factuur indienen tot en met {until}." in form
        assert dated in form
    # Too late for a better one by then: once there is a fortnight.
    moved = written(last + TIME_TO_MEND)
    for number, on in (("P-2", last), ("P-3", last + TIME_TO_MEND)):
        for form in told_of_a_refused_pdf(scene, mailoutbox, on, number):
            assert f"U kunt een nieuwe factuur indienen tot en met {moved}." in form
            assert dated in form


def test_whoever_has_no_day_left_hears_so(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    voucher = award(scene)
    last = voucher.valid_until + TIME_TO_HAND_IN
    with time_machine.travel(last.isoformat(), tick=False):
        refused(scene, handed_in(scene, voucher, 1_000, number="P-1", issued_on=voucher.valid_until))
        waits = handed_in(scene, voucher, 1_000, number="P-2", issued_on=voucher.valid_until)
        work()
        mailoutbox.clear()
    with time_machine.travel((last + TIME_TO_MEND + timedelta(days=1)).isoformat(), tick=False):
        refused(scene, waits)
        work()
    for form in (form for mail in mailoutbox for form in both_forms(mail)):
        said = f"{written(last + TIME_TO_MEND)} was de laatste dag om een factuur op deze cheque in te dienen"
        assert said in form
        assert "U kunt een nieuwe factuur indienen" not in form
    assert len(mailoutbox) == 3


@pytest.mark.parametrize("way", ["undone", "accepted", "erased"])
def test_no_mail_that_is_no_longer_true(
    voucher: Voucher, mailoutbox: list[EmailMessage], scene: Scene, way: str
) -> None:
    check_invoices()
    redemption = Redemption.objects.get()
    if way == "undone":
        reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Wordt verbeterd.")
    elif way == "accepted":
        accept_invoice(scene.coordinator, redemption=redemption.pk, reason="Klein gebrek.")
    else:
        for email in (OWNER, PROVIDER):
            erase_person(SYSTEM, email=email)
    work()
    assert [mail.subject for mail in mailoutbox if "moet verbeterd worden" in mail.subject] == []


def test_an_invoice_in_order_needs_no_mail(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 1_000))
    work()
    mailoutbox.clear()
    check_invoices()
    work()
    assert mailoutbox == []


@pytest.mark.parametrize(("net", "now"), [(10_000, "€ 200,00"), (30_000, "€ 0,00")])
def test_a_credit_note_is_told_with_before_and_after(
    voucher: Voucher, mailoutbox: list[EmailMessage], net: int, now: str
) -> None:
    credit_invoice(SYSTEM, code=voucher.code, data=credit_note(voucher, net))
    work()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([OWNER, PROVIDER])
    for mail in mailoutbox:
        assert mail.subject == "Creditnota CN-1 bij factuur F-1 is verwerkt"
        for form in both_forms(mail):
            said = form.replace("\N{NO-BREAK SPACE}", " ")
            assert "De cheque betaalde: € 300,00" in said
            assert f"De cheque betaalt nu: {now}" in said
            assert "Dan vraagt het lokaal bestuur terug wat het betaalde" in said
