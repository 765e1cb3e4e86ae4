"""Payments under fire: whatever comes at once, nothing is paid twice and nobody signs alone."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from django.db import transaction

from tests.invariants.together import outcomes, together
from tests.payments import PART_CENTS, PAYER_IBAN, Treasury, set_treasury
from tests.scene import EMAIL
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import BankFile, BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.queries.beside import owed_beside
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import (
    Read,
    batches,
    claim_everything_back,
    give_back,
    hold_batch,
    order_batch,
    read_statement,
    record_repayment,
    sign_batch,
    take_back_repayment,
    take_out_payment,
)
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind
from wisselwerk.formats.credit_transfer import write_credit_transfer

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 10


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *vouchers.differences(), *payouts.differences()] == []


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


def test_two_teams_that_pay_the_same_at_once_pay_it_once() -> None:
    treasury = set_treasury()
    redemptions = {treasury.redeem(serial).pk for serial in range(3)}
    deputies = replace(
        treasury,
        orders=in_role(treasury, "owner", Role.GENERAL_DIRECTOR),
        signs=in_role(treasury, "colleague", Role.FINANCIAL_DIRECTOR),
    )

    def pay(team: Treasury) -> bytes:
        return write_credit_transfer(order_of(team.signed()))

    found = outcomes(together([partial(pay, team) for team in (treasury, deputies) * 3]))
    assert found == {"done": 1, "NOTHING_TO_PAY": 5}
    batch = PaymentBatch.objects.get()
    assert set(batch.payments.values_list("redemption", flat=True)) == redemptions
    # Whoever exports it, as often as they like, has the same file.
    exports = together([lambda: write_credit_transfer(order_of(PaymentBatch.objects.get()))] * AT_ONCE)
    assert len(set(exports)) == 1


def in_role(treasury: Treasury, key: str, role: Role) -> Actor:
    somebody = person(EMAIL[key])
    grant_role(SYSTEM, person=somebody, organisation=treasury.payer, role=role)
    return actor_for(somebody)


def test_each_approval_is_given_once_however_many_give_it() -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.propose()
    ordered = outcomes(together([partial(order_batch, treasury.orders, batch=batch)] * AT_ONCE))
    assert ordered == {"done": 1, "WRONG_STATE": AT_ONCE - 1}
    signed = outcomes(together([partial(sign_batch, treasury.signs, batch=batch)] * AT_ONCE))
    assert signed == {"done": 1, "WRONG_STATE": AT_ONCE - 1}
    assert Entry.objects.filter(command__in=["order_batch", "sign_batch"]).count() == 2


def test_a_notification_and_its_statement_that_come_at_once_pay_once() -> None:
    treasury = set_treasury()
    treasury.redeem()
    statement = booked(treasury.signed().payments.get())
    notification = replace(statement, kind=StatementKind.NOTIFICATION)
    acts = [partial(read_statement, treasury.signs, statement=one) for one in (statement, notification) * 3]
    assert outcomes(together(acts)) == {"done": 6}
    assert Counter(BankLine.objects.values_list("meaning", flat=True)) == {Meaning.PAID: 1, Meaning.KNOWN: 1}


def test_a_batch_that_is_held_while_the_bank_says_it_paid_is_paid_either_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    treasury = set_treasury()
    treasury.redeem()
    batch = treasury.signed()
    statement = booked(batch.payments.get())

    def slowly(*args: object) -> None:
        # Long enough for the statement to be read in between, if nothing stops it.
        time.sleep(0.5)
        remark(*args)  # type: ignore[arg-type]

    remark = batches._remark
    monkeypatch.setattr(batches, "_remark", slowly)

    def read() -> Read:
        time.sleep(0.2)
        return read_statement(treasury.signs, statement=statement)

    hold = partial(hold_batch, treasury.orders, batch=batch, reason="Wacht.")
    acts: list[Callable[[], object]] = [hold, read]
    held, told = together(acts)
    assert isinstance(told, Read)
    batch.refresh_from_db()
    if isinstance(held, PaymentBatch):
        assert (batch.state, told.found) == (BatchState.OVERTAKEN, {Meaning.PAID: 1})
    else:
        assert outcomes([held]) == {"WRONG_STATE": 1}
        assert (batch.state, told.found) == (BatchState.SIGNED, {Meaning.PAID: 1})


def test_a_redemption_undone_while_the_bank_says_it_was_paid_is_claimed_back() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    payment = treasury.signed().payments.get()
    undo = partial(reverse_redemption, treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel.")
    read = partial(read_statement, treasury.signs, statement=booked(payment))
    acts: list[Callable[[], object]] = [undo, read]
    assert outcomes(together(acts)) == {"done": 2}
    assert list(open_claims()) == [payment]


def test_a_redemption_undone_while_it_is_proposed_is_never_ordered() -> None:
    treasury = set_treasury()
    kept, undone = treasury.redeem(1), treasury.redeem(2)
    undo = partial(reverse_redemption, treasury.scene.coordinator, redemption=undone.pk, reason="Dubbel.")
    acts: list[Callable[[], object]] = [undo, treasury.propose]
    assert outcomes(together(acts)) == {"done": 2}
    batch = PaymentBatch.objects.get()
    inside = set(batch.payments.values_list("redemption", flat=True))
    ordered = outcomes(together([partial(order_batch, treasury.orders, batch=batch)]))
    assert ordered == ({"REVERSED_IN_BATCH": 1} if undone.pk in inside else {"done": 1})
    assert kept.pk in inside


def test_what_came_back_is_recorded_once_however_many_record_it_while_a_statement_tells_of_it() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
    payment = open_claims().get()
    by_hand = partial(
        record_repayment,
        treasury.signs,
        payment=payment,
        amount_cents=PART_CENTS,
        paid_on=today(),
        text="Gezien.",
    )
    one = BankTransaction(Cents(PART_CENTS), structured_reference=payment.reference)
    entry = BankEntry(1, Cents(PART_CENTS), today(), None, None, None, (one,))
    back = BankStatement(StatementKind.STATEMENT, "TERUG", PAYER_IBAN, "EUR", None, None, (entry,))
    told = partial(read_statement, treasury.signs, statement=back)
    found = outcomes(together([*[by_hand] * (AT_ONCE - 1), told]))
    assert Transfer.objects.filter(road=Road.RECOVER).count() == 1
    assert found["done"] in {1, 2}, "the statement, and one of the others where that was first"


def test_a_record_that_many_take_back_at_once_is_taken_back_once() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
    payment, day = open_claims().get(), today()
    line = record_repayment(
        treasury.signs, payment=payment, amount_cents=PART_CENTS, paid_on=day, text="Gezien."
    )
    take_back = partial(take_back_repayment, treasury.signs, line=line, text="Nee.")
    assert outcomes(together([take_back] * AT_ONCE)) == {"done": 1, "WRONG_STATE": AT_ONCE - 1}
    assert open_claims().get() == payment


def test_what_was_too_much_goes_back_or_counts_for_the_claim_and_never_both() -> None:
    treasury, more = set_treasury(), 5_000
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
    payment = open_claims().get()
    records = partial(record_repayment, treasury.signs, payment=payment, paid_on=today(), text="Gezien.")
    line = records(amount_cents=PART_CENTS, reference="R-1")
    records(amount_cents=0, too_much_cents=more, reference="R-2")
    take_back = partial(take_back_repayment, treasury.signs, line=line, text="Nee.")
    gives = partial(
        give_back, treasury.signs, payment=payment, amount_cents=more, paid_on=today(), text="Gezien."
    )
    found = outcomes(together([*[take_back, gives] * 3, partial(claim_everything_back, SYSTEM, on=today())]))
    open_cents = Claim(open_claims().get()).open_cents
    went_back = -sum(
        one.amount_cents or 0
        for one in BankLine.objects.filter(meaning=Meaning.BESIDE, amount_cents__lt=0)
        if not one.file.lines.filter(meaning=Meaning.RECOVERED).exists()
    )
    assert PART_CENTS - open_cents + went_back == more
    assert (found["done"], found["WRONG_STATE"]) == (3 if went_back else 2, 2)


def test_what_was_too_much_does_not_go_back_while_its_invoice_is_undone() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    payment = Payment.objects.get()
    left = replace(booked(payment), statement_id="2026-2")
    assert read_statement(treasury.signs, statement=left).found == {Meaning.DIFFERENT: 1}
    record = partial(record_repayment, treasury.signs, payment=payment, amount_cents=PART_CENTS, text="Ja.")
    record(paid_on=today(), reference="R-1")
    came = BankTransaction(
        Cents(PART_CENTS), end_to_end_id=payment.end_to_end_id, is_return=True, return_reason="FOCR"
    )
    back = BankEntry(1, Cents(PART_CENTS), today() + timedelta(days=1), None, "", None, (came,))
    read_statement(treasury.signs, statement=replace(left, statement_id="2026-3", entries=(back,)))
    assert owed_beside(payment) == PART_CENTS
    is_told = Event()

    def undo() -> object:
        with transaction.atomic():
            done = reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
            is_told.set()
            # Long enough for the other to have been done with it, had it not waited.
            time.sleep(1)
        return done

    def give() -> object:
        is_told.wait(timeout=60)
        given = {"amount_cents": PART_CENTS, "paid_on": today(), "text": "Terug.", "reference": "U-1"}
        return give_back(treasury.signs, payment=payment, **given)  # type: ignore[arg-type]

    assert outcomes(together([undo, give])) == {"done": 1, "STILL_ASKED_BACK": 1}
