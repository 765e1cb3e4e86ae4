"""A bank that takes back what it had paid in another amount than was ordered, after somebody booked that as paid."""

import pytest

from tests.apps.test_payouts_bank_files import due, entry, sound, told
from tests.apps.test_payouts_beside import gives, out, owed, record
from tests.apps.test_payouts_otherwise import MORE, SAID, left
from tests.payments import PART_CENTS, Treasury, due_by
from tests.scene import refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.desk import lines_to_look_into
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.payouts.queries.taken_back import may_be_returned
from wisselwerk.apps.payouts.queries.told import out_otherwise
from wisselwerk.apps.payouts.services import (
    look_at_line,
    may_be_booked,
    may_be_taken_back,
    record_payment,
    record_return,
)
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import StatementKind

pytestmark = pytest.mark.django_db

WHY = "De bank haalde haar tikfout terug."
WRONG = pytest.mark.parametrize("cents", [PART_CENTS + MORE, PART_CENTS - MORE])


def back(
    treasury: Treasury,
    payment: Payment,
    cents: int,
    *,
    name: str = "S-2",
    kind: StatementKind = StatementKind.STATEMENT,
    means: Meaning = Meaning.DIFFERENT,
) -> BankLine:
    came = entry(cents, payment.end_to_end_id, reason="FOCR")
    assert told(treasury, came, name=name, kind=kind).found == {means: 1}
    return BankLine.objects.latest("pk")


def taken_back(cents: int) -> tuple[Treasury, Payment, BankLine]:
    """Paid wrong, booked by hand, and taken back by the bank: the line that tells the last."""
    treasury, payment, line = left(cents)
    record_payment(treasury.signs, line=line, text=SAID)
    return treasury, payment, back(treasury, payment, cents)


def state(payment: Payment) -> str:
    payment.refresh_from_db()
    return payment.state


def waits(treasury: Treasury) -> list[tuple[Wait, ...]]:
    """Of each that is due, what it waits for before it can be paid."""
    return [tuple(one.waits_for) for one in due_by(treasury.payer, today())]


def refused(treasury: Treasury, line: BankLine) -> object:
    before = (BankFile.objects.count(), BankLine.objects.count(), Entry.objects.count())
    with pytest.raises(Refusal) as found:
        record_return(treasury.signs, line=line, text=WHY)
    assert (BankFile.objects.count(), BankLine.objects.count(), Entry.objects.count()) == before
    return refusal_of(found)


@WRONG
def test_what_was_booked_and_taken_back_is_due_again_and_nothing_else_is_expected(cents: int) -> None:
    treasury, payment, line = taken_back(cents)
    assert (state(payment), due(treasury), list(lines_to_look_into(treasury.signs))) == ("paid", 0, [line])
    assert sound() == []
    booked = record_return(treasury.signs, line=line, text=WHY)
    kept = list(booked.file.lines.order_by("pk").values_list("meaning", "amount_cents", "look__text"))
    assert kept == [
        (Meaning.RETURNED, PART_CENTS, WHY),
        (Meaning.BESIDE, cents - PART_CENTS, WHY),
    ]
    assert (state(payment), due(treasury)) == (PaymentState.RETURNED, PART_CENTS)
    assert (out(treasury), owed(treasury), out_otherwise(payment)) == ([], [], 0)
    assert (lines_to_look_into(treasury.signs).exists(), sound()) == (False, [])
    assert waits(treasury) == [()]
    again = treasury.signed().payments.get()
    told(treasury, entry(-PART_CENTS, again.end_to_end_id), name="S-3")
    assert (state(again), due(treasury), out(treasury), owed(treasury)) == (PaymentState.PAID, 0, [], [])
    assert sound() == []


@WRONG
def test_it_is_booked_once_and_neither_booked_nor_taken_back_as_a_mistake_after(cents: int) -> None:
    treasury, _, line = taken_back(cents)
    record_return(treasury.signs, line=line, text=WHY)
    assert refused(treasury, line) == (RefusalCode.WRONG_STATE, {"state": Meaning.DIFFERENT})
    lines = BankLine.objects.all()
    assert not any(may_be_returned(one) or may_be_booked(one) or may_be_taken_back(one) for one in lines)


@WRONG
def test_what_is_back_before_it_was_booked_is_not_booked_either_way(cents: int) -> None:
    treasury, payment, line = left(cents)
    came = back(treasury, payment, cents)
    assert not may_be_booked(line)
    assert refused(treasury, came) == (RefusalCode.WRONG_STATE, {"state": Meaning.DIFFERENT})
    # Left once more and booked, what came back before is not that.
    told(treasury, entry(-cents, payment.end_to_end_id), name="S-3")
    record_payment(treasury.signs, line=BankLine.objects.latest("pk"), text=SAID)
    assert refused(treasury, came) == (RefusalCode.WRONG_STATE, {"state": Meaning.DIFFERENT})
    assert sound() == []


@WRONG
def test_another_kind_of_file_that_tells_of_it_is_known_and_told_twice_it_waits(cents: int) -> None:
    treasury, payment, line = taken_back(cents)
    record_return(treasury.signs, line=line, text=WHY)
    back(treasury, payment, cents, name="N-1", kind=StatementKind.NOTIFICATION, means=Meaning.KNOWN)
    again = back(treasury, payment, cents, name="S-3")
    assert refused(treasury, again) == (RefusalCode.WRONG_STATE, {"state": Meaning.DIFFERENT})
    assert (state(payment), due(treasury), sound()) == (PaymentState.RETURNED, PART_CENTS, [])


@pytest.mark.parametrize("kind", list(StatementKind))
def test_the_whole_that_comes_back_after_it_was_booked_so_is_other_money(kind: StatementKind) -> None:
    treasury, payment, line = taken_back(PART_CENTS + MORE)
    record_return(treasury.signs, line=line, text=WHY)
    back(treasury, payment, PART_CENTS, name="X-3", kind=kind)
    assert (state(payment), sound()) == (PaymentState.RETURNED, [])


@WRONG
def test_more_than_had_left_is_refused_with_what_to_do(cents: int) -> None:
    treasury, payment, line = left(cents)
    record_payment(treasury.signs, line=line, text=SAID)
    more = back(treasury, payment, PART_CENTS + MORE + 1)
    assert not may_be_returned(more)
    assert refused(treasury, more) == (
        RefusalCode.TAKEN_BACK_OTHERWISE,
        {"amount_cents": PART_CENTS + MORE + 1, "left_cents": cents},
    )
    assert (state(payment), sound()) == (PaymentState.PAID, [])


def test_where_what_was_too_much_came_back_the_rest_comes_back_as_what_was_ordered() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    back(treasury, payment, MORE)
    record(treasury, payment, MORE)
    back(treasury, payment, PART_CENTS, name="S-3", means=Meaning.RETURNED)
    assert (state(payment), out(treasury), owed(treasury), sound()) == (PaymentState.RETURNED, [], [], [])


def test_what_was_settled_with_the_payee_before_is_owed_the_other_way() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    record(treasury, payment, MORE)
    record_return(treasury.signs, line=back(treasury, payment, PART_CENTS + MORE), text=WHY)
    assert (out(treasury), owed(treasury), due(treasury), sound()) == ([], [MORE], PART_CENTS, [])
    gives(treasury, payment, MORE)
    assert (out(treasury), owed(treasury), sound()) == ([], [], [])


def test_what_we_paid_on_top_of_too_little_is_asked_of_the_payee_again() -> None:
    treasury, payment, line = left(PART_CENTS - MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    gives(treasury, payment, MORE)
    record_return(treasury.signs, line=back(treasury, payment, PART_CENTS - MORE), text=WHY)
    assert (out(treasury), owed(treasury), due(treasury), sound()) == ([MORE], [], PART_CENTS, [])
    record(treasury, payment, MORE)
    assert (out(treasury), owed(treasury), sound()) == ([], [], [])


@WRONG
def test_a_second_round_is_booked_as_the_first(cents: int) -> None:
    treasury, payment, line = taken_back(cents)
    record_return(treasury.signs, line=line, text=WHY)
    told(treasury, entry(-cents, payment.end_to_end_id), name="S-3")
    once_more = BankLine.objects.latest("pk")
    assert (out_otherwise(payment), waits(treasury), sound()) == (cents, [(Wait.CAME_BACK,)], [])
    record_payment(treasury.signs, line=once_more, text=SAID)
    assert (state(payment), due(treasury), sound()) == (PaymentState.PAID, 0, [])
    assert refused(treasury, line) == (RefusalCode.WRONG_STATE, {"state": Meaning.DIFFERENT})
    record_return(treasury.signs, line=back(treasury, payment, cents, name="S-4"), text=WHY)
    assert (state(payment), out(treasury), owed(treasury)) == (PaymentState.RETURNED, [], [])
    assert (due(treasury), sound()) == (PART_CENTS, [])


def test_what_left_a_second_time_is_what_stands_once_the_first_is_taken_back() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-2")
    whole = BankLine.objects.latest("pk")
    look_at_line(treasury.signs, line=whole, text="Nagevraagd.")
    record_return(treasury.signs, line=back(treasury, payment, PART_CENTS + MORE, name="S-3"), text=WHY)
    assert (waits(treasury), may_be_booked(whole), sound()) == ([(Wait.CAME_BACK,)], True, [])
    record_payment(treasury.signs, line=whole, text=SAID)
    assert (state(payment), due(treasury), out(treasury), owed(treasury)) == (PaymentState.PAID, 0, [], [])
    assert sound() == []


def test_what_was_asked_back_and_came_is_recorded_with_its_claim() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    record(treasury, open_claims().get(), 1_000)
    came = back(treasury, payment, PART_CENTS + MORE)
    assert refused(treasury, came) == (RefusalCode.WRONG_STATE, {"state": Meaning.DIFFERENT})
    assert sound() == []


def test_who_ordered_it_does_not_book_it_and_nobody_without_words_or_the_role() -> None:
    treasury, payment, line = taken_back(PART_CENTS + MORE)
    with pytest.raises(Refusal, match="MOTIVATION_MISSING"):
        record_return(treasury.signs, line=line, text=" ")
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        record_return(treasury.orders, line=line, text=WHY)
    Entry.objects.create(
        at=payment.batch.proposed_at,
        actor=str(treasury.signs),
        command="order_batch",
        subject=f"batch:{payment.batch_id}",
    )
    assert refused(treasury, line) == (RefusalCode.BOOKED_BY_WHO_ORDERED, {})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("beside", "is booked as taken back of payment"),
        ("nothing", "is booked as taken back of payment"),
        ("entry", "nobody recorded it, as far as the trail tells"),
        ("gone", "the trail tells that it was recorded, and it is not kept"),
        ("order", "was taken back in another amount than was ordered, and who ordered it booked that"),
        ("line", "and no line of the bank tells so"),
        ("booking", "and it was not booked as paid so"),
    ],
)
def test_verify_reads_again_what_was_booked_as_taken_back(change: str, said: str) -> None:
    treasury, _, line = taken_back(PART_CENTS + MORE)
    booked = record_return(treasury.signs, line=line, text=WHY)
    assert sound() == []
    beside = booked.file.lines.filter(meaning=Meaning.BESIDE)
    first = BankFile.objects.filter(kind=BankFileKind.BY_HAND).earliest("pk")
    drop_triggers()
    try:
        if change in {"beside", "nothing"}:
            beside.update(amount_cents=MORE + 1 if change == "beside" else 0)
        elif change == "entry":
            Entry.objects.filter(subject=f"bank_line:{booked.pk}").update(subject="bank_line:0")
        elif change == "gone":
            beside.delete()
        elif change == "order":
            Entry.objects.filter(command="order_batch").update(actor=booked.file.read_by)
        elif change == "line":
            BankLine.objects.filter(pk=line.pk).update(amount_cents=1)
        else:
            first.lines.filter(meaning=Meaning.BESIDE).update(amount_cents=-MORE - 1)
    finally:
        install_triggers()
    assert any(said in one for one in sound())
