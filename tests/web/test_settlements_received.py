"""What a line of the bank says of a member that paid its share, where the financial director reads it."""

from datetime import datetime

import pytest
import time_machine

from tests.payments import PAYER_IBAN
from tests.settling import AS_, BY_SEAT, municipality, set_year
from tests.web.stage import browser, text
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.payouts.services import read_statement
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
