"""The letter and the voucher as PDF: what must stand in them stands in them."""

import io
from typing import Any

import pypdf
import pytest

from tests.scene import actor, enter, set_scene
from tests.web.stage import Stage, browser, set_stage
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.services import decide_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return set_stage()


def words(answer: Any) -> str:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(
        " ".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ").split()
    )


def letter_of(application: Application, who: str = "owner") -> str:
    return words(browser(who).get(f"/aanvragen/{application.pk}/brief.pdf"))


def test_a_refusal_names_body_delegation_grounds_what_is_missing_and_the_remedy(stage: Stage) -> None:
    said = letter_of(stage.refused)
    assert "Uw aanvraag is geweigerd" in said
    assert "bij delegatie: Delegatie, Genk" in said
    assert "De zetel ligt in Antwerpen" in said
    assert "Versie 1 van de voorwaarden" in said
    assert "Raad van State" in said
    assert "60 dagen" in said
    assert "algemeen directeur" in said


def test_an_award_names_amount_and_last_day(stage: Stage) -> None:
    said = letter_of(stage.voucher.application)
    assert "U krijgt een cheque van € 500,00" in said


def test_who_waits_is_told_that_a_person_decides(stage: Stage) -> None:
    assert "Een medewerker beslist over uw aanvraag" in letter_of(stage.review, "stranger")


def test_the_words_of_a_person_stand_in_the_letter(stage: Stage) -> None:
    decide_application(
        actor("coordinator_genk"),
        application=stage.review,
        award=False,
        motivation="De zetel ligt in Meeuwen-Gruitrode.",
    )
    said = letter_of(stage.review, "stranger")
    assert "Uw aanvraag is geweigerd. De zetel ligt in Meeuwen-Gruitrode." in said


def test_without_delegation_a_person_confirmed() -> None:
    scene = set_scene(delegated=False)
    application = enter(scene)
    decide_application(scene.coordinator, application=application, award=True, motivation="Alles is in orde.")
    said = letter_of(application)
    assert "Een medewerker heeft deze beslissing bevestigd" in said


def test_who_applied_and_was_not_decided_upon_has_no_letter(stage: Stage) -> None:
    unconfirmed = Application.objects.get(pk=stage.refused.pk)
    unconfirmed.pk = None
    unconfirmed._state.adding = True
    unconfirmed.state = "unconfirmed"
    unconfirmed.save()
    assert browser("owner").get(f"/aanvragen/{unconfirmed.pk}/brief.pdf").status_code == 404
    assert browser("owner").get(f"/aanvragen/{unconfirmed.pk}/").status_code == 200


def test_the_voucher_on_paper_leads_back_to_its_page(stage: Stage) -> None:
    said = words(browser("owner").get(f"/mijn/cheques/{stage.voucher.code}/cheque.pdf"))
    assert "€ 500" in said
    assert f"/mijn/cheques/{stage.voucher.code}/" in said.replace(" ", "")
    assert "De Zilverspar" in said
