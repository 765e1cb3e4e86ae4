"""What a file of the bank could not place, on screen: recorded with its claim, taken back, or booked as paid."""

import pytest

from tests.apps.test_payouts_bank_files import told
from tests.apps.test_payouts_twice import came, left
from tests.payments import EMAIL, PART_CENTS, Treasury, set_treasury
from tests.web.stage import browser, text, token
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.services import look_at_line, order_batch
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db

WHY = "Gezien op het dagafschrift."


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def test_what_came_back_is_recorded_once_and_taken_back_once(treasury: Treasury) -> None:
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel.")
    claim = Claim(open_claims().get())
    signs, where = browser("financial_director"), f"/financien/terug/{claim.payment.pk}/inboeken/"
    page = signs.get(where)
    assert "€ 250,00 staat nog open" in text(page)
    given = {"once": token(page), "amount": "250,01", "paid_on": today().isoformat(), "text": WHY}
    too_much = signs.post(where, given)
    assert (too_much.status_code, open_claims().count()) == (422, 1)
    assert "Hiervan wordt nog € 250,00 teruggevraagd" in text(too_much)
    for _ in range(2):
        assert "Het is ingeboekt als terugbetaald." in text(
            signs.post(where, given | {"amount": "250"}, follow=True)
        )
    line = BankLine.objects.get(meaning=Meaning.RECOVERED)
    assert "met de hand ingeboekt" in text(signs.get(f"/terug/{claim.payment.pk}/"))
    assert "Neem dit terug" in text(signs.get(f"/financien/lijnen/{line.pk}/"))
    back = f"/financien/lijnen/{line.pk}/terugnemen/"
    given = {"once": token(signs.get(back)), "text": "Verkeerde factuur."}
    assert "Het is teruggenomen." in text(signs.post(back, given, follow=True))
    assert Claim(open_claims().get()).open_cents == PART_CENTS
    assert signs.get(back).status_code == 404
    assert "dat is teruggenomen" in text(signs.get(f"/financien/lijnen/{line.pk}/"))


def test_what_the_bank_paid_before_anybody_signed_is_booked_with_a_reason_and_not_signed(
    treasury: Treasury,
) -> None:
    treasury.redeem()
    batch = treasury.propose()
    told(treasury, left(batch.payments.get()), name="VROEG")
    line = BankLine.objects.get()
    where, signs = f"/financien/lijnen/{line.pk}/boeken/", browser("financial_director")
    assert "terwijl niemand dit getekend had" in text(signs.get(f"/financien/lijnen/{line.pk}/"))
    assert browser("general_director").get(where).status_code == 403
    page = text(browser("general_director").get(f"/financien/opdrachten/{batch.pk}/"))
    assert "Misschien al betaald" in page
    look_at_line(treasury.signs, line=line, text="Nog niet getekend.")
    with pytest.raises(Refusal, match="LOOK_AT_BATCH"):
        order_batch(treasury.orders, batch=batch)
    given = {"once": token(signs.get(where)), "text": ""}
    assert signs.post(where, given).status_code == 422
    for _ in range(2):
        assert "Het is geboekt als betaald." in text(signs.post(where, given | {"text": WHY}, follow=True))
    assert Payment.objects.get().state == PaymentState.PAID
    assert "Met de hand geboekt als betaald" in text(signs.get(f"/betalingen/{Payment.objects.get().pk}/"))


def test_who_ordered_it_hears_why_somebody_else_has_to_say_so(treasury: Treasury) -> None:
    treasury.redeem()
    somebody = person(EMAIL["financial_director"])
    grant_role(SYSTEM, person=somebody, organisation=treasury.payer, role=Role.GENERAL_DIRECTOR)
    batch = order_batch(actor_for(somebody), batch=treasury.propose())
    told(treasury, left(batch.payments.get()), name="VROEG")
    signs, where = browser("financial_director"), f"/financien/lijnen/{BankLine.objects.get().pk}/boeken/"
    answer = signs.post(where, {"once": token(signs.get(where)), "text": WHY})
    assert (answer.status_code, Payment.objects.get().state) == (422, PaymentState.PLANNED)
    assert "U gaf zelf het bevel tot deze betaling" in text(answer)


def test_what_the_bank_paid_against_all_expectation_is_booked(treasury: Treasury) -> None:
    treasury.redeem()
    one = treasury.signed().payments.get()
    told(treasury, left(one), came(one), name="S-1")
    told(treasury, left(one), name="S-2")
    line, signs = BankLine.objects.get(meaning=Meaning.DIFFERENT), browser("financial_director")
    where = f"/financien/lijnen/{line.pk}/boeken/"
    assert "Boek het als betaald" in text(signs.get(f"/financien/lijnen/{line.pk}/"))
    given = {"once": token(signs.get(where)), "text": WHY}
    assert "Het is geboekt als betaald." in text(signs.post(where, given, follow=True))
    assert Payment.objects.get().state == PaymentState.PAID
    look_at_line(
        treasury.signs, line=BankLine.objects.get(meaning=Meaning.RETURNED), text="Gezien, ging nog eens uit."
    )
    assert "Er wacht nu niets op u" in text(signs.get("/financien/"))
