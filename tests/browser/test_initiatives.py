"""Who does something is asked about it, and answers with one click."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.registered import two_alike
from tests.scene import EMAIL
from wisselwerk.apps.initiatives.initiative_token import token_for
from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.parties.services import person

pytestmark = pytest.mark.browser


def test_one_click_answers_and_can_be_taken_back(window: OpenWindow) -> None:
    noticed = Initiative.objects.filter(state="NOTICED", government="Genk").earliest("pk")
    anybody = window()
    anybody.go(f"/initiatieven/antwoord/{token_for(noticed.pk, person(EMAIL['coordinator_genk']).pk)}/")
    assert anybody.heading() == "Klopt dit?"
    assert anybody.faults("initiative-asked") == []
    anybody.press("Ja, dit klopt")
    assert "bevestigd door wie het doet" in anybody.says()
    assert anybody.faults("initiative-answered") == []
    anybody.press("Dit loopt niet meer")
    assert "Het staat in het register als beëindigd." in anybody.says()
    assert anybody.faults() == []


def test_a_link_that_does_not_work_says_so(window: OpenWindow) -> None:
    anybody = window()
    anybody.go("/initiatieven/antwoord/abc/")
    assert anybody.heading() == "Deze link werkt niet meer"
    assert anybody.faults("initiative-expired") == []


def test_a_wrong_answer_about_two_is_taken_back(window: OpenWindow) -> None:
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go(f"/beheer/initiatieven/verbanden/{two_alike()['pk']}/")
    coordinator.press("Nee, dit zijn er twee")
    assert coordinator.faults("initiative-link-declined") == []
    coordinator.press("Dit antwoord terugnemen")
    assert "Het antwoord is teruggenomen" in coordinator.says()
    assert coordinator.faults("initiative-link-taken-back") == []
    coordinator.go("/beheer/initiatieven/?waits=unanswered")
    assert coordinator.faults("initiative-waits") == []


def test_whom_a_note_names_is_told_before_it_is_public(window: OpenWindow) -> None:
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/initiatieven/melden/")
    coordinator.page.get_by_label("Hoe heet het?").fill("Ontbijt met Griet Vandenbroucke")
    coordinator.press("In het register zetten")
    assert "“Griet Vandenbroucke”" in coordinator.says()
    assert coordinator.faults("initiative-note-named") == []


def test_a_filter_that_is_open_leaves_no_hole_above_the_others(window: OpenWindow) -> None:
    anybody = window()
    anybody.page.set_viewport_size({"width": 1280, "height": 900})
    anybody.go("/initiatieven/?year=2018")
    words = anybody.page.locator("#id_q").bounding_box()
    opened = anybody.page.locator("form details[open]").bounding_box()
    assert words is not None
    assert opened is not None
    assert words["y"] + words["height"] <= opened["y"]
