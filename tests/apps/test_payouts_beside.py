"""What a payee gives back on its own of what a bank paid twice, and what it pays back too much: kept, told, and given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.apps.test_payouts_bank_files import due, sound, told
from tests.apps.test_payouts_twice import came, look_at_all, paid_by_two_files
from tests.payments import PART_CENTS, Treasury, due_by, set_treasury
from tests.scene import refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import BankFile, BankLine, Payment
from wisselwerk.apps.payouts.queries.beside import owed_back
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.payouts.services import (
    give_back,
    may_be_taken_back,
    record_repayment,
    take_back_repayment,
)
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankTransaction

pytestmark = pytest.mark.django_db

SEEN = "Gezien op het dagafschrift, zonder mededeling."
MORE = 5_000


@pytest.fixture
def twice() -> tuple[Treasury, Payment]:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    return treasury, payment


@pytest.fixture
def claim() -> tuple[Treasury, Payment]:
    treasury = set_treasury()
    done = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=done.pk, reason="Dubbel.")
    return treasury, open_claims().get()


def record(treasury: Treasury, payment: Payment, cents: int, **given: object) -> BankLine:
    asked = {"paid_on": today(), "text": SEEN, "reference": "R-1"} | given
    return record_repayment(treasury.signs, payment=payment, amount_cents=cents, **asked)  # type: ignore[arg-type]


def gives(treasury: Treasury, payment: Payment, cents: int, **given: object) -> BankLine:
    asked = {"paid_on": today(), "text": "Overgeschreven.", "reference": "U-1"} | given
    return give_back(treasury.signs, payment=payment, amount_cents=cents, **asked)  # type: ignore[arg-type]


def refused(treasury: Treasury, payment: Payment, cents: int, **given: object) -> object:
    before = (BankFile.objects.count(), BankLine.objects.count(), Entry.objects.count())
    with pytest.raises(Refusal) as found:
        record(treasury, payment, cents, **given)
    assert (BankFile.objects.count(), BankLine.objects.count(), Entry.objects.count()) == before
    return refusal_of(found)


def out(treasury: Treasury) -> list[int]:
    return [int(one.cents) for one in paid_twice(treasury.signs)]


def owed(treasury: Treasury) -> list[int]:
    return [int(one.cents) for one in owed_back(treasury.signs)]


def test_who_got_it_twice_gives_it_back_and_it_is_closed(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    line = record(treasury, payment, PART_CENTS)
    assert (line.meaning, line.look.text, line.transfer) == (Meaning.BESIDE, SEEN, None)
    payment.refresh_from_db()
    # What was due is paid, once: nothing of that changed.
    assert (payment.state, due(treasury), out(treasury), owed(treasury)) == (PaymentState.PAID, 0, [], [])
    assert due_by(treasury.payer, today()) == []
    assert Entry.objects.filter(command="record_repayment", subject=f"bank_line:{line.pk}").count() == 1
    assert sound() == []


def test_a_part_is_kept_as_a_part_and_never_more_than_is_out(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    record(treasury, payment, 10_000)
    assert out(treasury) == [PART_CENTS - 10_000]
    more = (RefusalCode.NOT_TO_BE_REPAID, {"open_cents": PART_CENTS - 10_000})
    for cents in (0, -1, PART_CENTS - 9_999):
        assert refused(treasury, payment, cents, reference="R-2") == more
    assert refused(treasury, payment, 1, too_much_cents=PART_CENTS) == more
    record(treasury, payment, PART_CENTS - 10_000, reference="R-2")
    assert out(treasury) == []
    assert sound() == []


def test_the_same_money_is_recorded_once(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    record(treasury, payment, 10_000)
    known = (RefusalCode.REPAYMENT_KNOWN, {"amount_cents": 10_000, "on": today()})
    assert refused(treasury, payment, 10_000) == known
    record(treasury, payment, 10_000, reference="R-2")
    assert out(treasury) == [PART_CENTS - 20_000]


def test_what_the_bank_brought_back_itself_is_not_recorded(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    told(treasury, came(payment), name="S-3")
    assert refused(treasury, payment, PART_CENTS) == (RefusalCode.SECOND_TIME_BACK, {"on": today()})
    assert sound() == []


def test_a_file_that_tells_later_of_what_was_recorded_books_nothing(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    line = record(treasury, payment, PART_CENTS, reference="")
    assert told(treasury, came(payment), name="S-3").found == {Meaning.KNOWN: 1}
    payment.refresh_from_db()
    assert (payment.state, due(treasury), out(treasury), owed(treasury)) == (PaymentState.PAID, 0, [], [])
    # The bank confirms it: it was no mistake.
    with pytest.raises(Refusal, match="REPAYMENT_KNOWN"):
        take_back_repayment(treasury.signs, line=line, text="Verkeerde.")
    # What comes back after that is the payment itself.
    assert told(treasury, came(payment), name="S-4").found == {Meaning.RETURNED: 1}
    assert due(treasury) == PART_CENTS
    assert sound() == []


def test_what_was_recorded_under_another_day_is_not_due_again(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    line = record(treasury, payment, PART_CENTS, reference="")
    later = replace(came(payment), booked_on=today() + timedelta(days=1))
    assert told(treasury, later, name="S-3").found == {Meaning.DIFFERENT: 1}
    assert (due(treasury), owed(treasury)) == (0, [PART_CENTS])
    # It was the same money: then the record goes, and nothing is out or owed.
    take_back_repayment(treasury.signs, line=line, text="Het was een dag later.")
    assert (due(treasury), out(treasury), owed(treasury)) == (0, [], [])
    assert sound() == []


def test_a_part_that_was_recorded_under_another_day_counts_once(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    record(treasury, payment, MORE, reference="")
    one = BankTransaction(Cents(MORE), structured_reference=payment.reference)
    later = BankEntry(1, Cents(MORE), today() + timedelta(days=1), None, "R-9", None, (one,))
    assert told(treasury, later, name="S-9").found == {Meaning.DIFFERENT: 1}
    assert Claim(open_claims().get()).open_cents == PART_CENTS - MORE
    # Somebody asked: it is other money, as large.
    record(treasury, payment, MORE, reference="R-9")
    assert Claim(open_claims().get()).open_cents == PART_CENTS - 2 * MORE
    assert sound() == []


def test_what_the_bank_brings_back_after_a_part_is_owed_to_the_payee(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    record(treasury, payment, 10_000)
    assert told(treasury, came(payment), name="S-3").found == {Meaning.DIFFERENT: 1}
    assert (out(treasury), owed(treasury), due(treasury)) == ([], [10_000], 0)
    gives(treasury, payment, 4_000)
    assert owed(treasury) == [6_000]
    gives(treasury, payment, 6_000)
    assert owed(treasury) == []
    assert sound() == []


def test_nothing_is_recorded_that_cannot_be(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    tomorrow, yesterday = today() + timedelta(days=1), today() - timedelta(days=1)
    assert refused(treasury, payment, 1, paid_on=tomorrow) == (RefusalCode.DAY_TO_COME, {"on": tomorrow})
    early = (RefusalCode.REPAID_TOO_EARLY, {"on": yesterday, "paid_on": today()})
    assert refused(treasury, payment, 1, paid_on=yesterday) == early
    assert refused(treasury, payment, 1, text=" ") == (RefusalCode.MOTIVATION_MISSING, {})
    for actor in (treasury.orders, treasury.scene.coordinator):
        with pytest.raises(Refusal, match="NOT_ALLOWED"):
            record_repayment(actor, payment=payment, amount_cents=1, paid_on=today(), text=SEEN)
        with pytest.raises(Refusal, match="NOT_ALLOWED"):
            give_back(actor, payment=payment, amount_cents=1, paid_on=today(), text=SEEN)


def test_a_mistake_is_taken_back_once(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    line = record(treasury, payment, PART_CENTS)
    back = take_back_repayment(treasury.signs, line=line, text="Het was voor iets anders.")
    assert (back.amount_cents, back.undoes) == (-PART_CENTS, line)
    assert out(treasury) == [PART_CENTS]
    for again in (line, back):
        assert not may_be_taken_back(again)
        with pytest.raises(Refusal, match="WRONG_STATE"):
            take_back_repayment(treasury.signs, line=again, text="Nog eens.")
    # As if it had never been: what the bank brings back is the second time.
    assert told(treasury, came(payment), name="S-3").found == {Meaning.DIFFERENT: 1}
    assert out(treasury) == []
    assert sound() == []


def test_what_is_paid_back_too_much_is_owed_until_it_is_given_back(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    line = record(treasury, payment, PART_CENTS, too_much_cents=MORE)
    assert (line.meaning, open_claims().count(), due(treasury)) == (Meaning.RECOVERED, 0, 0)
    assert owed(treasury) == [MORE]
    assert sound() == []
    with pytest.raises(Refusal) as found:
        gives(treasury, payment, MORE + 1)
    assert refusal_of(found) == (RefusalCode.NOT_TO_BE_GIVEN_BACK, {"open_cents": MORE})
    gone = gives(treasury, payment, MORE)
    assert (owed(treasury), gone.amount_cents) == ([], -MORE)
    with pytest.raises(Refusal, match="NOT_TO_BE_GIVEN_BACK"):
        gives(treasury, payment, MORE)
    # It did come in, for it went back.
    with pytest.raises(Refusal, match="GIVEN_BACK_SINCE"):
        take_back_repayment(treasury.signs, line=line, text="Verkeerde.")
    take_back_repayment(treasury.signs, line=gone, text="Niet overgeschreven.")
    assert owed(treasury) == [MORE]
    take_back_repayment(treasury.signs, line=line, text="Verkeerde.")
    assert (owed(treasury), Claim(open_claims().get()).open_cents) == ([], PART_CENTS)
    assert sound() == []


@pytest.mark.parametrize("cents", [0, 1, PART_CENTS - 1])
def test_nothing_is_too_much_while_a_part_is_asked_back(claim: tuple[Treasury, Payment], cents: int) -> None:
    treasury, payment = claim
    early = (RefusalCode.NOT_TOO_MUCH_YET, {"open_cents": PART_CENTS})
    assert refused(treasury, payment, cents, too_much_cents=1) == early
    assert refused(treasury, payment, PART_CENTS, too_much_cents=-1) == (
        RefusalCode.NOT_TO_BE_REPAID,
        {"open_cents": PART_CENTS},
    )


def test_what_comes_after_all_was_back_is_too_much_and_has_its_place(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    record(treasury, payment, PART_CENTS)
    assert refused(treasury, payment, MORE) == (RefusalCode.NOT_TO_BE_REPAID, {"open_cents": 0})
    line = record(treasury, payment, 0, too_much_cents=MORE, reference="R-2")
    assert (line.meaning, owed(treasury)) == (Meaning.BESIDE, [MORE])
    payment.refresh_from_db()
    assert payment.state == PaymentState.RECOVERED
    assert sound() == []


def test_a_statement_that_tells_it_in_one_afterwards_is_known(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    line = record(treasury, payment, PART_CENTS, too_much_cents=MORE, reference="")
    cents = Cents(PART_CENTS + MORE)
    one = BankTransaction(cents, structured_reference=payment.reference)
    in_one = BankEntry(1, cents, today(), None, "R-9", None, (one,))
    assert told(treasury, in_one, name="S-9").found == {Meaning.KNOWN: 1}
    with pytest.raises(Refusal, match="REPAYMENT_KNOWN"):
        take_back_repayment(treasury.signs, line=line, text="Verkeerde.")
    assert (owed(treasury), sound()) == ([MORE], [])


@contextmanager
def unguarded() -> Iterator[None]:
    """As if somebody changed what stands in the database behind the program's back."""
    drop_triggers()
    try:
        yield
    finally:
        install_triggers()


@pytest.mark.parametrize("cents", [PART_CENTS + 1, -1])
def test_verify_names_what_was_never_out_or_owed(twice: tuple[Treasury, Payment], cents: int) -> None:
    treasury, payment = twice
    line = record(treasury, payment, PART_CENTS)
    with unguarded():
        BankLine.objects.filter(pk=line.pk).update(amount_cents=cents)
    said = {
        PART_CENTS
        + 1: f"{PART_CENTS + 1} cents came back of payment {payment.pk}, of which {PART_CENTS} was out",
        -1: f"1 cents was given back of payment {payment.pk}, of which 0 was owed",
    }
    assert sound() == [f"bank line {line.pk}: {said[cents]}"]


def test_verify_names_what_nobody_recorded(twice: tuple[Treasury, Payment]) -> None:
    treasury, payment = twice
    line = record(treasury, payment, PART_CENTS)
    with unguarded():
        Entry.objects.filter(subject=f"bank_line:{line.pk}").update(command="look_at_line")
    assert sound() == [f"bank line {line.pk}: nobody recorded it, as far as the trail tells"]
