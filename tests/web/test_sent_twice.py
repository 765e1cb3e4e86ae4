"""A form that was sent again before its code came back is one application; and nobody else can find out that there is one."""

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.scene import GENK, OPGLABBEEK, set_scene
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Confirmation, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.demo.cast import OTHER_ENTERPRISE, PROVIDER_NUMBER

pytestmark = pytest.mark.django_db

APPLY = "/regelingen/genk/aanvragen/"
GIVEN = {
    "enterprise_number": OTHER_ENTERPRISE.number,
    "municipality": GENK,
    "offer": f"{PROVIDER_NUMBER} tuin",
    "email": "zaakvoerder@vossenpoort.example",
    "mandate": "on",
}


def send(client: Client, **given: str) -> str:
    answer = client.post(APPLY, {**GIVEN, "once": token(client.get(APPLY)), **given})
    assert answer.status_code == 302
    where: str = answer["Location"]
    return where


def codes(mailoutbox: list[EmailMessage]) -> list[str]:
    found = [re.search(r"^ {4}(\d{6})$", str(mail.body), re.MULTILINE) for mail in mailoutbox]
    return [one[1] for one in found if one]


def states() -> list[str]:
    return list(Application.objects.order_by("applied_at").values_list("state", flat=True))


@pytest.mark.parametrize("first", [0, 1])
def test_whichever_code_comes_back_first_decides_and_the_other_leads_to_it(
    mailoutbox: list[EmailMessage], first: int
) -> None:
    set_scene()
    client = browser()
    pages = [send(client), send(client, municipality=OPGLABBEEK)]
    assert pages[0] != pages[1]
    work()
    known = dict(zip(pages, codes(mailoutbox), strict=True))
    answers: list[Any] = [
        client.post(page, {"code": known[page]}, follow=True) for page in (pages[first], pages[1 - first])
    ]
    assert "Ja: u krijgt een cheque" in text(answers[0])
    assert "Ja: u krijgt een cheque" in text(answers[1])
    assert answers[0].redirect_chain[-1][0] == answers[1].redirect_chain[-1][0]
    assert Voucher.objects.count() == 1
    again = text(client.get(pages[1 - first]))
    assert "De code is niet meer geldig" in again, "there is nothing to type there any more"
    assert sorted(states()) == [ApplicationState.AWARDED, ApplicationState.UNCONFIRMED]
    # A code works once.
    assert client.post(pages[1 - first], {"code": known[pages[1 - first]]}).status_code == 422
    assert list(proof.differences()) == []


def test_who_asks_again_after_the_decision_hears_what_the_rules_say(mailoutbox: list[EmailMessage]) -> None:
    set_scene()
    client = browser()
    for _ in range(2):
        mailoutbox.clear()
        page = send(client)
        work()
        client.post(page, {"code": codes(mailoutbox)[0]})
    assert states() == [ApplicationState.AWARDED, ApplicationState.REFUSED]


def test_another_address_or_scheme_is_another_application(mailoutbox: list[EmailMessage]) -> None:
    set_scene()
    one, other = browser(), browser()
    pages = [send(one), send(other, email="iemand.anders@vossenpoort.example")]
    work()
    for client, page, code in zip((one, other), pages, codes(mailoutbox), strict=True):
        client.post(page, {"code": code})
    assert states() == [ApplicationState.AWARDED, ApplicationState.REFUSED]


def test_somebody_else_who_gives_the_same_address_sees_what_everybody_sees(
    mailoutbox: list[EmailMessage],
) -> None:
    set_scene()
    mine, theirs = browser(), browser()
    page = send(mine)
    other = send(theirs)
    work()
    mine.post(page, {"code": codes(mailoutbox)[0]})
    seen = theirs.get(other)
    assert seen.status_code == 200
    assert "code" in text(seen)
    assert theirs.post(other, {"code": "000000"}).status_code == 422
    assert Confirmation.objects.count() == 2
