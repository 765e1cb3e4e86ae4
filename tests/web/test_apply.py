"""A business asks a voucher on the web: from the form, over the mailed code, to the decision in words."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from tests.departments import department, network
from tests.scene import GENK, Scene, set_scene
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.parties.models import OrganisationKind
from wisselwerk.apps.parties.permissions import HELD_AT
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.privacy.entry import UNCONFIRMED_KEPT_FOR
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Confirmation, Voucher
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db

APPLY = "/regelingen/genk/aanvragen/"
GIVEN = {
    "enterprise_number": "BE 1999.010.246",
    "municipality": GENK,
    "offer": f"{PROVIDER_NUMBER} tuin",
    "email": "zaakvoerder@vossenpoort.example",
    "mandate": "on",
}


@pytest.fixture(autouse=True)
def scene() -> Scene:
    return set_scene()


def send(client: Client, **given: str) -> Any:
    page = client.get(APPLY)
    return client.post(APPLY, {**GIVEN, "once": token(page), **given})


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"^ {4}(\d{6})$", str(mail.body), re.MULTILINE)
    assert found
    return found[1]


def test_from_form_to_voucher(mailoutbox: list[EmailMessage]) -> None:
    client = browser()
    answer = send(client)
    confirm = answer["Location"]
    assert answer.status_code == 302
    assert re.fullmatch(r"/aanvragen/[\w-]{43}/bevestigen/", confirm)
    said = text(client.get(confirm))
    assert "zaakvoerder@vossenpoort.example" in said
    assert f"deze wordt na {UNCONFIRMED_KEPT_FOR.days} dagen gewist" in said
    work()
    assert confirm in mailoutbox[0].body
    answer = client.post(confirm, {"code": f" {code_in(mailoutbox[0])} "}, follow=True)
    assert "Ja: u krijgt een cheque van € 250" in text(answer)
    voucher = Voucher.objects.get()
    assert voucher.holder.enterprise_number == OTHER_ENTERPRISE.number
    assert voucher.application.service is not None
    assert voucher.application.service.slug == "tuin"
    work()
    decision = mailoutbox[1]
    assert "Ja: u krijgt een cheque van € 250".replace(" 250", "\N{NO-BREAK SPACE}250") == decision.subject
    assert f"/mijn/cheques/{voucher.code}/" in decision.body
    # Who brought the code back is signed in by it.
    assert client.get(f"/mijn/cheques/{voucher.code}/").status_code == 200


def test_where_the_scheme_holds_stands_beside_the_municipality() -> None:
    page = browser().get(APPLY)
    assert "Deze regeling is voor ondernemingen met hun zetel in As, Genk" in text(page)
    assert '<optgroup label="Elders">' in page.content.decode()


def test_a_refusal_says_why_and_what_to_do(mailoutbox: list[EmailMessage]) -> None:
    client = browser()
    confirm = send(client, municipality="11002")["Location"]
    work()
    page = client.post(confirm, {"code": code_in(mailoutbox[0])}, follow=True)
    assert "Nee: uw aanvraag is geweigerd" in text(page)
    assert "OUTSIDE_TERRITORY" in text(page)
    assert "De zetel ligt in Antwerpen" in text(page)
    assert "of er in uw gemeente een regeling is" in text(page)
    link = '<a class="ds-link" href="/regelingen/">Bekijk welke regelingen er zijn, en waar</a>'
    assert link in page.content.decode()
    application = Application.objects.get()
    review = f"/aanvragen/{application.pk}/herziening/"
    page = client.get(review)
    assert review in client.get(f"/aanvragen/{application.pk}/").content.decode()
    sent = {"once": token(page), "text": "Wij zijn vorige maand verhuisd naar Genk."}
    assert "U vroeg ons" in text(client.post(review, sent, follow=True))
    again = client.post(review, {"once": token(client.get(review)), "text": "Nog eens."})
    assert again.status_code == 422
    assert "Dit kan niet meer" in text(again)
    work()
    assert "OUTSIDE_TERRITORY" in mailoutbox[1].body


def test_a_page_without_anything_filled_in_says_what_to_do() -> None:
    client = browser()
    answer = client.post(APPLY, {"once": token(client.get(APPLY))})
    assert answer.status_code == 422
    said = text(answer)
    for sentence in (
        "Vul het ondernemingsnummer in",
        "Kies de gemeente",
        "Vul uw mailadres in",
        "Alleen wie voor de onderneming mag optreden",
    ):
        assert sentence in said
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"enterprise_number": "1999.010.247"}, "Dit is geen ondernemingsnummer"),
        ({"enterprise_number": "9" * 30}, "Dit is geen ondernemingsnummer"),
        ({"enterprise_number": "<script>alert(1)</script>"}, "Dit is geen ondernemingsnummer"),
        ({"email": "geen adres"}, "Dit is geen mailadres"),
        ({"municipality": "99999"}, "geldige keuze"),
        ({"offer": "1999000150 bestaat-niet"}, "geldige keuze"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(given: dict[str, str], said: str) -> None:
    answer = send(browser(), **given)
    assert answer.status_code == 422
    assert said in text(answer)
    page = answer.content.decode()
    assert "<script>alert" not in page
    if "email" not in given:
        assert 'value="zaakvoerder@vossenpoort.example"' in page
    assert not Application.objects.exists()


def test_pressing_twice_applies_once() -> None:
    client = browser()
    sent = {**GIVEN, "once": token(client.get(APPLY))}
    first, second = client.post(APPLY, sent), client.post(APPLY, sent)
    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1


def test_going_back_and_changing_something_applies_for_something_else() -> None:
    client = browser()
    sent = {**GIVEN, "once": token(client.get(APPLY))}
    first = client.post(APPLY, sent)
    second = client.post(APPLY, {**sent, "email": "ander@vossenpoort.example"})
    assert first["Location"] != second["Location"]
    assert Application.objects.count() == 2


def test_a_form_without_its_token_is_not_taken() -> None:
    answer = browser().post(APPLY, GIVEN)
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_too_many_codes_for_one_address_are_refused() -> None:
    for _ in range(5):
        assert send(browser()).status_code == 302
    answer = send(browser())
    assert answer.status_code == 422
    assert "Er kwamen te veel vragen voor dit adres" in text(answer)
    assert 'value="zaakvoerder@vossenpoort.example"' in answer.content.decode()


def test_a_wrong_code_can_be_tried_again_a_few_times() -> None:
    client = browser()
    confirm = send(client)["Location"]
    right = Confirmation.objects.get().code
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        assert "24 uur" in text(client.get(confirm))
        answer = client.post(confirm, {"code": wrong})
        assert answer.status_code == 422
    answer = client.post(confirm, {"code": right})
    assert "Deze code is niet meer geldig" in text(answer)
    again = client.get(confirm)
    assert "De code is niet meer geldig" in text(again)
    assert "24 uur" not in text(again)
    assert 'href="/regelingen/genk/aanvragen/"' in again.content.decode()
    assert Application.objects.get().state == ApplicationState.UNCONFIRMED


def test_a_code_that_came_back_signs_nobody_else_in(mailoutbox: list[EmailMessage]) -> None:
    confirm = send(browser())["Location"]
    work()
    given = {"code": code_in(mailoutbox[0])}
    assert browser().post(confirm, given)["Location"] == decision_page()
    finder = browser()
    for answer in (finder.post(confirm, given), finder.get(confirm)):
        assert answer["Location"] == decision_page()
        assert finder.get(decision_page())["Location"] == f"/aanmelden/?next={decision_page()}"


@pytest.mark.parametrize(("role", "is_signed_in"), [(one, one is Role.HOLDER) for one in Role])
def test_whoever_holds_an_office_signs_in_for_it(
    role: Role, is_signed_in: bool, scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    held_at = {
        OrganisationKind.INTERLOKALE_VERENIGING: scene.partnership,
        OrganisationKind.LOKAAL_BESTUUR: local_government(GENK, today()),
        OrganisationKind.ONDERNEMING: scene.provider.organisation,
        OrganisationKind.VLAAMSE_OVERHEID: department(),
        OrganisationKind.LEREND_NETWERK: network(),
    }
    (kind,) = HELD_AT[role]
    grant_role(SYSTEM, person=person(GIVEN["email"]), organisation=held_at[kind], role=role)
    client = browser()
    confirm = send(client)["Location"]
    work()
    assert client.post(confirm, {"code": code_in(mailoutbox[0])})["Location"] == decision_page()
    assert Application.objects.get().state == ApplicationState.AWARDED
    assert client.get(decision_page()).status_code == (200 if is_signed_in else 302)


def decision_page() -> str:
    return f"/aanvragen/{Application.objects.get().pk}/"


def test_a_code_grows_old() -> None:
    client = browser()
    confirm = send(client)["Location"]
    code = Confirmation.objects.get().code
    with time_machine.travel(now() + timedelta(hours=25)):
        assert "Deze code is niet meer geldig" in text(client.post(confirm, {"code": code}))


def test_a_token_of_nobody_is_no_page() -> None:
    assert browser().get("/aanvragen/bestaatniet/bevestigen/").status_code == 404


@override_settings(EMAIL_BACKEND="tests.web.outage.Backend")
def test_an_outage_of_mail_is_said_as_ours() -> None:
    client = browser()
    confirm = send(client)["Location"]
    assert "Dat ligt aan ons" not in text(client.get(confirm))
    with pytest.raises(Exception, match="confirmation_code"):
        work()
    assert "Dat ligt aan ons, niet aan u" in text(client.get(confirm))


def test_the_coordinator_who_applies_sees_the_decision_at_once() -> None:
    answer = send(browser("coordinator_genk"))
    assert answer["Location"] == f"/beheer/aanvragen/{Application.objects.get().pk}/"


def test_a_scheme_that_is_not_there_is_no_page() -> None:
    assert browser().get("/regelingen/nergens/aanvragen/").status_code == 404


def too_long() -> str:
    """A mail address in every other respect."""
    label = "a" * 60
    return f"zaak@{label}.{label}.{label}.{label}.aaaaaa.example"


def test_an_address_that_is_too_long_is_said_and_kept_nowhere() -> None:
    assert len(too_long()) == 263
    answer = send(browser(), email=too_long())
    assert answer.status_code == 422
    assert "niet langer dan 254 tekens" in text(answer)
    client, url = browser("coordinator_genk"), "/beheer/aanvragen/nieuw/"
    answer = client.post(url, {**GIVEN, "once": token(client.get(url)), "email": too_long()})
    assert answer.status_code == 422
    assert "niet langer dan 254 tekens" in text(answer)
    assert not Application.objects.exists()
