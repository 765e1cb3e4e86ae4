"""What a payee gives back on its own, and what it paid back too much, where the financial director looks for it."""

from dataclasses import replace

import pytest

from tests.apps.test_payouts_bank_files import entry, one_signed, told
from tests.apps.test_payouts_twice import came, look_at_all, paid_by_two_files
from tests.payments import PART_CENTS, set_treasury
from tests.scene import EMAIL
from tests.settling import AS_
from tests.web.stage import browser, text, token
from tests.web.test_settlements_received import waiting_in
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.payouts.services import record_repayment
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.reconciliation import Meaning

pytestmark = pytest.mark.django_db

WHY = "Gezien op het dagafschrift."


def test_what_a_payee_gives_back_of_a_second_time_is_recorded_in_parts_and_closes_it() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    signs, where = browser("financial_director"), f"/financien/terug/{payment.pk}/inboeken/"
    line = BankLine.objects.get(meaning=Meaning.DIFFERENT)
    assert "De ontvanger betaalde het terug" in text(signs.get(f"/financien/lijnen/{line.pk}/"))
    page = signs.get(where)
    assert "daarvan is € 250,00 niet terug" in text(page)
    given = {"once": token(page), "amount": "250,01", "paid_on": today().isoformat(), "text": WHY}
    assert signs.post(where, given).status_code == 422
    for _ in range(2):
        assert "Het is ingeboekt als terugbetaald." in text(
            signs.post(where, given | {"amount": "100"}, follow=True)
        )
    assert "€ 150,00 te veel" in text(signs.get("/financien/terug/"))
    given = given | {"once": token(signs.get(where)), "amount": "150", "reference": "R-2"}
    signs.post(where, given)
    assert paid_twice(treasury.signs) == []
    assert signs.get(where).status_code == 404
    assert "Betaald door de bank" not in text(signs.get("/financien/terug/"))
    says, asks = f"/financien/lijnen/{line.pk}/", "Vraag de bank om het geld terug te halen"
    assert "dat is helemaal terug" in text(signs.get(says))
    assert asks not in text(signs.get(says))
    mine = BankLine.objects.filter(meaning=Meaning.BESIDE).latest("pk")
    assert "Neem dit terug" in text(signs.get(f"/financien/lijnen/{mine.pk}/"))
    back = f"/financien/lijnen/{mine.pk}/terugnemen/"
    answer = signs.post(back, {"once": token(signs.get(back)), "text": "Verkeerde."}, follow=True)
    assert "alsof het nooit ingeboekt was" in text(answer)
    assert [one.cents for one in paid_twice(treasury.signs)] == [15_000]
    assert asks in text(signs.get(says))


def test_the_same_reference_of_the_bank_under_another_name_is_named() -> None:
    treasury, payment = one_signed()
    left = entry(-PART_CENTS, payment.end_to_end_id)
    told(treasury, left, name="S-1")
    told(treasury, left, name="S-2")
    told(treasury, replace(left, bank_reference="ANDERE"), name="S-3")
    signs, lines = browser("financial_director"), BankLine.objects.filter(meaning=Meaning.DIFFERENT)
    first, second = lines.order_by("pk")
    same = "Dezelfde referentie van de bank als op S-1"
    said = text(signs.get(f"/financien/lijnen/{first.pk}/"))
    assert same in said
    assert "dus misschien dezelfde betaling" in said
    assert same not in text(signs.get(f"/financien/lijnen/{second.pk}/"))


def test_what_the_bank_brought_back_meanwhile_is_refused_in_words() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    signs, where = browser("financial_director"), f"/financien/terug/{payment.pk}/inboeken/"
    once = token(signs.get(where))
    told(treasury, came(payment), name="S-3")
    given = {"once": once, "amount": "250", "paid_on": today().isoformat(), "text": WHY}
    answer = signs.post(where, given)
    assert answer.status_code >= 400
    assert "De bank liet weten dat dit terug was op" in text(answer)
    assert not BankLine.objects.filter(meaning=Meaning.BESIDE).exists()


def test_what_was_paid_back_too_much_stands_there_until_it_is_given_back() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel.")
    payment = open_claims().get()
    signs, where = browser("financial_director"), f"/financien/terug/{payment.pk}/inboeken/"
    given = {"once": token(signs.get(where)), "paid_on": today().isoformat(), "text": WHY, "too_much": "50"}
    early = signs.post(where, given | {"amount": "200"})
    assert "Boek dat eerst in" in text(early)
    before = waiting_in(text(signs.get("/financien/")))
    signs.post(where, given | {"amount": "250"})
    assert waiting_in(text(signs.get("/financien/"))) == before + 1
    line = BankLine.objects.get(meaning=Meaning.BESIDE)
    for path in ("/mijn/", f"/financien/bank/{line.file_id}/"):
        said = text(signs.get(path))
        assert "€ 50,00 aan" in said
        assert "Noteer dat wij het teruggaven" in said
        assert "er wacht niets op u" not in said.lower()
    assert "€ 50,00 aan" not in text(browser("general_director").get("/mijn/"))
    assert "1 keer is te veel terugbetaald" in text(signs.get("/financien/"))
    assert "Wat we een ontvanger verschuldigd zijn" in text(signs.get("/financien/terug/"))
    assert "Er kwam € 50,00 meer binnen dan gevraagd was" in text(signs.get(f"/terug/{payment.pk}/"))
    reads = text(browser("general_director").get("/financien/terug/"))
    assert "€ 50,00" in reads
    assert "Noteer dat wij het teruggaven" not in reads
    owed_to_me = "Daarnaast geeft Genk u nog € 50,00 voor factuur"
    assert owed_to_me in text(browser("provider_staff").get("/aanbieder/"))
    give = f"/financien/terug/{payment.pk}/teruggeven/"
    assert browser("general_director").get(give).status_code == 403
    given = {"once": token(signs.get(give)), "amount": "50,01", "paid_on": today().isoformat(), "text": WHY}
    assert "Hiervan zijn wij nog € 50,00 verschuldigd" in text(signs.post(give, given))
    for _ in range(2):
        answer = signs.post(give, given | {"amount": "50"}, follow=True)
        assert "Het is genoteerd als teruggegeven." in text(answer)
    assert signs.get(give).status_code == 404
    assert "Wat we een ontvanger verschuldigd zijn" not in text(signs.get("/financien/terug/"))
    assert owed_to_me not in text(browser("provider_staff").get("/aanbieder/"))
    assert "€ 50,00 aan" not in text(signs.get("/mijn/"))
    assert waiting_in(text(signs.get("/financien/"))) == before


def test_who_signs_for_another_government_alone_gives_nothing_back_here() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel.")
    payment = open_claims().get()
    record_repayment(
        treasury.signs, payment=payment, amount_cents=25_000, too_much_cents=5_000, paid_on=today(), text=WHY
    )
    grant_role(
        SYSTEM,
        person=person(EMAIL["general_director"]),
        organisation=local_government(AS_, today()),
        role=Role.FINANCIAL_DIRECTOR,
    )
    reads, signs = browser("general_director"), browser("financial_director")
    assert "Noteer dat wij het teruggaven" in text(signs.get("/financien/terug/"))
    assert "Wat ingeboekt is" in text(reads.get("/financien/terug/"))
    assert "Noteer dat wij het teruggaven" not in text(reads.get("/financien/terug/"))


def test_what_was_too_much_counts_for_the_claim_and_the_page_says_so() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel.")
    payment = open_claims().get()
    line = record_repayment(
        treasury.signs, payment=payment, amount_cents=25_000, paid_on=today(), text=WHY, reference="R-1"
    )
    record_repayment(
        treasury.signs,
        payment=payment,
        amount_cents=0,
        too_much_cents=5_000,
        paid_on=today(),
        text=WHY,
        reference="R-2",
    )
    signs = browser("financial_director")
    give, back = f"/financien/terug/{payment.pk}/teruggeven/", f"/financien/lijnen/{line.pk}/terugnemen/"
    once = token(signs.get(give))
    said = signs.post(back, {"once": token(signs.get(back)), "text": "Verkeerde."}, follow=True)
    assert "Van de € 250,00 is nog € 200,00 te betalen" in text(said)
    given = {"once": once, "amount": "50", "paid_on": today().isoformat(), "text": WHY}
    assert "Hiervan vragen wij € 200,00 terug" in text(signs.post(give, given))
    assert "Wat we een ontvanger verschuldigd zijn" not in text(signs.get("/financien/terug/"))
    assert "het telt voor wat teruggevraagd is" in text(signs.get(f"/betalingen/{payment.pk}/"))


@pytest.mark.parametrize("number", [1, 2])
def test_a_batch_that_the_bank_answered_whole_is_not_called_signed(number: int) -> None:
    treasury = set_treasury()
    for serial in range(number):
        treasury.redeem(serial)
    batch = treasury.signed()
    assert "Getekend" in text(browser("financial_director").get("/financien/opdrachten/"))
    treasury.bank_pays(batch)
    told(treasury, came(batch.payments.latest("pk")), name="S-2")
    said = text(browser("financial_director").get("/financien/opdrachten/"))
    assert ("Beantwoord door de bank" in said, "Getekend" in said) == (True, False)
    assert "1 niet betaald" in said
