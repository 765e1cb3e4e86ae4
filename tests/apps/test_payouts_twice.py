"""A bank that pays the same twice: the second is told, what comes back of it is not the first, and nothing is paid again."""

import pytest

from tests.apps.test_payouts_bank_files import due, entry, one_signed, sound, told
from tests.payments import PART_CENTS, Treasury, due_by, set_treasury
from wisselwerk.apps.ledger.services import undo
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.payouts.queries.twice import Again, paid_twice, told_again
from wisselwerk.apps.payouts.services import (
    hold_batch,
    look_at_line,
    may_be_booked,
    order_batch,
    read_status,
    record_payment,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.clock import today
from wisselwerk.domain.paid_twice import Moved, too_often
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import ASKS_A_LOOK, Meaning
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.bank_statement import BankEntry, StatementKind
from wisselwerk.formats.payment_status import Outcome, PaymentStatusReport, Status

pytestmark = pytest.mark.django_db


def left(payment: Payment) -> BankEntry:
    return entry(-PART_CENTS, payment.end_to_end_id)


def came(payment: Payment) -> BankEntry:
    return entry(PART_CENTS, payment.end_to_end_id, reason="FOCR")


def paid_by_two_files() -> tuple[Treasury, Payment]:
    """A signed batch is stopped and approved anew, and the bank carries out the old file and the new one."""
    treasury, payment = one_signed()
    batch = hold_batch(treasury.signs, batch=payment.batch, reason="Even wachten.")
    batch = resume_batch(treasury.signs, batch=batch)
    sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    assert told(treasury, left(payment), name="S-1").found == {Meaning.PAID: 1}
    assert told(treasury, left(payment), name="S-2").found == {Meaning.DIFFERENT: 1}
    return treasury, payment


def look_at_all(treasury: Treasury) -> None:
    for line in BankLine.objects.filter(meaning__in=ASKS_A_LOOK, look=None):
        look_at_line(treasury.signs, line=line, text="Gebeld met de bank.")


def test_what_comes_back_of_a_second_time_does_not_make_the_first_due_again() -> None:
    treasury, payment = paid_by_two_files()
    assert told(treasury, came(payment), name="S-3").found == {Meaning.DIFFERENT: 1}
    look_at_all(treasury)
    payment.refresh_from_db()
    assert (payment.state, due(treasury)) == (PaymentState.PAID, 0)
    assert due_by(treasury.payer, today()) == []
    with pytest.raises(Refusal, match="NOTHING_TO_PAY"):
        treasury.propose()
    assert sound() == []


def test_once_the_second_is_back_the_first_comes_back_as_ever() -> None:
    treasury, payment = paid_by_two_files()
    assert told(treasury, came(payment), came(payment), name="S-3").found == {
        Meaning.DIFFERENT: 1,
        Meaning.RETURNED: 1,
    }
    # The notification tells of both for itself.
    again = told(treasury, came(payment), name="N-1", kind=StatementKind.NOTIFICATION)
    assert again.found == {Meaning.KNOWN: 1}
    payment.refresh_from_db()
    assert (payment.state, due(treasury)) == (PaymentState.RETURNED, PART_CENTS)
    assert sound() == []


def test_a_second_time_is_told_until_it_is_back_whatever_was_noted() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    assert [(one.line.payment, one.cents) for one in paid_twice(treasury.signs)] == [(payment, PART_CENTS)]
    told(treasury, came(payment), name="S-3")
    assert paid_twice(treasury.signs) == []


def test_two_payments_of_the_same_are_one_too_many() -> None:
    treasury = set_treasury()
    treasury.redeem()
    for _ in range(2):
        signed = treasury.signed()
        hold_batch(treasury.signs, batch=signed, reason="Te laat.")
        take_out_payment(treasury.signs, payment=signed.payments.get(), reason="Eerst navragen.")
    first, second = Payment.objects.order_by("pk")
    told(treasury, left(first), left(second), name="S-1")
    assert [one.cents for one in paid_twice(treasury.signs)] == [PART_CENTS]
    stands = Payment.objects.get(state=PaymentState.PAID)
    assert told(treasury, came(stands), name="S-2").found == {Meaning.DIFFERENT: 1}
    look_at_all(treasury)
    assert due_by(treasury.payer, today()) == []
    assert paid_twice(treasury.signs) == []
    assert sound() == []


def test_what_was_booked_by_hand_is_not_a_second_time() -> None:
    treasury, payment = one_signed()
    batch = hold_batch(treasury.signs, batch=payment.batch, reason="Even wachten.")
    take_out_payment(treasury.signs, payment=payment, reason="Eerst navragen.")
    other = treasury.signed()
    assert told(treasury, left(payment), name="S-1").found == {Meaning.DIFFERENT: 1}
    line = BankLine.objects.get()
    look_at_line(treasury.signs, line=line, text="Het oude bestand.")
    hold_batch(treasury.signs, batch=other, reason="Het is al betaald.")
    take_out_payment(treasury.signs, payment=other.payments.get(), reason="Het is al betaald.")
    record_payment(treasury.signs, line=line, text="Het oude bestand.")
    assert paid_twice(treasury.signs) == []
    assert told(treasury, came(payment), name="S-2").found == {Meaning.RETURNED: 1}
    assert batch.pk != other.pk
    assert sound() == []


def test_what_is_paid_anew_after_it_came_back_is_paid_once() -> None:
    treasury, payment = one_signed()
    told(treasury, left(payment), came(payment), name="S-1")
    look_at_all(treasury)
    anew = treasury.signed().payments.get()
    # Only the notification tells of the second, and only the statement that it came back.
    told(treasury, left(anew), name="N-1", kind=StatementKind.NOTIFICATION)
    assert paid_twice(treasury.signs) == []
    assert told(treasury, came(anew), name="S-2").found == {Meaning.RETURNED: 1}
    assert sound() == []


def test_verify_names_what_was_booked_as_never_paid_although_the_bank_paid_twice() -> None:
    _, payment = paid_by_two_files()
    paid = BankLine.objects.get(meaning=Meaning.PAID)
    # As it was read before a second time was known for what it is.
    (back,) = undo([transfer for transfer in [paid.transfer] if transfer])
    line = BankLine.objects.create(
        file=paid.file,
        payment=payment,
        end_to_end_id=payment.end_to_end_id,
        amount_cents=PART_CENTS,
        booked_on=today(),
        meaning=Meaning.RETURNED,
        transfer=back,
    )
    Payment.objects.filter(pk=payment.pk).update(state=PaymentState.RETURNED)
    assert sound() == [
        f"bank line {line.pk}: payment {payment.pk} was paid twice, and is due again as if it never was paid"
    ]


@pytest.mark.parametrize(
    ("told_of", "number"),
    [
        ([], 0),
        ([Moved(Meaning.PAID, True, "a")], 0),
        ([Moved(Meaning.PAID, True, "a"), Moved(Meaning.DIFFERENT, True, "a")], 1),
        ([Moved(Meaning.PAID, True, "a"), *[Moved(Meaning.DIFFERENT, True, kind) for kind in "ab"]], 1),
        ([Moved(Meaning.PAID, True, "a"), *[Moved(Meaning.DIFFERENT, True, "a")] * 2], 2),
        ([Moved(Meaning.DIFFERENT, True, "a"), Moved(Meaning.DIFFERENT, False, "a")], 0),
    ],
)
def test_how_often_more_than_once(told_of: list[Moved], number: int) -> None:
    assert too_often(told_of) == number


def refused() -> tuple[Treasury, Payment]:
    """The bank refuses a payment."""
    treasury, payment = one_signed()
    report = PaymentStatusReport("R-1", payment.batch.message_id, Status(Outcome.REFUSED, "RJCT"), ())
    assert read_status(treasury.signs, report=report).found == {Meaning.REFUSED: 1}
    return treasury, payment


def paid_after_all(treasury: Treasury, payment: Payment) -> BankLine:
    """A statement has it all the same."""
    assert told(treasury, left(payment), name="S-1").found == {Meaning.DIFFERENT: 1}
    return BankLine.objects.get(meaning=Meaning.DIFFERENT)


def refused_and_paid() -> tuple[Treasury, Payment, BankLine]:
    treasury, payment = refused()
    return treasury, payment, paid_after_all(treasury, payment)


def test_what_the_bank_refused_and_paid_after_all_is_booked_by_hand_and_not_paid_again() -> None:
    treasury, payment, line = refused_and_paid()
    assert told_again(line) is Again.AFTER_ALL
    booked = record_payment(treasury.signs, line=line, text="De bank betaalde toch.")
    assert booked.meaning == Meaning.PAID
    look_at_all(treasury)
    payment.refresh_from_db()
    assert (payment.state, due(treasury)) == (PaymentState.PAID, 0)
    assert due_by(treasury.payer, today()) == []
    assert paid_twice(treasury.signs) == []
    assert sound() == []


def test_another_amount_than_was_due_bars_paying_it_again_until_all_of_that_is_back() -> None:
    treasury, payment = refused()
    look_at_all(treasury)

    def moved(cents: int, name: str, kind: StatementKind = StatementKind.STATEMENT) -> None:
        assert told(treasury, entry(cents, payment.end_to_end_id), name=name, kind=kind).found == {
            Meaning.DIFFERENT: 1
        }
        look_at_all(treasury)

    moved(-PART_CENTS - 100, "S-1")
    moved(-PART_CENTS - 100, "N-1", StatementKind.NOTIFICATION)
    moved(PART_CENTS + 40, "S-2")
    with pytest.raises(Refusal, match="NOTHING_TO_PAY"):
        treasury.propose()
    moved(60, "S-3")
    assert treasury.propose().payments.get().amount_cents == PART_CENTS
    assert sound() == []


def test_what_is_paid_after_all_takes_the_place_of_what_no_bank_knows_of() -> None:
    treasury, payment = refused()
    look_at_all(treasury)
    anew = treasury.propose().payments.get()
    line = paid_after_all(treasury, payment)
    look_at_all(treasury)
    with pytest.raises(Refusal, match="LOOK_AT_BATCH"):
        order_batch(treasury.orders, batch=anew.batch)
    record_payment(treasury.signs, line=line, text="De bank betaalde toch.")
    anew.refresh_from_db()
    payment.refresh_from_db()
    assert (payment.state, anew.state) == (PaymentState.PAID, PaymentState.TAKEN_OUT)
    assert sound() == []


def test_what_is_signed_anew_is_not_overtaken_by_hand() -> None:
    treasury, payment = refused()
    look_at_all(treasury)
    treasury.signed()
    line = paid_after_all(treasury, payment)
    assert not may_be_booked(line)
    assert [one.is_due for one in paid_twice(treasury.signs)] == [True]
    with pytest.raises(Refusal, match="WRONG_STATE"):
        record_payment(treasury.signs, line=line, text="De bank betaalde toch.")


def test_what_was_paid_after_all_and_came_back_is_not_booked_and_can_be_paid_anew() -> None:
    treasury, payment, line = refused_and_paid()
    told(treasury, came(payment), name="S-2")
    look_at_all(treasury)
    assert not may_be_booked(line)
    assert treasury.propose().payments.count() == 1


def test_what_came_back_and_is_paid_again_is_booked_and_never_paid_a_third_time() -> None:
    treasury, payment = one_signed()
    told(treasury, left(payment), came(payment), name="S-1")
    assert told(treasury, left(payment), name="S-2").found == {Meaning.DIFFERENT: 1}
    look_at_all(treasury)
    # A note is not enough: it left the account, and stands in no books.
    assert [one.waits_for for one in due_by(treasury.payer, today())] == [(Wait.CAME_BACK,)]
    with pytest.raises(Refusal, match="NOTHING_TO_PAY"):
        treasury.propose()
    line = BankLine.objects.get(meaning=Meaning.DIFFERENT)
    assert told_again(line) is Again.AFTER_ALL
    record_payment(treasury.signs, line=line, text="De bank betaalde nog eens.")
    payment.refresh_from_db()
    assert (payment.state, due(treasury), paid_twice(treasury.signs)) == (PaymentState.PAID, 0, [])
    assert sound() == []
    # A notification that comes late tells of the first time, there and back.
    late = told(treasury, left(payment), came(payment), name="N-1", kind=StatementKind.NOTIFICATION)
    assert late.found == {Meaning.KNOWN: 2}
    assert told(treasury, came(payment), name="S-3").found == {Meaning.RETURNED: 1}
    payment.refresh_from_db()
    assert (payment.state, due(treasury)) == (PaymentState.RETURNED, PART_CENTS)
    assert sound() == []


@pytest.mark.parametrize("is_first_out", [True, False])
def test_one_payment_out_and_the_one_in_its_place_back_in_one_statement_is_paid_once(
    is_first_out: bool,
) -> None:
    treasury, first = one_signed()
    hold_batch(treasury.signs, batch=first.batch, reason="Te laat.")
    take_out_payment(treasury.signs, payment=first, reason="Eerst navragen.")
    second = treasury.signed().payments.get()
    told(treasury, left(second), name="S-1")
    entries = [left(first), came(second)]
    told(treasury, *(entries if is_first_out else reversed(entries)), name="S-2")
    look_at_all(treasury)
    assert (due(treasury), due_by(treasury.payer, today()), paid_twice(treasury.signs)) == (0, [], [])
    assert sound() == []
