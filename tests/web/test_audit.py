"""The auditor has a decision replayed, and sees what was changed behind its back."""

import pytest
from django.db import connection

from tests.web.stage import browser, set_stage, text
from wisselwerk.apps.vouchers.models import Decision
from wisselwerk.apps.vouchers.queries import latest_decision
from wisselwerk.db import drop_triggers, install_triggers

pytestmark = pytest.mark.django_db


def test_a_decision_is_replayed_and_a_changed_fact_shows() -> None:
    stage = set_stage()
    decision = latest_decision(stage.refused)
    assert decision is not None
    client, url = browser("auditor"), f"/audit/beslissingen/{decision.pk}/"
    assert f"/audit/beslissingen/{decision.pk}/" in client.get("/audit/").content.decode()
    assert "Zonet opnieuw berekend" in text(client.get(url))
    drop_triggers()
    try:
        decision.facts["seat_places"] = ["71016"]
        decision.save()
    finally:
        install_triggers()
    said = text(client.get(url))
    assert "klopt niet met wat bewaard is" in said
    assert "fact seat_places is not what was sealed" in said
    assert connection.is_usable()


def test_an_auditor_with_nothing_to_do_is_told_where_to_look() -> None:
    set_stage()
    page = browser("auditor").get("/mijn/")
    assert "Uw werk is nu klaar" in text(page)
    assert 'href="/audit/"' in page.content.decode()
    assert "Hier komen uw cheques" not in text(page)


@pytest.mark.parametrize("changed", [{"facts": {"weather": "rain"}}, {"outcomes": [1]}])
def test_a_decision_that_cannot_be_read_is_shown_as_such(changed: dict[str, object]) -> None:
    decision = latest_decision(set_stage().refused)
    assert decision is not None
    drop_triggers()
    try:
        Decision.objects.filter(pk=decision.pk).update(**changed)
    finally:
        install_triggers()
    said = text(browser("auditor").get(f"/audit/beslissingen/{decision.pk}/"))
    assert "klopt niet met wat bewaard is" in said
