"""What a newcomer types in the demo finds something: other forms of a word, compounds, and typing errors."""

from datetime import date

import pytest

from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.demo.load import load_providers
from wisselwerk.demo.providers import PROVIDERS

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


FOUND = (
    ("schilderen", "Schilderwerk binnen"),
    ("schilder", "Schilderwerk binnen"),
    ("schilderwerken", "Schilderwerk binnen"),
    ("schilderwrek", "Schilderwerk binnen"),
    ("tuinonderhoud", "Onderhoud van groen"),
    ("onderhoud van de tuin", "Onderhoud van groen"),
    ("tuinondrhoud", "Onderhoud van groen"),
    ("hagen snoeien", "Onderhoud van groen"),
    ("poetsdienst", "Poetsen van kantoren"),
    ("poetsdiesnt", "Poetsen van kantoren"),
    ("kuisen", "Poetsen van kantoren"),
    ("sgoonmaak", "Poetsen van kantoren"),
    ("fietsherstelling", "Fietsonderhoud op het werk"),
    ("fiets herstellen", "Fietsonderhoud op het werk"),
    ("strijkdienst", "Linnen voor de horeca"),
    ("inpakken", "Verpakken en ompakken"),
    ("monteren", "Montage in kleine reeksen"),
    ("folders drukken", "Klein drukwerk"),
    ("brodjes", "Broodjeslunch"),
    ("traiteur", "Broodjeslunch"),
    ("klusjes", "Klussen op kantoor"),
)
"""What somebody types, and a service that is among the first two then."""


def test_it_is_found_in_the_words_of_who_looks_for_it() -> None:
    load_providers()
    found = {typed: [one.name for one in find_services(DAY, typed)[:2]] for typed, _ in FOUND}
    assert {typed: found[typed] for typed, service in FOUND if service not in found[typed]} == {}


@pytest.mark.parametrize("typed", ["bakt", "taarten bakt"])
def test_a_short_word_is_not_taken_for_another_one(typed: str) -> None:
    load_providers()
    assert list(find_services(DAY, typed)) == []


def test_every_service_is_of_a_sort_and_says_what_it_is() -> None:
    services = [service for one in PROVIDERS[:-1] for service in one.services]
    assert [service.slug for service in services if len(service.description) < 30] == []
    assert {service.kind.value for service in services} >= {"green", "cleaning", "catering", "building"}
