"""What a line of the bank says of a member that paid its share, where the financial director reads it."""

import re
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from tests.payments import PAYER_IBAN
from tests.settling import AS_, BY_SEAT, member_of, municipality, set_year
from tests.web.stage import browser, text, token
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.payouts.services import read_statement
from wisselwerk.apps.settlements.models import SettlementShare
from wisselwerk.apps.settlements.services import record_settlement_payment, send_settlement
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind

pytestmark = pytest.mark.django_db

SHARE_CENTS = Cents(25_000)


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False)
def test_what_a_person_recorded_is_not_said_to_stand_in_a_file() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    settlement, member = year.draw_up(), municipality(AS_)
    send_settlement(year.signs, settlement=settlement)
    record_settlement_payment(
        year.signs, settlement=settlement, member=member, amount_cents=SHARE_CENTS, paid_on=today()
    )
    reference = settlement.shares.get(member=member).structured_reference
    came = BankTransaction(SHARE_CENTS, structured_reference=reference)
    entry = BankEntry(1, SHARE_CENTS, today(), None, "R1", None, (came,))
    told = BankStatement(StatementKind.STATEMENT, "S-1", PAYER_IBAN, "EUR", None, None, (entry,))
    assert read_statement(year.signs, statement=told).found == {Meaning.KNOWN: 1}
    said = text(browser("financial_director").get(f"/financien/lijnen/{BankLine.objects.get().pk}/"))
    assert "of iemand boekte het met de hand in" in said
    assert "In de boeken is niets veranderd." in said


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False)
def test_what_a_member_paid_twice_is_booked_from_its_line_and_told_to_both() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    member_of(AS_)
    settlement, member = year.draw_up(), municipality(AS_)
    send_settlement(year.signs, settlement=settlement)
    reference = settlement.shares.get(member=member).structured_reference
    for number in (1, 2):
        came = BankTransaction(SHARE_CENTS, structured_reference=reference)
        entry = BankEntry(1, SHARE_CENTS, today(), None, f"R{number}", None, (came,))
        told = BankStatement(StatementKind.STATEMENT, f"S-{number}", PAYER_IBAN, "EUR", None, None, (entry,))
        read_statement(year.signs, statement=told)
    line = BankLine.objects.get(meaning=Meaning.DIFFERENT)
    director, page = browser("financial_director"), f"/financien/lijnen/{line.pk}/"
    assert f"{page}van-lid/" in director.get(page).content.decode()
    asked = director.get(f"{page}van-lid/")
    assert "Boeken dat As € 250,00 betaalde?" in text(asked).replace("\xa0", " ")
    given = {"once": token(asked), "text": "Dubbel gestort."}
    done = director.post(f"{page}van-lid/", given, follow=True)
    said = text(done).replace("\xa0", " ")
    assert "te veel. Dat gaat terug naar As, of telt mee als dit jaar opnieuw verrekend wordt." in said
    assert "met de hand geboekt vanaf een uittreksel" in said
    assert director.get(f"{page}van-lid/").status_code == 404
    mine = text(browser("member_oudsbergen").get("/bestuur/")).replace("\xa0", " ")
    assert "is te veel betaald: het komt terug, of telt mee in de volgende verrekening van dat jaar" in mine


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False)
def test_what_a_member_paid_too_much_waits_wherever_the_director_looks() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    member_of(AS_)
    settlement, member = year.draw_up(), municipality(AS_)
    send_settlement(year.signs, settlement=settlement)
    director, more = browser("financial_director"), Cents(SHARE_CENTS + 5_000)
    before = plain(director.get("/financien/"))
    came = BankTransaction(
        more, structured_reference=settlement.shares.get(member=member).structured_reference
    )
    entry = BankEntry(1, more, today(), None, "R1", None, (came,))
    told = BankStatement(StatementKind.STATEMENT, "S-1", PAYER_IBAN, "EUR", None, None, (entry,))
    read_statement(year.signs, statement=told)
    line, owed = BankLine.objects.get(), "€ 50,00 aan As: 2026"
    said = plain(director.get(f"/financien/lijnen/{line.pk}/"))
    assert "In totaal betaalde het lid € 50,00 meer dan gevraagd: dat gaat terug naar het lid" in said
    assert "u hoeft niets meer te doen" not in said.lower()
    assert owed in said
    said = plain(director.get(f"/financien/bank/{line.file_id}/"))
    assert "Elke lijn is duidelijk. Wij moeten hierdoor nog € 50,00 betalen." in said
    assert owed in said
    assert owed in plain(director.get("/mijn/"))
    said = plain(director.get("/financien/"))
    assert owed in said
    assert waiting_in(said) == waiting_in(before) + 1
    record_settlement_payment(
        year.signs, settlement=settlement, member=member, amount_cents=-5_000, paid_on=today()
    )
    assert "er wacht niets op u" in plain(director.get(f"/financien/bank/{line.file_id}/"))
    assert "dat gaat terug naar het lid" not in plain(director.get(f"/financien/lijnen/{line.pk}/"))
    assert waiting_in(plain(director.get("/financien/"))) == waiting_in(before)


def plain(page: Any) -> str:
    return " ".join(text(page).split())


def waiting_in(said: str) -> int:
    """The number of things that wait, as the page of the director says it."""
    found = re.search(r"Er wacht(?:en)? (\d+) ding", said)
    return int(found[1]) if found else 0


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False)
def test_the_settlement_says_of_a_record_by_hand_that_it_was_one() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    settlement, member = year.draw_up(), municipality(AS_)
    send_settlement(year.signs, settlement=settlement)
    record_settlement_payment(
        year.signs, settlement=settlement, member=member, amount_cents=SHARE_CENTS, paid_on=today()
    )
    page = browser("financial_director").get(f"/financien/verrekening/{year.scheme.slug}/2026/")
    assert page.status_code == 200
    assert "met de hand ingeboekt (" in text(page)
    assert "/financien/lijnen/" not in page.content.decode()


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False)
def test_the_line_tells_the_one_reason_why_money_of_a_member_is_not_booked() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    first, member = year.draw_up(), municipality(AS_)
    asked, number = first.shares.get(member=member), 0

    def said_of(share: SettlementShare, on: date = date(2026, 6, 1), cents: int = SHARE_CENTS) -> str:
        nonlocal number
        number += 1
        came = BankTransaction(Cents(cents), structured_reference=share.structured_reference)
        entry = BankEntry(1, Cents(cents), on, None, f"R{number}-", None, (came,))
        told = BankStatement(StatementKind.STATEMENT, f"S-{number}", PAYER_IBAN, "EUR", None, None, (entry,))
        assert read_statement(year.signs, statement=told).found == {Meaning.DIFFERENT: 1}
        line = BankLine.objects.latest("pk")
        page = browser("financial_director").get(f"/financien/lijnen/{line.pk}/")
        said = plain(page)
        assert "Vraag het lid wat het was." in said
        return said

    assert "volgens een verrekening die niet verstuurd is" in said_of(asked)
    send_settlement(year.signs, settlement=first)
    assert "voor het jaar ervan begon" in said_of(asked, on=date(2025, 12, 31))
    record_settlement_payment(
        year.signs, settlement=first, member=member, amount_cents=SHARE_CENTS, paid_on=date(2026, 5, 1)
    )
    assert "Iemand noteerde evenveel met de hand, op een andere dag" in said_of(asked)
    assert "en meer dan er gevraagd wordt" in said_of(asked, cents=SHARE_CENTS - 1)
    year.use(2, AS_)
    year.draw_up()
    assert "die intussen door een andere vervangen is" in said_of(asked)
