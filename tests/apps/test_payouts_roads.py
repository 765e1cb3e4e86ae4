"""Whatever a bank does with an old file and a new one, in any order: the books and the list of work tell all that left."""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations, product
from random import Random

import pytest
from django.db import transaction

from tests.apps.test_payouts_bank_files import due, one_signed, sound, told
from tests.apps.test_payouts_twice import came, left, look_at_all
from tests.payments import PART_CENTS, Treasury, due_by
from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.beside import owed_back
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.payouts.services import (
    hold_batch,
    may_be_booked,
    order_batch,
    read_status,
    record_payment,
    record_repayment,
    take_out_payment,
)
from wisselwerk.clock import today
from wisselwerk.domain.payment import BatchState
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.payment_status import Outcome, PaymentStatusReport, Status

pytestmark = pytest.mark.django_db

Road = tuple[str, ...]
"""What happens to one redemption: ``A`` is a payment of an old file, ``B`` the one in its place; ``+`` it leaves the account,
``-`` it comes back, ``x`` the bank refuses it; ``new`` directors propose and sign what is due, where they may."""
SIBLINGS_BACK = ("A+", "B+", "B-", "A-")
"""Both left and both came back, the one in the books first."""
EVENTS = ("A+", "A-", "Ax", "B+", "B-", "Bx", "new")


def happens(road: Road) -> bool:
    """Whether a bank can do it: nothing comes back that did not leave."""
    out: Counter[str] = Counter()
    for event in road:
        out[event[0]] += {"+": 1, "-": -1}.get(event[-1], 0)
        if min(out.values()) < 0:
            return False
    return True


def roads() -> Iterator[tuple[Road, bool]]:
    """Every road of three steps of money, in one statement and in several; and longer ones, of all that may happen."""
    short = [road for road in product(("A+", "A-", "B+", "B-"), repeat=3) if happens(road)]
    yield from product([*short, SIBLINGS_BACK], (True, False))
    chance = Random(7)
    longer = [tuple(chance.choices(EVENTS, k=6)) for _ in range(200)]
    for road in [one for one in longer if happens(one)][:12]:
        yield road, chance.random() < 0.5


def test_on_every_road_the_books_and_the_list_of_work_tell_what_left() -> None:
    treasury, first = one_signed()
    hold_batch(treasury.signs, batch=first.batch, reason="Te laat.")
    take_out_payment(treasury.signs, payment=first, reason="Eerst navragen.")
    second = treasury.signed().payments.get()
    wrong = []
    for road, is_together in roads():
        mark = transaction.savepoint()
        wrong += [
            f"{road} {is_together}: {what}"
            for what in go(treasury, {"A": first, "B": second}, road, is_together)
        ]
        transaction.savepoint_rollback(mark)
    assert wrong == []


def go(treasury: Treasury, payments: dict[str, Payment], road: Road, is_together: bool) -> Iterator[str]:
    """Have it happen, and look at it; then what is wrong, before and after all is booked that may be."""
    entries = []
    for step, event in enumerate(road):
        if event[-1] in "+-":
            entries.append((left if event[-1] == "+" else came)(payments[event[0]]))
        if entries and not (is_together and event[-1] in "+-" and step + 1 < len(road)):
            told(treasury, *entries, name=f"S-{step}")
            entries = []
        if event[-1] == "x":
            batch = PaymentBatch.objects.get(pk=payments[event[0]].batch_id)
            refused = Status(Outcome.REFUSED, "RJCT")
            read_status(
                treasury.signs, report=PaymentStatusReport(f"R-{step}", batch.message_id, refused, ())
            )
        elif event == "new":
            look_at_all(treasury)
            sign_what_is_due(treasury)
    look_at_all(treasury)
    net = sum((event[-1] == "+") - (event[-1] == "-") for event in road)
    yield from told_wrongly(treasury, net)
    for line in BankLine.objects.order_by("pk"):
        if may_be_booked(line):
            record_payment(treasury.signs, line=line, text="Gebeld met de bank.")
            yield from told_wrongly(treasury, net)
    yield from given_back(treasury, net)


def given_back(treasury: Treasury, net: int) -> Iterator[str]:
    """The payee pays what is out back on its own, in two parts: then nothing is out, and as much is due as did not leave."""
    for one in paid_twice(treasury.signs):
        assert one.line.payment is not None
        for part, cents in enumerate((one.cents // 2, one.cents - one.cents // 2)):
            record_repayment(
                treasury.signs,
                payment=one.line.payment,
                amount_cents=cents,
                paid_on=today(),
                text="Gezien.",
                reference=f"T-{part}",
            )
            left_out = sum(other.cents for other in paid_twice(treasury.signs))
            if left_out and may_be_approved(treasury):
                yield "may be paid while a part is out"
        net -= one.cents // PART_CENTS
    yield from told_wrongly(treasury, net)
    yield from (f"owes {one.cents}" for one in owed_back(treasury.signs))


def test_in_what_order_a_statement_has_its_lines_does_not_matter() -> None:
    treasury, first = one_signed()
    hold_batch(treasury.signs, batch=first.batch, reason="Te laat.")
    take_out_payment(treasury.signs, payment=first, reason="Eerst navragen.")
    payments = {"A": first, "B": treasury.signed().payments.get()}
    differ = []
    for events in [
        ("A+", "B+", "B-"),
        ("A+", "A-", "A+"),
        ("A+", "B+", "A-", "B-"),
        ("B+", "B-"),
        ("A+", "B+"),
    ]:
        ends = set()
        for road in permutations(events):
            mark = transaction.savepoint()
            told(
                treasury,
                *[(left if way == "+" else came)(payments[name]) for name, way in map(tuple, road)],
                name="S-1",
            )
            out = sum(one.cents for one in paid_twice(treasury.signs))
            # Of two payments that pay the same it tells nothing which of them stands.
            ends.add((due(treasury), out, *sound()))
            transaction.savepoint_rollback(mark)
        differ += [(events, ends)] if len(ends) > 1 else []
    assert differ == []


def sign_what_is_due(treasury: Treasury) -> None:
    try:
        treasury.signed()
    except Refusal as refusal:
        assert [one.code for one in refusal.reasons] == ["NOTHING_TO_PAY"]  # noqa: PT017


def told_wrongly(treasury: Treasury, net: int) -> Iterator[str]:
    """``net`` is how often it left, less how often it came back."""
    in_books = 1 - due(treasury) // PART_CENTS
    on_list = sum(one.cents for one in paid_twice(treasury.signs)) // PART_CENTS
    if net != in_books + on_list:
        yield f"left {net} times, {in_books} in the books and {on_list} on the list"
    if net > in_books == 0 and may_be_approved(treasury):
        yield "may be paid again"
    yield from sound()


def may_be_approved(treasury: Treasury) -> bool:
    if any(not one.waits_for for one in due_by(treasury.payer, today())):
        return True
    for batch in PaymentBatch.objects.filter(state=BatchState.PROPOSED):
        try:
            order_batch(treasury.orders, batch=batch)
        except Refusal:
            continue
        return True
    return False
