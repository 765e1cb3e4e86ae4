"""What everybody may read: schemes with their rules and where they come from, services, and what is kept of people."""

import re
from datetime import date

import pytest

from tests.scene import (
    GENK,
    IN_PARTS,
    OPGLABBEEK,
    OUDSBERGEN,
    award,
    enterprise_number,
    invoice,
    set_provider,
    set_scene,
)
from tests.web.stage import browser, set_stage, text
from wisselwerk.apps.catalogue.services import describe_provider, offer_service
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.privacy.register import REGISTER
from wisselwerk.apps.schemes.models import DecisionSubject, Scheme
from wisselwerk.apps.schemes.services import record_decision
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import invented_number
from wisselwerk.demo.load import load_demo
from wisselwerk.demo.providers import PROVIDERS
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_first_page_has_three_doors_and_what_is_open_now() -> None:
    load_demo(today())
    said = text(browser().get("/"))
    for door in ("Ik heb een onderneming", "Ik werk voor een lokaal bestuur", "Ik wil leren"):
        assert door in said
    assert "Kennismakingscheque Zuidoost-Limburg € 500" in said
    assert "U betaalt zelf minstens € 250" in said


def test_two_schemes_of_one_name_say_whose_they_are() -> None:
    load_demo(today())
    whose = Scheme.objects.get(slug="genk").partnership.name
    assert whose not in text(browser().get("/regelingen/"))
    Scheme.objects.update(name="Kennismakingscheque")
    assert whose in text(browser().get("/regelingen/"))


def test_a_scheme_that_nobody_delegated_says_why_a_person_decides() -> None:
    scene = set_scene(delegated=False)
    said = text(browser().get(f"/regelingen/{scene.scheme.slug}/"))
    assert (
        "laten het systeem meteen beslissen, maar dat mag pas vanaf de dag waarop een raad het delegeerde"
        in said
    )


def test_what_found_nothing_is_told_beside_what_did() -> None:
    load_demo(today())
    said = text(browser().get("/aanbod/", {"q": "zeppelin broodjes"}))
    assert "Niets gevonden voor “zeppelin”; getoond is wat bij “broodjes” past." in said
    assert "Niets gevonden voor" not in text(browser().get("/aanbod/", {"q": "broodjes"}))


def test_a_place_among_the_words_is_offered_as_the_place_to_look_in() -> None:
    load_demo(today())
    client = browser()

    def said(**asked: str) -> str:
        return text(client.get("/aanbod/", asked))

    everywhere, there = said(q="strijken"), said(q="strijken", place=GENK)
    told = said(q="strijken in genk")
    assert "“genk” is een plaats. Er is gezocht op “strijken”. Zoek “strijken” in Genk" in told
    assert "Niets gevonden voor" not in told
    number = re.compile(r"\d+ diensten?")
    assert number.findall(told)[0] == number.findall(everywhere)[0]
    page = client.get("/aanbod/", {"q": "strijken in genk", "page": "2"}).content.decode()
    assert f'href="?q=strijken&amp;place={GENK}"' in page
    already = said(q="strijken Genk", place=GENK)
    assert "“Genk” is een plaats, en daar zoekt u al." in already
    assert number.findall(already)[0] == number.findall(there)[0]
    alone = said(q="Meeuwen-Gruitrode")
    assert (
        "“Meeuwen-Gruitrode” is een plaats. Er is niet op het woord gezocht. Zoek in Meeuwen-Gruitrode"
        in alone
    )
    assert f"{len(PROVIDERS) - 1} aanbieders" in alone
    assert "is een plaats" not in everywhere


def test_two_places_or_a_typing_error_in_one_are_offered_too() -> None:
    load_demo(today())
    client, link = browser(), f'href="?q=strijken&amp;place={GENK}"'
    page = client.get("/aanbod/", {"q": "strijken genk as"})
    for typed, place in (("as", "As"), ("genk", "Genk")):
        told = f"“{typed}” is een plaats. Er is gezocht op “strijken”. Zoek “strijken” in {place}"
        assert told in text(page)
    assert link in page.content.decode()
    assert "Niets gevonden voor" not in text(page)
    slip = client.get("/aanbod/", {"q": "strijken in genck"})
    assert "“genck” lijkt op de plaats Genk. Zoek “strijken” in Genk" in text(slip)
    assert link in slip.content.decode()
    for other in ("zeppelin broodjes", "strijken", "strijken in Genk"):
        assert "lijkt op de plaats" not in text(client.get("/aanbod/", {"q": other})), other


def test_a_place_where_nothing_is_found_is_said_to_be_so_where_it_is_offered() -> None:
    provider = set_provider()
    offer_service(SYSTEM, provider=provider, slug="strijk", name="Strijken")
    for asked in ("strijken in genk", "strijken in genck", "genk"):
        page = browser().get("/aanbod/", {"q": asked})
        assert "in Genk Daar wordt nu niets gevonden." in text(page), asked
    describe_provider(SYSTEM, provider=provider, description="", contact="", places=[GENK])
    for asked in ("strijken in genk", "strijken in genck", "genk"):
        page = browser().get("/aanbod/", {"q": asked})
        assert "nu niets gevonden" not in text(page), asked
        assert f"place={GENK}" in page.content.decode(), asked


def test_a_word_of_the_catalogue_that_is_a_place_too_stays_a_word() -> None:
    offer_service(SYSTEM, provider=set_provider(), slug="boom", name="Een boom snoeien")
    both = text(browser().get("/aanbod/", {"q": "boom snoeien"}))
    assert "“boom” is ook de naam van een plaats. Er is op het woord gezocht. Zoek “snoeien” in Boom" in both
    assert "1 dienst" in both


def test_an_empty_installation_says_what_will_come() -> None:
    assert "Nu is geen regeling open" in text(browser().get("/"))
    assert "Nog geen regelingen" in text(browser().get("/regelingen/"))
    assert "Nog geen aanbieders" in text(browser().get("/aanbod/"))


def test_a_scheme_tells_what_it_took_over_and_changed() -> None:
    load_demo(today())
    said = text(browser().get("/regelingen/genk/"))
    assert "Bedrag € 500,00 € 250,00" in said
    assert "Eigen bijdrage: minimum geen € 250,00" in said
    assert "aantal leden 5 4" in said
    assert "Oudsbergen voor het deel Opglabbeek" in said
    assert "Bron: " in said
    assert "over van € 250.000,00" in said
    assert "Versie 1, vanaf" in said
    parent = text(browser().get("/regelingen/zuidoost-limburg/"))
    assert "Kennismakingscheque Genk, Opglabbeek, As en Zutendaal" in parent


def test_a_scheme_tells_what_a_council_took_in_and_what_waits_for_one() -> None:
    scene = set_scene(rules={"territory": {"places": [GENK, OPGLABBEEK, "72040"]}})
    waits = "Meeuwen-Gruitrode (Oudsbergen) wacht op het besluit van de gemeenteraad van Oudsbergen"
    assert waits in text(browser().get("/regelingen/genk/"))
    assert waits in text(browser("coordinator_genk").get("/beheer/regelingen/genk/"))
    record_decision(
        SYSTEM,
        scheme=scene.scheme,
        local_government=Organisation.objects.get(nis_code=OUDSBERGEN),
        subject=DecisionSubject.TERRITORY,
        title="Heel Oudsbergen",
        decided_on=date(2025, 2, 1),
    )
    said = text(browser().get("/regelingen/genk/"))
    assert "Oudsbergen voor het deel Meeuwen-Gruitrode, door het besluit van 1 februari 2025" in said
    assert "wacht op het besluit" not in said


def test_what_is_awarded_is_no_longer_left() -> None:
    scene = set_scene(budget_cents=100_000)
    award(scene)
    assert "€ 750,00 over van € 1.000,00" in text(browser().get(f"/regelingen/{scene.scheme.slug}/"))


def test_small_numbers_stand_on_no_page_either() -> None:
    scene = set_scene(rules=IN_PARTS)
    for serial in range(5):
        voucher = award(scene, enterprise_number(serial))
        data = invoice(voucher, 12_345, number=f"F-{serial}")
        redeem_voucher(SYSTEM, code=voucher.code, data=data)
        said = text(browser().get("/regelingen/genk/"))
        is_small = serial < 4
        assert ("Gebruikt" not in said, "Op cheques" not in said) == (is_small, is_small)
        assert ("vanaf vijf cheques en vijf facturen" in said) == is_small
    assert "Gebruikt € 617,25" in said
    assert "Op cheques € 1.882,75" in said


def test_a_scheme_without_delegation_says_that_a_person_confirms() -> None:
    set_scene(delegated=False)
    assert "een medewerker bevestigt elke beslissing" in text(browser().get("/regelingen/genk/"))


def test_without_delegation_no_page_says_that_the_system_decides_at_once() -> None:
    set_scene(delegated=False)
    set_scene(slug="elders")
    alone, elsewhere = (text(browser().get(f"/regelingen/{slug}/")) for slug in ("genk", "elders"))
    assert "Het systeem beslist meteen" not in alone
    assert "Een medewerker beslist over elke aanvraag" in alone
    assert "Het systeem beslist meteen" in elsewhere


def test_services_are_found_by_word_and_place() -> None:
    load_demo(today())
    client = browser()
    recognised = len(PROVIDERS) - 1
    assert f"{recognised} aanbieders" in text(client.get("/aanbod/"))
    assert "Groenploeg Haspenhoek" in text(client.get("/aanbod/?q=snoeien"))
    assert "Groenploeg Haspenhoek" not in text(client.get(f"/aanbod/?place={GENK}"))
    assert "Niets past" in text(client.get("/aanbod/?q=raketten"))
    assert "Drukatelier" in text(client.get("/aanbod/?place=99999&q=" + "x" * 200)), (
        "nonsense filters nothing"
    )
    for asked, told in (
        ("q=" + "x" * 201, "Dit is te lang om te zoeken. Gebruik hoogstens 200 tekens."),
        ("q=strijk&place=99999", "Deze plaats kennen we niet."),
        ("q=strijk&kind=zzz", "Dit soort dienst kennen we niet."),
    ):
        page = text(client.get(f"/aanbod/?{asked}", headers={"HX-Request": "true"}))
        assert told in page
        assert "Er is niets gezocht: hier staan alle aanbieders." in page
    assert "Er is niets gezocht" not in text(client.get("/aanbod/?q=strijk"))
    part = client.get("/aanbod/?q=wasserij", headers={"HX-Request": "true"}).content.decode()
    assert "Helderbron" in part
    assert "<html" not in part
    whole = client.get("/aanbod/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()


def test_a_provider_that_is_no_longer_recognised_says_so() -> None:
    load_demo(today())
    assert "vandaag niet erkend" in text(browser().get("/aanbod/tweede-draad/"))
    assert "maatwerkbedrijf" in text(browser().get("/aanbod/zilverspar/")).lower()
    assert browser().get("/aanbod/niemand/").status_code == 404


def test_only_providers_the_scheme_admits_can_be_chosen() -> None:
    set_scene(rules={"provider_category": {"kinds": ["MAATWERKAFDELING"]}})
    page = browser().get("/regelingen/genk/aanvragen/").content.decode()
    assert "Tuinonderhoud" not in page
    set_provider(invented_number(9)).recognitions.update(kind="MAATWERKAFDELING")
    assert "Tuinonderhoud" in browser().get("/regelingen/genk/aanvragen/").content.decode()


def test_the_register_is_shown_whole() -> None:
    page = browser().get("/privacy/").content.decode()
    assert page.count("<tr>") == len(REGISTER) + 1
    assert "2 jaar" in page
    assert "7 dagen" in page
    assert "zo lang als de rekeningen van de subsidie" in page


def test_a_page_that_is_not_there_says_so_in_words() -> None:
    answer = browser().get("/nergens/")
    assert answer.status_code == 404
    assert "niet gevonden" in text(answer)


def test_who_has_another_role_is_told_so() -> None:
    set_stage()
    assert "andere rol" in text(browser("owner").get("/beheer/"))


@pytest.mark.parametrize("budget_cents", [0, 24_999])
def test_a_scheme_without_money_for_a_voucher_is_not_shown_as_open(budget_cents: int) -> None:
    set_scene(budget_cents=budget_cents)
    assert "Nu is geen regeling open" in text(browser().get("/"))
    page = browser().get("/regelingen/genk/")
    assert "Nu geen geld voor een cheque" in text(page)
    assert b'href="/regelingen/genk/aanvragen/"' not in page.content
    assert "Er is nu geen geld voor een cheque" in text(browser().get("/regelingen/genk/aanvragen/"))
    for path in ("/beheer/", "/beheer/aanvragen/nieuw/"):
        said = text(browser("coordinator_genk").get(path))
        assert "Er is nu geen geld voor een cheque: wie aanvraagt, wordt geweigerd." in said
        assert "raakt het geld niet op" not in said


def test_a_scheme_with_exactly_one_voucher_left_is_open_until_that_is_awarded() -> None:
    scene = set_scene(budget_cents=25_000)
    assert "Open voor aanvragen" in text(browser().get("/regelingen/genk/"))
    award(scene)
    assert "Nu geen geld voor een cheque" in text(browser().get("/regelingen/genk/"))
