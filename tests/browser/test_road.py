"""The README's five minutes, walked by a newcomer who does nothing but read and press."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.scene import EMAIL
from wisselwerk.demo.cast import invented_number

pytestmark = pytest.mark.browser

FREE = invented_number(150)
"""The number that the README gives to a newcomer."""


def dotted(number: str) -> str:
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def code_in(mail: str) -> str:
    """The code on a line of its own."""
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", mail, re.MULTILINE)
    assert found, mail
    return found[1]


def apply_for_genk(window: Window, number: str, email: str) -> None:
    """Steps 1 and 2: apply, and confirm with the code from the mailbox."""
    window.go("/regelingen/genk/aanvragen/")
    page = window.page
    page.get_by_label("Ondernemingsnummer van uw zaak").fill(number)
    page.get_by_label("Gemeente van uw zetel").select_option(label="Genk")
    page.get_by_label("Wat wilt u proberen?").select_option(index=1)
    page.get_by_label("Uw mailadres").fill(email)
    page.get_by_label("Ik mag voor deze onderneming optreden").check()
    window.press("Vraag de cheque aan")
    assert window.heading() == "Bevestig uw mailadres"
    confirm_page = page.url
    code = code_in(window.newest_mail())
    window.go(confirm_page)
    page.get_by_label("De code uit de mail").fill(code)
    window.press("Bevestigen")
    assert window.heading() == "Ja: u krijgt een cheque van € 250"


def test_back_from_the_confirmation_what_was_typed_is_still_there(window: OpenWindow) -> None:
    tab = window()
    apply_for = dotted(invented_number(152))
    tab.go("/regelingen/genk/aanvragen/")
    tab.page.get_by_label("Ondernemingsnummer van uw zaak").fill(apply_for)
    tab.page.get_by_label("Gemeente van uw zetel").select_option(label="Genk")
    tab.page.get_by_label("Uw mailadres").fill("terug@voorbeeld.example")
    tab.page.get_by_label("Ik mag voor deze onderneming optreden").check()
    tab.press("Vraag de cheque aan")
    assert tab.heading() == "Bevestig uw mailadres"
    tab.page.go_back()
    assert tab.page.get_by_label("Ondernemingsnummer van uw zaak").input_value() == apply_for
    assert tab.page.get_by_label("Uw mailadres").input_value() == "terug@voorbeeld.example"


def download_sample(window: Window, into: Path) -> Path:
    """Step 3, first half: the sample invoice for the newest voucher."""
    window.go("/demo/postvak/")
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name=re.compile("^Factuur voor ")).first.click()
    file = into / download.value.suggested_filename
    download.value.save_as(file)
    return file


def redeem(window: Window, file: Path) -> None:
    """Step 3, second half: see what the invoice gives, then use the voucher."""
    window.follow("Factuur indienen")
    window.page.get_by_label("De e-factuur (XML)").set_input_files(file)
    window.press("Kijk wat ze geeft")
    assert "Deze factuur is goed" in window.says()
    if window.has_script:
        assert window.faults("invoice") == []
    window.press("Bevestig en gebruik de cheque")
    assert "De cheque betaalt € 250,00." in window.says()
    assert window.heading() == "Nog € 0 op deze cheque"
    assert window.page.get_by_role("link", name="Factuur indienen").count() == 0


def figures(window: Window) -> tuple[str, dict[str, str]]:
    """What the dashboard says: money left, and the numbers with their names."""
    window.go("/beheer/")
    left = window.page.locator(".ww-budget-text strong").first.inner_text()
    facts = window.page.locator(".ww-facts").first.locator("div")
    numbers = {fact.locator("dt").inner_text(): fact.locator("dd").inner_text() for fact in facts.all()}
    return left, numbers


def cents(amount: str) -> int:
    return int(re.sub(r"\D", "", amount))


def test_the_whole_road(window: OpenWindow, tmp_path: Path) -> None:
    left_before, before = figures(window(EMAIL["coordinator_genk"]))
    newcomer = window()
    newcomer.go("/")
    apply_for_genk(newcomer, dotted(FREE), "ik@nieuw.example")
    decision = newcomer.page.url
    invoice = download_sample(newcomer, tmp_path)
    newcomer.go(decision)
    newcomer.follow("Naar uw cheque")
    assert newcomer.heading() == "Nog € 250 op deze cheque"
    redeem(newcomer, invoice)
    assert newcomer.faults() == []

    coordinator = window()
    coordinator.go("/aanmelden/")
    coordinator.page.get_by_label("Uw mailadres").fill("regisseur@genk.example")
    coordinator.press("Stuur mij een code")
    assert coordinator.faults() == []
    code_page = coordinator.page.url
    code = code_in(coordinator.newest_mail())
    coordinator.go(code_page)
    coordinator.page.get_by_label("De code uit de mail").fill(code)
    coordinator.press("Aanmelden")
    left_after, after = figures(coordinator)
    assert cents(left_before) - cents(left_after) == 25_000
    moved = {name: int(after[name]) - int(before.get(name, "0")) for name in after}
    assert {name: by for name, by in moved.items() if by} == {
        next(name for name in after if name.startswith("aanvragen in ")): 1,
        "cheques: gebruikt": 1,
    }


def test_the_road_without_script(window: OpenWindow, tmp_path: Path) -> None:
    newcomer = window(script=False)
    apply_for_genk(newcomer, invented_number(151), "ik@zonder-script.example")
    newcomer.follow("Naar uw cheque")
    voucher = newcomer.page.url
    invoice = download_sample(newcomer, tmp_path)
    newcomer.go(voucher)
    redeem(newcomer, invoice)
