"""The financial director's Monday morning, as the guide tells it: proposed, ordered, signed, sent to the bank and paid."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.formats.statements import balance
from tests.scene import EMAIL
from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.clock import today
from wisselwerk.demo.bank import statement_on
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.demo.payments import check_all_invoices
from wisselwerk.domain.payment import BatchState
from wisselwerk.domain.voucher import show_code

pytestmark = pytest.mark.browser

GENK = "71016"


def download(window: Window, words: str, into: Path) -> Path:
    """Follow a link that gives a file."""
    with window.page.expect_download() as given:
        window.page.get_by_role("main").get_by_role("link", name=words, exact=True).click()
    file = into / given.value.suggested_filename
    given.value.save_as(file)
    return file


def redeem(window: Window, into: Path) -> None:
    """One more invoice, so that there is something to pay."""
    window.go("/demo/postvak/")
    code = show_code(Voucher.objects.get(holder__enterprise_number=OWN_ENTERPRISE.number).code)
    file = download(window, f"Factuur voor {code}", into)
    window.go("/aanbieder/")
    window.page.get_by_label("Code van de cheque").fill(code)
    window.page.get_by_label("De e-factuur (XML)").set_input_files(file)
    window.press("Kijk wat ze geeft")
    window.press("Bevestig en gebruik de cheque")
    check_all_invoices()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_monday_morning(window: OpenWindow, tmp_path: Path, *, script: bool) -> None:
    redeem(window(EMAIL["provider_staff"]), tmp_path)
    signs = window(EMAIL["financial_director"], script=script)
    signs.go("/financien/")
    assert "kan nu betaald worden: 1 factuur" in signs.says()
    assert signs.faults("finance") == []
    signs.page.get_by_label("Betaaldag").fill(today().isoformat())
    signs.press("Betaling voorstellen")
    assert "1 betaling van € 250,00" in signs.says()
    batch = PaymentBatch.objects.get(state=BatchState.PROPOSED, payer__nis_code=GENK)

    orders = window(EMAIL["general_director"], script=script)
    orders.go("/financien/")
    orders.follow("Beveel € 250,00")
    orders.follow("Beveel de betalingen")
    assert orders.faults("order") == []
    orders.press("Beveel de betalingen")
    assert "Dit wacht nu op de handtekening" in orders.says()

    signs.go(f"/financien/opdrachten/{batch.pk}/")
    assert signs.faults("batch") == []
    signs.follow("Teken de betalingen")
    assert signs.faults() == []
    signs.press("Teken de betalingen")
    file = download(signs, "Download het bestand voor de bank", tmp_path)
    batch.refresh_from_db()
    assert file.name == f"{batch.message_id}.xml"
    assert b"pain.001.001.09" in file.read_bytes()
    assert signs.faults("signed") == []

    signs.go("/demo/postvak/")
    answer = download(signs, f"Uittreksel bij betaalopdracht {batch.pk}", tmp_path)
    signs.go("/financien/")
    signs.follow("Lees een bestand van de bank in")
    signs.page.get_by_label("Het bestand van de bank (XML)").set_input_files(answer)
    signs.press("Lees het bestand in")
    assert "Elke lijn is duidelijk" in signs.says()
    assert signs.faults("bank-file") == []
    signs.go(f"/financien/opdrachten/{batch.pk}/")
    assert "€ 250,00 is betaald" in signs.says()
    assert signs.faults() == []

    provider = window(EMAIL["provider_staff"], script=script)
    provider.go("/aanbieder/")
    assert "Betaald op" in provider.says()
    paid = provider.page.locator("tr", has_text="Betaald op")
    paid.get_by_role("link", name=re.compile("^op ")).first.click()
    assert provider.heading() == "€ 250,00 aan De Zilverspar"
    assert provider.faults("payment") == []


def test_aid_is_entered_and_a_wrong_reference_is_replaced(window: OpenWindow) -> None:
    signs = window(EMAIL["financial_director_tongeren"])
    signs.go("/financien/")
    signs.follow("Register van de-minimissteun")
    first = signs.page.get_by_role("checkbox").first
    line = first.get_attribute("value")
    signs.press("De aangevinkte lijnen zijn ingevoerd")
    assert "Vink elke lijn aan die ingevoerd is." in signs.says()
    assert signs.faults() == []
    for given in ("EAID-1", "EAID-2"):
        signs.page.locator(f"#line-{line}").check()
        signs.page.get_by_label("Referentie in het register").fill(given)
        signs.press("De aangevinkte lijnen zijn ingevoerd")
        assert "1 lijn is ingevoerd." in signs.says()
        signs.page.get_by_label("Welke lijnen?").select_option(label="Alle lijnen")
        signs.page.locator(f"tr:has(#line-{line})", has_text=given).wait_for()
    assert signs.page.url.endswith(f"?state=all#line-{line}")
    assert "EAID-1" in signs.page.locator(f"tr:has(#line-{line})").inner_text()
    assert signs.faults() == []


def test_a_file_with_a_mistake_says_where(window: OpenWindow, tmp_path: Path) -> None:
    wrong = tmp_path / "uittreksel.xml"
    wrong.write_text("<Document>", encoding="utf-8")
    signs = window(EMAIL["financial_director"])
    signs.go("/financien/bank/inlezen/")
    signs.page.get_by_label("Het bestand van de bank (XML)").set_input_files(wrong)
    signs.press("Lees het bestand in")
    assert "Regel 1" in signs.says()
    assert signs.faults() == []


def test_a_statement_that_does_not_add_up_says_what_to_do(window: OpenWindow, tmp_path: Path) -> None:
    batch = PaymentBatch.objects.filter(state=BatchState.SIGNED, payer__nis_code=GENK).earliest("pk")
    day = today().isoformat()
    balances = balance("OPBD", "1000.00", day) + balance("CLBD", "1.00", day)
    wrong = tmp_path / "uittreksel.xml"
    wrong.write_bytes(statement_on(batch).replace(b"<Ntry>", balances.encode() + b"<Ntry>", 1))
    signs = window(EMAIL["financial_director"])
    signs.go("/financien/bank/inlezen/")
    signs.page.get_by_label("Het bestand van de bank (XML)").set_input_files(wrong)
    signs.press("Lees het bestand in")
    assert "Vraag het bestand opnieuw aan de bank" in signs.says()
    assert signs.faults() == []


def test_an_account_number_is_seen_before_it_is_given(window: OpenWindow) -> None:
    provider = window(EMAIL["provider_staff"])
    provider.go("/aanbieder/rekening/")
    provider.page.get_by_label("Rekeningnummer (IBAN)").fill("BE68 5390 0754 7034")
    provider.press("Kijk wat er gebeurt")
    assert provider.faults() == []
    provider.press("Geef dit nummer op")
    link = re.search(r"/rekening/\d+/bevestigen/", provider.newest_mail())
    assert link
    provider.go(link[0])
    provider.press("Bevestig de wijziging")
    assert "wordt gebruikt vanaf" in provider.says()
    assert provider.faults() == []
