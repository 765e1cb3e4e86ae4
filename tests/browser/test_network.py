"""The learning network: asked, answered and opened by participants, read by everybody, looked after by one."""

from datetime import timedelta

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL
from wisselwerk.apps.network.models import Meeting, NetworkQuestion
from wisselwerk.apps.network.services import pass_on_practices
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.browser

HOME = "/netwerk/"
TITLE = "Wie legt een eigen bijdrage uit?"
SAID = "Reken een factuur voor op de avond zelf."
MEETING = "Een uur over de loting"
LEARNT = "Nodig een ondernemer uit die al een cheque had."


def test_a_question_is_asked_answered_and_opened(window: OpenWindow) -> None:
    asks, knows = window(EMAIL["member_oudsbergen"]), window(EMAIL["coordinator_genk"])
    asks.go(HOME)
    asks.page.get_by_role("link", name="Stel een vraag").click()
    assert asks.faults("network-ask") == []
    asks.page.get_by_label("Waarover gaat het?").select_option("OWN_CONTRIBUTION")
    asks.page.get_by_label("Uw vraag in één regel").fill(TITLE)
    asks.page.get_by_label("Wat moeten anderen weten om te kunnen antwoorden?").fill("Wij beginnen pas.")
    asks.page.get_by_role("button", name="Stel deze vraag").click()
    assert "deed dit al in een eigen regeling" in asks.says()
    assert asks.faults() == []
    knows.go(HOME)
    assert "Aan u gevraagd" in knows.says()
    assert knows.faults("network") == []
    knows.page.get_by_role("link", name=TITLE).first.click()
    knows.page.get_by_label("Uw antwoord").fill(SAID)
    knows.page.get_by_role("button", name="Verstuur dit antwoord").click()
    assert SAID in knows.says()
    assert knows.faults("network-question") == []
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
    assert anybody.faults() == []


def test_a_meeting_is_called_answered_moved_and_learnt_from(window: OpenWindow) -> None:
    calls, comes = window(EMAIL["coordinator_genk"]), window(EMAIL["member_oudsbergen"], script=False)
    meetings = f"{HOME}bijeenkomsten/"
    calls.go(meetings)
    assert calls.faults() == []
    calls.page.get_by_role("link", name="Roep een bijeenkomst samen").click()
    calls.page.get_by_label("Waarover gaat het?").fill(MEETING)
    calls.page.get_by_label("Op welke dag?").fill((today() + timedelta(days=7)).isoformat())
    calls.page.get_by_label("Van", exact=True).fill("14:00")
    calls.page.get_by_label("Tot", exact=True).fill("16:00")
    calls.page.get_by_label("Waar?").fill("Stadhuis Genk")
    calls.page.get_by_label("Punt 1").fill("Wat deden we zelf?")
    calls.page.get_by_label("Over welke praktijk of vraag?").first.fill("onzin")
    assert calls.faults() == []
    calls.page.get_by_role("button", name="Roep deze bijeenkomst samen").click()
    assert "vinden wij geen praktijk en geen vraag" in calls.says()
    assert calls.faults() == []
    calls.page.get_by_label("Over welke praktijk of vraag?").first.fill("")
    calls.page.get_by_role("button", name="Roep deze bijeenkomst samen").click()
    assert "De bijeenkomst is samengeroepen" in calls.says()
    comes.go(meetings)
    comes.page.get_by_role("link", name=MEETING).click()
    comes.page.get_by_role("button", name="Ja, ik kom").click()
    assert "U komt" in comes.says()
    calls.go(f"{meetings}{Meeting.objects.get(title=MEETING).pk}/")
    assert calls.faults("network-meeting") == []
    calls.page.get_by_role("link", name="Wie komt").click()
    assert EMAIL["member_oudsbergen"] in calls.says()
    assert calls.faults() == []
    calls.page.get_by_role("link", name=MEETING).click()
    calls.page.get_by_role("link", name="Wijzig ze").click()
    assert calls.faults() == []
    calls.page.get_by_label("Waar?").fill("C-mine, Genk")
    calls.page.get_by_role("button", name="Bewaar de wijziging").click()
    assert "C-mine" in calls.says()
    calls.page.get_by_role("link", name="Gelast de bijeenkomst af").click()
    assert calls.faults() == []
    calls.page.get_by_role("button", name="Gelast de bijeenkomst af").click()
    assert "gaat niet door" in calls.says()
    assert calls.faults() == []


def test_a_lesson_is_written_after_a_meeting_and_opened(window: OpenWindow) -> None:
    learns = window(EMAIL["coordinator_zuidoost_limburg"], script=False)
    learns.go(f"{HOME}bijeenkomsten/")
    learns.page.get_by_role("link", name="Hoe bereik je kleine ondernemers?").click()
    learns.page.get_by_label("Wat leerde u?").fill(LEARNT)
    learns.page.get_by_role("button", name="Bewaar deze les").click()
    assert LEARNT in learns.says()
    guide = window(EMAIL["network"])
    page = f"{HOME}bijeenkomsten/{Meeting.objects.earliest('pk').pk}/"
    guide.go(page)
    assert guide.faults("network-lessons") == []
    guide.page.get_by_role("link", name="Wie er was").click()
    guide.page.get_by_label("Mailadres van wie er ook was").fill(EMAIL["member_oudsbergen"])
    guide.page.get_by_role("button", name="Was er ook").click()
    assert guide.faults() == []
    anybody = window()
    anybody.go(page)
    assert "Bel wie op de avond was" in anybody.says()
    assert LEARNT not in anybody.says()
    assert anybody.faults() == []
    anybody.go(f"{HOME}bijeenkomsten/")
    assert anybody.faults() == []


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
    assert guide.faults() == []
    guide.page.get_by_role("link", name="Wie heeft waar de rol").click()
    assert EMAIL["coordinator_genk"] in guide.says()
    assert guide.faults("network-holders") == []
    guide.go(HOME)
    guide.page.get_by_role("link", name="Hoe ver praktijken kwamen").click()
    assert guide.faults("network-reached") == []
    for address in ("overdracht/", "vragen-per-mail/"):
        leaves = window(EMAIL["coordinator_genk"])
        leaves.go(f"{HOME}{address}")
        assert leaves.faults() == []
