"""The conversation before a decision, on the pages of both: asked once, answered once, withdrawn, and late ones on top."""

from datetime import date, datetime, time
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4

import html5lib
import pytest
import time_machine
from django.core.mail import EmailMessage
from django.urls import reverse

from tests.scene import EMAIL, Scene, actor, enter, enterprise_number, set_scene
from tests.web.stage import browser, work
from wisselwerk.apps.vouchers.models import Application, ReviewStep
from wisselwerk.apps.vouchers.services import ask_applicant
from wisselwerk.clock import BRUSSELS
from wisselwerk.web.coordination import waiting_for

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


def at(day: date) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(10), BRUSSELS), tick=False)


def scene_with_review() -> tuple[Scene, Application]:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    return scene, enter(scene)


def text_of(page: Any) -> str:
    content: bytes = page.content
    return content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_both_follow_the_same_conversation_and_the_term(mailoutbox: list[EmailMessage]) -> None:
    with at(MONDAY):
        _, application = scene_with_review()
        work()
        mailoutbox.clear()
        coordinator, owner = browser("coordinator_genk"), browser("owner")
        page = reverse("coordinator:application", args=[application.pk])
        assert "Beslis uiterlijk op 1 december 2026" in text_of(coordinator.get(page))
        assert "uiterlijk op 1 december 2026" in text_of(
            owner.get(reverse("enterprise:decision", args=[application.pk]))
        )
        token, words = str(uuid4()), "Waar ligt <uw> zetel?"
        for _press in range(2):
            answer = coordinator.post(page, {"act": "ask", "ask-once": token, "ask-question": words})
            assert answer.status_code == 302
        assert ReviewStep.objects.count() == 1
        work()
        (mail,) = mailoutbox
        assert mail.to == [EMAIL["owner"]]
        assert words in mail.body
        assert "17 november 2026" in mail.body.replace("\N{NO-BREAK SPACE}", " ")
        html = mail.alternatives[0][0]  # type: ignore[attr-defined]
        assert "&lt;uw&gt;" in html
        mine = reverse("enterprise:decision", args=[application.pk])
        assert mine in mail.body
        assert "Antwoord hieronder, uiterlijk op 17 november 2026" in text_of(owner.get(mine))
        assert "Vragen aan u" in text_of(owner.get(reverse("enterprise:waiting")))
        given = {"act": "answer", "answer-once": str(uuid4()), "answer-text": "In Genk."}
        assert owner.post(mine, given).status_code == 302
        assert owner.post(mine, given).status_code == 302
        seen, told = text_of(coordinator.get(page)), text_of(owner.get(mine))
        for shown in (seen, told):
            assert shown.index("Waar ligt &lt;uw&gt; zetel?") < shown.index("In Genk.")
            assert "Vraag van de regisseur" in shown
            assert "Antwoord van de aanvrager" in shown
        assert ReviewStep.objects.count() == 2


def test_a_mail_that_bounces_is_seen_by_the_coordinator(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, application = scene_with_review()
    work()
    ask_applicant(scene.coordinator, application=application, question="Waarom?")

    def refuse(_: EmailMessage) -> int:
        raise SMTPRecipientsRefused({EMAIL["owner"]: (550, b"nobody")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    work()
    assert "kwam niet aan" in text_of(
        browser("coordinator_genk").get(reverse("coordinator:application", args=[application.pk]))
    )
    assert [one.application.pk for one in waiting_for(scene.coordinator).applications] == [application.pk]


def test_withdrawing_is_one_press_and_the_page_says_so() -> None:
    _, application = scene_with_review()
    owner, mine = browser("owner"), reverse("enterprise:decision", args=[application.pk])
    assert "Mijn aanvraag intrekken" in text_of(owner.get(mine))
    sent = {"act": "withdraw", "withdraw-once": str(uuid4())}
    assert owner.post(mine, sent).status_code == 302
    page = text_of(owner.get(mine))
    assert "U trok uw aanvraag in" in page
    assert "Mijn aanvraag intrekken" not in page
    # Another press, of another page that was still open.
    again = owner.post(mine, {"act": "withdraw", "withdraw-once": str(uuid4())})
    assert again.status_code == 422
    assert "ingetrokken door de aanvrager" in text_of(again)


@pytest.mark.parametrize("act", ["answer", "withdraw"])
def test_who_only_looks_can_say_nothing(act: str) -> None:
    scene, application = scene_with_review()
    ask_applicant(scene.coordinator, application=application, question="Waarom?")
    mine = reverse("enterprise:decision", args=[application.pk])
    for who in ("coordinator_genk", "auditor"):
        client = browser(who)
        assert "Mijn aanvraag intrekken" not in text_of(client.get(mine))
        client.post(mine, {"act": act, f"{act}-once": str(uuid4()), "answer-text": "Genk."})
    assert ReviewStep.objects.count() == 1
    assert browser("stranger").post(mine, {"act": act}).status_code == 404


def test_a_question_without_words_is_shown_again_beside_the_decision_as_it_was() -> None:
    _, application = scene_with_review()
    page = reverse("coordinator:application", args=[application.pk])
    answer = browser("coordinator_genk").post(page, {"act": "ask", "ask-once": str(uuid4())})
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Schrijf de vraag waarop de aanvrager moet antwoorden." in shown
    assert "Kies wat u beslist." not in shown


def test_a_refusal_without_a_rule_says_what_is_missing_and_with_one_the_business_reads_it() -> None:
    _, application = scene_with_review()
    page = reverse("coordinator:application", args=[application.pk])
    coordinator = browser("coordinator_genk")
    sent = {
        "answer": "refuse",
        "motivation": "De zetel ligt elders.",
        "once": str(uuid4()),
        "municipality": "71016",
    }
    answer = coordinator.post(page, sent)
    assert answer.status_code == 422
    assert "Kies de voorwaarde waaraan niet is voldaan." in text_of(answer)
    assert coordinator.post(page, sent | {"refused_on": "territory"}).status_code == 302
    mine = text_of(browser("owner").get(reverse("enterprise:decision", args=[application.pk])))
    assert "De zetel ligt elders." in mine
    assert "niet aan de voorwaarde “grondgebied” is voldaan" in mine


def test_only_what_who_applied_can_fail_is_offered_for_a_refusal() -> None:
    _, application = scene_with_review()
    page = browser("coordinator_genk").get(reverse("coordinator:application", args=[application.pk]))
    groups = page.context["form"].fields["refused_on"].choices
    offered = {kind for _, choices in groups[1:] for kind, _ in choices}
    assert "territory" in offered
    assert offered.isdisjoint({"amount", "validity", "own_contribution", "budget_ceiling", "decision_mode"})


def test_what_is_late_stands_on_top_in_red_and_what_waits_for_an_answer_apart() -> None:
    with at(MONDAY):
        scene, late = scene_with_review()
    with at(date(2026, 11, 30)):
        newer = enter(scene, enterprise_number(1))
        asked = enter(scene, enterprise_number(2))
        ask_applicant(scene.coordinator, application=asked, question="Waarom?")
    with at(date(2026, 12, 2)):
        waiting = waiting_for(actor("coordinator_genk"))
        assert [one.application.pk for one in waiting.applications] == [late.pk, newer.pk]
        assert [one.application.pk for one in waiting.awaited] == [asked.pk]
        assert waiting.number == 2
        page = text_of(browser("coordinator_genk").get(reverse("coordinator:dashboard")))
        assert "Te laat" in page
        assert "voorbij sinds 2 december 2026" in page
        assert "staat stil; antwoord gevraagd tegen 14 december 2026" in page


def test_of_two_lines_of_one_business_the_list_tells_which_rule_says_no() -> None:
    scene = set_scene(delegated=False)
    assert {enter(scene).state, enter(scene, municipality="73083").state} == {"review"}
    enter(scene, enterprise_number(1), municipality=None)
    page = browser("coordinator_genk").get(reverse("coordinator:dashboard")).content
    told = html5lib.parse(page, namespaceHTMLElements=False).iterfind(".//td[@data-label='Toestand']/p")
    assert ["".join(one.itertext()) for one in told] == [
        "De voorwaarden zeggen: niets ertegen",
        "De voorwaarden zeggen: nee, door grondgebied",
        "De voorwaarden zeggen: twijfel over grondgebied",
    ]
