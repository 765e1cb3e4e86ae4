"""A few texts that are read each time are found by the same words as services, of which the words are kept."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.scene import set_provider
from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.apps.catalogue.services import offer_service, rebuild_search
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.likeness import answered

DAY = date(2026, 3, 2)
CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "search_cases.yaml").read_text())
OFFERS = {
    "mailing": "Mailing van ontwerp tot brievenbus. Kempenvink drukt uw folder, De Zilverspar vouwt, vult en post hem.",
    "groen": "Groen en proper. Onderhoud van tuinen en schilderwerken rond uw gebouw.",
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("folders", ["mailing"]),
        ("mailings", ["mailing"]),
        ("tuinonderhoud", ["groen"]),
        ("bedrijfstuin", ["groen"]),
        ("schilder", ["groen"]),
        ("schilderen", ["groen"]),
        ("onderhuod", ["groen"]),
        ("brievenbusje", ["mailing"]),
        ("raket", []),
        ("pont", []),
        ("van", []),
        ("", []),
    ],
)
def test_a_text_answers_to_other_forms_compounds_and_typing_errors(typed: str, found: list[str]) -> None:
    assert [key for key, words in answered([typed], OFFERS).items() if words] == found


def test_each_text_tells_to_which_words_it_answers() -> None:
    assert answered(["folder", "tuin", "gebouwen"], OFFERS) == {
        "mailing": ("folder",),
        "groen": ("tuin", "gebouwen"),
    }
    assert answered(["tuin"], {}) == {}


def test_a_word_that_is_known_is_not_taken_for_another() -> None:
    """*Tuin* is a letter away from *tuig*, and is there itself."""
    assert answered(["tuig"], {1: "Tuinen", 2: "Tuig voor paarden"}) == {1: (), 2: ("tuig",)}


@pytest.mark.django_db
def test_it_reads_a_word_as_the_search_of_services_does() -> None:
    provider = set_provider()
    Service.objects.all().delete()
    for slug, told in CASES["services"].items():
        offer_service(
            SYSTEM, provider=provider, slug=slug, name=told["name"], description=told["description"]
        )
    rebuild_search(SYSTEM)  # forgets the words of the service that was there
    name = provider.organisation.name
    texts = {slug: f"{told['name']} {told['description']} {name}" for slug, told in CASES["services"].items()}
    typed = [text for group in ("word_forms", "compounds", "typing_errors") for text in CASES[group]]
    single = [text for text in typed if " " not in text]
    assert len(single) > 50
    different = {}
    for word in single:
        of_search = {service.slug for service in find_services(DAY, word)}
        of_texts = {slug for slug, words in answered([word], texts).items() if words}
        if of_search != of_texts:
            different[word] = (of_search, of_texts)
    assert different == {}
