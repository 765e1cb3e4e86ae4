"""The guide of a coordinator who decides: a question, the answer on the page of the application, and a decision with reasons."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.kbo_sample import SampleEnterprise, SamplePlace, write_kbo
from tests.scene import EMAIL
from wisselwerk.apps.enterprises.services import load_register
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats import kbo
from wisselwerk.formats.kbo import open_kbo

pytestmark = pytest.mark.browser

QUESTION = "Sinds wanneer ligt uw zetel op dit adres?"
ANSWER = "Sinds 2019. Het is een bedrijfspand in Opglabbeek."


def answered_by_owner(window: OpenWindow) -> str:
    """The owner of the demo answers what was asked when it was loaded; the page of that application."""
    owner = window(EMAIL["owner"])
    owner.go("/mijn/")
    assert "Vragen aan u" in owner.says()
    assert owner.faults() == []
    owner.page.get_by_role("main").get_by_role("link", name="Kennismakingscheque Genk").first.click()
    owner.page.wait_for_load_state()
    assert "Vraag van de regisseur" in owner.says()
    owner.page.get_by_label("Uw antwoord").fill(ANSWER)
    assert owner.faults("review-answer") == []
    owner.press("Het antwoord versturen")
    assert "Uw antwoord is binnen." in owner.says()
    assert ANSWER in owner.says()
    path: str = owner.page.url
    return path


def test_the_road_of_the_guide(window: OpenWindow) -> None:
    mine = answered_by_owner(window)
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/")
    assert coordinator.faults("review-list") == []
    application = Application.objects.get(pk=mine.rstrip("/").rsplit("/", 1)[1])
    coordinator.go(f"/beheer/aanvragen/{application.pk}/")
    assert ANSWER in coordinator.says()
    assert "Beslis uiterlijk op" in coordinator.says()
    coordinator.page.get_by_label("Uw vraag aan de aanvrager").fill(QUESTION)
    assert coordinator.faults("review-question") == []
    coordinator.press("De vraag versturen")
    assert "De termijn staat stil" in coordinator.says()
    assert coordinator.faults() == []
    coordinator.page.get_by_label("De cheque toekennen").check()
    coordinator.page.get_by_label("Waarom?").fill("De zetel ligt in Opglabbeek, dat meedoet.")
    coordinator.page.get_by_label("Gemeente van de zetel").select_option("71047")
    coordinator.press("Beslissen")
    assert "Toegekend" in coordinator.says()
    assert coordinator.faults() == []


def test_a_number_is_recognised_while_it_is_typed_and_without_script_with_a_button(
    window: OpenWindow, tmp_path: Path
) -> None:
    bakery = SampleEnterprise(
        number=OTHER_ENTERPRISE.number,
        names=(("2", "001", "Bakkerij De Verzonnen Korst"),),
        seat=SamplePlace(postcode="3600", municipality="Genk"),
    )
    write_kbo(tmp_path / "set.zip", kbo.Extract(1, today()), lambda: [bakery])
    with open_kbo(tmp_path / "set.zip") as read:
        load_register(SYSTEM, read=read)
    typing = window()
    typing.go("/regelingen/genk/aanvragen/")
    typing.page.get_by_label("Uw mailadres").fill("iemand@voorbeeld.example")
    typing.page.get_by_label("Ondernemingsnummer van uw zaak").press_sequentially(OTHER_ENTERPRISE.number)
    expect(typing.page.locator("#known")).to_contain_text("Bakkerij De Verzonnen Korst")
    assert typing.page.get_by_label("Uw mailadres").input_value() == "iemand@voorbeeld.example"
    assert typing.faults("recognised") == []
    plain = window(script=False)
    plain.go("/regelingen/genk/aanvragen/")
    plain.page.get_by_label("Ondernemingsnummer van uw zaak").fill(OTHER_ENTERPRISE.number)
    plain.press("Opzoeken")
    assert "Bakkerij De Verzonnen Korst" in plain.says()
