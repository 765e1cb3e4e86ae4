"""The guide, played: a coordinator takes a scheme over, changes it, says why, publishes, and gets a first application."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.test_keyboard import tab, tab_to
from tests.browser.window import Window
from tests.scene import EMAIL
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import today
from wisselwerk.demo.cast import invented_number

pytestmark = pytest.mark.browser

PARENT = "/regelingen/zuidoost-limburg/"
NAME = "Kennismakingscheque Genk op maat"
SLUG = "kennismakingscheque-genk-op-maat"
DRAFT = f"/beheer/regelingen/{SLUG}/ontwerp/"
DECISION = f"Gemeenteraad van Genk, {today().day}/{today().month}/{today().year}: reglement (demo)"
WHYS = {
    "Bedrag": "Met hetzelfde geld maken twee keer zo veel ondernemingen kennis.",
    "Eigen bijdrage: minimum": "Wie zelf meebetaalt, kiest een dienst die hij echt nodig heeft.",
    "Eigen bijdrage: als de factuur te laag is": "Zo is meteen duidelijk wat er ontbreekt.",
    "Wanneer aanvragen: eerste dag": "Wij beginnen vandaag.",
}


def sign_in(window: Window, email: str) -> None:
    """From the page of sign-in, with the code out of the mailbox, and back to what was asked for."""
    window.page.get_by_label("Uw mailadres").fill(email)
    window.press("Stuur mij een code")
    where = window.page.url
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", window.newest_mail(), re.MULTILINE)
    assert code
    window.go(where)
    window.page.get_by_label("De code uit de mail").fill(code[1])
    window.press("Aanmelden")


def take_over(window: Window) -> None:
    window.page.get_by_label("Naam van uw regeling").fill(NAME)
    window.press("Neem over als ontwerp")
    assert window.heading() == NAME


def change(window: Window, rule: str) -> None:
    window.page.get_by_role("link", name=re.compile(f"^Wijzigen ?: {rule}$")).click()
    window.page.wait_for_load_state()


def test_the_road_of_the_guide(window: OpenWindow) -> None:
    somebody = window()
    somebody.go(PARENT)
    somebody.follow("Overnemen")
    sign_in(somebody, EMAIL["coordinator_genk"])
    assert somebody.heading() == "Overnemen: Kennismakingscheque Zuidoost-Limburg"
    assert "As, Genk, Opglabbeek, Zutendaal" in somebody.says()
    assert somebody.faults("take-over") == []
    take_over(somebody)
    assert somebody.faults("draft") == []
    fill_in(somebody)
    explain(somebody)
    try_out(somebody)
    bring_before_councils(somebody)
    publish(somebody)
    open_scheme(window)
    first_application(window, somebody)


def amount_of_draft() -> int:
    parameters: dict[str, int] = Draft.objects.get(slug=SLUG).rules[0]["parameters"]
    return parameters["amount_cents"]


def fill_in(coordinator: Window) -> None:
    """500 becomes 250, with 250 of one's own: seen before it is kept."""
    page = coordinator.page
    change(coordinator, "bedrag")
    page.get_by_label("Bedrag", exact=True).first.fill("250")
    expect(page.locator("#preview")).to_contain_text("De cheque is € 250,00 waard.")
    assert amount_of_draft() == 50_000
    assert coordinator.faults("rule") == []
    coordinator.press("Bewaar deze voorwaarde")
    coordinator.follow("Eigen bijdrage")
    page.get_by_label("Minimum").first.fill("250")
    page.get_by_label("De factuur wordt geweigerd").check()
    coordinator.press("Bewaar deze voorwaarde")
    change(coordinator, "wanneer aanvragen")
    page.get_by_label("Eerste dag").fill(today().isoformat())
    coordinator.press("Bewaar deze voorwaarde")
    assert "Bekijk dit nog eens" not in coordinator.says()


def explain(coordinator: Window) -> None:
    coordinator.follow("Zeg waarom")
    for what, why in WHYS.items():
        coordinator.page.get_by_label(f"Waarom: {what}").fill(why)
    assert coordinator.faults("difference") == []
    coordinator.press("Bewaar mijn redenen")
    assert "U kunt dit publiceren." in coordinator.says()


def try_out(coordinator: Window) -> None:
    """What it will do, and what 500 would have done instead."""
    coordinator.follow("Wat zal dit doen?")
    page = coordinator.page
    page.get_by_label("Aanvragen per maand").fill("8")
    page.get_by_label("Het geld dat er voor een jaar is, in euro").fill("10.000")
    page.get_by_label("Wat wilt u vergelijken?").select_option(label="Bedrag: bedrag")
    coordinator.press("Reken opnieuw")
    page.get_by_label(re.compile("^Met dit")).fill("350")
    page.get_by_label("En met dit").fill("500")
    coordinator.press("Reken opnieuw")
    # The year ahead nearly always holds two calendar years, each with its own money and its own end.
    assert re.search(r"is het geld op|geld van \d{4} (is waarschijnlijk|kan) op", coordinator.says())
    assert "€ 500,00" in coordinator.says()
    assert coordinator.faults("try-out") == []
    coordinator.go(f"{page.url}#anders")
    assert coordinator.faults("try-values") == []
    coordinator.follow("De voorwaarden")


def bring_before_councils(coordinator: Window) -> None:
    """The text for each council, and what one of them changed, before anything is published."""
    page = coordinator.page
    coordinator.follow("De tekst voor de raad")
    assert "Beslist: 0 van 4 raden." in coordinator.says()
    coordinator.follow("Vul dat eerst in")
    page.get_by_label("Vanaf welke dag gelden deze voorwaarden?").fill(today().isoformat())
    assert coordinator.faults("arrange") == []
    coordinator.press("Bewaar dit")
    assert "[in te vullen: de eerste dag]" not in coordinator.says()
    assert "Artikel 7. Eigen bijdrage De onderneming betaalt zelf ten minste 250 euro" in coordinator.says()
    coordinator.follow("As")
    assert WHYS["Bedrag"].rstrip(".") in coordinator.says()
    assert "Externe rapporteringscode: WSE-LR3" in coordinator.says()
    assert coordinator.faults("council") == []
    page.get_by_label("Beslist", exact=True).check()
    page.get_by_label("Dag van de zitting").fill(today().isoformat())
    coordinator.press("Bewaar dit")
    page.get_by_text("De raad wijzigde een voorwaarde").click()
    coordinator.follow("Aantal per onderneming")
    page.get_by_label("Maximum", exact=True).fill("2")
    coordinator.press("Zo besliste de raad het")
    assert "op 1 punt anders dan de gezamenlijke tekst" in coordinator.says()
    page.get_by_role("link", name="De tekst voor de raad").first.click()
    page.wait_for_load_state()
    assert "Waar de voorwaarden van de leden niet overeenkomen" in coordinator.says()
    assert coordinator.faults("councils") == []
    coordinator.follow("De voorwaarden")


def publish(coordinator: Window) -> None:
    coordinator.follow("Ga verder naar publiceren")
    page = coordinator.page
    page.get_by_label("Vanaf welke dag gelden deze voorwaarden?").fill(today().isoformat())
    page.get_by_label("Welk besluit stelt deze voorwaarden vast?").fill(DECISION)
    assert coordinator.faults() == []
    coordinator.press("Kijk wat er gebeurt")
    assert "Niemand kan al aanvragen." in coordinator.says()
    page.get_by_label(re.compile("^Ik publiceer zonder besluit van de raad van Genk")).check()
    assert coordinator.faults("publish") == []
    coordinator.press("Publiceer deze voorwaarden")
    assert "Gepubliceerd." in coordinator.says()
    assert Scheme.objects.get(slug=SLUG).adopted_from is not None
    page.get_by_label("Bedrag dat erbij komt, in euro").fill("10.000")
    coordinator.press("Aan het budget toevoegen")
    assert coordinator.faults() == []


def open_scheme(window: OpenWindow) -> None:
    """The financial director gives the visum; then the scheme is open."""
    director = window(EMAIL["financial_director"])
    director.go(f"/financien/visum/{SLUG}/")
    director.press("Geef het visum")
    director.go(f"/regelingen/{SLUG}/reglement/")
    assert "Een onderneming krijgt ten hoogste één cheque" in director.says()
    director.go(f"/regelingen/{SLUG}/")
    assert WHYS["Bedrag"] in director.says()
    assert director.faults("taken-over") == []


def first_application(window: OpenWindow, coordinator: Window) -> None:
    business = window()
    business.go(f"/regelingen/{SLUG}/aanvragen/")
    page = business.page
    page.get_by_label("Ondernemingsnummer van uw zaak").fill(invented_number(151))
    page.get_by_label("Gemeente van uw zetel").select_option(label="Genk")
    page.get_by_label("Uw mailadres").fill("ik@eerste.example")
    page.get_by_label("Ik mag voor deze onderneming optreden").check()
    business.press("Vraag de cheque aan")
    where = page.url
    code = re.search(r"^\s*(\d{6})\s*$", business.newest_mail(), re.MULTILINE)
    assert code
    business.go(where)
    page.get_by_label("De code uit de mail").fill(code[1])
    business.press("Bevestigen")
    application = Application.objects.get(scheme__slug=SLUG)
    coordinator.go(f"/beheer/aanvragen/{application.pk}/")
    assert coordinator.faults("first-application") == []


def test_two_coordinators_lose_nothing(window: OpenWindow) -> None:
    first, second = window(EMAIL["coordinator_genk"]), window(EMAIL["coordinator_genk"], script=False)
    first.go(f"{PARENT}overnemen/")
    take_over(first)
    for one in (first, second):
        one.go(f"{DRAFT}regels/amount/")
    first.page.get_by_label("Bedrag", exact=True).first.fill("300")
    first.press("Bewaar deze voorwaarde")
    second.page.get_by_label("Bedrag", exact=True).first.fill("275")
    second.press("Bewaar deze voorwaarde")
    assert "Iemand anders wijzigde dit ontwerp op" in second.says()
    assert second.page.get_by_label("Bedrag", exact=True).first.input_value() == "275"
    assert "€ 300,00" in second.says()
    assert first.faults() == []
    second.press("Bewaar deze voorwaarde")
    assert amount_of_draft() == 27_500


def test_without_script_one_looks_before_one_keeps(window: OpenWindow) -> None:
    somebody = window(EMAIL["coordinator_genk"], script=False)
    somebody.go(f"{PARENT}overnemen/")
    take_over(somebody)
    change(somebody, "bedrag")
    somebody.page.get_by_label("Bedrag", exact=True).first.fill("125,50")
    somebody.press("Alleen bekijken")
    assert "De cheque is € 125,50 waard." in somebody.says()
    assert Draft.objects.get(slug=SLUG).edition == 1


def test_a_rule_with_the_keyboard_alone(window: OpenWindow) -> None:
    somebody = window(EMAIL["coordinator_genk"])
    somebody.go(f"{PARENT}overnemen/")
    take_over(somebody)
    keyboard = somebody.page.keyboard
    somebody.go(f"{DRAFT}regels/application_window/")
    tab_to(somebody, "application_window-opens_on")
    somebody.go(f"{DRAFT}regels/amount/")
    tab_to(somebody, "amount-amount_cents")
    keyboard.press("Control+a")
    keyboard.type("250")
    tab_to(somebody, "source")
    assert tab(somebody) == "Bewaar deze voorwaarde"
    keyboard.press("Enter")
    somebody.page.wait_for_url(f"**{DRAFT}")
    tab_to(somebody, "Zeg waarom")
    keyboard.press("Enter")
    somebody.page.wait_for_url("**/verschil/")
    tab_to(somebody, "amount.amount_cents")
    keyboard.type("Half zo veel, dubbel zo vaak.")
    assert tab(somebody) == "put_back"
    assert tab(somebody) == "territory.places"
    assert tab(somebody) == "Bewaar mijn redenen"
    keyboard.press("Enter")
    somebody.page.wait_for_url(f"**{DRAFT}")
    tab_to(somebody, "Ga verder naar publiceren")
    keyboard.press("Enter")
    somebody.page.wait_for_url("**/publiceren/")
    tab_to(somebody, "valid_from")
    keyboard.type("01012030")
    # The parts of a day are the browser's own, and so is the mark on its button.
    while somebody.page.evaluate("document.activeElement.name") != "source":
        keyboard.press("Tab")
    keyboard.type(DECISION)
    assert tab(somebody) == "Kijk wat er gebeurt"
    keyboard.press("Enter")
    somebody.page.wait_for_url("**/bevestigen/")
    tab_to(somebody, "without_councils")
    keyboard.press("Space")
    tab_to(somebody, "Publiceer deze voorwaarden")
    keyboard.press("Enter")
    somebody.page.wait_for_url(f"**/beheer/regelingen/{SLUG}/")
    assert Scheme.objects.get(slug=SLUG).versions.get().valid_from == date(2030, 1, 1)
