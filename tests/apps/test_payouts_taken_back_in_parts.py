"""A bank that takes back in parts what it had paid in another amount than was ordered: whatever the order, no cent is lost.

And nothing is told as settled before all of it is back and booked.
"""

from collections.abc import Sequence
from itertools import permutations

import pytest

from tests.apps.test_payouts_bank_files import due, entry, sound, told
from tests.apps.test_payouts_beside import out, owed, record
from tests.apps.test_payouts_otherwise import MORE, SAID, left
from tests.apps.test_payouts_taken_back import WHY, back, refused, state, waits
from tests.payments import PART_CENTS, Treasury
from tests.scene import refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.desk import lines_to_look_into
from wisselwerk.apps.payouts.queries.taken_back import may_be_returned
from wisselwerk.apps.payouts.services import (
    look_at_line,
    record_payment,
    record_return,
    take_back_repayment,
)
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import StatementKind

pytestmark = pytest.mark.django_db

TOO_MUCH, TOO_LITTLE = PART_CENTS + MORE, PART_CENTS - MORE
SPLITS = [
    (TOO_MUCH, parts)
    for split in [(PART_CENTS, MORE), (MORE - 1, PART_CENTS + 1), (1_000, MORE, PART_CENTS - 1_000)]
    for parts in permutations(split)
] + [(TOO_LITTLE, parts) for parts in permutations((1_000, TOO_LITTLE - 1_000))]
ORDERS = pytest.mark.parametrize(("cents", "parts"), SPLITS)


def booked(cents: int) -> tuple[Treasury, Payment]:
    treasury, payment, line = left(cents)
    record_payment(treasury.signs, line=line, text=SAID)
    return treasury, payment


def come(treasury: Treasury, payment: Payment, parts: Sequence[int], *, at_once: bool) -> list[BankLine]:
    """The parts as lines of one statement, or of one each."""
    entries = [entry(one, payment.end_to_end_id, reason="FOCR") for one in parts]
    for number, some in enumerate([entries] if at_once else [[one] for one in entries]):
        told(treasury, *some, name=f"B-{number}")
    lines = BankLine.objects.filter(file__name__startswith="B-")
    assert {one.meaning for one in lines} == {Meaning.DIFFERENT}
    return [lines.get(amount_cents=one) for one in parts]


def with_payee(treasury: Treasury, payment: Payment) -> int:
    """How much of what is due once the books have with the payee: paid, and what is out or owed beside that."""
    paid = PART_CENTS if state(payment) == PaymentState.PAID else 0
    return paid + sum(out(treasury)) - sum(owed(treasury))


def is_over(treasury: Treasury, payment: Payment) -> None:
    """Nothing is with the payee, and all of what was ordered is due, once, and can be paid anew."""
    assert (state(payment), due(treasury)) == (PaymentState.RETURNED, PART_CENTS)
    assert (out(treasury), owed(treasury), lines_to_look_into(treasury.signs).exists()) == ([], [], False)
    assert (waits(treasury), sound()) == ([()], [])
    again = treasury.signed().payments.get()
    told(treasury, entry(-PART_CENTS, again.end_to_end_id), name="Z")
    assert (state(again), due(treasury), out(treasury), owed(treasury), sound()) == ("paid", 0, [], [], [])


@ORDERS
@pytest.mark.parametrize("at_once", [True, False])
def test_parts_that_all_came_are_booked_as_one_by_any_of_them(
    cents: int, parts: Sequence[int], at_once: bool
) -> None:
    treasury, payment = booked(cents)
    lines = come(treasury, payment, parts, at_once=at_once)
    assert all(may_be_returned(one) for one in lines)
    assert set(lines_to_look_into(treasury.signs)) == set(lines)
    assert (state(payment), with_payee(treasury, payment), sound()) == (PaymentState.PAID, cents, [])
    record_return(treasury.signs, line=lines[0], text=WHY)
    assert not any(may_be_returned(one) for one in lines)
    is_over(treasury, payment)


@ORDERS
def test_parts_that_are_booked_as_they_come_end_where_all_at_once_does(
    cents: int, parts: Sequence[int]
) -> None:
    treasury, payment = booked(cents)
    for number, part in enumerate(parts, start=1):
        assert (state(payment), due(treasury)) == (PaymentState.PAID, 0)
        # Once only what was ordered is with the payee, that comes back as what a bank gives back does.
        is_usual = part == PART_CENTS and not out(treasury)
        line = back(
            treasury,
            payment,
            part,
            name=f"B-{number}",
            means=Meaning.RETURNED if is_usual else Meaning.DIFFERENT,
        )
        assert list(lines_to_look_into(treasury.signs)) == [line]
        if is_usual:
            look_at_line(treasury.signs, line=line, text=WHY)
        else:
            record_return(treasury.signs, line=line, text=WHY)
        assert (with_payee(treasury, payment), sound()) == (cents - sum(parts[:number]), [])
    is_over(treasury, payment)


@pytest.mark.parametrize("cents", [TOO_MUCH, TOO_LITTLE])
def test_a_note_does_not_settle_what_came_back(cents: int) -> None:
    treasury, payment = booked(cents)
    for part in (1_000, cents - 1_000):
        line = back(treasury, payment, part, name=f"B-{part}")
        with pytest.raises(Refusal) as found:
            look_at_line(treasury.signs, line=line, text="Gezien.")
        assert refusal_of(found) == (RefusalCode.RETURN_TO_BE_BOOKED, {})
        record_return(treasury.signs, line=line, text=WHY)
        assert refused(treasury, line) == (RefusalCode.WRONG_STATE, {"state": Meaning.DIFFERENT})
    is_over(treasury, payment)


def test_the_same_part_told_by_another_kind_of_file_moves_nothing() -> None:
    treasury, payment = booked(TOO_MUCH)
    first = back(treasury, payment, 1_000, name="B-1")
    back(treasury, payment, 1_000, name="N-1", kind=StatementKind.NOTIFICATION)
    record_return(treasury.signs, line=first, text=WHY)
    assert (with_payee(treasury, payment), sound()) == (TOO_MUCH - 1_000, [])
    rest = back(treasury, payment, TOO_MUCH - 1_000, name="N-2", kind=StatementKind.NOTIFICATION)
    record_return(treasury.signs, line=rest, text=WHY)
    back(treasury, payment, TOO_MUCH - 1_000, name="B-2", means=Meaning.KNOWN)
    look_at_line(treasury.signs, line=BankLine.objects.get(file__name="N-1"), text="Hetzelfde geld.")
    is_over(treasury, payment)


def test_what_the_payee_gave_back_itself_counts_with_what_the_bank_took_back() -> None:
    treasury, payment = booked(TOO_MUCH)
    record(treasury, payment, 500)
    for part in (1_000, TOO_MUCH - 1_500):
        record_return(treasury.signs, line=back(treasury, payment, part, name=f"B-{part}"), text=WHY)
    is_over(treasury, payment)


def test_what_the_payee_gave_back_of_too_much_is_taken_back_where_that_was_a_mistake() -> None:
    treasury, payment = booked(TOO_MUCH)
    wrong = record(treasury, payment, MORE)
    take_back_repayment(treasury.signs, line=wrong, text="Vergissing.")
    assert (with_payee(treasury, payment), sound()) == (TOO_MUCH, [])


def test_a_part_that_was_booked_by_mistake_is_taken_back_also_once_all_is_back() -> None:
    treasury, payment = booked(TOO_MUCH)
    line = back(treasury, payment, 1_000, name="B-1")
    wrong = record_return(treasury.signs, line=line, text=WHY)
    take_back_repayment(treasury.signs, line=wrong, text="Vergissing.")
    assert (with_payee(treasury, payment), may_be_returned(line), sound()) == (TOO_MUCH, True, [])
    part = record_return(treasury.signs, line=line, text=WHY)
    record_return(treasury.signs, line=back(treasury, payment, TOO_MUCH - 1_000, name="B-2"), text=WHY)
    take_back_repayment(treasury.signs, line=part, text="Vergissing.")
    # It was no mistake, so it is with the payee until it is recorded again.
    assert (state(payment), out(treasury), sound()) == (PaymentState.RETURNED, [1_000], [])
    record(treasury, payment, 1_000, reference=line.bank_reference)
    is_over(treasury, payment)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("part", "1000 cents is booked as taken back of payment"),
        ("booked", "999 cents is booked as taken back of payment"),
        ("rest", "25000 cents is booked as taken back of payment"),
        ("order", "was taken back in another amount than was ordered, and who ordered it booked that"),
    ],
)
def test_verify_reads_again_what_was_booked_of_parts(change: str, said: str) -> None:
    treasury, payment = booked(TOO_MUCH)
    part = back(treasury, payment, 1_000, name="B-1")
    kept = record_return(treasury.signs, line=part, text=WHY)
    whole = back(treasury, payment, PART_CENTS, name="B-2")
    back(treasury, payment, 1_000, name="B-3")
    record_return(treasury.signs, line=whole, text=WHY)
    assert (state(payment), sound()) == (PaymentState.RETURNED, [])
    drop_triggers()
    try:
        if change == "order":
            Entry.objects.filter(command="order_batch").update(actor=kept.file.read_by)
        else:
            pk, cents = {"part": (part.pk, 998), "booked": (kept.pk, 999), "rest": (whole.pk, 997)}[change]
            BankLine.objects.filter(pk=pk).update(amount_cents=cents)
    finally:
        install_triggers()
    assert any(said in one for one in sound())
