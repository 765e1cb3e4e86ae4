"""A bank that paid another amount than was ordered: told, booked by somebody who did not order, and the rest settled."""

import pytest

from tests.apps.test_payouts_bank_files import due, entry, one_signed, sound, told
from tests.apps.test_payouts_beside import gives, out, owed, record
from tests.payments import PART_CENTS, Treasury, due_by
from tests.scene import refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.desk import lines_to_look_into
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    may_be_booked,
    may_be_taken_back,
    record_payment,
)
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import StatementKind

pytestmark = pytest.mark.django_db

MORE = 2_000
SAID = "Bij de bank met de hand ingetikt, met een tikfout. De ontvanger houdt het."


def left(cents: int) -> tuple[Treasury, Payment, BankLine]:
    treasury, payment = one_signed()
    assert told(treasury, entry(-cents, payment.end_to_end_id), name="S-1").found == {Meaning.DIFFERENT: 1}
    return treasury, payment, BankLine.objects.get()


def test_it_waits_and_nothing_is_booked_before_somebody_says_so() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    (found,) = paid_twice(treasury.signs)
    assert (found.line, found.cents, found.is_otherwise) == (line, PART_CENTS + MORE, True)
    assert list(lines_to_look_into(treasury.signs)) == [line]
    payment.refresh_from_db()
    assert (payment.state, due(treasury), may_be_booked(line)) == (PaymentState.PLANNED, PART_CENTS, True)
    assert sound() == []


def test_what_was_too_much_is_owed_by_the_payee_until_it_is_back() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    booked = record_payment(treasury.signs, line=line, text=SAID)
    payment.refresh_from_db()
    assert (payment.state, due(treasury)) == (PaymentState.PAID, 0)
    kept = list(booked.file.lines.order_by("pk").values_list("meaning", "amount_cents"))
    assert kept == [(Meaning.PAID, -PART_CENTS), (Meaning.BESIDE, -MORE)]
    assert (out(treasury), owed(treasury), due_by(treasury.payer, today())) == ([MORE], [], [])
    assert (not lines_to_look_into(treasury.signs).exists(), sound()) == (True, [])
    record(treasury, payment, MORE)
    assert (out(treasury), owed(treasury), sound()) == ([], [], [])


def test_what_was_too_little_is_owed_to_the_payee_until_it_is_given() -> None:
    treasury, payment, line = left(PART_CENTS - MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    payment.refresh_from_db()
    assert (payment.state, due(treasury)) == (PaymentState.PAID, 0)
    assert (out(treasury), owed(treasury), sound()) == ([], [MORE], [])
    gives(treasury, payment, MORE)
    assert (out(treasury), owed(treasury), sound()) == ([], [], [])


def test_of_too_little_only_what_was_paid_is_asked_back_once_it_is_undone() -> None:
    treasury, payment, line = left(PART_CENTS - MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    claim_everything_back(SYSTEM, on=today())
    assert (Claim(open_claims().get()).open_cents, owed(treasury), sound()) == (PART_CENTS - MORE, [], [])


@pytest.mark.parametrize("cents", [PART_CENTS + MORE, PART_CENTS - MORE])
def test_who_ordered_it_does_not_book_it_and_nobody_twice(cents: int) -> None:
    treasury, payment, line = left(cents)
    Entry.objects.create(
        at=payment.batch.proposed_at,
        actor=str(treasury.signs),
        command="order_batch",
        subject=f"batch:{payment.batch_id}",
    )
    with pytest.raises(Refusal) as found:
        record_payment(treasury.signs, line=line, text=SAID)
    assert refusal_of(found) == (RefusalCode.BOOKED_BY_WHO_ORDERED, {})
    assert (BankLine.objects.count(), due(treasury)) == (1, PART_CENTS)


def test_once_booked_it_is_known_to_other_files_and_not_booked_or_taken_back() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    assert not may_be_booked(line)
    assert not any(may_be_taken_back(one) for one in BankLine.objects.all())
    with pytest.raises(Refusal, match="WRONG_STATE"):
        record_payment(treasury.signs, line=line, text=SAID)
    again = entry(-(PART_CENTS + MORE), payment.end_to_end_id)
    assert told(treasury, again, name="N-1", kind=StatementKind.NOTIFICATION).found == {Meaning.KNOWN: 1}
    assert (out(treasury), sound()) == ([MORE], [])
    # Told once more by the same kind, it left once more: all of that is too much.
    assert told(treasury, again, name="S-2").found == {Meaning.DIFFERENT: 1}
    assert (sorted(out(treasury)), due(treasury), sound()) == ([MORE, PART_CENTS + MORE], 0, [])


@pytest.mark.parametrize("kind", list(StatementKind))
def test_the_whole_that_leaves_after_it_was_booked_is_a_second_time(kind: StatementKind) -> None:
    treasury, payment, line = left(PART_CENTS - MORE)
    record_payment(treasury.signs, line=line, text=SAID)
    whole = entry(-PART_CENTS, payment.end_to_end_id)
    assert told(treasury, whole, name="X-2", kind=kind).found == {Meaning.DIFFERENT: 1}
    assert (out(treasury), owed(treasury), sound()) == ([PART_CENTS - MORE], [], [])


def test_what_is_back_already_is_not_booked() -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    told(treasury, entry(PART_CENTS + MORE, payment.end_to_end_id, reason="FOCR"), name="S-2")
    assert (may_be_booked(line), out(treasury)) == (False, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount_cents": -MORE - 1}, "is booked as what left for payment"),
        ({"amount_cents": 0}, "is booked as what left for payment"),
        ("entry", "nobody recorded it, as far as the trail tells"),
        ("order", "left in another amount than was ordered, and who ordered it booked that"),
        ("line", "is booked as what left for payment"),
    ],
)
def test_verify_reads_again_what_was_booked(change: dict[str, object] | str, said: str) -> None:
    treasury, payment, line = left(PART_CENTS + MORE)
    booked = record_payment(treasury.signs, line=line, text=SAID)
    assert (payment.state, sound()) == (PaymentState.PLANNED, [])
    beside = BankLine.objects.filter(meaning=Meaning.BESIDE)
    drop_triggers()
    try:
        if isinstance(change, dict):
            beside.update(**change)
        elif change == "entry":
            Entry.objects.filter(subject=f"bank_line:{beside.get().pk}").update(subject="bank_line:0")
        elif change == "order":
            Entry.objects.filter(command="order_batch").update(actor=booked.file.read_by)
        else:
            BankLine.objects.filter(pk=line.pk).update(amount_cents=-1)
    finally:
        install_triggers()
    assert any(said in one for one in sound())
