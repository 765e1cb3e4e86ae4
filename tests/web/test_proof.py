"""Proof before payment on the pages: the business answers, the coordinator settles, the provider sees what is due."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.payments import Treasury, pass_checks, set_treasury
from tests.proofs import BOTH, LAST_DAY, MONDAY, OWN_PART, on, set_proof
from tests.scene import EMAIL, GENK, award, invoice
from tests.web.stage import browser, text, token
from wisselwerk.apps.parties.services import enterprise, grant_role, person
from wisselwerk.apps.vouchers.models import FulfilmentStep, OwnPayment, Redemption
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    redeem_voucher,
    revoke_voucher,
    tell_redemptions,
)
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
WHY = "De gevel is maar <half> gereinigd."


@pytest.fixture
def treasury() -> Treasury:
    with on(MONDAY):
        return set_proof(BOTH)


@pytest.fixture
def one(treasury: Treasury) -> Redemption:
    """Handed in on the owner's voucher on Monday, and asked about."""
    with on(MONDAY):
        voucher = award(treasury.scene)
        done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000))
        tell_redemptions(SYSTEM)
        return Redemption.objects.select_related("voucher").get(pk=done.id)


def voucher_page(one: Redemption) -> str:
    return f"/mijn/cheques/{one.voucher.code}/"


def delivery_page(one: Redemption) -> str:
    return f"{voucher_page(one)}levering/{one.pk}/"


def proof_page(one: Redemption) -> str:
    return f"/beheer/cheques/{one.voucher.code}/facturen/{one.pk}/bewijs/"


def provider_page(one: Redemption) -> str:
    return f"/aanbieder/facturen/{one.pk}/"


def send(client: Client, url: str, page: str = "", **given: str) -> Any:
    return client.post(url, {"once": token(client.get(page or url)), **given}, follow=True)


def test_one_click_on_the_voucher_says_that_it_was_delivered(one: Redemption) -> None:
    with on(MONDAY):
        owner = browser("owner")
        for page in ("/mijn/", voucher_page(one)):
            said = text(owner.get(page))
            assert "Ja, het is geleverd" in said
            assert "tot en met 13 november 2026" in said
        assert "Zeg nog of er geleverd is" in said
        answer = text(send(owner, delivery_page(one), voucher_page(one), said="yes"))
        assert "Bedankt: het is bevestigd dat dit geleverd is." in answer
        assert "Bevestigd door de onderneming" in answer
        assert "Ja, het is geleverd" not in answer
        assert "Ja, het is geleverd" not in text(owner.get("/mijn/"))


def test_pressing_twice_does_it_once_and_another_tab_hears_since_when(one: Redemption) -> None:
    with on(MONDAY):
        owner, other = browser("owner"), browser("owner")
        once, tab = token(owner.get(delivery_page(one))), token(other.get(delivery_page(one)))
        for _ in range(2):
            assert owner.post(delivery_page(one), {"once": once, "said": "yes"}).status_code == 302
        late = other.post(delivery_page(one), {"once": tab, "said": "yes"})
        assert late.status_code == 422
        assert "Sinds 9 november 2026 staat vast dat dit geleverd is" in text(late)
        assert FulfilmentStep.objects.count() == 2


def test_a_dispute_asks_words_and_reaches_the_coordinators_work(one: Redemption) -> None:
    with on(MONDAY):
        owner, coordinator = browser("owner"), browser("coordinator_genk")
        without = send(owner, delivery_page(one), said="no", reason=" ")
        assert without.status_code == 422
        assert "Zeg in een of twee zinnen wat er mis is." in text(without)
        answer = text(send(owner, delivery_page(one), said="no", reason=WHY))
        assert "Er wordt voorlopig niets betaald" in answer
        assert "Betwist door de onderneming" in answer
        for page in ("/beheer/", "/mijn/"):
            assert "Betwistingen over een levering" in text(coordinator.get(page))
        assert "Zeg nog of er geleverd is" not in text(browser("auditor").get(voucher_page(one)))
        said = coordinator.get(proof_page(one))
        assert "er zijn nog 3 werkdagen over" in text(said)
        assert "maar &lt;half&gt; gereinigd" in said.content.decode()


def test_the_coordinator_settles_and_the_days_go_on(one: Redemption) -> None:
    with on(MONDAY):
        send(browser("owner"), delivery_page(one), said="no", reason=WHY)
        coordinator = browser("coordinator_genk")
        page = proof_page(one)
        nothing = send(coordinator, page, act="settle")
        assert nothing.status_code == 422
        assert "Kies hoe het afloopt." in text(nothing)
        wrong = send(coordinator, page, act="settle", end="geheel anders", reason="Zomaar.")
        assert wrong.status_code == 422
        answer = text(send(coordinator, page, act="settle", end="withdrawn", reason="Misverstand."))
        assert "De betwisting is ingetrokken" in answer
        assert "Betwisting ingetrokken door de onderneming" in answer
        assert "Betwistingen over een levering" not in text(coordinator.get("/beheer/"))
        # By telephone: the coordinator enters what the business answers.
        assert "Voer haar antwoord in" in answer
        send(coordinator, delivery_page(one), said="no", reason=WHY)
        found = text(send(coordinator, page, act="settle", end="found", reason="Gezien."))
        assert "De betwisting is opgelost: er is geleverd." in found


def test_after_silence_nothing_can_be_said_and_the_page_says_why(one: Redemption) -> None:
    with on(MONDAY):
        owner = browser("owner")
        once = token(owner.get(delivery_page(one)))
    with on(LAST_DAY + A_DAY):
        owner = browser("owner")
        said = text(owner.get(delivery_page(one)))
        assert "Geen antwoord, dus een ja" in said
        assert "Ja, het is geleverd" not in said
        late = owner.post(delivery_page(one), {"once": once, "said": "no", "reason": WHY})
        assert late.status_code == 422
        assert "Sinds 14 november 2026 staat vast" in text(late)


def test_of_a_voucher_that_was_withdrawn_the_coordinator_reads_that_nobody_else_answers(
    one: Redemption,
) -> None:
    with on(MONDAY + A_DAY):
        contest_voucher(SYSTEM, voucher=one.voucher, reason=WHY)
        client = browser("coordinator_genk")
        assert "staan stil: er blijven 2 werkdagen over" in text(client.get(proof_page(one)))
        revoke_voucher(SYSTEM, voucher=one.voucher, reason=WHY)
        page = text(client.get(proof_page(one)))
        assert "niemand kon antwoorden voor de onderneming" in page
        assert "De cheque is geblokkeerd, en de dagen" not in page
        assert client.get(delivery_page(one)).status_code == 200, "where the coordinator enters the answer"


def test_finance_and_provider_see_what_it_waits_for_in_plain_dutch(one: Redemption) -> None:
    waits = (
        "wacht op bevestiging van levering",
        "wacht op bewijs van het eigen deel",
    )
    pass_checks()
    with on(MONDAY):
        signs, provider = browser("financial_director"), browser("provider_staff")
        for client, page in (
            (signs, "/financien/"),
            (signs, f"/financien/te-betalen/{GENK}/"),
            (provider, provider_page(one)),
        ):
            for wait in waits:
                assert wait in text(client.get(page)).lower(), page
        assert waits[0] in text(provider.get("/aanbieder/")).lower()
        send(browser("owner"), delivery_page(one), said="no", reason=WHY)
        for client, page in ((signs, "/financien/"), (provider, provider_page(one))):
            assert "levering betwist" in text(client.get(page)).lower()


def test_the_provider_states_what_came_in_and_a_mistake_is_named(one: Redemption) -> None:
    with on(MONDAY):
        provider, page = browser("provider_staff"), provider_page(one)
        short = send(provider, page, amount="249,99", paid_on=MONDAY.isoformat())
        assert short.status_code == 422
        assert "Er ontbreekt dus € 0,01" in text(short)
        early = send(provider, page, amount="250", paid_on="2026-11-08")
        assert "8 november 2026 ligt voor de factuur van 9 november 2026" in text(early)
        for amount, paid_on, sentence in (
            ("", MONDAY.isoformat(), "Vul een bedrag in."),
            ("250", "", "Vul in op welke dag het betaald is."),
            ("250", "gisteren", "Schrijf de dag zoals 2027-01-31."),
        ):
            assert sentence in text(send(provider, page, amount=amount, paid_on=paid_on))
        assert not OwnPayment.objects.exists()
        done = text(send(provider, page, amount="250", paid_on=MONDAY.isoformat()))
        assert "De aanbieder zegt dat hij € 250,00 kreeg op 9 november 2026." in done
        assert "Dit is binnen" not in done


def test_the_coordinator_ticks_what_was_seen(one: Redemption) -> None:
    with on(MONDAY):
        coordinator, page = browser("coordinator_genk"), proof_page(one)
        given = {"amount": "355", "paid_on": MONDAY.isoformat()}
        without = send(coordinator, page, act="see", **given)
        assert "Bekijk eerst het bewijs en vink aan dat u dat deed." in text(without)
        assert not OwnPayment.objects.exists()
        done = text(send(coordinator, page, act="see", seen="on", **given))
        assert "De regisseur zag een bewijs van de bank: € 355,00 is betaald op 9 november 2026." in done


def test_three_amounts_make_the_total_before_and_after_on_every_page(one: Redemption) -> None:
    amounts = ("€ 250,00", "€ 105,00", "€ 605,00")
    with on(MONDAY):
        for who, page in (
            ("provider_staff", provider_page(one)),
            ("owner", delivery_page(one)),
            ("coordinator_genk", proof_page(one)),
        ):
            said = text(browser(who).get(page))
            assert all(amount in said for amount in amounts), page
        assert "€ 105,00" in text(browser("provider_staff").get("/aanbieder/"))
        assert "€ 105,00" in text(browser("coordinator_genk").get(f"/beheer/cheques/{one.voucher.code}/"))


def test_an_invoice_from_before_the_vat_was_kept_says_so(one: Redemption) -> None:
    Redemption.objects.update(vat_cents=None)
    with on(MONDAY):
        said = text(browser("provider_staff").get(provider_page(one)))
        assert "werd niet bewaard" in said
        assert "€ 605,00" not in said


def test_the_provider_reads_that_an_earlier_invoice_is_waited_for() -> None:
    treasury = set_proof(
        OWN_PART, {"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}}
    )
    voucher = award(treasury.scene)
    for number, net_cents in (("F-1", 25_000), ("F-2", 10_000)):
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, net_cents, number=number))
    own, paying = Redemption.objects.order_by("redeemed_at")
    provider = browser("provider_staff")
    said = text(provider.get(provider_page(paying)))
    assert "Wacht op bewijs van het eigen deel van een eerdere factuur op deze cheque" in said
    assert "Dit is binnen" not in said
    assert "Dit is binnen" in text(provider.get(provider_page(own)))


def test_nobody_answers_for_a_business_that_is_not_theirs(one: Redemption) -> None:
    with on(MONDAY):
        stranger = person(EMAIL["stranger"])
        grant_role(
            SYSTEM, person=stranger, organisation=enterprise(OTHER_ENTERPRISE.number), role=Role.HOLDER
        )
        assert browser("stranger").get(delivery_page(one)).status_code == 404
        for who in ("provider_staff", "auditor"):
            client = browser(who)
            seen = client.get(delivery_page(one))
            assert "Ja, het is geleverd" not in text(seen)
            for said in ({"said": "yes"}, {"said": "no", "reason": WHY}):
                answer = client.post(delivery_page(one), {"once": "a" * 22, **said})
                assert answer.status_code == 422
        assert [step.verb for step in FulfilmentStep.objects.all()] == ["ASK"]


def test_where_nothing_is_asked_there_is_no_such_page() -> None:
    treasury = set_treasury()
    voucher = award(treasury.scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000))
    one = Redemption.objects.select_related("voucher").get()
    assert browser("owner").get(delivery_page(one)).status_code == 404
    assert browser("coordinator_genk").get(proof_page(one)).status_code == 404
    assert "Geleverd en betaald" not in text(browser("owner").get(voucher_page(one)))
    said = text(browser("provider_staff").get(provider_page(one)))
    assert "€ 605,00" in said
    assert "Is er geleverd?" not in said


def test_the_invoice_of_another_voucher_is_not_found_under_this_one(one: Redemption) -> None:
    with on(MONDAY):
        wrong = f"/mijn/cheques/{'0' * 16}/levering/{one.pk}/"
        assert browser("owner").get(wrong).status_code == 404
        nobody = "00000000-0000-0000-0000-000000000000"
        assert browser("owner").get(f"{voucher_page(one)}levering/{nobody}/").status_code == 404
        assert browser("provider_staff").get(f"/aanbieder/facturen/{nobody}/").status_code == 404
