"""Practices: read by everybody, written and opened by a coordinator, published by the network, taken over by another one."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL
from wisselwerk.apps.practices.models import Practice

pytestmark = pytest.mark.browser

ALL = "/praktijken/"
GIVEN = "/praktijken/een-cheque-om-kennis-te-maken-met-de-sociale-economie/"

ADJUSTED = "/praktijken/een-cheque-waarbij-het-bedrijf-evenveel-bijlegt/bijsturingen/"


@pytest.fixture
def with_past() -> bool:
    """What was adjusted was looked at again over years that are over."""
    return True


def test_everybody_reads_what_works_and_how_one_knows(window: OpenWindow) -> None:
    anybody = window()
    anybody.go("/")
    anybody.page.get_by_role("link", name="Praktijken", exact=True).first.click()
    assert anybody.heading() == "Wat werkt elders?"
    assert anybody.faults("practices") == []
    anybody.page.get_by_label("Woorden").fill("cheques")
    anybody.page.get_by_role("button", name="Zoeken").click()
    assert anybody.page.locator("main .ww-grid > li").count() == 2
    anybody.go(GIVEN)
    assert "Deze cijfers komen vanzelf" in anybody.says()
    assert "Hoe weten we dat het werkt?" in anybody.says()
    assert anybody.faults("practice") == []
    anybody.page.get_by_role("link", name="Frans").click()
    assert "Nog niet vertaald in het Frans" in anybody.says()
    assert anybody.faults() == []
    anybody.go(f"{GIVEN}geschiedenis/")
    assert anybody.page.locator("ins").count() > 0
    assert anybody.faults("practice-history") == []
    anybody.go(ADJUSTED)
    assert "Het ging zoals verwacht." in anybody.says()
    assert anybody.faults("practice-adjustments") == []
    anybody.go(f"{GIVEN}overnemers/")
    assert "Wat er veranderd is" in anybody.says()
    assert anybody.faults("practice-adopters") == []
    anybody.go(f"{ALL}een-folder-in-elke-brievenbus/")
    assert "vertelt waarom het niet lukte" in anybody.says()
    assert anybody.faults("practice-failure") == []


def test_from_the_first_word_to_who_takes_it_over(window: OpenWindow) -> None:
    author = window(EMAIL["coordinator_genk"])
    author.go(f"{ALL}nieuw/")
    author.page.get_by_label("Hoe heet het?").fill("Bezoek aan de werkvloer")
    author.page.get_by_label("Wat was het probleem?").first.fill(
        "Niemand wist wat een maatwerkbedrijf maakt."
    )
    author.page.get_by_label("Wat is er gedaan?").first.fill("Elke maand een bezoek, met koffie.")
    author.page.get_by_role("button", name="Eerst bekijken").click()
    assert "Zo lezen anderen het" in author.says()
    assert author.faults("practice-write") == []
    author.page.get_by_role("button", name="Bewaar dit").click()
    assert "Alleen wie meedoet aan het netwerk kan dit lezen." in author.says()
    assert author.faults() == []
    author.page.get_by_role("link", name="Openstellen voor iedereen").click()
    assert author.faults("practice-open") == []
    author.page.get_by_role("button", name="Openstellen").click()
    network = window(EMAIL["network"])
    network.go(ALL)
    assert "Praktijken om na te kijken" in network.says()
    assert network.faults("practices-waiting") == []
    network.page.get_by_role("link", name="Bezoek aan de werkvloer").first.click()
    network.page.get_by_role("link", name="Publiceren").click()
    assert network.faults() == []
    network.page.get_by_role("button", name="Publiceren").click()
    card = f"{ALL}bezoek-aan-de-werkvloer/"
    anybody = window()
    anybody.go(card)
    assert "Elke maand een bezoek, met koffie." in anybody.says()
    other = window(EMAIL["coordinator_zuidoost_limburg"])
    other.go(f"{card}overnemers/")
    other.page.get_by_label("Geïnteresseerd").check()
    assert other.faults("practice-adopt") == []
    other.page.get_by_role("button", name="Bewaar dit").click()
    assert "Geïnteresseerd" in other.says()
    other.go(card)
    other.page.get_by_role("link", name="Overnemen").click()
    assert (
        other.page.get_by_label("Wat is er gedaan?").first.input_value()
        == "Elke maand een bezoek, met koffie."
    )
    assert other.faults() == []
    assert Practice.objects.filter(slug="bezoek-aan-de-werkvloer", published__isnull=False).exists()
