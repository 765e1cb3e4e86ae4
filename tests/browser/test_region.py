"""The region for who looks at all of it: on a phone and a desk, to its definitions, the report, comparing and suggesting."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL, GENK
from wisselwerk.clock import today

pytestmark = pytest.mark.browser


@pytest.fixture
def with_past() -> bool:
    """Pairs that were asked began in years that are over."""
    return True


HOME = "/gewest/"


@pytest.mark.parametrize("who", ["flanders", "network"])
def test_the_region_is_read_at_a_glance(window: OpenWindow, who: str) -> None:
    seen = window(EMAIL[who])
    seen.go("/")
    seen.page.get_by_role("link", name="Gewest", exact=True).first.click()
    assert seen.heading() == "Wat gebeurt er in het gewest?"
    assert "Werken ze nog samen?" in seen.says()
    assert "van 44" in seen.says()
    assert seen.faults("region" if who == "flanders" else "") == []
    report = seen.page.get_by_role("link", name=f"Leerrapport van {today().year - 1} (pdf)")
    answer = seen.page.request.get(report.get_attribute("href") or "")
    assert answer.ok
    assert answer.body().startswith(b"%PDF")
    seen.page.get_by_role("link", name="Regelingen vergelijken").first.click()
    assert seen.faults() == []
    seen.page.get_by_role("link", name="Het gewest").click()
    assert seen.heading() == "Wat gebeurt er in het gewest?"


def test_a_published_practice_is_suggested_and_stands_with_the_question(window: OpenWindow) -> None:
    seen = window(EMAIL["flanders"])
    seen.go(f"/nazicht/{today().year - 1}/{GENK}/suggestie/")
    seen.page.get_by_role("link", name="Een folder in elke brievenbus").click()
    assert seen.faults("region-suggest") == []
    seen.page.get_by_role("button", name="Suggereer dit").click()
    assert "Een folder in elke brievenbus" in seen.says()
    assert seen.faults() == []
