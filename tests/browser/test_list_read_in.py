"""A list that would replace what an enterprise wrote itself: seen line by line, and usable by everybody."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL, actor
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.services import describe_provider
from wisselwerk.demo.cast import PROVIDER_NUMBER

pytestmark = pytest.mark.browser

OWN = "Wij verpakken, monteren en sorteren, ook in dringende reeksen."
LIST = (
    "ondernemingsnummer;naam;erkenning;erkend vanaf;erkend tot en met;bron;plaatsen;omschrijving;contact\n"
    f"{PROVIDER_NUMBER};De Zilverspar;Maatwerkbedrijf;1/01/2019;;Maatwerkdecreet van 12 juli 2013 (demo);;"
    "Verpakt en monteert.;onthaal@zilverspar.example\n"
)


def test_what_stays_is_chosen_with_only_the_keyboard(window: OpenWindow) -> None:
    provider = Provider.objects.get(organisation__enterprise_number=PROVIDER_NUMBER)
    places = list(provider.places.values_list("place", flat=True))
    describe_provider(
        actor("provider_staff"), provider=provider, description=OWN, contact=provider.contact, places=places
    )
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/aanbieders/inlezen/")
    coordinator.page.set_input_files(
        "input[type=file]", {"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    coordinator.press("De lijst proberen")
    assert "De lijst zou 2 teksten vervangen" in coordinator.says()
    assert coordinator.faults("catalogue-replace") == []
    ticks = coordinator.page.get_by_label("Houden wat hier staat")
    assert [ticks.nth(at).is_checked() for at in range(2)] == [True, True]
    ticks.nth(1).focus()
    coordinator.page.keyboard.press("Space")
    coordinator.press("Deze lijst inlezen")
    assert "De lijst is ingelezen" in coordinator.says()
    provider.refresh_from_db()
    assert (provider.description, provider.contact) == (OWN, "onthaal@zilverspar.example")
