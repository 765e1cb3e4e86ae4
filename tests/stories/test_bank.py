"""Money out and back, with a bank on the other side: orders signed here, carried out there, and books that agree.

The bank is mock-bank, which reads our order and writes its own answers; see ``tests/formats/test_mock_bank.py``.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import pytest
import time_machine
from mockbank import accounts, outbox
from mockbank.server import Config
from mockbank.state import State

from tests.formats.accounts import CLOSED, RETURNING
from tests.payments import PART_CENTS, PAYER_IBAN, Treasury, set_treasury
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.ledger.queries import settled_cents
from wisselwerk.apps.payouts.models import BankAccount, PaymentBatch
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.payable import paid_cents
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    order_batch,
    read_bank_file,
    read_statement,
    read_status,
    sign_batch,
)
from wisselwerk.apps.vouchers.models import Payable
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import read_bank_statements
from wisselwerk.formats.credit_transfer import write_credit_transfer
from wisselwerk.formats.payment_status import read_payment_status

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 9, tzinfo=BRUSSELS)
ON_ACCOUNT = 1_000_000


@pytest.fixture
def bank() -> Iterator[State]:
    # Its clock keeps how far it is from that of the machine: made at another moment than the story begins, it would be late.
    with time_machine.travel(MONDAY):
        state = State(Config(clock="2026-11-23T09:00", timezone="Europe/Brussels"))
    accounts.create(
        state.conn,
        "PAYER",
        {"name": "Genk", "iban": PAYER_IBAN, "bic": "GKCCBEBB", "balance": ON_ACCOUNT},
    )
    accounts.create(
        state.conn, "CLOSED", {"name": "Gesloten", "iban": CLOSED, "bic": "GKCCBEBB", "closed": True}
    )
    yield state
    state.close()


def send(bank: State, batch: PaymentBatch) -> None:
    _, _, findings = bank.receive(write_credit_transfer(order_of(batch)), "application/xml")
    assert findings == []


def answers(bank: State, kind: str) -> list[bytes]:
    """What the bank sent, which it hands out once."""
    bank.release()
    found = outbox.collect(bank.conn, bank.now(), kind=kind)
    return [row["body"].encode() for row in found if row["account"] == "PAYER"]


def read_all(bank: State, treasury: Treasury) -> Counter[Meaning]:
    """Bring in all that the bank has said, each file twice: the second time changes nothing."""
    found: Counter[Meaning] = Counter()
    for file in answers(bank, "pain.002"):
        for _ in range(2):
            read = read_status(treasury.signs, report=read_payment_status(BytesIO(file), bank.today()))
            found.update(read.found if read.is_new else {})
    for file in [*answers(bank, "camt.054"), *answers(bank, "camt.053")]:
        for _ in range(2):
            for statement in read_bank_statements(BytesIO(file), bank.today()):
                read = read_statement(treasury.signs, statement=statement)
                found.update(read.found if read.is_new else {})
    return found


def balance(bank: State) -> int:
    """What the bank says stands on the account."""
    return int(accounts.get(bank.conn, "PAYER")["balance"])


def due(treasury: Treasury) -> int:
    return int(settled_cents([Payable.objects.get(payee=treasury.payee).account_id]))


def test_a_batch_is_paid_refused_and_returned_and_the_books_agree_with_the_bank(bank: State) -> None:
    with time_machine.travel(MONDAY) as clock:
        treasury = set_treasury()
        paid, refused, returned = (treasury.redeem(serial) for serial in range(3))
        batch = treasury.propose()
        back = batch.payments.get(redemption=returned)
        behaviour = {"days": 1, "reason": "AC04", "end_to_end_id": back.end_to_end_id}
        accounts.update(bank.conn, "PAYER", {"behaviour": "return-later", "parameters": behaviour})
        batch = approve(treasury, batch)
        # The payee's account turns out to be closed for one payment and the money of another comes back.
        for redemption, iban in ((refused, CLOSED), (returned, RETURNING)):
            account = BankAccount.objects.create(
                organisation=treasury.payee,
                iban=iban,
                named_by="person:1",
                named_at=MONDAY,
                confirmed_by="person:1",
                confirmed_at=MONDAY,
                usable_from=date(2026, 1, 1),
            )
            batch.payments.filter(redemption=redemption).update(to_account=account)
        send(bank, batch)
        assert due(treasury) == 3 * PART_CENTS

        clock.move_to(datetime(2026, 11, 27, 9, tzinfo=BRUSSELS))
        found = read_all(bank, treasury)
        assert (found[Meaning.PAID], found[Meaning.RETURNED], found[Meaning.REFUSED]) == (2, 1, 1)
        states = dict(batch.payments.values_list("redemption", "state"))
        assert states == {
            paid.pk: PaymentState.PAID,
            refused.pk: PaymentState.REFUSED,
            returned.pk: PaymentState.RETURNED,
        }
        assert due(treasury) == 2 * PART_CENTS
        assert paid_cents(treasury.scene.scheme) == PART_CENTS
        assert [*differences(), *books_that_differ()] == []
        assert ON_ACCOUNT - balance(bank) == paid_cents(treasury.scene.scheme)


def approve(treasury: Treasury, batch: PaymentBatch) -> PaymentBatch:
    return sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))


def test_a_file_sent_twice_is_refused_whole_and_nothing_that_was_paid_is_lost(bank: State) -> None:
    with time_machine.travel(MONDAY) as clock:
        treasury = set_treasury()
        treasury.redeem()
        batch = treasury.signed()
        send(bank, batch)
        bank.receive(write_credit_transfer(order_of(batch)), "application/xml")
        clock.move_to(datetime(2026, 11, 25, 9, tzinfo=BRUSSELS))
        found = read_all(bank, treasury)
        assert found[Meaning.PAID] == 1
        assert batch.payments.get().state == PaymentState.PAID
        assert due(treasury) == 0
        assert [*differences(), *books_that_differ()] == []


def test_a_statement_with_a_hole_is_refused_and_pays_nothing(bank: State) -> None:
    with time_machine.travel(MONDAY) as clock:
        treasury = set_treasury()
        treasury.redeem()
        batch = treasury.signed()
        accounts.update(bank.conn, "PAYER", {"behaviour": "statement-gap"})
        send(bank, batch)
        clock.move_to(datetime(2026, 11, 25, 9, tzinfo=BRUSSELS))
        refused = []
        for file in answers(bank, "camt.053"):
            try:
                read_bank_file(treasury.signs, source=BytesIO(file), name="bank.xml")
            except Refusal as error:
                refused.append(error.code)
        assert refused == [RefusalCode.STATEMENT_INCOMPLETE]
        assert batch.payments.get().state == PaymentState.PLANNED
        assert due(treasury) == PART_CENTS
        assert [*differences(), *books_that_differ()] == []
