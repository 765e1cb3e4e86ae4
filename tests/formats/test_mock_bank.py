"""An order goes to a bank and comes back: what one side writes, the other reads, with a refusal and a return between.

The bank is mock-bank, in this process: it reads pain.001.001.09 and writes pain.002.001.10, camt.054.001.08 and
camt.053.001.08, all by its own code. It books every payment apart, as our orders ask (batches are tested on files of our
own), and sends a pacs.004 with a return too, which is a message between banks: a municipality gets to see the return on its
statement.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from mockbank import accounts, outbox
from mockbank.server import Config
from mockbank.state import State

from tests.formats.accounts import CLOSED, GENK, PAYEE, RETURNING
from wisselwerk.domain.money import Cents, total
from wisselwerk.formats.bank_statement import (
    BankStatement,
    BankTransaction,
    StatementKind,
    read_bank_statements,
)
from wisselwerk.formats.credit_transfer import (
    CreditTransfer,
    Debtor,
    Message,
    Payment,
    StructuredReference,
    write_credit_transfer,
)
from wisselwerk.formats.payment_status import Outcome, PaymentStatusReport, Status, read_payment_status

ON_ACCOUNT = Cents(1_000_000)
PAYMENTS = (
    Payment("R-PAID", Cents(25_000), "Maatwerk & Zonen", PAYEE, StructuredReference("010/8068/17183")),
    Payment("R-REFUSED", Cents(1), "Café De Brug", CLOSED, Message("Kennismakingscheque 2026-0042")),
    Payment("R-RETURNED", Cents(10_001), "Kringwinkel", RETURNING, Message("Kennismakingscheque 2026-0043")),
)
ORDER = write_credit_transfer(
    CreditTransfer(
        "GENK-2026-1",
        datetime(2026, 11, 23, 8, tzinfo=UTC),
        date(2026, 11, 24),
        Debtor("Stad Genk", GENK, "GKCCBEBB"),
        PAYMENTS,
    )
)


@pytest.fixture
def bank() -> Iterator[State]:
    """A bank on Monday morning, with a closed account, that returns one payment a day after it went."""
    state = State(Config(clock="2026-11-23T09:00", timezone="Europe/Brussels"))
    accounts.create(
        state.conn, "GENK", {"name": "Stad Genk", "iban": GENK, "bic": "GKCCBEBB", "balance": int(ON_ACCOUNT)}
    )
    accounts.create(
        state.conn, "CLOSED", {"name": "Café De Brug", "iban": CLOSED, "bic": "GKCCBEBB", "closed": True}
    )
    behave(state, "return-later", {"days": 1, "reason": "AC04", "end_to_end_id": "R-RETURNED"})
    yield state
    state.close()


def behave(bank: State, behaviour: str, parameters: dict[str, object] | None = None) -> None:
    accounts.update(bank.conn, "GENK", {"behaviour": behaviour, "parameters": parameters or {}})


def mail(bank: State, kind: str) -> list[BytesIO]:
    """What the bank sent us of one kind, oldest first."""
    bank.release()
    return [
        BytesIO(row["body"].encode())
        for row in outbox.collect(bank.conn, bank.now(), kind=kind)
        if row["account"] == "GENK"
    ]


def status(bank: State) -> PaymentStatusReport:
    (report,) = mail(bank, "pain.002")
    return read_payment_status(report, bank.today())


def statements(bank: State, kind: str) -> list[BankStatement]:
    return [one for file in mail(bank, kind) for one in read_bank_statements(file, bank.today())]


def test_an_order_comes_back_paid_refused_and_returned(bank: State) -> None:
    _, _, findings = bank.receive(ORDER, "application/xml")
    assert findings == []
    report = status(bank)
    assert (report.message_id, report.status) == ("GENK-2026-1", Status(Outcome.PARTLY, "PART"))
    assert [one.payment_information_id for one in report.batches] == ["GENK-2026-1"]
    assert report.statuses() == {
        "R-PAID": Status(Outcome.ACCEPTED, "ACCP"),
        "R-REFUSED": Status(Outcome.REFUSED, "RJCT", ("AC04",)),
        "R-RETURNED": Status(Outcome.ACCEPTED, "ACCP"),
    }

    bank.clock.advance(days=4)
    days = statements(bank, "camt.053")
    assert [one.kind for one in days] == [StatementKind.STATEMENT] * 4
    assert [one.iban for one in days] == [GENK] * 4
    assert [one.difference_cents for one in days] == [0] * 4
    assert days[0].opening is not None
    assert days[0].opening.amount_cents == ON_ACCOUNT
    assert {one.end_to_end_id: one.amount_cents for one in booked(days) if not one.is_return} == {
        "R-PAID": -25_000,
        "R-RETURNED": -10_001,
    }
    (returned,) = (one for one in booked(days) if one.is_return)
    assert (returned.end_to_end_id, returned.return_reason, returned.amount_cents) == (
        "R-RETURNED",
        "AC04",
        10_001,
    )
    assert {one.message_id for one in booked(days)} == {"GENK-2026-1"}
    assert days[-1].closing is not None
    assert days[-1].closing.amount_cents == ON_ACCOUNT - 25_000
    assert [entry.booked_on for day in days for entry in day.entries] == [
        date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 25),
    ]  # fmt: skip


def booked(days: list[BankStatement]) -> list[BankTransaction]:
    return [one for day in days for entry in day.entries for one in entry.transactions]


def test_a_notification_tells_the_same_as_the_statement(bank: State) -> None:
    bank.receive(ORDER, "application/xml")
    bank.clock.advance(days=4)
    told = [entry for one in statements(bank, "camt.054") for entry in one.entries]
    on_statement = [entry for one in statements(bank, "camt.053") for entry in one.entries]
    assert set(told) == set(on_statement)
    assert len(told) == 3
    assert total(entry.amount_cents for entry in told) == -25_000


def test_an_order_that_is_sent_twice_is_refused_once(bank: State) -> None:
    bank.receive(ORDER, "application/xml")
    assert status(bank).status == Status(Outcome.PARTLY, "PART")
    bank.receive(ORDER, "application/xml")
    again = status(bank)
    assert (again.status, again.statuses()) == (Status(Outcome.REFUSED, "RJCT", ("DUPL",)), {})


def test_a_bank_may_refuse_all(bank: State) -> None:
    behave(bank, "reject-file")
    bank.receive(ORDER, "application/xml")
    report = status(bank)
    assert report.status is not None
    assert (report.message_id, report.status.outcome) == ("GENK-2026-1", Outcome.REFUSED)


def test_a_statement_with_a_hole_does_not_add_up(bank: State) -> None:
    behave(bank, "statement-gap")
    bank.receive(ORDER, "application/xml")
    bank.clock.advance(days=2)
    assert any(one.difference_cents for one in statements(bank, "camt.053"))
