"""Mails around introductions: who gets them, what stands in them, and when they are not sent any more."""

import pytest
from django.core.mail import EmailMessage
from django.utils.timezone import localtime

from tests.acquaintance import acts, code_of, introduced, planned, registered, stated
from tests.scene import EMAIL, GENK, IN_PARTS, Scene, award, invoice, set_provider, set_scene
from tests.web.stage import work
from wisselwerk import wording
from wisselwerk.apps.introductions.models import FamiliarityQuestion, JointPartner
from wisselwerk.apps.introductions.services import (
    answer_joint_offer,
    call_off_event,
    propose_joint_offer,
    prove_address,
    state_need,
    suggest_services,
    withdraw_introduction,
    withdraw_need,
)
from wisselwerk.apps.introductions.services.familiarity import ASKED_AFTER, ask_familiarity
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(mailoutbox: list[EmailMessage]) -> Scene:
    """With nothing in the mail yet."""
    found = set_scene(rules=IN_PARTS)
    work()
    mailoutbox.clear()
    return found


def sent(mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    """The mails that background work sends now."""
    mailoutbox.clear()
    work()
    return list(mailoutbox)


def asks() -> str:
    """A need that waits for its code; gives that code."""
    pending = state_need(
        ANONYMOUS,
        sentence="Wie knipt <onze> haag & heg?",
        enterprise_number=OWN_ENTERPRISE.number,
        place=GENK,
        email="zaak@haag.example",
    )
    return code_of(pending)


def test_the_code_goes_to_who_asks(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    code = asks()
    [mail] = sent(mailoutbox)
    assert (mail.to, mail.subject) == (["zaak@haag.example"], f"Uw code: {code}")
    assert "“Wie knipt <onze> haag & heg?”" in mail.body
    html = mail.alternatives[0][0]  # type: ignore[attr-defined]  # a mail in two forms
    assert "<onze>" not in html
    assert code in html


def test_a_code_that_was_used_is_not_sent(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    pending = state_need(
        ANONYMOUS,
        sentence="Onze haag",
        enterprise_number=OWN_ENTERPRISE.number,
        place=GENK,
        email="a@b.example",
    )
    prove_address(ANONYMOUS, token=pending.token, code=code_of(pending))
    assert sent(mailoutbox) == []


def test_a_provider_hears_of_a_need_without_the_address_in_the_mail(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    introduced(scene)
    [mail] = sent(mailoutbox)
    assert mail.to == [EMAIL["provider_staff"]]
    assert "Wie houdt onze tuin bij" in mail.body
    assert EMAIL["owner"] not in f"{mail.body}{mail.alternatives}"  # type: ignore[attr-defined]  # in two forms
    assert "/aanbieder/kennismakingen/" in mail.body


def test_what_was_taken_back_meanwhile_is_not_mailed(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    withdraw_introduction(acts(EMAIL["owner"]), introduction=introduced(scene))
    assert sent(mailoutbox) == []


def test_a_business_hears_what_the_coordinator_proposes(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    need, services = stated(sentence="Wie knipt <onze> haag & heg?"), scene.provider.services.all()
    for _ in range(2):
        suggest_services(scene.coordinator, need=need, services=services, reason="Zij doen <ook> hagen.")
    [mail] = sent(mailoutbox)
    assert (mail.to, mail.subject) == ([EMAIL["owner"]], "Een voorstel voor wat u zoekt")
    assert "Tuinonderhoud, De Zilverspar: Zij doen <ook> hagen." in mail.body
    assert f"/mijn/behoeften/{need.pk}/" in mail.body
    html = mail.alternatives[0][0]  # type: ignore[attr-defined]  # a mail in two forms
    assert "<ook>" not in html
    more = set_provider(invented_number(77)).services.all()
    suggest_services(scene.coordinator, need=need, services=more, reason="Zij ook.")
    [mail] = sent(mailoutbox)
    assert "Zij ook." in mail.body
    assert "Zij doen" not in mail.body, "that one is known"
    other = stated()
    suggest_services(scene.coordinator, need=other, services=services, reason="Past.")
    withdraw_need(acts(EMAIL["owner"]), need=other)
    assert sent(mailoutbox) == [], "it looks for it no longer"


def test_a_place_at_an_event_is_confirmed_and_its_end_told(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    event = planned(scene)
    registered(event, "an@zaak.example")
    [mail] = sent(mailoutbox)
    assert (mail.to, mail.subject) == (["an@zaak.example"], "Uw plaats op “Startavond”")
    assert f"/agenda/{event.slug}/agenda.ics" in mail.body
    starts, ends = (localtime(at).strftime("%H:%M") for at in (event.starts_at, event.ends_at))
    when = f"{wording.day(localtime(event.starts_at).date())} van {starts} tot {ends}"
    assert when in mail.body, "as the page says it"
    call_off_event(SYSTEM, event=event)
    [mail] = sent(mailoutbox)
    assert mail.subject == "Gaat niet door: “Startavond”"
    assert when in mail.body


def test_who_gave_a_place_back_hears_nothing_more(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    event = planned(scene)
    registered(event, "an@zaak.example")
    erase_person(SYSTEM, email="an@zaak.example")
    assert sent(mailoutbox) == []


def test_a_partner_is_asked_until_it_answered(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    def propose(name: str) -> JointPartner:
        offer = propose_joint_offer(
            SYSTEM,
            lead=scene.provider,
            name=name,
            description="Alles in een keer.",
            partners=[set_provider(invented_number(77))],
        )
        return offer.partners.get()

    propose("Samen")
    [mail] = sent(mailoutbox)
    assert mail.to == [EMAIL["provider_staff"]]
    assert mail.subject == "Doet u mee aan “Samen”?"
    answer_joint_offer(SYSTEM, partner=propose("Ook samen"), takes_part=True)
    assert sent(mailoutbox) == []


def test_one_question_after_the_first_invoice(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000, number="V-1"))
    sent(mailoutbox)
    ask_familiarity(SYSTEM, on=today() + ASKED_AFTER)
    [mail] = sent(mailoutbox)
    token = FamiliarityQuestion.objects.get().token
    assert mail.to == [EMAIL["owner"]]
    assert f"/bekendheid/{token}/" in mail.body


def test_a_need_of_somebody_erased_reaches_nobody_by_mail(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    introduced(scene, stated())
    erase_person(SYSTEM, email=EMAIL["provider_staff"])
    assert sent(mailoutbox) == []
