"""What a bank paid before anybody signed: somebody who did not order it says that it was paid, and nobody pays it again."""

import pytest

from tests.apps.test_payouts_bank_files import due, sound, told
from tests.apps.test_payouts_twice import came, left, look_at_all
from tests.payments import EMAIL, PART_CENTS, Treasury, due_by, set_treasury
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.signed import FirstFiles
from wisselwerk.apps.payouts.queries.twice import Again, paid_twice, told_again
from wisselwerk.apps.payouts.services import (
    bank_files,
    hold_batch,
    known,
    may_be_booked,
    order_batch,
    record_payment,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.bank_statement import StatementKind

pytestmark = pytest.mark.django_db

WHY = "De bank las een proefbestand in."


@pytest.fixture
def treasury() -> Treasury:
    treasury = set_treasury()
    treasury.redeem(1)
    return treasury


def paid_unsigned(treasury: Treasury, *, is_ordered: bool = False) -> BankLine:
    batch = treasury.propose()
    if is_ordered:
        order_batch(treasury.orders, batch=batch)
    assert told(treasury, left(batch.payments.get()), name="VROEG").found == {Meaning.DIFFERENT: 1}
    look_at_all(treasury)
    return BankLine.objects.get()


@pytest.mark.parametrize("is_ordered", [True, False])
def test_it_is_booked_with_a_reason_and_never_paid_again(treasury: Treasury, is_ordered: bool) -> None:
    line = paid_unsigned(treasury, is_ordered=is_ordered)
    assert (told_again(line), [one.is_due for one in paid_twice(treasury.signs)]) == (Again.UNSIGNED, [True])
    with pytest.raises(Refusal, match="MOTIVATION_MISSING"):
        record_payment(treasury.signs, line=line, text=" ")
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        record_payment(treasury.orders, line=line, text=WHY)
    record_payment(treasury.signs, line=line, text=WHY)
    payment = Payment.objects.get()
    assert (payment.state, payment.batch.state) == (PaymentState.PAID, BatchState.OVERTAKEN)
    assert (payment.batch.ordered_by, due(treasury), paid_twice(treasury.signs)) == ("", 0, [])
    assert due_by(treasury.payer, today()) == []
    with pytest.raises(Refusal, match="WRONG_STATE"):
        record_payment(treasury.signs, line=line, text=WHY)
    assert sound() == []


def test_who_ordered_it_does_not_say_so(treasury: Treasury) -> None:
    """Also one who holds both roles, and also once the order lapsed."""
    grant_role(
        SYSTEM,
        person=person(EMAIL["financial_director"]),
        organisation=treasury.payer,
        role=Role.GENERAL_DIRECTOR,
    )
    both = actor_for(person(EMAIL["financial_director"]))
    batch = treasury.propose()
    order_batch(both, batch=batch)
    told(treasury, left(batch.payments.get()), name="VROEG")
    look_at_all(treasury)
    line = BankLine.objects.get()
    with pytest.raises(Refusal, match="BOOKED_BY_WHO_ORDERED"):
        record_payment(both, line=line, text=WHY)
    take_out_payment(treasury.orders, payment=batch.payments.get(), reason="Al betaald.")
    with pytest.raises(Refusal, match="BOOKED_BY_WHO_ORDERED"):
        record_payment(both, line=line, text=WHY)
    assert Payment.objects.get().state == PaymentState.TAKEN_OUT


def test_nor_where_the_rest_of_its_batch_was_signed_since(treasury: Treasury) -> None:
    treasury.redeem(2)
    somebody = person(EMAIL["financial_director"])
    grant_role(SYSTEM, person=somebody, organisation=treasury.payer, role=Role.GENERAL_DIRECTOR)
    batch = treasury.propose()
    payment = batch.payments.earliest("pk")
    told(treasury, left(payment), name="VROEG")
    look_at_all(treasury)
    take_out_payment(treasury.orders, payment=payment, reason="Al betaald.")
    order_batch(actor_for(somebody), batch=batch)
    grant_role(
        SYSTEM,
        person=person("tweede@genk.example"),
        organisation=treasury.payer,
        role=Role.FINANCIAL_DIRECTOR,
    )
    other = actor_for(person("tweede@genk.example"))
    sign_batch(other, batch=batch)
    with pytest.raises(Refusal, match="BOOKED_BY_WHO_ORDERED"):
        record_payment(actor_for(somebody), line=BankLine.objects.get(), text=WHY)
    record_payment(other, line=BankLine.objects.get(), text=WHY)
    assert sound() == []


def test_what_comes_back_of_it_is_due_again(treasury: Treasury) -> None:
    line = paid_unsigned(treasury)
    record_payment(treasury.signs, line=line, text=WHY)
    payment = Payment.objects.get()
    assert told(treasury, came(payment), name="TERUG").found == {Meaning.RETURNED: 1}
    assert due(treasury) == PART_CENTS
    look_at_all(treasury)
    assert treasury.signed().payments.get().amount_cents == PART_CENTS
    assert sound() == []


def test_the_rest_of_its_batch_goes_on(treasury: Treasury) -> None:
    treasury.redeem(2)
    batch = treasury.propose()
    first, second = batch.payments.order_by("pk")
    told(treasury, left(first), name="VROEG")
    look_at_all(treasury)
    record_payment(treasury.signs, line=BankLine.objects.get(), text=WHY)
    batch.refresh_from_db()
    sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    assert told(treasury, left(second), name="S-1").found == {Meaning.PAID: 1}
    assert sound() == []


def test_what_it_paid_twice_unsigned_is_booked_once(treasury: Treasury) -> None:
    line = paid_unsigned(treasury)
    assert may_be_booked(line)
    other = told(treasury, left(Payment.objects.get()), name="NOG-EENS")
    assert other.found == {Meaning.DIFFERENT: 1}
    # Twice out: one is booked, and the other is out still.
    record_payment(treasury.signs, line=line, text=WHY)
    assert [(one.cents, one.is_due) for one in paid_twice(treasury.signs)] == [(PART_CENTS, False)]
    assert sound() == []


def test_what_it_pays_once_more_after_that_was_booked_is_a_second_time(treasury: Treasury) -> None:
    record_payment(treasury.signs, line=paid_unsigned(treasury), text=WHY)
    assert told(treasury, left(Payment.objects.get()), name="NOG-EENS").found == {Meaning.DIFFERENT: 1}
    assert [(one.cents, one.is_due) for one in paid_twice(treasury.signs)] == [(PART_CENTS, False)]
    assert sound() == []


def test_another_kind_of_file_that_tells_what_was_booked_tells_nothing_new(treasury: Treasury) -> None:
    record_payment(treasury.signs, line=paid_unsigned(treasury), text=WHY)
    again = told(treasury, left(Payment.objects.get()), name="MELDING", kind=StatementKind.NOTIFICATION)
    assert (again.found, paid_twice(treasury.signs)) == ({Meaning.KNOWN: 1}, [])


def test_verify_names_one_that_who_ordered_it_booked(treasury: Treasury) -> None:
    line = paid_unsigned(treasury)
    record_payment(treasury.signs, line=line, text=WHY)
    payment = Payment.objects.get()
    assert sound() == []
    from_trail(treasury, payment)
    said = "in a batch that was never signed, and nobody but who ordered it said that the bank paid it"
    assert sound() == [f"payment {payment.pk}: is paid {said}"]


def from_trail(treasury: Treasury, payment: Payment) -> None:
    """As if who signs had ordered it too."""
    moment = payment.batch.proposed_at
    record(treasury.signs, "order_batch", f"batch:{payment.batch_id}", at=moment)


@pytest.fixture
def rest_signed(treasury: Treasury) -> tuple[Payment, Payment]:
    """Of two payments one was taken out before anybody signed, and the rest was signed; then the bank pays both."""
    treasury.redeem(2)
    first, second = treasury.propose().payments.order_by("pk")
    take_out_payment(treasury.orders, payment=first, reason="Eerst navragen.")
    sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=first.batch))
    return first, second


def test_what_was_in_no_signed_file_is_not_booked_by_a_statement(
    treasury: Treasury, rest_signed: tuple[Payment, Payment]
) -> None:
    first, second = rest_signed
    found = told(treasury, left(first), left(second), name="S-1").found
    assert found == {Meaning.DIFFERENT: 1, Meaning.PAID: 1}
    first.refresh_from_db()
    line = BankLine.objects.get(payment=first)
    assert (first.state, told_again(line)) == (PaymentState.TAKEN_OUT, Again.UNSIGNED)
    # Nobody pays it again meanwhile, and once somebody said so it is paid.
    look_at_all(treasury)
    with pytest.raises(Refusal, match="NOTHING_TO_PAY"):
        treasury.propose()
    record_payment(treasury.signs, line=line, text=WHY)
    assert (due(treasury), due_by(treasury.payer, today()), sound()) == (0, [], [])


def test_verify_names_what_a_statement_booked_that_was_in_no_signed_file(
    treasury: Treasury, rest_signed: tuple[Payment, Payment], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = rest_signed
    monkeypatch.setattr(known, "files_with", lambda _: FirstFiles({}, {}, {}))
    monkeypatch.setattr(bank_files, "files_with", known.files_with)
    assert told(treasury, left(first), left(second), name="S-1").found == {Meaning.PAID: 2}
    said = "is paid in no file that was signed, and nobody but who ordered it said that the bank paid it"
    assert sound() == [f"payment {first.pk}: {said}"]


def test_what_was_in_the_first_file_is_booked_whatever_was_signed_since(treasury: Treasury) -> None:
    treasury.redeem(2)
    batch = treasury.signed()
    first, second = batch.payments.order_by("pk")
    resume_batch(treasury.signs, batch=hold_batch(treasury.signs, batch=batch, reason="Te laat."))
    take_out_payment(treasury.orders, payment=first, reason="Eerst navragen.")
    sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    assert told(treasury, left(first), left(second), name="S-1").found == {Meaning.PAID: 2}
    assert sound() == []


def test_what_was_booked_before_the_rest_was_signed_was_said_by_another(treasury: Treasury) -> None:
    treasury.redeem(2)
    batch = treasury.propose()
    payment = batch.payments.earliest("pk")
    told(treasury, left(payment), name="VROEG")
    look_at_all(treasury)
    record_payment(treasury.signs, line=BankLine.objects.get(), text=WHY)
    batch.refresh_from_db()
    sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    assert sound() == []
    from_trail(treasury, payment)
    said = "is paid in no file that was signed, and nobody but who ordered it said that the bank paid it"
    assert sound() == [f"payment {payment.pk}: {said}"]
