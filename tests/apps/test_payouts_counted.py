"""What a payee paid too much counts for what is asked back of it: it is never given back while something is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine

from tests.apps.test_payouts_bank_files import due, sound, told
from tests.apps.test_payouts_beside import MORE, gives, owed, record, unguarded
from tests.apps.test_payouts_twice import came, left, look_at_all, paid_by_two_files
from tests.payments import PART_CENTS, Treasury, set_treasury
from tests.scene import refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record as on_trail
from wisselwerk.apps.payouts.models import BankLine, ClaimNotice, Payment
from wisselwerk.apps.payouts.queries.beside import owed_beside, owed_cents
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.told import perhaps_one
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    hold_batch,
    look_at_line,
    may_be_taken_back,
    take_back_repayment,
    take_out_payment,
)
from wisselwerk.apps.payouts.services.beside import keep_beside
from wisselwerk.apps.payouts.services.hand_files import open_file
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankTransaction

pytestmark = pytest.mark.django_db

WRONG = "Het was voor een andere factuur."


@pytest.fixture
def claim() -> tuple[Treasury, Payment]:
    treasury = set_treasury()
    done = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=done.pk, reason="Dubbel.")
    return treasury, open_claims().get()


def asked() -> list[int]:
    return [int(Claim(one).open_cents) for one in open_claims()]


def repaid(payment: Payment, cents: int, reference: str) -> BankEntry:
    one = BankTransaction(Cents(cents), structured_reference=payment.reference)
    return BankEntry(1, Cents(cents), today(), None, reference, None, (one,))


def counted() -> BankLine:
    return BankLine.objects.get(meaning=Meaning.RECOVERED, amount_cents=MORE)


def paid_too_much(treasury: Treasury, payment: Payment, cents: int = MORE) -> BankLine:
    """All of it by a record, and something more by another; the first was a mistake."""
    line = record(treasury, payment, PART_CENTS)
    record(treasury, payment, 0, too_much_cents=cents, reference="R-2")
    return take_back_repayment(treasury.signs, line=line, text=WRONG)


def test_what_came_in_beyond_counts_once_the_claim_is_open_again(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    back = paid_too_much(treasury, payment)
    assert (back.amount_cents, asked(), owed(treasury), owed_cents(payment)) == (
        -PART_CENTS,
        [PART_CENTS - MORE],
        [],
        0,
    )
    with pytest.raises(Refusal) as found:
        gives(treasury, payment, MORE)
    assert refusal_of(found) == (RefusalCode.STILL_ASKED_BACK, {"open_cents": PART_CENTS - MORE})
    assert Entry.objects.filter(command="count_for_claim").count() == 2, "for either line of it"
    assert sound() == []
    # What is left of it comes in, and nothing is owed either way.
    assert told(treasury, repaid(payment, PART_CENTS - MORE, "R-9")).found == {Meaning.RECOVERED: 1}
    payment.refresh_from_db()
    assert (payment.state, asked(), owed(treasury), due(treasury)) == (PaymentState.RECOVERED, [], [], 0)
    assert sound() == []


def test_a_file_that_tells_of_what_was_counted_is_known(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment)
    assert told(treasury, repaid(payment, MORE, "R-2")).found == {Meaning.KNOWN: 1}
    assert asked() == [PART_CENTS - MORE]
    assert sound() == []


def test_what_went_back_already_does_not_count(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    line = record(treasury, payment, PART_CENTS)
    record(treasury, payment, 0, too_much_cents=MORE, reference="R-2")
    gone = gives(treasury, payment, MORE - 1_000)
    take_back_repayment(treasury.signs, line=line, text=WRONG)
    assert (asked(), owed(treasury), sound()) == ([PART_CENTS - 1_000], [], [])
    # It was not given back after all: then that counts too.
    take_back_repayment(treasury.signs, line=gone, text="Niet overgeschreven.")
    assert (asked(), owed(treasury), sound()) == ([PART_CENTS - MORE], [], [])


@pytest.mark.parametrize("beyond", [PART_CENTS, PART_CENTS + 1])
def test_as_much_as_was_asked_ends_the_claim(claim: tuple[Treasury, Payment], beyond: int) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment, beyond)
    payment.refresh_from_db()
    left = beyond - PART_CENTS
    assert (payment.state, asked(), owed(treasury)) == (PaymentState.RECOVERED, [], [left] if left else [])
    if left:
        gives(treasury, payment, left)
    assert (owed(treasury), sound()) == ([], [])


def test_what_counted_goes_with_what_came_in_and_never_by_itself(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment)
    for line in counted().file.lines.all():
        # The night would count it again, without a word.
        assert not may_be_taken_back(line)
        with pytest.raises(Refusal, match="WRONG_STATE"):
            take_back_repayment(treasury.signs, line=line, text=WRONG)
    more = BankLine.objects.get(meaning=Meaning.BESIDE, amount_cents=MORE)
    back = take_back_repayment(treasury.signs, line=more, text=WRONG)
    assert (back.undoes, asked(), owed(treasury), owed_beside(payment)) == (more, [PART_CENTS], [], 0)
    with pytest.raises(Refusal, match="WRONG_STATE"):
        take_back_repayment(treasury.signs, line=more, text=WRONG)
    claim_everything_back(SYSTEM, on=today())
    assert (asked(), sound()) == ([PART_CENTS], [])


@pytest.mark.parametrize("number", [0, 1])
def test_of_two_that_counted_what_is_left_counts_again(claim: tuple[Treasury, Payment], number: int) -> None:
    treasury, payment = claim
    line = record(treasury, payment, PART_CENTS)
    for cents, reference in ((MORE, "R-2"), (PART_CENTS - MORE, "R-3")):
        record(treasury, payment, 0, too_much_cents=cents, reference=reference)
    take_back_repayment(treasury.signs, line=line, text=WRONG)
    payment.refresh_from_db()
    assert (payment.state, asked()) == (PaymentState.RECOVERED, [])
    wrong = BankLine.objects.filter(meaning=Meaning.BESIDE, amount_cents__gt=0).order_by("pk")[number]
    take_back_repayment(treasury.signs, line=wrong, text=WRONG)
    payment.refresh_from_db()
    assert (payment.state, asked(), owed_beside(payment)) == (PaymentState.PAID, [wrong.amount_cents], 0)
    assert sound() == []


def test_what_was_given_back_keeps_what_came_in(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    line = record(treasury, payment, PART_CENTS)
    more = record(treasury, payment, 0, too_much_cents=MORE, reference="R-2")
    gives(treasury, payment, 1_000)
    take_back_repayment(treasury.signs, line=line, text=WRONG)
    with pytest.raises(Refusal) as found:
        take_back_repayment(treasury.signs, line=more, text=WRONG)
    said = {"amount_cents": MORE, "open_cents": MORE - 1_000}
    assert refusal_of(found) == (RefusalCode.GIVEN_BACK_SINCE, said)
    assert (asked(), sound()) == ([PART_CENTS - MORE + 1_000], [])


def test_what_we_owed_before_it_was_undone_counts_when_it_is_asked_back() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    record(treasury, payment, MORE)
    told(treasury, came(payment), name="S-3")
    look_at_all(treasury)
    assert owed(treasury) == [MORE]
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    with pytest.raises(Refusal, match="STILL_ASKED_BACK"):
        gives(treasury, payment, MORE)
    for _ in range(2):
        claim_everything_back(SYSTEM, on=today())
        assert (asked(), owed(treasury)) == ([PART_CENTS - MORE], [])
    assert ClaimNotice.objects.count() == 1
    assert sound() == []


def perhaps_told_twice(
    clock: time_machine.Traveller, recorded: str = "", told_as: str | None = None
) -> tuple[Treasury, Payment]:
    """What a payee gave back of a second time was typed, and a day later the bank tells as much: once or twice, who knows."""
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    record(treasury, payment, PART_CENTS, reference=recorded)
    clock.shift(timedelta(days=1))
    line = replace(came(payment), bank_reference=told_as)
    assert told(treasury, line, name="S-3").found == {Meaning.DIFFERENT: 1}
    look_at_line(treasury.signs, line=BankLine.objects.latest("pk"), text="Hetzelfde, gisteren ingetikt.")
    assert owed(treasury) == [PART_CENTS]
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    return treasury, payment


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=BRUSSELS)) as one:
        yield one


@pytest.mark.parametrize(("recorded", "told_as"), [("", None), ("R-1", None), ("", "B-1")])
def test_what_was_perhaps_told_twice_never_counts_by_itself(
    clock: time_machine.Traveller, recorded: str, told_as: str | None
) -> None:
    treasury, payment = perhaps_told_twice(clock, recorded, told_as)
    for _ in range(2):
        claim_everything_back(SYSTEM, on=today())
        assert (asked(), owed(treasury), ClaimNotice.objects.count()) == ([PART_CENTS], [], 1)
        clock.shift(timedelta(days=1))
    assert sound() == []
    # It was one: the record goes, nothing is owed, and all of it is still asked back.
    line = BankLine.objects.get(meaning=Meaning.BESIDE)
    take_back_repayment(treasury.signs, line=line, text="Hetzelfde geld.")
    claim_everything_back(SYSTEM, on=today())
    assert (asked(), owed(treasury), owed_beside(payment), sound()) == ([PART_CENTS], [], 0, [])


@pytest.mark.parametrize("is_first_typed", [True, False])
def test_a_record_and_a_line_of_two_payments_that_pay_the_same_are_perhaps_one(
    clock: time_machine.Traveller, is_first_typed: bool
) -> None:
    treasury = set_treasury()
    treasury.redeem()
    for _ in range(2):
        signed = treasury.signed()
        hold_batch(treasury.signs, batch=signed, reason="Te laat.")
        take_out_payment(treasury.signs, payment=signed.payments.get(), reason="Eerst navragen.")
    first, second = Payment.objects.order_by("pk")
    told(treasury, left(first), left(second), name="S-1")
    look_at_all(treasury)
    typed, named = (first, second) if is_first_typed else (second, first)
    assert (perhaps_one(first), perhaps_one(second)) == (None, None)
    recorded = record(treasury, typed, PART_CENTS, reference="")
    clock.shift(timedelta(days=1))
    assert told(treasury, came(named), name="S-2").found == {Meaning.DIFFERENT: 1}
    line = BankLine.objects.latest("pk")
    for payment in (first, second):
        found = perhaps_one(payment)
        assert found is not None
        assert (found.told, found.recorded) == (line, recorded)
    assert sound() == []


@pytest.mark.parametrize("came_before", [0, MORE])
def test_who_says_that_it_came_in_twice_records_it_with_the_claim(
    clock: time_machine.Traveller, came_before: int
) -> None:
    treasury, payment = perhaps_told_twice(clock)
    if came_before:
        record(treasury, payment, came_before, reference="R-8")
    on, left = today(), PART_CENTS - came_before
    clock.shift(timedelta(days=1))
    record(treasury, payment, left, too_much_cents=came_before, paid_on=on, reference="")
    payment.refresh_from_db()
    assert (payment.state, asked(), owed_beside(payment)) == (PaymentState.RECOVERED, [], came_before)
    assert claim_everything_back(SYSTEM, on=today()) == 0
    assert sound() == []


@pytest.mark.parametrize(("told_as", "counts"), [("B-1", True), (None, False)])
def test_only_two_references_of_the_bank_tell_apart_what_came_in_twice(
    clock: time_machine.Traveller, told_as: str | None, counts: bool
) -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    line = record(treasury, payment, PART_CENTS)
    clock.shift(timedelta(days=1))
    assert told(treasury, replace(came(payment), bank_reference=told_as), name="S-3").found == {
        Meaning.DIFFERENT: 1
    }
    look_at_all(treasury)
    clock.shift(timedelta(days=1))
    record(treasury, payment, 0, too_much_cents=PART_CENTS, reference="R-3")
    take_back_repayment(treasury.signs, line=line, text=WRONG)
    assert (asked(), owed(treasury), sound()) == ([] if counts else [PART_CENTS], [], [])


def test_verify_names_what_was_given_back_while_it_was_asked_back(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    whole = record(treasury, payment, PART_CENTS)
    record(treasury, payment, 0, too_much_cents=MORE, reference="R-2")
    # A line waits for a look, so that nothing counts.
    assert told(treasury, repaid(payment, MORE + 1, "R-7")).found == {Meaning.DIFFERENT: 1}
    take_back_repayment(treasury.signs, line=whole, text=WRONG)
    line = keep_beside(open_file(treasury.signs, payment), payment, -MORE, today(), "")
    on_trail(treasury.signs, "give_back", f"bank_line:{line.pk}")
    said = f"{MORE} cents was given back of payment {payment.pk}, while {PART_CENTS} was asked back of it"
    assert sound() == [f"bank line {line.pk}: {said}"]


def test_verify_names_what_counted_as_too_much_while_it_was_asked_back(
    claim: tuple[Treasury, Payment],
) -> None:
    treasury, payment = claim
    line = keep_beside(open_file(treasury.signs, payment), payment, MORE, today(), "")
    on_trail(treasury.signs, "record_repayment", f"bank_line:{line.pk}")
    said = (
        f"{MORE} cents came in as too much of payment {payment.pk}, while {PART_CENTS} was asked back of it"
    )
    assert sound() == [f"bank line {line.pk}: {said}"]


def test_verify_looks_at_a_second_time_also_once_it_was_undone() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    line = record(treasury, payment, PART_CENTS)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    assert sound() == []
    with unguarded():
        BankLine.objects.filter(pk=line.pk).update(amount_cents=PART_CENTS + 1)
    said = f"{PART_CENTS + 1} cents came back of payment {payment.pk}, of which {PART_CENTS} was out"
    assert sound() == [f"bank line {line.pk}: {said}"]


def test_verify_names_money_that_counts_otherwise_than_it_was_kept(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment)
    beside = counted().file.lines.get(meaning=Meaning.BESIDE)
    with unguarded():
        BankLine.objects.filter(pk=beside.pk).update(amount_cents=-1)
    said = f"1 cents of payment {payment.pk} counts for what is asked back, and {MORE} was booked"
    assert sound() == [f"bank line {beside.pk}: {said}"]


def test_verify_names_what_is_left_of_a_counting_of_which_the_other_half_is_gone(
    claim: tuple[Treasury, Payment],
) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment)
    beside = counted().file.lines.get(meaning=Meaning.BESIDE)
    with unguarded():
        BankLine.objects.filter(pk=beside.pk).delete()
    assert sound() == [
        f"bank_line:{beside.pk}: the trail tells that it was recorded, and it is not kept",
        f"bank line {counted().pk}: counts for what is asked back, and nothing left what stands beside the books",
    ]
