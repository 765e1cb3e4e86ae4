"""Pages about another amount than was ordered that the bank took back, after somebody booked it as paid."""

import pytest

from tests.apps.test_payouts_otherwise import MORE, SAID, left
from tests.apps.test_payouts_taken_back import WHY, back, taken_back
from tests.payments import PART_CENTS
from tests.web.stage import browser, text, token
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.payouts.services import record_payment
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning

pytestmark = pytest.mark.django_db


def test_it_is_booked_from_its_line_once_and_every_line_says_what_came_of_it() -> None:
    _, payment, line = taken_back(PART_CENTS + MORE)
    signs, page = browser("financial_director"), f"/financien/lijnen/{line.pk}/"
    where = f"{page}teruggehaald/"
    said = text(signs.get(page))
    assert "In de boeken is het nog betaald." in said
    assert "Boek het als teruggehaald" in said
    assert "Boek het in bij een terugvordering" not in said
    assert browser("general_director").get(where).status_code == 403
    asked = signs.get(where)
    assert "Boeken dat de bank € 270,00 terughaalde" in text(asked)
    assert signs.post(where, {"once": token(asked), "text": ""}).status_code == 422
    given = {"once": token(signs.get(where)), "text": WHY}
    for _ in range(2):
        assert "Het is geboekt als teruggehaald." in text(signs.post(where, given, follow=True))
    payment.refresh_from_db()
    assert payment.state == PaymentState.RETURNED
    assert "Dat is geboekt: de betaling kan opnieuw gebeuren." in text(signs.get(page))
    assert signs.get(where).status_code == 404
    first = BankLine.objects.filter(meaning=Meaning.DIFFERENT).earliest("pk")
    assert "De bank haalde dat terug, en allebei zijn ze geboekt." in text(
        signs.get(f"/financien/lijnen/{first.pk}/")
    )
    beside = BankLine.objects.filter(meaning=Meaning.BESIDE).latest("pk")
    assert "Dit is het verschil in de andere richting" in text(signs.get(f"/financien/lijnen/{beside.pk}/"))


def test_a_part_of_it_is_booked_from_its_line_and_the_rest_ends_it() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    part = back(treasury, payment, MORE)
    signs, page = browser("financial_director"), f"/financien/lijnen/{part.pk}/"
    said = text(signs.get(page))
    assert "Daarvan kwam € 20,00 terug." in said
    assert "Zodra de rest ook terug is, boekt u die" in said
    assert "Zeg wat het was" not in said
    asked = signs.get(f"{page}teruggehaald/")
    assert "Boeken dat de bank € 20,00 terughaalde" in text(asked)
    assert "De betaling blijft betaald tot de rest ook terug is." in text(asked)
    given = {"once": token(asked), "text": WHY}
    answer = text(signs.post(f"{page}teruggehaald/", given, follow=True))
    assert "Het is geboekt als deels teruggehaald. De betaling blijft betaald." in answer
    assert "gaf een deel terug van wat in een ander bedrag vertrok" in text(signs.get(page))
    rest = back(treasury, payment, PART_CENTS - 1_000, name="S-3")
    end = f"/financien/lijnen/{back(treasury, payment, 1_000, name='S-4').pk}/teruggehaald/"
    asked = signs.get(end)
    assert "Boeken dat de bank € 250,00 terughaalde" in text(asked)
    signs.post(end, {"once": token(asked), "text": WHY})
    assert "Dat is geboekt: de betaling kan opnieuw gebeuren." in text(
        signs.get(f"/financien/lijnen/{rest.pk}/")
    )


def test_a_last_part_of_just_what_was_ordered_ends_it_on_every_line() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    signs = browser("financial_director")
    part = back(treasury, payment, MORE)
    where = f"/financien/lijnen/{part.pk}/teruggehaald/"
    signs.post(where, {"once": token(signs.get(where)), "text": WHY})
    back(treasury, payment, PART_CENTS, name="S-3", means=Meaning.RETURNED)
    payment.refresh_from_db()
    assert payment.state == PaymentState.RETURNED
    assert "Dat is geboekt: de betaling kan opnieuw gebeuren." in text(
        signs.get(f"/financien/lijnen/{part.pk}/")
    )
    assert "De bank haalde dat terug, en allebei zijn ze geboekt." in text(
        signs.get(f"/financien/lijnen/{line.pk}/")
    )
