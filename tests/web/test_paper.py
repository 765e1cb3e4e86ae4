"""The letter and the voucher as PDF: what must stand in them stands in them."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdf
import pytest
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override

from tests.aid import AID
from tests.scene import EMAIL, actor, award, enter, enterprise_number, set_scene
from tests.web.stage import Stage, browser, set_stage, work
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.paper import decision_letter, known_of, reference
from wisselwerk.apps.vouchers.services import decide_application, extend_voucher, revoke_voucher
from wisselwerk.clock import today
from wisselwerk.domain.aid import Activity, AidRecord, EarlierAid, ceilings_on
from wisselwerk.domain.rule.base import Facts, Outcome, Verdict
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return set_stage()


def words(answer: Any) -> str:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(
        " ".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ").split()
    )


def letter_of(application: Application, who: str = "owner") -> str:
    return words(browser(who).get(f"/aanvragen/{application.pk}/brief.pdf"))


def test_a_refusal_names_body_delegation_grounds_what_is_missing_and_the_remedy(stage: Stage) -> None:
    said = letter_of(stage.refused)
    assert "Uw aanvraag is geweigerd" in said
    assert "bij delegatie: Delegatie, Genk" in said
    assert "De zetel ligt in Antwerpen" in said
    assert "Versie 1 van de voorwaarden" in said
    assert "Raad van State" in said
    assert "60 dagen" in said
    assert "algemeen directeur" in said


def test_an_award_names_amount_and_last_day(stage: Stage) -> None:
    said = letter_of(stage.voucher.application)
    assert "U krijgt een cheque van € 500,00" in said


def test_what_becomes_of_a_voucher_does_not_change_the_letter(stage: Stage) -> None:
    voucher = stage.voucher
    before = letter_of(voucher.application)
    # The letter keeps days whole with spaces that ``words`` takes for ordinary ones.
    last_day = day(voucher.valid_until).replace("\N{NO-BREAK SPACE}", " ")
    assert f"geldig tot en met {last_day}" in before
    until = voucher.valid_until + timedelta(days=90)
    extend_voucher(actor("coordinator_genk"), voucher=voucher, until=until, reason="Ziekte.")
    revoke_voucher(actor("coordinator_genk"), voucher=voucher, reason="Fout.")
    assert letter_of(voucher.application) == before


def test_the_year_of_a_reference_is_that_of_its_day(stage: Stage) -> None:
    decision = stage.voucher.application.decisions.get()
    decision.decided_at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert reference(decision) == f"WW-2027-{decision.pk:06}"
    decision.decided_at = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert reference(decision) == f"WW-2026-{decision.pk:06}"


def test_an_award_that_is_aid_says_so_under_its_regulation(stage: Stage) -> None:
    assert "de-minimissteun" not in letter_of(stage.voucher.application)
    aided = award(set_scene(slug="steun", rules=AID), enterprise_number(7))
    said = letter_of(aided.application, "coordinator_genk")
    assert "minimissteun van € 250,00, volgens Verordening (EU) 2023/2831." in said


def test_of_a_proposal_there_is_no_letter(stage: Stage) -> None:
    url = f"/aanvragen/{stage.review.pk}/"
    assert browser("stranger").get(f"{url}brief.pdf").status_code == 404
    page = browser("stranger").get(url).content.decode()
    assert "Een medewerker beslist over uw aanvraag" in page
    assert "brief.pdf" not in page
    decision = stage.review.decisions.get()
    with pytest.raises(ValueError, match="is a proposal"):
        decision_letter(decision, stage.review, contact="Stad Genk")


def test_the_coordinator_and_the_auditor_are_offered_no_letter_either(stage: Stage) -> None:
    decision = stage.review.decisions.get()
    asked = browser("coordinator_genk").get(f"/beheer/aanvragen/{stage.review.pk}/")
    audited = browser("auditor").get(reverse("auditor:decision", args=[decision.pk]))
    for page in (asked, audited):
        assert page.status_code == 200
        assert "brief.pdf" not in page.content.decode()


def test_the_mail_about_a_proposal_promises_no_letter(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    work()
    told = {mail.to[0]: mail.body for mail in mailoutbox if "Volg uw aanvraag" in mail.body}
    assert list(told) == [EMAIL["stranger"]]
    assert "in beroep" not in told[EMAIL["stranger"]]


def test_a_decision_of_the_rules_alone_was_confirmed_by_nobody(stage: Stage) -> None:
    assert "Een medewerker heeft deze beslissing bevestigd" not in letter_of(stage.refused)


def test_a_decision_of_a_person_says_so_also_with_a_delegation(stage: Stage) -> None:
    decide_application(
        actor("coordinator_genk"),
        application=stage.review,
        award=False,
        refused_on="territory",
        motivation="Niet in Opglabbeek.",
    )
    said = letter_of(stage.review, "stranger")
    assert "bij delegatie: Delegatie, Genk" in said
    assert "Een medewerker heeft deze beslissing bevestigd" in said


@pytest.mark.parametrize(
    ("is_social_economy", "said"),
    [
        (False, "een gewone onderneming"),
        (True, "een onderneming van de sociale economie"),
        (None, "niet bekend"),
    ],
)
def test_the_kind_of_enterprise_is_said_in_words(is_social_economy: bool | None, said: str) -> None:
    facts = Facts(applied_on=today(), is_social_economy_enterprise=is_social_economy)
    with override("nl"):
        assert known_of(Outcome("regular_enterprise", Verdict.REVIEW), facts) == said


@pytest.mark.parametrize(
    ("earlier_cents", "said"), [(None, "niet bekend"), (0, "€ 300.000,00"), (30000001, "−€ 0,01")]
)
def test_the_room_for_aid_is_said_in_euro(earlier_cents: int | None, said: str) -> None:
    day = date(2026, 3, 2)
    record = AidRecord(
        ceilings=ceilings_on(Activity.GENERAL, day),
        earlier=(EarlierAid(granted_on=day, amount_cents=earlier_cents or 0),),
    )
    facts = Facts(applied_on=day, enterprise_aid=None if earlier_cents is None else record)
    with override("nl"):
        assert (
            known_of(Outcome("de_minimis", Verdict.REVIEW), facts).replace("\N{NO-BREAK SPACE}", " ") == said
        )


def test_the_words_of_a_person_stand_in_the_letter(stage: Stage) -> None:
    decide_application(
        actor("coordinator_genk"),
        application=stage.review,
        award=False,
        refused_on="territory",
        motivation="De zetel ligt in Meeuwen-Gruitrode.",
    )
    said = letter_of(stage.review, "stranger")
    assert "Uw aanvraag is geweigerd. De zetel ligt in Meeuwen-Gruitrode." in said


def test_without_delegation_a_person_confirmed() -> None:
    scene = set_scene(delegated=False)
    application = enter(scene)
    decide_application(scene.coordinator, application=application, award=True, motivation="Alles is in orde.")
    said = letter_of(application)
    assert "Een medewerker heeft deze beslissing bevestigd" in said


def test_who_applied_and_was_not_decided_upon_has_no_letter(stage: Stage) -> None:
    unconfirmed = Application.objects.get(pk=stage.refused.pk)
    unconfirmed.pk = None
    unconfirmed._state.adding = True
    unconfirmed.state = "unconfirmed"
    unconfirmed.save()
    assert browser("owner").get(f"/aanvragen/{unconfirmed.pk}/brief.pdf").status_code == 404
    assert browser("owner").get(f"/aanvragen/{unconfirmed.pk}/").status_code == 200


def test_the_voucher_on_paper_leads_back_to_its_page(stage: Stage) -> None:
    said = words(browser("owner").get(f"/mijn/cheques/{stage.voucher.code}/cheque.pdf"))
    assert "€ 500" in said
    assert f"/mijn/cheques/{stage.voucher.code}/" in said.replace(" ", "")
    assert "De Zilverspar" in said
