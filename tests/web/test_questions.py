"""What the rules ask stands on the form, and nothing more: answered by a business, on the telephone, or put right later."""

import io
import re
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override
from pypdf import PdfReader

from tests.api.machine import apply as apply_by_api
from tests.api.machine import assert_problem, partnership_machine
from tests.questions import ANSWERS, EVERY_QUESTION
from tests.scene import GENK, TONGEREN, Rules, enterprise_number, set_scene
from tests.web.stage import browser, text, token, work
from tests.web.test_apply import APPLY, GIVEN
from wisselwerk.apps.catalogue.services import offer_service
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.apps.vouchers.paper import voucher_paper
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import enter_application
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.domain.rule.question import QUESTIONS

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "deducts_vat": "yes",
    "enterprise_size": "small",
    "nace_code": "43.320",
    "establishment": "",
    "earlier_customer": "no",
    "affiliated": "no",
}
AT_THE_DESK = "/beheer/aanvragen/nieuw/"


def asked_on(page: Any) -> set[str]:
    """The names of the questions that stand in a form."""
    names = set(re.findall(r'name="(\w+)"', page.content.decode()))
    return names & {question.name for question in QUESTIONS}


def send(**given: str) -> Any:
    client = browser()
    return client.post(APPLY, {**GIVEN, "once": token(client.get(APPLY)), **FILLED_IN, **given})


def test_where_no_rule_asks_nothing_is_asked() -> None:
    set_scene()
    assert asked_on(browser().get(APPLY)) == set()
    # What nobody asked and somebody sends all the same is not kept.
    assert send().status_code == 302
    assert Application.objects.get().declarations == {"municipality": GENK}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"enterprise_size": {"sizes": ["small"]}}, {"enterprise_size"}),
        (
            {"amount": {"amount_cents": 9, "by_size": [{"size": "small", "amount_cents": 8}]}},
            {"enterprise_size"},
        ),
        ({"sector": {"admitted": "only", "sectors": ["10"]}}, {"nace_code"}),
        ({"territory": {"places": [GENK], "located": "seat_or_establishment"}}, {"establishment"}),
        ({"first_acquaintance": {}}, {"earlier_customer"}),
        ({"independence": {}}, {"affiliated"}),
        (EVERY_QUESTION, set(FILLED_IN)),
    ],
)
def test_a_rule_puts_its_own_question_on_every_form(rules: Rules, expected: set[str]) -> None:
    set_scene(rules=rules)
    assert asked_on(browser().get(APPLY)) == expected
    assert asked_on(browser("coordinator_genk").get(AT_THE_DESK)) == expected


def test_answers_are_kept_as_they_were_given_and_the_usual_one_is_not() -> None:
    set_scene(rules=EVERY_QUESTION)
    assert send().status_code == 302
    assert Application.objects.get().declarations == ANSWERS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"enterprise_size": ""}, "Kies een van de antwoorden."),
        ({"affiliated": ""}, "Kies ja of nee."),
        ({"nace_code": "zagerij"}, "Schrijf hem zoals 81300."),
        ({"nace_code": "1"}, "Schrijf hem zoals 81300."),
        ({"establishment": TONGEREN}, "Selecteer een geldige keuze"),
    ],
)
def test_what_is_no_answer_is_asked_again(given: dict[str, str], said: str) -> None:
    set_scene(rules=EVERY_QUESTION)
    page = send(**given)
    assert page.status_code == 422
    assert said in text(page)
    assert not Application.objects.exists()


def test_the_coordinator_hears_the_same_and_sees_it_as_declared() -> None:
    set_scene(rules=EVERY_QUESTION)
    client = browser("coordinator_genk")
    page = client.get(AT_THE_DESK)
    assert "Hoe groot is de onderneming?" in text(page)
    given = {name: value for name, value in GIVEN.items() if name != "mandate"}
    page = client.post(AT_THE_DESK, {**given, "once": token(page), **FILLED_IN}, follow=True)
    assert "klein, volgens de aanvrager" in text(page)
    assert "nee, volgens de aanvrager" in text(page)
    voucher = Voucher.objects.get()
    assert (voucher.amount_cents, voucher.share_percent) == (50_000, 50)
    said = text(client.get(f"/mijn/cheques/{voucher.code}/"))
    assert (
        "Een bestelling van € 1.000 zonder btw gebruikt alles wat over is: de cheque betaalt er € 500 van"
        in said
    )
    assert "de cheque betaalt hoogstens 50 %" in said
    assert "hoogstens 3" in said


def test_a_person_fills_in_what_was_not_known_and_the_rules_are_asked_again() -> None:
    set_scene(rules=EVERY_QUESTION)
    client = browser("coordinator_genk")
    given = (
        {name: value for name, value in GIVEN.items() if name != "mandate"} | FILLED_IN | {"nace_code": ""}
    )
    page = client.post(AT_THE_DESK, {**given, "once": token(client.get(AT_THE_DESK))}, follow=True)
    application = Application.objects.get()
    assert application.state == "review"
    assert "wat de hoofdactiviteit van de onderneming is" in text(page)
    url = f"/beheer/aanvragen/{application.pk}/"
    decided = {"answer": "award", "motivation": "Opgezocht in de KBO.", "municipality": GENK}
    client.post(url, {**FILLED_IN, **decided, "nace_code": "92.000", "once": token(page)})
    assert Application.objects.get().state == "review"
    client.post(url, {**FILLED_IN, **decided, "nace_code": "43.320", "once": token(client.get(url))})
    application.refresh_from_db()
    assert (application.state, application.declarations) == ("awarded", ANSWERS)
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("kind", "is_offered"), [(ServiceKind.GREEN, True), (None, True), (ServiceKind.OFFICE, False)]
)
def test_a_service_that_the_voucher_is_not_for_is_not_offered(
    kind: ServiceKind | None, is_offered: bool
) -> None:
    scene = set_scene(rules={"service_category": {"services": ["green", "cleaning"]}})
    offer_service(SYSTEM, provider=scene.provider, slug="tuin", name="Tuinonderhoud", kind=kind)
    assert ("Tuinonderhoud" in text(browser().get(APPLY))) is is_offered


def test_software_gives_the_same_answers_and_hears_what_is_none() -> None:
    machine = partnership_machine(set_scene(rules=EVERY_QUESTION))
    done = apply_by_api(machine, enterprise_number(1), declarations=ANSWERS).json()
    assert (done["outcome"], done["voucher"]["share_percent"]) == ("awarded", 50)
    for wrong in (
        {"enterprise_size": "tiny"},
        {"nace_code": "81.300"},
        {"affiliated": "perhaps"},
        {"size": 1},
    ):
        answer = apply_by_api(machine, enterprise_number(2), declarations={**ANSWERS, **wrong})
        assert_problem(answer, 422, "INVALID_REQUEST")
    unanswered = {name: value for name, value in ANSWERS.items() if name != "affiliated"}
    later = apply_by_api(machine, enterprise_number(2), declarations=unanswered).json()
    assert later["outcome"] == "review"
    assert [reason["code"] for reason in later["reasons"]] == ["FACT_MISSING"]


def test_the_mail_and_the_papers_tell_of_the_share(mailoutbox: list[EmailMultiAlternatives]) -> None:
    scene = set_scene(rules=EVERY_QUESTION)
    application = enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=enterprise_number(1),
        email="iemand@voorbeeld.example",
        declarations=ANSWERS,
    )
    work()
    (mail,) = mailoutbox
    html, _ = mail.alternatives[0]
    for said in (mail.body, html):
        assert "Deel van elke factuur: de cheque betaalt hoogstens 50 %" in str(said)
    voucher = Voucher.objects.select_related("holder", "scheme", "provider", "rule_set").get(
        application=application
    )
    with override("nl"):
        paper = voucher_paper(voucher, url="https://x.example/", contact="x")
    read = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "minstens 50 % van elke factuur" in " ".join(read.split())
