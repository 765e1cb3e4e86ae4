"""The page of an enterprise is kept by itself and by a coordinator, and a list is read in whole or told what is wrong."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.scene import LONG_AGO, actor, set_provider, set_scene
from tests.web.stage import browser, text
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.catalogue.models import Provider, Recognition, Service
from wisselwerk.apps.catalogue.services import end_service, recognise_provider, say_room
from wisselwerk.clock import today
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.room import STALE_AFTER, Room
from wisselwerk.domain.rule.base import ProviderKind

pytestmark = pytest.mark.django_db

WORDS = {"description": "Wij strijken.", "contact": "info@zilverspar.example", "places": "Genk, Oudsbergen"}
SERVICE = {
    "name": "Strijkdienst",
    "description": "",
    "price": "30 euro",
    "kind": "laundry",
    "waiting_weeks": "3",
}


@pytest.fixture
def page() -> str:
    """Of the provider of the scene, which has the service *tuin*."""
    return f"/aanbod/{set_scene().provider.organisation.slug}/aanpassen/"


def test_a_recognition_that_overlaps_with_one_of_its_kind_is_refused_and_no_kind_is_chosen_before(
    page: str,
) -> None:
    client, page = browser("coordinator_genk"), recognition_of(page)
    assert client.get(page).context["form"].fields["kind"].choices[0] == ("", "Kies")
    assert client.post(page, NEW | {"kind": ""}).status_code == 422
    answer = client.post(page, NEW | {"kind": "MAATWERKBEDRIJF"})
    assert answer.status_code == 422
    assert "Dit valt samen met dezelfde erkenning" in text(answer)
    assert Recognition.objects.count() == 1
    recognise_provider(
        SYSTEM,
        provider=Provider.objects.get(),
        kind=ProviderKind.MAATWERKBEDRIJF,
        source="Ingetrokken",
        valid=Period(LONG_AGO, date(2030, 1, 1)),
    )
    assert client.post(page, NEW | {"kind": "MAATWERKBEDRIJF"}).status_code == 302


def test_the_last_day_of_a_recognition_is_read_as_one_that_counts(page: str) -> None:
    recognise_provider(
        SYSTEM,
        provider=Provider.objects.get(),
        kind=ProviderKind.MAATWERKBEDRIJF,
        source="Ingetrokken",
        valid=Period(LONG_AGO, date(2097, 1, 11)),
    )
    client = browser("coordinator_genk")
    for seen in (page.replace("aanpassen/", ""), recognition_of(page), "/beheer/aanbieders/"):
        assert "tot en met 10 januari 2097" in text(client.get(seen)), seen
    assert "erkend tot en met 10 januari 2097" in text(browser("provider_staff").get("/aanbieder/"))


@pytest.mark.parametrize("who", ["provider_staff", "coordinator_genk"])
def test_words_and_places_are_changed_and_found(page: str, who: str) -> None:
    client = browser(who)
    assert "Tuinonderhoud" in text(client.get(page))
    told = text(client.post(page, WORDS, follow=True))
    assert "Bewaard" in told
    assert "Woorden, contact of plaatsen aangepast" in told
    places = Provider.objects.get().places.values_list("place", flat=True)
    assert {"71016", "71047", "72040"} & set(places) >= {"71016", "71047"}
    assert "Tuinonderhoud" not in text(browser().get("/aanbod/?q=strijk&kind=laundry"))
    assert "Zilverspar" in text(browser().get("/aanbod/?q=strijk"))
    entries = Entry.objects.filter(command="describe_provider")
    client.post(page, WORDS)
    assert entries.count() == 1, "the same again leaves no trace"


def test_who_works_nowhere_hears_that_nobody_finds_it_by_place(page: str) -> None:
    client, told = browser("provider_staff"), "niemand vindt u op plaats"
    assert told not in text(client.post(page, WORDS, follow=True))
    assert told in text(client.post(page, WORDS | {"places": ""}, follow=True))


def test_a_place_that_does_not_exist_is_told_and_nothing_is_lost(page: str) -> None:
    answer = browser("provider_staff").post(page, WORDS | {"places": "Genk, Genkk"})
    assert answer.status_code == 422
    assert "Geen gemeente van België: Genkk" in text(answer)
    assert "Wij strijken." in answer.content.decode()
    assert Provider.objects.get().description == ""


def test_a_service_is_added_changed_and_ended(page: str) -> None:
    client = browser("provider_staff")
    client.post(f"{page}nieuw/", SERVICE)
    service = Service.objects.get(slug="strijkdienst")
    assert service.room == Room(said_on=today(), waiting_weeks=3)
    assert "Ongeveer 3 weken wachten" in text(browser().get("/aanbod/?q=gestreken+strijken"))
    client.post(f"{page}strijkdienst/", SERVICE | {"name": "Strijkatelier", "waiting_weeks": "0"})
    assert "Heeft nu plaats" in text(browser().get("/aanbod/?q=strijkatelier"))
    ended = client.post(f"{page}strijkdienst/", {"end": "yes"}, follow=True)
    assert "Niet meer aangeboden: Strijkatelier" in text(ended)
    assert "Niets past" in text(browser().get("/aanbod/?q=strijkatelier"))
    assert Service.objects.filter(slug="strijkdienst").exists()
    client.post(f"{page}nieuw/", SERVICE | {"name": "strijkatelier"})
    assert Service.objects.get(slug="strijkdienst").ended_on is None, "the same name is the same service"


def test_weeks_and_a_day_are_not_both_given(page: str) -> None:
    answer = browser("provider_staff").post(f"{page}nieuw/", SERVICE | {"free_from": "2030-01-01"})
    assert answer.status_code == 422
    assert not Service.objects.filter(slug="strijkdienst").exists()


def test_an_enterprise_does_not_recognise_itself(page: str) -> None:
    provider = Provider.objects.get()
    with pytest.raises(Refusal) as refused:
        recognise_provider(
            actor("provider_staff"),
            provider=provider,
            kind=ProviderKind.SOCIALE_WERKPLAATS,
            source="x",
            valid=Period(LONG_AGO),
        )
    assert refused.value.code is RefusalCode.NOT_ALLOWED
    browser("provider_staff").post(page, WORDS | {"kind": "MAATWERKBEDRIJF", "valid_until": ""})
    assert Recognition.objects.count() == 1


NEW = {
    "kind": "MAATWERKAFDELING",
    "valid_from": "2030-01-01",
    "last_day": "2034-12-31",
    "source": "Besluit van 3 maart 2029",
}


def recognition_of(page: str) -> str:
    return page.replace("aanpassen", "erkenning")


def test_a_coordinator_records_a_recognition_from_the_page_that_is_changed(page: str) -> None:
    client = browser("coordinator_genk")
    assert recognition_of(page) in client.get(page).content.decode()
    page = recognition_of(page)
    assert "De erkenning is vastgelegd" in text(client.post(page, NEW, follow=True))
    kept = Recognition.objects.get(valid_from="2030-01-01")
    assert (kept.kind, kept.source) == ("MAATWERKAFDELING", "Besluit van 3 maart 2029")
    assert kept.valid_until == date(2035, 1, 1), "its last day counts"
    trail = Entry.objects.filter(command="recognise_provider", subject=f"recognition:{kept.pk}")
    client.post(page, NEW)
    assert trail.count() == 1, "the same again leaves no trace"
    client.post(page, NEW | {"last_day": ""})
    assert Recognition.objects.get(valid_from="2030-01-01").valid_until is None
    assert trail.count() == 2
    assert Provider.objects.get().description == "", "the words of the page are another form"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"last_day": "2029-12-31"}, "Dat is voor de eerste dag."),
        ({"source": " "}, "Noem de bron"),
        ({"valid_from": ""}, "Kies de dag."),
        ({"kind": "BAKKERIJ"}, "BAKKERIJ"),
    ],
)
def test_a_recognition_that_cannot_be_is_asked_again(page: str, changed: dict[str, str], told: str) -> None:
    answer = browser("coordinator_genk").post(recognition_of(page), NEW | changed)
    assert answer.status_code == 422
    assert told in text(answer)
    assert Recognition.objects.count() == 1


def test_no_enterprise_has_the_form_of_a_recognition(page: str) -> None:
    client, form = browser("provider_staff"), recognition_of(page)
    for seen in (page, page.replace("aanpassen/", "")):
        assert form not in client.get(seen).content.decode()
    assert client.get(form).status_code == 403
    assert client.post(form, NEW).status_code == 403
    assert Recognition.objects.count() == 1


def test_what_was_said_about_room_grows_old_and_is_not_undone_by_an_older_list() -> None:
    service = set_provider().services.get()
    said = today() - STALE_AFTER
    say_room(SYSTEM, service=service, room=Room(said_on=said, waiting_weeks=1))
    address = f"/aanbod/{service.provider.organisation.slug}/"
    assert "Ongeveer een week wachten" in text(browser().get(address))
    assert "lang geleden" not in text(browser().get(address))
    say_room(SYSTEM, service=service, room=Room(said_on=said - timedelta(1), free_from=today()))
    service.refresh_from_db()
    assert service.waiting_weeks == 1
    Service.objects.update(said_on=said - timedelta(1))
    assert "lang geleden: vraag het opnieuw" in text(browser().get(address))


def test_a_service_that_ended_cannot_be_chosen() -> None:
    scene = set_scene()
    assert "Tuinonderhoud" in text(browser().get("/regelingen/genk/aanvragen/"))
    end_service(SYSTEM, service=scene.provider.services.get(), on=today())
    assert "Tuinonderhoud" not in text(browser().get("/regelingen/genk/aanvragen/"))


def sent(what: str, rows: str, **more: str) -> dict[str, object]:
    return {"what": what, "file": SimpleUploadedFile("lijst.csv", rows.encode()), **more}


def test_a_list_is_tried_told_and_read_in_once() -> None:
    set_scene()
    client, new = browser("coordinator_genk"), invented_number(50)
    heads = "ondernemingsnummer,naam,erkenning,erkend vanaf,erkend tot en met,bron,plaatsen,omschrijving,contact\n"
    row = f"{new},Nieuw,maatwerkbedrijf,1/01/2019,,register,Genk,Verpakt.,\n"
    wrong = client.post("/beheer/aanbieders/inlezen/", sent("providers", f"{heads}{row}123,X,y,z,,,,,\n"))
    assert wrong.status_code == 422
    assert "Er is niets van de lijst ingelezen" in text(wrong)
    assert Provider.objects.count() == 1
    tried = client.post("/beheer/aanbieders/inlezen/", sent("providers", heads + row, **{"try": "yes"}))
    assert "Er is niets mis: 1 in totaal, waarvan 1 nieuw" in text(tried)
    assert Provider.objects.count() == 1
    for expected in ("waarvan 1 nieuw", "waarvan 0 nieuw"):
        read = client.post("/beheer/aanbieders/inlezen/", sent("providers", heads + row), follow=True)
        assert expected in text(read)
    services = "ondernemingsnummer,dienst,omschrijving,prijs,soort,wachttijd in weken,vrij vanaf,gezegd op\n"
    told = f"{new},Inpakwerk,Van folie tot doos.,32 euro,Verpakking en montage,4,,1/01/2020\n"
    client.post("/beheer/aanbieders/inlezen/", sent("services", services + told))
    assert Service.objects.get(name="Inpakwerk").waiting_weeks == 4
    for cells in ("4,1/01/2030,1/01/2020", "4,,", "-1,,1/01/2020", "4,,1/01/2199"):
        wrong = client.post(
            "/beheer/aanbieders/inlezen/", sent("services", f"{services}{new},Inpakwerk,,,,{cells}\n")
        )
        assert wrong.status_code == 422, cells
