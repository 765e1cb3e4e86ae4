"""Pages that say what is, and no more: of payments, of a file of somebody else, of a register, of where one is."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.aid import AID
from tests.payments import Treasury, set_treasury
from tests.proofs import DELIVERY, MONDAY, on, set_proof
from tests.scene import EMAIL, award, invoice, set_scene
from tests.settling import set_year
from tests.web.stage import browser, set_stage, text
from wisselwerk.apps.aid.models import RegisterLine, Registration
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.payouts.models import BankFile
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import hold_batch, propose_batch, take_out_payment
from wisselwerk.apps.settlements.paper import key_sentences
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    dispute_delivery,
    redeem_voucher,
    tell_redemptions,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.cost_key import terms_of
from wisselwerk.domain.rule.cost_key import CostKey, Division
from wisselwerk.formats.bank_answer_sample import write_statement
from wisselwerk.formats.structured_reference import show

pytestmark = pytest.mark.django_db

WHY = "Een dubbele factuur."
TONGEREN = "73111"


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


@pytest.fixture
def signs(treasury: Treasury) -> Client:
    return browser("financial_director")


def act(client: Client, batch: Any, word: str) -> str:
    return text(client.get(f"/financien/opdrachten/{batch.pk}/{word}/"))


def test_stopping_what_was_never_signed_speaks_of_no_file(treasury: Treasury, signs: Client) -> None:
    treasury.redeem()
    batch = treasury.propose()
    said = act(signs, batch, "tegenhouden")
    assert "De betalingen wachten tot een directeur ze vrijgeeft." in said
    assert "bel eerst de bank" not in said
    batch = hold_batch(treasury.signs, batch=batch, reason=WHY)
    assert "het oude bestand" not in act(signs, batch, "vrijgeven")


def test_stopping_what_was_signed_does(treasury: Treasury, signs: Client) -> None:
    treasury.redeem()
    batch = treasury.signed()
    assert "bel eerst de bank" in act(signs, batch, "tegenhouden")
    batch = hold_batch(treasury.signs, batch=batch, reason=WHY)
    assert "Zorg eerst dat de bank het oude bestand niet uitvoert" in act(signs, batch, "vrijgeven")


def test_what_was_taken_out_has_its_reference_and_is_counted_once(treasury: Treasury, signs: Client) -> None:
    treasury.redeem(1)
    treasury.redeem(2)
    batch = treasury.propose()
    payment = batch.payments.order_by("pk")[0]
    take_out_payment(treasury.signs, payment=payment, reason=WHY)
    said = text(signs.get(f"/financien/opdrachten/{batch.pk}/"))
    assert f"Betaling eruit gehaald: {show(payment.reference)}" in said
    assert "1 (eruit gehaald: 1)" in said


def test_a_day_on_which_banks_are_closed_is_told_with_the_next(treasury: Treasury, signs: Client) -> None:
    treasury.redeem()
    # A Saturday that lies after whatever day this is.
    with time_machine.travel(date(2030, 11, 28)):
        batch = propose_batch(treasury.signs, payer=treasury.payer, pay_on=date(2030, 11, 30))
        page = browser("financial_director").get(f"/financien/opdrachten/{batch.pk}/")
        assert "de bank doet het op de volgende bankwerkdag, 2 december 2030" in text(page)


def test_without_anything_to_pay_there_is_no_button(treasury: Treasury, signs: Client) -> None:
    due = "/financien/te-betalen/71016/"
    redemption = treasury.redeem()
    assert "Betaling voorstellen" in text(signs.get(due))
    contest_voucher(treasury.scene.coordinator, voucher=redemption.voucher, reason=WHY)
    said = text(signs.get(due))
    assert "Betaling voorstellen" not in said
    assert "Er kan nu niets betaald worden" in said


def test_a_file_of_another_local_government_says_whose_it_is(treasury: Treasury) -> None:
    treasury.redeem()
    batch = treasury.signed()
    data = write_statement(order_of(batch), statement_id="2026-1", booked_on=today())
    tongeren = local_government(TONGEREN, today())
    colleague = person(EMAIL["colleague"])
    grant_role(SYSTEM, person=colleague, organisation=tongeren, role=Role.FINANCIAL_DIRECTOR)
    sent = {"file": SimpleUploadedFile("uittreksel.xml", data)}
    said = browser("colleague").post("/financien/bank/inlezen/", sent)
    assert said.status_code == 422
    assert "een rekening van Genk. De financieel directeur van Genk leest het in." in text(said)
    assert not BankFile.objects.exists()


def test_money_is_not_less_than_nothing_for_who_gets_it(treasury: Treasury) -> None:
    treasury.redeem()
    batch = treasury.signed()
    treasury.bank_pays(batch)
    said = text(browser("provider_staff").get(f"/betalingen/{batch.payments.get().pk}/"))
    assert "De bank zegt: betaald € 250,00" in said
    assert "\N{MINUS SIGN}" not in said


def test_after_a_dispute_the_business_is_not_asked_again() -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        voucher = award(treasury.scene)
        done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000))
        tell_redemptions(SYSTEM)
        owner = browser("owner")
        url = f"/mijn/cheques/{voucher.code}/"
        assert "Zeg nog of er geleverd is" in text(owner.get(url))
        dispute_delivery(treasury.scene.coordinator, redemption=done.id, reason=WHY)
        said = text(owner.get(url))
        assert "Zeg nog of er geleverd is" not in said
        assert "zolang de regisseur dat niet beslecht heeft" in said


def test_without_a_budget_the_pace_says_nothing() -> None:
    set_scene(budget_cents=0, visum=False)
    said = text(browser("coordinator_genk").get("/beheer/"))
    assert "Er is nog geen geld in het budget van dit jaar" in said
    assert "raakt het geld niet op" not in said


def test_a_year_that_began_without_a_key_says_until_when() -> None:
    key = CostKey(division=Division.EQUAL)
    first, then = key_sentences(terms_of(2026, {date(2026, 4, 1): key}, []))
    assert first.startswith("Vóór 1\N{NO-BREAK SPACE}april\N{NO-BREAK SPACE}2026 waren er geen voorwaarden")
    assert then.startswith("Vanaf 1\N{NO-BREAK SPACE}april\N{NO-BREAK SPACE}2026: ")
    (without,) = key_sentences(terms_of(2026, {}, []))
    assert without.startswith("De voorwaarden hebben geen verdeelsleutel")


def test_an_auditor_reads_the_register_of_aid_and_enters_nothing() -> None:
    award(set_scene(rules=AID))
    line = RegisterLine.objects.get()
    client = browser("auditor")
    seen = client.get("/financien/steun/?state=all")
    assert seen.status_code == 200
    assert f"Lijn {line.pk}" in text(seen)
    assert "De aangevinkte lijnen zijn ingevoerd" not in text(seen)
    sent = {"once": "x" * 20, "lines": [line.pk], "reference": "1", "registered_on": today().isoformat()}
    assert client.post("/financien/steun/", sent).status_code == 422
    assert not Registration.objects.exists()
    assert "/financien/steun/" in client.get("/audit/").content.decode()


def current(page: Any) -> list[str]:
    """The items of the menu that are marked as where somebody is."""
    menu = page.content.decode().split('<nav aria-label="Hoofdmenu">')[1].split("</nav>")[0]
    return [one.split(">")[1].split("<")[0] for one in menu.split("<a ")[1:] if 'aria-current="page"' in one]


def test_one_item_of_the_menu_says_where_somebody_is() -> None:
    set_year()
    client = browser("financial_director")
    assert current(client.get("/financien/verrekening/")) == ["Verrekening"]
    assert current(client.get("/financien/terug/")) == ["Financiën"]
    assert current(browser("coordinator_genk").get("/financien/steun/")) == ["Beheer"]


def test_the_links_of_an_auditor_say_what_they_lead_to() -> None:
    stage = set_stage()
    page = browser("auditor").get("/audit/")
    first = page.content.decode().split('<th scope="row">')[1].split("</a>")[0]
    assert stage.scene.scheme.name in first
    assert "om" not in first.split()
