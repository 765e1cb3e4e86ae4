"""A batch that was stopped too late: what the bank did by its file all the same is booked, and nobody pays it again."""

import pytest

from tests.payments import PART_CENTS, Treasury, set_treasury
from tests.scene import refusal_of
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.desk import waiting_batches
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    hold_batch,
    look_at_line,
    order_batch,
    propose_batch,
    read_statement,
    read_status,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.apps.vouchers.queries.proof import differences as vouchers_that_differ
from wisselwerk.clock import today
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind
from wisselwerk.formats.payment_status import Outcome, PaymentStatusReport, Status

pytestmark = pytest.mark.django_db

TOO_LATE = "Toch nog niet."


@pytest.fixture
def treasury() -> Treasury:
    """Two invoices in a batch that was signed, and held after that."""
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    hold_batch(treasury.signs, batch=treasury.signed(), reason=TOO_LATE)
    return treasury


def batch() -> PaymentBatch:
    return PaymentBatch.objects.earliest("pk")


def payments() -> list[Payment]:
    return list(Payment.objects.order_by("pk"))


def told(
    treasury: Treasury, *paid: Payment, name: str = "S-1", cents: int = PART_CENTS
) -> dict[Meaning, int]:
    entries = tuple(
        BankEntry(
            line,
            Cents(-cents),
            today(),
            None,
            f"R{line}",
            None,
            (BankTransaction(Cents(-cents), end_to_end_id=one.end_to_end_id),),
        )
        for line, one in enumerate(paid, 1)
    )
    iban = batch().from_account.iban
    statement = BankStatement(StatementKind.STATEMENT, name, iban, "EUR", None, None, entries)
    return dict(read_statement(treasury.signs, statement=statement).found)


def sound() -> list[str]:
    return [*differences(), *books_that_differ(), *vouchers_that_differ()]


def test_what_the_bank_paid_of_a_held_batch_is_paid_and_nothing_is_left_to_approve(
    treasury: Treasury,
) -> None:
    assert told(treasury, *payments()) == {Meaning.PAID: 2}
    assert batch().state == BatchState.OVERTAKEN
    assert {one.state for one in payments()} == {PaymentState.PAID}
    assert not waiting_batches(treasury.signs).exists()
    for act in (resume_batch, order_batch, sign_batch):
        with pytest.raises(Refusal, match=r"WRONG_STATE|NOT_ALLOWED"):
            act(treasury.signs, batch=batch())
    with pytest.raises(Refusal, match="NOTHING_TO_PAY"):
        treasury.propose()
    assert sound() == []


def test_only_what_is_left_goes_on(treasury: Treasury) -> None:
    first, second = payments()
    assert told(treasury, first) == {Meaning.PAID: 1}
    assert batch().state == BatchState.HELD
    resume_batch(treasury.signs, batch=batch())
    order_batch(treasury.orders, batch=batch())
    sign_batch(treasury.signs, batch=batch())
    assert [one.end_to_end_id for one in order_of(batch()).payments] == [second.end_to_end_id]
    assert told(treasury, second, name="S-2") == {Meaning.PAID: 1}
    assert [one.end_to_end_id for one in order_of(batch()).payments] == [second.end_to_end_id]
    assert batch().state == BatchState.SIGNED
    assert sound() == []


def test_an_order_of_more_than_is_left_lapses(treasury: Treasury) -> None:
    resume_batch(treasury.signs, batch=batch())
    order_batch(treasury.orders, batch=batch())
    assert told(treasury, payments()[0]) == {Meaning.PAID: 1}
    assert (batch().state, batch().ordered_by) == (BatchState.PROPOSED, "")
    assert sound() == []


def test_what_was_taken_out_and_paid_all_the_same_is_paid(treasury: Treasury) -> None:
    for one in payments():
        take_out_payment(treasury.signs, payment=one, reason="Eerst navragen.")
    assert batch().state == BatchState.EMPTIED
    assert told(treasury, *payments()) == {Meaning.PAID: 2}
    assert batch().state == BatchState.OVERTAKEN
    with pytest.raises(Refusal, match="NOTHING_TO_PAY"):
        treasury.propose()
    assert sound() == []


def test_what_stands_in_another_batch_by_then_is_not_approved_before_somebody_looked(
    treasury: Treasury,
) -> None:
    for one in payments():
        take_out_payment(treasury.signs, payment=one, reason="Eerst navragen.")
    first = payments()[0]
    again = treasury.propose()
    assert told(treasury, first) == {Meaning.DIFFERENT: 1}
    with pytest.raises(Refusal) as refused:
        order_batch(treasury.orders, batch=again)
    assert refusal_of(refused) == (RefusalCode.LOOK_AT_BATCH, {"number": 1})
    take_out_payment(treasury.signs, payment=again.payments.earliest("pk"), reason="Betaald.")
    order_batch(treasury.orders, batch=again)
    look_at_line(treasury.signs, line=BankLine.objects.get(), text="De bank had het oude bestand.")
    assert sound() == []


def test_another_amount_than_was_ordered_is_for_a_person(treasury: Treasury) -> None:
    assert told(treasury, payments()[0], cents=PART_CENTS + 1) == {Meaning.DIFFERENT: 1}
    resume_batch(treasury.signs, batch=batch())
    with pytest.raises(Refusal, match="LOOK_AT_BATCH"):
        order_batch(treasury.orders, batch=batch())
    assert sound() == []


def test_what_never_was_signed_is_not_paid() -> None:
    treasury = set_treasury()
    treasury.redeem()
    propose_batch(treasury.signs, payer=treasury.payer, pay_on=today())
    assert told(treasury, *payments()) == {Meaning.DIFFERENT: 1}
    assert batch().state == BatchState.PROPOSED
    assert sound() == []


def test_an_answer_to_an_earlier_file_is_told_apart_from_one_to_nothing_of_ours(treasury: Treasury) -> None:
    earlier = batch().message_id
    resume_batch(treasury.signs, batch=batch())
    accepted = Status(Outcome.ACCEPTED, "ACSC")
    with pytest.raises(Refusal) as refused:
        read_status(treasury.signs, report=PaymentStatusReport("S", earlier, accepted, ()))
    assert refusal_of(refused) == (RefusalCode.BATCH_SENT_ANEW, {"message": earlier, "batch": batch().pk})


def test_another_statement_under_the_same_name_is_refused_and_the_same_is_not() -> None:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    treasury.signed()
    first, second = payments()
    assert told(treasury, first) == {Meaning.PAID: 1}
    assert told(treasury, first) == {Meaning.PAID: 1}
    with pytest.raises(Refusal) as refused:
        told(treasury, first, second)
    assert refusal_of(refused) == (
        RefusalCode.STATEMENT_CHANGED,
        {"statement": "S-1", "read_on": today(), "number": 1},
    )
    second.refresh_from_db()
    assert second.state == PaymentState.PLANNED
