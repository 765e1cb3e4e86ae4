"""A list does not replace what an enterprise wrote itself unseen: it is told line by line, and what stays is chosen."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.scene import GENK, Scene, actor, set_provider, set_scene
from tests.web.stage import browser, text
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.queries import entries_of
from wisselwerk.apps.catalogue import own_words
from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.catalogue.services import describe_provider, offer_service
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.formats.provider_file import ListedProvider

pytestmark = pytest.mark.django_db

READ_IN = "/beheer/aanbieders/inlezen/"
HEADS = (
    "ondernemingsnummer;naam;erkenning;erkend vanaf;erkend tot en met;bron;plaatsen;omschrijving;contact\n"
)
SERVICE_HEADS = "ondernemingsnummer;dienst;omschrijving;prijs;soort\n"
OWN = {"description": "Wij maaien zelf.", "contact": "wij@zilverspar.example"}


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def row(number: str = PROVIDER_NUMBER, description: str = "Maait.", contact: str = "") -> str:
    return f"{number};De Zilverspar;Maatwerkbedrijf;1/01/2015;;register;;{description};{contact}\n"


def describes(who: str, provider: Provider, **told: str) -> None:
    describe_provider(actor(who), provider=provider, places=[GENK], **(OWN | told))


def sent(data: str, what: str = "providers", **more: Any) -> dict[str, Any]:
    return {"what": what, "file": SimpleUploadedFile("lijst.csv", data.encode()), **more}


def second(page: Any, *keep: str) -> dict[str, Any]:
    """What the form of the second step sends, with these ticks."""
    hidden = re.findall(
        r'type="hidden" name="(what|name|kept|chosen_among)" value="([^"]*)"', page.content.decode()
    )
    return {**dict(hidden), "keep": keep}


def test_what_would_be_replaced_is_shown_before_anything_is_loaded(scene: Scene) -> None:
    describes("provider_staff", scene.provider)
    client = browser("coordinator_genk")
    for more in ({}, {"try": "yes"}):
        page = client.post(READ_IN, sent(HEADS + row(contact="anders@zilverspar.example"), **more))
        said = text(page)
        assert "De lijst zou 2 teksten vervangen" in said
        assert "2 De Zilverspar omschrijving; zelf aangepast op" in said
        assert "Wij maaien zelf. Maait." in said
        assert "wij@zilverspar.example anders@zilverspar.example" in said
        scene.provider.refresh_from_db()
        assert scene.provider.description == OWN["description"], "nothing was loaded yet"
    client.post(READ_IN, second(page, "2:omschrijving"))
    scene.provider.refresh_from_db()
    assert (scene.provider.description, scene.provider.contact) == (
        OWN["description"],
        "anders@zilverspar.example",
    )
    again = client.post(READ_IN, sent(HEADS + row(contact="anders@zilverspar.example")))
    assert "De lijst zou 1 tekst vervangen" in text(again), (
        "what was kept is asked about again, what is the same is not"
    )


def test_the_same_of_services(scene: Scene) -> None:
    staff = actor("provider_staff")
    offer_service(
        staff,
        provider=scene.provider,
        slug="tuin",
        name="Tuinonderhoud",
        price="40 euro",
        kind=ServiceKind.GREEN,
    )
    client = browser("coordinator_genk")
    data = f"{SERVICE_HEADS}{PROVIDER_NUMBER};tuinonderhoud;Gras.;38 euro;Schoonmaak\n"
    page = client.post(READ_IN, sent(data, "services"))
    said = text(page)
    assert "Tuinonderhoud tuinonderhoud" in said
    assert "40 euro 38 euro" in said
    assert "Groenonderhoud Schoonmaak".lower() in said.lower()
    assert "Gras." not in said, "an empty text is nobody's words"
    client.post(READ_IN, second(page, "2:dienst", "2:soort"))
    service = Service.objects.get(provider=scene.provider)
    assert (service.name, service.price, service.kind) == ("Tuinonderhoud", "38 euro", "green")
    assert service.description == "Gras."


def test_words_of_a_coordinator_or_of_who_is_new_are_no_own_words(scene: Scene) -> None:
    describes("coordinator_genk", scene.provider)
    client = browser("coordinator_genk")
    done = client.post(READ_IN, sent(HEADS + row() + row(invented_number(50))), follow=True)
    assert "De lijst is ingelezen" in text(done)
    scene.provider.refresh_from_db()
    assert scene.provider.description == "Maait."


def test_a_choice_among_other_words_is_asked_again(scene: Scene) -> None:
    describes("provider_staff", scene.provider)
    client = browser("coordinator_genk")
    page = client.post(READ_IN, sent(HEADS + row()))
    describes("provider_staff", scene.provider, description="Wij maaien en snoeien.")
    again = client.post(READ_IN, second(page))
    assert "Wij maaien en snoeien. Maait." in text(again)
    scene.provider.refresh_from_db()
    assert scene.provider.description == "Wij maaien en snoeien."
    client.post(READ_IN, second(again))
    scene.provider.refresh_from_db()
    assert scene.provider.description == "Maait.", "who takes the tick away lets the list decide"


def test_what_was_kept_in_the_page_is_read_without_choosing_the_file_again(scene: Scene) -> None:
    client = browser("coordinator_genk")
    page = client.post(READ_IN, sent(HEADS + row(invented_number(50)), **{"try": "yes"}))
    assert Provider.objects.count() == 1
    client.post(READ_IN, second(page))
    assert Provider.objects.count() == 2
    lost = client.post(READ_IN, {"what": "providers", "kept": "ë"})
    assert lost.status_code == 422
    assert "ging onderweg verloren" in text(lost)
    assert client.post(READ_IN, {"what": "providers"}).status_code == 422


def test_words_stay_own_after_their_writer_left(scene: Scene) -> None:
    """Somebody who no longer acts for the enterprise wrote them for it all the same."""
    describes("provider_staff", scene.provider)
    scene.provider.organisation.role_holders.update(valid_until="2020-01-01", valid_from="2019-01-01")
    from_list = browser("coordinator_genk").post(READ_IN, sent(HEADS + row()))
    assert "De lijst zou 1 tekst vervangen" in text(from_list)


def test_only_what_the_trail_tells_of_the_list_is_read_in_batches(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    numbers = [PROVIDER_NUMBER, *(invented_number(at) for at in (50, 51))]
    for number in numbers[1:]:
        set_provider(number)
    describes("provider_staff", scene.provider)
    read: list[int] = []

    def entries(subjects: Sequence[str], commands: Collection[str]) -> Mapping[str, list[Entry]]:
        read.append(len(subjects))
        return entries_of(subjects, commands)

    monkeypatch.setattr(own_words, "entries_of", entries)
    monkeypatch.setattr(own_words, "CHUNK", 2)
    listed = [
        ListedProvider(
            line=line,
            enterprise_number=number,
            name="De Zilverspar",
            description="Maait.",
            contact="",
            places=(),
            recognitions=(),
        )
        for line, number in enumerate(numbers, 2)
    ]
    with django_assert_num_queries(5):
        assert [one.line for one in own_words.own_words_of_providers(listed)] == [2]
    assert read == [2, 1]


def test_nothing_is_looked_up_for_who_keeps_no_page(scene: Scene, django_assert_max_num_queries: Any) -> None:
    offer_service(SYSTEM, provider=scene.provider, slug="tuin", name="Tuin", price="1 euro")
    with django_assert_max_num_queries(4):
        assert own_words.own_words_of_services([]) == []
