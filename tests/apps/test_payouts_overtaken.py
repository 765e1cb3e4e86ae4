"""A batch that was stopped too late: what the bank did by its file all the same is booked, and nobody pays it again."""

from datetime import datetime, timedelta

import pytest
import time_machine

from tests.payments import PART_CENTS, Treasury, set_treasury
from tests.scene import refusal_of
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.desk import progress_of, waiting_batches
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    hold_batch,
    look_at_line,
    may_be_booked,
    order_batch,
    propose_batch,
    read_statement,
    read_status,
    record_payment,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.apps.vouchers.queries.proof import differences as vouchers_that_differ
from wisselwerk.clock import BRUSSELS, today
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
        {"statement": "S-1", "read_on": today()},
    )
    second.refresh_from_db()
    assert second.state == PaymentState.PLANNED


def again(treasury: Treasury) -> None:
    """What is left goes on and is signed anew."""
    resume_batch(treasury.signs, batch=batch())
    order_batch(treasury.orders, batch=batch())
    sign_batch(treasury.signs, batch=batch())


def names() -> list[str]:
    """Those in the file of the batch."""
    return [one.end_to_end_id for one in order_of(batch()).payments]


def test_what_was_taken_out_is_never_in_the_file_again_also_when_the_old_one_paid_it(
    treasury: Treasury,
) -> None:
    first, second = payments()
    take_out_payment(treasury.signs, payment=first, reason="Eerst navragen.")
    again(treasury)
    assert names() == [second.end_to_end_id]
    assert told(treasury, first) == {Meaning.PAID: 1}
    assert names() == [second.end_to_end_id]
    assert sound() == []


def test_what_the_bank_paid_the_day_before_is_not_in_a_file_that_was_signed_after_it() -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=BRUSSELS)
    with time_machine.travel(monday) as clock:
        treasury = set_treasury()
        treasury.redeem()
        signed = treasury.signed()
        hold_batch(treasury.signs, batch=signed, reason=TOO_LATE)
        clock.move_to(monday + timedelta(days=2))
        again(treasury)
        one = BankTransaction(Cents(-PART_CENTS), end_to_end_id=payments()[0].end_to_end_id)
        day_before = today() - timedelta(days=1)
        entry = BankEntry(1, Cents(-PART_CENTS), day_before, None, "R1", None, (one,))
        iban = signed.from_account.iban
        statement = BankStatement(StatementKind.STATEMENT, "S-1", iban, "EUR", None, None, (entry,))
        assert read_statement(treasury.signs, statement=statement).found == {Meaning.PAID: 1}
        assert names() == []
        assert sound() == []


def test_what_no_bank_knows_of_yet_gives_way_to_what_the_bank_paid(treasury: Treasury) -> None:
    first, second = payments()
    for one in (first, second):
        take_out_payment(treasury.signs, payment=one, reason="Eerst navragen.")
    other = order_batch(treasury.orders, batch=treasury.propose())
    assert told(treasury, first) == {Meaning.PAID: 1}
    other.refresh_from_db()
    assert (other.state, other.ordered_by) == (BatchState.PROPOSED, "")
    assert [one.redemption_id for one in other.payments.filter(state=PaymentState.PLANNED)] == [
        second.redemption_id
    ]
    assert told(treasury, second, name="S-2") == {Meaning.PAID: 1}
    other.refresh_from_db()
    assert other.state == BatchState.EMPTIED
    with pytest.raises(Refusal, match="NOTHING_TO_PAY"):
        treasury.propose()
    assert sound() == []


def test_two_files_that_were_stopped_and_carried_out_both_are_told_by_one_statement() -> None:
    treasury = set_treasury()
    treasury.redeem()
    for _ in range(2):
        signed = treasury.signed()
        hold_batch(treasury.signs, batch=signed, reason=TOO_LATE)
        take_out_payment(treasury.signs, payment=signed.payments.get(), reason="Eerst navragen.")
    assert told(treasury, *payments()) == {Meaning.PAID: 1, Meaning.DIFFERENT: 1}
    assert sound() == []


def stands_elsewhere(treasury: Treasury) -> BankLine:
    """The bank paid by a file that was stopped while another batch was signed for the same, which it then refuses."""
    first, second = payments()
    for one in (first, second):
        take_out_payment(treasury.signs, payment=one, reason="Eerst navragen.")
    other = treasury.signed()
    assert told(treasury, first) == {Meaning.DIFFERENT: 1}
    line = BankLine.objects.get()
    assert not may_be_booked(line)
    with pytest.raises(Refusal, match="WRONG_STATE"):
        record_payment(treasury.signs, line=line, text="Het oude bestand.")
    refused = Status(Outcome.REFUSED, "RJCT")
    read_status(treasury.signs, report=PaymentStatusReport("S", other.message_id, refused, ()))
    return line


def test_what_could_not_be_booked_at_first_is_booked_by_hand_and_not_paid_again(treasury: Treasury) -> None:
    line = stands_elsewhere(treasury)
    for refused in BankLine.objects.filter(meaning=Meaning.REFUSED):
        look_at_line(treasury.signs, line=refused, text="Geweigerd.")
    first = payments()[0].redemption_id
    assert first not in [one.redemption_id for one in treasury.propose().payments.all()], "a look comes first"
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        record_payment(treasury.orders, line=line, text="Het oude bestand.")
    booked = record_payment(treasury.signs, line=line, text="De bank had het oude bestand al.")
    assert (booked.meaning, booked.look.text) == (Meaning.PAID, "De bank had het oude bestand al.")
    line.refresh_from_db()
    assert line.look.text == booked.look.text
    with pytest.raises(Refusal, match="WRONG_STATE"):
        record_payment(treasury.signs, line=line, text="Nog eens.")
    assert not Payment.objects.filter(redemption=first, state=PaymentState.PLANNED).exists()
    assert sound() == []


def test_what_is_left_can_be_stopped_again(treasury: Treasury) -> None:
    assert told(treasury, payments()[0]) == {Meaning.PAID: 1}
    resume_batch(treasury.signs, batch=batch())
    hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
    again(treasury)
    progress = progress_of([batch()])[batch().pk]
    assert (progress.earlier, progress.earlier_cents) == (1, PART_CENTS)
    hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
    again(treasury)
    assert told(treasury, payments()[1], name="S-2") == {Meaning.PAID: 1}
    with pytest.raises(Refusal, match="WRONG_STATE"):
        hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
    assert sound() == []


def half_done(*, day_is_over: bool) -> Treasury:
    """Two invoices in a signed batch of which the bank did one, and said nothing of the other."""
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    treasury.signed()
    assert told(treasury, payments()[0]) == {Meaning.PAID: 1}
    if day_is_over:
        PaymentBatch.objects.update(pay_on=today() - timedelta(days=10))
    return treasury


def test_what_a_bank_left_undone_is_stopped_only_after_its_day() -> None:
    treasury = half_done(day_is_over=False)
    with pytest.raises(Refusal, match="WRONG_STATE"):
        hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
    PaymentBatch.objects.update(pay_on=today() - timedelta(days=10))
    hold_batch(treasury.signs, batch=batch(), reason="De bank voert de andere niet uit.")
    assert sound() == []


def test_what_a_bank_left_undone_is_paid_in_another_batch() -> None:
    treasury = half_done(day_is_over=True)
    hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
    take_out_payment(treasury.signs, payment=payments()[1], reason="De bank voert ze niet uit.")
    assert batch().state == BatchState.OVERTAKEN
    other = treasury.signed()
    assert [one.redemption_id for one in other.payments.all()] == [payments()[1].redemption_id]
    assert sound() == []


def test_what_a_bank_left_undone_goes_on_alone() -> None:
    treasury = half_done(day_is_over=True)
    hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
    again(treasury)
    assert [one.end_to_end_id for one in order_of(batch()).payments] == [payments()[1].end_to_end_id]
    assert sound() == []


def test_a_batch_that_the_bank_did_all_of_is_never_stopped(treasury: Treasury) -> None:
    again(treasury)
    assert told(treasury, *payments()) == {Meaning.PAID: 2}
    PaymentBatch.objects.update(pay_on=today() - timedelta(days=10))
    with pytest.raises(Refusal, match="WRONG_STATE"):
        hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
