"""The learning network: asked, answered and opened by participants, read by everybody, looked after by one."""

from datetime import timedelta

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.scene import EMAIL
from wisselwerk.apps.network.models import NetworkQuestion
from wisselwerk.apps.network.services import pass_on_practices
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.browser

HOME = "/netwerk/"
TITLE = "Wie legt een eigen bijdrage uit?"
SAID = "Reken een factuur voor op de avond zelf."


def sound(seen: Window, picture: str = "") -> None:
    """The page has one heading and nothing wrong with it."""
    assert seen.page.locator("h1").count() == 1
    assert seen.faults(picture) == []


def test_a_question_is_asked_answered_and_opened(window: OpenWindow) -> None:
    asks, knows = window(EMAIL["member_oudsbergen"]), window(EMAIL["coordinator_genk"])
    asks.go(HOME)
    asks.page.get_by_role("link", name="Stel een vraag").click()
    sound(asks, "network-ask")
    asks.page.get_by_label("Waarover gaat het?").select_option("OWN_CONTRIBUTION")
    asks.page.get_by_label("Uw vraag in één regel").fill(TITLE)
    asks.page.get_by_label("Wat moeten anderen weten om te kunnen antwoorden?").fill("Wij beginnen pas.")
    asks.page.get_by_role("button", name="Stel deze vraag").click()
    assert "deed dit al in een eigen regeling" in asks.says()
    sound(asks)
    knows.go(HOME)
    assert "Aan u gevraagd" in knows.says()
    sound(knows, "network")
    knows.page.get_by_role("link", name=TITLE).first.click()
    knows.page.get_by_label("Uw antwoord").fill(SAID)
    knows.page.get_by_role("button", name="Verstuur dit antwoord").click()
    assert SAID in knows.says()
    sound(knows, "network-question")
    question = NetworkQuestion.objects.get(title=TITLE)
    page = f"{HOME}vragen/{question.pk}/"
    anybody = window()
    anybody.go(HOME)
    assert TITLE not in anybody.says()
    asks.go(page)
    asks.page.get_by_role("button", name="Maak dit openbaar").first.click()
    anybody.go(page)
    assert "Nog 1 antwoord blijft onder deelnemers" in anybody.says()
    assert SAID not in anybody.says()
    sound(anybody)


def test_a_role_is_handed_over_without_script_and_letters_stop(window: OpenWindow) -> None:
    leaves = window(EMAIL["coordinator_zuidoost_limburg"], script=False)
    leaves.go(f"{HOME}vragen-per-mail/")
    leaves.page.get_by_role("button", name="Stop deze mails").click()
    assert "U krijgt er geen" in leaves.says()
    leaves.go(f"{HOME}overdracht/")
    leaves.page.get_by_label("Mailadres van wie overneemt").fill("nieuw@zuidoost-limburg.example")
    leaves.page.get_by_label("Vanaf welke dag?").fill((today() + timedelta(days=7)).isoformat())
    leaves.page.get_by_role("button", name="Draag de rol over").click()
    assert "De rol is overgedragen" in leaves.says()


def test_who_looks_after_the_network_sees_roles_and_reach(window: OpenWindow) -> None:
    pass_on_practices(SYSTEM)
    guide = window(EMAIL["network"])
    guide.go(HOME)
    sound(guide)
    guide.page.get_by_role("link", name="Wie heeft waar de rol").click()
    assert EMAIL["coordinator_genk"] in guide.says()
    sound(guide, "network-holders")
    guide.go(HOME)
    guide.page.get_by_role("link", name="Hoe ver praktijken kwamen").click()
    sound(guide, "network-reached")
    for address in ("overdracht/", "vragen-per-mail/"):
        leaves = window(EMAIL["coordinator_genk"])
        leaves.go(f"{HOME}{address}")
        sound(leaves)
