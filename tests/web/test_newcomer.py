"""What somebody meets who plays a scheme with only the guides: pages that say less, or something else, than what holds."""

from datetime import timedelta

import pytest

from tests.draws import on
from tests.scene import enter, set_scene
from tests.web.stage import browser, text
from wisselwerk.apps.schemes.services import change_rule, start_draft
from wisselwerk.apps.vouchers.services import decide_application
from wisselwerk.clock import today
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db


def test_a_voucher_tells_the_day_on_which_a_person_awarded_it() -> None:
    with on(today() - timedelta(days=9)):
        scene = set_scene(rules={"decision_mode": {"mode": "review"}})
        application = enter(scene)
        applied_on = today()
    decide_application(scene.coordinator, application=application, award=True, motivation="In orde.")
    application.refresh_from_db()
    told = text(browser("owner").get(f"/mijn/cheques/{application.voucher.code}/")).split("Wat er gebeurde")[
        1
    ]
    awarded, applied = told.index("Toegekend:"), told.index("Per telefoon aangevraagd")
    assert applied < awarded
    plain = (day(one).replace("\N{NO-BREAK SPACE}", " ") for one in (applied_on, today()))
    parts = (told[:applied], told[applied:awarded])
    assert all(one in part for one, part in zip(plain, parts, strict=True))


def test_a_changed_rule_does_not_stand_on_the_old_decision_unsaid() -> None:
    scene = set_scene()
    draft = start_draft(scene.coordinator, scheme=scene.scheme)
    page = "/beheer/regelingen/genk/ontwerp/"
    client = browser("coordinator_genk")
    said = "is gewijzigd, en steunt nog op hetzelfde als de vorige"
    assert said not in text(client.get(page))
    source = next(one["source"] for one in draft.rules if one["kind"] == "amount")
    for named, is_told in ((source, True), ("Gemeenteraad van morgen", False)):
        draft = change_rule(
            scene.coordinator,
            draft=draft.pk,
            edition=draft.edition,
            kind="amount",
            parameters={"amount_cents": 30_000},
            source=named,
        )
        assert (said in text(client.get(page))) is is_told
