"""What goes wrong is said in Dutch, on a page that everybody can use, and what was typed is still there."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.scene import EMAIL
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.demo.cast import OWN_ENTERPRISE, invented_number
from wisselwerk.demo.play import sample_invoice

pytestmark = pytest.mark.browser

HOSTILE = """<?xml version="1.0"?>
<!DOCTYPE Invoice [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&secret;</Invoice>"""
TOO_LARGE = 6_000_000


def fill(window: Window, number: str) -> None:
    window.go("/regelingen/genk/aanvragen/")
    page = window.page
    page.get_by_label("Ondernemingsnummer van uw zaak").fill(number)
    page.get_by_label("Gemeente van uw zetel").select_option(label="Genk")
    page.get_by_label("Uw mailadres").fill("ik@vergissing.example")
    page.get_by_label("Ik mag voor deze onderneming optreden").check()
    window.press("Vraag de cheque aan")


def test_a_wrong_enterprise_number(window: OpenWindow) -> None:
    somebody = window()
    fill(somebody, "1999.015.096")
    assert "Dit is geen ondernemingsnummer: er is een cijfer fout of te kort" in somebody.says()
    page = somebody.page
    assert page.get_by_label("Ondernemingsnummer van uw zaak").input_value() == "1999.015.096"
    assert page.get_by_label("Uw mailadres").input_value() == "ik@vergissing.example"
    assert page.get_by_label("Gemeente van uw zetel").locator(":checked").inner_text() == "Genk"
    assert page.get_by_label("Ik mag voor deze onderneming optreden").is_checked()
    assert somebody.faults() == []


def test_a_wrong_code(window: OpenWindow) -> None:
    somebody = window()
    fill(somebody, invented_number(153))
    code = re.search(r"^\s*(\d{6})\s*$", somebody.newest_mail(), re.MULTILINE)
    assert code
    somebody.page.go_back()
    wrong = "000000" if code[1] != "000000" else "000001"
    somebody.page.get_by_label("De code uit de mail").fill(wrong)
    somebody.press("Bevestigen")
    assert "Deze code klopt niet. U kunt nog" in somebody.says()
    assert somebody.page.get_by_label("De code uit de mail").input_value() == wrong
    assert somebody.faults() == []


def hand_in(window: Window, file: Path) -> None:
    window.page.get_by_label("De e-factuur (XML)").set_input_files(file)
    window.press("Kijk wat ze geeft")


def open_voucher() -> Voucher:
    return Voucher.objects.get(holder__enterprise_number=OWN_ENTERPRISE.number)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HOSTILE, "Dit bestand is geen elektronische factuur die we kunnen lezen:"),
        ("x" * TOO_LARGE, "Dit bestand is groter dan 5 MB. Stuur de factuur zonder bijlagen."),
        ("%PDF-1.7", "Dit bestand is geen elektronische factuur die we kunnen lezen:"),
    ],
    ids=["hostile", "too large", "pdf"],
)
def test_a_file_that_is_no_invoice(window: OpenWindow, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "factuur.xml"
    file.write_text(content)
    somebody = window(EMAIL["owner"])
    somebody.go(f"/mijn/cheques/{open_voucher().code}/factuur/")
    hand_in(somebody, file)
    assert said in somebody.says()
    assert somebody.faults() == []
    assert open_voucher().state == "open"


def test_an_invoice_that_is_too_low_keeps_the_code(window: OpenWindow, tmp_path: Path) -> None:
    staff = window(EMAIL["provider_staff"])
    voucher = open_voucher()
    invoice = sample_invoice(voucher.code, 49_999)
    assert invoice is not None
    file = tmp_path / "factuur.xml"
    file.write_bytes(invoice)
    staff.go("/aanbieder/factuur/")
    staff.page.get_by_label("Code van de cheque").fill(voucher.code.lower())
    hand_in(staff, file)
    assert "De factuur is € 0,01 te laag: ze moet minstens € 500,00 zijn, zonder btw" in staff.says()
    assert staff.page.get_by_label("Code van de cheque").input_value() == voucher.code.lower()
    assert staff.faults() == []
