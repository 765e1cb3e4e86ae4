"""What is told of a provider is kept where it works; what it is recognised as, by every coordinator."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.scene import EMAIL, GENK, Scene, set_provider, set_scene
from tests.web.stage import browser, text
from wisselwerk.apps.catalogue.keepers import kept_by, partnerships_near
from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import grant_role, join_partnership, person
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.period import Period

pytestmark = pytest.mark.django_db

TONGEREN, HASSELT = "73083", "71022"
READ_IN = "/beheer/aanbieders/inlezen/"
HEADS = (
    "ondernemingsnummer;naam;erkenning;erkend vanaf;erkend tot en met;bron;plaatsen;omschrijving;contact\n"
)
WORDS = {"description": "Anders.", "contact": "", "places": "Genk"}


@pytest.fixture
def scene() -> Scene:
    """Genk's, and another partnership that takes part for Tongeren."""
    elsewhere = set_scene(slug="elders").partnership
    elsewhere.memberships.all().delete()
    join_partnership(
        SYSTEM,
        partnership=elsewhere,
        place=TONGEREN,
        source="Test",
        valid=Period(date(2025, 1, 1)),
    )
    elsewhere.role_holders.all().delete()
    coordinates(elsewhere, "coordinator_zuidoost_limburg")
    return set_scene()


def coordinates(partnership: Organisation, who: str, until: date | None = None) -> None:
    grant_role(
        SYSTEM,
        person=person(EMAIL[who]),
        organisation=partnership,
        role=Role.COORDINATOR,
        valid=Period(date(2025, 1, 1), until),
    )


def works_in(provider: Provider, *places: str) -> str:
    """Its page, once it works there."""
    provider.places.all().delete()
    ProviderPlace.objects.bulk_create(ProviderPlace(provider=provider, place=one) for one in places)
    return f"/aanbod/{provider.organisation.slug}/aanpassen/"


@pytest.mark.parametrize(
    ("places", "may"),
    [((), True), ((GENK,), True), ((GENK, TONGEREN), True), ((TONGEREN,), False), ((HASSELT,), True)],
)
def test_a_coordinator_keeps_who_works_near_or_near_nobody(
    scene: Scene, places: tuple[str, ...], may: bool
) -> None:
    page = works_in(scene.provider, *places)
    client = browser("coordinator_genk")
    assert client.get(page).status_code == (200 if may else 403)
    client.post(page, WORDS)
    scene.provider.refresh_from_db()
    assert (scene.provider.description == "Anders.") is may
    assert browser("provider_staff").get(page).status_code == 200, "the enterprise itself always"
    assert bool(kept_by(scene.coordinator, scene.provider)) is may


def test_who_does_not_keep_a_page_reads_who_does_and_records_its_recognition_all_the_same(
    scene: Scene,
) -> None:
    page = works_in(scene.provider, TONGEREN)
    client = browser("coordinator_genk")
    refused = client.get(page)
    assert refused.status_code == 403
    assert "Interlokale vereniging elders" in text(refused)
    assert "Een erkenning kunt u wel zelf vastleggen" in text(refused)
    assert "elders" not in text(browser("owner").get(page)), "who coordinates nothing reads nothing more"
    shown, form = page.replace("aanpassen/", ""), page.replace("aanpassen", "erkenning")
    assert f'href="{page}"' not in client.get(shown).content.decode()
    assert f'href="{form}"' in client.get(shown).content.decode()
    told = {"kind": "SOCIALE_WERKPLAATS", "valid_from": "2026-01-01", "source": "Besluit"}
    assert client.post(form, told).status_code == 302
    assert Recognition.objects.filter(provider=scene.provider, valid_from="2026-01-01").count() == 1


def test_a_list_of_all_says_who_keeps_those_of_others(scene: Scene) -> None:
    own, other = works_in(scene.provider, GENK), works_in(set_provider(invented_number(60)), TONGEREN)
    page = browser("coordinator_genk").get("/beheer/aanbieders/")
    assert "Bijgehouden door Interlokale vereniging elders" in text(page)
    assert f'href="{own}"' in page.content.decode()
    assert f'href="{other}"' not in page.content.decode()
    assert browser("coordinator_genk").get(f"/aanbod/provider-{invented_number(60)}/").status_code == 200


def sent(rows: str, what: str = "providers") -> dict[str, Any]:
    return {"what": what, "file": SimpleUploadedFile("lijst.csv", rows.encode())}


def test_of_others_a_list_takes_recognitions_and_no_words(scene: Scene) -> None:
    works_in(scene.provider, TONGEREN)
    client = browser("coordinator_genk")
    row = f"{PROVIDER_NUMBER};De Zilverspar;Lokale diensteneconomie;1/01/2020;;register;;{{}};\n"
    refused = client.post(READ_IN, sent(HEADS + row.format("Anders.")))
    assert refused.status_code == 422
    assert "houdt Interlokale vereniging elders bij" in text(refused)
    client.post(READ_IN, sent(HEADS + row.format("")))
    assert Recognition.objects.filter(provider=scene.provider).count() == 2
    services = "ondernemingsnummer;dienst;omschrijving;prijs\n"
    named = client.post(READ_IN, sent(f"{services}{PROVIDER_NUMBER};Strijken;;\n", "services"))
    assert named.status_code == 422
    assert scene.provider.services.count() == 1


def test_who_works_only_near_a_partnership_that_nobody_coordinates_is_kept_by_all(scene: Scene) -> None:
    page = works_in(scene.provider, TONGEREN)
    elsewhere = Organisation.objects.get(slug="elders")
    elsewhere.role_holders.all().delete()
    coordinates(elsewhere, "coordinator_zuidoost_limburg", until=today())
    client = browser("coordinator_genk")
    assert client.get(page).status_code == 200
    row = f"{PROVIDER_NUMBER};De Zilverspar;Maatwerkbedrijf;1/01/2015;;register;;Anders.;\n"
    assert client.post(READ_IN, sent(HEADS + row)).status_code == 302
    elsewhere.role_holders.all().delete()
    coordinates(elsewhere, "coordinator_zuidoost_limburg", until=today() + timedelta(days=1))
    assert client.get(page).status_code == 403, "its last day is one on which somebody coordinates"


def test_one_that_works_near_two_is_kept_by_both(scene: Scene) -> None:
    works_in(scene.provider, TONGEREN, GENK)
    [near] = partnerships_near([scene.provider], today()).values()
    assert [one.slug for one in near] == ["elders", "genk"]
