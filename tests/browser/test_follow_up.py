"""Somebody answers whether two still work together, and the coordinator sees what came of it and compares."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page

from tests.browser.conftest import OpenWindow
from tests.browser.followed import answered_question, closed_question, no_more_questions, open_question
from tests.browser.window import SIZES, Window
from tests.scene import EMAIL
from wisselwerk.apps.evaluation.models import FollowUpAnswer, Persistence
from wisselwerk.clock import today
from wisselwerk.domain.follow_up import MOMENTS

pytestmark = pytest.mark.browser


@pytest.fixture
def with_past() -> bool:
    """Pairs that were asked began in years that are over."""
    return True


def stand_on_the_first_screen_of_a_phone(page: Page, *pieces: Locator) -> None:
    """What somebody sees without scrolling; the window gets its size back."""
    phone = SIZES["phone"]
    page.set_viewport_size(phone)
    for one in pieces:
        box = one.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < phone["height"]
    page.set_viewport_size(SIZES["desktop"])


def lasting_in_genk() -> str:
    """Of how many pairs that said so after a year it lasts; on this page those of last year count as soon as they answered."""
    rows = Persistence.objects.filter(scheme__slug="genk", moment=max(MOMENTS))
    lasts, ended = (sum(getattr(one, name) for one in rows) for name in ("lasts", "ended"))
    return f"{lasts} van {lasts + ended}"


def write_a_decision(coordinator: Window) -> None:
    """On the figures of the comparison that is open."""
    coordinator.page.get_by_role("link", name="Schrijf op wat u op deze cijfers beslist").click()
    assert coordinator.heading() == "Schrijf een beslissing op"
    assert coordinator.faults("adjustment-new") == []
    coordinator.page.get_by_label("Welke vraag had u?").fill(
        "Waarom leggen zo weinig ondernemingen zelf bij?"
    )
    coordinator.page.get_by_label("Werkt nog samen na 12 maanden").first.check()
    coordinator.page.get_by_label("Wat is er beslist?").fill("Niets. Wij kijken over een half jaar opnieuw.")
    coordinator.page.get_by_label("Nee, de regels blijven zoals ze zijn").check()
    coordinator.page.get_by_label("De leden van de vereniging, samen").check()
    coordinator.page.get_by_label("Welk cijfer zal zeggen of het werkte?").select_option("lasting-12-months")
    coordinator.page.get_by_label("Dat het hoger is").check()
    look_on = (today() + timedelta(days=200)).isoformat()
    coordinator.page.get_by_label("Wanneer kijkt u opnieuw?").fill(look_on)
    coordinator.page.get_by_role("button", name="Bewaar dit").click()
    assert "Het is bewaard, met de cijfers zoals ze nu zijn." in coordinator.says()
    assert "hoger dan 76" in coordinator.says()
    assert "loopt nog" in coordinator.says()
    assert coordinator.faults() == []


WALK: tuple[tuple[str, Callable[[], dict[str, Any]], str], ...] = (
    ("answer", open_question, "follow-up"),
    ("answer", answered_question, "follow-up-answered"),
    ("answer", closed_question, "follow-up-over"),
    ("answer", lambda: {"token": "vals"}, ""),
    ("stop", no_more_questions, "follow-up-stop"),
)


def test_every_page_of_a_question_passes_axe(window: OpenWindow) -> None:
    seen = window()
    found = []
    for page, where, picture in WALK:
        path = reverse(f"evaluation:{page}", kwargs=where())
        seen.go(path)
        assert seen.page.url.endswith(path), "another page than was asked for"
        found += seen.faults(picture)
    assert found == []


def test_from_the_mail_to_the_comparison(window: OpenWindow) -> None:
    owner = window()
    owner.newest_mail()
    mail = owner.page.locator("article", has_text="Eén vraag: werkt u nog samen?").filter(
        has_text=EMAIL["owner"]
    )
    [path] = re.findall(r"/opvolging/(?!stoppen)[^/\s]+/", mail.inner_text())
    owner.go(path)
    before = FollowUpAnswer.objects.count()
    owner.page.reload()
    assert FollowUpAnswer.objects.count() == before
    owner.page.get_by_role("button", name="Ja, we werken nog samen").click()
    assert owner.heading() == "Dank u"
    owner.page.get_by_label("ongeveer €\N{NO-BREAK SPACE}1.000").check()
    owner.page.get_by_role("button", name="Stuur dit ook door").click()
    assert "Wat u zei, is bewaard" in owner.page.locator("body").inner_text()
    assert FollowUpAnswer.objects.count() == before + 2

    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/")
    coordinator.page.get_by_role("link", name="Wat we leren").click()
    assert "Demogegevens" in coordinator.says()
    assert coordinator.faults("learning") == []
    assert lasting_in_genk() in coordinator.says()
    coordinator.page.get_by_role("link", name="Regelingen vergelijken").click()
    assert coordinator.faults() == []
    coordinator.page.get_by_label("Deze regeling").select_option("genk")
    coordinator.page.get_by_label("Naast deze").select_option("zuidoost-limburg")
    coordinator.page.get_by_role("button", name="Vergelijken").click()
    assert "+24 procentpunt" in coordinator.says()
    assert "32 van 42" in coordinator.says()
    assert "Hoe hun regels verschillen" in coordinator.says()
    stand_on_the_first_screen_of_a_phone(
        coordinator.page,
        coordinator.page.locator(".ww-answer"),
        coordinator.page.get_by_role("heading", name="Let hierop voor u vergelijkt"),
    )
    assert coordinator.faults("comparison") == []
    write_a_decision(coordinator)


def test_what_was_decided_stands_beside_what_came_of_it(window: OpenWindow) -> None:
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/leren/")
    coordinator.page.get_by_role("link", name="Wat we bijstuurden").click()
    assert "Gemeten: 84" in coordinator.says()
    assert coordinator.faults("adjustments") == []
    coordinator.page.get_by_role("link", name="Waarom werkt na een jaar maar de helft").click()
    assert "zoals verwacht" in coordinator.says()
    assert "27 van 32" in coordinator.says()
    coordinator.page.get_by_label("Wat voegt u toe?").fill("Wij bellen voortaan iedereen.")
    coordinator.page.get_by_role("button", name="Zet het erbij").click()
    assert "Wij bellen voortaan iedereen." in coordinator.says()
    assert coordinator.faults("adjustment") == []
