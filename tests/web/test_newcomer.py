"""What somebody meets who plays a scheme with only the guides: pages that say less, or something else, than what holds."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.mail import EmailMessage
from django.utils.translation import override

from tests.draws import on
from tests.scene import GENK, enter, set_scene
from tests.web.stage import browser, text
from wisselwerk.apps.catalogue.models import ProviderPlace
from wisselwerk.apps.schemes.services import change_rule, start_draft
from wisselwerk.apps.vouchers.queries.reviews import review_of
from wisselwerk.apps.vouchers.services import decide_application
from wisselwerk.clock import today
from wisselwerk.jobs.applications import send_decision
from wisselwerk.wording import day, spoken_value

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


def test_the_mail_that_a_person_decides_says_until_when(mailoutbox: list[EmailMessage]) -> None:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    application = enter(scene)
    send_decision(application.decisions.get().pk)
    mail = str(mailoutbox[-1].body).replace("\N{NO-BREAK SPACE}", " ")
    review = review_of(application)
    assert review is not None
    assert review.last_day is not None
    assert f"uiterlijk op {day(review.last_day)}".replace("\N{NO-BREAK SPACE}", " ") in mail
    # Its subject says it: given as a reason too, it would explain nothing.
    assert "NEEDS_REVIEW" not in mail


def test_a_seat_in_a_merged_municipality_lies_in_one_of_what_it_was() -> None:
    with override("nl"):
        assert spoken_value("place", ("71022", "73040")) == "Hasselt of Kortessem"
        assert spoken_value("places", ("71022", "73040")) == "Hasselt en Kortessem"


def test_anybody_can_suggest_a_change_to_the_page_of_a_provider() -> None:
    scene = set_scene()
    address = f"/aanbod/{scene.provider.organisation.slug}/"
    ProviderPlace.objects.create(provider=scene.provider, place=GENK)
    scene.partnership.contact = "regie@genk.example"
    scene.partnership.save()
    page = browser().get(address)
    assert "Klopt hier iets niet?" in text(page)
    assert f"{scene.partnership.name}: regie@genk.example" in text(page)
    subject = quote(f"Een wijziging aan de pagina van {scene.provider.organisation.name}", safe="")
    assert f'href="mailto:regie@genk.example?subject={subject}"' in page.content.decode()
    # Who keeps it changes it.
    assert "Klopt hier iets niet?" not in text(browser("coordinator_genk").get(address))
