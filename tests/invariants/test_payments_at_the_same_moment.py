"""Payments under fire: whatever comes at once, nothing is paid twice and nobody signs alone."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest

from tests.invariants.together import together
from tests.payments import PART_CENTS, PAYER_IBAN, set_treasury
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.payouts.models import BankFile, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.services import (
    hold_batch,
    order_batch,
    read_statement,
    sign_batch,
    take_out_payment,
)
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 10


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *vouchers.differences(), *payouts.differences()] == []


def outcomes(results: Sequence[object]) -> Counter[str]:
    """How often each answer came: a refusal by its code, the rest as done."""

    def name(result: object) -> str:
        if isinstance(result, Refusal):
            return result.code.value
        if isinstance(result, Exception):
            raise result
        return "done"

    return Counter(map(name, results))


def booked(payment: Payment) -> BankStatement:
    one = BankTransaction(Cents(-PART_CENTS), end_to_end_id=payment.end_to_end_id)
    entry = BankEntry(1, Cents(-PART_CENTS), today(), None, "REF", None, (one,))
    return BankStatement(StatementKind.STATEMENT, "2026-1", PAYER_IBAN, "EUR", None, None, (entry,))


def test_ten_who_propose_at_once_put_each_redemption_in_one_batch() -> None:
    treasury = set_treasury()
    redemptions = {treasury.redeem(serial).pk for serial in range(3)}
    found = outcomes(together([treasury.propose] * AT_ONCE))
    assert found == {"done": 1, "NOTHING_TO_PAY": AT_ONCE - 1}
    assert set(Payment.objects.values_list("redemption", flat=True)) == redemptions
    assert Payment.objects.count() == 3


def test_a_statement_that_ten_bring_in_at_once_pays_once() -> None:
    treasury = set_treasury()
    treasury.redeem()
    statement = booked(treasury.signed().payments.get())
    together_ = together([partial(read_statement, treasury.signs, statement=statement)] * AT_ONCE)
    assert outcomes(together_) == {"done": AT_ONCE}
    assert BankFile.objects.count() == 1
    assert Transfer.objects.filter(road=Road.PAY).count() == 1


def test_a_batch_is_signed_or_held_or_changed_and_never_two_of_them() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = order_batch(treasury.orders, batch=treasury.propose())
    payment = batch.payments.get()
    acts: list[Callable[[], object]] = [
        partial(sign_batch, treasury.signs, batch=batch),
        partial(hold_batch, treasury.orders, batch=batch, reason="Wacht."),
        partial(take_out_payment, treasury.orders, payment=payment, reason="Wacht."),
    ]
    found = outcomes(together(acts * 3))
    assert found["done"] >= 1
    batch = PaymentBatch.objects.get()
    payment.refresh_from_db()
    if batch.state == BatchState.SIGNED:
        assert payment.state == PaymentState.PLANNED
    else:
        assert batch.signed_by == ""


def test_a_redemption_undone_while_its_batch_is_signed_is_either_stopped_or_claimed_back() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    batch = order_batch(treasury.orders, batch=treasury.propose())
    undo = partial(
        reverse_redemption, treasury.scene.coordinator, redemption=redemption.pk, reason="Verkeerde factuur."
    )
    acts: list[Callable[[], object]] = [partial(sign_batch, treasury.signs, batch=batch), undo]
    found = together(acts)
    assert outcomes(found[1:]) == {"done": 1}
    assert set(outcomes(found[:1])) <= {"done", "REVERSED_IN_BATCH"}
