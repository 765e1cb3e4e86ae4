"""Money that has to come back: who has to post a letter sees it, who is asked about it can read it, and why is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.apps.test_payouts_bank_files import told
from tests.apps.test_payouts_twice import came, look_at_all, paid_by_two_files
from tests.payments import PART_CENTS, Treasury, set_treasury
from tests.web.stage import browser, text, token
from wisselwerk.apps.enterprises.models import Extract, RegisteredEnterprise
from wisselwerk.apps.payouts.claim_paper import claim_paper
from wisselwerk.apps.payouts.models import ClaimNotice, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, claim_of, letters_to_post, open_claims
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    post_claim,
    record_repayment,
    take_back_repayment,
)
from wisselwerk.apps.vouchers.models import DeliveryState, Redemption
from wisselwerk.apps.vouchers.services import contest_voucher, resume_voucher, reverse_redemption
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.reconciliation import Meaning

pytestmark = pytest.mark.django_db

WHY = "De dienst is niet geleverd."


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def paid(treasury: Treasury) -> Payment:
    """A payment that the bank has paid."""
    treasury.redeem()
    treasury.bank_pays(treasury.signed())
    return Payment.objects.get()


def to_post(treasury: Treasury) -> ClaimNotice:
    """A letter that asks the money back and that no mail brings."""
    payment = paid(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason=WHY)
    claim_everything_back(SYSTEM, on=today())
    ClaimNotice.objects.update(state=DeliveryState.TO_POST, person=None)
    return ClaimNotice.objects.get()


def test_a_letter_to_post_waits_for_the_financial_director_until_it_left(treasury: Treasury) -> None:
    notice = to_post(treasury)
    signs = browser("financial_director")
    for path in ("/mijn/", "/financien/"):
        page = signs.get(path)
        assert "Brief aan De Zilverspar, die € 250,00 moet terugbetalen" in text(page)
        assert f"/terug/{notice.payment_id}/" in page.content.decode()
    assert "Er wacht 1 ding op u" in text(signs.get("/financien/"))
    assert "Brief aan" not in text(browser("general_director").get("/mijn/"))
    post_claim(treasury.signs, notice=notice)
    assert letters_to_post(treasury.signs) == []
    assert "1 betaling is ongedaan gemaakt nadat ze betaald was" in text(signs.get("/financien/"))


def test_a_letter_leaves_room_for_the_address_and_names_the_seat_where_it_is_known(
    treasury: Treasury,
) -> None:
    notice = to_post(treasury)
    claim = Claim(open_claims().get())
    assert claim_paper(claim, notice).recipient[2].startswith("Adres, met de hand in te vullen")
    extract = Extract.objects.create(number=1, snapshot_on=today(), started_at=now())
    RegisteredEnterprise.objects.create(
        number=int(treasury.payee.enterprise_number or 0),
        postcode="3600",
        municipality="Genk",
        extract=extract,
        is_person=False,
        name="De Zilverspar",
        nace="",
    )
    paper = claim_paper(claim, notice)
    assert paper.recipient[-1] == "3600 Genk"
    assert any("in te vullen" in line for line in paper.address)
    notice.state = DeliveryState.MAILED
    assert not any("in te vullen" in line for line in claim_paper(claim, notice).recipient)


def test_the_coordinator_reads_the_claim_and_cannot_say_that_a_letter_left(treasury: Treasury) -> None:
    notice = to_post(treasury)
    url = f"/terug/{notice.payment_id}/"
    page = browser("coordinator_genk").get(url)
    assert page.status_code == 200
    assert "Ik heb de brief vandaag verstuurd" not in text(page)
    assert f"WW-T-{notice.asked_on.year}" in text(page)
    assert browser("coordinator_genk").post(url, {"once": "x"}).status_code in {403, 422}
    notice.refresh_from_db()
    assert notice.state == DeliveryState.TO_POST
    assert claim_of(treasury.scene.coordinator, notice.payment_id) is not None
    voucher = browser("coordinator_genk").get(f"/beheer/cheques/{notice.payment.redemption.voucher.code}/")
    assert url in voucher.content.decode()
    assert browser("stranger").get(url).status_code == 404


def preview(redemption: Redemption) -> str:
    return text(
        browser("coordinator_genk").get(
            f"/beheer/cheques/{redemption.voucher.code}/facturen/{redemption.pk}/"
        )
    )


def test_what_is_back_is_told_as_done(treasury: Treasury) -> None:
    payment = paid(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason=WHY)
    signs, address = browser("financial_director"), f"/terug/{payment.pk}/"
    assert "De Zilverspar betaalt € 250,00 terug" in text(signs.get(address))
    record_repayment(
        treasury.signs, payment=payment, amount_cents=PART_CENTS, paid_on=today(), text="Op het uittreksel."
    )
    told = text(signs.get(address))
    assert "De Zilverspar betaalde € 250,00 terug" in told
    assert "Mails vertrekken elke nacht" not in told
    assert "nog niet" not in text(signs.get("/financien/terug/"))


def test_undoing_says_first_what_has_to_be_paid_back(treasury: Treasury) -> None:
    redemption = treasury.redeem()
    assert "terugbetalen" not in preview(redemption)
    batch = treasury.signed()
    assert "zodra die betaald heeft, moet De Zilverspar € 250,00 terugbetalen" in preview(redemption)
    treasury.bank_pays(batch)
    said = preview(redemption)
    assert "De bank heeft dit al betaald: De Zilverspar moet € 250,00 terugbetalen aan Genk" in said


def test_why_something_was_undone_or_put_on_hold_stands_with_the_voucher(treasury: Treasury) -> None:
    redemption = treasury.redeem()
    voucher = redemption.voucher
    contest_voucher(treasury.scene.coordinator, voucher=voucher, reason="De zaak belde: niet van haar.")
    resume_voucher(treasury.scene.coordinator, voucher=voucher, reason="Toch van haar.")
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason=WHY)
    said = text(browser("coordinator_genk").get(f"/beheer/cheques/{voucher.code}/"))
    on_hold, freed, undone = (
        said.index(one) for one in ("De zaak belde: niet van haar.", "Toch van haar.", WHY)
    )
    assert on_hold < freed < undone
    assert WHY not in text(browser("provider_staff").get(f"/mijn/cheques/{voucher.code}/"))


def test_what_the_bank_did_stands_before_what_came_after_it(treasury: Treasury) -> None:
    payment = paid(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason=WHY)
    said = text(browser("coordinator_genk").get(f"/beheer/cheques/{payment.redemption.voucher.code}/"))
    assert said.index("€ 250,00 betaald aan De Zilverspar") < said.index(WHY)


def test_the_page_asks_once_to_print_the_letter_and_keeps_that_it_left(treasury: Treasury) -> None:
    notice = to_post(treasury)
    url = f"/terug/{notice.payment_id}/"
    signs = browser("financial_director")
    said = text(signs.get(url))
    assert said.count("Druk de brief af") == 1
    signs.post(url, {"once": token(signs.get(url))})
    assert letters_to_post(treasury.signs) == []


def test_a_claim_tells_why_it_waits_while_money_came_in_once_or_twice() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    by_hand = {"amount_cents": PART_CENTS, "paid_on": today(), "text": "Gezien."}
    recorded = record_repayment(treasury.signs, payment=payment, **by_hand)  # type: ignore[arg-type]
    told(treasury, replace(came(payment), booked_on=today() + timedelta(days=1)), name="S-3")
    look_at_all(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason=WHY)
    claim_everything_back(SYSTEM, on=today())
    page = browser("financial_director").get(f"/terug/{payment.pk}/")
    asks = "Kwam dit geld één keer binnen, of twee keer?"
    assert asks in text(page)
    assert "iemand boekte evenveel met de hand in op" in text(page)
    line = payment.bank_lines.get(meaning=Meaning.DIFFERENT, amount_cents=PART_CENTS)
    links = [reverse("finance:bank-line", args=[one.pk]) for one in (recorded, line)]
    for link in (*links, reverse("finance:repayment", args=[payment.pk])):
        assert f'href="{link}"' in page.content.decode()
    # Who has to pay cannot answer it.
    assert asks not in text(browser("provider_staff").get(f"/terug/{payment.pk}/"))
    take_back_repayment(treasury.signs, line=recorded, text="Hetzelfde geld.")
    assert asks not in text(browser("financial_director").get(f"/terug/{payment.pk}/"))


def test_a_claim_says_which_part_was_paid_too_much_before(treasury: Treasury) -> None:
    payment = paid(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason=WHY)
    given = {"payment": payment, "paid_on": today(), "text": "Gezien."}
    wrong = record_repayment(treasury.signs, amount_cents=PART_CENTS, reference="R-1", **given)  # type: ignore[arg-type]
    more = {"amount_cents": 0, "too_much_cents": 5_000, "reference": "R-2"}
    record_repayment(treasury.signs, **more, **given)  # type: ignore[arg-type]
    take_back_repayment(treasury.signs, line=wrong, text="Verkeerde.")
    for who in ("financial_director", "provider_staff"):
        page = text(browser(who).get(f"/terug/{payment.pk}/"))
        assert page.count("waren het al schuldig: het telt voor wat teruggevraagd is") == 1
        assert "Van de € 250,00 is nog € 200,00 te betalen." in page
