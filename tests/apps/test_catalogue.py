"""Providers count while they are recognised, and are found by name and by place."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.catalogue import proof
from wisselwerk.apps.catalogue.models import Provider, Recognition, Service, Word
from wisselwerk.apps.catalogue.queries import (
    is_social_economy,
    provider_by_slug,
    recognised_kinds,
    recognised_providers,
    services_on,
)
from wisselwerk.apps.catalogue.search import find_providers, find_services
from wisselwerk.apps.catalogue.services import (
    offer_service,
    rebuild_search,
    recognise_provider,
    register_provider,
)
from wisselwerk.demo.load import load_providers
from wisselwerk.demo.providers import PROVIDERS
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import ProviderKind

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
RECOGNISED = {"zilverspar", "haspenhoek", "maasdal", "kempenvink", "vijfde-wiel", "jekerhand", "helderbron"}


@pytest.fixture(autouse=True)
def providers() -> None:
    load_providers()


def slugs(day: date, place: str = "") -> set[str | None]:
    return {provider.organisation.slug for provider in recognised_providers(day, place=place)}


def test_the_list_holds_who_is_recognised_on_the_day() -> None:
    assert slugs(DAY) == RECOGNISED
    assert "tweede-draad" in slugs(date(2023, 12, 31))
    assert "tweede-draad" not in slugs(date(2024, 1, 1))
    assert "kempenvink" not in slugs(date(2020, 6, 30))
    assert "kempenvink" in slugs(date(2020, 7, 1))


def test_every_kind_of_recognition_is_in_the_demo() -> None:
    assert set(Recognition.objects.values_list("kind", flat=True)) == set(ProviderKind)


def test_a_list_shows_each_provider_with_its_recognition_of_the_day(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        found = {
            provider.organisation.slug: (
                [one.kind for one in provider.recognitions.all()],
                [one.place for one in provider.places.all()],
                [one.name for one in provider.services.all()],
            )
            for provider in recognised_providers(DAY)
        }
    kinds, places, names = found["zilverspar"]
    assert kinds == [ProviderKind.MAATWERKBEDRIJF]
    assert "71016" in places
    assert names == sorted(names)
    assert len(names) == 3


def test_a_provider_is_found_by_what_it_or_its_services_are_called() -> None:
    def found(text: str) -> set[str | None]:
        return {provider.organisation.slug for provider in find_providers(DAY, text)}

    assert found("wasserij") == {"helderbron"}
    assert found("broodjeslunch") == {"vijfde-wiel"}
    assert found("bestaat niet") == set()


def test_a_place_means_all_that_lies_inside_it() -> None:
    in_oudsbergen = slugs(DAY, place="72042")
    assert in_oudsbergen == slugs(DAY, place="71047") != set()
    assert slugs(DAY, place="72040") == set()
    with pytest.raises(Refusal) as refused:
        slugs(DAY, place="00000")
    assert refused.value.code is RefusalCode.PLACE_UNKNOWN


def test_a_provider_is_found_by_its_slug_also_when_it_is_no_longer_recognised(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    expired = PROVIDERS[-1]
    with django_assert_num_queries(4):
        found = provider_by_slug("tweede-draad", DAY)
        assert found is not None
        assert found.organisation.name == expired.name
        assert list(found.recognitions.all()) == []
        assert len(found.services.all()) == len(expired.services)
    assert provider_by_slug("niemand", DAY) is None


def test_kinds_change_with_the_law() -> None:
    sheltered = Provider.objects.get(organisation__slug="helderbron")
    assert recognised_kinds(sheltered, date(2018, 12, 31)) == (ProviderKind.BESCHUTTE_WERKPLAATS,)
    assert recognised_kinds(sheltered, date(2019, 1, 1)) == (ProviderKind.MAATWERKBEDRIJF,)
    assert recognised_kinds(sheltered, date(1994, 12, 31)) == ()


def test_an_enterprise_is_social_economy_while_it_is_recognised() -> None:
    former = Provider.objects.get(organisation__slug="tweede-draad").organisation_id
    assert is_social_economy(former, date(2023, 12, 31))
    assert not is_social_economy(former, date(2024, 1, 1))


def test_services_are_those_of_recognised_providers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        found = [(service.name, service.provider.organisation.name) for service in services_on(DAY)]
    expected = sum(len(provider.services) for provider in PROVIDERS) - len(PROVIDERS[-1].services)
    assert len(found) == expected >= 12
    assert [name for name, _ in found] == sorted(name for name, _ in found)
    assert "Atelier Tweede Draad" not in {provider for _, provider in found}


def test_a_service_is_found_by_its_own_words_its_provider_or_its_place() -> None:
    assert {service.slug for service in find_services(DAY, "snoeien")} == {"tuinonderhoud", "aanleg"}
    assert {service.slug for service in find_services(DAY, "maasdal")} == {"onderhoud", "vloot"}
    in_voeren = {service.provider.organisation.slug for service in services_on(DAY, place="73109")}
    assert in_voeren == {"zilverspar", "haspenhoek", "maasdal", "jekerhand", "helderbron"}


def test_register_provider_again_gives_it_the_new_words_and_places() -> None:
    own = PROVIDERS[0]
    provider = register_provider(
        SYSTEM,
        enterprise_number=own.number,
        slug=own.slug,
        name="De Zilverspar",
        description="Nieuw",
        places=("71016", "71016"),
    )
    provider.refresh_from_db()
    assert provider.description == "Nieuw"
    assert [one.place for one in provider.places.all()] == ["71016"]
    assert Provider.objects.count() == len(PROVIDERS)


def test_recognise_provider_again_gives_a_recognition_its_end() -> None:
    provider = Provider.objects.get(organisation__slug="kempenvink")
    recognise_provider(
        SYSTEM,
        provider=provider,
        kind=ProviderKind.MAATWERKAFDELING,
        source="intrekking",
        valid=Period(date(2020, 7, 1), date(2026, 3, 2)),
    )
    (recognition,) = provider.recognitions.all()
    assert (recognition.source, recognition.valid_until) == ("intrekking", DAY)
    assert "kempenvink" not in slugs(DAY)


def test_the_trail_tells_what_a_recognition_was_and_holds_it_to_that() -> None:
    provider = Provider.objects.earliest("pk")
    recognition = provider.recognitions.earliest("pk")
    recognise_provider(
        SYSTEM,
        provider=provider,
        kind=ProviderKind(recognition.kind),
        source="Ingetrokken",
        valid=Period(recognition.valid_from, date(2026, 1, 1)),
    )
    told = Entry.objects.filter(subject=f"recognition:{recognition.pk}").order_by("pk")
    assert [one.authority.split()[2] for one in told] == [
        f"until:{recognition.valid_until}",
        "until:2026-01-01",
    ]
    assert list(proof.differences()) == []
    Recognition.objects.filter(pk=recognition.pk).update(valid_until=None)
    assert list(proof.differences()) == [f"recognition {recognition.pk}: is not what the trail tells"]


def test_offer_service_again_changes_its_price() -> None:
    provider = Provider.objects.get(organisation__slug="vijfde-wiel")
    offer_service(SYSTEM, provider=provider, slug="broodjes", name="Broodjeslunch", price="11 euro")
    assert Service.objects.get(provider=provider, slug="broodjes").price == "11 euro"


def test_the_catalogue_is_not_for_everybody_to_change() -> None:
    provider = Provider.objects.get(organisation__slug="vijfde-wiel")
    attempts = (
        lambda: register_provider(ANONYMOUS, enterprise_number=PROVIDERS[0].number, slug="x", name="x"),
        lambda: recognise_provider(
            ANONYMOUS, provider=provider, kind=ProviderKind.MAATWERKBEDRIJF, source="x", valid=Period(DAY)
        ),
        lambda: offer_service(ANONYMOUS, provider=provider, slug="x", name="x"),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert not Service.objects.filter(slug="x").exists()
    assert slugs(DAY) == RECOGNISED


def test_a_missing_other_word_for_a_sort_is_told() -> None:
    assert list(proof.differences()) == []
    Word.objects.filter(text="kuisen").delete()
    [told] = proof.differences()
    assert told == "word kuisen: nobody finds a sort of service by it; run wisselwerk search --rebuild"
    rebuild_search(SYSTEM)
    assert list(proof.differences()) == []
