"""``verify`` reads every signature on the trail again, also one that lapsed: with what was in the file at that moment."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.payments import PART_CENTS, Treasury, set_treasury
from tests.proofs import MONDAY, on
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    hold_batch,
    order_batch,
    read_statement,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.apps.vouchers.services import contest_voucher
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind

pytestmark = pytest.mark.django_db(transaction=True)

A_MOMENT = timedelta(seconds=1)
Tamper = Callable[..., None]
NO_CHECK = "its invoice had neither passed the official check nor been accepted"
TOO_LATE = "Toch nog niet."


@pytest.fixture
def treasury() -> Iterator[Treasury]:
    """Two invoices in a batch that was signed at noon and taken back at one."""
    with on(MONDAY):
        treasury = set_treasury()
        treasury.redeem(1)
        treasury.redeem(2)
    with on(MONDAY, hour=12):
        treasury.signed()
    with on(MONDAY, hour=13):
        hold_batch(treasury.signs, batch=batch(), reason=TOO_LATE)
        assert list(differences()) == []
        yield treasury


def batch() -> PaymentBatch:
    return PaymentBatch.objects.get()


def payments() -> list[Payment]:
    return list(Payment.objects.order_by("pk"))


def signed_again(treasury: Treasury) -> None:
    order_batch(treasury.orders, batch=resume_batch(treasury.signs, batch=batch()))
    sign_batch(treasury.signs, batch=batch())


def signature(number: int = 0) -> Entry:
    return Entry.objects.filter(command="sign_batch").order_by("pk")[number]


def check_of(payment: Payment) -> Entry:
    return Entry.objects.get(command="check_invoices", subject=f"redemption:{payment.redemption_id}")


def lapsed(payment: Payment, what: str = NO_CHECK) -> str:
    return f"payment {payment.pk}: was signed (entry {signature().pk}, which lapsed) while {what}"


def standing(payment: Payment, what: str = NO_CHECK) -> str:
    return f"payment {payment.pk}: was signed while {what}"


def bank_paid(treasury: Treasury, one: Payment) -> None:
    paid = Cents(-PART_CENTS)
    told = (BankTransaction(paid, end_to_end_id=one.end_to_end_id),)
    entries = (BankEntry(1, paid, today(), None, "R1", None, told),)
    iban = batch().from_account.iban
    statement = BankStatement(StatementKind.STATEMENT, "S-1", iban, "EUR", None, None, entries)
    read_statement(treasury.signs, statement=statement)


def test_a_signature_that_was_taken_back_is_read_again(treasury: Treasury, tamper: Tamper) -> None:
    one, _ = payments()
    tamper(check_of(one), at=signature().at + A_MOMENT)
    assert batch().state == BatchState.HELD
    assert list(differences()) == [lapsed(one)]


def test_each_signature_is_held_to_its_own_moment(treasury: Treasury, tamper: Tamper) -> None:
    one, _ = payments()
    with on(MONDAY, hour=14):
        signed_again(treasury)
    tamper(check_of(one), at=signature().at + A_MOMENT)
    assert list(differences()) == [lapsed(one)]
    tamper(check_of(one), at=signature(1).at + A_MOMENT)
    assert list(differences()) == [lapsed(one), standing(one)]


def test_what_was_taken_out_since_was_in_the_file_that_lapsed(treasury: Treasury, tamper: Tamper) -> None:
    one, other = payments()
    take_out_payment(treasury.signs, payment=one, reason=TOO_LATE)
    take_out_payment(treasury.signs, payment=other, reason=TOO_LATE)
    assert batch().state == BatchState.EMPTIED
    tamper(check_of(one), at=signature().at + A_MOMENT)
    assert list(differences()) == [lapsed(one)]


def test_a_batch_whose_file_the_bank_carried_out_all_the_same(treasury: Treasury, tamper: Tamper) -> None:
    one, other = payments()
    take_out_payment(treasury.signs, payment=other, reason=TOO_LATE)
    bank_paid(treasury, one)
    assert batch().state == BatchState.OVERTAKEN
    assert list(differences()) == []
    tamper(check_of(one), at=signature().at + A_MOMENT)
    tamper(check_of(other), at=signature().at + A_MOMENT)
    assert list(differences()) == [lapsed(one), lapsed(other)]


def test_what_was_taken_out_before_the_second_signature_is_held_to_the_first_alone(
    treasury: Treasury,
) -> None:
    one, _ = payments()
    take_out_payment(treasury.signs, payment=one, reason=TOO_LATE)
    contest_voucher(treasury.scene.coordinator, voucher=one.redemption.voucher, reason="Niet gevraagd.")
    with on(MONDAY, hour=14):
        signed_again(treasury)
        assert list(differences()) == []


def test_what_the_bank_did_by_the_first_file_is_not_in_the_second(treasury: Treasury, tamper: Tamper) -> None:
    one, _ = payments()
    bank_paid(treasury, one)
    contest_voucher(treasury.scene.coordinator, voucher=one.redemption.voucher, reason="Niet gevraagd.")
    with on(MONDAY, hour=14):
        signed_again(treasury)
        assert list(differences()) == []
        tamper(Entry.objects.get(command="contest_voucher"), at=signature().at - A_MOMENT)
        assert list(differences()) == [lapsed(one, "its voucher was on hold")]


def test_what_was_taken_out_before_anybody_signed_was_in_no_file() -> None:
    with on(MONDAY):
        treasury = set_treasury()
        treasury.redeem(1)
        treasury.redeem(2)
        treasury.propose()
        one, _ = payments()
        take_out_payment(treasury.signs, payment=one, reason=TOO_LATE)
        contest_voucher(treasury.scene.coordinator, voucher=one.redemption.voucher, reason="Niet gevraagd.")
        sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch()))
        assert list(differences()) == []


def test_a_signature_that_lapsed_without_anybody_taking_it_back(treasury: Treasury, tamper: Tamper) -> None:
    tamper(Entry.objects.get(command="hold_batch"), command="look_at_batch")
    said = "is held, and nobody took its signature back as far as the trail tells"
    assert list(differences()) == [f"batch {batch().pk}: {said}"]


def test_a_signature_that_was_taken_back_and_stands_all_the_same(treasury: Treasury, tamper: Tamper) -> None:
    told = signature()
    who = {"signed_by": told.actor, "signed_at": told.at, "ordered_by": str(treasury.orders)}
    tamper(batch(), state=BatchState.SIGNED, **who)
    assert list(differences()) == [f"batch {batch().pk}: the trail tells of another signature"]


def test_a_signature_from_before_all_this_was_kept_is_left_in_peace_the_next_is_not(
    treasury: Treasury, tamper: Tamper
) -> None:
    one, _ = payments()
    record(SYSTEM, "begin_to_prove_waiting", "payments")
    tamper(check_of(one), authority="check_failed")
    assert list(differences()) == []
    with on(MONDAY, hour=14):
        signed_again(treasury)
    assert list(differences()) == [standing(one)]
